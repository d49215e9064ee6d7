//! Reading a dossier's files with bounds, and writing so that a kill leaves the old file or the new one.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::HallError;

/// Largest file of a dossier that is read, in bytes.
pub const MAX_FILE: u64 = 16 << 20;

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where.
    pub path: PathBuf,
    /// Its size.
    pub bytes: usize,
    /// What it is, in a word or two.
    pub what: &'static str,
}

/// A file's text, or the byte at which it stops being UTF-8 with the text before it.
pub(crate) enum Text {
    /// The whole text.
    Whole(String),
    /// The text up to the first byte that is not UTF-8.
    Broken(String, usize),
}

/// Reads a document of any format, wherever it lies; the reader has its own bound.
///
/// # Errors
/// [`HallError`] where it is no regular file, is too large, or cannot be read.
pub(crate) fn read_document(path: &Path) -> Result<Vec<u8>, HallError> {
    let io = |error| HallError::Io(path.to_owned(), error);
    let about = fs::metadata(path).map_err(io)?;
    if !about.is_file() {
        return Err(HallError::NotAFile(path.to_owned()));
    }
    let most = demarche_read::limits::FILE_BYTES as u64;
    let mut bytes = Vec::new();
    fs::File::open(path).map_err(io)?.take(most + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > most {
        let why = format!("has {} bytes, more than the {most} that are read of a document", about.len());
        return Err(HallError::Document(path.to_owned(), why));
    }
    Ok(bytes)
}

/// Reads a file that must lie inside `root` once links are followed.
///
/// # Errors
/// [`HallError`] where it lies outside, is too large or cannot be read.
pub(crate) fn read_bounded(root: &Path, path: &Path) -> Result<Vec<u8>, HallError> {
    let io = |error| HallError::Io(path.to_owned(), error);
    let real = path.canonicalize().map_err(io)?;
    if !real.starts_with(root.canonicalize().map_err(io)?) {
        return Err(HallError::Outside(path.to_owned()));
    }
    let about = fs::metadata(&real).map_err(io)?;
    if !about.is_file() {
        return Err(HallError::NotAFile(path.to_owned()));
    }
    let file = fs::File::open(&real).map_err(io)?;
    let size = about.len();
    if size > MAX_FILE {
        return Err(HallError::TooLarge(path.to_owned(), size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(HallError::TooLarge(path.to_owned(), bytes.len() as u64));
    }
    Ok(bytes)
}

/// UTF-8 with or without a byte order mark.
pub(crate) fn decode(bytes: Vec<u8>) -> Text {
    match String::from_utf8(bytes) {
        Ok(text) => Text::Whole(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(at);
            Text::Broken(String::from_utf8_lossy(&bytes).into_owned(), at)
        }
    }
}

/// Files directly in a folder with an extension, by name; an absent folder has none.
///
/// # Errors
/// [`HallError::Io`] where the folder exists and cannot be listed.
pub(crate) fn list(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, HallError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(HallError::Io(folder.to_owned(), error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| HallError::Io(folder.to_owned(), error))?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Writes several files, each by way of a temporary one: none is replaced before all are on disk.
///
/// # Errors
/// [`HallError::Io`] names the file. Where it comes of writing, every file is as it was; only a failed renaming, of which
/// nothing but a dying disk is known, can leave some that were replaced already.
pub(crate) fn write_all_atomically(files: &[(PathBuf, Vec<u8>)]) -> Result<(), HallError> {
    let written: Vec<_> = files.iter().map(|(path, bytes)| temporary(path, bytes)).collect::<Result<_, _>>()?;
    for (file, (path, _)) in written.into_iter().zip(files) {
        file.persist(path).map_err(|error| HallError::Io(path.clone(), error.error))?;
    }
    Ok(())
}

/// Writes a file by way of a temporary one in the same folder: a kill leaves the old file or the new one, never half.
///
/// # Errors
/// [`HallError::Io`] names the file; the old one is then untouched.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), HallError> {
    temporary(path, bytes)?.persist(path).map_err(|error| HallError::Io(path.to_owned(), error.error))?;
    Ok(())
}

/// The bytes on disk, in the folder of a file whose place they are to take; taken away again when dropped.
fn temporary(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, HallError> {
    let io = |error| HallError::Io(path.to_owned(), error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(io)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    file.write_all(bytes).map_err(io)?;
    match fs::metadata(path) {
        Ok(old) => file.as_file().set_permissions(old.permissions()).map_err(io)?,
        Err(_) => set_usual_permissions(file.as_file()).map_err(io)?,
    }
    file.as_file().sync_all().map_err(io)?;
    Ok(file)
}

/// Temporary files are private; a published one is readable by all.
#[cfg(unix)]
fn set_usual_permissions(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_usual_permissions(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_file_replaces_the_old_one_whole() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("deep/a.txt");
        write_atomically(&path, b"old").expect("writes");
        write_atomically(&path, b"new").expect("writes");
        assert_eq!(fs::read(&path).expect("reads"), b"new");
        assert_eq!(fs::read_dir(folder.path().join("deep")).expect("lists").count(), 1);
    }

    #[test]
    fn what_is_not_utf8_is_placed() {
        assert!(matches!(decode(b"ab\xffcd".to_vec()), Text::Broken(text, 2) if text == "ab"));
    }

    #[test]
    fn a_folder_in_a_files_place_is_refused() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("a.toml")).expect("makes a folder");
        assert!(matches!(read_bounded(root.path(), &root.path().join("a.toml")), Err(HallError::NotAFile(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_dossier_is_refused() {
        let (root, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        fs::write(other.path().join("secret"), "x").expect("writes");
        std::os::unix::fs::symlink(other.path().join("secret"), root.path().join("a.toml")).expect("links");
        assert!(matches!(read_bounded(root.path(), &root.path().join("a.toml")), Err(HallError::Outside(_))));
    }
}
