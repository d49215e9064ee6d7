//! An amount in words alone.
//!
//! "Scores of", "dozens of" and "hundreds of" stand for a figure that somebody has counted. The reading that
//! `hedges.toml` gives the words is printed beside them.
//!
//! Grade: note.
//!
//! False alarms: an amount that nobody can count. Nothing to do.

use demarche_diagnostic::{Diagnostic, Grade};

use super::declare;
use super::clauses::{bounds, shown_bounds};
use crate::pattern::lazy;
use crate::sheet::Sheet;

declare!("D1053", Note, "an amount without a figure", "d1053_no_figure.rs");

lazy! {
    COUNTABLE = r"(?i)^(scores|dozens|hundreds|thousands|tens of thousands|hundreds of thousands|millions|billions|several dozen|several hundred|several thousand|a handful)\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in sheet.prose() {
        for printed in passage.printed.iter().filter(|printed| printed.is_vague()) {
            let words = &passage.text[printed.whole.clone()];
            let unit_of_table = passage.before(printed.whole.start).trim_end().ends_with("in");
            if !COUNTABLE.is_match(words) || unit_of_table || passage.is_quoted(printed.whole.start) {
                continue;
            }
            let read = printed.number().and_then(|number| bounds(number.counted)).map(shown_bounds);
            let read = read.map_or_else(String::new, |read| format!(" (read as {read})"));
            let message = format!("\"{words}\"{read}: is there a figure?");
            found.push(sheet.about(CODE, Grade::Note, passage, printed.whole.clone(), message).with_help("give the figure and its source"));
        }
    }
}
