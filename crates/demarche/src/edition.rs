//! Editions of a dossier: which are there, and which prose was in force on a day.
//!
//! Prose and lock lie side by side in the dossier's `briefs/editions`, named by the edition's date.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use demarche_diagnostic::Warned;
use demarche_editions::{Lock, show::EditionLine};
use demarche_terms::Date;

use crate::{HallError, Reading, Workspace};

/// The folder of editions, from the dossier's own.
pub(crate) const EDITIONS: &str = "briefs/editions";

impl Workspace {
    /// The locks that can be read, by date, with what is to say of those that cannot or were edited.
    pub(crate) fn locks(&mut self) -> Result<Warned<BTreeMap<Date, Lock>>, HallError> {
        let mut locks = Warned::clean(BTreeMap::new());
        for name in self.tree().list(Path::new(EDITIONS), "lock")? {
            let Some(file) = self.read_text(&name)? else { continue };
            let read = demarche_editions::read(file, self.sources()).drain_into(&mut locks.diagnostics);
            locks.value.extend(read.map(|lock| (lock.date, lock)));
        }
        Ok(locks)
    }

    /// Every locked edition with what it changed against the one before, oldest first; locks that cannot be read are
    /// left out and told of.
    ///
    /// # Errors
    /// [`HallError`] where a file cannot be read.
    pub fn editions(&mut self) -> Result<Warned<Vec<EditionLine>>, HallError> {
        let mut lines = Vec::new();
        let mut before = None;
        let Warned { value: locks, diagnostics } = self.locks()?;
        for lock in locks.into_values() {
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
        Ok(Warned { value: lines, diagnostics })
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
