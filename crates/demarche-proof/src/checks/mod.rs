//! The checks: one file a rule, each a function from a sheet to findings.
//!
//! A rule never looks for one sentence. Every file's leading comment is the
//! rule's manual page (`demarche explain`), and its last paragraph says when it is mistaken.

use demarche_diagnostic::{Diagnostic, FileId, Rule};
use demarche_read::Document;

use crate::sheet::{Setting, Sheet};

macro_rules! checks {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*
        /// Every check, in the order of codes.
        const CHECKS: &[Check] = &[$($name::CHECK),*];
    };
}

mod clauses;
checks! {
    d1001_parts_and_total,
    d1002_table_total,
    d1003_change,
    d1004_shares,
    d1005_part_and_whole,
    d1011_printed_twice,
    d1012_two_spellings,
    d1013_two_years,
    d1021_weekday,
    d1022_no_such_day,
    d1023_backwards,
    d1024_age,
    d1025_tense,
    d1026_order,
    d1031_calendar,
    d1041_decay,
    d1042_expected,
    d1051_rank,
    d1052_level,
    d1053_no_figure,
    d1061_acronym,
    d1062_two_meanings,
    d1071_reference,
    d1081_citation,
    d1082_number,
    d1091_attribution,
}

/// A rule with the function that finds.
pub(crate) struct Check {
    /// Manual page, code and grade.
    pub rule: Rule,
    /// Finds.
    pub find: fn(&Sheet<'_>, &mut Vec<Diagnostic>),
}

/// The rules of every check, in the order of codes.
pub fn rules() -> Vec<Rule> {
    CHECKS.iter().map(|check| check.rule).collect()
}

/// Every finding about a document that needs no dossier, in printing order.
///
/// `file` is the document's text among the sources that the findings point into.
pub fn check(document: &Document, file: FileId, setting: Setting<'_>) -> Vec<Diagnostic> {
    let sheet = Sheet::new(document, file, setting);
    let mut found = Vec::new();
    for check in CHECKS {
        (check.find)(&sheet, &mut found);
    }
    demarche_diagnostic::sort(&mut found);
    found
}

/// The rule of a check file, whose leading comment is its manual page.
macro_rules! declare {
    ($code:literal, $grade:ident, $title:literal, $file:literal) => {
        const CODE: demarche_diagnostic::Code = demarche_diagnostic::Code($code);
        pub(super) const CHECK: super::Check = super::Check {
            rule: demarche_diagnostic::Rule {
                code: CODE,
                grade: demarche_diagnostic::Grade::$grade,
                title: $title,
                source: include_str!($file),
            },
            find,
        };
    };
}
use declare;
