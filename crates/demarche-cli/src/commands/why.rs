//! `demarche why`

use std::fmt::Write;

use demarche::Workspace;
use demarche_terms::{Citation, Life, Lineage};
use serde_json::json;

use super::{Failure, Outcome, print};
use crate::arguments::Why;
use crate::terminal::strong;

pub fn run(command: &Why) -> Result<Outcome, Failure> {
    let mut reading = command.target.dates.into();
    let mut workspace = if command.scenario.is_empty() {
        Workspace::open(&command.target.path)?
    } else {
        let names = demarche::scenario::named(&command.scenario);
        let outcome = demarche::scenario::run(&command.target.path, &names, reading, command.data.as_deref())?;
        if !outcome.findings.is_empty() {
            return super::scenario::refuse(&outcome);
        }
        reading = outcome.reading();
        outcome.workspace
    };
    let why = workspace.why(&command.id, reading)?;
    if command.json {
        let value = json!({ "format": 1, "place": why.place, "life": why.resolved.life, "lineage": why.lineage, "history": why.history });
        print(&format!("{value:#}\n"))?;
        return Ok(Outcome::Clean);
    }
    let mut text = String::new();
    node(&mut text, &why.lineage, "", "");
    let _ = writeln!(text, "\nstate: {}", life(&why.resolved.life));
    if let Some(place) = &why.place {
        let _ = writeln!(text, "place: {place}");
    }
    for line in &why.history {
        let _ = writeln!(text, "also:  {line}");
    }
    print(&text)?;
    Ok(Outcome::Clean)
}

fn life(life: &Life) -> String {
    match life {
        Life::Live => "stands".to_owned(),
        Life::Unseen { recorded } => format!("not on record before {recorded}"),
        Life::Ahead => "its time lies ahead".to_owned(),
        Life::Due { since, why } => format!("needs another look since {since}: {why}"),
        Life::Dead { killer } => format!("ended on {}: {}", killer.on, killer.says),
    }
}

/// One node of the tree; `head` goes before its first line, `rest` before the others.
fn node(text: &mut String, lineage: &Lineage, head: &str, rest: &str) {
    let value = match (lineage.value.as_str(), lineage.interval.as_str()) {
        ("", _) => String::new(),
        (value, "") => format!(" = {value}"),
        (value, interval) => format!(" = {value} [{interval}]"),
    };
    let name = lineage.id.as_ref().map_or_else(|| lineage.says.clone(), ToString::to_string);
    let _ = writeln!(text, "{head}{}{value}", strong(name));
    let has_children = !lineage.from.is_empty();
    let stem = if has_children { "│ " } else { "  " };
    let mut line = |words: String| {
        let _ = writeln!(text, "{rest}{stem}{words}");
    };
    if lineage.id.is_some() {
        line(lineage.says.clone());
    }
    let mut facts = vec![lineage.evidence.word().to_owned(), lineage.method.word().to_owned()];
    if !lineage.valid.is_empty() {
        facts.push(format!("valid {}", lineage.valid));
    }
    facts.extend(lineage.recorded.map(|day| format!("recorded {day}")));
    line(facts.join(" · "));
    if !lineage.attribution.is_empty() {
        line(lineage.attribution.clone());
    }
    if !lineage.formula.is_empty() {
        line(format!("computed: {}", lineage.formula));
    }
    for signature in &lineage.signed {
        let void = if signature.stands { "" } else { " (void: it was changed since)" };
        line(format!("signed off by {} on {}{void}", signature.by, signature.on));
    }
    for citation in &lineage.citations {
        line(cited(citation));
        if !citation.quote.is_empty() {
            line(format!("  “{}”", citation.quote));
        }
    }
    for (at, child) in lineage.from.iter().enumerate() {
        let last = at + 1 == lineage.from.len();
        let (branch, trunk) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        node(text, child, &format!("{rest}{branch}"), &format!("{rest}{trunk}"));
    }
}

fn cited(citation: &Citation) -> String {
    let parts = [&citation.reference, &citation.place, &citation.release, &citation.url];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    format!("source {}: {}", citation.source, parts.join(", "))
}
