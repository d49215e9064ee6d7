//! A whole dossier on one pair of clocks, ready to be written out: statements, sources, actors.

use demarche_terms::{Actor, Citation, Date, Source, StatementId};

use crate::StatementRow;
use crate::names::Names;

/// What a dossier holds.
#[derive(Clone, Debug)]
pub struct Holdings {
    /// The dossier's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where its IRIs begin.
    pub names: Names,
    /// The day the world is shown on.
    pub as_of: Date,
    /// What was recorded later is not seen.
    pub known_by: Date,
    /// Statements in the order of ids.
    pub statements: Vec<Held>,
    /// Sources in the order of keys.
    pub sources: Vec<Source>,
    /// Actors in the order of ids.
    pub actors: Vec<Actor>,
}

/// A statement with what its row has no column for.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its row.
    pub row: StatementRow,
    /// Qualifiers, one pair a value.
    pub with: Vec<(String, String)>,
    /// First and last day of its valid time; `None` where open or unknown.
    pub valid: (Option<Date>, Option<Date>),
    /// Its own sources, each with place and quoted words.
    pub citations: Vec<Citation>,
    /// Statements that it is computed from.
    pub from: Vec<StatementId>,
    /// Statements that it replaces.
    pub replaces: Vec<StatementId>,
}
