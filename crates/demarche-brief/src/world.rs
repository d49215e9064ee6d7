//! What the compiler may ask: the brief asks, the hall answers.
//!
//! The compiler sees no ledger and no files. An as-of compile, a what-if
//! compile and a test of ten lines differ only in the [`World`] they are given.

use demarche_diagnostic::Span;
use demarche_terms::{
    Actor, Clocks, House, Kind, KindId, Lineage, Lookup, Resolved, Rival, Rows, Source, SourceId, StatementId,
};

/// Answers about the dossier on one pair of clocks, graded against one brief. Checks ask side by side.
pub trait World: Sync {
    /// The clocks of this compile.
    fn clocks(&self) -> Clocks;

    /// The statement of an id as written in a binding.
    fn statement(&self, id: &str) -> Lookup;

    /// Every statement, seen or not, in the order of ids.
    fn statements(&self) -> Vec<StatementId>;

    /// Seen, undeprecated statements about the same subject, predicate and non-basis qualifiers; never itself.
    fn rivals(&self, id: &StatementId) -> Vec<Rival>;

    /// Seen, undeprecated statements of a kind, in the order of ids.
    fn of_kind(&self, kind: &KindId) -> Vec<Resolved>;

    /// Seen statements whose quoted source words contain `words` (case and white space apart).
    fn quoting(&self, words: &str) -> Vec<Resolved>;

    /// A statement's whole lineage.
    fn lineage(&self, id: &StatementId) -> Option<Lineage>;

    /// Earlier and rival values of the same thing, newest first, one line each.
    fn history(&self, id: &StatementId) -> Vec<String>;

    /// Where a statement stands in the dossier's text.
    fn place(&self, id: &StatementId) -> Option<Span>;

    /// A kind of statement.
    fn kind(&self, kind: &KindId) -> Option<&Kind>;

    /// Every kind, in the order of ids.
    fn kinds(&self) -> Vec<&Kind>;

    /// A source.
    fn source(&self, source: &SourceId) -> Option<&Source>;

    /// Every source, in the order of keys.
    fn sources(&self) -> Vec<&Source>;

    /// Whether the list of sources could not be read: that has its own finding, and what misses a source has none.
    fn sources_unread(&self) -> bool {
        false
    }

    /// Whether the list of tables could not be read: that has its own finding, and what misses a table has none.
    fn tables_unread(&self) -> bool {
        false
    }

    /// Keys of sources that are equally the nearest to a mistyped one; none where none is near.
    fn sources_near(&self, key: &str) -> Vec<SourceId>;

    /// Every actor, in the order of ids.
    fn actors(&self) -> &[Actor];

    /// House style.
    fn house(&self) -> &House;

    /// Rows of a table reference such as `seats[as-of=2018-12-31]`, as seen on these clocks.
    ///
    /// # Errors
    /// One sentence that names the table, row or column that is not there, and what is.
    fn rows(&self, reference: &str) -> Result<Rows, String>;
}
