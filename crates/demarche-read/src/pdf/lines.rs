//! From glyphs to lines: words, spaces and line ends.

use std::borrow::Cow;

use super::direction;
use super::glyphs::{ASLANT, Glyph, PageGlyphs};
use crate::builder::{DraftLine, DraftRun, superscript};
use crate::document::{Origin, Rect};

/// A line of glyphs that follow each other.
#[derive(Clone, Debug)]
pub(crate) struct Strip {
    /// Page, index.
    pub page: usize,
    /// Glyph numbers, in order.
    pub glyphs: Vec<u32>,
    /// Box around them.
    pub rect: Rect,
    /// Font size of most glyphs.
    pub size: f32,
    /// Base line of the largest glyphs.
    pub base: f32,
    /// Whether all glyphs are bold.
    pub bold: bool,
    /// Quarter turns.
    pub turn: u8,
}

/// A gap wider than this share of the font size parts two words.
const WORD_GAP: f32 = 0.16;

/// A letter so many times the size of the words beside it is an initial over several of their lines.
pub(crate) const INITIAL: f32 = 2.2;

/// Cuts glyphs, given in reading order, into lines.
///
/// With `wide`, a gap of more than so many font sizes also ends a line.
pub(crate) fn strips(
    page: usize,
    glyphs: &PageGlyphs,
    order: impl Iterator<Item = usize>,
    wide: Option<f32>,
) -> Vec<Strip> {
    let mut out: Vec<Strip> = Vec::new();
    cut(glyphs, order, wide, |open| {
        out.extend(strip(page, glyphs, open).map(|strip| Strip { glyphs: open.to_vec(), ..strip }));
    });
    out
}

/// A line by its place alone.
pub(crate) struct Place {
    /// It holds no glyph numbers.
    pub strip: Strip,
    /// Those of its first glyph and its last.
    pub glyphs: (usize, usize),
}

/// The lines of a page in the order of drawing.
pub(crate) fn places(page: &PageGlyphs, wide: f32) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    cut(page, 0..page.len(), Some(wide), |open| {
        if let (Some(strip), [first, ..], [.., last]) = (strip(0, page, open), open, open) {
            out.push(Place { strip, glyphs: (*first as usize, *last as usize) });
        }
    });
    out
}

impl AsRef<Strip> for Place {
    fn as_ref(&self) -> &Strip {
        &self.strip
    }
}

/// Hands over the glyphs of each line.
fn cut(glyphs: &PageGlyphs, order: impl Iterator<Item = usize>, wide: Option<f32>, mut put: impl FnMut(&[u32])) {
    let mut last: Option<Glyph> = None;
    let mut open: Vec<u32> = Vec::with_capacity(128);
    let mut base = (0.0_f32, 0.0_f32);
    for at in order {
        let (Some(glyph), Ok(number)) = (glyphs.get(at), u32::try_from(at)) else { continue };
        let starts = last.is_some_and(|last| breaks(&last, &glyph, base, wide));
        if starts && !open.is_empty() {
            put(&open);
            open.clear();
        }
        if open.is_empty() || glyph.size > base.1 {
            base = (glyph.base, glyph.size);
        }
        open.push(number);
        if !glyph.blank || last.is_none() || starts {
            last = Some(glyph);
        }
    }
    put(&open);
}

/// Whether a glyph begins a new line after another; `base` is base line and size of the line's largest glyph.
fn breaks(last: &Glyph, glyph: &Glyph, base: (f32, f32), wide: Option<f32>) -> bool {
    let size = base.1.max(glyph.size).max(1.0);
    if last.turn == ASLANT && glyph.turn == ASLANT {
        // Neither edge of such a line is straight: each glyph begins where the one before ends.
        return (glyph.left - last.right).abs() > size || (glyph.base - last.base).abs() > 1.5 * size;
    }
    let raised = (glyph.base - base.0).abs();
    let small = glyph.size < base.1 * 0.85 || last.size < glyph.size * 0.85;
    let allowed = if small { 0.65 } else { 0.35 };
    last.turn != glyph.turn
        || !glyph.blank && base.1.max(glyph.size) >= INITIAL * base.1.min(glyph.size)
        || raised > allowed * size
        || glyph.left < last.left - size * 1.5
        || wide.is_some_and(|wide| glyph.left - last.right > wide * size)
}

/// The place of a line; its glyphs are left for whoever needs them.
fn strip(page: usize, glyphs: &PageGlyphs, numbers: &[u32]) -> Option<Strip> {
    let drawn = || numbers.iter().filter_map(|&at| glyphs.get(at as usize)).filter(|glyph| !glyph.blank);
    let first = drawn().next()?;
    let mut rect = Rect { left: f32::MAX, top: f32::MAX, right: f32::MIN, bottom: f32::MIN };
    let (mut size, mut base, mut bold, mut count) = (0.0_f32, first.base, 0, 0);
    for glyph in drawn() {
        rect = rect.union(glyph.bounds());
        if glyph.size > size + 0.05 {
            (size, base) = (glyph.size, glyph.base);
        }
        bold += usize::from(glyph.bold);
        count += 1;
    }
    let turn = first.turn;
    Some(Strip { page, glyphs: Vec::new(), rect, size, base, bold: bold == count, turn })
}

impl Strip {
    /// The strip's characters, spaces where gaps part words.
    pub fn text(&self, glyphs: &PageGlyphs) -> String {
        let mut out = String::with_capacity(self.glyphs.len() + 8);
        self.spell(glyphs, |piece| match piece {
            Piece::Space if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            Piece::Space => {}
            Piece::Glyph { text, .. } => out.push_str(&text),
        });
        out
    }

    /// The line as a draft: one run a word.
    pub fn draft(&self, glyphs: &PageGlyphs, column: Option<u8>) -> DraftLine {
        let number = u32::try_from(self.page + 1).unwrap_or(u32::MAX);
        let mut line = DraftLine { page: number, column, size: self.size, ..DraftLine::default() };
        line.text.reserve_exact(self.glyphs.len() + 8);
        line.runs.reserve(self.glyphs.len() / 5);
        self.spell(glyphs, |piece| match piece {
            Piece::Space => _ = line.space(),
            Piece::Glyph { at, bounds, text, begins } => {
                let own = upright(bounds, self.turn);
                match line.runs.last_mut() {
                    Some(DraftRun { end, origin: Origin::Glyphs { glyphs, rect, .. } }) if !begins => {
                        line.text.push_str(&text);
                        *end = line.text.len();
                        *glyphs = glyphs.start.min(at)..glyphs.end.max(at + 1);
                        *rect = rect.union(own);
                    }
                    _ => line.push(&text, Origin::Glyphs { page: number, glyphs: at..at + 1, rect: own }),
                }
            }
        });
        // Drafts of all pages are held at once.
        line.runs.shrink_to_fit();
        line
    }

    /// Whether a glyph stands small above the base line, as the sign of a note or an exponent does.
    fn raises(&self, glyph: &Glyph) -> bool {
        glyph.size < 0.8 * self.size && self.base - glyph.base > 0.15 * self.size
    }

    /// Hands over glyphs in the order in which they are said, and the spaces between words.
    fn spell<'g>(&self, glyphs: &'g PageGlyphs, mut put: impl FnMut(Piece<'g>)) {
        let mut last: Option<Glyph> = None;
        let mut begins = true;
        for &at in direction::said(&self.glyphs, glyphs).iter() {
            let Some(glyph) = glyphs.get(at as usize) else { continue };
            let text = glyphs.text(&glyph);
            if text.is_empty() {
                continue;
            }
            if glyph.blank {
                put(Piece::Space);
                begins = true;
                last = Some(glyph);
                continue;
            }
            let gap = last.is_some_and(|last| {
                // A script that runs to the left has its gap on the other side.
                let gap = (glyph.left - last.right).max(last.left - glyph.right);
                gap > WORD_GAP * glyph.size.max(last.size * 0.7)
            });
            if gap && !begins {
                put(Piece::Space);
                begins = true;
            }
            let text = if self.raises(&glyph) { superscript(text) } else { Cow::Borrowed(text) };
            put(Piece::Glyph { at, bounds: glyph.bounds(), text, begins });
            begins = false;
            last = Some(glyph);
        }
    }
}

/// A piece of a line as it is said.
enum Piece<'g> {
    Space,
    /// A glyph, the box around it, its characters, and whether it begins a word.
    Glyph {
        at: u32,
        bounds: Rect,
        text: Cow<'g, str>,
        begins: bool,
    },
}

/// A box of a turned line as it stands on the page; see [`Glyph`] for how lines are turned.
fn upright(rect: Rect, turn: u8) -> Rect {
    let Rect { left, top, right, bottom } = rect;
    match turn {
        1 | super::glyphs::DOWNWARDS => Rect { left: -bottom, top: left, right: -top, bottom: right },
        2 => Rect { left: -right, top: -bottom, right: -left, bottom: -top },
        3 => Rect { left: top, top: -right, right: bottom, bottom: -left },
        _ => rect,
    }
}
