//! `demarche export`

use demarche::Workspace;

use super::{Failure, Outcome, print};
use crate::arguments::{Export, ExportFormat};

pub fn run(command: &Export) -> Result<Outcome, Failure> {
    let mut workspace = Workspace::open(&command.target.path)?;
    let dates = command.target.dates.into();
    let one = |name: &str, text: String| vec![(name.to_owned(), text)];
    let files = match command.format {
        ExportFormat::Csv => {
            one("statements.csv", demarche_publish::statements_csv(&demarche::statement_rows(&mut workspace, dates)?))
        }
        ExportFormat::Json => {
            one("statements.json", demarche_publish::statements_json(&demarche::statement_rows(&mut workspace, dates)?))
        }
        ExportFormat::Turtle => {
            one("statements.ttl", demarche_publish::turtle(&demarche::holdings(&mut workspace, dates)?))
        }
        ExportFormat::Trig => {
            one("statements.trig", demarche_publish::trig(&demarche::holdings(&mut workspace, dates)?))
        }
        ExportFormat::Datapackage => demarche_publish::data_package(&demarche::holdings(&mut workspace, dates)?),
        ExportFormat::Schema => one("statements.schema.json", format!("{:#}\n", workspace.ledger().statement_schema())),
    };
    match (&command.out, files) {
        (Some(out), files) => {
            for path in demarche::write_files(out, files)? {
                print(&format!("{}\n", path.display()))?;
            }
        }
        (None, files) if files.len() == 1 => files.iter().try_for_each(|(_, text)| print(text))?,
        (None, _) => return Err("a data package is several files: name a folder with `--out FOLDER`".into()),
    }
    Ok(Outcome::Clean)
}
