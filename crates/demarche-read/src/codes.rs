//! The codes of what reading has to say; `demarche explain` prints the page of each.

use demarche_diagnostic::Code;

use crate::findings;

/// A file that opens only with a password.
pub const ENCRYPTED: Code = findings::d0901_encrypted::RULE.code;
/// A file that is damaged or not what it claims to be.
pub const DAMAGED: Code = findings::d0902_damaged::RULE.code;
/// A page that holds a picture and no text.
pub const SCANNED: Code = findings::d0903_scanned::RULE.code;
/// Glyphs whose characters the file does not tell.
pub const UNMAPPED: Code = findings::d0904_unmapped::RULE.code;
/// More than is read at most.
pub const LIMIT: Code = findings::d0905_limit::RULE.code;
/// Bytes that are not text in the encoding found.
pub const ENCODING: Code = findings::d0906_encoding::RULE.code;
/// Lines whose order had to be inferred and is uncertain.
pub const SEAM: Code = findings::d0907_seam::RULE.code;
/// A format that is not read.
pub const FORMAT: Code = findings::d0908_format::RULE.code;
