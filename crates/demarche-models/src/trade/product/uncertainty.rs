//! How sure the figures are, given how sure the elasticities are.

use serde::Serialize;

use super::equilibrium::{Demand, Hat, Line};
use super::market::{Market, Origin, Supplier};
use super::outcome::{CLOSURE, consumer_surplus, duties, extreme, producer_surplus};
use super::policy::{Measure, Policy, Regime};
use crate::draws::{Band, Draws, Stream};
use crate::error::{ModelError, Place};

/// A figure of [`super::Outcome`] with its band.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedBand {
    /// Name of the figure, such as `consumer surplus` or `imports: Norland`.
    pub figure: String,
    /// The band.
    pub band: Band,
}

/// Bands of all figures under lognormal elasticities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bands {
    /// The product.
    pub product: String,
    /// Year of the data.
    pub data_year: i16,
    /// Currency and scale of the money figures.
    pub unit: String,
    /// What the model holds fixed.
    pub closure: &'static str,
    /// Seed and number of draws.
    pub draws: Draws,
    /// The elasticities drawn: name, median, standard deviation of the log, source.
    pub elasticities: Vec<String>,
    /// Changes of the figures. `price index change` is new/old less 1; money is in `unit`.
    pub figures: Vec<NamedBand>,
    /// What the model cannot say about this input.
    pub outside: Vec<String>,
}

const FIGURES: [&str; 8] = [
    "price index change",
    "consumer surplus",
    "producer surplus",
    "revenue",
    "rent",
    "home welfare",
    "diversion",
    "creation",
];

impl Market {
    /// Bands of the figures under all measures of the policy.
    ///
    /// Each elasticity is drawn from its own stream, named after it, so that two policies on
    /// the same market see the same draws.
    ///
    /// # Errors
    /// [`ModelError::Value`] if no draw is asked for; [`ModelError::Extreme`] if a draw has
    /// no answer in floating point.
    pub fn bands(&self, policy: &Policy, draws: Draws) -> Result<Bands, ModelError> {
        self.bands_of(&[(1, policy.undated(self))], draws)
    }

    /// Bands of the figures over a calendar year: each draw is mixed over the regimes by days.
    ///
    /// # Errors
    /// As [`Market::bands`].
    pub fn bands_in(&self, policy: &Policy, year: i16, draws: Draws) -> Result<Bands, ModelError> {
        self.bands_of(&policy.in_year(self, year), draws)
    }

    /// Bands over regimes, each with its weight.
    fn bands_of(&self, regimes: &[(u32, Regime)], draws: Draws) -> Result<Bands, ModelError> {
        if draws.count == 0 {
            return Err(ModelError::Value {
                place: Place::of("draws"),
                expected: "at least one draw".into(),
                found: "0".into(),
                mend: "a thousand give a fair band".into(),
            });
        }
        let all: u32 = regimes.iter().map(|(weight, _)| weight).sum();
        let names: Vec<String> =
            FIGURES.iter().map(|name| (*name).to_owned()).chain(self.suppliers().iter().map(sales)).collect();
        let mut columns = vec![vec![0.0; draws.count as usize]; names.len()];
        let mut outside: Vec<String> = Vec::new();
        for (weight, regime) in regimes {
            let sampler = Sampler::new(self, regime, draws, f64::from(*weight) / f64::from(all));
            let mut lines = sampler.lines.clone();
            for index in 0..draws.count {
                sampler
                    .draw(index, &mut lines, &mut columns)
                    .ok_or_else(|| extreme(format!("draw {index} of the market of {}", self.product())))?;
            }
            let more = self.outside(regime).into_iter().filter(|said| !outside.contains(said)).collect::<Vec<_>>();
            outside.extend(more);
        }
        Ok(Bands {
            product: self.product().to_owned(),
            data_year: self.year(),
            unit: self.unit().to_owned(),
            closure: CLOSURE,
            draws,
            elasticities: self.elasticity_notes(),
            outside,
            figures: names
                .into_iter()
                .zip(&mut columns)
                .filter_map(|(figure, column)| {
                    let band = Band::of(column)?;
                    Some(NamedBand { figure, band })
                })
                .collect(),
        })
    }

    fn elasticity_notes(&self) -> Vec<String> {
        let note = |name: &str, median: f64, log_sd: f64, source: &str| match log_sd {
            0.0 => format!("{name} {median} ({source})"),
            _ => format!("{name}: median {median}, log-sd {log_sd} ({source})"),
        };
        let (s, d) = (self.substitution(), self.demand());
        let mut notes = vec![
            note("substitution", s.median.get(), s.log_sd, &s.source),
            note("demand", d.median.get(), d.log_sd, &d.source),
        ];
        notes.extend(self.suppliers().iter().map(|x| {
            let (name, e) = (format!("supply of {}", x.name), &x.supply);
            note(&name, e.median.get(), e.log_sd, &e.source)
        }));
        notes
    }
}

fn sales(supplier: &Supplier) -> String {
    format!("sales: {}", supplier.name)
}

/// The draws of one market under one regime.
struct Sampler<'a> {
    market: &'a Market,
    lines: Vec<Line>,
    measures: &'a [Option<Measure>],
    /// The part of the whole that the regime is.
    weight: f64,
    sigma: Stream,
    eta: Stream,
    supply: Vec<Stream>,
}

impl<'a> Sampler<'a> {
    fn new(market: &'a Market, regime: &'a Regime, draws: Draws, weight: f64) -> Self {
        let stream = |name: &str| draws.stream(&format!("{}/{name}", market.product()));
        Self {
            market,
            lines: market.lines(regime),
            measures: regime,
            weight,
            sigma: stream("substitution"),
            eta: stream("demand"),
            supply: market.suppliers().iter().map(|s| stream(&format!("supply/{}", s.name))).collect(),
        }
    }

    /// Adds one draw to its place in every column; `None` if the market has no answer.
    fn draw(&self, index: u32, lines: &mut [Line], columns: &mut [Vec<f64>]) -> Option<()> {
        let (s, d) = (self.market.substitution(), self.market.demand());
        let demand = Demand {
            sigma: self.sigma.lognormal(s.median.get(), s.log_sd, index),
            eta: self.eta.lognormal(d.median.get(), d.log_sd, index),
        };
        for ((line, stream), supplier) in lines.iter_mut().zip(&self.supply).zip(self.market.suppliers()) {
            let e = &supplier.supply;
            line.supply = stream.lognormal(e.median.get(), e.log_sd, index);
        }
        let ln_index = demand.index(lines)?;
        let surplus = consumer_surplus(self.market.spending(), demand.eta, ln_index);
        let mut sums = Sums::default();
        for (at, hat) in demand.hats(lines, ln_index).enumerate() {
            let change = sums.add(self, at, &lines[at], &hat);
            columns[FIGURES.len() + at][index as usize] += self.weight * change;
        }
        let figures = [
            libm::expm1(ln_index),
            surplus,
            sums.producer_surplus,
            sums.revenue,
            sums.rent,
            surplus + sums.producer_surplus + sums.revenue + sums.rent - sums.rent_abroad,
            sums.diversion,
            sums.creation,
        ];
        for (column, figure) in columns.iter_mut().zip(figures) {
            column[index as usize] += self.weight * figure;
        }
        Some(())
    }
}

#[derive(Default)]
struct Sums {
    producer_surplus: f64,
    revenue: f64,
    rent: f64,
    rent_abroad: f64,
    diversion: f64,
    creation: f64,
}

impl Sums {
    /// Adds a source and returns the change of its sales.
    fn add(&mut self, sampler: &Sampler<'_>, at: usize, line: &Line, hat: &Hat) -> f64 {
        let (supplier, measure) = (&sampler.market.suppliers()[at], sampler.measures[at]);
        let base_rate = supplier.tariff.get();
        let rate = measure.map_or(base_rate, |m| m.first_rate());
        let base = supplier.value.get() / (1.0 + base_rate);
        let after = base * libm::exp(hat.ln_quantity + hat.ln_price);
        let (revenue, rent) = duties(hat, line, rate, after);
        self.revenue += revenue - base_rate * base;
        self.rent += rent;
        self.rent_abroad += rent * measure.map_or(0.0, |m| m.rent_to_exporter());
        let unchanged = line.ln_wedge == 0.0 && line.ln_cap.is_infinite();
        match supplier.origin {
            Origin::Foreign if unchanged => self.diversion += after - base,
            Origin::Foreign => {}
            Origin::Domestic => {
                self.creation += base - after;
                self.producer_surplus += producer_surplus(base, line.supply, hat.ln_price);
            }
        }
        after - base
    }
}
