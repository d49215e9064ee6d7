//! Numerals: digits, number words, fractions and vague numbers ("scores of") before any unit.

use demarche_terms::{Decimal, Digits, Hedge, Interval, Relation, TrailingZeros};

use super::english::Said;
use super::reader::Reader;
use super::tokens::Sort;

/// A numeral at a token.
pub(super) struct Numeral<'a> {
    /// Its number.
    pub figure: Figure<'a>,
    /// The token after it.
    pub next: usize,
}

/// The number of a numeral, whose trailing zeros may or may not count.
#[derive(Clone)]
pub(super) enum Figure<'a> {
    /// Digits as printed.
    Printed(&'a str),
    /// A number in words.
    Word(Decimal),
    /// A fraction in words: "two-thirds".
    Fraction(Decimal),
    /// "a" or "an" before a scale word or unit.
    Article,
    /// A range of its own: "scores of".
    Vague(&'a Hedge),
}

impl Figure<'_> {
    /// The digits; `None` for a vague number, or digits out of range.
    pub fn digits(&self, zeros: TrailingZeros) -> Option<Digits> {
        match self {
            Self::Printed(text) => Digits::read(text, zeros),
            Self::Word(value) => Digits::read(&value.to_string(), zeros),
            // A fraction in words is good to one part in fifty: "two-thirds" for 66% or 67.5%.
            Self::Fraction(value) => Some(Digits { value: *value, last: Decimal::new(2, 2) }),
            Self::Article => Some(Digits { value: Decimal::ONE, last: Decimal::ONE }),
            Self::Vague(_) => None,
        }
    }

    /// The range of a vague number.
    pub fn range(&self) -> Option<Interval> {
        match self {
            Self::Vague(Hedge { relation: Relation::Range { low, high }, .. }) => Some(Interval::closed(*low, *high)),
            _ => None,
        }
    }
}

impl<'a> Reader<'a> {
    /// The numeral at a token.
    pub fn numeral(&self, at: usize) -> Option<Numeral<'a>> {
        match self.sort(at)? {
            Sort::Number => Some(Numeral { figure: Figure::Printed(self.words(at)), next: at + 1 }),
            Sort::Word(_) => {
                self.fraction(at).or_else(|| self.cardinal(at)).or_else(|| self.article(at)).or_else(|| self.vague(at))
            }
            _ => None,
        }
    }

    /// "twenty-one", "two hundred and five".
    fn cardinal(&self, at: usize) -> Option<Numeral<'a>> {
        let (mut value, mut next) = self.below_hundred(at)?;
        let hundred = self.past_hyphen(next);
        if self.said(hundred) == Said::Hundred {
            value *= 100;
            next = hundred + 1;
            let rest = next + usize::from(self.is(next, &["and"]));
            if let Some((small, after)) = self.below_hundred(rest) {
                value += small;
                next = after;
            }
        }
        Some(Numeral { figure: Figure::Word(Decimal::from(value)), next })
    }

    fn below_hundred(&self, at: usize) -> Option<(u32, usize)> {
        match self.said(at) {
            Said::Small(value) => Some((value, at + 1)),
            Said::Tens(tens) => match self.said(at + 2) {
                Said::Small(value @ 1..=9) if self.hyphen(at + 1) => Some((tens + value, at + 3)),
                _ => Some((tens, at + 1)),
            },
            _ => None,
        }
    }

    /// "half of", "two-thirds", "a third of", "three-quarters".
    fn fraction(&self, at: usize) -> Option<Numeral<'a>> {
        if self.said(at) == Said::Parts(2) && self.is(at, &["half"]) {
            let half = Figure::Fraction(Decimal::new(5, 1));
            if self.is(at + 1, &["a", "an"]) {
                return Some(Numeral { figure: half, next: at + 2 });
            }
            let of = self.is(at + 1, &["of", "the", "its", "their", "all", "his", "her", "that", "as"]);
            let by = self.after(at, &["by", "about", "nearly", "almost", "over", "roughly", "than", "around"]);
            let closed = by && !matches!(self.sort(at + 1), Some(Sort::Word(_))) && !self.hyphen(at + 1);
            return (of || closed).then_some(Numeral { figure: half, next: at + 1 });
        }
        let (parts_of, at_parts) = match self.said(at) {
            Said::Small(parts) if parts > 0 => (parts, self.past_hyphen(at + 1)),
            _ if self.is(at, &["a", "an"]) => (1, at + 1),
            _ => return None,
        };
        let of = self.is(at_parts + 1, &["of", "the", "as"]);
        let hyphened = at_parts > at + 1;
        let parts = match self.said(at_parts) {
            Said::Parts(parts) if of || parts_of > 1 || hyphened => parts,
            Said::Ordinal(parts @ 3..) if of || (hyphened && parts_of == 1) => parts,
            _ => return None,
        };
        if parts <= parts_of || parts < 2 {
            return None;
        }
        let value = (Decimal::from(parts_of) / Decimal::from(parts)).round_dp(10);
        Some(Numeral { figure: Figure::Fraction(value), next: at_parts + 1 })
    }

    /// "a million", "a hundred", "a dozen"; other nouns after "a" are not counted.
    fn article(&self, at: usize) -> Option<Numeral<'a>> {
        if !self.is(at, &["a", "an"]) {
            return None;
        }
        if self.said(at + 1) == Said::Hundred {
            return Some(Numeral { figure: Figure::Word(Decimal::ONE_HUNDRED), next: at + 2 });
        }
        let scale = self.listed(&self.lexicon.units.scales, at + 1).is_some_and(|_| self.words(at + 1).len() > 3);
        scale.then_some(Numeral { figure: Figure::Article, next: at + 1 })
    }

    /// "scores of", "several", "a few".
    fn vague(&self, at: usize) -> Option<Numeral<'a>> {
        let (hedge, next) = self.listed(&self.lexicon.hedges, at)?;
        matches!(hedge.relation, Relation::Range { .. }).then_some(Numeral { figure: Figure::Vague(hedge), next })
    }
}
