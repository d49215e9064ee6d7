//! An assembly as one file: its history, its thresholds, and the day to report.
//!
//! ```toml
//! seats-by-law = 120
//! day          = 2019-03-15
//! individuals  = ["Independents"]      # groups whose members vote each for themselves
//! voting       = 110                   # optional: members who take part
//! outside      = ["absences are not forecast"]   # optional: printed with the result
//!
//! [[event]]
//! date   = 2016-04-13
//! kind   = "election"                  # or count, by-election, vacancy, move, merger
//! source = "electoral commission"
//! seats  = { "Party A" = 61, "Party B" = 50, "Independents" = 9 }
//!
//! [[event]]                            # an election may give votes in place of seats
//! date       = 2020-04-15
//! kind       = "election"
//! allocation = "2020"
//! source     = "electoral commission"
//!
//! [[allocation]]                       # how that election's law turns votes into seats
//! name       = "2020"
//! law        = "election act, article 189"
//! house      = 120
//! list-seats = 20
//! threshold  = "3/100"                 # optional; `or-districts = 5` is another way in
//! method     = "largest-remainder"     # or d-hondt, sainte-lague
//! link       = { seats = 10, ratio = "1/2" }   # optional: list seats that make up for districts
//! party      = [{ name = "Party A", votes = 900, districts = 60 }]
//!
//! [[event]]
//! date   = 2018-07-01
//! kind   = "vacancy"
//! party  = "Party A"
//! seats  = 1
//! source = "gazette"
//!
//! [[rule]]
//! name   = "bill"
//! law    = "constitution, article 49"
//! share  = "1/2"
//! more-than = true
//! of     = "voting"                    # or enrolled, seats-by-law
//! quorum = "1/2"
//! from   = 1988-02-25                  # optional, as is `until`: the days on which the law says so
//! ```

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::allocation::{Election, PartySeats};
use super::coalitions::{self, Coalitions};
use super::history::{Chamber, Event, EventKind, History};
use super::power::{self, Power};
use super::rules::{Base, Fraction, Needed, Rule};
use crate::error::{ModelError, Place, nearest};
use crate::form::{Fields, Form};

/// Most minimal winning coalitions that are listed per rule.
const COALITIONS: usize = 200;

/// An assembly, its rules, and the day to report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Study {
    /// Seats over time.
    pub history: History,
    /// The thresholds.
    pub rules: Vec<Rule>,
    /// The day to report.
    pub day: Date,
    /// Members who take part; none is all enrolled.
    pub voting: Option<u32>,
    /// What the figures leave out.
    pub outside: Vec<String>,
    /// Elections whose seats follow from votes.
    pub allocations: Vec<Allocation>,
    /// Where each rule stands in the file.
    places: Vec<Place>,
    /// Where the day stands.
    day_place: Place,
}

/// An election whose seats follow from votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Allocation {
    /// Its name, by which an event asks for it.
    pub name: String,
    /// The law whose rule it is.
    pub law: String,
    /// The seats of each party, in the order of the input.
    pub seats: Vec<PartySeats>,
}

/// A rule on the day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleOutcome {
    /// The rule.
    pub rule: Rule,
    /// Votes needed.
    pub needed: Needed,
    /// Who can reach it together, all members of a party voting alike.
    pub coalitions: Coalitions,
    /// Who decides how often.
    pub power: Vec<Power>,
}

/// The assembly on the day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StudyOutcome {
    /// Who holds how many seats.
    pub chamber: Chamber,
    /// The rules in force on the day.
    pub rules: Vec<RuleOutcome>,
    /// Rules that are not in force on the day, by name and law.
    pub not_in_force: Vec<String>,
    /// Elections whose seats follow from votes.
    pub allocations: Vec<Allocation>,
    /// What the model assumes, in one sentence.
    pub assumes: &'static str,
    /// What the figures leave out.
    pub outside: Vec<String>,
}

impl Study {
    /// Reads a study; `input` is the name that errors will show.
    ///
    /// # Errors
    /// The first value that is missing, refused or unknown, with its line, or an event that
    /// cannot have happened.
    pub fn read(input: &str, text: &str) -> Result<Self, ModelError> {
        Self::of(&Form::parse(input, text)?)
    }

    /// The study that a form holds.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn of(form: &Form) -> Result<Self, ModelError> {
        let fields = form.fields();
        let by_law = count(&fields, "seats-by-law")?;
        let individuals: BTreeSet<String> = fields.texts("individuals")?.into_iter().collect();
        let mut allocations = Vec::new();
        for table in fields.tables("allocation")? {
            allocations.push(allocation(&table)?);
            table.finish()?;
        }
        let mut events = Vec::new();
        for table in fields.tables("event")? {
            events.push((table.place(), event(&table, &allocations)?));
            table.finish()?;
        }
        let (mut rules, mut places) = (Vec::new(), Vec::new());
        for table in fields.tables("rule")? {
            rules.push(rule(&table)?);
            places.push(table.place());
            table.finish()?;
        }
        let voting = fields.has("voting");
        let study = Self {
            history: History::placed(by_law, events, individuals)?,
            rules,
            allocations,
            places,
            day_place: fields.place_of("day"),
            day: fields.date("day")?,
            voting: voting.then(|| count(&fields, "voting")).transpose()?,
            outside: fields.texts("outside")?,
        };
        fields.finish()?;
        Ok(study)
    }

    /// The assembly on the day of the study.
    ///
    /// # Errors
    /// [`ModelError::Value`] if the day lies before the first event, or as [`Rule::needed`].
    pub fn run(&self) -> Result<StudyOutcome, ModelError> {
        let chamber = self.history.on(self.day).ok_or_else(|| ModelError::Value {
            place: self.day_place.clone(),
            expected: "a day on or after the first event".into(),
            found: self.day.to_string(),
            mend: "add the election before it".into(),
        })?;
        let (in_force, others): (Vec<_>, Vec<_>) =
            self.rules.iter().zip(&self.places).partition(|(rule, _)| rule.in_force(self.day));
        let rules = in_force
            .into_iter()
            .map(|(rule, place)| {
                let needed = rule.needed(&chamber, self.voting).map_err(|error| error.at(place))?;
                Ok(RuleOutcome {
                    rule: rule.clone(),
                    needed,
                    coalitions: coalitions::minimal(&chamber, needed.votes, COALITIONS),
                    power: power::indices(&chamber, needed.votes),
                })
            })
            .collect::<Result<_, ModelError>>()?;
        Ok(StudyOutcome {
            chamber,
            rules,
            not_in_force: others.into_iter().map(|(rule, _)| format!("{} ({})", rule.name, rule.law)).collect(),
            allocations: self.allocations.clone(),
            assumes: "the members of a party vote alike, except in groups named as individuals; \
                      the power indices treat all coalitions, or all orders, as equally likely",
            outside: self.outside.clone(),
        })
    }
}

fn count(fields: &Fields<'_>, key: &str) -> Result<u32, ModelError> {
    fields.integer(key, 0, 3_000).map(|count| count as u32)
}

fn allocation(fields: &Fields<'_>) -> Result<Allocation, ModelError> {
    let (name, election) = (fields.text("name")?, Election::from_fields(fields)?);
    let seats = election.seats().map_err(|error| error.at(&fields.place()))?;
    Ok(Allocation { name, law: election.rule.law, seats })
}

/// The seats that an allocation gives, by the name under `allocation`.
fn allocated(fields: &Fields<'_>, allocations: &[Allocation]) -> Result<super::history::Seats, ModelError> {
    let name = fields.text("allocation")?;
    let found = allocations.iter().find(|allocation| allocation.name == name).ok_or_else(|| ModelError::Unknown {
        place: fields.place_of("allocation"),
        kind: "allocation",
        name: name.clone(),
        nearest: nearest(&name, allocations.iter().map(|known| known.name.as_str())),
    })?;
    Ok(found.seats.iter().map(|party| (party.party.clone(), party.total)).collect())
}

fn event(fields: &Fields<'_>, allocations: &[Allocation]) -> Result<Event, ModelError> {
    let kinds = ["election", "count", "by-election", "vacancy", "move", "merger"];
    let kind = match fields.choice("kind", &kinds)? {
        0 if fields.has("allocation") => EventKind::Election { seats: allocated(fields, allocations)? },
        0 => EventKind::Election { seats: seats(fields)? },
        1 => EventKind::Count { seats: seats(fields)? },
        2 => EventKind::ByElection { party: fields.text("party")?, seats: count(fields, "seats")? },
        3 => EventKind::Vacancy { party: fields.text("party")?, seats: count(fields, "seats")? },
        4 => EventKind::Move { from: fields.text("from")?, to: fields.text("to")?, seats: count(fields, "seats")? },
        _ => EventKind::Merger { parties: fields.texts("parties")?, into: fields.text("into")? },
    };
    Ok(Event { date: fields.date("date")?, kind, source: fields.text("source")? })
}

fn seats(fields: &Fields<'_>) -> Result<super::history::Seats, ModelError> {
    let table = fields.table("seats", "a table { \"Party\" = seats, … }")?;
    let parties = table.keys().into_iter();
    parties.map(|party| Ok((party.to_owned(), count(&table, party)?))).collect()
}

fn rule(fields: &Fields<'_>) -> Result<Rule, ModelError> {
    let fraction = |key: &str| -> Result<Option<Fraction>, ModelError> {
        fields.optional_text(key)?.map(|text| Fraction::parse(&text, fields.place_of(key))).transpose()
    };
    Ok(Rule {
        name: fields.text("name")?,
        law: fields.text("law")?,
        share: fraction("share")?
            .ok_or_else(|| fields.refuse("share", "a fraction such as \"3/5\"", "nothing", "add `share`"))?,
        more_than: fields.flag("more-than")?,
        of: Base::ALL[fields.choice("of", &Base::NAMES)?],
        quorum: fraction("quorum")?,
        quorum_more_than: fields.flag("quorum-more-than")?,
        from: fields.optional_date("from")?,
        until: fields.optional_date("until")?,
    })
}
