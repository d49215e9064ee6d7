//! Rules of law and calendar: mechanisms only; which rules there are is data.
//!
//! A rule counts from an input date: to the first weekday on or after it
//! (moved on by days where holidays lie beside it), to the end of a term, or to
//! a deadline. It gives nothing for results outside the time of its validity.

use std::collections::BTreeSet;

use demarche_diagnostic::Span;
use demarche_terms::{Date, Edtf, RuleId, Source, SourceRef, Truth};
use jiff::civil::Weekday;

/// A public holiday.
#[derive(Clone, Debug)]
pub struct Holiday {
    /// Its name.
    pub name: String,
    /// When it falls.
    pub on: HolidayDate,
    /// The span in which it is a holiday; `None` for always.
    pub valid: Option<Edtf>,
    /// Jurisdiction of the file that it stands in.
    pub jurisdiction: String,
    /// The legal source.
    pub sources: Vec<SourceRef>,
}

/// When a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolidayDate {
    /// The same day each year.
    Yearly {
        /// Month, 1 to 12.
        month: i8,
        /// Day of the month.
        day: i8,
    },
    /// One date.
    Once(Date),
}

/// A rule of law or calendar.
#[derive(Clone, Debug)]
pub struct CalendarRule {
    /// Its id.
    pub id: RuleId,
    /// Its title.
    pub title: String,
    /// How it counts.
    pub mechanism: Mechanism,
    /// The office that it is about, as the dossier names it; empty where none.
    pub office: String,
    /// Results outside are not given.
    pub valid: Edtf,
    /// The qualifiers that name its input; the first one counts.
    pub inputs: Vec<String>,
    /// Where the law says so.
    pub sources: Vec<SourceRef>,
    /// Jurisdiction of the file that it stands in.
    pub jurisdiction: String,
    /// The span for which the holidays of the jurisdiction are all listed; `None` where the file does not say.
    pub holidays_complete: Option<Edtf>,
    /// Where it stands.
    pub place: Span,
}

/// How a rule counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// The first given weekday on or after input + `days`, moved on where `shift` says so.
    WeekdayFrom {
        /// Days from the input; negative for before.
        days: i64,
        /// Which weekday.
        weekday: Weekday,
        /// When it moves.
        shift: Option<Shift>,
    },
    /// The last day of a term of `years` that starts at the input.
    Term {
        /// Length.
        years: i64,
    },
    /// From the input to input + `days`: a deadline, not a date.
    Deadline {
        /// Length.
        days: i64,
    },
}

/// When and how far a date moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// On any of these.
    pub when: Vec<Beside>,
    /// Days on.
    pub by_days: i64,
}

/// How a day lies to a holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// It is one.
    Holiday,
    /// The next day is one.
    Eve,
    /// The day before was one.
    DayAfter,
}

impl Beside {
    /// Every word in a rule file.
    pub(crate) const WORDS: [(Self, &'static str); 3] =
        [(Self::Holiday, "holiday"), (Self::Eve, "eve-of-holiday"), (Self::DayAfter, "day-after-holiday")];
}

/// The rules and holidays of some jurisdictions, without a dossier.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    pub(crate) rules: Vec<CalendarRule>,
    pub(crate) holidays: Vec<Holiday>,
    pub(crate) sources: Vec<Source>,
}

/// A date that a rule gives, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// The date.
    pub on: Edtf,
    /// The rule, its sources and what was counted, one line each.
    pub lineage: Vec<String>,
}

impl Calendar {
    /// What a rule gives for an input day.
    ///
    /// `None` where there is no such rule, it gives nothing for that day, or the holidays that could move the date are
    /// not listed so far.
    pub fn date(&self, rule: &str, input: Date) -> Option<Ruled> {
        let rule = self.rules.iter().find(|found| found.id.as_str() == rule)?;
        let outcome = rule.apply(input, &self.holidays).ok()?;
        let reaches = outcome.date.latest().is_none_or(|last| rule.holidays_reach(last));
        let mut lineage = vec![format!("{}; counted from {input}", rule.title)];
        lineage.extend(rule.sources.iter().chain(&outcome.sources).map(|at| self.cited(at)));
        lineage.extend(outcome.steps);
        reaches.then_some(Ruled { on: outcome.date, lineage })
    }

    fn cited(&self, at: &SourceRef) -> String {
        let source = self.sources.iter().find(|source| source.id == at.source);
        let title = source.map_or_else(|| at.source.to_string(), |source| source.title.clone());
        match &at.place {
            Some(place) => format!("{title}, {place}"),
            None => title,
        }
    }
}

/// What a rule gives, with what was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub date: Edtf,
    /// Which holidays moved it.
    pub steps: Vec<String>,
    /// Their sources.
    pub sources: Vec<SourceRef>,
}

/// Most times that a date is moved on.
const SHIFTS: usize = 8;

impl CalendarRule {
    /// Applies the rule to one certain day.
    ///
    /// The error is the end of a sentence on why it gives nothing.
    pub(crate) fn apply(&self, input: Date, holidays: &[Holiday]) -> Result<Outcome, String> {
        let outcome = match &self.mechanism {
            Mechanism::WeekdayFrom { days, weekday, shift } => {
                let start = add(input, *days)?;
                let ahead = i64::from(start.weekday().until(*weekday));
                let first = Outcome { date: Edtf::day(add(start, ahead)?), steps: Vec::new(), sources: Vec::new() };
                match shift {
                    Some(shift) => self.shifted(add(start, ahead)?, shift, holidays)?,
                    None => first,
                }
            }
            Mechanism::Term { years } => {
                let span = jiff::Span::new().try_years(*years).map_err(|_| out_of_range())?;
                let next = input.checked_add(span).map_err(|_| out_of_range())?;
                Outcome { date: Edtf::day(add(next, -1)?), steps: Vec::new(), sources: Vec::new() }
            }
            Mechanism::Deadline { days } => {
                Outcome { date: Edtf::between(input, add(input, *days)?), steps: Vec::new(), sources: Vec::new() }
            }
        };
        let (first, last) = (outcome.date.earliest().unwrap_or(input), outcome.date.latest().unwrap_or(input));
        if self.valid.held_on(first) == Truth::Yes && self.valid.held_on(last) == Truth::Yes {
            Ok(outcome)
        } else {
            Err(format!("the rule counts to {}, but it is valid in {} only", outcome.date, self.valid))
        }
    }

    fn shifted(&self, first: Date, shift: &Shift, holidays: &[Holiday]) -> Result<Outcome, String> {
        let mut outcome = Outcome { date: Edtf::day(first), steps: Vec::new(), sources: Vec::new() };
        let mut day = first;
        let mut cited = BTreeSet::new();
        for _ in 0..SHIFTS {
            let Some((holiday, how)) = self.beside(day, &shift.when, holidays)? else { break };
            outcome.steps.push(format!("{day} {how} {}, so {} days on", holiday.name, shift.by_days));
            for source in &holiday.sources {
                if cited.insert(source.source.clone()) {
                    outcome.sources.push(source.clone());
                }
            }
            day = add(day, shift.by_days)?;
        }
        outcome.date = Edtf::day(day);
        Ok(outcome)
    }

    /// The holiday that a day falls on or beside, of this rule's jurisdiction.
    fn beside<'h>(
        &self,
        day: Date,
        when: &[Beside],
        holidays: &'h [Holiday],
    ) -> Result<Option<(&'h Holiday, &'static str)>, String> {
        for beside in when {
            let (at, how) = match beside {
                Beside::Holiday => (day, "is"),
                Beside::Eve => (add(day, 1)?, "is the eve of"),
                Beside::DayAfter => (add(day, -1)?, "is the day after"),
            };
            let on = |holiday: &&Holiday| holiday.jurisdiction == self.jurisdiction && holiday.falls_on(at);
            if let Some(holiday) = holidays.iter().find(on) {
                return Ok(Some((holiday, how)));
            }
        }
        Ok(None)
    }

    /// Whether the table of holidays reaches as far as `day`; `true` where the file does not say how far it reaches.
    pub(crate) fn holidays_reach(&self, day: Date) -> bool {
        let moves = matches!(self.mechanism, Mechanism::WeekdayFrom { shift: Some(_), .. });
        !moves || self.holidays_complete.as_ref().is_none_or(|span| span.held_on(day) == Truth::Yes)
    }
}

impl Holiday {
    /// Whether it falls on `day`.
    pub fn falls_on(&self, day: Date) -> bool {
        let on = match self.on {
            HolidayDate::Yearly { month, day: of_month } => (day.month(), day.day()) == (month, of_month),
            HolidayDate::Once(date) => date == day,
        };
        on && self.valid.as_ref().is_none_or(|valid| valid.held_on(day) == Truth::Yes)
    }
}

fn add(day: Date, days: i64) -> Result<Date, String> {
    let span = jiff::Span::new().try_days(days).map_err(|_| out_of_range())?;
    day.checked_add(span).map_err(|_| out_of_range())
}

fn out_of_range() -> String {
    "it counts past the end of the calendar".to_owned()
}
