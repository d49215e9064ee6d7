//! Statements: what a source says was so, and when it said it.
//!
//! A statement carries two times. *Valid time* is when the thing held in the
//! world; *recorded time* is when the source put it on record. A later source
//! never overwrites an earlier one: both stay, and the clocks choose.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::quantity::Quantity;
use crate::time::Edtf;
use crate::{ActorId, KindId, RuleId, SourceId, StatementId};

/// What one source says about one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Readable, never reused.
    pub id: StatementId,
    /// Former ids.
    pub was: Vec<StatementId>,
    /// The whole as one sentence or phrase, in the dossier's own words.
    pub says: String,
    /// Who or what it is about.
    pub subject: ActorId,
    /// Its kind.
    pub predicate: KindId,
    /// Qualifiers by name; a list holds several actors.
    pub with: BTreeMap<String, Vec<String>>,
    /// The value or how it comes about.
    pub content: Content,
    /// When it held; `None` only for derived and ruled statements, which take it from their inputs.
    pub valid: Option<Edtf>,
    /// When it was put on record; `None` only for derived and ruled statements.
    pub recorded: Option<Date>,
    /// Where it is said.
    pub sources: Vec<SourceRef>,
    /// The independent table cell that says the same, such as `trade[year=2017].balance`.
    pub data: Option<String>,
    /// How strongly it is said.
    pub modality: Modality,
    /// Whose word it is.
    pub by: Option<Attribution>,
    /// Which of several rivals is read.
    pub rank: StatementRank,
    /// What it replaces, and why.
    pub supersedes: Vec<Supersession>,
    /// When an open statement needs another look.
    pub review: Option<Date>,
    /// Who confirmed it since, and when.
    pub confirmed: Vec<Confirmation>,
    /// The event that ends its valid time.
    pub ends: Option<EventQuery>,
    /// What is expected and by when.
    pub expects: Option<Expectation>,
    /// What a judgement rests on.
    pub grounds: Vec<StatementId>,
    /// Who judged, and when.
    pub judged: Option<(String, Date)>,
    /// A commitment's ladder, lowest step first.
    pub steps: Vec<Step>,
    /// The paper that carries a commitment.
    pub instrument: Option<ActorId>,
    /// An event's PLOVER root.
    pub plover: Option<String>,
    /// Where an event happened; its date is local to the place.
    pub place: Option<String>,
    /// The window in which all events of a kind are held.
    pub complete: Option<EventQuery>,
}

/// What a statement says, or how that is found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "content", rename_all = "kebab-case")]
pub enum Content {
    /// A literal from the source.
    Value {
        /// The value.
        value: Value,
    },
    /// A formula over other statements.
    Derive {
        /// As written.
        formula: String,
    },
    /// A rule of law or calendar; inputs are the qualifiers it names.
    Rule {
        /// The rule.
        rule: RuleId,
    },
    /// The number of distinct event statements that match.
    Count {
        /// Which events.
        query: EventQuery,
    },
    /// The rank of one row of a table.
    Position {
        /// Table with row filter, such as `trade-by-partner[year=2017]`.
        table: String,
        /// Column that is compared.
        measure: String,
        /// `column=value` of the row that is ranked.
        of: String,
        /// `largest` or `smallest` is first.
        smallest_first: bool,
    },
    /// A model's output.
    Model {
        /// The value with its band as interval.
        value: Value,
        /// Name, version, closure and data year, by key.
        run: BTreeMap<String, String>,
    },
    /// Nothing beyond subject, predicate and qualifiers: events, commitments, positions, relations, judgements.
    Bare,
}

/// A literal value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", content = "value", rename_all = "kebab-case")]
pub enum Value {
    /// A measured amount; also shares and changes.
    Quantity(Quantity),
    /// A place in an order.
    Rank {
        /// 1 is first.
        place: u32,
        /// Shared with others.
        tied: bool,
    },
    /// A number of things.
    Count {
        /// At least this many.
        at_least: u64,
        /// At most; `None` where the record is not complete.
        at_most: Option<u64>,
    },
    /// A date.
    Date(Edtf),
    /// Words.
    Text(String),
    /// Someone.
    Actor(ActorId),
}

impl Value {
    /// The value as a person reads it.
    pub fn shown(&self) -> String {
        match self {
            Self::Quantity(quantity) => quantity.shown(),
            Self::Rank { place, tied } => format!("{}{place}", if *tied { "=" } else { "" }),
            Self::Count { at_least, at_most } if *at_most == Some(*at_least) => at_least.to_string(),
            Self::Count { at_least, at_most: Some(most) } => format!("{at_least} to {most}"),
            Self::Count { at_least, at_most: None } => format!("at least {at_least}"),
            Self::Date(date) => date.to_string(),
            Self::Text(text) => text.clone(),
            Self::Actor(actor) => actor.to_string(),
        }
    }

    /// The interval, where it says more than the value itself.
    pub fn shown_interval(&self) -> String {
        match self {
            Self::Quantity(quantity) if quantity.interval.single().is_none() => quantity.shown_interval(),
            _ => String::new(),
        }
    }
}

/// How strongly something is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// As plain fact.
    #[default]
    Asserted,
    /// As someone's report.
    Reported,
    /// As expected to come.
    Expected,
    /// As promised.
    Pledged,
    /// As asked for.
    Demanded,
    /// As contested.
    Disputed,
    /// As not so.
    Denied,
}

impl Modality {
    /// Every modality with its word in a dossier.
    pub const WORDS: [(Self, &'static str); 7] = [
        (Self::Asserted, "asserted"),
        (Self::Reported, "reported"),
        (Self::Expected, "expected"),
        (Self::Pledged, "pledged"),
        (Self::Demanded, "demanded"),
        (Self::Disputed, "disputed"),
        (Self::Denied, "denied"),
    ];

    /// The word in a dossier.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(modality, _)| *modality == self).map_or("asserted", |(_, word)| word)
    }
}

/// Which of several rivals is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementRank {
    /// Read before the others.
    Preferred,
    /// The usual.
    #[default]
    Normal,
    /// Kept for the record, never read.
    Deprecated,
}

impl StatementRank {
    /// Every rank with its word in a dossier.
    pub const WORDS: [(Self, &'static str); 3] =
        [(Self::Preferred, "preferred"), (Self::Normal, "normal"), (Self::Deprecated, "deprecated")];

    /// The word in a dossier.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(rank, _)| *rank == self).map_or("normal", |(_, word)| word)
    }
}

/// Whose word it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attribution {
    /// The holder or speaker.
    pub actor: ActorId,
    /// What they did: said, demanded, pledged, holds.
    pub act: String,
    /// When.
    pub on: Option<Edtf>,
    /// To whom.
    pub to: Option<ActorId>,
    /// Where.
    pub place: Option<String>,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceRef {
    /// Key in `sources.yml`.
    pub source: SourceId,
    /// Page.
    pub page: Option<String>,
    /// Article, table, row.
    pub place: Option<String>,
    /// Quoted words.
    pub quote: Option<String>,
}

/// A replacement of one statement by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Supersession {
    /// What is replaced.
    pub id: StatementId,
    /// Why.
    pub reason: String,
}

/// Someone looked again and it still holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confirmation {
    /// When.
    pub date: Date,
    /// In what.
    pub source: SourceId,
}

/// Which event statements are meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventQuery {
    /// Their kind.
    pub predicate: KindId,
    /// Their subject.
    pub subject: Option<ActorId>,
    /// Qualifiers that they must have.
    pub with: BTreeMap<String, Vec<String>>,
    /// First day, inclusive.
    pub from: Option<Date>,
    /// Last day, inclusive.
    pub to: Option<Date>,
}

/// Something to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expectation {
    /// The event that settles it.
    pub event: EventQuery,
    /// The date after which it lapses.
    pub by: Date,
}

/// A step of a commitment's ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Which step.
    pub rung: Rung,
    /// When.
    pub on: Edtf,
    /// In what.
    pub source: Option<SourceId>,
}

/// The rungs of an instrument's ladder, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rung {
    /// Put forward.
    Proposed,
    /// Agreed in substance.
    Agreed,
    /// Initialled by negotiators.
    Initialled,
    /// Signed.
    Signed,
    /// Ratified by all who must.
    Ratified,
    /// In force.
    InForce,
    /// Suspended.
    Suspended,
    /// Its term ran out.
    Expired,
    /// Ended by an act.
    Terminated,
}

impl Rung {
    /// Every rung with its word in a dossier, lowest first.
    pub const WORDS: [(Self, &'static str); 9] = [
        (Self::Proposed, "proposed"),
        (Self::Agreed, "agreed"),
        (Self::Initialled, "initialled"),
        (Self::Signed, "signed"),
        (Self::Ratified, "ratified"),
        (Self::InForce, "in-force"),
        (Self::Suspended, "suspended"),
        (Self::Expired, "expired"),
        (Self::Terminated, "terminated"),
    ];

    /// The word in a dossier.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(rung, _)| *rung == self).map_or("proposed", |(_, word)| word)
    }
}
