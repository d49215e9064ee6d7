//! A file does not say which characters its glyphs are.
//!
//! A PDF draws shapes and may leave out the table that tells which letter a shape
//! is. Such letters cannot be searched or copied in any program. Each stands as
//! the sign U+FFFD in the text, never as a guess; what the shapes show must be
//! read by eye. The finding counts them by page.
//!
//! False alarms: shapes that are no letters, such as bullets of a symbol font or
//! the parts of a drawing. Where only such are meant, the text is complete.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D0904"),
    grade: Grade::Query,
    title: "a file does not say which characters its glyphs are",
    source: include_str!("d0904_unmapped.rs"),
};

/// The finding for the pages concerned: `unmapped` of their `glyphs` have no character.
pub(crate) fn finding(name: &str, pages: &[u32], unmapped: usize, glyphs: usize) -> Diagnostic {
    let message = format!(
        "{} of {name}: the file does not say which characters {unmapped} of {glyphs} glyphs are; they are shown as \u{fffd}",
        super::pages(pages)
    );
    Diagnostic::new(RULE.code, RULE.grade, message).with_help(
        "`demarche read FILE --format html` shows the pages beside the text; the file as its author saved it may tell more",
    )
}
