//! Time of the models.
//!
//! `scenario` is one scenario on WIOD 2011 from the baseline's equilibrium to the
//! full report (set `DEMARCHE_DATA`, else it is skipped); `world` is the same on
//! made-up worlds of growing size; `draws` answers per second under uncertain
//! elasticities. `cargo xtask bench models` measures the same beside numpy and JAX in one run.

mod worlds;

use std::hint::black_box;

use demarche_models::draws::Draws;
use demarche_models::trade::general::{Baseline, Closure, bands};
use divan::Bencher;

use worlds::{SCENARIOS, made_up, study, wiod_2011};

fn main() {
    divan::main();
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

#[divan::bench(args = [(20, 20), (41, 1), (41, 35), (41, 70), (80, 35), (120, 35), (194, 1), (194, 35)], sample_count = 5, sample_size = 1)]
fn world(bencher: Bencher<'_, '_>, (countries, sectors): (usize, usize)) {
    let economy = made_up(countries, sectors);
    let baseline = Baseline::solve(&economy, Closure::FixedDeficits).expect("a baseline");
    let study = study("exporters = [\"*\"]\nsectors = [\"sector 0\"]", "country 0", 0.25);
    bencher.bench_local(|| baseline.respond(black_box(&study.scenario)));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn product_draws_100000(bencher: Bencher<'_, '_>) {
    let study = worlds::product();
    let draws = Draws { seed: 1, count: 100_000 };
    bencher.bench_local(|| study.market.bands(&study.policy, black_box(draws)));
}
