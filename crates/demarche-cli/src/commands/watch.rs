//! `demarche watch`

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use demarche::{Report, Standing, Turned, Wake, Watch, Workspace};
use demarche_diagnostic::{Diagnostic, Grade, SourceMap, human, json};
use demarche_publish::calendar::{Calendar, atom, ics};
use serde_json::json as js;

use super::{Failure, Outcome, check, print};
use crate::arguments::{Watch as Arguments, WatchFormat};
use crate::terminal::{self, Progress, plain, strong};

pub fn run(command: &Arguments, quiet: bool) -> Result<Outcome, Failure> {
    if command.dates {
        return dates(command, quiet);
    }
    if matches!(command.format, WatchFormat::Ics | WatchFormat::Atom) {
        return Err("`--format ics` and `--format atom` print the calendar ahead: add `--dates`".into());
    }
    watch(command, quiet)
}

/// How often "today" is looked at while nothing is saved.
const MINUTE: Duration = Duration::from_secs(60);

fn watch(command: &Arguments, quiet: bool) -> Result<Outcome, Failure> {
    // Under watch before the first look, so that no save falls between the two.
    let watch = Watch::on(Workspace::open(&command.target.path)?.root())?;
    let stop = watch.stop();
    ctrlc::set_handler(move || stop.call())?;
    let mut last = look(command)?;
    let mut failed = false;
    match command.format {
        WatchFormat::Json => print(&line(&last, &[], None))?,
        _ => {
            print(&check::findings(&last.report, last.workspace.sources(), command.notes))?;
            if !quiet {
                print(&check::summary(&last.report, last.workspace.sources(), command.notes))?;
                print(&format!("\nwatching {}; Ctrl-C ends\n", last.workspace.root().display()))?;
            }
        }
    }
    loop {
        let saved = match watch.wait(MINUTE) {
            Wake::Stopped => break,
            Wake::Saved(saved) => saved,
            Wake::Late if command.target.dates.today() && last.workspace.today()? != last.report.clocks.as_of => {
                BTreeSet::new()
            }
            Wake::Late => continue,
        };
        let began = Instant::now();
        let now = match look(command) {
            Ok(now) => now,
            // A file may be gone for a moment, or for good: say so and keep watching.
            Err(error) => {
                failed = true;
                terminal::error(&error);
                continue;
            }
        };
        let turned = last.standing.turn(&now.report.findings, now.workspace.sources());
        if now.same_texts(&last) && turned == Turned::default() && !failed {
            continue;
        }
        failed = false;
        let text = match command.format {
            WatchFormat::Json => line(&now, &saved.into_iter().collect::<Vec<_>>(), Some(&turned)),
            _ => told(&now, &saved.into_iter().collect::<Vec<_>>(), &turned, began.elapsed(), command.notes),
        };
        print(&text)?;
        last = now;
    }
    let counted = [Grade::Error, Grade::Contradicted];
    Ok(if last.report.has(&counted) { Outcome::Findings } else { Outcome::Clean })
}

/// One check with the texts that it read.
struct Look {
    workspace: Workspace,
    report: Report,
    standing: Standing,
}

fn look(command: &Arguments) -> Result<Look, Failure> {
    let mut workspace = Workspace::open(&command.target.path)?;
    let report = workspace.check(command.target.dates.into())?;
    let standing = Standing::of(&report.findings, workspace.sources());
    Ok(Look { workspace, report, standing })
}

impl Look {
    /// Whether two checks read the same files.
    fn same_texts(&self, other: &Self) -> bool {
        self.report.clocks == other.report.clocks
            && self.workspace.sources().files().eq(other.workspace.sources().files())
    }
}

/// What appeared and what went since the check before.
fn told(now: &Look, saved: &[PathBuf], turned: &Turned, took: Duration, notes: bool) -> String {
    let shown = |finding: &Diagnostic| notes || finding.grade != Grade::Note;
    let names: Vec<String> = saved.iter().map(|path| plain(&within(path, now))).collect();
    let what = if names.is_empty() { now.report.clocks.as_of.to_string() } else { names.join(", ") };
    let mut text = format!("\n{}\n", strong(format!("── {what}")));
    for (finding, words) in turned.gone.iter().filter(|(finding, _)| shown(finding)) {
        let words = if words.is_empty() { String::new() } else { format!("  \u{201c}{}\u{201d}", brief(words)) };
        let _ = writeln!(text, "gone {}[{}]{words}: {}", finding.grade.word(), finding.code, plain(&finding.message));
    }
    for finding in turned.appeared.iter().filter(|finding| shown(finding)) {
        text.push_str(&human(finding, now.workspace.sources(), terminal::of_stdout()));
        text.push('\n');
    }
    let counts = [Grade::Error, Grade::Contradicted, Grade::Query, Grade::Due]
        .map(|grade| format!("{} {}", now.report.count(grade), grade.word()))
        .join(", ");
    let count = |findings: usize, word: &str| format!("{findings} {word}");
    let appeared = turned.appeared.iter().filter(|finding| shown(finding)).count();
    let gone = turned.gone.iter().filter(|(finding, _)| shown(finding)).count();
    let _ = writeln!(
        text,
        "{counts}; {}, {}; checked in {} ms",
        count(appeared, "new"),
        count(gone, "gone"),
        took.as_millis()
    );
    text
}

/// The first words of a longer stretch, on one line.
fn brief(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((at, _)) => plain(&format!("{} …", &line[..at])),
        None => plain(&line),
    }
}

/// A path counted from the dossier's folder.
fn within(path: &std::path::Path, now: &Look) -> String {
    let root = now.workspace.root();
    let absolute = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    path.strip_prefix(root).or_else(|_| path.strip_prefix(&absolute)).unwrap_or(path).display().to_string()
}

/// A check as one line of JSON; the first has every finding as new.
fn line(now: &Look, saved: &[PathBuf], turned: Option<&Turned>) -> String {
    let sources: &SourceMap = now.workspace.sources();
    let appeared = turned.map_or(&now.report.findings, |turned| &turned.appeared);
    let gone = turned.map(|turned| turned.gone.as_slice()).unwrap_or_default();
    let counts: serde_json::Map<_, _> = [Grade::Error, Grade::Contradicted, Grade::Query, Grade::Due, Grade::Note]
        .into_iter()
        .map(|grade| (grade.word().to_owned(), js!(now.report.count(grade))))
        .collect();
    let object = js!({
        "saved": saved.iter().map(|path| within(path, now)).collect::<Vec<_>>(),
        "as_of": now.report.clocks.as_of.to_string(),
        "counts": counts,
        "appeared": appeared.iter().map(|finding| json(finding, sources)).collect::<Vec<_>>(),
        "gone": gone.iter().map(|(finding, words)| js!({
            "code": finding.code.0, "grade": finding.grade.word(), "message": finding.message, "words": words,
        })).collect::<Vec<_>>(),
    });
    format!("{object}\n")
}

fn dates(command: &Arguments, quiet: bool) -> Result<Outcome, Failure> {
    let progress = Progress::new(quiet, "looking ahead");
    let mut workspace = Workspace::open(&command.target.path)?;
    let calendar = workspace.ahead(command.target.dates.into(), command.until)?;
    drop(progress);
    print(&match command.format {
        WatchFormat::Human => days(&calendar),
        WatchFormat::Json => format!("{:#}\n", serde_json::to_value(&calendar)?),
        WatchFormat::Ics => ics(&calendar),
        WatchFormat::Atom => atom(&calendar),
    })?;
    Ok(Outcome::Clean)
}

/// The calendar for people, day by day.
fn days(calendar: &Calendar) -> String {
    let known =
        if calendar.known_by == calendar.as_of { String::new() } else { format!(", known by {}", calendar.known_by) };
    let until = calendar.until.map(|until| format!(" until {until}")).unwrap_or_default();
    let mut text = format!(
        "{}\n",
        strong(plain(&format!(
            "{} after {}{known}{until}, if nothing new is put on record",
            calendar.brief, calendar.as_of
        )))
    );
    if calendar.turns.is_empty() {
        text.push_str("  nothing falls due\n");
    }
    let mut day = None;
    for turn in &calendar.turns {
        if day != Some(turn.on) {
            day = Some(turn.on);
            let _ = writeln!(text, "\n{}", strong(turn.on));
        }
        let words = if turn.words.is_empty() { brief(&turn.sentence) } else { brief(&turn.words) };
        let _ = writeln!(text, "  {:<12} {} line {:<4} {words}", turn.grade, turn.code, turn.line);
        let _ = writeln!(text, "               {}", plain(&turn.message));
        if let Some(statement) = &turn.statement {
            let _ = writeln!(text, "               {statement}");
        }
    }
    text
}
