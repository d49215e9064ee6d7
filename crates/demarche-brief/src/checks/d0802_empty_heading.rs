//! A heading under which nothing stands.
//!
//! Readers and screen readers take a heading for a promise.
//!
//! False alarms: none; a heading directly followed by a deeper one has text if that one has.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check};

const CODE: Code = Code("D0802");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "a heading without text",
        source: include_str!("d0802_empty_heading.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for heading in bound.brief.headings.iter().filter(|heading| !heading.has_text) {
        let message = format!("nothing stands under the heading \"{}\"", heading.text);
        found.push(
            Diagnostic::new(CODE, Grade::Query, message)
                .at(heading.span, "")
                .with_help("write the section, or take the heading out"),
        );
    }
}
