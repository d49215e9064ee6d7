//! A scenario for the world economy as one file.
//!
//! ```toml
//! closure = "fixed-deficits"     # or "zero-deficits", "proportional-deficits"
//! theta   = { median = 5, log_sd = 0.2, source = "illustrative" }   # if the data bring none
//! data-year = 2011                            # optional: where the data have several years
//! in-year = 2019                              # optional: mix the regimes of this year by days
//! draws   = { seed = 1, count = 1000 }        # optional: bands
//! outside = ["aircraft among the vehicles"]   # optional: printed with every result
//!
//! [[theta-of]]                                # optional: some sectors of their own
//! sectors = ["c15"]
//! theta   = { median = 8.22, source = "Caliendo and Parro 2015, Table 1" }
//!
//! [[change]]
//! importers = ["USA"]
//! exporters = ["CAN"]                         # ["*"] for all
//! sectors   = ["c15"]
//! kind      = "tariff"    # or surcharge, table, trade-cost, quota, tariff-rate-quota
//! rate      = 0.25
//! reason    = "the rate under study"
//! ```

use serde::Serialize;

use super::baseline::{Baseline, Closure};
use super::economy::{Economy, Elasticities, Tables};
use super::outcome::Outcome;
use super::regimes::YearOutcome;
use super::scenario::Scenario;
use super::uncertainty::{self, Bands};
use crate::draws::Draws;
use crate::error::{ModelError, Place};
use crate::form::Form;
use crate::trade::product::read_draws;

/// A scenario file, read but not yet tied to data.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The closure.
    pub closure: Closure,
    /// Elasticities that the file brings.
    pub elasticities: Elasticities,
    /// The changes.
    pub scenario: Scenario,
    /// The year of the data, where they have several.
    pub data_year: Option<i16>,
    /// The year whose regimes are to be mixed; none takes all changes at once.
    pub in_year: Option<i16>,
    /// The draws, if bands are wanted.
    pub draws: Option<Draws>,
    /// What the file says its figures leave out.
    pub outside: Vec<String>,
    places: Vec<Place>,
}

/// The answers of a study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StudyOutcome {
    /// The world under all changes, if no year was asked for.
    pub outcome: Option<Outcome>,
    /// The year, mixed by days, if one was asked for.
    pub year: Option<YearOutcome>,
    /// The bands, if draws were asked for.
    pub bands: Option<Bands>,
}

impl Study {
    /// Reads a study; `input` is the name that errors will show.
    ///
    /// # Errors
    /// The first value that is missing, refused or unknown, with its line.
    pub fn read(input: &str, text: &str) -> Result<Self, ModelError> {
        Self::of(&Form::parse(input, text)?)
    }

    /// The study that a form holds.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn of(form: &Form) -> Result<Self, ModelError> {
        let fields = form.fields();
        let closure = Closure::ALL[fields.choice("closure", &Closure::NAMES)?];
        let mut elasticities = Elasticities::default();
        if fields.has("theta") {
            elasticities.default = Some(fields.sourced("theta")?);
        }
        for table in fields.tables("theta-of")? {
            let theta = table.sourced("theta")?;
            for sector in table.texts("sectors")? {
                elasticities.by_sector.insert(sector, theta.clone());
            }
            table.finish()?;
        }
        let (scenario, places) = Scenario::from_fields(&fields)?;
        let data_year = fields.has("data-year").then(|| fields.year("data-year")).transpose()?;
        let in_year = fields.has("in-year").then(|| fields.year("in-year")).transpose()?;
        if in_year.is_none() && scenario.is_dated() {
            return Err(fields.refuse(
                "in-year",
                "the year to report, because changes have days",
                "none",
                "add `in-year = …`, or leave `from` and `until` out",
            ));
        }
        let draws = read_draws(&fields)?;
        if in_year.is_some() && draws.is_some() {
            return Err(fields.refuse(
                "draws",
                "draws for one regime",
                "draws beside `in-year`",
                "leave out one of the two",
            ));
        }
        let outside = fields.texts("outside")?;
        fields.finish()?;
        Ok(Self { closure, elasticities, scenario, data_year, in_year, draws, outside, places })
    }

    /// Calibrates tables with the elasticities of this study, and adds its scope notes.
    ///
    /// # Errors
    /// As [`Tables::calibrate`].
    pub fn calibrate(&self, mut tables: Tables) -> Result<Economy, ModelError> {
        tables.about.outside.extend(self.outside.iter().cloned());
        tables.calibrate(&self.elasticities)
    }

    /// Runs the study on an economy.
    ///
    /// # Errors
    /// As [`Baseline::solve`] and [`Baseline::respond`].
    pub fn run(&self, economy: &Economy) -> Result<StudyOutcome, ModelError> {
        let baseline = Baseline::solve(economy, self.closure)?;
        let year = self.in_year.map(|year| baseline.respond_in_at(&self.scenario, &self.places, year)).transpose()?;
        let outcome = match self.in_year {
            Some(_) => None,
            None => Some(baseline.respond_at(&self.scenario, &self.places)?),
        };
        let bands =
            self.draws.map(|draws| uncertainty::bands(economy, self.closure, &self.scenario, draws)).transpose()?;
        Ok(StudyOutcome { outcome, year, bands })
    }
}
