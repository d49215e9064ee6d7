//! The checks: one file a rule, each a function from a bound brief to findings.
//!
//! A rule never looks for one sentence: it fires on what the dossier's
//! statements and the printed words say to each other. Every file's leading
//! comment is the rule's manual page (`demarche explain`).

mod amounts;
mod d0101_unbound;
mod d0102_unknown_id;
mod d0103_renamed_id;
mod d0104_no_value_in_words;
mod d0105_not_on_record;
mod d0106_deprecated;
mod d0107_kind_without_value;
mod d0108_front_source;
mod d0201_value;
mod d0202_unit;
mod d0203_unsettled;
mod d0204_date;
mod d0205_sign;
mod d0301_hedge;
mod d0302_rank;
mod d0303_count;
mod d0304_basis_unstated;
mod d0305_superlative;
mod d0306_same_figure_other_basis;
mod d0307_likelihood;
mod d0308_another_figure;
mod d0401_rule;
mod d0402_derived;
mod d0501_title;
mod d0502_dead;
mod d0503_ahead;
mod d0504_due;
mod d0505_decay_word;
mod d0506_future_without_expectation;
mod d0507_status_word;
mod d0601_unsourced;
mod d0602_unverified;
mod d0603_circular;
mod d0604_attribution;
mod d0605_quotation;
mod d0606_moved_address;
mod d0607_quoted_figure;
mod d0701_contradicted;
mod d0702_rival;
mod d0703_part_of_whole;
mod d0704_two_accounts;
mod d0705_printed_twice;
mod d0801_acronym;
mod d0802_empty_heading;
mod d0803_loaded_word;
mod d0804_misspelt_name;
mod d0805_judgement;
mod rivals;
mod rounded;
mod tense;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{House, Kind, KindId, Lookup, Resolved, Rival, StatementId};
use rayon::prelude::*;

use crate::lexicon::Lexicon;
use crate::printed::{self, Printed};
use crate::prose::{Binding, Brief, ProseSentence};
use crate::world::World;

/// A rule with the function that finds.
pub(crate) struct Check {
    /// Manual page, code and grade.
    pub rule: Rule,
    /// Finds.
    pub find: fn(&Bound<'_>, &mut Vec<Diagnostic>),
}

/// Every check, in the order of codes.
const CHECKS: &[Check] = &[
    d0101_unbound::CHECK,
    d0102_unknown_id::CHECK,
    d0103_renamed_id::CHECK,
    d0104_no_value_in_words::CHECK,
    d0105_not_on_record::CHECK,
    d0106_deprecated::CHECK,
    d0107_kind_without_value::CHECK,
    d0108_front_source::CHECK,
    d0201_value::CHECK,
    d0202_unit::CHECK,
    d0203_unsettled::CHECK,
    d0204_date::CHECK,
    d0205_sign::CHECK,
    d0301_hedge::CHECK,
    d0302_rank::CHECK,
    d0303_count::CHECK,
    d0304_basis_unstated::CHECK,
    d0305_superlative::CHECK,
    d0306_same_figure_other_basis::CHECK,
    d0307_likelihood::CHECK,
    d0308_another_figure::CHECK,
    d0401_rule::CHECK,
    d0402_derived::CHECK,
    d0501_title::CHECK,
    d0502_dead::CHECK,
    d0503_ahead::CHECK,
    d0504_due::CHECK,
    d0505_decay_word::CHECK,
    d0506_future_without_expectation::CHECK,
    d0507_status_word::CHECK,
    d0601_unsourced::CHECK,
    d0602_unverified::CHECK,
    d0603_circular::CHECK,
    d0604_attribution::CHECK,
    d0605_quotation::CHECK,
    d0606_moved_address::CHECK,
    d0607_quoted_figure::CHECK,
    d0701_contradicted::CHECK,
    d0702_rival::CHECK,
    d0703_part_of_whole::CHECK,
    d0704_two_accounts::CHECK,
    d0705_printed_twice::CHECK,
    d0801_acronym::CHECK,
    d0802_empty_heading::CHECK,
    d0803_loaded_word::CHECK,
    d0804_misspelt_name::CHECK,
    d0805_judgement::CHECK,
];

/// The rules of every check, in the order of codes.
pub fn rules() -> Vec<Rule> {
    CHECKS.iter().map(|check| check.rule).collect()
}

/// Runs every check over a brief.
///
/// Findings that an editor has answered in the dossier (`[accept]`) are left out until their date.
pub fn check(brief: &Brief, world: &dyn World, lexicon: &Lexicon) -> Vec<Diagnostic> {
    let bound = Bound::new(brief, world, lexicon);
    let of_check = |check: &Check| {
        let mut found = Vec::new();
        (check.find)(&bound, &mut found);
        found
    };
    // In the order of the checks, whichever ends first.
    let mut found: Vec<Diagnostic> = CHECKS.par_iter().flat_map_iter(of_check).collect();
    found.retain(|diagnostic| !bound.accepted(diagnostic));
    demarche_diagnostic::sort(&mut found);
    found
}

/// A brief with its bindings looked up and its printed amounts read: what every check sees.
pub(crate) struct Bound<'a> {
    /// The prose.
    pub brief: &'a Brief,
    /// The dossier.
    pub world: &'a dyn World,
    /// The word lists.
    pub lexicon: &'a Lexicon,
    /// Amounts printed in each sentence.
    pub printed: Vec<Vec<Printed>>,
    /// What each binding's ids lead to.
    pub lookups: Vec<Vec<Lookup>>,
    /// Verdicts on every printed amount; [`amounts`] knows their order.
    verdicts: Vec<Vec<amounts::Verdict>>,
    /// Rivals of the statements asked for so far.
    rivals: Known<StatementId, Rival>,
    /// Statements of the kinds asked for so far.
    of_kind: Known<KindId, Resolved>,
}

/// What the world said of each id asked for so far.
struct Known<K, V>(Mutex<BTreeMap<K, Arc<[V]>>>);

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Ord + Clone, V> Known<K, V> {
    /// What it said; asked once, unless two checks ask at the same time.
    fn get(&self, key: &K, ask: impl FnOnce() -> Vec<V>) -> Arc<[V]> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(said) = known().get(key) {
            return Arc::clone(said);
        }
        let said: Arc<[V]> = ask().into();
        Arc::clone(known().entry(key.clone()).or_insert(said))
    }
}

/// One id of one binding with its statement.
#[derive(Clone, Copy)]
pub(crate) struct Tie<'a> {
    /// The binding.
    pub binding: &'a Binding,
    /// Its sentence.
    pub sentence: &'a ProseSentence,
    /// The statement.
    pub resolved: &'a Resolved,
    /// The statement's kind.
    pub kind: &'a Kind,
}

impl<'a> Tie<'a> {
    /// Id of the statement as text.
    pub fn id(&self) -> &'a str {
        self.resolved.statement.id.as_str()
    }

    /// Whether the binding prints words, or only rests a clause on the statement.
    pub fn has_words(&self) -> bool {
        !self.binding.words.is_empty()
    }
}

impl<'a> Bound<'a> {
    fn new(brief: &'a Brief, world: &'a dyn World, lexicon: &'a Lexicon) -> Self {
        let printed = brief.sentences.par_iter().map(|sentence| printed::read_words(&sentence.text, lexicon)).collect();
        let lookups = brief
            .bindings
            .par_iter()
            .map(|binding| binding.targets.iter().map(|(id, _)| world.statement(id)).collect())
            .collect();
        let (verdicts, rivals, of_kind) = Default::default();
        let mut bound = Self { brief, world, lexicon, printed, lookups, verdicts, rivals, of_kind };
        bound.verdicts = amounts::verdicts(&bound);
        bound
    }

    /// Every id of every binding that leads to a statement of a known kind.
    pub fn ties(&self) -> impl Iterator<Item = Tie<'_>> {
        self.brief
            .bindings
            .iter()
            .zip(&self.lookups)
            .flat_map(move |(binding, lookups)| lookups.iter().filter_map(move |lookup| self.tie(binding, lookup)))
    }

    /// The ties of one sentence.
    pub fn ties_of<'s>(&'s self, sentence: &'s ProseSentence) -> impl Iterator<Item = Tie<'s>> {
        sentence.bindings.iter().flat_map(move |&at| {
            let binding = &self.brief.bindings[at];
            self.lookups[at].iter().filter_map(move |lookup| self.tie(binding, lookup))
        })
    }

    fn tie<'s>(&'s self, binding: &'s Binding, lookup: &'s Lookup) -> Option<Tie<'s>> {
        let (Lookup::Found(resolved) | Lookup::Renamed(resolved)) = lookup else { return None };
        let kind = self.world.kind(&resolved.statement.predicate)?;
        let sentence = self.brief.sentences.get(binding.sentence)?;
        Some(Tie { binding, sentence, resolved, kind })
    }

    /// Amounts printed in the words of a binding.
    pub fn amounts_of(&self, binding: &Binding) -> impl Iterator<Item = &Printed> {
        let within = move |printed: &&Printed| {
            binding.range.start <= printed.whole.start && printed.whole.end <= binding.range.end
        };
        self.printed.get(binding.sentence).into_iter().flatten().filter(within)
    }

    /// Statements about the same thing as the tie's, looked up once.
    pub fn rivals(&self, tie: Tie<'_>) -> Arc<[Rival]> {
        let id = &tie.resolved.statement.id;
        self.rivals.get(id, || self.world.rivals(id))
    }

    /// Seen, undeprecated statements of a kind, looked up once.
    pub fn of_kind(&self, kind: &KindId) -> Arc<[Resolved]> {
        self.of_kind.get(kind, || self.world.of_kind(kind))
    }

    /// The house's style.
    pub fn house(&self) -> &House {
        self.world.house()
    }

    /// Whether an editor has answered this finding, and the answer still stands on the as-of date.
    fn accepted(&self, diagnostic: &Diagnostic) -> bool {
        let Some(span) = diagnostic.span else { return false };
        let touches = |binding: &&Binding| {
            binding.span.file == span.file && binding.span.start <= span.end && span.start <= binding.span.end
        };
        self.house().accepted.iter().any(|answer| {
            answer.code == diagnostic.code.0
                && diagnostic.grade >= Grade::Query
                && self.world.clocks().as_of <= answer.until
                && self
                    .brief
                    .bindings
                    .iter()
                    .filter(touches)
                    .any(|b| b.targets.iter().any(|(id, _)| *id == answer.binding))
        })
    }

    /// A finding about a binding's words, with the statement as second place.
    pub fn about(&self, code: Code, grade: Grade, tie: Tie<'_>, message: impl Into<String>) -> Diagnostic {
        let diagnostic = Diagnostic::new(code, grade, message).at(tie.binding.words_span, "");
        self.beside(diagnostic, tie.resolved, "bound to this statement")
    }

    /// Adds a statement's place in the dossier to a finding.
    pub fn beside(&self, diagnostic: Diagnostic, resolved: &Resolved, why: &str) -> Diagnostic {
        match self.world.place(&resolved.statement.id) {
            Some(place) => diagnostic.with_other(place, why),
            None => diagnostic,
        }
    }
}

/// "2018-10-03 slstat-trade" and the value: how findings name a piece of evidence.
pub(crate) fn evidence_line(resolved: &Resolved) -> String {
    let value = resolved.value.as_ref().map(demarche_terms::Value::shown).unwrap_or_default();
    let sources: Vec<&str> = resolved.statement.sources.iter().map(|at| at.source.as_str()).collect();
    let mut line = format!("{}: {}", resolved.statement.id, resolved.statement.says);
    if !value.is_empty() {
        line.push_str(&format!(" = {value}"));
    }
    let mut tail = vec![resolved.evidence.word().to_owned()];
    if resolved.method != demarche_terms::Method::Stated {
        tail.push(resolved.method.word().to_owned());
    }
    tail.extend(resolved.recorded.map(|day| format!("recorded {day}")));
    if !sources.is_empty() {
        tail.push(sources.join(", "));
    }
    format!("{line} ({})", tail.join("; "))
}
