//! Numbers: what digits and hedges allow together.

use demarche_terms::{Bound, Decimal, Digits, Interval, Relation};

use super::{Number, Sign};

impl Number {
    /// A number that is only its digits.
    pub(super) fn plain(digits: Digits, sign: Option<Sign>) -> Self {
        Self {
            digits: Some(digits),
            interval: digits.interval(),
            counted: Interval::exact(digits.value),
            unit: None,
            sign,
            points: false,
        }
    }

    /// From this number to another, the finer digits holding for both; `None` where they run backwards.
    pub(super) fn through(self, other: Self) -> Option<Self> {
        let (from, to) = (self.digits?, other.digits?);
        let half = from.last.min(to.last) / Decimal::TWO;
        let interval = Interval::closed(from.value.saturating_sub(half), to.value.saturating_add(half));
        let counted = Interval::closed(from.value, to.value);
        (from.value < to.value).then_some(Self { digits: None, interval, counted, ..self })
    }

    /// Narrows or widens to what a hedge allows; later hedges stand further out.
    pub(super) fn hedge(&mut self, relation: &Relation) {
        let Some(digits) = self.digits else {
            self.hedge_range(relation);
            return;
        };
        if *relation == Relation::Reported {
            return;
        }
        if let Some(interval) = relation.allows(Some(digits)) {
            (self.interval, self.counted) = (interval, interval);
            if matches!(relation, Relation::Range { .. }) {
                self.digits = None;
            }
        }
    }

    /// "at least five to seven", "nearly a decade": the bound that the words speak of; "over" and "nearly" part at the middle.
    fn hedge_range(&mut self, relation: &Relation) {
        let (low, high) = (self.counted.low, self.counted.high);
        let bound = |at: Option<Decimal>, closed: bool| at.map(|at| Bound { at, closed });
        let (from, to) = (low.map(|bound| bound.at), high.map(|bound| bound.at));
        let middle = from.zip(to).map(|(from, to)| (from + to) / Decimal::TWO);
        let share = |at: Option<Decimal>, percent: Decimal| at.map(|at| at + at.abs() * percent / Decimal::ONE_HUNDRED);
        let narrowed = match relation {
            Relation::AtLeast => Interval { low, high: None },
            Relation::AtMost => Interval { low: None, high },
            Relation::Under => Interval { low: None, high: bound(middle, false) },
            Relation::Above { percent } => {
                Interval { low: bound(middle, false), high: bound(share(to, *percent), false) }
            }
            Relation::Nearly { percent } => {
                Interval { low: bound(share(from, -*percent), true), high: bound(middle, false) }
            }
            Relation::Around { percent, .. } => {
                let (least, most) = (self.interval.low.map(|b| b.at), self.interval.high.map(|b| b.at));
                let low = share(from, -*percent).zip(least).map(|(a, b)| a.min(b));
                let high = share(to, *percent).zip(most).map(|(a, b)| a.max(b));
                Interval { low: bound(low, true), high: bound(high, true) }
            }
            Relation::Range { .. } | Relation::Whole | Relation::Reported => return,
        };
        (self.interval, self.counted) = (narrowed, narrowed);
    }
}
