//! The words rest only on a source that nobody has seen.
//!
//! The source is named (`seen: false` in `sources.yml`) but whoever recorded the
//! statement had it from memory or at second hand. The page says so wherever it
//! cites it. A note, so that a first edition can be built; `--deny note` refuses it.
//!
//! False alarms: none; the dossier says so itself.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Evidence;

use super::{Bound, Check};

const CODE: Code = Code("D0602");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Note,
        title: "the source was not seen",
        source: include_str!("d0602_unverified.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties().filter(|tie| tie.resolved.evidence == Evidence::Unverified) {
        let sources: Vec<&str> = tie.resolved.statement.sources.iter().map(|at| at.source.as_str()).collect();
        let message = format!("unverified: its source was named but not seen ({})", sources.join(", "));
        found.push(
            bound
                .about(CODE, Grade::Note, tie, message)
                .with_help("find the source, then set `seen: true` and quote it"),
        );
    }
}
