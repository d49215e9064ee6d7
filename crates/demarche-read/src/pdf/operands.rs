//! Operands of content streams, and the bytes that strings among them stand for (ISO 32000-2, 7.3.4).

use std::borrow::Cow;

use hayro_interpret::hayro_syntax::object::{FromBytes as _, Name, Object, String as PdfString};

/// One operand.
#[derive(Clone, Debug)]
pub(crate) enum Operand<'d> {
    Number(f64),
    Name(&'d [u8]),
    Text(Text<'d>),
    /// A list, as a range of the operators' pieces.
    List(u32, u32),
    /// A dictionary that holds the number of marked content and nothing else.
    Numbered(i32),
    Other(Box<Object<'d>>),
}

/// A number or string of a list.
#[derive(Clone, Debug)]
pub(crate) enum Piece<'d> {
    Number(f64),
    Text(Text<'d>),
}

/// A string, as it is written or as it is read.
#[derive(Clone, Debug)]
pub(crate) enum Text<'d> {
    Written(&'d [u8]),
    Read(Box<PdfString<'d>>),
}

impl Text<'_> {
    /// The bytes that it stands for.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        match self {
            Self::Read(text) => Cow::Borrowed(text.as_bytes()),
            Self::Written([b'(', inner @ .., _]) if memchr::memchr3(b'\\', b'\n', b'\r', inner).is_none() => {
                Cow::Borrowed(inner)
            }
            Self::Written([b'<', inner @ .., _]) => Cow::Owned(hexadecimal(inner)),
            Self::Written(text) => {
                PdfString::from_bytes(text).map_or(Cow::Borrowed(b""), |text| Cow::Owned(text.as_bytes().to_vec()))
            }
        }
    }
}

/// Two digits a byte (7.3.4.3); a last one alone is followed by 0.
fn hexadecimal(digits: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(digits.len().div_ceil(2));
    let mut high = None;
    for digit in digits.iter().filter_map(|&digit| value(digit)) {
        match high.take() {
            Some(high) => out.push(high << 4 | digit),
            None => high = Some(digit),
        }
    }
    out.extend(high.map(|high| high << 4));
    out
}

pub(super) fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// The last operands, which are the operator's own where there are too many.
pub(super) fn numbers<const N: usize>(operands: &[Operand<'_>]) -> Option<[f64; N]> {
    let mut out = [0.0; N];
    let mut last = operands.iter().rev().filter_map(number);
    for place in out.iter_mut().rev() {
        *place = last.next()?;
    }
    Some(out)
}

/// A number, where it is one.
pub(super) fn number(operand: &Operand<'_>) -> Option<f64> {
    match operand {
        Operand::Number(number) => Some(*number),
        _ => None,
    }
}

/// A name, where it is one.
pub(super) fn name<'d>(operand: &Operand<'d>) -> Option<Name<'d>> {
    match operand {
        Operand::Name(name) => Some(Name::new_unescaped(name)),
        Operand::Other(other) => match &**other {
            Object::Name(name) => Some(name.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// A string, where it is one.
pub(super) fn text<'b, 'd>(operand: &'b Operand<'d>) -> Option<&'b Text<'d>> {
    match operand {
        Operand::Text(text) => Some(text),
        _ => None,
    }
}
