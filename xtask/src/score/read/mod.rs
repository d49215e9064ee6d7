//! How well documents are read: the tables of `cargo xtask score read` and `score damage`.
//!
//! Real briefs lie in `DOCUMENTS/pdf` with the text of their HTML edition in
//! `DOCUMENTS/markdown`, which owes nothing to the PDF's layout. A sentence of
//! that text is *intact* if its letters and digits stand unbroken, in order, in
//! what an engine read; order is Kendall's tau over the intact sentences that
//! stand once in either text. Peers run on the same files in the same run; one
//! that is not installed is named as absent.
//!
//! The HTML edition gathers its notes at its end where the PDF has them at the
//! foot of each page: body and notes are ordered each for itself.

mod columns;
pub mod damage;
mod engines;
mod particulars;
mod reference;
pub mod speed;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use demarche_read::{Document, Role, Tags};

use engines::{Engine, Outcome};
use particulars::{NAMES, Particulars};
use reference::{Brief, key};

/// Reads everything below `documents` with every engine and returns the table as text.
///
/// # Errors
/// Any failure to read the folder or a file in it.
pub fn table(documents: &Path) -> io::Result<String> {
    let briefs = briefs(documents)?;
    let mut out = String::new();
    let engines = engines::all();
    let mut scores = Vec::new();
    for engine in &engines {
        scores.push(score(engine, &briefs)?);
    }
    let all: usize = briefs.iter().map(|brief| brief.sentences.len()).sum();
    let found: BTreeSet<(usize, usize)> =
        scores.iter().flatten().flat_map(|score| score.found.iter().copied()).collect();
    let _ = writeln!(out, "{} documents, {all} sentences, {} found by some engine", briefs.len(), found.len());
    let _ = writeln!(
        out,
        "{:<34} {:>7} {:>9} {:>6} {:>6} {:>12}",
        "engine", "intact", "of found", "tau", "clean", "CPU seconds"
    );
    for (engine, score) in engines.iter().zip(&scores) {
        let Some(score) = score else {
            let _ = writeln!(out, "{:<34} absent", engine.name());
            continue;
        };
        let share = score.found.len() as f64 / found.len().max(1) as f64;
        let tau = score.taus.iter().sum::<f64>() / score.taus.len().max(1) as f64;
        let clean = score.taus.iter().filter(|tau| **tau >= 1.0).count();
        let (intact, name) = (score.found.len(), engine.name());
        let _ = writeln!(out, "{name:<34} {intact:>7} {share:>9.4} {tau:>6.3} {clean:>6} {:>12.2}", score.seconds);
    }
    if cfg!(debug_assertions) {
        out.push_str("our own engine is not optimised here: `cargo xtask bench read` compares speed\n");
    }
    say_missed(&briefs, &engines, &scores, &found);
    out.push_str(&structure(&briefs)?);
    out.push_str(&columns::table(documents)?);
    Ok(out)
}

fn briefs(documents: &Path) -> io::Result<Vec<Brief>> {
    let mut out = Vec::new();
    for pdf in files(&documents.join("pdf"), "pdf")? {
        let Some(name) = pdf.file_stem().map(|name| name.to_string_lossy().into_owned()) else { continue };
        let text = std::fs::read_to_string(documents.join("markdown").join(format!("{name}.md")))?;
        out.push(Brief::new(name, pdf, &text));
    }
    Ok(out)
}

fn files(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == ending));
    files.sort();
    Ok(files)
}

/// What one engine found.
struct Score {
    found: BTreeSet<(usize, usize)>,
    taus: Vec<f64>,
    seconds: f64,
}

/// `None` where the engine is not installed.
fn score(engine: &Engine, briefs: &[Brief]) -> io::Result<Option<Score>> {
    if !engine.is_installed() {
        return Ok(None);
    }
    let mut score = Score { found: BTreeSet::new(), taus: Vec::new(), seconds: 0.0 };
    let begun = engines::cpu_seconds();
    for (at, brief) in briefs.iter().enumerate() {
        let Outcome::Text(text) = engine.read(&brief.pdf)? else {
            score.taus.push(0.0);
            continue;
        };
        let text = key(&text);
        let (mut body, mut notes) = (Vec::new(), Vec::new());
        for (number, sentence) in brief.sentences.iter().enumerate() {
            let Some(place) = text.find(sentence.key.as_str()) else { continue };
            score.found.insert((at, number));
            if sentence.once && text[place + 1..].find(sentence.key.as_str()).is_none() {
                if sentence.note { notes.push(place) } else { body.push(place) }
            }
        }
        score.taus.push(tau(&[&body, &notes]));
    }
    score.seconds = engines::cpu_seconds() - begun;
    Ok(Some(score))
}

/// Kendall's tau of places that should rise within each list; 1 for no pair.
fn tau(lists: &[&[usize]]) -> f64 {
    let (mut rising, mut falling) = (0_u64, 0_u64);
    for places in lists {
        for (at, first) in places.iter().enumerate() {
            for second in &places[at + 1..] {
                if second > first { rising += 1 } else { falling += 1 }
            }
        }
    }
    if rising + falling == 0 { 1.0 } else { (rising as f64 - falling as f64) / (rising + falling) as f64 }
}

/// With `DEMARCHE_MISSED` set: what our own engine missed and another found, and where its order is not clean.
fn say_missed(briefs: &[Brief], engines: &[Engine], scores: &[Option<Score>], found: &BTreeSet<(usize, usize)>) {
    if std::env::var_os("DEMARCHE_MISSED").is_none() {
        return;
    }
    for (engine, score) in engines.iter().zip(scores).filter(|(engine, _)| matches!(engine, Engine::Own { .. })) {
        let Some(score) = score else { continue };
        for (at, number) in found.difference(&score.found) {
            eprintln!("{} {}: {}", engine.name(), briefs[*at].name, briefs[*at].sentences[*number].key);
        }
        for (brief, tau) in briefs.iter().zip(&score.taus).filter(|(_, tau)| **tau < 1.0) {
            eprintln!("{} {}: order {tau:.4}", engine.name(), brief.name);
        }
    }
}

/// Headings and table cells of our own engine, with and without tags.
fn structure(briefs: &[Brief]) -> io::Result<String> {
    let mut out = String::new();
    let (mut agree, mut levels, mut roles, mut blocks) = (0, 0, 0, 0);
    let mut lines = BTreeMap::new();
    for brief in briefs {
        let bytes = std::fs::read(&brief.pdf)?;
        let read = |tags| demarche_read::read_pdf(&bytes, &brief.name, tags).value;
        let (with, without) = (read(Tags::Follow), read(Tags::Ignore));
        for (name, document) in [("with tags", &with), ("tags ignored", &without)] {
            let tally: &mut Tally = lines.entry(name).or_default();
            tally.add(brief, document);
        }
        let levels_with = headings(&with);
        let levels_without = headings(&without);
        levels += levels_with.len();
        agree += levels_with.iter().filter(|(key, level)| levels_without.get(*key) == Some(level)).count();
        let (held, all) = same_roles(&with, &without);
        roles += held;
        blocks += all;
    }
    for (name, tally) in lines.iter().rev() {
        let Tally { found, wanted, said, cells, cells_wanted, .. } = tally;
        let _ = writeln!(
            out,
            "{name}: {found} of {wanted} short title-like lines of the HTML text are headings or titles ({said} headings said); {cells} of {cells_wanted} table cells"
        );
    }
    for (name, tally) in lines.iter().rev() {
        let counts: Vec<String> =
            NAMES.iter().zip(tally.particulars).map(|(what, found)| format!("{what} {found}")).collect();
        let _ =
            writeln!(out, "{name}: of {} documents as the head of the HTML text: {}", briefs.len(), counts.join(", "));
    }
    let _ = writeln!(
        out,
        "tags ignored against tags: {agree} of {levels} headings with the same level; {roles} of {blocks} blocks' words in a block of the same role"
    );
    Ok(out)
}

#[derive(Default)]
struct Tally {
    found: usize,
    wanted: usize,
    said: usize,
    cells: usize,
    cells_wanted: usize,
    /// Documents that say the same about themselves, by [`NAMES`].
    particulars: [usize; NAMES.len()],
}

impl Tally {
    fn add(&mut self, brief: &Brief, document: &Document) {
        let agree = brief.particulars.agree(&Particulars::of_document(document));
        self.particulars.iter_mut().zip(agree).for_each(|(count, agrees)| *count += usize::from(agrees));
        let is_head = |role| matches!(role, Role::Heading { .. } | Role::Title | Role::FigureTitle);
        let heads: BTreeSet<String> = document
            .blocks
            .iter()
            .filter(|block| is_head(block.role))
            .map(|block| key(document.words(&block.text)))
            .collect();
        let known: BTreeSet<&str> = brief.headings.iter().map(String::as_str).collect();
        self.found += known.iter().filter(|heading| heads.contains(**heading)).count();
        self.wanted += known.len();
        self.said += headings(document).len();
        let read =
            document.blocks.iter().filter_map(|block| block.table.as_ref()).flat_map(|table| &table.rows).flatten();
        let mut held: BTreeMap<String, usize> = BTreeMap::new();
        for cell in read {
            *held.entry(key(document.words(&cell.text))).or_insert(0) += 1;
        }
        self.cells_wanted += brief.cells.len();
        for cell in &brief.cells {
            if let Some(left) = held.get_mut(cell).filter(|left| **left > 0) {
                *left -= 1;
                self.cells += 1;
            }
        }
    }
}

/// Level by words of each heading.
fn headings(document: &Document) -> BTreeMap<String, u8> {
    let level = |role| match role {
        Role::Heading { level } => Some(level),
        _ => None,
    };
    let blocks = document.blocks.iter().filter_map(|block| Some((block, level(block.role)?)));
    blocks.map(|(block, level)| (key(document.words(&block.text)), level)).collect()
}

/// Blocks of the first whose opening words stand in a block of the same role (whatever its level) in the second.
fn same_roles(with: &Document, without: &Document) -> (usize, usize) {
    let kind = |role: Role| std::mem::discriminant(&role);
    let opening = |words: &str| key(words).chars().take(40).collect::<String>();
    let mut roles = BTreeMap::new();
    for block in &without.blocks {
        roles.insert(opening(without.words(&block.text)), kind(block.role));
    }
    let counted = with.blocks.iter().filter(|block| !opening(with.words(&block.text)).is_empty());
    let held =
        counted.clone().filter(|block| roles.get(&opening(with.words(&block.text))) == Some(&kind(block.role))).count();
    (held, counted.count())
}
