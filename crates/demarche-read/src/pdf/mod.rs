//! PDF: glyphs and tags to a document.
//!
//! Where the file has a tag tree that covers what a page draws, order and roles
//! are the author's. Elsewhere lines come in the order of drawing as long as that
//! order keeps to the page's columns, else in the order of their places.

mod content;
mod described;
mod direction;
mod floats;
mod fonts;
mod furniture;
mod glyphs;
mod initials;
mod layers;
mod layout;
mod lines;
mod locked;
mod marked;
mod opening;
mod operands;
mod operators;
mod order;
mod picture;
mod tables;
mod tags;
mod unpack;

use std::collections::BTreeSet;
use std::sync::Arc;

use demarche_diagnostic::Diagnostic;
use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;

use crate::builder::{DraftBlock, build};
use crate::document::{Document, Format, Origin, Page, Role};
use crate::findings::{self, d0902_damaged, d0903_scanned, d0904_unmapped, d0905_limit};
use crate::output::html;
use crate::{Options, limits, parallel, roles};
use fonts::Fonts;
use glyphs::{PageGlyphs, Store};
use layers::Layers;
use locked::Lock;
use marked::Marks;
use opening::{is_bounded, open, passwords, refusal};
use picture::Pictures;
use tags::Tagged;

/// Whether a tag tree is followed where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tags {
    /// Follow it where it covers the page.
    Follow,
    /// Read as if there were none.
    Ignore,
}

/// A document of so many pages is drawn on all cores; for a shorter one that is not worth the start.
const LONG: usize = 32;

/// Reads a PDF; what cannot be read is said in `diagnostics`.
pub(crate) fn read(bytes: &Arc<Vec<u8>>, name: &str, options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let empty = || build(name, Format::Pdf, String::new(), Vec::new(), Vec::new());
    let lock = Lock::of(bytes);
    let passwords = passwords(lock.as_ref(), options);
    if !is_bounded(bytes, lock.as_ref(), &passwords) {
        let text =
            format!("the packed objects of {name} hold more than {} MB; none was read", limits::OBJECT_BYTES >> 20);
        diagnostics.push(d0905_limit::unread(text));
        return empty();
    }
    let pdf = match open(bytes, &passwords) {
        Ok(pdf) => pdf,
        Err(error) => {
            diagnostics.push(refusal(name, error, options));
            return empty();
        }
    };
    let pages = &pdf.pages()[..pdf.pages().len().min(limits::PAGES)];
    // Fonts are kept for each stretch of pages, since they cannot be shared between threads.
    let stretch = pages.len().div_ceil(rayon::current_num_threads()).max(LONG / 2);
    let layers = Layers::of(&pdf);
    let draw = |pages: &'_ [hayro_interpret::hayro_syntax::page::Page<'_>]| -> Vec<PageGlyphs> {
        let fonts = Fonts::new();
        let mut store = Store::default();
        let mut drawn: Vec<_> = pages.iter().map(|page| content::collect(page, &fonts, &layers, &mut store)).collect();
        glyphs::share(store, &mut drawn);
        drawn
    };
    let drawn: Vec<PageGlyphs> =
        if pages.len() < LONG { draw(pages) } else { pages.par_chunks(stretch).flat_map_iter(draw).collect() };
    report(name, pdf.pages().len(), &drawn, diagnostics);
    let tagged = if options.tags == Tags::Follow { tags::read(&pdf) } else { Vec::new() };
    let pages =
        drawn.iter().zip(1..).map(|(page, number)| Page { number, width: page.width, height: page.height }).collect();
    let blocks = blocks(&drawn, tagged);
    drop(drawn);
    build(name, Format::Pdf, String::new(), pages, blocks)
}

/// The web page that shows a PDF's pages beside their words.
pub(crate) fn to_html(document: &Document, findings: &[Diagnostic], bytes: &Arc<Vec<u8>>, options: &Options) -> String {
    match open(bytes, &passwords(Lock::of(bytes).as_ref(), options)) {
        Ok(pdf) => {
            let pictures = Pictures::new(&pdf);
            html::page(document, findings, |number| pictures.draw(number))
        }
        Err(_) => html::page(document, findings, |_| None),
    }
}

fn report(name: &str, pages: usize, drawn: &[PageGlyphs], diagnostics: &mut Vec<Diagnostic>) {
    if pages > drawn.len() {
        let text = format!("{name} has {pages} pages; the first {} were read", drawn.len());
        diagnostics.push(d0905_limit::partly(text));
    }
    let of = |wanted: fn(&PageGlyphs) -> bool| -> Vec<u32> {
        drawn.iter().zip(1..).filter(|(page, _)| wanted(page)).map(|(_, number)| number).collect()
    };
    let scanned = of(|page| page.is_empty() && page.images > 0);
    if !scanned.is_empty() {
        let all = drawn.iter().all(|page| page.is_empty());
        diagnostics.push(d0903_scanned::finding(name, &scanned, all));
    }
    let unmapped = of(|page| page.unmapped > 0);
    if !unmapped.is_empty() {
        let concerned = || drawn.iter().filter(|page| page.unmapped > 0);
        let (missing, all) = (concerned().map(|page| page.unmapped).sum(), concerned().map(|page| page.len()).sum());
        diagnostics.push(d0904_unmapped::finding(name, &unmapped, missing, all));
    }
    let cut = of(|page| page.cut);
    if !cut.is_empty() {
        let text = format!(
            "{} of {name}: more than {} glyphs or {} MB on a page; the rest was left out",
            findings::pages(&cut),
            limits::PAGE_GLYPHS,
            limits::PAGE_CONTENT_BYTES >> 20
        );
        diagnostics.push(d0905_limit::partly(text));
    }
    let broken = of(|page| page.broken);
    if !broken.is_empty() {
        let text =
            format!("{} of {name}: some of the content is damaged and was passed over", findings::pages(&broken));
        diagnostics.push(d0902_damaged::partly(text));
    } else if scanned.is_empty() && drawn.iter().all(|page| page.is_empty()) {
        let count = if drawn.len() == 1 { "one page".to_owned() } else { format!("{} pages", drawn.len()) };
        let text = format!("{name} has {count} and no text: blank, or what it holds is damaged");
        diagnostics.push(d0902_damaged::unread(text));
    }
}

/// All blocks in reading order.
fn blocks(drawn: &[PageGlyphs], tagged: Vec<Tagged>) -> Vec<DraftBlock> {
    let marks = Marks::gather(drawn, &tagged);
    let furniture = furniture::find(drawn, &marks.covered);
    let mut out = Vec::new();
    let (columns, boxes): (Vec<layout::Columns>, Vec<layout::Boxes>) =
        parallel::each(drawn.iter().collect(), layout::find).into_iter().unzip();
    for block in tagged {
        out.extend(marks.block(block, drawn, &columns, &furniture));
    }
    settle(&mut out, &boxes);
    for (page, blocks) in layout::pages(drawn, marks.untagged(drawn, &furniture), &columns) {
        let at = place(&out, page);
        out.splice(at..at, blocks);
    }
    for stretch in marks.forgotten(&furniture) {
        let own = [stretch].into_iter().map(|(page, glyphs)| (page, glyphs.into_iter()));
        let blocks = layout::pages(drawn, own, &columns).into_iter().flat_map(|(_, blocks)| blocks);
        blocks.for_each(|block| insert(&mut out, block, &boxes));
    }
    initials::join(&mut out);
    furniture::insert(&mut out, drawn, &furniture);
    roles::refine(&mut out);
    out
}

/// Puts the few blocks whose tags stand elsewhere than the page draws them, as those of
/// floating boxes do, where they are drawn; where tags and drawing differ widely, tags hold.
fn settle(blocks: &mut Vec<DraftBlock>, boxes: &[layout::Boxes]) {
    // A footnote stays after what it belongs to: it is drawn below, often amid a paragraph.
    let mut starts: Vec<(u32, usize)> = Vec::with_capacity(blocks.len());
    for block in blocks.iter() {
        let note = starts.last().copied().filter(|_| block.role == Role::Footnote);
        starts.push(note.unwrap_or_else(|| start(block, boxes)));
    }
    let kept = rising(&starts);
    if (blocks.len() - kept.len()) * FLOATING > blocks.len() {
        return;
    }
    let (mut inline, mut floats) = (Vec::with_capacity(blocks.len()), Vec::new());
    for (at, block) in std::mem::take(blocks).into_iter().enumerate() {
        if kept.contains(&at) { inline.push(block) } else { floats.push(block) }
    }
    floats.into_iter().for_each(|float| insert(&mut inline, float, boxes));
    *blocks = inline;
}

/// Puts a block where it is drawn, one of a box where the box stands.
fn insert(blocks: &mut Vec<DraftBlock>, block: DraftBlock, boxes: &[layout::Boxes]) {
    let own = start(&block, boxes);
    let later = |block: &DraftBlock| block.role != Role::Footnote && start(block, boxes) > own;
    let at = blocks.iter().position(later).unwrap_or(blocks.len());
    blocks.insert(at, block);
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
fn start(block: &DraftBlock, boxes: &[layout::Boxes]) -> (u32, usize) {
    let run = block.all_lines().find_map(|line| line.runs.first());
    match run.map(|run| &run.origin) {
        Some(Origin::Glyphs { page, glyphs, .. }) => {
            let own = boxes.get((*page as usize).wrapping_sub(1)).into_iter().flatten();
            let around = own.into_iter().find(|(inside, _)| inside.contains(&glyphs.start));
            (*page, around.map_or(glyphs.start, |(_, after)| *after))
        }
        _ => (0, 0),
    }
}

/// Where blocks of a page belong among blocks in order: before the first block of a later page.
fn place(blocks: &[DraftBlock], page: usize) -> usize {
    let later = |block: &DraftBlock| block.all_lines().next().is_some_and(|line| line.page as usize > page + 1);
    blocks.iter().position(later).unwrap_or(blocks.len())
}
