//! Plain text: pages, furniture, columns written in turns, paragraphs.
//!
//! What belongs to the page and not to the text (running heads, addresses, date
//! lines, authors, the standing notice) is recognised first, because it would
//! break the columns. What is left is untangled if that makes it read better.

mod furniture;
mod paragraphs;

use std::ops::Range;

use demarche_diagnostic::{Diagnostic, Grade};

use crate::builder::{DraftBlock, DraftLine, build};
use crate::document::{Document, Format, Origin, Page, Role};
use crate::untangle::{self, Model, Placed, SHIPPED};
use crate::{codes, limits};
use furniture::Sorted;

/// A line of the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SourceLine<'a> {
    /// Its words, without space at either end.
    pub text: &'a str,
    /// Where they begin in the decoded file.
    pub start: usize,
    /// From 1.
    pub number: usize,
    /// Whether a form feed stands before it.
    pub feeds: bool,
}

impl SourceLine<'_> {
    /// The line as a draft on a page.
    pub fn draft(&self, page: usize, column: Option<u8>, follows: Option<f64>) -> DraftLine {
        let bytes: Range<usize> = self.start..self.start + self.text.len();
        let mut line = DraftLine {
            page: u32::try_from(page + 1).unwrap_or(u32::MAX),
            column,
            number: Some(self.number),
            follows,
            ..DraftLine::default()
        };
        line.push(self.text, Origin::Bytes(bytes));
        line
    }
}

/// A seam below this probability is reported.
const CERTAIN: f64 = 0.8;

/// Reads plain text that is already decoded.
pub(crate) fn read(source: String, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Document {
    read_with(source, name, &SHIPPED, diagnostics)
}

/// The lines of each page that are put in order, with their numbers.
pub(crate) fn bodies<'a>(source: &'a str) -> Vec<Vec<(usize, &'a str)>> {
    let sorted = furniture::sort(&lines(source));
    let body = |page: &furniture::SortedPage<'a>| {
        page.body.iter().filter(|line| !line.text.is_empty()).map(|line| (line.number, line.text)).collect()
    };
    sorted.pages.iter().map(body).collect()
}

/// Reads plain text with a model of one's own.
pub(crate) fn read_with(source: String, name: &str, model: &Model, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let lines = lines(&source);
    let sorted = furniture::sort(&lines);
    let pages = (1..).zip(&sorted.pages).map(|(number, _)| Page { number, width: 0.0, height: 0.0 }).collect();
    let blocks = blocks(&sorted, name, model, diagnostics);
    build(name, Format::Text, source, pages, blocks)
}

fn lines(source: &str) -> Vec<SourceLine<'_>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (number, raw) in (1..).zip(source.split('\n')) {
        let text = raw.trim();
        let lead = raw.len() - raw.trim_start().len();
        out.push(SourceLine { text, start: start + lead, number, feeds: raw.contains('\u{c}') });
        start += raw.len() + 1;
    }
    out
}

fn blocks(sorted: &Sorted, name: &str, model: &Model, diagnostics: &mut Vec<Diagnostic>) -> Vec<DraftBlock> {
    let texts: Vec<Vec<&str>> = sorted
        .pages
        .iter()
        .map(|page| page.body.iter().filter(|line| !line.text.is_empty()).map(|line| line.text).collect())
        .collect();
    let placed = if may_be_tangled(&texts) { untangle::untangle(&texts, sorted.titled(), model) } else { Vec::new() };
    let tangled = !placed.is_empty() && untangle::is_tangled(&texts, &placed, model);
    let mut body = if tangled {
        report(sorted, &placed, name, diagnostics);
        paragraphs::of_columns(sorted, &placed, model)
    } else {
        paragraphs::of_lines(sorted)
    };
    sorted.insert(&mut body);
    crate::roles::refine(&mut body);
    body
}

/// Columns written in turns have short lines and not endless pages.
fn may_be_tangled(pages: &[Vec<&str>]) -> bool {
    let lines: usize = pages.iter().map(Vec::len).sum();
    let short = pages.iter().flatten().filter(|line| line.len() <= 90).count();
    (8..=limits::TANGLED_LINES).contains(&lines)
        && short * 10 >= lines * 8
        && pages.iter().all(|page| page.len() <= limits::PAGE_LINES)
}

fn report(sorted: &Sorted, placed: &[Placed], name: &str, diagnostics: &mut Vec<Diagnostic>) {
    let unsure: Vec<&Placed> = placed.iter().filter(|line| line.follows < CERTAIN).collect();
    let columns =
        format!("{name} held two columns written down line by line; {} lines were put in order", placed.len());
    let mut diagnostic = Diagnostic::new(codes::SEAM, Grade::Note, columns);
    if let Some(least) = unsure.iter().min_by(|a, b| a.follows.total_cmp(&b.follows)) {
        let number = sorted.pages[least.page].body.iter().filter(|line| !line.text.is_empty()).nth(least.line);
        let number = number.map_or(0, |line| line.number);
        diagnostic = Diagnostic::new(codes::SEAM, Grade::Query, diagnostic.message).with_note(format!(
            "{} of them follow the line before with a probability below {CERTAIN}; least sure is line {number} of the file, {:.2}",
            unsure.len(),
            least.follows
        ));
    }
    diagnostics.push(diagnostic);
}

/// A line of furniture with its role.
pub(crate) type Furnished<'a> = (SourceLine<'a>, Role);
