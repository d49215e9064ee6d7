//! A scenario file into its parts.

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span};
use demarche_terms::StatementId;

use super::rows::row_change;
use super::{Change, Figure, RowChange, RowMove, Run, RunModel, Scenario, Take, Wants};
use crate::checks;
use crate::reading::keys::STATEMENT;
use crate::reading::{check_format, parts};
use crate::syntax::{Field, Fields, Node, Shape, toml};

const FILE: &[&str] = &[
    "format",
    "title",
    "says",
    "from",
    "source",
    "outside",
    "statement",
    "change",
    "withdraw",
    "row",
    "run",
    "figure",
];

/// Reads a scenario; parts that cannot be used are left out, with a finding.
pub(crate) fn scenario(file: FileId, files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Option<Scenario> {
    let root = toml(file, files, sink);
    let fields = Fields::open(&root, "a scenario", FILE, sink)?;
    check_format(&fields, sink);
    let name = files.name(file).rsplit(['/', '\\']).next().unwrap_or_default();
    let tables = |key: &str| fields.get(key).map(Node::items).unwrap_or_default();
    let title = fields.required("title", sink).and_then(|node| node.text("title", sink)).unwrap_or_default();
    let from = fields.required("from", sink).and_then(|node| node.day("from", sink));
    let mut changes = Vec::new();
    let mut touches = Vec::new();
    let mut rows: Vec<RowChange> = tables("row").iter().filter_map(|node| row(node, RowMove::Added, sink)).collect();
    for (key, withdraws) in [("change", false), ("withdraw", true)] {
        for node in tables(key) {
            if node.name("row").is_some() {
                rows.extend(row(node, if withdraws { RowMove::Withdrawn } else { RowMove::Changed }, sink));
            } else if let Some((change, reason)) = change(node, withdraws, sink) {
                touches.extend(StatementId::new(&change.id).ok().map(|id| (id, reason)));
                changes.push(change);
            }
        }
    }
    let runs: Vec<Run> = runs(tables("run"), sink);
    let figures: Vec<Figure> = tables("figure").iter().filter_map(|node| figure(node, &runs, sink)).collect();
    let statements = tables("statement").to_vec();
    Some(Scenario {
        name: name.strip_suffix(".toml").unwrap_or(name).to_owned(),
        title: title.to_owned(),
        says: fields.text("says", sink).unwrap_or_default(),
        from,
        sources: fields.get("source").map(|node| parts::source_refs(node, sink)).unwrap_or_default(),
        outside: fields.texts("outside", sink),
        file,
        adds: statements.iter().filter_map(|node| StatementId::new(&node.name("id")?).ok()).collect(),
        runs,
        figures,
        touches,
        statements,
        changes,
        rows,
        source: fields.get("source").cloned(),
    })
}

fn change(node: &Node, withdraws: bool, sink: &mut Vec<Diagnostic>) -> Option<(Change, String)> {
    let what = if withdraws { "a withdrawal" } else { "a change" };
    let mut known = vec!["statement", "reason"];
    if !withdraws {
        known.extend(STATEMENT.iter().filter(|key| !["id", "was", "model"].contains(key)));
    }
    let fields = Fields::open(node, what, &known, sink)?;
    let at = fields.required("statement", sink)?;
    let id = at.id("statement", StatementId::new, sink)?;
    let fields = fields.named_at(at.span);
    let reason = fields.required("reason", sink)?.text("reason", sink)?.to_owned();
    let Shape::Table(written) = &node.shape else { return None };
    let keys: Vec<Field> =
        written.iter().filter(|field| !["statement", "reason"].contains(&field.key.as_str())).cloned().collect();
    if !withdraws && keys.is_empty() {
        sink.push(checks::d2001_scenario::finding(at.span, "a change that changes no key", "give the key's new value"));
    }
    Some((Change { id: id.to_string(), at: at.span, keys: (!withdraws).then_some(keys) }, reason))
}

fn row(node: &Node, does: RowMove, sink: &mut Vec<Diagnostic>) -> Option<RowChange> {
    let (what, known): (_, &[&str]) = match does {
        RowMove::Added => ("a row of a scenario", &["row", "cells"]),
        RowMove::Changed => ("a change of a row", &["row", "cells", "reason"]),
        RowMove::Withdrawn => ("a withdrawal of a row", &["row", "reason"]),
    };
    let fields = Fields::open(node, what, known, sink)?;
    let at = fields.required("row", sink)?;
    let fields = fields.named_at(at.span);
    let reason = match does {
        RowMove::Added => String::new(),
        _ => fields.required("reason", sink)?.text("reason", sink)?.to_owned(),
    };
    row_change(at, fields.get("cells"), does, reason, sink)
}

fn runs(nodes: &[Node], sink: &mut Vec<Diagnostic>) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    for node in nodes {
        let Some(run) = run(node, sink) else { continue };
        match all.iter().find(|other| other.id == run.id) {
            Some(first) => sink.push(checks::d0007_duplicate::finding(run.at, "run", &run.id, first.at)),
            None => all.push(run),
        }
    }
    all
}

fn run(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<Run> {
    let fields = Fields::open(node, "a run", &["id", "model", "study"], sink)?;
    let at = fields.required("id", sink)?;
    let id = at.text("id", sink)?.to_owned();
    let fields = fields.named_at(at.span);
    let model = fields.required("model", sink)?.word("model", &RunModel::WORDS, sink)?;
    let study = fields.required("study", sink)?;
    let mut takes = Vec::new();
    collect("study", study, &mut takes, sink);
    Some(Run { id, at: at.span, model, takes })
}

/// Finds every place of a study where a value of the dossier goes.
fn collect(key: &str, node: &Node, takes: &mut Vec<Take>, sink: &mut Vec<Diagnostic>) {
    match &node.shape {
        Shape::Text(text) => {
            if let Some(name) = text.strip_prefix('@') {
                let (name, unit) = match name.split_once(" in ") {
                    Some((name, unit)) => (name.trim(), Some(unit.trim().to_owned())),
                    None => (name.trim(), None),
                };
                let wants = Wants::Value { name: name.to_owned(), unit };
                takes.push(Take { at: node.span, key: key.to_owned(), wants });
            }
        }
        Shape::List(items) => items.iter().for_each(|item| collect(key, item, takes, sink)),
        Shape::Table(fields) => match fields.iter().find(|field| field.key == "rows") {
            Some(rows) => takes.extend(wanted_rows(key, node, rows, fields, sink)),
            None => fields.iter().for_each(|field| collect(&field.key, &field.value, takes, sink)),
        },
        _ => {}
    }
}

fn wanted_rows(key: &str, node: &Node, rows: &Field, fields: &[Field], sink: &mut Vec<Diagnostic>) -> Option<Take> {
    let table = rows.value.text("rows", sink)?.to_owned();
    let mut columns = Vec::new();
    for field in fields.iter().filter(|field| field.key != "rows") {
        columns.push((field.key.to_string(), field.value.text(&field.key, sink)?.to_owned()));
    }
    let wants = match &columns[..] {
        [(first, key), (second, value)] if first == "key" && second == "value" => {
            Wants::Pairs { table, key: key.clone(), value: value.clone() }
        }
        _ => Wants::Rows { table, columns },
    };
    Some(Take { at: node.span, key: key.to_owned(), wants })
}

fn figure(node: &Node, runs: &[Run], sink: &mut Vec<Diagnostic>) -> Option<Figure> {
    let at = Fields::open(node, "a figure", STATEMENT, sink)?;
    let id = at.required("id", sink)?;
    let named: Span = id.span;
    let id = id.id("id", StatementId::new, sink)?;
    let value = at.named_at(named).required("value", sink)?;
    let keys = ["run", "table", "row", "column", "band", "unit"];
    let fields = Fields::open(value, "a figure's `value`", &keys, sink)?.named_at(value.span);
    let text = |key: &'static str, sink: &mut Vec<Diagnostic>| -> Option<String> {
        Some(fields.required(key, sink)?.text(key, sink)?.to_owned())
    };
    let wanted = text("run", sink)?;
    if !runs.iter().any(|run| run.id == wanted) {
        let place = fields.get("run").map_or(value.span, |node| node.span);
        sink.push(checks::d0012_reference::finding(
            place,
            None,
            "run",
            &wanted,
            runs.iter().map(|run| run.id.as_str()),
        ));
        return None;
    }
    let band = match fields.texts("band", sink).as_slice() {
        [] => None,
        [low, high] => Some((low.clone(), high.clone())),
        _ => {
            let at = fields.get("band").map_or(value.span, |node| node.span);
            sink.push(checks::d0004_type::said(at, "`band` takes the names of two columns, the lower end first"));
            None
        }
    };
    Some(Figure {
        id,
        at: value.span,
        run: wanted,
        table: text("table", sink)?,
        row: text("row", sink)?,
        column: text("column", sink)?,
        band,
        unit: fields.text("unit", sink).unwrap_or_default(),
        node: node.clone(),
    })
}
