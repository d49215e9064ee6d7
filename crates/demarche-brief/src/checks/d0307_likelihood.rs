//! A word of likelihood that the house's declared scale does not know.
//!
//! Where a house declares a scale (`likelihood = "icd-203"` in `dossier.toml`), words
//! of estimative probability are held against it, so that "likely" means one thing.
//! A house that declares none is left alone.
//!
//! False alarms: the word in another sense ("a likely story"). Answer the query in `[accept]`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check};

const CODE: Code = Code("D0307");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "not a word of the house's likelihood scale",
        source: include_str!("d0307_likelihood.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let Some(scale) = &bound.house().likelihood else { return };
    for sentence in &bound.brief.sentences {
        for spot in bound.lexicon.likelihood.find(&sentence.text) {
            let word = sentence.text[spot.range.clone()].to_lowercase();
            let rows = bound.lexicon.likelihood.rows();
            if rows.iter().any(|row| row.scale == *scale && row.words.contains(&word)) {
                continue;
            }
            let message = format!("\"{word}\" is no word of the house's scale, {scale}");
            let diagnostic = Diagnostic::new(CODE, Grade::Query, message).at(sentence.place(spot.range), "");
            let nearest =
                rows.iter().filter(|row| row.scale == *scale && row.low <= spot.row.high && spot.row.low <= row.high);
            let words: Vec<&str> = nearest.filter_map(|row| row.words.first()).map(String::as_str).collect();
            found.push(diagnostic.with_help(format!("the scale's words for about this: {}", words.join(", "))));
        }
    }
}
