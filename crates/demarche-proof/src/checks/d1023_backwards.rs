//! A stretch of time that runs backwards.
//!
//! "From 2018 to 2016", "between March 2019 and January 2019", "2018-2016": the end lies before the beginning.
//! Only a certain order counts: "from 2018 to March 2018" is left alone.
//!
//! Grade: query.
//!
//! False alarms: a comparison from the later to the earlier year ("fell from 2018 to 2016 levels").
//! Write "compared with".

use demarche_diagnostic::{Diagnostic, Grade};

use super::declare;
use crate::pattern::lazy;
use crate::sheet::Sheet;

declare!("D1023", Query, "a stretch of time runs backwards", "d1023_backwards.rs");

lazy! {
    FROM = r"(?i)\b(from|between)\s+(the\s+)?((early|late|mid)[- ])?$";
    YEARS = r"(?:^|[\s(])((1[5-9]|20)\d{2})\s*[–-]\s*((1[5-9]|20)\d{2})(?:$|[\s),.;])";
    LAW = r"(?i)(section|§|h\.\s?r\.|\bs\.|p\.\s?l\.|no\.|page|pp?\.|docket|case|rin|report)\s*$";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in sheet.prose() {
        let dates: Vec<_> = passage.dates().collect();
        for two in dates.windows(2) {
            let [(first, from), (second, to)] = two else { continue };
            let joint = passage.between(first.range.end, second.range.start).trim();
            let led = FROM.is_match(passage.before(first.range.start));
            let (Some(a), Some(b)) = (&from.edtf, &to.edtf) else { continue };
            let backwards = matches!((a.earliest(), b.latest()), (Some(start), Some(end)) if end < start);
            let levels = passage.after(second.range.end).trim_start().starts_with("level");
            if led && matches!(joint, "to" | "through" | "until" | "and") && backwards && !levels {
                let message = format!("{} lies before {}: does it run the other way?", second.raw, first.raw);
                let words = first.range.start..second.range.end;
                found.push(sheet.about(CODE, Grade::Query, passage, words, message).with_help("swap the two dates, or correct one"));
            }
        }
        for years in YEARS.captures_iter(passage.text) {
            let (Some(from), Some(to)) = (years.get(1), years.get(3)) else { continue };
            let word_before = passage.before(from.start());
            if to.as_str() < from.as_str() && !LAW.is_match(word_before) && !passage.is_quoted(from.start()) {
                let message = format!("{} lies before {}: does it run the other way?", to.as_str(), from.as_str());
                let words = from.start()..to.end();
                found.push(sheet.about(CODE, Grade::Query, passage, words, message).with_help("swap the two years, or correct one"));
            }
        }
    }
}
