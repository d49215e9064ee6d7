//! Content streams: the operators that place text, and none of those that only paint.
//!
//! ISO 32000-2, 8.4 (graphics state), 9.3 and 9.4 (text), 14.6 (marked content). Paths,
//! colours, shadings and the samples of images are passed over without being decoded.
//! What one page may hold is bounded, forms that draw each other included.

use std::rc::Rc;

use hayro_font::kurbo::{Affine, Point, Vec2};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream, String as PdfString};
use hayro_interpret::hayro_syntax::page::{Page, Resources};

use super::fonts::{Face, Fonts};
use super::glyphs::{DOWNWARDS, Glyph, PageGlyphs, Store, pdf_text, quarter, turned};
use super::layers::Layers;
use super::operands::{Operand, Piece, name, number, numbers, text};
use super::operators::Operators;
use super::unpack::{Unpacked, unpack};
use crate::limits;

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

/// What decides where the next glyph stands.
#[derive(Clone)]
struct State<'a> {
    /// From the units of the stream to points of the page.
    space: Affine,
    /// From text to the units of the stream: of the next glyph, and of the line's start.
    text: Affine,
    line: Affine,
    face: Option<Rc<Face<'a>>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    /// Share of the usual width.
    stretch: f64,
    leading: f64,
    rise: f64,
}

impl State<'_> {
    fn new(space: Affine) -> Self {
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

    fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.text = self.line;
    }
}

/// One open marked-content sequence.
#[derive(Default)]
struct Mark {
    /// Its number, or that of the sequence around it.
    id: Option<i32>,
    artifact: bool,
    hidden: bool,
    /// Words that stand for the glyphs inside, until the first glyph has taken them.
    instead: Option<String>,
    replaced: bool,
}

/// What a marked-content sequence says of itself.
#[derive(Default)]
struct Properties {
    id: Option<i32>,
    instead: Option<String>,
}

impl Properties {
    fn of(dict: &Dict<'_>) -> Self {
        let instead = dict.get::<PdfString<'_>>(b"ActualText").map(|text| pdf_text(text.as_bytes()));
        Self { id: dict.get::<i32>(b"MCID"), instead }
    }
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

    /// Draws what the page's annotations show, as comments and filled fields do (12.5.5).
    fn annotations(&mut self, page: &Page<'a>) {
        let Some(list) = page.raw().get::<Array<'_>>(b"Annots") else { return };
        for annotation in list.iter::<Dict<'a>>().take(limits::PAGE_FORMS) {
            let hidden = annotation.get::<u32>(b"F").unwrap_or(0) & (HIDDEN | NOT_SHOWN) != 0;
            if hidden || self.layers.hide(&annotation, b"OC") {
                continue;
            }
            let (Some(form), Some(rect)) = (appearance(&annotation), annotation.get::<Rect>(b"Rect")) else { continue };
            let Some(drawn) = form.dict().get::<[f64; 4]>(b"BBox") else { continue };
            let matrix = matrix(form.dict());
            let corners = [(0, 1), (0, 3), (2, 1), (2, 3)].map(|(x, y)| matrix * Point::new(drawn[x], drawn[y]));
            let least = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
            let most = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
            let (left, bottom) = (least(|point| point.x), least(|point| point.y));
            let across = (rect.x1 - rect.x0) / (most(|point| point.x) - left);
            let up = (rect.y1 - rect.y0) / (most(|point| point.y) - bottom);
            let place = Affine::new([across, 0.0, 0.0, up, rect.x0 - across * left, rect.y0 - up * bottom]);
            if place.is_finite() {
                self.form(&form, place, page.resources(), 0);
            }
        }
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

    fn move_back(&mut self, thousandths: f64) {
        let by = -thousandths / 1000.0 * self.state.size;
        let down = self.state.face.as_ref().is_some_and(|face| face.downwards);
        let by = if down { Vec2::new(0.0, by) } else { Vec2::new(by * self.state.stretch, 0.0) };
        self.state.text *= Affine::translate(by);
    }

    /// Places the glyphs of a string.
    fn show(&mut self, bytes: &[u8]) {
        let state = &mut self.state;
        if state.face.is_none() {
            state.face = self.fonts.substitute();
        }
        let Some(face) = state.face.clone() else { return };
        let mut characters = face.characters();
        let mark = self.marks.last();
        let hidden = mark.is_some_and(|mark| mark.hidden) || face.substitute && !bytes.is_ascii();
        let replaced = self.marks.iter().rposition(|mark| mark.replaced);
        let frame = state.space * state.text;
        let [a, b, c, d, ..] = frame.as_coeffs();
        let (em, up) = (state.size / 1000.0, Vec2::new(c, d) * state.size);
        let along = if face.downwards { -up } else { Vec2::new(a, b) * (state.size * state.stretch) };
        let quarter = quarter(along);
        let hidden = hidden || !(up.is_finite() && along.is_finite());
        let like = Glyph {
            size: up.hypot() as f32,
            bold: face.bold,
            turn: if face.downwards && quarter == 1 { DOWNWARDS } else { quarter },
            mark: mark.and_then(|mark| mark.id),
            artifact: mark.is_some_and(|mark| mark.artifact),
            ..Glyph::default()
        };
        let mut pen = Vec2::ZERO;
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = face.code(bytes, at);
            at += length;
            let character = characters.of(code);
            let advance = character.advance * em;
            let from = frame
                * Point::new(
                    pen.x + character.shift.x * em * state.stretch,
                    pen.y + character.shift.y * em + state.rise,
                );
            let to = if face.downwards { from - up } else { from + Vec2::new(a, b) * (advance * state.stretch) };
            let space = if code == 32 && length == 1 { state.word_space } else { 0.0 };
            let forward = advance + state.character_space + space;
            if face.downwards {
                pen.y += forward
            } else {
                pen.x += forward * state.stretch
            }
            if hidden || !(from.is_finite() && to.is_finite()) {
                continue;
            }
            if self.store.len() - self.begin >= limits::PAGE_GLYPHS {
                (self.page.cut, self.stopped) = (true, true);
                return;
            }
            let (from, to) = (turned(from, quarter), turned(to, quarter));
            let glyph = Glyph { left: from.x as f32, right: to.x.max(from.x) as f32, base: from.y as f32, ..like };
            match replaced.and_then(|mark| self.marks.get_mut(mark)) {
                Some(mark) => self.store.push_words(glyph, &mark.instead.take().unwrap_or_default()),
                None => {
                    self.page.unmapped += usize::from(!character.known);
                    self.store.push(glyph, &character.text, character.blank);
                }
            }
        }
        state.text *= Affine::translate(pen);
    }
}

/// Annotation flags (table 167).
const HIDDEN: u32 = 1 << 1;
const NOT_SHOWN: u32 = 1 << 5;

fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'_>>(b"AP")?.get::<Object<'_>>(b"N")? {
        Object::Stream(form) => Some(form),
        Object::Dict(states) => states.get::<Stream<'_>>(annotation.get::<Name<'_>>(b"AS")?),
        _ => None,
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
