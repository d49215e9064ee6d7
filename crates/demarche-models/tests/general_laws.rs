//! Laws that hold in any world, on made-up worlds of a few countries.

mod common;

use common::World;
use demarche_models::draws::Draws;
use demarche_models::number::{CostFactor, Positive, Rate, Share};
use demarche_models::report::Tell;
use demarche_models::trade::general::{Baseline, Change, Closure, Measure, Outcome, Scenario, bands, bands_in};
use jiff::civil::date;
use proptest::prelude::*;

fn worlds() -> impl Strategy<Value = World> {
    (2_usize..5, 1_usize..4, 0.35..1.0_f64, 1.5..9.0_f64).prop_flat_map(|(n, j, va, theta)| {
        let flows = prop::collection::vec(1.0..10.0_f64, j * n * n);
        let tariffs = prop::collection::vec(0.0..0.3_f64, j * n * n);
        (flows, tariffs).prop_map(move |(mut flows, mut tariffs)| {
            for s in 0..j {
                for c in 0..n {
                    flows[(s * n + c) * n + c] += 30.0;
                    tariffs[(s * n + c) * n + c] = 0.0;
                }
            }
            World { n, j, flows, tariffs, value_added: va, theta }
        })
    })
}

fn rate(value: f64) -> Rate {
    Rate::new(value).expect("a rate in range")
}

fn change(importer: &str, exporter: &str, sector: &str, measure: Measure) -> Scenario {
    Scenario {
        changes: vec![Change {
            importers: vec![importer.into()],
            exporters: vec![exporter.into()],
            sectors: vec![sector.into()],
            measure,
            from: None,
            until: None,
            reason: "test".into(),
        }],
    }
}

fn tariff(value: f64) -> Scenario {
    change("C0", "C1", "s0", Measure::Tariff { rate: rate(value) })
}

fn respond(world: &World, closure: Closure, scenario: &Scenario) -> Outcome {
    let baseline = Baseline::solve(&world.economy(), closure).expect("a baseline");
    baseline.respond(scenario).expect("an answer")
}

fn incomes(outcome: &Outcome) -> Vec<f64> {
    outcome.countries.iter().map(|c| c.real_income_percent).collect()
}

fn close(a: &[f64], b: &[f64], tolerance: f64) -> Result<(), TestCaseError> {
    for (a, b) in a.iter().zip(b) {
        prop_assert!((a - b).abs() <= tolerance * (1.0 + b.abs()), "{a} and {b}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_change_gives_hats_of_one(world in worlds(), closure in 0_usize..3) {
        let outcome = respond(&world, Closure::ALL[closure], &Scenario::default());
        for c in &outcome.countries {
            prop_assert!(c.real_income_percent.abs() <= 1e-10, "{c:?}");
            prop_assert!(c.wage_percent.abs() <= 1e-10 && c.price_percent.abs() <= 1e-10);
            prop_assert!((c.revenue[1] - c.revenue[0]).abs() <= 1e-9 * (1.0 + c.revenue[0]));
        }
    }

    #[test]
    fn equations_hold_and_trade_balances(world in worlds(), closure in 0_usize..3) {
        let outcome = respond(&world, Closure::ALL[closure], &tariff(0.4));
        let q = outcome.quality;
        prop_assert!(q.walras_residual.abs() < 1e-10 && q.price_residual < 1e-9);
        let gap = |at: usize| -> f64 {
            outcome.countries.iter().map(|c| c.imports[at] - c.exports[at]).sum()
        };
        prop_assert!(gap(0).abs() < 1e-7 && gap(1).abs() < 1e-7);
    }

    #[test]
    fn the_unit_of_money_does_not_matter(world in worlds(), k in 0.001..1000.0_f64) {
        let mut scaled = world.clone();
        scaled.flows.iter_mut().for_each(|v| *v *= k);
        let [a, b] = [&world, &scaled].map(|w| respond(w, Closure::FixedDeficits, &tariff(0.25)));
        close(&incomes(&a), &incomes(&b), 1e-7)?;
    }

    #[test]
    fn the_order_of_countries_does_not_matter(world in worlds()) {
        let order: Vec<usize> = (0..world.n).rev().collect();
        let here = respond(&world, Closure::FixedDeficits, &tariff(0.25));
        let [buyer, seller] = [0, 1].map(|c| format!("C{}", world.n - 1 - c));
        let measure = Measure::Tariff { rate: rate(0.25) };
        let there = respond(
            &world.permuted(&order),
            Closure::FixedDeficits,
            &change(&buyer, &seller, "s0", measure),
        );
        let mut mirrored = incomes(&there);
        mirrored.reverse();
        close(&incomes(&here), &mirrored, 1e-7)?;
    }

    #[test]
    fn zero_deficits_are_zero(world in worlds()) {
        let outcome = respond(&world, Closure::ZeroDeficits, &tariff(0.25));
        for c in &outcome.countries {
            prop_assert!((c.imports[1] - c.exports[1]).abs() <= 1e-7 * c.income[1]);
        }
    }

    #[test]
    fn one_sector_without_inputs_has_its_closed_form(world in worlds(), cost in 0.7..1.5_f64) {
        let mut world = World { j: 1, value_added: 1.0, ..world };
        world.flows.truncate(world.n * world.n);
        world.tariffs = vec![0.0; world.flows.len()];
        let factor = CostFactor::new(cost).expect("a factor in range");
        let scenario = change("C0", "*", "s0", Measure::TradeCost { factor });
        let outcome = respond(&world, Closure::ZeroDeficits, &scenario);
        for c in &outcome.countries {
            let home = |at: usize| 1.0 - c.imports[at] / c.income[at];
            let law = libm::pow(home(1) / home(0), -1.0 / world.theta);
            prop_assert!((c.real_income_percent / 100.0 + 1.0 - law).abs() < 1e-8);
        }
    }

    #[test]
    fn autarky_has_its_closed_form(world in worlds()) {
        // Flows that are the same in both directions balance, so that the data are the baseline.
        let mut world = World { value_added: world.value_added.max(0.6), ..world };
        world.tariffs = vec![0.0; world.flows.len()];
        for s in 0..world.j {
            for a in 0..world.n {
                for b in 0..a {
                    let (to, from) = (world.at(s, a, b), world.at(s, b, a));
                    world.flows[to] = world.flows[from];
                }
            }
        }
        let factor = CostFactor::new(1e9).expect("a factor in range");
        let scenario = change("*", "*", "*", Measure::TradeCost { factor });
        let outcome = respond(&world, Closure::ZeroDeficits, &scenario);
        for (n, c) in outcome.countries.iter().enumerate() {
            let law = autarky(&world, n);
            prop_assert!((c.real_wage_percent / 100.0 + 1.0 - law).abs() < 1e-7, "{c:?} {law}");
        }
    }

    #[test]
    fn halves_of_a_country_do_as_the_whole(world in worlds()) {
        let whole = respond(&world, Closure::FixedDeficits, &tariff(0.25));
        let halves = respond(&split_last(&world), Closure::FixedDeficits, &split_tariff(&world));
        let n = world.n;
        close(&incomes(&whole), &incomes(&halves)[..n], 1e-7)?;
        prop_assert!((incomes(&halves)[n] - incomes(&halves)[n - 1]).abs() < 1e-7);
    }

    #[test]
    fn a_quota_is_the_tariff_at_its_shadow_rate(world in worlds(), cap in 0.3..0.95_f64) {
        let measure = Measure::Quota {
            cap: Positive::new(cap).expect("a cap in range"),
            rent_to_exporter: Share::new(0.0).expect("a share"),
        };
        let quota = respond(&world, Closure::ZeroDeficits, &change("C0", "C1", "s0", measure));
        let flow = quota.flow("C0", "C1", "s0").expect("a touched flow");
        prop_assert!((flow.quantity / cap - 1.0).abs() < 1e-8);
        let same = (1.0 + flow.tariff[0]) * (1.0 + flow.shadow_tariff) - 1.0;
        let tariff = respond(&world, Closure::ZeroDeficits, &tariff(same));
        let twin = tariff.flow("C0", "C1", "s0").expect("a touched flow");
        prop_assert!((twin.quantity - flow.quantity).abs() < 1e-7);
        close(&incomes(&quota), &incomes(&tariff), 1e-6)?;
    }

    #[test]
    fn a_tariff_rate_quota_has_three_regimes(world in worlds()) {
        let trq = |quota: f64| Measure::TariffRateQuota {
            within: rate(0.05),
            quota: Positive::new(quota).expect("a quota in range"),
            over: rate(0.5),
            rent_to_exporter: Share::new(0.0).expect("a share"),
        };
        let run = |measure| respond(&world, Closure::ZeroDeficits, &change("C0", "C1", "s0", measure));
        let quantity = |o: &Outcome| o.flow("C0", "C1", "s0").expect("a touched flow").quantity;
        let [low, high] = [0.05, 0.5].map(|t| run(Measure::Tariff { rate: rate(t) }));
        let (most, least) = (quantity(&low), quantity(&high));
        close(&incomes(&run(trq(1.5 * most))), &incomes(&low), 1e-6)?;
        close(&incomes(&run(trq(0.5 * least))), &incomes(&high), 1e-6)?;
        let kink = 0.5 * (most + least);
        let outcome = run(trq(kink));
        let flow = outcome.flow("C0", "C1", "s0").expect("a touched flow");
        prop_assert!((flow.quantity / kink - 1.0).abs() < 1e-8);
        prop_assert!(flow.shadow_tariff > 0.0 && flow.rent > 0.0);
    }
}

/// The real wage in autarky: `-sum alpha x` with `x = gamma' x - ln(pi) / theta`.
fn autarky(world: &World, country: usize) -> f64 {
    let spent: Vec<f64> =
        (0..world.j).map(|s| (0..world.n).map(|i| world.flows[world.at(s, country, i)]).sum()).collect();
    let bought = (1.0 - world.value_added) / world.j as f64;
    let all: f64 = spent.iter().sum();
    let mut price = vec![0.0; world.j];
    for _ in 0..500 {
        let inputs: f64 = price.iter().map(|x| bought * x).sum();
        for (s, price) in price.iter_mut().enumerate() {
            let home = world.flows[world.at(s, country, country)] / spent[s];
            *price = inputs - libm::log(home) / world.theta;
        }
    }
    let demand = |s: usize| (spent[s] - bought * all) / (all * world.value_added);
    libm::exp((0..world.j).map(|s| -demand(s) * price[s]).sum())
}

/// The last country in two equal halves.
fn split_last(world: &World) -> World {
    let n = world.n;
    let mut new = World { n: n + 1, ..world.clone() };
    let old = |c: usize| c.min(n - 1);
    let part = |c: usize| if c >= n - 1 { 0.5 } else { 1.0 };
    new.flows = Vec::new();
    new.tariffs = Vec::new();
    for s in 0..world.j {
        for a in 0..=n {
            for b in 0..=n {
                let at = world.at(s, old(a), old(b));
                new.flows.push(world.flows[at] * part(a) * part(b));
                new.tariffs.push(world.tariffs[at]);
            }
        }
    }
    new
}

/// The tariff of C0 on C1, also on the second half where C1 was split.
fn split_tariff(world: &World) -> Scenario {
    let mut scenario = tariff(0.25);
    if world.n == 2 {
        scenario.changes[0].exporters.push("C2".into());
    }
    scenario
}

fn small() -> World {
    World {
        n: 3,
        j: 2,
        flows: vec![
            40.0, 3.0, 5.0, 4.0, 50.0, 6.0, 2.0, 5.0, 30.0, //
            35.0, 6.0, 2.0, 3.0, 45.0, 4.0, 6.0, 2.0, 40.0,
        ],
        tariffs: vec![0.0; 18],
        value_added: 0.6,
        theta: 4.0,
    }
}

/// A year with a tariff for its first 91 days is the day-weighted mix, not the mean tariff.
#[test]
fn a_truce_is_mixed_by_days() {
    let baseline = Baseline::solve(&small().economy(), Closure::FixedDeficits).expect("a baseline");
    let mut scenario = tariff(0.25);
    scenario.changes[0].from = Some(date(2018, 7, 1));
    scenario.changes[0].until = Some(date(2019, 4, 1));
    let year = baseline.respond_in(&scenario, 2019).expect("an answer");
    let days: Vec<u32> = year.regimes.iter().map(|(days, _)| *days).collect();
    assert_eq!(days, [91, 274]);
    let full = baseline.respond(&tariff(0.25)).expect("an answer");
    let part = 91.0 / 365.0;
    let revenue = part * full.countries[0].revenue[1];
    assert!((year.countries[0].revenue - revenue).abs() < 1e-9);
    let mean = baseline.respond(&tariff(0.25 * part)).expect("an answer");
    assert!((mean.countries[0].revenue[1] / revenue - 1.0).abs() > 0.01);
}

#[test]
fn answers_carry_changes_closure_elasticities_and_scope() {
    let world = World { flows: small().flows.iter().map(|v| v.trunc()).collect(), ..small() };
    let outcome = respond(&world, Closure::ProportionalDeficits, &tariff(0.25));
    let notes = outcome.tell().notes;
    for note in [
        "change on s0 of C0 from C1: test",
        "trade deficits stay in proportion to income; world wage income is the numeraire",
        "data of 2000: made-up world",
        "every sector: theta 4 (made up)",
    ] {
        assert!(notes.iter().any(|n| n == note), "{note} in {notes:?}");
    }
    let json = serde_json::to_value(&outcome).expect("serialises");
    assert_eq!(json["closure"], "proportional-deficits");
    assert_eq!(json["changes"][0]["reason"], "test");
}

#[test]
fn rent_kept_abroad_is_income_abroad() {
    let quota = |share: f64| {
        let measure = Measure::Quota {
            cap: Positive::new(0.5).expect("a cap"),
            rent_to_exporter: Share::new(share).expect("a share"),
        };
        respond(&small(), Closure::FixedDeficits, &change("C0", "C1", "s0", measure))
    };
    let (home, abroad) = (quota(0.0), quota(1.0));
    assert!(home.countries[0].real_income_percent > abroad.countries[0].real_income_percent);
    assert!(home.countries[1].real_income_percent < abroad.countries[1].real_income_percent);
    assert!(abroad.countries[0].rents == 0.0 && abroad.countries[1].rents > 0.0);
}

#[test]
fn a_quota_that_does_not_bind_changes_nothing() {
    let measure =
        Measure::Quota { cap: Positive::new(1.2).expect("a cap"), rent_to_exporter: Share::new(1.0).expect("a share") };
    let outcome = respond(&small(), Closure::FixedDeficits, &change("C0", "*", "*", measure));
    assert!(incomes(&outcome).iter().all(|i| i.abs() < 1e-10));
}

/// A deficit of 7.4 that must come through a quota of 2.5 has no equilibrium, and no figure.
#[test]
fn a_quota_that_a_fixed_deficit_cannot_pass_is_said_to_have_no_answer() {
    let world =
        World { n: 2, j: 1, flows: vec![31.0, 8.4, 1.0, 31.0], tariffs: vec![0.0; 4], value_added: 0.35, theta: 1.5 };
    let measure =
        Measure::Quota { cap: Positive::new(0.3).expect("a cap"), rent_to_exporter: Share::new(0.0).expect("a share") };
    let baseline = Baseline::solve(&world.economy(), Closure::FixedDeficits).expect("a baseline");
    let error = baseline.respond(&change("C0", "C1", "s0", measure)).unwrap_err().to_string();
    assert!(error.contains("so there are no figures"), "{error}");
    assert!(error.contains("a quota that a fixed deficit cannot pass"), "{error}");
}

#[test]
fn several_quotas_bind_at_once() {
    let measure =
        Measure::Quota { cap: Positive::new(0.6).expect("a cap"), rent_to_exporter: Share::new(0.5).expect("a share") };
    let outcome = respond(&small(), Closure::FixedDeficits, &change("C0", "*", "*", measure));
    assert_eq!(outcome.flows.len(), 4);
    assert!(outcome.flows.iter().all(|f| (f.quantity / 0.6 - 1.0).abs() < 1e-8), "{outcome:?}");
}

#[test]
fn bands_of_a_year_are_mixed_by_days_and_hold_revenue_and_trade() {
    let economy = small().economy();
    let draws = Draws { seed: 5, count: 9 };
    let scenario = tariff(0.25);
    let mut dated = scenario.clone();
    dated.changes[0].until = Some(date(2019, 4, 1));
    let whole = bands(&economy, Closure::FixedDeficits, &scenario, draws).expect("bands");
    let part = bands_in(&economy, Closure::FixedDeficits, &dated, 2019, draws).expect("bands");
    let days = 91.0 / 365.0;
    let point = respond(&small(), Closure::FixedDeficits, &scenario);
    let moved = point.flow("C0", "C1", "s0").map(|flow| flow.value[1] - flow.value[0]).expect("a flow");
    assert!((whole.trade[0].change.p50 - moved).abs() < 1e-8);
    assert!(
        (whole.countries[0].revenue.p50 - (point.countries[0].revenue[1] - point.countries[0].revenue[0])).abs() < 1e-8
    );
    assert!((part.trade[0].change.p50 - days * moved).abs() < 1e-8);
    for (part, whole) in part.countries.iter().zip(&whole.countries) {
        assert!((part.real_income_percent.p05 - days * whole.real_income_percent.p05).abs() < 1e-12);
    }
}

#[test]
fn what_a_country_buys_from_each_other_sums_to_its_imports() {
    let outcome = respond(&small(), Closure::FixedDeficits, &tariff(0.25));
    for country in &outcome.countries {
        for (at, imports) in country.imports.iter().enumerate() {
            let pairs = outcome.bilateral.iter().filter(|pair| pair.importer == country.country);
            assert!((pairs.map(|pair| pair.value[at]).sum::<f64>() - imports).abs() < 1e-9);
        }
    }
}

#[test]
fn without_spread_a_band_is_a_point_and_draws_repeat() {
    let economy = small().economy();
    let draws = Draws { seed: 5, count: 9 };
    let run = || bands(&economy, Closure::FixedDeficits, &tariff(0.25), draws).expect("bands");
    let (one, two) = (run(), run());
    assert_eq!(one, two);
    let point = respond(&small(), Closure::FixedDeficits, &tariff(0.25));
    for (band, country) in one.countries.iter().zip(&point.countries) {
        let band = band.real_income_percent;
        assert!((band.p05 - country.real_income_percent).abs() < 1e-8);
        assert!((band.p95 - country.real_income_percent).abs() < 1e-8);
    }
}
