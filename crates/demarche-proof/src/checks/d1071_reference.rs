//! A reference to a figure, table or appendix that is not there.
//!
//! "See Table 3" leads nowhere where no block of the document begins with "Table 3". References to parts of other
//! documents ("Table 2 of the report", "Figure 1 in ...") are left alone.
//!
//! Grade: query.
//!
//! False alarms: a caption that is part of a picture and could not be read. Nothing to do.

use std::collections::BTreeSet;

use demarche_diagnostic::{Diagnostic, Grade};

use super::declare;
use crate::pattern::lazy;
use crate::sheet::Sheet;

declare!("D1071", Query, "a reference leads nowhere", "d1071_reference.rs");

lazy! {
    REFERENCE = r"\b(Figure|Table|Appendix|Box|Map|Chart)\s+([A-Z]-?\d{1,2}|\d{1,2}|[A-Z])\b";
    ELSEWHERE = r"^(\s*(,|and|or|–|-|to|through)\s*(Figure|Table)?s?\s*[A-Z]?-?\d+)*\s*(,\s*)?(of|in|from|to)\s+(the\s+|that\s+|its\s+|their\s+|CRS\s|[“A-Z0-9])";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let mut held: BTreeSet<(&str, &str)> = BTreeSet::new();
    for block in &sheet.document.blocks {
        let words = sheet.document.words(&block.text);
        held.extend(words.lines().filter_map(|line| REFERENCE.captures(line)).filter_map(|caption| {
            let whole = caption.get(0).filter(|whole| whole.start() == 0)?;
            let (sort, number) = (caption.get(1)?.as_str(), caption.get(2)?.as_str());
            let rest = words.get(whole.end()..).unwrap_or("");
            (rest.is_empty() || rest.starts_with(['.', ':', ' ', '\n', '—', '–'])).then_some((sort, number))
        }));
    }
    let mut asked = BTreeSet::new();
    for passage in sheet.prose() {
        for reference in REFERENCE.captures_iter(passage.text) {
            let (Some(whole), Some(sort), Some(number)) = (reference.get(0), reference.get(1), reference.get(2)) else { continue };
            let key = (sort.as_str(), number.as_str());
            let elsewhere = ELSEWHERE.is_match(passage.after(whole.end())) || passage.is_quoted(whole.start());
            let part = passage.after(whole.end()).starts_with('.') && passage.after(whole.end())[1..].starts_with(|c: char| c.is_ascii_digit());
            let letter = number.as_str().chars().all(char::is_alphabetic) && sort.as_str() != "Appendix";
            if whole.start() == 0 || held.contains(&key) || elsewhere || letter || part || !asked.insert(key) {
                continue;
            }
            let message = format!("there is no {} in this document", whole.as_str());
            found.push(sheet.about(CODE, Grade::Query, passage, whole.range(), message).with_help("correct the number, or add what it refers to"));
        }
    }
}
