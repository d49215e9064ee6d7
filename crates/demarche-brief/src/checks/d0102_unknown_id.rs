//! A binding names a statement that the dossier does not hold.
//!
//! The words stay on the page, but nothing stands behind them, so this is an
//! error. Close spellings are offered; a former id (`was`) is no error, see D0103.
//!
//! ```text
//! [28,500 troops](@us-no.troops.statoned)
//!                  ^^^^^^^^^^^^^^^^^^^^^ no statement has this id
//! ```
//!
//! False alarms: none are possible; an id resolves or it does not.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check};
use demarche_terms::Lookup;

const CODE: Code = Code("D0102");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "a binding names no statement",
        source: include_str!("d0102_unknown_id.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for (binding, lookups) in bound.brief.bindings.iter().zip(&bound.lookups) {
        for ((id, place), lookup) in binding.targets.iter().zip(lookups) {
            let Lookup::Unknown { close, nearest } = lookup else { continue };
            let message = format!("no statement has the id `{id}`");
            let mut diagnostic =
                Diagnostic::new(CODE, Grade::Error, message).at(*place, "nothing stands behind these words");
            for (at, candidate) in close.iter().enumerate() {
                let help = format!("a statement with a close spelling exists: `{candidate}`");
                // What is not among the nearest is worth a look, but nothing to be put there unasked.
                diagnostic = if at < *nearest {
                    diagnostic.with_edit(help, *place, candidate.as_str())
                } else {
                    diagnostic.with_suggestion(help, *place, candidate.as_str())
                };
            }
            if close.is_empty() {
                diagnostic = diagnostic
                    .with_help("add the statement to a file in `statements/`, or bind the words to another one");
            }
            found.push(diagnostic);
        }
    }
}
