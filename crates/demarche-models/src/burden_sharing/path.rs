//! The path of payments: what was paid, what an agreement fixes, what only an assumption gives.

use std::collections::BTreeMap;

use serde::Serialize;

use super::agreement::{Agreement, GrowthRule};
use super::money::{Rates, Unit, to_foreign, to_local};
use crate::draws::{Band, Draws};
use crate::error::{ModelError, Place, nearest};
use crate::number::Positive;

/// A payment or an agreed amount of one year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Payment {
    /// The year.
    pub year: i16,
    /// The amount, in `unit`.
    pub amount: Positive,
    /// The unit it was fixed in.
    pub unit: Unit,
    /// Where it is published.
    pub source: String,
}

/// A growth rate that is assumed: normal, mean and standard deviation per year, as fractions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assumption {
    /// Mean growth a year.
    pub mean: f64,
    /// Standard deviation of a year's growth.
    pub sd: f64,
    /// Who assumes it, and why.
    pub source: String,
}

/// A growth index that agreements can be linked to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Growth by year, as fractions, as published.
    pub growth: BTreeMap<i16, f64>,
    /// For years without a published figure.
    pub assumed: Option<Assumption>,
    /// Where it is published.
    pub source: String,
}

/// What a year's amount stands on, firmest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Published.
    Published,
    /// Follows from the rule of an agreement and a published index.
    Rule,
    /// Follows from the rule of an agreement and an assumed index.
    RuleAndAssumption,
    /// No agreement fixes the year: growth is assumed.
    Assumption,
    /// No agreement fixes the year and nothing is assumed: outside the model.
    Outside,
}

/// One year of the path. Local amounts are in the local unit, foreign ones in the foreign unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// The agreement that covers it.
    pub agreement: Option<String>,
    /// What the amount stands on.
    pub basis: Basis,
    /// The currency that the amount was fixed in, where it is published.
    pub fixed_in: Option<String>,
    /// Amount in local currency; the median of draws where it is not fixed. None for an amount
    /// fixed in foreign currency in a year without an exchange rate.
    pub local: Option<f64>,
    /// Band of the local amount, where it is not fixed.
    pub local_band: Option<Band>,
    /// Amount in foreign currency at the mean rate of the year.
    pub foreign_at_mean: Option<f64>,
    /// The same at the rate of the last day: for explanation only.
    pub foreign_at_year_end: Option<f64>,
    /// Band in foreign currency, where the rate or the amount is not known.
    pub foreign_band: Option<Band>,
    /// Growth over the year before in percent, in foreign currency if both years were fixed in
    /// it, else in local currency.
    pub growth_percent: Option<f64>,
    /// Sources of the figure.
    pub source: String,
}

/// Everything that determines the path.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Unit of local amounts.
    pub local: Unit,
    /// Unit of foreign amounts.
    pub foreign: Unit,
    /// Published amounts.
    pub payments: Vec<Payment>,
    /// The agreements.
    pub agreements: Vec<Agreement>,
    /// The indices.
    pub indices: Vec<Index>,
    /// Exchange rates, local per foreign.
    pub rates: Rates,
    /// Growth where no agreement covers a year.
    pub without_agreement: Option<Assumption>,
    /// Change of the exchange rate a year, where none is published.
    pub exchange: Option<Assumption>,
    /// Seed and number of draws for bands.
    pub draws: Draws,
}

/// How the growth of one year is found.
enum Growth<'a> {
    Known(f64),
    Drawn { assumption: &'a Assumption, stream: String, floor: f64, cap: f64 },
    Unknown,
}

impl Path {
    /// The years from `first` to `last`.
    ///
    /// # Errors
    /// [`ModelError::Value`] if a payment is in neither currency, comes twice for a year, if no
    /// draw is asked for, or if an agreement names
    /// an index that is not there.
    pub fn years(&self, first: i16, last: i16) -> Result<Vec<Year>, ModelError> {
        self.check(&[], &[])?;
        let mut walk = Walk::new(self);
        // Rules build on the year before, so the walk begins at the first payment.
        let start = self.payments.iter().map(|p| p.year).min().unwrap_or(first);
        let mut years = Vec::new();
        for year in start.min(first)..=last {
            let row = walk.year(year);
            if year >= first {
                years.push(row);
            }
        }
        Ok(years)
    }

    /// The agreement that covers a year; the later of two.
    pub fn agreement(&self, year: i16) -> Option<&Agreement> {
        self.agreements.iter().rev().find(|a| a.covers(year))
    }

    /// Checks what the path is made of; `payments` and `agreements` give the place of each in its file and may be
    /// shorter.
    pub(super) fn check(&self, payments: &[Place], agreements: &[Place]) -> Result<(), ModelError> {
        if self.draws.count == 0 {
            return Err(ModelError::Value {
                place: Place::of("draws"),
                expected: "at least one draw".into(),
                found: "0".into(),
                mend: "a thousand give a fair band".into(),
            });
        }
        for (at, payment) in self.payments.iter().enumerate() {
            let named = || Place::of(format!("payment of {}", payment.year));
            let place = || payments.get(at).cloned().unwrap_or_else(named);
            let known = [&self.local.currency, &self.foreign.currency];
            if !known.contains(&&payment.unit.currency) {
                return Err(ModelError::Value {
                    place: place(),
                    expected: format!("an amount in {} or {}", known[0], known[1]),
                    found: payment.unit.currency.clone(),
                    mend: "convert it, and name the rate in the source".into(),
                });
            }
            if self.payments[..at].iter().any(|p| p.year == payment.year) {
                return Err(ModelError::Value {
                    place: place(),
                    expected: "one amount a year".into(),
                    found: format!("a second one of {} ({})", payment.year, payment.source),
                    mend: "choose one; both can stand in the ledger".into(),
                });
            }
        }
        for (at, agreement) in self.agreements.iter().enumerate() {
            if let GrowthRule::Linked { index, .. } = &agreement.rule
                && !self.indices.iter().any(|known| known.name == *index)
            {
                return Err(ModelError::Unknown {
                    place: agreements
                        .get(at)
                        .cloned()
                        .unwrap_or_else(|| Place::of(format!("rule of {}", agreement.name))),
                    kind: "index",
                    name: index.clone(),
                    nearest: nearest(index, self.indices.iter().map(|known| known.name.as_str())),
                });
            }
        }
        Ok(())
    }

    fn growth(&self, year: i16) -> Growth<'_> {
        match self.agreement(year).map(|a| (a, &a.rule)) {
            Some((_, GrowthRule::Linked { index, lag, cap, floor })) => {
                let Some(index) = self.indices.iter().find(|known| known.name == *index) else {
                    return Growth::Unknown;
                };
                let cap = cap.map_or(f64::INFINITY, |c| c.get());
                let floor = floor.map_or(f64::NEG_INFINITY, |f| f.get()).min(cap);
                match (index.growth.get(&(year - lag)), &index.assumed) {
                    (Some(growth), _) => Growth::Known(growth.clamp(floor, cap)),
                    (None, Some(assumption)) => {
                        Growth::Drawn { assumption, stream: format!("{}/{}", index.name, year - lag), floor, cap }
                    }
                    (None, None) => Growth::Unknown,
                }
            }
            _ => match &self.without_agreement {
                Some(assumption) => Growth::Drawn {
                    assumption,
                    stream: format!("without agreement/{year}"),
                    floor: -0.99,
                    cap: f64::INFINITY,
                },
                None => Growth::Unknown,
            },
        }
    }
}

/// The state of the walk through the years.
struct Walk<'a> {
    path: &'a Path,
    /// Draws of the local amount of the year before; one value if it is known.
    amounts: Option<Vec<f64>>,
    /// Draws of the mean rate of the year before.
    rates: Option<Vec<f64>>,
    /// The published amount in foreign units, where it was fixed in foreign currency.
    fixed_foreign: Option<f64>,
    last_local: Option<f64>,
    last_foreign: Option<f64>,
    basis: Basis,
}

impl<'a> Walk<'a> {
    fn new(path: &'a Path) -> Self {
        Self {
            path,
            amounts: None,
            rates: None,
            fixed_foreign: None,
            last_local: None,
            last_foreign: None,
            basis: Basis::Published,
        }
    }

    fn year(&mut self, year: i16) -> Year {
        self.step_rate(year);
        let source = self.step_amount(year);
        let path = self.path;
        let foreign = |rate: f64, amount: f64| to_foreign(amount, &path.local, &path.foreign, rate);
        let local = self.amounts.as_ref().map(|draws| middle(draws));
        let exchange = path.rates.get(&year);
        let is_fixed = self.amounts.as_ref().is_some_and(|draws| draws.len() == 1);
        let foreign_draws = self.amounts.as_ref().zip(self.rates.as_ref());
        let foreign_draws = foreign_draws.map(|(amounts, rates)| pair(amounts, rates, foreign));
        let over = |now: Option<f64>, before: Option<f64>| {
            let (now, before) = now.zip(before)?;
            Some(100.0 * (now / before - 1.0))
        };
        let growth = over(self.fixed_foreign, self.last_foreign).or(over(local, self.last_local));
        (self.last_local, self.last_foreign) = (local, self.fixed_foreign);
        let at_year_end = local.zip(exchange).filter(|_| is_fixed).map(|(local, e)| foreign(e.year_end.get(), local));
        Year {
            year,
            agreement: path.agreement(year).map(|a| a.name.clone()),
            basis: self.basis,
            fixed_in: self.fixed_in(year),
            local,
            local_band: self.amounts.as_ref().and_then(|draws| band(draws)),
            foreign_at_mean: self.fixed_foreign.or(foreign_draws.as_ref().map(|draws| middle(draws))),
            foreign_at_year_end: self.fixed_foreign.or(at_year_end),
            foreign_band: foreign_draws.and_then(|draws| band(&draws)),
            growth_percent: growth,
            source,
        }
    }

    fn fixed_in(&self, year: i16) -> Option<String> {
        let payment = self.path.payments.iter().find(|p| p.year == year);
        payment.map(|payment| payment.unit.currency.clone())
    }

    fn step_rate(&mut self, year: i16) {
        let path = self.path;
        if let Some(exchange) = path.rates.get(&year) {
            self.rates = Some(vec![exchange.mean.get()]);
            return;
        }
        self.rates = match (&self.rates, &path.exchange) {
            (Some(rates), Some(assumption)) => {
                let stream = path.draws.stream(&format!("exchange/{year}"));
                let step = |index: u32| libm::exp(assumption.mean + assumption.sd * stream.normal(index));
                Some(grow(rates, path.draws.count, step))
            }
            _ => None,
        };
    }

    /// Finds the amounts of the year and says where they come from.
    fn step_amount(&mut self, year: i16) -> String {
        let path = self.path;
        self.fixed_foreign = None;
        if let Some(payment) = path.payments.iter().find(|p| p.year == year) {
            let amount = payment.amount.get() * payment.unit.scale;
            if payment.unit.currency != path.local.currency {
                self.fixed_foreign = Some(amount / path.foreign.scale);
            }
            self.amounts = self.in_local(payment).map(|amount| vec![amount]);
            self.basis = Basis::Published;
            return payment.source.clone();
        }
        let agreement = path.agreement(year);
        let rule = agreement.map_or("no agreement", |a| a.source.as_str());
        match (path.growth(year), self.amounts.take()) {
            (Growth::Known(growth), Some(amounts)) => {
                self.amounts = Some(amounts.iter().map(|a| a * (1.0 + growth)).collect());
                let firm = self.basis.max(Basis::Rule);
                self.basis = firm;
                format!("{rule}; growth of {:.4}", growth)
            }
            (Growth::Drawn { assumption, stream, floor, cap }, Some(amounts)) => {
                let stream = path.draws.stream(&stream);
                let step = |index: u32| {
                    let growth = assumption.mean + assumption.sd * stream.normal(index);
                    1.0 + growth.clamp(floor, cap)
                };
                self.amounts = Some(grow(&amounts, path.draws.count, step));
                let firm = match agreement {
                    Some(Agreement { rule: GrowthRule::Linked { .. }, .. }) => Basis::RuleAndAssumption,
                    _ => Basis::Assumption,
                };
                self.basis = self.basis.max(firm);
                format!("{rule}; assumed growth: {}", assumption.source)
            }
            _ => {
                self.basis = Basis::Outside;
                format!("{rule}; nothing is published or assumed for {year}")
            }
        }
    }

    /// A payment in local units; `None` if it needs a rate that is not there.
    fn in_local(&self, payment: &Payment) -> Option<f64> {
        let path = self.path;
        let amount = payment.amount.get();
        if payment.unit.currency == path.local.currency {
            return Some(amount * payment.unit.scale / path.local.scale);
        }
        let exchange = path.rates.get(&payment.year)?;
        let rate = exchange.mean.get();
        Some(to_local(amount, &path.local, &payment.unit, rate))
    }
}

/// Applies one year's factor to each draw; a single known value is spread first.
fn grow(values: &[f64], count: u32, factor: impl Fn(u32) -> f64) -> Vec<f64> {
    (0..count).map(|index| at(values, index as usize) * factor(index)).collect()
}

fn pair(a: &[f64], b: &[f64], join: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let count = a.len().max(b.len());
    (0..count).map(|i| join(at(b, i), at(a, i))).collect()
}

/// A draw by index; a single known value stands for every draw.
fn at(values: &[f64], index: usize) -> f64 {
    if values.len() == 1 { values[0] } else { values[index] }
}

fn middle(draws: &[f64]) -> f64 {
    band(draws).map_or(draws[0], |band| band.p50)
}

/// The band of draws; none for a single known value.
fn band(draws: &[f64]) -> Option<Band> {
    if draws.len() == 1 { None } else { Band::of(&mut draws.to_vec()) }
}
