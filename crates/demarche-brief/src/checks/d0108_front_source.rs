//! `written-from` names a source that the dossier does not have.
//!
//! Evidence from the sources that a brief was written from is graded *same*. A key that
//! leads nowhere leaves such evidence graded as if it came from elsewhere, so this is an
//! error. Close spellings are offered, and the present key of a source that was renamed
//! (`was` in `sources.yml`).
//!
//! ```text
//! written-from: [crs-brief-v91]
//!                ^^^^^^^^^^^^^ there is no such source; `crs-brief-v19` is the nearest
//! ```
//!
//! False alarms: none; a key is in `sources.yml` or it is not.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check};

const CODE: Code = Code("D0108");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "a brief was written from an unknown source",
        source: include_str!("d0108_front_source.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let front = &bound.brief.front;
    for (key, place) in front.written_from.iter().zip(&front.written_from_at) {
        if bound.world.source(key).is_some() || bound.world.sources_unread() {
            continue;
        }
        let present = bound.world.sources().into_iter().find(|source| source.was.iter().any(|was| was == key.as_str()));
        if let Some(present) = present {
            let message = format!("the source `{key}` is called `{}` now", present.id);
            let diagnostic = Diagnostic::new(CODE, Grade::Error, message).at(*place, "a former key");
            found.push(diagnostic.with_edit("take up the present key", *place, present.id.as_str()));
            continue;
        }
        let message = format!("there is no source `{key}`");
        let mut diagnostic = Diagnostic::new(CODE, Grade::Error, message).at(*place, "");
        let near = bound.world.sources_near(key.as_str());
        if near.is_empty() {
            diagnostic = diagnostic.with_help("describe it in `sources.yml`, or take it out");
        }
        for name in near {
            diagnostic = diagnostic.with_edit(format!("`{name}` is near"), *place, name.as_str());
        }
        found.push(diagnostic);
    }
}
