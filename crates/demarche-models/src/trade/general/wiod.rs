//! Reader for world input-output tables in the form of WIOD.
//!
//! One row per industry of origin, named `COUNTRY.cK`; columns are the same
//! industries as users, then final uses `COUNTRY.fK`, then `output`. An empty
//! cell is zero. Values are in million dollars; there are no tariffs in the
//! table, so the base tariff is zero (Timmer and others, Review of
//! International Economics 23, 2015).
//!
//! Traps met and reported as corrections: final uses below zero (changes of
//! stocks), industries that produce or are used nowhere, rows that do not sum to
//! their stated output because of rounding, and industries whose inputs cost
//! more than their output.

use std::collections::BTreeMap;
use std::io::Read;

use super::economy::{About, Correction, Tables, check_size, flow, last_name};
use crate::error::{ModelError, Place};

/// Below this share of output, value added is lifted to it: labour demand must be defined.
pub const LEAST_VALUE_ADDED: f64 = 0.02;

/// Largest table that is read, in bytes of its text; a compressed one ends there.
pub const MAX_TEXT: u64 = 256 << 20;

/// Reads a table from CSV bytes, plain or compressed by gzip.
///
/// `input` is the name that errors and results show; `year` is the year of the table.
///
/// # Errors
/// [`ModelError::Shape`] if the layout is another one (names, order, number of cells),
/// [`ModelError::Value`] for a cell that is no finite number, [`ModelError::Syntax`] for
/// bytes that are no text. Layout errors stop the reading; odd cells are corrected and reported.
pub fn read(input: &str, bytes: &[u8], year: i16) -> Result<Tables, ModelError> {
    let text = text(input, bytes)?;
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let (_, header) = lines.next().ok_or_else(|| shape(input, 1, "a header", "nothing"))?;
    let layout = Layout::of(input, header)?;
    check_size(Place::line(input, 1), layout.countries.len(), layout.sectors.len())?;
    let mut cells = Cells::new(&layout);
    for (line, row) in lines.filter(|(_, row)| !row.trim().is_empty()) {
        cells.add(input, &layout, line, row)?;
    }
    if cells.rows != layout.industries() {
        return Err(shape(
            input,
            cells.rows + 1,
            &format!("{} rows of industries", layout.industries()),
            &format!("{} rows", cells.rows),
        ));
    }
    Ok(cells.tables(input, layout, year))
}

fn text(input: &str, bytes: &[u8]) -> Result<String, ModelError> {
    let syntax = |message: String| ModelError::Syntax { place: Place::of(input), message };
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(bytes)
            .take(MAX_TEXT + 1)
            .read_to_string(&mut text)
            .map_err(|error| syntax(format!("the compressed table cannot be read: {error}")))?;
        if text.len() as u64 > MAX_TEXT {
            return Err(syntax(format!("the compressed table holds more than the {MAX_TEXT} bytes that are read")));
        }
    } else {
        std::str::from_utf8(bytes)
            .map_err(|error| syntax(format!("the table is not UTF-8 text: {error}")))?
            .clone_into(&mut text);
    }
    Ok(text)
}

fn shape(input: &str, line: usize, expected: &str, found: &str) -> ModelError {
    ModelError::Shape { place: Place::line(input, line), expected: expected.to_owned(), found: found.to_owned() }
}

struct Layout {
    countries: Vec<String>,
    sectors: Vec<String>,
    /// Country of each final-use column.
    uses: Vec<usize>,
}

impl Layout {
    fn of(input: &str, header: &str) -> Result<Self, ModelError> {
        let names: Vec<&str> = header.trim_end().split(',').map(unquote).collect();
        let wrong = |found: &str| {
            let expected = "columns COUNTRY.c1 … COUNTRY.cJ for each country, then \
                            COUNTRY.f1 … for each country, then output";
            shape(input, 1, expected, found)
        };
        let (Some((_, names)), Some(&"output")) = (names.split_first(), names.last()) else {
            return Err(wrong("a last column that is not `output`"));
        };
        let names = &names[..names.len() - 1];
        let split = |name: &str| -> Option<(String, String)> {
            let (country, part) = name.split_once('.')?;
            Some((country.to_owned(), part.to_owned()))
        };
        let (mut countries, mut sectors, mut uses) = (Vec::new(), Vec::new(), Vec::new());
        let mut industries = 0;
        for name in names {
            let (country, part) = split(name).ok_or_else(|| wrong(&format!("`{name}`")))?;
            if part.starts_with('c') && uses.is_empty() {
                if countries.last() != Some(&country) {
                    countries.push(country);
                }
                if countries.len() == 1 {
                    sectors.push(part.clone());
                }
                let due = sectors.get(industries % sectors.len().max(1));
                let full = industries == (countries.len() - 1) * sectors.len();
                let starts = due == sectors.first();
                if due != Some(&part) || (countries.len() > 1 && starts && !full) {
                    return Err(wrong(&format!("`{name}` out of order")));
                }
                industries += 1;
            } else {
                let known = countries.iter().position(|c| *c == country);
                let known = known.filter(|_| part.starts_with('f'));
                uses.push(known.ok_or_else(|| wrong(&format!("`{name}` among the final uses")))?);
            }
        }
        if industries == 0 || industries != countries.len() * sectors.len() || uses.is_empty() {
            return Err(wrong("countries with different numbers of industries"));
        }
        let mut sorted = countries.clone();
        sorted.sort();
        if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(wrong("a country that comes twice"));
        }
        Ok(Self { countries, sectors, uses })
    }

    fn industries(&self) -> usize {
        self.countries.len() * self.sectors.len()
    }

    fn name(&self, industry: usize) -> String {
        let (country, sector) = (industry / self.sectors.len(), industry % self.sectors.len());
        format!("{}.{}", self.countries[country], self.sectors[sector])
    }
}

/// The sums of the table that the model needs, filled row by row.
struct Cells {
    rows: usize,
    /// Use of each sector by each industry, whatever the origin: `[k][industry]`.
    inputs: Vec<f64>,
    /// Sales to each country by sector: `[j][n][i]`.
    flows: Vec<f64>,
    corrections: Vec<Correction>,
}

impl Cells {
    fn new(layout: &Layout) -> Self {
        let (n, j) = (layout.countries.len(), layout.sectors.len());
        Self { rows: 0, inputs: vec![0.0; j * n * j], flows: vec![0.0; j * n * n], corrections: Vec::new() }
    }

    fn add(&mut self, input: &str, layout: &Layout, line: usize, row: &str) -> Result<(), ModelError> {
        let (n, j) = (layout.countries.len(), layout.sectors.len());
        let industries = layout.industries();
        let mut cells = row.trim_end_matches('\r').split(',');
        let name = unquote(cells.next().unwrap_or(""));
        if self.rows >= industries || name != layout.name(self.rows) {
            let due = match self.rows {
                rows if rows < industries => format!("the row of `{}`", layout.name(rows)),
                _ => format!("{industries} rows"),
            };
            return Err(shape(input, line, &due, &format!("the row of `{name}`")));
        }
        let (exporter, sector) = (self.rows / j, self.rows % j);
        let (mut count, mut sum) = (0, 0.0);
        let width = industries + layout.uses.len() + 1;
        for (column, cell) in cells.enumerate() {
            count += 1;
            if column >= width {
                break;
            }
            let value = number(input, line, cell)?;
            if column + 1 == width {
                self.compare(name, value, sum);
                continue;
            }
            let used = self.positive(layout, name, column, value);
            sum += value;
            let importer = if column < industries {
                self.inputs[sector * industries + column] += used;
                column / j
            } else {
                layout.uses[column - industries]
            };
            self.flows[flow(n, sector, importer, exporter)] += used;
        }
        if count != width {
            return Err(shape(input, line, &format!("{width} cells after the name"), &format!("{count} cells")));
        }
        self.rows += 1;
        Ok(())
    }

    fn positive(&mut self, layout: &Layout, row: &str, column: usize, value: f64) -> f64 {
        if value >= 0.0 {
            return value;
        }
        let industries = layout.industries();
        let (reason, user) = if column < industries {
            ("input below zero, set to zero", layout.name(column))
        } else {
            let country = layout.uses[column - industries];
            let user = format!("final use {} of {}", column - industries, layout.countries[country]);
            ("final use below zero, set to zero", user)
        };
        self.corrections.push(Correction { reason, cell: format!("{row} to {user}"), was: value, now: 0.0 });
        0.0
    }

    fn compare(&mut self, row: &str, stated: f64, sum: f64) {
        if (stated - sum).abs() > 0.5 {
            self.corrections.push(Correction {
                reason: "stated output differs from the sum of the row; the sum is used",
                cell: row.to_owned(),
                was: stated,
                now: sum,
            });
        }
    }

    fn tables(mut self, input: &str, layout: Layout, year: i16) -> Tables {
        let (n, j) = (layout.countries.len(), layout.sectors.len());
        let industries = layout.industries();
        let mut inputs = vec![0.0; n * j * j];
        let mut value_added = vec![1.0; n * j];
        for (industry, value_added) in value_added.iter_mut().enumerate() {
            let (country, sector) = (industry / j, industry % j);
            let sold: f64 = (0..n).map(|to| self.flows[flow(n, sector, to, country)]).sum();
            let used: f64 = (0..j).map(|k| self.inputs[k * industries + industry]).sum();
            let share = self.value_added(&layout, industry, sold, used);
            *value_added = share;
            if used > 0.0 && share < 1.0 {
                for k in 0..j {
                    inputs[(country * j + k) * j + sector] =
                        self.inputs[k * industries + industry] / used * (1.0 - share);
                }
            }
        }
        self.unused(&layout);
        Tables {
            about: About {
                data: format!("input-output table {}", last_name(input)),
                year,
                unit: "USD million".to_owned(),
                outside: vec![
                    "outside the model: goods narrower than the table's industries; a sector of \
                     transport equipment holds ships and aircraft beside road vehicles"
                        .to_owned(),
                    "outside the model: trade that the base year lacks; shares of nothing stay \
                     nothing"
                        .to_owned(),
                    "the table has no tariffs: the base tariff is zero everywhere".to_owned(),
                ],
            },
            tariffs: vec![0.0; self.flows.len()],
            alternatives: BTreeMap::new(),
            theta: vec![None; j],
            countries: layout.countries,
            sectors: layout.sectors,
            flows: self.flows,
            inputs,
            value_added,
            corrections: self.corrections,
        }
    }

    fn value_added(&mut self, layout: &Layout, industry: usize, sold: f64, used: f64) -> f64 {
        let mut correct = |reason, was, now| {
            self.corrections.push(Correction { reason, cell: layout.name(industry), was, now });
            now
        };
        if sold <= 0.0 {
            return correct("industry without output, given value added only", 0.0, 1.0);
        }
        let share = 1.0 - used / sold;
        if share < LEAST_VALUE_ADDED {
            return correct("value added below 2 percent of output, lifted to it", share, LEAST_VALUE_ADDED);
        }
        if used == 0.0 { 1.0 } else { share }
    }

    fn unused(&mut self, layout: &Layout) {
        let n = layout.countries.len();
        for (sector, sector_name) in layout.sectors.iter().enumerate() {
            for (importer, country) in layout.countries.iter().enumerate() {
                let row = &self.flows[flow(n, sector, importer, 0)..][..n];
                if row.iter().all(|v| *v == 0.0) {
                    self.corrections.push(Correction {
                        reason: "product used nowhere in the country, priced at home",
                        cell: format!("{country}.{sector_name}"),
                        was: 0.0,
                        now: 0.0,
                    });
                }
            }
        }
    }
}

fn unquote(cell: &str) -> &str {
    cell.trim().trim_matches('"')
}

fn number(input: &str, line: usize, cell: &str) -> Result<f64, ModelError> {
    let cell = unquote(cell);
    if cell.is_empty() {
        return Ok(0.0);
    }
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(ModelError::Value {
            place: Place::line(input, line),
            expected: "a finite number or an empty cell".into(),
            found: format!("\"{cell}\""),
            mend: "correct the cell".into(),
        }),
    }
}
