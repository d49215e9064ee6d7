//! The blocks of all pages: those that tags name and those that lines make, each where it is read.
//!
//! What needs glyphs is made page by page, on all cores where there are many, and a
//! page's glyphs are let go as soon as it is done. What goes from page to page, the
//! paragraphs that lines go on with and the order of blocks, is settled afterwards.

use std::collections::BTreeSet;

use super::furniture::{self, Edges, Furniture};
use super::glyphs::PageGlyphs;
use super::layout::{self, Boxes, Columns, Laid};
use super::marked::Marks;
use super::tags::Tagged;
use super::{flow, initials};
use crate::builder::DraftBlock;
use crate::document::{Origin, Role};
use crate::parallel::{self, LONG};
use crate::roles;

/// All blocks in reading order.
pub(super) fn of(drawn: Vec<PageGlyphs>, tagged: Vec<Tagged>) -> Vec<DraftBlock> {
    let long = drawn.len() >= LONG;
    let marks = Marks::gather(&drawn, &tagged);
    let furniture = furniture::find(&drawn, &marks);
    let (columns, boxes): (Vec<Columns>, Vec<Boxes>) =
        parallel::each_if(long, drawn.iter().collect(), layout::find).into_iter().unzip();
    let named = parallel::each_if(long, tagged, |block| marks.block(block, &drawn, &columns, &furniture));
    let mut out: Vec<DraftBlock> = named.into_iter().flatten().collect();
    settle(&mut out, &boxes);
    let pages = drawn.into_iter().zip(columns).enumerate().collect();
    let rest =
        parallel::each_if(long, pages, |(page, (drawn, columns))| Rest::of(page, &drawn, columns, &marks, &furniture));
    let (mut laid, mut forgotten, mut edges) = (Vec::new(), Vec::new(), Vec::with_capacity(rest.len()));
    for page in rest {
        laid.extend(page.laid);
        forgotten.extend(page.forgotten);
        edges.push(page.edges);
    }
    let begins = firsts(&out, boxes.len());
    let untagged = flow::blocks(laid);
    weave(&mut out, untagged.into_iter().map(|(page, block)| (begins.get(page + 2).copied(), block)));
    insert_all(
        &mut out,
        forgotten.into_iter().flat_map(|laid| flow::blocks(vec![laid])).map(|(_, block)| block),
        &boxes,
    );
    initials::join(&mut out);
    furniture::insert(&mut out, edges);
    roles::refine(&mut out);
    out
}

/// What of a page is read besides its tags.
struct Rest {
    /// Its lines, where its tags are not believed.
    laid: Option<Laid>,
    /// Stretches that no tag names, where the others are believed.
    forgotten: Vec<Laid>,
    edges: Edges,
}

impl Rest {
    fn of(page: usize, drawn: &PageGlyphs, columns: Columns, marks: &Marks, furniture: &Furniture) -> Self {
        let body = |at: &usize| !furniture.holds_glyph(page, *at);
        let laid = !marks.covers(page);
        let forgotten = marks.unnamed(page).iter().filter_map(|stretch| {
            let own: Vec<usize> = stretch.iter().copied().filter(body).collect();
            (!own.is_empty()).then(|| layout::lay(page, drawn, own.into_iter(), columns))
        });
        Self {
            laid: laid.then(|| layout::lay(page, drawn, (0..drawn.len()).filter(body), columns)),
            forgotten: forgotten.collect(),
            edges: furniture.edges(page, drawn),
        }
    }
}

/// For each page number up to one beyond the last, the first block that begins on that page or a later one.
pub(super) fn firsts(blocks: &[DraftBlock], pages: usize) -> Vec<usize> {
    let mut out = Vec::with_capacity(pages + 2);
    for (at, block) in blocks.iter().enumerate() {
        let page = block.first_line().map_or(0, |line| line.page as usize);
        out.resize(out.len().max((page + 1).min(pages + 2)), at);
    }
    out.resize(pages + 2, blocks.len());
    out
}

/// Puts blocks before those whose numbers are given, in rising order; at the end where there is no number.
pub(super) fn weave(blocks: &mut Vec<DraftBlock>, added: impl Iterator<Item = (Option<usize>, DraftBlock)>) {
    let mut added = added.peekable();
    if added.peek().is_none() {
        return;
    }
    let mut out = Vec::with_capacity(blocks.len() + added.size_hint().0);
    for (at, block) in std::mem::take(blocks).into_iter().enumerate() {
        while let Some((_, own)) = added.next_if(|(before, _)| before.is_some_and(|before| before <= at)) {
            out.push(own);
        }
        out.push(block);
    }
    out.extend(added.map(|(_, own)| own));
    *blocks = out;
}

/// Puts the few blocks whose tags stand elsewhere than the page draws them, as those of
/// floating boxes do, where they are drawn; where tags and drawing differ widely, tags hold.
fn settle(blocks: &mut Vec<DraftBlock>, boxes: &[Boxes]) {
    // A footnote stays after what it belongs to: it is drawn below, often amid a paragraph.
    let mut starts: Vec<(u32, usize)> = Vec::with_capacity(blocks.len());
    for block in blocks.iter() {
        let note = starts.last().copied().filter(|_| block.role == Role::Footnote);
        starts.push(note.unwrap_or_else(|| start(block, boxes)));
    }
    let kept = rising(&starts);
    let floating = blocks.len() - kept.len();
    if floating == 0 || floating * FLOATING > blocks.len() {
        return;
    }
    let (mut inline, mut floats) = (Vec::with_capacity(blocks.len()), Vec::new());
    for (at, block) in std::mem::take(blocks).into_iter().enumerate() {
        if kept.contains(&at) { inline.push(block) } else { floats.push(block) }
    }
    insert_all(&mut inline, floats.into_iter(), boxes);
    *blocks = inline;
}

/// Puts each block, one after the other, where it is drawn, one of a box where the box stands.
fn insert_all(blocks: &mut Vec<DraftBlock>, added: impl Iterator<Item = DraftBlock>, boxes: &[Boxes]) {
    let mut added = added.peekable();
    if added.peek().is_none() {
        return;
    }
    // Before a footnote nothing is put.
    let place = |block: &DraftBlock| (block.role != Role::Footnote).then(|| start(block, boxes));
    let mut places: Vec<Option<(u32, usize)>> = blocks.iter().map(place).collect();
    for block in added {
        let own = start(&block, boxes);
        let at = places.iter().position(|place| place.is_some_and(|place| place > own)).unwrap_or(blocks.len());
        places.insert(at, place(&block));
        blocks.insert(at, block);
    }
}

/// At most one block in so many is taken for floating.
const FLOATING: usize = 4;

/// Numbers of the values of a longest subsequence that does not fall.
fn rising(values: &[(u32, usize)]) -> BTreeSet<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let place = tails.partition_point(|&tail| values[tail] <= *value);
        before.push(place.checked_sub(1).map(|last| tails[last]));
        match tails.get_mut(place) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut out = BTreeSet::new();
    let mut next = tails.last().copied();
    while let Some(at) = next {
        out.insert(at);
        next = before[at];
    }
    out
}

/// Page and glyph with which a block begins; in a box, the glyph that the box follows.
fn start(block: &DraftBlock, boxes: &[Boxes]) -> (u32, usize) {
    let run = block.all_lines().find_map(|line| line.runs.first());
    match run.map(|run| &run.origin) {
        Some(Origin::Glyphs { page, glyphs, .. }) => {
            let own = boxes.get((*page as usize).wrapping_sub(1)).into_iter().flatten();
            let first = glyphs.start as usize;
            let around = own.into_iter().find(|(inside, _)| inside.contains(&first));
            (*page, around.map_or(first, |(_, after)| *after))
        }
        _ => (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::builder::DraftLine;

    fn block(page: u32, text: &str) -> DraftBlock {
        let line = DraftLine { text: text.to_owned(), page, ..DraftLine::default() };
        DraftBlock::lines(Role::Body, vec![line])
    }

    fn said(blocks: &[DraftBlock]) -> Vec<&str> {
        blocks.iter().map(|block| block.first_line().map_or("", |line| &line.text)).collect()
    }

    /// Puts one block after the other before the first that begins on a page or a later one.
    fn put(blocks: &mut Vec<DraftBlock>, least: usize, own: DraftBlock) {
        let reached = |block: &DraftBlock| block.first_line().is_some_and(|line| line.page as usize >= least);
        let at = blocks.iter().position(reached).unwrap_or(blocks.len());
        blocks.insert(at, own);
    }

    proptest! {
        #[test]
        fn blocks_are_woven_in_as_if_put_one_by_one(
            // Boxes and notes stand out of turn; a block of no line has no page.
            pages in proptest::collection::vec(0..7_u32, 0..20),
            counts in proptest::collection::vec(0..4_usize, 6),
        ) {
            let texts: Vec<String> = (0..pages.len()).map(|at| format!("own {at}")).collect();
            let own = || -> Vec<DraftBlock> {
                let blocks = pages.iter().zip(&texts);
                blocks.map(|(&page, text)| {
                    if page == 0 { DraftBlock::lines(Role::Body, Vec::new()) } else { block(page, text) }
                }).collect()
            };
            let (mut woven, mut expected) = (own(), own());
            let begins = firsts(&woven, counts.len());
            let mut added = Vec::new();
            for (page, &count) in counts.iter().enumerate() {
                for at in 0..count {
                    let new = block(page as u32 + 1, &format!("added {page} {at}"));
                    added.push((begins.get(page + 2).copied(), new.clone()));
                    put(&mut expected, page + 2, new);
                }
            }
            weave(&mut woven, added.into_iter());
            prop_assert_eq!(said(&woven), said(&expected));
        }
    }
}
