//! A figure told in the present tense that does not say as of when.
//!
//! "Approximately 28,500 troops are based there" was counted on some day by someone. A figure with a unit, or one of
//! three digits or more, that a sentence gives for the present without a date or a source is
//! listed, so that the author can add "as of". The sign of a note leads to a source.
//!
//! Grade: note, since house style often gives the date once for a whole paragraph.
//!
//! False alarms: figures that do not move, such as those of a law. Nothing to do.

use demarche_diagnostic::{Diagnostic, Grade};
use demarche_read::Role;
use demarche_terms::Decimal;

use super::declare;
use super::clauses::figure;
use crate::pattern::lazy;
use crate::sheet::Sheet;

declare!("D1052", Note, "a figure of the present without a date or a source", "d1052_level.rs");

lazy! {
    PRESENT = r"(?i)\b(is|are|has|have|holds?|pays?|accounts? for|hosts?|employs?|produces?|exports?|imports?|operates?)\b";
    PAST_OR_LAW = r"(?i)\b(was|were|had|would|must|shall|may|according to|as of|section|act|requires?|limit\w*|authoriz\w*|reported|estimate[sd]?|projected|said|if|once|when|at least|or (greater|more|less)|u\.s\.c\.|p\.l\.|plans?|planned|would|contracts?|award\w*|funding|appropriat\w*)\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in sheet.prose().filter(|passage| passage.role == Role::Body) {
        if passage.noted || passage.dates().next().is_some() || !PRESENT.is_match(passage.text) || PAST_OR_LAW.is_match(passage.text) {
            continue;
        }
        let level = passage.printed.iter().filter_map(figure).find(|figure| {
            let measured = figure.number.unit.is_some() || figure.bounds.1 >= Decimal::ONE_HUNDRED;
            measured && !figure.printed.definite && !passage.is_quoted(figure.printed.range.start)
        });
        let Some(level) = level else { continue };
        let message = format!("\"{}\": as of when, and who counted?", &passage.text[level.whole()]);
        let diagnostic = sheet.about(CODE, Grade::Note, passage, level.whole(), message);
        found.push(diagnostic.with_help("add \"as of\" with the date, or the source"));
    }
}
