//! `demarche completions`

use clap::CommandFactory;

use super::{Failure, Outcome, print};
use crate::arguments::{Arguments, Completions};

pub fn run(command: &Completions) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Arguments::command(), "demarche", &mut script);
    print(&String::from_utf8(script)?)?;
    Ok(Outcome::Clean)
}
