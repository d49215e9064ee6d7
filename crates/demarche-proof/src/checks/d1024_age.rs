//! An age that does not follow from the dates that the document prints.
//!
//! "The six-year-old pact" in a sentence about 2018 needs a beginning in 2011 to 2013. The beginning is taken from where
//! the document dates the same name: "the 2012 Ferry Pact", or the name with "entered into force", "signed",
//! "founded", "born" and the like and a date. "The tenth anniversary of" is held likewise.
//!
//! Grade: query, since the age may be counted from another event.
//!
//! False alarms: an age counted from a later step (in force, not signed). Say from which.

use demarche_brief::printed::{Amount, Printed};
use demarche_brief::wording::words;
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_terms::Decimal;

use super::declare;
use super::clauses::bounds;
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1024", Query, "an age does not follow from the dates", "d1024_age.rs");

lazy! {
    BEGAN = r"(?i)\b(entered into force|entry into force|came into force|took effect|signed|founded|established|created|born|launched|enacted|formed|independence)\b";
}

/// When something began, as a sentence says it.
struct Beginning<'a> {
    passage: &'a Passage<'a>,
    date: &'a Printed,
    first: i16,
    last: i16,
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in sheet.prose() {
        for printed in &passage.printed {
            let Amount::Age(number) = &printed.amount else { continue };
            let Some(name) = name_after(passage, printed) else { continue };
            let Some((low, high)) = bounds(number.interval).filter(|_| number.unit.as_ref().is_some_and(|unit| unit.as_str() == "a")) else {
                continue;
            };
            let began: Vec<Beginning<'_>> = sheet.prose().flat_map(|other| beginnings(other, name)).collect();
            let (from, to) = years_of(passage, sheet);
            let fits = |beginning: &Beginning<'_>| {
                let ages = (Decimal::from(from - beginning.last - 1), Decimal::from(to - beginning.first + 1));
                ages.0 <= high && low <= ages.1
            };
            let Some(beginning) = began.first().filter(|_| !began.iter().any(fits)) else { continue };
            let message = format!("{name} is dated {} in this document: is it {} then?", beginning.date.raw, printed.raw);
            let diagnostic = sheet.about(CODE, Grade::Query, passage, printed.whole.clone(), message);
            let place = sheet.span(beginning.passage, beginning.date.range.clone());
            found.push(diagnostic.with_other(place, "dated here").with_help("correct the age, or say from which step it is counted"));
        }
    }
}

/// The name that an age belongs to: the first word after it that begins with a capital and is long enough to be found again.
fn name_after<'a>(passage: &Passage<'a>, age: &Printed) -> Option<&'a str> {
    let rest = passage.after(age.range.end);
    words(rest).take(3).find(|word| word.len() >= 4 && word.starts_with(char::is_uppercase))
}

/// The years of which a sentence speaks: those that it prints, else that of the document.
fn years_of(passage: &Passage<'_>, sheet: &Sheet<'_>) -> (i16, i16) {
    let years: Vec<i16> = passage
        .dates()
        .filter_map(|(_, date)| date.edtf.as_ref())
        .flat_map(|edtf| [edtf.earliest(), edtf.latest()])
        .flatten()
        .map(|day| day.year())
        .collect();
    let own = sheet.anchor().year();
    (years.iter().copied().min().unwrap_or(own), years.iter().copied().max().unwrap_or(own))
}

fn beginnings<'a>(passage: &'a Passage<'a>, name: &str) -> Vec<Beginning<'a>> {
    let Some(at) = passage.text.find(name) else { return Vec::new() };
    let dates = passage.dates().filter_map(|(printed, date)| {
        let edtf = date.edtf.as_ref()?;
        let (first, last) = (edtf.earliest()?.year(), edtf.latest()?.year());
        let before_name = printed.range.end < at && passage.between(printed.range.end, at).trim().is_empty();
        let near = passage.between(at.min(printed.range.start), at.max(printed.range.end));
        let began = BEGAN.is_match(near) && near.len() <= 90 && !near.contains([';', ',']);
        (before_name || began).then_some(Beginning { passage, date: printed, first, last })
    });
    dates.collect()
}
