//! `sources.yml`: a Hayagriva bibliography with four keys of ours.

use std::collections::{BTreeMap, BTreeSet};

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span};
use demarche_terms::{Date, Edtf, Source, SourceId, SourceSort};
use serde::Deserialize as _;

use crate::checks;
use crate::syntax::{Field, Fields, Node, Shape, Table, yaml};

/// Keys of Hayagriva's entries and ours (`evidence`, `producer`, `seen`, `was`; `archive` and `note` are known to both).
const KEYS: &[&str] = &[
    "id",
    "type",
    "title",
    "author",
    "date",
    "parent",
    "abstract",
    "genre",
    "editor",
    "affiliated",
    "publisher",
    "location",
    "organization",
    "issue",
    "volume",
    "volume-total",
    "edition",
    "chapter",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "serial-number",
    "language",
    "archive",
    "archive-location",
    "call-number",
    "note",
    "evidence",
    "producer",
    "seen",
    "was",
];

/// Reads every source of the file.
pub(crate) fn sources(
    file: FileId,
    files: &SourceMap,
    broken: &mut BTreeSet<String>,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Source> {
    let Some(root) = yaml(file, files, sink) else { return Vec::new() };
    let Shape::Table(entries) = &root.shape else {
        checks::d0004_type::push::<()>(sink, &root, "sources.yml", "a table of sources by key");
        return Vec::new();
    };
    let mut all: Vec<Source> = Vec::with_capacity(entries.len());
    let mut places = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let end = entries.get(at + 1).map_or(root.span.end, |next| next.at.start);
        sink.extend(refusal(entry, files.text(file).get(entry.at.start..end).unwrap_or("")));
        let id = match SourceId::new(&entry.key) {
            Ok(id) => id,
            Err(why) => {
                sink.push(checks::d0006_id::finding(entry.at, &why));
                continue;
            }
        };
        if let Some(first) = places.insert(id.clone(), entry.at) {
            sink.push(checks::d0007_duplicate::finding(entry.at, "source", id.as_str(), first));
            continue;
        }
        match Fields::open(&entry.value, "a source", KEYS, sink) {
            Some(fields) => all.push(source(id, &fields.named_at(entry.at), sink)),
            None => broken.extend([id.to_string()]),
        }
    }
    former(entries, &all, &places, sink);
    all
}

/// Former keys and addresses: none of them is in use, none is of two sources.
fn former(entries: &[Field], all: &[Source], places: &BTreeMap<SourceId, Span>, sink: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for source in all {
        if let Some(place) = places.get(&source.id) {
            first.insert(source.id.as_str(), *place);
            first.insert(source.url.as_str(), *place);
        }
    }
    for entry in entries {
        let Shape::Table(fields) = &entry.value.shape else { continue };
        let written = fields.iter().filter(|field| field.key == "was").flat_map(|field| field.value.items());
        for node in written {
            let Shape::Text(was) = &node.shape else { continue };
            match first.get(was.as_str()) {
                Some(owner) => sink.push(checks::d0007_duplicate::former(node.span, was, *owner)),
                None => drop(first.insert(was, node.span)),
            }
        }
    }
}

/// Reads a `[[source]]` block of a rule file.
pub(crate) fn toml_source(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<Source> {
    let fields = Fields::open(node, "a source", KEYS, sink)?;
    let at = fields.required("id", sink)?;
    let id = at.id("id", SourceId::new, sink)?;
    Some(source(id, &fields.named_at(at.span), sink))
}

/// An entry that Hayagriva does not take, in its words; one with a key that it does not know has a finding already.
///
/// It is given the tree that was read already. Only what it refuses is read by its own YAML reader again, which says in
/// which key the fault lies.
fn refusal(entry: &Field, text: &str) -> Option<Diagnostic> {
    let Shape::Table(fields) = &entry.value.shape else { return None };
    if fields.iter().any(|field| !KEYS.contains(&field.key.as_str())) {
        return None;
    }
    if hayagriva::Library::deserialize(Table(std::slice::from_ref(entry))).is_ok() {
        return None;
    }
    let why = hayagriva::io::from_yaml_str(text).err()?;
    Some(checks::d0025_source::finding(entry.at, &entry.key, &why.to_string()))
}

fn source(id: SourceId, fields: &Fields<'_>, sink: &mut Vec<Diagnostic>) -> Source {
    let sort = fields.required("evidence", sink).and_then(|node| node.word("evidence", &SourceSort::WORDS, sink));
    fields.required("seen", sink);
    let (url, accessed) = fields.get("url").map(|node| address(node, sink)).unwrap_or_default();
    let author = fields.get("author").map(names).unwrap_or_default();
    let publisher = fields.get("publisher").or_else(|| fields.get("organization")).map(names).unwrap_or_default();
    let date = fields.get("date").map(words).unwrap_or_default();
    Source {
        id,
        title: fields.required("title", sink).map(words).unwrap_or_default(),
        author: if author.is_empty() { publisher } else { author },
        public: Edtf::parse(&date).ok().and_then(|date| date.earliest()),
        date,
        url,
        archive: fields.get("archive").map(words).unwrap_or_default(),
        accessed,
        sort: sort.unwrap_or(SourceSort::Document),
        producer: fields.flag("producer", sink).unwrap_or(false),
        seen: fields.flag("seen", sink).unwrap_or(false),
        was: fields.texts("was", sink),
    }
}

/// An address, or a table of address and day of access.
fn address(node: &Node, sink: &mut Vec<Diagnostic>) -> (String, Option<Date>) {
    match &node.shape {
        Shape::Table(_) => {
            let Some(fields) = Fields::open(node, "an address", &["value", "date"], sink) else {
                return Default::default();
            };
            let accessed = fields.get("date").map(words).and_then(|text| Edtf::parse(&text).ok()?.latest());
            (fields.get("value").map(words).unwrap_or_default(), accessed)
        }
        _ => (words(node), None),
    }
}

/// Plain words; Hayagriva writes some as a table with `value` or `name`.
fn words(node: &Node) -> String {
    match &node.shape {
        Shape::Text(text) | Shape::Number(text) => text.to_string(),
        Shape::Day(day) => day.to_string(),
        Shape::Table(fields) => {
            let main = fields.iter().find(|field| matches!(field.key.as_str(), "value" | "name"));
            main.map(|field| words(&field.value)).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// One name or several: "A", "A and B", "A, B and C".
fn names(node: &Node) -> String {
    let names: Vec<String> = node.items().iter().map(words).filter(|name| !name.is_empty()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join("; ")),
    }
}
