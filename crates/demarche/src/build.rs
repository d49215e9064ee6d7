//! `build`: a checked brief as PDF, web page and data, all or nothing.

use std::path::{Path, PathBuf};

use demarche_diagnostic::Grade;
use demarche_press::Fill;

use crate::check::{Fallback, Report};
use crate::{HallError, Reading, Workspace, d0160_overflow, export, write_atomically};

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

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where.
    pub path: PathBuf,
    /// Its size.
    pub bytes: usize,
    /// What it is, in a word or two.
    pub what: &'static str,
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
        let pressed = demarche_press::press(&report.edition).map_err(HallError::Press)?;
        let pages = Some((pressed.pages, pressed.fill));
        if let Some(overflow) = d0160_overflow::finding(pressed.pages, &pressed.fill) {
            report.findings.push(overflow);
            if !options.draft {
                return Ok(Built { report, files: Vec::new(), pages });
            }
        }
        let edition = &report.edition;
        let name = stem(&report.brief);
        let mut outputs: Vec<(String, Vec<u8>, &'static str)> = vec![
            (format!("{name}.pdf"), pressed.pdf, "two pages, PDF/A-2a and PDF/UA-1"),
            (format!("{name}.html"), demarche_publish::html(edition).into_bytes(), "web page"),
            (format!("{name}.json"), demarche_publish::json(edition).into_bytes(), "edition as data"),
            (
                format!("{name}.jsonld"),
                demarche_publish::json_ld(edition, &export::names(self.ledger())).into_bytes(),
                "edition as linked data",
            ),
            (format!("{name}.statements.csv"), demarche_publish::csv(edition).into_bytes(), "bound statements"),
        ];
        if options.packet {
            outputs.push((
                format!("{name}.packet.html"),
                demarche_publish::packet(edition).into_bytes(),
                "fact-check packet",
            ));
        }
        let mut files = Vec::new();
        for (name, bytes, what) in outputs {
            let path = options.out.join(name);
            write_atomically(&path, &bytes)?;
            files.push(Output { path, bytes: bytes.len(), what });
        }
        Ok(Built { report, files, pages })
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
