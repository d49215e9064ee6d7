//! How well columns written in turns are put in order: part of the table of `cargo xtask score read`.
//!
//! Briefs whose true order is known (`DOCUMENTS/interleaved`) are scored by cross-validation over
//! products: those of a product in hand never taught the weights that read it, and no brief with
//! columns taught the words. Ranks inside tables and boxes come from geometry and are partly
//! arbitrary; so beside all wrong pairs stand those that the same product's HTML edition
//! (`DOCUMENTS/markdown`) bears out, which owe nothing to geometry.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use demarche_read::untangle::corpus::{self, Brief, product};
use demarche_read::untangle::learn::{self, Example};
use demarche_read::untangle::{Model, SHIPPED};
use demarche_read::{Document, Role};

/// In how many parts the products are split.
const PARTS: usize = 5;

/// The table for every folder of `documents`.
///
/// # Errors
/// Any failure to read the folder or a file in it.
pub fn table(documents: &Path) -> io::Result<String> {
    let markdown = |name: &str| std::fs::read_to_string(documents.join("markdown").join(format!("{name}.md")));
    let mut briefs = Vec::new();
    for path in files(&documents.join("interleaved"), "tsv")? {
        let name = name(&path);
        let brief = Brief::parse(&std::fs::read_to_string(&path)?, &markdown(&name)?);
        briefs.push((name, brief));
    }
    let mut out = validated(&briefs);
    out.push_str(&untouched(&files(&documents.join("markdown"), "md")?)?);
    Ok(out)
}

fn files(folder: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == ending));
    files.sort();
    Ok(files)
}

fn name(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Wrong pairs of one order: by the ranks, and by what the other edition bears out.
#[derive(Clone, Copy, Default)]
struct Wrong {
    ranked: usize,
    confirmed: usize,
}

fn validated(briefs: &[(String, Brief)]) -> String {
    let products: BTreeSet<&str> = briefs.iter().map(|(name, _)| product(name)).collect();
    let products: Vec<&str> = products.into_iter().collect();
    let mut out = format!(
        "columns written in turns: wrong pairs as written, as read; then of the pairs that the HTML edition bears out\n\
         {PARTS} parts of {} products; a brief is read with weights that no brief of its part taught, and words that none of these taught\n",
        products.len()
    );
    let mut calibration = Calibration::default();
    let mut sums = [Wrong::default(); 2];
    let mut rows = BTreeMap::new();
    for part in 0..PARTS {
        let held: BTreeSet<&str> = products.iter().copied().skip(part).step_by(PARTS).collect();
        let (tested, taught): (Vec<_>, Vec<_>) = briefs.iter().partition(|(name, _)| held.contains(product(name)));
        let examples: Vec<_> = taught.iter().map(|(_, brief)| Example::new(brief)).collect();
        let model = learn::model(SHIPPED.speech.clone(), &examples);
        for (name, brief) in tested {
            let [written, read] = scored(brief, &model, &mut calibration);
            for (sum, wrong) in sums.iter_mut().zip([written, read]) {
                sum.ranked += wrong.ranked;
                sum.confirmed += wrong.confirmed;
            }
            rows.insert(name, row(name, written, read));
        }
    }
    out.extend(rows.into_values());
    out.push_str(&row("all", sums[0], sums[1]));
    let removed = |before: usize, after: usize| 100.0 * (1.0 - after as f64 / before.max(1) as f64);
    let _ = writeln!(
        out,
        "  removed: {:.1} % of all, {:.1} % of those borne out",
        removed(sums[0].ranked, sums[1].ranked),
        removed(sums[0].confirmed, sums[1].confirmed)
    );
    out.push_str(&calibration.table());
    out
}

fn row(name: &str, written: Wrong, read: Wrong) -> String {
    format!("  {name:<60} {:>4} {:>4}   {:>4} {:>4}\n", written.ranked, read.ranked, written.confirmed, read.confirmed)
}

/// Wrong pairs before and after reading; date lines, which both orders put first, are not counted.
fn scored(brief: &Brief, model: &Model, calibration: &mut Calibration) -> [Wrong; 2] {
    let document = demarche_read::read_columns(&brief.text(), "columns.txt", model).value;
    let dates: BTreeSet<usize> = document
        .blocks
        .iter()
        .filter(|block| block.role == Role::Header)
        .flat_map(|block| document.lines[block.lines.clone()].iter().filter_map(|line| line.number))
        .collect();
    let kept = |lines: Vec<usize>| lines.into_iter().filter(|line| !dates.contains(line)).collect::<Vec<_>>();
    let read = kept(document.lines.iter().filter_map(|line| line.number).collect());
    let truth = kept(brief.order());
    let pairs: BTreeSet<(usize, usize)> = truth.windows(2).map(|two| (two[0], two[1])).collect();
    let confirmed: BTreeSet<(usize, usize)> =
        pairs.iter().copied().filter(|&(before, after)| brief.confirms(before, after)).collect();
    calibration.add(&document, &pairs);
    let wrong = |order: &[usize]| {
        let said: BTreeSet<(usize, usize)> = order.windows(2).map(|two| (two[0], two[1])).collect();
        Wrong { ranked: said.difference(&pairs).count(), confirmed: confirmed.difference(&said).count() }
    };
    [wrong(&kept((1..=brief.rows.len()).collect())), wrong(&read)]
}

/// How often seams of a probability are right.
#[derive(Default)]
struct Calibration {
    /// Seams, those that are right, and the sum of their probabilities, by tenth.
    tenths: [(usize, usize, f64); 10],
}

impl Calibration {
    fn add(&mut self, document: &Document, pairs: &BTreeSet<(usize, usize)>) {
        for two in document.lines.windows(2) {
            if let (Some(before), Some(after), Some(follows)) = (two[0].number, two[1].number, two[1].follows) {
                let tenth = &mut self.tenths[((follows * 10.0) as usize).min(9)];
                tenth.0 += 1;
                tenth.1 += usize::from(pairs.contains(&(before, after)));
                tenth.2 += follows;
            }
        }
    }

    fn table(&self) -> String {
        let mut out = String::from("  probability of a seam against how often it is right\n");
        for (tenth, &(seams, right, said)) in self.tenths.iter().enumerate().filter(|(_, tenth)| tenth.0 > 0) {
            let of = |sum: f64| sum / seams as f64;
            let least = tenth as f64 / 10.0;
            let _ = writeln!(
                out,
                "  from {least:.1} {seams:>6} seams   said {:.2}   right {:.2}",
                of(said),
                of(right as f64)
            );
        }
        out
    }
}

/// Widths at which running text is set.
const WIDTHS: [usize; 6] = [45, 58, 72, 80, 90, 100];

/// Running text that stands in order, set at several widths: none of it may be moved.
fn untouched(markdown: &[PathBuf]) -> io::Result<String> {
    let (mut texts, mut moved) = (0, Vec::new());
    for path in markdown {
        let paragraphs = corpus::paragraphs(&std::fs::read_to_string(path)?);
        for width in WIDTHS {
            for between in ["\n", "\n\n"] {
                let set: Vec<String> = paragraphs.iter().map(|paragraph| set(paragraph, width)).collect();
                let document = demarche_read::read(set.join(between).as_bytes(), "running.txt").value;
                let body = document.blocks.iter().filter(|block| {
                    !matches!(block.role, Role::Title | Role::Header | Role::Footer | Role::Author | Role::Disclaimer)
                });
                let numbers: Vec<usize> = body
                    .flat_map(|block| document.lines[block.lines.clone()].iter().filter_map(|line| line.number))
                    .collect();
                texts += 1;
                if !numbers.is_sorted() {
                    moved.push(format!("{} at {width}", name(path)));
                }
            }
        }
    }
    Ok(format!(
        "  text in order: {} of {texts} settings of {} documents were moved {}\n",
        moved.len(),
        markdown.len(),
        moved.join(", ")
    ))
}

/// Sets a paragraph in lines of at most so many characters.
fn set(paragraph: &str, width: usize) -> String {
    let mut out = String::new();
    let mut at = 0;
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if at > 0 && at + 1 + length > width {
            out.push('\n');
            at = 0;
        } else if at > 0 {
            out.push(' ');
            at += 1;
        }
        out.push_str(word);
        at += length;
    }
    out
}
