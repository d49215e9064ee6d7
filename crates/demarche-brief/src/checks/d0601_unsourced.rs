//! The words rest on a statement without any source.
//!
//! A statement that nobody can look up is an opinion of whoever typed it. Name a
//! source, seen or not, or take the words out.
//!
//! False alarms: judgements of the house are not meant; they rest on grounds.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Evidence, ValueType};

use super::{Bound, Check};

const CODE: Code = Code("D0601");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the statement has no source",
        source: include_str!("d0601_unsourced.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    if bound.world.sources_unread() {
        return;
    }
    for tie in bound.ties().filter(|tie| tie.resolved.evidence == Evidence::Unsourced) {
        if tie.kind.value == ValueType::Judgement && !tie.resolved.statement.grounds.is_empty() {
            continue;
        }
        let diagnostic = bound.about(CODE, Grade::Error, tie, "no source stands behind these words");
        found
            .push(diagnostic.with_help("add `source = { ref = \"…\" }` to the statement, with a key of `sources.yml`"));
    }
}
