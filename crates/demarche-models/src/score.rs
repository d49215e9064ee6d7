//! Published figures beside ours: one list for the tests and for the score table.
//!
//! The references lie as data in the `references` folder of this crate: each
//! case is a whole study with the figures that a paper or an independent
//! solution gives, and the tolerance is half a unit of the last digit printed
//! unless its source says otherwise. Cases whose data are not at hand are
//! listed as skipped, never counted.

mod assembly;
mod burden_sharing;
mod figures;
mod safeguards;
mod trade;

use serde::Serialize;

use crate::error::ModelError;
use crate::form::Fields;
use crate::number::{FromNumber, Refused};

/// One published figure beside ours.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reference {
    /// The case.
    pub case: String,
    /// The figure of the case.
    pub figure: String,
    /// Where the reference was published, or how it was found.
    pub source: String,
    /// The reference.
    pub reference: f64,
    /// Our figure.
    pub ours: f64,
    /// Largest difference that counts as the same.
    pub tolerance: f64,
}

impl Reference {
    /// Whether our figure is within the tolerance; a figure that is no number never is.
    pub fn agrees(&self) -> bool {
        (self.ours - self.reference).abs() <= self.tolerance
    }
}

/// The references that could be computed, and those that could not.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Score {
    /// Published figures beside ours.
    pub references: Vec<Reference>,
    /// Cases without data here, each as a sentence.
    pub skipped: Vec<String>,
}

/// Computes every reference; `data` gives the bytes of a data file by its path, if it is there.
///
/// # Errors
/// The first case that cannot be read or solved: a reference that fails to run is a fault of
/// ours, unlike one that runs and disagrees.
pub fn score(data: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Score, ModelError> {
    let mut score = Score::default();
    trade::product(&mut score)?;
    trade::general(data, &mut score)?;
    trade::linear(data, &mut score)?;
    trade::schedules(data, &mut score)?;
    safeguards::steps(data, &mut score)?;
    burden_sharing::contributions(data, &mut score)?;
    assembly::allocations(&mut score)?;
    Ok(score)
}

/// Any finite number: references have no range of their own.
struct Plain(f64);

impl FromNumber for Plain {
    fn from_number(value: f64) -> Result<Self, Refused> {
        Ok(Self(value))
    }
}

/// Adds the `expect` figures of a case, each looked up by its name.
fn compare(case: &Fields<'_>, score: &mut Score, ours: impl Fn(&str) -> Option<f64>) -> Result<(), ModelError> {
    let (name, source) = (case.text("name")?, case.text("source")?);
    for expected in case.tables("expect")? {
        let figure = expected.text("figure")?;
        let value: Plain = expected.number("value")?;
        let tolerance: Plain = expected.number("tolerance")?;
        expected.finish()?;
        let ours = ours(&figure).ok_or_else(|| {
            expected.refuse(
                "figure",
                "a figure that the model gives",
                format!("\"{figure}\""),
                "see the names in the score module",
            )
        })?;
        score.references.push(Reference {
            case: name.clone(),
            figure,
            source: source.clone(),
            reference: value.0,
            ours,
            tolerance: tolerance.0,
        });
    }
    case.finish()
}
