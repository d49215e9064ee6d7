//! Nothing that an edition rests on has changed, and still its pages differ.
//!
//! With the same program that is an error: something reaches the pages that the lock does
//! not hold. With another version of the program it is a query: words, values and sources
//! were compared one by one and are the same, but the bytes cannot be, since the code that
//! sets pages has changed. For the same bytes check out the commit that wrote the lock
//! (`git log -- PATH`) and build there.
//!
//! False alarms: none; it is a query wherever it cannot be known.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1910"),
    grade: Grade::Error,
    title: "the pages of an edition come out otherwise",
    source: include_str!("d1910_pages.rs"),
};

/// The finding for outputs that differ; `None` where nothing does and the program is the same.
pub(crate) fn finding(at: Span, differ: &[&str], same_program: bool, version: &str) -> Option<Diagnostic> {
    if same_program {
        let message =
            format!("all that this edition rests on is as it was, but its pages differ: {}", differ.join(", "));
        let help = "report this: the lock should hold whatever reaches a page";
        return Some(Diagnostic::new(RULE.code, Grade::Error, message).at(at, "as locked").with_help(help));
    }
    let message = format!(
        "words, values and sources are as locked; the bytes are not compared, since the program ({version} then) has changed"
    );
    let help = "for the same bytes build from the commit that wrote this lock: `git log -- PATH` shows it";
    Some(Diagnostic::new(RULE.code, Grade::Query, message).at(at, "as locked").with_help(help))
}
