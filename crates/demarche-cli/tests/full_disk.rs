//! A disk that is full, as a limit on the size of files stands for it: the old file is intact, nothing is left lying
//! about, and the message says what to do.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A dossier whose files are larger than the limit, each with something to write.
fn dossier() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("north-south");
    let init = Command::new(env!("CARGO_BIN_EXE_demarche")).arg("init").arg(&path).output().expect("runs");
    assert!(init.status.success());
    let long = "# a comment that takes up room\n".repeat(200);
    let statements = path.join("statements/relationship.toml");
    let text = fs::read_to_string(&statements).expect("reads").replace("id         = ", "id = ");
    fs::write(&statements, format!("{text}\n{long}")).expect("writes");
    let brief = path.join("briefs/in-focus.md");
    let prose = fs::read_to_string(&brief).expect("reads").replace("strait-treaty", "strait-traety");
    fs::write(&brief, format!("{prose}\n{}", "Ferries sail in summer.\n".repeat(200))).expect("writes");
    fs::write(path.join("reviews.toml"), long).expect("writes");
    (folder, path)
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("lists") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push((path.clone(), fs::read(&path).expect("reads")));
        }
    }
    all.sort();
    all
}

/// Exit code and standard error of a command that may write files of so many blocks only.
fn limited(blocks: usize, path: &Path, command: &str) -> (Option<i32>, String) {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec '{}' {command}", env!("CARGO_BIN_EXE_demarche"));
    let output =
        Command::new("sh").args(["-c", &script]).current_dir(path).env("NO_COLOR", "1").output().expect("runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn every_command_that_writes_leaves_the_old_file_and_says_what_to_do() {
    let (_folder, path) = dossier();
    let before = files(&path);
    for (command, file) in [
        ("fmt .", "statements/relationship.toml"),
        ("fix . --as-of 2024-05-01 --apply", "briefs/in-focus.md"),
        ("review . --sign nrl-sdl.strait-treaty --by 'J. Doe'", "reviews.toml"),
        ("build . --draft --out out", "out/"),
        ("export . --format json --out out", "out/"),
    ] {
        let (code, said) = limited(2, &path, command);
        assert_eq!(code, Some(2), "{command}: {said}");
        for words in [file, "the file is as it was before", "then run the command again"] {
            assert!(said.contains(words), "{command} does not say {words:?}: {said}");
        }
        assert_eq!(files(&path), before, "{command} changed something");
    }
}

/// Where not a byte fits, not even the file that says who is writing is left behind.
#[test]
fn a_disk_without_a_byte_left_gets_no_litter() {
    let (_folder, path) = dossier();
    let before = files(&path);
    for command in ["fmt .", "fix . --as-of 2024-05-01 --apply", "review . --sign nrl-sdl.strait-treaty --by 'J. Doe'"]
    {
        let (code, said) = limited(0, &path, command);
        assert!(code == Some(2) && said.contains("then run the command again"), "{command}: {said}");
        assert_eq!(files(&path), before, "{command} left something");
    }
}

/// Where standard output is a file on a full disk, the exit status says so.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_no_success() {
    let (_folder, path) = dossier();
    for command in ["check . --format json", "explain", "fix ."] {
        let script = format!("exec '{}' {command} > /dev/full", env!("CARGO_BIN_EXE_demarche"));
        let output = Command::new("sh").args(["-c", &script]).current_dir(&path).output().expect("runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains("standard output") && said.contains("free some space"), "{command}: {said}");
    }
}
