//! A world in its base year: tables as published, and the economy they calibrate.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::{ModelError, Place, nearest};
use crate::number::{Elasticity, Sourced};

/// What the data are: the words that go with every figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct About {
    /// Name of the data set and table.
    pub data: String,
    /// Year of the data.
    pub year: i16,
    /// Unit of all values.
    pub unit: String,
    /// What these data cannot say, printed with every result.
    pub outside: Vec<String>,
}

/// A change made to published data before use; every one is reported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correction {
    /// Why, in a few words; corrections of one kind share them.
    pub reason: &'static str,
    /// The cell, by its names.
    pub cell: String,
    /// The published value.
    pub was: f64,
    /// The value used.
    pub now: f64,
}

/// Tables of a world economy, checked for shape but not yet calibrated.
///
/// With `N` countries and `J` sectors: `flows` and `tariffs` are `[j][n][i]` (sector,
/// importer, exporter), flows net of tariffs and with home sales on the diagonal; `inputs`
/// are `[n][k][j]`, the share of the output of sector `j` in country `n` spent on inputs of
/// sector `k`; `value_added` is `[n][j]`, the rest of that output.
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// What the data are.
    pub about: About,
    /// Names of the countries.
    pub countries: Vec<String>,
    /// Names of the sectors.
    pub sectors: Vec<String>,
    /// Trade net of tariffs, `[j][n][i]`.
    pub flows: Vec<f64>,
    /// Tariffs as fractions, `[j][n][i]`.
    pub tariffs: Vec<f64>,
    /// Other tariff tables of the same shape, by name.
    pub alternatives: BTreeMap<String, Vec<f64>>,
    /// Input shares, `[n][k][j]`.
    pub inputs: Vec<f64>,
    /// Value-added shares, `[n][j]`.
    pub value_added: Vec<f64>,
    /// Trade elasticities that came with the data.
    pub theta: Vec<Option<Sourced<Elasticity>>>,
    /// Changes made on reading.
    pub corrections: Vec<Correction>,
}

/// Trade elasticities `theta`: one for all sectors, and some of their own.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Elasticities {
    /// For every sector without its own; it goes before what came with the data.
    pub default: Option<Sourced<Elasticity>>,
    /// By name of the sector.
    pub by_sector: BTreeMap<String, Sourced<Elasticity>>,
}

/// A calibrated world; its figures are `[n][j]` and so on as in [`Tables`].
#[derive(Debug, Clone, PartialEq)]
pub struct Economy {
    pub(super) about: About,
    pub(super) countries: Vec<String>,
    pub(super) sectors: Vec<String>,
    /// Spending shares by source, `[j][n][i]`, each `[j][n]` summing to 1.
    pub(super) shares: Vec<f64>,
    pub(super) tariffs: Vec<f64>,
    pub(super) alternatives: BTreeMap<String, Vec<f64>>,
    pub(super) inputs: Vec<f64>,
    pub(super) value_added: Vec<f64>,
    /// Shares of final spending, `[n][j]`.
    pub(super) tastes: Vec<f64>,
    /// Spending, `[n][j]`.
    pub(super) spending: Vec<f64>,
    pub(super) wages: Vec<f64>,
    pub(super) deficits: Vec<f64>,
    /// What exporters receive, `[j][n][i]`; kept because every report compares with it.
    pub(super) received: Vec<f64>,
    /// Income: wages, revenue and the deficit; kept for the same reason.
    pub(super) incomes: Vec<f64>,
    pub(super) theta: Vec<Sourced<Elasticity>>,
    pub(super) corrections: Vec<Correction>,
}

/// Most values of one array that a reader makes room for: 800 MB in all.
const LARGEST: usize = 20_000_000;

/// Refuses a table whose arrays would not fit into memory.
pub(super) fn check_size(place: Place, countries: usize, sectors: usize) -> Result<(), ModelError> {
    let cells = |a: usize, b: usize, c: usize| a.checked_mul(b).and_then(|ab| ab.checked_mul(c));
    let flows = cells(sectors, countries, countries);
    let inputs = cells(countries, sectors, sectors);
    match (flows, inputs) {
        (Some(flows), Some(inputs)) if flows <= LARGEST && inputs <= LARGEST => Ok(()),
        _ => Err(ModelError::Shape {
            place,
            expected: format!("at most {LARGEST} flows and input shares"),
            found: format!("{countries} countries and {sectors} sectors"),
        }),
    }
}

/// Where one flow stands in an array `[j][n][i]` of `n` countries.
pub(super) fn flow(countries: usize, sector: usize, importer: usize, exporter: usize) -> usize {
    (sector * countries + importer) * countries + exporter
}

impl Tables {
    /// Calibrates the economy: shares, tastes, wages and deficits that fit the flows.
    ///
    /// Final demand is what spending leaves after inputs; where that is negative it becomes
    /// zero, reported, and the baseline solve puts the rest in order. A sector that is bought
    /// nowhere is given home supply, so that its price is defined.
    ///
    /// # Errors
    /// [`ModelError::Shape`] if an array does not fit; [`ModelError::Value`] for a negative or
    /// infinite value, or a country that adds no value; [`ModelError::Unknown`] for an
    /// elasticity of a sector that is not there; a sector without elasticity is refused.
    pub fn calibrate(self, elasticities: &Elasticities) -> Result<Economy, ModelError> {
        self.check()?;
        self.check_sums()?;
        let theta = self.theta(elasticities)?;
        let (n, j) = (self.countries.len(), self.sectors.len());
        let mut economy = Economy {
            shares: vec![0.0; self.flows.len()],
            tastes: vec![0.0; n * j],
            spending: vec![0.0; n * j],
            wages: vec![0.0; n],
            deficits: vec![0.0; n],
            received: Vec::new(),
            incomes: Vec::new(),
            theta,
            about: self.about,
            countries: self.countries,
            sectors: self.sectors,
            tariffs: self.tariffs,
            alternatives: self.alternatives,
            inputs: self.inputs,
            value_added: self.value_added,
            corrections: self.corrections,
        };
        let output = economy.fill_shares(&self.flows);
        economy.fill_incomes(&self.flows, &output);
        economy.fill_tastes(&output);
        economy.fill_base();
        economy.check_incomes()?;
        Ok(economy)
    }

    fn check(&self) -> Result<(), ModelError> {
        let (n, j) = (self.countries.len(), self.sectors.len());
        let place = |what: &str| Place::of(format!("{} of {}", what, self.about.data));
        let shapes = [
            ("trade", self.flows.len(), j * n * n),
            ("tariffs", self.tariffs.len(), j * n * n),
            ("input shares", self.inputs.len(), n * j * j),
            ("value added", self.value_added.len(), n * j),
            ("elasticities", self.theta.len(), j),
        ];
        let more = self.alternatives.values().map(|t| ("tariffs", t.len(), j * n * n));
        for (what, found, expected) in shapes.into_iter().chain(more) {
            if found != expected || n == 0 || j == 0 {
                return Err(ModelError::Shape {
                    place: place(what),
                    expected: format!("{expected} values for {n} countries and {j} sectors"),
                    found: format!("{found} values"),
                });
            }
        }
        let values = [
            ("trade", &self.flows, 0.0),
            ("tariffs", &self.tariffs, -0.99),
            ("input shares", &self.inputs, 0.0),
            ("value added", &self.value_added, 0.0),
        ];
        for (what, values, least) in values {
            if let Some(bad) = values.iter().find(|v| !(v.is_finite() && **v >= least)) {
                return Err(ModelError::Value {
                    place: place(what),
                    expected: format!("finite values of at least {least}"),
                    found: bad.to_string(),
                    mend: "correct the table, or read it with a loader that reports its \
                           corrections"
                        .into(),
                });
            }
        }
        Ok(())
    }

    /// Value added and inputs use up output, no more and no less.
    fn check_sums(&self) -> Result<(), ModelError> {
        let (n, j) = (self.countries.len(), self.sectors.len());
        for cell in 0..n * j {
            let (country, sector) = (cell / j, cell % j);
            let inputs = (0..j).map(|k| self.inputs[(country * j + k) * j + sector]);
            let sum = self.value_added[cell] + inputs.sum::<f64>();
            if (sum - 1.0).abs() > 1e-6 {
                return Err(ModelError::Value {
                    place: Place::of(format!(
                        "{} of {} in {}",
                        self.sectors[sector], self.countries[country], self.about.data
                    )),
                    expected: "shares of value added and inputs that sum to 1".into(),
                    found: sum.to_string(),
                    mend: "scale the inputs, and report the correction".into(),
                });
            }
        }
        Ok(())
    }

    fn theta(&self, elasticities: &Elasticities) -> Result<Vec<Sourced<Elasticity>>, ModelError> {
        let place = || Place::of("trade elasticities");
        for name in elasticities.by_sector.keys() {
            if !self.sectors.contains(name) {
                return Err(ModelError::Unknown {
                    place: place(),
                    kind: "sector",
                    name: name.clone(),
                    nearest: nearest(name, self.sectors.iter().map(String::as_str)),
                });
            }
        }
        let own = |name: &String| elasticities.by_sector.get(name);
        self.sectors
            .iter()
            .zip(&self.theta)
            .map(|(name, given)| {
                own(name).or(elasticities.default.as_ref()).or(given.as_ref()).cloned().ok_or_else(|| {
                    ModelError::Value {
                        place: place(),
                        expected: format!("a trade elasticity for sector \"{name}\""),
                        found: "none".into(),
                        mend: "give a default, or one for this sector, with its source".into(),
                    }
                })
            })
            .collect()
    }
}

impl Economy {
    /// Names of the countries.
    pub fn countries(&self) -> &[String] {
        &self.countries
    }

    /// Names of the sectors.
    pub fn sectors(&self) -> &[String] {
        &self.sectors
    }

    /// What the data are.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Trade elasticity of each sector.
    pub fn theta(&self) -> &[Sourced<Elasticity>] {
        &self.theta
    }

    /// Every change made to the published data.
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// Imports less exports of each country, net of tariffs, in the unit of the data.
    pub fn deficits(&self) -> &[f64] {
        &self.deficits
    }

    /// The same world with other trade elasticities, one per sector.
    ///
    /// # Errors
    /// [`ModelError::Shape`] if their number differs from the number of sectors.
    pub fn with_theta(mut self, theta: Vec<Sourced<Elasticity>>) -> Result<Self, ModelError> {
        if theta.len() != self.sectors.len() {
            return Err(ModelError::Shape {
                place: Place::of("trade elasticities"),
                expected: format!("{} sectors", self.sectors.len()),
                found: format!("{} elasticities", theta.len()),
            });
        }
        self.theta = theta;
        Ok(self)
    }

    /// The place of a country.
    ///
    /// # Errors
    /// [`ModelError::Unknown`] with the nearest name.
    pub fn country(&self, name: &str, place: &Place) -> Result<usize, ModelError> {
        find(&self.countries, "country", name, place)
    }

    /// The place of a sector.
    ///
    /// # Errors
    /// [`ModelError::Unknown`] with the nearest name.
    pub fn sector(&self, name: &str, place: &Place) -> Result<usize, ModelError> {
        find(&self.sectors, "sector", name, place)
    }

    fn fill_shares(&mut self, flows: &[f64]) -> Vec<f64> {
        let (n, j) = (self.countries.len(), self.sectors.len());
        let mut output = vec![0.0; n * j];
        for sector in 0..j {
            for importer in 0..n {
                let row = flow(n, sector, importer, 0)..flow(n, sector, importer, 0) + n;
                let paid = |at: usize| flows[at] * (1.0 + self.tariffs[at]);
                let total: f64 = row.clone().map(paid).sum();
                for (exporter, at) in row.enumerate() {
                    output[exporter * j + sector] += flows[at];
                    self.shares[at] =
                        if total > 0.0 { paid(at) / total } else { f64::from(u8::from(exporter == importer)) };
                }
                self.spending[importer * j + sector] = total;
            }
        }
        output
    }

    fn fill_incomes(&mut self, flows: &[f64], output: &[f64]) {
        let (n, j) = (self.countries.len(), self.sectors.len());
        for country in 0..n {
            let own = country * j..(country + 1) * j;
            let earned = own.clone().map(|at| self.value_added[at] * output[at]);
            self.wages[country] = earned.sum();
            let bought: f64 = (0..j).flat_map(|s| &flows[flow(n, s, country, 0)..flow(n, s, country, 0) + n]).sum();
            self.deficits[country] = bought - output[own].iter().sum::<f64>();
        }
    }

    /// Base flows and incomes, from shares, spending, wages and deficits.
    pub(super) fn fill_base(&mut self) {
        let (n, j) = (self.countries.len(), self.sectors.len());
        self.received.clone_from(&self.shares);
        let earned = self.wages.iter().zip(&self.deficits);
        self.incomes = earned.map(|(wages, deficit)| wages + deficit).collect();
        for sector in 0..j {
            for importer in 0..n {
                let spent = self.spending[importer * j + sector];
                let start = flow(n, sector, importer, 0);
                for at in start..start + n {
                    self.received[at] *= spent / (1.0 + self.tariffs[at]);
                    self.incomes[importer] += self.tariffs[at] * self.received[at];
                }
            }
        }
    }

    fn fill_tastes(&mut self, output: &[f64]) {
        let (n, j) = (self.countries.len(), self.sectors.len());
        for country in 0..n {
            let made = &output[country * j..(country + 1) * j];
            let mut left: Vec<f64> = (0..j)
                .map(|k| {
                    let row = &self.inputs[(country * j + k) * j..(country * j + k + 1) * j];
                    let used: f64 = row.iter().zip(made).map(|(share, y)| share * y).sum();
                    self.spending[country * j + k] - used
                })
                .collect();
            let size: f64 = left.iter().map(|v| v.abs()).sum();
            for (k, value) in left.iter_mut().enumerate().filter(|(_, v)| **v < 0.0) {
                // Below this size the value is rounding of the subtraction, not data.
                if -*value > 1e-9 * size {
                    self.corrections.push(Correction {
                        reason: "final demand below zero, set to zero",
                        cell: format!("{} {}", self.countries[country], self.sectors[k]),
                        was: *value,
                        now: 0.0,
                    });
                }
                *value = 0.0;
            }
            let total: f64 = left.iter().sum();
            for (k, value) in left.iter().enumerate() {
                self.tastes[country * j + k] = value / total;
            }
        }
    }

    fn check_incomes(&self) -> Result<(), ModelError> {
        let (n, j) = (self.countries.len(), self.sectors.len());
        for country in 0..n {
            let tastes = &self.tastes[country * j..(country + 1) * j];
            let earns = self.wages[country] > 0.0 && self.incomes[country] > 0.0;
            if !(earns && tastes.iter().all(|t| t.is_finite())) {
                return Err(ModelError::Value {
                    place: Place::of(format!("{} in {}", self.countries[country], self.about.data)),
                    expected: "some value added, some final demand, and a trade surplus below \
                               income"
                        .into(),
                    found: format!("wages of {} and income of {}", self.wages[country], self.incomes[country]),
                    mend: "leave the country out, or merge it with another".into(),
                });
            }
        }
        Ok(())
    }
}

/// The last name of a path: data are named by it, since where they lie on one machine says nothing to another reader.
pub(super) fn last_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn find(names: &[String], kind: &'static str, name: &str, place: &Place) -> Result<usize, ModelError> {
    names.iter().position(|known| known == name).ok_or_else(|| ModelError::Unknown {
        place: place.clone(),
        kind,
        name: name.to_owned(),
        nearest: nearest(name, names.iter().map(String::as_str)),
    })
}
