//! Something expected by a date that has come.
//!
//! "Scheduled for May 2022", "expected in February", "will expire on 30 September 2026": once that day is over someone
//! must look whether it happened. Before it the sentence is listed as a note with the day; from the day after it
//! on it is *due*. A month without a year is the next one after the document's date.
//!
//! False alarms: a plan told as history. Write "was to", "would".

use demarche_brief::printed::PrintedDate;
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_terms::Date;

use super::declare;
use crate::pattern::lazy;
use crate::sheet::Sheet;

declare!("D1042", Due, "what was expected has come or lapsed", "d1042_expected.rs");

lazy! {
    AHEAD = r"\b(will|shall|is expected|are expected|expects? to|is due|are due|is scheduled|are scheduled|scheduled for|is slated|are slated|is set to|are set to|plans? to|is planned|are planned|intends? to|likely (in|to)|expires?|is to (be|take)|are to (be|take)|deadline)\b[^.;:()]{0,80}$|\b(until|through|by|extend(s|ed)?\s+to)\s+((early|mid|late)[- ])?$";
    // "For 2026, the Mint plans to issue": the day stands first.
    FIRST = r"^(For|In|By|During|On|Before|From)\s+((early|mid|late)[- ])?$";
    PLANNED = r"^(,\s[^;:()]{0,80}|\s)\b(plans? to|expects? to|intends? to|(is|are) (expected|scheduled|slated|set|planned|due) to)\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let Some(dated) = sheet.dated else { return };
    for passage in sheet.prose() {
        let ahead = passage.dates().find_map(|(printed, date)| {
            let last = last_day(date, dated).filter(|last| *last > dated)?;
            let lead = passage.before(printed.range.start);
            let planned = FIRST.is_match(lead) && PLANNED.is_match(passage.after(printed.range.end));
            ((planned || AHEAD.is_match(lead)) && !passage.is_quoted(printed.range.start)).then_some((printed, last))
        });
        let Some((printed, last)) = ahead else { continue };
        let (grade, message) = if sheet.setting.as_of > last {
            (Grade::Due, format!("{} is past: has it come to that?", printed.raw))
        } else {
            (Grade::Note, format!("look again after {last}"))
        };
        let diagnostic = sheet.about(CODE, grade, passage, printed.range.clone(), message);
        found.push(diagnostic.with_help("say what happened, or when it is expected now"));
    }
}

/// The last day of a date: of the next one to come, where no year is printed.
fn last_day(date: &PrintedDate, dated: Date) -> Option<Date> {
    let ends = date.readings(dated).into_iter().filter_map(|reading| reading.latest());
    if date.edtf.is_some() { ends.min() } else { ends.filter(|end| *end > dated).min() }
}
