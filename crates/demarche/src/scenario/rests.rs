//! What each figure of a run rests on: of all that went in, what moves it.
//!
//! A run takes many numbers, and a figure may need few of them: half as much
//! again as last year's payment needs no assumption on prices. So each number is
//! halved, and raised by half, and the model asked again. A number that leaves a
//! figure as it was both times is no input of that figure, and its grade of
//! evidence says nothing about it. Words and whole tables are kept for all.

use std::collections::{BTreeMap, BTreeSet};

use demarche_ledger::Figure;
use demarche_models::report::{Cell, Report};

use super::takes::{Filled, Taken};

/// What each figure rests on, by its id.
///
/// `ask` puts a text to the model and gives `None` where it is refused: then the number is taken to matter.
pub(crate) fn of_figures(
    figures: &[&Figure],
    filled: &Filled<'_>,
    ask: &dyn Fn(&str) -> Option<Report>,
) -> BTreeMap<String, Taken> {
    let all = || figures.iter().map(|figure| (figure.id.to_string(), filled.taken.clone())).collect();
    let Some(centre) = ask(&filled.text()) else { return all() };
    let mut idle: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let names = filled.numbers();
    for name in &names {
        let asked = [0.5, 1.5].map(|factor| ask(&filled.text_with(name, |number| scaled(number, factor))));
        for figure in figures {
            let moves = |report: &Option<Report>| match report {
                Some(report) => cells(report, figure) != cells(&centre, figure),
                None => true,
            };
            if !asked.iter().any(moves) {
                idle.entry(figure.id.to_string()).or_default().insert(name);
            }
        }
    }
    let rests = figures.iter().map(|figure| {
        let id = figure.id.to_string();
        let taken = match idle.get(&id) {
            // A figure that no number moves rests on the tables, or stands on a threshold: then it needs all of them.
            Some(idle) if idle.len() < names.len() || !filled.taken.cells.is_empty() => filled.taken.without(idle),
            _ => filled.taken.clone(),
        };
        (id, taken)
    });
    rests.collect()
}

/// The cells that make up a figure.
fn cells(report: &Report, figure: &Figure) -> Vec<Option<Cell>> {
    let ends = figure.band.iter().flat_map(|(low, high)| [low, high]);
    let columns = std::iter::once(&figure.column).chain(ends);
    columns.map(|column| report.cell(&figure.table, &figure.row, column).ok().cloned()).collect()
}

/// A number of a study by a factor: whole numbers stay whole, and nothing becomes a little.
fn scaled(number: &str, factor: f64) -> String {
    match (number.parse::<i64>(), number.parse::<f64>()) {
        (Ok(whole), _) if whole > 1 => ((whole as f64 * factor).round() as i64).to_string(),
        (_, Ok(0.0)) => format!("{}", 0.02 * factor),
        (_, Ok(number)) => format!("{:?}", number * factor),
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::scaled;

    #[test]
    fn numbers_are_moved_within_their_sort() {
        assert_eq!(scaled("300", 0.5), "150");
        assert_eq!(scaled("5.0", 1.5), "7.5");
        assert_eq!(scaled("0.0", 0.5), "0.01");
        assert_eq!(scaled("1", 0.5), "0.5");
        assert_eq!(scaled("-0.3", 1.5), "-0.44999999999999996");
    }
}
