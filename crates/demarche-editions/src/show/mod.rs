//! A diff, or the list of editions, as text for people and programs.

mod editions;
mod html;
mod human;
mod markdown;

pub use editions::{EditionLine, editions_html, editions_human, editions_json};
pub use html::html;
pub use human::human;
pub use markdown::markdown;

use demarche_brief::edition::ChangeKind;
use serde_json::{Value, json as js};

use crate::{Diff, Side, StatementChange};

/// Version of the JSON shape; raised when a field changes its meaning or goes away.
pub const JSON_FORMAT: u32 = 1;

/// The diff as one indented JSON object.
pub fn json(diff: &Diff) -> String {
    let mut value = serde_json::to_value(diff).unwrap_or(Value::Null);
    if let Some(object) = value.as_object_mut() {
        object.insert("format".to_owned(), js!("demarche-diff"));
        object.insert("version".to_owned(), js!(JSON_FORMAT));
    }
    format!("{value:#}\n")
}

/// "edition 2 of 2019-01-29", "HEAD~3 as of 2019-01-29".
pub(crate) fn side(side: &Side) -> String {
    let known = if side.known_by == side.as_of { String::new() } else { format!(", known by {}", side.known_by) };
    let day = side.as_of.to_string();
    if side.name == day {
        format!("edition {}, as of {day}{known}", side.number)
    } else {
        format!("{}, as of {day}{known}", side.name)
    }
}

/// Words of a kind of change.
pub(crate) fn kind(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::First => "first edition",
        ChangeKind::Substantive => "substantive",
        ChangeKind::Correction => "correction",
        ChangeKind::DataRefresh => "data refresh",
        ChangeKind::Mechanical => "mechanical",
    }
}

/// The two values of a change, or why they are not held against each other; empty where there are none.
pub(crate) fn values(change: &StatementChange) -> String {
    let (before, after) = (change.before.as_str(), change.after.as_str());
    match (before.is_empty(), after.is_empty()) {
        (true, true) => String::new(),
        (true, false) => after.to_owned(),
        (false, true) => format!("{before} before"),
        (false, false) if change.not_comparable.is_empty() => {
            if before == after {
                format!("{after} as before")
            } else {
                format!("{before} → {after}")
            }
        }
        (false, false) => format!("{before} before, {after} now: {}", not_comparable(change)),
    }
}

/// "not comparable (basis: goods before, goods and services now)".
pub(crate) fn not_comparable(change: &StatementChange) -> String {
    let parts =
        change.not_comparable.iter().map(|(name, before, after)| format!("{name}: {before} before, {after} now"));
    format!("not comparable ({})", parts.collect::<Vec<_>>().join("; "))
}

/// Counts of changes by kind that concern the prose: "4 substantive, 1 data refresh".
pub(crate) fn counts(diff: &Diff) -> String {
    let carried = diff.statements.iter().filter(|change| change.carries);
    let kinds: Vec<ChangeKind> = carried.map(|change| change.kind).collect();
    let all = [ChangeKind::Substantive, ChangeKind::Correction, ChangeKind::DataRefresh, ChangeKind::Mechanical];
    let said = all.iter().filter_map(|one| {
        let count = kinds.iter().filter(|found| *found == one).count();
        (count > 0).then(|| format!("{count} {}", kind(*one)))
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { "none".to_owned() } else { said.join(", ") }
}

/// The reason with what the other statement says, as one clause; empty where there is none.
pub(crate) fn reason(change: &StatementChange) -> String {
    match (change.reason.as_str(), change.by_says.as_str()) {
        (reason, "") => reason.to_owned(),
        ("", says) => says.to_owned(),
        (reason, says) => format!("{reason}; {says}"),
    }
}
