//! The data package: descriptions from `datapackage.json`, rows from CSV.

use std::collections::{BTreeSet, HashMap};

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span};
use demarche_terms::{Edtf, SourceId, TableId, Unit};
use rayon::prelude::*;

use crate::checks;
use crate::syntax::{Fields, Node, Shape, json};
use crate::tables::{CellType, Column, ColumnUnit, Row, Table, TableSource, sha256};

const PACKAGE: &[&str] = &[
    "$schema",
    "profile",
    "name",
    "id",
    "title",
    "description",
    "licenses",
    "sources",
    "homepage",
    "version",
    "created",
    "keywords",
    "contributors",
    "image",
    "resources",
];
const RESOURCE: &[&str] = &[
    "$schema",
    "profile",
    "type",
    "name",
    "path",
    "title",
    "description",
    "format",
    "mediatype",
    "encoding",
    "bytes",
    "hash",
    "sources",
    "licenses",
    "schema",
    "dialect",
    "demarche",
];
const SCHEMA: &[&str] = &["$schema", "fields", "primaryKey", "foreignKeys", "missingValues"];
const FIELD: &[&str] = &["name", "type", "format", "title", "description", "unit", "example", "rdfType", "constraints"];
const OURS: &[&str] = &["source", "release", "vintage", "sha256", "complete"];

/// Reads every table of a package; a table that cannot be used is left out with a finding.
///
/// `None` where the package does not even list its tables; it has a finding too.
pub(crate) fn tables(
    package: FileId,
    paths: &[(String, FileId)],
    files: &SourceMap,
    broken: &mut BTreeSet<String>,
    sink: &mut Vec<Diagnostic>,
) -> Option<Vec<Table>> {
    let root = json(package, files, sink)?;
    let resources = Fields::open(&root, "a data package", PACKAGE, sink)?.required("resources", sink)?;
    let read = |resource: &Node| {
        let mut found = Vec::new();
        (table(resource, paths, files, &mut found), found)
    };
    let resources = resources.list("resources", sink);
    let read: Vec<_> = resources.par_iter().map(read).collect();
    let mut tables: Vec<Table> = Vec::new();
    for (resource, (table, found)) in resources.iter().zip(read) {
        sink.extend(found);
        let Some(table) = table else {
            broken.extend(resource.name("name"));
            continue;
        };
        match tables.iter().find(|other| other.id == table.id) {
            Some(other) => {
                sink.push(checks::d0007_duplicate::finding(table.place, "table", table.id.as_str(), other.place));
            }
            None => tables.push(table),
        }
    }
    Some(tables)
}

fn table(node: &Node, paths: &[(String, FileId)], files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Option<Table> {
    let fields = Fields::open(node, "a table", RESOURCE, sink)?;
    let name = fields.required("name", sink)?;
    let fields = fields.named_at(name.span);
    let id = name.id("name", TableId::new, sink)?;
    let path = fields.required("path", sink)?;
    let file = path.text("path", sink)?;
    let Some((_, csv)) = paths.iter().find(|(known, _)| known == file) else {
        sink.push(checks::d0024_table::finding(path.span, format!("there is no file {file} in series/")));
        return None;
    };
    let (columns, key) = columns(fields.required("schema", sink)?, sink)?;
    let mut table = Table {
        id,
        place: name.span,
        title: fields.text("title", sink).unwrap_or_default(),
        columns,
        key,
        vintage: None,
        source: TableSource::Unknown,
        source_at: name.span,
        released: None,
        release: String::new(),
        complete: false,
        sha256: sha256(files.text(*csv)),
        rows: Vec::new(),
        by_key: HashMap::new(),
    };
    match fields.get("demarche") {
        Some(ours) => describe(&mut table, ours, file, sink),
        None => {
            let message = format!("table `{}` does not say where it comes from", table.id);
            sink.push(checks::d0024_table::finding(name.span, message).with_help(
                "add \"demarche\": { \"source\": ..., \"release\": ..., \"vintage\": null, \"sha256\": ... }",
            ));
        }
    }
    rows(&mut table, *csv, files, sink);
    Some(table)
}

fn columns(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<(Vec<Column>, Vec<usize>)> {
    let schema = Fields::open(node, "a table's schema", SCHEMA, sink)?;
    let mut columns = Vec::new();
    let mut units = Vec::new();
    for field in schema.required("fields", sink)?.list("fields", sink) {
        let Some(fields) = Fields::open(field, "a column", FIELD, sink) else { continue };
        let Some(name) = fields.required("name", sink).and_then(|name| name.text("name", sink)) else { continue };
        let word = fields.get("type").and_then(|word| word.word("type", &CellType::WORDS, sink));
        let holds = word.unwrap_or(CellType::Text);
        columns.push(Column { name: name.to_owned(), unit: ColumnUnit::None, holds });
        units.push(fields.get("unit"));
    }
    for (at, unit) in units.into_iter().enumerate() {
        let Some(node) = unit else { continue };
        let Some(text) = node.text("unit", sink) else { continue };
        columns[at].unit = match text.strip_prefix("column:") {
            Some(name) => match position(&columns, name, node.span, sink) {
                Some(column) => ColumnUnit::Column(column),
                None => continue,
            },
            None => match Unit::parse(text) {
                Ok(unit) => ColumnUnit::Fixed(unit),
                Err(why) => {
                    sink.push(checks::d0009_literal::finding(node.span, &why.to_string()));
                    continue;
                }
            },
        };
    }
    let mut key = Vec::new();
    for part in schema.get("primaryKey").map(Node::items).unwrap_or_default() {
        let Some(name) = part.text("primaryKey", sink) else { continue };
        key.extend(position(&columns, name, part.span, sink));
    }
    Some((columns, key))
}

fn position(columns: &[Column], name: &str, span: Span, sink: &mut Vec<Diagnostic>) -> Option<usize> {
    let found = columns.iter().position(|column| column.name == name);
    if found.is_none() {
        let names = columns.iter().map(|column| column.name.as_str());
        sink.push(checks::d0012_reference::finding(span, None, "column", name, names));
    }
    found
}

/// Our own part of a table's description.
fn describe(table: &mut Table, node: &Node, file: &str, sink: &mut Vec<Diagnostic>) {
    let Some(fields) = Fields::open(node, "a table's `demarche`", OURS, sink) else { return };
    let fields = fields.named_at(table.place);
    if let Some(node) = fields.get("source") {
        let Some(text) = node.text("source", sink) else { return };
        match text.strip_prefix("column:") {
            Some(name) => {
                if let Some(column) = position(&table.columns, name, node.span, sink) {
                    table.source = TableSource::Column(column);
                }
            }
            None => {
                if let Some(id) = node.id("source", SourceId::new, sink) {
                    table.source_at = node.span;
                    table.source = TableSource::Whole(id);
                }
            }
        }
    } else {
        sink.push(checks::d0024_table::finding(table.place, format!("table `{}` has no source", table.id)));
    }
    match fields.get("vintage").map(|node| (&node.shape, node)) {
        None | Some((Shape::Other("nothing"), _)) => {}
        Some((_, node)) => {
            let name = node.text("vintage", sink);
            table.vintage = name.and_then(|name| position(&table.columns, name, node.span, sink));
        }
    }
    table.key.retain(|column| Some(*column) != table.vintage);
    match fields.get("release") {
        None | Some(Node { shape: Shape::Other("nothing"), .. }) if table.vintage.is_some() => {}
        None => {
            let message = format!("table `{}` does not say when it was released", table.id);
            sink.push(checks::d0024_table::finding(table.place, message));
        }
        Some(node) => {
            let release = node.edtf("release", sink);
            table.released = release.as_ref().and_then(Edtf::latest);
            table.release = release.map(|date| date.to_string()).unwrap_or_default();
        }
    }
    table.complete = fields.flag("complete", sink).unwrap_or(false);
    match fields.get("sha256") {
        None => sink.push(checks::d0021_hash::missing(table.place, file, &table.sha256)),
        Some(node) => match node.text("sha256", sink) {
            Some(hash) if !hash.eq_ignore_ascii_case(&table.sha256) => {
                sink.push(checks::d0021_hash::finding(node.span, file, &table.sha256));
            }
            _ => {}
        },
    }
}

fn rows(table: &mut Table, file: FileId, files: &SourceMap, sink: &mut Vec<Diagnostic>) {
    let text = files.text(file);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut record = csv::StringRecord::new();
    let mut header = true;
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(text.len()) + skipped;
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(why) => {
                sink.push(checks::d0001_syntax::finding(Span::new(file, start..start), "CSV", &why.to_string()));
                return;
            }
        }
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len()) + skipped;
        let span = row_span(file, text, start, end);
        if let Some(quote) = open_quote(text, span) {
            sink.push(checks::d0022_row::unclosed(quote));
            return;
        }
        if header {
            header = false;
            if !header_fits(table, &record, span, sink) {
                return;
            }
            continue;
        }
        if record.len() != table.columns.len() {
            sink.push(checks::d0022_row::ragged(span, record.len(), table.columns.len()));
            continue;
        }
        for (at, cell) in record.iter().enumerate() {
            let column = &table.columns[at];
            if let Some(expected) = column.holds.refuses(cell) {
                sink.push(checks::d0022_row::cell(span, &column.name, cell, expected));
            }
        }
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        let seen_from = match table.vintage {
            Some(column) => Edtf::parse(cells[column].trim()).ok().and_then(|date| date.latest()).or(table.released),
            None => table.released,
        };
        let source = table.source_of(&cells);
        table.rows.push(Row { cells, span, seen_from, source });
    }
    index(table, sink);
}

/// A row's bytes without the line break around it.
fn row_span(file: FileId, text: &str, start: usize, end: usize) -> Span {
    let words = text.get(start..end).unwrap_or("");
    let lead = words.len() - words.trim_start_matches(['\r', '\n']).len();
    Span::new(file, start + lead..start + words.trim_end_matches(['\r', '\n']).len().max(lead))
}

/// The last quotation mark of a row in which one is not closed: what follows it would be read as one cell.
fn open_quote(text: &str, row: Span) -> Option<Span> {
    let words = text.get(row.start..row.end)?;
    let is_open = words.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    let at = row.start + words.rfind('"').filter(|_| is_open)?;
    Some(Span::new(row.file, at..at + 1))
}

fn header_fits(table: &Table, record: &csv::StringRecord, span: Span, sink: &mut Vec<Diagnostic>) -> bool {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let fits = record.iter().eq(names.iter().copied());
    if !fits {
        let message = format!("the first row is not {}", names.join(","));
        sink.push(checks::d0024_table::finding(span, message).with_other(table.place, "the table is described here"));
    }
    fits
}

/// Finds rows by key, and keys that stand twice.
pub(super) fn index(table: &mut Table, sink: &mut Vec<Diagnostic>) {
    table.by_key.clear();
    if table.key.is_empty() {
        return;
    }
    for at in 0..table.rows.len() {
        let key: Vec<String> = table.key.iter().map(|column| table.rows[at].cells[*column].clone()).collect();
        let same = table.by_key.entry(key).or_default();
        let vintage = |row: usize| table.vintage.map(|column| table.rows[row].cells[column].as_str());
        if let Some(first) = same.iter().find(|other| vintage(**other) == vintage(at)) {
            let shown: Vec<&str> = table.key.iter().map(|column| table.rows[at].cells[*column].as_str()).collect();
            let (span, other) = (table.rows[at].span, table.rows[*first].span);
            sink.push(checks::d0023_duplicate_row::finding(span, &shown.join(", "), other));
        }
        same.push(at);
    }
}
