//! A link leads to an address at which a source stood before.
//!
//! `sources.yml` lists the former addresses of a source under `was`. A link in the prose that
//! still leads to one of them sends readers where the source no longer is; the present address
//! is offered.
//!
//! False alarms: a link that means the old place as such. Link to an archived copy instead.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check};

const CODE: Code = Code("D0606");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "a link leads to a source's former address",
        source: include_str!("d0606_moved_address.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    if bound.brief.links.is_empty() {
        return;
    }
    let sources = bound.world.sources();
    for link in &bound.brief.links {
        let moved = sources.iter().find(|source| source.was.contains(&link.target) && !source.url.is_empty());
        let Some(source) = moved else { continue };
        let message = format!("`{}` stands at another address now: {}", source.id, source.url);
        let diagnostic = Diagnostic::new(CODE, Grade::Query, message).at(link.place.unwrap_or(link.span), "");
        found.push(match link.place {
            Some(place) => diagnostic.with_edit("take up the present address", place, &source.url),
            None => diagnostic.with_help("put the present address"),
        });
    }
}
