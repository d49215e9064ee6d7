//! Marked content: the blocks that tags name, from the glyphs that the page draws for them.
//!
//! Tags are believed page by page, where they name nearly all that the page draws.

use std::collections::BTreeMap;
use std::ops::Range;

use super::glyphs::PageGlyphs;
use super::lines::{self, Strip};
use super::tags::{self, Tagged};
use super::{furniture, layout};
use crate::builder::{Content, DraftBlock, DraftCell, DraftLine};
use crate::document::{Origin, Rect, Role};
use crate::parallel::{self, LONG};

/// A page's tags are believed where they name at least this share of its glyphs outside the furniture.
const COVERED: f64 = 0.9;

/// Which glyphs each piece of marked content draws.
pub(super) struct Marks {
    pages: Vec<PageMarks>,
}

/// Those of one page.
#[derive(Default)]
struct PageMarks {
    /// By the number of each piece; none where the tags are not believed.
    glyphs: BTreeMap<i32, Vec<Range<usize>>>,
    /// Whether the tags are believed.
    covered: bool,
    /// Stretches of glyphs that no tag names: a tree may forget a line of a page that it otherwise covers.
    unnamed: Vec<Vec<usize>>,
}

impl Marks {
    pub fn gather(drawn: &[PageGlyphs], tagged: &[Tagged]) -> Self {
        let mut all: Vec<tags::Content> = Vec::new();
        tagged.iter().for_each(|block| block.gather(&mut all));
        let mut named: Vec<Vec<i32>> = vec![Vec::new(); drawn.len()];
        for (page, mark) in all {
            if let Some(named) = named.get_mut(page) {
                named.push(mark);
            }
        }
        let long = drawn.len() >= LONG && !tagged.is_empty();
        let pages = drawn.iter().zip(named).collect();
        let of =
            |(drawn, named)| if tagged.is_empty() { PageMarks::default() } else { PageMarks::gather(drawn, named) };
        Self { pages: parallel::each_if(long, pages, of) }
    }

    /// Whether the tags of a page are believed.
    pub fn covers(&self, page: usize) -> bool {
        self.pages.get(page).is_some_and(|page| page.covered)
    }

    /// Stretches of glyphs that the tags of a page do not name, though they are believed.
    pub fn unnamed(&self, page: usize) -> &[Vec<usize>] {
        self.pages.get(page).map_or(&[], |page| &page.unnamed)
    }

    fn strips(&self, content: &[tags::Content], drawn: &[PageGlyphs]) -> Vec<Strip> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < content.len() {
            let page = content[at].0;
            let run = content[at..].iter().take_while(|content| content.0 == page).count();
            if let (Some(marks), Some(drawn)) = (self.pages.get(page).filter(|page| page.covered), drawn.get(page)) {
                let named = content[at..at + run].iter().filter_map(|(_, mark)| marks.glyphs.get(mark));
                out.extend(lines::strips(page, drawn, named.flatten().cloned().flatten(), None));
            }
            at += run;
        }
        out
    }

    /// A block of the tag tree as blocks of the document.
    pub fn block(
        &self,
        block: Tagged,
        drawn: &[PageGlyphs],
        columns: &[layout::Columns],
        furniture: &furniture::Furniture,
    ) -> Vec<DraftBlock> {
        let drafts = |content: &[tags::Content]| -> Vec<DraftLine> {
            let strips = self.strips(content, drawn);
            let kept = strips.into_iter().filter(|strip| !furniture.holds(strip));
            kept.map(|strip| strip.draft(&drawn[strip.page], columns[strip.page].of(&strip))).collect()
        };
        match block {
            Tagged::Block { role, content, alternative } => {
                let mut lines = drafts(&content);
                if let (Some(words), Some(&(page, _))) = (alternative.filter(|_| lines.is_empty()), content.first()) {
                    lines.push(caption(words, page));
                }
                match role {
                    _ if lines.is_empty() => Vec::new(),
                    Role::Footnote => notes(lines),
                    role => vec![DraftBlock::lines(role, lines)],
                }
            }
            // A frame around text, not a table.
            Tagged::Table(rows) if rows.iter().all(|row| row.len() <= 1) => {
                let inner = rows.into_iter().flatten().flat_map(|cell| cell.blocks);
                inner.flat_map(|block| self.block(block, drawn, columns, furniture)).collect()
            }
            Tagged::Table(rows) => {
                let cell = |cell: tags::TaggedCell| DraftCell {
                    lines: drafts(&cell.content()),
                    heads: cell.heads,
                    columns: cell.columns,
                    rows: cell.rows,
                };
                let rows: Vec<Vec<DraftCell>> =
                    rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
                let holds = rows.iter().flatten().any(|cell| !cell.lines.is_empty());
                holds.then_some(DraftBlock { role: Role::Table, content: Content::Rows(rows) }).into_iter().collect()
            }
        }
    }
}

impl PageMarks {
    /// Which glyphs of a page belong to the marks that tags name on it.
    fn gather(drawn: &PageGlyphs, named: Vec<i32>) -> Self {
        let mut named: BTreeMap<i32, Vec<Range<usize>>> = named.into_iter().map(|mark| (mark, Vec::new())).collect();
        let (mut body, mut under) = (0_usize, 0_usize);
        let mut bare: Vec<Vec<usize>> = Vec::new();
        let mut begins = true;
        let mut open: Option<&mut Vec<Range<usize>>> = None;
        let mut last: Option<Option<i32>> = None;
        for (at, glyph) in drawn.iter().enumerate() {
            let before = last.replace(glyph.mark);
            if glyph.artifact || glyph.blank && glyph.mark.is_none() {
                continue;
            }
            body += 1;
            // Glyphs of one mark follow each other: the mark is looked up for the first of them.
            if before != Some(glyph.mark) || open.is_none() {
                open = glyph.mark.and_then(|mark| named.get_mut(&mark));
            }
            match open.as_deref_mut() {
                Some(list) => {
                    match list.last_mut() {
                        Some(last) if last.end == at => last.end += 1,
                        _ => list.push(at..at + 1),
                    }
                    under += 1;
                    begins = true;
                }
                None => {
                    match bare.last_mut().filter(|_| !begins) {
                        Some(stretch) => stretch.push(at),
                        None => bare.push(vec![at]),
                    }
                    begins = false;
                }
            }
        }
        let covered = under as f64 >= COVERED * body as f64;
        if covered { Self { glyphs: named, covered, unnamed: bare } } else { Self::default() }
    }
}

/// Notes that one tag holds together, each as a block: a line that begins with a note's sign begins a note.
fn notes(lines: Vec<DraftLine>) -> Vec<DraftBlock> {
    let mut out: Vec<Vec<DraftLine>> = Vec::new();
    for line in lines {
        let begins = line.text.trim_start().starts_with(crate::marks::is_raised);
        match out.last_mut() {
            Some(note) if !begins => note.push(line),
            _ => out.push(vec![line]),
        }
    }
    out.into_iter().map(|lines| DraftBlock::lines(Role::Footnote, lines)).collect()
}

/// The alternative text of a figure as a line without glyphs.
fn caption(words: String, page: usize) -> DraftLine {
    let page = u32::try_from(page + 1).unwrap_or(u32::MAX);
    let origin = Origin::Glyphs { page, glyphs: 0..0, rect: Rect::default() };
    let mut line = DraftLine { page, ..DraftLine::default() };
    line.push(&words, origin);
    line
}
