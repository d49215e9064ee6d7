//! Numbers that cannot be wrong: rates, shares, elasticities and values.
//!
//! Each type is made once from an `f64` and refuses what the models cannot
//! use; the refusal says what was expected and how to mend it, and the caller
//! adds the place with [`Refused::at`].

use serde::{Serialize, Serializer};

use crate::error::{ModelError, Place};

/// Why a number was refused; it becomes an error once its place is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    expected: &'static str,
    found: f64,
    mend: &'static str,
}

impl Refused {
    /// The refusal as an error at `place`.
    pub fn at(self, place: Place) -> ModelError {
        ModelError::Value {
            place,
            expected: self.expected.to_owned(),
            found: self.found.to_string(),
            mend: self.mend.to_owned(),
        }
    }
}

/// A type that is made from a number, or refuses it.
pub trait FromNumber: Sized {
    /// Makes the value.
    ///
    /// # Errors
    /// [`Refused`] says what was expected instead.
    fn from_number(value: f64) -> Result<Self, Refused>;
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $accepts:expr, $expected:literal, $mend:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// The plain number.
            pub fn get(self) -> f64 {
                self.0
            }

            /// Makes the value, or refuses it with what was expected.
            ///
            /// # Errors
            /// [`Refused`] if the number is outside the range of the type.
            pub fn new(value: f64) -> Result<Self, Refused> {
                let accepts: fn(f64) -> bool = $accepts;
                if accepts(value) {
                    Ok(Self(value))
                } else {
                    Err(Refused { expected: $expected, found: value, mend: $mend })
                }
            }
        }

        impl FromNumber for $name {
            fn from_number(value: f64) -> Result<Self, Refused> {
                Self::new(value)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                // Formats such as JSON have no infinity; a flat supply curve is written as text.
                if self.0.is_infinite() {
                    serializer.serialize_str("inf")
                } else {
                    serializer.serialize_f64(self.0)
                }
            }
        }
    };
}

number!(
    /// An ad valorem rate as a fraction: 0.25 is 25 percent; a subsidy is negative.
    Rate,
    |v| v.is_finite() && v > -0.99 && v < 100.0,
    "a rate as a fraction above -0.99 and below 100 (0.25 for 25 percent)",
    "divide percents by 100"
);
number!(
    /// A share from 0 to 1, both included.
    Share,
    |v| (0.0..=1.0).contains(&v),
    "a share from 0 to 1",
    "divide percents by 100"
);
number!(
    /// A share above 0 and at most 1: a denominator can be found from it.
    Part,
    |v| v > 0.0 && v <= 1.0,
    "a share above 0 and at most 1",
    "divide percents by 100"
);
number!(
    /// A value of trade or money, zero or more.
    Value,
    |v| v.is_finite() && v >= 0.0,
    "a value of zero or more",
    "a flow has no sign: give imports and exports apart"
);
number!(
    /// A finite number above zero: a quota, an exchange rate, a denominator.
    Positive,
    |v| v.is_finite() && v > 0.0,
    "a number above zero",
    "give the positive amount"
);
number!(
    /// An elasticity given by its size: above 0.01 and below 1,000.
    ///
    /// Near zero the price index of a CES market has no inverse in floating
    /// point, so such values are refused rather than answered wrongly.
    Elasticity,
    |v| v.is_finite() && v > 0.01 && v < 1000.0,
    "an elasticity above 0.01 and below 1000, given by its size",
    "give the size without the sign, from a published estimate"
);
number!(
    /// An elasticity of supply: zero or more, infinity allowed (a flat supply curve).
    Supply,
    |v| v >= 0.0,
    "an elasticity of supply of zero or more (inf for a flat supply curve)",
    "give the size without the sign"
);
number!(
    /// A standard deviation of a logarithm, from 0 to 3.
    LogSd,
    |v| (0.0..=3.0).contains(&v),
    "a standard deviation of the logarithm from 0 to 3",
    "a relative error of 20 percent is about 0.2"
);
number!(
    /// A factor on iceberg trade costs: 1 is no change, 1.1 is 10 percent more.
    CostFactor,
    |v| v.is_finite() && v > 0.0,
    "a factor above zero (1 for no change)",
    "write 1.1 for 10 percent more"
);

/// A parameter with its spread and the place it was taken from.
///
/// The spread is lognormal: `median` and the standard deviation of the logarithm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sourced<T> {
    /// The central value.
    pub median: T,
    /// Standard deviation of the logarithm; 0 is a fixed value.
    pub log_sd: f64,
    /// Paper, page or table.
    pub source: String,
}

impl<T> Sourced<T> {
    /// A value without spread.
    pub fn fixed(median: T, source: impl Into<String>) -> Self {
        Self { median, log_sd: 0.0, source: source.into() }
    }

    /// The same value with a spread.
    #[must_use]
    pub fn spread(self, log_sd: LogSd) -> Self {
        Self { log_sd: log_sd.get(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_kept() {
        assert!(Rate::new(0.25).is_ok());
        assert!(Rate::new(-1.0).is_err());
        assert!(Share::new(1.1).is_err());
        assert!(Value::new(f64::NAN).is_err());
        assert!(Elasticity::new(0.0).is_err());
        assert!(Supply::new(f64::INFINITY).is_ok());
        assert!(Supply::new(f64::NAN).is_err());
        assert!(Positive::new(f64::INFINITY).is_err());
    }

    #[test]
    fn a_refusal_is_a_sentence() {
        let refused = Elasticity::new(-4.0).map(Elasticity::get).unwrap_err();
        assert_eq!(
            refused.at(Place::line("m.toml", 3)).to_string(),
            "m.toml, line 3: expected an elasticity above 0.01 and below 1000, given by its size, \
             found -4; give the size without the sign, from a published estimate"
        );
    }
}
