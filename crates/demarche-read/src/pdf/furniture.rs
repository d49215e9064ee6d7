//! Page furniture: running heads and feet, page numbers, watermarks.
//!
//! A line is furniture if the file marks it so, or if it stands near the upper or
//! lower edge and the same words, page numbers aside, stand there on other pages.

use std::collections::{BTreeMap, BTreeSet};

use super::glyphs::{ASLANT, PageGlyphs};
use super::lines::{Strip, strips};
use crate::builder::DraftBlock;
use crate::document::Role;

/// The share of a page's height, at each end, in which heads and feet stand.
const EDGE: f32 = 0.1;

/// The glyphs of each page that are furniture.
pub(crate) struct Furniture {
    /// For each page, whether each glyph is.
    glyphs: Vec<Vec<bool>>,
}

impl Furniture {
    /// Whether a line is furniture.
    pub fn holds(&self, strip: &Strip) -> bool {
        let inside = strip.glyphs.iter().filter(|&&at| self.holds_glyph(strip.page, at as usize)).count();
        inside * 2 > strip.glyphs.len()
    }

    /// Whether a glyph is furniture.
    pub fn holds_glyph(&self, page: usize, at: usize) -> bool {
        self.glyphs.get(page).and_then(|glyphs| glyphs.get(at)).copied().unwrap_or(false)
    }
}

/// Finds the furniture of all pages; on pages with believed tags that is what no tag names.
pub(crate) fn find(drawn: &[PageGlyphs], tagged: &[bool]) -> Furniture {
    let mut glyphs: Vec<Vec<bool>> = drawn.iter().map(|page| vec![false; page.len()]).collect();
    let mut edges: BTreeMap<(bool, String), BTreeSet<usize>> = BTreeMap::new();
    let mut candidates = Vec::new();
    for (page, drawn) in drawn.iter().enumerate() {
        for (at, glyph) in drawn.iter().enumerate() {
            let watermark = glyph.turn == ASLANT;
            if glyph.artifact || watermark || (tagged[page] && glyph.mark.is_none() && is_edge(glyph.base, drawn)) {
                glyphs[page][at] = true;
            }
        }
        // Only what stands near an edge can be furniture of this sort.
        let near = (0..drawn.len()).filter(|&at| drawn.get(at).is_some_and(|glyph| is_edge(glyph.base, drawn)));
        for strip in strips(page, drawn, near, None) {
            if strip.turn == 0 && is_edge(strip.base, drawn) {
                let key = (strip.base < drawn.height / 2.0, pattern(&strip.text(drawn)));
                edges.entry(key.clone()).or_default().insert(page);
                candidates.push((key, strip));
            }
        }
    }
    for (key, strip) in candidates {
        let pages = edges.get(&key).map_or(0, BTreeSet::len);
        let lone = key.1 == "#" && drawn.len() > 1;
        if lone || pages >= 2 && pages * 3 >= drawn.len() {
            for at in strip.glyphs {
                glyphs[strip.page][at as usize] = true;
            }
        }
    }
    Furniture { glyphs }
}

/// Whether a line of that height stands where heads and feet do.
pub(crate) fn is_edge(base: f32, page: &PageGlyphs) -> bool {
    base < page.height * EDGE || base > page.height * (1.0 - EDGE)
}

/// Words with every number replaced by one sign.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            c if c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// Puts the furniture back as headers before and footers after the blocks of its page.
pub(crate) fn insert(blocks: &mut Vec<DraftBlock>, drawn: &[PageGlyphs], furniture: &Furniture) {
    for (page, drawn) in drawn.iter().enumerate() {
        let order = (0..drawn.len()).filter(|&at| furniture.holds_glyph(page, at));
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for strip in strips(page, drawn, order, Some(3.0)) {
            let upper = strip.base < drawn.height / 2.0;
            let role = if upper { Role::Header } else { Role::Footer };
            let block = DraftBlock::lines(role, vec![strip.draft(drawn, None)]);
            if upper { above.push(block) } else { below.push(block) }
        }
        let first = |least: usize, blocks: &[DraftBlock]| {
            let reached = |block: &DraftBlock| block.all_lines().next().is_some_and(|line| line.page as usize >= least);
            blocks.iter().position(reached).unwrap_or(blocks.len())
        };
        let at = first(page + 2, blocks);
        blocks.splice(at..at, below);
        let at = first(page + 1, blocks);
        blocks.splice(at..at, above);
    }
}
