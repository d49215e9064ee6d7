//! A numbered body or law whose number does not belong to its date.
//!
//! Parliaments number their terms, and laws carry that number: a law of a term that had not begun when the document was
//! written is a slip, and so is "the 118th Congress (2021-2022)". When each term begins is in `data/citations`,
//! with the law that says so.
//!
//! Grade: query.
//!
//! False alarms: a term named together with the years of a study. Write the two apart.

use demarche_diagnostic::{Diagnostic, Grade};

use super::declare;
use crate::sheet::Sheet;

declare!("D1082", Query, "a number does not belong to its date", "d1082_number.rs");

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in &sheet.passages {
        for series in &sheet.setting.citations.series {
            for cited in series.cited.captures_iter(passage.text) {
                let (Some(whole), Some(number)) = (cited.get(0), cited.name("number")) else { continue };
                let Ok(number) = number.as_str().parse::<i32>() else { continue };
                let (from, to) = series.years(number);
                let said = |name: &str| cited.name(name).and_then(|year| year.as_str().parse::<i32>().ok());
                let message = match (said("from"), said("to"), sheet.dated) {
                    (Some(first), last, _) if first < from || last.unwrap_or(first) > to + 1 => {
                        format!("number {number} of these ran from {from} to {to}")
                    }
                    (None, _, Some(dated)) if from > i32::from(dated.year()) + 1 => {
                        format!("number {number} of these begins in {from} only")
                    }
                    _ => continue,
                };
                let diagnostic = sheet.about(CODE, Grade::Query, passage, whole.range(), message);
                found.push(diagnostic.with_help("correct the number or the years").with_note(series.source.clone()));
            }
        }
    }
}
