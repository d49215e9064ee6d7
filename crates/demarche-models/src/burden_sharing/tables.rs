//! Readers for plain tables of payments and exchange rates.

use super::money::{Exchange, Rates, Unit};
use super::path::Payment;
use crate::error::{ModelError, Place};
use crate::number::Positive;

/// Reads payments from CSV with the columns `year`, `amount`, `unit`, `source`; others are ignored.
///
/// A source of `same` is the one of the row above.
///
/// # Errors
/// [`ModelError::Shape`] if a column is missing, [`ModelError::Value`] for a bad cell with its line.
pub fn payments(input: &str, text: &str) -> Result<Vec<Payment>, ModelError> {
    let mut last = String::new();
    rows(input, text, ["year", "amount", "unit", "source"])?
        .into_iter()
        .map(|(place, [year, amount, unit, source])| {
            if source != "same" {
                last = source;
            }
            Ok(Payment {
                year: number(&place, &year)?,
                amount: positive(&place, &amount)?,
                unit: Unit::parse(&unit, place)?,
                source: last.clone(),
            })
        })
        .collect()
}

/// Reads rates from CSV: `year`, a column that begins with `mean`, one that begins with
/// `last_day`, and `source`.
///
/// # Errors
/// As [`payments`].
pub fn rates(input: &str, text: &str) -> Result<Rates, ModelError> {
    rows(input, text, ["year", "mean", "last_day", "source"])?
        .into_iter()
        .map(|(place, [year, mean, year_end, source])| {
            let exchange = Exchange { mean: positive(&place, &mean)?, year_end: positive(&place, &year_end)?, source };
            Ok((number(&place, &year)?, exchange))
        })
        .collect()
}

type Row = (Place, [String; 4]);

/// The cells of four columns, each found by the beginning of its name.
fn rows(input: &str, text: &str, columns: [&str; 4]) -> Result<Vec<Row>, ModelError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let syntax = |error: csv::Error| ModelError::Syntax {
        place: Place { input: input.to_owned(), line: error.position().map(|p| p.line() as usize) },
        message: error.to_string(),
    };
    let header = reader.headers().map_err(syntax)?.clone();
    let find = |name: &str| {
        let found = header.iter().position(|h| h.starts_with(name));
        found.ok_or_else(|| ModelError::Shape {
            place: Place::line(input, 1),
            expected: format!("a column `{name}`"),
            found: format!("the columns {}", header.iter().collect::<Vec<_>>().join(", ")),
        })
    };
    let places = [find(columns[0])?, find(columns[1])?, find(columns[2])?, find(columns[3])?];
    reader
        .records()
        .map(|record| {
            let record = record.map_err(syntax)?;
            let place = Place { input: input.to_owned(), line: record.position().map(|p| p.line() as usize) };
            let cell = |at: usize| record.get(at).unwrap_or("").trim().to_owned();
            Ok((place, places.map(cell)))
        })
        .collect()
}

fn number<T: std::str::FromStr>(place: &Place, cell: &str) -> Result<T, ModelError> {
    cell.parse().map_err(|_| ModelError::Value {
        place: place.clone(),
        expected: "a number".into(),
        found: format!("\"{cell}\""),
        mend: "correct the cell".into(),
    })
}

fn positive(place: &Place, cell: &str) -> Result<Positive, ModelError> {
    Positive::new(number(place, cell)?).map_err(|refused| refused.at(place.clone()))
}
