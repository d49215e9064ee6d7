//! What is named must be there, and nothing may rest on itself.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry as MapEntry;

use demarche_diagnostic::{Diagnostic, SourceMap, Span};
use demarche_terms::{Content, EventQuery, KindId, QualifierType, SourceId, StatementId};
use rustc_hash::FxHashMap;

use super::formula::Expr;
use super::statements::Entry;
use crate::checks;
use crate::ledger::Ledger;
use crate::tables::{Reference, TableSource};

/// Most circles that are named; in a knot of more, mending these shows the next.
const CIRCLES: usize = 100;

/// Reports every name that leads nowhere; names whose own blocks are `broken` are known to exist.
pub(crate) fn references(ledger: &Ledger, files: &SourceMap, broken: &BTreeSet<String>, sink: &mut Vec<Diagnostic>) {
    let mut names = Names { ledger, files, broken, sink };
    for table in &ledger.tables {
        if let TableSource::Whole(source) = &table.source {
            names.source(source, table.source_at);
        }
    }
    for rule in &ledger.rules {
        rule.sources.iter().for_each(|source| names.source(&source.source, rule.place));
    }
    for scenario in &ledger.scenarios {
        scenario.sources.iter().for_each(|source| names.source(&source.source, scenario.source_at()));
    }
    for entry in &ledger.entries {
        names.people(entry);
        names.cited(entry);
        let replaced = entry.statement.supersedes.iter().map(|s| &s.id).zip(entry.superseded_at.iter().copied());
        for (id, at) in entry.named.iter().map(|(id, at)| (id, *at)).chain(replaced) {
            names.statement(id, at);
        }
        computed(&mut names, entry);
    }
}

/// Where a name stands in the words at `at`: itself, no part of a longer one, and once only.
pub(crate) fn place_of(name: &str, at: Span, files: &SourceMap) -> Option<Span> {
    let words = files.words(at);
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let whole =
        |start: &usize| !words[..*start].ends_with(goes_on) && !words[start + name.len()..].starts_with(goes_on);
    let mut places = words.match_indices(name).map(|(start, _)| start).filter(whole);
    let start = places.next()?;
    places.next().is_none().then(|| at.slice(start..start + name.len()))
}

/// What is named, held against what there is.
struct Names<'a> {
    ledger: &'a Ledger,
    files: &'a SourceMap,
    broken: &'a BTreeSet<String>,
    sink: &'a mut Vec<Diagnostic>,
}

impl Names<'_> {
    /// Kinds and actors of a statement.
    fn people(&mut self, entry: &Entry) {
        let statement = &entry.statement;
        self.kind(&statement.predicate, entry.at("predicate"));
        self.actor(statement.subject.as_str(), entry.at("subject"));
        for (name, values) in &statement.with {
            let rule = self.ledger.kinds.get(&statement.predicate).and_then(|kind| kind.with.get(name));
            if rule.is_some_and(|rule| rule.holds == QualifierType::Actor) {
                values
                    .iter()
                    .filter(|value| *value != "unstated")
                    .for_each(|value| self.actor(value, entry.at("with")));
            }
        }
        for actor in statement.by.iter().flat_map(|by| [Some(&by.actor), by.to.as_ref()]).flatten() {
            self.actor(actor.as_str(), entry.at("by"));
        }
        if let Some(instrument) = &statement.instrument {
            self.actor(instrument.as_str(), entry.at("instrument"));
        }
        for (query, key) in queries(entry) {
            self.kind(&query.predicate, entry.at(key));
            if let Some(subject) = &query.subject {
                self.actor(subject.as_str(), entry.at(key));
            }
        }
    }

    /// Sources of a statement.
    fn cited(&mut self, entry: &Entry) {
        let statement = &entry.statement;
        statement.sources.iter().for_each(|source| self.source(&source.source, entry.at("source")));
        statement.confirmed.iter().for_each(|confirmed| self.source(&confirmed.source, entry.at("confirmed")));
        for source in statement.steps.iter().filter_map(|step| step.source.as_ref()) {
            self.source(source, entry.at("steps"));
        }
    }

    fn kind(&mut self, kind: &KindId, at: Span) {
        if !self.ledger.kinds.contains_key(kind) {
            self.missing("kind", kind.as_str(), at, self.ledger.kinds.keys().map(KindId::as_str));
        }
    }

    fn actor(&mut self, actor: &str, at: Span) {
        let actors = &self.ledger.actors;
        if actors.binary_search_by(|known| known.id.as_str().cmp(actor)).is_err() {
            self.missing("actor", actor, at, actors.iter().map(|actor| actor.id.as_str()));
        }
    }

    fn source(&mut self, source: &SourceId, at: Span) {
        if self.ledger.sources.contains_key(source) || self.ledger.sources_unread {
            return;
        }
        let mut known = self.ledger.sources.values();
        if let Some(present) = known.find(|known| known.was.iter().any(|was| was == source.as_str())) {
            self.renamed("source", source.as_str(), at, present.id.as_str());
        } else {
            self.missing("source", source.as_str(), at, self.ledger.sources.keys().map(SourceId::as_str));
        }
    }

    fn statement(&mut self, id: &StatementId, at: Span) {
        if let Some(present) = self.ledger.former.get(id.as_str()) {
            let present = &self.ledger.entries[*present].statement.id;
            self.renamed("statement", id.as_str(), at, present.as_str());
        } else if self.ledger.find(id.as_str()).is_none() {
            let names = self.ledger.entries.iter().map(|entry| entry.statement.id.as_str());
            self.missing("statement", id.as_str(), at, names);
        }
    }

    fn missing<'n>(&mut self, sort: &str, name: &str, at: Span, names: impl Iterator<Item = &'n str>) {
        if !self.broken.contains(name) {
            let place = place_of(name, at, self.files);
            self.sink.push(checks::d0012_reference::finding(at, place, sort, name, names));
        }
    }

    fn renamed(&mut self, sort: &str, former: &str, at: Span, present: &str) {
        let place = place_of(former, at, self.files);
        self.sink.push(checks::d0012_reference::renamed(at, place, sort, former, present));
    }
}

fn queries(entry: &Entry) -> impl Iterator<Item = (&EventQuery, &'static str)> {
    let statement = &entry.statement;
    let counted = match &statement.content {
        Content::Count { query } => Some((query, "count")),
        _ => None,
    };
    let ends = statement.ends.as_ref().map(|query| (query, "ends"));
    let expected = statement.expects.as_ref().map(|expects| (&expects.event, "expects"));
    let complete = statement.complete.as_ref().map(|query| (query, "complete"));
    [counted, ends, expected, complete].into_iter().flatten()
}

/// Rules, their inputs, tables and columns.
fn computed(names: &mut Names<'_>, entry: &Entry) {
    let Names { ledger, broken, .. } = *names;
    if let Content::Rule { rule } = &entry.statement.content {
        match ledger.rule(rule) {
            None if broken.contains(rule.as_str()) => {}
            None => {
                let known = ledger.rules.iter().map(|known| known.id.as_str());
                names.missing("rule", rule.as_str(), entry.content, known);
            }
            Some(rule) => {
                for input in rule.inputs.iter().take(1).filter(|input| !entry.statement.with.contains_key(*input)) {
                    let message = format!("the rule starts from `{input}`: name the statement in `with`");
                    names.sink.push(checks::d0028_rule::finding(entry.content, message));
                }
            }
        }
    }
    let data = entry.data.iter().map(|reference| (reference, entry.at("data")));
    let mut cells: Vec<(&Reference, Span)> =
        data.chain(entry.table.iter().map(|table| (table, entry.content))).collect();
    cells.extend(entry.cells.iter().map(|(_, reference)| (reference, entry.content)));
    if let Some(formula) = &entry.formula {
        formula.walk(&mut |part| {
            if let Expr::Cell(reference) = part {
                cells.push((reference, entry.content));
            }
        });
    }
    for (reference, at) in cells.into_iter().filter(|(reference, _)| !broken.contains(&reference.table)) {
        known_columns(names, reference, entry, at);
    }
}

fn known_columns(names: &mut Names<'_>, reference: &Reference, entry: &Entry, at: Span) {
    let ledger = names.ledger;
    let Some(table) = ledger.table(&reference.table) else {
        if !ledger.tables_unread {
            names.missing("table", &reference.table, at, ledger.tables.iter().map(|table| table.id.as_str()));
        }
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
            names.sink.push(checks::d0027_column::finding(at, &why));
        }
    }
    if let Some(release) = reference.vintage.as_ref().filter(|r| table.vintage.is_none() && **r != table.release) {
        let why = format!("table `{}` is release {}, not {release}", table.id, table.release);
        names.sink.push(checks::d0027_column::finding(at, &why));
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

/// Circles in `edges`, at most [`CIRCLES`], and nodes without which there would be none.
fn circles(edges: &[Vec<usize>]) -> (Vec<Vec<usize>>, BTreeSet<usize>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; edges.len()];
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut cut = BTreeSet::new();
    for start in 0..edges.len() {
        let mut path: Vec<(usize, usize)> = Vec::new();
        if marks[start] == Mark::New {
            marks[start] = Mark::Open;
            path.push((start, 0));
        }
        while let Some((at, next)) = path.last_mut() {
            let at = *at;
            let Some(&to) = edges[at].get(*next) else {
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
                Mark::Open if found.len() == CIRCLES => cut.extend([at, to]),
                Mark::Open => {
                    let from = path.iter().position(|(node, _)| *node == to).unwrap_or(0);
                    let circle: Vec<usize> = path[from..].iter().map(|(node, _)| *node).collect();
                    cut.extend(circle.iter().copied());
                    found.push(circle);
                }
                Mark::Done => {}
            }
        }
    }
    (found, cut)
}

/// Statements that cannot be computed because they rest on themselves.
pub(crate) fn cut(ledger: &Ledger, sink: &mut Vec<Diagnostic>) -> BTreeSet<usize> {
    let (found, cut) = circles(&ledger.inputs);
    for circle in found {
        let first = circle.iter().position(|at| Some(at) == circle.iter().min()).unwrap_or(0);
        let ids: Vec<&str> = circle[first..]
            .iter()
            .chain(&circle[..first])
            .map(|at| ledger.entries[*at].statement.id.as_str())
            .collect();
        sink.push(checks::d0015_cycle::finding(ledger.entries[circle[first]].content, &ids));
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

/// Puts entries in the order of their ids; each is moved once, being large.
fn in_order(entries: &mut Vec<Entry>) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_unstable_by_key(|at| &entries[*at].statement.id);
    let mut slots: Vec<Option<Entry>> = std::mem::take(entries).into_iter().map(Some).collect();
    entries.extend(order.into_iter().filter_map(|at| slots[at].take()));
}

/// Ids and former ids, each used once.
pub(crate) fn ids(entries: &mut Vec<Entry>, sink: &mut Vec<Diagnostic>) -> FxHashMap<String, usize> {
    let mut first: FxHashMap<StatementId, Span> = FxHashMap::default();
    entries.retain(|entry| match first.entry(entry.statement.id.clone()) {
        MapEntry::Occupied(other) => {
            let id = entry.statement.id.as_str();
            sink.push(checks::d0007_duplicate::finding(entry.place, "statement", id, *other.get()));
            false
        }
        MapEntry::Vacant(free) => {
            free.insert(entry.place);
            true
        }
    });
    in_order(entries);
    let mut former: FxHashMap<String, usize> = FxHashMap::default();
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
