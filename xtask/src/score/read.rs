//! How well documents are read: the table of `cargo xtask score read`.
//!
//! Real briefs lie in `DOCUMENTS/pdf` with the text of their HTML edition in
//! `DOCUMENTS/markdown`, which owes nothing to the PDF's layout. A sentence of
//! that text is *intact* if its letters and digits stand unbroken, in order, in
//! what an engine read; order is Kendall's tau over the intact sentences. Peers
//! run on the same files in the same run; one that is not installed is named as
//! absent. `DOCUMENTS/interleaved` holds columns written down line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use demarche_read::{Document, Role, Tags};

/// Letters and digits that a sentence needs to be looked for: shorter ones stand anywhere.
const LEAST: usize = 30;

/// Reads everything below `documents` with every engine and returns the table as text.
///
/// # Errors
/// Any failure to read the folder or a file in it.
pub fn table(documents: &Path) -> io::Result<String> {
    let briefs = briefs(documents)?;
    let mut out = String::new();
    let engines = engines();
    let mut scores = Vec::new();
    for engine in &engines {
        scores.push(engine.score(&briefs)?);
    }
    let all: usize = briefs.iter().map(|brief| brief.sentences.len()).sum();
    let found: BTreeSet<(usize, usize)> =
        scores.iter().flatten().flat_map(|score| score.found.iter().copied()).collect();
    let _ = writeln!(out, "{} documents, {all} sentences, {} found by some engine", briefs.len(), found.len());
    let _ =
        writeln!(out, "{:<34} {:>7} {:>7} {:>6} {:>6} {:>8}", "engine", "intact", "share", "tau", "clean", "seconds");
    for (engine, score) in engines.iter().zip(&scores) {
        let Some(score) = score else {
            let _ = writeln!(out, "{:<34} absent", engine.name());
            continue;
        };
        let share = score.found.len() as f64 / found.len().max(1) as f64;
        let tau = score.taus.iter().sum::<f64>() / score.taus.len().max(1) as f64;
        let clean = score.taus.iter().filter(|tau| **tau >= 1.0).count();
        let seconds = score.time.as_secs_f64();
        let (intact, name) = (score.found.len(), engine.name());
        let _ = writeln!(out, "{name:<34} {intact:>7} {share:>7.4} {tau:>6.3} {clean:>6} {seconds:>8.2}");
    }
    out.push_str(&structure(&briefs)?);
    out.push_str(&columns(documents)?);
    Ok(out)
}

/// A document with its independent text.
struct Brief {
    name: String,
    pdf: PathBuf,
    sentences: Vec<String>,
    headings: Vec<String>,
    cells: Vec<String>,
}

fn briefs(documents: &Path) -> io::Result<Vec<Brief>> {
    let mut out = Vec::new();
    for pdf in files(&documents.join("pdf"), "pdf")? {
        let Some(name) = pdf.file_stem().map(|name| name.to_string_lossy().into_owned()) else { continue };
        let text = std::fs::read_to_string(documents.join("markdown").join(format!("{name}.md")))?;
        out.push(brief(name, pdf, &text));
    }
    Ok(out)
}

fn files(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == ending));
    files.sort();
    Ok(files)
}

fn brief(name: String, pdf: PathBuf, markdown: &str) -> Brief {
    let body = markdown.lines().skip_while(|line| !line.starts_with("[Listen](")).skip(1);
    let body: Vec<String> = body.take_while(|line| line.trim() != "Disclaimer:").map(plain).collect();
    let mut brief = Brief { name, pdf, sentences: Vec::new(), headings: Vec::new(), cells: Vec::new() };
    for line in body.iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
        if line.starts_with('|') {
            brief.cells.extend(line.split('|').map(key).filter(|cell| !cell.is_empty()));
            continue;
        }
        let short = line.len() <= 90 && line.chars().next().is_some_and(char::is_uppercase);
        if short && !line.ends_with(['.', ':', ',', ';', ')', '|']) && line.contains(' ') && !line.starts_with("Source")
        {
            brief.headings.push(key(line));
        }
        let cuts = demarche_read::sentences(line);
        brief.sentences.extend(cuts.into_iter().map(|cut| key(&line[cut])).filter(|key| key.len() >= LEAST));
    }
    brief
}

/// Markdown without its marks: links keep their words.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        let mut depth = 0_i32;
        let end = rest[at + 1..].char_indices().find(|&(_, c)| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        rest = end.map_or("", |(end, _)| &rest[at + 1 + end + 1..]);
    }
    out.push_str(rest);
    out.trim_start_matches('#').replace(['[', ']', '*', '_', '\\'], "")
}

/// Letters and digits in lower case: what spacing, hyphens and quotation marks cannot change.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A way to read a PDF.
enum Engine {
    Own(Tags),
    Program(&'static [&'static str]),
    Python(&'static str, &'static str),
}

fn engines() -> Vec<Engine> {
    vec![
        Engine::Own(Tags::Follow),
        Engine::Own(Tags::Ignore),
        Engine::Program(&["pdftotext"]),
        Engine::Program(&["pdftotext", "-raw"]),
        Engine::Program(&["pdftotext", "-layout"]),
        Engine::Python("PyMuPDF", "import sys,pymupdf\nfor p in pymupdf.open(sys.argv[1]): print(p.get_text())"),
        Engine::Python(
            "pypdfium2",
            "import sys,pypdfium2\nfor p in pypdfium2.PdfDocument(sys.argv[1]): print(p.get_textpage().get_text_range())",
        ),
        Engine::Python("pdfminer.six", "import sys,pdfminer.high_level as h\nprint(h.extract_text(sys.argv[1]))"),
    ]
}

/// What one engine found.
struct Score {
    found: BTreeSet<(usize, usize)>,
    taus: Vec<f64>,
    time: Duration,
}

impl Engine {
    fn name(&self) -> String {
        match self {
            Self::Own(Tags::Follow) => "demarche".to_owned(),
            Self::Own(Tags::Ignore) => "demarche, tags ignored".to_owned(),
            Self::Program(words) => words.join(" "),
            Self::Python(name, _) => (*name).to_owned(),
        }
    }

    /// The text of a PDF; `None` where the engine is not installed or fails.
    fn read(&self, pdf: &Path) -> io::Result<Option<String>> {
        let output = match self {
            Self::Own(tags) => {
                let bytes = std::fs::read(pdf)?;
                let document = demarche_read::read_pdf(&bytes, &pdf.to_string_lossy(), *tags).value;
                return Ok(Some(document.to_text()));
            }
            Self::Program(words) => Command::new(words[0]).args(&words[1..]).arg(pdf).arg("-").output(),
            Self::Python(_, script) => {
                let python = std::env::var("DEMARCHE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
                Command::new(python).args(["-c", script]).arg(pdf).output()
            }
        };
        Ok(output
            .ok()
            .filter(|output| output.status.success())
            .map(|output| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    fn score(&self, briefs: &[Brief]) -> io::Result<Option<Score>> {
        let mut score = Score { found: BTreeSet::new(), taus: Vec::new(), time: Duration::ZERO };
        for (at, brief) in briefs.iter().enumerate() {
            let begun = Instant::now();
            let Some(text) = self.read(&brief.pdf)? else { return Ok(None) };
            score.time += begun.elapsed();
            let text = key(&text);
            let mut places = Vec::new();
            for (number, sentence) in brief.sentences.iter().enumerate() {
                if let Some(place) = text.find(sentence.as_str()) {
                    score.found.insert((at, number));
                    if text[place + 1..].find(sentence.as_str()).is_none() {
                        places.push(place);
                    }
                } else if matches!(self, Self::Own(_)) && std::env::var_os("DEMARCHE_MISSED").is_some() {
                    eprintln!("{} {}: {sentence}", self.name(), brief.name);
                }
            }
            let tau = tau(&places);
            if tau < 1.0 && std::env::var_os("DEMARCHE_MISSED").is_some() {
                eprintln!("{} {}: order {tau:.4}", self.name(), brief.name);
            }
            score.taus.push(tau);
        }
        Ok(Some(score))
    }
}

/// Kendall's tau of places that should rise; 1 for fewer than two.
fn tau(places: &[usize]) -> f64 {
    let (mut rising, mut falling) = (0_u64, 0_u64);
    for (at, first) in places.iter().enumerate() {
        for second in &places[at + 1..] {
            if second > first { rising += 1 } else { falling += 1 }
        }
    }
    if rising + falling == 0 { 1.0 } else { (rising as f64 - falling as f64) / (rising + falling) as f64 }
}

/// Headings and table cells of our own engine, with and without tags.
fn structure(briefs: &[Brief]) -> io::Result<String> {
    let mut out = String::new();
    for tags in [Tags::Follow, Tags::Ignore] {
        let (mut headings, mut wanted, mut said, mut cells, mut cells_wanted) = (0, 0, 0, 0, 0);
        for brief in briefs {
            let document = demarche_read::read_pdf(&std::fs::read(&brief.pdf)?, &brief.name, tags).value;
            let heads = keys(&document, |role| matches!(role, Role::Heading { .. } | Role::Title | Role::FigureTitle));
            let known: BTreeSet<&str> = brief.headings.iter().map(String::as_str).collect();
            headings += known.iter().filter(|heading| heads.contains(**heading)).count();
            wanted += known.len();
            said += keys(&document, |role| matches!(role, Role::Heading { .. })).len();
            let read =
                document.blocks.iter().filter_map(|block| block.table.as_ref()).flat_map(|table| &table.rows).flatten();
            let mut held: BTreeMap<String, usize> = BTreeMap::new();
            for cell in read {
                *held.entry(key(document.words(&cell.text))).or_insert(0) += 1;
            }
            cells_wanted += brief.cells.len();
            for cell in &brief.cells {
                if let Some(left) = held.get_mut(cell).filter(|left| **left > 0) {
                    *left -= 1;
                    cells += 1;
                }
            }
        }
        let _ = writeln!(
            out,
            "{}: {headings} of {wanted} short title-like lines of the HTML text are headings or titles ({said} headings said); {cells} of {cells_wanted} table cells",
            Engine::Own(tags).name()
        );
    }
    Ok(out)
}

fn keys(document: &Document, wanted: impl Fn(Role) -> bool) -> BTreeSet<String> {
    document.blocks.iter().filter(|block| wanted(block.role)).map(|block| key(document.words(&block.text))).collect()
}

/// Wrong adjacent pairs in columns written down line by line, on products that taught nothing.
fn columns(documents: &Path) -> io::Result<String> {
    let taught: BTreeSet<String> = demarche_read::untangle::taught().map(product).collect();
    let mut out = String::from("columns written in turns: wrong pairs as written, as read\n");
    let (mut before, mut after) = (0, 0);
    for path in files(&documents.join("interleaved"), "tsv")? {
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
