//! Evidence grades, against the brief that is checked.

use demarche_terms::{Content, Evidence, Method, Modality, SourceId, SourceRef, Statement};

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

    /// A statement's own sources as far as they were public: one of a later day bears nothing out on an earlier one.
    /// A statement that is itself of a later day keeps those of its own day.
    pub(super) fn public<'s>(&self, statement: &'s Statement) -> impl Iterator<Item = &'s SourceRef> {
        let day = statement.recorded.map_or(self.clocks.known_by, |recorded| recorded.max(self.clocks.known_by));
        let public = move |id: &SourceId| self.ledger.source(id).is_none_or(|source| source.is_public(day));
        statement.sources.iter().filter(move |place| public(&place.source))
    }

    /// The best of a statement's own sources.
    pub(super) fn own_grade(&self, statement: &Statement) -> Evidence {
        let grades = self.public(statement).map(|source| self.grade(&source.source));
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
