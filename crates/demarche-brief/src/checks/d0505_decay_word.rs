//! A word that holds for a while only has outlived it.
//!
//! "Recently", "currently", "pending" and "next year" are true of a date. On
//! publication day they enter the calendar and stay silent; once the as-of date is
//! further from the edition's date than the word lasts (`decay.toml`), the sentence
//! needs another look.
//!
//! False alarms: the word inside a quotation. Rewrite it, or lengthen the word's days.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check};

const CODE: Code = Code("D0505");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Due,
        title: "a word has outlived its time",
        source: include_str!("d0505_decay_word.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let Some(written) = bound.brief.front.date else { return };
    let age = (bound.world.clocks().as_of - written).get_days();
    for sentence in &bound.brief.sentences {
        for spot in bound.lexicon.decay.find(&sentence.text) {
            if i64::from(age) <= i64::from(spot.row.days) {
                continue;
            }
            let word = &sentence.text[spot.range.clone()];
            let message = format!("\"{word}\" was written {age} days ago: {}", spot.row.why);
            let diagnostic = Diagnostic::new(CODE, Grade::Due, message).at(sentence.place(spot.range.clone()), "");
            found.push(diagnostic.with_help("give the date instead, or bring the sentence up to date"));
        }
    }
}
