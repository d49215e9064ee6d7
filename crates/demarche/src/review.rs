//! `review`: who has signed which statement off, and signing one.

use std::fmt::Write;
use std::path::Path;

use demarche_terms::{Date, Signature, StatementId};
use serde_json::json;

use crate::busy::Busy;
use crate::{HallError, Reading, Workspace, write_atomically};

/// How the sign-off of one statement stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// The statement.
    pub id: StatementId,
    /// What it says.
    pub says: String,
    /// Who signed, by day.
    pub signed: Vec<Signature>,
    /// People whose sign-off is still missing, where the dossier asks for some.
    pub missing: usize,
}

impl Workspace {
    /// Every statement that somebody signed or the dossier wants signed, in the order of ids.
    ///
    /// # Errors
    /// [`HallError::TimeZone`].
    pub fn reviews(&self, reading: Reading) -> Result<Vec<Reviewed>, HallError> {
        let view = self.ledger().at(reading.clocks(self.today()?), &[]);
        let reviewed = self.ledger().statements().filter_map(|statement| {
            let (signed, missing) = view.sign_offs(&statement.id)?;
            let (id, says) = (statement.id.clone(), statement.says.clone());
            (missing > 0 || !signed.is_empty()).then_some(Reviewed { id, says, signed, missing })
        });
        Ok(reviewed.collect())
    }

    /// Signs statements off in `reviews.toml`, bound to what they say now; a former sign-off by the same person is kept.
    ///
    /// # Errors
    /// [`HallError::UnknownStatement`] with close spellings, [`HallError::NoName`], [`HallError::Busy`] or [`HallError::Io`]; then nothing is signed.
    pub fn sign(&self, ids: &[String], by: &str, note: Option<&str>, on: Date) -> Result<Vec<StatementId>, HallError> {
        let by = by.trim();
        if by.is_empty() || by.contains(char::is_control) {
            return Err(HallError::NoName);
        }
        let mut blocks = String::new();
        let mut signed = Vec::new();
        for id in ids {
            let id = self.ledger().known(id).map_err(|close| HallError::UnknownStatement(id.clone(), close))?;
            let content = self.ledger().content_hash(&id).unwrap_or_default();
            // A JSON string is a TOML string too.
            let _ = write!(
                blocks,
                "\n[[review]]\nstatement = \"{id}\"\nby = {}\non = {on}\ncontent = \"sha256:{content}\"\n",
                json!(by)
            );
            if let Some(note) = note {
                let _ = writeln!(blocks, "note = {}", json!(note));
            }
            signed.push(id);
        }
        let _busy = Busy::take(self.root())?;
        let path = self.root().join("reviews.toml");
        let before = self.own_text(Path::new("reviews.toml"))?.unwrap_or_default();
        let text = demarche_ledger::format_text(&format!("{before}{blocks}"))
            .map_err(|why| HallError::Io(path.clone(), std::io::Error::other(why)))?;
        write_atomically(&path, text.as_bytes())?;
        Ok(signed)
    }
}
