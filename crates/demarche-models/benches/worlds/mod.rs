//! What is measured: three scenarios on WIOD 2011, made-up worlds of any size, and a product with a quota.
//!
//! Shared by the benches and by the example `speed`, so that both measure the same.

use std::collections::BTreeMap;

use demarche_models::draws::Draws;
use demarche_models::number::{Elasticity, Sourced};
use demarche_models::trade::general::{About, Economy, Elasticities, Study, Tables, wiod};
use demarche_models::trade::product;

/// Name, flows and rate of each scenario; the importer is the United States.
pub const SCENARIOS: [(&str, &str, f64); 3] = [
    ("one-line", "exporters = [\"KOR\"]\nsectors = [\"c15\"]", 0.25),
    ("one-sector", "exporters = [\"*\"]\nsectors = [\"c15\"]", 0.25),
    (
        "all-goods",
        "exporters = [\"*\"]\nsectors = [\"c1\", \"c2\", \"c3\", \"c4\", \"c5\", \"c6\", \"c7\", \"c8\", \"c9\", \"c10\", \"c11\", \"c12\", \"c13\", \"c14\", \"c15\", \"c16\"]",
        0.10,
    ),
];

/// A tariff on some flows into one country, theta 5 with a spread for draws.
pub fn study(flows: &str, importer: &str, rate: f64) -> Study {
    let text = format!(
        "closure = \"fixed-deficits\"\n\
         theta = {{ median = 5, log_sd = 0.2, source = \"bench\" }}\n\
         [[change]]\nimporters = [\"{importer}\"]\n{flows}\nkind = \"tariff\"\nrate = {rate}\n\
         reason = \"bench\"\n"
    );
    Study::read("bench.toml", &text).expect("the bench's own study is well formed")
}

/// The economy of 2011, or `None` where `DEMARCHE_DATA` does not lead to it.
pub fn wiod_2011() -> Option<Economy> {
    let folder = std::env::var_os("DEMARCHE_DATA")?;
    let path = std::path::Path::new(&folder).join("trade/wiod/wiot2011.csv.gz");
    let tables = wiod::read("wiot2011", &std::fs::read(path).ok()?, 2011).ok()?;
    study(SCENARIOS[0].1, "USA", 0.25).calibrate(tables).ok()
}

/// Made-up worlds: gravity-like trade with a home bias, inputs everywhere.
pub fn made_up(countries: usize, sectors: usize) -> Economy {
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

/// A product of three sources under a quota that binds, with a spread on every elasticity.
pub fn product() -> product::Study {
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
    product::Study::read("bench.toml", text).expect("the bench's own study is sound")
}
