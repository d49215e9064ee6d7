//! Tables as a view sees them: only what was public by `known_by`.

use std::collections::BTreeMap;

use demarche_terms::{Rows, SourceId};

use super::View;
use crate::suggest;
use crate::tables::{Absent, Cell, ColumnUnit, Reference, Table, shown};

impl View<'_> {
    /// Rows of a reference such as `seats[as-of=2018-12-31]`, as seen on these clocks, in the order of the file.
    ///
    /// Of rows with one key only the newest vintage is given, unless the reference names one.
    ///
    /// # Errors
    /// One sentence that names the table, row or column that is not there, and what is.
    pub fn rows(&self, reference: &str) -> Result<Rows, String> {
        let reference = Reference::parse(reference)?;
        let table = self.table(&reference.table)?;
        if let Some(column) = &reference.column {
            return Err(format!("rows were expected; `.{column}` names one column"));
        }
        let rows = table.rows_seen(&reference, self.clocks.known_by)?;
        if rows.is_empty() {
            let later = table.rows.iter().filter_map(|row| row.seen_from).min();
            let why = later.filter(|day| *day > self.clocks.known_by);
            let why = why.map(|day| format!("; it was first released on {day}")).unwrap_or_default();
            return Err(format!("table `{}` has no rows {}{why}", table.id, shown(&reference.filter)));
        }
        Ok(Rows {
            columns: table.columns.iter().map(|column| column.name.clone()).collect(),
            units: units(table),
            source: source(table, &rows),
            release: self.release(table, &rows),
            rows: rows.into_iter().map(|row| table.rows[row].cells.clone()).collect(),
        })
    }

    /// One cell of a reference such as `trade[year=2017].balance@2018-12`.
    ///
    /// # Errors
    /// One sentence that says what is not there, or when it was made public.
    pub fn cell(&self, reference: &str) -> Result<Cell, String> {
        let reference = Reference::parse(reference)?;
        let table = self.table(&reference.table)?;
        table.cell(&reference, self.clocks.known_by).map_err(|why| match why {
            Absent::Missing(why) | Absent::Unnamed(why) => why,
            Absent::Later(day) => format!("this cell was only released on {day}"),
        })
    }

    fn table(&self, id: &str) -> Result<&Table, String> {
        self.ledger.table(id).ok_or_else(|| {
            let names: Vec<&str> = self.ledger.tables.iter().map(|table| table.id.as_str()).collect();
            match suggest::close(id, names.iter().copied(), 1).first() {
                Some(near) => format!("there is no table `{id}`; did you mean `{near}`?"),
                None if names.is_empty() => format!("there is no table `{id}`; the dossier has none"),
                None => format!("there is no table `{id}`; there is {}", suggest::one_of(&names)),
            }
        })
    }

    /// The table's release, or the newest vintage among rows.
    fn release(&self, table: &Table, rows: &[usize]) -> String {
        let Some(column) = table.vintage else { return table.release.clone() };
        let newest = rows.iter().max_by_key(|row| table.rows[**row].seen_from);
        newest.map(|row| table.rows[*row].cells[column].clone()).unwrap_or_default()
    }

    /// Other vintages of the cell that a statement names in `data`, newest first, one line each.
    pub(super) fn vintages(&self, at: usize) -> Vec<String> {
        let Some(reference) = &self.ledger.entries[at].data else { return Vec::new() };
        let Some(table) = self.ledger.table(&reference.table) else { return Vec::new() };
        let (Some(column), Some(_)) = (&reference.column, table.vintage) else { return Vec::new() };
        let Ok(column) = table.column(column) else { return Vec::new() };
        let mut rows: Vec<usize> = table.all_vintages(reference);
        rows.retain(|row| table.seen(&table.rows[*row], self.clocks.known_by));
        rows.sort_by_key(|row| std::cmp::Reverse(table.rows[*row].seen_from));
        let cells = rows.into_iter().map(|row| table.cell_at(row, column));
        cells.map(|cell| format!("release {}: {}, table {}", cell.vintage, cell.shown(), table.id)).collect()
    }
}

/// Who stands behind rows: the first row's source, where each of them has one.
fn source(table: &Table, rows: &[usize]) -> Option<SourceId> {
    let mut sources = rows.iter().map(|row| table.rows[*row].source.as_ref());
    let first = sources.next().flatten()?;
    sources.all(|source| source.is_some()).then(|| first.clone())
}

fn units(table: &Table) -> BTreeMap<String, String> {
    let unit = |unit: &ColumnUnit| match unit {
        ColumnUnit::Fixed(unit) => Some(unit.to_string()),
        ColumnUnit::None | ColumnUnit::Column(_) => None,
    };
    table.columns.iter().filter_map(|column| Some((column.name.clone(), unit(&column.unit)?))).collect()
}
