//! Authors: a name and an office, in one line, in two, or in the cells of a table.

use std::ops::Range;

use crate::builder::{Content, DraftBlock, DraftCell, DraftLine};
use crate::document::{Block, Document, Role};

/// The names in a block of authors.
pub(crate) fn of(document: &Document, block: &Block) -> Vec<Range<usize>> {
    let lines: Vec<Range<usize>> =
        document.lines[block.lines.clone()].iter().map(|line| trimmed(document, line.text.clone())).collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words = document.words(line);
        let office = |next: &Range<usize>| names_office(document.words(next)) && !is_author(document.words(next));
        if is_name(words) && lines.get(at + 1).is_some_and(office) {
            found.push(line.clone());
        } else if words.contains([',', ';']) {
            found.extend(names(words, line.start));
        }
    }
    if found.is_empty() { names(document.words(&block.text), block.text.start) } else { found }
}

fn trimmed(document: &Document, range: Range<usize>) -> Range<usize> {
    let words = document.words(&range);
    let start = range.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

/// Names in a line of authors: the words before the first comma of each part.
///
/// "A. Name, Specialist in X" is one author; "A. Name, B. Name, C. Name," are three.
fn names(words: &str, start: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    for part in words.split_inclusive([',', ';', '\n']) {
        let name = part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.'));
        let from = at + part.find(name).unwrap_or(0);
        at += part.len();
        if is_name(name) {
            out.push(start + from..start + from + name.len());
        }
    }
    out
}

/// Offices of those who write.
const OFFICES: [&str; 10] = [
    "Specialist",
    "Analyst",
    "Coordinator",
    "Attorney",
    "Economist",
    "Librarian",
    "Fellow",
    "Researcher",
    "Assistant",
    "Intern",
];
/// Further words that stand beside names and in none.
const OFFICIAL: [&str; 6] = ["Section", "Research", "Manager", "Director", "Acting", "Editor"];

/// Whether words look like a person's name: two to five capitalised words, no office among them.
pub(crate) fn is_name(words: &str) -> bool {
    let parts: Vec<&str> = words.split_whitespace().collect();
    (2..=5).contains(&parts.len())
        && parts.iter().all(|part| {
            part.chars().next().is_some_and(char::is_uppercase) || matches!(*part, "de" | "van" | "von" | "bin" | "al")
        })
        && !words.bytes().any(|b| b.is_ascii_digit())
        && !parts.iter().any(|part| OFFICES.contains(part) || OFFICIAL.contains(part))
}

/// A line of authors: a name, then an office or another name.
pub(crate) fn is_author(text: &str) -> bool {
    let text = text.trim().trim_end_matches(',');
    if text.len() > 200 {
        return false;
    }
    match text.split_once(',') {
        Some((name, rest)) => is_name(name) && names_office(rest),
        None => false,
    }
}

fn names_office(text: &str) -> bool {
    let text = text.trim();
    let titled = text.starts_with(char::is_uppercase) && !text.ends_with('.');
    titled && text.split_whitespace().any(|word| OFFICES.contains(&word.trim_end_matches(',')))
}

/// Lines of a name with its office below.
const ENTRY_LINES: usize = 5;

/// A name in a line, alone or with a part that its bearer plays, an office below.
fn is_pair(lines: &[DraftLine]) -> bool {
    let Some((name, office)) = lines.split_first() else { return false };
    let office: Vec<&str> = office.iter().map(|line| line.text.trim()).collect();
    let named = is_name(&name.text) || is_author(&name.text);
    lines.len() <= ENTRY_LINES && named && names_office(&office.join(" "))
}

/// Whether a block is a name with its office below.
pub(crate) fn is_entry(block: &DraftBlock) -> bool {
    matches!(&block.content, Content::Lines(lines) if is_pair(lines))
}

/// Parts every table of authors, whose filled cells are each a name with its office below, into a block for each author.
pub(crate) fn part(blocks: &mut Vec<DraftBlock>) {
    if !blocks.iter().any(is_table) {
        return;
    }
    for block in std::mem::take(blocks) {
        if is_table(&block)
            && let Content::Rows(rows) = block.content
        {
            let cells = rows.into_iter().flatten().filter(is_filled);
            blocks.extend(cells.map(|cell| DraftBlock::lines(Role::Author, cell.lines)));
        } else {
            blocks.push(block);
        }
    }
}

fn is_table(block: &DraftBlock) -> bool {
    let Content::Rows(rows) = &block.content else { return false };
    let mut cells = rows.iter().flatten().filter(|cell| is_filled(cell)).peekable();
    cells.peek().is_some() && cells.all(|cell| is_pair(&cell.lines))
}

fn is_filled(cell: &DraftCell) -> bool {
    cell.lines.iter().any(|line| !line.is_blank())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_names_not_offices() {
        let words = "Ane Holm, Specialist in Trade; Bo Lind, Analyst in Asian Affairs";
        let found: Vec<&str> = names(words, 0).into_iter().map(|found| &words[found]).collect();
        assert_eq!(found, ["Ane Holm", "Bo Lind"]);
    }

    #[test]
    fn a_name_has_its_office_below() {
        let lines = |all: &[&str]| -> Vec<DraftLine> {
            all.iter().map(|text| DraftLine { text: (*text).to_owned(), ..DraftLine::default() }).collect()
        };
        assert!(is_pair(&lines(&["Ane Holm", "Specialist in Shipping"])));
        assert!(is_pair(&lines(&["Ane B. Holm ", "Specialist in Shipping and", "Harbours"])));
        assert!(is_pair(&lines(&["Ane Holm, Coordinator", "Specialist in Shipping"])));
        for other in [&["Ane Holm"][..], &["Ane Holm", "sails on."], &["In Summer", "Three ferries cross the sound"]] {
            assert!(!is_pair(&lines(other)), "{other:?}");
        }
    }
}
