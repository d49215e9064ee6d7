//! One file a verb.

mod build;
mod check;
mod completions;
mod diff;
mod documents;
mod edition;
mod editions;
mod explain;
mod export;
mod fix;
mod fmt;
mod init;
mod man;
mod merge;
mod model;
mod read;
mod review;
mod scenario;
mod watch;
mod why;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

pub use diff::Side;

use crate::arguments::{Arguments, Command};

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing that counts was found.
    Clean,
    /// Something was found.
    Findings,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
        }
    }
}

/// Any error that ends a command with exit 2.
pub type Failure = Box<dyn Error>;

/// Runs a command.
pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let quiet = arguments.quiet;
    match arguments.command {
        Command::Check(command) => check::run(&command, quiet),
        Command::Build(command) => build::run(&command, quiet),
        Command::Edition(command) => edition::run(&command, quiet),
        Command::Diff(command) => diff::run(&command, quiet),
        Command::Why(command) => why::run(&command),
        Command::Export(command) => export::run(&command),
        Command::Model(command) => model::run(&command, quiet),
        Command::Read(command) => read::run(&command, quiet),
        Command::Scenario(command) => scenario::run(&command, quiet),
        Command::Watch(command) => watch::run(&command, quiet),
        Command::Fix(command) => fix::run(&command, quiet),
        Command::Fmt(command) => fmt::run(&command, quiet),
        Command::Review(command) => review::run(&command, quiet),
        Command::Merge(command) => merge::run(&command),
        Command::Explain(command) => explain::run(&command),
        Command::Init(command) => init::run(&command, quiet),
        Command::Completions(command) => completions::run(&command),
        Command::Man(command) => man::run(&command),
    }
}

/// Writes to standard output; a reader that stops reading (`| head`) is no error.
fn print(text: &str) -> Result<(), Failure> {
    let written = anstream::stdout().lock().write_all(text.as_bytes());
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(format!("standard output: {error}; free some space, then run the command again").into()),
        Ok(()) => Ok(()),
    }
}
