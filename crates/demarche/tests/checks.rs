//! The semantics as text cases: `tests/suite/check/*.txt`.
//!
//! A case gives the findings that it must have (`// grade CODE "words"`), in any order and no others; the rest of its form
//! is told in `case/mod.rs`.

mod case;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use case::{Case, cases, suite};
use demarche::{Reading, Workspace};

fn run(case: &Case) -> Result<(), String> {
    let folder = case.dossier();
    let mut workspace = Workspace::open(folder.path()).map_err(|error| error.to_string())?;
    let report =
        workspace.check(Reading { as_of: Some(case.date()), known_by: None }).map_err(|error| error.to_string())?;
    let sources = workspace.sources();
    let found: BTreeSet<String> = report
        .findings
        .iter()
        .map(|finding| {
            let words = finding.span.map(|span| sources.words(span)).unwrap_or_default();
            format!("{} {} {words:?}", finding.grade.word(), finding.code)
        })
        .collect();
    if found == case.expected {
        return Ok(());
    }
    let shown: String = report
        .findings
        .iter()
        .map(|finding| demarche_diagnostic::human(finding, sources, Default::default()))
        .collect();
    let difference =
        |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>().join("\n    ");
    Err(format!(
        "{}: {}\n  missing:\n    {}\n  not expected:\n    {}\n{shown}",
        case.file,
        case.name,
        difference(&case.expected, &found),
        difference(&found, &case.expected)
    ))
}

#[test]
fn every_case_finds_what_it_must_and_nothing_else() {
    let mut files: Vec<PathBuf> = fs::read_dir(suite("check"))
        .expect("lists the suite")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    let cases: Vec<Case> = files.iter().flat_map(|file| cases(file)).collect();
    assert!(cases.len() > 80, "the suite has {} cases only", cases.len());
    let failures: Vec<String> = cases.iter().filter_map(|case| run(case).err()).collect();
    assert!(failures.is_empty(), "{} of {} cases failed\n\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Every check has a case in which it fires and one in which it stays silent.
#[test]
fn every_check_is_in_the_suite() {
    let text: String = fs::read_dir(suite("check"))
        .expect("lists the suite")
        .filter_map(|entry| fs::read_to_string(entry.expect("an entry").path()).ok())
        .collect();
    let missing: Vec<&str> = demarche_brief::checks::rules()
        .iter()
        .map(|rule| rule.code.0)
        .filter(|code| !text.contains(&format!("{} ", code.to_lowercase())))
        .collect();
    assert!(missing.is_empty(), "no case in tests/suite/check for {}", missing.join(", "));
}
