//! The readers on published data: what was corrected, and how large a world they carry.
//!
//! Needs the environment variable `DEMARCHE_DATA`, the folder of the data sets; without it
//! every test here is skipped and says so.

use std::collections::BTreeMap;
use std::path::PathBuf;

use demarche_models::number::{Elasticity, Sourced};
use demarche_models::trade::general::{About, Baseline, Closure, Economy, Elasticities, Study, Tables, folder};

fn data(path: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("DEMARCHE_DATA") else {
        println!("skipped: DEMARCHE_DATA is not set");
        return None;
    };
    Some(PathBuf::from(root).join(path))
}

fn tables(path: &str, year: Option<i16>) -> Option<Tables> {
    let root = data(path)?;
    let entries = std::fs::read_dir(&root).expect("the folder is there");
    let names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    let open = |file: &str| std::fs::read(root.join(file)).ok();
    Some(folder::read(&names, &open, path, year).expect("the tables are sound"))
}

fn five(source: &str) -> Elasticities {
    let theta = Elasticity::new(5.0).expect("5 is an elasticity");
    Elasticities { default: Some(Sourced::fixed(theta, source)), by_sector: BTreeMap::new() }
}

fn counts(economy: &Economy) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for correction in economy.corrections() {
        *counts.entry(correction.reason).or_default() += 1;
    }
    counts
}

#[test]
fn every_trap_of_wiod_2011_is_reported() {
    let Some(tables) = tables("trade/wiod", Some(2011)) else { return };
    assert_eq!((tables.countries.len(), tables.sectors.len()), (41, 35));
    let economy = tables.calibrate(&five("test")).expect("WIOD calibrates");
    let counts = counts(&economy);
    assert_eq!(counts["final use below zero, set to zero"], 352);
    assert_eq!(counts["industry without output, given value added only"], 22);
    assert_eq!(counts["product used nowhere in the country, priced at home"], 16);
    assert_eq!(counts["value added below 2 percent of output, lifted to it"], 1);
    let lifted = economy.corrections().iter().find(|c| c.now == 0.02).expect("one lifted");
    assert_eq!(lifted.cell, "LUX.c24");
    assert!(economy.deficits().iter().sum::<f64>().abs() < 1e-3);
}

#[test]
fn another_year_of_the_same_form_solve_under_every_closure() {
    let study = "closure = \"fixed-deficits\"\ntheta = { median = 5, source = \"test\" }\n\
        [[change]]\nimporters = [\"USA\"]\nexporters = [\"*\"]\nsectors = [\"c15\"]\n\
        kind = \"tariff\"\nrate = 0.25\nreason = \"test\"\n";
    let study = Study::read("s.toml", study).expect("a sound study");
    let Some(tables) = tables("trade/wiod", Some(1995)) else { return };
    let economy = study.calibrate(tables).expect("WIOD calibrates");
    for closure in Closure::ALL {
        let baseline = Baseline::solve(&economy, closure).expect("a baseline");
        let outcome = baseline.respond(&study.scenario).expect("an answer");
        assert!(outcome.quality.walras_residual.abs() < 1e-10);
        let usa = outcome.country("USA").expect("a country");
        assert!(usa.revenue[1] > 0.0 && usa.real_income_percent.abs() < 1.0);
    }
}

#[test]
fn corrections_of_the_plain_files_are_reported() {
    let Some(tables) = tables("trade/cp2015", None) else { return };
    assert_eq!(tables.alternatives.keys().collect::<Vec<_>>(), ["2005"]);
    let economy = tables.calibrate(&Elasticities::default()).expect("the files calibrate");
    let counts = counts(&economy);
    assert_eq!(counts["output below exports, lifted to exports"], 26);
    assert_eq!(counts["input share below zero, set to zero"], 1);
    assert!(counts["final demand below zero, set to zero"] > 100);
}

/// Trade of 194 countries as one sector without inputs; home sales are GDP less exports.
#[test]
fn a_world_of_194_countries_solves() {
    let Some(root) = data("trade/libday") else { return };
    let read = |file: &str| std::fs::read_to_string(root.join(file)).expect("the file is there");
    let labels = read("country_labels.csv");
    let countries: Vec<String> =
        labels.lines().skip(1).map(|line| line.split(',').next().unwrap_or("").to_owned()).collect();
    let numbers = |file: &str| -> Vec<Vec<f64>> {
        let text = read(file);
        let rows = text.lines().skip(1);
        rows.map(|row| row.split(',').map(|cell| cell.parse().unwrap_or(0.0)).collect()).collect()
    };
    let (gdp, trade) = (numbers("gdp.csv"), numbers("trade_cepii.csv"));
    let n = countries.len();
    assert_eq!((n, gdp.len(), trade.len()), (194, 194, 194));
    let mut flows = vec![0.0; n * n];
    for exporter in 0..n {
        let mut exports = 0.0;
        for importer in (0..n).filter(|importer| *importer != exporter) {
            flows[importer * n + exporter] = trade[exporter][importer];
            exports += trade[exporter][importer];
        }
        flows[exporter * n + exporter] = (gdp[exporter][0] - exports).max(0.01 * gdp[exporter][0]);
    }
    let tables = Tables {
        about: About {
            data: "trade of 194 countries".into(),
            year: 2023,
            unit: "as published".into(),
            outside: Vec::new(),
        },
        sectors: vec!["all".into()],
        tariffs: vec![0.0; n * n],
        flows,
        alternatives: BTreeMap::new(),
        inputs: vec![0.0; n],
        value_added: vec![1.0; n],
        theta: vec![None],
        corrections: Vec::new(),
        countries,
    };
    let economy = tables.calibrate(&five("test")).expect("the world calibrates");
    let study = "closure = \"proportional-deficits\"\n[[change]]\nimporters = [\"USA\"]\n\
        exporters = [\"*\"]\nsectors = [\"*\"]\nkind = \"tariff\"\nrate = 0.1\nreason = \"test\"\n";
    let study = Study::read("s.toml", study).expect("a sound study");
    for closure in Closure::ALL {
        let baseline = Baseline::solve(&economy, closure).expect("a baseline");
        let outcome = baseline.respond(&study.scenario).expect("an answer");
        assert!(outcome.quality.walras_residual.abs() < 1e-10);
        let china = outcome.country("CHN").expect("a country");
        assert!(china.real_income_percent < 0.0, "{closure:?} {china:?}");
    }
}
