//! Documents without a dossier: read, checked, many at a time.
//!
//! ```text
//! files ─► read ─► Document ─► proof ─► findings ─► one report
//! ```

use std::path::{Path, PathBuf};

use demarche_brief::lexicon::Lexicon;
use demarche_diagnostic::{Diagnostic, Grade, SourceMap};
use demarche_proof::word::{Author, Comment, WordError, with_comments};
use demarche_proof::{CitationForms, Comparison, Office, Setting, compare};
use demarche_read::{Document, Format, Origin};
use demarche_terms::Date;
use rayon::prelude::*;

use crate::files::read_document;
use crate::offices::shipped_offices;
use crate::{HallError, clock, workspace};

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A dossier, or a brief in one.
    Dossier,
    /// One document without a dossier.
    Document(PathBuf),
    /// A folder of documents.
    Folder(PathBuf),
}

impl Subject {
    /// Tells what a path leads to: a dossier wins, then a file is a document and a folder a folder of them.
    ///
    /// # Errors
    /// [`HallError`] where there is nothing at the path.
    pub fn of(path: &Path) -> Result<Self, HallError> {
        match workspace::locate(path) {
            Ok(_) => Ok(Self::Dossier),
            Err(HallError::NotABrief(path)) => Ok(Self::Document(path)),
            Err(HallError::NoDossier(path)) if path.is_dir() => Ok(Self::Folder(path)),
            Err(HallError::NoDossier(path)) => Ok(Self::Document(path)),
            Err(error) => Err(error),
        }
    }
}

/// On which dates documents are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocumentDates {
    /// The day of reading; today where none is given.
    pub as_of: Option<Date>,
    /// The date of every document, in place of what it says itself.
    pub dated: Option<Date>,
}

/// What the checks of documents know: word lists, forms of citations, offices.
pub struct Proofreader {
    lexicon: Lexicon,
    citations: CitationForms,
    offices: Vec<Office>,
}

/// A document that was read and checked.
pub struct Proof {
    /// Its file.
    pub path: PathBuf,
    /// What was read.
    pub document: Document,
    /// The date that it bears.
    pub dated: Option<Date>,
    /// The day of reading.
    pub as_of: Date,
    /// The texts that the findings point into.
    pub sources: SourceMap,
    /// What reading and the checks have to say, in printing order.
    pub findings: Vec<Diagnostic>,
}

/// What is kept of one document of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    /// Its file.
    pub path: PathBuf,
    /// What it was.
    pub format: Format,
    /// How many pages; 1 for formats without pages.
    pub pages: usize,
    /// The date that it bears.
    pub dated: Option<Date>,
    /// Its findings in [`Proofs::findings`].
    pub findings: std::ops::Range<usize>,
}

/// Many documents checked.
#[derive(Default)]
pub struct Proofs {
    /// The documents, in the order of their paths.
    pub documents: Vec<Proved>,
    /// Files that could not be opened.
    pub failures: Vec<HallError>,
    /// The texts that the findings point into.
    pub sources: SourceMap,
    /// Findings, document by document.
    pub findings: Vec<Diagnostic>,
}

impl Proofs {
    /// How many findings are of a grade.
    pub fn count(&self, grade: Grade) -> usize {
        self.findings.iter().filter(|finding| finding.grade == grade).count()
    }

    /// Takes over a document's proof.
    pub fn add(&mut self, proof: Proof) {
        let by = self.sources.append(proof.sources);
        let from = self.findings.len();
        self.findings.extend(proof.findings.into_iter().map(|finding| finding.moved(by)));
        self.documents.push(Proved {
            path: proof.path,
            format: proof.document.format,
            pages: proof.document.pages.len().max(1),
            dated: proof.dated,
            findings: from..self.findings.len(),
        });
    }
}

impl Default for Proofreader {
    /// Knows what comes with the program.
    fn default() -> Self {
        Self { lexicon: Lexicon::shipped(), citations: CitationForms::shipped(), offices: shipped_offices() }
    }
}

impl Proofreader {
    /// Reads and checks one document.
    ///
    /// # Errors
    /// [`HallError`] where the file cannot be opened; what is wrong inside it is among the findings.
    pub fn proof(&self, path: &Path, dates: DocumentDates) -> Result<Proof, HallError> {
        let bytes = read_document(path)?;
        Ok(self.of_bytes(path, &bytes, dates))
    }

    /// Reads and checks a document whose bytes are at hand.
    pub fn of_bytes(&self, path: &Path, bytes: &[u8], dates: DocumentDates) -> Proof {
        let name = path.display().to_string();
        let read = demarche_read::read(bytes, &name);
        let (document, mut findings) = (read.value, read.diagnostics);
        let mut sources = SourceMap::default();
        let file = sources.add_read(name, document.text.clone(), demarche_proof::original(&document));
        let dated = dates.dated.or_else(|| demarche_proof::date_of(&document, &self.lexicon));
        let as_of = dates.as_of.unwrap_or_else(clock::today_here);
        let setting = Setting {
            as_of,
            dated: dates.dated,
            lexicon: &self.lexicon,
            citations: &self.citations,
            offices: &self.offices,
        };
        findings.extend(demarche_proof::check(&document, file, setting));
        Proof { path: path.to_owned(), document, dated, as_of, sources, findings }
    }

    /// Reads and checks many documents on all cores; `done` is called after each.
    ///
    /// The order of paths and not that of the work decides the order of the report.
    pub fn proofs(&self, paths: &[PathBuf], dates: DocumentDates, done: &(dyn Fn() + Sync)) -> Proofs {
        // A wave at a time, so that what was read of a thousand documents is never held at once.
        const WAVE: usize = 64;
        let mut all = Proofs::default();
        for wave in paths.chunks(WAVE) {
            let proofs: Vec<Result<Proof, HallError>> = wave
                .par_iter()
                .map(|path| {
                    let proof = self.proof(path, dates);
                    done();
                    proof
                })
                .collect();
            for proof in proofs {
                match proof {
                    Ok(proof) => all.add(proof),
                    Err(error) => all.failures.push(error),
                }
            }
        }
        all
    }
}

impl Proof {
    /// The DOCX file with each finding as a comment on its words; notes only where asked for.
    ///
    /// # Errors
    /// [`HallError::Document`] where the file is no DOCX, is signed, or is damaged.
    pub fn commented(&self, notes: bool) -> Result<Vec<u8>, HallError> {
        let bytes = read_document(&self.path)?;
        let shown = self.findings.iter().filter(|finding| notes || finding.grade != Grade::Note);
        let comments: Vec<Comment> = shown.filter_map(|finding| self.comment(finding)).collect();
        let author = Author { name: "Demarche", initials: "D", day: self.as_of.to_string() };
        let refused = |error: WordError| HallError::Document(self.path.clone(), error.to_string());
        with_comments(&bytes, &comments, &author).map_err(refused)
    }

    /// A finding as a comment: grade, what is said, background, how to mend.
    fn comment(&self, finding: &Diagnostic) -> Option<Comment> {
        let places = self.document.places(&finding.span?.range());
        let bytes = places.iter().filter_map(|place| match place {
            Origin::Bytes(bytes) => Some(bytes),
            Origin::Glyphs { .. } => None,
        });
        let start = bytes.clone().map(|bytes| bytes.start).min()?;
        let end = bytes.map(|bytes| bytes.end).max()?;
        let mut lines = vec![format!("{} {}: {}", finding.grade.word(), finding.code, finding.message)];
        lines.extend(finding.notes.iter().cloned());
        lines.extend(finding.help.iter().map(|help| format!("To mend: {}", help.text)));
        Some(Comment { spot: start..end, lines })
    }

    /// The document as a web page with its findings marked; notes only where asked for.
    pub fn marked(&self, notes: bool) -> String {
        let shown = self.findings.iter().filter(|finding| notes || finding.grade != Grade::Note);
        demarche_proof::marked(&self.document, &shown.cloned().collect::<Vec<_>>())
    }
}

/// Two editions of one document, neither of them in a dossier.
pub struct Editions {
    /// The older one, as it was checked.
    pub older: Proof,
    /// The newer one.
    pub newer: Proof,
    /// Sentence by sentence.
    pub comparison: Comparison,
}

impl Editions {
    /// Side by side as Markdown for a pull request; kept sentences only with `all`.
    pub fn markdown(&self, all: bool) -> String {
        self.shown(demarche_proof::editions_markdown, all)
    }

    /// Side by side as one web page; kept sentences only with `all`.
    pub fn page(&self, all: bool) -> String {
        self.shown(demarche_proof::editions_page, all)
    }

    fn shown(
        &self,
        show: fn(demarche_proof::Edition<'_>, demarche_proof::Edition<'_>, &Comparison, bool) -> String,
        all: bool,
    ) -> String {
        let names = (self.older.named(), self.newer.named());
        let side = |proof, name| demarche_proof::Edition { document: proof, name };
        show(side(&self.older.document, &names.0), side(&self.newer.document, &names.1), &self.comparison, all)
    }
}

impl Proof {
    /// Its file and, where it says one, its date: "brief.pdf (2019-01-29)".
    pub fn named(&self) -> String {
        match self.dated {
            Some(dated) => format!("{} ({dated})", self.path.display()),
            None => self.path.display().to_string(),
        }
    }
}

impl Proofreader {
    /// Compares two editions; the older one is checked on its own date, so that what it was flagged for is known.
    ///
    /// # Errors
    /// [`HallError`] where a file cannot be opened.
    pub fn editions(&self, older: &Path, newer: &Path) -> Result<Editions, HallError> {
        let own_date = |path: &Path| {
            let proof = self.proof(path, DocumentDates::default())?;
            match proof.dated {
                Some(dated) => self.proof(path, DocumentDates { as_of: Some(dated), dated: None }),
                None => Ok(proof),
            }
        };
        let (older, newer) = (own_date(older)?, own_date(newer)?);
        let comparison = compare(&older.document, &newer.document, &older.findings);
        Ok(Editions { older, newer, comparison })
    }
}

/// Files that can be read as documents below a folder, by path; links are not followed, hidden files left out.
///
/// # Errors
/// [`HallError`] where a folder cannot be listed, or none of its files is a document.
pub fn documents_in(folder: &Path) -> Result<Vec<PathBuf>, HallError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let io = |error| HallError::Io(folder.clone(), error);
        for entry in std::fs::read_dir(&folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            let sort = entry.file_type().map_err(io)?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if sort.is_dir() && !hidden {
                folders.push(entry.path());
            } else if sort.is_file() && !hidden && is_document(&entry.path()) {
                found.push(entry.path());
            }
        }
        if found.len() > MOST_DOCUMENTS {
            return Err(HallError::TooMany(folder, MOST_DOCUMENTS));
        }
    }
    found.sort();
    if found.is_empty() { Err(HallError::NoDocuments(folder.to_owned())) } else { Ok(found) }
}

/// Most documents of one run.
const MOST_DOCUMENTS: usize = 100_000;

fn is_document(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    ["pdf", "html", "htm", "xhtml", "docx", "md", "markdown", "txt"].contains(&extension.as_str())
}
