//! Laws of the product market, on made-up markets.

use demarche_models::draws::Draws;
use demarche_models::number::{Elasticity, LogSd, Positive, Rate, Share, Sourced, Supply, Value};
use demarche_models::report::{Cell, Tell};
use demarche_models::trade::product::{
    About, Market, Measure, Origin, Outcome, Policy, QuotaState, Study, Supplier, Treatment,
};
use jiff::civil::date;
use proptest::prelude::*;

fn rate(value: f64) -> Rate {
    Rate::new(value).expect("a rate in range")
}

fn supplier(name: &str, origin: Origin, value: f64, supply: f64) -> Supplier {
    Supplier {
        name: name.into(),
        origin,
        value: Value::new(value).expect("a value in range"),
        tariff: rate(0.0),
        supply: Sourced::fixed(Supply::new(supply).expect("an elasticity"), "made up"),
    }
}

fn market(values: [f64; 3], sigma: f64, eta: f64, supply: [f64; 3]) -> Market {
    let about = About {
        product: "goods".into(),
        basis: "made up".into(),
        year: 2017,
        unit: "USD bn".into(),
        scope: Vec::new(),
    };
    let fixed = |value| Sourced::fixed(Elasticity::new(value).expect("an elasticity"), "made up");
    let suppliers = vec![
        supplier("Norland", Origin::Foreign, values[0], supply[0]),
        supplier("Sudland", Origin::Foreign, values[1], supply[1]),
        supplier("home", Origin::Domestic, values[2], supply[2]),
    ];
    Market::new(about, fixed(sigma), fixed(eta), suppliers).expect("a sound market")
}

fn respond(market: &Market, measure: Measure) -> Outcome {
    let treatment = Treatment { supplier: "Norland".into(), measure, from: None, until: None, reason: "test".into() };
    let policy = Policy::new(market, vec![treatment]).expect("a sound policy");
    market.respond(&policy).expect("an answer")
}

fn quota(cap: f64, rent: f64) -> Measure {
    Measure::Quota {
        rate: rate(0.1),
        cap: Positive::new(cap).expect("a cap"),
        rent_to_exporter: Share::new(rent).expect("a share"),
    }
}

prop_compose! {
    fn markets()(
        values in prop::array::uniform3(1.0..200.0_f64),
        sigma in 0.2..12.0_f64,
        eta in 0.1..4.0_f64,
        supply in prop::array::uniform3(prop_oneof![Just(f64::INFINITY), 0.2..30.0_f64]),
    ) -> Market {
        market(values, sigma, eta, supply)
    }
}

const STAGED: &str = r#"product = "light trucks"
basis = "made up"
year = 2017
unit = "USD bn"
in-years = { first = 2038, last = 2042 }
substitution = { median = 5, source = "made up" }
demand = { median = 1, source = "made up" }
[[source]]
name = "Norland"
value = 2
tariff = 0.25
supply = { median = inf, source = "made up" }
[[source]]
name = "home"
value = 98
domestic = true
supply = { median = inf, source = "made up" }
[[measure]]
on = ["Norland"]
"#;

#[test]
fn a_rate_that_holds_through_a_year_ends_with_it() {
    // The light trucks of the agreement as amended in 2018: 25 percent through 2040, nothing from 2041.
    let measure = "kind = \"schedule\"\nrates = { \"2012-03-15\" = 0.25, \"2041\" = 0 }\nreason = \"annex\"\n";
    let study = Study::read("s.toml", &format!("{STAGED}{measure}")).expect("sound");
    let years = study.run().expect("an answer").years;
    let rates: Vec<f64> = years.iter().map(|year| year.last_rates[0].1).collect();
    assert_eq!(rates, [0.25, 0.25, 0.25, 0.0, 0.0]);
    assert!(
        years[..3].iter().all(|year| year.revenue.abs() < 1e-12),
        "nothing changes while the rate of the base holds"
    );
    assert!(years[3].revenue < 0.0 && years[3].consumer_surplus > 0.0);
}

#[test]
fn a_phase_out_cuts_once_at_entry_into_force_and_then_on_each_first_of_january() {
    let measure = "kind = \"phase-out\"\nrate = 0.25\ncuts = 3\nfrom = 2038-07-01\nreason = \"annex\"\n";
    let study = Study::read("s.toml", &format!("{STAGED}{measure}")).expect("sound");
    let years = study.run().expect("an answer").years;
    let rates: Vec<f64> = years.iter().map(|year| (1000.0 * year.last_rates[0].1).round()).collect();
    // A third of 25 percent is published as 8.3, two thirds as 16.6.
    assert_eq!(rates, [166.0, 83.0, 0.0, 0.0, 0.0]);
    let days: Vec<u32> = years[0].regimes.iter().map(|(days, _)| *days).collect();
    assert_eq!(days, [181, 184]);
}

#[test]
fn bands_of_a_year_are_the_bands_of_its_regimes_by_days() {
    let text = STAGED
        .replace("in-years = { first = 2038, last = 2042 }", "in-year = 2038\ndraws = { seed = 1, count = 300 }")
        .replace("median = 5, source", "median = 5, log_sd = 0.2, source");
    let measure = "kind = \"tariff\"\nrate = 0\nfrom = 2038-07-02\nreason = \"act\"\n";
    let half = Study::read("s.toml", &format!("{text}{measure}")).expect("sound").run().expect("an answer");
    let text = text.replace("in-year = 2038\n", "");
    let whole = Study::read("s.toml", &format!("{text}{}", measure.replace("from = 2038-07-02\n", ""))).expect("sound");
    let whole = whole.run().expect("an answer");
    let told = half.tell();
    let cell = |row: &str, column: &str| told.cell("regimes of 2038", row, column).cloned();
    assert_eq!(cell("1: Norland", "days"), Ok(Cell::Number(182.0)));
    assert_eq!(cell("2: Norland", "rate"), Ok(Cell::Number(0.0)));
    let (half, whole) = (half.bands.expect("bands"), whole.bands.expect("bands"));
    for (half, whole) in half.figures.iter().zip(&whole.figures) {
        // 183 of 365 days are under the new rate; the others change nothing.
        assert!((half.band.p50 - whole.band.p50 * 183.0 / 365.0).abs() < 1e-12, "{}", half.figure);
    }
}

#[test]
fn the_linear_form_is_the_one_of_gsim_and_a_quota_has_none() {
    use demarche_models::trade::product::gsim;
    let (values, sigma, eta, supply) = ([20.0, 30.0, 50.0], 5.0, 1.25, [1.5, 1.5, 1.5]);
    let market = market(values, sigma, eta, supply);
    let linear = respond(&market, Measure::Tariff { rate: rate(0.1) }).linear.expect("no quota");
    let number = |value| Elasticity::new(value).expect("an elasticity");
    // The same market as the second of two regions of GSIM; the sellers sell nothing else.
    let trade = |value: f64| [0.0, 0.0, 0.0, value].map(|value| Value::new(value).expect("a value")).to_vec();
    let zero = vec![vec![rate(0.0); 4]; 4];
    let mut after = zero.clone();
    after[0][3] = rate(0.1);
    let mut all: Vec<Vec<Value>> = values.iter().map(|value| trade(*value)).collect();
    all.push(trade(1e-9));
    // GSIM wants every region to buy something: each buys a little of its own, which no tariff meets.
    for (at, row) in all.iter_mut().enumerate().take(3) {
        row[at] = Value::new(1e-9).expect("a value");
    }
    let world = gsim::World {
        regions: ["Norland", "Sudland", "home", "buyer"].map(str::to_owned).to_vec(),
        trade: all,
        before: zero,
        after,
        demand: vec![number(eta); 4],
        supply: vec![number(1.5); 4],
        substitution: number(sigma),
    };
    let change = gsim::solve(&world).expect("an answer");
    for (at, source) in linear.sources.iter().enumerate() {
        assert!((source.producer_price - change.world_prices[at].1).abs() < 1e-8, "{}", source.name);
        assert!((source.quantity - change.quantities[at][3]).abs() < 1e-7, "{}", source.name);
    }
    assert_eq!(respond(&market, quota(0.7, 1.0)).linear, None);
}

proptest! {
    #[test]
    fn no_change_changes_nothing(market in markets()) {
        let outcome = market.respond(&Policy::default()).expect("an answer");
        prop_assert_eq!(outcome.price_index, 1.0);
        prop_assert_eq!(outcome.consumer_surplus, 0.0);
        prop_assert!(outcome.sources.iter().all(|s| s.quantity == 1.0 && s.after == s.base));
    }

    #[test]
    fn demand_and_supply_meet(market in markets(), t in -0.3..2.0_f64) {
        let outcome = respond(&market, Measure::Tariff { rate: rate(t) });
        let (sigma, eta) = (market.substitution().median.get(), market.demand().median.get());
        let index = libm::log(outcome.price_index);
        for (source, supplier) in outcome.sources.iter().zip(market.suppliers()) {
            let demand = (sigma - eta) * index - sigma * libm::log(source.consumer_price);
            prop_assert!((demand - libm::log(source.quantity)).abs() < 1e-9);
            let supply = supplier.supply.median.get();
            if supply.is_finite() {
                prop_assert!((supply * libm::log(source.producer_price) - demand).abs() < 1e-8);
            } else {
                prop_assert_eq!(source.producer_price, 1.0);
            }
        }
    }

    #[test]
    fn spending_adds_up(market in markets(), t in 0.0..2.0_f64) {
        let outcome = respond(&market, Measure::Tariff { rate: rate(t) });
        let eta = market.demand().median.get();
        let spent: f64 = outcome.sources.iter().map(|s| s.after * (1.0 + s.rate)).sum();
        let due = market.spending() * libm::pow(outcome.price_index, 1.0 - eta);
        prop_assert!((spent / due - 1.0).abs() < 1e-9);
    }

    #[test]
    fn with_flat_supply_a_tariff_never_pays(market in markets(), t in 0.01..2.0_f64) {
        let values = [0, 1, 2].map(|i| market.suppliers()[i].value.get());
        let (sigma, eta) = (market.substitution().median.get(), market.demand().median.get());
        let flat = self::market(values, sigma, eta, [f64::INFINITY; 3]);
        let outcome = respond(&flat, Measure::Tariff { rate: rate(t) });
        prop_assert!(outcome.home_welfare <= 1e-9);
        prop_assert!(outcome.consumer_surplus < 0.0);
    }

    #[test]
    fn a_quota_is_the_tariff_at_its_shadow_rate(market in markets(), cap in 0.2..0.9_f64) {
        let held = respond(&market, quota(cap, 0.0));
        let source = &held.sources[0];
        if source.quota == QuotaState::Filled {
            let same = (1.0 + 0.1) * (1.0 + source.shadow_tariff) - 1.0;
            prop_assume!(same < 90.0);
            let taxed = respond(&market, Measure::Tariff { rate: rate(same) });
            for (a, b) in held.sources.iter().zip(&taxed.sources) {
                prop_assert!((a.quantity / b.quantity - 1.0).abs() < 1e-8);
            }
            let (paid, rent) = (taxed.revenue, held.revenue + held.rent);
            prop_assert!((paid - rent).abs() < 1e-7 * (1.0 + paid.abs()));
            prop_assert!((held.home_welfare - taxed.home_welfare).abs() < 1e-6 * (1.0 + paid.abs()));
        } else {
            prop_assert!(source.quantity <= cap && source.shadow_tariff == 0.0);
        }
    }

    #[test]
    fn a_tariff_rate_quota_lies_between_its_rates(market in markets(), quota in 0.2..1.5_f64) {
        let tariff = |t| respond(&market, Measure::Tariff { rate: rate(t) });
        let (low, high) = (tariff(0.05).sources[0].quantity, tariff(0.5).sources[0].quantity);
        let measure = Measure::TariffRateQuota {
            within: rate(0.05),
            quota: Positive::new(quota).expect("a quota"),
            over: rate(0.5),
            rent_to_exporter: Share::new(1.0).expect("a share"),
        };
        let outcome = respond(&market, measure);
        let source = &outcome.sources[0];
        let due = quota.clamp(high, low);
        prop_assert!((source.quantity / due - 1.0).abs() < 1e-8, "{source:?}");
        match source.quota {
            QuotaState::Unfilled => prop_assert!(source.rent == 0.0 && low <= quota),
            QuotaState::Filled => prop_assert!(source.rent >= 0.0),
            QuotaState::Exceeded => prop_assert!(source.rent > 0.0 && high >= quota * (1.0 - 1e-9)),
            QuotaState::None => prop_assert!(false, "there is a quota"),
        }
    }

    #[test]
    fn units_do_not_matter(market in markets(), k in 0.001..1000.0_f64, t in 0.0..1.0_f64) {
        let values = [0, 1, 2].map(|i| market.suppliers()[i].value.get());
        let supply = [0, 1, 2].map(|i| market.suppliers()[i].supply.median.get());
        let (sigma, eta) = (market.substitution().median.get(), market.demand().median.get());
        let scaled = self::market(values.map(|v| v * k), sigma, eta, supply);
        let measure = Measure::Tariff { rate: rate(t) };
        let (a, b) = (respond(&market, measure), respond(&scaled, measure));
        prop_assert!((a.price_index - b.price_index).abs() < 1e-12);
        prop_assert!((a.home_welfare * k - b.home_welfare).abs() < 1e-7 * k * market.spending());
    }
}

/// The Harberger figures are the exact ones to second order.
#[test]
fn harberger_is_near_for_small_changes() {
    let market = market([24.0, 330.0, 560.0], 5.0, 1.3, [f64::INFINITY; 3]);
    let outcome = respond(&market, Measure::Tariff { rate: rate(0.01) });
    let loss = outcome.home_welfare;
    assert!((outcome.consumer_surplus_harberger / outcome.consumer_surplus - 1.0).abs() < 1e-6);
    assert!((outcome.harberger_triangle / loss - 1.0).abs() < 0.05, "{outcome:?}");
}

/// A safeguard whose rate falls on 7 February each year: the year is mixed by days.
#[test]
fn a_stepped_safeguard_is_mixed_by_days() {
    let market = market([3.0, 26.0, 110.0], 4.0, 0.6, [10.0, 10.0, 5.0]);
    let step = |first: i16, t: f64| Treatment {
        supplier: "Norland".into(),
        measure: Measure::Tariff { rate: rate(t) },
        from: Some(date(first, 2, 7)),
        until: Some(date(first + 1, 2, 6)),
        reason: format!("step of {first}"),
    };
    let policy = Policy::new(&market, vec![step(2018, 0.2), step(2019, 0.18)]).expect("sound");
    let year = market.respond_in(&policy, 2019).expect("an answer");
    let days: Vec<u32> = year.regimes.iter().map(|(days, _)| *days).collect();
    assert_eq!(days, [37, 328]);
    let [high, low] = [0.2, 0.18].map(|t| respond(&market, Measure::Tariff { rate: rate(t) }));
    let mixed = (37.0 * high.revenue + 328.0 * low.revenue) / 365.0;
    assert!((year.revenue - mixed).abs() < 1e-12);
    let before = market.respond_in(&policy, 2017).expect("an answer");
    assert_eq!((before.revenue, before.regimes.len()), (0.0, 1));
    let leap = market.respond_in(&policy, 2020).expect("an answer");
    assert_eq!(leap.regimes.iter().map(|(days, _)| days).sum::<u32>(), 366);
}

#[test]
fn a_source_without_sales_is_outside_the_model() {
    let market = market([0.0, 26.0, 110.0], 4.0, 0.6, [10.0, 10.0, 5.0]);
    let outcome = respond(&market, Measure::Tariff { rate: rate(0.25) });
    assert_eq!(outcome.price_index, 1.0);
    assert_eq!(
        outcome.outside,
        ["outside the model: the measure on Norland: no sales in the base year, and shares of \
          nothing stay nothing"]
    );
}

#[test]
fn bands_share_draws_between_scenarios() {
    let sd = |sourced: &Sourced<Elasticity>| sourced.clone().spread(LogSd::new(0.3).expect("a spread"));
    let plain = market([3.0, 26.0, 110.0], 4.0, 0.6, [10.0, 10.0, 5.0]);
    let about = About {
        product: "goods".into(),
        basis: "made up".into(),
        year: 2017,
        unit: "USD bn".into(),
        scope: Vec::new(),
    };
    let market =
        Market::new(about, sd(plain.substitution()), sd(plain.demand()), plain.suppliers().to_vec()).expect("sound");
    let policy = |t: f64| {
        let treatment = Treatment {
            supplier: "Norland".into(),
            measure: Measure::Tariff { rate: rate(t) },
            from: None,
            until: None,
            reason: "test".into(),
        };
        Policy::new(&market, vec![treatment]).expect("sound")
    };
    let draws = Draws { seed: 11, count: 400 };
    let loss = |t: f64| {
        let bands = market.bands(&policy(t), draws).expect("bands");
        let found = bands.figures.iter().find(|f| f.figure == "consumer surplus");
        found.expect("a figure").band
    };
    let (small, large) = (loss(0.2), loss(0.25));
    assert_eq!(small, loss(0.2));
    assert!(small.p05 < small.p50 && small.p50 < small.p95);
    assert_eq!(small.sign_probability, 1.0);
    // With common draws a larger tariff costs more in every quantile.
    assert!(large.p05 < small.p05 && large.p50 < small.p50 && large.p95 < small.p95);
}

#[test]
fn a_study_that_mixes_days_asks_for_its_year() {
    let text = "product = \"goods\"\nbasis = \"made up\"\nyear = 2017\nunit = \"USD bn\"\n\
        substitution = { median = 4, source = \"s\" }\ndemand = { median = 1, source = \"s\" }\n\
        [[source]]\nname = \"Norland\"\nvalue = 3\ntariff = 0\n\
        supply = { median = inf, source = \"s\" }\n\
        [[measure]]\non = [\"Norland\"]\nkind = \"tariff\"\nrate = 0.25\n\
        from = 2019-07-01\nreason = \"r\"\n";
    let error = Study::read("m.toml", text).unwrap_err().to_string();
    assert!(error.contains("add `in-year = 2019`"), "{error}");
    let study = Study::read("m.toml", &format!("in-year = 2019\n{text}")).expect("sound");
    let year = study.run().expect("an answer").year.expect("a year");
    assert_eq!(year.regimes.iter().map(|(days, _)| *days).collect::<Vec<_>>(), [181, 184]);
}
