//! The references of safeguards whose rates step down by year.

use jiff::civil::Date;

use super::{Score, compare};
use crate::error::{ModelError, Place};
use crate::form::{Fields, Form};
use crate::trade::product::{Measure, Study, Treatment};

pub(super) fn steps(data: &dyn Fn(&str) -> Option<Vec<u8>>, score: &mut Score) -> Result<(), ModelError> {
    let input = "references/other.toml";
    let form = Form::parse(input, include_str!("../../references/other.toml"))?;
    for case in form.fields().tables("safeguard")? {
        let path = case.text("path")?;
        let Some(bytes) = data(&path) else {
            score.skipped.push(format!("{}: {path} is not among the data", case.text("name")?));
            continue;
        };
        let study = Study::read(input, &case.text("study")?)?;
        let published = published(&case, &path, &bytes)?;
        let treatments = study.policy.treatments();
        let held = published.iter().filter(|step| step.is_held_by(treatments)).count();
        let year = study.run()?.year;
        compare(&case, score, |figure| match figure {
            "published steps" => Some(published.len() as f64),
            "steps in force as published" => Some(held as f64),
            "regimes in 2019" => Some(year.as_ref()?.regimes.len() as f64),
            "days of the first regime in 2019" => Some(f64::from(year.as_ref()?.regimes.first()?.0)),
            _ => None,
        })?;
    }
    Ok(())
}

/// A published rate with its first and last day.
struct Step {
    is_within: bool,
    days: [Date; 2],
    percent: f64,
}

impl Step {
    /// Whether on both days exactly one treatment is in force, with this rate.
    fn is_held_by(&self, treatments: &[Treatment]) -> bool {
        self.days.iter().all(|day| {
            let mut now = treatments.iter().filter(|t| t.in_force(*day));
            let rate = match now.next().map(|t| t.measure) {
                Some(Measure::TariffRateQuota { within, .. }) if self.is_within => within.get(),
                Some(Measure::TariffRateQuota { over, .. }) => over.get(),
                _ => return false,
            };
            now.next().is_none() && (100.0 * rate - self.percent).abs() < 1e-9
        })
    }
}

/// Reads rows `measure,start,end,value,…` of the two measures that the case names.
fn published(case: &Fields<'_>, path: &str, bytes: &[u8]) -> Result<Vec<Step>, ModelError> {
    let names = [case.text("within")?, case.text("over")?];
    let mut steps = Vec::new();
    for record in csv::Reader::from_reader(bytes).records() {
        let record =
            record.map_err(|error| ModelError::Syntax { place: Place::of(path), message: error.to_string() })?;
        let text = |at: usize| record.get(at).unwrap_or("");
        let Some(which) = names.iter().position(|name| name == text(0)) else { continue };
        let (start, end, percent) = (text(1).parse(), text(2).parse(), text(3).parse());
        let (Ok(start), Ok(end), Ok(percent)) = (start, end, percent) else {
            return Err(ModelError::Value {
                place: Place { input: path.to_owned(), line: record.position().map(|p| p.line() as usize) },
                expected: "two days and a rate in percent".into(),
                found: format!("\"{}\", \"{}\", \"{}\"", text(1), text(2), text(3)),
                mend: "correct the row".into(),
            });
        };
        steps.push(Step { is_within: which == 0, days: [start, end], percent });
    }
    Ok(steps)
}
