//! What there is to say about locks, one file a rule.
//!
//! Every file's leading comment is the rule's manual page.

pub(crate) mod d1901_lock_unreadable;
pub(crate) mod d1902_lock_newer;
pub(crate) mod d1903_lock_edited;
pub(crate) mod d1904_prose;
pub(crate) mod d1905_statement;
pub(crate) mod d1906_gone;
pub(crate) mod d1907_cell;
pub(crate) mod d1908_ground;
pub(crate) mod d1909_added;
pub(crate) mod d1910_pages;
pub(crate) mod d1911_clock;

use demarche_diagnostic::{Diagnostic, FileId, Rule, SourceMap, Span};
use demarche_terms::Date;

/// The rules about editions, in the order of codes.
pub fn rules() -> Vec<Rule> {
    vec![
        d1901_lock_unreadable::RULE,
        d1902_lock_newer::RULE,
        d1903_lock_edited::RULE,
        d1904_prose::RULE,
        d1905_statement::RULE,
        d1906_gone::RULE,
        d1907_cell::RULE,
        d1908_ground::RULE,
        d1909_added::RULE,
        d1910_pages::RULE,
        d1911_clock::RULE,
    ]
}

/// The finding for an edition whose prose, of this name, is not there (D1904).
pub fn prose_missing(file: FileId, files: &SourceMap, name: &str) -> Diagnostic {
    d1904_prose::missing(first_line(file, files), name)
}

/// The finding for an edition that is dated after today (D1911).
pub fn ahead_of_clock(file: FileId, files: &SourceMap, date: Date, today: Date) -> Diagnostic {
    d1911_clock::finding(first_line(file, files), &date.to_string(), &today.to_string())
}

fn first_line(file: FileId, files: &SourceMap) -> Span {
    let text = files.text(file);
    Span::new(file, 0..text.find('\n').unwrap_or(text.len()))
}
