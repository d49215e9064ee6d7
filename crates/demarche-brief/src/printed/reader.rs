//! The reader: one walk over the tokens of a text, asking each form of amount in turn.

use std::ops::Range;

use super::english::Said;
use super::tokens::{Sort, Token, tokens};
use super::{Amount, Printed};
use crate::lexicon::{CitationSide, Lexicon, Spelled, WordList};

/// A text with its tokens and the words that are known.
pub(super) struct Reader<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// The words.
    pub lexicon: &'a Lexicon,
}

/// What was found at a token, and the token after it.
pub(super) struct Found {
    /// The amounts.
    pub printed: Vec<Printed>,
    /// The first token that does not belong to them.
    pub next: usize,
}

impl<'a> Reader<'a> {
    /// A reader of `text`.
    pub fn new(text: &'a str, lexicon: &'a Lexicon) -> Self {
        Self { text, tokens: tokens(text, lexicon), lexicon }
    }

    /// Every amount, from left to right.
    pub fn read(&self) -> Vec<Printed> {
        let mut all = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if let Some(mut found) = self.dates(at) {
                self.same_year(&mut found, &all);
                all.extend(found.printed);
                at = found.next.max(at + 1);
            } else if let Some(next) = self.citation(at).filter(|next| *next > at) {
                at = next;
            } else if let Some(found) = self.rank(at).or_else(|| self.amount(at)) {
                all.extend(found.printed);
                at = found.next.max(at + 1);
            } else {
                at += 1;
            }
        }
        all
    }

    /// "July of that year": the year of the date before it.
    fn same_year(&self, found: &mut Found, before: &[Printed]) {
        let of = found.next + usize::from(self.is(found.next, &["of"]));
        let that = of + usize::from(self.is(of, &["the"]));
        if !(self.is(that, &["that", "same"]) && self.is(that + 1, &["year"])) {
            return;
        }
        let year = before.iter().rev().find_map(|printed| match &printed.amount {
            Amount::Date(date) => date.edtf.as_ref()?.latest().map(|day| day.year()),
            _ => None,
        });
        for printed in &mut found.printed {
            if let (Amount::Date(date), Some(year)) = (&mut printed.amount, year) {
                date.edtf = date.edtf.take().or_else(|| date.in_year(year));
            }
        }
    }

    /// What kind of token stands at `at`; `None` past the end.
    pub fn sort(&self, at: usize) -> Option<Sort> {
        self.tokens.get(at).map(|token| token.sort)
    }

    /// What the word at `at` says.
    pub fn said(&self, at: usize) -> Said {
        match self.sort(at) {
            Some(Sort::Word(said)) => said,
            _ => Said::Other,
        }
    }

    /// The letters of the token at `at`; empty past the end.
    pub fn words(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.range.clone()])
    }

    /// The text from the start of `from` to the end of the token before `next`.
    pub fn range(&self, from: usize, next: usize) -> Range<usize> {
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.range.start);
        let end = next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.range.end);
        start..end.max(start)
    }

    /// Whether the token at `at` is one of these words, in any case.
    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        let word = self.words(at);
        words.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// Whether the token before `at` is one of these words.
    pub fn after(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.is(at - 1, words)
    }

    /// Whether the token at `at` is this sign.
    pub fn sign(&self, at: usize, signs: &[char]) -> bool {
        matches!(self.sort(at), Some(Sort::Sign(c)) if signs.contains(&c))
    }

    /// Whether the token at `at` stands directly against the one before it.
    pub fn glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| self.tokens[at - 1].range.end == token.range.start)
    }

    /// A hyphen or dash without space around it.
    pub fn hyphen(&self, at: usize) -> bool {
        self.sign(at, &['-', '‐', '‑', '–']) && self.glued(at) && self.glued(at + 1)
    }

    /// The token after an optional hyphen.
    pub fn past_hyphen(&self, at: usize) -> usize {
        at + usize::from(self.hyphen(at))
    }

    /// The row of a list that starts at a token, with the token after it. Never inside an abbreviation ("U.S.").
    pub fn listed<'l, T: Spelled>(&self, list: &'l WordList<T>, at: usize) -> Option<(&'l T, usize)> {
        let start = self.tokens.get(at)?.range.start;
        let before = self.text[..start].chars().next_back();
        let word = self.text[start..].starts_with(char::is_alphanumeric);
        if word && before.is_some_and(|c| c == '.' || c.is_alphanumeric()) {
            return None;
        }
        let (row, length) = list.at_start(&self.text[start..])?;
        let end = start + length;
        let next = at + self.tokens[at..].iter().take_while(|token| token.range.start < end).count();
        (self.tokens[next - 1].range.end <= end).then_some((row, next))
    }

    /// The token after a number that is a name, such as "Section 232" or "9/11".
    fn citation(&self, at: usize) -> Option<usize> {
        match self.sort(at)? {
            Sort::Name => return Some(at + 1),
            Sort::Number | Sort::NumberOrdinal(_) | Sort::Word(Said::Ordinal(_)) => {
                if let Some((row, next)) = self.listed(&self.lexicon.citations, at + 1)
                    && row.side == CitationSide::After
                {
                    return Some(next);
                }
                if let Some(next) = self.clock_or_ratio(at) {
                    return Some(next);
                }
            }
            _ => {}
        }
        let (row, next) = self.listed(&self.lexicon.citations, at)?;
        match row.side {
            CitationSide::Whole => Some(next),
            CitationSide::Before => self.cited_numbers(next),
            CitationSide::After => None,
        }
    }

    /// "10:30", "16:9", "1/2": numbers that no check reads. Years ("2017/18") are dates.
    fn clock_or_ratio(&self, at: usize) -> Option<usize> {
        let joined = self.sign(at + 1, &[':', '/']) && self.glued(at + 1) && self.glued(at + 2);
        let numbers = self.sort(at) == Some(Sort::Number) && self.sort(at + 2) == Some(Sort::Number);
        (joined && numbers && self.words(at).len() < 4).then_some(at + 3)
    }

    /// The token after the numbers that a citation word makes names of; `None` where no plain number follows.
    fn cited_numbers(&self, mut at: usize) -> Option<usize> {
        at = self.past_hyphen(at);
        if self.is(at, &["no"]) && self.sign(at + 1, &['.']) {
            at += 2;
        }
        let mut last = None;
        while let Some(next) = self.cited_number(at) {
            last = Some(next);
            let joint = self.sign(next, &[',']) || self.is(next, &["and", "or", "to", "through"]) || self.hyphen(next);
            if !joint {
                break;
            }
            at = next + 1 + usize::from(self.sign(next, &[',']) && self.is(next + 1, &["and", "or"]));
        }
        last
    }

    fn cited_number(&self, at: usize) -> Option<usize> {
        let number = matches!(self.sort(at)?, Sort::Number | Sort::Name | Sort::NumberOrdinal(_));
        let spelled = matches!(self.said(at), Said::Small(_)) || is_roman(self.words(at));
        if !number && !spelled {
            return None;
        }
        let mut next = at + 1;
        // A figure with a unit of its own is no name: "a level 20% higher".
        let units = &self.lexicon.units;
        let measured = self.sign(next, &['%'])
            || self.is(next, &["percent"])
            || self.listed(&units.scales, next).is_some()
            || self.listed(&units.currencies, next).is_some()
            || self.listed(&units.units, next).is_some();
        if measured {
            return None;
        }
        while self.sign(next, &['(']) && self.glued(next) && self.sign(next + 2, &[')']) {
            next += 3;
        }
        Some(next)
    }

    /// The words after an amount up to a few: what is counted.
    pub fn counted(&self, at: usize) -> (String, usize) {
        let mut next = self.past_hyphen(at);
        let from = next;
        let mut words = 0;
        while words < 4
            && matches!(self.sort(next), Some(Sort::Word(_)))
            && !self.is(next, &ENDS_A_NOUN)
            && !self.words(next).ends_with("ly")
        {
            words += 1;
            next = self.past_hyphen(self.past_initials(next));
        }
        (self.text[self.range(from, next)].to_owned(), next)
    }

    /// The token after a word, or after an abbreviation such as "U.S.".
    fn past_initials(&self, mut at: usize) -> usize {
        while self.words(at).len() == 1 && self.sign(at + 1, &['.']) && self.glued(at + 1) {
            at += 2;
            if !self.glued(at) {
                return at;
            }
        }
        at + 1
    }

    /// One amount over tokens `from..next`, its hedges from `whole`.
    pub fn printed(&self, whole: usize, from: usize, next: usize, amount: Amount) -> Printed {
        let range = self.range(from, next);
        let start = self.range(whole, from).start.min(range.start);
        Printed {
            whole: start..range.end,
            raw: self.text[range.clone()].to_owned(),
            range,
            amount,
            hedges: Vec::new(),
            counted: String::new(),
            definite: false,
        }
    }
}

/// Words that end what is counted.
const ENDS_A_NOUN: [&str; 62] = [
    "a", "an", "the", "of", "in", "to", "and", "or", "but", "for", "by", "at", "on", "with", "from", "that", "which",
    "who", "is", "are", "was", "were", "be", "been", "have", "has", "had", "than", "as", "since", "until", "before",
    "after", "during", "between", "into", "over", "under", "per", "this", "these", "those", "it", "its", "their",
    "his", "her", "will", "would", "could", "may", "might", "can", "if", "when", "while", "because", "about", "more",
    "less", "not", "through",
];

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'))
}
