//! Faults in what the statements rest on: sources, tables, the package's description, calendar rules.

use std::ops::Range;

use super::{Alters, Change, Variant, digits, misspelt, moved_year, other_digit, splice};
use crate::mutate::raw::{Raw, Sheet};
use crate::mutate::reach::Thing;

const PACKAGE: &str = "series/datapackage.json";

pub fn faults(raw: &Raw, found: &mut Vec<Variant>) {
    sources(raw, found);
    for sheet in &raw.tables {
        rows(raw, sheet, found);
        columns(raw, sheet, found);
        cells(raw, sheet, found);
    }
    package(raw, found);
    rules(raw, found);
}

fn sources(raw: &Raw, found: &mut Vec<Variant>) {
    let text = raw.text("sources.yml");
    for source in &raw.sources {
        let mut push = |class, what: String, range: Range<usize>, new: String, alters: Vec<Thing>| {
            found.push(Variant {
                class,
                what: format!("source `{}`: {what}", source.key),
                file: "sources.yml".to_owned(),
                change: splice(range, new),
                around: source.range.clone(),
                alters: Alters::Inputs(alters),
            });
        };
        let own = || vec![Thing::Source(source.key.clone())];
        push("source removed", "removed".to_owned(), source.range.clone(), String::new(), own());
        let key = source.range.start..source.range.start + source.key.len();
        let new = misspelt(&source.key);
        push("source renamed", format!("its key became `{new}`"), key, new, own());
        if let Some(place) = &source.date {
            let date = &text[place.clone()];
            for years in [1, -1] {
                let quoted = date.starts_with('"');
                let Some(new) = moved_year(date.trim_matches('"'), years) else { continue };
                let written = if quoted { format!("{new:?}") } else { new.clone() };
                // Nobody could cite it on the brief's day, before the fault or after it.
                let never = [date.trim_matches('"'), &new].iter().all(|date| **date > *raw.date);
                let alters = if never { Vec::new() } else { own() };
                push("source re-dated", format!("dated {date} became {new}"), place.clone(), written, alters);
            }
        }
    }
}

fn rows(raw: &Raw, sheet: &Sheet, found: &mut Vec<Variant>) {
    let text = raw.text(&sheet.file);
    for (row, line) in sheet.lines.iter().enumerate() {
        found.push(Variant {
            class: "data row removed",
            what: format!("{:?} removed", text[line.clone()].trim_end()),
            file: sheet.file.clone(),
            change: splice(line.clone(), ""),
            around: line.clone(),
            alters: Alters::Inputs(vec![Thing::Row(sheet.name.clone(), row)]),
        });
    }
}

fn columns(raw: &Raw, sheet: &Sheet, found: &mut Vec<Variant>) {
    let text = raw.text(&sheet.file);
    let Some(header) = sheet.rows.first() else { return };
    for (at, head) in header.iter().enumerate() {
        let name = text[head.clone()].to_owned();
        let alters = || Alters::Inputs(vec![Thing::Column(sheet.name.clone(), name.clone())]);
        let cuts = sheet.rows.iter().filter_map(|row| {
            let cell = row.get(at)?;
            // The comma before it goes too; of the first column the one behind.
            Some(if at > 0 {
                cell.start - 1..cell.end
            } else {
                cell.start..row.get(1).map_or(cell.end, |next| next.start)
            })
        });
        found.push(Variant {
            class: "data column removed",
            what: format!("column `{name}` removed"),
            file: sheet.file.clone(),
            change: Change::Splice(cuts.map(|range| (range, String::new())).collect()),
            around: sheet.lines[0].clone(),
            alters: alters(),
        });
        let new = misspelt(&name);
        found.push(Variant {
            class: "data column renamed",
            what: format!("column `{name}` became `{new}`"),
            file: sheet.file.clone(),
            change: splice(head.clone(), new),
            around: sheet.lines[0].clone(),
            alters: alters(),
        });
    }
}

/// The first and the last digit of every cell.
fn cells(raw: &Raw, sheet: &Sheet, found: &mut Vec<Variant>) {
    let text = raw.text(&sheet.file);
    for (row, cells) in sheet.rows.iter().enumerate().skip(1) {
        for cell in cells {
            let places: Vec<usize> = digits(text, cell.clone()).collect();
            for at in places.first().into_iter().chain(places.last()) {
                let new = other_digit(text.as_bytes()[*at]);
                found.push(Variant {
                    class: "data digit",
                    what: format!(
                        "{:?}: {:?} with a digit become {new}",
                        text[sheet.lines[row].clone()].trim_end(),
                        &text[cell.clone()]
                    ),
                    file: sheet.file.clone(),
                    change: splice(*at..at + 1, new.to_string()),
                    around: sheet.lines[row].clone(),
                    alters: Alters::Inputs(vec![Thing::Row(sheet.name.clone(), row)]),
                });
            }
        }
    }
}

/// Units, hashes, releases, keys and names in the package's description.
fn package(raw: &Raw, found: &mut Vec<Variant>) {
    let text = raw.text(PACKAGE);
    // Tables stand in the description in the order in which they were read.
    let mut from = 0;
    for sheet in &raw.tables {
        let name = format!("\"name\": {:?}", sheet.name);
        let Some(start) = text[from..].find(&name).map(|at| from + at) else { continue };
        let next =
            raw.tables.iter().filter_map(|other| text[start + 1..].find(&format!("\"name\": {:?}", other.name))).min();
        let end = next.map_or(text.len(), |at| start + 1 + at);
        from = start;
        let columns = sheet.rows.first().into_iter().flatten();
        let columns = columns.map(|cell| raw.text(&sheet.file)[cell.clone()].to_owned());
        let all: Vec<Thing> = columns.map(|column| Thing::Column(sheet.name.clone(), column)).collect();
        for (key, class) in [
            ("unit", "data unit"),
            ("sha256", "data hash"),
            ("release", "data release"),
            ("vintage", "data release"),
            ("path", "data path"),
        ] {
            let lead = format!("\"{key}\": \"");
            for (at, _) in text[start..end].match_indices(&lead) {
                let value = start + at + lead.len();
                let stop = value + text[value..].find('"').unwrap_or(0);
                let old = &text[value..stop];
                let new = match key {
                    "unit" if old.contains("USD") => old.replace("USD", "EUR"),
                    "unit" if old.contains("1e") => old.replace("1e", "2e"),
                    _ => moved_year(old, 1).unwrap_or_else(|| misspelt(old)),
                };
                // A unit speaks of the column that is named before it, the rest of the whole table.
                let own = text[start..value].rfind("\"name\": \"").map(|at| start + at + "\"name\": \"".len());
                let own = own.and_then(|at| text[at..].split('"').next()).filter(|_| key == "unit");
                let own = own.map(|column| vec![Thing::Column(sheet.name.clone(), column.to_owned())]);
                found.push(Variant {
                    class,
                    what: format!("table `{}`: `{key}` {old:?} became {new:?}", sheet.name),
                    file: PACKAGE.to_owned(),
                    change: splice(value..stop, new),
                    around: value..stop,
                    alters: Alters::Inputs(own.unwrap_or_else(|| all.clone())),
                });
            }
        }
    }
}

/// Every parameter of every rule, and the rule itself.
fn rules(raw: &Raw, found: &mut Vec<Variant>) {
    for rule in &raw.rules {
        let text = raw.text(&rule.file);
        let mut push = |what: String, range: Range<usize>, new: String| {
            found.push(Variant {
                class: "rule parameter",
                what: format!("rule `{}`: {what}", rule.id),
                file: rule.file.clone(),
                change: splice(range, new),
                around: rule.range.clone(),
                alters: Alters::Inputs(vec![Thing::Rule(rule.id.clone())]),
            });
        };
        push("removed".to_owned(), rule.range.clone(), String::new());
        for key in ["days", "years", "shift", "valid"] {
            let Some(place) = rule.place(key) else { continue };
            for at in digits(text, place.clone()) {
                let new = other_digit(text.as_bytes()[at]);
                push(format!("`{key}` {}: a digit became {new}", &text[place.clone()]), at..at + 1, new.to_string());
            }
        }
        for (key, old, new) in [
            ("days", "-", ""),
            ("weekday", "wednesday", "thursday"),
            ("mechanism", "term", "deadline"),
            ("mechanism", "weekday-from", "term"),
            ("mechanism", "deadline", "term"),
            ("shift", "\"holiday\", ", ""),
            ("inputs", "term", "turn"),
            ("inputs", "vacancy", "vacancies"),
            ("office", "president", "assembly"),
            ("office", "assembly", "president"),
        ] {
            let Some(place) = rule.place(key) else { continue };
            if let Some(at) = text[place.clone()].find(old).map(|at| place.start + at) {
                push(
                    format!("`{key}` {}: {old:?} became {new:?}", &text[place.clone()]),
                    at..at + old.len(),
                    new.to_owned(),
                );
            }
        }
    }
}
