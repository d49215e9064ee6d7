//! `demarche check` and `demarche diff` on documents without a dossier, as a person types them.

use assert_cmd::Command;
use std::path::Path;

fn demarche(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("demarche").expect("the program was just built");
    let output = command.current_dir(folder).args(arguments).env("NO_COLOR", "1").output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("clean.md", "# Ferries\n\nTwo ferries sail to the island. The harbour is old.\n");
    write(
        "dated.md",
        "# Ferries\n\nThree ferries sail to the island. The vote was held on Tuesday, November 4, 2026.\n",
    );
    folder
}

#[test]
fn a_document_is_checked_and_the_exit_says_what_was_found() {
    let folder = folder();
    let (code, out, _) = demarche(folder.path(), &["check", "clean.md"]);
    assert_eq!(code, Some(0), "{out}");
    let (code, out, _) = demarche(folder.path(), &["check", "dated.md"]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("contradicted[D1021]: 4 November 2026 is a Wednesday"), "{out}");
    assert!(out.contains("--> dated.md:3:56"), "{out}");
}

#[test]
fn a_folder_is_one_report_in_every_format() {
    let folder = folder();
    let (code, out, _) = demarche(folder.path(), &["check", "./"]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("2 documents") && out.contains("1 contradicted"), "{out}");
    let (_, csv, _) = demarche(folder.path(), &["check", "./", "--format", "csv"]);
    assert!(csv.lines().count() == 2 && csv.contains("dated.md,,3,56,contradicted,D1021,"), "{csv}");
    let (_, json, _) = demarche(folder.path(), &["check", "./", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        (&json["counts"]["contradicted"], json["documents"].as_array().map(Vec::len)),
        (&serde_json::json!(1), Some(2))
    );
    let (_, sarif, _) = demarche(folder.path(), &["check", "./", "--format", "sarif"]);
    assert!(sarif.contains("\"ruleId\": \"D1021\""), "{sarif}");
}

#[test]
fn what_a_document_cannot_have_is_refused_by_name() {
    let folder = folder();
    for (arguments, why) in [
        (vec!["check", "dated.md", "--known-by", "2019-01-01"], "has no record"),
        (vec!["check", "dated.md", "--comments", "out.docx"], "DOCX files only"),
        (vec!["check", "dated.md", "--marked", "dated.md"], "take the place of the document"),
        (vec!["check", "./", "--marked", "out.html"], "one document at a time"),
        (vec!["check", "absent.pdf"], "absent.pdf"),
    ] {
        let (code, _, said) = demarche(folder.path(), &arguments);
        assert!(code == Some(2) && said.contains(why), "{arguments:?}: {said}");
    }
}

#[test]
fn two_editions_are_compared_and_a_page_is_marked() {
    let folder = folder();
    let (code, out, _) = demarche(folder.path(), &["diff", "clean.md", "dated.md"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("[-Two-]{+Three+} ferries") && out.contains("- The harbour is old."), "{out}");
    let (_, text, _) = demarche(folder.path(), &["diff", "clean.md", "dated.md", "--format", "markdown"]);
    assert!(text.starts_with("### dated.md") && text.contains("~~Two~~ **Three** ferries"), "{text}");
    let (code, said, _) =
        demarche(folder.path(), &["diff", "clean.md", "dated.md", "--format", "html", "--out", "diff.html"]);
    let page = std::fs::read_to_string(folder.path().join("diff.html")).expect("was written");
    assert!(code == Some(0) && said.contains("wrote       diff.html"), "{said}");
    assert!(page.contains("<del>Two</del> ferries") && page.contains("<ins>Three</ins> ferries"), "{page}");
    let (code, _, said) = demarche(folder.path(), &["diff", "clean.md", "dated.md", "--format", "pdf"]);
    assert!(code == Some(2) && said.contains("compared as human, json, markdown or html"), "{said}");
    let (_, _, said) = demarche(folder.path(), &["check", "dated.md", "--marked", "out.html"]);
    let page =
        std::fs::read_to_string(folder.path().join("out.html")).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert!(page.contains("<mark class=\"contradicted\">Tuesday, November 4, 2026</mark>"), "{page}");
}
