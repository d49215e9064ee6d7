//! Words, numbers and signs of a text, with what each word says.

use std::ops::Range;

use super::english::{Said, said};
use crate::lexicon::Lexicon;

/// One token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub sort: Sort,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Letters.
    Word(Said),
    /// Digits, grouped or with a fraction.
    Number,
    /// "12th".
    NumberOrdinal(u32),
    /// "1930s": its first year.
    Decade(i16),
    /// Digits that are part of a name: "F-35", "1.2.3", an address.
    Name,
    /// One other character.
    Sign(char),
}

/// Splits a text.
pub(super) fn tokens(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut scanner = Scanner { text, at: 0, lexicon };
    std::iter::from_fn(|| scanner.next()).collect()
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    lexicon: &'a Lexicon,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<Token> {
        let rest = self.text.get(self.at..)?;
        self.at += rest.len() - rest.trim_start().len();
        let start = self.at;
        let first = self.rest().chars().next()?;
        let sort = if first.is_ascii_digit() {
            self.number()
        } else if first.is_alphabetic() {
            self.word()
        } else {
            self.at += first.len_utf8();
            Sort::Sign(first)
        };
        Some(Token { range: start..self.at, sort })
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn letters(&mut self) -> Range<usize> {
        let start = self.at;
        self.at += self.rest().find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest().len());
        start..self.at
    }

    fn word(&mut self) -> Sort {
        let range = self.letters();
        if self.byte(0).is_ascii_digit() {
            return self.name();
        }
        let apostrophe = self.rest().chars().next().filter(|c| matches!(c, '\'' | '’')).map_or(0, char::len_utf8);
        if apostrophe > 0 && self.rest()[apostrophe..].starts_with(char::is_alphabetic) {
            self.at += apostrophe;
            self.letters();
        }
        let word = &self.text[range];
        if matches!(word, "http" | "https" | "www") && self.rest().starts_with([':', '.']) {
            return self.name();
        }
        let named =
            word.chars().any(char::is_uppercase) && !LEADS_A_DATE.iter().any(|lead| word.eq_ignore_ascii_case(lead));
        if named && self.byte(0) == b'-' && self.byte(1).is_ascii_digit() {
            return self.name();
        }
        Sort::Word(if word.is_ascii() { said(&word.to_ascii_lowercase()) } else { Said::Other })
    }

    /// Up to white space or a sign that ends words.
    fn name(&mut self) -> Sort {
        let ends = |c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '"' | '”' | '“' | '’' | '\'' | '–' | '—')
        };
        self.at += self.rest().find(ends).unwrap_or(self.rest().len());
        while self.text[..self.at].ends_with(['.', ':', '!', '?']) {
            self.at -= 1;
        }
        Sort::Name
    }

    fn number(&mut self) -> Sort {
        let start = self.at;
        let mut dots = 0;
        self.digits();
        while self.grouped() || self.fraction() {
            dots += usize::from(self.byte(0) == b'.');
            self.at += 1;
            self.digits();
        }
        let digits = start..self.at;
        if dots > 1 {
            return self.name();
        }
        if !self.rest().starts_with(char::is_alphabetic) {
            return Sort::Number;
        }
        let letters = self.letters();
        self.suffix(digits, letters)
    }

    fn digits(&mut self) {
        while self.byte(0).is_ascii_digit() {
            self.at += 1;
        }
    }

    /// A comma before exactly three digits.
    fn grouped(&self) -> bool {
        self.byte(0) == b',' && (1..=3).all(|ahead| self.byte(ahead).is_ascii_digit()) && !self.byte(4).is_ascii_digit()
    }

    fn fraction(&self) -> bool {
        self.byte(0) == b'.' && self.byte(1).is_ascii_digit()
    }

    /// Letters glued to digits: an ordinal, a decade, a scale or unit of their own, or a name.
    fn suffix(&mut self, digits: Range<usize>, letters: Range<usize>) -> Sort {
        let number = &self.text[digits.clone()];
        let suffix = self.text[letters.clone()].to_ascii_lowercase();
        match suffix.as_str() {
            "st" | "nd" | "rd" | "th" => number.parse().map_or(Sort::Name, Sort::NumberOrdinal),
            "s" if number.len() == 4 && number.ends_with('0') => number.parse().map_or(Sort::Name, Sort::Decade),
            _ => {
                let units = &self.lexicon.units;
                let whole = |found: Option<usize>| found == Some(suffix.len());
                if whole(units.scales.at_start(&suffix).map(|(_, n)| n))
                    || whole(units.units.at_start(&suffix).map(|(_, n)| n))
                {
                    self.at = letters.start;
                    return Sort::Number;
                }
                self.name()
            }
        }
    }
}

/// Words that lead into a number by a hyphen without making it a name.
const LEADS_A_DATE: [&str; 7] = ["pre", "post", "mid", "early", "late", "top", "since"];
