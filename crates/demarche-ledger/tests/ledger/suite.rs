//! The text cases in `tests/suite/ledger/`: a few lines of dossier and what is found in them.
//!
//! A case begins with `--- name ---`. Its lines are a file of statements beside the vocabulary of the invented
//! dossier; `=== path` begins another file, which takes the place of the dossier's. Expected findings stand behind
//! `//` at the end. `BLESS=1 cargo test -p demarche-ledger --test suite` rewrites them; read the difference.

use crate::common;

use std::fmt::Write as _;

struct Case {
    name: String,
    files: Vec<(String, String)>,
    expected: Vec<String>,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("--- ").and_then(|rest| rest.strip_suffix(" ---")) {
            cases.push(Case { name: name.to_owned(), files: Vec::new(), expected: Vec::new() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(path) = line.strip_prefix("=== ") {
            case.files.push((path.to_owned(), String::new()));
        } else if let Some(finding) = line.strip_prefix("// ") {
            case.expected.push(finding.to_owned());
        } else {
            if case.files.is_empty() {
                case.files.push(("statements/case.toml".to_owned(), String::new()));
            }
            if let Some((_, text)) = case.files.last_mut() {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    cases
}

fn found(case: &Case, base: &[(String, String)]) -> Vec<String> {
    let replaced = |name: &str| case.files.iter().any(|(path, _)| path == name);
    let own = case.files.iter().map(|(path, text)| (path.clone(), text.trim_end().to_owned() + "\n"));
    let texts: Vec<(String, String)> = base
        .iter()
        .filter(|(name, _)| !name.starts_with("statements/") && !replaced(name))
        .cloned()
        .chain(own)
        .collect();
    let opened = common::open(&texts);
    let mut found = opened.shown();
    let view = opened.ledger.at(common::on("2019-01-29"), &[]);
    found.extend(view.findings().iter().map(|finding| common::shown(finding, &opened.files)));
    found
}

#[test]
fn every_case_finds_what_it_says() {
    let base = common::folder(&common::root().join("tests/dossiers/north-south"));
    let folder = common::root().join("tests/suite/ledger");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the suite's folder").filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut wrong = String::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a text file");
        let mut blessed = String::new();
        for case in cases(&text) {
            let found = found(&case, &base);
            if found != case.expected {
                let _ = writeln!(
                    wrong,
                    "{}: expected\n  {}\nfound\n  {}",
                    case.name,
                    case.expected.join("\n  "),
                    found.join("\n  ")
                );
            }
            let _ = writeln!(blessed, "--- {} ---", case.name);
            for (at, (name, text)) in case.files.iter().enumerate() {
                if at > 0 || name != "statements/case.toml" {
                    let _ = writeln!(blessed, "=== {name}");
                }
                let _ = writeln!(blessed, "{}", text.trim_end());
            }
            found.iter().for_each(|line| blessed.push_str(&format!("// {line}\n")));
            blessed.push('\n');
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, blessed).expect("a writable suite");
        }
    }
    assert!(wrong.is_empty() || std::env::var_os("BLESS").is_some(), "{wrong}");
}

#[test]
fn every_code_of_the_ledger_has_a_case() {
    let folder = common::root().join("tests/suite/ledger");
    let texts: Vec<String> = std::fs::read_dir(&folder)
        .expect("the suite's folder")
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok())
        .collect();
    let missing: Vec<&str> = demarche_ledger::rules()
        .iter()
        .map(|rule| rule.code.0)
        .filter(|code| !texts.iter().any(|text| text.contains(&format!("// {code} "))))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
