//! Content streams: the operators that place text, and none of those that only paint.
//!
//! ISO 32000-2, 8.4 (graphics state), 9.3 and 9.4 (text), 14.6 (marked content). Paths,
//! colours, shadings and the samples of images are passed over without being decoded.
//! What one page may hold is bounded, forms that draw each other included.

mod annotations;
mod show;
mod state;

use hayro_font::kurbo::Affine;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_interpret::hayro_syntax::page::{Page, Resources};

use super::fonts::Fonts;
use super::glyphs::{PageGlyphs, Store};
use super::layers::Layers;
use super::operands::{Operand, Piece, name, number, numbers, text};
use super::operators::Operators;
use super::unpack::{Unpacked, unpack};
use crate::limits;
use state::{Mark, Properties, State};

/// Reads a page's glyphs in the order of drawing.
pub(crate) fn collect<'a>(page: &Page<'a>, fonts: &Fonts<'a>, layers: &Layers, store: &mut Store) -> PageGlyphs {
    let (width, height) = page.render_dimensions();
    let begin = store.len();
    let mut reading = Reading {
        store,
        begin,
        fonts,
        layers,
        page: PageGlyphs::new(width, height),
        marks: Vec::new(),
        state: State::new(Affine::new(page.initial_transform(true).as_coeffs())),
        saved: Vec::new(),
        unsaved: 0,
        left: limits::PAGE_CONTENT_BYTES,
        forms: limits::PAGE_FORMS,
        stopped: false,
    };
    reading.page(page);
    reading.annotations(page);
    let Reading { mut page, store, .. } = reading;
    page.claim(begin..store.len());
    page
}

struct Reading<'a, 'b> {
    fonts: &'b Fonts<'a>,
    layers: &'b Layers,
    page: PageGlyphs,
    store: &'b mut Store,
    /// The first glyph of the page.
    begin: usize,
    marks: Vec<Mark>,
    state: State<'a>,
    saved: Vec<State<'a>>,
    /// States that were to be saved beyond the bound.
    unsaved: usize,
    /// Bytes of content that may still be read.
    left: usize,
    /// Forms that may still be drawn.
    forms: usize,
    /// Whether there were more glyphs than are read.
    stopped: bool,
}

/// Forms within forms that are followed.
const NESTED: usize = 32;
/// Times that a stream is taken up again after what cannot be read in it.
const RESUMED: usize = 64;
/// Graphics states kept at once.
const SAVED: usize = 1000;

impl<'a> Reading<'a, '_> {
    fn page(&mut self, page: &Page<'a>) {
        let mut data = Vec::new();
        let streams = match page.raw().get::<Object<'_>>(b"Contents") {
            Some(Object::Stream(stream)) => vec![stream],
            Some(Object::Array(list)) => list.iter::<Object<'_>>().filter_map(Object::into_stream).collect(),
            _ => Vec::new(),
        };
        for stream in streams {
            match self.unpack(&stream) {
                Some(bytes) if data.is_empty() => data = bytes.into_owned(),
                Some(bytes) => {
                    data.push(b' ');
                    data.extend_from_slice(&bytes);
                }
                None => {}
            }
        }
        self.stream(&data, page.resources(), 0);
    }

    /// The bytes of a stream of content, as far as the page has room for them.
    fn unpack(&mut self, stream: &Stream<'a>) -> Option<std::borrow::Cow<'a, [u8]>> {
        match unpack(stream, self.left) {
            Unpacked::Bytes(bytes) => {
                self.left -= bytes.len().min(self.left);
                Some(bytes)
            }
            Unpacked::TooLarge => {
                self.page.cut = true;
                None
            }
            Unpacked::Unreadable => {
                self.page.broken = true;
                None
            }
        }
    }

    /// Reads a stream; what cannot be read in it is left out up to the next text object.
    fn stream(&mut self, data: &[u8], resources: &Resources<'a>, depth: usize) {
        let (marks, saved) = (self.marks.len(), self.saved.len());
        let mut from = 0;
        for _ in 0..RESUMED {
            let end = from + self.operators(&data[from..], resources, depth, marks, saved);
            let rest = data.get(end..).unwrap_or(&[]);
            if self.stopped || rest.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
                break;
            }
            self.page.broken = true;
            let Some(next) = next_text(rest) else { break };
            from = end + next;
        }
        self.marks.truncate(marks);
        if let Some(state) = self.saved.drain(saved..).next() {
            self.state = state;
        }
    }

    /// Follows operators as far as they can be read; the place behind the last one.
    fn operators(&mut self, data: &[u8], resources: &Resources<'a>, depth: usize, marks: usize, saved: usize) -> usize {
        let mut operators = Operators::new(data);
        while let Some(operator) = operators.next() {
            match operator {
                b"q" if self.saved.len() < SAVED => self.saved.push(self.state.clone()),
                b"q" => self.unsaved += 1,
                b"Q" if self.unsaved > 0 => self.unsaved -= 1,
                b"Q" if self.saved.len() > saved => {
                    if let Some(state) = self.saved.pop() {
                        self.state = state;
                    }
                }
                b"EMC" if self.marks.len() > marks => drop(self.marks.pop()),
                b"BI" => {
                    for image in &operators.operands {
                        if let Operand::Other(image) = image
                            && let Object::Stream(image) = &**image
                        {
                            self.image(image.dict());
                        }
                    }
                }
                operator => {
                    self.operator(operator, &operators, resources, depth);
                }
            }
            if self.stopped {
                break;
            }
        }
        operators.end()
    }

    /// Follows one operator; `None` where its operands are not what they should be.
    fn operator(
        &mut self,
        operator: &[u8],
        drawn: &Operators<'_>,
        resources: &Resources<'a>,
        depth: usize,
    ) -> Option<()> {
        let operands = drawn.operands.as_slice();
        match operator {
            b"cm" => self.state.space *= Affine::new(numbers(operands)?),
            b"BT" => (self.state.text, self.state.line) = (Affine::IDENTITY, Affine::IDENTITY),
            b"Tm" => {
                self.state.line = Affine::new(numbers(operands)?);
                self.state.text = self.state.line;
            }
            b"Td" => {
                let [x, y] = numbers(operands)?;
                self.state.next_line(x, y);
            }
            b"TD" => {
                let [x, y] = numbers(operands)?;
                self.state.leading = -y;
                self.state.next_line(x, y);
            }
            b"T*" => self.state.next_line(0.0, -self.state.leading),
            b"Tc" => [self.state.character_space] = numbers(operands)?,
            b"Tw" => [self.state.word_space] = numbers(operands)?,
            b"Tz" => self.state.stretch = numbers::<1>(operands)?[0] / 100.0,
            b"TL" => [self.state.leading] = numbers(operands)?,
            b"Ts" => [self.state.rise] = numbers(operands)?,
            b"Tf" => {
                let name = operands.iter().find_map(name)?;
                [self.state.size] = numbers(operands)?;
                self.state.face = self.fonts.named(resources, &name);
                self.page.cut |= self.state.face.is_none();
            }
            b"Tj" => self.show(&operands.iter().find_map(text)?.bytes()),
            b"'" => {
                self.state.next_line(0.0, -self.state.leading);
                self.show(&operands.iter().find_map(text)?.bytes());
            }
            b"\"" => {
                let mut spaces = operands.iter().filter_map(number);
                self.state.word_space = spaces.next()?;
                self.state.character_space = spaces.next()?;
                self.state.next_line(0.0, -self.state.leading);
                self.show(&operands.iter().find_map(text)?.bytes());
            }
            b"TJ" => {
                let Operand::List(from, to) = *operands.last()? else { return None };
                for piece in drawn.list_of(from, to) {
                    match piece {
                        Piece::Text(text) => self.show(&text.bytes()),
                        Piece::Number(back) => self.move_back(*back),
                    }
                }
            }
            b"BMC" => self.begin(&operands.iter().find_map(name)?, Properties::default(), false),
            b"BDC" => {
                let [tag, properties, ..] = operands else { return None };
                let (tag, named) = (name(tag)?, name(properties));
                let (properties, hidden) = match (properties, named) {
                    (Operand::Numbered(id), _) => (Properties { id: Some(*id), instead: None }, false),
                    (_, Some(named)) => {
                        let hidden = tag.as_ref() == b"OC" && self.layers.hide(&resources.properties, named.as_ref());
                        let properties = resources.properties.get::<Dict<'_>>(named);
                        (properties.as_ref().map(Properties::of).unwrap_or_default(), hidden)
                    }
                    (Operand::Other(other), _) => match &**other {
                        Object::Dict(own) => (Properties::of(own), false),
                        _ => (Properties::default(), false),
                    },
                    _ => (Properties::default(), false),
                };
                self.begin(&tag, properties, hidden);
            }
            b"Do" => {
                let drawn = resources.get_x_object(&operands.iter().find_map(name)?)?;
                self.drawn(&drawn, resources, depth);
            }
            b"gs" => {
                let wanted = resources.get_ext_g_state(&operands.iter().find_map(name)?)?;
                let font = wanted.get::<Array<'_>>(b"Font")?;
                let mut font = font.iter::<Object<'_>>();
                self.state.face = self.fonts.open(&font.next()?.into_dict()?);
                self.state.size = font.next()?.into_number()?.as_f64();
            }
            _ => {}
        }
        Some(())
    }

    /// Draws a form, or counts an image.
    fn drawn(&mut self, drawn: &Stream<'a>, resources: &Resources<'a>, depth: usize) {
        let dict = drawn.dict();
        match dict.get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Image") => self.image(dict),
            Some(b"Form") if !self.layers.hide(dict, b"OC") => self.form(drawn, Affine::IDENTITY, resources, depth),
            _ => {}
        }
    }

    fn form(&mut self, form: &Stream<'a>, place: Affine, resources: &Resources<'a>, depth: usize) {
        if depth >= NESTED || self.forms == 0 {
            self.page.cut |= self.forms == 0;
            return;
        }
        self.forms -= 1;
        let Some(data) = self.unpack(form) else { return };
        let own = form.dict().get::<Dict<'a>>(b"Resources").map(Resources::new);
        let state = self.state.clone();
        self.state.space *= place * matrix(form.dict());
        self.stream(&data, own.as_ref().unwrap_or(resources), depth + 1);
        self.state = state;
    }

    fn image(&mut self, dict: &Dict<'_>) {
        if self.marks.last().is_some_and(|mark| mark.hidden) {
            return;
        }
        let side =
            |long: &[u8], short: &[u8]| dict.get::<u32>(long).or_else(|| dict.get::<u32>(short)).map_or(0, u64::from);
        self.page.images += 1;
        let pixels = side(b"Width", b"W").saturating_mul(side(b"Height", b"H"));
        self.page.pixels = self.page.pixels.saturating_add(pixels);
    }

    fn begin(&mut self, tag: &Name<'_>, properties: Properties, hidden: bool) {
        let around = self.marks.last();
        self.marks.push(Mark {
            id: properties.id.or_else(|| around.and_then(|around| around.id)),
            artifact: tag.as_ref() == b"Artifact" || around.is_some_and(|around| around.artifact),
            hidden: hidden || around.is_some_and(|around| around.hidden),
            replaced: properties.instead.is_some(),
            instead: properties.instead,
        });
    }
}

fn matrix(form: &Dict<'_>) -> Affine {
    form.get::<[f64; 6]>(b"Matrix").map_or(Affine::IDENTITY, Affine::new)
}

/// The next operator that begins a text object.
fn next_text(data: &[u8]) -> Option<usize> {
    let ends = |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_whitespace() || b"])>}".contains(byte));
    let begins = |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_whitespace() || b"[(</%".contains(byte));
    memchr::memmem::find_iter(data, b"BT").find(|&at| at > 0 && ends(data.get(at - 1)) && begins(data.get(at + 2)))
}
