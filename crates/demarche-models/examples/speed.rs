//! CPU time of the models on this machine, as one line of JSON; `cargo xtask bench models` sets it beside its peers.
//!
//! Usage: `speed scenarios|draws|product|worlds`. Times are milliseconds of CPU time, of the fastest of several batches,
//! since other work on the machine can only add to it. WIOD needs `DEMARCHE_DATA`.

#[path = "../benches/worlds/mod.rs"]
mod worlds;

use std::hint::black_box;

use demarche_models::draws::Draws;
use demarche_models::trade::general::{Baseline, Closure, bands};
use serde_json::{Map, Value, json};

use worlds::{SCENARIOS, made_up, product, study, wiod_2011};

/// Countries and sectors of the made-up worlds.
const SIZES: [(usize, usize); 8] = [(20, 35), (41, 1), (41, 35), (41, 70), (80, 35), (120, 35), (194, 1), (194, 35)];

/// CPU time of a batch in milliseconds.
const BATCH: f64 = 150.0;

fn main() {
    let told = match std::env::args().nth(1).as_deref() {
        Some("scenarios") => scenarios(),
        Some("draws") => draws(),
        Some("product") => product_draws(),
        Some("worlds") => growth(),
        _ => None,
    };
    match told {
        Some(told) => println!("{told}"),
        None => println!("null"),
    }
}

/// From the solved baseline to the full report, and the baseline itself.
fn scenarios() -> Option<Value> {
    let economy = wiod_2011()?;
    let solve = || Baseline::solve(black_box(&economy), Closure::FixedDeficits);
    let baseline = solve().ok()?;
    let mut told = Map::new();
    told.insert("baseline".to_owned(), least(5, || drop(black_box(solve()))).into());
    for (name, flows, rate) in SCENARIOS {
        let study = study(flows, "USA", rate);
        let outcome = baseline.respond(&study.scenario).ok()?;
        let time = least(7, || drop(black_box(baseline.respond(black_box(&study.scenario)))));
        let percent = |country| outcome.country(country).map(|c| (1e6 * c.real_income_percent).round() / 1e6);
        let real = json!({ "KOR": percent("KOR"), "MEX": percent("MEX"), "USA": percent("USA") });
        told.insert(name.to_owned(), json!({ "cpu_ms": time, "real_income_percent": real }));
    }
    Some(Value::Object(told))
}

/// A thousand draws of every sector's elasticity, on all threads.
fn draws() -> Option<Value> {
    let economy = wiod_2011()?;
    let study = study(SCENARIOS[0].1, "USA", 0.25);
    let (begun, started) = (ticks(), std::time::Instant::now());
    bands(&economy, Closure::FixedDeficits, &study.scenario, Draws { seed: 1, count: 1000 }).ok()?;
    Some(json!({ "draws": 1000, "cpu_ms": ticks() - begun, "wall_ms": 1e3 * started.elapsed().as_secs_f64() }))
}

/// A hundred thousand draws of a product with a quota that binds, on one thread.
fn product_draws() -> Option<Value> {
    let study = product();
    let draws = Draws { seed: 1, count: 100_000 };
    let bands = study.market.bands(&study.policy, draws).ok()?;
    let rent = bands.figures.iter().find(|figure| figure.figure == "rent").map(|figure| figure.band.p50);
    let time = least(5, || drop(black_box(study.market.bands(&study.policy, black_box(draws)))));
    Some(json!({ "draws": draws.count, "cpu_ms": time, "median_rent": rent }))
}

/// One scenario on worlds of growing size.
fn growth() -> Option<Value> {
    let times = SIZES.map(|(countries, sectors)| {
        let economy = made_up(countries, sectors);
        let baseline = Baseline::solve(&economy, Closure::FixedDeficits).ok();
        let study = study("exporters = [\"*\"]\nsectors = [\"sector 0\"]", "country 0", 0.25);
        let time = baseline.map(|baseline| least(5, || drop(black_box(baseline.respond(&study.scenario)))));
        json!({ "countries": countries, "sectors": sectors, "cpu_ms": time })
    });
    Some(json!(times))
}

/// CPU time of one run on this thread in milliseconds: the least of several batches.
///
/// The system brings its count up to date every few milliseconds, so a batch lasts long enough for that not to matter.
fn least(batches: u32, mut run: impl FnMut()) -> f64 {
    run();
    let mut least = f64::INFINITY;
    for _ in 0..batches {
        let (begun, mut runs) = (cpu_ms(), 0);
        let spent = loop {
            run();
            runs += 1;
            let spent = cpu_ms() - begun;
            if spent >= BATCH {
                break spent;
            }
        };
        least = least.min(spent / f64::from(runs));
    }
    least
}

/// CPU time of this thread in milliseconds where the system tells it, else wall time.
fn cpu_ms() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match told.split_whitespace().next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()) {
        Some(nanoseconds) => nanoseconds / 1e6,
        None => wall_ms(),
    }
}

fn wall_ms() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    1e3 * START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64()
}

/// CPU time of all threads of this process in milliseconds, in steps of ten.
fn ticks() -> f64 {
    // proc(5): fields 14 and 15 in ticks of 1/100 s; the name before them may hold spaces.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().skip(11).take(2);
    fields.filter_map(|field| field.parse::<u32>().ok()).map(f64::from).sum::<f64>() * 10.0
}
