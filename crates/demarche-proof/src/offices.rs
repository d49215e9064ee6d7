//! Offices whose elections a law dates.
//!
//! The hall works the dates out from rule files and tables of terms; here they
//! are matched with the words of a document.

use std::ops::Range;

use demarche_terms::{Date, Edtf};

use crate::sheet::{Passage, Sheet};

/// An office with the elections that are known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Names by which prose calls the country, and the adjectives: "Norland", "Norlandic".
    pub countries: Vec<String>,
    /// What the election is called: "presidential election".
    pub election: String,
    /// Other words for it.
    pub words: Vec<String>,
    /// By the law, in order of time.
    pub elections: Vec<Election>,
}

/// An election that the law dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Election {
    /// When it is held.
    pub on: Edtf,
    /// From when on it is the next one: the first day of the term at whose end it is held.
    pub from: Date,
    /// The day on which the term ended early, from which on the law gives another election.
    pub until: Option<Date>,
    /// The rule, its source and what was counted, one line each.
    pub lineage: Vec<String>,
}

impl Office {
    /// Whether a text names the country.
    pub fn is_named_in(&self, text: &str) -> bool {
        self.countries.iter().any(|name| find_word(text, name).is_some())
    }

    /// The election that is next on a day; `None` where the term of that day is not known.
    pub fn next(&self, day: Date) -> Option<&Election> {
        self.elections
            .iter()
            .find(|election| election.from <= day && election.on.earliest().is_some_and(|on| day <= on))
    }

    /// Where a sentence speaks of this office's election in this country.
    ///
    /// The country is the one named last before the election; where the sentence names none before it, the one that the
    /// document's title names first.
    pub(crate) fn election_in(&self, sheet: &Sheet<'_>, passage: &Passage<'_>) -> Option<Range<usize>> {
        let small = passage.text.to_ascii_lowercase();
        let found = std::iter::once(&self.election).chain(&self.words).find_map(|words| find_word(&small, words))?;
        let title = sheet.document.about.title.as_ref().map_or("", |title| sheet.document.words(title));
        let named = nearest(sheet.setting.offices, passage.before(found.start), true)
            .or_else(|| nearest(sheet.setting.offices, title, false))?;
        std::ptr::eq(named, self).then_some(found)
    }
}

/// The office whose country a text names last, or first.
fn nearest<'a>(offices: &'a [Office], text: &str, last: bool) -> Option<&'a Office> {
    let places = offices.iter().flat_map(|office| {
        office.countries.iter().flat_map(move |name| all_words(text, name).map(move |range| (range.end, office)))
    });
    let named = if last { places.max_by_key(|(at, _)| *at) } else { places.min_by_key(|(at, _)| *at) };
    named.map(|(_, office)| office)
}

/// A phrase that stands between word boundaries.
fn find_word(text: &str, phrase: &str) -> Option<Range<usize>> {
    all_words(text, phrase).next()
}

fn all_words<'a>(text: &'a str, phrase: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    text.match_indices(phrase).map(|(at, _)| at..at + phrase.len()).filter(move |range| {
        !text[..range.start].ends_with(char::is_alphanumeric) && !text[range.end..].starts_with(char::is_alphanumeric)
    })
}
