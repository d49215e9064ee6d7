//! Bands of real income under uncertain trade elasticities.

use std::num::NonZero;
use std::thread;

use serde::Serialize;

use super::baseline::{Baseline, Closure};
use super::economy::{About, Economy};
use super::outcome::real_income;
use super::scenario::{Resolved, Scenario};
use super::sweep::State;
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
    if draws.count == 0 {
        return Err(ModelError::Value {
            place: Place::of("draws"),
            expected: "at least one draw".into(),
            found: "0".into(),
            mend: "a thousand give a fair band".into(),
        });
    }
    let sampler = Sampler::new(economy, closure, scenario, draws)?;
    let threads = thread::available_parallelism().map_or(1, NonZero::get) as u32;
    let share = draws.count.div_ceil(threads);
    let parts = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|t| (t * share).min(draws.count)..((t + 1) * share).min(draws.count))
            .map(|range| scope.spawn(|| sampler.run(range)))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect::<Result<Vec<_>, ModelError>>()
    })?;
    let rows: Vec<Vec<f64>> = parts.into_iter().flatten().collect();
    let countries = economy.countries.iter().enumerate();
    Ok(Bands {
        closure,
        about: economy.about.clone(),
        closure_sentence: closure.sentence(),
        draws,
        theta: economy.sectors.iter().cloned().zip(economy.theta.iter().cloned()).collect(),
        countries: countries
            .filter_map(|(at, name)| {
                let mut column: Vec<f64> = rows.iter().map(|row| row[at]).collect();
                Some(CountryBands { country: name.clone(), real_income_percent: Band::of(&mut column)? })
            })
            .collect(),
    })
}

struct Sampler<'a> {
    economy: &'a Economy,
    closure: Closure,
    scenario: &'a Scenario,
    streams: Vec<Stream>,
    /// The baseline and scenario at the medians, from which every draw starts.
    centre: Baseline,
    resolved: Resolved,
    start: State,
}

impl<'a> Sampler<'a> {
    fn new(economy: &'a Economy, closure: Closure, scenario: &'a Scenario, draws: Draws) -> Result<Self, ModelError> {
        let centre = Baseline::solve(economy, closure)?;
        let resolved = scenario.resolve(&centre.economy, &[])?;
        let mut start = State::unchanged(&centre.economy);
        centre.equilibrium(&resolved, &mut start)?;
        let stream = |sector: &String| draws.stream(&format!("theta/{sector}"));
        Ok(Self {
            economy,
            closure,
            scenario,
            streams: economy.sectors.iter().map(stream).collect(),
            centre,
            resolved,
            start,
        })
    }

    fn run(&self, range: std::ops::Range<u32>) -> Result<Vec<Vec<f64>>, ModelError> {
        range.map(|index| self.draw(index)).collect()
    }

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
        let percent = |income: Vec<f64>| income.iter().map(|i| 100.0 * (i - 1.0)).collect();
        if self.centre.moved == 0.0 {
            // The data were in equilibrium, which no elasticity changes.
            let economy = self.centre.economy.clone().with_theta(theta)?;
            let baseline = Baseline { economy, ..self.centre.clone() };
            let mut state = self.start.clone();
            let (_, sweep) = baseline.equilibrium(&self.resolved, &mut state)?;
            return Ok(percent(real_income(&baseline.economy, &state, &sweep)));
        }
        let economy = self.economy.clone().with_theta(theta)?;
        let baseline = Baseline::solve(&economy, self.closure)?;
        let resolved = self.scenario.resolve(&baseline.economy, &[])?;
        let mut state = self.start.clone();
        let (_, sweep) = baseline.equilibrium(&resolved, &mut state)?;
        Ok(percent(real_income(&baseline.economy, &state, &sweep)))
    }
}
