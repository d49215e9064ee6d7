//! Steps of one instrument in an order that cannot be.
//!
//! An agreement is signed before it is ratified, and ratified before it is in force (Vienna Convention on the Law of
//! Treaties, articles 10 to 24). "Signed in 2015 and entered into force in 2012" has one date wrong. The steps
//! are the words of `statuses.toml`; both must stand in one breath, each with its own date.
//!
//! Grade: query.
//!
//! False alarms: two instruments in one breath ("signed in 2015, replaced that in force since 2012"). Nothing to do.

use demarche_brief::printed::PrintedDate;
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_terms::Rung;
use std::ops::Range;

use super::declare;
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1026", Query, "steps of an instrument are out of order", "d1026_order.rs");

lazy! {
    LEADS = r"(?i)^,?\s*(on|in|as of|since)?\s*((early|mid|late)[- ])?$";
    JOINS = r"(?i)^,?\s*(and|then|it|which|that|but|was|were|has been|first|formally|later|subsequently|finally|,|\s)*$";
}

/// A step with its date.
struct Step<'a> {
    rung: Rung,
    word: Range<usize>,
    date: &'a PrintedDate,
    printed: Range<usize>,
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in sheet.prose() {
        let steps = steps(sheet, passage);
        for two in steps.windows(2) {
            let [first, second] = two else { continue };
            let (Some(a), Some(b)) = (&first.date.edtf, &second.date.edtf) else { continue };
            let rises = position(first.rung) < position(second.rung);
            let falls = position(first.rung) > position(second.rung);
            let later = |a: &demarche_terms::Edtf, b: &demarche_terms::Edtf| matches!((a.earliest(), b.latest()), (Some(a), Some(b)) if b < a);
            let out_of_order = rises && later(a, b) || falls && later(b, a);
            if !out_of_order || !JOINS.is_match(passage.between(first.printed.end, second.word.start)) {
                continue;
            }
            let words = first.word.start..second.printed.end;
            let message = format!(
                "\"{}\" dated {} and \"{}\" dated {}: one comes before the other",
                &passage.text[first.word.clone()], &passage.text[first.printed.clone()],
                &passage.text[second.word.clone()], &passage.text[second.printed.clone()]
            );
            found.push(sheet.about(CODE, Grade::Query, passage, words, message).with_help("correct one of the dates"));
        }
    }
}

fn steps<'a>(sheet: &Sheet<'_>, passage: &'a Passage<'_>) -> Vec<Step<'a>> {
    let words = sheet.setting.lexicon.statuses.find(passage.text);
    let dated = words.into_iter().filter_map(|spot| {
        let (printed, date) = passage.dates().find(|(printed, _)| printed.range.start >= spot.range.end)?;
        let lead = passage.between(spot.range.end, printed.range.start);
        LEADS.is_match(lead).then(|| Step { rung: spot.row.rung, word: spot.range.clone(), date, printed: printed.range.clone() })
    });
    dated.collect()
}

/// How far up the ladder a rung is; suspension may come at any time after entry into force.
fn position(rung: Rung) -> usize {
    Rung::WORDS.iter().position(|(known, _)| *known == rung).unwrap_or(0)
}
