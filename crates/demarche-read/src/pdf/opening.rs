//! Opening a file: with which password, and whether what it holds packed may be unpacked at all.

use std::sync::Arc;

use demarche_diagnostic::Diagnostic;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf, PdfData};

use super::locked::Lock;
use super::passwords::forms;
use super::unlock;
use super::unpack::{self, Packed};
use crate::findings::{d0901_encrypted, d0902_damaged};
use crate::{Options, limits, parallel};

/// Opens a file.
///
/// # Errors
/// Where it is encrypted or damaged beyond use; see [`refusal`].
pub(super) fn open(bytes: &Arc<Vec<u8>>, passwords: &[String]) -> Result<Pdf, LoadPdfError> {
    let data = PdfData::from(bytes.clone());
    let mut refused = LoadPdfError::Decryption(DecryptionError::PasswordProtected);
    for password in passwords {
        match Pdf::new_with_password(data.clone(), password) {
            Ok(pdf) => return Ok(pdf),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

/// The passwords that may open a file: the one given, and the one that it gives if it is the owner's.
///
/// Those that are no text open nothing; see [`unlocked`].
pub(super) fn passwords(lock: Option<&Lock<'_>>, options: &Options) -> Vec<String> {
    let texts = candidates(lock, options).into_iter().filter_map(|bytes| String::from_utf8(bytes).ok());
    texts.collect()
}

/// A copy of a file without its lock, where the password that opens it is no text.
pub(super) fn unlocked(bytes: &[u8], lock: Option<&Lock<'_>>, options: &Options) -> Option<Vec<u8>> {
    let lock = lock?;
    let passwords = candidates(Some(lock), options).into_iter().filter(|bytes| std::str::from_utf8(bytes).is_err());
    let key = passwords.into_iter().find_map(|password| lock.key(&password))?;
    Some(unlock::unlocked(bytes, &key))
}

fn candidates(lock: Option<&Lock<'_>>, options: &Options) -> Vec<Vec<u8>> {
    let given = options.password.as_deref().unwrap_or("");
    let mut out = forms(given, lock.and_then(Lock::revision));
    if !given.is_empty() {
        let users: Vec<Vec<u8>> = out.iter().filter_map(|owner| lock?.user_password(owner)).collect();
        out.extend(users);
    }
    out
}

/// What is seen of a file before it is opened: its lock, and its streams of objects.
pub(super) fn look(bytes: &[u8]) -> (Option<Lock<'_>>, Vec<Packed<'_>>) {
    parallel::both(bytes.len() > LARGE, || Lock::of(bytes), || unpack::object_streams(bytes).collect())
}

/// A file of so many bytes is worth two cores.
const LARGE: usize = 8 << 20;

/// Whether the packed objects of a file are few enough to be unpacked.
pub(super) fn is_bounded(packed: Vec<Packed<'_>>, lock: Option<&Lock<'_>>, passwords: &[String]) -> bool {
    let Some(lock) = lock else { return unpack::packed_objects(&packed, limits::OBJECT_BYTES).is_some() };
    let (open, locked): (Vec<_>, Vec<_>) = packed.into_iter().partition(|stream| stream.places);
    let Some(sum) = unpack::packed_objects(&open, limits::OBJECT_BYTES) else { return false };
    passwords.iter().all(|password| lock.measure(&locked, password, limits::OBJECT_BYTES - sum).is_some())
}

/// What is said where a file cannot be opened.
pub(super) fn refusal(name: &str, error: LoadPdfError, options: &Options) -> Diagnostic {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) if options.password.is_none() => {
            d0901_encrypted::locked(name)
        }
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => d0901_encrypted::refused(name),
        LoadPdfError::Decryption(_) => d0901_encrypted::unsupported(name),
        LoadPdfError::Invalid => {
            d0902_damaged::unread(format!("{name} begins like a PDF, but no page could be found in it"))
        }
    }
}
