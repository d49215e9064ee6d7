//! The canonical form of a dossier's TOML: blocks by id, keys in the order of the manual, `=` in one column.
//!
//! Comments stay with what they stand above or behind. A comment at the head of
//! the file that a blank line sets off stays at the head. Values are not
//! rewritten, only the blanks in inline tables and lists on one line; so reading
//! the canonical form gives the same statements.

use demarche_diagnostic::{FileId, SourceMap, Warned};
use toml_edit::{ArrayOfTables, Decor, DocumentMut, Item, Table, TomlError, Value};

use crate::syntax::toml;

/// Order of keys at the head of a file and in its blocks; keys that are not listed follow in their own order.
const ORDER: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "format",
            "id",
            "title",
            "timezone",
            "brief",
            "publisher",
            "rules",
            "kind",
            "label",
            "value",
            "dimension",
            "tense",
            "functional",
            "shelf-life",
            "answers",
            "jurisdiction",
            "holidays-complete",
        ],
    ),
    ("statement", crate::reading::STATEMENT_KEYS),
    ("actor", &["id", "type", "name", "native", "aliases", "titles", "part-of", "iso", "cameo", "wikidata"]),
    ("review", &["statement", "by", "on", "content", "note"]),
    ("rule", &["id", "title", "mechanism", "office", "valid", "inputs", "days", "years", "weekday", "shift", "source"]),
    ("holiday", &["name", "on", "valid", "source"]),
    (
        "source",
        &["id", "type", "title", "author", "publisher", "date", "url", "archive", "evidence", "producer", "seen"],
    ),
    ("with", &["type", "required", "basis", "words"]),
];

/// The canonical form of a TOML file of the dossier; a file that cannot be read comes back as it is, with findings.
pub fn format(file: FileId, files: &SourceMap) -> Warned<String> {
    let found = files.text(file);
    match text(found) {
        Ok(value) => Warned::clean(value),
        Err(_) => {
            let mut diagnostics = Vec::new();
            toml(file, files, &mut diagnostics);
            Warned { value: found.to_owned(), diagnostics }
        }
    }
}

/// The canonical form of a text; the error is what the parser says.
pub fn format_text(found: &str) -> Result<String, String> {
    text(found).map_err(|error| error.to_string())
}

/// The canonical form of a text.
pub(crate) fn text(text: &str) -> Result<String, TomlError> {
    let (head, body) = split_head(text);
    Ok(document(&head, body.parse()?))
}

/// The canonical form of a document under its head comment; where its tables came from does not matter.
pub(crate) fn document(head: &str, mut document: DocumentMut) -> String {
    let mut position = 0;
    block(document.as_table_mut(), "", &mut position);
    let trailing = comments(document.trailing().as_str().unwrap_or(""));
    document.set_trailing(if trailing.is_empty() { String::new() } else { format!("\n{trailing}") });
    let body = document.to_string();
    let body = body.trim_start_matches('\n');
    match (head.is_empty(), body.is_empty()) {
        (true, _) => body.to_owned(),
        (false, true) => head.to_owned(),
        (false, false) => format!("{head}\n{body}"),
    }
}

/// A value as canonical text, without comments around it.
pub(crate) fn plain(value: &Value) -> String {
    let mut value = value.clone();
    tidy(&mut value);
    value.decorated("", "").to_string()
}

/// The comment at the head of a file, where a blank line sets it off, and the rest.
pub(crate) fn split_head(text: &str) -> (String, &str) {
    let mut at = 0;
    let mut head = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if words.is_empty() {
            head = at + line.len();
        } else if !words.starts_with('#') {
            break;
        }
        at += line.len();
    }
    let (head, body) = text.split_at(head);
    let mut paragraphs = head.lines().map(str::trim_end).fold(String::new(), |mut kept, line| {
        if !(line.is_empty() && (kept.is_empty() || kept.ends_with("\n\n"))) {
            kept.push_str(line.trim_start());
            kept.push('\n');
        }
        kept
    });
    paragraphs.truncate(paragraphs.trim_end().len());
    if !paragraphs.is_empty() {
        paragraphs.push('\n');
    }
    (paragraphs, body)
}

/// Puts one table in order, with all that is in it.
fn block(table: &mut Table, name: &str, position: &mut isize) {
    if !table.is_dotted() {
        table.set_position(Some(*position));
        *position += 1;
    }
    let order = ORDER.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, keys)| keys);
    let place = |key: &str| order.iter().position(|known| *known == key).unwrap_or(order.len());
    table.sort_values_by(|a, _, b, _| place(a.get()).cmp(&place(b.get())));
    let width = table.iter().filter(|(_, item)| item.is_value()).map(|(key, _)| shown_width(table, key)).max();
    for key in table.iter().map(|(key, _)| key.to_owned()).collect::<Vec<_>>() {
        let pad = width.unwrap_or(0).saturating_sub(shown_width(table, &key));
        let Some((mut spelt, item)) = table.get_key_value_mut(&key) else { continue };
        match item {
            Item::Value(value) => {
                let above = comments(raw(spelt.leaf_decor().prefix()));
                let decor = Decor::new(above, " ".repeat(pad + 1));
                *spelt.leaf_decor_mut() = decor;
                line(value);
            }
            Item::Table(inner) => {
                header(inner);
                block(inner, if name.is_empty() { &key } else { name }, position);
            }
            Item::ArrayOfTables(blocks) => array(blocks, &key, position),
            Item::None => {}
        }
    }
}

/// Blocks of one name, by id where each has one.
fn array(blocks: &mut ArrayOfTables, name: &str, position: &mut isize) {
    let id = |table: &Table| table.get("id").and_then(Item::as_str).map(str::to_owned);
    let mut tables: Vec<Table> = blocks.iter().cloned().collect();
    if tables.iter().all(|table| id(table).is_some()) {
        tables.sort_by_key(id);
    }
    blocks.clear();
    for mut table in tables {
        header(&mut table);
        block(&mut table, name, position);
        blocks.push(table);
    }
}

/// One blank line above a header, then its comments.
fn header(table: &mut Table) {
    let above = comments(raw(table.decor().prefix()));
    let behind = behind(raw(table.decor().suffix()));
    *table.decor_mut() = Decor::new(format!("\n{above}"), behind);
}

/// A value in its line: one blank before it, a comment two blanks behind it.
fn line(value: &mut Value) {
    let behind = behind(raw(value.decor().suffix()));
    if !value.clone().decorated("", "").to_string().contains(['\n', '#']) {
        tidy(value);
    }
    *value.decor_mut() = Decor::new(" ", behind);
}

/// Blanks inside lists and inline tables.
fn tidy(value: &mut Value) {
    match value {
        Value::Array(array) => {
            array.iter_mut().for_each(tidy);
            array.fmt();
            array.set_trailing_comma(false);
            array.set_trailing("");
        }
        Value::InlineTable(table) => {
            table.iter_mut().for_each(|(_, value)| tidy(value));
            table.fmt();
        }
        _ => {}
    }
}

fn shown_width(table: &Table, key: &str) -> usize {
    table.key(key).map_or(0, |key| key.display_repr().chars().count())
}

fn raw(text: Option<&toml_edit::RawString>) -> &str {
    text.and_then(|text| text.as_str()).unwrap_or("")
}

/// The comment lines in the white space before something, each with its line break.
fn comments(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| line.starts_with('#'));
    lines.fold(String::new(), |kept, line| kept + line + "\n")
}

/// The comment behind something on its line.
fn behind(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() { String::new() } else { format!("  {text}") }
}
