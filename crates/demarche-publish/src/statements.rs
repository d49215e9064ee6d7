//! CSV: one row a statement.
//!
//! # Cells that a spreadsheet would run
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a
//! line break for a formula. Sources are quoted word for word, so such a cell
//! may come from anywhere. It is written with an apostrophe before it, and a
//! cell that begins with an apostrophe gets one more: a program that reads the
//! file drops one leading apostrophe from any cell and has the text back. A
//! signed number with at most one unit behind it, such as `-4.2 %`, cannot call
//! anything and stays as it is.

use demarche_brief::edition::{BoundStatement, Edition};
use demarche_terms::Lineage;
use serde::Serialize;

/// One statement as a row of a table; every field is text as it is printed, empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StatementRow {
    /// The statement's id.
    pub id: String,
    /// Label of its kind, such as "trade deficit".
    pub kind: String,
    /// The actor or thing it is about.
    pub subject: String,
    /// The predicate, a kind's id.
    pub predicate: String,
    /// Qualifiers as `key=value`, joined by `; `.
    pub qualifiers: String,
    /// The value with its unit.
    pub value: String,
    /// Lower end of the interval that the value stands for, without unit.
    pub low: String,
    /// Upper end of that interval, without unit.
    pub high: String,
    /// The unit.
    pub unit: String,
    /// Valid time as EDTF.
    pub valid: String,
    /// The day on which it was put on record, ISO 8601.
    pub recorded: String,
    /// How the value came about: `stated`, `derived`, `rule`, `model` or `forecast`.
    pub method: String,
    /// Evidence grade: `independent`, `other`, `same`, `unverified` or `unsourced`.
    pub evidence: String,
    /// `preferred`, `normal` or `deprecated`.
    pub rank: String,
    /// Whether it lives on the day that was asked for: such as `live`, `superseded`, `ended`.
    pub state: String,
    /// Keys of its sources, joined by `; `.
    pub sources: String,
    /// Where the first source can be read.
    pub url: String,
    /// What is said, in words.
    pub says: String,
}

const HEADER: [&str; 18] = [
    "id",
    "kind",
    "subject",
    "predicate",
    "qualifiers",
    "value",
    "low",
    "high",
    "unit",
    "valid",
    "recorded",
    "method",
    "evidence",
    "rank",
    "state",
    "sources",
    "url",
    "says",
];

impl StatementRow {
    fn cells(&self) -> [&str; 18] {
        [
            &self.id,
            &self.kind,
            &self.subject,
            &self.predicate,
            &self.qualifiers,
            &self.value,
            &self.low,
            &self.high,
            &self.unit,
            &self.valid,
            &self.recorded,
            &self.method,
            &self.evidence,
            &self.rank,
            &self.state,
            &self.sources,
            &self.url,
            &self.says,
        ]
    }
}

/// The edition's bound statements as CSV with a header row; see [`statements_csv`].
pub fn csv(edition: &Edition) -> String {
    statements_csv(&statement_rows(edition))
}

/// Rows as CSV (RFC 4180, UTF-8, comma, line feed) with a header row.
///
/// Cells that a spreadsheet would run as formulas are disarmed by an apostrophe, as the module says.
pub fn statements_csv(rows: &[StatementRow]) -> String {
    table(&HEADER.map(str::to_owned), rows.iter().map(|row| row.cells().map(str::to_owned).to_vec()))
}

/// Rows of cells as CSV under a header, disarmed.
pub(crate) fn table(header: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let bytes = (|| {
        writer.write_record(header)?;
        for row in rows {
            writer.write_record(row.iter().map(|cell| disarm(cell)))?;
        }
        writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
    })()
    .expect("rows of one length, written to memory, cannot fail");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The statements that an edition's prose rests on, in order of first use.
///
/// An edition holds what a page may show, so subject, predicate, qualifiers, rank and state are empty here; the
/// dossier's own export has them.
pub fn statement_rows(edition: &Edition) -> Vec<StatementRow> {
    edition.bound.iter().map(row).collect()
}

fn row(bound: &BoundStatement) -> StatementRow {
    let Lineage { says, value, interval, valid, recorded, method, evidence, citations, .. } = &bound.lineage;
    let (low, high, unit) = ends(interval, value);
    let mut sources: Vec<&str> = Vec::new();
    for citation in citations {
        if !sources.contains(&citation.source.as_str()) {
            sources.push(citation.source.as_str());
        }
    }
    StatementRow {
        id: bound.id.to_string(),
        kind: bound.kind.clone(),
        value: value.clone(),
        low,
        high,
        unit,
        valid: valid.clone(),
        recorded: recorded.map(|date| date.to_string()).unwrap_or_default(),
        method: method.word().to_owned(),
        evidence: evidence.word().to_owned(),
        sources: sources.join("; "),
        url: citations.first().map(|citation| citation.url.clone()).unwrap_or_default(),
        says: says.clone(),
        ..StatementRow::default()
    }
}

/// Low, high and unit: from an interval `A to B UNIT`, or from an exact value `A UNIT`; empty where it is no number.
fn ends(interval: &str, value: &str) -> (String, String, String) {
    if let Some((low, rest)) = interval.split_once(" to ") {
        let (high, unit) = rest.split_once(' ').unwrap_or((rest, ""));
        if is_number(low) && is_number(high) {
            return (low.to_owned(), high.to_owned(), unit.to_owned());
        }
    }
    let (number, unit) = value.split_once(' ').unwrap_or((value, ""));
    if is_number(number) {
        return (number.to_owned(), number.to_owned(), unit.to_owned());
    }
    Default::default()
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The cell, with an apostrophe before it where a spreadsheet would run it or where one already stands.
fn disarm(cell: &str) -> String {
    let armed = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠']);
    if armed && !is_signed_amount(cell) { format!("'{cell}") } else { cell.to_owned() }
}

fn is_signed_amount(cell: &str) -> bool {
    let (number, unit) = cell.split_once(' ').unwrap_or((cell, ""));
    let number = number.strip_prefix(['-', '+']).unwrap_or(number);
    is_number(number)
        && !number.starts_with('-')
        && unit.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'%' | b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_amounts_kept() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("'quoted", "''quoted"),
            ("--1", "'--1"),
            ("-4.2 %", "-4.2 %"),
            ("-5", "-5"),
            ("+3.1e9 USD/a", "+3.1e9 USD/a"),
            ("-1 A(1)", "'-1 A(1)"),
            ("-inf", "'-inf"),
            ("plain", "plain"),
            ("", ""),
        ] {
            assert_eq!(disarm(cell), written, "{cell:?}");
        }
    }

    #[test]
    fn the_ends_of_an_interval_lose_their_unit() {
        let ends = |interval: &str, value: &str| {
            let (low, high, unit) = super::ends(interval, value);
            format!("{low}|{high}|{unit}")
        };
        assert_eq!(ends("9.25e9 to 9.35e9 USD/a", "9.3e9 USD/a"), "9.25e9|9.35e9|USD/a");
        assert_eq!(ends("", "12 seats"), "12|12|seats");
        assert_eq!(ends("-2 to -1 %", "-1.5 %"), "-2|-1|%");
        assert_eq!(ends("", "2019-01-29"), "||");
        assert_eq!(ends("", "second of Norland's partners"), "||");
        assert_eq!(ends("", ""), "||");
    }

    #[test]
    fn quotes_commas_and_line_breaks_come_back_as_they_were() {
        let rows = [StatementRow {
            id: "no.x".into(),
            says: "\"one\", two\nthree".into(),
            value: "=HYPERLINK(\"x\")".into(),
            ..StatementRow::default()
        }];
        let text = statements_csv(&rows);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), &HEADER[..]);
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(&record[17], "\"one\", two\nthree");
        assert_eq!(&record[5], "'=HYPERLINK(\"x\")");
    }
}
