//! `demarche check`

use std::fmt::Write;
use std::path::Path;

use demarche::{HallError, Report, Subject, Workspace, coverage_json};
use demarche_diagnostic::{Grade, SourceMap, csv, csv_header, github, human, json, sarif};
use demarche_terms::{Evidence, Method};
use serde_json::json as js;

use super::{Failure, Outcome, documents, print};
use crate::arguments::{Check, ReportFormat};
use crate::terminal::{self, Progress, strong};

pub fn run(command: &Check, quiet: bool) -> Result<Outcome, Failure> {
    // Without a path only a dossier is meant: nobody asks for a whole home folder of documents by saying nothing.
    match command.path.as_deref().map(Subject::of).transpose()? {
        Some(Subject::Document(path)) => documents::run(command, &path, false, quiet),
        Some(Subject::Folder(path)) => documents::run(command, &path, true, quiet),
        Some(Subject::Dossier) | None => dossier(command, quiet),
    }
}

fn dossier(command: &Check, quiet: bool) -> Result<Outcome, Failure> {
    let path = command.path.as_deref().unwrap_or(Path::new("."));
    if command.comments.is_some() || command.marked.is_some() {
        let why =
            "--comments and --marked are for a document without a dossier; `build --packet` has a brief's findings";
        return Err(HallError::Document(path.to_owned(), why.to_owned()).into());
    }
    if command.dated.is_some() {
        let why = "--dated is for a document without a dossier; a brief's date stands in its front matter".to_owned();
        return Err(HallError::Document(path.to_owned(), why).into());
    }
    let progress = Progress::new(quiet, "checking");
    let mut reading = command.dates.into();
    let mut workspace = if command.scenario.is_empty() {
        Workspace::open(path)?
    } else {
        let names = demarche::scenario::named(&command.scenario);
        let outcome = demarche::scenario::run(path, &names, reading, None)?;
        reading = outcome.reading();
        outcome.workspace
    };
    let report = workspace.check(reading)?;
    drop(progress);
    let sources = workspace.sources();
    match command.format {
        ReportFormat::Human => {
            print(&findings(&report, sources, command.notes))?;
            if !quiet {
                print(&summary(&report, sources, command.notes))?;
            }
        }
        ReportFormat::Json => print(&format!("{:#}\n", as_json(&report, sources)))?,
        ReportFormat::Sarif => print(&format!("{:#}\n", sarif(&report.findings, &demarche::rules(), sources)))?,
        ReportFormat::Csv => {
            print(csv_header())?;
            print(&report.findings.iter().map(|finding| csv(finding, sources)).collect::<String>())?;
        }
        ReportFormat::Github => {
            print(&report.findings.iter().map(|finding| github(finding, sources)).collect::<String>())?;
        }
    }
    let outcome = if report.has(&command.counted()) { Outcome::Findings } else { Outcome::Clean };
    // The process ends here and gives all of it back at once.
    std::mem::forget((report, workspace));
    Ok(outcome)
}

/// Findings as people read them; notes only where asked for.
pub fn findings(report: &Report, sources: &SourceMap, notes: bool) -> String {
    let shown = report.findings.iter().filter(|finding| notes || finding.grade != Grade::Note);
    shown.map(|finding| human(finding, sources, terminal::of_stdout()) + "\n").collect()
}

/// What was checked, on which evidence, with which result.
pub fn summary(report: &Report, sources: &SourceMap, notes: bool) -> String {
    let mut text = String::new();
    let clocks = report.clocks;
    let known = if clocks.as_of == clocks.known_by { String::new() } else { format!(", known by {}", clocks.known_by) };
    let title = strong(format!("{} as of {}{known}", report.brief.display(), clocks.as_of));
    let _ = writeln!(text, "{title} ({} files)", sources.files().filter(|(_, name, _)| !name.starts_with('<')).count());
    text.push_str(&coverage(report));
    let standing = report.standing();
    let _ = writeln!(
        text,
        "  standing    {} sentences hold, {} to look at, {} no longer stand",
        standing.hold, standing.asked, standing.dead
    );
    let counted = [Grade::Error, Grade::Contradicted, Grade::Query, Grade::Due]
        .map(|grade| format!("{} {}", report.count(grade), grade.word()));
    let hidden = report.count(Grade::Note);
    let notes = match hidden {
        0 => String::new(),
        n if notes => format!(", {n} note"),
        n => format!(", {n} note (printed with --notes)"),
    };
    let _ = writeln!(text, "  findings    {}{notes}", counted.join(", "));
    text
}

/// Coverage by evidence grade and by method.
fn coverage(report: &Report) -> String {
    let coverage = report.coverage();
    let total: u32 = coverage.bindings.iter().map(|(_, _, count)| count).sum();
    let share = |count: u32| (count * 100 + total / 2).checked_div(total).unwrap_or(0);
    let mut text = String::new();
    let by_grade = Evidence::ALL.iter().map(|grade| {
        let count: u32 =
            coverage.bindings.iter().filter(|(found, _, _)| found == grade).map(|(_, _, count)| count).sum();
        format!("{} {count} ({}%)", grade.word(), share(count))
    });
    let by_method = Method::ALL.iter().filter_map(|method| {
        let count: u32 =
            coverage.bindings.iter().filter(|(_, found, _)| found == method).map(|(_, _, count)| count).sum();
        (count > 0).then(|| format!("{} {count}", method.word()))
    });
    let _ = writeln!(text, "  evidence    {total} bindings: {}", by_grade.collect::<Vec<_>>().join(", "));
    let _ = writeln!(text, "  method      {}", by_method.collect::<Vec<_>>().join(", "));
    let _ = writeln!(
        text,
        "  sentences   {} of {} rest on a statement; {} words marked free",
        coverage.sourced_sentences, coverage.sentences, coverage.free
    );
    text
}

fn as_json(report: &Report, sources: &SourceMap) -> serde_json::Value {
    let counts: serde_json::Map<_, _> = [Grade::Error, Grade::Contradicted, Grade::Query, Grade::Due, Grade::Note]
        .into_iter()
        .map(|grade| (grade.word().to_owned(), js!(report.count(grade))))
        .collect();
    let standing = report.standing();
    js!({
        "format": 1,
        "brief": report.brief.display().to_string(),
        "as_of": report.clocks.as_of.to_string(),
        "known_by": report.clocks.known_by.to_string(),
        "counts": counts,
        "coverage": coverage_json(report.coverage()),
        "standing": { "hold": standing.hold, "asked": standing.asked, "dead": standing.dead },
        "findings": report.findings.iter().map(|finding| json(finding, sources)).collect::<Vec<_>>(),
    })
}
