//! Tariff schedules: the rate of a line in each year, as published or by a staging rule.
//!
//! A schedule of a trade agreement lists, for each tariff line, a base rate and
//! a staging category: equal annual cuts over `n` years, the first on the day
//! of entry into force. Published rates are cut off after the first decimal of
//! a percent, so [`equal_cuts`] does the same. A line outside the plain
//! categories ("non-linear") is only known by its published years.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::{ModelError, Place};

/// One tariff line of a schedule; rates are in percent, as published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScheduleLine {
    /// The importer's tariff code.
    pub code: String,
    /// Its description.
    pub description: String,
    /// Who imports.
    pub importer: String,
    /// Who exports.
    pub exporter: String,
    /// The staging category, as named by the schedule.
    pub staging: String,
    /// Ad valorem base rate in percent; none where the rate is specific.
    pub base: Option<f64>,
    /// First year of the agreement.
    pub first_year: i16,
    /// Year from which the final rate holds.
    pub final_year: i16,
    /// Ad valorem rates in percent by year, as published from the first year on.
    pub rates: BTreeMap<i16, f64>,
    /// Specific or mixed rates by year, as published from the first year on.
    pub specific: BTreeMap<i16, String>,
}

impl ScheduleLine {
    /// The rate of a year in percent: the published one, or the last one after the table ends.
    ///
    /// `None` before the agreement, and for lines with a specific rate.
    pub fn rate_in(&self, year: i16) -> Option<f64> {
        if year < self.first_year || self.specific.contains_key(&year) {
            return None;
        }
        self.rates.range(..=year).next_back().map(|(_, rate)| *rate)
    }

    /// The number of annual cuts of the staging category; `None` if it is not one of equal cuts.
    pub fn cuts(&self) -> Option<u16> {
        let mut words = self.staging.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("Immediate"), None, None) => Some(1),
            (Some(count), Some("Years"), None) => count.parse().ok(),
            _ => None,
        }
    }
}

/// The rate in percent after `done` of `cuts` equal cuts, cut off after one decimal.
///
/// ```
/// use demarche_models::trade::product::schedule::equal_cuts;
/// // 40 percent over 12 years: 36.666… is published as 36.6.
/// assert_eq!(equal_cuts(40.0, 12, 1), 36.6);
/// assert_eq!(equal_cuts(40.0, 12, 12), 0.0);
/// ```
pub fn equal_cuts(base: f64, cuts: u16, done: u16) -> f64 {
    let left = f64::from(cuts.saturating_sub(done)) / f64::from(cuts.max(1));
    // The small addition keeps 6.4 from becoming 6.3 for want of a last binary digit.
    libm::floor(base * left * 10.0 + 1e-9) / 10.0
}

/// A schedule read from a table, with what was passed over.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// The lines, in the order of the table.
    pub lines: Vec<ScheduleLine>,
    /// Values passed over, each with its line and the reason.
    pub passed_over: Vec<String>,
}

/// Reads a schedule in the form of the tariff tool of the International Trade Administration.
///
/// One row a tariff line; columns `TL` (or `tl`), `TL_Desc`, `Base_Rate`, `Base_Rate_Alt`,
/// `Final_Year`, `StagingBasket`, `PartnerName` (exporter), `ReporterName` (importer),
/// `PartnerStartYear`, and for each year `Yyyyy` in percent and `Alt_yyyy` for other rates.
/// Rates before the first year are no part of the schedule and are reported.
///
/// # Errors
/// [`ModelError::Shape`] if a column is missing, [`ModelError::Value`] for a rate that is no number.
pub fn read(input: &str, text: &str) -> Result<Schedule, ModelError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let syntax = |error: csv::Error| ModelError::Syntax {
        place: Place { input: input.to_owned(), line: error.position().map(|p| p.line() as usize) },
        message: error.to_string(),
    };
    let header = reader.headers().map_err(syntax)?.clone();
    let columns = Columns::find(input, &header)?;
    let mut schedule = Schedule { lines: Vec::new(), passed_over: Vec::new() };
    for record in reader.records() {
        let record = record.map_err(syntax)?;
        let place = Place { input: input.to_owned(), line: record.position().map(|p| p.line() as usize) };
        let line = columns.line(&record, &place, &mut schedule.passed_over)?;
        schedule.lines.push(line);
    }
    Ok(schedule)
}

struct Columns {
    code: usize,
    description: usize,
    base: usize,
    final_year: usize,
    staging: usize,
    exporter: usize,
    importer: usize,
    starts: [usize; 2],
    years: Vec<(i16, usize, Option<usize>)>,
}

impl Columns {
    fn find(input: &str, header: &csv::StringRecord) -> Result<Self, ModelError> {
        let position = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name));
        let column = |name: &str| {
            position(name).ok_or_else(|| ModelError::Shape {
                place: Place::line(input, 1),
                expected: format!("a column `{name}`"),
                found: format!("{} other columns", header.len()),
            })
        };
        let years = header.iter().enumerate().filter_map(|(at, name)| {
            let year: i16 = name.strip_prefix('Y')?.parse().ok()?;
            Some((year, at, position(&format!("Alt_{year}"))))
        });
        Ok(Self {
            code: column("TL")?,
            description: column("TL_Desc")?,
            base: column("Base_Rate")?,
            final_year: column("Final_Year")?,
            staging: column("StagingBasket")?,
            exporter: column("PartnerName")?,
            importer: column("ReporterName")?,
            starts: [column("PartnerStartYear")?, column("ReporterStartYear")?],
            years: years.collect(),
        })
    }

    fn line(
        &self,
        record: &csv::StringRecord,
        place: &Place,
        passed_over: &mut Vec<String>,
    ) -> Result<ScheduleLine, ModelError> {
        let cell = |at: usize| record.get(at).unwrap_or("").trim();
        let starts = self.starts.iter().filter_map(|at| cell(*at).parse().ok());
        let first_year = starts.min().ok_or_else(|| bad(place, "a first year", ""))?;
        let (mut rates, mut specific) = (BTreeMap::new(), BTreeMap::new());
        for (year, at, other) in &self.years {
            let other = other.map_or("", cell);
            if *year < first_year {
                if !cell(*at).is_empty() || !other.is_empty() {
                    passed_over.push(format!("{place}: a rate of {year} lies before the agreement of {first_year}"));
                }
                continue;
            }
            if let Some(rate) = percent(cell(*at), place)? {
                rates.insert(*year, rate);
            } else if !other.is_empty() {
                specific.insert(*year, other.to_owned());
            }
        }
        Ok(ScheduleLine {
            code: cell(self.code).to_owned(),
            description: cell(self.description).to_owned(),
            importer: cell(self.importer).to_owned(),
            exporter: cell(self.exporter).to_owned(),
            staging: cell(self.staging).to_owned(),
            base: percent(cell(self.base), place)?,
            first_year,
            final_year: cell(self.final_year).parse().map_err(|_| bad(place, "a final year", cell(self.final_year)))?,
            rates,
            specific,
        })
    }
}

fn percent(cell: &str, place: &Place) -> Result<Option<f64>, ModelError> {
    if cell.is_empty() {
        return Ok(None);
    }
    match cell.parse::<f64>() {
        Ok(rate) if (0.0..10_000.0).contains(&rate) => Ok(Some(rate)),
        _ => Err(bad(place, "a rate in percent", cell)),
    }
}

fn bad(place: &Place, expected: &str, found: &str) -> ModelError {
    ModelError::Value {
        place: place.clone(),
        expected: expected.to_owned(),
        found: format!("\"{found}\""),
        mend: "correct the cell or leave it empty".to_owned(),
    }
}
