//! Hedges: what "about", "over" or "scores of" allow, as a table that a service can replace.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::quantity::{Bound, Digits, Interval};

/// What a hedge does to the number beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "relation", rename_all = "kebab-case")]
pub enum Relation {
    /// "about": the wider of `percent` of the value and `digits` units of the last printed digit, either way.
    Around {
        /// Per cent of the value.
        percent: Decimal,
        /// Units of the last printed digit.
        digits: Decimal,
    },
    /// "over": above the value and below `percent` more, or below the next rounder figure where that comes first.
    Above {
        /// Per cent of the value.
        percent: Decimal,
    },
    /// "nearly": below the value by at most `percent`.
    Nearly {
        /// Per cent of the value.
        percent: Decimal,
    },
    /// "at least".
    AtLeast,
    /// "at most", "up to".
    AtMost,
    /// "under", "fewer than".
    Under,
    /// "scores of", "a decade": a range of its own, without a number or times the number beside it.
    Range {
        /// Least.
        low: Decimal,
        /// Most.
        high: Decimal,
    },
    /// "six-year-old", "six full years": the number of whole units gone by: from the number up to below the next.
    Whole,
    /// "reportedly": says whose word it is and leaves the number alone.
    Reported,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hedge {
    /// Spellings, lower case.
    pub words: Vec<String>,
    /// What it allows.
    pub relation: Relation,
    /// Where the reading comes from: a manual, a style book, a measured corpus.
    pub source: String,
}

/// All hedges; longest spelling wins where several fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HedgeTable {
    rows: Vec<Hedge>,
}

impl HedgeTable {
    /// A table of rows.
    pub fn new(rows: Vec<Hedge>) -> Self {
        Self { rows }
    }

    /// The rows, in the order of the file.
    pub fn rows(&self) -> &[Hedge] {
        &self.rows
    }

    /// The hedge at the start of `text` with the length of its spelling in bytes; longest first, whole words only.
    pub fn at_start<'a>(&'a self, text: &str) -> Option<(&'a Hedge, usize)> {
        let spellings = self.rows.iter().flat_map(|row| row.words.iter().map(move |word| (row, word)));
        spellings
            .filter(|(_, word)| {
                text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
                    && !text[word.len()..].starts_with(|c: char| c.is_alphanumeric())
            })
            .max_by_key(|(_, word)| word.len())
            .map(|(row, word)| (row, word.len()))
    }
}

impl Relation {
    /// What the hedge allows beside `digits`; a range without a number beside it takes `None`.
    /// Hedges stack from the number outwards: "reportedly at least 50" is `Reported` over `AtLeast`.
    pub fn allows(&self, digits: Option<Digits>) -> Option<Interval> {
        if let Self::Range { low, high } = self {
            let interval = Interval::closed(*low, *high);
            return digits.map_or(Some(interval), |digits| interval.scale(digits.value));
        }
        let digits = digits?;
        let value = digits.value;
        let share = |percent: Decimal| value.abs().saturating_mul(percent) / Decimal::ONE_HUNDRED;
        let open = |at: Decimal| Some(Bound { at, closed: false });
        Some(match self {
            Self::Around { percent, digits: units } => {
                Interval::around(value, share(*percent).max(digits.last.saturating_mul(*units)))
            }
            Self::Above { percent } => {
                let limit = value.saturating_add(share(*percent));
                let high = next_rounder(value).map_or(limit, |rounder| rounder.min(limit));
                Interval { low: open(value), high: open(high) }
            }
            Self::Nearly { percent } => {
                let low = Bound { at: value.saturating_sub(share(*percent)), closed: true };
                Interval { low: Some(low), high: open(value) }
            }
            Self::AtLeast => Interval::above(value, true),
            Self::AtMost => Interval::below(value, true),
            Self::Under => Interval::below(value, false),
            Self::Whole => {
                let low = Bound { at: value, closed: true };
                Interval { low: Some(low), high: open(value.saturating_add(Decimal::ONE)) }
            }
            Self::Reported | Self::Range { .. } => digits.interval(),
        })
    }
}

/// The next larger number with fewer significant digits: after 950 comes 1,000, after 800 comes 1,000.
fn next_rounder(value: Decimal) -> Option<Decimal> {
    let mut step = Decimal::ONE;
    let value = value.abs();
    if value.is_zero() {
        return None;
    }
    while (value / step).fract().is_zero() {
        step = step.checked_mul(Decimal::TEN)?;
    }
    (value / step).ceil().checked_mul(step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::TrailingZeros;
    use rust_decimal::dec;

    fn printed(text: &str) -> Option<Digits> {
        Digits::read(text, TrailingZeros::Hold)
    }

    #[test]
    fn about_takes_the_wider_of_share_and_digit() {
        let about = Relation::Around { percent: dec!(5), digits: dec!(1) };
        assert_eq!(about.allows(printed("28,500")), Some(Interval::closed(dec!(27075), dec!(29925))));
        assert_eq!(about.allows(printed("3")), Some(Interval::closed(dec!(2), dec!(4))));
    }

    #[test]
    fn over_stops_at_the_next_rounder_figure() {
        let over = Relation::Above { percent: dec!(10) };
        let high = |text| over.allows(printed(text)).and_then(|i| i.high).map(|b| b.at);
        assert_eq!(high("800"), Some(dec!(880)));
        assert_eq!(high("950"), Some(dec!(1000)));
        assert_eq!(over.allows(printed("800")).map(|i| i.contains(dec!(800))), Some(false));
    }

    #[test]
    fn ranges_stand_alone_or_multiply() {
        let scores = Relation::Range { low: dec!(40), high: dec!(199) };
        assert_eq!(scores.allows(None), Some(Interval::closed(dec!(40), dec!(199))));
        assert_eq!(Relation::AtLeast.allows(None), None);
    }

    #[test]
    fn the_longest_spelling_wins_on_whole_words() {
        let row = |words: &[&str], relation| Hedge {
            words: words.iter().map(|w| (*w).to_owned()).collect(),
            relation,
            source: String::new(),
        };
        let table = HedgeTable::new(vec![row(&["more"], Relation::AtLeast), row(&["more than"], Relation::Under)]);
        assert_eq!(table.at_start("More than 5").map(|(h, n)| (h.relation.clone(), n)), Some((Relation::Under, 9)));
        assert_eq!(table.at_start("moreover 5"), None);
    }
}
