//! Changes that mean nothing: line ends, marks, comments, blank lines, order. The output must keep every byte.
//!
//! The edition as data names the line of each sentence, so blank lines of the brief itself are not among them.

use super::whole::used;
use super::{Alters, Change, Variant};
use crate::mutate::raw::{Raw, lines};

pub fn faults(raw: &Raw, found: &mut Vec<Variant>) {
    for name in used(raw) {
        let text = raw.text(&name);
        let mut push = |class, what: &str, new: Vec<u8>| {
            found.push(Variant {
                class,
                what: format!("{name}: {what}"),
                file: name.clone(),
                change: Change::Bytes(new),
                around: 0..text.len(),
                alters: Alters::Nothing,
            });
        };
        push("line ends", "CRLF", text.replace('\n', "\r\n").into_bytes());
        push("line ends", "no line end at the end", text.trim_end_matches('\n').as_bytes().to_vec());
        push("byte-order mark", "U+FEFF first", [b"\xef\xbb\xbf", text.as_bytes()].concat());
        if name.ends_with(".toml") || name.ends_with(".yml") {
            push("comments", "a comment first and last", format!("# first\n{text}# last\n").into_bytes());
            let without: String =
                lines(text).filter(|(_, line)| !line.starts_with('#')).map(|(_, line)| line).collect();
            push("comments", "comments left out", without.into_bytes());
            push("blank lines", "two blank lines for one", text.replace("\n\n", "\n\n\n").into_bytes());
        }
        if name.ends_with(".json") {
            let dense = serde_json::from_str::<serde_json::Value>(text).map(|value| value.to_string());
            push("blank lines", "on one line", dense.unwrap_or_default().into_bytes());
        }
    }
    orders(raw, found);
}

fn orders(raw: &Raw, found: &mut Vec<Variant>) {
    let mut push = |file: &str, what: &str, text: String| {
        found.push(Variant {
            class: "order",
            what: format!("{file}: {what}"),
            file: file.to_owned(),
            around: 0..text.len(),
            change: Change::Bytes(text.into_bytes()),
            alters: Alters::Nothing,
        });
    };
    let blocks = raw.statements.iter().chain(&raw.actors).chain(&raw.rules);
    let mut files: Vec<&str> = blocks.clone().map(|block| block.file.as_str()).collect();
    files.dedup();
    for file in files {
        let text = raw.text(file);
        let ranges: Vec<_> =
            blocks.clone().filter(|block| block.file == file).map(|block| block.range.clone()).collect();
        push(file, "blocks in reverse", reordered(text, &ranges));
    }
    let ranges: Vec<_> = raw.sources.iter().map(|source| source.range.clone()).collect();
    push("sources.yml", "entries in reverse", reordered(raw.text("sources.yml"), &ranges));
}

/// The text with these places in reverse; what stands between them stays.
fn reordered(text: &str, ranges: &[std::ops::Range<usize>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (range, other) in ranges.iter().zip(ranges.iter().rev()) {
        out.push_str(&text[at..range.start]);
        let block = &text[other.clone()];
        out.push_str(block);
        if !block.ends_with('\n') {
            out.push('\n');
        }
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}
