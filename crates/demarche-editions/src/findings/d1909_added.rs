//! A statement that was on record by an edition's date was put into the dossier after the
//! edition was locked, and the edition would take it into account.
//!
//! It is a rival of a statement that the edition rests on, or an input of one: an event that
//! now counts, another source that says the same or something else. The edition stands as
//! published. Read the sentence again; where it would have been written otherwise, the next
//! edition says so.
//!
//! False alarms: a second source that says the same thing is named too; it only adds to the
//! history that pages show.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1909"),
    grade: Grade::Query,
    title: "a statement on record before an edition was added after it was locked",
    source: include_str!("d1909_added.rs"),
};

/// The finding for a statement beside which another was added.
pub(crate) fn finding(at: Span, id: &str, added: &str, place: Option<Span>) -> Diagnostic {
    let message = format!("`{added}`, on record before this edition, was added later and bears on `{id}`");
    let mut finding = Diagnostic::new(RULE.code, RULE.grade, message).at(at, "as locked");
    if let Some(place) = place {
        finding = finding.with_other(place, "added later");
    }
    finding.with_help("read the sentence again; the edition stands, and the next one can say what it missed")
}
