//! The semantics as text cases: `tests/suite/check/*.txt`.
//!
//! A case is a few statements (`@ key = value`, `---` between two), a few lines of prose, and the findings it
//! must give (`// grade CODE "words"`), in any order and no others. What a statement leaves out is filled in
//! below: subject Sudland, recorded 2018-06-01 by its statistics office. `# as-of DATE` moves the clocks, which
//! otherwise stand at the brief's date, 2019-01-29. `# style KEY = VALUE` sets a house style. Every case runs in a copy of the invented dossier in `base/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use demarche::{Reading, Workspace};
use demarche_terms::Date;

#[derive(Default)]
struct Case {
    file: String,
    name: String,
    statements: Vec<String>,
    prose: String,
    as_of: Option<Date>,
    style: Option<String>,
    expected: BTreeSet<String>,
}

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/check")
}

fn cases(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).expect("the suite is readable");
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("--- ").and_then(|rest| rest.strip_suffix(" ---")) {
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            cases.push(Case { file, name: name.to_owned(), ..Case::default() });
            continue;
        }
        let Some(case) = cases.last_mut() else { panic!("{}: a line before the first case", path.display()) };
        if let Some(pair) = line.strip_prefix("@ ") {
            if case.statements.is_empty() {
                case.statements.push(String::new());
            }
            let statement = case.statements.last_mut().expect("just pushed");
            statement.push_str(pair);
            statement.push('\n');
        } else if line == "---" {
            case.statements.push(String::new());
        } else if let Some(finding) = line.strip_prefix("// ") {
            case.expected.insert(finding.to_owned());
        } else if let Some(date) = line.strip_prefix("# as-of ") {
            case.as_of = Some(date.parse().expect("a date"));
        } else if let Some(line) = line.strip_prefix("# style ") {
            case.style = Some(line.to_owned());
        } else {
            case.prose.push_str(line);
            case.prose.push('\n');
        }
    }
    cases
}

/// A whole statement: what the case gives, and the usual for the rest.
fn filled(statement: &str) -> String {
    let has = |key: &str| statement.lines().any(|line| line.split('=').next().is_some_and(|found| found.trim() == key));
    let computed = ["derive", "rule", "count"].into_iter().any(has);
    let usual = [
        ("says", "says = \"a statement of a case\"", true),
        ("subject", "subject = \"SDL\"", true),
        ("recorded", "recorded = 2018-06-01", !computed),
        ("source", "source = { ref = \"stat-office\" }", !computed),
    ];
    let mut text = format!("[[statement]]\n{statement}");
    for (key, line, wanted) in usual {
        if wanted && !has(key) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.replace("source = []\n", "")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("makes a folder");
    for entry in fs::read_dir(from).expect("lists the base dossier") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copies a file");
        }
    }
}

const FRONT: &str = "---\ntitle: A case\nproduct: T-1\nedition: 1\ndate: 2019-01-29\nauthors:\n  - name: A. Tester\n    role: Analyst\n\
                     language: en\nsummary: A case of the suite.\nkeywords: [case]\nwritten-from: [own-brief]\n---\n\n";

fn run(case: &Case) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&suite().join("base"), folder.path());
    let statements: Vec<String> = case.statements.iter().map(|statement| filled(statement)).collect();
    fs::create_dir_all(folder.path().join("statements")).expect("makes a folder");
    fs::create_dir_all(folder.path().join("briefs")).expect("makes a folder");
    fs::write(folder.path().join("statements/case.toml"), statements.join("\n")).expect("writes");
    fs::write(folder.path().join("briefs/case.md"), format!("{FRONT}{}", case.prose)).expect("writes");
    if let Some(style) = &case.style {
        let manifest = folder.path().join("dossier.toml");
        let text = fs::read_to_string(&manifest).expect("reads");
        let key = style.split('=').next().unwrap_or_default().trim();
        let kept: String = text.lines().filter(|line| !line.starts_with(key)).map(|line| format!("{line}\n")).collect();
        fs::write(manifest, format!("{kept}{style}\n")).expect("writes");
    }
    let date = case.as_of.unwrap_or(Date::constant(2019, 1, 29));
    let mut workspace = Workspace::open(folder.path()).map_err(|error| error.to_string())?;
    let report = workspace.check(Reading { as_of: Some(date), known_by: None }).map_err(|error| error.to_string())?;
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
    let mut files: Vec<PathBuf> = fs::read_dir(suite())
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
    let text: String = fs::read_dir(suite())
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
