//! `demarche check` on documents without a dossier.

use std::fmt::Write;
use std::path::Path;

use demarche::{DocumentDates, HallError, Proofreader, Proofs, Proved, documents_in};
use demarche_diagnostic::{Diagnostic, Grade, csv, csv_header, github, human, json, sarif};
use serde_json::{Value, json as js};

use super::{Failure, Outcome, print};
use crate::arguments::{Check, ReportFormat};
use crate::terminal::{self, Bar, strong};

const GRADES: [Grade; 5] = [Grade::Error, Grade::Contradicted, Grade::Query, Grade::Due, Grade::Note];

/// Checks one document, or every document below a folder.
pub fn run(command: &Check, path: &Path, folder: bool, quiet: bool) -> Result<Outcome, Failure> {
    if command.dates.known_by().is_some() {
        let why = "--known-by asks a dossier what was on record; a document without one has no record".to_owned();
        return Err(HallError::Document(path.to_owned(), why).into());
    }
    if !command.scenario.is_empty() {
        let why = "--scenario lays a what-if over a dossier; a document without one has no statements".to_owned();
        return Err(HallError::Document(path.to_owned(), why).into());
    }
    let copies = command.comments.is_some() || command.marked.is_some();
    if copies && folder {
        let why = "--comments and --marked take one document at a time".to_owned();
        return Err(HallError::Document(path.to_owned(), why).into());
    }
    let dates = DocumentDates { as_of: command.dates.as_of(), dated: command.dated };
    let paths = if folder { documents_in(path)? } else { vec![path.to_owned()] };
    if copies {
        write_copies(command, path, dates, quiet)?;
    }
    let bar = Bar::new(quiet || paths.len() < 2, "checking", paths.len());
    let proofs = Proofreader::default().proofs(&paths, dates, &|| bar.step());
    drop(bar);
    report(command, &proofs, folder, quiet)?;
    for failure in &proofs.failures {
        terminal::error(failure);
    }
    if !proofs.failures.is_empty() {
        let unread = format!("{} of {} files could not be opened", proofs.failures.len(), paths.len());
        return Err(unread.into());
    }
    let counted = command.counted();
    let found = proofs.findings.iter().any(|finding| counted.contains(&finding.grade));
    Ok(if found { Outcome::Findings } else { Outcome::Clean })
}

/// Writes the document with comments, or as a marked page, and says where.
fn write_copies(command: &Check, path: &Path, dates: DocumentDates, quiet: bool) -> Result<(), Failure> {
    let proof = Proofreader::default().proof(path, dates)?;
    if let Some(out) = &command.comments {
        write(path, out, &proof.commented(command.notes)?, quiet)?;
    }
    if let Some(out) = &command.marked {
        write(path, out, proof.marked(command.notes).as_bytes(), quiet)?;
    }
    Ok(())
}

fn write(from: &Path, to: &Path, bytes: &[u8], quiet: bool) -> Result<(), Failure> {
    let same = to == from || matches!((from.canonicalize(), to.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if same {
        let why = "the copy would take the place of the document itself: give another name".to_owned();
        return Err(HallError::Document(to.to_owned(), why).into());
    }
    demarche::write_atomically(to, bytes)?;
    if !quiet {
        terminal::say(&format!("wrote {}", to.display()));
    }
    Ok(())
}

fn report(command: &Check, proofs: &Proofs, folder: bool, quiet: bool) -> Result<(), Failure> {
    let sources = &proofs.sources;
    let shown = |finding: &&Diagnostic| command.notes || finding.grade != Grade::Note;
    match command.format {
        ReportFormat::Human => {
            for finding in proofs.findings.iter().filter(shown) {
                print(&(human(finding, sources, terminal::of_stdout()) + "\n"))?;
            }
            if !quiet {
                print(&summary(proofs, command.notes, folder))?;
            }
        }
        ReportFormat::Json => print(&format!("{:#}\n", as_json(proofs)))?,
        ReportFormat::Sarif => print(&format!("{:#}\n", sarif(&proofs.findings, &demarche::rules(), sources)))?,
        ReportFormat::Csv => {
            print(csv_header())?;
            print(&proofs.findings.iter().filter(shown).map(|finding| csv(finding, sources)).collect::<String>())?;
        }
        ReportFormat::Github => {
            print(&proofs.findings.iter().filter(shown).map(|finding| github(finding, sources)).collect::<String>())?;
        }
    }
    Ok(())
}

/// What was read, and what was found by grade and by rule.
fn summary(proofs: &Proofs, notes: bool, folder: bool) -> String {
    let mut text = String::new();
    let pages: usize = proofs.documents.iter().map(|document| document.pages).sum();
    let title = match proofs.documents.as_slice() {
        [document] if !folder => about(document),
        documents => format!("{}, {} without a date", count(documents.len(), "document"), undated(proofs)),
    };
    let _ = writeln!(text, "{} ({})", strong(title), count(pages, "page"));
    let shown = GRADES[1..4].iter().map(|grade| format!("{} {}", proofs.count(*grade), grade.word()));
    let hidden = match proofs.count(Grade::Note) {
        0 => String::new(),
        n if notes => format!(", {n} note"),
        n => format!(", {n} note (printed with --notes)"),
    };
    let _ = writeln!(text, "  findings    {}{hidden}", shown.collect::<Vec<_>>().join(", "));
    if folder {
        text.push_str(&by_rule(proofs, notes));
    }
    text
}

fn about(document: &Proved) -> String {
    let dated = document.dated.map_or_else(|| "no date found".to_owned(), |dated| format!("dated {dated}"));
    format!("{}, {}, {dated}", document.path.display(), document.format.name())
}

fn undated(proofs: &Proofs) -> usize {
    proofs.documents.iter().filter(|document| document.dated.is_none()).count()
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// One line a rule that fired: code, how often, in how many documents, title.
fn by_rule(proofs: &Proofs, notes: bool) -> String {
    let mut text = String::new();
    for rule in demarche::rules() {
        let of_rule = |finding: &&Diagnostic| finding.code == rule.code && (notes || finding.grade != Grade::Note);
        let total = proofs.findings.iter().filter(of_rule).count();
        let documents = proofs
            .documents
            .iter()
            .filter(|document| proofs.findings[document.findings.clone()].iter().any(|f| of_rule(&f)));
        if total > 0 {
            let _ = writeln!(
                text,
                "  {}    {total:>6} in {:<16} {}",
                rule.code,
                count(documents.count(), "document"),
                rule.title
            );
        }
    }
    text
}

fn as_json(proofs: &Proofs) -> Value {
    let counts = |findings: &[Diagnostic]| -> serde_json::Map<String, Value> {
        GRADES
            .iter()
            .map(|grade| (grade.word().to_owned(), js!(findings.iter().filter(|f| f.grade == *grade).count())))
            .collect()
    };
    js!({
        "format": 1,
        "counts": counts(&proofs.findings),
        "failures": proofs.failures.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "documents": proofs.documents.iter().map(|document| {
            let findings = &proofs.findings[document.findings.clone()];
            js!({
                "file": document.path.display().to_string(),
                "format": document.format,
                "pages": document.pages,
                "dated": document.dated.map(|dated| dated.to_string()),
                "counts": counts(findings),
                "findings": findings.iter().map(|finding| json(finding, &proofs.sources)).collect::<Vec<_>>(),
            })
        }).collect::<Vec<_>>(),
    })
}
