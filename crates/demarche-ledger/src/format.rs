//! The canonical form of a dossier's TOML.

use demarche_diagnostic::{FileId, SourceMap, Warned};

/// The canonical form of a file of the dossier.
pub fn format(file: FileId, files: &SourceMap) -> Warned<String> {
    Warned::clean(files.text(file).to_owned())
}
