//! A diff as Markdown, ready to be a comment on a pull request.

use std::fmt::Write;

use super::human::sentence_counts;
use super::{counts, kind, reason, side, values};
use crate::{Diff, StatementChange, Tag};

/// Longest comment that code hosts take is 65,536 characters; lists are cut well before.
const LONGEST: usize = 60_000;

/// The diff as GitHub-flavoured Markdown, cut with a note where a code host would refuse it.
pub fn markdown(diff: &Diff) -> String {
    let mut text = String::new();
    let _ =
        writeln!(text, "### {}: {} against {}\n", safe(&diff.to.title), safe(&side(&diff.to)), safe(&side(&diff.from)));
    if diff.is_empty() {
        text.push_str("Nothing differs: no statement, no sentence, no part of a page.\n");
        return text;
    }
    let whole = diff.kind.map_or("nothing that the prose rests on", kind);
    let _ = writeln!(text, "**{whole}** · statements: {} · sentences: {}\n", counts(diff), sentence_counts(diff));
    let (carried, rest): (Vec<_>, Vec<_>) = diff.statements.iter().partition(|change| change.carries);
    if !carried.is_empty() {
        text.push_str("| statement | change | why | source |\n|---|---|---|---|\n");
        carried.iter().for_each(|change| row(&mut text, change));
        text.push('\n');
    }
    if !diff.sentences.is_empty() {
        text.push_str("#### Sentences\n\n");
    }
    for change in &diff.sentences {
        let words = change.words.iter().map(|run| match run.tag {
            Tag::Same => safe(&run.text),
            Tag::Removed => marked("~~", &run.text),
            Tag::Added => marked("**", &run.text),
        });
        let line = change.after.as_ref().or(change.before.as_ref()).map_or(0, |at| at.line);
        let _ = writeln!(
            text,
            "- *{}, line {line}: {} ({})*<br>\n  {}",
            safe(&change.section),
            change.how.word(),
            kind(change.kind),
            words.collect::<String>()
        );
        for at in &change.because {
            let because = &diff.statements[*at];
            let why = reason(because);
            let why = if why.is_empty() { String::new() } else { format!(": {}", safe(&why)) };
            let _ = writeln!(text, "  - `{}` {}{why}", because.id, because.how.word());
        }
    }
    folded(&mut text, "Parts of the pages", diff.pages.len(), |text| {
        for change in &diff.pages {
            let _ = writeln!(text, "- {}: {}", change.part, safe(&change.says));
        }
    });
    folded(&mut text, "Statements elsewhere in the dossier", rest.len(), |text| {
        text.push_str("| statement | change | why | source |\n|---|---|---|---|\n");
        rest.iter().for_each(|change| row(text, change));
    });
    cut(text)
}

fn folded(text: &mut String, title: &str, count: usize, inside: impl Fn(&mut String)) {
    if count > 0 {
        let _ = writeln!(text, "\n<details><summary>{title} ({count})</summary>\n");
        inside(text);
        text.push_str("\n</details>\n");
    }
}

fn row(text: &mut String, change: &StatementChange) {
    let on = change.on.map(|day| day.to_string());
    let from: Vec<String> = on.into_iter().chain(change.sources.iter().cloned()).collect();
    let value = values(change);
    let value = if value.is_empty() { String::new() } else { format!(": {value}") };
    let _ = writeln!(
        text,
        "| {}<br>`{}` | {} ({}){} | {} | {} |",
        safe(&change.says),
        change.id,
        change.how.word(),
        kind(change.kind),
        safe(&value),
        safe(&reason(change)),
        safe(&from.join("; "))
    );
}

/// Emphasis holds no space at its ends, or it would not be read as such.
fn marked(mark: &str, text: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
    format!("{}{mark}{}{mark}{}", &text[..start], safe(inner), &text[end..])
}

/// Words as words: nothing in them is markup, a mention, a reference or a cell's end.
pub(crate) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            // A mention or reference would notify people or link to something else.
            '@' => out.push_str("@\u{200b}"),
            '\n' | '\r' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn cut(text: String) -> String {
    if text.chars().count() <= LONGEST {
        return text;
    }
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let end = text[..end].rfind('\n').unwrap_or(end);
    let open = text[..end].matches("<details>").count() > text[..end].matches("</details>").count();
    let closed = if open { "\n\n</details>" } else { "" };
    format!("{}{closed}\n\nCut here: `demarche diff` prints the whole.\n", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_words_is_markup() {
        assert_eq!(safe("a|b <script> @team _x_"), "a\\|b \\<script\\> @\u{200b}team \\_x\\_");
        assert_eq!(marked("**", " two words "), " **two words** ");
    }
}
