//! A column of a table does not add up to its total.
//!
//! In a table whose last row is headed "Total" every column of plain figures is added, each cell give or take half
//! its last digit. A column whose sum misses the printed total is asked about, but only where the
//! table adds up in another column, or the miss is within a tenth of the total: otherwise the rows may be subtotals
//! or overlapping groups.
//!
//! Grade: query.
//!
//! False alarms: rows that are parts of other rows, a column of rates or averages. Head the last row otherwise
//! ("All", "Average"), or note that details do not add up.

use demarche_diagnostic::{Diagnostic, Grade, Span};
use demarche_read::Table;
use demarche_terms::{Decimal, Digits, TrailingZeros};

use super::declare;
use super::clauses::{Bounds, apart, bounds, shown_bounds, sum};
use crate::sheet::Sheet;

declare!("D1002", Query, "a column does not add up to its total", "d1002_table_total.rs");

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for block in &sheet.document.blocks {
        let Some(table) = &block.table else { continue };
        let noted = sheet.document.words(&block.text).contains("may not sum");
        if !noted {
            totals(sheet, table, found);
        }
    }
}

/// What a column comes to.
struct Column {
    at: usize,
    added: Bounds,
    total: Bounds,
}

fn totals(sheet: &Sheet<'_>, table: &Table, found: &mut Vec<Diagnostic>) {
    let words = |row: usize, column: usize| {
        table.rows.get(row).and_then(|row| row.get(column)).map_or("", |cell| sheet.document.words(&cell.text).trim())
    };
    let Some(last) = table.rows.len().checked_sub(1).filter(|last| *last >= 3) else { return };
    let is_total = |row: usize| {
        let head = words(row, 0).to_lowercase();
        ["total", "grand total", "sum"].iter().any(|word| head == *word || head.starts_with(&format!("{word} ")) || head.starts_with(&format!("{word},")))
    };
    let width = table.rows[last].len();
    let even = table.rows.iter().skip(1).all(|row| row.len() == width && row.iter().all(|cell| cell.columns == 1 && cell.rows == 1));
    if !is_total(last) || !even || (1..last).any(is_total) {
        return;
    }
    let columns: Vec<Column> = (1..width)
        .filter_map(|at| {
            let total = cell_bounds(words(last, at))?;
            let parts: Option<Vec<Bounds>> = (1..last).map(|row| cell_bounds(words(row, at))).collect();
            Some(Column { at, added: sum(parts?)?, total })
        })
        .collect();
    let agree = columns.iter().filter(|column| !apart(column.added, column.total)).count();
    for column in columns.iter().filter(|column| apart(column.added, column.total)) {
        let miss = (column.added.0 - column.total.0).abs();
        if agree == 0 && miss * Decimal::TEN > column.total.0.abs() {
            continue;
        }
        let Some(cell) = table.rows[last].get(column.at) else { continue };
        let message = format!(
            "the column adds up to {}, its total is printed as {}",
            shown_bounds(column.added),
            words(last, column.at)
        );
        let place = Span::new(sheet.file, cell.text.clone());
        let diagnostic = Diagnostic::new(CODE, Grade::Query, message).at(place, words(0, column.at));
        found.push(diagnostic.with_help("correct the row or the total, or note that details may not add up"));
    }
}

/// The bounds of a cell that holds one plain figure; an empty cell or a dash is nothing.
fn cell_bounds(words: &str) -> Option<Bounds> {
    let bare = words.trim_start_matches(['$', '€', '£', '¥']).trim_end_matches('*').trim();
    if matches!(bare, "" | "-" | "–" | "—") {
        return Some((Decimal::ZERO, Decimal::ZERO));
    }
    let negative = bare.starts_with('(') && bare.ends_with(')');
    let digits = Digits::read(bare.trim_matches(['(', ')']), TrailingZeros::Count)?;
    let digits = if negative { Digits { value: -digits.value, last: digits.last } } else { digits };
    // A whole number is a count or rounded to one: half a unit covers both.
    bounds(digits.interval())
}
