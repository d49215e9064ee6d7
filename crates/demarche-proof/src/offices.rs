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

    /// Where a sentence speaks of this office's election in this country: the country stands in the
    /// sentence, or no other one can be meant because the document's title names it.
    pub(crate) fn election_in(&self, text: &str, sheet: &Sheet<'_>, passage: &Passage<'_>) -> Option<Range<usize>> {
        let small = text.to_lowercase();
        let found = std::iter::once(&self.election).chain(&self.words).find_map(|words| find_word(&small, words))?;
        let titled = || {
            let title =
                sheet.document.about.title.as_ref().map(|title| sheet.document.words(title)).unwrap_or_default();
            let alone = sheet.setting.offices.iter().filter(|office| office.is_named_in(passage.text)).count() == 0;
            alone && self.is_named_in(title)
        };
        (self.is_named_in(text) || titled()).then_some(found)
    }
}

/// A phrase that stands between word boundaries.
fn find_word(text: &str, phrase: &str) -> Option<Range<usize>> {
    text.match_indices(phrase).map(|(at, _)| at..at + phrase.len()).find(|range| {
        !text[..range.start].ends_with(char::is_alphanumeric) && !text[range.end..].starts_with(char::is_alphanumeric)
    })
}
