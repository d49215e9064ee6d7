//! Tables of the dossier: rows as stored, with the day from which each may be seen.
//!
//! A value that its producer revised is a new vintage of the same row: same key,
//! another release. Without `@release` the newest one that is seen counts.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use demarche_diagnostic::Span;
use demarche_terms::{Date, Decimal, Digits, Edtf, Quantity, SourceId, TableId, TrailingZeros, Unit};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::suggest;

/// A table of `series/`.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub id: TableId,
    pub place: Span,
    pub title: String,
    pub columns: Vec<Column>,
    /// Indexes of the key columns, the vintage left out.
    pub key: Vec<usize>,
    pub vintage: Option<usize>,
    pub source: TableSource,
    /// Where its description names the source.
    pub source_at: Span,
    /// When it was made public, for rows without a vintage of their own.
    pub released: Option<Date>,
    /// The release as written.
    pub release: String,
    /// Whether it says that it holds the whole set.
    pub complete: bool,
    /// SHA-256 of the bytes.
    pub sha256: String,
    pub rows: Vec<Row>,
    /// Rows by key.
    pub by_key: HashMap<Vec<String>, Vec<usize>>,
}

/// Where a table comes from.
#[derive(Clone, Debug)]
pub(crate) enum TableSource {
    Whole(SourceId),
    Column(usize),
    Unknown,
}

#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub name: String,
    pub unit: ColumnUnit,
    pub holds: CellType,
}

/// What a column's cells must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellType {
    Text,
    Number,
    Integer,
    Date,
}

impl CellType {
    pub const WORDS: [(Self, &'static str); 7] = [
        (Self::Text, "string"),
        (Self::Text, "any"),
        (Self::Text, "boolean"),
        (Self::Number, "number"),
        (Self::Integer, "integer"),
        (Self::Date, "date"),
        (Self::Integer, "year"),
    ];

    /// What is wrong with a cell; `None` where nothing is. Empty cells are missing values.
    pub fn refuses(self, cell: &str) -> Option<&'static str> {
        let cell = cell.trim();
        let good = cell.is_empty()
            || match self {
                Self::Text => true,
                Self::Number => Digits::read(cell, TrailingZeros::Count).is_some(),
                Self::Integer => cell.parse::<i64>().is_ok(),
                Self::Date => Edtf::parse(cell).is_ok(),
            };
        (!good).then_some(match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Integer => "a whole number",
            Self::Date => "a date",
        })
    }
}

/// The unit of a column's numbers.
#[derive(Clone, Debug)]
pub(crate) enum ColumnUnit {
    None,
    Fixed(Unit),
    /// Each row names it in another column.
    Column(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub cells: Vec<String>,
    pub span: Span,
    /// Nothing of it was public before; `None` where nobody can say, so that it is never seen.
    pub seen_from: Option<Date>,
    /// Who says so.
    pub source: Option<SourceId>,
}

/// A reference such as `trade[year=2017,basis=bop].balance@2018-12`, or to rows without `.column`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub table: String,
    pub filter: Vec<(String, String)>,
    pub column: Option<String>,
    pub vintage: Option<String>,
}

impl Reference {
    /// Reads a reference.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let form = || format!("\"{text}\" is no reference: write table[key=value,key=value].column@release");
        let (table, filter, rest) = match text.split_once('[') {
            Some((table, rest)) => {
                let (filter, rest) = rest.split_once(']').ok_or_else(form)?;
                (table, filter, rest)
            }
            None => (text, "", ""),
        };
        let mut pairs = Vec::new();
        for pair in filter.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (key, value) = pair.split_once('=').ok_or_else(form)?;
            pairs.push((key.trim().to_owned(), value.trim().to_owned()));
        }
        let (column, vintage) = match rest.split_once('@') {
            Some((column, vintage)) => (column, Some(vintage.to_owned())),
            None => (rest, None),
        };
        let column = match column.strip_prefix('.') {
            Some(name) if !name.is_empty() => Some(name.to_owned()),
            None if column.is_empty() => None,
            _ => return Err(form()),
        };
        if TableId::new(table.trim()).is_err() || vintage.as_deref() == Some("") {
            return Err(form());
        }
        Ok(Self { table: table.trim().to_owned(), filter: pairs, column, vintage })
    }
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Exactly as stored.
    pub text: String,
    /// As a number with its unit, by its printed digits; `None` where it is none.
    pub quantity: Option<Quantity>,
    /// Which vintage it is; the table's release where rows have none.
    pub vintage: String,
    /// From which day it was public.
    pub recorded: Option<Date>,
    /// Who says so.
    pub source: Option<SourceId>,
    /// SHA-256 of its row, the cells joined by commas: rows that are added later leave it as it is.
    pub sha256: String,
    /// Its table.
    pub table: TableId,
}

impl Cell {
    /// The cell as a person reads it, without a scale in the unit.
    pub fn shown(&self) -> String {
        self.plain().map_or_else(|| self.text.clone(), |quantity| quantity.shown())
    }

    /// The interval that its digits stand for, without a scale in the unit; empty where it is no number.
    pub fn shown_interval(&self) -> String {
        self.plain().map(|quantity| quantity.shown_interval()).unwrap_or_default()
    }

    fn plain(&self) -> Option<Quantity> {
        crate::arithmetic::plain(self.quantity.as_ref()?).ok()
    }
}

/// Why a cell was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// Its column is not there, which reading has said already; a sentence.
    Unnamed(String),
    /// It is not there at all; a sentence.
    Missing(String),
    /// It was made public later.
    Later(Date),
}

impl Table {
    pub fn column(&self, name: &str) -> Result<usize, String> {
        self.columns.iter().position(|column| column.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
            format!("table `{}` has no column `{name}`; it has {}", self.id, suggest::one_of(&names))
        })
    }

    /// Whether a row may be seen by `known_by`.
    pub fn seen(&self, row: &Row, known_by: Date) -> bool {
        row.seen_from.is_some_and(|from| from <= known_by)
    }

    /// Rows that match a filter, seen or not, in the order of the file.
    pub fn matching(&self, reference: &Reference) -> Result<Vec<usize>, String> {
        let mut filter = Vec::new();
        for (name, value) in &reference.filter {
            filter.push((self.column(name)?, value.as_str()));
        }
        if let Some(vintage) = &reference.vintage {
            match self.vintage {
                Some(column) => filter.push((column, vintage.as_str())),
                None if *vintage == self.release => {}
                None => return Err(format!("table `{}` is release {}, not {vintage}", self.id, self.release)),
            }
        }
        let holds = |at: &usize| filter.iter().all(|(column, value)| self.rows[*at].cells[*column] == *value);
        let key: Option<Vec<String>> = self
            .key
            .iter()
            .map(|column| filter.iter().find(|(at, _)| at == column).map(|(_, value)| (*value).to_owned()))
            .collect();
        Ok(match key.filter(|key| !key.is_empty()) {
            Some(key) => self.by_key.get(&key).into_iter().flatten().copied().filter(holds).collect(),
            None => (0..self.rows.len()).filter(holds).collect(),
        })
    }

    /// Of rows with one key only the newest vintage that is seen, unless the reference names one.
    pub fn rows_seen(&self, reference: &Reference, known_by: Date) -> Result<Vec<usize>, String> {
        let seen = |at: &usize| self.seen(&self.rows[*at], known_by);
        let matching: Vec<usize> = self.matching(reference)?.into_iter().filter(seen).collect();
        if self.vintage.is_none() || reference.vintage.is_some() {
            return Ok(matching);
        }
        let mut newest: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for at in matching {
            let key = self.key.iter().map(|column| self.rows[at].cells[*column].as_str()).collect();
            let kept = newest.entry(key).or_insert(at);
            if self.rows[*kept].seen_from <= self.rows[at].seen_from {
                *kept = at;
            }
        }
        let mut rows: Vec<usize> = newest.into_values().collect();
        rows.sort_unstable();
        Ok(rows)
    }

    /// Every vintage of the rows of a reference, whichever it names, seen or not.
    pub fn all_vintages(&self, reference: &Reference) -> Vec<usize> {
        self.matching(&Reference { vintage: None, ..reference.clone() }).unwrap_or_default()
    }

    /// The one cell of a reference.
    pub fn cell(&self, reference: &Reference, known_by: Date) -> Result<Cell, Absent> {
        let name = reference.column.as_deref().ok_or_else(|| Absent::Missing("no column is named".to_owned()))?;
        let column = self.column(name).map_err(Absent::Unnamed)?;
        let rows = self.rows_seen(reference, known_by).map_err(Absent::Unnamed)?;
        match rows[..] {
            [row] => Ok(self.cell_at(row, column)),
            [] => {
                let all = self.matching(reference).map_err(Absent::Unnamed)?;
                match all.iter().filter_map(|at| self.rows[*at].seen_from).min() {
                    Some(day) => Err(Absent::Later(day)),
                    None => {
                        Err(Absent::Missing(format!("table `{}` has no row {}", self.id, shown(&reference.filter))))
                    }
                }
            }
            _ => Err(Absent::Missing(format!(
                "table `{}` has {} rows {}: name enough keys for one",
                self.id,
                rows.len(),
                shown(&reference.filter)
            ))),
        }
    }

    /// Where the row of a reference stands; where there is none, the first that differs from it in one key alone.
    pub fn row_place(&self, reference: &Reference, known_by: Date) -> Option<Span> {
        if let Some(row) = self.rows_seen(reference, known_by).ok().and_then(|rows| rows.first().copied()) {
            return Some(self.rows[row].span);
        }
        let columns: Vec<(usize, &str)> = reference
            .filter
            .iter()
            .filter_map(|(name, value)| Some((self.column(name).ok()?, value.as_str())))
            .collect();
        let near = |row: &&Row| columns.iter().filter(|(column, value)| row.cells[*column] != *value).count() == 1;
        self.rows.iter().find(near).map(|row| row.span)
    }

    pub fn cell_at(&self, row: usize, column: usize) -> Cell {
        let row = &self.rows[row];
        let text = row.cells[column].clone();
        Cell {
            quantity: self.quantity(row, column),
            text,
            vintage: self.vintage.map_or_else(|| self.release.clone(), |vintage| row.cells[vintage].clone()),
            recorded: row.seen_from,
            source: row.source.clone(),
            sha256: sha256(&row.cells.join(",")),
            table: self.id.clone(),
        }
    }

    /// Who stands behind a row with these cells.
    pub fn source_of(&self, cells: &[String]) -> Option<SourceId> {
        match &self.source {
            TableSource::Whole(source) => Some(source.clone()),
            TableSource::Column(column) => SourceId::new(&cells[*column]).ok(),
            TableSource::Unknown => None,
        }
    }

    fn quantity(&self, row: &Row, column: usize) -> Option<Quantity> {
        let unit = match &self.columns[column].unit {
            ColumnUnit::None => Unit::one(),
            ColumnUnit::Fixed(unit) => unit.clone(),
            ColumnUnit::Column(at) => Unit::parse(&row.cells[*at]).ok()?,
        };
        // A column is printed to one precision: the zeros of 4100 beside 4350 are digits.
        let digits = Digits::read(row.cells[column].trim(), TrailingZeros::Count)?;
        Some(Quantity { interval: digits.interval(), stated: Some(digits.value), unit })
    }

    /// The number in a cell, as printed.
    pub fn number(&self, row: usize, column: usize) -> Option<Decimal> {
        Digits::read(self.rows[row].cells[column].trim(), TrailingZeros::Count).map(|digits| digits.value)
    }
}

/// SHA-256 of a text as 64 hexadecimal digits.
pub(crate) fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A filter as people read it.
pub(crate) fn shown(filter: &[(String, String)]) -> String {
    if filter.is_empty() {
        return "at all".to_owned();
    }
    let pairs: Vec<String> = filter.iter().map(|(key, value)| format!("{key}={value}")).collect();
    format!("with {}", pairs.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_to_cells_and_rows() {
        let cell = Reference::parse("trade[year=2017,basis=bop].balance@2018-12").expect("a cell");
        assert_eq!(cell.filter.len(), 2);
        assert_eq!((cell.column.as_deref(), cell.vintage.as_deref()), (Some("balance"), Some("2018-12")));
        let rows = Reference::parse("seats[as-of=2018-12-31]").expect("rows");
        assert_eq!(rows.column, None);
        for bad in ["", "a b", "t[year].x", "t[year=1", "t[year=1].", "t[year=1]x", "t[year=1].x@"] {
            assert!(Reference::parse(bad).is_err(), "{bad}");
        }
    }
}
