//! The order of lines had to be inferred.
//!
//! A program that took the text out of a two-column page may have written the
//! columns in turns, a line of the left, then one of the right. They were put back
//! by which line continues which. Where that is uncertain the grade is *query* and
//! the finding gives the lines and how likely their order is; else it is a *note*
//! that the order is not the file's own.
//!
//! Read the lines named against the original.
//!
//! False alarms: a likelihood below the bound may still be right; it is said
//! because nothing in the words decides.

use demarche_diagnostic::{Code, Grade, Rule};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D0907"),
    grade: Grade::Query,
    title: "the order of lines was inferred",
    source: include_str!("d0907_seam.rs"),
};
