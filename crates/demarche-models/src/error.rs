//! What can go wrong, said in a full sentence that names the place and the mend.

use std::fmt;

use serde::Serialize;

/// Where a value stands: the input's name and, where it is text, the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// File, table or field, as the reader knows it.
    pub input: String,
    /// Line of the input, counted from 1.
    pub line: Option<usize>,
}

impl Place {
    /// A place without a line.
    pub fn of(input: impl Into<String>) -> Self {
        Self { input: input.into(), line: None }
    }

    /// A place on a line, counted from 1.
    pub fn line(input: impl Into<String>, line: usize) -> Self {
        Self { input: input.into(), line: Some(line) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}", self.input),
            None => f.write_str(&self.input),
        }
    }
}

/// Why a model refused its input or could not answer.
#[derive(Debug, Clone, PartialEq)]
pub enum ModelError {
    /// A value is outside what the model can use.
    Value {
        /// Where the value stands.
        place: Place,
        /// What would have been accepted.
        expected: String,
        /// What stood there.
        found: String,
        /// How to mend it.
        mend: String,
    },
    /// A name that no list knows.
    Unknown {
        /// Where the name stands.
        place: Place,
        /// Country, sector, party, agreement.
        kind: &'static str,
        /// The name as written.
        name: String,
        /// The nearest known name.
        nearest: Option<String>,
    },
    /// A table whose layout is not the one this reader knows.
    Shape {
        /// Table and line.
        place: Place,
        /// The layout expected.
        expected: String,
        /// The layout found.
        found: String,
    },
    /// Text that cannot be parsed at all.
    Syntax {
        /// File and line.
        place: Place,
        /// What the parser said.
        message: String,
    },
    /// A market whose inputs are too extreme for floating point; no figure is given.
    Extreme {
        /// The market.
        what: String,
    },
    /// The multipliers of quotas did not settle; no figure is given.
    QuotaOpen {
        /// The problem that was being solved.
        what: String,
        /// Rounds taken.
        rounds: usize,
        /// Largest gap between a quantity and its binding cap, in logs.
        gap: f64,
        /// The quota with this gap.
        worst: String,
    },
    /// The iteration ended before the equations held; no figure is given.
    NotConverged {
        /// The problem that was being solved.
        what: String,
        /// Steps taken.
        steps: usize,
        /// Largest residual of the price equations, in logs.
        price: f64,
        /// Largest residual of the spending equations, relative to a mean sector.
        spending: f64,
        /// Largest residual of the labour markets, relative to wages.
        labour: f64,
        /// The market with the largest residual.
        worst: String,
    },
}

impl ModelError {
    /// The same error at `place`, unless it knows its line already; errors without a place stay as they are.
    #[must_use]
    pub fn at(mut self, place: &Place) -> Self {
        match &mut self {
            Self::Value { place: own, .. }
            | Self::Unknown { place: own, .. }
            | Self::Shape { place: own, .. }
            | Self::Syntax { place: own, .. }
                if own.line.is_none() =>
            {
                own.clone_from(place);
            }
            _ => {}
        }
        self
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { place, expected, found, mend } => {
                write!(f, "{place}: expected {expected}, found {found}; {mend}")
            }
            Self::Unknown { place, kind, name, nearest } => {
                write!(f, "{place}: no {kind} is called \"{name}\"")?;
                match nearest {
                    Some(near) => write!(f, "; did you mean \"{near}\"?"),
                    None if *kind == "key" => write!(f, " here; leave it out"),
                    None => write!(f, "; use one of the names of the data"),
                }
            }
            Self::Shape { place, expected, found } => write!(
                f,
                "{place}: the table should have {expected}, but it has {found}; \
                 check that this is the right file and that no row or column was lost"
            ),
            Self::Syntax { place, message } => write!(f, "{place}: {message}"),
            Self::Extreme { what } => write!(
                f,
                "{what} has no price index in floating point, so there are no figures: expected \
                 elasticities and rates of usual size; check the largest of them"
            ),
            Self::QuotaOpen { what, rounds, gap, worst } => write!(
                f,
                "{what}: the quotas did not settle in {rounds} rounds, so there are no figures: \
                 {worst} is still {gap:.1e} in logs from its cap; check caps near zero, and quotas \
                 that leave a country without imports"
            ),
            Self::NotConverged { what, steps, price, spending, labour, worst } => write!(
                f,
                "{what} did not converge in {steps} steps, so there are no figures: residuals are \
                 {price:.1e} on prices, {spending:.1e} on spending and {labour:.1e} on labour \
                 markets, the worst in {worst}; check elasticities near zero, \
                 very large changes, and a quota that a fixed deficit cannot pass"
            ),
        }
    }
}

impl std::error::Error for ModelError {}

/// The known name nearest to `name`, if any is near enough to be a slip.
///
/// Distance is the number of letters to change, insert or drop, case apart; at
/// most a third of the letters may differ.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    known
        .into_iter()
        .map(|k| (distance(&name.to_lowercase(), &k.to_lowercase()), k))
        .filter(|(d, k)| 3 * d <= k.chars().count().max(3))
        .min()
        .map(|(_, k)| k.to_owned())
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_does_not() {
        let known = ["Norland", "Sudland", "Estland"];
        assert_eq!(nearest("norlnd", known), Some("Norland".to_owned()));
        assert_eq!(nearest("Atlantis", known), None);
    }

    #[test]
    fn errors_are_sentences_with_their_place() {
        let error = ModelError::Value {
            place: Place::line("market.toml", 12),
            expected: "an elasticity above 0".into(),
            found: "-3".into(),
            mend: "write its size without the sign".into(),
        };
        assert_eq!(
            error.to_string(),
            "market.toml, line 12: expected an elasticity above 0, found -3; \
             write its size without the sign"
        );
    }
}
