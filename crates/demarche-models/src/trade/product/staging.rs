//! Measures that change by the calendar: rates by year, and phase-outs in equal cuts.
//!
//! Both become plain tariffs with days, one after the other, so that nothing
//! else needs to know of them.
//!
//! ```toml
//! [[measure]]
//! on     = ["Norland"]
//! kind   = "schedule"                    # each rate holds until the next begins
//! rates  = { "2019" = 0.25, "2041-01-01" = 0 }
//! reason = "annex 2-B as amended"
//!
//! [[measure]]
//! on     = ["Sudland"]
//! kind   = "phase-out"                   # equal cuts: the first on this day, the others on each 1 January after it
//! rate   = 0.08
//! cuts   = 10
//! from   = 2012-03-15
//! reason = "annex 2-B, staging category G"
//! ```

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::policy::Measure;
use super::schedule::equal_cuts;
use crate::error::ModelError;
use crate::form::Fields;
use crate::number::Rate;

/// A measure with the days on which it is in force.
pub(super) type Dated = (Measure, Option<Date>, Option<Date>);

/// The kinds that [`read`] knows.
pub(super) const KINDS: [&str; 2] = ["schedule", "phase-out"];

/// Reads a measure of one of [`KINDS`], by its index.
///
/// # Errors
/// For a rate, a day or a number of cuts that is missing or refused, with its line.
pub(super) fn read(kind: usize, fields: &Fields<'_>) -> Result<Vec<Dated>, ModelError> {
    let steps = if kind == 0 { schedule(fields)? } else { phase_out(fields)? };
    let until = fields.optional_date("until")?;
    if let (Some(until), Some((last, _))) = (until, steps.last())
        && until < *last
    {
        return Err(fields.refuse(
            "until",
            format!("a last day that does not come before the last step of {last}"),
            until.to_string(),
            "leave `until` out, or drop the steps after it",
        ));
    }
    let ends = steps.iter().skip(1).map(|(next, _)| Some(next.saturating_sub(1.day()))).chain([until]);
    Ok(steps
        .iter()
        .zip(ends)
        .map(|((from, rate), until)| (Measure::Tariff { rate: *rate }, Some(*from), until))
        .collect())
}

/// `rates = { "2019" = 0.25, "2019-07-01" = 0.2 }`, in order of time.
fn schedule(fields: &Fields<'_>) -> Result<Vec<(Date, Rate)>, ModelError> {
    let table = fields.table("rates", "a table { \"2019\" = 0.25, \"2041-01-01\" = 0 }")?;
    let mut steps = Vec::new();
    for key in table.keys() {
        let year = key.parse().ok().filter(|year| (1800..=2200).contains(year)).map(|year| date(year, 1, 1));
        let day = year.or_else(|| key.parse().ok()).ok_or_else(|| {
            table.refuse(
                key,
                "a year or a day as key, such as \"2019\" or \"2019-07-01\"",
                format!("\"{key}\""),
                "correct it",
            )
        })?;
        steps.push((day, table.number(key)?));
    }
    steps.sort_by_key(|(day, _)| *day);
    match steps.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        _ if steps.is_empty() => {
            Err(fields.refuse("rates", "at least one rate", "none", "add one, or drop the measure"))
        }
        Some(pair) => {
            Err(fields.refuse("rates", "one rate a day", format!("two from {}", pair[0].0), "drop one of them"))
        }
        None => Ok(steps),
    }
}

/// Equal cuts of a base rate; rates are cut off after the first decimal of a percent, as schedules publish them.
fn phase_out(fields: &Fields<'_>) -> Result<Vec<(Date, Rate)>, ModelError> {
    let base: Rate = fields.number("rate")?;
    let cuts = fields.integer("cuts", 1, 100)? as u16;
    let first = fields.date("from")?;
    (1..=cuts)
        .map(|done| {
            let day =
                if done == 1 { first } else { date(first.year().saturating_add(done as i16 - 1).min(9999), 1, 1) };
            let rate = equal_cuts(100.0 * base.get(), cuts, done) / 100.0;
            Ok((day, Rate::new(rate).map_err(|refused| refused.at(fields.place_of("rate")))?))
        })
        .collect()
}
