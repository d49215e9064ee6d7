//! `demarche model`

use demarche::Question;

use super::{Failure, Outcome, print};
use crate::arguments::{General, Model, ModelFormat, ModelKind, Study, TradeKind};
use crate::terminal::{self, Progress};

pub fn run(command: &Model, quiet: bool) -> Result<Outcome, Failure> {
    let (question, format) = match &command.model {
        ModelKind::Trade(TradeKind::Product(Study { file, format })) => {
            (Question::Product { study: file.clone() }, *format)
        }
        ModelKind::Trade(TradeKind::General(General { data, scenario, year, format })) => {
            (Question::World { data: data.clone(), scenario: scenario.clone(), year: *year }, *format)
        }
        ModelKind::Sma(Study { file, format }) => (Question::BurdenSharing { study: file.clone() }, *format),
        ModelKind::Assembly(Study { file, format }) => (Question::Assembly { study: file.clone() }, *format),
    };
    let progress = Progress::new(quiet, "solving");
    let answer = question.answer()?;
    drop(progress);
    print(&match format {
        ModelFormat::Human => terminal::plain(&answer.report.human()),
        ModelFormat::Json => format!("{:#}\n", answer.json()),
        ModelFormat::Csv => answer.report.csv(),
    })?;
    Ok(Outcome::Clean)
}
