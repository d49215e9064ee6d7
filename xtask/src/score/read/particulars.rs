//! What documents say about themselves: title, product number, date and authors, held against the head of the HTML edition.

use std::collections::BTreeSet;
use std::ops::Range;

use demarche_read::Document;
use demarche_terms::{Date, DayOrder};

use super::reference::key;

/// What is held against each other, in the order in which it is counted.
pub const NAMES: [&str; 4] = ["title", "product", "date", "all authors"];

/// Particulars of a document, as letters and digits; empty where the head has none.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Particulars {
    title: String,
    product: String,
    date: String,
    authors: BTreeSet<String>,
}

impl Particulars {
    /// From the head of the HTML edition's text: its first heading and the table below it.
    pub fn of_text(markdown: &str) -> Self {
        let row = |names: &[&str]| {
            let named = |line: &str| {
                let (name, value) = line.strip_prefix("| **")?.split_once(":** |")?;
                names.contains(&name).then(|| value.trim().to_owned())
            };
            markdown.lines().find_map(named).unwrap_or_default()
        };
        let title = markdown.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
        let authors = row(&["Author", "Authors"]);
        let turned = |name: &str| match name.split_once(',') {
            Some((last, first)) => key(&format!("{first} {last}")),
            None => key(name),
        };
        Self {
            title: key(title),
            product: key(&row(&["CRS Product Number"])),
            date: key(&in_words(&row(&["Publication Date"])).unwrap_or_default()),
            authors: authors.split(';').map(turned).filter(|name| !name.is_empty()).collect(),
        }
    }

    /// From a document as it was read.
    pub fn of_document(document: &Document) -> Self {
        let about = &document.about;
        let said = |range: &Option<Range<usize>>| range.as_ref().map(|range| key(document.words(range)));
        Self {
            title: said(&about.title).unwrap_or_default(),
            product: said(&about.product).unwrap_or_default(),
            date: said(&about.date).unwrap_or_default(),
            authors: about.authors.iter().map(|name| key(document.words(name))).collect(),
        }
    }

    /// Which of them are the same, in the order of [`NAMES`].
    pub fn agree(&self, other: &Self) -> [bool; NAMES.len()] {
        [
            self.title == other.title,
            self.product == other.product,
            self.date == other.date,
            self.authors == other.authors,
        ]
    }
}

/// "04/09/2026" as a page prints it.
fn in_words(date: &str) -> Option<String> {
    let mut parts = date.split('/').map(|part| part.parse::<i16>().ok());
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(DayOrder::MonthFirst.words(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_page_is_read() {
        let text = "# Ferries\n| **CRS Product Number:** | AB12345 \n| **Publication Date:** | 04/09/2026 \n| **Authors:** | Holm, Ane B.; Lind, Bo \n";
        let found = Particulars::of_text(text);
        assert_eq!((found.title.as_str(), found.product.as_str()), ("ferries", "ab12345"));
        assert_eq!(found.date, "april92026");
        assert_eq!(found.authors.iter().map(String::as_str).collect::<Vec<_>>(), ["anebholm", "bolind"]);
        assert_eq!(
            found.agree(&Particulars { title: "ferry".to_owned(), ..Particulars::of_text(text) }),
            [false, true, true, true]
        );
    }
}
