//! What a ledger answers about a statement on given clocks.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use crate::statement::{Statement, Value};
use crate::time::Edtf;
use crate::{Evidence, Method, SourceId, StatementId};

/// The two clocks of a compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Clocks {
    /// The world at this date.
    pub as_of: Date,
    /// Nothing recorded later is seen.
    pub known_by: Date,
}

/// A statement as it stands on given clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resolved {
    /// The statement as written; shared, since every answer about it holds the same one.
    pub statement: Arc<Statement>,
    /// Its value, computed where it is; `None` for events, positions and the like, or where the inputs do not decide.
    pub value: Option<Value>,
    /// Its valid time, taken from the inputs where computed.
    pub valid: Option<Edtf>,
    /// When it was put on record; for computed values when the last input was.
    pub recorded: Option<Date>,
    /// How the value came about.
    pub method: Method,
    /// Evidence grade against the brief that is checked.
    pub evidence: Evidence,
    /// How it stands.
    pub life: Life,
}

/// How a statement stands on given clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "life", rename_all = "kebab-case")]
pub enum Life {
    /// It holds, or stays true of its closed time.
    Live,
    /// Nothing about it was on record yet.
    Unseen {
        /// When it came on record.
        recorded: Date,
    },
    /// Its valid time lies ahead.
    Ahead,
    /// It holds as far as is known, but another look is due.
    Due {
        /// Since when.
        since: Date,
        /// Why, as the end of a sentence: "its review date has come".
        why: String,
    },
    /// It no longer holds, was replaced, or what it awaited came or lapsed.
    Dead {
        /// What ended it.
        killer: Killer,
    },
}

/// What ended a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Killer {
    /// In what way.
    pub cause: Cause,
    /// The statement that did; `None` where a date passed.
    pub by: Option<StatementId>,
    /// The day in the world, or the day it came on record for replacements.
    pub on: Date,
    /// As the end of a sentence: "signed on 2019-03-08, recorded 2019-03-08".
    pub says: String,
}

/// The ways in which a statement ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Its valid time was over.
    Ended,
    /// Another statement says so and replaces it.
    Superseded,
    /// The event named in `ends` happened.
    EventCame,
    /// What it expected happened.
    ExpectationMet,
    /// What it expected did not come by its date.
    ExpectationLapsed,
    /// A preferred rival is read instead.
    PreferredRival,
}

/// A statement about the same thing as another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rival {
    /// Its answer on the same clocks.
    pub resolved: Resolved,
    /// Whether basis qualifiers agree, so that the two can be held against each other.
    pub same_basis: bool,
    /// Basis qualifiers in which they differ: name, this statement's value, the rival's.
    pub differs: Vec<(String, String, String)>,
    /// Whether valid times share a day; of closed periods, whether they are the same period.
    pub same_time: bool,
}

/// What an id in a binding leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The statement.
    Found(Box<Resolved>),
    /// The statement under its present id; the id asked for is a former one.
    Renamed(Box<Resolved>),
    /// No such statement.
    Unknown {
        /// Close spellings, best first; of those that are equally the nearest all, else at most three.
        close: Vec<StatementId>,
        /// How many of them are equally the nearest: one where it is clear what was meant.
        nearest: usize,
    },
}

impl Lookup {
    /// The statement, under whichever id.
    pub fn found(self) -> Option<Resolved> {
        match self {
            Self::Found(resolved) | Self::Renamed(resolved) => Some(*resolved),
            Self::Unknown { .. } => None,
        }
    }
}

/// Rows of a table, as text exactly as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Column names.
    pub columns: Vec<String>,
    /// Units by column, where the table's description gives one.
    pub units: BTreeMap<String, String>,
    /// Cells, each row as long as `columns`.
    pub rows: Vec<Vec<String>>,
    /// The table's source.
    pub source: Option<SourceId>,
    /// The table's release.
    pub release: String,
}
