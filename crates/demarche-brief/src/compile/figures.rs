//! Figures and tables: cells from the world's tables, checked before they are drawn.

use std::collections::{BTreeMap, BTreeSet};

use demarche_diagnostic::{Diagnostic, Span};
use demarche_terms::{Decimal, Edtf, Rows, StatementId, Value};

use crate::edition::{Chart, Figure, Party, Table};
use crate::faults::{d0152_table_missing, d0153_seats, d0154_figure_words, d0155_cell, d0156_labels};
use crate::prose::{ChartSort, FigureBlock, TableBlock};
use crate::world::World;

/// Makes figures and tables, numbering the figures.
pub(super) struct Figures<'a> {
    world: &'a dyn World,
    printed: &'a mut BTreeSet<StatementId>,
    found: &'a mut Vec<Diagnostic>,
    number: u32,
}

/// A row that a figure draws: its label and its cells by the order of `value`.
struct Drawn {
    label: String,
    cells: Vec<String>,
}

impl<'a> Figures<'a> {
    /// A maker of figures; the statements that they print go to `printed`, findings to `found`.
    pub fn new(world: &'a dyn World, printed: &'a mut BTreeSet<StatementId>, found: &'a mut Vec<Diagnostic>) -> Self {
        Self { world, printed, found, number: 0 }
    }

    /// A table of the page; `None` where its data are missing.
    pub fn table(&mut self, block: &TableBlock) -> Option<Table> {
        let place = |key: &str| block.places.get(key).copied().unwrap_or(block.span);
        let rows = self.rows(&block.table, place("table"))?;
        let columns: Option<Vec<usize>> =
            block.columns.iter().map(|(name, _)| self.column(&rows, name, place("columns"))).collect();
        let columns = columns?;
        Some(Table {
            anchor: block.id.clone(),
            title: block.title.clone(),
            header: block.columns.iter().map(|(_, head)| head.clone()).collect(),
            rows: rows.rows.iter().map(|row| columns.iter().map(|&at| cell(row, at)).collect()).collect(),
            source: self.source(block.source.as_deref(), &rows, place("source")),
        })
    }

    /// A figure; `None` where its data are missing or cannot be drawn.
    pub fn figure(&mut self, block: &FigureBlock) -> Option<Figure> {
        let rows = self.rows(&block.table, place(block, "table"))?;
        let drawn = self.drawn(block, &rows)?;
        let (chart, table_rows) = match block.chart {
            ChartSort::Seats => self.seats(block, &drawn)?,
            ChartSort::Bars => self.bars(block, &rows, &drawn)?,
            ChartSort::Lines => self.lines(block, &rows, &drawn)?,
        };
        self.number += 1;
        let source = self.source(block.source.as_deref(), &rows, place(block, "source"));
        let heads = std::iter::once(&block.label).chain(&block.value).map(|column| head(column, &rows)).collect();
        let table = Table {
            anchor: format!("{}-table", block.id),
            title: block.title.clone(),
            header: heads,
            rows: table_rows,
            source: source.clone(),
        };
        let figure = Figure {
            anchor: block.id.clone(),
            number: self.number,
            title: block.title.clone(),
            alt: if block.alt.trim().is_empty() { spoken(&table) } else { block.alt.clone() },
            source,
            note: block.note.clone(),
            chart,
            table,
        };
        self.check_words(block, &figure);
        Some(figure)
    }

    fn check_words(&mut self, block: &FigureBlock, figure: &Figure) {
        let missing = [
            (block.title.trim().is_empty(), "title", "add `title = \"…\"`"),
            (block.alt.trim().is_empty(), "text alternative", "add `alt = \"…\"`: what is drawn, and the figures"),
            (figure.source.is_empty(), "source", "add `source = \"key of sources.yml\"`"),
        ];
        for (_, what, help) in missing.iter().filter(|(lacks, _, _)| *lacks) {
            self.found.push(d0154_figure_words::fault(block.span, format!("this figure has no {what}"), help));
        }
    }

    fn rows(&mut self, reference: &str, place: Span) -> Option<Rows> {
        match self.world.rows(reference) {
            Ok(rows) if rows.rows.is_empty() => {
                let message = format!("`{reference}` holds no rows on record by {}", self.world.clocks().known_by);
                self.found.push(d0152_table_missing::fault(
                    place,
                    message,
                    "widen the filter, or build for a later date",
                ));
                None
            }
            Ok(rows) => Some(rows),
            Err(_) if self.world.tables_unread() => None,
            Err(why) => {
                self.found.push(d0152_table_missing::fault(
                    place,
                    why,
                    "name a table of `series/`, such as `seats[year=2018]`",
                ));
                None
            }
        }
    }

    fn column(&mut self, rows: &Rows, name: &str, place: Span) -> Option<usize> {
        let at = rows.columns.iter().position(|column| column == name);
        if at.is_none() {
            let message = format!("the table has no column `{name}`");
            let help = format!("its columns are {}", rows.columns.join(", "));
            self.found.push(d0152_table_missing::fault(place, message, &help));
        }
        at
    }

    /// The rows in the order in which they are drawn.
    fn drawn(&mut self, block: &FigureBlock, rows: &Rows) -> Option<Vec<Drawn>> {
        let label = self.column(rows, &block.label, place(block, "label"))?;
        let values: Option<Vec<usize>> =
            block.value.iter().map(|name| self.column(rows, name, place(block, "value"))).collect();
        let values = values?;
        let row = |row: &Vec<String>| Drawn {
            label: cell(row, label),
            cells: values.iter().map(|&at| cell(row, at)).collect(),
        };
        let mut drawn: Vec<Drawn> = rows.rows.iter().map(row).collect();
        self.check_labels(block, &drawn);
        if !block.order.is_empty() {
            let rank = |drawn: &Drawn| block.order.iter().position(|label| *label == drawn.label).unwrap_or(usize::MAX);
            drawn.sort_by_key(rank);
        }
        Some(drawn)
    }

    fn check_labels(&mut self, block: &FigureBlock, drawn: &[Drawn]) {
        let held = |label: &String| drawn.iter().any(|row| row.label == *label);
        let known: Vec<&str> = drawn.iter().map(|row| row.label.as_str()).collect();
        let named =
            block.order.iter().map(|label| ("order", label)).chain(block.side.keys().map(|label| ("side", label)));
        for (key, label) in named.filter(|(_, label)| !held(label)) {
            let message = format!("`{key}` names {label:?}, which the table does not hold");
            self.found.push(d0156_labels::fault(place(block, key), message, &format!("it holds {}", known.join(", "))));
        }
        for row in drawn.iter().filter(|row| !block.order.is_empty() && !block.order.contains(&row.label)) {
            let message = format!("`order` leaves out {:?}", row.label);
            self.found.push(d0156_labels::fault(place(block, "order"), message, "add it, or filter the table"));
        }
        for (at, row) in drawn.iter().enumerate().filter(|_| block.chart != ChartSort::Lines) {
            if drawn[..at].iter().any(|earlier| earlier.label == row.label) {
                let message = format!("the table holds {:?} twice", row.label);
                self.found.push(d0156_labels::fault(place(block, "table"), message, "filter the table"));
            }
        }
    }

    fn seats(&mut self, block: &FigureBlock, drawn: &[Drawn]) -> Option<(Chart, Vec<Vec<String>>)> {
        let mut parties = Vec::new();
        for row in drawn {
            let cell = row.cells.first().map_or("", String::as_str);
            let Ok(seats) = cell.parse::<u32>() else {
                self.bad_cell(block, row, cell, "a number of seats");
                return None;
            };
            let side = block.side.get(&row.label).cloned().unwrap_or_default();
            parties.push(Party { name: row.label.clone(), seats, side });
        }
        let held: u64 = parties.iter().map(|party| u64::from(party.seats)).sum();
        let vacant = match &block.vacant {
            Some(id) => self.count(id, place(block, "vacant"))?,
            None => 0,
        };
        let total = match &block.total {
            Some(id) => self.count(id, place(block, "total"))?,
            None => {
                self.found.push(d0153_seats::unchecked(block.span));
                u32::try_from(held + u64::from(vacant)).unwrap_or(u32::MAX)
            }
        };
        if held + u64::from(vacant) != u64::from(total) {
            let message =
                format!("{held} seats held and {vacant} vacant make {}, not {total}", held + u64::from(vacant));
            let help = "name rows, vacant seats and the total of one day";
            self.found.push(d0153_seats::fault(block.span, message, help));
        }
        let majority = total.saturating_sub(vacant) / 2 + 1;
        let mut rows: Vec<Vec<String>> =
            parties.iter().map(|party| vec![party.name.clone(), party.seats.to_string()]).collect();
        if vacant > 0 {
            rows.push(vec!["Vacant".to_owned(), vacant.to_string()]);
        }
        Some((Chart::Seats { parties, vacant, total, majority }, rows))
    }

    /// The whole number that a statement gives.
    fn count(&mut self, id: &str, place: Span) -> Option<u32> {
        let Some(resolved) = self.world.statement(id).found() else {
            self.found.push(d0152_table_missing::fault(
                place,
                format!("there is no statement `{id}`"),
                "name a statement's id",
            ));
            return None;
        };
        self.printed.insert(resolved.statement.id.clone());
        let number = match &resolved.value {
            Some(Value::Count { at_least, at_most }) if *at_most == Some(*at_least) => u32::try_from(*at_least).ok(),
            Some(Value::Quantity(quantity)) => {
                quantity.stated.filter(|n| n.fract().is_zero()).and_then(|n| u32::try_from(n).ok())
            }
            _ => None,
        };
        if number.is_none() {
            let message = format!("`{id}` gives no number of seats");
            self.found.push(d0155_cell::fault(place, message, "name a statement whose value is a whole number"));
        }
        number
    }

    fn bars(&mut self, block: &FigureBlock, rows: &Rows, drawn: &[Drawn]) -> Option<(Chart, Vec<Vec<String>>)> {
        let mut bars = Vec::new();
        for row in drawn {
            let cell = row.cells.first().map_or("", String::as_str);
            if cell.parse::<Decimal>().is_err() {
                self.bad_cell(block, row, cell, "a number");
                return None;
            }
            bars.push((row.label.clone(), cell.to_owned()));
        }
        let table = bars.iter().map(|(label, value)| vec![label.clone(), value.clone()]).collect();
        Some((Chart::Bars { axis: axis(block, rows), bars }, table))
    }

    /// One series a value column; a cell that is empty leaves a gap.
    fn lines(&mut self, block: &FigureBlock, rows: &Rows, drawn: &[Drawn]) -> Option<(Chart, Vec<Vec<String>>)> {
        let mut series: Vec<(String, Vec<(String, String)>)> =
            block.value.iter().map(|column| (column.replace(['-', '_'], " "), Vec::new())).collect();
        for row in drawn {
            if Edtf::parse(&row.label).is_err() {
                self.bad_cell(block, row, &row.label, "a date");
                return None;
            }
            for (cell, (_, points)) in row.cells.iter().zip(&mut series) {
                if cell.is_empty() {
                    continue;
                }
                if cell.parse::<Decimal>().is_err() {
                    self.bad_cell(block, row, cell, "a number");
                    return None;
                }
                points.push((row.label.clone(), cell.clone()));
            }
        }
        let table = drawn.iter().map(|row| std::iter::once(&row.label).chain(&row.cells).cloned().collect()).collect();
        Some((Chart::Lines { axis: axis(block, rows), series }, table))
    }

    fn bad_cell(&mut self, block: &FigureBlock, row: &Drawn, cell: &str, wanted: &str) {
        let message =
            format!("in the row of {:?} of `{}` stands {cell:?}, which is not {wanted}", row.label, block.table);
        self.found.push(d0155_cell::fault(
            place(block, "value"),
            message,
            "keep cells as bare decimals and dates as EDTF",
        ));
    }

    /// The source line: the source named, else the table's own with its release.
    fn source(&mut self, key: Option<&str>, rows: &Rows, place: Span) -> String {
        let named = key.and_then(|key| demarche_terms::SourceId::new(key).ok());
        if let (Some(key), None) = (key, named.as_ref().and_then(|key| self.world.source(key))) {
            let message = format!("there is no source `{key}`");
            self.found.push(d0154_figure_words::fault(place, message, "name a key of `sources.yml`"));
            return String::new();
        }
        let own = named.is_none();
        let Some(source) = named.as_ref().or(rows.source.as_ref()).and_then(|key| self.world.source(key)) else {
            return String::new();
        };
        let release = if own && !rows.release.is_empty() && rows.release != source.date {
            format!(" (release of {})", rows.release)
        } else {
            String::new()
        };
        format!("{}{release}", source.reference())
    }
}

fn place(block: &FigureBlock, key: &str) -> Span {
    block.places.get(key).copied().unwrap_or(block.span)
}

fn cell(row: &[String], at: usize) -> String {
    row.get(at).cloned().unwrap_or_default()
}

/// A column's head: its name as words, with its unit.
fn head(column: &str, rows: &Rows) -> String {
    let words = column.replace(['-', '_'], " ");
    let unit = rows.units.get(column).filter(|unit| !unit.is_empty() && *unit != "1");
    match unit {
        Some(unit) => format!("{words} ({unit})"),
        None => words,
    }
}

/// The axis title as the author gave it, else the units drawn.
fn axis(block: &FigureBlock, rows: &Rows) -> String {
    if !block.axis.is_empty() {
        return block.axis.clone();
    }
    let units: BTreeMap<&String, ()> =
        block.value.iter().filter_map(|column| rows.units.get(column)).map(|unit| (unit, ())).collect();
    units.into_keys().cloned().collect::<Vec<_>>().join(", ")
}

/// A table in words, where the author gave no alternative.
fn spoken(table: &Table) -> String {
    let rows: Vec<String> = table.rows.iter().map(|row| row.join(" ")).collect();
    format!("{}: {}.", table.header.join(", "), rows.join("; "))
}
