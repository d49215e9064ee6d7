//! Two people on one dossier: a real git repository with the merge driver, branches and all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

struct Repository {
    _folder: TempDir,
    path: PathBuf,
}

impl Repository {
    /// The dossier that `init` writes, under git, with the merge driver set up as the recipe says.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("north-south");
        let repository = Self { _folder: folder, path };
        demarche(&["init", repository.path.to_str().expect("a plain path")], Path::new("."));
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.git(&["config", "user.name", "Tester"]);
        repository.git(&["config", "user.email", "tester@example.org"]);
        let driver = format!("'{}' merge %O %A %B --name %P", env!("CARGO_BIN_EXE_demarche"));
        repository.git(&["config", "merge.demarche.driver", &driver]);
        fs::write(repository.path.join(".gitattributes"), "statements/*.toml merge=demarche\n").expect("writes");
        repository.commit("start");
        repository
    }

    fn git(&self, arguments: &[&str]) -> (bool, String) {
        let output = Command::new("git").arg("-C").arg(&self.path).args(arguments).output().expect("git runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.success(), said)
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        let (done, said) = self.git(&["commit", "--quiet", "--message", message]);
        assert!(done, "{said}");
    }

    fn statements(&self) -> PathBuf {
        let mut files: Vec<PathBuf> = fs::read_dir(self.path.join("statements"))
            .expect("lists")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        files.remove(0)
    }

    fn edit(&self, change: impl FnOnce(String) -> String) {
        let path = self.statements();
        fs::write(&path, change(fs::read_to_string(&path).expect("reads"))).expect("writes");
    }

    /// Two branches with one edit each, merged; whether git calls it clean, and what was said.
    fn merge(&self, ours: impl FnOnce(String) -> String, theirs: impl FnOnce(String) -> String) -> (bool, String) {
        self.git(&["checkout", "--quiet", "-b", "theirs"]);
        self.edit(theirs);
        self.commit("theirs");
        self.git(&["checkout", "--quiet", "main"]);
        self.edit(ours);
        self.commit("ours");
        self.git(&["merge", "--no-edit", "theirs"])
    }

    fn text(&self) -> String {
        fs::read_to_string(self.statements()).expect("reads")
    }
}

fn demarche(arguments: &[&str], folder: &Path) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    let output = command.args(arguments).env("NO_COLOR", "1").current_dir(folder).output().expect("runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), said)
}

/// The first statement of a file with another id.
fn copy_of_first(text: &str, id: &str) -> String {
    let block = text.split("\n[[statement]]").nth(1).expect("a statement");
    let block: String = block.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let own = block.split('"').nth(1).expect("an id").to_owned();
    format!("\n[[statement]]{}", block.replacen(&own, id, 1))
}

fn first_id(text: &str) -> String {
    let block = text.split("\n[[statement]]").nth(1).expect("a statement");
    block.split('"').nth(1).expect("an id").to_owned()
}

/// The text with another recorded time in its first statement.
fn recorded(text: &str, day: &str) -> String {
    let key = text.find("\nrecorded").expect("a recorded time");
    let value = key + text[key..].find("= ").expect("its value") + 2;
    format!("{}{day}{}", &text[..value], &text[value + day.len()..])
}

#[test]
fn statements_that_two_people_add_in_one_place_both_stand() {
    let repository = Repository::new();
    let add = |id: &'static str| move |text: String| format!("{text}{}", copy_of_first(&text, id));
    let (clean, said) = repository.merge(add("zz.ours"), add("zz.theirs"));
    assert!(clean, "{said}");
    let text = repository.text();
    assert!(text.contains("\"zz.ours\"") && text.contains("\"zz.theirs\"") && !text.contains("<<<<<<<"), "{text}");
    let (code, said) = demarche(&["fmt", "--check", "."], &repository.path);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_true_conflict_is_two_statements_to_be_settled() {
    let repository = Repository::new();
    let id = first_id(&repository.text());
    let (clean, said) = repository.merge(|text| recorded(&text, "2024-01-02"), |text| recorded(&text, "2024-01-03"));
    assert!(!clean, "git must not call this merge done:\n{said}");
    let text = repository.text();
    assert!(text.contains(&format!("\"{id}.rival-2\"")), "{said}\n{text}");
    assert!(text.contains("2024-01-02") && text.contains("2024-01-03") && !text.contains("<<<<<<<"), "{text}");
    assert!(said.contains("both sides changed recorded"), "{said}");
}

#[test]
fn a_file_that_is_no_toml_is_joined_line_by_line_and_loses_nothing() {
    let repository = Repository::new();
    let (clean, said) = repository.merge(|text| format!("ours = [\n{text}"), |text| format!("theirs = \"x\"\n{text}"));
    assert!(!clean, "{said}");
    let text = repository.text();
    assert!(text.contains("<<<<<<<") && text.contains("ours = [") && text.contains("theirs = \"x\""), "{text}");
    assert!(said.contains("joined line by line"), "{said}");
}

#[test]
fn a_sign_off_is_bound_to_what_was_read() {
    let repository = Repository::new();
    let id = first_id(&repository.text());
    let run = |arguments: &[&str]| demarche(arguments, &repository.path);
    let (code, said) = run(&["review", "."]);
    assert_eq!((code, said.contains("nobody has signed")), (0, true), "{said}");

    let (code, said) = run(&["review", ".", "--sign", &id, "--by", "J. \"Jo\" Doe", "--note", "against the release"]);
    assert_eq!(code, 0, "{said}");
    let (code, said) = run(&["why", &id]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("signed off by J. \"Jo\" Doe on ") && !said.contains("void"), "{said}");
    let (code, said) = run(&["review", "--strict", "--format", "json"]);
    assert_eq!((code, said.contains("\"stands\": true")), (0, true), "{said}");
    let (code, said) = run(&["fmt", "--check", "."]);
    assert_eq!(code, 0, "{said}");

    // A comment changes nothing that was read; a date does.
    repository.edit(|text| text.replacen("\nrecorded", "\n# looked at again\nrecorded", 1));
    assert_eq!(run(&["review", "--strict"]).0, 0);
    repository.edit(|text| recorded(&text, "1990-01-01"));
    let (code, said) = run(&["review", "--strict"]);
    assert_eq!((code, said.contains("void: changed since")), (1, true), "{said}");
    let (_, said) = run(&["check", "."]);
    assert!(said.contains("due[D2101]"), "{said}");
}

#[test]
fn two_people_must_sign_where_the_dossier_asks_for_it() {
    let repository = Repository::new();
    let id = first_id(&repository.text());
    let path = repository.path.join("dossier.toml");
    let text = fs::read_to_string(&path).expect("reads");
    fs::write(&path, format!("{text}\n[review]\npeople = 2\n")).expect("writes");
    let run = |arguments: &[&str]| demarche(arguments, &repository.path);
    for name in ["J. Doe", "j. doe"] {
        assert_eq!(run(&["review", "--sign", &id, "--by", name]).0, 0);
        let (_, said) = run(&["review"]);
        let own = said.lines().find(|line| line.starts_with(&id)).expect("its line");
        assert!(own.contains("1 more wanted"), "a person counts once: {said}");
    }
    assert_eq!(run(&["review", "--sign", &id, "--by", "R. Roe"]).0, 0);
    let (_, said) = run(&["review"]);
    let own = said.lines().find(|line| line.starts_with(&id)).expect("its line");
    assert!(own.contains("R. Roe") && !own.contains("wanted"), "{said}");

    let (code, said) = run(&["review", "--sign", "no.such", "--by", "R. Roe"]);
    assert_eq!((code, said.contains("no statement has the id `no.such`")), (2, true), "{said}");
    let (code, said) = run(&["review", "--sign", &id]);
    assert_eq!((code, said.contains("--by")), (2, true), "{said}");
}
