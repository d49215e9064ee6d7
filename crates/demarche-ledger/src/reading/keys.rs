//! The keys of a statement and of the tables in it: what the reader takes apart, and what the schema is made from.

/// Every key of a statement, in canonical order.
pub(crate) const STATEMENT: &[&str] = &[
    "id",
    "was",
    "says",
    "subject",
    "predicate",
    "with",
    "value",
    "derive",
    "rule",
    "count",
    "position-in",
    "model",
    "valid",
    "recorded",
    "source",
    "data",
    "modality",
    "by",
    "rank",
    "supersedes",
    "review",
    "confirmed",
    "ends",
    "expects",
    "grounds",
    "analyst",
    "judged",
    "steps",
    "instrument",
    "plover",
    "place",
    "complete",
];

/// What a statement claims, from `subject` to `by`: two versions of it are joined as a whole or not at all.
pub(crate) const CLAIM: &[&str] = STATEMENT.split_at(3).1.split_at(15).0;

const _: () = assert!(matches!(CLAIM[0].as_bytes(), b"subject") && matches!(CLAIM[14].as_bytes(), b"by"));

/// The keys of which at most one gives the content.
pub(crate) const CONTENT: &[&str] = &["value", "derive", "rule", "count", "position-in"];

/// Keys of a place in a source.
pub(crate) const SOURCE: &[&str] = &["ref", "page", "place", "quote"];

/// Keys of an attribution.
pub(crate) const BY: &[&str] = &["actor", "act", "on", "to", "place"];

/// Keys of a replacement.
pub(crate) const SUPERSEDES: &[&str] = &["id", "reason"];

/// Words with which a reason begins.
pub(crate) const REASONS: &[&str] = &["revised", "world-changed", "corrected"];

/// Keys of a confirmation.
pub(crate) const CONFIRMED: &[&str] = &["date", "source"];

/// Keys of a step of an instrument.
pub(crate) const STEP: &[&str] = &["step", "on", "source"];

/// What a model's run says of itself, one text a key.
pub(crate) const RUN: &[&str] =
    &["name", "version", "closure", "basis", "data-year", "band", "draws", "sign", "central"];

/// What a model's run rests on: statements, and cells of tables.
pub(crate) const RUN_INPUTS: &[&str] = &["inputs", "cells"];

/// Keys of a rank from a table.
pub(crate) const POSITION: &[&str] = &["table", "measure", "of", "order"];

/// Orders of a rank: whether the smallest comes first.
pub(crate) const ORDERS: [(bool, &str); 2] = [(false, "largest"), (true, "smallest")];

/// Keys of `count`.
pub(crate) const COUNT: &[&str] = &["predicate", "subject", "with", "from", "to"];

/// Keys of `complete`.
pub(crate) const COMPLETE: &[&str] = &["predicate", "subject", "with", "from", "to", "source"];

/// Keys of `ends`.
pub(crate) const ENDS: &[&str] = &["predicate", "subject", "with", "after"];

/// Keys of `expects`.
pub(crate) const EXPECTS: &[&str] = &["predicate", "subject", "with", "after", "by"];
