//! What `edition` and `diff` may be told.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use demarche::ChangeKind;
use demarche_terms::Date;

use super::{Dates, Denied, ReportFormat};

/// `edition`.
#[derive(Debug, Args)]
pub struct Edition {
    /// What to do with editions.
    #[command(subcommand)]
    pub verb: EditionVerb,
}

/// The verbs of `edition`.
#[derive(Debug, Subcommand)]
pub enum EditionVerb {
    /// Freeze a brief as of its own date: its prose as published, and a lock of all that it rests on.
    Lock(EditionLock),
    /// List every locked edition with what it changed, for the terminal, as JSON or as a page.
    List(EditionList),
    /// Say what an edition is, or build it again to the same bytes.
    Show(EditionShow),
    /// Report every change to what a locked edition rests on.
    Verify(EditionVerify),
}

/// `edition lock`.
#[derive(Debug, Args)]
pub struct EditionLock {
    /// The brief, or the dossier whose main brief is meant.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The kind of change, in place of the computed one; wants a reason.
    #[arg(long, value_enum, requires = "reason")]
    pub kind: Option<EditionKind>,
    /// Why this kind.
    #[arg(long, requires = "kind")]
    pub reason: Option<String>,
}

/// A kind of change that a person chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EditionKind {
    /// The world changed, or what is said about it.
    Substantive,
    /// What was said before did not hold then.
    Correction,
    /// A producer revised a figure, or a later period of it came out.
    DataRefresh,
    /// Wording, names and references.
    Mechanical,
}

impl From<EditionKind> for ChangeKind {
    fn from(kind: EditionKind) -> Self {
        match kind {
            EditionKind::Substantive => Self::Substantive,
            EditionKind::Correction => Self::Correction,
            EditionKind::DataRefresh => Self::DataRefresh,
            EditionKind::Mechanical => Self::Mechanical,
        }
    }
}

/// `edition list`.
#[derive(Debug, Args)]
pub struct EditionList {
    /// The dossier.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// As what.
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
    /// The file to write; standard output if left out.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// As what editions are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Human,
    /// One object with every difference.
    Json,
    /// A page of all editions.
    Html,
}

/// `edition show`.
#[derive(Debug, Args)]
pub struct EditionShow {
    /// The edition's date.
    pub date: Date,
    /// The dossier.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Build the edition again into this folder, from the commit that locked it where the folder has changed since.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `edition verify`.
#[derive(Debug, Args)]
pub struct EditionVerify {
    /// The dossier.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Only the edition of this date.
    #[arg(long, value_name = "DATE")]
    pub edition: Option<Date>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    pub format: ReportFormat,
    /// Further grades that make the exit status 1: query, due, note, or `warnings` for query and due.
    #[arg(long, value_name = "GRADES", value_delimiter = ',')]
    pub deny: Vec<Denied>,
}

/// `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The one version: a date, `rev:REVISION`, `work` for the folder as it lies, or a document's file (PDF, HTML, DOCX, text).
    #[arg(value_name = "A", value_parser = crate::commands::Side::read)]
    pub from: crate::commands::Side,
    /// The other version.
    #[arg(value_name = "B", value_parser = crate::commands::Side::read)]
    pub to: crate::commands::Side,
    /// The dossier, or a brief in it whose words are to be read on both dates.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Dates to read both sides on, in place of their own.
    #[command(flatten)]
    pub dates: Dates,
    /// As what; PDF and Word hold the change memo.
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
    /// The change memo: one or two pages for readers, what changed and why, each line with its source.
    #[arg(long)]
    pub memo: bool,
    /// List what changed elsewhere in the dossier too, not only count it.
    #[arg(long)]
    pub all: bool,
    /// The file to write; standard output if left out, `out/changes-A-B` for PDF and Word.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// As what a difference is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people.
    Human,
    /// One object with every difference.
    Json,
    /// Ready as a comment on a pull request; with --memo the memo as the text of a brief.
    Markdown,
    /// A page with both versions side by side; with --memo the memo as a page.
    Html,
    /// The change memo as PDF.
    Pdf,
    /// The change memo as a Word document.
    Docx,
}
