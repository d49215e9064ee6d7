//! Made-up worlds for the laws of the economy-wide model.

use std::collections::BTreeMap;

use demarche_models::number::{Elasticity, Sourced};
use demarche_models::trade::general::{About, Economy, Elasticities, Tables};

/// A world of `n` countries and `j` sectors; flows are `[sector][importer][exporter]`.
#[derive(Debug, Clone)]
pub struct World {
    pub n: usize,
    pub j: usize,
    pub flows: Vec<f64>,
    pub tariffs: Vec<f64>,
    /// Share of value added, the same everywhere; the rest is spread evenly over inputs.
    pub value_added: f64,
    pub theta: f64,
}

impl World {
    pub fn at(&self, sector: usize, importer: usize, exporter: usize) -> usize {
        (sector * self.n + importer) * self.n + exporter
    }

    /// The same world with countries taken in another order.
    #[allow(dead_code, reason = "each test file is its own crate and uses a part of this module")]
    pub fn permuted(&self, order: &[usize]) -> Self {
        let mut new = self.clone();
        for s in 0..self.j {
            for a in 0..self.n {
                for b in 0..self.n {
                    let (to, from) = (self.at(s, a, b), self.at(s, order[a], order[b]));
                    new.flows[to] = self.flows[from];
                    new.tariffs[to] = self.tariffs[from];
                }
            }
        }
        new
    }

    pub fn tables(&self) -> Tables {
        let bought = (1.0 - self.value_added) / self.j as f64;
        Tables {
            about: About { data: "made-up world".into(), year: 2000, unit: "units".into(), outside: Vec::new() },
            countries: (0..self.n).map(|c| format!("C{c}")).collect(),
            sectors: (0..self.j).map(|s| format!("s{s}")).collect(),
            flows: self.flows.clone(),
            tariffs: self.tariffs.clone(),
            alternatives: BTreeMap::new(),
            inputs: vec![bought; self.n * self.j * self.j],
            value_added: vec![self.value_added; self.n * self.j],
            theta: vec![None; self.j],
            corrections: Vec::new(),
        }
    }

    pub fn economy(&self) -> Economy {
        let theta = Elasticity::new(self.theta).expect("the strategy stays in range");
        let elasticities = Elasticities { default: Some(Sourced::fixed(theta, "made up")), by_sector: BTreeMap::new() };
        self.tables().calibrate(&elasticities).expect("the made-up world is sound")
    }
}
