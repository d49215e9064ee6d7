//! The binary as a user meets it: exit codes, messages, files.

#[path = "common/command.rs"]
mod command;
#[path = "common/edit.rs"]
mod edit;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use command::demarche;
use edit::edit;

/// A dossier as `init` writes it.
fn dossier() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("north-south");
    demarche().arg("init").arg(&path).assert().code(0);
    (folder, path)
}

/// Runs and returns exit code, standard output and standard error.
fn run(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

const AS_OF: [&str; 2] = ["--as-of", "2024-05-01"];

#[test]
fn what_init_writes_checks_clean_and_builds() {
    let (folder, path) = dossier();
    let (code, out, err) = run(demarche().arg("check").arg(&path).args(AS_OF).args(["--deny", "warnings,note"]));
    assert_eq!(code, 0, "{out}{err}");
    let target = folder.path().join("out");
    let (code, out, err) = run(demarche().arg("build").arg(&path).arg("--out").arg(&target).arg("--packet"));
    assert_eq!(code, 0, "{out}{err}");
    let pdf = fs::read(target.join("in-focus.pdf")).expect("the PDF is there");
    assert!(pdf.starts_with(b"%PDF-"));
    let page = fs::read_to_string(target.join("in-focus.html")).expect("the page is there");
    assert!(page.contains("deficit of $2.4 billion"));
    for name in ["in-focus.json", "in-focus.statements.csv", "in-focus.packet.html"] {
        assert!(target.join(name).is_file(), "{name}");
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let (folder, path) = dossier();
    for out in ["one", "two"] {
        demarche().arg("build").arg(&path).arg("--out").arg(folder.path().join(out)).assert().code(0);
    }
    for entry in fs::read_dir(folder.path().join("one")).expect("lists") {
        let entry = entry.expect("an entry");
        let (one, two) = (fs::read(entry.path()), fs::read(folder.path().join("two").join(entry.file_name())));
        assert!(one.expect("reads") == two.expect("reads"), "{:?} differs", entry.file_name());
    }
}

#[test]
fn a_wrong_digit_is_exit_1_with_place_and_help() {
    let (_folder, path) = dossier();
    edit(&path.join("briefs/in-focus.md"), "$2.4 billion", "$2.5 billion");
    let (code, out, _) = run(demarche().arg("check").arg(&path).args(AS_OF));
    assert_eq!(code, 1, "{out}");
    for part in ["error[D0201]", "in-focus.md:", "$2.5 billion", "demarche why nrl-sdl.trade.balance.2023"] {
        assert!(out.contains(part), "{part:?} is missing from\n{out}");
    }
}

#[test]
fn with_errors_build_writes_nothing_and_draft_is_stamped() {
    let (folder, path) = dossier();
    edit(&path.join("briefs/in-focus.md"), "$2.4 billion", "$2.5 billion");
    let target = folder.path().join("out");
    demarche().arg("build").arg(&path).arg("--out").arg(&target).assert().code(1);
    assert!(!target.exists(), "something was written over open errors");
    demarche().arg("build").arg(&path).arg("--out").arg(&target).arg("--draft").assert().code(0);
    let page = fs::read_to_string(target.join("in-focus.html")).expect("the page is there");
    assert!(page.contains("1 open error"), "the draft says why it is one");
}

#[test]
fn json_report_holds_findings_counts_and_coverage() {
    let (_folder, path) = dossier();
    edit(&path.join("briefs/in-focus.md"), "@nrl-sdl.trade.balance.2023", "@nrl-sdl.trade.balance.2022");
    let (code, out, _) = run(demarche().arg("check").arg(&path).args(AS_OF).args(["--format", "json"]));
    assert_eq!(code, 1);
    let report: Value = serde_json::from_str(&out).expect("the report is JSON");
    assert_eq!(report["findings"][0]["code"], "D0102");
    assert_eq!(report["findings"][0]["help"][0]["edit"]["replacement"], "nrl-sdl.trade.balance.2023");
    assert!(report["coverage"]["by_grade"]["independent"].as_u64().expect("a count") >= 1);
    let (_, sarif, _) = run(demarche().arg("check").arg(&path).args(AS_OF).args(["--format", "sarif"]));
    let log: Value = serde_json::from_str(&sarif).expect("the log is JSON");
    assert_eq!((&log["version"], &log["runs"][0]["results"][0]["ruleId"]), (&"2.1.0".into(), &"D0102".into()));
    let (_, github, _) = run(demarche().arg("check").arg(&path).args(AS_OF).args(["--format", "github"]));
    assert!(github.starts_with("::error file="), "{github}");
}

#[test]
fn what_cannot_be_used_is_exit_2_and_says_why() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_keep, path) = dossier();
    let cases: [(&[&str], &str); 6] = [
        (&["check", "/nowhere/at/all"], "/nowhere/at/all"),
        (&["check", folder.path().to_str().expect("a name")], "demarche init"),
        (&["check", path.to_str().expect("a name"), "--as-of", "2019-02-30"], "2019-02-30"),
        (&["explain", "D9999"], "D9999"),
        (&["why", "no.such.id", path.to_str().expect("a name")], "no.such.id"),
        (&["frobnicate"], "frobnicate"),
    ];
    for (arguments, part) in cases {
        let (code, out, err) = run(demarche().args(arguments));
        assert_eq!(code, 2, "{arguments:?}\n{out}{err}");
        assert!(err.contains(part), "{part:?} is missing from\n{err}");
    }
}

#[test]
fn broken_dossier_text_is_told_all_at_once() {
    let (_folder, path) = dossier();
    fs::write(path.join("statements/a-broken.toml"), "[[statement]\nid = \"a\"\n").expect("writes");
    let duplicate = fs::read_to_string(path.join("statements/relationship.toml")).expect("reads");
    fs::write(path.join("statements/b-again.toml"), duplicate).expect("writes");
    fs::write(path.join("statements/c-latin1.toml"), b"# caf\xe9\n").expect("writes");
    let (code, out, err) = run(demarche().arg("check").arg(&path).args(AS_OF));
    assert_eq!(code, 1, "{out}{err}");
    for part in ["a-broken.toml:1", "b-again.toml", "c-latin1.toml:1", "save the file as UTF-8"] {
        assert!(out.contains(part), "{part:?} is missing from\n{out}");
    }
}

#[test]
fn sources_that_cannot_be_read_are_one_finding() {
    let (_folder, path) = dossier();
    edit(&path.join("sources.yml"), "title: ", "title: \"");
    let (code, out, _) = run(demarche().arg("check").arg(&path).args(AS_OF).args(["--format", "json"]));
    let report: Value = serde_json::from_str(&out).expect("JSON");
    let errors: Vec<&Value> =
        report["findings"].as_array().into_iter().flatten().filter(|found| found["grade"] == "error").collect();
    assert_eq!((code, errors.len()), (1, 1), "{errors:#?}");
    assert_eq!(errors[0]["code"], "D0001");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_dossier_is_not_followed() {
    let (folder, path) = dossier();
    let secret = folder.path().join("secret.toml");
    fs::write(&secret, "password = 1").expect("writes");
    std::os::unix::fs::symlink(&secret, path.join("statements/z.toml")).expect("links");
    let (code, out, err) = run(demarche().arg("check").arg(&path));
    assert_eq!(code, 2);
    assert!(err.contains("leads out of the dossier") && !format!("{out}{err}").contains("password"), "{err}");
}

#[test]
fn a_huge_file_is_refused_by_name() {
    let (_folder, path) = dossier();
    let huge = fs::File::create(path.join("statements/huge.toml")).expect("creates");
    huge.set_len(100 << 20).expect("a sparse file");
    let (code, _, err) = run(demarche().arg("check").arg(&path));
    assert_eq!(code, 2);
    assert!(err.contains("huge.toml") && err.contains("split it"), "{err}");
}

#[test]
fn fmt_is_idempotent_and_checks() {
    let (_folder, path) = dossier();
    demarche().arg("fmt").arg(&path).assert().code(0);
    let before = fs::read_to_string(path.join("statements/relationship.toml")).expect("reads");
    demarche().args(["fmt", "--check"]).arg(&path).assert().code(0);
    edit(&path.join("statements/relationship.toml"), "value     =", "value=");
    demarche().args(["fmt", "--check"]).arg(&path).assert().code(1);
    demarche().arg("fmt").arg(&path).assert().code(0);
    assert_eq!(fs::read_to_string(path.join("statements/relationship.toml")).expect("reads"), before);
    demarche().arg("check").arg(&path).args(AS_OF).assert().code(0);
}

/// Killed at any moment, `fmt` leaves each file as it was or as it shall be.
#[test]
fn a_kill_in_the_middle_of_fmt_leaves_whole_files() {
    let (_folder, path) = dossier();
    let file = path.join("statements/relationship.toml");
    demarche().arg("fmt").arg(&path).assert().code(0);
    let canonical = fs::read_to_string(&file).expect("reads");
    let loose = canonical.replace("  = ", " = ");
    assert_ne!(loose, canonical);
    for round in 0..25 {
        fs::write(&file, &loose).expect("writes");
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("demarche"))
            .args(["fmt", "--quiet"])
            .arg(&path)
            .spawn()
            .expect("starts");
        std::thread::sleep(Duration::from_micros(round * 800));
        let _ = child.kill();
        child.wait().expect("ends");
        let left = fs::read_to_string(&file).expect("reads");
        assert!(left == loose || left == canonical, "half a file after round {round}:\n{left}");
    }
}

#[test]
fn why_prints_the_source_with_its_quoted_words() {
    let (_folder, path) = dossier();
    let (code, out, _) = run(demarche().args(["why", "nrl-sdl.strait-treaty"]).arg(&path).args(AS_OF));
    assert_eq!(code, 0);
    for part in [
        "nrl-sdl.strait-treaty",
        "“The strait is open to the vessels of both parties.”",
        "independent",
        "relationship.toml:",
    ] {
        assert!(out.contains(part), "{part:?} is missing from\n{out}");
    }
}

#[test]
fn export_gives_every_statement_once() {
    let (_folder, path) = dossier();
    let (code, csv, _) = run(demarche().arg("export").arg(&path).args(AS_OF));
    assert_eq!(code, 0);
    assert_eq!(csv.lines().filter(|line| line.starts_with("nrl-sdl.")).count(), 2, "{csv}");
    let (_, json, _) = run(demarche().arg("export").arg(&path).args(AS_OF).args(["--format", "json"]));
    serde_json::from_str::<Value>(&json).expect("JSON");
}

#[test]
fn quiet_is_quiet_and_plain_is_plain() {
    let (_folder, path) = dossier();
    let (_, out, err) = run(demarche().args(["check", "--quiet"]).arg(&path).args(AS_OF));
    assert_eq!((out.as_str(), err.as_str()), ("", ""));
    edit(&path.join("briefs/in-focus.md"), "$2.4 billion", "$2.5 billion");
    let (_, out, err) = run(demarche().arg("check").arg(&path).args(AS_OF));
    assert!(!format!("{out}{err}").contains('\u{1b}'), "colour codes where NO_COLOR is set");
}

#[test]
fn completions_and_manual_pages_are_printed() {
    for shell in ["bash", "zsh", "fish"] {
        demarche().args(["completions", shell]).assert().code(0);
    }
    let (code, page, _) = run(demarche().args(["man", "check"]));
    assert_eq!(code, 0);
    assert!(page.contains(".TH demarche-check"), "{page}");
}
