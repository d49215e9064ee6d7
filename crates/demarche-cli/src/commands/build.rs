//! `demarche build`

use std::fmt::Write;

use demarche::{BuildOptions, Built, Workspace};

use super::{Failure, Outcome, check, edition, print};
use crate::arguments::Build;
use crate::terminal::{Progress, strong};

pub fn run(command: &Build, quiet: bool) -> Result<Outcome, Failure> {
    let progress = Progress::new(quiet, "building");
    let mut workspace = Workspace::open(&command.target.path)?;
    if let Some(date) = command.edition {
        let rebuilt = workspace.rebuild_edition(date, &command.out)?;
        drop(progress);
        return edition::told(&rebuilt, &workspace, quiet);
    }
    let options = BuildOptions { out: command.out.clone(), draft: command.draft, packet: command.packet };
    let built = workspace.build(command.target.dates.into(), &options)?;
    drop(progress);
    print(&check::findings(&built.report, workspace.sources(), false))?;
    if !quiet {
        print(&check::summary(&built.report, workspace.sources(), false))?;
        print(&written(&built))?;
    }
    Ok(if built.files.is_empty() { Outcome::Findings } else { Outcome::Clean })
}

fn written(built: &Built) -> String {
    let mut text = String::new();
    if let Some((pages, fill)) = &built.pages {
        let _ = writeln!(text, "  pages       {pages}, {fill}");
    }
    if built.files.is_empty() {
        text.push_str(
            "  built       nothing: mend the errors and contradictions above, or build a stamped draft with --draft\n",
        );
    }
    for file in &built.files {
        let _ = writeln!(
            text,
            "  built       {} ({}, {} kB)",
            strong(file.path.display()),
            file.what,
            file.bytes.div_ceil(1000)
        );
    }
    text
}
