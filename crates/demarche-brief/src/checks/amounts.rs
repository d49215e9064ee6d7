//! Holding every amount printed in a binding's words against the statement behind them.
//!
//! The printed words allow an interval P, the statement has a value V: V inside
//! P holds, disjoint is an error, partial overlap is *unsettled*. A date in the
//! words is held against every date that the statement gives. An amount that
//! nothing in the statement bears out is *uncovered*: it must not ride along.

use demarche_diagnostic::{Code, Diagnostic, Grade};
use demarche_terms::{
    Decimal, Edtf, End, Fit, ImpreciseDate, Interval, Kind, Life, QualifierType, Quantity, Resolved, Truth, Unit,
    Value, ValueType,
};
use rayon::prelude::*;

use super::rounded::rounded;
use super::{Bound, Tie};
use crate::printed::{Amount, DateRelation, Number, Printed, PrintedDate, Sign};

/// How one printed amount stands to one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The statement bears it out.
    Holds,
    /// Another value; says what the words allow and what the statement has.
    Differs { allowed: String, value: String },
    /// The units cannot be compared.
    Unit { printed: String, value: String },
    /// They overlap in part.
    Unsettled { allowed: String, value: String },
    /// The sign is turned round.
    Sign { value: String },
    /// No date of the statement fits; lists them.
    Date { dates: Vec<String> },
    /// Nothing in the statement is of this sort.
    Uncovered,
}

/// One printed amount with its verdict.
pub(super) struct Judged<'a> {
    /// The binding and statement.
    pub tie: Tie<'a>,
    /// The amount.
    pub printed: &'a Printed,
    /// How it stands.
    pub verdict: &'a Verdict,
}

impl Judged<'_> {
    /// The amount's words as printed, hedges included.
    pub fn words(&self) -> &str {
        &self.tie.sentence.text[self.printed.whole.clone()]
    }
}

/// Judges every amount in the words of every binding against each of its statements.
///
/// In a binding to several statements an amount that one of them bears out may be uncovered by the others.
pub(super) fn judge<'a>(bound: &'a Bound<'_>) -> Vec<Judged<'a>> {
    let mut judged = Vec::new();
    for ((ties, printed), verdicts) in amounts(bound).into_iter().zip(&bound.verdicts) {
        let covered = verdicts.contains(&Verdict::Holds);
        for (tie, verdict) in ties.into_iter().zip(verdicts) {
            if !(covered && matches!(verdict, Verdict::Uncovered | Verdict::Date { .. })) {
                judged.push(Judged { tie, printed, verdict });
            }
        }
    }
    judged
}

/// A verdict for each amount of [`amounts`] and each of its statements.
pub(super) fn verdicts(bound: &Bound<'_>) -> Vec<Vec<Verdict>> {
    let of_amount = |(ties, printed): &(Vec<Tie<'_>>, &Printed)| {
        ties.iter().map(|tie| verdict(bound, *tie, printed)).collect::<Vec<_>>()
    };
    amounts(bound).par_iter().map(of_amount).collect()
}

/// Every amount in bound words with the seen statements that its words are bound to.
fn amounts<'a>(bound: &'a Bound<'_>) -> Vec<(Vec<Tie<'a>>, &'a Printed)> {
    let mut amounts = Vec::new();
    for (binding, lookups) in bound.brief.bindings.iter().zip(&bound.lookups) {
        let ties = lookups.iter().filter_map(|lookup| bound.tie(binding, lookup));
        let seen: Vec<Tie<'_>> = ties.filter(|tie| !matches!(tie.resolved.life, Life::Unseen { .. })).collect();
        amounts.extend(bound.amounts_of(binding).map(|printed| (seen.clone(), printed)));
    }
    amounts
}

/// Whether the amount is a bare superlative or "first", which D0305 looks at.
pub(super) fn is_superlative(printed: &Printed) -> bool {
    match &printed.amount {
        Amount::Rank(rank) => rank.first == 1 && !printed.raw.contains(char::is_numeric),
        Amount::Ordinal(place) => *place == 1,
        _ => false,
    }
}

/// A definite number ("the two governments") claims nothing by itself: it is held against a count, and else left alone.
fn verdict(bound: &Bound<'_>, tie: Tie<'_>, printed: &Printed) -> Verdict {
    match sort_verdict(bound, tie, printed) {
        Verdict::Uncovered if printed.definite => Verdict::Holds,
        verdict => verdict,
    }
}

fn sort_verdict(bound: &Bound<'_>, tie: Tie<'_>, printed: &Printed) -> Verdict {
    match &printed.amount {
        Amount::Date(date) => date_verdict(bound, tie, date),
        Amount::Rank(rank) => match &tie.resolved.value {
            Some(Value::Rank { place, .. }) => {
                let last = rank.last.unwrap_or(rank.first);
                let open = rank.last.is_none() && rank.first == 1;
                if open || (rank.first..=last).contains(place) {
                    Verdict::Holds
                } else {
                    Verdict::Differs { allowed: printed.raw.clone(), value: format!("rank {place}") }
                }
            }
            _ if is_superlative(printed) => Verdict::Holds,
            _ => Verdict::Uncovered,
        },
        Amount::Ordinal(place) => match &tie.resolved.value {
            Some(Value::Rank { place: held, .. }) if held == place => Verdict::Holds,
            Some(Value::Rank { place: held, .. }) => {
                Verdict::Differs { allowed: place.to_string(), value: held.to_string() }
            }
            _ if *place == 1 || has_number(tie, Decimal::from(*place)) => Verdict::Holds,
            _ => Verdict::Uncovered,
        },
        Amount::Number(n) | Amount::Duration(n) | Amount::Age(n) | Amount::Every(n) | Amount::Multiple(n) => {
            number_verdict(tie, printed, n)
        }
    }
}

fn number_verdict(tie: Tie<'_>, printed: &Printed, number: &Number) -> Verdict {
    if number.value().is_some_and(|value| has_number(tie, value)) {
        return Verdict::Holds;
    }
    match &tie.resolved.value {
        Some(Value::Quantity(held)) => quantity_verdict(tie.kind, number, held),
        Some(Value::Count { at_least, at_most }) => {
            let held = match at_most {
                Some(most) => Interval::closed(Decimal::from(*at_least), Decimal::from(*most)),
                None => Interval::above(Decimal::from(*at_least), true),
            };
            let value = tie.resolved.value.as_ref().map(Value::shown).unwrap_or_default();
            fitted(number.counted.fit(held), number.counted.to_string(), value)
        }
        Some(Value::Text(text)) if text.contains(printed.raw.trim()) => Verdict::Holds,
        Some(Value::Rank { place, .. }) if number.counted.contains(Decimal::from(*place)) => Verdict::Holds,
        _ => Verdict::Uncovered,
    }
}

/// How a printed number stands to a quantity.
pub(super) fn quantity_verdict(kind: &Kind, number: &Number, held: &Quantity) -> Verdict {
    let printed = Quantity { unit: printed_unit(number, &held.unit), ..number.quantity() };
    if !printed.unit.comparable(&held.unit) {
        let unit = number.unit.as_ref().map_or("no unit", Unit::as_str);
        return Verdict::Unit { printed: unit.to_owned(), value: held.unit.to_string() };
    }
    let (Some(allowed), Some(value)) = (printed.in_base(), held.in_base()) else { return Verdict::Uncovered };
    let negative =
        value.high.is_some_and(|high| high.at <= Decimal::ZERO) && value.low.is_none_or(|low| low.at < Decimal::ZERO);
    let value = match (negative, number.sign) {
        (true, Some(Sign::Plus)) | (false, Some(Sign::Minus)) => return Verdict::Sign { value: held.shown() },
        (true, None) => value.scale(Decimal::NEGATIVE_ONE).unwrap_or(value),
        _ => value,
    };
    let allowed = if number.sign == Some(Sign::Minus) && allowed.low.is_some_and(|low| low.at > Decimal::ZERO) {
        allowed.scale(Decimal::NEGATIVE_ONE).unwrap_or(allowed)
    } else {
        allowed
    };
    let shown = if kind.value == ValueType::Count { held.shown() } else { with_interval(held) };
    fitted(allowed.fit(value), printed.shown_interval(), shown)
}

fn with_interval(held: &Quantity) -> String {
    match held.interval.single() {
        Some(_) => held.shown(),
        None => format!("{} (that is {})", held.shown(), held.shown_interval()),
    }
}

fn fitted(fit: Fit, allowed: String, value: String) -> Verdict {
    match fit {
        Fit::Inside => Verdict::Holds,
        Fit::Partial => Verdict::Unsettled { allowed, value },
        Fit::Disjoint => Verdict::Differs { allowed, value },
    }
}

/// The unit that the words mean beside a value in `held`: prose leaves rates ("a year") and counted things implicit.
pub(super) fn printed_unit(number: &Number, held: &Unit) -> Unit {
    match &number.unit {
        None if held.currency().is_none() => held.to_base(),
        None => Unit::one(),
        Some(unit) if unit.comparable(held) => unit.clone(),
        Some(unit) => {
            let yearly = Unit::parse(&format!("{}/a", unit.as_str())).unwrap_or_else(|_| unit.clone());
            if yearly.comparable(held) { yearly } else { unit.clone() }
        }
    }
}

/// Whether a qualifier of the statement is this number.
fn has_number(tie: Tie<'_>, value: Decimal) -> bool {
    let numbers = tie.kind.with.iter().filter(|(_, rule)| rule.holds == QualifierType::Number);
    numbers
        .filter_map(|(name, _)| tie.resolved.statement.with.get(name))
        .flatten()
        .any(|text| text.parse() == Ok(value))
}

fn date_verdict(bound: &Bound<'_>, tie: Tie<'_>, printed: &PrintedDate) -> Verdict {
    let dates = dates_of(tie);
    if dates.is_empty() {
        return Verdict::Uncovered;
    }
    let anchor = bound.brief.front.date.unwrap_or(bound.world.clocks().as_of);
    let readings = printed.readings(anchor);
    let mut unsettled = None;
    for date in &dates {
        for reading in &readings {
            match date_fits(reading, printed.relation, date) {
                Truth::Yes => return Verdict::Holds,
                Truth::Unknown => unsettled = Some((reading.to_string(), date.to_string())),
                Truth::No => {}
            }
        }
    }
    match unsettled {
        Some((allowed, value)) => Verdict::Unsettled { allowed, value },
        None => Verdict::Date { dates: dates.iter().map(ToString::to_string).collect() },
    }
}

/// Every date that a statement gives: its value, valid time, steps, expectation, date qualifiers, attribution.
fn dates_of(tie: Tie<'_>) -> Vec<Edtf> {
    let Resolved { statement, value, valid, .. } = tie.resolved;
    let mut dates = Vec::new();
    if let Some(Value::Date(date)) = value {
        dates.push(date.clone());
    }
    dates.extend(valid.clone());
    dates.extend(statement.steps.iter().map(|step| step.on.clone()));
    dates.extend(statement.expects.iter().map(|expects| Edtf::day(expects.by)));
    let qualifiers = tie.kind.with.iter().filter(|(_, rule)| rule.holds == QualifierType::Date);
    dates.extend(
        qualifiers.filter_map(|(name, _)| statement.with.get(name)).flatten().filter_map(|text| Edtf::parse(text).ok()),
    );
    dates.extend(statement.by.iter().filter_map(|by| by.on.clone()));
    dates
}

/// Whether a held date bears out a printed one.
fn date_fits(printed: &Edtf, relation: DateRelation, held: &Edtf) -> Truth {
    let Some(words) = printed.moment() else { return Truth::Unknown };
    let ends = [held.from(), held.to()].into_iter().filter_map(|end| match end {
        End::At(date) => Some(date),
        End::Open | End::Unknown => None,
    });
    let ends: Vec<ImpreciseDate> = ends.collect();
    match relation {
        DateRelation::At => at_fits(words, held, &ends),
        DateRelation::Since => ends.first().map_or(Truth::No, |start| contains(words, *start)),
        DateRelation::Until => ends.last().map_or(Truth::No, |end| contains(words, *end)),
        DateRelation::Before => ends.iter().map(|end| end.before(words)).min().unwrap_or(Truth::Unknown),
        DateRelation::After => ends.iter().map(|end| words.before(*end)).min().unwrap_or(Truth::Unknown),
        DateRelation::By => ends.iter().map(|end| Truth::from(end.max <= words.max)).min().unwrap_or(Truth::Unknown),
    }
}

fn at_fits(words: ImpreciseDate, held: &Edtf, ends: &[ImpreciseDate]) -> Truth {
    let during = held.is_interval() && held.held_on(words.min) == Truth::Yes && held.held_on(words.max) == Truth::Yes;
    let whole = held.moment().map_or(Truth::No, |moment| contains(words, moment));
    let best = ends.iter().map(|end| contains(words, *end)).chain([whole]).min().unwrap_or(Truth::No);
    if during { Truth::Yes } else { best }
}

/// Whether printed words that mean `words` allow `held`: inside holds, overlap is not settled.
fn contains(words: ImpreciseDate, held: ImpreciseDate) -> Truth {
    if held.within(words) {
        Truth::Yes
    } else if held.max < words.min || words.max < held.min {
        Truth::No
    } else {
        Truth::Unknown
    }
}

/// Reports verdicts that `say` has words for, at the printed amount.
pub(super) fn report(
    bound: &Bound<'_>,
    found: &mut Vec<Diagnostic>,
    code: Code,
    grade: Grade,
    say: impl Fn(&Judged<'_>) -> Option<(String, String)>,
) {
    for judged in judge(bound) {
        let Some((message, label)) = say(&judged) else { continue };
        let place = judged.tie.sentence.place(judged.printed.whole.clone());
        let diagnostic = Diagnostic::new(code, grade, message).at(place, label);
        let diagnostic = bound.beside(diagnostic, judged.tie.resolved, "bound to this statement");
        let help = format!("`demarche why {}` shows where the value comes from", judged.tie.id());
        found.push(mended(diagnostic, &judged).with_help(help));
    }
}

/// Adds the edit that rounds a figure as its statement's value is rounded, where that is clear.
fn mended(diagnostic: Diagnostic, judged: &Judged<'_>) -> Diagnostic {
    let edit = rounded(judged).filter(|_| matches!(judged.verdict, Verdict::Differs { .. }));
    let Some((range, text)) = edit else { return diagnostic };
    let place = judged.tie.sentence.place(range.clone());
    // Digits with markup between them are no one stretch of the file.
    if place.range().len() != range.len() {
        return diagnostic;
    }
    diagnostic.with_edit("round the statement's value to the nearest", place, text)
}
