//! Raw HTML, an image, code or a rule.
//!
//! A brief is printed, set as a web page and read aloud, so it holds only what all three
//! can carry: headings, paragraphs, lists, quotations, emphasis, links, figures and tables.
//! The words of what cannot stand are kept where there are any; the rest is left out.
//!
//! False alarms: a line that begins with four spaces is code in CommonMark. Move it to the
//! margin. `<` in prose is written `\<`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0142");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "this cannot stand in a brief",
    source: include_str!("d0142_not_in_a_brief.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
