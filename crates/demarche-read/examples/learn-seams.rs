//! Learns the counts and weights that put columns in order, and writes them to `data/`.
//!
//! `cargo run --release -p demarche-read --example learn-seams -- DOCUMENTS OUT [TEXTS...]`
//!
//! `DOCUMENTS` holds `interleaved/*.tsv` (page, line, column, rank, text) and `markdown/*.md`
//! of the same products. Every second product with columns teaches; the others are left for
//! the score, and their names are never opened here. `TEXTS` are plain text files of running
//! text, one paragraph a line. The same input gives the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use demarche_read::untangle::learn::{self, Document, Example};
use demarche_read::untangle::{Language, PageReading};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [documents, out, texts @ ..] = arguments.as_slice() else {
        return Err(io::Error::other("usage: learn-seams DOCUMENTS OUT [TEXTS...]"));
    };
    let (documents, out) = (Path::new(documents), Path::new(out));
    let tables = names(&documents.join("interleaved"), "tsv")?;
    let markdown = names(&documents.join("markdown"), "md")?;
    let products: Vec<String> = {
        let all: std::collections::BTreeSet<String> = tables.iter().map(|name| product(name)).collect();
        all.into_iter().step_by(2).collect()
    };
    let mut used = Vec::new();
    let columned: std::collections::BTreeSet<String> = tables.iter().map(|name| product(name)).collect();
    let mut running = Vec::new();
    for name in markdown.iter().filter(|name| !columned.contains(&product(name))) {
        running.extend(paragraphs(&std::fs::read_to_string(documents.join("markdown").join(name))?));
        used.push(name.trim_end_matches(".md").to_owned());
    }
    for path in texts {
        running.extend(std::fs::read_to_string(path)?.lines().map(str::to_owned));
    }
    let language = Language::learn(running.iter().map(String::as_str));
    let mut lessons = Vec::new();
    for taught in &products {
        let (Some(table), Some(text)) = (
            tables.iter().find(|name| product(name) == *taught),
            markdown.iter().find(|name| product(name) == *taught),
        ) else {
            continue;
        };
        let pages = pages(&std::fs::read_to_string(documents.join("interleaved").join(table))?, &language);
        let text = paragraphs(&std::fs::read_to_string(documents.join("markdown").join(text))?);
        lessons.push(Document { text, pages });
        used.push(table.trim_end_matches(".tsv").to_owned());
    }
    let model = learn::model(&running, &lessons);
    let mut weights = String::from("# weight of each number that describes a seam; those of no weight are left out\n");
    for (index, weight) in model.weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= 0.005) {
        let _ = writeln!(weights, "{index} {weight:.2}");
    }
    std::fs::write(out.join("seam-counts.txt"), model.language.format())?;
    std::fs::write(out.join("seam-weights.txt"), weights)?;
    std::fs::write(out.join("trained-on.txt"), used.join("\n") + "\n")
}

fn names(folder: &Path, ending: &str) -> io::Result<Vec<String>> {
    let mut names: Vec<String> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(&format!(".{ending}")))
        .collect();
    names.sort();
    Ok(names)
}

/// The product's number: what stands before the version or the slug.
fn product(name: &str) -> String {
    let digits = name.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let end = name[digits..].find(|c: char| !c.is_ascii_digit()).map_or(name.len(), |end| digits + end);
    name[..end].to_owned()
}

fn pages(table: &str, language: &Language) -> Vec<Example> {
    let mut pages: BTreeMap<u32, Example> = BTreeMap::new();
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.splitn(5, '\t').collect();
        let [page, _, column, _, text] = cells.as_slice() else { continue };
        let page = page.parse().unwrap_or(0);
        let example = pages.entry(page).or_insert_with(|| Example { lines: Vec::new(), columns: Vec::new() });
        if text.starts_with("Updated ") && text.len() < 30 || text.len() < 20 && text.contains(", 20") {
            continue;
        }
        example.lines.push((*text).to_owned());
        example.columns.push(u8::from(*column == "R"));
    }
    let mut pages: Vec<Example> = pages.into_values().collect();
    if let Some(first) = pages.first_mut() {
        let lines: Vec<&str> = first.lines.iter().map(String::as_str).collect();
        let title = PageReading::new(&lines, language).title_lines();
        first.lines.drain(..title);
        first.columns.drain(..title);
    }
    pages
}

/// The paragraphs of a report in Markdown, without its chrome and marks.
fn paragraphs(markdown: &str) -> Vec<String> {
    let body = markdown.lines().skip_while(|line| !line.starts_with("[Listen](")).skip(1);
    body.take_while(|line| line.trim() != "Disclaimer:").map(plain).filter(|line| line.len() > 3).collect()
}

fn plain(line: &str) -> String {
    let characters: Vec<char> = line.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < characters.len() {
        let c = characters[at];
        match c {
            ']' if characters.get(at + 1) == Some(&'(') => at = link_end(&characters, at + 1),
            '[' | ']' | '*' | '_' | '#' => {}
            '|' => out.push(' '),
            '"' => {
                let opens = at == 0 || characters[at - 1].is_whitespace() || "([—_".contains(characters[at - 1]);
                out.push(if opens { '“' } else { '”' });
            }
            '\'' => out.push('’'),
            c => out.push(c),
        }
        at += 1;
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The place of the bracket that closes the one at `open`.
fn link_end(characters: &[char], open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in characters.iter().enumerate().skip(open) {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        if depth == 0 {
            return at;
        }
    }
    characters.len()
}
