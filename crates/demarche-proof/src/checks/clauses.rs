//! What several checks ask of a sentence: plain bounds of printed figures, and the words around them.

use std::collections::BTreeSet;
use std::ops::Range;

use demarche_brief::printed::{Amount, Number, Printed};
use demarche_terms::{Decimal, Interval, Unit};

/// Least and greatest value that printed words allow.
pub(super) type Bounds = (Decimal, Decimal);

/// Both ends of an interval; `None` where one is open.
pub(super) fn bounds(interval: Interval) -> Option<Bounds> {
    Some((interval.low?.at, interval.high?.at))
}

/// A printed figure with bounds: counts exactly, measures give or take half a digit, hedges as the table says.
pub(super) struct Figure<'a> {
    /// As printed.
    pub printed: &'a Printed,
    /// Its number.
    pub number: &'a Number,
    /// Least and greatest value.
    pub bounds: Bounds,
}

impl Figure<'_> {
    /// The bytes of the sentence that it takes, hedges included.
    pub fn whole(&self) -> Range<usize> {
        self.printed.whole.clone()
    }
}

/// The figure in a printed amount; `None` for dates, ranks, ranges without digits and open hedges.
pub(super) fn figure(printed: &Printed) -> Option<Figure<'_>> {
    let Amount::Number(number) = &printed.amount else { return None };
    number.digits?;
    let interval = if number.unit.is_none() { number.counted } else { number.interval };
    Some(Figure { printed, number, bounds: bounds(interval)? })
}

/// Whether a figure is a percentage; percentage points are not.
pub(super) fn is_percent(number: &Number) -> bool {
    !number.points && number.unit.as_ref().is_some_and(|unit| unit.as_str() == "%")
}

/// Whether two figures can be added or compared as they stand.
pub(super) fn same_unit(a: &Number, b: &Number) -> bool {
    let plain = |number: &Number| number.unit.as_ref().map(Unit::as_str).unwrap_or_default().to_owned();
    plain(a) == plain(b) && a.points == b.points
}

/// Whether every value of one lies below or above every value of the other.
pub(super) fn apart(a: Bounds, b: Bounds) -> bool {
    a.1 < b.0 || b.1 < a.0
}

/// Sums both ends.
pub(super) fn sum(parts: impl IntoIterator<Item = Bounds>) -> Option<Bounds> {
    parts.into_iter().try_fold((Decimal::ZERO, Decimal::ZERO), |(low, high), part| {
        Some((low.checked_add(part.0)?, high.checked_add(part.1)?))
    })
}

/// The change from one figure to another in per cent of the first, which must be above zero.
pub(super) fn change(from: Bounds, to: Bounds) -> Option<Bounds> {
    let percent =
        |from: Decimal, to: Decimal| to.checked_div(from)?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED);
    (from.0 > Decimal::ZERO).then_some(())?;
    Some((percent(from.1, to.0)?, percent(from.0, to.1)?))
}

/// What share of the second figure the first one is, in per cent; the second must be above zero.
pub(super) fn share(part: Bounds, whole: Bounds) -> Option<Bounds> {
    let percent = |part: Decimal, whole: Decimal| part.checked_div(whole)?.checked_mul(Decimal::ONE_HUNDRED);
    (whole.0 > Decimal::ZERO && part.0 >= Decimal::ZERO).then_some(())?;
    Some((percent(part.0, whole.1)?, percent(part.1, whole.0)?))
}

/// A number as people read it, at most one decimal where it is a computed one.
pub(super) fn shown(value: Decimal) -> String {
    let digits = if value.abs() < Decimal::ONE_HUNDRED { 1 } else { 0 };
    let rounded = value.round_dp(digits).normalize().to_string();
    let (sign, bare) = rounded.strip_prefix('-').map_or(("", rounded.as_str()), |bare| ("-", bare));
    let (whole, fraction) = bare.split_once('.').map_or((bare, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = fraction.map(|fraction| format!(".{fraction}")).unwrap_or_default();
    format!("{sign}{grouped}{fraction}")
}

/// Both ends as people read them: "56" or "55 to 58".
pub(super) fn shown_bounds(bounds: Bounds) -> String {
    let (low, high) = (shown(bounds.0), shown(bounds.1));
    if low == high { low } else { format!("{low} to {high}") }
}

/// Words that carry no subject.
const EMPTY: [&str; 92] = [
    "the",
    "a",
    "an",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "and",
    "or",
    "but",
    "by",
    "with",
    "from",
    "as",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "has",
    "have",
    "had",
    "that",
    "this",
    "these",
    "those",
    "which",
    "who",
    "whose",
    "it",
    "its",
    "their",
    "they",
    "about",
    "approximately",
    "over",
    "more",
    "than",
    "less",
    "nearly",
    "almost",
    "roughly",
    "around",
    "some",
    "up",
    "down",
    "such",
    "also",
    "into",
    "per",
    "under",
    "between",
    "through",
    "during",
    "since",
    "not",
    "no",
    "may",
    "can",
    "could",
    "would",
    "will",
    "should",
    "total",
    "totaled",
    "million",
    "billion",
    "trillion",
    "percent",
    "year",
    "years",
    "fiscal",
    "according",
    "including",
    "other",
    "all",
    "each",
    "any",
    "both",
    "when",
    "while",
    "if",
    "after",
    "before",
    "there",
    "he",
    "she",
    "his",
    "fy",
];

/// The words of a text that carry its subject, in lower case, without plural endings.
pub(super) fn content(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2 && !word.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_lowercase)
        .filter(|word| !EMPTY.contains(&word.as_str()))
        .map(|word| word.strip_suffix('s').map(str::to_owned).unwrap_or(word))
        .collect()
}

/// The clause in which a range of a sentence stands: up to a semicolon, a dash, or a comma before a conjunction.
pub(super) fn clause(text: &str, at: &Range<usize>) -> Range<usize> {
    const STOPS: [&str; 9] = [";", "—", ", and ", ", but ", ", while ", ", whereas ", ", which ", ". ", ", with "];
    let before = text.get(..at.start).unwrap_or("");
    let start = STOPS.iter().filter_map(|stop| before.rfind(stop).map(|found| found + stop.len())).max().unwrap_or(0);
    let after = text.get(at.end..).unwrap_or("");
    let end = STOPS.iter().filter_map(|stop| after.find(stop)).min().unwrap_or(after.len());
    start..at.end + end
}
