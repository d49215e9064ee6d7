//! Scenarios: what a dossier would say if some of it were otherwise.
//!
//! A scenario file is laid over the statements and edits none of them.
//! `[[statement]]` adds one, `[[change]]` gives keys of one other values,
//! `[[withdraw]]` takes one out; rows of tables go the same way (`[[row]]` adds one). `[[run]]` puts a model to work on inputs that are
//! statements and cells, and `[[figure]]` makes a statement of what it answers.
//! Several scenarios compose; where two ask for different things they conflict.

mod lay;
mod read;
mod rows;

use std::collections::BTreeMap;

use demarche_diagnostic::{FileId, Span};
use demarche_terms::{Date, SourceRef, StatementId};

use crate::syntax::{Field, Node};
use crate::tables::Reference;

pub(crate) use lay::lay;
pub(crate) use read::scenario;
pub(crate) use rows::lay_rows;

/// A scenario file.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its file's name without the ending.
    pub name: String,
    /// A title of one line.
    pub title: String,
    /// What is asked, in a sentence or two.
    pub says: String,
    /// From when it is otherwise; on earlier dates the scenario says nothing.
    pub from: Option<Date>,
    /// Who raised the question.
    pub sources: Vec<SourceRef>,
    /// What lies outside it, one sentence each.
    pub outside: Vec<String>,
    /// The file.
    pub file: FileId,
    /// Runs of models, in the order of the file.
    pub runs: Vec<Run>,
    /// What is taken from them, in the order of the file.
    pub figures: Vec<Figure>,
    /// Statements that are added, as ids.
    pub adds: Vec<StatementId>,
    /// Statements that are changed or withdrawn, with the reason.
    pub touches: Vec<(StatementId, String)>,
    statements: Vec<Node>,
    changes: Vec<Change>,
    rows: Vec<RowChange>,
    source: Option<Node>,
}

impl Scenario {
    /// Where it changes or withdraws a statement.
    pub fn place_of(&self, id: &StatementId) -> Option<Span> {
        self.changes.iter().find(|change| change.id == id.as_str()).map(|change| change.at)
    }

    /// Rows of tables that it adds, changes or withdraws, as it names them, with what it does to them and why.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &'static str, &str)> {
        self.rows.iter().map(|row| {
            let does = match row.does {
                RowMove::Added => "added",
                RowMove::Changed => "changed",
                RowMove::Withdrawn => "withdrawn",
            };
            (row.name.as_str(), does, row.reason.as_str())
        })
    }

    /// Where its own sources stand; the start of the file where it names none.
    pub(crate) fn source_at(&self) -> Span {
        self.source.as_ref().map_or_else(|| Span::new(self.file, 0..0), |node| node.span)
    }
}

/// A change to one statement, or its withdrawal.
#[derive(Clone, Debug)]
struct Change {
    id: String,
    at: Span,
    /// The keys with their new values; `None` takes the statement out.
    keys: Option<Vec<Field>>,
}

/// A row of a table that is otherwise.
#[derive(Clone, Debug)]
struct RowChange {
    /// Which row, as written.
    name: String,
    /// The same, read.
    reference: Reference,
    at: Span,
    /// Columns with what stands in them.
    cells: Vec<Field>,
    does: RowMove,
    /// Why; empty for a row that is added.
    reason: String,
}

/// What a scenario does to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowMove {
    Added,
    Changed,
    Withdrawn,
}

/// A model put to work.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its id, unique in the file.
    pub id: String,
    /// Where the id stands.
    pub at: Span,
    /// Which model.
    pub model: RunModel,
    /// What the study takes from the dossier, in the order of the file.
    pub takes: Vec<Take>,
}

/// The models that a run may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunModel {
    /// One product in one market.
    Product,
    /// The economies of the world, on tables beside the dossier.
    World,
    /// What agreements on sharing costs come to.
    BurdenSharing,
    /// Seats, thresholds and power.
    Assembly,
}

impl RunModel {
    /// Every model with its word in a scenario.
    pub const WORDS: [(Self, &'static str); 4] = [
        (Self::Product, "trade-product"),
        (Self::World, "trade-general"),
        (Self::BurdenSharing, "burden-sharing"),
        (Self::Assembly, "assembly"),
    ];

    /// The word in a scenario.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(model, _)| *model == self).map_or("", |(_, word)| word)
    }
}

/// A place in a study where a value of the dossier goes.
#[derive(Clone, Debug)]
pub struct Take {
    /// The value that is replaced, quotation marks and braces included.
    pub at: Span,
    /// The key it stands under.
    pub key: String,
    /// What is wanted there.
    pub wants: Wants,
}

/// What a study takes from the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A statement's value or a cell: `"@no-su.rate in 1"`.
    Value {
        /// Statement id or `table[key=value].column`.
        name: String,
        /// Unit in which the number is wanted.
        unit: Option<String>,
    },
    /// Rows of a table, one table of the study each: `{ rows = "t[...]", year = "year" }`.
    Rows {
        /// The rows.
        table: String,
        /// Keys of the study with the column that fills each.
        columns: Vec<(String, String)>,
    },
    /// Rows of a table as one table of the study: `{ rows = "t[...]", key = "name", value = "seats" }`.
    Pairs {
        /// The rows.
        table: String,
        /// Column of the keys.
        key: String,
        /// Column of the values.
        value: String,
    },
}

/// A figure that a run's answer gives, to become a statement.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The statement's id.
    pub id: StatementId,
    /// Where its `value` stands.
    pub at: Span,
    /// The run.
    pub run: String,
    /// Table of the answer; its title up to the first comma.
    pub table: String,
    /// Row of the table.
    pub row: String,
    /// Column of the table.
    pub column: String,
    /// Columns that hold the ends of the band.
    pub band: Option<(String, String)>,
    /// Unit of the number.
    pub unit: String,
    node: Node,
}

/// What a model says to a figure, ready to be read as a statement.
#[derive(Clone, Debug, Default)]
pub struct ModelFigure {
    /// The value as a literal of the dossier.
    pub literal: String,
    /// Name, version, closure, basis, data year, band and the like, by key.
    pub run: BTreeMap<String, String>,
    /// Statements that it rests on.
    pub inputs: Vec<String>,
    /// Cells and rows of tables that it rests on.
    pub cells: Vec<String>,
}

/// What models say, by the id of the figure.
pub type ModelFigures = BTreeMap<String, ModelFigure>;
