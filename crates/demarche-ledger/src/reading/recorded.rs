//! Recorded time, held against the sources that say so and against when the thing happened.

use demarche_diagnostic::Diagnostic;
use demarche_terms::{Date, Edtf, Modality, Rung, Tense, ValueType};

use super::statements::Entry;
use crate::checks::{d0029_recorded, d0030_before_it_happened};
use crate::ledger::Ledger;

/// Reports recorded days that no source or no event allows.
pub(crate) fn recorded(ledger: &Ledger, sink: &mut Vec<Diagnostic>) {
    for entry in &ledger.entries {
        if let Some(recorded) = entry.statement.recorded {
            sink.extend(outside_sources(ledger, entry, recorded));
            before_it_happened(ledger, entry, recorded, sink);
        }
    }
}

/// A day before the first source or after the last; nothing where a source is unknown or without a date.
fn outside_sources(ledger: &Ledger, entry: &Entry, recorded: Date) -> Option<Diagnostic> {
    let statement = &entry.statement;
    let window = |cited: &demarche_terms::SourceRef| {
        let source = ledger.source(&cited.source)?;
        let date = Edtf::parse(&source.date).ok()?;
        Some((date.earliest()?, date.latest()?, source))
    };
    let windows: Vec<_> = statement.sources.iter().map(window).collect::<Option<_>>()?;
    let (first, _, earliest) = windows.iter().min_by_key(|(first, ..)| *first)?;
    let (_, last, latest) = windows.iter().max_by_key(|(_, last, _)| *last)?;
    // A judgement is on record from the day on which its analyst made it.
    if statement.judged.as_ref().is_some_and(|(_, day)| *day == recorded) {
        return None;
    }
    let held_from = statement.valid.as_ref().and_then(Edtf::earliest);
    let early = recorded < *first;
    let source = match early {
        true => earliest,
        false if recorded > *last && held_from.is_none_or(|held| recorded > held) => latest,
        false => return None,
    };
    let (at, cited) = (entry.at("recorded"), entry.at("source"));
    Some(d0029_recorded::finding(at, cited, &recorded.to_string(), early, source.id.as_str(), &source.date))
}

/// Events, attributions and steps that the statement asserts ahead of their time.
fn before_it_happened(ledger: &Ledger, entry: &Entry, recorded: Date, sink: &mut Vec<Diagnostic>) {
    let statement = &entry.statement;
    let ahead = |date: &Edtf| {
        let known_by = recorded.tomorrow().unwrap_or(recorded);
        date.earliest().is_some_and(|first| first > known_by)
    };
    let mut say = |key, what: &str, date: &Edtf| {
        let (at, known) = (entry.at(key), entry.at("recorded"));
        sink.push(d0030_before_it_happened::finding(at, known, what, date.as_str(), &recorded.to_string()));
    };
    let kind = ledger.kinds.get(&statement.predicate);
    let event = kind.is_some_and(|kind| kind.value == ValueType::Event && kind.tense == Tense::Moment);
    if event && statement.modality == Modality::Asserted {
        statement.valid.iter().filter(|valid| ahead(valid)).for_each(|valid| say("valid", "the event", valid));
    }
    let spoken = statement.by.as_ref().and_then(|by| by.on.as_ref());
    spoken.into_iter().filter(|on| ahead(on)).for_each(|on| say("by", "what was said", on));
    for step in statement.steps.iter().filter(|step| step.rung < Rung::InForce && ahead(&step.on)) {
        say("steps", &format!("the step \"{}\"", step.rung.word()), &step.on);
    }
}
