//! Offices that changed hands: who holds each now, and who held it since the earlier date.
//!
//! A term of office is a statement whose kind has the value `term`; its qualifiers name the office. Only offices that
//! one of the two proses rests on are told of.

use std::collections::{BTreeMap, BTreeSet};

use demarche_terms::{Cause, Date, Edtf, Life, Statement, StatementId, ValueType};

use super::bound;
use crate::snapshot::{Snapshot, Standing};

/// An office that another holds now, or the same person in another term.
pub(super) struct Handover {
    /// The theme of its terms.
    pub theme: String,
    /// What a memo says of it.
    pub line: String,
    /// The terms that it tells of.
    pub told: Vec<StatementId>,
    /// The day on which the term that runs now, or ran last, began.
    on: Option<Date>,
}

/// Kind and qualifiers: what makes terms be of one office.
type Office<'s> = (&'s str, Vec<(&'s String, &'s Vec<String>)>);

/// Every such office, the latest change first; `day` writes a date.
pub(super) fn handovers(from: &Snapshot, to: &Snapshot, day: impl Fn(Date) -> String) -> Vec<Handover> {
    let mut concerned: BTreeSet<Office<'_>> = BTreeSet::new();
    for side in [from, to] {
        let carried = side.carries();
        let terms =
            side.statements.iter().filter(|(id, standing)| carried.contains_key(*id) && is_term(side, standing));
        concerned.extend(terms.map(|(_, standing)| office(&standing.resolved.statement)));
    }
    let mut terms: BTreeMap<Office<'_>, Vec<&Standing>> = BTreeMap::new();
    for standing in to.statements.values().filter(|standing| is_term(to, standing) && is_read(standing)) {
        terms.entry(office(&standing.resolved.statement)).or_default().push(standing);
    }
    let since = from.edition.meta.date;
    let mut found: Vec<Handover> = terms
        .into_iter()
        .filter(|(office, _)| concerned.contains(office))
        .filter_map(|(_, terms)| handover(terms, since, &day))
        .collect();
    found.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.line.cmp(&b.line)));
    found
}

fn is_term(side: &Snapshot, standing: &Standing) -> bool {
    side.kinds.get(&standing.resolved.statement.predicate).is_some_and(|kind| kind.value == ValueType::Term)
}

/// Whether nothing is read in its place.
fn is_read(standing: &Standing) -> bool {
    match &standing.resolved.life {
        Life::Unseen { .. } | Life::Ahead => false,
        Life::Dead { killer } => !matches!(killer.cause, Cause::Superseded | Cause::PreferredRival),
        Life::Live | Life::Due { .. } => true,
    }
}

fn office(statement: &Statement) -> Office<'_> {
    (statement.predicate.as_str(), statement.with.iter().collect())
}

/// The terms of one office that reach past `since`, where more than one does.
fn handover(mut terms: Vec<&Standing>, since: Date, day: impl Fn(Date) -> String) -> Option<Handover> {
    let time = |standing: &Standing| standing.resolved.valid.clone();
    terms.retain(|standing| time(standing).is_some_and(|time| time.latest().is_none_or(|last| last >= since)));
    terms.sort_by_key(|standing| std::cmp::Reverse(time(standing).as_ref().and_then(Edtf::earliest)));
    let [now, before @ ..] = &terms[..] else { return None };
    if before.is_empty() {
        return None;
    }
    let told = |standing: &Standing| {
        let statement = &standing.resolved.statement;
        let time = time(standing);
        let first = time.as_ref().and_then(Edtf::earliest);
        let last = time.as_ref().and_then(Edtf::latest);
        let days = match (first, last) {
            (Some(first), None) => format!(" (since {})", day(first)),
            (Some(first), Some(last)) if first > since => format!(" ({} to {})", day(first), day(last)),
            (_, Some(last)) => format!(" (to {})", day(last)),
            (None, None) => String::new(),
        };
        format!("{}{days}", bound(&statement.says, &statement.id))
    };
    let earlier: Vec<String> = before.iter().map(|standing| told(standing)).collect();
    Some(Handover {
        theme: now.theme.clone(),
        line: format!("{}. Before: {}.", told(now), earlier.join("; ")),
        told: terms.iter().map(|standing| standing.resolved.statement.id.clone()).collect(),
        on: time(now).as_ref().and_then(Edtf::earliest),
    })
}
