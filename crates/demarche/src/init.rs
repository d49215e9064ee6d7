//! `init`: a small dossier that checks clean and builds, to be written over.

use std::path::{Path, PathBuf};

use demarche_terms::SourceId;
use include_dir::Dir;

use crate::{HallError, shipped, write_atomically};

/// Starts a dossier in `folder`, which must not exist or be empty; returns the files written.
///
/// # Errors
/// [`HallError::NotEmpty`] where something is there already, [`HallError::Name`] where the folder's name cannot be an id.
pub fn init(folder: &Path) -> Result<Vec<PathBuf>, HallError> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    SourceId::new(&name).map_err(|error| HallError::Name(name.clone(), error))?;
    if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(HallError::NotEmpty(folder.to_owned()));
    }
    let mut written = Vec::new();
    write_folder(&shipped::TEMPLATE, folder, &name, &mut written)?;
    Ok(written)
}

fn write_folder(template: &Dir<'_>, folder: &Path, name: &str, written: &mut Vec<PathBuf>) -> Result<(), HallError> {
    for file in template.files() {
        let path = folder.join(file.path());
        let text = file.contents_utf8().unwrap_or_default().replace("{{id}}", name);
        write_atomically(&path, text.as_bytes())?;
        written.push(path);
    }
    for inner in template.dirs() {
        write_folder(inner, folder, name, written)?;
    }
    Ok(())
}
