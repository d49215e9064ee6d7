//! `demarche fix`

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use demarche::{Applied, Fixes, Proposal, Report, Withheld, Workspace};
use demarche_diagnostic::Grade;
use serde_json::json as js;

use super::{Failure, Outcome, print};
use crate::arguments::{Fix, FixFormat};
use crate::terminal::{Progress, plain, strong};

pub fn run(command: &Fix, quiet: bool) -> Result<Outcome, Failure> {
    let progress = Progress::new(quiet, "trying edits");
    let mut workspace = Workspace::open(&command.target.path)?;
    let fixes = workspace.fixes(command.target.dates.into())?;
    drop(progress);
    let named = named(&fixes, &command.only)?;
    let human = command.format == FixFormat::Human;
    let chosen = if command.ask {
        ask(&named)?
    } else {
        if human && !quiet {
            print(&named.iter().map(|proposal| shown(proposal) + "\n").collect::<String>())?;
        }
        if command.apply { clear(&named, &command.only) } else { Vec::new() }
    };
    let applied = workspace.apply(&fixes, &chosen)?;
    // What remains is what a check says of the files as they lie now.
    let again = if applied.files.is_empty() {
        None
    } else {
        Some(Workspace::open(&command.target.path)?.check(command.target.dates.into())?)
    };
    let after = again.as_ref().unwrap_or(&fixes.report);
    if !human {
        print(&format!("{:#}\n", as_json(&fixes, &named, &applied, after)))?;
    } else if !quiet {
        print(&told(&fixes, &named, &applied, after))?;
    }
    let open = applied.applied.len() < named.len() || after.has(&[Grade::Error, Grade::Contradicted]);
    Ok(if open { Outcome::Findings } else { Outcome::Clean })
}

/// The proposals that `--only` names; all where it names none.
fn named<'f>(fixes: &'f Fixes, only: &[String]) -> Result<Vec<&'f Proposal>, Failure> {
    let is = |proposal: &Proposal, word: &str| match word.parse::<usize>() {
        Ok(number) => proposal.number == number,
        Err(_) => proposal.code.0.eq_ignore_ascii_case(word) || proposal.about.iter().any(|id| id == word),
    };
    for word in only {
        if !fixes.proposals.iter().any(|proposal| is(proposal, word)) {
            let held = fixes.withheld.len();
            let held = if held == 0 { String::new() } else { format!("; {held} were tried and are not proposed") };
            return Err(format!(
                "--only {word}: no proposal has this number or code, or is about this id; there are {}{held}",
                fixes.proposals.len()
            )
            .into());
        }
    }
    let wanted = |proposal: &&Proposal| only.is_empty() || only.iter().any(|word| is(proposal, word));
    Ok(fixes.proposals.iter().filter(wanted).collect())
}

/// Numbers of the proposals that leave nothing to choose, and of those that were named by number.
fn clear(named: &[&Proposal], only: &[String]) -> Vec<usize> {
    let by_number = |proposal: &Proposal| only.contains(&proposal.number.to_string());
    let clear = named.iter().filter(|proposal| !proposal.alternative || by_number(proposal));
    clear.map(|proposal| proposal.number).collect()
}

/// Asks of each proposal; the end of the input and anything but yes leave it.
fn ask(named: &[&Proposal]) -> Result<Vec<usize>, Failure> {
    let mut chosen = Vec::new();
    for proposal in named {
        print(&shown(proposal))?;
        print("apply this? [y/N/q] ")?;
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line)?;
        print("\n")?;
        match line.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => chosen.push(proposal.number),
            "q" | "quit" => break,
            _ if read == 0 => break,
            _ => {}
        }
    }
    Ok(chosen)
}

fn shown(proposal: &Proposal) -> String {
    let mut text = String::new();
    let title = format!("{}. {}[{}]", proposal.number, proposal.grade.word(), proposal.code);
    let _ = writeln!(text, "{}: {}", strong(title), plain(&proposal.message));
    let one = if proposal.alternative { "; one of several ways, to be chosen by its number" } else { "" };
    let _ = writeln!(text, "   {}{one}", plain(&proposal.why));
    for line in proposal.diff.lines() {
        let style = match line.as_bytes() {
            [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => Style::new().bold(),
            [b'-', ..] => Style::new().fg_color(Some(AnsiColor::Red.into())),
            [b'+', ..] => Style::new().fg_color(Some(AnsiColor::Green.into())),
            [b'@', ..] => Style::new().fg_color(Some(AnsiColor::Cyan.into())),
            _ => Style::new(),
        };
        let _ = writeln!(text, "{style}{}{style:#}", plain(line));
    }
    text
}

/// What was done, what was not proposed, and what remains.
fn told(fixes: &Fixes, named: &[&Proposal], applied: &Applied, after: &Report) -> String {
    let mut text = String::new();
    for Withheld { code, file, line, words: (from, to), reason } in &fixes.withheld {
        let place = format!("{}:{line}", file.display());
        let _ = writeln!(
            text,
            "  not proposed  {code} at {place}: `{from}` to `{to}`; {reason}",
            from = plain(from),
            to = plain(to)
        );
    }
    for file in &applied.files {
        let _ = writeln!(text, "  wrote         {}", strong(file.display()));
    }
    for (number, reason) in &applied.left {
        let _ = writeln!(text, "  left          {number}: {reason}");
    }
    let count = named.len();
    let _ = match (count, applied.applied.len()) {
        (0, _) => writeln!(text, "  proposals     none"),
        (_, 0) => writeln!(
            text,
            "  proposals     {count}; `--apply` writes them, `--apply --only 1` the first, `--ask` asks of each"
        ),
        (_, done) => writeln!(text, "  proposals     {done} of {count} applied"),
    };
    let counts = GRADES.map(|grade| format!("{} {}", after.count(grade), grade.word()));
    let _ = writeln!(text, "  remaining     {}", counts.join(", "));
    text
}

/// Grades that `fix` counts.
const GRADES: [Grade; 4] = [Grade::Error, Grade::Contradicted, Grade::Query, Grade::Due];

fn as_json(fixes: &Fixes, named: &[&Proposal], applied: &Applied, after: &Report) -> serde_json::Value {
    let one = |proposal: &&Proposal| {
        js!({
            "number": proposal.number,
            "code": proposal.code.0,
            "grade": proposal.grade.word(),
            "message": proposal.message,
            "why": proposal.why,
            "alternative": proposal.alternative,
            "file": proposal.file.display().to_string(),
            "line": proposal.line,
            "start": proposal.edit.span.start,
            "end": proposal.edit.span.end,
            "words": proposal.words,
            "replacement": proposal.edit.text,
            "diff": proposal.diff,
            "applied": applied.applied.contains(&proposal.number),
        })
    };
    let withheld = |held: &Withheld| {
        js!({
            "code": held.code.0,
            "file": held.file.display().to_string(),
            "line": held.line,
            "words": held.words.0,
            "replacement": held.words.1,
            "reason": held.reason.to_string(),
        })
    };
    let left = |(number, reason): &(usize, demarche::Reason)| js!({ "number": number, "reason": reason.to_string() });
    let remaining: serde_json::Map<_, _> =
        GRADES.iter().map(|grade| (grade.word().to_owned(), js!(after.count(*grade)))).collect();
    js!({
        "format": 1,
        "proposals": named.iter().map(one).collect::<Vec<_>>(),
        "withheld": fixes.withheld.iter().map(withheld).collect::<Vec<_>>(),
        "written": applied.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>(),
        "left": applied.left.iter().map(left).collect::<Vec<_>>(),
        "remaining": remaining,
    })
}
