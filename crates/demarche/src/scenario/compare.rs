//! Scenarios side by side.

use std::path::Path;

use demarche_terms::Content;

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
        let topics: Vec<String> = outcome.figures.iter().map(topic).collect();
        for (figure, topic) in outcome.figures.iter().zip(&topics) {
            // Several figures of one topic are told apart by what they say.
            let alone = topics.iter().filter(|other| *other == topic).count() == 1;
            let topic = if alone { topic.clone() } else { figure.resolved.statement.says.clone() };
            let shown = shown(figure);
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

/// Its value, with the band where it has one.
fn shown(figure: &FigureStatement) -> String {
    let banded =
        matches!(&figure.resolved.statement.content, Content::Model { run, .. } if run.contains_key("central"));
    match figure.lineage.interval.as_str() {
        interval if banded && !interval.is_empty() => format!("{} [{interval}]", figure.lineage.value),
        _ => figure.lineage.value.clone(),
    }
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
