//! What the printed page rests on: from each binding down to statements, sources, cells and rules.
//!
//! Followed are `derive`, `rule`, `count`, `position-in`, `data`, `grounds` and `supersedes`, the sources of each
//! statement, the actors it names, and what the fences of the brief draw.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml_edit::Item;

use super::raw::{Raw, tables, texts};

/// Something that a printed binding may rest on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A statement, by its place in [`Raw::statements`].
    Statement(usize),
    /// A source, by key.
    Source(String),
    /// A line of a table: table id and line, counted from 0, the header.
    Row(String, usize),
    /// A column of a table.
    Column(String, String),
    /// A calendar rule, by id.
    Rule(String),
    /// An actor, by id.
    Actor(String),
}

/// For each thing, the places in the brief that print what rests on it.
pub struct Reach(BTreeMap<Thing, Vec<Range<usize>>>);

impl Reach {
    /// Follows every binding and fence of the brief.
    pub fn of(raw: &Raw) -> Self {
        let mut printed: BTreeMap<Thing, Vec<Range<usize>>> = BTreeMap::new();
        let mut note = |things: BTreeSet<Thing>, place: &Range<usize>| {
            for thing in things {
                printed.entry(thing).or_default().push(place.clone());
            }
        };
        for link in &raw.links {
            let roots = link.ids.iter().filter_map(|(id, _)| raw.statement(id)).map(Thing::Statement);
            note(closure(raw, roots.collect()), &link.range);
        }
        for fence in &raw.fences {
            let mut roots = Vec::new();
            for key in ["total", "vacant"] {
                roots.extend(
                    fence.keys.get(key).and_then(Item::as_str).and_then(|id| raw.statement(id)).map(Thing::Statement),
                );
            }
            if let Some(reference) = fence.keys.get("table").and_then(Item::as_str) {
                let columns: Vec<String> =
                    ["label", "value"].iter().flat_map(|key| texts(fence.keys.get(key))).collect();
                roots.extend(rows(raw, reference, &columns));
            }
            roots.extend(texts(fence.keys.get("source")).into_iter().map(Thing::Source));
            if fence.kind == "positions" {
                let holders = texts(fence.keys.get("holders"));
                let issues: Vec<String> = fence
                    .keys
                    .get("issues")
                    .and_then(Item::as_table_like)
                    .map(|issues| issues.iter().map(|(issue, _)| issue.to_owned()).collect())
                    .unwrap_or_default();
                roots.extend(positions(raw, &holders, &issues));
                roots.extend(holders.into_iter().map(Thing::Actor));
            }
            note(closure(raw, roots), &fence.range);
        }
        Self(printed)
    }

    /// Whether anything printed rests on what a file holds; of what is neither statements, tables nor rules, all does.
    pub fn within(&self, raw: &Raw, file: &str) -> bool {
        let rests = |thing: &Thing| !self.places(thing).is_empty();
        if file.starts_with("statements/") {
            let inside = raw.statements.iter().enumerate().filter(|(_, block)| block.file == file);
            return inside.map(|(at, _)| Thing::Statement(at)).any(|thing| rests(&thing));
        }
        if let Some(sheet) = raw.tables.iter().find(|sheet| sheet.file == file) {
            return (0..sheet.lines.len()).any(|row| rests(&Thing::Row(sheet.name.clone(), row)));
        }
        if file.starts_with("rules/") {
            let inside = raw.rules.iter().filter(|block| block.file == file);
            return inside.map(|block| Thing::Rule(block.id.clone())).any(|thing| rests(&thing));
        }
        true
    }

    /// Places in the brief that print what rests on a thing; none where nothing does.
    pub fn places(&self, thing: &Thing) -> &[Range<usize>] {
        self.0.get(thing).map_or(&[], Vec::as_slice)
    }
}

/// Whether a statement is on record by the brief's date; computed ones are as their inputs are.
fn on_record(raw: &Raw, at: usize) -> bool {
    raw.statements[at].written("recorded").is_none_or(|day| day <= raw.date)
}

fn closure(raw: &Raw, roots: Vec<Thing>) -> BTreeSet<Thing> {
    let mut met = BTreeSet::new();
    let mut open = roots;
    while let Some(thing) = open.pop() {
        if let Thing::Statement(at) = &thing
            && !on_record(raw, *at)
        {
            continue;
        }
        if met.insert(thing.clone())
            && let Thing::Statement(at) = thing
        {
            open.extend(below(raw, at));
        }
    }
    met
}

/// What a statement rests on directly.
fn below(raw: &Raw, at: usize) -> Vec<Thing> {
    let block = &raw.statements[at];
    let mut found = Vec::new();
    let by_id = |id: &str| raw.statement(id).map(Thing::Statement);
    let named = |found: &mut Vec<Thing>, id: &str| {
        if raw.actors.iter().any(|actor| actor.id == id) {
            found.push(Thing::Actor(id.to_owned()));
        }
    };
    if let Some(formula) = block.str("derive") {
        found.extend(formula.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).filter_map(by_id));
        found.extend(cells(raw, formula));
    }
    if let Some(rule) = block.str("rule") {
        found.push(Thing::Rule(rule.to_owned()));
    }
    if let Some(reference) = block.str("data") {
        found.extend(cells(raw, reference));
    }
    for value in
        tables(block.keys.get("with")).iter().flat_map(|with| with.iter()).filter_map(|(_, value)| value.as_str())
    {
        if block.keys.contains_key("rule") {
            found.extend(by_id(value));
        }
        named(&mut found, value);
    }
    for key in ["subject", "instrument"] {
        if let Some(id) = block.str(key) {
            named(&mut found, id);
        }
    }
    for by in tables(block.keys.get("by")) {
        if let Some(id) = by.get("actor").and_then(|actor| actor.as_str()) {
            named(&mut found, id);
        }
    }
    found.extend(texts(block.keys.get("grounds")).iter().filter_map(|id| by_id(id)));
    for replaced in tables(block.keys.get("supersedes")) {
        found.extend(replaced.get("id").and_then(|id| id.as_str()).and_then(by_id));
    }
    for (other, entry) in raw.statements.iter().enumerate() {
        let replaces = tables(entry.keys.get("supersedes"));
        if replaces.iter().any(|one| one.get("id").and_then(|id| id.as_str()) == Some(&block.id)) {
            found.push(Thing::Statement(other));
        }
    }
    for query in tables(block.keys.get("count")) {
        found.extend(counted(raw, query));
    }
    for query in tables(block.keys.get("position-in")) {
        let text = |key: &str| query.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let of = text("of").split('=').next().unwrap_or_default().to_owned();
        found.extend(rows(raw, &text("table"), &[text("measure"), of]));
    }
    let mut cited = tables(block.keys.get("source"));
    cited.extend(tables(block.keys.get("confirmed")));
    cited.extend(tables(block.keys.get("steps")));
    for citation in cited {
        let key = citation.get("ref").or_else(|| citation.get("source"));
        found.extend(key.and_then(|key| key.as_str()).map(|key| Thing::Source(key.to_owned())));
    }
    found
}

/// Events that a count may count, and what says that the list of them is complete.
fn counted(raw: &Raw, query: &toml_edit::InlineTable) -> Vec<Thing> {
    let text = |table: &toml_edit::InlineTable, key: &str| table.get(key).and_then(|v| v.as_str()).map(str::to_owned);
    let (predicate, subject) = (text(query, "predicate"), text(query, "subject"));
    let day = |key: &str| query.get(key).map(|day| day.to_string().trim().to_owned()).unwrap_or_default();
    let (from, to) = (day("from"), day("to"));
    let fits = |block: &super::raw::Block| {
        let complete = tables(block.keys.get("complete")).iter().any(|one| text(one, "predicate") == predicate);
        let valid = block.str("valid").unwrap_or_default();
        let event = block.str("predicate") == predicate.as_deref()
            && subject.as_deref().is_none_or(|subject| block.str("subject") == Some(subject))
            && query.get("with").and_then(|with| with.as_inline_table()).is_none_or(|wanted| {
                let held = tables(block.keys.get("with"));
                wanted.iter().all(|(name, value)| {
                    held.iter().any(|with| with.get(name).and_then(|v| v.as_str()) == value.as_str())
                })
            })
            && valid >= from.as_str()
            && valid <= to.as_str();
        complete || event
    };
    let found = raw.statements.iter().enumerate().filter(|(_, block)| fits(block));
    found.map(|(at, _)| Thing::Statement(at)).collect()
}

/// Positions that a matrix prints.
fn positions(raw: &Raw, holders: &[String], issues: &[String]) -> Vec<Thing> {
    let fits = |block: &super::raw::Block| {
        let by = tables(block.keys.get("by")).first().and_then(|by| by.get("actor")?.as_str().map(str::to_owned));
        let holder = by.or_else(|| block.str("subject").map(str::to_owned)).unwrap_or_default();
        let issue =
            tables(block.keys.get("with")).first().and_then(|with| with.get("issue")?.as_str().map(str::to_owned));
        block.str("predicate") == Some("position")
            && holders.contains(&holder)
            && issue.is_some_and(|issue| issues.contains(&issue))
    };
    let found = raw.statements.iter().enumerate().filter(|(_, block)| fits(block));
    found.map(|(at, _)| Thing::Statement(at)).collect()
}

/// Every `table[key=value].column@vintage` in a text.
fn cells(raw: &Raw, formula: &str) -> Vec<Thing> {
    let mut found = Vec::new();
    for (at, _) in formula.match_indices('[') {
        let name = formula[..at].rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or_default();
        let Some(end) = formula[at..].find(']').map(|end| at + end) else { continue };
        let column = formula[end + 1..].strip_prefix('.').map(|rest| {
            rest.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next().unwrap_or_default()
        });
        let reference = format!("{name}{}", &formula[at..=end]);
        found.extend(rows(raw, &reference, &column.map(str::to_owned).into_iter().collect::<Vec<_>>()));
    }
    found
}

/// Rows that a reference selects, of each key the newest that was public by the brief's date, and the columns it reads.
fn rows(raw: &Raw, reference: &str, columns: &[String]) -> Vec<Thing> {
    let (name, selector) = reference.split_once('[').unwrap_or((reference, "]"));
    let selector = selector.split(']').next().unwrap_or_default();
    let Some(sheet) = raw.tables.iter().find(|sheet| sheet.name == name) else { return Vec::new() };
    let text = raw.text(&sheet.file);
    let wanted: Vec<(&str, &str)> = selector.split(',').filter_map(|pair| pair.trim().split_once('=')).collect();
    let cell = |row: usize, column: &str| sheet.column(text, column).map_or("", |at| sheet.cell(text, row, at));
    let vintage = |row: usize| sheet.vintage.as_deref().map_or("", |column| cell(row, column));
    let mut newest: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for row in 1..sheet.rows.len() {
        let fits = wanted.iter().all(|(key, value)| cell(row, key) == *value);
        // A row counts where the column that is read holds something.
        let holds = columns.first().is_none_or(|column| !cell(row, column).is_empty());
        if fits && holds && vintage(row) <= raw.date.as_str() {
            let key: Vec<&str> = sheet.keys.iter().map(|key| cell(row, key)).collect();
            let best = newest.entry(key).or_insert(row);
            if vintage(row) >= vintage(*best) {
                *best = row;
            }
        }
    }
    let mut found: Vec<Thing> = newest.values().map(|row| Thing::Row(name.to_owned(), *row)).collect();
    for row in newest.values() {
        let source = cell(*row, "source");
        if !source.is_empty() {
            found.push(Thing::Source(source.to_owned()));
        }
    }
    let read = columns.iter().map(String::as_str).chain(wanted.iter().map(|(key, _)| *key));
    let read =
        read.chain(sheet.keys.iter().map(String::as_str)).chain(sheet.vintage.as_deref()).chain(["unit", "source"]);
    found.extend(
        read.filter(|column| sheet.column(text, column).is_some())
            .map(|column| Thing::Column(name.to_owned(), column.to_owned())),
    );
    found
}
