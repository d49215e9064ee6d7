//! `demarche scenario`

use std::fmt::Write;

use demarche::scenario::{self, Comparison, Difference, FigureStatement, Outcome as Ran, StatementChange};
use demarche_diagnostic::human;
use demarche_terms::Content;
use serde_json::{Value, json};

use super::{Failure, Outcome, print};
use crate::arguments::{
    Laid, ModelFormat, Scenario, ScenarioDiff, ScenarioFormat, ScenarioList, ScenarioRun, ScenarioVerb,
};
use crate::terminal::{self, Progress, plain, strong};

pub fn run(command: &Scenario, quiet: bool) -> Result<Outcome, Failure> {
    match &command.verb {
        ScenarioVerb::List(command) => list(command),
        ScenarioVerb::Run(command) => figures(command, quiet),
        ScenarioVerb::Diff(command) => diff(command, quiet),
        ScenarioVerb::Compare(command) => compare(command, quiet),
    }
}

fn list(command: &ScenarioList) -> Result<Outcome, Failure> {
    let (_, listed) = scenario::scenarios(&command.dossier)?;
    let rows = listed.iter().map(|one| {
        let models = one.models.join(", ");
        [&one.name, &one.from, &one.title, &one.statements.to_string(), &models, &one.figures.to_string()]
            .map(String::clone)
    });
    let head = ["scenario", "from", "title", "statements", "models", "figures"];
    match command.format {
        ModelFormat::Human => print(&aligned(&head, rows.map(Vec::from).collect()))?,
        ModelFormat::Csv => print(&csv(&head, rows.map(Vec::from)))?,
        ModelFormat::Json => {
            let all: Vec<Value> = listed
                .iter()
                .map(|one| {
                    json!({
                        "name": one.name, "title": one.title, "from": one.from, "statements": one.statements,
                        "models": one.models, "figures": one.figures,
                    })
                })
                .collect();
            print(&format!("{:#}\n", json!({ "format": 1, "scenarios": all })))?;
        }
    }
    Ok(Outcome::Clean)
}

/// Lays the scenarios over the dossier and runs their models.
fn ran(laid: &Laid, quiet: bool) -> Result<Ran, Failure> {
    let progress = Progress::new(quiet, "solving");
    let outcome = scenario::run(&laid.dossier, &scenario::named(&laid.names), laid.dates.into(), laid.data.as_deref())?;
    drop(progress);
    Ok(outcome)
}

/// Prints the errors that kept scenarios from being run.
pub fn refuse(outcome: &Ran) -> Result<Outcome, Failure> {
    let sources = outcome.workspace.sources();
    let findings = outcome.findings.iter();
    print(&findings.map(|finding| human(finding, sources, terminal::of_stdout()) + "\n").collect::<String>())?;
    Ok(Outcome::Findings)
}

fn figures(command: &ScenarioRun, quiet: bool) -> Result<Outcome, Failure> {
    let outcome = ran(&command.laid, quiet)?;
    if !outcome.findings.is_empty() {
        return refuse(&outcome);
    }
    print(&match command.format {
        ScenarioFormat::Human => told(&outcome),
        ScenarioFormat::Json => format!("{:#}\n", figures_json(&outcome)),
        ScenarioFormat::Csv => figures_csv(&outcome),
        ScenarioFormat::Html => demarche_publish::scenario_page(&outcome.page()),
    })?;
    Ok(Outcome::Clean)
}

/// Titles of the scenarios that hold on the clocks, with the day.
fn heads(outcome: &Ran) -> String {
    let mut text = String::new();
    for scenario in outcome.workspace.ledger().scenarios() {
        let from = scenario.from.map(|day| day.to_string()).unwrap_or_default();
        let _ = writeln!(text, "{} ({}, from {from})", strong(plain(&scenario.title)), scenario.name);
        if !scenario.says.is_empty() {
            let _ = writeln!(text, "  {}", plain(&scenario.says));
        }
    }
    for name in &outcome.ahead {
        let _ = writeln!(text, "{name} begins after {}: it says nothing yet", outcome.clocks.as_of);
    }
    let _ = writeln!(text, "read on {}, known by {}", outcome.clocks.as_of, outcome.clocks.known_by);
    text
}

fn told(outcome: &Ran) -> String {
    let mut text = heads(outcome);
    for answer in &outcome.answers {
        let _ = writeln!(text, "\n{} ({}, {})", strong(plain(&answer.run)), answer.model, answer.scenario);
        let report = match &answer.report {
            Ok(report) => report,
            Err(why) => {
                let _ = writeln!(text, "  {why}");
                continue;
            }
        };
        for figure in outcome.figures.iter().filter(|f| f.run == answer.run && f.scenario == answer.scenario) {
            text.push_str(&figure_lines(figure));
        }
        let about = &report.about;
        let _ = writeln!(text, "  closure    {}", plain(&about.closure));
        let _ = writeln!(text, "  basis      {}, data of {}", plain(&about.basis), about.data_year);
        if !about.draws.is_empty() {
            let _ = writeln!(text, "  bands      5 to 95 percent of {}", about.draws);
        }
    }
    let outside = outcome.outside();
    if !outside.is_empty() {
        let _ = writeln!(text, "\n{}", strong("outside the model"));
        outside.iter().for_each(|outside| {
            let _ = writeln!(text, "  - {}", plain(outside));
        });
    }
    if let Some(first) = outcome.ids().next() {
        let names: Vec<&str> = outcome.workspace.ledger().scenarios().iter().map(|one| one.name.as_str()).collect();
        let _ = writeln!(text, "\n`demarche why {first} --scenario {}` shows a figure's lineage", names.join("+"));
    }
    text
}

fn figure_lines(figure: &FigureStatement) -> String {
    let mut text = format!("  {} = {}", figure.resolved.statement.id, figure.lineage.value);
    if !figure.lineage.interval.is_empty() && run_key(figure, "central").is_some() {
        let _ = write!(text, "  [{}]", figure.lineage.interval);
    }
    let _ = writeln!(text, "\n    {}", plain(&figure.resolved.statement.says));
    let sign = run_key(figure, "sign").map(|sign| format!(" · {sign}")).unwrap_or_default();
    let method = figure.resolved.method.word();
    let _ = writeln!(text, "    {method}, evidence {}{sign}", figure.resolved.evidence.word());
    text
}

fn run_key<'a>(figure: &'a FigureStatement, key: &str) -> Option<&'a str> {
    match &figure.resolved.statement.content {
        Content::Model { run, .. } => run.get(key).map(String::as_str),
        _ => None,
    }
}

fn figures_json(outcome: &Ran) -> Value {
    let scenarios: Vec<Value> = outcome
        .workspace
        .ledger()
        .scenarios()
        .iter()
        .map(|one| json!({ "name": one.name, "title": one.title, "says": one.says, "from": one.from }))
        .collect();
    let figures: Vec<Value> = outcome
        .figures
        .iter()
        .map(|figure| {
            json!({
                "scenario": figure.scenario, "run": figure.run, "kind": figure.kind, "statement": figure.resolved.statement,
                "method": figure.resolved.method, "evidence": figure.resolved.evidence, "lineage": figure.lineage,
            })
        })
        .collect();
    let runs: Vec<Value> = outcome
        .answers
        .iter()
        .map(|answer| match &answer.report {
            Ok(report) => json!({
                "scenario": answer.scenario, "run": answer.run, "model": answer.model, "about": report.about,
                "tables": report.tables, "notes": report.notes, "outside": report.outside,
            }),
            Err(why) => {
                json!({ "scenario": answer.scenario, "run": answer.run, "model": answer.model, "not_run": why })
            }
        })
        .collect();
    json!({
        "format": 1, "version": env!("CARGO_PKG_VERSION"), "as_of": outcome.clocks.as_of, "known_by": outcome.clocks.known_by,
        "scenarios": scenarios, "ahead": outcome.ahead, "figures": figures, "runs": runs, "outside": outcome.outside(),
    })
}

fn figures_csv(outcome: &Ran) -> String {
    let head = [
        "scenario",
        "run",
        "id",
        "kind",
        "subject",
        "says",
        "value",
        "band",
        "unit",
        "model",
        "version",
        "closure",
        "basis",
        "data_year",
        "draws",
        "evidence",
    ];
    let rows = outcome.figures.iter().map(|figure| {
        let statement = &figure.resolved.statement;
        let key = |key: &str| run_key(figure, key).unwrap_or_default().to_owned();
        let unit = match &figure.resolved.value {
            Some(demarche_terms::Value::Quantity(quantity)) => quantity.unit.to_string(),
            _ => String::new(),
        };
        vec![
            figure.scenario.clone(),
            figure.run.clone(),
            statement.id.to_string(),
            figure.kind.clone(),
            statement.subject.to_string(),
            statement.says.clone(),
            figure.lineage.value.clone(),
            figure.lineage.interval.clone(),
            unit,
            key("name"),
            key("version"),
            key("closure"),
            key("basis"),
            key("data-year"),
            key("draws"),
            figure.resolved.evidence.word().to_owned(),
        ]
    });
    csv(&head, rows)
}

fn diff(command: &ScenarioDiff, quiet: bool) -> Result<Outcome, Failure> {
    let mut outcome = ran(&command.laid, quiet)?;
    if !outcome.findings.is_empty() {
        return refuse(&outcome);
    }
    let difference = scenario::difference(&command.laid.dossier, &mut outcome)?;
    print(&match command.format {
        ModelFormat::Human => heads(&outcome) + &diff_told(&difference),
        ModelFormat::Json => format!("{:#}\n", diff_json(&difference)),
        ModelFormat::Csv => diff_csv(&difference),
    })?;
    Ok(Outcome::Clean)
}

fn diff_told(difference: &Difference) -> String {
    let mut text = String::new();
    let (statements, rewritten) = (difference.statements.len(), difference.rewritten().count());
    let _ = writeln!(text, "\n{}", strong(format!("{} otherwise", several(statements, "statement"))));
    for change in &difference.statements {
        text.push_str(&statement_lines(change));
    }
    let _ = writeln!(
        text,
        "\n{}",
        strong(format!("{} of {} to rewrite", several(rewritten, "sentence"), difference.brief.display()))
    );
    for sentence in difference.rewritten() {
        let _ = writeln!(text, "  {} “{}”", strong(plain(&sentence.place)), plain(&sentence.text));
        for finding in &sentence.brings {
            let _ = writeln!(text, "    - {}", plain(finding));
        }
    }
    let held: Vec<_> = difference.sentences.iter().filter(|sentence| !sentence.must_change()).collect();
    if !held.is_empty() {
        let _ = writeln!(
            text,
            "\n{}",
            strong(format!(
                "{} on what changes and still hold",
                several(held.len(), "sentence") + if held.len() == 1 { " rests" } else { " rest" }
            ))
        );
        for sentence in held {
            let _ = writeln!(text, "  {} “{}”", plain(&sentence.place), plain(&sentence.text));
            let rests = format!("rests on {}", sentence.rests.join(", "));
            let clears = sentence.clears.iter().map(|finding| format!("no longer: {finding}"));
            for line in Some(rests).into_iter().filter(|_| !sentence.rests.is_empty()).chain(clears) {
                let _ = writeln!(text, "    - {line}");
            }
        }
    }
    let lists = [
        ("rows of tables", &difference.rows),
        ("figures and tables of the brief", &difference.figures),
        ("elsewhere in the dossier", &difference.elsewhere),
    ];
    for (title, lines) in lists.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        let _ = writeln!(text, "\n{}", strong(title));
        lines.iter().for_each(|line| {
            let _ = writeln!(text, "  - {}", plain(line));
        });
    }
    text
}

/// "1 sentence", "2 sentences".
fn several(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn statement_lines(change: &StatementChange) -> String {
    let values = match (change.before.as_str(), change.after.as_str()) {
        ("", "") => String::new(),
        ("", after) => format!(" = {after}"),
        (before, after) if before == after => format!(" = {before}"),
        (before, "") => format!(" = {before}, then none"),
        (before, after) => format!(" = {before} -> {after}"),
    };
    let mut text = format!("  {:<9} {}{values}\n            {}\n", change.moves.word(), change.id, change.says);
    let _ = writeln!(text, "            {} ({})", change.why, change.place);
    plain(&text)
}

fn diff_json(difference: &Difference) -> Value {
    let statements: Vec<Value> = difference
        .statements
        .iter()
        .map(|change| {
            json!({
                "id": change.id, "moves": change.moves.word(), "says": change.says, "before": change.before,
                "after": change.after, "why": change.why, "place": change.place,
            })
        })
        .collect();
    let sentences: Vec<Value> = difference
        .sentences
        .iter()
        .map(|sentence| {
            json!({
                "number": sentence.number, "place": sentence.place, "text": sentence.text,
                "rewrite": sentence.must_change(), "brings": sentence.brings, "clears": sentence.clears,
                "rests_on": sentence.rests,
            })
        })
        .collect();
    json!({
        "format": 1, "as_of": difference.clocks.as_of, "known_by": difference.clocks.known_by,
        "brief": difference.brief.display().to_string(), "statements": statements, "sentences": sentences,
        "rows": difference.rows, "figures": difference.figures, "elsewhere": difference.elsewhere,
    })
}

fn diff_csv(difference: &Difference) -> String {
    let statements = difference.statements.iter().map(|change| {
        let (id, moves) = (change.id.to_string(), change.moves.word().to_owned());
        let texts = [&change.says, &change.before, &change.after, &change.why, &change.place];
        [vec!["statement".to_owned(), id, moves], texts.map(String::clone).to_vec()].concat()
    });
    let sentences = difference.sentences.iter().map(|sentence| {
        let state = if sentence.must_change() { "rewrite" } else { "holds" };
        let why = sentence.brings.iter().chain(&sentence.rests).cloned().collect::<Vec<_>>().join(" | ");
        let number = sentence.number.to_string();
        let head = ["sentence", &number, state, &sentence.text, "", "", &why, &sentence.place];
        head.map(str::to_owned).to_vec()
    });
    let lists = [("row", &difference.rows), ("figure", &difference.figures)];
    let lists = lists.into_iter().flat_map(|(what, lines)| {
        lines.iter().map(move |line| [what, "", "", line, "", "", "", ""].map(str::to_owned).to_vec())
    });
    csv(&["what", "id", "moves", "says", "before", "after", "why", "place"], statements.chain(sentences).chain(lists))
}

fn compare(command: &ScenarioDiff, quiet: bool) -> Result<Outcome, Failure> {
    let progress = Progress::new(quiet, "solving");
    let laid = &command.laid;
    let comparison = scenario::compare(&laid.dossier, &laid.names, laid.dates.into(), laid.data.as_deref())?;
    drop(progress);
    if let Some(refused) = comparison.refused.first() {
        return refuse(refused);
    }
    let Comparison { names, rows, .. } = &comparison;
    let head: Vec<&str> = std::iter::once("").chain(names.iter().map(String::as_str)).collect();
    let lines = rows.iter().map(|(row, values)| std::iter::once(row.clone()).chain(values.iter().cloned()).collect());
    print(&match command.format {
        ModelFormat::Human => aligned(&head, lines.collect()),
        ModelFormat::Csv => csv(&head, lines),
        ModelFormat::Json => {
            let rows: Vec<Value> = rows.iter().map(|(row, values)| json!({ "of": row, "values": values })).collect();
            format!("{:#}\n", json!({ "format": 1, "scenarios": names, "rows": rows }))
        }
    })?;
    Ok(Outcome::Clean)
}

/// Columns as wide as their widest cell; an empty cell is a dash.
fn aligned(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut lines: Vec<Vec<String>> = vec![head.iter().map(|cell| (*cell).to_owned()).collect()];
    lines.extend(rows);
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count().max(1)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| {
            let cell = if cell.is_empty() && !std::ptr::eq(line, &lines[0]) { "-" } else { cell };
            format!("{cell:<width$}")
        });
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    plain(&text)
}

fn csv(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let quoted = |field: &str| match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    };
    let mut text = head.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\n";
    for row in rows {
        text.push_str(&row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    text
}
