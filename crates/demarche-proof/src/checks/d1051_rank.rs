//! A rank that does not say as of when, or by what.
//!
//! "The seventh-largest trading partner" holds on one basis and in one year: goods, or goods and services? A rank
//! told in the present tense is asked about where its sentence gives no date, no
//! measure ("by value", "in terms of area") and no source ("according to", the sign of a note). The
//! largest part of a whole is measured by the whole.
//!
//! Grade: query.
//!
//! False alarms: a rank that everybody knows and that does not move (the largest island). Name the measure.

use demarche_brief::printed::{Amount, Printed, Rank};
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_read::Role;

use super::declare;
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1051", Query, "a rank without its date, measure or source", "d1051_rank.rs");

lazy! {
    PRESENT = r"\b(is|are|remains?|ranks?|represents?)\s+((also|still|now|currently|consistently|by|far|the|a|an|its|their|one|of|([A-Z][\w.]*\s)*[A-Za-z][\w.]*(’s?|'s?))\s+){0,5}$";
    SOURCE = r"(?i)\b(according to|data|survey|estimates?|statistics|measured)\b";
    MEASURE = r"(?i)\b(by (value|volume|area|population|gdp|number|size|revenue|land|length|capacity|trade|output|production|spending|budget|market|share|total)\w*|in terms of|measured (by|in)|according to|as of|per capita|based on|in the (data|survey|sample|study))\b";
    // A part by its whole: the whole is the measure.
    PART = r"(?i)^\s*(\w+\s)?(components?|parts?|share|portion|element|item)\s+(of|in)\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let mut before: Option<&Passage<'_>> = None;
    for passage in &sheet.passages {
        let leads = before.replace(passage).is_some_and(names_its_source);
        if passage.role != Role::Body || is_grounded(passage) || leads {
            continue;
        }
        let Some((printed, rank)) = passage.printed.iter().find_map(|printed| claim(passage, printed)) else { continue };
        let asked = if rank.first > 1 || rank.measure.is_empty() { "by what measure, and as of when?" } else { "by what measure?" };
        let words = printed.whole.start..end_of_claim(passage, printed);
        let message = format!("\"{}\": {asked}", &passage.text[words.clone()]);
        let diagnostic = sheet.about(CODE, Grade::Query, passage, words, message);
        found.push(diagnostic.with_help("name the measure, the year and the source"));
    }
}

/// Whether a sentence gives a date, a measure, a source or a note.
fn is_grounded(passage: &Passage<'_>) -> bool {
    passage.noted || passage.dates().next().is_some() || MEASURE.is_match(passage.text)
}

/// Whether a sentence names data or a source for what follows it.
fn names_its_source(passage: &Passage<'_>) -> bool {
    SOURCE.is_match(passage.text)
}

/// A rank that is claimed of the present: "is the second-largest", not "the largest gains" or "one of the largest".
fn claim<'p>(passage: &Passage<'_>, printed: &'p Printed) -> Option<(&'p Printed, &'p Rank)> {
    let Amount::Rank(rank) = &printed.amount else { return None };
    let standing = rank.last == Some(rank.first) && !printed.counted.is_empty();
    let lead = passage.before(printed.range.start);
    let quoted = passage.is_quoted(printed.range.start);
    let one_of_some = lead.ends_with(" a ") || lead.ends_with(" an ");
    let part = PART.is_match(passage.after(printed.range.end));
    (standing && !quoted && !one_of_some && !part && PRESENT.is_match(lead)).then_some((printed, rank))
}

/// The rank with the thing that is ranked.
fn end_of_claim(passage: &Passage<'_>, printed: &Printed) -> usize {
    let rest = passage.after(printed.range.end);
    let lead = rest.len() - rest.trim_start_matches([' ', '-']).len();
    if rest[lead..].starts_with(printed.counted.as_str()) { printed.range.end + lead + printed.counted.len() } else { printed.range.end }
}
