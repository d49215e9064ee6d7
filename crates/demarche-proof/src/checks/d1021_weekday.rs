//! A weekday that does not belong to its date.
//!
//! "Tuesday, November 4, 2026" cannot be: that day is a Wednesday. The calendar is independent evidence and
//! decides, so a date with its year is *contradicted*. Without a printed year the date is read in the document's
//! own year and the years beside it, and only asked about where none of them fits.
//!
//! False alarms: a weekday that belongs to another date in the same breath ("on Monday, 3 March being a holiday").
//! Put the two apart.

use demarche_brief::printed::PrintedDate;
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_terms::Date;
use jiff::civil::Weekday;

use super::declare;
use crate::pattern::lazy;
use crate::sheet::Sheet;

declare!("D1021", Contradicted, "a weekday does not belong to its date", "d1021_weekday.rs");

lazy! {
    BEFORE = r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s*$";
    AFTER = r"^\s*\((Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\)";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in sheet.prose() {
        for (printed, date) in passage.dates() {
            let before = BEFORE.captures(passage.before(printed.whole.start));
            let after = AFTER.captures(passage.after(printed.range.end));
            let Some(name) = before.or(after).and_then(|found| found.get(1)).and_then(|stem| weekday(stem.as_str())) else {
                continue;
            };
            let Some((day, grade)) = other_day(date, name, sheet.anchor()) else { continue };
            let start = before_start(passage.before(printed.whole.start)).unwrap_or(printed.whole.start);
            let message = format!("{} is a {}", day.strftime("%-d %B %Y"), english(day.weekday()));
            let diagnostic = sheet.about(CODE, grade, passage, start..printed.range.end, message);
            found.push(diagnostic.with_help(format!("correct the day or the date: which {} is meant?", english(name))));
        }
    }
}

fn before_start(text: &str) -> Option<usize> {
    BEFORE.find(text).map(|found| found.start())
}

/// The day that is printed, where it is no such weekday; a query where its year had to be supplied.
fn other_day(date: &PrintedDate, weekday: Weekday, anchor: Date) -> Option<(Date, Grade)> {
    let days: Vec<Date> = date.readings(anchor).iter().filter_map(|reading| reading.moment()?.exact()).collect();
    let first = days.first().copied()?;
    let grade = if date.edtf.is_some() { Grade::Contradicted } else { Grade::Query };
    days.iter().all(|day| day.weekday() != weekday).then_some((first, grade))
}

fn weekday(stem: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(_, name)| name.starts_with(stem)).map(|(day, _)| *day)
}

fn english(day: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(found, _)| *found == day).map_or("", |(_, name)| *name)
}

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "Monday"),
    (Weekday::Tuesday, "Tuesday"),
    (Weekday::Wednesday, "Wednesday"),
    (Weekday::Thursday, "Thursday"),
    (Weekday::Friday, "Friday"),
    (Weekday::Saturday, "Saturday"),
    (Weekday::Sunday, "Sunday"),
];
