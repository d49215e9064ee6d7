//! The locked editions of the South Korea dossier: each as it was published, in order, and comparable with the others.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn dossier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dossiers/south-korea")
}

/// Runs and returns exit code and what was printed.
fn run(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("demarche").expect("the binary is built");
    let output = command.args(arguments).env("NO_COLOR", "1").output().expect("runs");
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
}

const EDITIONS: [&str; 4] = ["2018-11-30", "2019-01-29", "2019-03-15", "2026-09-17"];

#[test]
fn every_edition_stands_as_it_was_published() {
    let dossier = dossier();
    let (code, said) = run(&["edition", "verify", dossier.to_str().expect("a name")]);
    assert_eq!(
        code, 0,
        "what a published edition rests on was changed; supersede statements, never edit them:\n{said}"
    );
    for edition in EDITIONS {
        assert!(said.contains(&format!("{edition}  as it was published")), "{edition}\n{said}");
    }
}

#[test]
fn editions_are_numbered_in_order_and_say_what_they_changed() {
    let dossier = dossier();
    let (code, said) = run(&["edition", "list", dossier.to_str().expect("a name"), "--format", "json"]);
    assert_eq!(code, 0, "{said}");
    let list: Value = serde_json::from_str(&said).expect("is JSON");
    let lines = list["editions"].as_array().expect("editions");
    let told: Vec<_> = lines.iter().map(|line| (line["date"].as_str(), line["number"].as_u64())).collect();
    let wanted: Vec<_> = EDITIONS.iter().zip(1..).map(|(date, number)| (Some(*date), Some(number))).collect();
    assert_eq!(told, wanted);
    let kinds: Vec<_> = lines.iter().filter_map(|line| line["change"]["kind"].as_str()).collect();
    assert_eq!(kinds, ["first", "substantive", "substantive", "substantive"]);
}

/// What ended January's sentences by March is named, and no figure is said to have risen or fallen.
#[test]
fn a_difference_names_what_ended_each_statement() {
    let dossier = dossier();
    let dossier = dossier.to_str().expect("a name");
    let (code, said) = run(&["diff", "2019-01-29", "2019-03-15", dossier, "--format", "json"]);
    assert_eq!(code, 0, "{said}");
    let diff: Value = serde_json::from_str(&said).expect("is JSON");
    let killer = |id: &str| {
        let all = diff["statements"].as_array().expect("statements");
        let ends = |change: &&Value| change["how"] == "ended" || change["how"] == "superseded";
        let ended = all.iter().filter(ends).find(|change| change["id"] == id);
        ended.unwrap_or_else(|| panic!("{id} ended"))["by"].as_str().map(str::to_owned)
    };
    assert_eq!(killer("us.232.autos.pending").as_deref(), Some("us.232.autos.report"));
    assert_eq!(killer("us-dprk.summit-2.planned").as_deref(), Some("us-dprk.summit-2.dated"));
    assert_eq!(killer("us-kr.sma.talks.open").as_deref(), Some("us-kr.sma.10.initialled"));
    for (from, to) in [("2019-01-29", "2026-09-17"), ("2018-11-30", "2019-01-29")] {
        let (_, said) = run(&["diff", from, to, dossier, "--memo", "--format", "markdown"]);
        let words: Vec<&str> = said.split(|c: char| !c.is_alphabetic()).collect();
        assert!(!words.contains(&"fell") && !words.contains(&"rose"), "{said}");
    }
}

/// Who governs is what a reader looks for first: each handover, with the removal in it, leads the memo.
#[test]
fn the_memo_begins_with_who_took_over_from_whom() {
    let dossier = dossier();
    let dossier = dossier.to_str().expect("a name");
    let (_, said) = run(&["diff", "2019-01-29", "2026-09-17", dossier, "--memo", "--format", "markdown"]);
    let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("- ")).collect();
    let first = lines.first().expect("a line");
    for words in ["@kr.term.lee-jae-myung) (since June 4, 2025). Before: ", "@kr.term.yoon)", "@kr.term.moon.ended)"] {
        assert!(first.contains(words), "{words:?} is not in {first}");
    }
    let line = |id: &str| lines.iter().position(|line| line.contains(id)).unwrap_or_else(|| panic!("{id} is told"));
    assert!(line("@kr.removal.2025)") < 8, "{lines:#?}");
    assert!(
        lines[line("@kr.martial-law.2024)")].contains("(December 3, 2024)"),
        "the day of an event, not of its source"
    );
}

/// Seven years in at most two pages, tagged.
#[test]
fn the_change_memo_has_one_or_two_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("memo.pdf");
    let (dossier, out) = (dossier(), path.to_str().expect("a name").to_owned());
    let (code, said) =
        run(&["diff", "2019-01-29", "2026-09-17", dossier.to_str().expect("a name"), "--format", "pdf", "--out", &out]);
    assert_eq!(code, 0, "{said}");
    let pdf = hayro_syntax::Pdf::new(std::fs::read(&path).expect("reads")).expect("a PDF");
    assert!((1..=2).contains(&pdf.pages().len()), "{} pages", pdf.pages().len());
}
