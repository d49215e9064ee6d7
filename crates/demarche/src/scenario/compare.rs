//! Scenarios side by side.

use std::path::Path;

use super::{FigureStatement, Outcome, difference, run};
use crate::{HallError, Reading};

/// Several scenarios, each laid over the dossier alone.
pub struct Comparison {
    /// The names, in the order asked for; several joined by `+` are laid over it together.
    pub names: Vec<String>,
    /// What is compared, each with one value a scenario; empty where a scenario does not say.
    pub rows: Vec<(String, Vec<String>)>,
    /// Scenarios that could not be run, with their findings.
    pub refused: Vec<Outcome>,
}

/// Runs scenarios apart and sets their figures side by side: those that speak of the same thing share a row.
///
/// # Errors
/// As [`run`].
pub fn compare(path: &Path, names: &[String], reading: Reading, world: Option<&Path>) -> Result<Comparison, HallError> {
    let mut comparison = Comparison { names: names.to_vec(), rows: Vec::new(), refused: Vec::new() };
    // A row for each sort of count comes first.
    let counts = ["read on", "statements that change", "sentences that rest on them", "sentences to rewrite"];
    comparison.rows = counts.iter().map(|count| ((*count).to_owned(), Vec::new())).collect();
    for (at, name) in names.iter().enumerate() {
        let mut outcome = run(path, &super::named(std::slice::from_ref(name)), reading, world)?;
        if !outcome.findings.is_empty() {
            comparison.refused.push(outcome);
            continue;
        }
        let difference = difference(path, &mut outcome)?;
        let (all, rewritten) = (difference.sentences.len(), difference.rewritten().count());
        let counts = [
            outcome.clocks.as_of.to_string(),
            difference.statements.len().to_string(),
            all.to_string(),
            rewritten.to_string(),
        ];
        for (row, count) in comparison.rows.iter_mut().zip(counts) {
            put(&mut row.1, at, count);
        }
        for figure in &outcome.figures {
            let topic = topic(figure);
            let value = figure.lineage.value.clone();
            let interval = if figure.lineage.interval.is_empty() {
                String::new()
            } else {
                format!(" [{}]", figure.lineage.interval)
            };
            let shown = format!("{value}{interval}");
            match comparison.rows.iter_mut().find(|(row, _)| *row == topic) {
                Some((_, values)) => put(values, at, shown),
                None => {
                    let mut values = Vec::new();
                    put(&mut values, at, shown);
                    comparison.rows.push((topic, values));
                }
            }
        }
    }
    for (_, values) in &mut comparison.rows {
        values.resize(names.len(), String::new());
    }
    Ok(comparison)
}

fn put(values: &mut Vec<String>, at: usize, value: String) {
    values.resize(at.max(values.len()), String::new());
    match values.get_mut(at) {
        Some(place) => *place = format!("{place}; {value}"),
        None => values.push(value),
    }
}

/// What a figure speaks of: its kind, its subject, its qualifiers and its time.
fn topic(figure: &FigureStatement) -> String {
    let statement = &figure.resolved.statement;
    let with: Vec<String> = statement.with.values().flatten().cloned().collect();
    let valid = statement.valid.as_ref().map(|valid| format!(", {valid}")).unwrap_or_default();
    format!("{}, {} ({}){valid}", figure.kind, statement.subject, with.join(", "))
}
