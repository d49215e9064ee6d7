//! `model`: a study file put to a model.
//!
//! The models are functions from texts to answers; here the files are read,
//! each within its bound, and the answer is made ready for people and machines.

use std::cell::RefCell;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use demarche_models::report::{Report, Tell};
use demarche_models::trade::{general, product};
use demarche_models::{ModelError, Place, assembly, burden_sharing};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{HallError, MAX_FILE};

/// What is asked of which model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// One product in one market.
    Product {
        /// The study.
        study: PathBuf,
    },
    /// The world economy.
    World {
        /// The folder of the tables.
        data: PathBuf,
        /// The scenario.
        scenario: PathBuf,
        /// The year of the tables, in place of the one that the scenario names.
        year: Option<i16>,
    },
    /// What burden-sharing agreements cost.
    BurdenSharing {
        /// The study.
        study: PathBuf,
    },
    /// Seats, thresholds and power.
    Assembly {
        /// The study.
        study: PathBuf,
    },
}

/// What a model says to a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The answer in tables, with what it rests on.
    pub report: Report,
    model: &'static str,
    study: String,
    whole: Value,
}

impl Question {
    /// Reads the files and runs the model.
    ///
    /// # Errors
    /// [`HallError::Io`] for a file that cannot be read; [`HallError::Model`] for one that the model refuses, with its
    /// line, and for a problem without an answer, with the residuals.
    pub fn answer(&self) -> Result<Answer, HallError> {
        match self {
            Self::Product { study: path } => {
                let study = read(path, product::Study::read)?;
                Answer::of("trade product", path, study.run())
            }
            Self::World { data, scenario, year } => {
                let mut study = read(scenario, general::Study::read)?;
                study.data_year = year.or(study.data_year);
                let tables = tables(data, study.data_year)?;
                let economy = study.calibrate(tables).map_err(|error| refused(scenario, error))?;
                Answer::of("trade general", scenario, study.run(&economy))
            }
            Self::BurdenSharing { study: path } => {
                let study = read(path, burden_sharing::Study::read)?;
                Answer::of("burden sharing", path, study.run())
            }
            Self::Assembly { study: path } => {
                let study = read(path, assembly::Study::read)?;
                Answer::of("assembly", path, study.run())
            }
        }
    }
}

impl Answer {
    fn of<T: Serialize + Tell>(
        model: &'static str,
        study: &Path,
        outcome: Result<T, ModelError>,
    ) -> Result<Self, HallError> {
        let outcome = outcome.map_err(|error| refused(study, error))?;
        let unwritable = |error: serde_json::Error| HallError::Io(study.to_owned(), error.into());
        let whole = serde_json::to_value(&outcome).map_err(unwritable)?;
        Ok(Self { report: outcome.tell(), model, study: study.display().to_string(), whole })
    }

    /// Everything the model says, with its name and version, the study, and the notes of the report.
    pub fn json(&self) -> Value {
        json!({
            "format": 1,
            "model": self.model,
            "version": env!("CARGO_PKG_VERSION"),
            "study": self.study,
            "title": self.report.title,
            "answer": self.whole,
            "notes": self.report.notes,
            "outside": self.report.outside,
        })
    }
}

/// A model's error with the file that was put to it.
pub(crate) fn refused(path: &Path, error: ModelError) -> HallError {
    HallError::Model(path.to_owned(), Box::new(error))
}

/// Reads a study of any sort.
fn read<T>(path: &Path, parse: fn(&str, &str) -> Result<T, ModelError>) -> Result<T, HallError> {
    let input = path.display().to_string();
    let text = String::from_utf8(bytes(path, MAX_FILE)?).map_err(|error| {
        let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + sound.iter().filter(|byte| **byte == b'\n').count();
        let message = "this is not UTF-8 text: save the file as UTF-8".to_owned();
        refused(path, ModelError::Syntax { place: Place::line(&input, line), message })
    })?;
    parse(&input, &text).map_err(|error| refused(path, error))
}

/// A whole file, or an error if it has more than `most` bytes.
fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, HallError> {
    let io = |error| HallError::Io(path.to_owned(), error);
    let mut bytes = Vec::new();
    File::open(path).map_err(io)?.take(most + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > most {
        let error = ModelError::Value {
            place: Place::of(path.display().to_string()),
            expected: format!("a file of at most {most} bytes"),
            found: "a larger one".to_owned(),
            mend: "check that this is the right file".to_owned(),
        };
        return Err(refused(path, error));
    }
    Ok(bytes)
}

/// The tables of a folder, in whichever form they have.
pub(crate) fn tables(folder: &Path, year: Option<i16>) -> Result<general::Tables, HallError> {
    let io = |error| HallError::Io(folder.to_owned(), error);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        names.push(entry.map_err(io)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    // The model asks for files by name and takes absence for an answer; what else befell one is kept here.
    let failure = RefCell::new(None);
    let open = |name: &str| {
        let found = names.iter().any(|found| found == name);
        match found.then(|| bytes(&folder.join(name), general::wiod::MAX_TEXT))? {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                failure.borrow_mut().get_or_insert(error);
                None
            }
        }
    };
    let input = folder.display().to_string();
    let tables = general::folder::read(&names, &open, input.trim_end_matches('/'), year);
    match failure.into_inner() {
        Some(error) => Err(error),
        None => tables.map_err(|error| refused(folder, error)),
    }
}
