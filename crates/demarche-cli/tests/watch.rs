//! `demarche watch` as a user meets it: saves are seen, the calendar is what calendar programs read.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

fn demarche() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("demarche"));
    command.env("NO_COLOR", "1");
    command
}

/// A dossier as `init` writes it.
fn dossier() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("north-south");
    assert!(demarche().arg("init").arg(&path).output().expect("runs").status.success());
    (folder, path)
}

fn out(command: &mut Command) -> (i32, String) {
    let output = command.output().expect("runs");
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stdout).expect("text"))
}

/// A running `watch --format json` and the lines that it prints.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn over(dossier: &Path) -> Self {
        let mut command = demarche();
        command.arg("watch").arg(dossier).args(["--as-of", "2024-05-01", "--format", "json"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("runs");
        let (sink, lines) = channel();
        let read = BufReader::new(child.stdout.take().expect("its output"));
        std::thread::spawn(move || read.lines().map_while(Result::ok).try_for_each(|line| sink.send(line)));
        Self { child, lines }
    }

    /// The next check; a test that waits longer than this hangs.
    fn next(&self) -> Value {
        let line = self.lines.recv_timeout(Duration::from_secs(120)).expect("a line for the save");
        serde_json::from_str(&line).expect("a line of JSON")
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_save_by_rename_is_seen_and_only_what_changed_is_said() {
    let (_folder, path) = dossier();
    let watching = Watching::over(&path);
    assert_eq!(watching.next()["counts"]["error"], 0);
    let brief = path.join("briefs/in-focus.md");
    let clean = fs::read_to_string(&brief).expect("reads");
    let beside = path.join("briefs/.in-focus.md.swp");
    fs::write(&beside, clean.replace("$2.4 billion", "$2.5 billion")).expect("writes");
    fs::rename(&beside, &brief).expect("renames");
    let wrong = watching.next();
    assert_eq!(wrong["saved"], serde_json::json!(["briefs/in-focus.md"]));
    assert_eq!((&wrong["appeared"][0]["code"], &wrong["gone"]), (&"D0201".into(), &serde_json::json!([])));
    // Lines above a finding move it; that is nothing new.
    fs::write(&brief, clean.replace("$2.4 billion", "$2.5 billion") + "\n").expect("writes");
    let moved = watching.next();
    assert_eq!((&moved["appeared"], &moved["gone"]), (&serde_json::json!([]), &serde_json::json!([])));
    fs::write(&brief, clean).expect("writes");
    let mended = watching.next();
    assert_eq!((&mended["gone"][0]["code"], &mended["counts"]["error"]), (&"D0201".into(), &0.into()));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_with_the_exit_code_of_the_last_check() {
    let (_folder, path) = dossier();
    let mut watching = Watching::over(&path);
    watching.next();
    let pid = watching.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill runs").success());
    assert_eq!(watching.child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn the_calendar_says_what_check_will_say_on_that_day() {
    let (_folder, path) = dossier();
    let ahead = |format: &str| {
        out(demarche().args(["watch", "--dates", "--as-of", "2024-05-01", "--format", format]).arg(&path))
    };
    let (code, text) = ahead("json");
    assert_eq!(code, 0);
    let calendar: Value = serde_json::from_str(&text).expect("JSON");
    let turns = calendar["turns"].as_array().expect("a list");
    assert!(!turns.is_empty(), "{text}");
    for turn in turns {
        let on = turn["on"].as_str().expect("a day");
        let (_, report) =
            out(demarche().args(["check", "--as-of", on, "--known-by", "2024-05-01", "--format", "json"]).arg(&path));
        let report: Value = serde_json::from_str(&report).expect("JSON");
        let said = report["findings"].as_array().expect("a list");
        let same = |finding: &&Value| finding["code"] == turn["code"] && finding["message"] == turn["message"];
        assert!(said.iter().any(|finding| same(&finding)), "{turn} is not found on its day");
    }
    let days: Vec<&str> = turns.iter().filter_map(|turn| turn["on"].as_str()).collect();
    assert!(days.is_sorted() && days[0] > "2024-05-01");
    let (_, first) = out(demarche()
        .args(["watch", "--dates", "--as-of", "2024-05-01", "--format", "json", "--until", days[0]])
        .arg(&path));
    let first: Value = serde_json::from_str(&first).expect("JSON");
    assert!(first["turns"].as_array().expect("a list").iter().all(|turn| turn["on"] == days[0]));
    // The same inputs give the same bytes, and as many events and entries as there are turns.
    for (format, begins) in [("ics", "BEGIN:VEVENT\r\n"), ("atom", "<entry>\n")] {
        let (code, text) = ahead(format);
        assert_eq!((code, text.matches(begins).count()), (0, turns.len()), "{text}");
        assert_eq!(ahead(format).1, text);
    }
}

#[test]
fn an_event_keeps_its_id_when_its_day_moves() {
    let (_folder, path) = dossier();
    let ids = || {
        let mut command = demarche();
        command.args(["watch", "--dates", "--as-of", "2024-05-01", "--format", "ics"]).arg(&path);
        let (_, text) = out(&mut command);
        let ids: Vec<String> = text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect();
        let days: Vec<String> = text.lines().filter(|line| line.starts_with("DTSTART")).map(str::to_owned).collect();
        (ids, days)
    };
    let before = ids();
    for entry in fs::read_dir(path.join("statements")).expect("lists") {
        let file = entry.expect("an entry").path();
        let text = fs::read_to_string(&file).expect("reads");
        let moved: Vec<String> = text
            .lines()
            .map(|line| match line.split_once("= ") {
                Some((key, date)) if key.trim() == "review" => format!("review = 2031-0{}", &date[6..]),
                _ => line.to_owned(),
            })
            .collect();
        fs::write(&file, moved.join("\n") + "\n").expect("writes");
    }
    let after = ids();
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    assert_ne!(before.1, after.1, "a review moved");
    assert_eq!(sorted(before.0), sorted(after.0));
}

#[test]
fn formats_of_the_calendar_need_dates() {
    let (_folder, path) = dossier();
    let output = demarche().args(["watch", "--format", "ics"]).arg(&path).output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("add `--dates`"));
}
