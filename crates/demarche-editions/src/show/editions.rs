//! The list of editions, each with what it changed: for the terminal, as JSON, as a page.

use std::fmt::Write;

use demarche_brief::edition::Change;
use demarche_terms::Date;
use maud::html;
use serde_json::json;

use super::html::page;
use super::kind;
use crate::{Diff, How};

/// An edition as lists show it.
pub struct EditionLine {
    /// Its date.
    pub date: Date,
    /// Its number.
    pub number: u32,
    /// Product id.
    pub product: String,
    /// Title.
    pub title: String,
    /// What it changed, as its lock says.
    pub change: Change,
    /// Statements that it rests on.
    pub statements: usize,
    /// What changed since the edition before; `None` for the first, or where that one cannot be read.
    pub diff: Option<Diff>,
}

/// Most changes that a list prints of one edition.
const MOST: usize = 12;

/// One line for each of the gravest changes that readers of the prose would notice.
fn lines(line: &EditionLine) -> (Vec<String>, usize) {
    let Some(diff) = &line.diff else { return (Vec::new(), 0) };
    let noticed = |how: How| !matches!(how, How::Due | How::Renewed | How::Reworded | How::Renamed);
    let all: Vec<_> =
        diff.statements.iter().filter(|one| (one.in_prose.0 || one.in_prose.1) && noticed(one.how)).collect();
    let said = all.iter().take(MOST).map(|change| {
        let value = super::values(change);
        let value = if value.is_empty() { String::new() } else { format!(": {value}") };
        let on = change.on.map(|day| format!(" ({day})")).unwrap_or_default();
        format!("{}{value}, {}{on}", change.says, change.how.word())
    });
    (said.collect(), all.len().saturating_sub(MOST))
}

/// The list for the terminal.
pub fn editions_human(editions: &[EditionLine]) -> String {
    let mut text = String::new();
    for line in editions {
        let change = line.change.said(|day| day.to_string());
        let reason = if line.change.reason.is_empty() { String::new() } else { format!(" ({})", line.change.reason) };
        let _ = writeln!(
            text,
            "{}  edition {} of {}: {change}{reason}; {} statements",
            line.date, line.number, line.product, line.statements
        );
        if let Some(diff) = &line.diff {
            let _ = writeln!(text, "    sentences: {}", super::human::sentence_counts(diff));
        }
        let (lines, more) = lines(line);
        lines.iter().for_each(|line| {
            let _ = writeln!(text, "    {line}");
        });
        if more > 0 {
            let since = line.change.since.map(|day| day.to_string()).unwrap_or_default();
            let _ = writeln!(text, "    and {more} more: `demarche diff {since} {}`", line.date);
        }
    }
    if editions.is_empty() {
        text.push_str("no edition is locked: `demarche edition lock` locks the brief as of its date\n");
    }
    text
}

/// The list as JSON.
pub fn editions_json(editions: &[EditionLine]) -> String {
    let rows = editions.iter().map(|line| {
        json!({
            "date": line.date.to_string(),
            "number": line.number,
            "product": line.product,
            "title": line.title,
            "change": line.change,
            "statements": line.statements,
            "diff": line.diff,
        })
    });
    format!("{:#}\n", json!({"format": "demarche-editions", "version": 1, "editions": rows.collect::<Vec<_>>()}))
}

/// The list as a page, newest first.
pub fn editions_html(editions: &[EditionLine]) -> String {
    let newest = editions.last();
    let title = newest.map_or_else(|| "Editions".to_owned(), |line| format!("Editions of {}", line.title));
    let body = html! {
        header {
            @if let Some(line) = newest { p.imprint { (line.product) " · all editions" } }
            h1 { (title) }
            @if editions.is_empty() { p { "No edition is locked." } }
        }
        main {
            @for line in editions.iter().rev() {
                @let (said, more) = lines(line);
                section aria-labelledby={ "e" (line.date) } {
                    h2 id={ "e" (line.date) } { "Edition " (line.number) ", " time datetime=(line.date) { (line.date) } }
                    p {
                        span.kind { (line.change.said(|day| day.to_string())) }
                        @if !line.change.reason.is_empty() { " (" (line.change.reason) ")" }
                        "; " (line.statements) " statements"
                        @if let Some(diff) = &line.diff { "; sentences: " (super::human::sentence_counts(diff)) }
                    }
                    @if !said.is_empty() { ul { @for one in &said { li { (one) } } } }
                    @if more > 0 { p { "and " (more) " more of kind " (kind(line.change.kind)) " or less" } }
                }
            }
        }
    };
    page(&title, &body)
}
