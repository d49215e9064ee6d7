//! A word that takes a side.
//!
//! Only where the house asks for it (`loaded-words = true` in `dossier.toml`). The list,
//! `loaded.toml`, gives a plainer word where one serves. Words inside quotation marks are
//! somebody's and stay.
//!
//! False alarms: the word in another sense. Answer the query in `[accept]`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check};
use crate::wording::is_quoted;

const CODE: Code = Code("D0803");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "a loaded word",
        source: include_str!("d0803_loaded_word.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    if !bound.house().loaded_words {
        return;
    }
    for sentence in &bound.brief.sentences {
        for spot in bound.lexicon.loaded.find(&sentence.text) {
            if is_quoted(&sentence.text, spot.range.start) {
                continue;
            }
            let message = format!("\"{}\" takes a side: {}", &sentence.text[spot.range.clone()], spot.row.why);
            let place = sentence.place(spot.range.clone());
            let diagnostic = Diagnostic::new(CODE, Grade::Query, message).at(place, "");
            found.push(match spot.row.instead.as_str() {
                "" => diagnostic.with_help("find a plainer word"),
                plainer => diagnostic.with_suggestion("a plainer word", place, plainer),
            });
        }
    }
}
