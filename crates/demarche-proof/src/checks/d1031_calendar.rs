//! A date of an election that the law does not give.
//!
//! Where the document names a country whose rules are held (`data/rules`, `data/offices`), and speaks of the next election
//! to an office of it, the printed date is held against the one that the law gives for the term that ran when the
//! document was written. "Next" is what makes it one: past elections and hypothetical ones are left alone.
//!
//! Grade: contradicted, since the law is independent evidence that was known; *query* where
//! the date has no year and had to be supplied.
//!
//! False alarms: an election to fill a vacancy, called after the office table was written. Add the
//! end of the term to the table.

use demarche_brief::printed::{Printed, PrintedDate};
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_terms::{Date, Edtf};

use super::declare;
use crate::offices::{Election, Office};
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1031", Contradicted, "the law gives another date", "d1031_calendar.rs");

lazy! {
    NEXT = r"(?i)\b(next|upcoming|forthcoming|scheduled|due|will be held|to be held|will take place|are slated|is slated|set for)\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let Some(dated) = sheet.dated else { return };
    let offices: Vec<&Office> = sheet.setting.offices.iter().filter(|office| office.is_named_in(&sheet.document.text)).collect();
    for passage in sheet.prose() {
        for office in &offices {
            let Some(words) = office.election_in(sheet, passage) else { continue };
            let Some(election) = office.next(dated) else { continue };
            let Some((printed, date)) = next_date(passage, words.end) else { continue };
            if NEXT.is_match(passage.text) && definitely_other(date, election, dated) {
                found.push(finding(sheet, passage, printed, date, office, election));
            }
        }
    }
}

/// The date that the sentence gives the election: the first one after it.
fn next_date<'p>(passage: &'p Passage<'_>, at: usize) -> Option<(&'p Printed, &'p PrintedDate)> {
    let (printed, date) = passage.dates().find(|(printed, _)| printed.range.start >= at)?;
    let between = passage.between(at, printed.range.start);
    (!between.contains([';', '(']) && between.len() <= 80).then_some((printed, date))
}

/// Whether no reading of a date holds the day of the election; only one that lies ahead can be the next.
fn definitely_other(date: &PrintedDate, election: &Election, dated: Date) -> bool {
    let apart = |reading: &Edtf| !reading.overlaps(&election.on);
    let ahead = |reading: &Edtf| reading.latest().is_some_and(|last| last >= dated);
    let readings: Vec<Edtf> = date.readings(dated).into_iter().filter(ahead).collect();
    !readings.is_empty() && readings.iter().all(apart)
}

fn finding(sheet: &Sheet<'_>, passage: &Passage<'_>, printed: &Printed, date: &PrintedDate, office: &Office, election: &Election) -> Diagnostic {
    let grade = if date.edtf.is_some() { Grade::Contradicted } else { Grade::Query };
    let message = format!("the rule gives {} for the next {}", election.on, office.election);
    let mut diagnostic = sheet.about(CODE, grade, passage, printed.range.clone(), message);
    for line in &election.lineage {
        diagnostic = diagnostic.with_note(line.clone());
    }
    diagnostic.with_help("give the rule's date, or say what the printed one is the date of")
}
