//! The same kinds of fault through programs that print bound values, for comparison.
//!
//! Each is given the brief's prose with a placeholder for every bound stretch and a file with its words, in its
//! strictest mode. None of them holds words against anything, so what they can stop is a placeholder that leads nowhere.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::raw::Raw;

const SCRIPT: &str = include_str!("peers.py");

/// What each peer made of the faults, one object a peer; at most `most` faults of a class.
pub fn run(raw: &Raw, most: usize) -> Result<Vec<Value>, String> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(&python);
    command.args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("{python}: {error}"))?;
    let asked = json!({"parts": parts(raw), "most": most}).to_string();
    let mut input = child.stdin.take().ok_or("no way to ask the peers")?;
    input.write_all(asked.as_bytes()).map_err(|error| format!("{python}: {error}"))?;
    drop(input);
    let output = child.wait_with_output().map_err(|error| format!("{python}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{python} ended with {}", output.status));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{python}: {error}"))
}

/// The prose with its bound stretches apart; headings, fences and free words are plain words.
fn parts(raw: &Raw) -> Vec<Value> {
    let prose = raw.prose();
    let mut at = prose.match_indices("\n---\n").next().map_or(0, |(at, _)| at + 5);
    let mut parts = Vec::new();
    let mut number = 0;
    for link in &raw.links {
        parts.push(json!({"text": plain(raw, at..link.range.start)}));
        let words = prose[link.words.clone()].trim();
        if link.ids.is_empty() {
            parts.push(json!({"text": words}));
        } else if !words.is_empty() {
            number += 1;
            let id: String = link.ids[0].0.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            // Letters at the end, so that a misspelt key is no other key.
            parts.push(json!({"key": format!("{id}_{number}_w"), "value": words}));
        }
        at = link.range.end;
    }
    parts
}

fn plain(raw: &Raw, range: std::ops::Range<usize>) -> String {
    let mut text = String::new();
    let mut at = range.start;
    for fence in raw.fences.iter().filter(|fence| range.start <= fence.range.start && fence.range.end <= range.end) {
        text.push_str(&raw.prose()[at..fence.range.start]);
        at = fence.range.end;
    }
    text.push_str(&raw.prose()[at..range.end]);
    text
}

/// The peers' table.
pub fn print(answers: &[Value]) {
    println!();
    println!("| peer | class of fault | variants | stopped | words vanished, exit 0 | altered words printed, exit 0 |");
    println!("|---|---|--:|--:|--:|--:|");
    for answer in answers {
        let name = answer["peer"].as_str().unwrap_or_default();
        if let Some(absent) = answer["absent"].as_str() {
            println!("| {name} | not installed: `{absent}` | | | | |");
        }
        for (class, row) in answer["classes"].as_object().into_iter().flatten() {
            println!(
                "| {name} | {class} | {} | {} | {} | {} |",
                row["variants"], row["stopped"], row["vanished"], row["printed"]
            );
        }
    }
}
