//! Diff: what is no longer the same between two snapshots, and why.
//!
//! First statements, then the sentences that rest on them, then what readers of
//! the pages would see. A difference names its reason in the dossier's own
//! words. Where two figures differ in their basis they are *not comparable*:
//! nothing here says that something rose or fell.

mod pages;
mod sentences;
mod statements;

use demarche_brief::edition::ChangeKind;
use demarche_terms::{Date, StatementId};
use serde::Serialize;

pub use pages::figures_and_tables;

use crate::Snapshot;

/// Two snapshots compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The one.
    pub from: Side,
    /// The other.
    pub to: Side,
    /// The gravest kind of change of the prose and what it rests on; `None` where neither changed.
    pub kind: Option<ChangeKind>,
    /// Statements: first those that the prose rests on, gravest first, then the rest of the dossier.
    pub statements: Vec<StatementChange>,
    /// Sentences, in the order of the prose.
    pub sentences: Vec<SentenceChange>,
    /// Parts of the pages.
    pub pages: Vec<PageChange>,
}

/// A snapshot, as a heading names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// As the user named it.
    pub name: String,
    /// Title of the prose.
    pub title: String,
    /// Product id.
    pub product: String,
    /// Edition number.
    pub number: u32,
    /// The world at this date.
    pub as_of: Date,
    /// What could be known.
    pub known_by: Date,
    /// Sentences in the prose.
    pub sentences: usize,
}

/// What became of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatementChange {
    /// Its id.
    pub id: StatementId,
    /// In what way.
    pub how: How,
    /// The kind of change.
    pub kind: ChangeKind,
    /// What it says.
    pub says: String,
    /// Value or other part before; empty for none.
    pub before: String,
    /// The same after.
    pub after: String,
    /// Basis qualifiers in which the two differ (name, before, after): with any, the values are not comparable.
    pub not_comparable: Vec<(String, String, String)>,
    /// Why, in the dossier's words.
    pub reason: String,
    /// The statement that ended, replaced or follows it.
    pub by: Option<StatementId>,
    /// What that one says.
    pub by_says: String,
    /// The day: of the end, or when it came on record.
    pub on: Option<Date>,
    /// Sources of what is new, or of what ended, in a few words each.
    pub sources: Vec<String>,
    /// Whether the prose before, and the prose after, is bound to it or to what follows it.
    pub in_prose: (bool, bool),
    /// Whether either prose rests on it, directly or as an input.
    pub carries: bool,
    /// Whether before and after are figures or dates, not words.
    pub figures: bool,
    /// Whether what it says began after the date of the earlier side: new in the world, not only on record.
    pub new_in_the_world: bool,
    /// The name of its file.
    pub theme: String,
}

/// The ways in which a statement changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It ended: its time was over, what it awaited came or lapsed, what ends it happened.
    Ended,
    /// The reverse of [`How::Ended`].
    Revived,
    /// Another replaced it.
    Superseded,
    /// The reverse of [`How::Superseded`].
    Reinstated,
    /// A preferred rival is read in its place.
    Outranked,
    /// The reverse of [`How::Outranked`].
    Restored,
    /// The prose rests on another period or source of the same thing.
    Replaced,
    /// It came on record, or into the dossier.
    Added,
    /// The reverse of [`How::Added`].
    Withdrawn,
    /// Another value.
    Revalued,
    /// Other qualifiers.
    Requalified,
    /// Another valid or recorded time.
    Redated,
    /// Another rank among its rivals.
    Reranked,
    /// Other sources.
    Resourced,
    /// Another id.
    Renamed,
    /// Its text reads otherwise and says the same.
    Reworded,
    /// Another look came due.
    Due,
    /// The reverse of [`How::Due`].
    Renewed,
}

impl How {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ended => "expired",
            Self::Revived => "holds again",
            Self::Superseded => "superseded",
            Self::Reinstated => "reinstated",
            Self::Outranked => "outranked",
            Self::Restored => "read again",
            Self::Replaced => "replaced in the prose",
            Self::Added => "added",
            Self::Withdrawn => "withdrawn",
            Self::Revalued => "value changed",
            Self::Requalified => "basis or qualifiers changed",
            Self::Redated => "re-dated",
            Self::Reranked => "re-ranked",
            Self::Resourced => "re-sourced",
            Self::Renamed => "renamed",
            Self::Reworded => "reworded",
            Self::Due => "due for another look",
            Self::Renewed => "looked at again",
        }
    }

    /// What the same change is called with the sides exchanged.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Ended => Self::Revived,
            Self::Revived => Self::Ended,
            Self::Superseded => Self::Reinstated,
            Self::Reinstated => Self::Superseded,
            Self::Outranked => Self::Restored,
            Self::Restored => Self::Outranked,
            Self::Added => Self::Withdrawn,
            Self::Withdrawn => Self::Added,
            Self::Due => Self::Renewed,
            Self::Renewed => Self::Due,
            other => other,
        }
    }
}

/// What became of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentenceChange {
    /// In what way.
    pub how: SentenceHow,
    /// The kind of change.
    pub kind: ChangeKind,
    /// Heading of the section that it stands under, the newer one where both have it.
    pub section: String,
    /// Where it stood.
    pub before: Option<SentenceSide>,
    /// Where it stands.
    pub after: Option<SentenceSide>,
    /// Its words, those of both sides in order.
    pub words: Vec<Words>,
    /// Why: changes by index into [`Diff::statements`].
    pub because: Vec<usize>,
}

/// The ways in which a sentence changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SentenceHow {
    /// It stands in the one prose only.
    Removed,
    /// It stands in the other only.
    Added,
    /// Its words differ.
    Changed,
    /// Its words are the same and what they rest on is not.
    Unsettled,
}

impl SentenceHow {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Unsettled => "same words on changed ground",
        }
    }
}

/// A sentence in one prose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentenceSide {
    /// Its number.
    pub number: u32,
    /// Line in the brief's file.
    pub line: usize,
    /// Its words.
    pub text: String,
}

/// A run of words on one side or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// On which side.
    pub tag: Tag,
    /// The words with their spaces.
    pub text: String,
}

/// On which side words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tag {
    /// On both.
    Same,
    /// On the one.
    Removed,
    /// On the other.
    Added,
}

/// What a reader of the pages would see beside the sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageChange {
    /// Which part: title block, sections, figure, table, sources, coverage.
    pub part: String,
    /// What is there now that was not, or the reverse, as a sentence without its full stop.
    pub says: String,
}

/// Compares two snapshots.
pub fn diff(from: &Snapshot, to: &Snapshot) -> Diff {
    let statements = statements::compare(from, to);
    let sentences = sentences::compare(from, to, &statements);
    let pages = pages::compare(from, to);
    let carried = statements.iter().filter(|change| change.carries && !change.how.is_a_mere_look());
    let kinds = carried.map(|change| change.kind).chain(sentences.iter().map(|change| change.kind));
    let front =
        (from.edition.meta.title != to.edition.meta.title || !pages.is_empty()).then_some(ChangeKind::Mechanical);
    Diff { from: side(from), to: side(to), kind: kinds.chain(front).min(), statements, sentences, pages }
}

impl How {
    /// Whether only the calendar moved on.
    fn is_a_mere_look(self) -> bool {
        matches!(self, Self::Due | Self::Renewed)
    }
}

impl Diff {
    /// Whether nothing at all differs.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.sentences.is_empty() && self.pages.is_empty()
    }
}

fn side(snapshot: &Snapshot) -> Side {
    let meta = &snapshot.edition.meta;
    Side {
        name: snapshot.name.clone(),
        title: meta.title.clone(),
        product: meta.product.clone(),
        number: meta.number,
        as_of: meta.date,
        known_by: meta.known_by,
        sentences: snapshot.edition.sentences.len(),
    }
}
