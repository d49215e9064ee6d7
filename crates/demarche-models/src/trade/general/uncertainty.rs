//! Bands of real income, revenue and trade under uncertain trade elasticities.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::thread;

use serde::Serialize;

use super::baseline::{Baseline, Closure};
use super::economy::{About, Economy};
use super::outcome::real_income;
use super::problem::Problem;
use super::scenario::{Resolved, Scenario};
use super::sweep::{State, Sweep};
use crate::draws::{Band, Draws, Stream};
use crate::error::{ModelError, Place};
use crate::number::{Elasticity, Sourced};

/// The band of one country.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountryBands {
    /// Name of the country.
    pub country: String,
    /// Exact change of real income in percent.
    pub real_income_percent: Band,
    /// Change of tariff revenue, in the unit of the data.
    pub revenue: Band,
}

/// The band of what one country buys from another in the sectors that the scenario touches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TradeBands {
    /// Importing country.
    pub importer: String,
    /// Exporting country.
    pub exporter: String,
    /// Change of the value net of tariffs, in the unit of the data.
    pub change: Band,
}

/// Bands of all countries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bands {
    /// What the data are, and what they cannot say.
    pub about: About,
    /// The closure.
    pub closure: Closure,
    /// The closure as a sentence.
    pub closure_sentence: &'static str,
    /// Seed and number of draws.
    pub draws: Draws,
    /// Trade elasticities by sector: median, spread, source.
    pub theta: Vec<(String, Sourced<Elasticity>)>,
    /// The countries, in the order of the data.
    pub countries: Vec<CountryBands>,
    /// Pairs of countries whose trade the scenario touches, by importer and exporter in the order of the data.
    pub trade: Vec<TradeBands>,
}

/// Draws the elasticities of an economy and answers the scenario for each draw.
///
/// Each sector's elasticity has its own stream, named after the sector, so that scenarios
/// share draws. The work is shared by the threads of the machine; the answer does not depend
/// on their number. Where the baseline depends on the elasticities it is solved again.
///
/// # Errors
/// As [`Baseline::respond`]; [`ModelError::Value`] if no draw is asked for, or if a draw
/// leaves the range of elasticities.
pub fn bands(economy: &Economy, closure: Closure, scenario: &Scenario, draws: Draws) -> Result<Bands, ModelError> {
    bands_of(economy, closure, &[(1, scenario.clone())], draws)
}

/// As [`bands`], over a calendar year: each draw is mixed over the regimes of the year by days.
///
/// # Errors
/// As [`bands`].
pub fn bands_in(
    economy: &Economy,
    closure: Closure,
    scenario: &Scenario,
    year: i16,
    draws: Draws,
) -> Result<Bands, ModelError> {
    let regimes = scenario.regimes(year, &[]).into_iter().map(|(days, scenario, _)| (days, scenario));
    bands_of(economy, closure, &regimes.collect::<Vec<_>>(), draws)
}

/// Bands over regimes, each with its weight.
fn bands_of(
    economy: &Economy,
    closure: Closure,
    regimes: &[(u32, Scenario)],
    draws: Draws,
) -> Result<Bands, ModelError> {
    if draws.count == 0 {
        return Err(ModelError::Value {
            place: Place::of("draws"),
            expected: "at least one draw".into(),
            found: "0".into(),
            mend: "a thousand give a fair band".into(),
        });
    }
    let n = economy.countries.len();
    let centre = Baseline::solve(economy, closure)?;
    let resolved = regimes
        .iter()
        .map(|(_, scenario)| scenario.resolve(&centre.economy, &[]))
        .collect::<Result<Vec<_>, ModelError>>()?;
    let touched = resolved.iter().flat_map(|resolved| &resolved.touched);
    let pairs = touched.filter(|at| centre.economy.received[**at] > 0.0).map(|at| (at / n % n, at % n));
    let pairs: Vec<(usize, usize)> = pairs.collect::<BTreeSet<_>>().into_iter().collect();
    let all: u32 = regimes.iter().map(|(weight, _)| weight).sum();
    let mut rows = vec![vec![0.0; 2 * n + pairs.len()]; draws.count as usize];
    for ((weight, scenario), resolved) in regimes.iter().zip(resolved) {
        if scenario.changes.is_empty() {
            continue;
        }
        let weight = f64::from(*weight) / f64::from(all);
        let sampler = Sampler::new(economy, &centre, scenario, resolved, &pairs, draws)?;
        for (row, figures) in rows.iter_mut().zip(sampler.rows(draws.count)?) {
            row.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += weight * figure);
        }
    }
    let band = |at: usize| Band::of(&mut rows.iter().map(|row| row[at]).collect::<Vec<f64>>());
    let countries = economy.countries.iter().enumerate();
    Ok(Bands {
        closure,
        about: economy.about.clone(),
        closure_sentence: closure.sentence(),
        draws,
        theta: economy.sectors.iter().cloned().zip(economy.theta.iter().cloned()).collect(),
        countries: countries
            .filter_map(|(at, name)| {
                Some(CountryBands { country: name.clone(), real_income_percent: band(at)?, revenue: band(n + at)? })
            })
            .collect(),
        trade: (0..)
            .zip(&pairs)
            .filter_map(|(at, (importer, exporter))| {
                Some(TradeBands {
                    importer: economy.countries[*importer].clone(),
                    exporter: economy.countries[*exporter].clone(),
                    change: band(2 * n + at)?,
                })
            })
            .collect(),
    })
}

struct Sampler<'a> {
    economy: &'a Economy,
    scenario: &'a Scenario,
    streams: Vec<Stream>,
    /// The baseline at the medians, and the scenario's equilibrium there, from which every draw starts.
    centre: &'a Baseline,
    resolved: Resolved,
    start: State,
    /// Importer and exporter of the flows that are touched and that trade in the base year, in order.
    pairs: &'a [(usize, usize)],
}

impl<'a> Sampler<'a> {
    fn new(
        economy: &'a Economy,
        centre: &'a Baseline,
        scenario: &'a Scenario,
        resolved: Resolved,
        pairs: &'a [(usize, usize)],
        draws: Draws,
    ) -> Result<Self, ModelError> {
        let mut start = State::unchanged(&centre.economy);
        centre.equilibrium(&resolved, &mut start)?;
        let stream = |sector: &String| draws.stream(&format!("theta/{sector}"));
        let streams = economy.sectors.iter().map(stream).collect();
        Ok(Self { economy, scenario, streams, centre, resolved, start, pairs })
    }

    /// The figures of every draw in order, shared by the threads of the machine.
    fn rows(&self, count: u32) -> Result<Vec<Vec<f64>>, ModelError> {
        let threads = thread::available_parallelism().map_or(1, NonZero::get) as u32;
        let share = count.div_ceil(threads);
        let parts = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|t| (t * share).min(count)..((t + 1) * share).min(count))
                .map(|range| scope.spawn(|| self.run(range)))
                .collect();
            workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect::<Result<Vec<_>, ModelError>>()
        })?;
        Ok(parts.into_iter().flatten().collect())
    }

    fn run(&self, range: std::ops::Range<u32>) -> Result<Vec<Vec<f64>>, ModelError> {
        range.map(|index| self.draw(index)).collect()
    }

    /// One draw: real income in percent and revenue by country, then trade by pair.
    fn draw(&self, index: u32) -> Result<Vec<f64>, ModelError> {
        let theta = self
            .economy
            .theta
            .iter()
            .zip(&self.streams)
            .map(|(theta, stream)| {
                let value = stream.lognormal(theta.median.get(), theta.log_sd, index);
                let median = Elasticity::new(value).map_err(|r| r.at(Place::of(format!("draw {index} of theta"))))?;
                Ok(Sourced { median, ..theta.clone() })
            })
            .collect::<Result<Vec<_>, ModelError>>()?;
        if self.centre.moved == 0.0 {
            // The data were in equilibrium, which no elasticity changes.
            let economy = self.centre.economy.clone().with_theta(theta)?;
            let baseline = Baseline { economy, ..self.centre.clone() };
            let mut state = self.start.clone();
            let (problem, sweep) = baseline.equilibrium(&self.resolved, &mut state)?;
            return Ok(self.figures(&problem, &self.resolved, &state, &sweep));
        }
        let economy = self.economy.clone().with_theta(theta)?;
        let baseline = Baseline::solve(&economy, self.centre.closure)?;
        let resolved = self.scenario.resolve(&baseline.economy, &[])?;
        let mut state = self.start.clone();
        let (problem, sweep) = baseline.equilibrium(&resolved, &mut state)?;
        Ok(self.figures(&problem, &resolved, &state, &sweep))
    }

    fn figures(&self, problem: &Problem<'_>, resolved: &Resolved, state: &State, sweep: &Sweep) -> Vec<f64> {
        let economy = problem.economy;
        let n = economy.countries.len();
        let income = real_income(economy, state, sweep).into_iter().map(|income| 100.0 * (income - 1.0));
        let revenue = sweep.revenue.iter().zip(economy.base_revenue()).map(|(after, before)| after - before);
        let mut figures: Vec<f64> = income.chain(revenue).collect();
        figures.resize(2 * n + self.pairs.len(), 0.0);
        for at in &resolved.touched {
            if let Ok(pair) = self.pairs.binary_search(&(at / n % n, at % n)) {
                figures[2 * n + pair] += problem.received(sweep, *at) - economy.received[*at];
            }
        }
        figures
    }
}

impl Economy {
    /// Tariff revenue of each country in the base, in the unit of the data.
    fn base_revenue(&self) -> Vec<f64> {
        let n = self.countries.len();
        let mut revenue = vec![0.0; n];
        for (at, (tariff, value)) in self.tariffs.iter().zip(&self.received).enumerate() {
            if *tariff != 0.0 {
                revenue[at / n % n] += tariff * value;
            }
        }
        revenue
    }
}
