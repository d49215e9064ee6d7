//! `demarche init`

use super::{Failure, Outcome, print};
use crate::arguments::Init;

pub fn run(command: &Init, quiet: bool) -> Result<Outcome, Failure> {
    let written = demarche::init(&command.folder)?;
    if !quiet {
        for path in &written {
            print(&format!("wrote {}\n", path.display()))?;
        }
        let folder = command.folder.display();
        print(&format!("next: `demarche check {folder}`, then `demarche build {folder} --out out`\n"))?;
    }
    Ok(Outcome::Clean)
}
