//! The brief does not fit its two pages.
//!
//! A brief is two pages, always. `build` chooses the largest setting of the text
//! (10 down to 9 points) with which everything fits; where even the smallest does
//! not do, it says by how many lines, and writes nothing without `--draft`.
//! Cut the prose, a figure, or the number of sources that it leans on.
//!
//! False alarms: none; the pages are counted after they are set.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_press::{Fill, PAGES};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D0160"),
    grade: Grade::Error,
    title: "the brief does not fit its two pages",
    source: include_str!("d0160_overflow.rs"),
};

/// The finding for an edition that takes `pages`; `None` where it fits.
pub(crate) fn finding(pages: usize, fill: &Fill) -> Option<Diagnostic> {
    (pages > PAGES).then(|| {
        let diagnostic = Diagnostic::new(RULE.code, RULE.grade, format!("the brief is {fill}"));
        diagnostic
            .with_help("cut about that many lines of prose or source notes, or build a stamped draft with --draft")
    })
}
