//! `build`: a checked brief as PDF, web page and data, all or nothing.

use std::path::{Path, PathBuf};

use demarche_brief::edition::Edition;
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_press::Fill;

use crate::check::{Fallback, Report};
use crate::{HallError, Output, Reading, Workspace, d0160_overflow, export, write_atomically};

/// What is built and where.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// The folder that receives the files.
    pub out: PathBuf,
    /// Build over open errors, stamped so on every page.
    pub draft: bool,
    /// The fact-check packet as well.
    pub packet: bool,
}

/// What came of a build.
pub struct Built {
    /// What the check found.
    pub report: Report,
    /// The files, in the order written; empty where the findings stopped the build.
    pub files: Vec<Output>,
    /// Pages of the PDF and how full they are; `None` where it was not set.
    pub pages: Option<(usize, Fill)>,
}

impl Workspace {
    /// Builds the brief that PATH leads to as of its own date, unless another is asked for.
    ///
    /// With findings that stop a build nothing is written, unless a draft is asked for.
    ///
    /// # Errors
    /// [`HallError`] where the brief cannot be read, set or written.
    pub fn build(&mut self, reading: Reading, options: &BuildOptions) -> Result<Built, HallError> {
        let path = self.brief_path();
        let mut report = self.check_brief(path, reading, Fallback::FrontMatter)?;
        let open = report.findings.iter().filter(|finding| finding.grade.stops_a_build()).count();
        if open > 0 && !options.draft {
            return Ok(Built { report, files: Vec::new(), pages: None });
        }
        if options.draft {
            report.edition.meta.draft = Some(stamp(&report));
        }
        report.edition.meta.change = self.locked_change(&report)?;
        let mut set = self.set(&report.edition)?;
        let pages = Some((set.pages, set.fill));
        if let Some(overflow) = set.overflow() {
            report.findings.push(overflow);
            if !options.draft {
                return Ok(Built { report, files: Vec::new(), pages });
            }
        }
        if options.packet {
            let packet = demarche_publish::packet(&report.edition).into_bytes();
            set.outputs.push(("packet.html", packet, "fact-check packet"));
        }
        let files = set.write(&options.out, &stem(&report.brief))?;
        Ok(Built { report, files, pages })
    }
}

/// What an edition is published as.
pub(crate) struct Set {
    /// Ending, bytes, what it is.
    outputs: Vec<(&'static str, Vec<u8>, &'static str)>,
    pages: usize,
    fill: Fill,
}

impl Workspace {
    /// Sets an edition; nothing is written.
    ///
    /// # Errors
    /// [`HallError::Press`].
    pub(crate) fn set(&self, edition: &Edition) -> Result<Set, HallError> {
        let pressed = demarche_press::press(edition).map_err(HallError::Press)?;
        let linked = demarche_publish::json_ld(edition, &export::names(self.ledger()));
        let outputs = vec![
            ("pdf", pressed.pdf, "two pages, PDF/A-2a and PDF/UA-1"),
            ("html", demarche_publish::html(edition).into_bytes(), "web page"),
            ("json", demarche_publish::json(edition).into_bytes(), "edition as data"),
            ("jsonld", linked.into_bytes(), "edition as linked data"),
            ("statements.csv", demarche_publish::csv(edition).into_bytes(), "bound statements"),
        ];
        Ok(Set { outputs, pages: pressed.pages, fill: pressed.fill })
    }
}

impl Set {
    /// The finding for an edition that overflows its pages.
    pub fn overflow(&self) -> Option<Diagnostic> {
        d0160_overflow::finding(self.pages, &self.fill)
    }

    /// Every output by its ending.
    pub fn named(&self) -> Vec<(String, Vec<u8>)> {
        self.outputs.iter().map(|(ending, bytes, _)| ((*ending).to_owned(), bytes.clone())).collect()
    }

    /// Writes every output as `stem.ending`.
    ///
    /// # Errors
    /// [`HallError::Io`] names the file.
    pub fn write(self, out: &Path, stem: &str) -> Result<Vec<Output>, HallError> {
        let mut files = Vec::new();
        for (ending, bytes, what) in self.outputs {
            let path = out.join(format!("{stem}.{ending}"));
            write_atomically(&path, &bytes)?;
            files.push(Output { path, bytes: bytes.len(), what });
        }
        Ok(files)
    }
}

/// The brief's file name without its ending.
fn stem(brief: &Path) -> String {
    brief.file_stem().map_or_else(|| "brief".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Why this is a draft, as every page prints it.
fn stamp(report: &Report) -> String {
    let counted = |grade: Grade, one: &str, many: &str| match report.count(grade) {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let open = [
        counted(Grade::Error, "open error", "open errors"),
        counted(Grade::Contradicted, "contradiction", "contradictions"),
        counted(Grade::Query, "open query", "open queries"),
        counted(Grade::Due, "point due", "points due"),
    ];
    let open: Vec<String> = open.into_iter().flatten().collect();
    if open.is_empty() { "not yet released".to_owned() } else { open.join(", ") }
}
