//! Opening a file: with which password, and whether what it holds packed may be unpacked at all.

use std::sync::Arc;

use demarche_diagnostic::Diagnostic;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf, PdfData};

use super::locked::Lock;
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
pub(super) fn passwords(lock: Option<&Lock<'_>>, options: &Options) -> Vec<String> {
    let given = options.password.clone().unwrap_or_default();
    let others = lock.filter(|_| !given.is_empty()).and_then(|lock| lock.user_password(&given));
    [given].into_iter().chain(others).collect()
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
