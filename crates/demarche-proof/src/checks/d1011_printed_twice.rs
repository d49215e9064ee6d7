//! The same thing is said twice, with another figure.
//!
//! A reader who meets "92% of the cost" on one page and "90% of the cost" on the next wonders which. Two figures are
//! held against each other where unit, the thing counted, the dates of the sentence and most words of the clause
//! agree, and both are printed to the same digit.
//!
//! Grade: query, since the two may be of different bases or days.
//!
//! False alarms: two groups or periods that differ in a word which the rule takes for an empty one. Say in
//! both places what tells them apart.

use std::collections::BTreeSet;

use demarche_diagnostic::{Diagnostic, Grade};
use demarche_read::Role;

use super::declare;
use super::clauses::{Figure, apart, clause, content, figure, same_unit};
use crate::sheet::{Passage, Sheet};

declare!("D1011", Query, "the same thing is printed with two figures", "d1011_printed_twice.rs");

/// A figure with what its clause is about.
struct Said<'a> {
    passage: &'a Passage<'a>,
    figure: Figure<'a>,
    words: BTreeSet<String>,
    dates: BTreeSet<String>,
    counted: BTreeSet<String>,
    names: BTreeSet<&'a str>,
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let said: Vec<Said<'_>> = sheet.prose().filter(|passage| passage.role == Role::Body || passage.role == Role::List).flat_map(figures).collect();
    for (at, second) in said.iter().enumerate() {
        let rival = said[..at].iter().find(|first| differ(first, second));
        let Some(first) = rival else { continue };
        let message = format!(
            "{} here, {} where the same seems to be said before: which, or what tells them apart?",
            second.figure.printed.raw, first.figure.printed.raw
        );
        let diagnostic = sheet.about(CODE, Grade::Query, second.passage, second.figure.whole(), message);
        let before = sheet.span(first.passage, first.figure.whole());
        found.push(diagnostic.with_other(before, "said before").with_help("print one figure, or say in both places what each is of"));
    }
}

fn figures<'a>(passage: &'a Passage<'a>) -> Vec<Said<'a>> {
    let dates: BTreeSet<String> = passage
        .dates()
        .map(|(printed, date)| date.edtf.as_ref().map_or_else(|| printed.raw.to_lowercase(), |edtf| edtf.to_string()))
        .collect();
    let figures: Vec<Figure<'_>> = passage.printed.iter().filter_map(figure).collect();
    // Figures of one unit in one sentence say what the others are not: a list, or the ends of a change.
    let alone = |figure: &Figure<'_>| figures.iter().filter(|other| same_unit(other.number, figure.number)).count() == 1;
    let alone: Vec<bool> = figures.iter().map(alone).collect();
    let told = figures.into_iter().zip(alone).filter_map(|(figure, alone)| alone.then_some(figure)).filter(|figure| !figure.printed.definite && !is_mark(passage, figure) && figure.bounds.1 > demarche_terms::Decimal::TWO);
    told.map(|figure| Said {
        words: content(&passage.text[clause(passage.text, &figure.whole())]),
        counted: content(&figure.printed.counted),
        names: names(passage.text),
        dates: dates.clone(),
        passage,
        figure,
    })
    .collect()
}

/// Whether digits hang on the word before them, as the mark of a note does.
fn is_mark(passage: &Passage<'_>, figure: &Figure<'_>) -> bool {
    !passage.before(figure.printed.range.start).ends_with([' ', '(', '-', '$']) && figure.printed.range.start > 0
}

/// Capitalised words behind the first one: what tells two subjects apart.
fn names(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).skip(1);
    words.filter(|word| word.len() > 1 && word.starts_with(char::is_uppercase)).collect()
}

fn differ(first: &Said<'_>, second: &Said<'_>) -> bool {
    let (one, two) = (first.figure.number, second.figure.number);
    let same_digit = one.digits.map(|d| d.last) == two.digits.map(|d| d.last);
    let apart = apart(first.figure.bounds, second.figure.bounds);
    let (fewer, more) = if first.words.len() < second.words.len() { (&first.words, &second.words) } else { (&second.words, &first.words) };
    let common = fewer.intersection(more).count();
    let alike = common >= 5 && common * 4 >= fewer.len() * 3 && common * 5 >= more.len() * 3;
    same_unit(one, two)
        && same_digit
        && apart
        && alike
        && first.dates == second.dates
        && first.counted == second.counted
        && first.names == second.names
        && first.passage.start != second.passage.start
}
