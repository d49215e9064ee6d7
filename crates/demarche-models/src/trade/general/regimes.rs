//! A year of truces and pauses: one equilibrium per regime, mixed by days.
//!
//! Tariff revenue is not linear in the rate, so a year with a rate for half of
//! its days is half of one equilibrium and half of the other, never the
//! equilibrium at half the rate.

use serde::Serialize;

use super::baseline::Baseline;
use super::outcome::{CountryOutcome, Outcome};
use super::scenario::{ChangePlace, Scenario};
use crate::error::{ModelError, Place};

/// One country over a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountryYear {
    /// Name of the country.
    pub country: String,
    /// Day-weighted mean of the exact changes of real income, in percent.
    pub real_income_percent: f64,
    /// Tariff revenue over the year.
    pub revenue: f64,
    /// Quota rents kept over the year.
    pub rents: f64,
    /// Imports over the year, net of tariffs.
    pub imports: f64,
    /// Exports over the year, net of tariffs.
    pub exports: f64,
}

/// A year as a mix of regimes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearOutcome {
    /// The calendar year of the measures.
    pub year: i16,
    /// Days and outcome of each regime, in order.
    pub regimes: Vec<(u32, Outcome)>,
    /// The countries over the year.
    pub countries: Vec<CountryYear>,
}

impl Baseline {
    /// Answers a scenario over a calendar year.
    ///
    /// # Errors
    /// As [`Baseline::respond`]; also if `year` is outside 1800 to 2200.
    pub fn respond_in(&self, scenario: &Scenario, year: i16) -> Result<YearOutcome, ModelError> {
        self.respond_in_at(scenario, &[], year)
    }

    /// As [`Baseline::respond_in`], with the place of each change for errors.
    ///
    /// # Errors
    /// As [`Baseline::respond_in`].
    pub fn respond_in_at(
        &self,
        scenario: &Scenario,
        places: &[ChangePlace],
        year: i16,
    ) -> Result<YearOutcome, ModelError> {
        if !(1800..=2200).contains(&year) {
            return Err(ModelError::Value {
                place: Place::of("year"),
                expected: "a year from 1800 to 2200".into(),
                found: year.to_string(),
                mend: "give a calendar year".into(),
            });
        }
        let regimes = scenario
            .regimes(year, places)
            .into_iter()
            .map(|(days, scenario, places)| Ok((days, self.respond_at(&scenario, &places)?)))
            .collect::<Result<Vec<_>, ModelError>>()?;
        let days: u32 = regimes.iter().map(|(days, _)| days).sum();
        let names = self.economy.countries.iter().enumerate();
        let countries = names
            .map(|(at, name)| {
                let mean = |f: fn(&CountryOutcome) -> f64| -> f64 {
                    regimes.iter().map(|(d, o)| f64::from(*d) / f64::from(days) * f(&o.countries[at])).sum()
                };
                CountryYear {
                    country: name.clone(),
                    real_income_percent: mean(|c| c.real_income_percent),
                    revenue: mean(|c| c.revenue[1]),
                    rents: mean(|c| c.rents),
                    imports: mean(|c| c.imports[1]),
                    exports: mean(|c| c.exports[1]),
                }
            })
            .collect();
        Ok(YearOutcome { year, regimes, countries })
    }
}
