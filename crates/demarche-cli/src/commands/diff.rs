//! `demarche diff`

use std::path::PathBuf;

use demarche::{Comparison, Version, compare, show, write_document};

use super::{Failure, Outcome, editions, print};
use crate::arguments::{Diff, DiffFormat};
use crate::terminal::{Progress, strong};

pub fn run(command: &Diff, quiet: bool) -> Result<Outcome, Failure> {
    let (bytes, what): (Vec<u8>, &'static str) = match (&command.from, &command.to) {
        (Side::Version(from), Side::Version(to)) => versions(command, from, to, quiet)?,
        (Side::Document(older), Side::Document(newer)) if !command.memo => {
            (editions::run(older, newer, command.format, command.all, quiet)?.into_bytes(), "difference")
        }
        (Side::Document(_), Side::Document(_)) => {
            return Err("--memo is written from a dossier's statements; two documents have none".into());
        }
        _ => return Err("a version of a dossier and a document are not compared: give two of one sort".into()),
    };
    match command.target() {
        None => print(&String::from_utf8_lossy(&bytes))?,
        Some(path) => {
            let written = write_document(&path, &bytes, what)?;
            if !quiet {
                print(&format!(
                    "  wrote       {} ({what}, {} kB)\n",
                    strong(path.display()),
                    written.bytes.div_ceil(1000)
                ))?;
            }
        }
    }
    Ok(Outcome::Clean)
}

fn versions(command: &Diff, from: &Version, to: &Version, quiet: bool) -> Result<(Vec<u8>, &'static str), Failure> {
    let _progress = Progress::new(quiet, "comparing");
    let mut comparison = compare(&command.path, from, to, command.dates.into())?;
    if command.is_memo() {
        return memo(command, &mut comparison);
    }
    let diff = &comparison.diff;
    let text = match command.format {
        DiffFormat::Json => show::json(diff),
        DiffFormat::Markdown => show::markdown(diff),
        DiffFormat::Html => show::html(diff),
        DiffFormat::Human | DiffFormat::Pdf | DiffFormat::Docx => show::human(diff, command.all),
    };
    // The process ends soon and gives all of it back at once.
    std::mem::forget(comparison);
    Ok((text.into_bytes(), "difference"))
}

fn memo(command: &Diff, comparison: &mut Comparison) -> Result<(Vec<u8>, &'static str), Failure> {
    if command.format == DiffFormat::Docx {
        return Ok((demarche_publish::docx_memo(&comparison.word_memo())?, "change memo, Word"));
    }
    let memo = comparison.memo()?;
    Ok(match command.format {
        DiffFormat::Pdf => (memo.pdf, "change memo, PDF/A-2a and PDF/UA-1"),
        DiffFormat::Html => (demarche_publish::html(&memo.edition).into_bytes(), "change memo, web page"),
        DiffFormat::Json => (demarche_publish::json(&memo.edition).into_bytes(), "change memo, data"),
        _ => (memo.text.into_bytes(), "change memo, text of a brief"),
    })
}

/// What stands on a side of `diff`.
#[derive(Clone, Debug)]
pub enum Side {
    /// A version of a dossier.
    Version(Version),
    /// A document without a dossier.
    Document(PathBuf),
}

impl Side {
    /// A version, or the name of a file that is there.
    pub fn read(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(version) => Ok(Self::Version(version)),
            Err(_) if std::path::Path::new(text).exists() => Ok(Self::Document(PathBuf::from(text))),
            Err(why) => Err(format!("{why}, or the name of a file that is there")),
        }
    }

    fn named(&self) -> String {
        match self {
            Self::Version(version) => version.to_string(),
            Self::Document(path) => path.display().to_string(),
        }
    }
}

impl Diff {
    /// PDF and Word are made for reading: they hold the memo.
    fn is_memo(&self) -> bool {
        self.memo || matches!(self.format, DiffFormat::Pdf | DiffFormat::Docx)
    }

    /// The file to write; `None` for standard output.
    fn target(&self) -> Option<PathBuf> {
        let ending = match self.format {
            DiffFormat::Pdf => "pdf",
            DiffFormat::Docx => "docx",
            _ => return self.out.clone(),
        };
        let name = |text: String| text.replace(|c: char| !(c.is_ascii_alphanumeric() || c == '-'), "-");
        let (from, to) = (name(self.from.named()), name(self.to.named()));
        Some(self.out.clone().unwrap_or_else(|| PathBuf::from(format!("out/changes-{from}-{to}.{ending}"))))
    }
}
