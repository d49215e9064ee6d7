//! Echo: what a document says elsewhere, as evidence of what it says here.
//!
//! A brief repeats itself: "the Selected Reserve" that is broken over two lines here
//! stands whole on a line there. Pairs and triples of words inside the lines of the
//! whole document are counted; so is how many lines hold a word, for rare words tell
//! more of what a passage is about.

use std::collections::{BTreeMap, BTreeSet};

use super::language::words;
use super::line::{clip, content, full_width, width};

/// A word's number in the document; words that stand nowhere in it have none.
pub type Number = Option<u32>;

/// Pairs and triples of words inside the lines of a document, and how many lines hold a word.
#[derive(Clone, Debug, Default)]
pub struct Echo {
    numbers: BTreeMap<String, u32>,
    pairs: BTreeMap<(u32, u32), u32>,
    triples: BTreeSet<(u32, u32, u32)>,
    followed: Vec<u32>,
    stems: BTreeMap<String, u32>,
    holding: Vec<u32>,
    lines: u32,
    /// The width of a full line of running text, in average characters.
    pub full: f64,
}

impl Echo {
    /// Gathers from every line of a document.
    pub fn gather<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut echo = Self::default();
        let mut widths = Vec::new();
        for line in lines {
            let line = clip(line.trim());
            widths.push(width(line));
            let words = words(line);
            echo.lines += 1;
            let numbers: Vec<u32> = words.iter().map(|word| echo.number_new(word)).collect();
            for two in numbers.windows(2) {
                *echo.pairs.entry((two[0], two[1])).or_insert(0) += 1;
                echo.followed[two[0] as usize] += 1;
            }
            echo.triples.extend(numbers.windows(3).map(|three| (three[0], three[1], three[2])));
            let stems: BTreeSet<String> = content(&words).collect();
            for stem in stems {
                let next = u32::try_from(echo.holding.len()).unwrap_or(u32::MAX);
                let at = *echo.stems.entry(stem).or_insert(next);
                if at == next {
                    echo.holding.push(0);
                }
                echo.holding[at as usize] += 1;
            }
        }
        echo.full = full_width(widths);
        echo
    }

    fn number_new(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let next = u32::try_from(self.followed.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.to_owned(), next);
        self.followed.push(0);
        next
    }

    /// The number of a word.
    pub fn number(&self, word: &str) -> Number {
        self.numbers.get(word).copied()
    }

    /// The numbers of the content words of a line, rising.
    pub fn stems(&self, words: &[&str]) -> Vec<u32> {
        let all: BTreeSet<u32> = content(words).filter_map(|stem| self.stems.get(&stem).copied()).collect();
        all.into_iter().collect()
    }

    /// How often the second word follows the first inside a line.
    pub fn pair(&self, first: Number, second: Number) -> u32 {
        first.zip(second).and_then(|pair| self.pairs.get(&pair).copied()).unwrap_or(0)
    }

    /// Whether the three words follow each other inside a line.
    pub fn triple(&self, first: Number, second: Number, third: Number) -> bool {
        match (first, second, third) {
            (Some(first), Some(second), Some(third)) => self.triples.contains(&(first, second, third)),
            _ => false,
        }
    }

    /// How often the word is followed by another inside a line.
    pub fn followed(&self, word: Number) -> u32 {
        word.map_or(0, |word| self.followed[word as usize])
    }

    /// What two lists of content words have in common, rarer words counting more.
    pub fn shared(&self, one: &[u32], two: &[u32]) -> f64 {
        let common = one.iter().filter(|stem| two.binary_search(stem).is_ok());
        common
            .map(|&stem| libm::log(f64::from(self.lines.max(2)) / f64::from(self.holding[stem as usize].max(1))))
            .sum()
    }
}
