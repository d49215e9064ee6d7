//! Seats by party over time, from elections, by-elections, vacancies, splits and mergers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use crate::error::{ModelError, Place, nearest};

/// Seats by party; parties in the order of their names.
pub type Seats = BTreeMap<String, u32>;

/// What happened to the seats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EventKind {
    /// A general election: all seats anew.
    Election {
        /// Seats won.
        seats: Seats,
    },
    /// A published count that replaces ours where the moves between are not known one by one.
    Count {
        /// Seats held.
        seats: Seats,
    },
    /// Vacant seats are filled.
    ByElection {
        /// The winner.
        party: String,
        /// Number of seats.
        seats: u32,
    },
    /// Members die, resign or lose their seats.
    Vacancy {
        /// The party that loses them.
        party: String,
        /// Number of seats.
        seats: u32,
    },
    /// Members leave one party for another, old or new.
    Move {
        /// The party they leave.
        from: String,
        /// The party they join.
        to: String,
        /// Number of members.
        seats: u32,
    },
    /// Parties become one, or one party takes a new name.
    Merger {
        /// The parties that end.
        parties: Vec<String>,
        /// The party that goes on.
        into: String,
    },
}

/// One event with its day and source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The first day on which the seats are held so.
    pub date: Date,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
    /// Where it is reported.
    pub source: String,
}

/// An assembly through time; made only by [`History::new`], so that every event can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    by_law: u32,
    events: Vec<Event>,
    individuals: BTreeSet<String>,
}

/// An assembly on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chamber {
    /// The day.
    pub day: Date,
    /// Seats by law.
    pub by_law: u32,
    /// Members enrolled: seats by law less vacancies.
    pub enrolled: u32,
    /// Parties with seats, largest first, then by name.
    pub parties: Vec<(String, u32)>,
    /// Names among `parties` whose members vote each for themselves, such as independents.
    pub individuals: BTreeSet<String>,
    /// The latest event that counts, and its source.
    pub as_of: (Date, String),
}

impl History {
    /// A history from its events, in any order; events of one day keep their order.
    ///
    /// `by_law` is the number of seats by law; `individuals` names groups of members who do
    /// not vote as one.
    ///
    /// # Errors
    /// [`ModelError::Value`] if the first event is no election or count, if an event takes
    /// seats that a party does not hold, or if more seats are held than there are by law;
    /// [`ModelError::Unknown`] for a party without seats.
    pub fn new(by_law: u32, events: Vec<Event>, individuals: BTreeSet<String>) -> Result<Self, ModelError> {
        let placed = events.into_iter().map(|event| (place(&event), event)).collect();
        Self::placed(by_law, placed, individuals)
    }

    /// As [`History::new`], with the place of each event for errors.
    pub(super) fn placed(
        by_law: u32,
        mut events: Vec<(Place, Event)>,
        individuals: BTreeSet<String>,
    ) -> Result<Self, ModelError> {
        events.sort_by_key(|(_, event)| event.date);
        let mut history = Self { by_law, events: Vec::new(), individuals };
        let mut seats: Option<Seats> = None;
        for (place, event) in events {
            seats = Some(history.after(seats, &event).map_err(|error| error.at(&place))?);
            history.events.push(event);
        }
        Ok(history)
    }

    /// The events, in order of time.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The assembly on `day`, or `None` before the first event.
    pub fn on(&self, day: Date) -> Option<Chamber> {
        let past = self.events.iter().take_while(|event| event.date <= day);
        let mut last = None;
        let mut seats = None;
        for event in past {
            // The history was checked as a whole, so no event fails here.
            seats = self.after(seats, event).ok();
            last = Some((event.date, event.source.clone()));
        }
        let mut parties: Vec<(String, u32)> = seats?.into_iter().collect();
        parties.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let held = |name: &String| parties.iter().any(|(party, _)| party == name);
        Some(Chamber {
            day,
            by_law: self.by_law,
            enrolled: parties.iter().map(|(_, seats)| seats).sum(),
            individuals: self.individuals.iter().filter(|n| held(n)).cloned().collect(),
            parties,
            as_of: last?,
        })
    }

    /// The days on which seats changed, with the assembly after each.
    pub fn chambers(&self) -> Vec<Chamber> {
        let days: BTreeSet<Date> = self.events.iter().map(|event| event.date).collect();
        days.into_iter().filter_map(|day| self.on(day)).collect()
    }

    fn after(&self, seats: Option<Seats>, event: &Event) -> Result<Seats, ModelError> {
        let mut seats = match (&event.kind, seats) {
            (EventKind::Election { seats } | EventKind::Count { seats }, _) => seats.clone(),
            (_, Some(seats)) => seats,
            (_, None) => {
                return Err(refuse(
                    event,
                    "an election or a count as the first event",
                    "a change to seats that nobody holds",
                    "begin with an election",
                ));
            }
        };
        match &event.kind {
            EventKind::Election { .. } | EventKind::Count { .. } => {}
            EventKind::ByElection { party, seats: won } => add(&mut seats, party, *won),
            EventKind::Vacancy { party, seats: lost } => take(&mut seats, party, *lost, event)?,
            EventKind::Move { from, to, seats: n } => {
                take(&mut seats, from, *n, event)?;
                add(&mut seats, to, *n);
            }
            EventKind::Merger { parties, into } => {
                for party in parties {
                    let held = held(&seats, party, event)?;
                    take(&mut seats, party, held, event)?;
                    add(&mut seats, into, held);
                }
            }
        }
        seats.retain(|_, held| *held > 0);
        let total = seats.values().try_fold(0_u32, |sum, held| sum.checked_add(*held));
        match total {
            Some(total) if total <= self.by_law => Ok(seats),
            _ => Err(refuse(
                event,
                format!("at most {} seats, the number by law", self.by_law),
                total.map_or("more than can be counted".to_owned(), |t| t.to_string()),
                "record the vacancy before the by-election",
            )),
        }
    }
}

impl Chamber {
    /// Seats of a party; none is 0.
    pub fn seats(&self, party: &str) -> u32 {
        let found = self.parties.iter().find(|(name, _)| name == party);
        found.map_or(0, |(_, seats)| *seats)
    }
}

fn add(seats: &mut Seats, party: &str, more: u32) {
    let held = seats.entry(party.to_owned()).or_insert(0);
    *held = held.saturating_add(more);
}

fn held(seats: &Seats, party: &str, event: &Event) -> Result<u32, ModelError> {
    seats.get(party).copied().ok_or_else(|| ModelError::Unknown {
        place: place(event),
        kind: "party with seats",
        name: party.to_owned(),
        nearest: nearest(party, seats.keys().map(String::as_str)),
    })
}

fn take(seats: &mut Seats, party: &str, fewer: u32, event: &Event) -> Result<(), ModelError> {
    let held = held(seats, party, event)?;
    let left = held.checked_sub(fewer).ok_or_else(|| {
        refuse(
            event,
            format!("at most {held} seats taken from \"{party}\""),
            fewer.to_string(),
            "check the number, or record what the party gained before",
        )
    })?;
    seats.insert(party.to_owned(), left);
    Ok(())
}

fn place(event: &Event) -> Place {
    Place::of(format!("event of {} ({})", event.date, event.source))
}

fn refuse(event: &Event, expected: impl Into<String>, found: impl Into<String>, mend: &str) -> ModelError {
    ModelError::Value { place: place(event), expected: expected.into(), found: found.into(), mend: mend.to_owned() }
}
