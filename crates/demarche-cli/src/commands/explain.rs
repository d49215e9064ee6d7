//! `demarche explain`

use super::{Failure, Outcome, print};
use crate::arguments::Explain;
use crate::terminal::strong;

pub fn run(command: &Explain) -> Result<Outcome, Failure> {
    let rules = demarche::rules();
    let Some(code) = &command.code else {
        let list: String = rules
            .iter()
            .map(|rule| format!("{}  {:<13} {}\n", strong(rule.code), rule.grade.word(), rule.title))
            .collect();
        print(&list)?;
        return Ok(Outcome::Clean);
    };
    let Some(rule) = rules.iter().find(|rule| rule.code.0.eq_ignore_ascii_case(code)) else {
        return Err(format!("no finding has the code {code:?}; `demarche explain` lists them all").into());
    };
    let manual = rule.manual();
    print(&format!("{}\n(up to grade {})\n\n{}\n", strong(manual.heading), rule.grade.word(), manual.text))?;
    Ok(Outcome::Clean)
}
