//! The living brief bears the number or the date of a locked edition and reads otherwise.
//!
//! Number and date name one text for ever. Two texts under one number cannot be told apart
//! by whoever quotes them, and a page built from the second one would pass for the first.
//! New words begin with a new `edition` and a new `date` in the front matter; words that
//! slipped in are taken back.
//!
//! False alarms: none; the two files are compared word by word, line ends apart.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1912"),
    grade: Grade::Error,
    title: "two texts under one edition's number",
    source: include_str!("d1912_living.rs"),
};

/// The finding at the first line that differs, with that line as it was published; empty where it was not there.
pub(crate) fn finding(at: Span, number: u32, date: &str, published: &str) -> Diagnostic {
    let message = format!("the brief bears the number or the date of edition {number} of {date} and reads otherwise");
    let was = if published.trim().is_empty() { "nothing stood here".to_owned() } else { format!("\"{published}\"") };
    Diagnostic::new(RULE.code, RULE.grade, message)
        .at(at, "first difference")
        .with_note(format!("as published: {was}"))
        .with_help("give the brief an `edition` and a `date` of its own, or take the change back")
}
