//! Columns written down line by line: `DOCUMENTS/interleaved`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use demarche_read::Role;

/// Wrong adjacent pairs in columns written down line by line, on products that taught nothing.
pub fn table(documents: &Path) -> io::Result<String> {
    let taught: BTreeSet<String> = demarche_read::untangle::taught().map(product).collect();
    let mut out = String::from("columns written in turns: wrong pairs as written, as read\n");
    let (mut before, mut after) = (0, 0);
    for path in super::files(&documents.join("interleaved"), "tsv")? {
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if taught.contains(&product(&name)) {
            continue;
        }
        let (written, read) = tangled(&std::fs::read_to_string(&path)?);
        let _ = writeln!(out, "  {name:<60} {written:>4} {read:>4}");
        before += written;
        after += read;
    }
    let removed = 1.0 - after as f64 / before.max(1) as f64;
    let _ = writeln!(out, "  all {before} {after}: {:.1} % removed", removed * 100.0);
    Ok(out)
}

fn product(name: &str) -> String {
    let digits = name.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let end = name[digits..].find(|c: char| !c.is_ascii_digit()).map_or(name.len(), |end| digits + end);
    name[..end].to_owned()
}

/// Wrong pairs before and after reading; date lines, which both orders put first, are not counted.
fn tangled(table: &str) -> (usize, usize) {
    let mut text = String::new();
    let mut ranks: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
    let mut number = 0;
    let mut last = None;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.splitn(5, '\t').collect();
        let [page, _, _, rank, words] = cells.as_slice() else { continue };
        let page: u32 = page.parse().unwrap_or(0);
        if last.is_some_and(|last| last != page) {
            text.push('\u{c}');
        }
        last = Some(page);
        number += 1;
        ranks.insert(number, (page, rank.parse().unwrap_or(0)));
        text.push_str(words);
        text.push('\n');
    }
    let document = demarche_read::read(text.as_bytes(), "columns.txt").value;
    let dates: BTreeSet<usize> = document
        .blocks
        .iter()
        .filter(|block| block.role == Role::Header)
        .flat_map(|block| document.lines[block.lines.clone()].iter().filter_map(|line| line.number))
        .collect();
    let read: Vec<usize> =
        document.lines.iter().filter_map(|line| line.number).filter(|line| !dates.contains(line)).collect();
    let written: Vec<usize> = (1..=number).filter(|line| !dates.contains(line)).collect();
    let mut truth = written.clone();
    truth.sort_by_key(|line| ranks[line]);
    let next: BTreeMap<usize, usize> = truth.windows(2).map(|two| (two[0], two[1])).collect();
    let wrong = |order: &[usize]| order.windows(2).filter(|two| next.get(&two[0]) != Some(&two[1])).count();
    (wrong(&written), wrong(&read))
}
