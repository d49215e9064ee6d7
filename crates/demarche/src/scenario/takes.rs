//! A run's study with the dossier's values in the places that name them.
//!
//! Each place is filled within its line, so that what a model refuses is said
//! with the line of the scenario's file.

use std::collections::BTreeSet;
use std::ops::Range;

use demarche_diagnostic::Diagnostic;
use demarche_ledger::{Run, View, Wants};
use demarche_terms::{Decimal, Interval, Lookup, Quantity, Rows, Unit, Value};

use super::d2004_take;

/// What went into a study.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// Statements by id.
    pub inputs: Vec<String>,
    /// Cells and rows by reference.
    pub cells: Vec<String>,
}

impl Taken {
    /// The same without some statements and cells.
    pub(crate) fn without(&self, names: &BTreeSet<&str>) -> Self {
        let kept = |list: &[String]| list.iter().filter(|name| !names.contains(name.as_str())).cloned().collect();
        Self { inputs: kept(&self.inputs), cells: kept(&self.cells) }
    }

    fn add(list: &mut Vec<String>, name: &str) {
        if !list.iter().any(|known| known == name) {
            list.push(name.to_owned());
        }
    }
}

/// A run's study with its places filled.
pub(crate) struct Filled<'a> {
    text: &'a str,
    /// From the last place of the file to the first, so that filling one moves no other.
    places: Vec<Place>,
    /// What went in.
    pub taken: Taken,
}

/// One filled place.
struct Place {
    range: Range<usize>,
    value: String,
    /// The statement or cell whose number it is; none for words and for rows.
    number_of: Option<String>,
}

/// The file's text with every place of the run filled; what cannot be had is a finding.
pub(crate) fn filled<'a>(text: &'a str, run: &Run, view: &View<'_>, findings: &mut Vec<Diagnostic>) -> Filled<'a> {
    let mut taken = Taken::default();
    let mut places = Vec::new();
    for take in &run.takes {
        match value(&take.key, &take.wants, view, &mut taken) {
            Ok(value) => {
                let number_of = match &take.wants {
                    Wants::Value { name, .. } if value.parse::<f64>().is_ok() => Some(name.clone()),
                    _ => None,
                };
                places.push(Place { range: take.at.range(), value, number_of });
            }
            Err(why) => findings.push(d2004_take::finding(take.at, why)),
        }
    }
    places.sort_by_key(|place| std::cmp::Reverse(place.range.start));
    Filled { text, places, taken }
}

impl Filled<'_> {
    /// The text as the model reads it.
    pub(crate) fn text(&self) -> String {
        self.with(|_| None)
    }

    /// The text with one number in place of all that `name` gives, found from each as it is.
    pub(crate) fn text_with(&self, name: &str, other: impl Fn(&str) -> String) -> String {
        self.with(|place| (place.number_of.as_deref() == Some(name)).then(|| other(&place.value)))
    }

    /// The statements and cells that give numbers, each once.
    pub(crate) fn numbers(&self) -> BTreeSet<&str> {
        self.places.iter().filter_map(|place| place.number_of.as_deref()).collect()
    }

    fn with(&self, other: impl Fn(&Place) -> Option<String>) -> String {
        let mut text = self.text.to_owned();
        for place in &self.places {
            text.replace_range(place.range.clone(), other(place).as_deref().unwrap_or(&place.value));
        }
        text
    }
}

/// A value of the dossier as TOML.
fn value(key: &str, wants: &Wants, view: &View<'_>, taken: &mut Taken) -> Result<String, String> {
    match wants {
        Wants::Value { name, unit } if name.contains('[') => {
            let cell = view.cell(name)?;
            Taken::add(&mut taken.cells, name);
            if TOLD.contains(&key) {
                let source = cell.source.as_ref().and_then(|source| view.source(source));
                return Ok(quoted(&source.map_or_else(|| name.clone(), |source| source.reference())));
            }
            match &cell.quantity {
                Some(quantity) => number(quantity, unit.as_deref(), name),
                None => Ok(quoted(&cell.text)),
            }
        }
        Wants::Value { name, unit } => statement(key, name, unit.as_deref(), view, taken),
        Wants::Rows { table, columns } => {
            let rows = read_rows(table, view, taken)?;
            let lines: Result<Vec<String>, String> = rows.rows.iter().map(|row| line(row, columns, &rows)).collect();
            Ok(format!("[{}]", lines?.join(", ")))
        }
        Wants::Pairs { table, key, value } => {
            let rows = read_rows(table, view, taken)?;
            let key = column(&rows, key)?;
            let pairs: Result<Vec<String>, String> = rows
                .rows
                .iter()
                .map(|row| Ok(format!("{} = {}", quoted(&row[key]), scaled(row, value, &rows)?)))
                .collect();
            Ok(format!("{{ {} }}", pairs?.join(", ")))
        }
    }
}

/// Keys of a study that hold words about a value: there a statement gives its source.
const TOLD: &[&str] = &["source", "law"];

fn statement(key: &str, name: &str, unit: Option<&str>, view: &View<'_>, taken: &mut Taken) -> Result<String, String> {
    let resolved = match view.statement(name) {
        Lookup::Found(resolved) | Lookup::Renamed(resolved) => *resolved,
        Lookup::Unknown { close: near, .. } => {
            let near: Vec<String> = near.iter().map(|id| format!("\"{id}\"")).collect();
            let help = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
            return Err(format!("the dossier has no statement \"{name}\"{help}"));
        }
    };
    let id = resolved.statement.id.to_string();
    if TOLD.contains(&key) {
        Taken::add(&mut taken.inputs, &id);
        return Ok(quoted(&told(&resolved.statement.id, view)));
    }
    let value = resolved.value.ok_or_else(|| match resolved.recorded {
        Some(day) if day > view.clocks().known_by => {
            format!("\"{name}\" was not on record before {day}, and the scenario is read on {}", view.clocks().known_by)
        }
        _ => format!("\"{name}\" gives no value"),
    })?;
    Taken::add(&mut taken.inputs, &id);
    match &value {
        Value::Quantity(quantity) => number(quantity, unit, name),
        Value::Count { at_least, at_most } if *at_most == Some(*at_least) => Ok(at_least.to_string()),
        Value::Text(text) => Ok(quoted(text)),
        Value::Date(date) => {
            let day = date.moment().and_then(demarche_terms::ImpreciseDate::exact);
            day.map(|day| day.to_string()).ok_or_else(|| format!("\"{name}\" is {date}, which is no single day"))
        }
        other => Err(format!("\"{name}\" is {}, which no study takes", other.shown())),
    }
}

/// Who says so: the sources of a statement in one line.
fn told(id: &demarche_terms::StatementId, view: &View<'_>) -> String {
    let cited = view.lineage(id).map(|lineage| lineage.citations).unwrap_or_default();
    let mut sources: Vec<String> = Vec::new();
    for citation in cited {
        let place = if citation.place.is_empty() { String::new() } else { format!(", {}", citation.place) };
        sources.push(format!("{}{place}", citation.reference));
    }
    if sources.is_empty() { format!("{id}, without a source") } else { sources.join("; ") }
}

/// The middle of a quantity in a unit, as a decimal.
fn number(quantity: &Quantity, unit: Option<&str>, name: &str) -> Result<String, String> {
    let wanted = match unit {
        None => Unit::one(),
        Some(unit) => Unit::parse(unit).map_err(|why| why.to_string())?,
    };
    if !quantity.unit.comparable(&wanted) {
        let help = if unit.is_none() { ": say in which unit, such as `in 1e9 USD/a`" } else { "" };
        return Err(format!("\"{name}\" is in {}, which is no number of {}{help}", quantity.unit, wanted));
    }
    let plain = quantity.stated.or_else(|| middle(quantity.interval));
    let plain = plain.ok_or_else(|| format!("\"{name}\" has no middle: {}", quantity.shown_interval()))?;
    let scaled = plain.checked_mul(quantity.unit.factor()).and_then(|base| base.checked_div(wanted.factor()));
    let scaled = scaled.ok_or_else(|| format!("\"{name}\" is too large in {wanted}"))?;
    Ok(scaled.normalize().to_string())
}

fn middle(interval: Interval) -> Option<Decimal> {
    interval.low?.at.checked_add(interval.high?.at)?.checked_div(Decimal::TWO)
}

fn read_rows(table: &str, view: &View<'_>, taken: &mut Taken) -> Result<Rows, String> {
    let rows = view.rows(table)?;
    Taken::add(&mut taken.cells, table);
    Ok(rows)
}

fn column(rows: &Rows, name: &str) -> Result<usize, String> {
    rows.columns
        .iter()
        .position(|column| column == name)
        .ok_or_else(|| format!("the table has no column \"{name}\"; it has {}", rows.columns.join(", ")))
}

fn line(row: &[String], columns: &[(String, String)], rows: &Rows) -> Result<String, String> {
    let mut cells = Vec::new();
    for (key, name) in columns {
        // A constant for every row stands in single quotation marks.
        let value = match name.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
            Some(text) => quoted(text),
            None => scaled(row, name, rows)?,
        };
        cells.push(format!("{key} = {value}"));
    }
    Ok(format!("{{ {} }}", cells.join(", ")))
}

/// A cell of a column, in another unit where the name asks for one: `growth in 1`.
fn scaled(row: &[String], name: &str, rows: &Rows) -> Result<String, String> {
    let Some((name, unit)) = name.split_once(" in ") else { return Ok(written(&row[column(rows, name)?])) };
    let (at, wanted) = (column(rows, name)?, Unit::parse(unit.trim()).map_err(|why| why.to_string())?);
    let own = rows.units.get(name).and_then(|unit| Unit::parse(unit).ok()).unwrap_or_else(Unit::one);
    if !own.comparable(&wanted) {
        return Err(format!("column \"{name}\" is in {own}, which is no number of {wanted}"));
    }
    let number: Decimal =
        row[at].trim().parse().map_err(|_| format!("\"{}\" in column \"{name}\" is no number", row[at]))?;
    let scaled = number.checked_mul(own.factor()).and_then(|base| base.checked_div(wanted.factor()));
    Ok(scaled.ok_or_else(|| format!("{number} is too large in {wanted}"))?.normalize().to_string())
}

/// A cell as TOML: a number where it is one.
fn written(cell: &str) -> String {
    let number = cell.trim().replace(',', "");
    let leads = |text: &str| text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    match number.parse::<Decimal>() {
        Ok(_) if !leads(&number) => number,
        _ => quoted(cell),
    }
}

fn quoted(text: &str) -> String {
    toml_string(text)
}

/// A basic string of TOML on one line.
fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_become_toml_of_their_sort() {
        assert_eq!(written("1,038.9"), "1038.9");
        assert_eq!(written("007"), "\"007\"");
        assert_eq!(written("1e6 USD/a"), "\"1e6 USD/a\"");
        assert_eq!(written("a \"b\"\\\n"), "\"a \\\"b\\\"\\\\\\u000A\"");
    }
}
