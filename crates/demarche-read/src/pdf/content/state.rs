//! What operators set for the glyphs to come: the graphics state, and the marked content around them.

use std::rc::Rc;

use hayro_font::kurbo::Affine;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};

use crate::pdf::fonts::Face;
use crate::pdf::glyphs::pdf_text;

/// What decides where the next glyph stands.
#[derive(Clone)]
pub(super) struct State<'a> {
    /// From the units of the stream to points of the page.
    pub space: Affine,
    /// From text to the units of the stream: of the next glyph, and of the line's start.
    pub text: Affine,
    pub line: Affine,
    pub face: Option<Rc<Face<'a>>>,
    pub size: f64,
    pub character_space: f64,
    pub word_space: f64,
    /// Share of the usual width.
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
}

impl State<'_> {
    pub fn new(space: Affine) -> Self {
        Self {
            space,
            text: Affine::IDENTITY,
            line: Affine::IDENTITY,
            face: None,
            size: 1.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }

    pub fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.text = self.line;
    }
}

/// One open marked-content sequence.
#[derive(Default)]
pub(super) struct Mark {
    /// Its number, or that of the sequence around it.
    pub id: Option<i32>,
    pub artifact: bool,
    pub hidden: bool,
    /// Words that stand for the glyphs inside, until the first glyph has taken them.
    pub instead: Option<String>,
    pub replaced: bool,
}

/// What a marked-content sequence says of itself.
#[derive(Default)]
pub(super) struct Properties {
    pub id: Option<i32>,
    pub instead: Option<String>,
}

impl Properties {
    pub fn of(dict: &Dict<'_>) -> Self {
        let instead = dict.get::<PdfString<'_>>(b"ActualText").map(|text| pdf_text(text.as_bytes()));
        Self { id: dict.get::<i32>(b"MCID"), instead }
    }
}
