//! Lineage: a statement's value with everything it rests on, down to sources.

use jiff::civil::Date;
use serde::Serialize;

use crate::{Evidence, Method, SourceId, StatementId};

/// One node of the tree that `why` prints and that a page opens from a bound number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lineage {
    /// The statement; `None` for a table cell, a literal or a rule parameter.
    pub id: Option<StatementId>,
    /// What is said, as one sentence or phrase.
    pub says: String,
    /// The value as text with its unit, such as `9.3e9 USD/a`; empty for statements without one.
    pub value: String,
    /// The interval that the value stands for, such as `9.25e9 to 9.35e9 USD/a`; empty where exact or none.
    pub interval: String,
    /// Valid time as EDTF; empty for literals.
    pub valid: String,
    /// When it was put on record.
    pub recorded: Option<Date>,
    /// How the value came about.
    pub method: Method,
    /// Evidence grade; the weakest of the leaves below for computed values.
    pub evidence: Evidence,
    /// The formula, rule or query of a computed value; empty for stated ones.
    pub formula: String,
    /// Who said it, how strongly ("reported", "pledged by Norland"); empty for plain assertion.
    pub attribution: String,
    /// The sources, each with its place and quoted words.
    pub citations: Vec<Citation>,
    /// Who has signed the statement off, by day.
    pub signed: Vec<Signature>,
    /// What it was computed from.
    pub from: Vec<Lineage>,
}

/// One person's word that a statement was held against its sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Who.
    pub by: String,
    /// When.
    pub on: Date,
    /// Whether the statement still says what was signed.
    pub stands: bool,
}

impl Signature {
    /// Whether a name is that of the person who signed; capitals do not count.
    pub fn is_by(&self, name: &str) -> bool {
        self.by.to_lowercase() == name.to_lowercase()
    }
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The source's key in `sources.yml`.
    pub source: SourceId,
    /// Author or publisher, title, date in one line.
    pub reference: String,
    /// Where the source can be read; empty where unknown.
    pub url: String,
    /// Page, article, table row or cell; empty for the whole source.
    pub place: String,
    /// Words quoted from the source; empty where none were taken.
    pub quote: String,
    /// Release or vintage of a table, with the hash of the bytes used; empty for prose.
    pub release: String,
}
