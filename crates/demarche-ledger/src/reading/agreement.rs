//! What a statement gives twice must agree: its date and its time, its words and its year, its qualifiers and those of
//! its kind, its record and its review.

use std::collections::BTreeMap;

use demarche_diagnostic::Diagnostic;
use demarche_terms::{Content, Edtf, KindId, QualifierType, Tense, Value};

use super::statements::Entry;
use crate::checks::{d0031_date_outside, d0032_near_qualifier, d0033_review_past, d0034_other_year};
use crate::ledger::Ledger;

/// Reports statements that do not agree with themselves or with those that they must meet.
pub(crate) fn agreement(ledger: &Ledger, sink: &mut Vec<Diagnostic>) {
    for entry in &ledger.entries {
        let tense = ledger.kinds.get(&entry.statement.predicate).map(|kind| kind.tense);
        sink.extend((tense == Some(Tense::Moment)).then(|| date_outside(entry)).flatten());
        sink.extend((tense == Some(Tense::Period)).then(|| other_year(entry)).flatten());
        sink.extend(review_past(entry));
    }
    near_qualifiers(ledger, sink);
}

/// The date of a moment that is not the moment of its valid time.
fn date_outside(entry: &Entry) -> Option<Diagnostic> {
    let Content::Value { value: Value::Date(date) } = &entry.statement.content else { return None };
    let valid = entry.statement.valid.as_ref()?;
    let apart = !date.overlaps(valid);
    let (value, time) = (entry.at("value"), entry.at("valid"));
    apart.then(|| d0031_date_outside::finding(value, time, date.as_str(), valid.as_str()))
}

fn review_past(entry: &Entry) -> Option<Diagnostic> {
    let (recorded, review) = (entry.statement.recorded?, entry.statement.review?);
    let (at, known) = (entry.at("review"), entry.at("recorded"));
    (review <= recorded).then(|| d0033_review_past::finding(at, known, &review.to_string(), &recorded.to_string()))
}

/// Words that name years of which none lies in the valid time.
fn other_year(entry: &Entry) -> Option<Diagnostic> {
    // A model's words name the year of its data.
    if matches!(entry.statement.content, Content::Model { .. }) {
        return None;
    }
    let valid = entry.statement.valid.as_ref()?;
    let says = &entry.statement.says;
    let years = years(says);
    // Any number that could be the year of the figure settles it.
    let fits = |year: &str| Edtf::parse(year).is_ok_and(|year| year.overlaps(valid));
    if years.is_empty() || says.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4).any(fits) {
        return None;
    }
    Some(d0034_other_year::finding(entry.at("valid"), entry.at("says"), &years, valid.as_str()))
}

/// Words that lead into a year.
const LEADING: [&str; 8] = ["in", "for", "of", "from", "to", "since", "during", "and"];

/// Four digits that read as a year: after a comma or a small word, before a pause or another small word.
fn years(words: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut leads = false;
    let mut tokens = words.split_whitespace().peekable();
    while let Some(token) = tokens.next() {
        let year = token.trim_end_matches([',', '.', ';', ':', ')']);
        let digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let paused = year.len() < token.len() || tokens.peek().is_none_or(|next| is_small(next));
        if digits && year >= "1500" && leads && paused {
            found.push(year);
        }
        leads = token.ends_with(',') || LEADING.contains(&token);
    }
    found
}

/// Whether a word goes on after a year rather than being counted by it ("2000 ships").
fn is_small(word: &str) -> bool {
    const SMALL: [&str; 14] =
        ["in", "for", "of", "from", "to", "on", "by", "as", "at", "and", "with", "until", "after", "before"];
    SMALL.contains(&word) || word.starts_with('(')
}

/// Shortest word that is compared, in characters.
const SHORTEST: usize = 5;

/// Text qualifiers that stand once, one letter from one of the same kind that stands at least twice.
fn near_qualifiers(ledger: &Ledger, sink: &mut Vec<Diagnostic>) {
    let mut uses: BTreeMap<(&KindId, &str), BTreeMap<&str, Vec<&Entry>>> = BTreeMap::new();
    for entry in &ledger.entries {
        let predicate = &entry.statement.predicate;
        let Some(kind) = ledger.kinds.get(predicate) else { continue };
        for (name, values) in &entry.statement.with {
            // A list of words in the kind says which are meant.
            if kind.with.get(name).is_some_and(|rule| rule.holds == QualifierType::Text && rule.words.is_empty()) {
                let known = uses.entry((predicate, name)).or_default();
                values.iter().for_each(|value| known.entry(value).or_default().push(entry));
            }
        }
    }
    for ((_, name), values) in &uses {
        let usual: Vec<(&str, usize)> =
            values.iter().filter(|(_, by)| by.len() > 1).map(|(value, by)| (*value, by.len())).collect();
        for (value, by) in values.iter().filter(|(_, by)| by.len() == 1) {
            if let Some((near, times)) = usual.iter().find(|(near, _)| one_letter_apart(value, near)) {
                sink.extend(
                    by.iter().map(|entry| d0032_near_qualifier::finding(entry.at("with"), name, value, near, *times)),
                );
            }
        }
    }
}

/// Whether one letter was changed, left out or put in.
fn one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (left, right) = (&a[same..], &b[same..]);
    let letter = |rest: &[char]| rest.first().is_some_and(|c| c.is_alphabetic());
    let apart = match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Equal => letter(left) && letter(right) && left[1..] == right[1..],
        std::cmp::Ordering::Less => letter(right) && *left == right[1..],
        std::cmp::Ordering::Greater => letter(left) && left[1..] == *right,
    };
    apart && a.len().min(b.len()) >= SHORTEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_and_counts_are_not() {
        assert_eq!(years("Trade of Norland, 2017, on the first release for 2018"), ["2017", "2018"]);
        assert_eq!(years("Growth from 2011 to 2017"), ["2011", "2017"]);
        assert_eq!(years("Timber sold, 2017 (census)"), ["2017"]);
        assert_eq!(years("A share of 2000 ships in all"), Vec::<&str>::new());
        assert_eq!(years("Law 2017 and Resolution 2321"), Vec::<&str>::new());
    }

    #[test]
    fn one_letter_is_a_slip_and_a_number_another_name() {
        assert!(one_letter_apart("sanctons", "sanctions"));
        assert!(one_letter_apart("sanctiont", "sanctions"));
        assert!(one_letter_apart("sanctions", "sanction"));
        assert!(!one_letter_apart("assembly-2012", "assembly-2016"));
        assert!(!one_letter_apart("head", "heal"));
        assert!(!one_letter_apart("imports", "exports"));
        assert!(!one_letter_apart("troops", "troops"));
    }
}
