//! Dossier text to [`Ledger`]: every file read, every name held against what it names.
//!
//! Reading never stops at the first finding. A statement that cannot be used is
//! left out and its id remembered, so that one slip is one finding.

mod agreement;
mod basics;
pub(crate) mod formula;
pub(crate) mod keys;
mod link;
pub(crate) mod literal;
pub(crate) mod overlay;
mod parts;
mod recorded;
mod reviews;
mod rules;
mod sources;
mod statements;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span, Warned};
use demarche_terms::{HedgeTable, Kind, KindId, Source};
use rayon::prelude::*;

pub use basics::{Manifest, ReviewPolicy, manifest};
pub(crate) use keys::{CLAIM as CLAIM_KEYS, STATEMENT as STATEMENT_KEYS};
pub(crate) use link::inputs;
pub(crate) use reviews::Review;
pub(crate) use statements::Entry;

use crate::calendar::Calendar;
use crate::checks;
use crate::ledger::Ledger;
use crate::syntax::{Fields, Node};
use rules::Rules;
use statements::Vocabulary;

/// The version of the dossier format that is read.
pub const FORMAT: i64 = 1;

/// The files of a dossier in a [`SourceMap`]. What is missing is a finding only where something needs it.
#[derive(Clone, Debug, Default)]
pub struct DossierText {
    /// `dossier.toml`.
    pub manifest: Option<FileId>,
    /// `sources.yml`.
    pub sources: Option<FileId>,
    /// `actors.toml`.
    pub actors: Option<FileId>,
    /// `statements/*.toml`.
    pub statements: Vec<FileId>,
    /// `kinds/*.toml`, those that ship with the program first: a later file of the same kind replaces an earlier one.
    pub kinds: Vec<FileId>,
    /// `reviews.toml`.
    pub reviews: Option<FileId>,
    /// Rule files of the dossier's jurisdictions.
    pub rules: Vec<FileId>,
    /// `series/datapackage.json`.
    pub package: Option<FileId>,
    /// CSV files by the path that the package names.
    pub tables: Vec<(String, FileId)>,
    /// Scenario files that are laid over the statements.
    pub scenarios: Vec<FileId>,
    /// What models say to the scenarios' figures; a figure without an answer is left out.
    pub figures: overlay::ModelFigures,
}

/// Reads a dossier. The findings are in printing order.
///
/// Files are read side by side; what they say is put together in the order of the files, so that threads change nothing.
pub fn read(text: &DossierText, files: &SourceMap, hedges: &HedgeTable) -> Warned<Ledger> {
    let (listed, (mut ledger, mut notes)) = rayon::join(|| listed(text, files), || rest(text, files, hedges));
    let sources = notes.take(listed);
    ledger.sources_unread = text.sources.is_some() && sources.is_empty();
    ledger.sources.extend(sources.into_iter().map(|source| (source.id.clone(), source)));
    let Notes { broken, findings: mut sink } = notes;
    ledger.former = link::ids(&mut ledger.entries, &mut sink);
    ledger.index();
    if let Some(file) = text.reviews {
        ledger.reviews = reviews::reviews(file, files, &mut sink);
        let ids = ledger.entries.iter().map(|entry| entry.statement.id.as_str());
        reviews::strangers(&ledger.reviews, &broken, ids, &mut sink);
    }
    sink.extend(held_together(&ledger, files, &broken));
    ledger.cut = link::cut(&ledger, &mut sink);
    demarche_diagnostic::sort(&mut sink);
    Warned { value: ledger, diagnostics: sink }
}

/// Every name held against what it names, and statements against each other; each question is asked on its own.
fn held_together(ledger: &Ledger, files: &SourceMap, broken: &BTreeSet<String>) -> Vec<Diagnostic> {
    type Question<'q> = &'q (dyn Fn(&mut Vec<Diagnostic>) + Sync);
    let questions: [Question<'_>; 4] = [
        &|sink| link::references(ledger, files, broken, sink),
        &|sink| link::supersessions(ledger, sink),
        &|sink| recorded::recorded(ledger, sink),
        &|sink| agreement::agreement(ledger, sink),
    ];
    let found = |ask: &Question<'_>| {
        let mut sink = Vec::new();
        ask(&mut sink);
        sink
    };
    questions.par_iter().flat_map_iter(found).collect()
}

/// Reads rule files alone, without a dossier.
pub fn calendar(rule_files: &[FileId], files: &SourceMap) -> Warned<Calendar> {
    let (mut law, mut broken, mut sink) = (Rules::default(), BTreeSet::new(), Vec::new());
    for file in rule_files {
        rules::rule_file(*file, files, &mut law, &mut broken, &mut sink);
    }
    let Rules { rules, holidays, sources } = law;
    Warned { value: Calendar { rules, holidays, sources }, diagnostics: sink }
}

/// What reading has to say beside what it read.
#[derive(Default)]
struct Notes {
    /// Names whose own blocks cannot be used, so that naming them is no second finding.
    broken: BTreeSet<String>,
    findings: Vec<Diagnostic>,
}

impl Notes {
    /// What `read` gives, with its notes apart.
    fn of<T>(read: impl FnOnce(&mut BTreeSet<String>, &mut Vec<Diagnostic>) -> T) -> (T, Self) {
        let mut notes = Self::default();
        let value = read(&mut notes.broken, &mut notes.findings);
        (value, notes)
    }

    /// The value; its notes are added to these.
    fn take<T>(&mut self, (value, notes): (T, Self)) -> T {
        self.broken.extend(notes.broken);
        self.findings.extend(notes.findings);
        value
    }
}

/// The sources of `sources.yml`.
fn listed(text: &DossierText, files: &SourceMap) -> (Vec<Source>, Notes) {
    Notes::of(|broken, sink| text.sources.map(|file| sources::sources(file, files, broken, sink)).unwrap_or_default())
}

/// Blocks of statements that one thread reads at a time.
const CHUNK: usize = 64;

/// Everything but `sources.yml`.
fn rest(text: &DossierText, files: &SourceMap, hedges: &HedgeTable) -> (Ledger, Notes) {
    let mut notes = Notes::default();
    let mut ledger = Ledger::default();
    if let Some(file) = text.manifest {
        ledger.manifest = manifest(file, files).drain_into(&mut notes.findings);
    }
    ledger.kinds = kinds(&text.kinds, files, &mut notes);
    let Notes { broken, findings: sink } = &mut notes;
    if let Some(policy) = &ledger.manifest.review {
        for kind in
            policy.kinds.iter().filter(|kind| !ledger.kinds.contains_key(*kind) && !broken.contains(kind.as_str()))
        {
            let names = ledger.kinds.keys().map(KindId::as_str);
            let place = link::place_of(kind.as_str(), policy.at, files);
            sink.push(checks::d0012_reference::finding(policy.at, place, "kind", kind.as_str(), names));
        }
    }
    if let Some(file) = text.actors {
        ledger.actors = basics::actors(file, files, broken, sink);
    }
    let mut law = Rules::default();
    for file in &text.rules {
        rules::rule_file(*file, files, &mut law, broken, sink);
    }
    ledger.sources.extend(law.sources.into_iter().map(|source| (source.id.clone(), source)));
    (ledger.rules, ledger.holidays) = (law.rules, law.holidays);
    if let Some(file) = text.package {
        let listed = tables::tables(file, &text.tables, files, broken, sink);
        ledger.tables_unread = listed.is_none();
        ledger.tables = listed.unwrap_or_default();
    }
    ledger.scenarios = text.scenarios.iter().filter_map(|file| overlay::scenario(*file, files, sink)).collect();
    if !ledger.tables_unread {
        overlay::lay_rows(&ledger.scenarios, &mut ledger.tables, files, sink);
    }
    let read = |file: &FileId| Notes::of(|_, sink| statements::blocks(*file, files, sink));
    let read: Vec<_> = text.statements.par_iter().map(read).collect();
    let mut blocks: Vec<Node> = read.into_iter().flat_map(|read| notes.take(read)).collect();
    let Notes { broken, findings: sink } = &mut notes;
    overlay::lay(&ledger.scenarios, &text.figures, &mut blocks, files, broken, sink);
    let vocabulary = Vocabulary { kinds: &ledger.kinds, rules: &ledger.rules, hedges, files };
    let blocks: Vec<Arc<Node>> = blocks.into_iter().map(Arc::new).collect();
    let read =
        |blocks: &[Arc<Node>]| Notes::of(|broken, sink| statements::statements(blocks, &vocabulary, broken, sink));
    let read: Vec<_> = blocks.par_chunks(CHUNK).map(read).collect();
    ledger.entries = read.into_iter().flat_map(|read| notes.take(read)).collect();
    (ledger, notes)
}

fn kinds(texts: &[FileId], files: &SourceMap, notes: &mut Notes) -> BTreeMap<KindId, Kind> {
    let mut kinds = BTreeMap::new();
    let mut places: BTreeMap<KindId, Span> = BTreeMap::new();
    let read = |file: &FileId| Notes::of(|broken, sink| basics::kind(*file, files, broken, sink));
    let read: Vec<_> = texts.par_iter().map(read).collect();
    for (kind, at) in read.into_iter().filter_map(|read| notes.take(read)) {
        places.insert(kind.id.clone(), at);
        kinds.insert(kind.id.clone(), kind);
    }
    for kind in kinds.values() {
        if let Some(answers) = kind.answers.as_ref().filter(|answers| !kinds.contains_key(*answers))
            && let Some(at) = places.get(&kind.id)
        {
            let names = kinds.keys().map(KindId::as_str);
            notes.findings.push(checks::d0012_reference::finding(
                *at,
                link::place_of(answers.as_str(), *at, files),
                "kind",
                answers.as_str(),
                names,
            ));
        }
    }
    kinds
}

/// Refuses a format that this version does not know; a file without one is of the current format.
fn check_format(fields: &Fields<'_>, sink: &mut Vec<Diagnostic>) {
    if let Some(node) = fields.get("format")
        && let Some(found) = node.integer("format", sink)
        && !(1..=FORMAT).contains(&found)
    {
        sink.push(checks::d0020_format::finding(node.span, found, FORMAT));
    }
}
