//! A product study as one file: market, measures, and what to report.
//!
//! ```toml
//! product = "paper"
//! basis   = "customs value, illustrative"
//! year    = 2017
//! unit    = "USD bn"
//! outside = ["services of the same firms"]
//! substitution = { median = 5, log_sd = 0.3, source = "illustrative" }
//! demand       = { median = 1, source = "illustrative" }
//! in-year = 2019                    # optional: mix the regimes of this year by days
//! in-years = { first = 2019, last = 2042 }   # or of each of these years
//! draws   = { seed = 1, count = 1000 }   # optional: bands
//!
//! [[source]]
//! name = "Norland"
//! value = 23.9
//! tariff = 0.0
//! supply = { median = inf, source = "small buyer" }
//!
//! [[source]]
//! name = "home"
//! value = 560
//! domestic = true
//! supply = { median = inf, source = "illustrative" }
//!
//! [[measure]]
//! on = ["Norland"]
//! kind = "tariff"                   # or "quota", "tariff-rate-quota", "schedule", "phase-out"
//! rate = 0.25
//! reason = "the rate under study"
//! ```

use serde::Serialize;

use super::market::Market;
use super::outcome::{Outcome, YearOutcome};
use super::policy::Policy;
use super::uncertainty::Bands;
use crate::draws::Draws;
use crate::error::ModelError;
use crate::form::{Fields, Form};

/// A market, its measures, and what to report.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The market.
    pub market: Market,
    /// The measures.
    pub policy: Policy,
    /// The year whose regimes are to be mixed; none takes all measures at once.
    pub in_year: Option<i16>,
    /// First and last of the years to be reported side by side.
    pub in_years: Option<(i16, i16)>,
    /// The draws, if bands are wanted.
    pub draws: Option<Draws>,
}

/// The answers of a study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StudyOutcome {
    /// The market under all measures, if no year was asked for.
    pub outcome: Option<Outcome>,
    /// The year, mixed by days, if one was asked for.
    pub year: Option<YearOutcome>,
    /// The years, each mixed by days, if several were asked for.
    pub years: Vec<YearOutcome>,
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
        let market = Market::from_fields(&fields)?;
        let policy = Policy::from_fields(&fields, &market)?;
        let in_year = fields.has("in-year").then(|| fields.year("in-year")).transpose()?;
        let in_years = read_years(&fields)?;
        let draws = read_draws(&fields)?;
        if in_years.is_some() && (in_year.is_some() || draws.is_some()) {
            return Err(fields.refuse(
                "in-years",
                "several years without `in-year` and `draws`",
                "both",
                "ask for bands of one year with `in-year`",
            ));
        }
        if let (None, None, Some(dated)) =
            (in_year, in_years, policy.treatments().iter().find(|t| t.from.is_some() || t.until.is_some()))
        {
            return Err(fields.refuse(
                "in-year",
                "the year to report, because measures have days",
                format!("only \"{}\" with its days", dated.reason),
                "add `in-year = 2019`, or `in-years = { first = 2019, last = 2042 }`, or leave the days out",
            ));
        }
        fields.finish()?;
        Ok(Self { market, policy, in_year, in_years, draws })
    }

    /// Runs the study.
    ///
    /// # Errors
    /// As [`Market::respond`] and [`Market::bands`].
    pub fn run(&self) -> Result<StudyOutcome, ModelError> {
        let year = self.in_year.map(|year| self.market.respond_in(&self.policy, year)).transpose()?;
        let years = match self.in_years {
            Some((first, last)) => {
                (first..=last).map(|year| self.market.respond_in(&self.policy, year)).collect::<Result<_, _>>()?
            }
            None => Vec::new(),
        };
        let outcome = match (self.in_year, self.in_years) {
            (None, None) => Some(self.market.respond(&self.policy)?),
            _ => None,
        };
        let bands = match (self.draws, self.in_year) {
            (None, _) => None,
            (Some(draws), None) => Some(self.market.bands(&self.policy, draws)?),
            (Some(draws), Some(year)) => Some(self.market.bands_in(&self.policy, year, draws)?),
        };
        Ok(StudyOutcome { outcome, year, years, bands })
    }
}

/// Most years that are reported side by side.
const YEARS: i16 = 100;

/// Reads `in-years = { first = …, last = … }` if it is there.
fn read_years(fields: &Fields<'_>) -> Result<Option<(i16, i16)>, ModelError> {
    if !fields.has("in-years") {
        return Ok(None);
    }
    let table = fields.table("in-years", "a table { first = 2019, last = 2042 }")?;
    let (first, last) = (table.year("first")?, table.year("last")?);
    table.finish()?;
    if !(first..first + YEARS).contains(&last) {
        return Err(fields.refuse(
            "in-years",
            format!("a last year from the first to {} years on", YEARS - 1),
            format!("{first} to {last}"),
            "correct one of the two",
        ));
    }
    Ok(Some((first, last)))
}

/// Reads `draws = { seed = …, count = … }` if it is there.
pub(crate) fn read_draws(fields: &Fields<'_>) -> Result<Option<Draws>, ModelError> {
    if !fields.has("draws") {
        return Ok(None);
    }
    let table = fields.table("draws", "a table { seed = …, count = … }")?;
    let seed = table.integer("seed", 0, i64::MAX)?.unsigned_abs();
    let count = table.integer("count", 1, 1_000_000)? as u32;
    table.finish()?;
    Ok(Some(Draws { seed, count }))
}
