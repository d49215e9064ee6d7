//! The ledger on given clocks: lookups, values and how each statement stands.
//!
//! A view computes what is asked for and keeps it. Nothing recorded after
//! `known_by` is seen; the world is looked at on `as_of`.

mod ahead;
mod cells;
mod compute;
mod evaluate;
mod evidence;
mod export;
mod life;
mod lineage;
mod rivals;
mod signed;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use demarche_diagnostic::{Diagnostic, Span};
use demarche_terms::{
    Actor, Clocks, Edtf, EventQuery, Kind, KindId, Life, Lookup, Modality, Resolved, Source, SourceId, Statement,
    StatementId, StatementRank, Truth, ValueType,
};
use memchr::memmem;
use rayon::prelude::*;

pub use export::ExportRow;

use crate::ledger::Ledger;
use crate::suggest;
use compute::Computed;
use life::Beneath;

/// A ledger on given clocks, graded against one brief.
pub struct View<'a> {
    ledger: &'a Ledger,
    clocks: Clocks,
    written_from: BTreeSet<SourceId>,
    computed: Vec<OnceLock<Box<Computed>>>,
    lives: Vec<OnceLock<Box<Life>>>,
    beneath: Vec<OnceLock<Box<Beneath>>>,
    /// Quoted source words of every entry, folded, once a quotation is looked for.
    quotes: OnceLock<Vec<Vec<String>>>,
}

impl<'a> View<'a> {
    pub(crate) fn new(ledger: &'a Ledger, clocks: Clocks, written_from: &[SourceId]) -> Self {
        Self {
            ledger,
            clocks,
            written_from: written_from.iter().cloned().collect(),
            computed: vec![OnceLock::new(); ledger.entries.len()],
            lives: vec![OnceLock::new(); ledger.entries.len()],
            beneath: vec![OnceLock::new(); ledger.entries.len()],
            quotes: OnceLock::new(),
        }
    }

    /// The ledger that is looked at.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// The clocks.
    pub fn clocks(&self) -> Clocks {
        self.clocks
    }

    /// What an id, present or former, leads to; for a mistyped one close spellings, best first.
    pub fn statement(&self, id: &str) -> Lookup {
        if let Some(at) = self.ledger.find(id) {
            return Lookup::Found(Box::new(self.resolve_at(at)));
        }
        if let Some(at) = self.ledger.former.get(id) {
            return Lookup::Renamed(Box::new(self.resolve_at(*at)));
        }
        let names = self.ledger.entries.iter().map(|entry| entry.statement.id.as_str());
        let nearest = suggest::nearest(id, names.clone()).len();
        let close = suggest::close(id, names, nearest.max(3)).into_iter().filter_map(|near| self.ledger.find(near));
        Lookup::Unknown { close: close.map(|at| self.entry(at).id.clone()).collect(), nearest }
    }

    /// Every statement, seen or not, in the order of ids.
    pub fn statements(&self) -> Vec<StatementId> {
        self.ledger.entries.iter().map(|entry| entry.statement.id.clone()).collect()
    }

    /// A statement on these clocks.
    pub fn resolve(&self, id: &StatementId) -> Option<Resolved> {
        Some(self.resolve_at(self.ledger.find(id.as_str())?))
    }

    /// Seen, undeprecated statements of a kind, in the order of ids.
    pub fn of_kind(&self, kind: &KindId) -> Vec<Resolved> {
        let readable = |at: &&usize| self.seen(**at) && self.entry(**at).rank != StatementRank::Deprecated;
        self.ledger.of_kind(kind).iter().filter(readable).map(|at| self.resolve_at(*at)).collect()
    }

    /// Seen statements whose quoted source words contain `words`, case and white space apart; empty for no words.
    pub fn quoting(&self, words: &str) -> Vec<Resolved> {
        let wanted = folded(words);
        let known = self.quotes.get_or_init(|| {
            let of_entry = |at: usize| self.public(self.entry(at)).filter_map(|source| source.quote.as_deref());
            (0..self.ledger.entries.len()).map(|at| of_entry(at).map(folded).collect()).collect()
        });
        let wanted_bytes = memmem::Finder::new(&wanted);
        let quotes = |at: &usize| known[*at].iter().any(|quote| wanted_bytes.find(quote.as_bytes()).is_some());
        let all = 0..self.ledger.entries.len();
        all.filter(|_| !wanted.is_empty())
            .filter(quotes)
            .filter(|at| self.seen(*at))
            .map(|at| self.resolve_at(at))
            .collect()
    }

    /// Where a statement stands in the dossier's text.
    pub fn place(&self, id: &StatementId) -> Option<Span> {
        self.ledger.place(id)
    }

    /// A kind of statement.
    pub fn kind(&self, kind: &KindId) -> Option<&'a Kind> {
        self.ledger.kind(kind)
    }

    /// A source.
    pub fn source(&self, source: &SourceId) -> Option<&'a Source> {
        self.ledger.source(source)
    }

    /// Every actor, in the order of ids.
    pub fn actors(&self) -> &'a [Actor] {
        self.ledger.actors()
    }

    /// Event statements that certainly match a query and certainly happened by `as_of`, by date and id.
    ///
    /// Deprecated, replaced, merely expected and denied events do not count.
    pub fn events(&self, query: &EventQuery) -> Vec<StatementId> {
        self.happened(query, None).into_iter().map(|at| self.entry(at).id.clone()).collect()
    }

    /// What computing everything on these clocks has to say (D0410 to D0417), in printing order.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let all = (0..self.ledger.entries.len()).into_par_iter();
        let mut findings: Vec<Diagnostic> = all.flat_map_iter(|at| self.computed(at).findings.clone()).collect();
        if !self.ledger.reviews.is_empty() || self.ledger.manifest.review.is_some() {
            findings.extend((0..self.ledger.entries.len()).flat_map(|at| self.review_findings(at)));
        }
        demarche_diagnostic::sort(&mut findings);
        findings
    }

    fn entry(&self, at: usize) -> &'a Statement {
        &self.ledger.entries[at].statement
    }

    fn computed(&self, at: usize) -> &Computed {
        let cells = &self.computed;
        self.settled(cells, at, |at| self.ledger.inputs[at].as_slice(), |at| self.compute(at))
    }

    fn life(&self, at: usize) -> &Life {
        let grounds = |at| match self.value_type(at) {
            Some(ValueType::Judgement) => self.ledger.inputs[at].as_slice(),
            _ => &[],
        };
        self.settled(&self.lives, at, grounds, |at| self.live(at))
    }

    /// What a cell holds; made once, after everything that it rests on, so that no chain is too long for the stack.
    fn settled<'s, T>(
        &'s self,
        cells: &'s [OnceLock<Box<T>>],
        at: usize,
        rests_on: impl Fn(usize) -> &'a [usize],
        make: impl Fn(usize) -> T,
    ) -> &'s T {
        if let Some(made) = cells[at].get() {
            return made;
        }
        let below = |at: usize| if self.ledger.cut.contains(&at) { &[] } else { rests_on(at) };
        let mut open = vec![(at, below(at).iter())];
        while let Some((top, rest)) = open.last_mut() {
            match rest.find(|input| cells[**input].get().is_none()) {
                Some(input) => open.push((*input, below(*input).iter())),
                None => {
                    fill(&cells[*top], || make(*top));
                    open.pop();
                }
            }
        }
        fill(&cells[at], || make(at))
    }

    /// Whether it was on record by `known_by`.
    fn seen(&self, at: usize) -> bool {
        self.computed(at).recorded.is_none_or(|recorded| recorded <= self.clocks.known_by)
    }

    fn resolve_at(&self, at: usize) -> Resolved {
        let computed = self.computed(at);
        Resolved {
            statement: Arc::clone(&self.ledger.entries[at].statement),
            value: computed.value.clone(),
            valid: computed.valid.clone(),
            recorded: computed.recorded,
            method: computed.method,
            evidence: computed.evidence,
            life: self.life(at).clone(),
        }
    }

    /// Seen events that match and happened by `as_of`, by date and id; `without` one of them.
    fn happened(&self, query: &EventQuery, without: Option<usize>) -> Vec<usize> {
        let mut found: Vec<usize> = self
            .ledger
            .of_kind(&query.predicate)
            .iter()
            .copied()
            .filter(|at| Some(*at) != without && self.counts(*at, without))
            .filter(|at| within(&self.ledger.entries[*at].statement, query) == Truth::Yes)
            .filter(|at| self.valid(*at).is_some_and(|valid| valid.started_by(self.clocks.as_of) == Truth::Yes))
            .collect();
        found.sort_by_key(|at| self.valid(*at).and_then(Edtf::earliest));
        found
    }

    fn valid(&self, at: usize) -> Option<&Edtf> {
        self.entry(at).valid.as_ref()
    }

    /// Whether a statement counts as something that happened: seen, said as fact or report, not replaced.
    fn counts(&self, at: usize, without: Option<usize>) -> bool {
        let statement = self.entry(at);
        matches!(statement.modality, Modality::Asserted | Modality::Reported)
            && statement.rank != StatementRank::Deprecated
            && statement.recorded.is_some_and(|recorded| recorded <= self.clocks.known_by)
            && self.superseders(at, without).next().is_none()
    }

    fn value_type(&self, at: usize) -> Option<ValueType> {
        self.ledger.kind_of(at).map(|kind| kind.value)
    }
}

/// What a cell holds, made where it holds nothing. Two threads may make it at once; neither waits for the other, since
/// what it is made from may be what the other is at.
fn fill<T>(cell: &OnceLock<Box<T>>, make: impl FnOnce() -> T) -> &T {
    if cell.get().is_none() {
        let _ = cell.set(Box::new(make()));
    }
    cell.get_or_init(|| unreachable!("it was filled above"))
}

/// Whether a statement matches a query: subject and qualifiers exactly, its time in the window three ways.
pub(crate) fn within(statement: &Statement, query: &EventQuery) -> Truth {
    let subject = query.subject.as_ref().is_none_or(|subject| *subject == statement.subject);
    let with = query.with.iter().all(|(name, wanted)| {
        statement.with.get(name).is_some_and(|values| wanted.iter().all(|value| values.contains(value)))
    });
    if !(subject && with) {
        return Truth::No;
    }
    let Some(valid) = &statement.valid else { return Truth::Unknown };
    let (first, last) = (valid.earliest(), valid.latest());
    let after = match query.from {
        None => Truth::Yes,
        Some(from) if first.is_some_and(|first| from <= first) => Truth::Yes,
        Some(from) if last.is_some_and(|last| last < from) => Truth::No,
        Some(_) => Truth::Unknown,
    };
    let before = match query.to {
        None => Truth::Yes,
        Some(to) if last.is_some_and(|last| last <= to) => Truth::Yes,
        Some(to) if first.is_some_and(|first| to < first) => Truth::No,
        Some(_) => Truth::Unknown,
    };
    after.and(before)
}

/// Lower case, runs of white space as one blank.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    if folded.is_ascii() {
        folded.make_ascii_lowercase();
        return folded;
    }
    folded.to_lowercase()
}
