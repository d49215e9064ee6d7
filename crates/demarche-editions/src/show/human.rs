//! A diff for the terminal.

use std::fmt::Write;

use super::{counts, kind, reason, side, values};
use crate::{Diff, SentenceHow, StatementChange, Tag};

/// The diff as plain text; with `all`, statements that the prose does not rest on are listed too, not only counted.
pub fn human(diff: &Diff, all: bool) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{} against {}", side(&diff.to), side(&diff.from));
    if diff.is_empty() {
        text.push_str("  nothing differs\n");
        return text;
    }
    let (carried, rest): (Vec<_>, Vec<_>) = diff.statements.iter().partition(|change| change.carries);
    let _ = writeln!(text, "\nStatements that the prose rests on: {}", counts(diff));
    for change in &carried {
        statement(&mut text, change);
    }
    if !rest.is_empty() {
        let _ =
            writeln!(text, "\nElsewhere in the dossier: {} changes{}", rest.len(), if all { "" } else { " (--all)" });
        for change in rest.iter().filter(|_| all) {
            statement(&mut text, change);
        }
    }
    let _ = writeln!(text, "\nSentences: {}", sentence_counts(diff));
    for change in &diff.sentences {
        let at = |side: &Option<crate::SentenceSide>| side.as_ref().map_or("-".to_owned(), |at| at.number.to_string());
        let _ = writeln!(
            text,
            "  {} [{}] {}, sentence {} → {}",
            change.how.word(),
            kind(change.kind),
            change.section,
            at(&change.before),
            at(&change.after)
        );
        let words = change.words.iter().map(|run| match run.tag {
            Tag::Same => run.text.clone(),
            Tag::Removed => format!("[-{}-]", run.text),
            Tag::Added => format!("{{+{}+}}", run.text),
        });
        let _ = writeln!(text, "      {}", words.collect::<String>());
        for at in &change.because {
            let because = &diff.statements[*at];
            let why = reason(because);
            let why = if why.is_empty() { String::new() } else { format!(": {why}") };
            let _ = writeln!(text, "      because `{}` was {}{why}", because.id, because.how.word());
        }
    }
    let _ = writeln!(text, "\nPages: {}", if diff.pages.is_empty() { "no other part differs" } else { "" });
    for change in &diff.pages {
        let _ = writeln!(text, "  {:<12} {}", change.part, change.says);
    }
    text
}

fn statement(text: &mut String, change: &StatementChange) {
    let _ = writeln!(text, "  {} [{}] `{}`", change.how.word(), kind(change.kind), change.id);
    let value = values(change);
    let value = if value.is_empty() { String::new() } else { format!(": {value}") };
    let _ = writeln!(text, "      {}{value}", change.says);
    let why = reason(change);
    if !why.is_empty() {
        let _ = writeln!(text, "      why: {why}");
    }
    let on = change.on.map(|day| day.to_string());
    let from: Vec<String> = on.into_iter().chain(change.sources.iter().cloned()).collect();
    if !from.is_empty() {
        let _ = writeln!(text, "      source: {}", from.join("; "));
    }
}

/// "3 changed, 1 added, 20 as they were".
pub(crate) fn sentence_counts(diff: &Diff) -> String {
    let all = [SentenceHow::Changed, SentenceHow::Added, SentenceHow::Removed, SentenceHow::Unsettled];
    let mut said: Vec<String> = all
        .iter()
        .filter_map(|how| {
            let count = diff.sentences.iter().filter(|change| change.how == *how).count();
            (count > 0).then(|| format!("{count} {}", how.word()))
        })
        .collect();
    let touched = diff.sentences.iter().filter(|change| change.after.is_some()).count();
    said.push(format!("{} as they were", diff.to.sentences.saturating_sub(touched)));
    said.join(", ")
}
