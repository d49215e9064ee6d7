//! Operators of a content stream with their operands, as far as text needs them.
//!
//! What nearly all streams hold is read here: plain numbers, names, strings, lists of
//! numbers and strings (ISO 32000-2, 7.8.2). Whatever else comes, damage included, is
//! left to the full syntax, instruction by instruction, so that both read alike.

use std::ops::Range;

use hayro_interpret::hayro_syntax::content::{Instruction, UntypedIter};
use hayro_interpret::hayro_syntax::object::Object;

use super::operands::{Operand, Piece, Text, value};

/// The operators of a stream, one after the other.
pub(crate) struct Operators<'d> {
    data: &'d [u8],
    at: usize,
    /// What stands before the last operator.
    pub operands: Vec<Operand<'d>>,
    /// What its lists hold.
    pieces: Vec<Piece<'d>>,
    /// Behind the last operator.
    end: usize,
    /// The full syntax, once where it stands can no longer be told.
    full: Option<UntypedIter<'d>>,
}

/// The full syntax takes up to so many operands.
const OPERANDS: usize = 33;

impl<'d> Operators<'d> {
    pub fn new(data: &'d [u8]) -> Self {
        Self { data, at: 0, operands: Vec::with_capacity(8), pieces: Vec::new(), end: 0, full: None }
    }

    /// The place behind the last operator that was read.
    pub fn end(&self) -> usize {
        self.end
    }

    /// The next operator; `None` at the end, or where the rest cannot be read.
    pub fn next(&mut self) -> Option<&'d [u8]> {
        self.operands.clear();
        self.pieces.clear();
        if self.full.is_some() {
            return self.next_in_full();
        }
        let begin = self.at;
        match self.plain() {
            Some(operator) => {
                self.end = self.at;
                Some(&self.data[operator])
            }
            None => {
                self.at = begin;
                self.operands.clear();
                self.pieces.clear();
                self.full = Some(UntypedIter::new(&self.data[begin..]));
                self.next_in_full()
            }
        }
    }

    /// An operator that the full syntax reads; plain ones may follow where its place in the stream is known.
    fn next_in_full(&mut self) -> Option<&'d [u8]> {
        let mut full = self.full.take()?;
        let instruction = full.next()?;
        let length = instruction.operator.len();
        let place = behind(self.data, instruction.operator);
        self.convert(&instruction);
        self.end = place.unwrap_or(self.end);
        // An operator that is written with signs for its letters stands nowhere as it is, and none of ours is.
        let operator = place.map_or(&b""[..], |end| &self.data[end - length..end]);
        match place {
            Some(place) if operator != b"BI" => self.at = place,
            _ => {
                for image in instruction.operands() {
                    if let (b"BI", Object::Stream(image)) = (operator, image) {
                        let ends = behind(self.data, &image.raw_data()).map(|at| at + b"EI ".len());
                        self.end = ends.map_or(self.end, |at| at.min(self.data.len()));
                    }
                }
                self.full = Some(full);
            }
        }
        Some(operator)
    }

    fn convert(&mut self, instruction: &Instruction<'_, 'd>) {
        for object in instruction.operands() {
            let operand = match object {
                Object::Number(number) => Operand::Number(number.as_f64()),
                Object::String(text) => Operand::Text(Text::Read(Box::new(text.clone()))),
                Object::Array(list) => {
                    let from = self.piece();
                    self.pieces.extend(list.iter::<Object<'d>>().filter_map(|piece| match piece {
                        Object::Number(number) => Some(Piece::Number(number.as_f64())),
                        Object::String(text) => Some(Piece::Text(Text::Read(Box::new(text)))),
                        _ => None,
                    }));
                    Operand::List(from, self.piece())
                }
                other => Operand::Other(Box::new(other.clone())),
            };
            self.operands.push(operand);
        }
    }

    /// Operands up to an operator, and where that stands; `None` where something is not plain.
    fn plain(&mut self) -> Option<Range<usize>> {
        loop {
            self.at += space(&self.data[self.at..]);
            let operand = match *self.data.get(self.at)? {
                b'0'..=b'9' | b'.' | b'+' | b'-' => Operand::Number(self.number()?),
                b'/' => {
                    let length = regular(&self.data[self.at + 1..]);
                    let name = &self.data[self.at + 1..self.at + 1 + length];
                    if name.is_empty() || name.contains(&b'#') {
                        return None;
                    }
                    self.at += 1 + length;
                    Operand::Name(name)
                }
                b'(' => Operand::Text(self.literal()?),
                b'<' if self.data.get(self.at + 1) == Some(&b'<') => Operand::Numbered(self.numbered()?),
                b'<' => Operand::Text(self.digits()?),
                b'[' => self.list()?,
                _ => {
                    let operator = self.at..self.at + regular(&self.data[self.at..]);
                    self.at = operator.end;
                    let word = &self.data[operator.clone()];
                    return (!word.is_empty() && word != b"BI" && !word.contains(&b'#')).then_some(operator);
                }
            };
            if self.operands.len() == OPERANDS {
                return None;
            }
            self.operands.push(operand);
        }
    }

    /// Digits with a sign before them and a point among them.
    fn number(&mut self) -> Option<f64> {
        let mut at = self.at;
        let negative = self.data[at] == b'-';
        at += usize::from(matches!(self.data[at], b'-' | b'+'));
        let (mut whole, mut digits, mut point) = (0_u64, 0, None);
        loop {
            match self.data.get(at) {
                Some(digit @ b'0'..=b'9') => {
                    whole = whole.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
                    digits += 1;
                }
                Some(b'.') if point.is_none() => point = Some(digits),
                Some(&other) if is_regular(other) => return None,
                _ => break,
            }
            at += 1;
        }
        if digits == 0 || digits > EXACT {
            return None;
        }
        self.at = at;
        let number = point.map_or(whole as f64, |point| whole as f64 / TENS[digits - point]);
        Some(if negative { -number } else { number })
    }

    /// A string in brackets; brackets within are paired or written with a stroke before them (7.3.4.2).
    fn literal(&mut self) -> Option<Text<'d>> {
        let (mut at, mut open) = (self.at + 1, 1);
        while open > 0 {
            at += memchr::memchr3(b'(', b')', b'\\', self.data.get(at..)?)?;
            match self.data[at] {
                b'(' => open += 1,
                b')' => open -= 1,
                _ => at += 1,
            }
            at += 1;
        }
        let text = self.data.get(self.at..at)?;
        self.at = at;
        Some(Text::Written(text))
    }

    /// A string of hexadecimal digits.
    fn digits(&mut self) -> Option<Text<'d>> {
        let inner = &self.data[self.at + 1..];
        let length = inner.iter().position(|&byte| value(byte).is_none() && !is_space(byte))?;
        let text = (inner[length] == b'>').then(|| &self.data[self.at..self.at + length + 2])?;
        self.at += text.len();
        Some(Text::Written(text))
    }

    /// Numbers and strings in square brackets.
    fn list(&mut self) -> Option<Operand<'d>> {
        let from = self.piece();
        self.at += 1;
        loop {
            self.at += space(&self.data[self.at..]);
            let piece = match *self.data.get(self.at)? {
                b'0'..=b'9' | b'.' | b'+' | b'-' => Piece::Number(self.number()?),
                b'(' => Piece::Text(self.literal()?),
                b'<' => Piece::Text(self.digits()?),
                b']' => break,
                _ => return None,
            };
            self.pieces.push(piece);
        }
        self.at += 1;
        Some(Operand::List(from, self.piece()))
    }

    /// The number of the next piece.
    fn piece(&self) -> u32 {
        u32::try_from(self.pieces.len()).unwrap_or(u32::MAX)
    }

    /// What a list holds.
    pub fn list_of(&self, from: u32, to: u32) -> &[Piece<'d>] {
        self.pieces.get(from as usize..to as usize).unwrap_or(&[])
    }

    /// `<</MCID 7>>`, with or without space between.
    fn numbered(&mut self) -> Option<i32> {
        let skip = |at: usize, word: &[u8]| {
            let at = at + space(&self.data[at..]);
            self.data[at..].starts_with(word).then_some(at + word.len())
        };
        let at = skip(self.at, b"<<")?;
        let at = skip(at, b"/MCID")?;
        let at = at + space(&self.data[at..]);
        let digits = self.data[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = skip(at + digits, b">>")?;
        let number = std::str::from_utf8(&self.data[at..at + digits]).ok()?.parse().ok()?;
        self.at = end;
        Some(number)
    }
}

/// So many digits are held without loss.
const EXACT: usize = 18;
const TENS: [f64; EXACT + 1] =
    [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

/// The place in `data` behind a slice of it; `None` for a slice of something else.
fn behind(data: &[u8], slice: &[u8]) -> Option<usize> {
    let at = (slice.as_ptr() as usize).checked_sub(data.as_ptr() as usize)?;
    Some(at + slice.len()).filter(|&end| end <= data.len())
}

/// Length of the white space and comments at the beginning (7.2.3 and 7.2.4).
fn space(data: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = data.get(at) {
        match byte {
            b'%' => at += data[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(data.len() - at),
            byte if is_space(byte) => at += 1,
            _ => break,
        }
    }
    at
}

/// Length of the regular characters at the beginning.
fn regular(data: &[u8]) -> usize {
    data.iter().position(|&byte| !is_regular(byte)).unwrap_or(data.len())
}

/// The three classes of characters (7.2.3).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Regular,
    Space,
    Delimiter,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Regular; 256];
    let (spaces, delimiters) = (b"\0\t\n\x0c\r ", b"()<>[]{}/%");
    let mut at = 0;
    while at < delimiters.len() {
        classes[delimiters[at] as usize] = Class::Delimiter;
        if at < spaces.len() {
            classes[spaces[at] as usize] = Class::Space;
        }
        at += 1;
    }
    classes
};

fn is_space(byte: u8) -> bool {
    CLASSES[usize::from(byte)] == Class::Space
}

fn is_regular(byte: u8) -> bool {
    CLASSES[usize::from(byte)] == Class::Regular
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream as its operators with their operands, read here as far as it is plain.
    fn read(data: &str) -> Vec<String> {
        let mut operators = Operators::new(data.as_bytes());
        let mut out = Vec::new();
        while let Some(operator) = operators.next() {
            let text = |text: &Text<'_>| format!("({})", String::from_utf8_lossy(&text.bytes()));
            let piece = |piece: &Piece<'_>| match piece {
                Piece::Number(number) => number.to_string(),
                Piece::Text(words) => text(words),
            };
            let operand = |operand: &Operand<'_>| match operand {
                Operand::Number(number) => number.to_string(),
                Operand::Name(name) => format!("/{}", String::from_utf8_lossy(name)),
                Operand::Text(words) => text(words),
                Operand::List(from, to) => {
                    operators.list_of(*from, *to).iter().map(piece).collect::<Vec<_>>().join(",")
                }
                Operand::Numbered(number) => format!("#{number}"),
                Operand::Other(other) => match &**other {
                    Object::Name(name) => format!("/{}", name.as_str()),
                    _ => "?".to_owned(),
                },
            };
            let words: Vec<String> = operators.operands.iter().map(operand).collect();
            out.push(format!("{} {}", words.join(" "), String::from_utf8_lossy(operator)));
        }
        out
    }

    #[test]
    fn plain_operators_are_read() {
        let drawn = read("/P <</MCID 3>>BDC\nBT /F1 12 Tf 1 0 0 -1 72.5 +.25 Tm [(a\\(b)-250 <6 3 4>]TJ (x(y)) ' EMC");
        let expected =
            ["/P #3 BDC", " BT", "/F1 12 Tf", "1 0 0 -1 72.5 0.25 Tm", "(a(b),-250,(c@) TJ", "(x(y)) '", " EMC"];
        assert_eq!(drawn, expected);
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_full_syntax() {
        let drawn = read("/A#42 gs <</MCID 1/Lang(en)>> DP [1 [2] /N] d 1- 2 Td % (\n true g\n(end)Tj");
        assert_eq!(drawn[..2], ["/AB gs", "? DP"]);
        assert_eq!(drawn.last().map(String::as_str), Some("(end) Tj"));
    }

    #[test]
    fn an_image_among_operators_is_passed_over() {
        let drawn = read("q BI /W 1 /H 1 /BPC 8 /CS /G ID \u{1}( EI Q (on) Tj");
        assert_eq!(drawn.last().map(String::as_str), Some("(on) Tj"));
        assert_eq!(read("(open"), Vec::<String>::new());
        assert_eq!(read("1 2 ) Td"), Vec::<String>::new());
    }
}
