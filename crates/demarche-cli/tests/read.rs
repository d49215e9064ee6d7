//! `demarche read` as a user meets it: forms, findings, exit codes, files.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn read(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("demarche").expect("the binary is built");
    command.env("NO_COLOR", "1").arg("read").args(arguments);
    command
}

/// Runs and returns exit code, standard output and standard error.
fn run(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// An encrypted page that says "Two ferries sail at noon.", user's password `ferry`.
fn locked() -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demarche-read/tests/suite/pdf/locked.pdf");
    path.display().to_string()
}

const PAGE: &str = "<h1>Ferries</h1><p>Two <b>ferries</b> sail. A third is in dock.</p><table><tr><th>Year</th><th>Boats</th></tr><tr><td>1951</td><td>3</td></tr></table>";

#[test]
fn standard_input_is_read_in_every_form() {
    let form = |form: &str| {
        let (code, out, err) = run(read(&["-", "--format", form]).write_stdin(PAGE));
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        out
    };
    assert_eq!(form("text"), "Ferries\n\nTwo ferries sail. A third is in dock.\n\nYear\tBoats\n1951\t3\n");
    let markdown =
        "# Ferries\n\nTwo ferries sail. A third is in dock.\n\n| Year | Boats |\n| --- | --- |\n| 1951 | 3 |\n";
    assert!(form("markdown").contains(markdown.trim_start_matches("# ")), "{}", form("markdown"));
    let json: Value = serde_json::from_str(&form("json")).expect("JSON");
    assert_eq!(json["format"], "html");
    assert_eq!(json["blocks"][1]["sentences"][1]["words"], "A third is in dock.");
    assert!(form("html").contains("<td>1951</td>"));
}

#[test]
fn a_locked_file_is_refused_by_name_and_opened_with_its_password() {
    let path = locked();
    let (code, out, err) = run(&mut read(&[&path]));
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("D0901") && err.contains("locked.pdf") && err.contains("--password"), "{err}");
    let (code, _, err) = run(&mut read(&[&path, "--password", "Ferry"]));
    assert!(code == 1 && err.contains("the password given does not open"), "{err}");
    let (code, out, err) = run(&mut read(&[&path, "--password", "ferry"]));
    assert_eq!((code, out.as_str(), err.as_str()), (0, "Two ferries sail at noon.\n", ""));
}

#[test]
fn a_page_is_shown_beside_its_words() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("seen/ferry.html");
    let target = out.display().to_string();
    let (code, said, err) = run(&mut read(&[&locked(), "--password", "ferry", "--format", "html", "-o", &target]));
    assert_eq!((code, said.as_str(), err.as_str()), (0, "", ""));
    let page = fs::read_to_string(&out).expect("the page is written");
    assert!(page.contains("src=\"data:image/svg+xml,<svg"), "the picture stands in the page itself");
    assert!(page.contains("href=\"#b1\"") && page.contains("href=\"#p1\""), "words and place lead to each other");
    assert!(page.contains("Two ferries sail at noon."));
    let opens = |mark: &str| page.contains(&format!("{mark}=\"http")) || page.contains(&format!("{mark}='http"));
    assert!(!opens("src") && !opens("href"), "the page opens nothing else");
}

#[test]
fn what_cannot_be_read_is_said_and_counts() {
    let (code, out, err) = run(read(&["-"]).write_stdin(&b"\x89PNG\r\n\x1a\n"[..]));
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("D0908") && err.contains("standard input"), "{err}");
    let (code, out, err) = run(read(&["-"]).write_stdin(&b"caf\xe9 opens.\n"[..]));
    assert_eq!((code, out.as_str(), err.as_str()), (0, "café opens.\n", ""));
    let (code, _, err) = run(read(&["-", "--notes", "--deny", "note"]).write_stdin(&b"caf\xe9 opens.\n"[..]));
    assert!(code == 1 && err.contains("note[D0906]"), "{err}");
}

#[test]
fn files_are_not_overwritten_by_what_was_read_from_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("ferries.txt");
    fs::write(&path, "Two ferries sail.\n").expect("writes");
    let name = path.display().to_string();
    let (code, _, err) = run(&mut read(&[&name, "--format", "json", "-o", &name]));
    assert!(code == 2 && err.contains("would be overwritten"), "{err}");
    assert_eq!(fs::read_to_string(&path).expect("still there"), "Two ferries sail.\n");
    let (code, _, err) = run(&mut read(&[&folder.path().join("absent.pdf").display().to_string()]));
    assert!(code == 2 && err.contains("absent.pdf"), "{err}");
}
