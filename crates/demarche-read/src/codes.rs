//! The codes of what reading has to say.

use demarche_diagnostic::Code;

/// A file that opens only with a password.
pub const ENCRYPTED: Code = Code("D0901");
/// A file that is damaged or not what it claims to be.
pub const DAMAGED: Code = Code("D0902");
/// A page that holds a picture and no text.
pub const SCANNED: Code = Code("D0903");
/// Glyphs whose characters the file does not tell.
pub const UNMAPPED: Code = Code("D0904");
/// More than is read at most.
pub const LIMIT: Code = Code("D0905");
/// Bytes that are not text in the encoding found.
pub const ENCODING: Code = Code("D0906");
/// Lines whose order had to be inferred and is uncertain.
pub const SEAM: Code = Code("D0907");
/// A format that is not read.
pub const FORMAT: Code = Code("D0908");
