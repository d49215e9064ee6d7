//! A printed figure that was cut off or rounded the wrong way, with the digits that the statement's value has there.
//!
//! A figure is rounded wrongly where the statement is more exact than the print, the whole of its interval rounds to
//! the same digits, and these are the printed ones but for one unit of the last place. Anything further off is another
//! figure, which a person must judge.

use std::ops::Range;

use demarche_terms::{Decimal, Digits, Interval, TrailingZeros, Value};
use rust_decimal::RoundingStrategy;

use super::amounts::{Judged, printed_unit};

/// Where the digits of a wrongly rounded figure stand in its sentence's text, and what they should be; `None` where the
/// words are hedged or hold several figures, or where the rounding is not clear.
pub(super) fn rounded(judged: &Judged<'_>) -> Option<(Range<usize>, String)> {
    let printed = judged.printed;
    let number = printed.number().filter(|_| printed.hedges.is_empty())?;
    let (digits, Some(Value::Quantity(held))) = (number.digits?, &judged.tie.resolved.value) else { return None };
    let unit = printed_unit(number, &held.unit);
    if !unit.comparable(&held.unit) {
        return None;
    }
    let within = only_numeral(&printed.raw)?;
    let numeral = &printed.raw[within.clone()];
    let written = Digits::read(numeral, TrailingZeros::Count)?.value;
    let scale = digits.value.abs().checked_div(written).filter(|scale| !scale.is_zero())?;
    let step = digits.last.checked_div(scale)?;
    let factor = held.unit.factor().checked_div(unit.factor())?.checked_div(scale)?;
    let value = clear_rounding(held.interval.scale(factor)?, step)?;
    let off = (value - written).abs();
    let start = printed.range.start + within.start;
    (off == step).then(|| (start..start + numeral.len(), spelt(value, numeral)))
}

/// The multiple of `step` to which every value of an interval rounds, without its sign.
fn clear_rounding(held: Interval, step: Decimal) -> Option<Decimal> {
    let whole = |at: Decimal| {
        let steps = at.abs().checked_div(step)?;
        Some(steps.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
    };
    let (low, high) = (held.low?.at, held.high?.at);
    let (low, high) = (whole(low)?, whole(high)?);
    (low == high && !low.is_zero()).then(|| low.checked_mul(step)).flatten()
}

/// The one run of digits with its points and commas.
fn only_numeral(raw: &str) -> Option<Range<usize>> {
    let start = raw.find(|c: char| c.is_ascii_digit())?;
    let rest = &raw[start..];
    let run = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
    let run = rest[..run].trim_end_matches(['.', ',']).len();
    let alone = !rest[run..].contains(|c: char| c.is_numeric());
    alone.then_some(start..start + run)
}

/// A number with as many decimals as `like`, its thousands grouped as those of `like` are.
fn spelt(value: Decimal, like: &str) -> String {
    let decimals = like.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let plain = format!("{value:.decimals$}");
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let long = like.split('.').next().is_some_and(|whole| whole.len() > 3);
    let grouped = like.contains(',') || !long;
    let mut out = String::with_capacity(plain.len() + 4);
    for (at, digit) in whole.char_indices() {
        if at > 0 && grouped && (whole.len() - at).is_multiple_of(3) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::dec;

    #[test]
    fn digits_are_written_like_those_that_they_replace() {
        assert_eq!(spelt(dec!(28600), "28,500"), "28,600");
        assert_eq!(spelt(dec!(1000), "999"), "1,000");
        assert_eq!(spelt(dec!(2860), "2850"), "2860");
        assert_eq!(spelt(dec!(8.3), "9.3"), "8.3");
        assert_eq!(spelt(dec!(10), "9.99"), "10.00");
    }

    #[test]
    fn one_numeral_is_found_and_two_are_not() {
        assert_eq!(only_numeral("$9.3 billion"), Some(1..4));
        assert_eq!(only_numeral("28,500."), Some(0..6));
        assert_eq!(only_numeral("5 to 7"), None);
        assert_eq!(only_numeral("5½"), None);
    }

    #[test]
    fn an_interval_that_rounds_to_two_figures_rounds_to_none() {
        assert_eq!(clear_rounding(Interval::closed(dec!(9.365), dec!(9.375)), dec!(0.1)), Some(dec!(9.4)));
        assert_eq!(clear_rounding(Interval::closed(dec!(-9.375), dec!(-9.365)), dec!(0.1)), Some(dec!(9.4)));
        assert_eq!(clear_rounding(Interval::closed(dec!(9.35), dec!(9.45)), dec!(0.1)), None);
        assert_eq!(clear_rounding(Interval::above(dec!(9.35), true), dec!(0.1)), None);
    }
}
