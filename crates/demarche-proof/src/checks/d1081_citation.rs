//! A citation of a bill, law or treaty in a form that cannot be followed.
//!
//! The forms are in `data/citations`, one file for each system of citation: what looks like one, and what a right one
//! looks like, with the manual that says so ("P.L. 115-97", "19 U.S.C. 1862", "S/RES/2397"). What looks like a citation
//! and is none is asked about.
//!
//! Grade: query.
//!
//! False alarms: another system that uses the same letters. Replace the file, or add its form.

use demarche_diagnostic::{Diagnostic, Grade};

use super::declare;
use crate::sheet::Sheet;

declare!("D1081", Query, "a citation cannot be followed", "d1081_citation.rs");

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in &sheet.passages {
        for form in &sheet.setting.citations.forms {
            for like in form.looks.find_iter(passage.text) {
                if form.right.find_at(passage.text, like.start()).is_some_and(|right| right.start() == like.start()) {
                    continue;
                }
                let words = like.start()..like.start() + like.as_str().trim_end().len();
                let message = format!("\"{}\": {}", &passage.text[words.clone()], form.says);
                let diagnostic = sheet.about(CODE, Grade::Query, passage, words, message);
                found.push(diagnostic.with_help(format!("write it like {}", form.example)).with_note(form.source.clone()));
            }
        }
    }
}
