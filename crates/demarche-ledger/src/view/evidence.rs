//! Evidence grades, against the brief that is checked.

use demarche_terms::{Content, Evidence, Method, Modality, SourceId, Statement};

use super::View;

impl View<'_> {
    /// The grade of one source: a text that the brief was written from proves nothing about the brief.
    pub(super) fn grade(&self, source: &SourceId) -> Evidence {
        let Some(source) = self.ledger.source(source) else { return Evidence::Unsourced };
        if self.written_from.contains(&source.id) {
            Evidence::Same
        } else if !source.seen {
            Evidence::Unverified
        } else if source.is_producer() {
            Evidence::Independent
        } else {
            Evidence::Other
        }
    }

    /// The best of a statement's own sources.
    pub(super) fn own_grade(&self, statement: &Statement) -> Evidence {
        let grades = statement.sources.iter().map(|source| self.grade(&source.source));
        grades.min().unwrap_or(Evidence::Unsourced)
    }
}

/// How a statement's value comes about. A model's output about what is to come is a forecast.
pub(super) fn method(statement: &Statement) -> Method {
    match &statement.content {
        Content::Value { .. } | Content::Bare => Method::Stated,
        Content::Derive { .. } | Content::Count { .. } | Content::Position { .. } => Method::Derived,
        Content::Rule { .. } => Method::Rule,
        Content::Model { .. } if statement.modality == Modality::Expected => Method::Forecast,
        Content::Model { .. } => Method::Model,
    }
}
