//! `demarche edition`

use std::fmt::Write;

use demarche::{ChangeKind, Locking, Rebuilt, Verified, Workspace, show, write_atomically};
use demarche_diagnostic::{Diagnostic, Grade, SourceMap, Terminal, csv, csv_header, github, human, json, sarif};
use serde_json::json as js;

use super::{Failure, Outcome, check, print};
use crate::arguments::{
    Edition, EditionList, EditionLock, EditionShow, EditionVerb, EditionVerify, ListFormat, ReportFormat,
};
use crate::terminal::{self, Progress, strong};

pub fn run(command: &Edition, quiet: bool) -> Result<Outcome, Failure> {
    match &command.verb {
        EditionVerb::Lock(command) => lock(command, quiet),
        EditionVerb::List(command) => list(command),
        EditionVerb::Show(command) => show_one(command, quiet),
        EditionVerb::Verify(command) => verify(command, quiet),
    }
}

fn lock(command: &EditionLock, quiet: bool) -> Result<Outcome, Failure> {
    let progress = Progress::new(quiet, "locking");
    let mut workspace = Workspace::open(&command.path)?;
    let chosen = command.kind.map(|kind| (ChangeKind::from(kind), command.reason.clone().unwrap_or_default()));
    let Locking { report, lock, files } = workspace.lock_edition(chosen)?;
    drop(progress);
    print(&check::findings(&report, workspace.sources(), false))?;
    let Some(lock) = lock else {
        if !quiet {
            print("  locked      nothing: mend the errors and contradictions above\n")?;
        }
        return Ok(Outcome::Findings);
    };
    if !quiet {
        let mut text = String::new();
        let change = lock.change.said(|day| day.to_string());
        let _ = writeln!(text, "{} edition {}: {change}", strong(lock.date), lock.number);
        let (statements, cells) = (lock.statements.len(), lock.cells.len());
        let _ =
            writeln!(text, "  rests on    {statements} statements, {cells} table cells, {} sources", sources(&lock));
        if files.is_empty() {
            text.push_str("  locked      already, and nothing has changed\n");
        }
        for file in &files {
            let _ = writeln!(text, "  locked      {} ({})", file.path.display(), file.what);
        }
        print(&text)?;
    }
    Ok(Outcome::Clean)
}

fn sources(lock: &demarche::Lock) -> usize {
    lock.grounds.keys().filter(|(sort, _)| sort == "source").count()
}

fn list(command: &EditionList) -> Result<Outcome, Failure> {
    let mut workspace = Workspace::open(&command.path)?;
    let listed = workspace.editions()?;
    let plain_terminal = Terminal { colour: false, ..terminal::of_stderr() };
    // On standard error, so that a page or JSON on standard output stays one.
    for finding in &listed.diagnostics {
        terminal::say(&human(finding, workspace.sources(), plain_terminal));
    }
    let (editions, unread) = (listed.value, !listed.diagnostics.is_empty());
    let text = match command.format {
        ListFormat::Human => show::editions_human(&editions),
        ListFormat::Json => show::editions_json(&editions),
        ListFormat::Html => show::editions_html(&editions),
    };
    match &command.out {
        Some(path) => write_atomically(path, text.as_bytes())?,
        None => print(&text)?,
    }
    Ok(if unread { Outcome::Findings } else { Outcome::Clean })
}

fn show_one(command: &EditionShow, quiet: bool) -> Result<Outcome, Failure> {
    let mut workspace = Workspace::open(&command.path)?;
    let Some(out) = &command.out else {
        let mut text = String::new();
        for verified in workspace.verify_editions(Some(command.date))? {
            summary(&mut text, &verified);
        }
        print(&text)?;
        return Ok(Outcome::Clean);
    };
    let progress = Progress::new(quiet, "building");
    let rebuilt = workspace.rebuild_edition(command.date, out)?;
    drop(progress);
    told(&rebuilt, &workspace, quiet)
}

/// What came of building an edition again, here and for `build --edition`.
pub fn told(rebuilt: &Rebuilt, workspace: &Workspace, quiet: bool) -> Result<Outcome, Failure> {
    let here = rebuilt.altered.as_ref().unwrap_or(&rebuilt.verified);
    print(&findings(&here.findings, workspace.sources(), false))?;
    if quiet {
        return Ok(if rebuilt.files.is_empty() { Outcome::Findings } else { Outcome::Clean });
    }
    let mut text = String::new();
    if let Some(revision) = &rebuilt.revision {
        let short = revision.get(..10).unwrap_or(revision);
        let _ = writeln!(
            text,
            "  built from  revision {short}, which wrote the lock: the folder has changed since, as said above"
        );
    }
    for file in &rebuilt.files {
        let _ = writeln!(
            text,
            "  built       {} ({}, {} kB)",
            strong(file.path.display()),
            file.what,
            file.bytes.div_ceil(1000)
        );
    }
    text.push_str(match (rebuilt.files.is_empty(), rebuilt.same_bytes) {
        (true, _) => "  built       nothing: restore what was changed, as said above\n",
        (false, true) => "  bytes       the same as locked, every one\n",
        (false, false) => {
            "  bytes       set by another program than the locked ones; words, values and sources are the same\n"
        }
    });
    print(&text)?;
    Ok(if rebuilt.files.is_empty() { Outcome::Findings } else { Outcome::Clean })
}

fn summary(text: &mut String, verified: &Verified) {
    let Some(lock) = &verified.lock else {
        let _ = writeln!(text, "{}: the lock cannot be read", strong(&verified.name));
        return;
    };
    let known = if lock.known_by == lock.date { String::new() } else { format!(", known by {}", lock.known_by) };
    let _ = writeln!(text, "{} {}, edition {}{known}", strong(&lock.product), lock.title, lock.number);
    let _ = writeln!(text, "  date        {}", lock.date);
    let reason = if lock.change.reason.is_empty() { String::new() } else { format!(" ({})", lock.change.reason) };
    let _ = writeln!(text, "  change      {}{reason}", lock.change.said(|day| day.to_string()));
    let _ = writeln!(
        text,
        "  rests on    {} statements, {} table cells, {} sources",
        lock.statements.len(),
        lock.cells.len(),
        sources(lock)
    );
    let _ = writeln!(text, "  set by      demarche {}", lock.program.version);
    for (name, hash) in &lock.outputs {
        let _ = writeln!(text, "  {name:<11} sha256 {hash}");
    }
    let changed = verified.findings.iter().filter(|finding| finding.grade.stops_a_build()).count();
    let _ = writeln!(
        text,
        "  since       {}",
        if changed == 0 {
            "nothing that it rests on has changed".to_owned()
        } else {
            format!("{}: `demarche edition verify`", changes(changed))
        }
    );
}

fn verify(command: &EditionVerify, quiet: bool) -> Result<Outcome, Failure> {
    let progress = Progress::new(quiet, "verifying");
    let mut workspace = Workspace::open(&command.path)?;
    let verified = workspace.verify_editions(command.edition)?;
    drop(progress);
    let sources = workspace.sources();
    let mut all: Vec<Diagnostic> = verified.iter().flat_map(|one| one.findings.clone()).collect();
    demarche_diagnostic::sort(&mut all);
    match command.format {
        ReportFormat::Human => {
            print(&findings(&all, sources, true))?;
            if !quiet {
                print(&verdicts(&verified))?;
            }
        }
        ReportFormat::Json => {
            let editions = verified.iter().map(|one| {
                js!({
                    "edition": one.name,
                    "altered": one.is_altered(),
                    "findings": one.findings.iter().map(|finding| json(finding, sources)).collect::<Vec<_>>(),
                })
            });
            print(&format!("{:#}\n", js!({"format": 1, "editions": editions.collect::<Vec<_>>()})))?;
        }
        ReportFormat::Sarif => print(&format!("{:#}\n", sarif(&all, &demarche::rules(), sources)))?,
        ReportFormat::Csv => {
            print(csv_header())?;
            print(&all.iter().map(|finding| csv(finding, sources)).collect::<String>())?;
        }
        ReportFormat::Github => print(&all.iter().map(|finding| github(finding, sources)).collect::<String>())?,
    }
    let mut counted = vec![Grade::Error, Grade::Contradicted];
    counted.extend(command.deny.iter().flat_map(|denied| denied.grades()));
    Ok(if all.iter().any(|finding| counted.contains(&finding.grade)) { Outcome::Findings } else { Outcome::Clean })
}

fn verdicts(verified: &[Verified]) -> String {
    let mut text = String::new();
    for one in verified {
        let errors = one.findings.iter().filter(|finding| finding.grade.stops_a_build()).count();
        let queries = one.findings.len() - errors;
        let said = match (errors, queries) {
            (0, 0) => "as it was published, to the byte".to_owned(),
            (0, n) => format!("as it was published; {n} to know of, as said above"),
            _ if one.lock.is_none() => "nothing was compared: its lock cannot be read".to_owned(),
            (n, _) => format!("no longer as it was published: {}", changes(n)),
        };
        let _ = writeln!(text, "{}  {said}", strong(&one.name));
    }
    if verified.is_empty() {
        text.push_str("no edition is locked: `demarche edition lock` locks the brief as of its date\n");
    }
    text
}

fn changes(count: usize) -> String {
    format!("{count} {}", if count == 1 { "change" } else { "changes" })
}

fn findings(all: &[Diagnostic], sources: &SourceMap, notes: bool) -> String {
    let shown = all.iter().filter(|finding| notes || finding.grade != Grade::Note);
    shown.map(|finding| human(finding, sources, terminal::of_stdout()) + "\n").collect()
}
