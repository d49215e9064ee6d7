//! `demarche man`

use clap::CommandFactory;

use super::{Failure, Outcome, print};
use crate::arguments::{Arguments, Man};

pub fn run(command: &Man) -> Result<Outcome, Failure> {
    let mut whole = Arguments::command();
    whole.build();
    let page = match &command.verb {
        None => whole,
        Some(verb) => whole
            .find_subcommand(verb)
            .cloned()
            .map(|found| found.display_name(format!("demarche-{verb}")))
            .ok_or_else(|| format!("demarche has no verb {verb:?}; `demarche help` lists them"))?,
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff)?;
    print(&String::from_utf8(roff)?)?;
    Ok(Outcome::Clean)
}
