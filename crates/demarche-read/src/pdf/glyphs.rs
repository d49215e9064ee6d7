//! The glyphs of a page: characters with place, size, weight and marked content.

use std::ops::Range;

use hayro_font::kurbo::{Point, Vec2};

/// One glyph as drawn, in page points from the upper left, turned so that its line runs to the right.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Glyph {
    /// Place and length of its characters.
    pub(super) text: (u32, u16),
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
    /// Glyphs in the order of drawing.
    pub glyphs: Vec<Glyph>,
    pub(super) characters: String,
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

impl PageGlyphs {
    /// Adds a glyph and what it stands for: a few characters, `blank` where they are nothing but space.
    pub fn push(&mut self, glyph: Glyph, text: &str, blank: bool) {
        let start = u32::try_from(self.characters.len()).unwrap_or(u32::MAX);
        self.characters.push_str(text);
        self.glyphs.push(Glyph { text: (start, u16::try_from(text.len()).unwrap_or(0)), blank, ..glyph });
    }

    /// Adds a glyph that stands for any number of words.
    pub fn push_words(&mut self, glyph: Glyph, text: &str) {
        let text = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
        self.push(glyph, text, text.trim().is_empty());
    }

    /// The characters of a glyph.
    pub fn text(&self, glyph: &Glyph) -> &str {
        let (at, len) = glyph.text;
        self.characters.get(at as usize..at as usize + usize::from(len)).unwrap_or("")
    }

    /// The box around glyphs.
    pub fn bounds(&self, range: Range<usize>) -> crate::document::Rect {
        let glyphs = &self.glyphs[range];
        let fold =
            |start: f32, pick: fn(f32, f32) -> f32, of: fn(&Glyph) -> f32| glyphs.iter().map(of).fold(start, pick);
        crate::document::Rect {
            left: fold(f32::MAX, f32::min, |glyph| glyph.left),
            top: fold(f32::MAX, f32::min, |glyph| glyph.base - glyph.size * 0.8),
            right: fold(f32::MIN, f32::max, |glyph| glyph.right),
            bottom: fold(f32::MIN, f32::max, |glyph| glyph.base + glyph.size * 0.2),
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
