//! A day that no calendar has.
//!
//! 30 February, 31 June, 29 February of a year that is no leap year, in any usual form: "February 30", "30 February
//! 2026", "2026-02-30". The calendar decides, so the date is *contradicted*.
//!
//! False alarms: a month's name that is a word or a person's name before a number ("April 31" of a
//! numbered list). Write the number out.

use demarche_diagnostic::{Diagnostic, Grade};
use jiff::civil::Date;

use super::declare;
use crate::pattern::lazy;
use crate::sheet::Sheet;

declare!("D1022", Contradicted, "there is no such day", "d1022_no_such_day.rs");

lazy! {
    DAY = r"\b(?:(?P<md>February|April|June|September|November)\s+(?P<dm>29|30|31)(?:st|th)?(?:,?\s+(?P<ym>\d{4}))?|(?P<d>29|30|31)(?:st|th)?\s+(?:of\s+)?(?P<m>February|April|June|September|November)(?:,?\s+(?P<y>\d{4}))?|(?P<iy>\d{4})-(?P<im>02|04|06|09|11)-(?P<id>29|30|31))\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in &sheet.passages {
        for day in DAY.captures_iter(passage.text) {
            let said = |names: [&str; 3]| names.iter().find_map(|name| day.name(name)).map(|said| said.as_str());
            let (Some(month), Some(of_month)) = (said(["md", "m", "im"]), said(["dm", "d", "id"])) else { continue };
            let year = said(["ym", "y", "iy"]).and_then(|year| year.parse::<i16>().ok());
            let (Some(month), Ok(of_month)) = (number(month), of_month.parse::<i8>()) else { continue };
            // 29 February is a day of some year; without one it may be meant.
            let last = Date::new(year.unwrap_or(2000), month, 1).map_or(31, |first| first.days_in_month());
            let Some(whole) = day.get(0).filter(|_| of_month > last) else { continue };
            let message = format!("{}: the month has {last} days{}", whole.as_str(), year.map_or(String::new(), |y| format!(" in {y}")));
            found.push(sheet.about(CODE, Grade::Contradicted, passage, whole.range(), message).with_help("correct the date"));
        }
    }
}

fn number(month: &str) -> Option<i8> {
    let names = [("February", 2), ("April", 4), ("June", 6), ("September", 9), ("November", 11)];
    names.iter().find(|(name, _)| *name == month).map(|(_, number)| *number).or_else(|| month.parse().ok())
}
