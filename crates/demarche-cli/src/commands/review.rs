//! `demarche review`

use std::fmt::Write;

use demarche::{Reviewed, Workspace};
use serde_json::json;

use super::{Failure, Outcome, print};
use crate::arguments::{Review, ReviewFormat};
use crate::terminal::strong;

pub fn run(command: &Review, quiet: bool) -> Result<Outcome, Failure> {
    let workspace = Workspace::open(&command.target.path)?;
    if !command.sign.is_empty() {
        let by = command.by.as_deref().unwrap_or_default();
        let signed = workspace.sign(&command.sign, by, command.note.as_deref(), workspace.today()?)?;
        if !quiet {
            for id in signed {
                let says =
                    workspace.ledger().statements().find(|statement| statement.id == id).map(|found| &found.says);
                print(&format!("signed  {} by {by}: {}\n", strong(id.to_string()), says.map_or("", String::as_str)))?;
            }
        }
        return Ok(Outcome::Clean);
    }
    let reviewed = workspace.reviews(command.target.dates.into())?;
    match command.format {
        ReviewFormat::Human => print(&human(&reviewed))?,
        ReviewFormat::Json => {
            let rows: Vec<_> = reviewed
                .iter()
                .map(|row| json!({ "statement": row.id, "says": row.says, "signed": row.signed, "missing": row.missing }))
                .collect();
            print(&format!("{:#}\n", json!({ "format": 1, "reviews": rows })))?;
        }
    }
    let open = |row: &Reviewed| row.missing > 0 || row.signed.iter().any(|signature| !signature.stands);
    Ok(if command.strict && reviewed.iter().any(open) { Outcome::Findings } else { Outcome::Clean })
}

fn human(reviewed: &[Reviewed]) -> String {
    if reviewed.is_empty() {
        return "nobody has signed a statement, and the dossier asks for none to be signed\n".to_owned();
    }
    let mut text = String::new();
    for row in reviewed {
        let mut said: Vec<String> = row
            .signed
            .iter()
            .map(|signature| {
                let void = if signature.stands { "" } else { " (void: changed since)" };
                format!("{}, {}{void}", signature.by, signature.on)
            })
            .collect();
        if row.missing > 0 {
            said.push(format!("{} more wanted", row.missing));
        }
        let _ = writeln!(text, "{}  {}\n    {}", strong(row.id.to_string()), said.join("; "), row.says);
    }
    text
}
