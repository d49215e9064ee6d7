//! `why`: the whole lineage of one statement.

use demarche_brief::Lookup;
use demarche_terms::{Lineage, Resolved};

use crate::{HallError, Reading, Workspace};

/// A statement's answer, its lineage and what else was said of the same thing.
pub struct Why {
    /// The answer on the clocks.
    pub resolved: Resolved,
    /// The tree down to sources.
    pub lineage: Lineage,
    /// Earlier and rival values, newest first.
    pub history: Vec<String>,
    /// File and line of the statement in the dossier.
    pub place: Option<String>,
}

impl Workspace {
    /// The lineage of a statement on today's date, unless another is asked for; graded against the main brief.
    ///
    /// # Errors
    /// [`HallError::UnknownStatement`] with close spellings.
    pub fn why(&mut self, id: &str, reading: Reading) -> Result<Why, HallError> {
        let path = self.brief_path();
        let written_from = self.brief(&path).map(|(brief, _)| brief.front.written_from).unwrap_or_default();
        let clocks = reading.clocks(self.today()?);
        let view = self.ledger().at(clocks, &written_from);
        let resolved = match view.statement(id) {
            Lookup::Found(resolved) | Lookup::Renamed(resolved) => *resolved,
            Lookup::Unknown { close, .. } => {
                let close = close.iter().map(ToString::to_string).collect();
                return Err(HallError::UnknownStatement(id.to_owned(), close));
            }
        };
        let found = &resolved.statement.id;
        let lineage = view.lineage(found).ok_or_else(|| HallError::UnknownStatement(id.to_owned(), Vec::new()))?;
        let place = self
            .ledger()
            .place(found)
            .map(|span| format!("{}:{}", self.sources().name(span.file), self.sources().place(span).line));
        Ok(Why { history: view.history(found), lineage, place, resolved })
    }
}
