//! The world that a compile asks: a view of the ledger, nothing of its own.

use demarche_brief::{House, Lookup, Rows, World};
use demarche_diagnostic::Span;
use demarche_ledger::View;
use demarche_terms::{Actor, Clocks, Kind, KindId, Lineage, Resolved, Rival, Source, SourceId, StatementId};

/// A dossier on one pair of clocks, graded against one brief.
pub(crate) struct Held<'a>(pub View<'a>);

impl World for Held<'_> {
    fn clocks(&self) -> Clocks {
        self.0.clocks()
    }
    fn statement(&self, id: &str) -> Lookup {
        self.0.statement(id)
    }
    fn statements(&self) -> Vec<StatementId> {
        self.0.statements()
    }
    fn rivals(&self, id: &StatementId) -> Vec<Rival> {
        self.0.rivals(id)
    }
    fn of_kind(&self, kind: &KindId) -> Vec<Resolved> {
        self.0.of_kind(kind)
    }
    fn quoting(&self, words: &str) -> Vec<Resolved> {
        self.0.quoting(words)
    }
    fn lineage(&self, id: &StatementId) -> Option<Lineage> {
        self.0.lineage(id)
    }
    fn history(&self, id: &StatementId) -> Vec<String> {
        self.0.history(id)
    }
    fn place(&self, id: &StatementId) -> Option<Span> {
        self.0.place(id)
    }
    fn kind(&self, kind: &KindId) -> Option<&Kind> {
        self.0.kind(kind)
    }
    fn kinds(&self) -> Vec<&Kind> {
        self.0.ledger().kinds().collect()
    }
    fn source(&self, source: &SourceId) -> Option<&Source> {
        self.0.source(source)
    }
    fn sources(&self) -> Vec<&Source> {
        self.0.ledger().sources().collect()
    }
    fn sources_unread(&self) -> bool {
        self.0.ledger().sources_unread()
    }
    fn tables_unread(&self) -> bool {
        self.0.ledger().tables_unread()
    }
    fn sources_near(&self, key: &str) -> Vec<SourceId> {
        self.0.ledger().sources_near(key)
    }
    fn actors(&self) -> &[Actor] {
        self.0.actors()
    }
    fn house(&self) -> &House {
        &self.0.ledger().manifest().house
    }
    fn rows(&self, reference: &str) -> Result<Rows, String> {
        self.0.rows(reference)
    }
}
