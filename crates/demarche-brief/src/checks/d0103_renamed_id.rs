//! A binding uses the former id of a statement.
//!
//! Ids are never reused, so the binding still leads to the right statement; the
//! prose should take up the present id when someone next edits it.
//!
//! False alarms: none; the statement itself lists the id under `was`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check};
use demarche_terms::Lookup;

const CODE: Code = Code("D0103");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Note,
        title: "a binding uses a former id",
        source: include_str!("d0103_renamed_id.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for (binding, lookups) in bound.brief.bindings.iter().zip(&bound.lookups) {
        for ((id, place), lookup) in binding.targets.iter().zip(lookups) {
            let Lookup::Renamed(resolved) = lookup else { continue };
            let present = &resolved.statement.id;
            let diagnostic = Diagnostic::new(CODE, Grade::Note, format!("`{id}` is now called `{present}`"))
                .at(*place, "a former id")
                .with_edit("take up the present id", *place, present.as_str());
            found.push(diagnostic);
        }
    }
}
