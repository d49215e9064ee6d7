//! One writer at a time: a lock that the operating system takes back when a process dies.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::HallError;

/// The right to write into a folder, given back when dropped.
pub(crate) struct Busy {
    file: File,
    path: PathBuf,
}

impl Busy {
    /// Takes the folder, making it where it is missing.
    ///
    /// # Errors
    /// [`HallError::Busy`] where another process has it; [`HallError::Io`].
    pub fn take(folder: &Path) -> Result<Self, HallError> {
        std::fs::create_dir_all(folder).map_err(|error| HallError::Io(folder.to_owned(), error))?;
        let path = folder.join(".busy");
        let io = |error| HallError::Io(path.clone(), error);
        // One that ends in between takes its file away: then the next attempt makes it anew.
        for _ in 0..10 {
            let mut file =
                OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(io)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut who = String::new();
                    let _ = file.read_to_string(&mut who);
                    return Err(HallError::Busy(folder.to_owned(), who.trim().to_owned()));
                }
                Err(TryLockError::Error(error)) => return Err(io(error)),
            }
            let own = format!("process {}\n", std::process::id());
            let named = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(own.as_bytes()));
            if let Err(error) = named {
                let _ = std::fs::remove_file(&path);
                return Err(io(error));
            }
            if std::fs::read_to_string(&path).is_ok_and(|found| found == own) {
                return Ok(Self { file, path });
            }
        }
        Err(HallError::Busy(folder.to_owned(), String::new()))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        // Taken away while still held, so that nobody else's file is.
        let _ = std::fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_and_the_next_one_is_let_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Busy::take(folder.path()).expect("nobody else writes");
        assert!(matches!(Busy::take(folder.path()), Err(HallError::Busy(_, who)) if who.starts_with("process ")));
        drop(first);
        assert!(Busy::take(folder.path()).is_ok());
        assert_eq!(std::fs::read_dir(folder.path()).expect("lists").count(), 0, "nothing is left behind");
    }
}
