//! The glyphs of a page: characters with place, size, weight and marked content.

use std::ops::Range;
use std::sync::Arc;

use hayro_font::kurbo::{Point, Vec2};

use crate::document::Rect;

/// One glyph as drawn, in page points from the upper left, turned so that its line runs to the right.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Glyph {
    /// Where its characters begin and end.
    pub(super) text: (u32, u32),
    /// Left end on the base line.
    pub left: f32,
    /// Right end on the base line.
    pub right: f32,
    /// Base line.
    pub base: f32,
    /// Font size.
    pub size: f32,
    /// Whether the font is bold.
    pub bold: bool,
    /// Whether it stands for nothing but space.
    pub blank: bool,
    /// Quarter turns clockwise from upright; [`ASLANT`] for any other angle, [`DOWNWARDS`] for upright glyphs set below each other.
    pub turn: u8,
    /// Marked content that the tag tree names.
    pub mark: Option<i32>,
    /// Whether it is marked as page furniture.
    pub artifact: bool,
}

/// The turn of text at an angle that is no quarter.
pub(crate) const ASLANT: u8 = 4;
/// The turn of text that is written from top to bottom.
pub(crate) const DOWNWARDS: u8 = 5;

/// What one page draws.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageGlyphs {
    /// Where its glyphs lie, with those of the pages around.
    store: Arc<Store>,
    /// Which of them are its own, in the order of drawing.
    own: Range<usize>,
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
    /// Images drawn.
    pub images: usize,
    /// Pixels that the images claim to have.
    pub pixels: u64,
    /// Glyphs whose characters the file does not tell.
    pub unmapped: usize,
    /// Whether there was more than is read.
    pub cut: bool,
    /// Whether some of its content could not be read.
    pub broken: bool,
}

/// The glyphs of a stretch of pages.
///
/// All pages of a file are held until their common heads and feet are known. Glyphs that
/// follow each other share most of what is known of them, so that each needs few bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    placed: Vec<Placed>,
    styles: Vec<Style>,
    characters: String,
    /// Whether a letter may be among them whose script runs to the left.
    leftward: bool,
}

/// What a glyph has of its own.
#[derive(Clone, Copy, Debug)]
struct Placed {
    left: f32,
    right: f32,
    /// Where its characters begin; they end where those of the next begin.
    text: u32,
    /// Number of its style, and [`BLANK`].
    style: u32,
}

/// Marks a glyph that stands for nothing but space.
const BLANK: u32 = 1 << 31;

/// What glyphs have in common with those before.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Style {
    base: f32,
    size: f32,
    mark: Option<i32>,
    turn: u8,
    bold: bool,
    artifact: bool,
}

impl Store {
    /// Adds a glyph and what it stands for: a few characters, `blank` where they are nothing but space.
    pub fn push(&mut self, glyph: Glyph, text: &str, blank: bool) {
        let Glyph { left, right, base, size, bold, turn, mark, artifact, .. } = glyph;
        let style = Style { base, size, mark, turn, bold, artifact };
        if self.styles.last() != Some(&style) {
            self.styles.push(style);
        }
        let style = u32::try_from(self.styles.len() - 1).unwrap_or(0) & !BLANK | if blank { BLANK } else { 0 };
        let begin = u32::try_from(self.characters.len()).unwrap_or(u32::MAX);
        self.characters.push_str(text);
        self.leftward |= may_run_left(text);
        self.placed.push(Placed { left, right, text: begin, style });
    }

    /// Adds a glyph that stands for any number of words.
    pub fn push_words(&mut self, glyph: Glyph, text: &str) {
        let text = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
        self.push(glyph, text, text.trim().is_empty());
    }

    /// How many glyphs there are.
    pub fn len(&self) -> usize {
        self.placed.len()
    }

    #[inline]
    fn get(&self, at: usize) -> Option<Glyph> {
        let Placed { left, right, text, style } = *self.placed.get(at)?;
        let end = self.placed.get(at + 1).map_or(self.characters.len() as u32, |next| next.text);
        let blank = style & BLANK != 0;
        let Style { base, size, mark, turn, bold, artifact } = *self.styles.get((style & !BLANK) as usize)?;
        Some(Glyph { text: (text, end), left, right, base, size, bold, blank, turn, mark, artifact })
    }
}

/// Whether a letter from U+0590 on may be among characters, those of the signs from U+2000 to U+2FFF left out: by the
/// first bytes of UTF-8.
fn may_run_left(text: &str) -> bool {
    text.bytes().any(|byte| byte >= 0xd6 && byte != 0xe2)
}

/// Pages whose glyphs lie in one store.
pub(crate) fn share(store: Store, pages: &mut [PageGlyphs]) {
    let store = Arc::new(store);
    pages.iter_mut().for_each(|page| page.store = store.clone());
}

impl PageGlyphs {
    /// A page of a size in points, with nothing drawn on it.
    pub fn new(width: f32, height: f32) -> Self {
        Self { width, height, ..Self::default() }
    }

    /// Says which glyphs of the store to come are its own.
    pub fn claim(&mut self, own: Range<usize>) {
        self.own = own;
    }

    /// How many glyphs there are.
    pub fn len(&self) -> usize {
        self.own.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// A glyph by its number.
    #[inline]
    pub fn get(&self, at: usize) -> Option<Glyph> {
        if at < self.own.len() { self.store.get(self.own.start + at) } else { None }
    }

    /// Whether letters may be on it, or on a page around, whose script runs to the left.
    pub fn may_run_left(&self) -> bool {
        self.store.leftward
    }

    /// Glyphs in the order of drawing.
    pub fn iter(&self) -> impl Iterator<Item = Glyph> + '_ {
        self.own.clone().filter_map(|at| self.store.get(at))
    }

    /// The characters of a glyph.
    pub fn text(&self, glyph: &Glyph) -> &str {
        let (begin, end) = glyph.text;
        self.store.characters.get(begin as usize..end as usize).unwrap_or("")
    }
}

impl Glyph {
    /// The box around it.
    pub fn bounds(&self) -> Rect {
        Rect {
            left: self.left,
            top: self.base - self.size * 0.8,
            right: self.right,
            bottom: self.base + self.size * 0.2,
        }
    }
}

/// The direction of a line in quarter turns clockwise, [`ASLANT`] for any other angle.
pub(crate) fn quarter(along: Vec2) -> u8 {
    let flat = |a: f64, b: f64| a.abs() > 8.0 * b.abs();
    match (along.x, along.y) {
        (x, y) if flat(x, y) => {
            if x > 0.0 {
                0
            } else {
                2
            }
        }
        (x, y) if flat(y, x) => {
            if y > 0.0 {
                1
            } else {
                3
            }
        }
        _ => ASLANT,
    }
}

/// A point turned back by quarter turns, so that its line runs to the right.
pub(crate) fn turned(point: Point, quarter: u8) -> Point {
    match quarter {
        1 => Point::new(point.y, -point.x),
        2 => Point::new(-point.x, -point.y),
        3 => Point::new(-point.y, point.x),
        _ => point,
    }
}

/// A text string of PDF: UTF-16 with a byte order mark, UTF-8 with one, else PDFDocEncoding taken as Latin-1.
pub(crate) fn pdf_text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_that_runs_to_the_left_is_missed() {
        let mut letters = 0;
        for c in ('\u{590}'..=char::MAX).filter(|c| !('\u{2000}'..='\u{2fff}').contains(c)) {
            assert!(may_run_left(c.encode_utf8(&mut [0; 4])), "{c:?}");
            letters += 1;
        }
        assert!(letters > 1_000_000);
        let plain = ('\0'..'\u{580}').chain('\u{2000}'..='\u{2fff}');
        assert!(!plain.into_iter().any(|c| may_run_left(c.encode_utf8(&mut [0; 4]))));
    }
}
