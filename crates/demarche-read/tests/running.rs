//! Plain text that stands in order is left in order, at whatever width it was set.
//!
//! The prose is that of the briefs in `dossiers/`; where `DEMARCHE_DATA` is set, `cargo xtask score read` asks the same of
//! public briefs.

use std::path::{Path, PathBuf};

use demarche_read::untangle::corpus;
use demarche_read::{Document, Role};

/// Widths at which people and programs set plain text.
const WIDTHS: [usize; 7] = [45, 58, 72, 76, 80, 90, 100];

/// Every brief below `dossiers/`, with its paragraphs.
fn briefs() -> Vec<(PathBuf, Vec<String>)> {
    let dossiers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dossiers");
    let mut folders = vec![dossiers];
    let mut briefs = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the repository") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") && folder.ends_with("briefs") {
                let words = demarche_read::read(&std::fs::read(&path).expect("a brief"), "brief.md").value.to_text();
                briefs.push((path, words.split("\n\n").map(str::to_owned).collect()));
            }
        }
    }
    briefs
}

/// A paragraph in lines of at most so many characters.
fn set(paragraph: &str, width: usize) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in paragraph.split_whitespace() {
        let line = lines.last_mut().expect("never empty");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.join("\n")
}

/// Line numbers of the running text in the order in which they were read.
fn numbers(document: &Document) -> Vec<usize> {
    let furniture = |role| matches!(role, Role::Title | Role::Header | Role::Footer | Role::Author | Role::Disclaimer);
    let blocks = document.blocks.iter().filter(|block| !furniture(block.role));
    blocks.flat_map(|block| document.lines[block.lines.clone()].iter().filter_map(|line| line.number)).collect()
}

#[test]
fn running_text_is_not_moved() {
    let briefs = briefs();
    assert!(!briefs.is_empty(), "the repository has briefs");
    for (path, paragraphs) in &briefs {
        for width in WIDTHS {
            for between in ["\n", "\n\n"] {
                let text: Vec<String> = paragraphs.iter().map(|paragraph| set(paragraph, width)).collect();
                let document = demarche_read::read(text.join(between).as_bytes(), "running.txt").value;
                assert!(numbers(&document).is_sorted(), "{} at {width} columns is moved", path.display());
            }
        }
    }
}

/// A report that is mostly tables of figures, from `$DEMARCHE_DATA/documents`; skipped where that is not set.
#[test]
fn the_rows_of_tables_are_not_moved() {
    let Some(data) = std::env::var_os("DEMARCHE_DATA") else {
        eprintln!("skipped: DEMARCHE_DATA is not set");
        return;
    };
    let report = std::fs::read_to_string(PathBuf::from(data).join("documents/markdown/R48911.1.md")).expect("a report");
    let rows: Vec<String> = corpus::paragraphs(&report).iter().map(|paragraph| set(paragraph, 45)).collect();
    let document = demarche_read::read(rows.join("\n\n").as_bytes(), "tables.txt").value;
    assert!(numbers(&document).is_sorted(), "rows are moved");
}
