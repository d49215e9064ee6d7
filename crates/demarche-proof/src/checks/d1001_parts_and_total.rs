//! The parts that a sentence lists do not add up to its total.
//!
//! "The 300 seats are held as follows: 123, 122 and 38" or "$2 million for ports, $3 million for roads, for a
//! total of $6 million": where a sentence says that a list makes up a total, the parts are added as
//! printed, each give or take half its last digit, and the sum is held against the total.
//! Only lists that claim to be whole count; one led by "including" or "such as" does not.
//!
//! Grade: query, since either a part or the total may be the slip.
//!
//! False alarms: a list that leaves out a remainder without saying so. Say "including", or name the rest.

use demarche_diagnostic::{Diagnostic, Grade};

use super::declare;
use super::clauses::{Figure, apart, figure, same_unit, shown_bounds, sum};
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1001", Query, "the parts do not add up to the total", "d1001_parts_and_total.rs");

lazy! {
    // Between a total and the list of its parts.
    OPENS = r"(?i)^[^.;()]{0,60}?(:|—|\bconsist(s|ed|ing) of\b|\bcompris(es|ed|ing)\b|\bmade up of\b|\bcomposed of\b|\bbroken down (as|into)\b)";
    // Between a list of parts and the total after it.
    CLOSES = r"(?i)(,|;|—)?\s*(for|making|giving|bringing|which makes|which totals|totaling|totalling|or)?\s*(a|the|an)?\s*(total(ing|ling)?|combined total|grand total|sum) of\s*(about|approximately|some|roughly)?\s*$";
    OPEN_ENDED = r"(?i)\b(includ(e|es|ed|ing)|such as|among|at least|up to|of which|for example|e\.g\.|mainly|mostly|average|per)\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in sheet.prose() {
        let figures: Vec<Figure<'_>> = passage.printed.iter().filter_map(figure).collect();
        for (at, total) in figures.iter().enumerate() {
            let parts = parts_after(passage, &figures, at).or_else(|| parts_before(passage, &figures, at));
            let Some(parts) = parts.filter(|parts| parts.len() >= 2) else { continue };
            let Some(added) = sum(parts.iter().map(|part| part.bounds)) else { continue };
            if !apart(added, total.bounds) {
                continue;
            }
            let words: Vec<&str> = parts.iter().map(|part| part.printed.raw.as_str()).collect();
            let message = format!(
                "the parts add up to {}, the total printed is {}: is a part missing, or the total of something else?",
                shown_bounds(added),
                total.printed.raw
            );
            let diagnostic = sheet.about(CODE, Grade::Query, passage, total.whole(), message);
            found.push(diagnostic.with_note(words.join(" + ")).with_help("correct the part or the total, or say \"including\""));
        }
    }
}

/// The figures of the list that a total opens.
fn parts_after<'f, 'a>(passage: &Passage<'_>, figures: &'f [Figure<'a>], total: usize) -> Option<Vec<&'f Figure<'a>>> {
    let whole = figures.get(total)?;
    let first = figures.get(total + 1)?;
    let lead = passage.between(whole.whole().end, first.whole().start);
    if !OPENS.is_match(lead) || OPEN_ENDED.is_match(lead) {
        return None;
    }
    let mut parts = Vec::new();
    let mut end = whole.whole().end;
    for part in &figures[total + 1..] {
        let gap = passage.between(end, part.whole().start);
        let runs_on = parts.is_empty() || gap.len() <= 90 && !gap.contains([';', '.']) && gap.contains([',', 'a', '&']);
        if !runs_on || OPEN_ENDED.is_match(gap) || !same_unit(part.number, whole.number) || part.bounds.0 >= whole.bounds.1 {
            return None;
        }
        end = part.whole().end;
        parts.push(part);
    }
    let rest = passage.after(end);
    (!OPEN_ENDED.is_match(rest) && !rest.contains("remain") && !rest.contains("rest")).then_some(parts)
}

/// The figures of the list that a total closes.
fn parts_before<'f, 'a>(passage: &Passage<'_>, figures: &'f [Figure<'a>], total: usize) -> Option<Vec<&'f Figure<'a>>> {
    let whole = figures.get(total)?;
    let last = figures.get(total.checked_sub(1)?)?;
    let lead = passage.between(last.whole().end, whole.whole().start);
    let closing = CLOSES.find(lead)?;
    if lead[..closing.start()].len() > 60 {
        return None;
    }
    let mut parts: Vec<&Figure<'_>> = Vec::new();
    for part in figures[..total].iter().rev() {
        if let Some(next) = parts.last() {
            let gap = passage.between(part.whole().end, next.whole().start);
            if gap.len() > 90 || gap.contains([';', '.', ':']) {
                break;
            }
        }
        if !same_unit(part.number, whole.number) || part.bounds.0 >= whole.bounds.1 {
            return None;
        }
        parts.push(part);
    }
    let from = parts.last()?.whole().start;
    (!OPEN_ENDED.is_match(passage.between(from, whole.whole().start))).then_some(parts)
}
