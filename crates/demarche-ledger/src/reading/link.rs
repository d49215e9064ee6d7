//! What is named must be there, and nothing may rest on itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use demarche_diagnostic::{Diagnostic, Span};
use demarche_terms::{Content, EventQuery, KindId, SourceId, StatementId};

use super::formula::Expr;
use super::statements::Entry;
use crate::checks;
use crate::ledger::Ledger;
use crate::tables::{Reference, TableSource};

/// Longest chain of derivations.
pub(crate) const CHAIN: usize = 200;

/// Reports every name that leads nowhere.
pub(crate) fn references(ledger: &Ledger, broken: &BTreeSet<String>, sink: &mut Vec<Diagnostic>) {
    for table in &ledger.tables {
        if let TableSource::Whole(source) = &table.source {
            known_source(ledger, source, table.place, sink);
        }
    }
    for rule in &ledger.rules {
        rule.sources.iter().for_each(|source| known_source(ledger, &source.source, rule.place, sink));
    }
    for entry in &ledger.entries {
        let statement = &entry.statement;
        known_kind(ledger, &statement.predicate, entry.place, sink);
        for (name, values) in &statement.with {
            let actor = ledger.kinds.get(&statement.predicate).and_then(|kind| kind.with.get(name));
            if actor.is_some_and(|rule| rule.holds == demarche_terms::QualifierType::Actor) {
                values.iter().filter(|v| *v != "unstated").for_each(|v| known_actor(ledger, v, entry.place, sink));
            }
        }
        let by = statement.by.iter().flat_map(|by| [Some(&by.actor), by.to.as_ref()]).flatten();
        for actor in by.chain([&statement.subject]).chain(&statement.instrument) {
            known_actor(ledger, actor.as_str(), entry.place, sink);
        }
        let cited = statement.sources.iter().map(|source| &source.source);
        let confirmed = statement.confirmed.iter().map(|confirmation| &confirmation.source);
        let stepped = statement.steps.iter().filter_map(|step| step.source.as_ref());
        for source in cited.chain(confirmed).chain(stepped) {
            known_source(ledger, source, entry.place, sink);
        }
        for query in queries(entry) {
            known_kind(ledger, &query.predicate, entry.place, sink);
            if let Some(subject) = &query.subject {
                known_actor(ledger, subject.as_str(), entry.place, sink);
            }
        }
        let replaced = statement.supersedes.iter().map(|s| &s.id).zip(entry.superseded_at.iter().copied());
        for (id, at) in entry.named.iter().map(|(id, at)| (id, *at)).chain(replaced) {
            known_statement(ledger, id, at, broken, sink);
        }
        computed(ledger, entry, sink);
    }
}

fn queries(entry: &Entry) -> impl Iterator<Item = &EventQuery> {
    let statement = &entry.statement;
    let counted = match &statement.content {
        Content::Count { query } => Some(query),
        _ => None,
    };
    let expected = statement.expects.as_ref().map(|expects| &expects.event);
    counted.into_iter().chain(&statement.ends).chain(expected).chain(&statement.complete)
}

/// Rules, their inputs, tables and columns.
fn computed(ledger: &Ledger, entry: &Entry, sink: &mut Vec<Diagnostic>) {
    if let Content::Rule { rule } = &entry.statement.content {
        match ledger.rule(rule) {
            None => {
                let names = ledger.rules.iter().map(|known| known.id.as_str());
                sink.push(checks::d0012_reference::finding(entry.content, "rule", rule.as_str(), names));
            }
            Some(rule) => {
                for input in rule.inputs.iter().take(1).filter(|input| !entry.statement.with.contains_key(*input)) {
                    let message = format!("the rule starts from `{input}`: name the statement in `with`");
                    sink.push(checks::d0028_rule::finding(entry.content, message));
                }
            }
        }
    }
    let mut cells: Vec<&Reference> = entry.data.iter().chain(&entry.table).collect();
    if let Some(formula) = &entry.formula {
        formula.walk(&mut |part| {
            if let Expr::Cell(reference) = part {
                cells.push(reference);
            }
        });
    }
    for reference in cells {
        known_columns(ledger, reference, entry, sink);
    }
}

fn known_columns(ledger: &Ledger, reference: &Reference, entry: &Entry, sink: &mut Vec<Diagnostic>) {
    let Some(table) = ledger.table(&reference.table) else {
        let names = ledger.tables.iter().map(|table| table.id.as_str());
        sink.push(checks::d0012_reference::finding(entry.content, "table", &reference.table, names));
        return;
    };
    let mut columns: Vec<&str> = reference.filter.iter().map(|(name, _)| name.as_str()).collect();
    columns.extend(reference.column.as_deref());
    if let Content::Position { measure, of, .. } = &entry.statement.content
        && entry.table.as_ref() == Some(reference)
    {
        columns.push(measure);
        columns.extend(of.split_once('=').map(|(column, _)| column.trim()));
    }
    for name in columns {
        if let Err(why) = table.column(name) {
            sink.push(checks::d0027_column::finding(entry.content, &why));
        }
    }
}

fn known_kind(ledger: &Ledger, kind: &KindId, at: Span, sink: &mut Vec<Diagnostic>) {
    if !ledger.kinds.contains_key(kind) {
        let names = ledger.kinds.keys().map(KindId::as_str);
        sink.push(checks::d0012_reference::finding(at, "kind", kind.as_str(), names));
    }
}

fn known_actor(ledger: &Ledger, actor: &str, at: Span, sink: &mut Vec<Diagnostic>) {
    if ledger.actors.binary_search_by(|known| known.id.as_str().cmp(actor)).is_err() {
        let names = ledger.actors.iter().map(|actor| actor.id.as_str());
        sink.push(checks::d0012_reference::finding(at, "actor", actor, names));
    }
}

fn known_source(ledger: &Ledger, source: &SourceId, at: Span, sink: &mut Vec<Diagnostic>) {
    if !ledger.sources.contains_key(source) {
        let names = ledger.sources.keys().map(SourceId::as_str);
        sink.push(checks::d0012_reference::finding(at, "source", source.as_str(), names));
    }
}

fn known_statement(ledger: &Ledger, id: &StatementId, at: Span, broken: &BTreeSet<String>, sink: &mut Vec<Diagnostic>) {
    if ledger.find(id.as_str()).is_none() && !broken.contains(id.as_str()) {
        let names = ledger.entries.iter().map(|entry| entry.statement.id.as_str());
        sink.push(checks::d0012_reference::finding(at, "statement", id.as_str(), names));
    }
}

/// What each statement rests on: inputs of formulas and rules, and grounds.
pub(crate) fn inputs(entries: &[Entry], find: impl Fn(&str) -> Option<usize>) -> Vec<Vec<usize>> {
    entries
        .iter()
        .map(|entry| {
            let mut inputs: Vec<usize> = entry.named.iter().filter_map(|(id, _)| find(id.as_str())).collect();
            inputs.sort_unstable();
            inputs.dedup();
            inputs
        })
        .collect()
}

/// Circles in `edges`, each once, and the nodes that lie on or above one; both are cut off from evaluation.
pub(crate) fn circles(edges: &[Vec<usize>]) -> (Vec<Vec<usize>>, Vec<usize>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; edges.len()];
    let mut depth = vec![0usize; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        let mut path: Vec<(usize, usize)> = Vec::new();
        if marks[start] == Mark::New {
            marks[start] = Mark::Open;
            path.push((start, 0));
        }
        while let Some((at, next)) = path.last_mut() {
            let Some(&to) = edges[*at].get(*next) else {
                let at = *at;
                depth[at] = edges[at].iter().map(|to| depth[*to].saturating_add(1)).max().unwrap_or(0);
                marks[at] = Mark::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match marks[to] {
                Mark::New => {
                    marks[to] = Mark::Open;
                    path.push((to, 0));
                }
                Mark::Open => {
                    let from = path.iter().position(|(node, _)| *node == to).unwrap_or(0);
                    found.push(path[from..].iter().map(|(node, _)| *node).collect());
                }
                Mark::Done => {}
            }
        }
    }
    (found, depth)
}

/// Statements that cannot be computed because they rest on themselves or on too long a chain.
pub(crate) fn cut(ledger: &Ledger, sink: &mut Vec<Diagnostic>) -> BTreeSet<usize> {
    let (found, depth) = circles(&ledger.inputs);
    let mut cut = BTreeSet::new();
    for circle in found {
        let first = circle.iter().position(|at| Some(at) == circle.iter().min()).unwrap_or(0);
        let ids: Vec<&str> = circle[first..]
            .iter()
            .chain(&circle[..first])
            .map(|at| ledger.entries[*at].statement.id.as_str())
            .collect();
        sink.push(checks::d0015_cycle::finding(ledger.entries[circle[first]].content, &ids));
        cut.extend(circle);
    }
    for (at, depth) in depth.iter().enumerate() {
        if *depth >= CHAIN {
            if *depth == CHAIN {
                let id = ledger.entries[at].statement.id.as_str();
                sink.push(checks::d0015_cycle::too_long(ledger.entries[at].content, id, CHAIN));
            }
            cut.insert(at);
        }
    }
    cut
}

/// Statements that replace each other.
pub(crate) fn supersessions(ledger: &Ledger, sink: &mut Vec<Diagnostic>) {
    for circle in circles(&ledger.supersedes).0 {
        let ids: Vec<&str> = circle.iter().map(|at| ledger.entries[*at].statement.id.as_str()).collect();
        sink.push(checks::d0016_supersession::finding(ledger.entries[circle[0]].place, &ids));
    }
}

/// Ids and former ids, each used once.
pub(crate) fn ids(entries: &mut Vec<Entry>, sink: &mut Vec<Diagnostic>) -> HashMap<String, usize> {
    let mut first: BTreeMap<StatementId, Span> = BTreeMap::new();
    entries.retain(|entry| match first.get(&entry.statement.id) {
        Some(other) => {
            sink.push(checks::d0007_duplicate::finding(entry.place, "statement", entry.statement.id.as_str(), *other));
            false
        }
        None => {
            first.insert(entry.statement.id.clone(), entry.place);
            true
        }
    });
    entries.sort_by(|a, b| a.statement.id.cmp(&b.statement.id));
    let mut former: HashMap<String, usize> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        for (was, span) in entry.statement.was.iter().zip(&entry.was_at) {
            if let Some(owner) = first.get(was).copied() {
                sink.push(checks::d0007_duplicate::former(*span, was.as_str(), owner));
            } else if let Some(other) = former.insert(was.to_string(), at) {
                sink.push(checks::d0007_duplicate::former(*span, was.as_str(), entries[other].place));
            }
        }
    }
    former
}
