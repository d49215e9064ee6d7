//! Fonts: the advance and the characters of each code, looked up once.
//!
//! Reading needs no outlines. A face keeps what a code stands for as soon as it
//! is met, and a font that several pages share is opened once.

use std::cell::{RefCell, RefMut};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::hayro_cmap::{self, BfString};
use hayro_font::kurbo::Vec2;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn, GlyphId, StandardFont};
use hayro_interpret::hayro_syntax::object::{Dict, Name, ObjectIdentifier};
use hayro_interpret::hayro_syntax::page::Resources;

use super::described::Described;
use super::unpack;
use crate::limits;

/// The fonts of a file.
pub(crate) struct Fonts<'a> {
    opened: FontCache<'a>,
    programs: FontResolverFn,
    maps: CMapResolverFn,
    faces: RefCell<BTreeMap<ObjectIdentifier, Option<Rc<Face<'a>>>>>,
    substitute: RefCell<Option<Rc<Face<'a>>>>,
    /// Bytes that further fonts may hold.
    room: RefCell<usize>,
}

/// A font and what its codes stand for, as far as they were met.
pub(crate) struct Face<'a> {
    source: Source<'a>,
    /// Whether it stands in for a font that the file does not hold: only plain letters are believed then.
    pub substitute: bool,
    /// Whether its strokes are bold.
    pub bold: bool,
    /// Whether its lines run from top to bottom.
    pub downwards: bool,
    characters: RefCell<Known>,
}

/// What the codes of a face stand for, as far as they were met.
#[derive(Default)]
struct Known {
    /// Of the codes of one byte and two, each at its own place.
    short: Vec<Option<Box<Character>>>,
    long: BTreeMap<u32, Character>,
}

/// The characters of a face while a string is drawn.
pub(crate) struct Characters<'f, 'a> {
    face: &'f Face<'a>,
    known: RefMut<'f, Known>,
}

/// Where a face knows its codes from.
enum Source<'a> {
    Described(Box<Described>),
    Program(Font<'a>),
}

/// What a code stands for.
#[derive(Clone, Debug)]
pub(crate) struct Character {
    /// In words; U+FFFD where the file does not tell.
    pub text: String,
    /// Whether that is nothing but space.
    pub blank: bool,
    /// Whether the file tells.
    pub known: bool,
    /// How far the next glyph is, in thousandths of the font size; downwards for a font whose lines run so.
    pub advance: f64,
    /// Where the glyph begins, in thousandths of the font size.
    pub shift: Vec2,
}

impl<'a> Fonts<'a> {
    /// No font yet.
    pub fn new() -> Self {
        Self {
            opened: FontCache::new(),
            programs: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(wanted) => Some(wanted.pick_standard_font().get_font_data()),
            }),
            maps: Arc::new(hayro_cmap::load_embedded),
            faces: RefCell::default(),
            substitute: RefCell::default(),
            room: RefCell::new(limits::FONT_BYTES),
        }
    }

    /// The face that resources call by a name; Helvetica where they know none, as readers do.
    pub fn named(&self, resources: &Resources<'a>, name: &Name<'_>) -> Option<Rc<Face<'a>>> {
        let Some(id) = resources.fonts.get_ref(name).map(ObjectIdentifier::from) else {
            return match resources.get_font(name) {
                Some(dict) => self.open(&dict),
                None => self.substitute(),
            };
        };
        if let Some(face) = self.faces.borrow().get(&id) {
            return face.clone();
        }
        let face = match resources.get_font(name) {
            Some(dict) => self.open(&dict),
            None => self.substitute(),
        };
        self.faces.borrow_mut().insert(id, face.clone());
        face
    }

    /// The face of a font; a substitute where it cannot be used, none where it is too large.
    pub fn open(&self, dict: &Dict<'a>) -> Option<Rc<Face<'a>>> {
        let room = *self.room.borrow();
        if let Some(font) = Described::of(dict, room) {
            return Some(Rc::new(Face::new(Source::Described(Box::new(font)), is_bold(dict), false)));
        }
        *self.room.borrow_mut() -= unpack::font(dict, room)?;
        match self.opened.font(dict, &self.programs, &self.maps) {
            Some(font) => Some(Rc::new(Face::new(Source::Program(font), is_bold(dict), false))),
            None => self.substitute(),
        }
    }

    /// The face for text without a font.
    pub fn substitute(&self) -> Option<Rc<Face<'a>>> {
        if let Some(face) = &*self.substitute.borrow() {
            return Some(face.clone());
        }
        let font = self.opened.standard_font(StandardFont::Helvetica, &self.programs)?;
        let face = Rc::new(Face::new(Source::Program(font), false, true));
        *self.substitute.borrow_mut() = Some(face.clone());
        Some(face)
    }
}

impl<'a> Face<'a> {
    fn new(source: Source<'a>, named_bold: bool, substitute: bool) -> Self {
        let (bold, downwards) = match &source {
            Source::Program(font) => (named_bold || is_heavy(font), !font.is_horizontal()),
            Source::Described(_) => (named_bold, false),
        };
        Self { source, substitute, bold, downwards, characters: RefCell::default() }
    }

    /// The code that begins at `at`, and its length in bytes.
    pub fn code(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        match &self.source {
            Source::Program(font) => {
                let (code, length) = font.read_code(bytes, at);
                (code, length.max(1))
            }
            Source::Described(font) => font.code(bytes, at),
        }
    }

    /// What its codes stand for.
    pub fn characters(&self) -> Characters<'_, 'a> {
        Characters { face: self, known: self.characters.borrow_mut() }
    }

    fn look_up(&self, code: u32) -> Character {
        let (unicode, advance, shift) = match &self.source {
            Source::Described(font) => (font.unicode(code), font.advance(code), Vec2::ZERO),
            Source::Program(font) => {
                let unicode = match font.glyph(GlyphId::NOTDEF, code) {
                    FontGlyph::Outline(glyph) => glyph.as_unicode(),
                    FontGlyph::Type3(glyph) => glyph.as_unicode(),
                };
                let advance = font.code_advance(code);
                let advance = if self.downwards { advance.y } else { advance.x };
                (unicode, advance, font.origin_displacement(code))
            }
        };
        let (mut text, mut known) = (String::new(), true);
        match unicode {
            Some(BfString::Char(c)) => known &= write(&mut text, c),
            Some(BfString::String(words)) => {
                for c in words.chars().take(LIGATURE) {
                    known &= write(&mut text, c);
                }
            }
            None => {
                text.push(char::REPLACEMENT_CHARACTER);
                known = false;
            }
        }
        Character { blank: text.trim().is_empty(), text, known, advance, shift }
    }
}

impl Characters<'_, '_> {
    /// What a code stands for.
    pub fn of(&mut self, code: u32) -> &Character {
        let Known { short, long } = &mut *self.known;
        let look_up = || self.face.look_up(code);
        match usize::try_from(code) {
            Ok(at) if at <= usize::from(u16::MAX) => {
                if at >= short.len() {
                    short.resize_with(at + 1, || None);
                }
                short[at].get_or_insert_with(|| Box::new(look_up()))
            }
            _ => long.entry(code).or_insert_with(look_up),
        }
    }
}

/// Most characters that one glyph stands for.
const LIGATURE: usize = 8;

/// The least weight that is bold, of 100 to 900.
const BOLD: u32 = 600;

/// Whether a font's name or description says that it is bold.
fn is_bold(dict: &Dict<'_>) -> bool {
    let name = dict.get::<Name<'_>>(b"BaseFont");
    let heavy = |dict: &Dict<'_>| dict.get::<u32>(b"FontWeight").is_some_and(|weight| weight >= BOLD);
    name.is_some_and(|name| ["Bold", "Black", "Heavy"].iter().any(|word| name.as_str().contains(word)))
        || dict.get::<Dict<'_>>(b"FontDescriptor").is_some_and(|descriptor| heavy(&descriptor))
}

/// Whether a font's program says that it is bold.
fn is_heavy(font: &Font<'_>) -> bool {
    let FontGlyph::Outline(glyph) = font.glyph(GlyphId::NOTDEF, 0) else { return false };
    glyph.font_data().and_then(|data| data.weight).is_some_and(|weight| weight >= BOLD)
}

/// Writes a character, a ligature as its letters; false where it is none.
fn write(out: &mut String, c: char) -> bool {
    let plain = match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        '\u{f0b7}' | '\u{f0a7}' => "•",
        '\0'..='\u{8}' => "\u{fffd}",
        _ => {
            out.push(c);
            return true;
        }
    };
    out.push_str(plain);
    plain != "\u{fffd}"
}
