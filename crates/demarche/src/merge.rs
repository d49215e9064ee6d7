//! `merge`: three versions of a dossier's file into one, as `git` asks its merge drivers to do it.

use std::path::Path;
use std::process::Command;

use demarche_ledger::{Conflict, Unreadable};

use crate::{HallError, files, write_atomically};

/// How two versions were joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joined {
    /// By the ids of their blocks; what a person has to settle stands in the file as rivals.
    ById(Vec<Conflict>),
    /// Line by line, since one version is no TOML; whether `git merge-file` left conflict markers.
    AsText(Unreadable, bool),
}

/// Joins the files `ours` and `theirs`, which both come from `base`, and writes the result over `ours`.
///
/// A file that cannot be joined by ids is handed to `git merge-file`, so that neither side is ever lost.
///
/// # Errors
/// [`HallError`] where a file cannot be read or written, or `git` cannot be run; `ours` is then as it was.
pub fn merge(base: &Path, ours: &Path, theirs: &Path) -> Result<Joined, HallError> {
    let read = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        files::read_bounded(folder, path)
    };
    let sides = [read(base)?, read(ours)?, read(theirs)?].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    match demarche_ledger::merge(&sides[0], &sides[1], &sides[2]) {
        Ok(merged) => {
            write_atomically(ours, merged.text.as_bytes())?;
            Ok(Joined::ById(merged.conflicts))
        }
        Err(unreadable) => {
            let git = Command::new("git")
                .args(["merge-file", "-L", "ours", "-L", "base", "-L", "theirs", "--"])
                .args([ours, base, theirs])
                .status()
                .map_err(|error| HallError::Io("git".into(), error))?;
            match git.code() {
                Some(0) => Ok(Joined::AsText(unreadable, false)),
                Some(1..=127) => Ok(Joined::AsText(unreadable, true)),
                _ => Err(HallError::Io(ours.to_owned(), std::io::Error::other("`git merge-file` could not join it"))),
            }
        }
    }
}
