//! Agreements as instruments: their ladder, the years they cover, and how they make payments grow.

use demarche_terms::Rung;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::error::{ModelError, Place};
use crate::number::Rate;

/// A dated step on the ladder.
///
/// An agreement that *expired* on a day was in force to the end of it, as treaties and ministries say; one that was
/// *terminated* on a day no longer was on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The rung reached.
    pub rung: Rung,
    /// The day.
    pub date: Date,
    /// Where it is reported.
    pub source: String,
}

/// How an agreement makes the payments of its years.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum GrowthRule {
    /// Each year's amount is listed or negotiated on its own.
    Listed,
    /// Each year grows with an index, such as consumer prices or a defense budget.
    Linked {
        /// Name of the index.
        index: String,
        /// Years by which the index is looked up earlier: 2 is growth of the year before last.
        lag: i16,
        /// The largest growth.
        cap: Option<Rate>,
        /// The smallest growth.
        floor: Option<Rate>,
    },
}

/// An agreement on contributions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Its name.
    pub name: String,
    /// First year it covers.
    pub first_year: i16,
    /// Last year it covers.
    pub last_year: i16,
    /// How payments grow.
    pub rule: GrowthRule,
    /// The ladder, in order of time.
    pub steps: Vec<Step>,
    /// Where the rule is published.
    pub source: String,
}

impl Step {
    /// The first day on which the step counts.
    pub fn counts_from(&self) -> Date {
        match self.rung {
            Rung::Expired => self.date.saturating_add(1.day()),
            _ => self.date,
        }
    }
}

impl Agreement {
    /// Checks years and ladder.
    ///
    /// # Errors
    /// [`ModelError::Value`] if the last year comes before the first, or the steps are not in
    /// order of time.
    pub fn check(&self, place: &Place) -> Result<(), ModelError> {
        let refuse = |expected: &str, found: String, mend: &str| ModelError::Value {
            place: place.clone(),
            expected: expected.to_owned(),
            found,
            mend: mend.to_owned(),
        };
        if self.last_year < self.first_year {
            return Err(refuse(
                "a last year that does not come before the first",
                format!("{} to {}", self.first_year, self.last_year),
                "exchange the two",
            ));
        }
        match self.steps.windows(2).find(|pair| pair[1].date < pair[0].date) {
            None => Ok(()),
            Some(pair) => Err(refuse(
                "the steps of the ladder in order of time",
                format!("{} after {}", pair[1].date, pair[0].date),
                "sort them, or correct a date",
            )),
        }
    }

    /// The last step that counts on `day`; `None` before the first.
    pub fn on(&self, day: Date) -> Option<&Step> {
        self.steps.iter().take_while(|step| step.counts_from() <= day).last()
    }

    /// Whether the agreement binds on `day`.
    pub fn in_force(&self, day: Date) -> bool {
        self.on(day).is_some_and(|step| step.rung == Rung::InForce)
    }

    /// Whether payments of `year` are covered.
    pub fn covers(&self, year: i16) -> bool {
        (self.first_year..=self.last_year).contains(&year)
    }
}

/// A time in which no agreement binds, between two that do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The agreement that ended.
    pub after: String,
    /// The agreement that came next.
    pub before: String,
    /// First day without.
    pub from: Date,
    /// First day with again.
    pub until: Date,
    /// Number of days without.
    pub days: i32,
}

/// The gaps between agreements, in order of time; needs the dates of ends and of entries into force.
pub fn gaps(agreements: &[Agreement]) -> Vec<Gap> {
    let date = |agreement: &Agreement, rungs: &[Rung]| {
        let step = agreement.steps.iter().find(|s| rungs.contains(&s.rung));
        step.map(Step::counts_from)
    };
    let mut spans: Vec<(Date, Option<Date>, &str)> = agreements
        .iter()
        .filter_map(|a| {
            let start = date(a, &[Rung::InForce])?;
            Some((start, date(a, &[Rung::Expired, Rung::Terminated]), a.name.as_str()))
        })
        .collect();
    spans.sort();
    spans
        .windows(2)
        .filter_map(|pair| {
            let (end, next) = (pair[0].1?, pair[1].0);
            let days = (next - end).get_days();
            (days > 0).then(|| Gap {
                after: pair[0].2.to_owned(),
                before: pair[1].2.to_owned(),
                from: end,
                until: next,
                days,
            })
        })
        .collect()
}
