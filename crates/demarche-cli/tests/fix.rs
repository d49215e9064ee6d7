//! `demarche fix` as a user meets it: edits are shown, and only what is chosen is written.

#[path = "common/edit.rs"]
mod edit;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use edit::edit;

fn demarche() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    command
}

/// A dossier as `init` writes it, with two slips in the prose and one among the statements.
fn slipped() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("north-south");
    assert!(demarche().arg("init").arg(&path).output().expect("runs").status.success());
    let (brief, statements) = files(&path);
    edit(&brief, "@nrl-sdl.trade.balance.2023", "@nrl-sdl.trade.balnce.2023");
    edit(&brief, "@nrl-sdl.strait-treaty", "@nrl-sdl.strait-traety");
    edit(&statements, "instrument = \"strait-treaty\"", "instrument = \"strait-traety\"");
    (folder, path)
}

fn files(path: &Path) -> (PathBuf, PathBuf) {
    (path.join("briefs/in-focus.md"), path.join("statements/relationship.toml"))
}

/// Exit code, standard output and standard error of `fix`, run in the dossier's folder.
fn fix(path: &Path, more: &[&str]) -> (i32, String, String) {
    let mut command = demarche();
    let output = command.current_dir(path).args(["fix", ".", "--as-of", "2024-05-01"]).args(more).output();
    let output = output.expect("runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_dossier_without_a_slip_has_nothing_to_propose() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("north-south");
    assert!(demarche().arg("init").arg(&path).output().expect("runs").status.success());
    let (code, told, err) = fix(&path, &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(told, "  proposals     none\n  remaining     0 error, 0 contradicted, 0 query, 0 due\n");
}

#[test]
fn differences_are_shown_first_and_nothing_is_written() {
    let (_folder, path) = slipped();
    let before = fs::read(files(&path).0).expect("reads");
    let (code, shown, _) = fix(&path, &["--only", "nrl-sdl.trade.balance.2023"]);
    let expected = "\
1. error[D0102]: no statement has the id `nrl-sdl.trade.balnce.2023`
   a statement with a close spelling exists: `nrl-sdl.trade.balance.2023`
--- briefs/in-focus.md
+++ briefs/in-focus.md
@@ -18,5 +18,5 @@
 \n ## Trade
 \n-On the Census basis, Norland ran a [deficit of $2.4 billion in goods in 2023](@nrl-sdl.trade.balnce.2023).
+On the Census basis, Norland ran a [deficit of $2.4 billion in goods in 2023](@nrl-sdl.trade.balance.2023).
 Change a digit in that sentence and check the brief again.
";
    let shown = shown.replacen("3. error", "1. error", 1);
    assert!(shown.starts_with(expected), "{shown}");
    assert_eq!(code, 1, "proposals are left");
    assert_eq!(fs::read(files(&path).0).expect("reads"), before);
}

#[test]
fn a_code_an_id_or_a_number_chooses() {
    let (_folder, path) = slipped();
    let (brief, statements) = files(&path);
    let before = fs::read_to_string(&statements).expect("reads");
    let (code, told, _) = fix(&path, &["--apply", "--only", "D0102"]);
    assert!(told.contains("wrote         briefs/in-focus.md"), "{told}");
    assert!(told.contains("2 of 2 applied") && told.contains("1 error"), "{told}");
    assert_eq!(code, 1, "the slip among the statements remains");
    let prose = fs::read_to_string(&brief).expect("reads");
    assert!(prose.contains("@nrl-sdl.trade.balance.2023") && prose.contains("@nrl-sdl.strait-treaty"), "{prose}");
    assert_eq!(fs::read_to_string(&statements).expect("reads"), before, "what was not chosen is as it was");
    let (code, told, _) = fix(&path, &["--apply", "--only", "1"]);
    assert!(code == 0 && told.contains("1 of 1 applied") && told.contains("remaining     0 error"), "{told}");
    let (code, _, err) = fix(&path, &["--apply", "--only", "D0102"]);
    assert!(code == 2 && err.contains("--only D0102: no proposal has this number or code"), "{err}");
}

#[test]
fn each_is_asked_for_and_the_end_of_answers_leaves_the_rest() {
    let (_folder, path) = slipped();
    let (brief, statements) = files(&path);
    let before = fs::read(&statements).expect("reads");
    let mut command = demarche();
    command.current_dir(&path).args(["fix", "--as-of", "2024-05-01", "--ask"]);
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("runs");
    running.stdin.take().expect("a pipe").write_all(b"n\ny\n").expect("answers");
    let output = running.wait_with_output().expect("ends");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains("apply this? [y/N/q]") && told.contains("1 of 3 applied"), "{told}");
    let prose = fs::read_to_string(&brief).expect("reads");
    assert!(
        prose.contains("@nrl-sdl.strait-treaty") && prose.contains("trade.balnce.2023"),
        "only the second: {prose}"
    );
    assert_eq!(fs::read(&statements).expect("reads"), before);
}

#[test]
fn json_says_what_was_proposed_and_what_was_done() {
    let (_folder, path) = slipped();
    let (_, json, err) = fix(&path, &["--format", "json", "--apply", "--only", "D0012"]);
    let json: Value = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}{err}"));
    let one = &json["proposals"][0];
    assert_eq!(
        (&one["code"], &one["words"], &one["applied"]),
        (&"D0012".into(), &"strait-traety".into(), &true.into())
    );
    assert_eq!(json["written"][0], "statements/relationship.toml");
    assert_eq!(json["remaining"]["error"], 2);
}

#[test]
fn colours_are_gits_and_are_left_out_when_not_wanted() {
    let (_folder, path) = slipped();
    let mut command = demarche();
    let coloured =
        command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1").arg("fix").arg(&path).output().expect("runs");
    let coloured = String::from_utf8_lossy(&coloured.stdout).into_owned();
    assert!(coloured.contains("\u{1b}[31m-") && coloured.contains("\u{1b}[32m+") && coloured.contains("\u{1b}[36m@@"));
    assert!(!fix(&path, &[]).1.contains('\u{1b}'));
}

#[test]
fn sarif_carries_the_same_edits() {
    let (_folder, path) = slipped();
    let output =
        demarche().args(["check", "--format", "sarif", "--as-of", "2024-05-01"]).arg(&path).output().expect("runs");
    let log: Value = serde_json::from_slice(&output.stdout).expect("SARIF");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let texts: Vec<&str> = results
        .iter()
        .filter_map(|result| {
            result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"].as_str()
        })
        .collect();
    assert_eq!(texts, ["strait-treaty", "nrl-sdl.strait-treaty", "nrl-sdl.trade.balance.2023"]);
}
