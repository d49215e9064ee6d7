//! The glyphs of a page: characters with place, size, weight and marked content.

use std::ops::Range;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::xref::XRef;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};

use crate::limits;

/// One glyph as drawn, in page points from the upper left, turned so that its line runs to the right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    text: (u32, u8),
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
    characters: String,
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
    /// Whether there were more glyphs than are kept.
    pub cut: bool,
}

impl PageGlyphs {
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

/// Draws a page and keeps its glyphs.
pub(crate) fn collect<'a>(page: &Page<'a>, xref: &'a XRef, cache: &InterpreterCache<'a>) -> PageGlyphs {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context =
        Context::new(page.initial_transform(true).to_kurbo(), area, cache, xref, InterpreterSettings::default());
    let mut collector = Collector { page: PageGlyphs { width, height, ..PageGlyphs::default() }, marks: Vec::new() };
    interpret_page(page, &mut context, &mut collector);
    collector.page
}

/// One open marked-content sequence.
#[derive(Default)]
struct Mark {
    id: Option<i32>,
    artifact: bool,
    /// Words that stand for the glyphs inside, until the first glyph has taken them.
    instead: Option<String>,
    replaced: bool,
}

struct Collector {
    page: PageGlyphs,
    marks: Vec<Mark>,
}

impl Collector {
    fn push(&mut self, glyph: &Drawn<'_>, transform: Affine, bold: bool, downwards: bool) {
        if self.page.glyphs.len() >= limits::PAGE_GLYPHS {
            self.page.cut = true;
            return;
        }
        let origin = transform * Point::ZERO;
        let advance = match glyph {
            Drawn::Outline(outline) => f64::from(outline.advance_width().unwrap_or(0.0)),
            Drawn::Type3(drawn) => f64::from(drawn.advance_width().unwrap_or(0.0)),
        };
        let up = transform * Point::new(0.0, 1000.0) - origin;
        let (along, end) = if downwards {
            (-up, origin - up)
        } else {
            (transform * Point::new(1000.0, 0.0) - origin, transform * Point::new(advance, 0.0))
        };
        if !(origin.is_finite() && end.is_finite() && up.is_finite() && along.is_finite()) {
            return;
        }
        let (turn, from, to) = turned(along, origin, end);
        let start = self.page.characters.len();
        self.write(glyph);
        let len = u8::try_from(self.page.characters.len() - start).unwrap_or(0);
        self.page.glyphs.push(Glyph {
            text: (u32::try_from(start).unwrap_or(u32::MAX), len),
            left: from.x as f32,
            right: to.x.max(from.x) as f32,
            base: from.y as f32,
            size: up.hypot() as f32,
            bold,
            turn: if downwards && turn == 1 { DOWNWARDS } else { turn },
            mark: self.marks.iter().rev().find_map(|mark| mark.id),
            artifact: self.marks.iter().any(|mark| mark.artifact),
        });
    }

    fn write(&mut self, glyph: &Drawn<'_>) {
        if let Some(mark) = self.marks.iter_mut().rev().find(|mark| mark.replaced) {
            if let Some(words) = mark.instead.take() {
                self.page.characters.extend(words.chars().take(60));
            }
            return;
        }
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => self.write_char(c),
            Some(BfString::String(text)) => text.chars().take(8).for_each(|c| self.write_char(c)),
            None => {
                self.page.unmapped += 1;
                self.page.characters.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }

    fn write_char(&mut self, c: char) {
        let plain = match c {
            '\u{fb00}' => "ff",
            '\u{fb01}' => "fi",
            '\u{fb02}' => "fl",
            '\u{fb03}' => "ffi",
            '\u{fb04}' => "ffl",
            '\u{fb05}' | '\u{fb06}' => "st",
            '\u{f0b7}' | '\u{f0a7}' => "•",
            '\0'..='\u{8}' => {
                self.page.unmapped += 1;
                "\u{fffd}"
            }
            _ => {
                self.page.characters.push(c);
                return;
            }
        };
        self.page.characters.push_str(plain);
    }
}

/// The line's direction in quarter turns, and both ends turned so that it runs to the right.
fn turned(along: Vec2, from: Point, to: Point) -> (u8, Point, Point) {
    let (x, y) = (along.x, along.y);
    let flat = |a: f64, b: f64| a.abs() > 8.0 * b.abs();
    let turn = |point: Point, quarter: u8| match quarter {
        1 => Point::new(point.y, -point.x),
        2 => Point::new(-point.x, -point.y),
        3 => Point::new(-point.y, point.x),
        _ => point,
    };
    let quarter = match () {
        () if flat(x, y) => {
            if x > 0.0 {
                0
            } else {
                2
            }
        }
        () if flat(y, x) => {
            if y > 0.0 {
                1
            } else {
                3
            }
        }
        () => ASLANT,
    };
    (quarter, turn(from, quarter), turn(to, quarter))
}

impl<'a> Device<'a> for Collector {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let bold = run.glyphs().first().is_some_and(|glyph| is_bold(glyph));
        let downwards = run.writing_mode() == WritingMode::Vertical;
        for glyph in run.glyphs() {
            self.push(glyph, props.transform * glyph.transform(), bold, downwards);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.page.images += 1;
        let pixels = u64::from(image.width()).saturating_mul(u64::from(image.height()));
        self.page.pixels = self.page.pixels.saturating_add(pixels);
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let instead = properties
            .and_then(|properties| properties.get::<PdfString<'_>>(b"ActualText"))
            .map(|text| pdf_text(text.as_bytes()));
        self.marks.push(Mark {
            id: properties.and_then(|properties| properties.get::<i32>(b"MCID")),
            artifact: tag == b"Artifact",
            replaced: instead.is_some(),
            instead,
        });
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }
}

fn is_bold(glyph: &Drawn<'_>) -> bool {
    let Drawn::Outline(outline) = glyph else { return false };
    outline.font_data().is_some_and(|font| {
        font.weight.is_some_and(|weight| weight >= 600)
            || font.postscript_name.is_some_and(|name| name.contains("Bold") || name.contains("Black"))
    })
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
