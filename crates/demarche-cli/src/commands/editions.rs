//! `demarche diff` on two editions of a document without a dossier.

use std::fmt::Write;
use std::path::Path;

use demarche::{Editions, Fate, Proof, Proofreader};
use serde_json::json as js;

use super::Failure;
use crate::arguments::DiffFormat;
use crate::terminal::{Progress, plain, strong};

/// Compares two files sentence by sentence, as text in the format asked for.
pub fn run(older: &Path, newer: &Path, format: DiffFormat, all: bool, quiet: bool) -> Result<String, Failure> {
    let progress = Progress::new(quiet, "comparing");
    let editions = Proofreader::default().editions(older, newer)?;
    drop(progress);
    Ok(match format {
        DiffFormat::Human => shown(&editions, all),
        DiffFormat::Json => format!("{:#}\n", as_json(&editions)),
        DiffFormat::Markdown => editions.markdown(all),
        DiffFormat::Html => editions.page(all),
        DiffFormat::Pdf | DiffFormat::Docx => {
            return Err("PDF and Word hold the change memo of a dossier; two documents are compared as human, json, \
                        markdown or html"
                .into());
        }
    })
}

fn shown(editions: &Editions, all: bool) -> String {
    let mut text = String::new();
    let words = |proof: &Proof, range: &Option<std::ops::Range<usize>>| {
        range.as_ref().map_or_else(String::new, |range| plain(&proof.document.words(range).replace('\n', " ")))
    };
    for sentence in editions.comparison.sentences.iter().filter(|sentence| all || sentence.fate != Fate::Kept) {
        let flagged = match sentence.flagged.as_slice() {
            [] => String::new(),
            codes => format!("  (the check had flagged it: {})", codes.join(", ")),
        };
        let line = match sentence.fate {
            Fate::Kept => format!("  {}", words(&editions.newer, &sentence.newer)),
            Fate::Added => format!("+ {}", words(&editions.newer, &sentence.newer)),
            Fate::Dropped => format!("- {}", words(&editions.older, &sentence.older)),
            Fate::Edited => {
                let marked = sentence.words.iter().map(|words| match words.fate {
                    Fate::Dropped => format!("[-{}-]", plain(words.text.trim_end())) + space_after(&words.text),
                    Fate::Added => format!("{{+{}+}}", plain(words.text.trim_end())) + space_after(&words.text),
                    _ => plain(&words.text),
                });
                format!("~ {}", marked.collect::<String>())
            }
        };
        let _ = writeln!(text, "{line}{flagged}\n");
    }
    text.push_str(&summary(editions));
    text
}

fn space_after(text: &str) -> &'static str {
    if text.ends_with(char::is_whitespace) { " " } else { "" }
}

fn summary(editions: &Editions) -> String {
    let comparison = &editions.comparison;
    let fates = [Fate::Kept, Fate::Edited, Fate::Dropped, Fate::Added];
    let counts: Vec<String> = fates.iter().map(|fate| format!("{} {}", comparison.count(*fate), fate.word())).collect();
    let gone = |sentence: &&demarche::ComparedSentence| matches!(sentence.fate, Fate::Edited | Fate::Dropped);
    let flagged = comparison.sentences.iter().filter(|sentence| !sentence.flagged.is_empty());
    let all = flagged.clone().count();
    let mended = flagged.filter(gone).count();
    let title = format!("{} to {}", editions.older.named(), editions.newer.named());
    format!(
        "{}\n  sentences   {}\n  flagged     {all} in the older edition, {mended} of them edited or dropped since\n",
        strong(title),
        counts.join(", ")
    )
}

fn as_json(editions: &Editions) -> serde_json::Value {
    let words = |proof: &Proof, range: &Option<std::ops::Range<usize>>| {
        range.as_ref().map(|range| js!({ "words": proof.document.words(range), "page": proof.document.page(range) }))
    };
    js!({
        "format": 1,
        "older": { "file": editions.older.path.display().to_string(), "dated": editions.older.dated.map(|d| d.to_string()) },
        "newer": { "file": editions.newer.path.display().to_string(), "dated": editions.newer.dated.map(|d| d.to_string()) },
        "sentences": editions.comparison.sentences.iter().map(|sentence| js!({
            "fate": sentence.fate.word(),
            "older": words(&editions.older, &sentence.older),
            "newer": words(&editions.newer, &sentence.newer),
            "edits": sentence.words,
            "flagged": sentence.flagged,
        })).collect::<Vec<_>>(),
    })
}
