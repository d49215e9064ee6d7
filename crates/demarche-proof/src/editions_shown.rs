//! Two editions of a document as Markdown and as one web page with both side by side.
//!
//! Sentences that were kept are counted; they are shown only where asked for.

use std::fmt::Write;
use std::ops::Range;

use demarche_read::Document;

use crate::editions::{Compared, Comparison, Fate};

/// An edition: its text, and what a heading calls it.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// The document that was read.
    pub document: &'a Document,
    /// Its file and date.
    pub name: &'a str,
}

impl Edition<'_> {
    fn words(&self, range: Option<&Range<usize>>) -> String {
        range.map_or_else(String::new, |range| {
            self.document.words(range).split_whitespace().collect::<Vec<_>>().join(" ")
        })
    }

    fn page(&self, range: Option<&Range<usize>>) -> Option<u32> {
        range.filter(|_| self.document.pages.len() > 1).map(|range| self.document.page(range))
    }
}

/// "3 kept, 1 edited, 0 dropped, 2 added".
fn counts(comparison: &Comparison) -> String {
    let fates = [Fate::Kept, Fate::Edited, Fate::Dropped, Fate::Added];
    let counts: Vec<String> = fates.iter().map(|fate| format!("{} {}", comparison.count(*fate), fate.word())).collect();
    counts.join(", ")
}

/// The comparison as GitHub-flavoured Markdown, ready for a pull request; kept sentences only with `all`.
pub fn markdown(older: Edition<'_>, newer: Edition<'_>, comparison: &Comparison, all: bool) -> String {
    let mut text = format!("### {} against {}\n\n", plain(newer.name), plain(older.name));
    let _ = writeln!(text, "Sentences: {}.\n", counts(comparison));
    for sentence in shown(comparison, all) {
        let words = match sentence.fate {
            Fate::Kept => plain(&newer.words(sentence.newer.as_ref())),
            Fate::Added => marked("**", &newer.words(sentence.newer.as_ref())),
            Fate::Dropped => marked("~~", &older.words(sentence.older.as_ref())),
            Fate::Edited => {
                let mut words = String::new();
                for run in &sentence.words {
                    let run = match run.fate {
                        Fate::Dropped => marked("~~", &run.text),
                        Fate::Added => marked("**", &run.text),
                        Fate::Kept | Fate::Edited => plain(&run.text),
                    };
                    // What went and what came stand apart.
                    let apart = words.ends_with("~~") && run.starts_with("**");
                    words.extend([if apart { " " } else { "" }, &run]);
                }
                words
            }
        };
        let page = newer.page(sentence.newer.as_ref()).or_else(|| older.page(sentence.older.as_ref()));
        let page = page.map_or_else(String::new, |page| format!(", page {page}"));
        let _ = writeln!(text, "- *{}{page}{}*<br>\n  {}", sentence.fate.word(), flags(sentence), words.trim());
    }
    text
}

fn shown(comparison: &Comparison, all: bool) -> impl Iterator<Item = &Compared> {
    comparison.sentences.iter().filter(move |sentence| all || sentence.fate != Fate::Kept)
}

fn flags(sentence: &Compared) -> String {
    match sentence.flagged.as_slice() {
        [] => String::new(),
        codes => format!("; the check had flagged it: {}", codes.join(", ")),
    }
}

/// Emphasis holds no space at its ends, or it would not be read as such.
fn marked(mark: &str, text: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return plain(text);
    }
    let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
    format!("{}{mark}{}{mark}{}", plain(&text[..start]), plain(inner), plain(&text[end..]))
}

/// Words as words: nothing in them is markup, a mention or a reference.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("@\u{200b}"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The comparison as one web page, both editions side by side, without a script; kept sentences only with `all`.
pub fn page(older: Edition<'_>, newer: Edition<'_>, comparison: &Comparison, all: bool) -> String {
    let (from, to) = (escaped(older.name), escaped(newer.name));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{to} against {from}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n<main>\n<h1>What changed</h1>\n<p><b>{from}</b> → <b>{to}</b></p>\n<p>Sentences: {}.</p>\n",
        counts(comparison)
    );
    let _ = writeln!(
        out,
        "<table>\n<caption>Sentences side by side</caption>\n<thead><tr><th scope=\"col\">{from}</th><th scope=\"col\">{to}</th></tr></thead>\n<tbody>"
    );
    for sentence in shown(comparison, all) {
        let side = |own: Edition<'_>, range: Option<&Range<usize>>, fate: Fate| {
            let words = match sentence.fate {
                Fate::Edited => edited(sentence, fate),
                Fate::Kept => escaped(&own.words(range)),
                _ if range.is_none() => return "<td class=\"none\">not there</td>".to_owned(),
                _ => changed(fate, &own.words(range)),
            };
            let page = own.page(range).map_or_else(String::new, |page| format!("<small>page {page}</small> "));
            format!("<td>{page}{words}</td>")
        };
        let before = side(older, sentence.older.as_ref(), Fate::Dropped);
        let after = side(newer, sentence.newer.as_ref(), Fate::Added);
        let _ = writeln!(out, "<tr class=\"{}\">{before}{after}</tr>", sentence.fate.word());
        let why = flags(sentence);
        if !why.is_empty() {
            let _ = writeln!(
                out,
                "<tr class=\"why\"><td colspan=\"2\">{}{}</td></tr>",
                sentence.fate.word(),
                escaped(&why)
            );
        }
    }
    out.push_str("</tbody>\n</table>\n</main>\n</body>\n</html>\n");
    out
}

/// The words of one side of an edited sentence.
fn edited(sentence: &Compared, side: Fate) -> String {
    let runs = sentence.words.iter().filter(|run| run.fate == Fate::Kept || run.fate == side);
    runs.map(|run| if run.fate == Fate::Kept { escaped(&run.text) } else { changed(side, &run.text) }).collect()
}

fn changed(fate: Fate, text: &str) -> String {
    let element = if fate == Fate::Dropped { "del" } else { "ins" };
    format!("<{element}>{}</{element}>", escaped(text))
}

fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const STYLE: &str = "body{font:17px/1.5 Georgia,serif;color:#1b1b1b;background:#fff;margin:0}\
main{max-width:76rem;margin:0 auto;padding:1.5rem}h1,caption,th,small{font-family:system-ui,sans-serif}\
h1{font-size:1.6rem;margin:.4em 0}table{width:100%;border-collapse:collapse;table-layout:fixed}\
caption{text-align:left;font-weight:bold;padding:.6em 0}td,th{text-align:left;vertical-align:top;padding:.5em .8em;border-top:1px solid #ccc;overflow-wrap:anywhere}\
td+td,th+th{border-left:1px solid #ccc}small,.none,.why td{color:#5a5a5a;font-size:.8em}.why td{border-top:0;padding-top:0}\
del{background:#fbe3e1;color:#7a1812}ins{background:#e0f2e5;color:#0c4a24}\
@media(max-width:40rem){table,tbody,tr,td{display:block}thead{display:none}td+td{border-left:0}}\
@media(prefers-color-scheme:dark){body{color:#e8e6e1;background:#16191b}td,th{border-color:#444}td+td,th+th{border-color:#444}small,.none,.why td{color:#a9a9a9}\
del{background:#4a1f1c;color:#f5c9c4}ins{background:#16402a;color:#bfe8cd}}";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editions::compare;
    fn read(text: &str) -> Document {
        demarche_read::read(text.as_bytes(), "a.md").value
    }

    #[test]
    fn both_sides_show_what_went_and_what_came() {
        let (older, newer) =
            (read("One ferry sails <daily>. It stays.\n"), read("Two ferries sail. It stays. A bridge & more came.\n"));
        let comparison = compare(&older, &newer, &[]);
        let sides = (Edition { document: &older, name: "old.md" }, Edition { document: &newer, name: "new.md" });
        let text = markdown(sides.0, sides.1, &comparison, false);
        assert!(text.starts_with("### new.md against old.md\n\nSentences: 1 kept,"), "{text}");
        assert!(text.contains("**A bridge &amp; more came.**") && !text.contains("It stays"), "{text}");
        assert!(markdown(sides.0, sides.1, &comparison, true).contains("*kept*<br>\n  It stays."));
        let page = page(sides.0, sides.1, &comparison, false);
        assert!(page.contains("<ins>A bridge &amp; more came.</ins>") && page.contains("not there"), "{page}");
        assert!(!page.contains("<daily>") && !page.contains("<script"), "{page}");
    }
}
