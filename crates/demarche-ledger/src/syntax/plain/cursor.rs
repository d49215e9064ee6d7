//! A place in a text, moved on over what is expected there.

use std::borrow::Cow;

use demarche_diagnostic::{FileId, Span};

/// A place in a text; always on a character boundary.
#[derive(Clone)]
pub(in crate::syntax) struct Cursor<'t> {
    file: FileId,
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// At byte `at` of a text.
    pub fn new(file: FileId, text: &'t str, at: usize) -> Self {
        Self { file, text, at }
    }

    /// How many bytes lie before it.
    pub fn at(&self) -> usize {
        self.at
    }

    /// What comes after it.
    pub fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The byte that comes next.
    pub fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Moves over one ASCII character, if it comes next.
    pub fn eat(&mut self, expected: u8) -> bool {
        let here = expected.is_ascii() && self.next() == Some(expected);
        self.at += usize::from(here);
        here
    }

    /// As [`Self::eat`]; `None` where something else comes.
    pub fn need(&mut self, expected: u8) -> Option<()> {
        self.eat(expected).then_some(())
    }

    /// Moves over ASCII characters as long as they are `wanted`, and gives them.
    pub fn run(&mut self, wanted: impl Fn(u8) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.bytes().position(|byte| !byte.is_ascii() || !wanted(byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Moves over spaces.
    pub fn spaces(&mut self) -> usize {
        self.run(|byte| byte == b' ').len()
    }

    /// Moves over the rest of the line, unless there is a control character in it, and gives it.
    pub fn line(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let length = rest.bytes().position(is_control).unwrap_or(rest.len());
        self.at += length;
        matches!(self.next(), None | Some(b'\n')).then(|| &rest[..length])
    }

    /// Moves back over the last bytes that were read.
    pub fn back(&mut self, bytes: usize) {
        self.at = self.at.saturating_sub(bytes);
    }

    /// Further on by so many bytes, which end with a character.
    pub fn moved(&self, bytes: usize) -> Self {
        Self { at: self.at + bytes, ..*self }
    }

    /// From `start` to here.
    pub fn span(&self, start: usize) -> Span {
        Span::new(self.file, start..self.at)
    }

    /// From `start` to the last character before here that is not white.
    pub fn span_of_words(&self, start: usize) -> Span {
        let words = self.text.get(start..self.at).unwrap_or("");
        Span::new(self.file, start..start + words.trim_end().len())
    }

    /// Moves over words between double quotation marks and gives them.
    ///
    /// `None` where there are none on this line, a control character is among them, or an escape that does not mean the
    /// same in TOML, YAML and JSON.
    pub fn quoted(&mut self) -> Option<Cow<'t, str>> {
        self.need(b'"')?;
        let mut words = Cow::Borrowed("");
        loop {
            let rest = self.rest();
            let length = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\') || is_control(byte))?;
            match words {
                Cow::Borrowed("") => words = Cow::Borrowed(&rest[..length]),
                _ => words.to_mut().push_str(&rest[..length]),
            }
            self.at += length + 1;
            match rest.as_bytes()[length] {
                b'"' => return Some(words),
                b'\\' => words.to_mut().push(match self.next()? {
                    mark @ (b'"' | b'\\') => char::from(mark),
                    b'n' => '\n',
                    b't' => '\t',
                    _ => return None,
                }),
                _ => return None,
            }
            self.at += 1;
        }
    }
}

fn is_control(byte: u8) -> bool {
    byte < b' ' || byte == 0x7f
}
