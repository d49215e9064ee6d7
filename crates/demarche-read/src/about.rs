//! What a document says about itself: title, product number, edition, date, authors.
//!
//! Only words that stand in the document are taken, with their place; a file's
//! metadata are often those of its template and are not believed.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::authors;
pub(crate) use crate::document::About;
use crate::document::{Document, Role};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Finds the particulars of a document whose blocks are complete.
pub(crate) fn find(document: &Document) -> About {
    let mut about = About::default();
    let mut names = Vec::new();
    for block in &document.blocks {
        let range = block.text.clone();
        let words = document.words(&range);
        let edge = matches!(block.role, Role::Header | Role::Footer | Role::Author | Role::Disclaimer | Role::Title);
        match block.role {
            Role::Title if about.title.is_none() => about.title = Some(range.clone()),
            Role::Author => names.extend(authors::of(document, block)),
            _ => {}
        }
        if !edge {
            continue;
        }
        if about.date.is_none() {
            about.date = date(words).map(|found| shift(found, range.start));
        }
        if about.product.is_none() {
            about.product = product(words)
                .or_else(|| edition(words).and_then(|_| older_product(words)))
                .map(|found| shift(found, range.start));
        }
        if about.edition.is_none() {
            about.edition = edition(words).map(|found| shift(found, range.start));
        }
    }
    // Some documents name their authors on the cover and again at the end.
    let mut known = BTreeSet::new();
    names.retain(|name: &Range<usize>| known.insert(document.words(name)));
    about.authors = names;
    about
}

fn shift(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The first date written as month, day, year or day, month, year.
pub(crate) fn date(words: &str) -> Option<Range<usize>> {
    let day = |text: &str| text.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let year = |text: &str| text.len() == 4 && text.parse::<u16>().is_ok_and(|year| (1500..2200).contains(&year));
    let mut before = ["", ""];
    words.split_whitespace().find_map(|word| {
        let word = word.trim_matches([',', '.', '(', ')']);
        let [a, b] = before;
        before = [b, word];
        let dated = year(word) && (MONTHS.contains(&a) && day(b) || day(a) && MONTHS.contains(&b));
        dated.then(|| place(words, a).start..place(words, word).end)
    })
}

/// The longest product number.
pub(crate) const PRODUCT_BYTES: usize = 10;

/// The first product number: one to four capitals, then four to six digits; or an older one beside its edition.
pub(crate) fn product(words: &str) -> Option<Range<usize>> {
    let found = words.split_whitespace().find_map(|word| {
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let letters = bare.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = bare.len() - letters;
        // "FY2027" is a fiscal year.
        let fits = (1..=4).contains(&letters)
            && !matches!(&bare[..letters], "FY" | "CY")
            && (4..=6).contains(&digits)
            && bare.bytes().skip(letters).all(|b| b.is_ascii_digit());
        fits.then(|| place(words, bare))
    });
    found.or_else(|| edition(words).and_then(|_| older_product(words)))
}

/// The first product number of the older form: the year's two digits, then three of a running number, as in "98-317".
fn older_product(words: &str) -> Option<Range<usize>> {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    words.split_whitespace().find_map(|word| {
        let (year, number) = word.split_once('-')?;
        (digits(year, 2) && digits(number, 3)).then(|| place(words, word))
    })
}

/// The number after "version" or "edition".
pub(crate) fn edition(words: &str) -> Option<Range<usize>> {
    let mut before = "";
    words.split_whitespace().find_map(|word| {
        let name = std::mem::replace(&mut before, word);
        let named = name.eq_ignore_ascii_case("version") || name.eq_ignore_ascii_case("edition");
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        (named && digits > 0).then(|| place(words, &word[..digits]))
    })
}

/// The beginning of words: the first so many that space parts.
pub(crate) fn opening(words: &str, count: usize) -> &str {
    let mut rest = words;
    for _ in 0..count {
        rest = rest.trim_start();
        rest = &rest[rest.find(char::is_whitespace).unwrap_or(rest.len())..];
    }
    &words[..words.len() - rest.len()]
}

/// Where a part of words stands in them.
fn place(words: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr().saturating_sub(words.as_ptr().addr()).min(words.len());
    start..words.len().min(start + part.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particulars_are_found_with_their_place() {
        let words = "https://example.org | AB12345 · VERSION 19 · Updated January 29, 2019";
        assert_eq!(product(words).map(|found| &words[found]), Some("AB12345"));
        assert_eq!(edition(words).map(|found| &words[found]), Some("19"));
        assert_eq!(date(words).map(|found| &words[found]), Some("January 29, 2019"));
        let older = "https://example.org | 98-317 · VERSION 22 · UPDATED";
        assert_eq!(product(older).map(|found| &older[found]), Some("98-317"));
        assert_eq!(product("pages 98-317 of a book without an edition"), None);
        assert_eq!(product("Edition 2, pages 1998-317 and 98-3170"), None);
    }

    /// Words with their places, all at once.
    fn tokens(words: &str) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut start = None;
        for (at, c) in words.char_indices().chain([(words.len(), ' ')]) {
            match (c.is_whitespace(), start) {
                (false, None) => start = Some(at),
                (true, Some(from)) => {
                    out.push(from..at);
                    start = None;
                }
                _ => {}
            }
        }
        out
    }

    /// The first date, looked for among all words at once.
    fn date_of_tokens(words: &str) -> Option<Range<usize>> {
        tokens(words).windows(3).find_map(|three| {
            let text = |at: usize| words[three[at].clone()].trim_matches([',', '.', '(', ')']);
            let day = |text: &str| text.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
            let dated = MONTHS.contains(&text(0)) && day(text(1)) || day(text(0)) && MONTHS.contains(&text(1));
            let year = text(2).len() == 4 && text(2).parse::<u16>().is_ok_and(|year| (1500..2200).contains(&year));
            let start = three[0].start + words[three[0].clone()].find(text(0))?;
            let end = three[2].start + words[three[2].clone()].find(text(2))? + text(2).len();
            (dated && year).then_some(start..end)
        })
    }

    #[test]
    fn dates_found_word_by_word_are_those_found_among_all_words() {
        let words = ["May", "(June", "3,", "31.", "32", "1951", "2019)", "2300", ",,", "of\u{a0}May", "é", "March"];
        let (mut seed, mut hits) = (1_u32, 0);
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..8 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(words[(seed >> 16) as usize % words.len()]);
                text.push_str(if seed & 1 << 15 == 0 { " " } else { "\n\t" });
            }
            let found = date(&text);
            assert_eq!(found, date_of_tokens(&text), "{text:?}");
            hits += usize::from(found.is_some());
        }
        assert!(hits > 1_000, "{hits}");
    }
}
