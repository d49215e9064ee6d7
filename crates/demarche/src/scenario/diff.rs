//! What scenarios change: the same brief compiled on the dossier and on the dossier with them laid over it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use demarche_editions::figures_and_tables;
use demarche_terms::{Clocks, Content, Life, Lookup, Resolved, StatementId};

use super::Outcome;
use crate::check::{Fallback, Report};
use crate::{HallError, Reading, Workspace};

/// What happens to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// The scenario adds it.
    Added,
    /// The scenario takes it out.
    Withdrawn,
    /// It has another value.
    Changed,
    /// It no longer stands.
    Dies,
    /// It stands again.
    Revives,
    /// How it stands changes otherwise: it falls due, or no longer is.
    Moves,
}

impl Move {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Withdrawn => "withdrawn",
            Self::Changed => "changed",
            Self::Dies => "dies",
            Self::Revives => "revives",
            Self::Moves => "moves",
        }
    }
}

/// A statement that is otherwise under the scenarios.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementChange {
    /// Its id.
    pub id: StatementId,
    /// What happens to it.
    pub moves: Move,
    /// What it says.
    pub says: String,
    /// Its value before; empty where it has none.
    pub before: String,
    /// Its value under the scenarios; empty where it has none.
    pub after: String,
    /// Why, as a phrase.
    pub why: String,
    /// File and line of what makes it so.
    pub place: String,
}

/// A sentence of the brief that the scenarios touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceChange {
    /// Its number in the brief.
    pub number: u32,
    /// File and line of its first word.
    pub place: String,
    /// Its words.
    pub text: String,
    /// Findings that only the scenarios bring: why it would have to be rewritten.
    pub brings: Vec<String>,
    /// Findings that the scenarios take away.
    pub clears: Vec<String>,
    /// Statements that it rests on and that change, by id, where its words hold all the same.
    pub rests: Vec<String>,
}

impl SentenceChange {
    /// Whether its words no longer hold.
    pub fn must_change(&self) -> bool {
        !self.brings.is_empty()
    }
}

/// What scenarios change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The clocks of both compiles.
    pub clocks: Clocks,
    /// The brief.
    pub brief: PathBuf,
    /// Statements, by what happens to them and id.
    pub statements: Vec<StatementChange>,
    /// Sentences, in the order of the brief.
    pub sentences: Vec<SentenceChange>,
    /// Rows of tables that the scenarios add, change or withdraw, with the reason.
    pub rows: Vec<String>,
    /// What differs in the figures and tables of the brief, row by row.
    pub figures: Vec<String>,
    /// Findings outside sentences (figures, tables, the dossier's own text) that only the scenarios bring.
    pub elsewhere: Vec<String>,
}

impl Difference {
    /// Sentences that would have to be rewritten.
    pub fn rewritten(&self) -> impl Iterator<Item = &SentenceChange> {
        self.sentences.iter().filter(|sentence| sentence.must_change())
    }
}

/// Compiles the brief that `path` leads to with and without scenarios that were run.
///
/// # Errors
/// [`HallError`] where the brief cannot be read.
pub fn difference(path: &Path, outcome: &mut Outcome) -> Result<Difference, HallError> {
    let clocks = outcome.clocks;
    let reading = Reading { as_of: Some(clocks.as_of), known_by: Some(clocks.known_by) };
    let mut plain = Workspace::open(path)?;
    let brief = plain.brief_path();
    let before = plain.check_brief(brief.clone(), reading, Fallback::Today)?;
    let after = outcome.workspace.check_brief(brief.clone(), reading, Fallback::Today)?;
    let statements = statements(&plain, &outcome.workspace, clocks);
    let (sentences, elsewhere) = sentences(&before, &after, &statements);
    let rows = rows(&outcome.workspace);
    let figures = figures_and_tables(&before.edition, &after.edition);
    let figures = figures.into_iter().map(|change| format!("{}: {}", change.part, change.says)).collect();
    Ok(Difference { clocks, brief, statements, sentences, rows, figures, elsewhere })
}

fn statements(plain: &Workspace, laid: &Workspace, clocks: Clocks) -> Vec<StatementChange> {
    let (before, after) = (plain.ledger().at(clocks, &[]), laid.ledger().at(clocks, &[]));
    let mut ids = before.statements();
    ids.extend(after.statements());
    ids.sort();
    ids.dedup();
    let mut changes: Vec<StatementChange> = ids
        .into_iter()
        .filter_map(|id| {
            let was = found(before.statement(id.as_str()));
            let is = found(after.statement(id.as_str()));
            let (moves, why) = compared(was.as_ref(), is.as_ref(), laid, &id)?;
            let either = is.as_ref().or(was.as_ref())?;
            Some(StatementChange {
                moves,
                says: either.statement.says.clone(),
                before: was.as_ref().map(shown).unwrap_or_default(),
                after: is.as_ref().map(shown).unwrap_or_default(),
                why,
                place: place(laid, plain, &id, is.as_ref()),
                id,
            })
        })
        .collect();
    changes.sort_by(|a, b| (a.moves, &a.id).cmp(&(b.moves, &b.id)));
    changes
}

/// What the scenarios do to rows of tables, one line each.
fn rows(laid: &Workspace) -> Vec<String> {
    let scenarios = laid.ledger().scenarios().iter();
    let rows = scenarios.flat_map(|scenario| scenario.rows().map(move |row| (scenario.name.as_str(), row)));
    let line = |(name, (row, does, reason)): (&str, (&str, &str, &str))| match reason {
        "" => format!("{row} {does} ({name})"),
        reason => format!("{row} {does} ({name}: {reason})"),
    };
    rows.map(line).collect()
}

fn found(lookup: Lookup) -> Option<Resolved> {
    match lookup {
        Lookup::Found(resolved) => Some(*resolved),
        _ => None,
    }
}

/// A value; a model's with its band.
fn shown(resolved: &Resolved) -> String {
    let Some(value) = &resolved.value else { return String::new() };
    match &resolved.statement.content {
        Content::Model { run, .. } if run.contains_key("central") => {
            format!("{} [{}]", value.shown(), value.shown_interval())
        }
        _ => value.shown(),
    }
}

/// What happens to a statement, and why; `None` where nothing does.
fn compared(
    was: Option<&Resolved>,
    is: Option<&Resolved>,
    laid: &Workspace,
    id: &StatementId,
) -> Option<(Move, String)> {
    let reason = || {
        let mut touched = laid
            .ledger()
            .scenarios()
            .iter()
            .flat_map(|scenario| scenario.touches.iter().map(move |touch| (scenario.name.as_str(), touch)));
        touched.find(|(_, (touched, _))| touched == id).map(|(name, (_, reason))| format!("{name}: {reason}"))
    };
    match (was, is) {
        (None, None) => None,
        (None, Some(is)) => {
            let method = is.method.word();
            let why = match &is.life {
                Life::Unseen { recorded } => format!("on record only from {recorded}"),
                _ if method == "model" || method == "forecast" => format!("a {method}'s answer"),
                _ => "the scenario says so".to_owned(),
            };
            Some((Move::Added, why))
        }
        (Some(_), None) => Some((Move::Withdrawn, reason().unwrap_or_default())),
        (Some(was), Some(is)) => {
            let alive = |resolved: &Resolved| !matches!(resolved.life, Life::Dead { .. });
            match (&was.life, &is.life) {
                (_, Life::Dead { killer }) if alive(was) => return Some((Move::Dies, killer.says.clone())),
                (Life::Dead { killer }, _) if alive(is) => {
                    return Some((Move::Revives, format!("without the scenario: {}", killer.says)));
                }
                _ => {}
            }
            let mut without_place = (*is.statement).clone();
            without_place.sources.clone_from(&was.statement.sources);
            if was.value != is.value || was.valid != is.valid || without_place != *was.statement {
                let why = reason().unwrap_or_else(|| "an input changes".to_owned());
                return Some((Move::Changed, why));
            }
            match (&was.life, &is.life) {
                (was, is) if was == is => None,
                (_, Life::Due { why, .. }) => Some((Move::Moves, format!("falls due: {why}"))),
                (_, Life::Dead { killer }) => Some((Move::Moves, killer.says.clone())),
                _ => Some((Move::Moves, "how it stands changes".to_owned())),
            }
        }
    }
}

/// Where the scenario says so: its own statement, or the change it makes; else where the statement stands.
fn place(laid: &Workspace, plain: &Workspace, id: &StatementId, is: Option<&Resolved>) -> String {
    let killer = is.and_then(|is| match &is.life {
        Life::Dead { killer } => killer.by.clone(),
        _ => None,
    });
    let touched = laid.ledger().scenarios().iter().find_map(|scenario| scenario.place_of(id));
    let by_killer = killer.and_then(|killer| laid.ledger().place(&killer));
    match touched.or(by_killer).or_else(|| laid.ledger().place(id)) {
        Some(span) => format!("{}:{}", laid.sources().name(span.file), laid.sources().place(span).line),
        None => plain
            .ledger()
            .place(id)
            .map(|span| format!("{}:{}", plain.sources().name(span.file), plain.sources().place(span).line))
            .unwrap_or_default(),
    }
}

/// Sentences whose findings differ or that rest on what changes; findings that no sentence holds beside them.
fn sentences(before: &Report, after: &Report, statements: &[StatementChange]) -> (Vec<SentenceChange>, Vec<String>) {
    let old: BTreeMap<u32, &demarche_brief::edition::Sentence> =
        before.edition.sentences.iter().map(|sentence| (sentence.number, sentence)).collect();
    let brief = after.brief.display().to_string();
    let mut changes = Vec::new();
    for sentence in &after.edition.sentences {
        let earlier = old.get(&sentence.number).map(|old| old.findings.as_slice()).unwrap_or_default();
        let rests = sentence.statements.iter().filter_map(|at| after.edition.bound.get(*at));
        let rests: Vec<String> = rests
            .filter(|bound| statements.iter().any(|change| change.id == bound.id))
            .map(|bound| bound.id.to_string())
            .collect();
        let change = SentenceChange {
            number: sentence.number,
            place: format!("{brief}:{}", sentence.line),
            text: sentence.text.clone(),
            brings: missing(&sentence.findings, earlier),
            clears: missing(earlier, &sentence.findings),
            rests,
        };
        if !(change.brings.is_empty() && change.clears.is_empty() && change.rests.is_empty()) {
            changes.push(change);
        }
    }
    let all = |report: &Report| -> Vec<String> {
        report
            .findings
            .iter()
            .map(|finding| format!("{}[{}]: {}", finding.grade.word(), finding.code, finding.message))
            .collect()
    };
    let (earlier, later) = (all(before), all(after));
    let in_sentences: Vec<&String> = changes.iter().flat_map(|change| &change.brings).collect();
    let elsewhere = missing(&later, &earlier).into_iter().filter(|finding| !in_sentences.contains(&finding)).collect();
    (changes, elsewhere)
}

/// What stands in `these` and not in `those`, each as often as it is there more often.
fn missing(these: &[String], those: &[String]) -> Vec<String> {
    let mut left: Vec<&String> = those.iter().collect();
    let mut missing = Vec::new();
    for one in these {
        match left.iter().position(|other| *other == one) {
            Some(at) => {
                left.swap_remove(at);
            }
            None => missing.push(one.clone()),
        }
    }
    missing
}
