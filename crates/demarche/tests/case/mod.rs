//! Cases of the suite: a few statements, a few lines of prose and what is expected of them.
//!
//! Statements are `@ key = value` with `---` between two, the prose stands as it is, what is expected begins with `//`.
//! What a statement leaves out is filled in: subject Sudland, recorded 2018-06-01 by its statistics office. `# as-of
//! DATE` moves the clocks, which otherwise stand at the brief's date, 2019-01-29. `# style KEY = VALUE` sets a house
//! style, `# written-from KEY` another source of the prose. Every case runs in a copy of the invented dossier in `tests/suite/check/base/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use demarche_terms::Date;
use tempfile::TempDir;

#[derive(Default)]
pub struct Case {
    pub file: String,
    pub name: String,
    pub statements: Vec<String>,
    pub prose: String,
    pub as_of: Option<Date>,
    pub style: Option<String>,
    pub written_from: Option<String>,
    pub expected: BTreeSet<String>,
}

/// A folder of the suite.
pub fn suite(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite").join(name)
}

pub fn cases(path: &Path) -> Vec<Case> {
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
        } else if let Some(key) = line.strip_prefix("# written-from ") {
            case.written_from = Some(key.to_owned());
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

impl Case {
    /// The day on which it is read.
    pub fn date(&self) -> Date {
        self.as_of.unwrap_or(Date::constant(2019, 1, 29))
    }

    /// A dossier that holds it; the prose is `briefs/case.md`, the statements `statements/case.toml`.
    pub fn dossier(&self) -> TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy(&suite("check").join("base"), folder.path());
        let statements: Vec<String> = self.statements.iter().map(|statement| filled(statement)).collect();
        fs::create_dir_all(folder.path().join("statements")).expect("makes a folder");
        fs::create_dir_all(folder.path().join("briefs")).expect("makes a folder");
        fs::write(folder.path().join("statements/case.toml"), statements.join("\n")).expect("writes");
        let front = FRONT.replace("own-brief", self.written_from.as_deref().unwrap_or("own-brief"));
        fs::write(folder.path().join("briefs/case.md"), format!("{front}{}", self.prose)).expect("writes");
        if let Some(style) = &self.style {
            let manifest = folder.path().join("dossier.toml");
            let text = fs::read_to_string(&manifest).expect("reads");
            let key = style.split('=').next().unwrap_or_default().trim();
            let kept: String =
                text.lines().filter(|line| !line.starts_with(key)).map(|line| format!("{line}\n")).collect();
            fs::write(manifest, format!("{kept}{style}\n")).expect("writes");
        }
        folder
    }
}
