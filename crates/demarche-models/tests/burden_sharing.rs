//! Burden-sharing: paths, ladders, units, shares and demands of a made-up agreement.

use demarche_models::burden_sharing::{Basis, Rung, Study, Year, tables};
use jiff::civil::date;

const STUDY: &str = r#"
local = "NOK billion"
foreign = "USD million"
first-year = 2017
last-year = 2025
draws = { seed = 1, count = 500 }
outside = ["land given free of rent"]
without-agreement = { mean = 0.05, sd = 0.03, source = "past rounds" }
exchange = { mean = 0.0, sd = 0.08, source = "past rates" }

[[rate]]
year = 2018
mean = 8.0
year-end = 10.0
source = "bank"
[[rate]]
year = 2019
mean = 8.8
year-end = 9.0
source = "bank"

[[payment]]
year = 2017
amount = 900
unit = "USD million"
source = "white paper"
[[payment]]
year = 2018
amount = 8.0
unit = "NOK billion"
source = "white paper"
[[payment]]
year = 2020
amount = 9.0
unit = "NOK billion"
source = "exchange of notes"

[[index]]
name = "prices"
source = "statistics"
growth = { "2019" = 0.02, "2020" = 0.09 }
assumed = { mean = 0.03, sd = 0.02, source = "central bank" }

[[agreement]]
name = "fourth"
first-year = 2014
last-year = 2018
rule = { kind = "listed" }
source = "treaty 4"
steps = [
    { rung = "in-force", date = 2014-06-18, source = "gazette" },
    { rung = "expired", date = 2018-12-31, source = "article 5" },
]
[[agreement]]
name = "fifth"
first-year = 2020
last-year = 2023
rule = { kind = "linked", index = "prices", lag = 2, cap = 0.05, floor = 0.0 }
source = "treaty 5"
steps = [
    { rung = "initialled", date = 2019-02-10, source = "press" },
    { rung = "signed", date = 2019-03-08, source = "press" },
    { rung = "in-force", date = 2019-04-05, source = "gazette" },
]

[[definition]]
name = "non-personnel costs"
year = 2018
share = 0.5
source = "testimony"
[[definition]]
name = "all costs"
year = 2018
cost = 4000
unit = "USD million"
source = "audit"

[[demand]]
name = "half as much again"
more = 0.5
base-year = 2018
pay-year = 2019
source = "press"
"#;

fn years() -> Vec<Year> {
    let study = Study::read("sma.toml", STUDY).expect("a sound study");
    study.run().expect("an answer").years
}

fn near(a: Option<f64>, b: f64) -> bool {
    a.is_some_and(|a| (a / b - 1.0).abs() < 1e-12)
}

#[test]
fn every_year_says_what_it_stands_on() {
    let basis: Vec<Basis> = years().iter().map(|y| y.basis).collect();
    use Basis::{Assumption, Published, Rule, RuleAndAssumption};
    assert_eq!(
        basis,
        [Published, Published, Assumption, Published, Rule, Rule, RuleAndAssumption, Assumption, Assumption]
    );
}

#[test]
fn links_use_the_index_of_their_lag_and_stop_at_the_cap() {
    let years = years();
    // Prices of 2019 rose by 2 percent; those of 2020 by 9, of which the cap leaves 5.
    assert!(near(years[4].local, 9.0 * 1.02));
    assert!(near(years[5].local, 9.0 * 1.02 * 1.05));
    let band = years[6].local_band.expect("2023 rests on an assumption");
    let before = years[5].local.expect("known");
    assert!(band.p05 >= before && band.p95 <= before * 1.05 * (1.0 + 1e-12), "{band:?}");
    assert!(band.p05 < band.p95);
}

#[test]
fn units_are_those_in_which_the_amount_was_fixed() {
    let years = years();
    // 2017 was fixed in dollars and has no rate: no local amount is made up for it.
    assert_eq!((years[0].local, years[0].foreign_at_mean), (None, Some(900.0)));
    assert_eq!(years[0].fixed_in.as_deref(), Some("USD"));
    assert!(near(years[1].foreign_at_mean, 1000.0) && near(years[1].foreign_at_year_end, 800.0));
    assert_eq!(years[1].foreign_band, None);
    // Amount known, rate not: the band is in dollars only.
    assert!(years[3].local_band.is_none() && years[3].foreign_band.is_some());
    assert_eq!(years[3].foreign_at_year_end, None);
}

#[test]
fn the_ladder_tells_signed_from_in_force() {
    let study = Study::read("sma.toml", STUDY).expect("a sound study");
    let rung = |day| study.ladder(day)[1].1.map(|step| step.rung);
    assert_eq!(rung(date(2019, 2, 9)), None);
    assert_eq!(rung(date(2019, 3, 7)), Some(Rung::Initialled));
    assert_eq!(rung(date(2019, 3, 15)), Some(Rung::Signed));
    assert!(!study.path.agreements[1].in_force(date(2019, 3, 15)));
    assert!(study.path.agreements[1].in_force(date(2019, 4, 5)));
    let gaps = study.run().expect("an answer").gaps;
    assert_eq!((gaps.len(), gaps[0].days), (1, 94));
}

#[test]
fn half_as_much_again_is_many_numbers() {
    let outcome = Study::read("sma.toml", STUDY).expect("sound").run().expect("an answer");
    let shares: Vec<(f64, f64, bool)> =
        outcome.shares.iter().map(|s| (s.percent, s.cost_local, s.cost_is_implied)).collect();
    assert_eq!(shares, [(50.0, 16.0, true), (25.0, 32.0, false)]);
    let answers: Vec<(&str, f64)> = outcome.demands[0]
        .answers
        .iter()
        .map(|a| (a.reading.as_str(), (a.local.expect("a sum") * 1e6).round() / 1e6))
        .collect();
    assert_eq!(
        answers,
        [
            ("NOK of 2018", 12.0),
            ("USD of 2018 at mean rates", 13.2),
            ("the share of non-personnel costs of 2018, raised in proportion", 12.0),
            ("the share of non-personnel costs of 2018, raised by percentage points", 16.0),
            ("all of non-personnel costs of 2018, and the percentage on top", 24.0),
            ("the share of all costs of 2018, raised in proportion", 12.0),
            ("the share of all costs of 2018, raised by percentage points", 24.0),
            ("all of all costs of 2018, and the percentage on top", 48.0),
            ("USD of 2018 at year-end rates", 10.8),
        ]
    );
    assert!(outcome.demands[0].answers.iter().all(|a| a.explains_only == a.reading.ends_with("year-end rates")));
}

#[test]
fn without_an_assumption_the_open_years_are_outside() {
    let text: String = STUDY
        .lines()
        .filter(|line| !line.starts_with("without-agreement") && !line.starts_with("exchange"))
        .map(|line| format!("{line}\n"))
        .collect();
    let outcome = Study::read("sma.toml", &text).expect("sound").run().expect("an answer");
    assert_eq!(outcome.years[7].basis, Basis::Outside);
    assert_eq!(outcome.years[7].local, None);
    assert_eq!(
        outcome.outside,
        [
            "land given free of rent",
            "outside the model: 2019, which no agreement and no assumption covers",
            "outside the model: 2024, which no agreement and no assumption covers",
            "outside the model: 2025, which no agreement and no assumption covers",
        ]
    );
}

#[test]
fn bad_inputs_are_named_with_their_line() {
    for (from, to, says) in [
        ("year = 2018\namount = 8.0", "year = 2018\namount = -8", "line 29: expected a number above zero"),
        ("unit = \"NOK billion\"", "unit = \"kroner\"", "expected a currency code and a scale"),
        ("unit = \"NOK billion\"", "unit = \"EUR billion\"", "expected an amount in NOK or USD, found EUR"),
        (
            "year = 2020\namount",
            "year = 2018\namount",
            "sma.toml, line 32: expected one amount a year, found a second one of 2018",
        ),
        ("index = \"prices\"", "index = \"price\"", "did you mean \"prices\"?"),
        ("date = 2019-03-08", "date = 2019-01-08", "in order of time"),
        ("share = 0.5", "share = 50", "expected a share above 0 and at most 1, found 50"),
        ("rung = \"signed\"", "rung = \"singed\"", "expected one of proposed, agreed"),
        ("[[rate]]\nyear = 2018", "[[rate]]\nyear = 2019", "expected one rate a year"),
        ("more = 0.5", "mroe = 0.5", "under `more`"),
    ] {
        let text = STUDY.replacen(from, to, 1);
        assert_ne!(text, STUDY, "{from} is in the case");
        let result = Study::read("sma.toml", &text).and_then(|study| study.run());
        let error = result.expect_err(says).to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn tables_of_payments_and_rates_are_read() {
    let payments = "year,round,amount,unit,source\n1991,1,150,USD million,paper\n\
        1992,1,180,USD million,same\n";
    let payments = tables::payments("p.csv", payments).expect("a table");
    assert_eq!((payments[1].year, payments[1].source.as_str()), (1992, "paper"));
    let error = tables::rates("r.csv", "year,mean,source\n").unwrap_err().to_string();
    assert!(error.contains("r.csv, line 1: the table should have a column `last_day`"), "{error}");
    let rates = "year,mean_x,last_day_x,source\n2018,x,1,s\n";
    let error = tables::rates("r.csv", rates).unwrap_err().to_string();
    assert!(error.contains("r.csv, line 2: expected a number, found \"x\""), "{error}");
}
