//! The house: what the documents say about the code is read out of the code, and fails here when it is no longer so.
//!
//! `ARCHITECTURE.md` draws the arrows between the crates, `docs/manual.md` lists commands, findings and kinds. After a
//! change that is meant, `UPDATE=1 cargo test -p demarche-cli --test house` writes the manual again.

#[path = "house/manual.rs"]
mod manual;
#[path = "house/plan.rs"]
mod plan;

use std::collections::{BTreeMap, BTreeSet};

use plan::{Crate, SourceFile, crates, read, root};

/// The rows of the code map in `ARCHITECTURE.md`: a crate, and those of ours that it sees.
fn code_map() -> BTreeMap<String, BTreeSet<String>> {
    let text = read(&root().join("ARCHITECTURE.md"));
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `demarche"));
    rows.map(|row| {
        let mut cells = row.split('|').map(str::trim);
        let name = format!("demarche{}", cells.next().unwrap_or_default().trim_end_matches('`'));
        let sees = cells.next().unwrap_or_default();
        let seen = sees.split(',').map(str::trim).filter(|seen| !seen.is_empty() && *seen != "-");
        (
            name,
            seen.map(|seen| if seen == "hall" { "demarche".to_owned() } else { format!("demarche-{seen}") }).collect(),
        )
    })
    .collect()
}

/// Every fault as one line, so that a failure says all there is to mend.
fn none(faults: Vec<String>, rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n  {}", faults.join("\n  "));
}

/// Lines of the crates' sources that `is_fault` objects to, with their places.
fn lines_with(crates: &[Crate], is_fault: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in crates.iter().flat_map(|found| &found.sources) {
        for (number, line) in file.text.lines().enumerate().filter(|(_, line)| is_fault(line)) {
            found.push(format!("{}:{}: {}", file.name, number + 1, line.trim()));
        }
    }
    found
}

#[test]
fn the_code_map_draws_the_arrows_that_the_manifests_have() {
    let manifests: BTreeMap<_, _> = crates().into_iter().map(|found| (found.name, found.sees)).collect();
    assert_eq!(code_map(), manifests, "left: the code map in ARCHITECTURE.md; right: crates/*/Cargo.toml");
}

#[test]
fn arrows_point_one_way() {
    let manifests: BTreeMap<_, _> = crates().into_iter().map(|found| (found.name, found.sees)).collect();
    let mut left = manifests.clone();
    while let Some(floor) = left.iter().find(|(_, sees)| sees.iter().all(|seen| !left.contains_key(seen))) {
        let name = floor.0.clone();
        left.remove(&name);
    }
    assert!(left.is_empty(), "these crates see each other in a circle: {left:?}");
}

/// What must stay absent, whatever the code map says.
#[test]
fn no_crate_sees_what_its_stage_must_not_know() {
    const NEVER: &[(&str, &[&str])] = &[
        ("demarche-terms", &["*"]),
        ("demarche-diagnostic", &["*"]),
        ("demarche-models", &["diagnostic", "ledger", "brief", "publish", "press", "hall", "read", "proof", "cli"]),
        ("demarche-ledger", &["brief", "publish", "press", "hall", "models", "read", "cli"]),
        ("demarche-brief", &["ledger", "publish", "press", "hall", "models", "read", "cli"]),
        ("demarche-read", &["ledger", "brief", "publish", "press", "hall", "models", "cli"]),
        ("demarche-proof", &["ledger", "publish", "press", "hall", "models", "cli"]),
        ("demarche-publish", &["ledger", "models", "events", "press", "read", "hall", "cli"]),
        ("demarche-press", &["ledger", "models", "events", "publish", "read", "hall", "cli"]),
        ("demarche-editions", &["ledger", "models", "events", "press", "publish", "read", "hall", "cli"]),
        ("demarche", &["cli", "web"]),
    ];
    let mut faults = Vec::new();
    for found in crates() {
        let Some((_, never)) = NEVER.iter().find(|(name, _)| *name == found.name) else { continue };
        for seen in &found.sees {
            let short = if seen == "demarche" { "hall" } else { seen.trim_start_matches("demarche-") };
            if never.contains(&"*") || never.contains(&short) {
                faults.push(format!("{} sees {seen}", found.name));
            }
        }
    }
    none(faults, "forbidden arrows");
}

#[test]
fn exporters_see_the_edition_and_nothing_else_of_the_brief() {
    let exporters: Vec<Crate> =
        crates().into_iter().filter(|found| ["demarche-publish", "demarche-press"].contains(&&*found.name)).collect();
    assert_eq!(exporters.len(), 2, "both exporters are in crates/");
    let beyond = |line: &str| {
        line.match_indices("demarche_brief::").any(|(at, path)| !line[at + path.len()..].starts_with("edition"))
    };
    none(lines_with(&exporters, beyond), "exporters are given an Edition and ask nothing back");
}

#[test]
fn only_the_hall_and_the_faces_touch_files_clock_and_network() {
    const OUTSIDE: [&str; 8] = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
    ];
    let stages: Vec<Crate> = crates()
        .into_iter()
        .filter(|found| !["demarche", "demarche-cli", "demarche-web"].contains(&&*found.name))
        .map(Crate::without_tests)
        .collect();
    assert!(stages.len() >= 7, "the stages are in crates/");
    let touches = |line: &str| !is_comment(line) && OUTSIDE.iter().any(|word| line.contains(word));
    none(lines_with(&stages, touches), "a stage is a function from values to values");
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

#[test]
fn only_the_press_knows_typst() {
    let others = crates().into_iter().filter(|found| found.name != "demarche-press");
    let faults: Vec<String> = others
        .flat_map(|found| {
            let typst = found.dependencies.iter().filter(|name| name.starts_with("typst")).cloned();
            typst.map(move |name| format!("{} depends on {name}", found.name)).collect::<Vec<_>>()
        })
        .collect();
    none(faults, "Typst stays in one leaf crate");
}

/// Knowledge of a country is data: a dossier's or a rule file's.
#[test]
fn no_country_of_a_dossier_is_named_in_the_code() {
    let named = |line: &str| {
        let small = line.to_lowercase();
        ["korea", "seoul", "pyongyang"].iter().any(|name| small.contains(name))
            || line.split(|c: char| !c.is_alphanumeric()).any(|word| ["KOR", "PRK", "ROK", "DPRK"].contains(&word))
    };
    none(lines_with(&crates(), named), "knowledge of a country stands in the code");
}

#[test]
fn every_file_can_be_read_in_one_sitting() {
    const LINES: usize = 700;
    let long: Vec<String> = crates()
        .iter()
        .flat_map(|found| &found.sources)
        .map(|file| (file.text.lines().count(), &file.name))
        .filter(|(lines, _)| *lines > LINES)
        .map(|(lines, name)| format!("{name} has {lines} lines"))
        .collect();
    none(long, "split by idea");
}

#[test]
fn every_file_says_what_it_holds() {
    let silent = |file: &&SourceFile| !file.text.starts_with("//!");
    let all = crates();
    let silent: Vec<String> =
        all.iter().flat_map(|found| &found.sources).filter(silent).map(|file| file.name.clone()).collect();
    none(silent, "a module begins with a sentence that says what it holds");
}

#[test]
fn nothing_is_left_undone_or_silenced() {
    const STUBS: [&str; 5] = ["todo!", "unimplemented!", "dbg!", "allow(dead_code", "allow(clippy"];
    none(lines_with(&crates(), |line| STUBS.iter().any(|stub| line.contains(stub))), "stubs and silenced lints");
}

/// A check is a file of its own whose name is its code, and every such file is one that `explain` knows.
#[test]
fn each_check_is_one_file_and_explain_knows_it() {
    let mut files = BTreeSet::new();
    for file in crates().iter().flat_map(|found| &found.sources) {
        let stem = file.name.rsplit('/').next().unwrap_or_default();
        let code: Option<&str> = stem.split('_').next().filter(|code| code.len() == 5 && code.starts_with('d'));
        if let Some(code) = code.filter(|code| code[1..].bytes().all(|byte| byte.is_ascii_digit())) {
            assert!(files.insert(code.to_uppercase()), "two files for {code}");
        }
    }
    let known: BTreeSet<String> = manual::codes().into_iter().map(|(code, ..)| code).collect();
    assert_eq!(files, known, "left: files dNNNN_*.rs; right: `demarche explain`");
}

#[test]
fn each_check_says_when_it_raises_a_false_alarm() {
    let silent: Vec<String> = manual::codes()
        .into_iter()
        .filter(|(code, ..)| !code.starts_with("D00"))
        .filter(|(code, ..)| !manual::page(code).contains("False alarm"))
        .map(|(code, ..)| code)
        .collect();
    none(silent, "the manual page of a check ends with its policy on false alarms");
}

#[test]
fn the_format_reference_names_every_type_of_value() {
    let text = read(&root().join("docs/dossier-format.md"));
    let line = text.lines().find(|line| line.starts_with("value ") && line.contains('#')).unwrap_or_default();
    let words: BTreeSet<&str> = line.split_once('#').map_or("", |(_, list)| list).split('|').map(str::trim).collect();
    let types: BTreeSet<&str> = demarche_terms::ValueType::WORDS.iter().map(|(_, word)| *word).collect();
    assert_eq!(words, types, "left: `value` in docs/dossier-format.md; right: ValueType::WORDS");
}

#[test]
fn the_manual_is_what_the_program_says() {
    let path = root().join("docs/manual.md");
    let wanted = manual::write();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &wanted).expect("docs/ can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = found.lines().zip(wanted.lines()).position(|(a, b)| a != b);
    assert!(
        found == wanted,
        "docs/manual.md is not what the program says (first difference: line {}); after a change that is meant run \
         `UPDATE=1 cargo test -p demarche-cli --test house`",
        differs.unwrap_or_else(|| found.lines().count().min(wanted.lines().count())) + 1
    );
}
