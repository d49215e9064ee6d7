//! "About" before a figure that the statement's value does not round to.
//!
//! "About" excuses a figure that is a twentieth off, and so it would excuse a slip of the
//! keyboard: nobody rounds 28,500 to "about 29,500". Whoever rounds writes the nearest figure
//! with as many digits, or the nearest five of the last one ("about 25" for 23.9); zeros at the
//! end only hold their places. What is no rounding at all may be another figure.
//!
//! False alarms: a figure from memory that is near enough on purpose. Write the rounded one.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Decimal, Digits, Interval, Relation, Value};

use super::amounts::{self, Judged, Verdict, printed_unit};
use super::{Bound, Check};

const CODE: Code = Code("D0308");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "\"about\" before a figure that is no rounding of the value",
        source: include_str!("d0308_another_figure.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    amounts::report(bound, found, CODE, Grade::Query, |judged| {
        let hedges = &judged.printed.hedges;
        let about = !hedges.is_empty() && hedges.iter().all(|hedge| matches!(hedge.relation, Relation::Around { .. }));
        let applies = about && matches!(judged.verdict, Verdict::Holds);
        let value = judged.tie.resolved.value.as_ref().filter(|_| applies)?;
        let message = format!("\"{}\" is near {}, but no rounding of it", judged.words(), value.shown());
        is_another(judged)?.then(|| (message, "is another figure meant?".to_owned()))
    });
}

/// Whether the value lies further off than rounding reaches; `None` where there is nothing to round.
fn is_another(judged: &Judged<'_>) -> Option<bool> {
    let number = judged.printed.number()?;
    let digits = number.digits?;
    let held = match judged.tie.resolved.value.as_ref()? {
        Value::Quantity(held) => {
            let unit = printed_unit(number, &held.unit);
            let factor = held.unit.factor().checked_div(unit.factor()).filter(|_| unit.comparable(&held.unit))?;
            held.interval.scale(factor)?
        }
        Value::Count { at_least, at_most: Some(at_most) } => {
            Interval::closed(Decimal::from(*at_least), Decimal::from(*at_most))
        }
        _ => return None,
    };
    let (one, other) = (held.low?.at.abs(), held.high?.at.abs());
    let written = digits.value.abs();
    let off = if written < one.min(other) { one.min(other) - written } else { written - one.max(other) };
    Some(off > reach(digits)?)
}

/// How far off a rounded value may lie: half a unit of the last digit that is no zero, half of five where it is a five.
fn reach(digits: Digits) -> Option<Decimal> {
    let mut step = digits.last;
    let mut units = digits.value.abs().checked_div(step)?;
    while !units.is_zero() && (units % Decimal::TEN).is_zero() {
        (units, step) = (units / Decimal::TEN, step.checked_mul(Decimal::TEN)?);
    }
    let five = units % Decimal::TEN == Decimal::from(5);
    let step = if five { step.checked_mul(Decimal::from(5))? } else { step };
    step.checked_div(Decimal::TWO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_terms::TrailingZeros;
    use rust_decimal::dec;

    #[test]
    fn rounding_reaches_half_a_unit_of_the_last_digit_that_counts() {
        let reach = |text| Digits::read(text, TrailingZeros::Count).and_then(reach);
        assert_eq!(reach("29,400"), Some(dec!(50)));
        assert_eq!(reach("28,500"), Some(dec!(250)));
        assert_eq!(reach("20"), Some(dec!(5)));
        assert_eq!(reach("9.3"), Some(dec!(0.05)));
        assert_eq!(reach("0"), Some(dec!(0.5)));
    }
}
