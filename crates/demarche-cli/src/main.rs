//! The `demarche` command: parse, dispatch, exit.
//!
//! Exit 0: no finding that counts. 1: a finding of grade error or contradicted,
//! or of a grade named by `--deny`. 2: the command, the path or a file cannot be
//! used. 101: a fault of the program itself.

mod arguments;
mod commands;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match commands::run(arguments) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            terminal::error(&error);
            ExitCode::from(2)
        }
    }
}
