//! A file is encrypted and opens only with a password.
//!
//! A PDF may be locked so that its words cannot be read without a password. None
//! is guessed: ask whoever sent the file, then give it with `demarche read FILE
//! --password WORD`. A PDF that is locked only against printing or copying opens
//! without one and is read. A file opens with its user password, the one that is
//! asked of readers, and with its owner's alike, letters beyond ASCII included. Some files
//! are encrypted in a way that is not supported, for instance with a certificate; they
//! must be saved unlocked first.
//!
//! The grade is *error*, because nothing of the file was read.
//!
//! False alarms: a password is refused where a file up to revision 4 was locked with
//! letters that PDFDocEncoding does not hold, and in another encoding than UTF-8.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D0901"),
    grade: Grade::Error,
    title: "a file opens only with a password",
    source: include_str!("d0901_encrypted.rs"),
};

/// The finding where no password was given.
pub(crate) fn locked(name: &str) -> Diagnostic {
    let message = format!("{name} is encrypted and opens only with a password");
    Diagnostic::new(RULE.code, RULE.grade, message)
        .with_help(format!("ask whoever sent {name} for its password and give it with `--password`"))
}

/// The finding where the password that was given does not open the file.
pub(crate) fn refused(name: &str) -> Diagnostic {
    let message = format!("the password given does not open {name}");
    Diagnostic::new(RULE.code, RULE.grade, message)
        .with_help("passwords tell capitals from small letters; either the user password or the owner's opens a file")
}

/// The finding where the encryption is of a kind that is not supported.
pub(crate) fn unsupported(name: &str) -> Diagnostic {
    let message = format!("{name} is encrypted in a way that cannot be undone here");
    Diagnostic::new(RULE.code, RULE.grade, message)
        .with_help(format!("open {name} in the program it was made for and save it without encryption"))
}
