//! Showing text: where the glyphs of a string stand.

use hayro_font::kurbo::{Affine, Point, Vec2};

use super::Reading;
use crate::limits;
use crate::pdf::glyphs::{DOWNWARDS, Glyph, quarter, turned};

impl Reading<'_, '_> {
    /// Moves the place of the next glyph back by so many thousandths of the font size.
    pub(super) fn move_back(&mut self, thousandths: f64) {
        let by = -thousandths / 1000.0 * self.state.size;
        let down = self.state.face.as_ref().is_some_and(|face| face.downwards);
        let by = if down { Vec2::new(0.0, by) } else { Vec2::new(by * self.state.stretch, 0.0) };
        self.state.text *= Affine::translate(by);
    }

    /// Places the glyphs of a string.
    pub(super) fn show(&mut self, bytes: &[u8]) {
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
