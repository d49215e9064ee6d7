//! `demarche fmt`

use demarche::Workspace;
use demarche_diagnostic::human;

use super::{Failure, Outcome, print};
use crate::arguments::Fmt;
use crate::terminal;

pub fn run(command: &Fmt, quiet: bool) -> Result<Outcome, Failure> {
    let workspace = Workspace::open(&command.path)?;
    let done = workspace.format(command.check)?;
    for finding in &done.findings {
        print(&(human(finding, workspace.sources(), terminal::of_stdout()) + "\n"))?;
    }
    if !quiet {
        let verb = if command.check { "would change" } else { "changed" };
        for path in &done.changed {
            print(&format!("{verb} {}\n", path.display()))?;
        }
        print(&format!("{} of {} files {verb}\n", done.changed.len(), done.files))?;
    }
    let found = !done.findings.is_empty() || (command.check && !done.changed.is_empty());
    Ok(if found { Outcome::Findings } else { Outcome::Clean })
}
