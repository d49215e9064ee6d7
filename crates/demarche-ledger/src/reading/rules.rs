//! Rule files: a jurisdiction's holidays and rules.

use std::collections::BTreeSet;

use demarche_diagnostic::{Diagnostic, FileId, SourceMap};
use demarche_terms::{Edtf, RuleId, Source};
use jiff::civil::Weekday;

use super::parts::source_refs;
use super::sources;
use crate::calendar::{Beside, CalendarRule, Holiday, HolidayDate, Mechanism, Shift};
use crate::checks;
use crate::syntax::{Fields, Node, Shape, toml};

const FILE: &[&str] = &["format", "jurisdiction", "holidays-complete", "holiday", "rule", "source"];
const HOLIDAY: &[&str] = &["name", "on", "valid", "source"];
const RULE: &[&str] =
    &["id", "title", "mechanism", "office", "valid", "inputs", "days", "years", "weekday", "shift", "source"];

/// What the rule files hold.
#[derive(Default)]
pub(crate) struct Rules {
    pub rules: Vec<CalendarRule>,
    pub holidays: Vec<Holiday>,
    pub sources: Vec<Source>,
}

/// Which mechanism a rule names.
#[derive(Clone, Copy)]
enum Word {
    WeekdayFrom,
    Term,
    Deadline,
}

const MECHANISMS: &[(Word, &str)] =
    &[(Word::WeekdayFrom, "weekday-from"), (Word::Term, "term"), (Word::Deadline, "deadline")];

const WEEKDAYS: &[(Weekday, &str)] = &[
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// Longest count in days, either way: a hundred years.
const MOST_DAYS: i64 = 36_525;

/// Adds a file's rules to what was read before.
pub(crate) fn rule_file(
    file: FileId,
    files: &SourceMap,
    all: &mut Rules,
    broken: &mut BTreeSet<String>,
    sink: &mut Vec<Diagnostic>,
) {
    let root = toml(file, files, sink);
    let Some(fields) = Fields::open(&root, "a rule file", FILE, sink) else { return };
    super::check_format(&fields, sink);
    let Some(jurisdiction) = fields.required("jurisdiction", sink).and_then(|node| node.text("jurisdiction", sink))
    else {
        return;
    };
    for node in fields.get("source").map(Node::items).unwrap_or_default() {
        all.sources.extend(sources::toml_source(node, sink));
    }
    for node in fields.get("holiday").map(Node::items).unwrap_or_default() {
        all.holidays.extend(holiday(node, jurisdiction, sink));
    }
    let complete = fields.get("holidays-complete").and_then(|node| node.edtf("holidays-complete", sink));
    for node in fields.get("rule").map(Node::items).unwrap_or_default() {
        let Some(rule) = rule(node, jurisdiction, complete.clone(), sink) else {
            broken.extend(node.name("id"));
            continue;
        };
        match all.rules.iter().find(|other| other.id == rule.id) {
            Some(other) => {
                sink.push(checks::d0007_duplicate::finding(rule.place, "rule", rule.id.as_str(), other.place));
            }
            None => all.rules.push(rule),
        }
    }
}

fn holiday(node: &Node, jurisdiction: &str, sink: &mut Vec<Diagnostic>) -> Option<Holiday> {
    let fields = Fields::open(node, "a holiday", HOLIDAY, sink)?;
    let name = fields.required("name", sink)?.text("name", sink)?.to_owned();
    let on = fields.required("on", sink)?;
    let date = match &on.shape {
        Shape::Text(text) if text.len() == 5 => {
            let date = month_day(text);
            if date.is_none() {
                sink.push(checks::d0008_date::no_such_day(on.span, text));
            }
            date
        }
        _ => on.day("on", sink).map(HolidayDate::Once),
    };
    Some(Holiday {
        name,
        on: date?,
        valid: fields.get("valid").and_then(|node| node.edtf("valid", sink)),
        jurisdiction: jurisdiction.to_owned(),
        sources: fields.get("source").map(|node| source_refs(node, sink)).unwrap_or_default(),
    })
}

fn month_day(text: &str) -> Option<HolidayDate> {
    let date = Edtf::parse(&format!("2000-{text}")).ok()?.earliest()?;
    Some(HolidayDate::Yearly { month: date.month(), day: date.day() })
}

fn rule(
    node: &Node,
    jurisdiction: &str,
    holidays_complete: Option<Edtf>,
    sink: &mut Vec<Diagnostic>,
) -> Option<CalendarRule> {
    let fields = Fields::open(node, "a rule", RULE, sink)?;
    let at = fields.required("id", sink)?;
    let fields = fields.named_at(at.span);
    let id = at.id("id", RuleId::new, sink)?;
    let title = fields.required("title", sink)?.text("title", sink)?.to_owned();
    let valid = fields.required("valid", sink)?.edtf("valid", sink)?;
    let mechanism = mechanism(&fields, sink)?;
    let inputs = fields.texts("inputs", sink);
    if inputs.is_empty() {
        sink.push(checks::d0028_rule::finding(at.span, "the rule names no input: `inputs = [\"term-end\"]`"));
        return None;
    }
    let sources = fields.required("source", sink).map(|node| source_refs(node, sink)).unwrap_or_default();
    Some(CalendarRule {
        id,
        title,
        mechanism,
        office: fields.text("office", sink).unwrap_or_default(),
        valid,
        inputs,
        sources,
        jurisdiction: jurisdiction.to_owned(),
        holidays_complete,
        place: at.span,
    })
}

fn mechanism(fields: &Fields<'_>, sink: &mut Vec<Diagnostic>) -> Option<Mechanism> {
    let word = fields.required("mechanism", sink)?.word("mechanism", MECHANISMS, sink)?;
    let needed: &[&str] = match word {
        Word::WeekdayFrom => &["days", "weekday", "shift"],
        Word::Term => &["years"],
        Word::Deadline => &["days"],
    };
    for key in ["days", "years", "weekday", "shift"] {
        if let Some(node) = fields.get(key).filter(|_| !needed.contains(&key)) {
            sink.push(checks::d0028_rule::finding(node.span, format!("this mechanism has no use for `{key}`")));
        }
    }
    Some(match word {
        Word::WeekdayFrom => Mechanism::WeekdayFrom {
            days: bounded(fields, "days", MOST_DAYS, sink)?,
            weekday: fields.required("weekday", sink)?.word("weekday", WEEKDAYS, sink)?,
            shift: match fields.get("shift") {
                Some(node) => Some(shift(node, sink)?),
                None => None,
            },
        },
        Word::Term => Mechanism::Term { years: bounded(fields, "years", 100, sink)? },
        Word::Deadline => Mechanism::Deadline { days: bounded(fields, "days", MOST_DAYS, sink)? },
    })
}

fn shift(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<Shift> {
    let fields = Fields::open(node, "a shift", &["when", "by-days"], sink)?;
    let words = fields.required("when", sink)?;
    let when = words.items().iter().filter_map(|word| word.word("when", &Beside::WORDS, sink)).collect();
    Some(Shift { when, by_days: bounded(&fields, "by-days", 366, sink)? })
}

fn bounded(fields: &Fields<'_>, key: &'static str, most: i64, sink: &mut Vec<Diagnostic>) -> Option<i64> {
    let node = fields.required(key, sink)?;
    let number = node.integer(key, sink)?;
    if (-most..=most).contains(&number) {
        return Some(number);
    }
    sink.push(checks::d0028_rule::finding(node.span, format!("`{key}` is at most {most}")));
    None
}
