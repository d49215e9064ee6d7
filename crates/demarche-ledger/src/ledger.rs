//! The ledger: every statement that was ever put on record, with all that it is read against.
//!
//! There is no update, only more statements. [`Ledger::at`] looks at it on given
//! clocks; nothing is chosen before.

use std::collections::{BTreeMap, BTreeSet};

use demarche_diagnostic::Span;
use demarche_terms::{
    Actor, Clocks, Content, Kind, KindId, QualifierType, RuleId, Source, SourceId, Statement, StatementId,
    StatementRank, Truth, ValueType,
};

use rustc_hash::FxHashMap;

use crate::calendar::{CalendarRule, Holiday};
use crate::reading::overlay::Scenario;
use crate::reading::{Entry, Manifest, Review};
use crate::suggest;
use crate::tables::Table;
use crate::view::{View, within};

/// A dossier as values.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub(crate) manifest: Manifest,
    pub(crate) kinds: BTreeMap<KindId, Kind>,
    pub(crate) sources: BTreeMap<SourceId, Source>,
    /// Whether `sources.yml` could not be read at all.
    pub(crate) sources_unread: bool,
    /// Whether `series/datapackage.json` could not be read at all.
    pub(crate) tables_unread: bool,
    pub(crate) actors: Vec<Actor>,
    /// In the order of ids.
    pub(crate) entries: Vec<Entry>,
    /// Sign-offs by statement.
    pub(crate) reviews: BTreeMap<StatementId, Vec<Review>>,
    pub(crate) rules: Vec<CalendarRule>,
    pub(crate) holidays: Vec<Holiday>,
    pub(crate) tables: Vec<Table>,
    /// Scenarios that are laid over it.
    pub(crate) scenarios: Vec<Scenario>,
    /// Former ids.
    pub(crate) former: FxHashMap<String, usize>,
    /// Entries by id.
    by_id: FxHashMap<String, usize>,
    table_by_id: FxHashMap<String, usize>,
    /// What each rests on.
    pub(crate) inputs: Vec<Vec<usize>>,
    /// What each replaces.
    pub(crate) supersedes: Vec<Vec<usize>>,
    /// By which each is replaced, with the reason.
    pub(crate) superseded_by: Vec<Vec<(usize, String)>>,
    /// Entries that speak of the same thing: subject, predicate and qualifiers that are no basis.
    topics: Vec<Vec<usize>>,
    /// Those of each topic that are preferred; few, so that looking for one stays cheap.
    preferred: Vec<Vec<usize>>,
    /// The topic of each entry, by number.
    topic_of: Vec<Option<usize>>,
    by_kind: BTreeMap<KindId, Vec<usize>>,
    /// Statements that say that the record of a kind of event is complete.
    pub(crate) completes: Vec<usize>,
    /// Statements that cannot be computed: they rest on themselves.
    pub(crate) cut: BTreeSet<usize>,
}

/// What makes statements rivals.
type Topic<'s> = (&'s str, &'s str, Vec<(&'s str, &'s [String])>);

impl Ledger {
    /// What `dossier.toml` says.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// A kind of statement.
    pub fn kind(&self, kind: &KindId) -> Option<&Kind> {
        self.kinds.get(kind)
    }

    /// Every kind, in the order of ids.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.values()
    }

    /// A source.
    pub fn source(&self, source: &SourceId) -> Option<&Source> {
        self.sources.get(source)
    }

    /// Keys of sources that are equally the nearest to a mistyped one; none where none is near.
    pub fn sources_near(&self, key: &str) -> Vec<SourceId> {
        let near = suggest::nearest(key, self.sources.keys().map(SourceId::as_str));
        self.sources.keys().filter(|known| near.contains(&known.as_str())).cloned().collect()
    }

    /// Every source, in the order of keys.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.values()
    }

    /// Whether `sources.yml` could not be read at all; what is wrong with it is among the findings.
    pub fn sources_unread(&self) -> bool {
        self.sources_unread
    }

    /// Whether `series/datapackage.json` could not be read at all; what is wrong with it is among the findings.
    pub fn tables_unread(&self) -> bool {
        self.tables_unread
    }

    /// Every actor, in the order of ids.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// Every statement as written, in the order of ids.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.entries.iter().map(|entry| &*entry.statement)
    }

    /// The id of a statement that is called `id` now or was once.
    ///
    /// # Errors
    /// Close spellings, where there is none.
    pub fn known(&self, id: &str) -> Result<StatementId, Vec<String>> {
        let at = self.find(id).or_else(|| self.former.get(id).copied());
        let ids = || self.entries.iter().map(|entry| entry.statement.id.as_str());
        at.map(|at| self.entries[at].statement.id.clone())
            .ok_or_else(|| suggest::close(id, ids(), 3).into_iter().map(str::to_owned).collect())
    }

    /// The scenarios that are laid over it, in the order asked for.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// Where a statement's id stands.
    pub fn place(&self, id: &StatementId) -> Option<Span> {
        Some(self.entries[self.find(id.as_str())?].place)
    }

    /// The header of a statement's block.
    pub fn block(&self, id: &StatementId) -> Option<Span> {
        Some(self.entries[self.find(id.as_str())?].block)
    }

    /// What a statement's block says, as compact JSON with keys in order.
    pub fn written(&self, id: &StatementId) -> Option<String> {
        Some(self.entries[self.find(id.as_str())?].node.written())
    }

    /// SHA-256 of what a statement's block says, 64 hexadecimal digits: comments, layout and the order of keys do not count.
    pub fn content_hash(&self, id: &StatementId) -> Option<String> {
        Some(self.entries[self.find(id.as_str())?].content_hash())
    }

    /// Every rule of law or calendar, in the order of the files.
    pub fn rules(&self) -> &[CalendarRule] {
        &self.rules
    }

    /// A rule.
    pub fn rule(&self, id: &RuleId) -> Option<&CalendarRule> {
        self.rules.iter().find(|rule| rule.id == *id)
    }

    /// Every holiday, in the order of the files.
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }

    /// The ledger on given clocks, graded against a brief that was written from `written_from`.
    pub fn at(&self, clocks: Clocks, written_from: &[SourceId]) -> View<'_> {
        View::new(self, clocks, written_from)
    }

    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    pub(crate) fn table(&self, id: &str) -> Option<&Table> {
        self.table_by_id.get(id).map(|at| &self.tables[*at])
    }

    /// Entries of a kind, in the order of ids.
    pub(crate) fn of_kind(&self, kind: &KindId) -> &[usize] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }

    /// Entries about the same thing, itself included.
    pub(crate) fn same_topic(&self, at: usize) -> &[usize] {
        self.topic_of[at].map_or(&[], |topic| &self.topics[topic])
    }

    /// Preferred entries about the same thing, itself included.
    pub(crate) fn preferred(&self, at: usize) -> &[usize] {
        self.topic_of[at].map_or(&[], |topic| &self.preferred[topic])
    }

    /// The kind of an entry; `None` where the dossier does not know it.
    pub(crate) fn kind_of(&self, at: usize) -> Option<&Kind> {
        self.kinds.get(&self.entries[at].statement.predicate)
    }

    /// Builds the indexes; entries stand in the order of ids.
    pub(crate) fn index(&mut self) {
        let ids = self.entries.iter().enumerate().map(|(at, entry)| (entry.statement.id.to_string(), at));
        self.by_id = ids.collect();
        self.table_by_id = self.tables.iter().enumerate().map(|(at, table)| (table.id.to_string(), at)).collect();
        self.inputs = crate::reading::inputs(&self.entries, |id| self.by_id.get(id).copied());
        self.superseded_by = vec![Vec::new(); self.entries.len()];
        self.supersedes = Vec::with_capacity(self.entries.len());
        self.topic_of = Vec::with_capacity(self.entries.len());
        for (at, entry) in self.entries.iter().enumerate() {
            let statement = &entry.statement;
            let mut replaced = Vec::new();
            for supersession in &statement.supersedes {
                if let Some(other) = self.by_id.get(supersession.id.as_str()) {
                    replaced.push(*other);
                    self.superseded_by[*other].push((at, supersession.reason.clone()));
                }
            }
            self.supersedes.push(replaced);
            if statement.complete.is_some() {
                self.completes.push(at);
            }
            self.by_kind.entry(statement.predicate.clone()).or_default().push(at);
        }
        self.index_topics();
        self.count_on();
    }

    /// Numbers what the statements speak of.
    fn index_topics(&mut self) {
        let mut numbers: FxHashMap<Topic<'_>, usize> = FxHashMap::default();
        for (at, entry) in self.entries.iter().enumerate() {
            let statement = &entry.statement;
            let number = self.kinds.get(&statement.predicate).map(|kind| {
                let next = numbers.len();
                *numbers.entry(topic(statement, kind)).or_insert(next)
            });
            self.topic_of.push(number);
            let Some(number) = number else { continue };
            if number == self.topics.len() {
                self.topics.push(Vec::new());
                self.preferred.push(Vec::new());
            }
            self.topics[number].push(at);
            if statement.rank == StatementRank::Preferred {
                self.preferred[number].push(at);
            }
        }
    }

    /// Adds what a count rests on without naming it, as far as that is computed itself and could come back to the count:
    /// events that may match, and statements that say the record is complete.
    fn count_on(&mut self) {
        for at in 0..self.entries.len() {
            let Content::Count { query } = &self.entries[at].statement.content else { continue };
            let is_computed = |other: &usize| {
                !matches!(self.entries[*other].statement.content, Content::Value { .. } | Content::Bare)
            };
            let may_match = |other: &usize| within(&self.entries[*other].statement, query) != Truth::No;
            let events = self.of_kind(&query.predicate).iter().copied().filter(may_match);
            let mut inputs: Vec<usize> = events.chain(self.completes.iter().copied()).filter(is_computed).collect();
            inputs.extend(&self.inputs[at]);
            inputs.sort_unstable();
            inputs.dedup();
            self.inputs[at] = inputs;
        }
    }
}

/// Subject, predicate and qualifiers that are no basis and no input of a rule. A term is about the office, whoever holds it.
fn topic<'s>(statement: &'s Statement, kind: &Kind) -> Topic<'s> {
    let subject = if kind.value == ValueType::Term { "" } else { statement.subject.as_str() };
    let ruled = matches!(statement.content, Content::Rule { .. });
    let with = statement.with.iter().filter(|(name, _)| match kind.with.get(*name) {
        Some(rule) => !rule.basis && rule.holds != QualifierType::Statement,
        None => !ruled,
    });
    (subject, statement.predicate.as_str(), with.map(|(name, values)| (name.as_str(), values.as_slice())).collect())
}
