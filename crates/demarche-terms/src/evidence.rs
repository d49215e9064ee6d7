//! How good the evidence for a statement is, and how its value came about: two separate axes.

use serde::Serialize;

/// Evidence grade of a statement, computed against the brief that is checked; best first.
///
/// A computed value has the grade of its weakest leaf, so grades compose by [`Ord::max`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// The producer of the fact, or its instrument: a dataset or a law whose place was seen.
    Independent,
    /// Another document that reports it.
    Other,
    /// Only the text that is being checked, or one that it was written from.
    Same,
    /// A source is named but was not seen.
    Unverified,
    /// No source at all.
    Unsourced,
}

impl Evidence {
    /// Every grade, best first.
    pub const ALL: [Self; 5] = [Self::Independent, Self::Other, Self::Same, Self::Unverified, Self::Unsourced];

    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Independent => "independent",
            Self::Other => "other",
            Self::Same => "same",
            Self::Unverified => "unverified",
            Self::Unsourced => "unsourced",
        }
    }

    /// One line on what the grade means, for a legend.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Independent => "the producer of the fact, or its legal instrument",
            Self::Other => "another document that reports it",
            Self::Same => "only the text that is checked, or one it was written from",
            Self::Unverified => "a source is named but was not seen",
            Self::Unsourced => "no source",
        }
    }
}

/// How a statement's value came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Printed in a source.
    Stated,
    /// Computed from other statements or table cells.
    Derived,
    /// Follows from a law or a calendar.
    Rule,
    /// The output of a model.
    Model,
    /// A forecast.
    Forecast,
}

impl Method {
    /// Every method, in the order in which reports list them.
    pub const ALL: [Self; 5] = [Self::Stated, Self::Derived, Self::Rule, Self::Model, Self::Forecast];

    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Derived => "derived",
            Self::Rule => "rule",
            Self::Model => "model",
            Self::Forecast => "forecast",
        }
    }
}
