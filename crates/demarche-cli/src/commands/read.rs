//! `demarche read`

use std::io::IsTerminal;

use demarche::{ReadFile, ReadForm, same_file, write_atomically};
use demarche_diagnostic::{Grade, SourceMap, human};

use super::{Failure, Outcome, print};
use crate::arguments::{Read, ReadFormat};
use crate::terminal::{self, Progress};

pub fn run(command: &Read, quiet: bool) -> Result<Outcome, Failure> {
    if command.out.as_ref().is_some_and(|out| same_file(out, &command.file)) {
        return Err(format!("{} would be overwritten: give another file after -o", command.file.display()).into());
    }
    let progress = Progress::new(quiet, "reading");
    let read = ReadFile::open(&command.file, command.password.clone())?;
    let form = match command.format {
        ReadFormat::Text => ReadForm::Text,
        ReadFormat::Json => ReadForm::Json,
        ReadFormat::Markdown => ReadForm::Markdown,
        ReadFormat::Html => ReadForm::Html,
    };
    let text = read.as_form(form);
    drop(progress);
    let sources = SourceMap::default();
    for finding in read.findings.iter().filter(|finding| command.notes || finding.grade != Grade::Note) {
        anstream::eprintln!("{}", human(finding, &sources, terminal::of_stderr()));
    }
    match &command.out {
        Some(out) => write_atomically(out, text.as_bytes())?,
        None if std::io::stdout().is_terminal() => print(&terminal::plain(&text))?,
        None => print(&text)?,
    }
    let mut counted = vec![Grade::Error, Grade::Contradicted];
    counted.extend(command.deny.iter().flat_map(|denied| denied.grades()));
    Ok(if read.has(&counted) { Outcome::Findings } else { Outcome::Clean })
}
