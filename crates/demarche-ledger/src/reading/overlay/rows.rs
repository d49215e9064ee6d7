//! Rows of tables that a scenario adds, changes or withdraws.

use std::collections::BTreeMap;

use demarche_diagnostic::{Diagnostic, SourceMap, Span};
use demarche_terms::SourceId;

use super::lay::{Claim, claim};
use super::{RowChange, RowMove, Scenario};
use crate::checks::{d0004_type, d0012_reference, d0022_row, d2001_scenario, d2002_conflict, d2003_target};
use crate::reading::tables::index;
use crate::syntax::{Field, Node, Shape};
use crate::tables::{Reference, Row, Table, TableSource, shown};

/// Reads the row that a `[[row]]`, `[[change]]` or `[[withdraw]]` is about, and the cells that it gives.
pub(super) fn row_change(
    row: &Node,
    cells: Option<&Node>,
    does: RowMove,
    reason: String,
    sink: &mut Vec<Diagnostic>,
) -> Option<RowChange> {
    let text = row.text("row", sink)?;
    let reference = match Reference::parse(text) {
        Ok(reference) if reference.column.is_none() => reference,
        Ok(_) => {
            sink.push(d2001_scenario::finding(
                row.span,
                "a row was expected, not a cell",
                "give the cell under `cells`",
            ));
            return None;
        }
        Err(why) => {
            sink.push(d2001_scenario::finding(row.span, &why, "name the row by its key: `table[key=value]`"));
            return None;
        }
    };
    if does != RowMove::Added && reference.filter.is_empty() {
        let help = "name it by its key: `table[key=value]`";
        sink.push(d2001_scenario::finding(row.span, "which row is meant is not said", help));
        return None;
    }
    let cells = match cells.map(|node| (&node.shape, node)) {
        Some((Shape::Table(fields), _)) if !fields.is_empty() => fields.clone(),
        None if does == RowMove::Withdrawn => Vec::new(),
        _ => {
            let at = cells.map_or(row.span, |node| node.span);
            sink.push(d2001_scenario::finding(at, "no cell is given", "write `cells = { column = value }`"));
            return None;
        }
    };
    Some(RowChange { name: text.to_owned(), reference, at: row.span, cells, does, reason })
}

/// Changes, withdraws and adds rows. What a table's file says stays as it is; so does its hash.
///
/// A row that a scenario touches rests on the scenario's source, or on none: no longer on the table's.
pub(crate) fn lay_rows(scenarios: &[Scenario], tables: &mut [Table], files: &SourceMap, sink: &mut Vec<Diagnostic>) {
    let mut claims: BTreeMap<(String, String), Claim<'_>> = BTreeMap::new();
    let mut gone: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut added: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
    for scenario in scenarios {
        for change in &scenario.rows {
            let Some(at) = tables.iter().position(|table| table.id.as_str() == change.reference.table) else {
                let names = tables.iter().map(|table| table.id.as_str());
                sink.push(d0012_reference::finding(change.at, None, "table", &change.reference.table, names));
                continue;
            };
            let table = &mut tables[at];
            let Some(cells) = cells(table, change, files, sink) else { continue };
            if change.does == RowMove::Added {
                let row = new_row(table, scenario, change, &cells, sink);
                let Some(row) = row else { continue };
                let place = (named(table, &row.cells), "row".to_owned());
                if claim(scenario, place, change.at, row.cells.join(","), &mut claims, sink) {
                    added.entry(at).or_default().push(row);
                }
                continue;
            }
            let found = match table.matching(&change.reference) {
                Ok(found) if !found.is_empty() => found,
                Ok(_) => {
                    let why = format!("table `{}` has no row {}", table.id, shown(&change.reference.filter));
                    sink.push(d2003_target::row(change.at, &why));
                    continue;
                }
                Err(why) => {
                    sink.push(d2003_target::row(change.at, &why));
                    continue;
                }
            };
            for row in found {
                let id = named(table, &table.rows[row].cells);
                if change.does == RowMove::Withdrawn {
                    if withdrawn(scenario, change, &id, &mut claims, sink) {
                        gone.entry(at).or_default().push(row);
                    }
                } else if !refused(scenario, change, &id, &claims, sink) {
                    for cell in &cells {
                        let place = (id.clone(), table.columns[cell.column].name.clone());
                        if claim(scenario, place, cell.at, cell.text.clone(), &mut claims, sink) {
                            table.rows[row].cells[cell.column].clone_from(&cell.text);
                        }
                    }
                    resource(table, row, scenario, &cells);
                }
            }
        }
    }
    let touched: Vec<usize> = gone.keys().chain(added.keys()).copied().collect();
    for (at, mut rows) in gone {
        rows.sort_unstable();
        rows.dedup();
        for row in rows.into_iter().rev() {
            tables[at].rows.remove(row);
        }
    }
    for (at, rows) in added {
        tables[at].rows.extend(rows);
    }
    for at in touched {
        let mut found = Vec::new();
        index(&mut tables[at], &mut found);
        // What stands twice in the file itself was said when it was read.
        sink.extend(found.into_iter().filter(|finding| {
            finding.span.is_some_and(|span| scenarios.iter().any(|scenario| scenario.file == span.file))
        }));
    }
}

/// A cell that a scenario gives.
struct NewCell {
    column: usize,
    text: String,
    at: Span,
}

/// The cells of a change, as a table's file would have them; `None` where one of them does not fit.
fn cells(table: &Table, change: &RowChange, files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Option<Vec<NewCell>> {
    let mut cells = Vec::new();
    let mut fits = true;
    for Field { key, at, value } in &change.cells {
        let Some(column) = table.columns.iter().position(|column| column.name == *key) else {
            let names = table.columns.iter().map(|column| column.name.as_str());
            sink.push(d0012_reference::finding(*at, None, "column", key, names));
            fits = false;
            continue;
        };
        if change.does == RowMove::Changed && table.key.contains(&column) {
            let what = format!("`{key}` is part of the row's key, by which it is found");
            sink.push(d2001_scenario::finding(*at, &what, "withdraw this row and add another with `[[row]]`"));
            fits = false;
            continue;
        }
        let text = match &value.shape {
            Shape::Text(text) => text.to_string(),
            Shape::Number(_) | Shape::Day(_) => files.words(value.span).trim().to_owned(),
            _ => {
                sink.push(d0004_type::said(value.span, "a cell is a text, a number or a date"));
                fits = false;
                continue;
            }
        };
        if let Some(expected) = table.columns[column].holds.refuses(&text) {
            sink.push(d0022_row::cell(value.span, key, &text, expected));
            fits = false;
        }
        cells.push(NewCell { column, text, at: value.span });
    }
    fits.then_some(cells)
}

/// A row more, public from the day of the scenario; `None` where its key is not whole.
fn new_row(
    table: &Table,
    scenario: &Scenario,
    change: &RowChange,
    given: &[NewCell],
    sink: &mut Vec<Diagnostic>,
) -> Option<Row> {
    let mut cells = vec![String::new(); table.columns.len()];
    for (name, value) in &change.reference.filter {
        match table.columns.iter().position(|column| column.name == *name) {
            Some(column) => cells[column].clone_from(value),
            None => {
                let names = table.columns.iter().map(|column| column.name.as_str());
                sink.push(d0012_reference::finding(change.at, None, "column", name, names));
                return None;
            }
        }
    }
    given.iter().for_each(|cell| cells[cell.column].clone_from(&cell.text));
    if let Some(column) = table.key.iter().find(|column| cells[**column].is_empty()) {
        let name = &table.columns[*column].name;
        let what = format!("a row of `{}` needs `{name}`, by which it is found", table.id);
        sink.push(d2001_scenario::finding(change.at, &what, "give the cell its value"));
        return None;
    }
    let source = stated_by(table, scenario, given, &mut cells);
    Some(Row { cells, span: change.at, seen_from: scenario.from, source })
}

/// Puts the scenario's source behind a row that it changes.
fn resource(table: &mut Table, row: usize, scenario: &Scenario, given: &[NewCell]) {
    let mut cells = std::mem::take(&mut table.rows[row].cells);
    table.rows[row].source = stated_by(table, scenario, given, &mut cells);
    table.rows[row].cells = cells;
}

/// Who stands behind a row that a scenario gives: whom its own cell names, else the scenario's source, else nobody.
fn stated_by(table: &Table, scenario: &Scenario, given: &[NewCell], cells: &mut [String]) -> Option<SourceId> {
    let own = scenario.sources.first().map(|source| source.source.clone());
    let TableSource::Column(column) = table.source else { return own };
    if let Some(cell) = given.iter().find(|cell| cell.column == column) {
        return SourceId::new(&cell.text).ok();
    }
    cells[column] = own.as_ref().map(ToString::to_string).unwrap_or_default();
    own
}

/// `table[key=value,…]`, the name by which two scenarios mean one row.
fn named(table: &Table, cells: &[String]) -> String {
    let key = table.key.iter().chain(&table.vintage).map(|at| format!("{}={}", table.columns[*at].name, cells[*at]));
    let key: Vec<String> = if table.key.is_empty() { vec![cells.join(",")] } else { key.collect() };
    format!("{}[{}]", table.id, key.join(","))
}

/// Notes that a scenario takes a row out; false where another one wants something of it.
fn withdrawn<'a>(
    scenario: &'a Scenario,
    change: &RowChange,
    id: &str,
    claims: &mut BTreeMap<(String, String), Claim<'a>>,
    sink: &mut Vec<Diagnostic>,
) -> bool {
    let rival = claims.iter().find(|((row, _), rival)| row == id && rival.scenario != scenario.name);
    if let Some((_, rival)) = rival.filter(|(_, rival)| !rival.words.is_empty()) {
        sink.push(d2002_conflict::finding(id, (&scenario.name, change.at), (rival.scenario, rival.at)));
        return false;
    }
    claim(scenario, (id.to_owned(), "row".to_owned()), change.at, String::new(), claims, sink)
}

/// Whether another scenario takes the row out that this one changes.
fn refused(
    scenario: &Scenario,
    change: &RowChange,
    id: &str,
    claims: &BTreeMap<(String, String), Claim<'_>>,
    sink: &mut Vec<Diagnostic>,
) -> bool {
    let rival = claims.get(&(id.to_owned(), "row".to_owned())).filter(|rival| rival.scenario != scenario.name);
    if let Some(rival) = rival {
        sink.push(d2002_conflict::finding(id, (&scenario.name, change.at), (rival.scenario, rival.at)));
    }
    rival.is_some()
}
