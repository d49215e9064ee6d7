//! Flow: blocks of the lines of pages without tags, with their roles.
//!
//! What is usual in the document tells headings and notes from its text. Lines are
//! then added to the block before them as long as they go on with it, over columns
//! and pages; a footnote may stand between.

use std::collections::BTreeMap;

use super::glyphs::DOWNWARDS;
use super::layout::{Columns, Laid, Piece};
use super::lines::Strip;
use crate::builder::{Content, DraftBlock, DraftLine};
use crate::document::Role;

/// The blocks of pages in order, each with the page on which it begins.
pub(crate) fn blocks(pages: Vec<Laid>) -> Vec<(usize, DraftBlock)> {
    let style = Style::of(pages.iter().flat_map(|laid| &laid.measures));
    let mut flow = Flow { blocks: Vec::new(), open: None, note: None };
    for Laid { page, height, columns, pieces, .. } in pages {
        for piece in pieces {
            match piece {
                Piece::Table(table) => flow.blocks.push((page, table)),
                Piece::Line(strip, draft, measure) => flow.add(&style, strip, draft, measure, height, columns),
            }
        }
    }
    flow.blocks
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
    /// Adds a line of a page of a height.
    fn add(&mut self, style: &Style, strip: Strip, draft: DraftLine, measure: Measure, height: f32, columns: Columns) {
        let text = draft.text.as_str();
        let closed = text.trim_end().ends_with(['.', '?', '!', ':', '”', ')', ';']);
        let goes_on = |open: &Option<Open>, role: Role| {
            open.as_ref()
                .is_some_and(|open| style.goes_on((open.role, &open.last, open.closed), role, &strip, text, columns))
        };
        let small = style.is_small(&strip);
        let note = small && goes_on(&self.note, Role::Footnote);
        let begins = small && starts_note(text) && strip.base > height * 0.4;
        let role = if note || begins { Role::Footnote } else { style.role(&strip, measure, text) };
        let slot = if role == Role::Footnote { &mut self.note } else { &mut self.open };
        let continued = match slot.as_ref() {
            Some(open) if note && !begins || role != Role::Footnote && goes_on(slot, role) => {
                Some((open.block, open.role))
            }
            _ => None,
        };
        let (block, role) = match continued {
            Some((block, role)) => {
                if let Some((_, DraftBlock { content: Content::Lines(lines), .. })) = self.blocks.get_mut(block) {
                    lines.push(draft);
                }
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

/// What of a line tells the style of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure {
    /// Font size in tenths of a point.
    size: i32,
    base: f32,
    glyphs: usize,
    /// Whether it is short enough for a heading, and holds letters.
    short: bool,
    /// Whether it is bold from end to end and does not end like a sentence.
    bold: bool,
}

impl Measure {
    /// The measure of a line of some words.
    pub fn of(strip: &Strip, text: &str) -> Self {
        let short = text.trim().chars().count() <= 120 && text.chars().filter(|c| c.is_alphabetic()).count() > 2;
        let closed = text.trim_end().ends_with(['.', ',', ';']);
        let bold = strip.bold && !closed;
        Self { size: tenths(strip.size), base: strip.base, glyphs: strip.glyphs.len(), short, bold }
    }

    /// Larger than the body, or bold from end to end, and short.
    fn is_heading(&self, body: i32) -> bool {
        self.short && (self.size * 100 > body * 112 || self.bold && self.size * 100 >= body * 95)
    }
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
    fn of<'a>(lines: impl Iterator<Item = &'a Measure> + Clone) -> Self {
        let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
        for line in lines.clone() {
            *sizes.entry(line.size).or_insert(0) += line.glyphs;
        }
        // Notes and tables may hold more words than the text, but they are set smaller, and headings hold few.
        let most = sizes.values().max().copied().unwrap_or(0);
        let body = sizes.iter().rev().find(|&(_, count)| *count * FREQUENT >= most).map_or(100, |(size, _)| *size);
        let mut gaps: BTreeMap<i32, usize> = BTreeMap::new();
        for (one, next) in lines.clone().zip(lines.clone().skip(1)) {
            let gap = tenths(next.base - one.base);
            if one.size == body && next.size == body && gap > body * 8 / 10 && gap < body * 3 {
                *gaps.entry(gap).or_insert(0) += 1;
            }
        }
        let leading = gaps.iter().max_by_key(|&(_, count)| *count).map_or(body * 12 / 10, |(gap, _)| *gap);
        let mut headings: Vec<i32> = lines.filter(|line| line.is_heading(body)).map(|line| line.size).collect();
        headings.sort_by(|a, b| b.cmp(a));
        headings.dedup();
        Self { body: body as f32 / 10.0, leading: leading as f32 / 10.0, headings }
    }

    /// Set smaller than the body, as notes are.
    fn is_small(&self, strip: &Strip) -> bool {
        strip.turn == 0 && strip.size < self.body * 0.95
    }

    fn role(&self, strip: &Strip, measure: Measure, text: &str) -> Role {
        if !matches!(strip.turn, 0 | DOWNWARDS) {
            return Role::Figure;
        }
        if crate::roles::is_bullet(text) {
            return Role::List;
        }
        if measure.is_heading(tenths(self.body)) {
            let rank = self.headings.iter().position(|&size| size <= measure.size).unwrap_or(0);
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

/// Tenths of a point, as far as a page can be wide.
fn tenths(size: f32) -> i32 {
    (size * 10.0).round().clamp(-1e7, 1e7) as i32
}
