//! Editions of a dossier: which are there, and which prose was in force on a day.
//!
//! Prose and lock lie side by side in the dossier's `briefs/editions`, named by the edition's date.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use demarche_editions::{Lock, show::EditionLine};
use demarche_terms::Date;

use crate::{HallError, Reading, Workspace};

/// The folder of editions, from the dossier's own.
pub(crate) const EDITIONS: &str = "briefs/editions";

impl Workspace {
    /// The locks that can be read, by date. One that cannot is for [`Self::verify_editions`] to say.
    pub(crate) fn locks(&mut self) -> Result<BTreeMap<Date, Lock>, HallError> {
        let mut locks = BTreeMap::new();
        for name in self.tree().list(Path::new(EDITIONS), "lock")? {
            if let Some(file) = self.read_text(&name)?
                && let Some(lock) = demarche_editions::read(file, self.sources()).value
            {
                locks.insert(lock.date, lock);
            }
        }
        Ok(locks)
    }

    /// Every locked edition with what it changed against the one before, oldest first.
    ///
    /// # Errors
    /// [`HallError`] where a file cannot be read.
    pub fn editions(&mut self) -> Result<Vec<EditionLine>, HallError> {
        let mut lines = Vec::new();
        let mut before = None;
        for lock in self.locks()?.into_values() {
            let after = self.edition_snapshot(lock.date).ok();
            let diff =
                before.as_ref().zip(after.as_ref()).map(|(before, after)| demarche_editions::diff(before, after));
            before = after;
            lines.push(EditionLine {
                date: lock.date,
                number: lock.number,
                product: lock.product,
                title: lock.title,
                change: lock.change,
                statements: lock.statements.len(),
                diff,
            });
        }
        Ok(lines)
    }

    /// The prose in force on a day: the newest of the editions and the living brief that is not dated after it.
    pub(crate) fn prose_in_force(&mut self, date: Date) -> Result<Option<PathBuf>, HallError> {
        let names = self.tree().list(Path::new(EDITIONS), "md")?;
        let dated = names.into_iter().filter_map(|name| {
            let day: Date = name.file_stem()?.to_str()?.parse().ok()?;
            (day <= date).then_some((day, name))
        });
        let kept = dated.max();
        let living = self.brief_path();
        let of_living = self.brief(&living).ok().and_then(|(brief, _)| brief.front.date).filter(|day| *day <= date);
        Ok(match (kept, of_living) {
            (Some((day, _)), Some(own)) if own > day => Some(living),
            (Some((_, name)), _) => Some(self.root().join(name)),
            (None, own) => own.map(|_| living),
        })
    }

    /// A locked edition, or prose kept under a date, on its own clocks.
    pub(crate) fn edition_snapshot(&mut self, date: Date) -> Result<demarche_editions::Snapshot, HallError> {
        let path = self.root().join(names(date).0);
        self.snapshot(&path, Reading { as_of: Some(date), known_by: None }, date.to_string())
    }

    /// A brief's file as text.
    pub(crate) fn text_of(&mut self, path: &Path) -> Result<String, HallError> {
        let (brief, _) = self.brief(path)?;
        Ok(self.sources().text(brief.file).to_owned())
    }
}

/// The names of an edition's prose and lock.
pub(crate) fn names(date: Date) -> (PathBuf, PathBuf) {
    let name = |ending: &str| Path::new(EDITIONS).join(format!("{date}.{ending}"));
    (name("md"), name("lock"))
}
