//! Dossier text to [`Ledger`]: every file read, every name held against what it names.
//!
//! Reading never stops at the first finding. A statement that cannot be used is
//! left out and its id remembered, so that one slip is one finding.

mod basics;
pub(crate) mod formula;
pub(crate) mod keys;
mod link;
pub(crate) mod literal;
pub(crate) mod overlay;
mod parts;
mod reviews;
mod rules;
mod sources;
mod statements;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span, Warned};
use demarche_terms::{HedgeTable, Kind, KindId};

pub use basics::{Manifest, ReviewPolicy, manifest};
pub(crate) use keys::STATEMENT as STATEMENT_KEYS;
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
pub fn read(text: &DossierText, files: &SourceMap, hedges: &HedgeTable) -> Warned<Ledger> {
    let mut sink = Vec::new();
    let mut broken = BTreeSet::new();
    let mut ledger = Ledger::default();
    if let Some(file) = text.manifest {
        ledger.manifest = manifest(file, files).drain_into(&mut sink);
    }
    ledger.kinds = kinds(&text.kinds, files, &mut broken, &mut sink);
    if let Some(policy) = &ledger.manifest.review {
        for kind in
            policy.kinds.iter().filter(|kind| !ledger.kinds.contains_key(*kind) && !broken.contains(kind.as_str()))
        {
            let names = ledger.kinds.keys().map(KindId::as_str);
            sink.push(checks::d0012_reference::finding(policy.at, "kind", kind.as_str(), names));
        }
    }
    if let Some(file) = text.actors {
        ledger.actors = basics::actors(file, files, &mut broken, &mut sink);
    }
    let mut law = Rules::default();
    for file in &text.rules {
        rules::rule_file(*file, files, &mut law, &mut broken, &mut sink);
    }
    let listed = text.sources.map(|file| sources::sources(file, files, &mut broken, &mut sink)).unwrap_or_default();
    ledger.sources_unread = text.sources.is_some() && listed.is_empty();
    for source in law.sources.into_iter().chain(listed) {
        ledger.sources.insert(source.id.clone(), source);
    }
    (ledger.rules, ledger.holidays) = (law.rules, law.holidays);
    if let Some(file) = text.package {
        ledger.tables = tables::tables(file, &text.tables, files, &mut broken, &mut sink);
    }
    ledger.scenarios = text.scenarios.iter().filter_map(|file| overlay::scenario(*file, files, &mut sink)).collect();
    ledger.entries = entries(text, &ledger, files, hedges, &mut broken, &mut sink);
    ledger.former = link::ids(&mut ledger.entries, &mut sink);
    ledger.index();
    if let Some(file) = text.reviews {
        ledger.reviews = reviews::reviews(file, files, &mut sink);
        let ids = ledger.entries.iter().map(|entry| entry.statement.id.as_str());
        reviews::strangers(&ledger.reviews, &broken, ids, &mut sink);
    }
    link::references(&ledger, &broken, &mut sink);
    link::supersessions(&ledger, &mut sink);
    ledger.cut = link::cut(&ledger, &mut sink);
    demarche_diagnostic::sort(&mut sink);
    Warned { value: ledger, diagnostics: sink }
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

fn kinds(
    read: &[FileId],
    files: &SourceMap,
    broken: &mut BTreeSet<String>,
    sink: &mut Vec<Diagnostic>,
) -> BTreeMap<KindId, Kind> {
    let mut kinds = BTreeMap::new();
    let mut places: BTreeMap<KindId, Span> = BTreeMap::new();
    for file in read {
        if let Some((kind, at)) = basics::kind(*file, files, broken, sink) {
            places.insert(kind.id.clone(), at);
            kinds.insert(kind.id.clone(), kind);
        }
    }
    for kind in kinds.values() {
        if let Some(answers) = kind.answers.as_ref().filter(|answers| !kinds.contains_key(*answers))
            && let Some(at) = places.get(&kind.id)
        {
            let names = kinds.keys().map(KindId::as_str);
            sink.push(checks::d0012_reference::finding(*at, "kind", answers.as_str(), names));
        }
    }
    kinds
}

fn entries(
    text: &DossierText,
    ledger: &Ledger,
    files: &SourceMap,
    hedges: &HedgeTable,
    broken: &mut BTreeSet<String>,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let vocabulary = Vocabulary { kinds: &ledger.kinds, rules: &ledger.rules, hedges, files };
    let mut blocks: Vec<Node> =
        text.statements.iter().flat_map(|file| statements::blocks(*file, files, sink)).collect();
    overlay::lay(&ledger.scenarios, &text.figures, &mut blocks, files, broken, sink);
    statements::statements(&blocks, &vocabulary, broken, sink)
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
