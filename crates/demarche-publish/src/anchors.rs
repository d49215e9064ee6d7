//! Anchors: every id on a page is unique, whatever the edition brings.
//!
//! Readers link to headings, figures and statements, so an anchor is the
//! author's own word wherever that is possible. The page's own anchors are
//! taken first; what collides with one gets a number behind it.

use std::collections::{BTreeMap, BTreeSet};

use demarche_brief::edition::Edition;

/// The anchors taken so far.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    taken: BTreeSet<String>,
    /// The number last tried behind a wish, so that a thousand equal wishes do not try a million anchors.
    last: BTreeMap<String, u64>,
}

impl Anchors {
    /// Takes `wish` or, if it is gone, the first free `wish-2`, `wish-3`, …; blanks become hyphens.
    pub(crate) fn take(&mut self, wish: &str) -> String {
        let plain: String =
            wish.chars().filter(|c| !c.is_control()).map(|c| if c.is_whitespace() { '-' } else { c }).collect();
        let plain = if plain.is_empty() { "part".to_owned() } else { plain };
        if self.taken.insert(plain.clone()) {
            return plain;
        }
        let number = self.last.entry(plain.clone()).or_insert(1);
        loop {
            *number += 1;
            let candidate = format!("{plain}-{number}");
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

/// The anchor of each statement's card, in the order of [`Edition::bound`], and of each source, by its place.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) statements: Vec<String>,
    pub(crate) sources: Vec<String>,
}

impl Places {
    /// Gives every statement `s:ID` and every source `source:NUMBER`; a colon keeps them apart from authors' slugs.
    pub(crate) fn of(edition: &Edition, anchors: &mut Anchors) -> Self {
        let statements = edition.bound.iter().map(|bound| anchors.take(&format!("s:{}", bound.id))).collect();
        let sources = edition.sources.iter().map(|source| anchors.take(&format!("source:{}", source.number))).collect();
        Self { statements, sources }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_kept_where_free_and_numbered_where_not() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.take("trade"), "trade");
        assert_eq!(anchors.take("trade"), "trade-2");
        assert_eq!(anchors.take("trade-2"), "trade-2-2");
        assert_eq!(anchors.take("two words\u{0}"), "two-words");
        assert_eq!(anchors.take(""), "part");
        assert_eq!(anchors.take(""), "part-2");
    }
}
