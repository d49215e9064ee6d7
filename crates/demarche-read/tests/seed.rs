//! The brief that describes the system, and its order established by reading it.
//!
//! Read from `$DEMARCHE_DATA/../seed`; skipped where `DEMARCHE_DATA` is unset. Neither
//! this brief nor its other version taught the shipped counts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use demarche_read::{Document, Role};

fn seed(name: &str) -> Option<Vec<u8>> {
    let Some(data) = std::env::var_os("DEMARCHE_DATA") else {
        eprintln!("skipped: DEMARCHE_DATA is not set");
        return None;
    };
    std::fs::read(PathBuf::from(data).join("../seed").join(name)).ok()
}

/// Line numbers of the file in reading order, furniture left out.
fn order() -> Vec<usize> {
    let step = |from: usize, to: usize| (from..=to).step_by(2);
    let mut order = Vec::new();
    // Page 1, left column, then right.
    order.extend(step(3, 19).chain(step(20, 30)).chain([33, 35]).chain(37..=56).chain(step(58, 88)));
    order.extend(step(4, 18).chain(step(21, 31)).chain([32, 34, 36]).chain(step(59, 89)));
    // Page 2.
    order.extend(step(94, 128).chain([129, 131]).chain(step(134, 162)).chain([165, 167, 169, 170, 172]));
    order.extend((174..=181).chain([183, 185, 188, 190, 191, 192, 194, 196, 198, 199, 201]));
    order.extend(
        step(95, 127).chain([130, 132]).chain(step(133, 163)).chain([164, 166, 168, 171, 173, 184, 186, 187, 189]),
    );
    order
}

/// Neighbouring lines of which the second does not continue the first.
fn wrong(read: &[usize]) -> Vec<(usize, usize)> {
    let order = order();
    let next: BTreeMap<usize, usize> = order.windows(2).map(|two| (two[0], two[1])).collect();
    let pairs = read.windows(2).map(|two| (two[0], two[1]));
    pairs.filter(|(a, b)| next.get(a) != Some(b)).collect()
}

fn body(document: &Document) -> Vec<usize> {
    let furniture = |role| matches!(role, Role::Title | Role::Header | Role::Footer | Role::Author | Role::Disclaimer);
    let blocks = document.blocks.iter().filter(|block| !furniture(block.role));
    blocks.flat_map(|block| document.lines[block.lines.clone()].iter().filter_map(|line| line.number)).collect()
}

#[test]
fn the_columns_are_put_in_order() {
    let Some(bytes) = seed("IF10165-v19.txt") else { return };
    let document = demarche_read::read(&bytes, "brief.txt").value;
    let read = body(&document);
    let mut sorted = order();
    sorted.sort_unstable();
    let mut held = read.clone();
    held.sort_unstable();
    assert_eq!(held, sorted, "every line of the text is kept, and only those");
    assert_eq!(wrong(&read), []);
    assert!(wrong(&sorted).len() > 140, "as written, most pairs are wrong");
}

#[test]
fn the_brief_says_what_it_is() {
    let Some(bytes) = seed("IF10165-v19.txt") else { return };
    let document = demarche_read::read(&bytes, "brief.txt").value;
    let said = |range: &Option<std::ops::Range<usize>>| range.as_ref().map(|range| document.words(range).to_owned());
    assert_eq!(said(&document.about.product).as_deref(), Some("IF10165"));
    assert_eq!(said(&document.about.edition).as_deref(), Some("19"));
    assert_eq!(said(&document.about.date).as_deref(), Some("January 29, 2019"));
    assert_eq!(document.about.authors.len(), 3);
}

/// The text in the order established by reading: one paragraph a line.
fn in_order(source: &str) -> String {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let ends = [20, 30, 56, 18, 36, 102, 131, 162, 179, 101, 127, 168];
    let alone = [3, 21, 104, 165, 103];
    let mut text = String::new();
    for number in order() {
        text.push_str(lines[number - 1]);
        let heads =
            alone.contains(&number) || ends.contains(&number) && number != 20 || matches!(number, 173 | 189 | 17);
        text.push_str(if heads { "\n\n" } else { "\n" });
    }
    text
}

#[test]
fn sentences_are_cut_where_they_end() {
    let Some(bytes) = seed("IF10165-v19.txt") else { return };
    let source = String::from_utf8(bytes).expect("the seed is UTF-8");
    let document = demarche_read::read(in_order(&source).as_bytes(), "in-order.md").value;
    let said: Vec<&str> = document.sentences.iter().map(|sentence| document.words(&sentence.text)).collect();
    let open = |sentence: &&&str| !sentence.ends_with(['.', '”']) && sentence.len() > 90;
    assert_eq!(said.iter().filter(open).collect::<Vec<_>>(), Vec::<&&str>::new(), "no sentence is cut short");
    let lower = |sentence: &&&str| sentence.starts_with(char::is_lowercase);
    assert_eq!(said.iter().filter(lower).collect::<Vec<_>>(), Vec::<&&str>::new(), "none begins inside another");
    let captions = 6;
    assert_eq!(said.len() - captions, 64, "beside five headings and a figure's title");
}

#[test]
fn the_later_edition_reads_as_html() {
    let Some(bytes) = seed("IF10165-v66.html") else { return };
    let document = demarche_read::read(&bytes, "brief.html").value;
    let headings = document.blocks.iter().filter(|block| matches!(block.role, Role::Heading { level: 1 })).count();
    assert_eq!(headings, 6);
    assert_eq!(document.about.date.as_ref().map(|date| document.words(date)), Some("September 17, 2026"));
}
