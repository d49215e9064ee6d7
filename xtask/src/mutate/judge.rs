//! One variant through the hall, and what became of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use demarche::{HallError, Overlay, Reading, Report, Target, Tree, Workspace};
use demarche_diagnostic::{Diagnostic, Grade, Span};
use demarche_publish::Edition;

use super::faults::{Alters, Change, Variant};
use super::raw::Raw;
use super::reach::{Reach, Thing};

/// The check of a table's bytes against the hash in its description: a catch by hash, not by meaning.
const HASH: &str = "D0021";

/// What a fault would do to a reader, judged from the raw text alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// It alters printed words, or an input that something printed rests on.
    Harmful,
    /// Nothing printed rests on what it alters.
    Unused,
    /// It alters nothing that a reader could mean.
    Nothing,
}

/// What came of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Exit 1, with a finding at the altered place or where it is printed.
    Caught,
    /// Exit 1, or 2 with a message, but no finding at the place.
    Elsewhere,
    /// Exit 1 by a hash alone.
    Hash,
    /// `check` lets it pass, and the lock of the brief's edition names the place: exit 1 of `edition verify`.
    Locked,
    /// Exit 0 with a new query or a point that is due, and no word from a lock.
    Asked,
    /// Exit 0 and nothing new is said, by a lock neither.
    Missed,
    /// A panic: never to happen.
    Panicked,
}

/// A judged variant.
pub struct Outcome {
    pub harm: Harm,
    pub verdict: Verdict,
    /// Codes of the new findings, in order.
    pub codes: Vec<String>,
    /// Cells of figures and tables that were filled before and are empty or gone, with exit 0.
    pub vanished: usize,
    /// Whether page, edition and rows keep every byte; asked only where nothing is altered.
    pub same: Option<bool>,
    /// Where the fault stands: file and line.
    pub place: (String, usize),
}

/// What every variant is held against.
pub struct Bench<'a> {
    raw: &'a Raw,
    reach: &'a Reach,
    root: PathBuf,
    base: Files,
    reading: Reading,
    said: BTreeSet<(String, String)>,
    /// What the lock of the brief's edition says of the dossier as it is; `None` where it was not locked.
    locked: Option<BTreeSet<(String, String)>>,
    filled: usize,
    outputs: [String; 3],
}

/// A dossier's files in memory, shared by all variants.
#[derive(Clone)]
struct Files(Arc<BTreeMap<PathBuf, Vec<u8>>>);

impl Tree for Files {
    fn bytes(&self, name: &Path) -> Result<Option<Vec<u8>>, HallError> {
        Ok(self.0.get(name).cloned())
    }

    fn list(&self, folder: &Path, extension: &str) -> Result<Vec<PathBuf>, HallError> {
        let here = |name: &&PathBuf| name.parent() == Some(folder) && name.extension().is_some_and(|e| e == extension);
        Ok(self.0.keys().filter(here).cloned().collect())
    }
}

impl<'a> Bench<'a> {
    /// Checks the dossier as it is; nothing may stop it.
    pub fn new(raw: &'a Raw, reach: &'a Reach, root: &Path) -> Result<Self, String> {
        let on_disk = raw.files.iter().filter(|(name, _)| root.join(name).is_file());
        let base = Files(Arc::new(on_disk.map(|(name, bytes)| (PathBuf::from(name), bytes.clone())).collect()));
        let as_of = raw.date.parse().map_err(|_| format!("{}: no date in the front matter", raw.brief))?;
        let reading = Reading { as_of: Some(as_of), known_by: None };
        let (workspace, report) = check(root, Box::new(base.clone()), reading).map_err(|error| error.to_string())?;
        let open: Vec<&Diagnostic> = report.findings.iter().filter(|finding| finding.grade.stops_a_build()).collect();
        if let Some(first) = open.first() {
            return Err(format!(
                "the dossier must check clean first: {}[{}]: {}",
                first.grade.word(),
                first.code,
                first.message
            ));
        }
        let lock = Path::new("briefs/editions").join(format!("{as_of}.lock"));
        let locked = match base.0.contains_key(&lock) {
            true => Some(verify(workspace, &report).map_err(|error| error.to_string())?.1.iter().map(said).collect()),
            false => None,
        };
        Ok(Self {
            raw,
            locked,
            reach,
            root: root.to_owned(),
            base,
            reading,
            said: report.findings.iter().map(said).collect(),
            filled: filled(&report.edition),
            outputs: outputs(&report.edition),
        })
    }

    /// One variant, checked and judged.
    pub fn judge(&self, variant: &Variant) -> Outcome {
        let (harm, printed) = self.harm(variant);
        let (tree, place) = self.tree(variant);
        let ran = catch_unwind(AssertUnwindSafe(|| check(&self.root, tree, self.reading)));
        let line = |at: usize| self.raw.text(&variant.file)[..at].matches('\n').count() + 1;
        let mut outcome = Outcome {
            harm,
            verdict: Verdict::Panicked,
            codes: Vec::new(),
            vanished: 0,
            same: None,
            place: (variant.file.clone(), line(first_change(variant))),
        };
        match ran {
            Err(_) => {}
            Ok(Err(error)) => {
                outcome.verdict = Verdict::Elsewhere;
                outcome.codes = vec![format!("exit 2: {error}")];
            }
            Ok(Ok((workspace, report))) => {
                let new: Vec<&Diagnostic> =
                    report.findings.iter().filter(|finding| !self.said.contains(&said(finding))).collect();
                let right = |finding: &&Diagnostic| self.touches(variant, &workspace, finding, &place, &printed);
                outcome.verdict = verdict(&new, right);
                outcome.codes = codes(&new);
                if harm == Harm::Nothing {
                    outcome.same = Some(outputs(&report.edition) == self.outputs);
                }
                if harm == Harm::Harmful && matches!(outcome.verdict, Verdict::Asked | Verdict::Missed) {
                    match catch_unwind(AssertUnwindSafe(|| self.by_lock(variant, workspace, &report, &place, &printed)))
                    {
                        Err(_) => outcome.verdict = Verdict::Panicked,
                        Ok(Some((verdict, codes))) => (outcome.verdict, outcome.codes) = (verdict, codes),
                        Ok(None) => outcome.vanished = self.filled.saturating_sub(filled(&report.edition)),
                    }
                }
            }
        }
        outcome
    }

    /// What the lock of the brief's edition says where `check` let a variant pass; `None` where it stops nothing.
    fn by_lock(
        &self,
        variant: &Variant,
        workspace: Workspace,
        report: &Report,
        place: &Range<usize>,
        printed: &[Range<usize>],
    ) -> Option<(Verdict, Vec<String>)> {
        let before = self.locked.as_ref()?;
        let (workspace, findings) = match verify(workspace, report) {
            Ok(verified) => verified,
            Err(error) => return Some((Verdict::Elsewhere, vec![format!("exit 2: {error}")])),
        };
        let new: Vec<&Diagnostic> = findings.iter().filter(|finding| !before.contains(&said(finding))).collect();
        let mut stops = new.iter().copied().filter(|finding| finding.grade.stops_a_build()).peekable();
        stops.peek()?;
        let named = stops.any(|finding| self.touches(variant, &workspace, finding, place, printed));
        Some((if named { Verdict::Locked } else { Verdict::Elsewhere }, codes(&new)))
    }

    /// The PDF of a variant, and of the dossier as it is, byte for byte alike.
    #[cfg(feature = "pdf")]
    pub fn same_pdf(&self, variant: &Variant) -> Result<bool, String> {
        let pdf = |tree: Box<dyn Tree>| {
            let report = check(&self.root, tree, self.reading).map_err(|error| error.to_string())?.1;
            Ok::<_, String>(demarche_press::press(&report.edition).map_err(|error| error.to_string())?.pdf)
        };
        Ok(pdf(self.tree(variant).0)? == pdf(Box::new(self.base.clone()))?)
    }

    /// The dossier with the fault laid over it, and the concerned place in the changed file.
    fn tree(&self, variant: &Variant) -> (Box<dyn Tree>, Range<usize>) {
        let over = Overlay::over(self.base.clone());
        match variant.apply(self.raw) {
            None => (Box::new(over.without(&variant.file)), 0..0),
            Some((bytes, place)) => (Box::new(over.with(&variant.file, bytes)), place),
        }
    }

    /// The harm, and the places in the brief that print what is altered.
    fn harm(&self, variant: &Variant) -> (Harm, Vec<Range<usize>>) {
        match &variant.alters {
            Alters::Print(place) => (Harm::Harmful, vec![place.clone()]),
            Alters::File => {
                let printed = self.reach.within(self.raw, &variant.file);
                (if printed { Harm::Harmful } else { Harm::Unused }, Vec::new())
            }
            Alters::Nothing => (Harm::Nothing, Vec::new()),
            Alters::Inputs(things) => {
                let places: Vec<Range<usize>> =
                    things.iter().flat_map(|thing| self.reach.places(thing)).cloned().collect();
                (if places.is_empty() { Harm::Unused } else { Harm::Harmful }, places)
            }
        }
    }

    /// Whether a finding points at the fault: at the altered place, at words that print what it alters, or at words
    /// that name what is gone.
    fn touches(
        &self,
        variant: &Variant,
        workspace: &Workspace,
        finding: &Diagnostic,
        place: &Range<usize>,
        printed: &[Range<usize>],
    ) -> bool {
        if matches!(variant.alters, Alters::File) {
            return true;
        }
        let sources = workspace.sources();
        let file = |span: Span| {
            let name = sources.name(span.file);
            Path::new(name).strip_prefix(&self.root).map_or(name.to_owned(), |name| name.to_string_lossy().into_owned())
        };
        let mut names = names(self.raw, variant);
        // A figure or table that prints what is altered, by its own name.
        let drawn = self.raw.fences.iter().filter(|fence| printed.contains(&fence.range));
        names.extend(drawn.filter_map(|fence| fence.keys.get("id").and_then(|id| id.as_str()).map(str::to_owned)));
        let at = |span: Span| {
            let name = file(span);
            let brief = name == self.raw.brief && variant.file != self.raw.brief;
            (name == variant.file && meet(&span.range(), place))
                || (brief && printed.iter().any(|printed| meet(&span.range(), printed)))
                || names.iter().any(|name| sources.words(span).contains(name.as_str()))
        };
        finding.span.is_some_and(at) || finding.others.iter().any(|other| at(other.span))
    }
}

/// The place of the first byte that is changed.
fn first_change(variant: &Variant) -> usize {
    match &variant.change {
        Change::Splice(edits) => edits.first().map_or(0, |(range, _)| range.start),
        Change::Bytes(_) | Change::Remove => 0,
    }
}

/// What the altered things are called where others refer to them.
fn names(raw: &Raw, variant: &Variant) -> Vec<String> {
    let Alters::Inputs(things) = &variant.alters else { return Vec::new() };
    let named = things.iter().filter_map(|thing| match thing {
        Thing::Statement(at) => Some(raw.statements[*at].id.clone()),
        Thing::Source(name) | Thing::Rule(name) | Thing::Actor(name) | Thing::Column(_, name) => Some(name.clone()),
        Thing::Row(..) => None,
    });
    named.collect()
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start <= b.end && b.start <= a.end
}

fn check(root: &Path, tree: Box<dyn Tree>, reading: Reading) -> Result<(Workspace, Report), HallError> {
    let mut workspace = Workspace::of(root.to_owned(), Target::Dossier, tree)?;
    let report = workspace.check(reading)?;
    Ok((workspace, report))
}

/// What `edition verify` says of the edition of the day that a report was made for.
fn verify(mut workspace: Workspace, report: &Report) -> Result<(Workspace, Vec<Diagnostic>), HallError> {
    let verified = workspace.verify_editions(Some(report.clocks.as_of))?;
    let findings = verified.into_iter().flat_map(|edition| edition.findings).collect();
    Ok((workspace, findings))
}

fn said(finding: &Diagnostic) -> (String, String) {
    (finding.code.to_string(), finding.message.clone())
}

fn verdict(new: &[&Diagnostic], right: impl Fn(&&Diagnostic) -> bool) -> Verdict {
    let stops: Vec<&Diagnostic> = new.iter().copied().filter(|finding| finding.grade.stops_a_build()).collect();
    let meaning: Vec<&Diagnostic> = stops.iter().copied().filter(|finding| finding.code.0 != HASH).collect();
    match (stops.is_empty(), meaning.is_empty()) {
        (_, false) if meaning.iter().any(right) => Verdict::Caught,
        (_, false) => Verdict::Elsewhere,
        (false, true) => Verdict::Hash,
        (true, true) if new.iter().any(|finding| matches!(finding.grade, Grade::Query | Grade::Due)) => Verdict::Asked,
        (true, true) => Verdict::Missed,
    }
}

fn codes(new: &[&Diagnostic]) -> Vec<String> {
    let codes: BTreeSet<(Grade, String)> =
        new.iter().map(|finding| (finding.grade, finding.code.to_string())).collect();
    codes.into_iter().map(|(grade, code)| format!("{}[{code}]", grade.word())).collect()
}

/// Cells of figures and tables that hold something.
fn filled(edition: &Edition) -> usize {
    let figures = edition.blocks.iter().filter_map(|block| match block {
        demarche_brief::edition::Block::Figure(figure) => Some(&figure.table),
        demarche_brief::edition::Block::Table(table) => Some(table),
        _ => None,
    });
    let cells = figures.chain(&edition.annexes).flat_map(|table| table.rows.iter().flatten());
    cells.filter(|cell| !cell.is_empty() && *cell != "none on record").count()
}

/// Everything that is published of an edition but the PDF, which is a function of the same edition.
fn outputs(edition: &Edition) -> [String; 3] {
    [demarche_publish::html(edition), demarche_publish::json(edition), demarche_publish::csv(edition)]
}
