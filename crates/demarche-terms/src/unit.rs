//! Units: products of powers of base units, spelt as in UCUM, with ISO 4217 currencies beside them.
//!
//! Each currency is a dimension of its own: won and dollars meet only through a
//! rate that is itself a statement. UCUM's annotations (`{person}`) name what is
//! counted and are dimensions too, so that troops never add to ships.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// A unit with its scale, such as `1e9 USD/a`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    text: String,
    /// Value in base units of one of this unit.
    factor: Decimal,
    /// Base unit to power; never zero.
    powers: BTreeMap<String, i32>,
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// Why a unit cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitError {
    /// The part that is not known.
    pub part: String,
}

impl std::fmt::Display for UnitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:?} is not a unit: use an ISO 4217 currency (USD), a UCUM unit (a, mo, wk, d, h, t, kg, g, km, m, %), \
             a counted thing in braces ({{person}}), or 1, joined by `.` and `/`",
            self.part
        )
    }
}

impl std::error::Error for UnitError {}

/// UCUM symbols with their factor to the base unit; time is kept in years and days apart, since a year is no fixed number of days.
const SYMBOLS: &[(&str, &str, &str)] = &[
    ("a", "a", "1"),
    ("mo", "a", "0.0833333333333333333333333333"),
    ("d", "d", "1"),
    ("wk", "d", "7"),
    ("h", "d", "0.0416666666666666666666666667"),
    ("t", "kg", "1000"),
    ("kg", "kg", "1"),
    ("g", "kg", "0.001"),
    ("m", "m", "1"),
    ("km", "m", "1000"),
    ("m2", "m2", "1"),
    ("km2", "m2", "1000000"),
    ("W", "W", "1"),
    ("MW", "W", "1000000"),
    ("GW", "W", "1000000000"),
];

impl Unit {
    /// The unit of pure numbers.
    pub fn one() -> Self {
        Self { text: "1".to_owned(), factor: Decimal::ONE, powers: BTreeMap::new() }
    }

    /// Reads `1e9 USD/a`, `%`, `{person}`, `KRW/USD`, `t`.
    ///
    /// # Errors
    /// [`UnitError`] names the part that is neither a currency, a UCUM symbol nor a count.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let text = text.trim();
        let (scale, symbols) = match text.split_once(' ') {
            Some((scale, rest)) => {
                let scale = Decimal::from_scientific(scale).or_else(|_| scale.parse());
                (scale.map_err(|_| UnitError { part: text.to_owned() })?, rest.trim())
            }
            None => (Decimal::ONE, text),
        };
        let mut unit = Self { text: text.to_owned(), factor: scale, powers: BTreeMap::new() };
        for (at, group) in symbols.split('/').enumerate() {
            for symbol in group.split('.') {
                unit.multiply_in(symbol, if at == 0 { 1 } else { -1 })?;
            }
        }
        unit.powers.retain(|_, power| *power != 0);
        Ok(unit)
    }

    fn multiply_in(&mut self, symbol: &str, sign: i32) -> Result<(), UnitError> {
        let unknown = || UnitError { part: symbol.to_owned() };
        let (base, factor) = if symbol == "1" {
            return Ok(());
        } else if symbol == "%" {
            (None, Decimal::new(1, 2))
        } else if let Some((_, base, factor)) = SYMBOLS.iter().find(|(known, _, _)| *known == symbol) {
            (Some((*base).to_owned()), factor.parse().map_err(|_| unknown())?)
        } else if is_counted_thing(symbol) || iso_currency::Currency::from_code(symbol).is_some() {
            (Some(symbol.to_owned()), Decimal::ONE)
        } else {
            return Err(unknown());
        };
        self.factor = if sign > 0 { self.factor.checked_mul(factor) } else { self.factor.checked_div(factor) }
            .ok_or_else(unknown)?;
        if let Some(base) = base {
            *self.powers.entry(base).or_insert(0) += sign;
        }
        Ok(())
    }

    /// The spelling it was read from, or the canonical one after arithmetic.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Value in base units of one of this unit.
    pub fn factor(&self) -> Decimal {
        self.factor
    }

    /// Whether amounts in both can be added.
    pub fn comparable(&self, other: &Self) -> bool {
        self.powers == other.powers
    }

    /// Whether it is a pure number (`1`, `%`, or everything cancelled).
    pub fn is_ratio(&self) -> bool {
        self.powers.is_empty()
    }

    /// The currency in it, where exactly one stands above the line.
    pub fn currency(&self) -> Option<&str> {
        let mut currencies = self
            .powers
            .iter()
            .filter(|(base, power)| **power == 1 && iso_currency::Currency::from_code(base).is_some());
        let first = currencies.next()?;
        currencies.next().is_none().then_some(first.0.as_str())
    }

    /// Its dimension as kinds write it: `money/time`, `people`, `ratio`, `mass` …; parts sorted.
    pub fn dimension(&self) -> String {
        let part = |base: &str| -> String {
            match base {
                "a" | "d" => "time".to_owned(),
                "kg" => "mass".to_owned(),
                "m" => "length".to_owned(),
                "m2" => "area".to_owned(),
                "W" => "power".to_owned(),
                "{person}" => "people".to_owned(),
                _ if base.starts_with('{') => base.trim_matches(|c| c == '{' || c == '}').to_owned(),
                _ => "money".to_owned(),
            }
        };
        let side = |sign: i32| -> Vec<String> {
            self.powers.iter().filter(|(_, power)| power.signum() == sign).map(|(base, _)| part(base)).collect()
        };
        match (side(1).join("."), side(-1).join(".")) {
            (above, below) if above.is_empty() && below.is_empty() => "ratio".to_owned(),
            (above, below) if below.is_empty() => above,
            (above, below) if above.is_empty() => format!("1/{below}"),
            (above, below) => format!("{above}/{below}"),
        }
    }

    /// The unit of a product (`sign` = 1) or quotient (`sign` = -1) of amounts, in base units.
    #[must_use]
    pub fn combine(&self, other: &Self, sign: i32) -> Self {
        let mut powers = self.powers.clone();
        for (base, power) in &other.powers {
            *powers.entry(base.clone()).or_insert(0) += sign * power;
        }
        powers.retain(|_, power| *power != 0);
        Self::base(powers)
    }

    /// The same dimension in base units, factor 1.
    #[must_use]
    pub fn to_base(&self) -> Self {
        Self::base(self.powers.clone())
    }

    fn base(powers: BTreeMap<String, i32>) -> Self {
        let side = |sign: i32| -> Vec<String> {
            powers
                .iter()
                .filter(|(_, power)| power.signum() == sign)
                .flat_map(|(base, power)| std::iter::repeat_n(base.clone(), power.unsigned_abs() as usize))
                .collect()
        };
        let (above, below) = (side(1), side(-1));
        let mut text = if above.is_empty() { "1".to_owned() } else { above.join(".") };
        for base in below {
            text.push('/');
            text.push_str(&base);
        }
        Self { text, factor: Decimal::ONE, powers }
    }
}

/// UCUM's annotation, such as `{person}`.
fn is_counted_thing(symbol: &str) -> bool {
    symbol.len() > 2 && symbol.starts_with('{') && symbol.ends_with('}')
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_compare_by_dimension_and_convert_by_factor() {
        let billion = Unit::parse("1e9 USD/a").expect("a unit");
        let dollars = Unit::parse("USD/a").expect("a unit");
        assert!(billion.comparable(&dollars));
        assert_eq!(billion.factor(), Decimal::from(1_000_000_000));
        assert!(!dollars.comparable(&Unit::parse("CAD/a").expect("a unit")));
        assert!(!dollars.comparable(&Unit::parse("USD").expect("a unit")));
        assert_eq!(dollars.dimension(), "money/time");
        assert_eq!(dollars.currency(), Some("USD"));
        assert_eq!(Unit::parse("%").expect("a unit").dimension(), "ratio");
        assert_eq!(Unit::parse("{person}").expect("a unit").dimension(), "people");
    }

    #[test]
    fn quotients_cancel() {
        let dollars = Unit::parse("USD/a").expect("a unit");
        assert!(dollars.combine(&dollars, -1).is_ratio());
        let rate = Unit::parse("CAD/USD").expect("a unit");
        assert_eq!(Unit::parse("CAD/a").expect("a unit").combine(&rate, -1).as_str(), "USD/a");
    }

    #[test]
    fn base_units_read_back() {
        for (symbol, _, _) in SYMBOLS {
            let base = Unit::parse(symbol).expect("a symbol").to_base();
            assert_eq!(Unit::parse(base.as_str()).as_ref(), Ok(&base), "{symbol}");
        }
    }

    #[test]
    fn unknown_parts_are_named() {
        assert_eq!(Unit::parse("USD/furlong"), Err(UnitError { part: "furlong".to_owned() }));
        assert!(Unit::parse("").is_err());
    }
}
