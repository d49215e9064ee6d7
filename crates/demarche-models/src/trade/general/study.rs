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

use std::collections::BTreeMap;

use serde::Serialize;

use super::baseline::{Baseline, Closure};
use super::economy::{Economy, Elasticities, Tables};
use super::outcome::Outcome;
use super::regimes::YearOutcome;
use super::scenario::{ChangePlace, Scenario};
use super::uncertainty::{self, Bands};
use crate::draws::Draws;
use crate::error::{ModelError, Place, nearest};
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
    places: Vec<ChangePlace>,
    /// Where each sector of `[[theta-of]]` is named, and where the file is.
    theta_places: BTreeMap<String, Place>,
    file: Place,
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
        let mut theta_places = BTreeMap::new();
        for table in fields.tables("theta-of")? {
            let theta = table.sourced("theta")?;
            for sector in table.texts("sectors")? {
                if theta_places.insert(sector.clone(), table.place_of("sectors")).is_some() {
                    let found = format!("a second one for \"{sector}\"");
                    return Err(table.refuse("sectors", "one elasticity a sector", found, "drop one of the two"));
                }
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
        let outside = fields.texts("outside")?;
        fields.finish()?;
        Ok(Self {
            closure,
            elasticities,
            scenario,
            data_year,
            in_year,
            draws,
            outside,
            places,
            theta_places,
            file: fields.place(),
        })
    }

    /// Calibrates tables with the elasticities of this study, and adds its scope notes.
    ///
    /// # Errors
    /// As [`Tables::calibrate`].
    pub fn calibrate(&self, mut tables: Tables) -> Result<Economy, ModelError> {
        tables.about.outside.extend(self.outside.iter().cloned());
        self.check_theta(&tables)?;
        tables.calibrate(&self.elasticities)
    }

    /// Every sector has its elasticity, and every elasticity its sector; errors stand on the line of this study.
    fn check_theta(&self, tables: &Tables) -> Result<(), ModelError> {
        if let Some((name, place)) = self.theta_places.iter().find(|(name, _)| !tables.sectors.contains(name)) {
            return Err(ModelError::Unknown {
                place: place.clone(),
                kind: "sector",
                name: name.clone(),
                nearest: nearest(name, tables.sectors.iter().map(String::as_str)),
            });
        }
        let lacks = |(name, given): &(&String, &Option<_>)| given.is_none() && !self.theta_places.contains_key(*name);
        let lacking = tables.sectors.iter().zip(&tables.theta).find(lacks);
        match (&self.elasticities.default, lacking) {
            (None, Some((name, _))) => Err(ModelError::Value {
                place: self.file.clone(),
                expected: format!("a trade elasticity for sector \"{name}\""),
                found: "none".into(),
                mend: "add `theta = { median = …, source = \"…\" }`, or the sector under `[[theta-of]]`".into(),
            }),
            _ => Ok(()),
        }
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
        let bands = match (self.draws, self.in_year) {
            (None, _) => None,
            (Some(draws), None) => Some(uncertainty::bands(economy, self.closure, &self.scenario, draws)?),
            (Some(draws), Some(year)) => {
                Some(uncertainty::bands_in(economy, self.closure, &self.scenario, year, draws)?)
            }
        };
        Ok(StudyOutcome { outcome, year, bands })
    }
}
