//! `fix`: edits that findings carry, each tried before it is proposed and written only where it was chosen.
//!
//! An edit is proposed where a check of the edited texts on the same clocks has its finding no longer and has none that
//! was not there before, notes apart. All that are chosen are tried together once more before anything is written.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use demarche_diagnostic::{Code, Diagnostic, Edit, FileId, Grade, SourceMap, apply, mended, unified};
use rayon::prelude::*;

use crate::busy::Busy;
use crate::tree::{Folder, Overlay};
use crate::{HallError, Reading, Report, Target, Workspace, d0090_encoding, files};

/// One edit that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its number among the proposals, from 1.
    pub number: usize,
    /// The finding's code.
    pub code: Code,
    /// The finding's grade.
    pub grade: Grade,
    /// What was found.
    pub message: String,
    /// What the edit does.
    pub why: String,
    /// Whether other edits mend the finding as well, so that a person must choose.
    pub alternative: bool,
    /// The file as findings print it.
    pub file: PathBuf,
    /// Line of the edit, from 1.
    pub line: usize,
    /// What is replaced.
    pub words: String,
    /// The edit.
    pub edit: Edit,
    /// The file before and after, as a unified difference.
    pub diff: String,
    /// Ids that it is about: those that it writes or takes away, and the statements that the finding points at.
    pub about: Vec<String>,
    /// The finding, by its place in the report.
    finding: usize,
}

/// An edit that was tried and is not proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// The finding's code.
    pub code: Code,
    /// The file as findings print it.
    pub file: PathBuf,
    /// Line of the edit, from 1.
    pub line: usize,
    /// What would be replaced, and by what.
    pub words: (String, String),
    /// Why it is not proposed.
    pub reason: Reason,
}

/// Why an edit is not proposed or not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The finding would still be there.
    Stays,
    /// Another finding would come; its grade, code and message.
    Brings(String),
    /// It touches the same words as another that is applied.
    Overlaps,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stays => f.write_str("the finding would still be there"),
            Self::Brings(finding) => write!(f, "it would bring {finding}"),
            Self::Overlaps => f.write_str("it touches the same words as another that is applied"),
        }
    }
}

/// What a check's findings come to.
pub struct Fixes {
    /// The check.
    pub report: Report,
    /// Edits that mend, by file and place.
    pub proposals: Vec<Proposal>,
    /// Edits that do not, in the same order.
    pub withheld: Vec<Withheld>,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Files that were written, in the order of names.
    pub files: Vec<PathBuf>,
    /// Numbers of the proposals that were applied.
    pub applied: Vec<usize>,
    /// Numbers of those that were chosen and left, with the reason.
    pub left: Vec<(usize, Reason)>,
}

impl Workspace {
    /// Every edit that mends a finding of a check, tried one by one.
    ///
    /// Files that ship with the program and files that are no UTF-8 have none: what was read of them is not what lies on
    /// disk.
    ///
    /// # Errors
    /// [`HallError`] where a file cannot be read.
    pub fn fixes(&mut self, reading: Reading) -> Result<Fixes, HallError> {
        let report = self.check(reading)?;
        let (mut proposals, mut withheld) = (Vec::new(), Vec::new());
        let candidates = self.candidates(&report);
        let trial = Trial::of(self, &report);
        let tried: Vec<Result<Option<Reason>, HallError>> =
            candidates.par_iter().map(|proposal| trial.reason_against(&[proposal])).collect();
        for (proposal, reason) in candidates.into_iter().zip(tried) {
            match reason? {
                None => proposals.push(proposal),
                Some(reason) => withheld.push(Withheld {
                    code: proposal.code,
                    file: proposal.file,
                    line: proposal.line,
                    words: (proposal.words, proposal.edit.text),
                    reason,
                }),
            }
        }
        let findings: Vec<usize> = proposals.iter().map(|proposal| proposal.finding).collect();
        for (at, proposal) in proposals.iter_mut().enumerate() {
            proposal.number = at + 1;
            proposal.alternative = findings.iter().filter(|finding| **finding == proposal.finding).count() > 1;
        }
        Ok(Fixes { report, proposals, withheld })
    }

    /// Edits as findings carry them, untried and without numbers; one that several findings carry is of the first.
    fn candidates(&self, report: &Report) -> Vec<Proposal> {
        let sources = self.sources();
        let broken = |file: FileId| {
            let of_file = |finding: &&Diagnostic| finding.span.is_some_and(|span| span.file == file);
            report.findings.iter().filter(of_file).any(|finding| finding.code == d0090_encoding::RULE.code)
        };
        let mut candidates: Vec<Proposal> = Vec::new();
        for (at, finding) in report.findings.iter().enumerate() {
            for (why, edit) in finding.edits() {
                let name = sources.name(edit.span.file);
                let known = candidates.iter().any(|other| other.edit == *edit);
                if !known && !name.starts_with('<') && !broken(edit.span.file) {
                    candidates.push(candidate(at, finding, why, edit, sources));
                }
            }
        }
        candidates
    }

    /// Writes the chosen proposals, each file whole or not at all.
    ///
    /// Where they do not go together, they are taken in their order as long as they do.
    ///
    /// # Errors
    /// [`HallError::Changed`] where a file is no longer the one that was checked, [`HallError::Busy`] where another
    /// process writes into the dossier, else [`HallError`]; nothing is written then.
    pub fn apply(&self, fixes: &Fixes, chosen: &[usize]) -> Result<Applied, HallError> {
        let wanted: Vec<&Proposal> =
            fixes.proposals.iter().filter(|proposal| chosen.contains(&proposal.number)).collect();
        let mut done = Applied::default();
        if wanted.is_empty() {
            return Ok(done);
        }
        let _busy = Busy::take(self.root())?;
        let trial = Trial::of(self, &fixes.report);
        let mut taken = Vec::new();
        if trial.reason_against(&wanted)?.is_none() {
            taken = wanted;
        } else {
            for proposal in wanted {
                taken.push(proposal);
                if let Some(reason) = trial.reason_against(&taken)? {
                    taken.pop();
                    done.left.push((proposal.number, reason));
                }
            }
        }
        let edits: Vec<&Edit> = taken.iter().map(|proposal| &proposal.edit).collect();
        let mut texts = Vec::new();
        for (file, text) in trial.edited(&edits).unwrap_or_default() {
            let path = PathBuf::from(self.sources().name(file));
            let lies = std::fs::read(&path).map_err(|error| HallError::Io(path.clone(), error))?;
            if lies != self.sources().text(file).as_bytes() {
                return Err(HallError::Changed(path));
            }
            texts.push((path, text.into_bytes()));
        }
        files::write_all_atomically(&texts)?;
        done.files = texts.into_iter().map(|(path, _)| path).collect();
        done.applied = taken.iter().map(|proposal| proposal.number).collect();
        Ok(done)
    }
}

fn candidate(at: usize, finding: &Diagnostic, why: &str, edit: &Edit, sources: &SourceMap) -> Proposal {
    let name = sources.name(edit.span.file);
    let words = sources.words(edit.span).to_owned();
    let bare = |text: &str| text.trim_matches(['"', '\'']).to_owned();
    let mut about = vec![bare(&words), bare(&edit.text)];
    about.extend(finding.others.iter().map(|label| bare(sources.words(label.span))));
    Proposal {
        number: 0,
        code: finding.code,
        grade: finding.grade,
        message: finding.message.clone(),
        why: why.to_owned(),
        alternative: false,
        file: PathBuf::from(name),
        line: sources.place(edit.span).line,
        words,
        edit: edit.clone(),
        diff: unified(name, sources.text(edit.span.file), &[edit]),
        about,
        finding: at,
    }
}

/// A check that edits are tried against.
struct Trial<'a> {
    root: &'a Path,
    target: &'a Target,
    sources: &'a SourceMap,
    findings: &'a [Diagnostic],
    reading: Reading,
}

impl<'a> Trial<'a> {
    fn of(workspace: &'a Workspace, report: &'a Report) -> Self {
        let reading = Reading { as_of: Some(report.clocks.as_of), known_by: Some(report.clocks.known_by) };
        let (root, target) = (workspace.root(), workspace.target());
        Self { root, target, sources: workspace.sources(), findings: &report.findings, reading }
    }

    /// Why these proposals do not mend their findings together; `None` where they do.
    fn reason_against(&self, proposals: &[&Proposal]) -> Result<Option<Reason>, HallError> {
        let edits: Vec<&Edit> = proposals.iter().map(|proposal| &proposal.edit).collect();
        let Some(texts) = self.edited(&edits) else { return Ok(Some(Reason::Overlaps)) };
        let mut tree = Overlay::over(Folder(self.root.to_owned()));
        for (file, text) in texts {
            tree = tree.with(self.name_of(file)?, text);
        }
        let mut then = Workspace::of(self.root.to_owned(), self.target.clone(), Box::new(tree))?;
        let after = then.check(self.reading)?.findings;
        let mended = mended((self.findings, self.sources), (&after, then.sources()), &edits);
        if let Some(come) = mended.come.first() {
            let come = &after[*come];
            let said = format!("{}[{}]: {}", come.grade.word(), come.code, come.message);
            return Ok(Some(Reason::Brings(said)));
        }
        let stays = proposals.iter().any(|proposal| !mended.gone.contains(&proposal.finding));
        Ok(stays.then_some(Reason::Stays))
    }

    /// The texts that edits change, by file; `None` where two edits touch the same words.
    fn edited(&self, edits: &[&Edit]) -> Option<BTreeMap<FileId, String>> {
        let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in edits {
            by_file.entry(edit.span.file).or_default().push(edit);
        }
        by_file.into_iter().map(|(file, edits)| Some((file, apply(self.sources.text(file), &edits)?))).collect()
    }

    /// A file's name from the dossier's folder.
    fn name_of(&self, file: FileId) -> Result<PathBuf, HallError> {
        crate::workspace::name_below(self.root, Path::new(self.sources.name(file)))
    }
}
