//! One law with two years.
//!
//! A statute is named by its year: where "section 232" is of "the Trade Expansion Act of 1962" in one place and of
//! "the Trade Expansion Act of 1963" in another, one of them is a slip. The section and every word of the name must agree.
//!
//! Grade: query.
//!
//! False alarms: the same section number in two laws that share a name. Nothing to do.

use std::collections::BTreeMap;

use demarche_diagnostic::{Diagnostic, Grade};

use super::declare;
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1013", Query, "one law is named with two years", "d1013_two_years.rs");

lazy! {
    LAW = r"(?:[Ss]ections?|§§?|Sec\.|[Tt]itle)\s*([0-9IVX]+[0-9A-Za-z()-]*)[^.;]{0,12}? of the ((?:[A-Z][\w’'-]*,? (?:and |of |for |the |to |on |in )*){1,8}Act),? of (\d{4})\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(&str, &str), (&str, &Passage<'_>, std::ops::Range<usize>)> = BTreeMap::new();
    for passage in &sheet.passages {
        for law in LAW.captures_iter(passage.text) {
            let (Some(section), Some(name), Some(year)) = (law.get(1), law.get(2), law.get(3)) else { continue };
            let known = first.entry((section.as_str(), name.as_str())).or_insert((year.as_str(), passage, year.range()));
            if known.0 == year.as_str() {
                continue;
            }
            let message = format!("the {} of {} here, of {} before: one law?", name.as_str(), year.as_str(), known.0);
            let diagnostic = sheet.about(CODE, Grade::Query, passage, year.range(), message);
            let before = sheet.span(known.1, known.2.clone());
            found.push(diagnostic.with_other(before, "the year before").with_help("correct the year"));
        }
    }
}
