//! A title goes with a name that did not hold the office on that date.
//!
//! "President Doe" in prose is held against the terms of office of the dossier, on
//! the as-of date or on any date that the sentence prints. Where someone else held
//! the office the finding names them.
//!
//! False alarms: a former holder called by the old title out of courtesy. Say
//! "former", or date the sentence.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Actor, ActorId, ActorSort, Edtf, Resolved, ValueType};
use std::collections::BTreeSet;
use std::ops::Range;

use super::{Bound, Check, evidence_line};

use crate::printed::{Amount, Printed};

const CODE: Code = Code("D0501");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "title and holder do not go together",
        source: include_str!("d0501_title.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let actors = bound.world.actors();
    let titles: BTreeSet<&str> = actors.iter().flat_map(|actor| actor.titles.iter().map(String::as_str)).collect();
    let titled: Vec<(usize, Titled<'_>)> = bound
        .brief
        .sentences
        .iter()
        .enumerate()
        .flat_map(|(at, sentence)| {
            titled_names(&sentence.text, &titles, actors).into_iter().map(move |titled| (at, titled))
        })
        .collect();
    if titled.is_empty() {
        return;
    }
    let terms = terms_of_office(bound);
    for (at, titled) in titled {
        let sentence = &bound.brief.sentences[at];
        let mut dates: Vec<Edtf> = bound.printed[at].iter().filter_map(printed_date).collect();
        dates.push(Edtf::day(bound.world.clocks().as_of));
        let in_office = |term: &&Resolved| {
            titled.offices.iter().any(|office| holds(term, office))
                && term.valid.as_ref().is_some_and(|valid| dates.iter().any(|date| valid.overlaps(date)))
        };
        let of_person: Vec<&Resolved> =
            terms.iter().filter(|term| titled.persons.contains(&term.statement.subject)).collect();
        let known = of_person.iter().any(|term| titled.offices.iter().any(|office| holds(term, office)));
        if !known || of_person.iter().any(in_office) {
            continue;
        }
        let words = &sentence.text[titled.range.clone()];
        let holders: Vec<String> = terms.iter().filter(in_office).map(evidence_line).collect();
        let message = format!("\"{words}\": no held term of office covers this date");
        let mut diagnostic = Diagnostic::new(CODE, Grade::Query, message).at(sentence.place(titled.range.clone()), "");
        for term in of_person.iter().map(|term| evidence_line(term)).chain(holders) {
            diagnostic = diagnostic.with_note(term);
        }
        found.push(diagnostic.with_help("say \"former\", date the sentence, or add the term of office"));
    }
}

/// A title with a name behind it.
struct Titled<'a> {
    range: Range<usize>,
    persons: Vec<ActorId>,
    offices: Vec<&'a Actor>,
}

/// "Title Name" wherever a title of an office stands before the last word of a person's name or alias; "former" excuses it.
fn titled_names<'a>(text: &str, titles: &BTreeSet<&str>, actors: &'a [Actor]) -> Vec<Titled<'a>> {
    let mut found = Vec::new();
    for &title in titles {
        for (at, _) in text.match_indices(title) {
            let after = &text[at + title.len()..];
            let Some(name) = after.strip_prefix(' ') else { continue };
            let starts = !text[..at].ends_with(char::is_alphanumeric)
                && !text[..at].trim_end().to_lowercase().ends_with("former");
            let mut longest = 0;
            let mut who = Vec::new();
            for person in actors.iter().filter(|actor| actor.sort == ActorSort::Person) {
                for spelling in std::iter::once(&person.name).chain(&person.aliases) {
                    let whole = name
                        .strip_prefix(spelling.as_str())
                        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
                    if starts && whole && spelling.len() >= longest {
                        if spelling.len() > longest {
                            who.clear();
                        }
                        longest = spelling.len();
                        who.push(person.id.clone());
                    }
                }
            }
            if !who.is_empty() {
                let offices = actors.iter().filter(|actor| actor.titles.iter().any(|held| held == title)).collect();
                found.push(Titled { range: at..at + title.len() + 1 + longest, persons: who, offices });
            }
        }
    }
    found
}

fn terms_of_office(bound: &Bound<'_>) -> Vec<Resolved> {
    let kinds = bound.world.kinds().into_iter().filter(|kind| kind.value == ValueType::Term);
    kinds.flat_map(|kind| bound.of_kind(&kind.id).to_vec()).collect()
}

fn holds(term: &Resolved, office: &Actor) -> bool {
    term.statement.with.get("office").is_some_and(|offices| offices.iter().any(|held| held == office.id.as_str()))
}

fn printed_date(printed: &Printed) -> Option<Edtf> {
    match &printed.amount {
        Amount::Date(date) => date.edtf.clone(),
        _ => None,
    }
}
