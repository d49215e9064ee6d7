//! Nothing that an edition rests on has changed, and still its pages differ.
//!
//! Every output is set again and held against its hash, whatever program wrote the lock: a lock
//! stands as long as the bytes come out the same. Where they do not, and the code that sets
//! pages is the one that wrote the lock, it is an error: something reaches the pages that the
//! lock does not hold. Where that code has changed since, it is a query: words, values and
//! sources were compared one by one and are the same, and only their setting is another. For
//! the same bytes check out the commit that wrote the lock (`git log -- PATH`) and build there.
//!
//! False alarms: none; it is a query wherever the program may be the cause.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1910"),
    grade: Grade::Error,
    title: "the pages of an edition come out otherwise",
    source: include_str!("d1910_pages.rs"),
};

/// The finding for outputs that differ: a fault where the program is the same.
pub(crate) fn finding(at: Span, differ: &[&str], same_program: bool, version: &str) -> Diagnostic {
    if same_program {
        let message =
            format!("all that this edition rests on is as it was, but its pages differ: {}", differ.join(", "));
        let help = "report this: the lock should hold whatever reaches a page";
        return Diagnostic::new(RULE.code, Grade::Error, message).at(at, "as locked").with_help(help);
    }
    let message = format!(
        "words, values and sources are as locked, but other bytes come out, since the program ({version} then) sets pages \
         otherwise: {}",
        differ.join(", ")
    );
    let help = "for the same bytes build from the commit that wrote this lock: `git log -- PATH` shows it";
    Diagnostic::new(RULE.code, Grade::Query, message).at(at, "as locked").with_help(help)
}
