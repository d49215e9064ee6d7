//! A page holds a picture and no text.
//!
//! It was scanned or photographed. Words in pictures are not recognised, so
//! nothing that stands on the page is in the document. Ask for the file that the
//! page was printed from, or run a program for optical character recognition
//! (OCR) over it and read what that gives.
//!
//! The grade is *query*, and *error* where no page of the file holds text.
//!
//! False alarms: a page that is meant to be a picture, such as a cover or a map.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D0903"),
    grade: Grade::Error,
    title: "a page is a picture without text",
    source: include_str!("d0903_scanned.rs"),
};

/// The finding for the pages of a file that are pictures; `all` where it holds no text at all.
pub(crate) fn finding(name: &str, pages: &[u32], all: bool) -> Diagnostic {
    let what = if pages.len() == 1 { "it holds a picture" } else { "they hold pictures" };
    let message = format!("scanned, {} of {name}: {what} and no text", super::pages(pages));
    let grade = if all { Grade::Error } else { Grade::Query };
    Diagnostic::new(RULE.code, grade, message)
        .with_help("words in pictures are not recognised: ask for the original file, or put it through OCR first")
}
