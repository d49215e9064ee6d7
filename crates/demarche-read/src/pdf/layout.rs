//! Layout: order, paragraphs and roles of pages without tags.
//!
//! Drawing order is usually reading order, because the programs that set the page
//! knew it. It is held against the page's columns: if it wanders between them more
//! often than bands of full-width text explain, lines are ordered by their places.

use std::ops::Range;

use super::floats::{self, Float};
use super::furniture;
use super::glyphs::{DOWNWARDS, PageGlyphs};
use super::lines::{Place, Strip, places, strips};
use super::order::{Piece, order, pieces};
use crate::builder::DraftBlock;
use crate::document::Role;
use crate::parallel;

/// The columns of a page: none, or two parted at `gutter`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns {
    gutter: Option<(f32, f32)>,
}

/// A gap between words as wide as so many font sizes parts two columns or cells.
const WIDE: f32 = 1.1;
/// Lines each column needs.
const COLUMN_LINES: usize = 5;

impl Columns {
    /// Looks for a vertical stripe in the middle of the page that few lines cross.
    pub fn find(page: &PageGlyphs, places: &[Place]) -> Self {
        let lines: Vec<&Strip> = places
            .iter()
            .map(|place| &place.strip)
            .filter(|strip| strip.turn == 0 && strip.rect.right - strip.rect.left > strip.size * 4.0)
            .collect();
        if lines.len() < 2 * COLUMN_LINES {
            return Self { gutter: None };
        }
        let steps = 60;
        let mut best: Option<(usize, f32)> = None;
        for step in 0..=steps {
            let x = page.width * (0.35 + 0.30 * step as f32 / steps as f32);
            let crossing = lines.iter().filter(|line| line.rect.left < x && line.rect.right > x).count();
            let centred = |x: f32| (x - page.width / 2.0).abs();
            if best.is_none_or(|(fewest, at)| crossing < fewest || crossing == fewest && centred(x) < centred(at)) {
                best = Some((crossing, x));
            }
        }
        let Some((crossing, x)) = best else { return Self { gutter: None } };
        let left = lines.iter().filter(|line| line.rect.right <= x);
        let right = lines.iter().filter(|line| line.rect.left >= x);
        let body = |count: usize| count >= COLUMN_LINES && count * 6 >= lines.len();
        if !body(left.clone().count()) || !body(right.clone().count()) || crossing * 3 > lines.len() {
            return Self { gutter: None };
        }
        let from = left.map(|line| line.rect.right).fold(f32::MIN, f32::max);
        let to = right.map(|line| line.rect.left).fold(f32::MAX, f32::min);
        Self { gutter: Some((from.min(x), to.max(x))) }
    }

    /// The column of a line; `None` where it crosses the gutter or there is none.
    pub fn of(&self, strip: &Strip) -> Option<u8> {
        let (from, to) = self.gutter?;
        if strip.rect.right <= to - 0.5 && strip.rect.left < from {
            Some(0)
        } else if strip.rect.left >= from + 0.5 && strip.rect.right > to {
            Some(1)
        } else {
            None
        }
    }
}

/// Boxes of a page that are drawn after the text they stand in: their glyphs, and the glyph that they follow.
pub(crate) type Boxes = Vec<(Range<usize>, usize)>;

/// The columns and boxes of a page.
pub(crate) fn find(page: &PageGlyphs) -> (Columns, Boxes) {
    let lines = places(page, WIDE);
    let columns = Columns::find(page, &lines);
    let lines: Vec<Place> = lines.into_iter().filter(|line| !furniture::is_edge(line.strip.base, page)).collect();
    let own = |float: &Float| {
        let (first, last) = (lines[float.lines.start].glyphs.0, lines[float.lines.end - 1].glyphs.1);
        (first..last + 1, lines[float.after].glyphs.1)
    };
    (columns, floats::find(&lines).iter().map(own).collect())
}

/// Blocks of the pages in `wanted`, each with the glyphs that are read.
pub(crate) fn pages(
    drawn: &[PageGlyphs],
    wanted: impl Iterator<Item = (usize, impl Iterator<Item = usize> + Send)>,
    columns: &[Columns],
) -> Vec<(usize, Vec<DraftBlock>)> {
    let ordered: Vec<(usize, Vec<Piece>)> = parallel::each(wanted.collect(), |(page, glyphs)| {
        let lines = strips(page, &drawn[page], glyphs, Some(WIDE));
        (page, order(pieces(lines, &drawn[page]), columns[page], &drawn[page]))
    });
    let lines = ordered.iter().flat_map(|(_, pieces)| pieces).filter(|piece| piece.table.is_none());
    let style = Style::of(lines.map(|piece| &piece.strip), drawn);
    let mut out: Vec<(usize, Vec<DraftBlock>)> = ordered.iter().map(|(page, _)| (*page, Vec::new())).collect();
    let mut flow = Flow { blocks: Vec::new(), open: None, note: None };
    for (page, pieces) in ordered {
        let mut lines = Vec::new();
        for piece in pieces {
            match piece.table {
                Some(table) => {
                    flow.page(&style, std::mem::take(&mut lines), page, drawn, columns[page]);
                    flow.blocks.push((page, table));
                }
                None => lines.push(piece.strip),
            }
        }
        flow.page(&style, lines, page, drawn, columns[page]);
    }
    for (page, block) in flow.blocks {
        if let Some((_, blocks)) = out.iter_mut().find(|(wanted, _)| *wanted == page) {
            blocks.push(block);
        }
    }
    out
}

/// Blocks as they grow, line by line.
struct Flow {
    blocks: Vec<(usize, DraftBlock)>,
    open: Option<Open>,
    /// The footnote that is being read: the text it interrupts stays open meanwhile.
    note: Option<Open>,
}

/// A block that may go on, and its last line.
struct Open {
    block: usize,
    role: Role,
    last: Strip,
    closed: bool,
}

impl Flow {
    /// Adds lines of one page.
    fn page(&mut self, style: &Style, lines: Vec<Strip>, page: usize, drawn: &[PageGlyphs], columns: Columns) {
        for strip in rows(lines) {
            let text = strip.text(&drawn[page]);
            self.add(style, strip, &text, drawn, columns);
        }
    }

    fn add(&mut self, style: &Style, strip: Strip, text: &str, drawn: &[PageGlyphs], columns: Columns) {
        let closed = text.trim_end().ends_with(['.', '?', '!', ':', '”', ')', ';']);
        let goes_on = |open: &Option<Open>, role: Role| {
            open.as_ref()
                .is_some_and(|open| style.goes_on((open.role, &open.last, open.closed), role, &strip, text, columns))
        };
        let small = style.is_small(&strip);
        let note = small && goes_on(&self.note, Role::Footnote);
        let begins = small && starts_note(text) && strip.base > drawn[strip.page].height * 0.4;
        let role = if note || begins { Role::Footnote } else { style.role(&strip, text) };
        let draft = strip.draft(&drawn[strip.page], columns.of(&strip));
        let slot = if role == Role::Footnote { &mut self.note } else { &mut self.open };
        let continued = match slot.as_ref() {
            Some(open) if note && !begins || role != Role::Footnote && goes_on(slot, role) => {
                Some((open.block, open.role))
            }
            _ => None,
        };
        let (block, role) = match continued {
            Some((block, role)) => {
                push(&mut self.blocks[block].1, draft);
                (block, role)
            }
            None => {
                self.blocks.push((strip.page, DraftBlock::lines(role, vec![draft])));
                (self.blocks.len() - 1, role)
            }
        };
        *slot = Some(Open { block, role, last: strip, closed });
    }
}

/// A footnote begins with its number or sign.
fn starts_note(text: &str) -> bool {
    let text = text.trim_start();
    let signed = text.starts_with(['*', '†', '‡']) || text.starts_with(crate::marks::is_raised);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    signed || (1..=3).contains(&digits) && text[digits..].starts_with(char::is_whitespace)
}

fn push(block: &mut DraftBlock, line: crate::builder::DraftLine) {
    if let crate::builder::Content::Lines(lines) = &mut block.content {
        lines.push(line);
    }
}

/// Joins strips that stand on one base line in one column: words that a wide space had parted.
fn rows(lines: Vec<Strip>) -> Vec<Strip> {
    let mut out: Vec<Strip> = Vec::with_capacity(lines.len());
    for strip in lines {
        match out.last_mut() {
            Some(last)
                if last.turn == strip.turn
                    && (last.base - strip.base).abs() < 0.2 * strip.size
                    && strip.rect.left >= last.rect.right
                    && strip.rect.left - last.rect.right < 2.5 * strip.size =>
            {
                last.rect = last.rect.union(strip.rect);
                last.glyphs.extend(strip.glyphs);
                last.bold &= strip.bold;
            }
            _ => out.push(strip),
        }
    }
    out
}

/// The largest size with one glyph for so many of the most frequent size is that of the text.
const FREQUENT: usize = 4;

/// What is usual in the document: body size, leading, heading sizes.
struct Style {
    body: f32,
    leading: f32,
    headings: Vec<i32>,
}

impl Style {
    fn of<'a>(lines: impl Iterator<Item = &'a Strip> + Clone, drawn: &[PageGlyphs]) -> Self {
        let mut sizes: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
        for strip in lines.clone() {
            *sizes.entry(tenths(strip.size)).or_insert(0) += strip.glyphs.len();
        }
        // Notes and tables may hold more words than the text, but they are set smaller, and headings hold few.
        let most = sizes.values().max().copied().unwrap_or(0);
        let body = sizes.iter().rev().find(|&(_, count)| *count * FREQUENT >= most).map_or(100, |(size, _)| *size);
        let mut gaps: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
        let all: Vec<&Strip> = lines.collect();
        for two in all.windows(2).filter(|two| tenths(two[0].size) == body && tenths(two[1].size) == body) {
            let gap = tenths(two[1].base - two[0].base);
            if gap > body * 8 / 10 && gap < body * 3 {
                *gaps.entry(gap).or_insert(0) += 1;
            }
        }
        let leading = gaps.iter().max_by_key(|&(_, count)| *count).map_or(body * 12 / 10, |(gap, _)| *gap);
        let mut headings: Vec<i32> = all
            .iter()
            .filter(|strip| is_heading(strip, body, &strip.text(&drawn[strip.page])))
            .map(|strip| tenths(strip.size))
            .collect();
        headings.sort_by(|a, b| b.cmp(a));
        headings.dedup();
        Self { body: body as f32 / 10.0, leading: leading as f32 / 10.0, headings }
    }

    /// Set smaller than the body, as notes are.
    fn is_small(&self, strip: &Strip) -> bool {
        strip.turn == 0 && strip.size < self.body * 0.95
    }

    fn role(&self, strip: &Strip, text: &str) -> Role {
        if !matches!(strip.turn, 0 | DOWNWARDS) {
            return Role::Figure;
        }
        if crate::roles::is_bullet(text) {
            return Role::List;
        }
        if is_heading(strip, tenths(self.body), text) {
            let rank = self.headings.iter().position(|&size| size <= tenths(strip.size)).unwrap_or(0);
            return Role::Heading { level: u8::try_from(rank + 1).unwrap_or(6).min(6) };
        }
        Role::Body
    }

    /// Whether a line continues the block that the last line is in.
    fn goes_on(
        &self,
        (before, last, closed): (Role, &Strip, bool),
        role: Role,
        strip: &Strip,
        text: &str,
        columns: Columns,
    ) -> bool {
        if role == Role::List || last.turn != strip.turn || (last.size - strip.size).abs() > 0.08 * last.size {
            return false;
        }
        if matches!(before, Role::Heading { .. }) != matches!(role, Role::Heading { .. }) {
            return false;
        }
        let drop = strip.base - last.base;
        let below = drop > 0.0 && drop < self.leading.max(strip.size * 1.1) * 1.25 && last.page == strip.page;
        if below {
            let indented = strip.rect.left > last.rect.left + strip.size * 0.8 && before == Role::Body;
            return !indented;
        }
        // Over a column or page break a paragraph goes on unless it ended there and a capital follows.
        let moved = last.page != strip.page || columns.of(last) != columns.of(strip) || drop < 0.0;
        let lower = text.chars().next().is_some_and(|c| c.is_lowercase());
        moved && (lower || !closed) && matches!(role, Role::Body)
    }
}

fn tenths(size: f32) -> i32 {
    (size * 10.0).round() as i32
}

/// Larger than the body, or bold from end to end, and short.
fn is_heading(strip: &Strip, body: i32, text: &str) -> bool {
    let size = tenths(strip.size);
    let short = text.trim().chars().count() <= 120 && text.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let closed = text.trim_end().ends_with(['.', ',', ';']);
    short && (size * 100 > body * 112 || strip.bold && size * 100 >= body * 95 && !closed)
}
