//! Where a dossier's files come from.
//!
//! Mostly a folder. An earlier revision, a scenario or a mutation is the same
//! dossier with other bytes under some names, so the workspace asks a [`Tree`]
//! and never a path: what is laid over a folder needs no copy of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::HallError;
use crate::files::{self, Text};

/// Files of a dossier by name, counted from the dossier's folder (`statements/trade.toml`).
pub trait Tree {
    /// The bytes of a file; `None` where there is no file of that name.
    ///
    /// # Errors
    /// [`HallError`] where it exists and cannot be read within its bounds.
    fn bytes(&self, name: &Path) -> Result<Option<Vec<u8>>, HallError>;

    /// Names of the files directly in a folder with an extension, in order; an absent folder has none.
    ///
    /// # Errors
    /// [`HallError::Io`] where the folder exists and cannot be listed.
    fn list(&self, folder: &Path, extension: &str) -> Result<Vec<PathBuf>, HallError>;
}

/// The file as text.
pub(crate) fn text(tree: &dyn Tree, name: &Path) -> Result<Option<Text>, HallError> {
    Ok(tree.bytes(name)?.map(files::decode))
}

/// A folder on disk. A link that leads out of it is refused.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl Tree for Folder {
    fn bytes(&self, name: &Path) -> Result<Option<Vec<u8>>, HallError> {
        let path = self.0.join(name);
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        files::read_bounded(&self.0, &path).map(Some)
    }

    fn list(&self, folder: &Path, extension: &str) -> Result<Vec<PathBuf>, HallError> {
        let found = files::list(&self.0.join(folder), extension)?;
        Ok(found.iter().filter_map(|path| Some(folder.join(path.file_name()?))).collect())
    }
}

/// Files laid over another tree: `Some` bytes stand in the place of a file or add one, `None` takes it away.
pub struct Overlay<T> {
    below: T,
    files: BTreeMap<PathBuf, Option<Vec<u8>>>,
}

impl<T: Tree> Overlay<T> {
    /// `below` with nothing laid over it.
    pub fn over(below: T) -> Self {
        Self { below, files: BTreeMap::new() }
    }

    /// Lays bytes over a name.
    #[must_use]
    pub fn with(mut self, name: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(name.into(), Some(bytes.into()));
        self
    }

    /// Takes a file away.
    #[must_use]
    pub fn without(mut self, name: impl Into<PathBuf>) -> Self {
        self.files.insert(name.into(), None);
        self
    }
}

impl<T: Tree> Tree for Overlay<T> {
    fn bytes(&self, name: &Path) -> Result<Option<Vec<u8>>, HallError> {
        match self.files.get(name) {
            Some(laid) => Ok(laid.clone()),
            None => self.below.bytes(name),
        }
    }

    fn list(&self, folder: &Path, extension: &str) -> Result<Vec<PathBuf>, HallError> {
        let mut names = self.below.list(folder, extension)?;
        names.retain(|name| !matches!(self.files.get(name), Some(None)));
        let laid = self.files.iter().filter(|(name, bytes)| bytes.is_some() && is_in(name, folder, extension));
        names.extend(laid.map(|(name, _)| name.clone()));
        names.sort();
        names.dedup();
        Ok(names)
    }
}

fn is_in(name: &Path, folder: &Path, extension: &str) -> bool {
    name.parent() == Some(folder) && name.extension().is_some_and(|found| found == extension)
}

impl<T: Tree + ?Sized> Tree for Box<T> {
    fn bytes(&self, name: &Path) -> Result<Option<Vec<u8>>, HallError> {
        (**self).bytes(name)
    }

    fn list(&self, folder: &Path, extension: &str) -> Result<Vec<PathBuf>, HallError> {
        (**self).list(folder, extension)
    }
}

impl<T: Tree + ?Sized> Tree for std::rc::Rc<T> {
    fn bytes(&self, name: &Path) -> Result<Option<Vec<u8>>, HallError> {
        (**self).bytes(name)
    }

    fn list(&self, folder: &Path, extension: &str) -> Result<Vec<PathBuf>, HallError> {
        (**self).list(folder, extension)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_laid_over_a_folder_is_read_in_its_place() {
        let root = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(root.path().join("statements")).expect("makes a folder");
        for name in ["a", "b"] {
            std::fs::write(root.path().join(format!("statements/{name}.toml")), name).expect("writes");
        }
        let tree = Overlay::over(Folder(root.path().to_owned()))
            .with("statements/b.toml", "new")
            .with("statements/c.toml", "added")
            .without("statements/a.toml");
        let names = tree.list(Path::new("statements"), "toml").expect("lists");
        assert_eq!(names, [Path::new("statements/b.toml"), Path::new("statements/c.toml")]);
        assert_eq!(tree.bytes(Path::new("statements/b.toml")).expect("reads"), Some(b"new".to_vec()));
        assert_eq!(tree.bytes(Path::new("statements/a.toml")).expect("reads"), None);
    }
}
