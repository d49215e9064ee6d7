//! What is to come has a date that was past when the document was written, or the other way round.
//!
//! "Will meet in March 2018" in a document of January 2019 was carried over from an older one; "was signed on 4 July
//! 2027" in a document of 2026 is a slip of the year. The verb must lead straight into the date.
//!
//! Grade: query.
//!
//! False alarms: the future seen from a past day ("said in 2017 that it will end in 2018"). Write "would".

use demarche_brief::printed::DateRelation;
use demarche_diagnostic::{Diagnostic, Grade};

use super::declare;
use crate::pattern::lazy;
use crate::sheet::Sheet;

declare!("D1025", Query, "tense and date do not agree", "d1025_tense.rs");

lazy! {
    AHEAD = r"\b(will|is expected to|are expected to|is scheduled|are scheduled|is due to|are due to|is slated|are slated|is set to|are set to|plans? to|intends? to|upcoming)\b[^.;,:()]{0,60}?\s(in|on|by|for|during|until|before)\s+((early|mid|late)[- ])?$";
    BEHIND = r"\b(was|were|has been|have been|had been)\s+(first\s+|last\s+)?(signed|held|elected|adopted|approved|enacted|ratified|launched|opened|introduced|passed|appointed|sworn in|killed|arrested|convicted|established|founded|created|issued|published|released)\b[^.;,:()]{0,40}?\s(in|on)\s+((early|mid|late)[- ])?$";
    SAID_THEN = r"(?i)\b(said|announced|stated|pledged|promised|vowed|declared|reported|wrote|argued|testified|would|had|did|until|whether|if|bill|language|provid\w+)\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let Some(dated) = sheet.dated else { return };
    for passage in sheet.prose() {
        for (printed, date) in passage.dates() {
            let Some(edtf) = &date.edtf else { continue };
            let (Some(first), Some(last)) = (edtf.earliest(), edtf.latest()) else { continue };
            let before = passage.before(printed.range.start);
            if passage.is_quoted(printed.range.start) {
                continue;
            }
            let message = if last < dated && AHEAD.is_match(before) && !SAID_THEN.is_match(before) {
                format!("{} was past when this was written ({dated}): has it happened?", printed.raw)
            } else if dated < first && BEHIND.is_match(before) && date.relation == DateRelation::At {
                format!("{} was still to come when this was written ({dated}): is the year right?", printed.raw)
            } else {
                continue;
            };
            let diagnostic = sheet.about(CODE, Grade::Query, passage, printed.range.clone(), message);
            found.push(diagnostic.with_help("bring the verb up to date, or correct the date"));
        }
    }
}
