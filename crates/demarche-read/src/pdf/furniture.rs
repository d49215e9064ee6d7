//! Page furniture: running heads and feet, page numbers, watermarks.
//!
//! A line is furniture if the file marks it so, or if it stands near the upper or
//! lower edge and the same words, page numbers aside, stand there on other pages.

use std::collections::BTreeMap;

use super::blocks::{firsts, weave};
use super::glyphs::{ASLANT, Glyph, PageGlyphs};
use super::lines::{Strip, strips};
use super::marked::Marks;
use crate::builder::DraftBlock;
use crate::document::Role;
use crate::parallel::{self, LONG};

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

    /// The lines of a page that are furniture.
    pub fn edges(&self, page: usize, drawn: &PageGlyphs) -> Edges {
        let mut edges = Edges::default();
        let order = (0..drawn.len()).filter(|&at| self.holds_glyph(page, at));
        for strip in strips(page, drawn, order, Some(3.0)) {
            let draft = vec![strip.draft(drawn, None)];
            if strip.base < drawn.height / 2.0 {
                edges.above.push(DraftBlock::lines(Role::Header, draft));
            } else {
                edges.below.push(DraftBlock::lines(Role::Footer, draft));
            }
        }
        edges
    }

    /// Whether a glyph is furniture.
    pub fn holds_glyph(&self, page: usize, at: usize) -> bool {
        self.glyphs.get(page).and_then(|glyphs| glyphs.get(at)).copied().unwrap_or(false)
    }
}

/// Heads and feet of a page.
#[derive(Default)]
pub(crate) struct Edges {
    above: Vec<DraftBlock>,
    below: Vec<DraftBlock>,
}

/// A line that may be furniture, if it stands on other pages too.
struct Candidate {
    /// Whether it is in the upper half, and its words.
    key: (bool, String),
    glyphs: Vec<u32>,
}

/// Finds the furniture of all pages; on pages with believed tags that is what no tag names.
pub(crate) fn find(drawn: &[PageGlyphs], marks: &Marks) -> Furniture {
    let pages = drawn.iter().enumerate().collect();
    let seen = parallel::each_if(drawn.len() >= LONG, pages, |(page, drawn)| look(page, drawn, marks.covers(page)));
    let (mut glyphs, candidates): (Vec<Vec<bool>>, Vec<Vec<Candidate>>) = seen.into_iter().unzip();
    let mut edges: BTreeMap<&(bool, String), Seen> = BTreeMap::new();
    for (page, candidate) in
        candidates.iter().enumerate().flat_map(|(page, own)| own.iter().map(move |one| (page, one)))
    {
        let seen = edges.entry(&candidate.key).or_default();
        if seen.last.replace(page) != Some(page) {
            seen.pages += 1;
        }
    }
    for (own, glyphs) in candidates.iter().zip(&mut glyphs) {
        for Candidate { key, glyphs: strip } in own {
            let pages = edges.get(key).map_or(0, |seen| seen.pages);
            let lone = key.1 == "#" && drawn.len() > 1;
            if lone || pages >= 2 && pages * 3 >= drawn.len() {
                for &at in strip {
                    if let Some(glyph) = glyphs.get_mut(at as usize) {
                        *glyph = true;
                    }
                }
            }
        }
    }
    Furniture { glyphs }
}

/// On how many pages words stand, and the last of them.
#[derive(Default)]
struct Seen {
    pages: usize,
    last: Option<usize>,
}

/// Which glyphs of a page are furniture by themselves, and the lines that may be.
fn look(page: usize, drawn: &PageGlyphs, tagged: bool) -> (Vec<bool>, Vec<Candidate>) {
    let furniture = |glyph: Glyph| {
        let watermark = glyph.turn == ASLANT;
        glyph.artifact || watermark || (tagged && glyph.mark.is_none() && is_edge(glyph.base, drawn))
    };
    // Only what stands near an edge can be furniture of the other sort.
    let near = (0..drawn.len()).filter(|&at| drawn.get(at).is_some_and(|glyph| is_edge(glyph.base, drawn)));
    let lines = strips(page, drawn, near, None).into_iter();
    let candidates = lines.filter(|strip| strip.turn == 0 && is_edge(strip.base, drawn)).map(|strip| {
        let key = (strip.base < drawn.height / 2.0, pattern(&strip.text(drawn)));
        Candidate { key, glyphs: strip.glyphs }
    });
    (drawn.iter().map(furniture).collect(), candidates.collect())
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
pub(crate) fn insert(blocks: &mut Vec<DraftBlock>, pages: Vec<Edges>) {
    let begins = firsts(blocks, pages.len());
    let added = pages.into_iter().enumerate().flat_map(|(page, Edges { above, below })| {
        let (own, next) = (begins.get(page + 1).copied(), begins.get(page + 2).copied());
        above.into_iter().map(move |block| (own, block)).chain(below.into_iter().map(move |block| (next, block)))
    });
    let added: Vec<(Option<usize>, DraftBlock)> = added.collect();
    weave(blocks, added.into_iter());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::DraftLine;

    fn block(page: u32, text: &str) -> DraftBlock {
        let line = DraftLine { text: text.to_owned(), page, ..DraftLine::default() };
        DraftBlock::lines(Role::Body, vec![line])
    }

    #[test]
    fn heads_and_feet_stand_around_their_page() {
        let mut blocks = vec![block(1, "one"), block(4, "four"), block(3, "note of three"), block(4, "five")];
        let edges = |page: u32| Edges {
            above: vec![block(page, &format!("head {page}"))],
            below: vec![block(page, &format!("foot {page}"))],
        };
        insert(&mut blocks, (1..=4).map(edges).collect());
        let said: Vec<&str> = blocks.iter().filter_map(|block| Some(block.first_line()?.text.as_str())).collect();
        let before = ["head 1", "one", "foot 1", "head 2", "foot 2", "head 3", "foot 3", "head 4", "four"];
        assert_eq!(said[..9], before);
        assert_eq!(said[9..], ["note of three", "five", "foot 4"]);
    }
}
