//! `fmt`: the canonical form of a dossier's TOML files.

use std::path::PathBuf;

use demarche_diagnostic::Diagnostic;

use crate::busy::Busy;
use crate::{HallError, Workspace, write_atomically};

/// What `fmt` did or would do.
pub struct Formatted {
    /// Files whose text is not canonical.
    pub changed: Vec<PathBuf>,
    /// Files that were looked at.
    pub files: usize,
    /// Why a file was left as it is.
    pub findings: Vec<Diagnostic>,
}

impl Workspace {
    /// Brings the dossier's own TOML files into canonical form; with `only_check` nothing is written.
    ///
    /// A file that does not parse is left untouched and its faults are among the findings.
    ///
    /// # Errors
    /// [`HallError::Busy`] where another process writes into the dossier, [`HallError::Changed`] where one has just
    /// written, [`HallError::Io`] where a file cannot be written; it is then as it was.
    pub fn format(&self, only_check: bool) -> Result<Formatted, HallError> {
        let _busy = if only_check { None } else { Some(Busy::take(self.root())?) };
        let mut done = Formatted { changed: Vec::new(), files: 0, findings: Vec::new() };
        let own: Vec<_> = self
            .sources()
            .files()
            .filter(|(_, name, _)| name.ends_with(".toml") && !name.starts_with("<shipped>"))
            .collect();
        for (file, name, text) in own {
            done.files += 1;
            let formatted = demarche_ledger::format(file, self.sources()).drain_into(&mut done.findings);
            if formatted == text {
                continue;
            }
            let path = PathBuf::from(name);
            if !only_check {
                let lies = std::fs::read(&path).map_err(|error| HallError::Io(path.clone(), error))?;
                if lies != text.as_bytes() {
                    return Err(HallError::Changed(path));
                }
                write_atomically(&path, formatted.as_bytes())?;
            }
            done.changed.push(path);
        }
        Ok(done)
    }
}
