//! Quantities: decimal intervals with a unit, and how two of them relate.
//!
//! The ledger never uses binary floating point: a printed figure is an interval
//! half a unit of its last digit either way, and only digits or a hedge make it wider.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::unit::{Unit, UnitError};

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Bound {
    /// The value.
    pub at: Decimal,
    /// Whether the value itself belongs to the interval.
    pub closed: bool,
}

/// An interval of decimals; `None` is unbounded. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: Option<Bound>,
    /// Upper end.
    pub high: Option<Bound>,
}

/// How the interval of a printed figure lies to that of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The value lies wholly inside what the words allow.
    Inside,
    /// They share some values only: which one holds is not settled.
    Partial,
    /// They share no value.
    Disjoint,
}

impl Interval {
    /// One exact value.
    pub fn exact(value: Decimal) -> Self {
        Self::closed(value, value)
    }

    /// From `a` to `b`, both included; swapped where given backwards.
    pub fn closed(a: Decimal, b: Decimal) -> Self {
        Self { low: Some(Bound { at: a.min(b), closed: true }), high: Some(Bound { at: a.max(b), closed: true }) }
    }

    /// `value` give or take `half`.
    pub fn around(value: Decimal, half: Decimal) -> Self {
        Self::closed(value.saturating_sub(half.abs()), value.saturating_add(half.abs()))
    }

    /// Everything from `value` up; without it where `closed` is false.
    pub fn above(value: Decimal, closed: bool) -> Self {
        Self { low: Some(Bound { at: value, closed }), high: None }
    }

    /// Everything up to `value`; without it where `closed` is false.
    pub fn below(value: Decimal, closed: bool) -> Self {
        Self { low: None, high: Some(Bound { at: value, closed }) }
    }

    /// The value, where only one is meant.
    pub fn single(self) -> Option<Decimal> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low.at == high.at => Some(low.at),
            _ => None,
        }
    }

    /// How `value` lies to `self`, the interval that printed words allow.
    ///
    /// Two intervals that only touch are disjoint: "2.5" is not what a figure of 2.4 says, though both may mean 2.45.
    pub fn fit(self, value: Self) -> Fit {
        if low_covers(self.low, value.low) && high_covers(self.high, value.high) {
            Fit::Inside
        } else if meets_or_clears(self.low, value.high) || meets_or_clears(value.low, self.high) {
            Fit::Disjoint
        } else {
            Fit::Partial
        }
    }

    /// Whether one number belongs to it.
    pub fn contains(self, value: Decimal) -> bool {
        self.fit(Self::exact(value)) == Fit::Inside
    }

    /// Every end multiplied by a factor of any sign; `None` on overflow.
    pub fn scale(self, factor: Decimal) -> Option<Self> {
        let times = |bound: Option<Bound>| match bound {
            None => Some(None),
            Some(bound) => Some(Some(Bound { at: bound.at.checked_mul(factor)?, closed: bound.closed })),
        };
        let (low, high) = (times(self.low)?, times(self.high)?);
        Some(if factor.is_sign_negative() { Self { low: high, high: low } } else { Self { low, high } })
    }
}

/// Whether a lower end lies above an upper end or on it.
fn meets_or_clears(low: Option<Bound>, high: Option<Bound>) -> bool {
    matches!((low, high), (Some(low), Some(high)) if low.at >= high.at)
}

fn low_covers(outer: Option<Bound>, inner: Option<Bound>) -> bool {
    match (outer, inner) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(outer), Some(inner)) => outer.at < inner.at || (outer.at == inner.at && (outer.closed || !inner.closed)),
    }
}

fn high_covers(outer: Option<Bound>, inner: Option<Bound>) -> bool {
    match (outer, inner) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(outer), Some(inner)) => outer.at > inner.at || (outer.at == inner.at && (outer.closed || !inner.closed)),
    }
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low.at == high.at => write!(f, "{}", plain(low.at)),
            (Some(low), Some(high)) => {
                let open = if low.closed { "" } else { "over " };
                let close = if high.closed { "" } else { "under " };
                write!(f, "{open}{} to {close}{}", plain(low.at), plain(high.at))
            }
            (Some(low), None) => write!(f, "{} {}", if low.closed { "at least" } else { "over" }, plain(low.at)),
            (None, Some(high)) => write!(f, "{} {}", if high.closed { "at most" } else { "under" }, plain(high.at)),
            (None, None) => f.write_str("any value"),
        }
    }
}

/// A quotient without end as people read it, to four significant digits; whatever was printed stays as it is.
fn readable(value: Decimal) -> Decimal {
    const LONGEST_PRINTED: u32 = 9;
    if value.scale() <= LONGEST_PRINTED { value } else { value.round_sf(4).unwrap_or(value) }
}

/// A decimal as people read it: thousands grouped, from a million on in millions, billions or trillions;
/// at most six decimal places, no trailing zeros.
pub fn plain(value: Decimal) -> String {
    let scales = [(12, " trillion"), (9, " billion"), (6, " million")];
    let named = scales.into_iter().find(|(power, _)| value.abs() >= Decimal::from(10u64.pow(*power)));
    let (scaled, name) = match named {
        Some((power, name)) => (value / Decimal::from(10u64.pow(power)), name),
        None => (value, ""),
    };
    format!("{}{name}", grouped(scaled.round_dp(6).normalize()))
}

fn grouped(value: Decimal) -> String {
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |rest| ("-", rest));
    let mut out = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A number as its digits were printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits {
    /// The value.
    pub value: Decimal,
    /// One unit of the last digit that counts.
    pub last: Decimal,
}

/// Whether trailing zeros before the decimal point are digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrailingZeros {
    /// They count: beside a scale word, an exponent or a percent sign.
    Count,
    /// They only hold the place: a plain measured integer such as 28,500.
    Hold,
}

impl Digits {
    /// Reads `28,500`, `9.3`, `-0.50`, `9.3e9`; commas group thousands, an exponent makes zeros count.
    /// `None` where the text is not such a number or does not fit 28 digits.
    pub fn read(text: &str, zeros: TrailingZeros) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent.parse::<i32>().ok()?)),
            None => (text, None),
        };
        let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
        let whole = unsigned.split('.').next()?;
        if !grouped_rightly(whole) || !unsigned.bytes().next()?.is_ascii_digit() {
            return None;
        }
        let bare: String = mantissa.chars().filter(|c| *c != ',').collect();
        let value: Decimal = bare.parse().ok()?;
        let decimals = bare.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let mut place = -i32::try_from(decimals).ok()?;
        if exponent.is_none() && decimals == 0 && zeros == TrailingZeros::Hold && !value.is_zero() {
            place = i32::try_from(bare.len() - bare.trim_end_matches('0').len()).ok()?;
        }
        let shift = power_of_ten(exponent.unwrap_or(0))?;
        Some(Self {
            value: value.checked_mul(shift)?.normalize(),
            last: power_of_ten(place.checked_add(exponent.unwrap_or(0))?)?,
        })
    }

    /// Half a unit of the last digit either way.
    pub fn interval(self) -> Interval {
        Interval::around(self.value, self.last / Decimal::TWO)
    }

    /// The same number in another unit: both parts times `factor`; `None` on overflow.
    pub fn scale(self, factor: Decimal) -> Option<Self> {
        Some(Self { value: self.value.checked_mul(factor)?, last: self.last.checked_mul(factor)? })
    }
}

/// No commas, or commas before each group of three digits.
fn grouped_rightly(whole: &str) -> bool {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    digits(first) && (rest.is_empty() || first.len() <= 3) && rest.iter().all(|group| group.len() == 3 && digits(group))
}

fn power_of_ten(exponent: i32) -> Option<Decimal> {
    if exponent >= 0 {
        Decimal::from(10).checked_powi_exact(exponent)
    } else if exponent >= -27 {
        Some(Decimal::new(1, exponent.unsigned_abs()))
    } else {
        None
    }
}

trait PowiExact: Sized {
    fn checked_powi_exact(self, exponent: i32) -> Option<Self>;
}

impl PowiExact for Decimal {
    fn checked_powi_exact(self, exponent: i32) -> Option<Self> {
        (0..exponent).try_fold(Self::ONE, |power, _| if exponent > 28 { None } else { power.checked_mul(self) })
    }
}

/// An interval with its unit; the interval is in that unit, not in base units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quantity {
    /// Every value that it may be.
    pub interval: Interval,
    /// The value as printed, without hedge or rounding; `None` where only bounds were given.
    pub stated: Option<Decimal>,
    /// Unit.
    pub unit: Unit,
}

impl Quantity {
    /// How `value` lies to `self`, the quantity that printed words allow; `None` where units do not compare.
    pub fn fit(&self, value: &Self) -> Option<Fit> {
        if !self.unit.comparable(&value.unit) {
            return None;
        }
        Some(self.in_base()?.fit(value.in_base()?))
    }

    /// The interval in base units; `None` on overflow.
    pub fn in_base(&self) -> Option<Interval> {
        self.interval.scale(self.unit.factor())
    }

    /// The value and unit as a person reads them, such as `9.3 billion USD/a`.
    pub fn shown(&self) -> String {
        match self.stated {
            Some(value) => self.with_unit(&plain(readable(value))),
            None => self.shown_interval(),
        }
    }

    /// The interval and unit as a person reads them.
    pub fn shown_interval(&self) -> String {
        self.with_unit(&self.interval.to_string())
    }

    fn with_unit(&self, number: &str) -> String {
        match self.unit.as_str() {
            "1" => number.to_owned(),
            "%" => format!("{number}%"),
            unit => format!("{number} {unit}"),
        }
    }
}

/// Why a quantity literal cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// No number where one was expected.
    Number(String),
    /// The bounds run backwards or are not two numbers.
    Bounds(String),
    /// The unit is not known.
    Unit(UnitError),
}

impl std::fmt::Display for QuantityError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(text) => {
                write!(f, "{text:?} is not a number: write 28500, 9.3, 9.3e9, or bounds such as [9.25, 9.35]")
            }
            Self::Bounds(text) => write!(f, "{text:?} are no bounds: write [low, high] with low <= high"),
            Self::Unit(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for QuantityError {}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::dec;

    fn interval(text: &str, zeros: TrailingZeros) -> (Decimal, Decimal) {
        let interval = Digits::read(text, zeros).unwrap_or_else(|| panic!("{text}")).interval();
        (interval.low.expect("closed").at, interval.high.expect("closed").at)
    }

    #[test]
    fn printed_digits_give_the_interval() {
        assert_eq!(interval("9.3", TrailingZeros::Hold), (dec!(9.25), dec!(9.35)));
        assert_eq!(interval("28,500", TrailingZeros::Hold), (dec!(28450), dec!(28550)));
        assert_eq!(interval("50", TrailingZeros::Count), (dec!(49.5), dec!(50.5)));
        assert_eq!(interval("10.0", TrailingZeros::Count), (dec!(9.95), dec!(10.05)));
        assert_eq!(interval("9.3e9", TrailingZeros::Hold), (dec!(9250000000), dec!(9350000000)));
        assert_eq!(interval("0", TrailingZeros::Hold), (dec!(-0.5), dec!(0.5)));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in
            ["", "1,00", "1,0000", ",5", "12a", "1e99", "1.2.3", "--1", "e9", "1e", "9999999999999999999999999999999"]
        {
            assert_eq!(Digits::read(bad, TrailingZeros::Hold), None, "{bad}");
        }
    }

    #[test]
    fn fit_tells_inside_from_partial_from_disjoint() {
        let printed = Interval::closed(dec!(9.25), dec!(9.35));
        assert_eq!(printed.fit(Interval::exact(dec!(9.3))), Fit::Inside);
        assert_eq!(printed.fit(Interval::closed(dec!(9.3), dec!(9.4))), Fit::Partial);
        assert_eq!(printed.fit(Interval::exact(dec!(9.8))), Fit::Disjoint);
        assert_eq!(printed.fit(Interval::exact(dec!(9.35))), Fit::Inside);
        assert_eq!(printed.fit(Interval::closed(dec!(9.35), dec!(9.45))), Fit::Disjoint);
        assert_eq!(Interval::closed(dec!(9), dec!(10)).fit(Interval::exact(dec!(10))), Fit::Inside);
        let over = Interval {
            low: Some(Bound { at: dec!(800), closed: false }),
            high: Some(Bound { at: dec!(880), closed: false }),
        };
        assert_eq!(over.fit(Interval::exact(dec!(800))), Fit::Disjoint);
        assert_eq!(over.fit(over), Fit::Inside);
        assert_eq!(Interval::above(dec!(5), true).fit(Interval::exact(dec!(5))), Fit::Inside);
    }

    #[test]
    fn a_negative_factor_swaps_the_ends() {
        let interval = Interval::above(dec!(2), true).scale(dec!(-3)).expect("no overflow");
        assert_eq!(interval, Interval::below(dec!(-6), true));
    }

    #[test]
    fn numbers_print_as_people_read_them() {
        assert_eq!(plain(dec!(9300000000)), "9.3 billion");
        assert_eq!(plain(dec!(872353956.5730898519)), "872.353957 million");
        assert_eq!(plain(dec!(28500)), "28,500");
        assert_eq!(plain(dec!(2018)), "2018");
        assert_eq!(plain(dec!(-0.50)), "-0.5");
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(text in "[-+0-9.,eE]{0,40}") {
            let _ = Digits::read(&text, TrailingZeros::Hold);
        }
    }
}
