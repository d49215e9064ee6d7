//! Answers as tables with notes: one form for people, one for spreadsheets.
//!
//! A [`Report`] holds what an answer says in tables of named rows and columns,
//! and what it rests on in notes: closure, data year, elasticities with their
//! sources, corrections of the data, and what lies outside the model.
//! [`Report::human`] is plain text of aligned columns; [`Report::csv`] is one tidy
//! table `table,row,column,value` with every digit.

mod assembly;
mod burden_sharing;
mod trade;

use serde::Serialize;

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// A word or a sentence.
    Text(String),
    /// A figure.
    Number(f64),
    /// Nothing is known.
    Empty,
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        // Nothing has no sign: -0 is 0.
        if value.is_finite() { Self::Number(value + 0.0) } else { Self::Empty }
    }
}

impl From<u32> for Cell {
    fn from(value: u32) -> Self {
        Self::Number(f64::from(value))
    }
}

impl From<Option<f64>> for Cell {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::from)
    }
}

impl From<&str> for Cell {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Cell {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

/// A table; each row has a name and as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// What it shows, with the unit.
    pub title: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Names of the rows, and their cells.
    pub rows: Vec<(String, Vec<Cell>)>,
    /// Words that explain a row where somebody asks why, and that no table shows, by the row's name.
    #[serde(skip)]
    pub explained: Vec<(String, String)>,
    /// Rows that people are shown where there are too many to read, by index in order; none for all of them.
    #[serde(skip)]
    pub excerpt: Option<Vec<usize>>,
}

impl Table {
    fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|c| (*c).to_owned()).collect();
        Self { title: title.into(), columns, rows: Vec::new(), explained: Vec::new(), excerpt: None }
    }

    /// Shows people the `most` rows whose first two columns differ most, in their order; machines see all.
    #[must_use]
    fn largest_changes(self, most: usize) -> Self {
        if self.rows.len() <= most {
            return self;
        }
        let moved = |at: usize| match self.rows[at].1[..] {
            [Cell::Number(before), Cell::Number(after), ..] => (after - before).abs(),
            _ => 0.0,
        };
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_by(|a, b| moved(*b).total_cmp(&moved(*a)).then(a.cmp(b)));
        order.truncate(most);
        order.sort_unstable();
        Self { excerpt: Some(order), ..self }
    }

    fn row(&mut self, name: impl Into<String>, cells: Vec<Cell>) {
        self.rows.push((name.into(), cells));
    }
}

/// Which model answered, and on what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct About {
    /// What the model holds fixed.
    pub closure: String,
    /// What the values count, and where they were published.
    pub basis: String,
    /// Year, years or day of the data.
    pub data_year: String,
    /// Seed and number of draws behind the bands; empty where none were asked for.
    pub draws: String,
}

/// An answer in tables, with what it rests on.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// What was asked.
    pub title: String,
    /// Which model answered, and on what.
    pub about: About,
    /// The answer.
    pub tables: Vec<Table>,
    /// Closure, data, elasticities, corrections: one sentence each.
    pub notes: Vec<String>,
    /// What the figures leave out and what the model cannot say: one sentence each.
    pub outside: Vec<String>,
}

/// Why a report has no such figure; the names that it has are listed, nearest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSuchCell {
    /// `table`, `row` or `column`.
    pub sort: &'static str,
    /// The name that was asked for.
    pub name: String,
    /// The nearest name, if one is near enough to be a slip.
    pub nearest: Option<String>,
    /// All names.
    pub names: Vec<String>,
}

/// An answer that can be told in tables.
pub trait Tell {
    /// The answer as a report.
    fn tell(&self) -> Report;
}

impl Report {
    /// Plain text: tables with aligned columns, then the notes.
    pub fn human(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for table in self.tables.iter().filter(|table| !table.rows.is_empty()) {
            text.push('\n');
            text.push_str(&table.human());
        }
        if !self.notes.is_empty() {
            text.push('\n');
        }
        for note in &self.notes {
            text.push_str(&format!("- {note}\n"));
        }
        for outside in &self.outside {
            let outside = outside.strip_prefix(OUTSIDE).unwrap_or(outside);
            text.push_str(&format!("- {OUTSIDE}{outside}\n"));
        }
        text
    }

    /// The cell of a table, row and column; a table goes by its title, whole or up to the first comma.
    ///
    /// # Errors
    /// [`NoSuchCell`] with the names that there are.
    pub fn cell(&self, table: &str, row: &str, column: &str) -> Result<&Cell, NoSuchCell> {
        let table = self.table(table).ok_or_else(|| {
            let names = self.tables.iter().filter(|table| !table.rows.is_empty());
            NoSuchCell::new("table", table, names.map(|known| known.title.as_str()))
        })?;
        let (_, cells) = table
            .rows
            .iter()
            .find(|(name, _)| name == row)
            .ok_or_else(|| NoSuchCell::new("row", row, table.rows.iter().map(|(name, _)| name.as_str())))?;
        let at = table
            .columns
            .iter()
            .position(|name| name == column)
            .ok_or_else(|| NoSuchCell::new("column", column, table.columns.iter().map(String::as_str)))?;
        Ok(cells.get(at).unwrap_or(&Cell::Empty))
    }

    /// What explains a row to those who ask why, if anything does.
    pub fn explained(&self, table: &str, row: &str) -> Option<&str> {
        let found = self.table(table)?.explained.iter().find(|(name, _)| name == row);
        found.map(|(_, words)| words.as_str())
    }

    /// A table by its title, whole or up to the first comma.
    fn table(&self, name: &str) -> Option<&Table> {
        let named = |title: &str| title == name || title.split(", ").next() == Some(name);
        self.tables.iter().find(|known| named(&known.title))
    }

    /// One tidy CSV table `table,row,column,value`; notes are rows of the table `notes`.
    pub fn csv(&self) -> String {
        let mut lines = vec!["table,row,column,value".to_owned()];
        for table in &self.tables {
            for (row, cells) in &table.rows {
                for (column, cell) in table.columns.iter().zip(cells) {
                    let fields = [&table.title, row, column, &cell.plain()];
                    lines.push(fields.map(|field| quoted(field)).join(","));
                }
            }
        }
        for (at, note) in self.notes.iter().enumerate() {
            lines.push(format!("notes,{},note,{}", at + 1, quoted(note)));
        }
        for (at, outside) in self.outside.iter().enumerate() {
            lines.push(format!("notes,{},outside the model,{}", at + 1, quoted(outside)));
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

/// How a sentence begins that says what a model cannot say.
const OUTSIDE: &str = "outside the model: ";

impl NoSuchCell {
    fn new<'a>(sort: &'static str, name: &str, names: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<String> = names.map(str::to_owned).collect();
        let nearest = crate::error::nearest(name, names.iter().map(String::as_str));
        Self { sort, name: name.to_owned(), nearest, names }
    }
}

impl Table {
    fn human(&self) -> String {
        let shown: Vec<&(String, Vec<Cell>)> = match &self.excerpt {
            None => self.rows.iter().collect(),
            Some(excerpt) => excerpt.iter().filter_map(|at| self.rows.get(*at)).collect(),
        };
        let decimals: Vec<usize> = (0..self.columns.len())
            .map(|column| decimals(shown.iter().filter_map(|(_, cells)| cells.get(column)?.number())))
            .collect();
        let body = shown.iter().map(|(name, cells)| {
            let cells = cells.iter().zip(&decimals).map(|(cell, decimals)| cell.short(*decimals));
            std::iter::once(name.clone()).chain(cells).collect::<Vec<_>>()
        });
        let head = std::iter::once(String::new()).chain(self.columns.iter().cloned());
        let lines: Vec<Vec<String>> = std::iter::once(head.collect()).chain(body).collect();
        let width = |column: usize| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..=self.columns.len()).map(width).collect();
        let texts = |column: usize| {
            let mut cells = self.rows.iter().filter_map(|(_, cells)| cells.get(column));
            cells.any(|cell| matches!(cell, Cell::Text(_)))
        };
        let mut text = match &self.excerpt {
            None => format!("{}\n", self.title),
            Some(excerpt) => format!(
                "{}: the {} largest changes of {} rows (csv and json hold all)\n",
                self.title,
                excerpt.len(),
                self.rows.len()
            ),
        };
        for line in &lines {
            let mut row = String::new();
            for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
                let to_left = column == 0 || texts(column - 1);
                let cell = if to_left { format!("{cell:<width$}") } else { format!("{cell:>width$}") };
                row.push_str("  ");
                row.push_str(&cell);
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }
}

impl Cell {
    /// Every digit, for machines.
    fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Empty => String::new(),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) | Self::Empty => None,
        }
    }

    /// With the decimals of its column, for people.
    fn short(&self, decimals: usize) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => short(*number, decimals),
            Self::Empty => "-".to_owned(),
        }
    }
}

/// Decimals of a column, so that all its cells can be read against each other: none for whole numbers, else as many as
/// show about six digits of the largest.
fn decimals(column: impl Iterator<Item = f64>) -> usize {
    let (mut largest, mut whole) = (0.0_f64, true);
    for number in column {
        largest = largest.max(number.abs());
        whole &= number == libm::trunc(number);
    }
    match largest {
        _ if whole => 0,
        s if s >= 10_000.0 => 1,
        s if s >= 100.0 => 2,
        s if s >= 10.0 => 3,
        _ => 4,
    }
}

fn short(number: f64, decimals: usize) -> String {
    let size = number.abs();
    if number == 0.0 {
        return "0".to_owned();
    }
    // What four decimals would round to nothing is written by its size.
    if decimals == 4 && size < 0.000_05 { format!("{number:.1e}") } else { format!("{number:.decimals$}") }
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut table = Table::new("sales, USD bn", &["before", "after", "quota"]);
        table.row("Norland", vec![3.0.into(), 2.026_419.into(), "filled".into()]);
        table.row("home, all", vec![110.0.into(), f64::NAN.into(), "none".into()]);
        let notes = vec!["closure: \"partial\"".into()];
        Report { title: "goods".into(), tables: vec![table], notes, ..Report::default() }
    }

    #[test]
    fn people_see_aligned_columns() {
        assert_eq!(
            report().human(),
            "goods\n\nsales, USD bn\n             before   after  quota\n  \
             Norland         3  2.0264  filled\n  home, all     110       -  none\n\n\
             - closure: \"partial\"\n"
        );
    }

    #[test]
    fn people_see_the_largest_changes_of_a_long_table_in_its_order() {
        let mut table = Table::new("trade", &["before", "after"]);
        for (name, after) in [("a", 1.5), ("b", 9.0), ("c", 0.0), ("d", 2.0)] {
            table.row(name, vec![1.0.into(), after.into()]);
        }
        let table = table.largest_changes(2);
        assert_eq!(
            table.human(),
            "trade: the 2 largest changes of 4 rows (csv and json hold all)\n     before  after\n  b       1      9\n  c       1      0\n"
        );
        let report = Report { tables: vec![table], ..Report::default() };
        assert_eq!(report.csv().lines().count(), 9);
    }

    #[test]
    fn machines_see_every_digit_in_one_tidy_table() {
        assert_eq!(
            report().csv(),
            "table,row,column,value\n\"sales, USD bn\",Norland,before,3\n\
             \"sales, USD bn\",Norland,after,2.026419\n\"sales, USD bn\",Norland,quota,filled\n\
             \"sales, USD bn\",\"home, all\",before,110\n\"sales, USD bn\",\"home, all\",after,\n\
             \"sales, USD bn\",\"home, all\",quota,none\n\
             notes,1,note,\"closure: \"\"partial\"\"\"\n"
        );
    }
}
