//! What a document says, from the text of its HTML edition.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::particulars::Particulars;

/// Letters and digits that a sentence needs to be looked for: shorter ones stand anywhere.
const LEAST: usize = 30;

/// A document with its independent text.
pub struct Brief {
    /// The file's name without its ending.
    pub name: String,
    /// The file.
    pub pdf: PathBuf,
    /// Its sentences in order.
    pub sentences: Vec<Sentence>,
    /// Short lines that look like titles.
    pub headings: Vec<String>,
    /// Cells of its tables.
    pub cells: Vec<String>,
    /// What its head says about it.
    pub particulars: Particulars,
}

/// A sentence of the independent text.
pub struct Sentence {
    /// Its letters and digits.
    pub key: String,
    /// Whether it stands among the notes at the end.
    pub note: bool,
    /// Whether it stands there only once.
    pub once: bool,
}

impl Brief {
    /// The document of a PDF and the text of its HTML edition.
    pub fn new(name: String, pdf: PathBuf, markdown: &str) -> Self {
        let body = markdown.lines().skip_while(|line| !line.starts_with("[Listen](")).skip(1);
        let body: Vec<&str> = body.take_while(|line| line.trim() != "Disclaimer:").collect();
        let particulars = Particulars::of_text(markdown);
        let mut brief = Self { name, pdf, sentences: Vec::new(), headings: Vec::new(), cells: Vec::new(), particulars };
        let mut note = false;
        let (text, _) = body.split_at(body.iter().position(|line| is_footnotes(line)).unwrap_or(body.len()));
        brief.cells = cells(text);
        for line in body {
            note |= is_footnotes(line);
            let line = plain(line);
            brief.line(line.trim(), note);
        }
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for sentence in &brief.sentences {
            *times.entry(sentence.key.clone()).or_insert(0) += 1;
        }
        for sentence in &mut brief.sentences {
            sentence.once = times[&sentence.key] == 1;
        }
        brief
    }

    fn line(&mut self, line: &str, note: bool) {
        if line.starts_with('|') {
            return;
        }
        let short = line.len() <= 90 && line.chars().next().is_some_and(char::is_uppercase);
        if short && !line.ends_with(['.', ':', ',', ';', ')', '|']) && line.contains(' ') && !line.starts_with("Source")
        {
            self.headings.push(key(line));
        }
        let cuts = demarche_read::sentences(line);
        let keys = cuts.into_iter().map(|cut| key(&line[cut])).filter(|key| key.len() >= LEAST);
        self.sentences.extend(keys.map(|key| Sentence { key, note, once: true }));
    }
}

/// The heading of the notes, which the HTML edition sets as a table that no page has.
fn is_footnotes(line: &str) -> bool {
    line.trim() == "# Footnotes"
}

/// Words of the cells of all tables; what never has two cells beside each other is the frame of a figure.
///
/// A row begins with a bar; lines after it, up to an empty one, go on in its last cell.
fn cells(body: &[&str]) -> Vec<String> {
    let mut tables: Vec<Vec<Vec<String>>> = Vec::new();
    let mut inside = false;
    for line in body {
        let line = plain(line);
        let row = line.trim().strip_prefix('|');
        if let Some(row) = row {
            if !inside {
                tables.push(Vec::new());
            }
            tables.last_mut().into_iter().for_each(|table| table.push(row.split('|').map(key).collect()));
        } else if let Some(cells) = tables.last_mut().and_then(|table| table.last_mut()).filter(|_| inside) {
            let mut parts = line.split('|').map(key);
            if let (Some(last), Some(more)) = (cells.last_mut(), parts.next()) {
                last.push_str(&more);
            }
            cells.extend(parts);
        }
        inside = row.is_some() || inside && !line.trim().is_empty();
    }
    let filled = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count();
    tables.retain(|table| table.iter().any(|row| filled(row) > 1));
    tables.into_iter().flatten().flatten().filter(|cell| !cell.is_empty()).collect()
}

/// Markdown without its marks: links keep their words.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        let mut depth = 0_i32;
        let end = rest[at + 1..].char_indices().find(|&(_, c)| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        rest = end.map_or("", |(end, _)| &rest[at + 1 + end + 1..]);
    }
    out.push_str(rest);
    out.trim_start_matches('#').replace(['[', ']', '*', '_', '\\'], "")
}

/// Letters and digits in lower case: what spacing, hyphens and quotation marks cannot change.
///
/// Raised letters and digits are left out, since the HTML text lost them: the ending of an ordinal number
/// ("119 Congress") and the signs of notes, where an engine gives these as raised.
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let ordinal = word.find(|c: char| !c.is_ascii_digit()).filter(|&digits| digits > 0).filter(|&digits| {
            let ending: String = word[digits..].chars().take_while(|c| c.is_alphabetic()).collect();
            matches!(ending.as_str(), "st" | "nd" | "rd" | "th")
        });
        let raised = |c: &char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
        let letters = |part: &str| -> String {
            part.chars().filter(|c| c.is_alphanumeric() && !raised(c)).flat_map(char::to_lowercase).collect()
        };
        match ordinal {
            Some(digits) => {
                out.push_str(&letters(&word[..digits]));
                out.push_str(&letters(&word[digits + 2..]));
            }
            None => out.push_str(&letters(word)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_run_over_lines_and_frames_and_notes_are_no_tables() {
        let body = [
            "| Law | Sections ",
            "| [Act](https://a.example/(1)), 2026 | Title V",
            "Title VI | more",
            "",
            "after the table",
            "| Figure 1. A chart ",
            "|  ",
            "| Source: us ",
        ];
        assert_eq!(cells(&body), ["law", "sections", "act2026", "titlevtitlevi", "more"]);
        let notes = "[Listen](x)\n| a | b\n# Footnotes\n| 1. | A note.\n";
        assert_eq!(Brief::new("n".to_owned(), PathBuf::new(), notes).cells, ["a", "b"]);
    }
}
