//! Someone unnamed is made to speak, and no source stands behind them.
//!
//! "Some observers", "analysts say" and "reportedly" (`attribution.toml`) are house style
//! where the dossier holds a source for the sentence, and then stay silent. Where it
//! holds none the reader cannot find out who.
//!
//! False alarms: a summary sentence whose sources stand in the next one. Rest it on
//! one of them with `[](@id)`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Evidence;

use super::{Bound, Check};

const CODE: Code = Code("D0604");

pub(super) const CHECK: Check = Check {
    rule: Rule { code: CODE, grade: Grade::Query, title: "who says so?", source: include_str!("d0604_attribution.rs") },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in &bound.brief.sentences {
        let sourced = bound.ties_of(sentence).any(|tie| tie.resolved.evidence != Evidence::Unsourced);
        let Some(spot) = bound.lexicon.weasels.find(&sentence.text).into_iter().next().filter(|_| !sourced) else {
            continue;
        };
        let message = format!("\"{}\": who? no source stands behind this sentence", &sentence.text[spot.range.clone()]);
        let diagnostic = Diagnostic::new(CODE, Grade::Query, message).at(sentence.place(spot.range.clone()), "");
        found.push(diagnostic.with_help("rest the sentence on a sourced statement, `[](@id)`, or name the speaker"));
    }
}
