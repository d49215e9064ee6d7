//! Ranks and ordinals: "seventh-largest", "largest", "ranks third", "top five", "the third summit".

use super::english::Said;
use super::reader::{Found, Reader};
use super::tokens::Sort;
use super::{Amount, Rank};
use crate::lexicon::Superlative;

impl Reader<'_> {
    /// The rank or ordinal at a token.
    pub fn rank(&self, at: usize) -> Option<Found> {
        self.placed(at).or_else(|| self.best_of(at)).or_else(|| self.top_few(at)).or_else(|| self.superlative(at))
    }

    /// An ordinal: before a superlative a rank, after "ranks" too, else a place in a sequence.
    fn placed(&self, at: usize) -> Option<Found> {
        let place = match self.sort(at)? {
            Sort::Word(Said::Ordinal(place)) => place,
            Sort::NumberOrdinal(place) => place,
            _ => return None,
        };
        if let Some((row, next)) = self.claim(self.past_hyphen(at + 1)) {
            let measure = self.text[self.range(self.past_hyphen(at + 1), next)].to_lowercase();
            let rank = Rank { first: place, last: Some(place), smallest_first: row.smallest_first, measure };
            return Some(self.one(at, next, Amount::Rank(rank)));
        }
        let ranks = self.after(at, &["ranks", "ranked", "ranking", "rank"])
            || (self.after(at, &["the", "as", "in"])
                && at > 1
                && self.is(at - 2, &["ranks", "ranked", "ranking", "rank", "as"]))
            || self.is(at + 1, &["place"]);
        if ranks {
            let rank = Rank { first: place, last: Some(place), smallest_first: false, measure: String::new() };
            return Some(self.one(at, at + 1, Amount::Rank(rank)));
        }
        let noun = matches!(self.sort(at + 1), Some(Sort::Word(_))) && !self.is(at + 1, &NOT_A_NOUN);
        let adverb = matches!(self.sort(at), Some(Sort::Word(_)))
            && (self.after(at, &["at", "when", "was", "were", "is", "had"]) || !noun);
        if adverb || !noun {
            return None;
        }
        let mut found = self.one(at, at + 1, Amount::Ordinal(place));
        if let Some(printed) = found.printed.first_mut() {
            (printed.counted, _) = self.counted(at + 1);
        }
        Some(found)
    }

    /// "one of the largest", "among the three largest": some place, left open.
    fn best_of(&self, at: usize) -> Option<Found> {
        let the = if self.is(at, &["one"]) && self.is(at + 1, &["of"]) {
            at + 2
        } else if self.is(at, &["among"]) {
            at + 1
        } else {
            return None;
        };
        if !self.is(the, &["the", "its", "their"]) && !self.words(the).ends_with(['s', '’', '\'']) {
            return None;
        }
        let limit = match self.said(the + 1) {
            Said::Small(limit) => Some(limit),
            _ => None,
        };
        let from = the + 1 + usize::from(limit.is_some());
        let (row, next) = self.claim(from)?;
        let measure = self.text[self.range(from, next)].to_lowercase();
        let rank = Rank { first: 1, last: limit, smallest_first: row.smallest_first, measure };
        Some(self.one(at, next, Amount::Rank(rank)))
    }

    /// "top five", "the three largest".
    fn top_few(&self, at: usize) -> Option<Found> {
        let number = |at: usize| match self.sort(at)? {
            Sort::Word(Said::Small(n)) => Some(n),
            Sort::Number => self.words(at).parse().ok().filter(|n| *n <= 1000),
            _ => None,
        };
        if self.is(at, &["top"]) {
            let after = self.past_hyphen(at + 1);
            let last = number(after).filter(|n| *n > 0)?;
            let rank = Rank { first: 1, last: Some(last), smallest_first: false, measure: "top".to_owned() };
            return Some(self.one(at, after + 1, Amount::Rank(rank)));
        }
        let last = number(at).filter(|n| *n > 0)?;
        let (row, next) = self.claim(at + 1)?;
        let measure = self.text[self.range(at + 1, next)].to_lowercase();
        let rank = Rank { first: 1, last: Some(last), smallest_first: row.smallest_first, measure };
        Some(self.one(at, next, Amount::Rank(rank)))
    }

    /// "largest" alone: the first place.
    fn superlative(&self, at: usize) -> Option<Found> {
        let (row, next) = self.claim(at)?;
        if !row.measured || self.after(at, &["at"]) {
            return None;
        }
        let measure = self.text[self.range(at, next)].to_lowercase();
        let rank = Rank { first: 1, last: Some(1), smallest_first: row.smallest_first, measure };
        Some(self.one(at, next, Amount::Rank(rank)))
    }

    /// The superlative at a token, where what it needs after it follows.
    fn claim(&self, at: usize) -> Option<(&Superlative, usize)> {
        let (row, next) = self.listed(&self.lexicon.superlatives, at)?;
        if row.before.is_empty() {
            return Some((row, next));
        }
        let (noun, _) = self.counted(next);
        let noun = noun.to_lowercase();
        let follows = row.before.iter().any(|wanted| {
            noun.match_indices(wanted.as_str()).any(|(from, _)| {
                let end = from + wanted.len();
                !noun[..from].ends_with(char::is_alphanumeric) && !noun[end..].starts_with(char::is_alphanumeric)
            })
        });
        follows.then_some((row, next))
    }

    fn one(&self, from: usize, next: usize, amount: Amount) -> Found {
        let mut printed = self.printed(from, from, next, amount);
        if matches!(printed.amount, Amount::Rank(_)) {
            (printed.counted, _) = self.counted(next);
        }
        Found { printed: vec![printed], next }
    }
}

/// Words after an ordinal that is an adverb: "first in", "second to".
const NOT_A_NOUN: [&str; 26] = [
    "and", "or", "but", "in", "on", "at", "to", "of", "by", "for", "with", "from", "as", "delayed", "is", "was",
    "were", "has", "had", "the", "a", "an", "began", "met", "only", "proposed",
];
