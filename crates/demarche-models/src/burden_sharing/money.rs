//! Units of money, and the rates between two of them by year.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::error::{ModelError, Place};
use crate::number::Positive;

/// A currency with its scale, such as `NOK billion`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unit {
    /// Three letters of ISO 4217.
    pub currency: String,
    /// Size of one unit: 1, 1e3, 1e6 or 1e9.
    pub scale: f64,
}

impl Unit {
    /// Parses `USD million`; the scale may be left out. `1e6 USD` and `1e6 USD/a` say the same.
    ///
    /// # Errors
    /// [`ModelError::Value`] if the currency is not three capital letters or the scale has
    /// another name than thousand, million, billion or trillion.
    pub fn parse(text: &str, place: Place) -> Result<Self, ModelError> {
        let plain = text.trim().strip_suffix("/a").unwrap_or(text.trim());
        let (first, second) = plain.split_once(' ').unwrap_or((plain, ""));
        let (currency, scale) = if first.starts_with("1e") { (second.trim(), first) } else { (first, second.trim()) };
        let scale = match scale {
            "" => Some(1.0),
            "thousand" | "1e3" => Some(1e3),
            "million" | "1e6" => Some(1e6),
            "billion" | "1e9" => Some(1e9),
            "trillion" | "1e12" => Some(1e12),
            _ => None,
        };
        let is_code = currency.len() == 3 && currency.chars().all(|c| c.is_ascii_uppercase());
        match scale {
            Some(scale) if is_code => Ok(Self { currency: currency.to_owned(), scale }),
            _ => Err(ModelError::Value {
                place,
                expected: "a currency code and a scale, such as `USD million`".into(),
                found: format!("\"{text}\""),
                mend: "use thousand, million, billion or trillion".into(),
            }),
        }
    }
}

/// The rates of one year, in units of local currency per unit of foreign currency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exchange {
    /// Mean of the year's daily rates.
    pub mean: Positive,
    /// Rate of the last day.
    pub year_end: Positive,
    /// Where they are published.
    pub source: String,
}

/// Exchange rates by year.
pub type Rates = BTreeMap<i16, Exchange>;

/// An amount of one unit in another at a rate of local per foreign currency.
pub(super) fn to_foreign(amount: f64, local: &Unit, foreign: &Unit, rate: f64) -> f64 {
    amount * local.scale / rate / foreign.scale
}

/// The inverse of [`to_foreign`].
pub(super) fn to_local(amount: f64, local: &Unit, foreign: &Unit, rate: f64) -> f64 {
    amount * foreign.scale * rate / local.scale
}
