//! What there is to say about locks, one file a rule.
//!
//! Every file's leading comment is the rule's manual page.

pub(crate) mod d1901_lock_unreadable;
pub(crate) mod d1902_lock_newer;
pub(crate) mod d1903_lock_edited;
pub(crate) mod d1904_prose;
pub(crate) mod d1905_statement;
pub(crate) mod d1906_gone;
pub(crate) mod d1907_cell;
pub(crate) mod d1908_ground;
pub(crate) mod d1909_added;
pub(crate) mod d1910_pages;
pub(crate) mod d1911_clock;
pub(crate) mod d1912_living;

use demarche_diagnostic::{Diagnostic, FileId, Rule, SourceMap, Span};
use demarche_terms::Date;

/// The rules about editions, in the order of codes.
pub fn rules() -> Vec<Rule> {
    vec![
        d1901_lock_unreadable::RULE,
        d1902_lock_newer::RULE,
        d1903_lock_edited::RULE,
        d1904_prose::RULE,
        d1905_statement::RULE,
        d1906_gone::RULE,
        d1907_cell::RULE,
        d1908_ground::RULE,
        d1909_added::RULE,
        d1910_pages::RULE,
        d1911_clock::RULE,
        d1912_living::RULE,
    ]
}

/// The finding for an edition whose prose, of this name, is not there (D1904).
pub fn prose_missing(file: FileId, files: &SourceMap, name: &str) -> Diagnostic {
    d1904_prose::missing(first_line(file, files), name)
}

/// The finding for an edition that is dated after today (D1911).
pub fn ahead_of_clock(file: FileId, files: &SourceMap, date: Date, today: Date) -> Diagnostic {
    d1911_clock::finding(first_line(file, files), &date.to_string(), &today.to_string())
}

/// The finding for a living brief under the number or date of a locked edition that reads otherwise (D1912).
///
/// `published` is the edition's prose; line ends are no difference. The place is the part of the first line that differs.
pub fn living_differs(file: FileId, files: &SourceMap, published: &str, number: u32, date: Date) -> Option<Diagnostic> {
    let living = files.text(file);
    let mut start = 0;
    let mut before = published.lines();
    for line in living.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        let was = before.next();
        if was != Some(words) {
            let (from, to) = difference(was.unwrap_or_default(), words);
            let span = Span::new(file, start + from..start + to);
            let shown: String = was.unwrap_or_default().get(from..).unwrap_or_default().chars().take(SHOWN).collect();
            return Some(d1912_living::finding(span, number, &date.to_string(), &shown));
        }
        start += line.len();
    }
    let rest = before.next()?;
    let shown: String = rest.chars().take(SHOWN).collect();
    Some(d1912_living::finding(Span::new(file, living.len()..living.len()), number, &date.to_string(), &shown))
}

/// Characters of a published line that a finding shows.
const SHOWN: usize = 60;

/// The bytes of `new` between what it shares with `old` at its beginning and at its end.
fn difference(old: &str, new: &str) -> (usize, usize) {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let from = same(&mut old.chars(), &mut new.chars());
    let (old_rest, new_rest) = (&old[from..], &new[from..]);
    let tail = same(&mut old_rest.chars().rev(), &mut new_rest.chars().rev());
    (from, new.len() - tail)
}

fn first_line(file: FileId, files: &SourceMap) -> Span {
    let text = files.text(file);
    Span::new(file, 0..text.find('\n').unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differs(living: &str, published: &str) -> Option<(String, String)> {
        let mut files = SourceMap::default();
        let file = files.add("briefs/in-focus.md", living);
        let found = living_differs(file, &files, published, 2, Date::constant(2019, 1, 29))?;
        let span = found.span.expect("a place");
        Some((living[span.range()].to_owned(), found.notes.first().cloned().unwrap_or_default()))
    }

    #[test]
    fn the_first_difference_is_placed_and_line_ends_are_none() {
        let published = "---\nedition: 2\n---\nOver 28,500 troops.\nMore.\n";
        assert_eq!(differs(published, published), None);
        assert_eq!(differs(&published.replace('\n', "\r\n"), published), None);
        let (words, was) = differs(&published.replace("28,500", "28,600"), published).expect("differs");
        assert_eq!((words.as_str(), was.as_str()), ("6", "as published: \"500 troops.\""));
        let (words, was) = differs(&published.replace("More.\n", ""), published).expect("differs");
        assert_eq!((words.as_str(), was.as_str()), ("", "as published: \"More.\""));
        let (words, was) = differs(&format!("{published}Last.\n"), published).expect("differs");
        assert_eq!((words.as_str(), was.as_str()), ("Last.", "as published: nothing stood here"));
    }
}
