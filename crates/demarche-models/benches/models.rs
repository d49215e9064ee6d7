//! Time of the models.
//!
//! `scenario` is one scenario on WIOD 2011 from the baseline's equilibrium to the
//! full report (set `DEMARCHE_DATA`, else it is skipped); `world` is the same on
//! made-up worlds of growing size; `draws` answers per second under uncertain
//! elasticities. Beside it, `peer_numpy.py` solves the same scenarios in numpy.

use std::collections::BTreeMap;
use std::hint::black_box;

use demarche_models::draws::Draws;
use demarche_models::number::{Elasticity, Sourced};
use demarche_models::trade::general::{About, Baseline, Closure, Economy, Elasticities, Study, Tables, bands, wiod};
use demarche_models::trade::product;
use divan::Bencher;

fn main() {
    divan::main();
}

const SCENARIOS: [(&str, &str, f64); 3] = [
    ("one-line", "exporters = [\"KOR\"]\nsectors = [\"c15\"]", 0.25),
    ("one-sector", "exporters = [\"*\"]\nsectors = [\"c15\"]", 0.25),
    (
        "all-goods",
        "exporters = [\"*\"]\nsectors = [\"c1\", \"c2\", \"c3\", \"c4\", \"c5\", \"c6\", \"c7\", \"c8\", \"c9\", \"c10\", \"c11\", \"c12\", \"c13\", \"c14\", \"c15\", \"c16\"]",
        0.10,
    ),
];

fn study(flows: &str, importer: &str, rate: f64) -> Study {
    let text = format!(
        "closure = \"fixed-deficits\"\n\
         theta = {{ median = 5, log_sd = 0.2, source = \"bench\" }}\n\
         [[change]]\nimporters = [\"{importer}\"]\n{flows}\nkind = \"tariff\"\nrate = {rate}\n\
         reason = \"bench\"\n"
    );
    Study::read("bench.toml", &text).expect("the bench's own study is well formed")
}

fn wiod_2011() -> Option<Economy> {
    let folder = std::env::var_os("DEMARCHE_DATA")?;
    let path = std::path::Path::new(&folder).join("trade/wiod/wiot2011.csv.gz");
    let tables = wiod::read("wiot2011", &std::fs::read(path).ok()?, 2011).ok()?;
    study(SCENARIOS[0].1, "USA", 0.25).calibrate(tables).ok()
}

#[divan::bench(args = [0, 1, 2])]
fn scenario(bencher: Bencher<'_, '_>, which: usize) {
    let Some(economy) = wiod_2011() else {
        println!("skipped: DEMARCHE_DATA is not set");
        return;
    };
    let baseline = Baseline::solve(&economy, Closure::FixedDeficits).expect("WIOD has a baseline");
    let (_, flows, rate) = SCENARIOS[which];
    let study = study(flows, "USA", rate);
    bencher.bench_local(|| baseline.respond(black_box(&study.scenario)));
}

#[divan::bench(sample_count = 20)]
fn baseline(bencher: Bencher<'_, '_>) {
    let Some(economy) = wiod_2011() else {
        println!("skipped: DEMARCHE_DATA is not set");
        return;
    };
    bencher.bench_local(|| Baseline::solve(black_box(&economy), Closure::FixedDeficits));
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn general_draws_1000(bencher: Bencher<'_, '_>) {
    let Some(economy) = wiod_2011() else {
        println!("skipped: DEMARCHE_DATA is not set");
        return;
    };
    let study = study(SCENARIOS[0].1, "USA", 0.25);
    let draws = Draws { seed: 1, count: 1000 };
    bencher.bench_local(|| bands(&economy, Closure::FixedDeficits, &study.scenario, draws));
}

/// Made-up worlds: gravity-like trade with a home bias, inputs everywhere.
fn made_up(countries: usize, sectors: usize) -> Economy {
    let stream = Draws { seed: 3, count: 0 }.stream("made up");
    let mut next = 0;
    let mut random = || {
        next += 1;
        stream.uniform(next)
    };
    let size: Vec<f64> = (0..countries).map(|_| 0.2 + 10.0 * random() * random()).collect();
    let mut flows = Vec::with_capacity(sectors * countries * countries);
    for _ in 0..sectors {
        for importer in 0..countries {
            for exporter in 0..countries {
                let near = if importer == exporter { 40.0 } else { random() };
                flows.push(size[importer] * size[exporter] * near);
            }
        }
    }
    let inputs = (0..countries * sectors * sectors).map(|_| 0.5 / sectors as f64);
    let tables = Tables {
        about: About { data: "made up".into(), year: 2000, unit: "units".into(), outside: Vec::new() },
        countries: (0..countries).map(|c| format!("country {c}")).collect(),
        sectors: (0..sectors).map(|s| format!("sector {s}")).collect(),
        tariffs: vec![0.0; flows.len()],
        flows,
        alternatives: BTreeMap::new(),
        inputs: inputs.collect(),
        value_added: vec![0.5; countries * sectors],
        theta: vec![None; sectors],
        corrections: Vec::new(),
    };
    let theta = Elasticity::new(5.0).expect("5 is an elasticity");
    tables
        .calibrate(&Elasticities { default: Some(Sourced::fixed(theta, "bench")), by_sector: BTreeMap::new() })
        .expect("the made-up world is sound")
}

#[divan::bench(args = [(20, 20), (41, 1), (41, 35), (41, 70), (80, 35), (120, 35), (194, 1), (194, 35)], sample_count = 5, sample_size = 1)]
fn world(bencher: Bencher<'_, '_>, (countries, sectors): (usize, usize)) {
    let economy = made_up(countries, sectors);
    let baseline = Baseline::solve(&economy, Closure::FixedDeficits).expect("a baseline");
    let study = study("exporters = [\"*\"]\nsectors = [\"sector 0\"]", "country 0", 0.25);
    bencher.bench_local(|| baseline.respond(black_box(&study.scenario)));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn product_draws_100000(bencher: Bencher<'_, '_>) {
    let text = "product = \"goods\"\nbasis = \"bench\"\nyear = 2017\nunit = \"USD bn\"\n\
        substitution = { median = 4, log_sd = 0.3, source = \"bench\" }\n\
        demand = { median = 0.6, log_sd = 0.2, source = \"bench\" }\n\
        [[source]]\nname = \"Norland\"\nvalue = 3\ntariff = 0\n\
        supply = { median = 10, log_sd = 0.4, source = \"bench\" }\n\
        [[source]]\nname = \"other\"\nvalue = 26\ntariff = 0\n\
        supply = { median = 10, log_sd = 0.4, source = \"bench\" }\n\
        [[source]]\nname = \"home\"\nvalue = 110\ndomestic = true\n\
        supply = { median = 5, log_sd = 0.4, source = \"bench\" }\n\
        [[measure]]\non = [\"Norland\"]\nkind = \"quota\"\nrate = 0\ncap = 0.7\n\
        rent-to-exporter = 1\nreason = \"bench\"\n";
    let study = product::Study::read("bench.toml", text).expect("the bench's own study is sound");
    let draws = Draws { seed: 1, count: 100_000 };
    bencher.bench_local(|| study.market.bands(&study.policy, black_box(draws)));
}
