//! Kinds of statement: the vocabulary of a dossier.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::KindId;

/// What a kind's statements look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// Its id.
    pub id: KindId,
    /// Its name as pages print it.
    pub label: String,
    /// Type of the value.
    pub value: ValueType,
    /// Dimension of quantities, such as `money/time`; empty for others.
    pub dimension: String,
    /// How valid time is read.
    pub tense: Tense,
    /// At one time one value per subject and qualifiers: two that differ contradict.
    pub functional: bool,
    /// Days until an open statement without a review date needs another look.
    pub shelf_days: Option<i32>,
    /// The kind of event that settles an expectation.
    pub answers: Option<KindId>,
    /// Qualifiers by name.
    pub with: BTreeMap<String, QualifierRule>,
}

/// A qualifier that a kind knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QualifierRule {
    /// What it names.
    pub holds: QualifierType,
    /// Whether every statement of the kind must say it.
    pub required: bool,
    /// Whether a difference here makes statements *not comparable*.
    pub basis: bool,
    /// Words by which prose states each value of a basis.
    pub words: BTreeMap<String, Vec<String>>,
}

/// What a qualifier names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum QualifierType {
    /// An actor id.
    Actor,
    /// Free words or a code.
    Text,
    /// An EDTF date.
    Date,
    /// A statement id.
    Statement,
    /// A decimal number.
    Number,
}

/// The type of a kind's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    /// Measured amount.
    Quantity,
    /// Part of a whole.
    Share,
    /// Difference or growth between two times.
    Change,
    /// Place in an order.
    Rank,
    /// Number of things.
    Count,
    /// Date.
    Date,
    /// Who held an office, when.
    Term,
    /// Words.
    Text,
    /// Someone.
    Actor,
    /// Something that happened.
    Event,
    /// What an actor bound itself to.
    Commitment,
    /// What an actor says it wants.
    Position,
    /// How two actors stand to each other.
    Relation,
    /// A view that rests on grounds.
    Judgement,
}

impl ValueType {
    /// Every type with its word in a kind file.
    pub const WORDS: [(Self, &'static str); 14] = [
        (Self::Quantity, "quantity"),
        (Self::Share, "share"),
        (Self::Change, "change"),
        (Self::Rank, "rank"),
        (Self::Count, "count"),
        (Self::Date, "date"),
        (Self::Term, "term"),
        (Self::Text, "text"),
        (Self::Actor, "actor"),
        (Self::Event, "event"),
        (Self::Commitment, "commitment"),
        (Self::Position, "position"),
        (Self::Relation, "relation"),
        (Self::Judgement, "judgement"),
    ];

    /// The word in a kind file.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("text", |(_, word)| word)
    }
}

/// How a kind's valid time is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tense {
    /// A closed flow, such as trade in a year: stays true of its time.
    Period,
    /// Happens on a date.
    Moment,
    /// Holds while it holds; an open end needs a review date.
    State,
}
