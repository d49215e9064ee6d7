//! A lock as text: TOML that a person reads and `git` compares, one row a statement, sealed.
//!
//! The seal is the hash of everything below its line. It guards against slips,
//! not against someone who means it: the repository's history does that.

use std::collections::BTreeMap;
use std::fmt::Write;

use demarche_brief::edition::{Change, ChangeKind};
use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span, Warned};
use demarche_terms::Date;
use toml::{Table, Value};

use crate::findings::{d1901_lock_unreadable, d1902_lock_newer, d1903_lock_edited};
use crate::lock::{Lock, LockedCell, LockedStatement, Program};
use crate::sha256;

/// The version of the lock format.
pub const FORMAT: i64 = 1;

const HEAD: &str = "\
# What this edition rests on, written by `demarche edition lock`. It is not edited by hand: `demarche edition verify`
# reports every change to it and to what it rests on. A correction is a new edition.
";

/// The lock as text.
pub fn write(lock: &Lock) -> String {
    let body = body(lock);
    format!("{HEAD}format   = {FORMAT}\nseal     = {}\n{body}", quoted(&sha256(body.as_bytes())))
}

fn body(lock: &Lock) -> String {
    let mut text = String::new();
    let mut line = |key: &str, value: String| {
        let _ = writeln!(text, "{key:<8} = {value}");
    };
    line("product", quoted(&lock.product));
    line("title", quoted(&lock.title));
    line("edition", lock.number.to_string());
    line("date", lock.date.to_string());
    line("known-by", lock.known_by.to_string());
    line("change", quoted(lock.change.kind.word()));
    if let Some(since) = lock.change.since {
        line("since", since.to_string());
    }
    if !lock.change.reason.is_empty() {
        line("reason", quoted(&lock.change.reason));
    }
    line("program", quoted(&lock.program.version));
    line("code", quoted(&lock.program.code));
    line("prose", quoted(&lock.prose));
    line("content", quoted(&lock.content));
    text.push_str("\n[outputs]\n");
    pairs(&mut text, lock.outputs.iter().map(|(name, hash)| (quoted(name), quoted(hash))));
    let mut last = "";
    for ((sort, name), hash) in &lock.grounds {
        if sort != last {
            let _ = writeln!(text, "\n[ground.{sort}]");
            last = sort;
        }
        let _ = writeln!(text, "{} = {}", quoted(name), quoted(hash));
    }
    text.push_str("\n[cells]\n");
    for (reference, cell) in &lock.cells {
        let _ = writeln!(
            text,
            "{} = {{ value = {}, release = {} }}",
            quoted(reference),
            quoted(&cell.value),
            quoted(&cell.release)
        );
    }
    for (id, statement) in &lock.statements {
        let _ = writeln!(text, "\n[[statement]]");
        let mut line = |key: &str, value: String| {
            let _ = writeln!(text, "{key:<8} = {value}");
        };
        line("id", quoted(id));
        for (key, value) in [("value", &statement.value), ("valid", &statement.valid), ("state", &statement.state)] {
            if !value.is_empty() {
                line(key, quoted(value));
            }
        }
        if !statement.recorded.is_empty() {
            line("recorded", statement.recorded.clone());
        }
        line("method", quoted(&statement.method));
        line("evidence", quoted(&statement.evidence));
        for (key, list) in
            [("sources", &statement.sources), ("rests-on", &statement.rests_on), ("beside", &statement.beside)]
        {
            if !list.is_empty() {
                line(key, format!("[{}]", list.iter().map(|one| quoted(one)).collect::<Vec<_>>().join(", ")));
            }
        }
        line("hash", quoted(&statement.hash));
    }
    text
}

fn pairs(text: &mut String, pairs: impl Iterator<Item = (String, String)>) {
    for (name, value) in pairs {
        let _ = writeln!(text, "{name} = {value}");
    }
}

/// A basic string of TOML on one line; JSON escapes whatever TOML must have escaped but DEL.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// Reads a lock; `None` where it is of a newer format or cannot be read, which a finding says.
pub fn read(file: FileId, files: &SourceMap) -> Warned<Option<Lock>> {
    let text = files.text(file);
    let whole = Span::new(file, 0..text.find('\n').unwrap_or(text.len()));
    let mut found = Vec::new();
    let lock = match text.parse::<Table>() {
        Err(why) => {
            let at = why.span().map_or(whole, |at| Span::new(file, at.start.min(text.len())..at.end.min(text.len())));
            found.push(d1901_lock_unreadable::finding(at, why.message()));
            None
        }
        Ok(table) => open(&table, text, file, whole, &mut found),
    };
    Warned { value: lock, diagnostics: found }
}

fn open(table: &Table, text: &str, file: FileId, whole: Span, found: &mut Vec<Diagnostic>) -> Option<Lock> {
    match table.get("format").and_then(Value::as_integer) {
        Some(FORMAT) => {}
        Some(format) if format > FORMAT => {
            found.push(d1902_lock_newer::finding(line(file, text, "format"), format, FORMAT));
            return None;
        }
        _ => {
            found.push(d1901_lock_unreadable::finding(whole, "it has no `format`"));
            return None;
        }
    }
    let seal = table.get("seal").and_then(Value::as_str).unwrap_or_default();
    let at = line(file, text, "seal");
    let body = text.get(at.end..).and_then(|rest| rest.split_once('\n')).map_or("", |(_, body)| body);
    if sha256(body.as_bytes()) != seal {
        found.push(d1903_lock_edited::finding(at));
    }
    match lock(table) {
        Ok(lock) => Some(lock),
        Err(key) => {
            found.push(d1901_lock_unreadable::finding(whole, &format!("`{key}` is missing or of another form")));
            None
        }
    }
}

/// The line that begins with a key.
fn line(file: FileId, text: &str, key: &str) -> Span {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let at = starts.into_iter().find(|at| text[*at..].starts_with(key)).unwrap_or(0);
    Span::new(file, at..at + text[at..].find('\n').unwrap_or(text.len() - at))
}

/// The lock of a table; `Err` names the key that is missing.
fn lock(table: &Table) -> Result<Lock, String> {
    let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| key.to_owned());
    let day = |key: &str| {
        let written = table.get(key).map(ToString::to_string);
        written.and_then(|day| day.parse::<Date>().ok()).ok_or_else(|| key.to_owned())
    };
    let number = table.get("edition").and_then(Value::as_integer).and_then(|number| u32::try_from(number).ok());
    Ok(Lock {
        product: text("product")?,
        title: text("title")?,
        number: number.ok_or("edition")?,
        date: day("date")?,
        known_by: day("known-by")?,
        change: Change {
            kind: ChangeKind::from_word(&text("change")?).ok_or("change")?,
            since: table.contains_key("since").then(|| day("since")).transpose()?,
            reason: text("reason").unwrap_or_default(),
        },
        program: Program { version: text("program")?, code: text("code")? },
        prose: text("prose")?,
        content: text("content")?,
        outputs: texts(table.get("outputs")).ok_or("outputs")?,
        grounds: grounds(table)?,
        cells: cells(table)?,
        statements: statements(table)?,
    })
}

fn texts(value: Option<&Value>) -> Option<BTreeMap<String, String>> {
    value?.as_table()?.iter().map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

fn grounds(table: &Table) -> Result<BTreeMap<(String, String), String>, String> {
    let mut grounds = BTreeMap::new();
    for (sort, named) in table.get("ground").and_then(Value::as_table).ok_or("ground")? {
        for (name, hash) in texts(Some(named)).ok_or_else(|| format!("ground.{sort}"))? {
            grounds.insert((sort.clone(), name), hash);
        }
    }
    Ok(grounds)
}

fn cells(table: &Table) -> Result<BTreeMap<String, LockedCell>, String> {
    let cells = table.get("cells").and_then(Value::as_table).ok_or("cells")?;
    let part = |cell: &Value, key: &str| cell.get(key).and_then(Value::as_str).map(str::to_owned);
    let cells = cells.iter().map(|(reference, cell)| {
        let read = part(cell, "value").zip(part(cell, "release"));
        let (value, release) = read.ok_or_else(|| format!("cells.{reference:?}"))?;
        Ok((reference.clone(), LockedCell { value, release }))
    });
    cells.collect()
}

fn statements(table: &Table) -> Result<BTreeMap<String, LockedStatement>, String> {
    let Some(rows) = table.get("statement") else { return Ok(BTreeMap::new()) };
    let mut statements = BTreeMap::new();
    for row in rows.as_array().ok_or("statement")? {
        let text = |key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
        let list = |key: &str| -> Vec<String> {
            let list = row.get(key).and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let id = text("id").ok_or("statement.id")?;
        let recorded = match row.get("recorded").map(|day| day.to_string().parse::<Date>()) {
            None => String::new(),
            Some(Ok(day)) => day.to_string(),
            Some(Err(_)) => return Err("statement.recorded".to_owned()),
        };
        let statement = LockedStatement {
            value: text("value").unwrap_or_default(),
            valid: text("valid").unwrap_or_default(),
            recorded,
            method: text("method").ok_or("statement.method")?,
            evidence: text("evidence").ok_or("statement.evidence")?,
            state: text("state").unwrap_or_default(),
            sources: list("sources"),
            rests_on: list("rests-on"),
            beside: list("beside"),
            hash: text("hash").ok_or("statement.hash")?,
        };
        statements.insert(id, statement);
    }
    Ok(statements)
}
