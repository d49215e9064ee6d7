//! TOML into the common tree; every syntax error of a file at once.

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span};
use demarche_terms::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_datetime::Datetime;

use super::{Field, Node, Shape};
use crate::checks;

/// Reads a file; what could not be read is left out or [`Shape::Broken`].
pub(crate) fn toml(file: FileId, files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Node {
    let text = files.text(file);
    let fields = super::plain::toml(file, text).unwrap_or_else(|| general(file, text, sink));
    Node { span: Span::new(file, 0..text.len()), shape: Shape::Table(fields) }
}

/// Any TOML at all, with what is wrong with it.
pub(super) fn general(file: FileId, text: &str, sink: &mut Vec<Diagnostic>) -> Vec<Field> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let broken: Vec<Span> = errors
        .iter()
        .map(|why| {
            let span = floor(file, text, why.span().unwrap_or(0..0));
            sink.push(finding(text, span, why.message()));
            span
        })
        .collect();
    fields(file, table.into_inner(), &broken)
}

/// A date that no calendar has is said as such; everything else is syntax.
fn finding(text: &str, span: Span, why: &str) -> Diagnostic {
    let line = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let rest = text.get(line..).unwrap_or("").lines().next().unwrap_or("");
    let dated = rest.split(|c: char| !(c.is_ascii_digit() || c == '-')).find(|word| {
        word.len() == 10 && word.bytes().filter(|b| *b == b'-').count() == 2 && word.parse::<Date>().is_err()
    });
    match dated {
        Some(word) if why.contains("date") || why.contains("month") || why.contains("day") => {
            let at = line + rest.find(word).unwrap_or(0);
            checks::d0008_date::no_such_day(Span::new(span.file, at..at + word.len()), word)
        }
        _ => checks::d0001_syntax::finding(span, "TOML", why),
    }
}

/// A range moved onto character boundaries.
fn floor(file: FileId, text: &str, range: std::ops::Range<usize>) -> Span {
    let down = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    Span::new(file, down(range.start)..down(range.end))
}

fn fields(file: FileId, table: DeTable<'_>, broken: &[Span]) -> Vec<Field> {
    let mut fields: Vec<Field> = table
        .into_iter()
        .map(|(key, value)| Field {
            at: Span::new(file, key.span()),
            key: key.into_inner().into(),
            value: node(file, value, broken),
        })
        .collect();
    fields.sort_by_key(|field| field.at.start);
    fields
}

fn node(file: FileId, value: Spanned<DeValue<'_>>, broken: &[Span]) -> Node {
    let span = Span::new(file, value.span());
    let shape = match value.into_inner() {
        DeValue::Table(table) => Shape::Table(fields(file, table, broken)),
        DeValue::Array(values) => Shape::List(values.into_iter().map(|value| node(file, value, broken)).collect()),
        _ if broken.iter().any(|error| span.start <= error.start && error.start <= span.end) => Shape::Broken,
        DeValue::String(text) => Shape::Text(text.into()),
        DeValue::Integer(number) => Shape::Number(number.to_string().into()),
        DeValue::Float(number) => Shape::Number(number.as_str().into()),
        DeValue::Boolean(flag) => Shape::Flag(flag),
        DeValue::Datetime(written) => moment(written),
    };
    Node { span, shape }
}

/// A day; dossiers know no time of day.
pub(super) fn moment(written: Datetime) -> Shape {
    match (written.date, written.time) {
        (Some(date), None) => day(date.year, date.month, date.day).map_or(Shape::Broken, Shape::Day),
        _ => Shape::Other("a time of day"),
    }
}

fn day(year: u16, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
