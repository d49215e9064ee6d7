//! `demarche export`

use demarche::Workspace;

use super::{Failure, Outcome, print};
use crate::arguments::{Export, ExportFormat};

pub fn run(command: &Export) -> Result<Outcome, Failure> {
    let mut workspace = Workspace::open(&command.target.path)?;
    let rows = demarche::statement_rows(&mut workspace, command.target.dates.into())?;
    print(&match command.format {
        ExportFormat::Csv => demarche_publish::statements_csv(&rows),
        ExportFormat::Json => demarche_publish::statements_json(&rows),
    })?;
    Ok(Outcome::Clean)
}
