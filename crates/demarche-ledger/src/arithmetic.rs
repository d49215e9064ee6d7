//! Arithmetic on quantities: decimal intervals with units, rounded outwards.
//!
//! An interval holds every value that the inputs allow. Where a quotient or a
//! long product does not fit 28 digits, its ends move outwards by one unit of the
//! last digit, so nothing is lost. A quantity that is used twice counts as two
//! independent ones: the result is then wider than need be, never narrower.

use demarche_terms::{Bound, Date, Decimal, Interval, Quantity, Unit};

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Undecided {
    /// Dimensions do not fit; the dossier's text is at fault.
    Units(String),
    /// The inputs allow no bounded answer.
    Open(String),
}

type Outcome = Result<Quantity, Undecided>;

fn too_large() -> Undecided {
    Undecided::Open("the result is too large to hold".to_owned())
}

/// Without a scale in the unit: `9.3 1e9 USD/a` becomes `9.3e9 USD/a`, per cent a plain ratio.
pub(crate) fn plain(quantity: &Quantity) -> Outcome {
    if quantity.unit.factor() == Decimal::ONE {
        return Ok(quantity.clone());
    }
    let factor = quantity.unit.factor();
    Ok(Quantity {
        interval: quantity.interval.scale(factor).ok_or_else(too_large)?,
        stated: quantity.stated.and_then(|value| value.checked_mul(factor)).map(|value| value.normalize()),
        unit: quantity.unit.to_base(),
    })
}

/// A quantity in a unit of the same dimension.
pub(crate) fn in_unit(quantity: &Quantity, unit: &Unit) -> Outcome {
    if !quantity.unit.comparable(unit) {
        return Err(Undecided::Units(format!("{} is no {}", quantity.unit, unit)));
    }
    let from = Interval::exact(quantity.unit.factor());
    let to = Interval::exact(unit.factor());
    let interval = divide(multiply(quantity.interval, from)?, to)?;
    let stated = quantity
        .stated
        .and_then(|value| value.checked_mul(quantity.unit.factor())?.checked_div(unit.factor()))
        .map(|value| value.normalize());
    Ok(Quantity { interval, stated, unit: unit.clone() })
}

pub(crate) fn sum(a: &Quantity, b: &Quantity) -> Outcome {
    if !a.unit.comparable(&b.unit) {
        return Err(Undecided::Units(format!("{} and {} cannot be added", a.unit, b.unit)));
    }
    let (a, b) = (plain(a)?, plain(b)?);
    Ok(Quantity {
        interval: add(a.interval, b.interval)?,
        stated: a.stated.zip(b.stated).and_then(|(a, b)| a.checked_add(b)),
        unit: a.unit,
    })
}

pub(crate) fn negative(a: &Quantity) -> Quantity {
    let flip = |bound: Option<Bound>| bound.map(|bound| Bound { at: -bound.at, closed: bound.closed });
    Quantity {
        interval: Interval { low: flip(a.interval.high), high: flip(a.interval.low) },
        stated: a.stated.map(|value| -value),
        unit: a.unit.clone(),
    }
}

pub(crate) fn product(a: &Quantity, b: &Quantity) -> Outcome {
    let (a, b) = (plain(a)?, plain(b)?);
    Ok(Quantity {
        interval: multiply(a.interval, b.interval)?,
        stated: a.stated.zip(b.stated).and_then(|(a, b)| a.checked_mul(b)),
        unit: a.unit.combine(&b.unit, 1),
    })
}

pub(crate) fn quotient(a: &Quantity, b: &Quantity) -> Outcome {
    let (a, b) = (plain(a)?, plain(b)?);
    Ok(Quantity {
        interval: divide(a.interval, b.interval)?,
        stated: a.stated.zip(b.stated).and_then(|(a, b)| a.checked_div(b)),
        unit: a.unit.combine(&b.unit, -1),
    })
}

pub(crate) fn absolute(a: &Quantity) -> Quantity {
    let zero = Bound { at: Decimal::ZERO, closed: true };
    let flipped = negative(a);
    let interval = match (a.interval.low, a.interval.high) {
        (Some(low), _) if low.at >= Decimal::ZERO => a.interval,
        (_, Some(high)) if high.at <= Decimal::ZERO => flipped.interval,
        _ => {
            let high = match (a.interval.high, flipped.interval.high) {
                (Some(a), Some(b)) => Some(if a.at >= b.at { a } else { b }),
                _ => None,
            };
            Interval { low: Some(zero), high }
        }
    };
    Quantity { interval, stated: a.stated.map(|value| value.abs()), unit: a.unit.clone() }
}

/// The smaller (`largest` false) or larger of two.
pub(crate) fn extreme(a: &Quantity, b: &Quantity, largest: bool) -> Outcome {
    if !a.unit.comparable(&b.unit) {
        return Err(Undecided::Units(format!("{} and {} cannot be compared", a.unit, b.unit)));
    }
    if largest {
        return Ok(negative(&extreme(&negative(a), &negative(b), false)?));
    }
    let (a, b) = (plain(a)?, plain(b)?);
    let low = match (a.interval.low, b.interval.low) {
        (Some(a), Some(b)) => Some(if a.at < b.at || (a.at == b.at && a.closed) { a } else { b }),
        _ => None,
    };
    let high = match (a.interval.high, b.interval.high) {
        (Some(a), Some(b)) => Some(if a.at < b.at || (a.at == b.at && !a.closed) { a } else { b }),
        (a, b) => a.or(b),
    };
    Ok(Quantity {
        interval: Interval { low, high },
        stated: a.stated.zip(b.stated).map(|(a, b)| a.min(b)),
        unit: a.unit,
    })
}

/// A whole number without a unit.
pub(crate) fn number(value: usize) -> Quantity {
    let value = Decimal::from(value);
    Quantity { interval: Interval::exact(value), stated: Some(value), unit: Unit::one() }
}

/// Days from `a` to `b`, each a range of days.
pub(crate) fn days(a: (Date, Date), b: (Date, Date)) -> Outcome {
    between(a, b, "d", |a, b| Decimal::from(days_between(a, b)))
}

/// Years from `a` to `b`: whole years and the part of the next one that has gone by.
pub(crate) fn years(a: (Date, Date), b: (Date, Date)) -> Outcome {
    between(a, b, "a", years_between)
}

fn between(a: (Date, Date), b: (Date, Date), unit: &str, measure: impl Fn(Date, Date) -> Decimal) -> Outcome {
    let interval = Interval::closed(measure(a.1, b.0), measure(a.0, b.1));
    let unit = Unit::parse(unit).map_err(|why| Undecided::Units(why.to_string()))?;
    Ok(Quantity { interval, stated: interval.single(), unit })
}

fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |span| span.get_days())
}

fn years_between(a: Date, b: Date) -> Decimal {
    if b < a {
        return -years_between(b, a);
    }
    let whole = i32::from(b.year() - a.year());
    let birthday = |years: i32| a.saturating_add(jiff::Span::new().try_years(years).unwrap_or_default());
    let whole = if birthday(whole) > b { whole - 1 } else { whole };
    let (last, next) = (birthday(whole), birthday(whole + 1));
    let length = days_between(last, next).max(1);
    Decimal::from(whole) + Decimal::from(days_between(last, b)) / Decimal::from(length)
}

/// An end of an interval while computing: a number or beyond all numbers.
#[derive(Clone, Copy)]
enum Reach {
    Finite(Bound),
    Infinite { negative: bool },
}

fn ends(interval: Interval) -> [Reach; 2] {
    [
        interval.low.map_or(Reach::Infinite { negative: true }, Reach::Finite),
        interval.high.map_or(Reach::Infinite { negative: false }, Reach::Finite),
    ]
}

fn add(a: Interval, b: Interval) -> Result<Interval, Undecided> {
    let end = |a: Option<Bound>, b: Option<Bound>, up: bool| match (a, b) {
        (Some(a), Some(b)) => {
            let at = a.at.checked_add(b.at).ok_or_else(too_large)?;
            let exact = at.scale() >= a.at.scale().max(b.at.scale());
            Ok(Some(outward(at, exact, a.closed && b.closed, up)))
        }
        _ => Ok(None),
    };
    Ok(Interval { low: end(a.low, b.low, false)?, high: end(a.high, b.high, true)? })
}

/// The end itself where it is exact, else moved outwards by one unit of its last digit and closed.
fn outward(at: Decimal, exact: bool, closed: bool, up: bool) -> Bound {
    if exact {
        return Bound { at, closed };
    }
    let step = Decimal::new(1, at.scale());
    Bound { at: if up { at.saturating_add(step) } else { at.saturating_sub(step) }, closed: true }
}

fn multiply(a: Interval, b: Interval) -> Result<Interval, Undecided> {
    combine(a, b, |a, b| match (a, b) {
        (Reach::Finite(a), Reach::Finite(b)) => {
            let at = a.at.checked_mul(b.at).ok_or_else(too_large)?;
            let exact = at.is_zero() && (a.at.is_zero() || b.at.is_zero()) || at.scale() == a.at.scale() + b.at.scale();
            let zero = (a.at.is_zero() && a.closed) || (b.at.is_zero() && b.closed);
            Ok((Reach::Finite(Bound { at, closed: zero || (a.closed && b.closed) }), exact))
        }
        (Reach::Finite(finite), Reach::Infinite { negative })
        | (Reach::Infinite { negative }, Reach::Finite(finite)) => Ok((times_infinity(finite, negative), true)),
        (Reach::Infinite { negative: a }, Reach::Infinite { negative: b }) => {
            Ok((Reach::Infinite { negative: a != b }, true))
        }
    })
}

fn times_infinity(finite: Bound, negative: bool) -> Reach {
    if finite.at.is_zero() {
        Reach::Finite(Bound { at: Decimal::ZERO, closed: true })
    } else {
        Reach::Infinite { negative: negative != finite.at.is_sign_negative() }
    }
}

fn divide(a: Interval, b: Interval) -> Result<Interval, Undecided> {
    let positive = b.low.is_some_and(|low| low.at > Decimal::ZERO);
    let below = b.high.is_some_and(|high| high.at < Decimal::ZERO);
    if !positive && !below {
        return Err(Undecided::Open(format!("the divisor may be zero: it is {b}")));
    }
    combine(a, b, |a, b| match (a, b) {
        (Reach::Finite(a), Reach::Finite(b)) => {
            let at = a.at.checked_div(b.at).ok_or_else(too_large)?;
            let back = at.checked_mul(b.at);
            let exact = a.at.is_zero()
                || back == Some(a.at) && back.is_some_and(|back| back.scale() == at.scale() + b.at.scale());
            Ok((Reach::Finite(Bound { at, closed: a.closed && b.closed }), exact))
        }
        (Reach::Finite(_), Reach::Infinite { .. }) => {
            Ok((Reach::Finite(Bound { at: Decimal::ZERO, closed: false }), true))
        }
        (Reach::Infinite { negative }, Reach::Finite(b)) => Ok((times_infinity(b, negative), true)),
        (Reach::Infinite { .. }, Reach::Infinite { .. }) => {
            Ok((Reach::Finite(Bound { at: Decimal::ZERO, closed: false }), true))
        }
    })
}

/// The hull of what `operation` gives for each pair of ends.
fn combine(
    a: Interval,
    b: Interval,
    operation: impl Fn(Reach, Reach) -> Result<(Reach, bool), Undecided>,
) -> Result<Interval, Undecided> {
    let mut low: Option<Bound> = None;
    let mut high: Option<Bound> = None;
    let (mut below, mut above) = (false, false);
    for a in ends(a) {
        for b in ends(b) {
            match operation(a, b)? {
                (Reach::Infinite { negative: true }, _) => below = true,
                (Reach::Infinite { negative: false }, _) => above = true,
                (Reach::Finite(end), exact) => {
                    let down = outward(end.at, exact, end.closed, false);
                    let up = outward(end.at, exact, end.closed, true);
                    let lower = |kept: &Bound| down.at < kept.at || (down.at == kept.at && down.closed);
                    let higher = |kept: &Bound| up.at > kept.at || (up.at == kept.at && up.closed);
                    if low.as_ref().is_none_or(lower) {
                        low = Some(down);
                    }
                    if high.as_ref().is_none_or(higher) {
                        high = Some(up);
                    }
                }
            }
        }
    }
    Ok(Interval { low: low.filter(|_| !below), high: high.filter(|_| !above) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::dec;

    fn exact(value: Decimal) -> Interval {
        Interval::exact(value)
    }

    #[test]
    fn a_third_is_enclosed() {
        let third = divide(exact(dec!(1)), exact(dec!(3))).expect("a quotient");
        let (low, high) = (third.low.expect("bounded").at, third.high.expect("bounded").at);
        assert!(low * dec!(3) < dec!(1) && dec!(1) < high * dec!(3));
        assert_eq!(divide(exact(dec!(7)), exact(dec!(4))).expect("a quotient"), exact(dec!(1.75)));
    }

    #[test]
    fn signs_and_open_ends() {
        let product = multiply(Interval::closed(dec!(-2), dec!(3)), Interval::closed(dec!(-5), dec!(4)));
        assert_eq!(product.expect("a product"), Interval::closed(dec!(-15), dec!(12)));
        let more = multiply(Interval::above(dec!(2), true), exact(dec!(3))).expect("a product");
        assert_eq!(more, Interval::above(dec!(6), true));
        let less = divide(exact(dec!(6)), Interval::above(dec!(2), true)).expect("a quotient");
        assert_eq!(less.to_string(), "over 0 to 3");
        assert!(divide(exact(dec!(1)), Interval::closed(dec!(0), dec!(1))).is_err());
    }

    #[test]
    fn years_count_the_part_of_the_last_one() {
        let day = |y, m, d| Date::new(y, m, d).expect("a date");
        assert_eq!(years_between(day(2012, 3, 15), day(2018, 3, 15)), dec!(6));
        assert_eq!(years_between(day(2012, 3, 15), day(2018, 3, 14)).floor(), dec!(5));
        assert_eq!(years_between(day(2018, 3, 14), day(2012, 3, 15)).ceil(), dec!(-5));
        assert_eq!(years_between(day(2016, 2, 29), day(2017, 2, 28)), dec!(1));
    }

    proptest::proptest! {
        /// Whatever the true values inside the inputs, the true result lies inside the output.
        #[test]
        fn results_enclose(
            a in -10_000i64..10_000, b in -10_000i64..10_000, wa in 0i64..500, wb in 0i64..500,
            sa in 0u32..5, sb in 0u32..5, pa in 0i64..=10, pb in 0i64..=10,
        ) {
            let (x, y) = (Decimal::new(a, sa), Decimal::new(b, sb));
            let (dx, dy) = (Decimal::new(wa, sa), Decimal::new(wb, sb));
            let (ix, iy) = (Interval::closed(x, x + dx), Interval::closed(y, y + dy));
            let (px, py) = (x + dx * Decimal::new(pa, 1), y + dy * Decimal::new(pb, 1));
            proptest::prop_assert!(add(ix, iy).expect("small").contains(px + py));
            proptest::prop_assert!(multiply(ix, iy).expect("small").contains(px * py));
            if let Ok(quotient) = divide(ix, iy) {
                // Compare without dividing: q.low * y <= x <= q.high * y for positive y, reversed for negative.
                let (low, high) = (quotient.low.expect("bounded").at * py, quotient.high.expect("bounded").at * py);
                proptest::prop_assert!(low.min(high) <= px && px <= low.max(high));
            }
        }
    }
}
