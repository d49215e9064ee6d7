//! Described fonts: those whose dictionary says all that reading needs.
//!
//! Most files give the widths of a font's codes and what they stand for beside the
//! font's program (ISO 32000-2, 9.6 and 9.7). Then the program, which is most of what
//! a font holds, need not even be unpacked.

use std::collections::BTreeMap;

use hayro_font::hayro_cmap::{self, BfString, CMap};
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, Stream};

use super::unpack::{Unpacked, unpack};
use crate::encoding::windows_1252;

/// A font as its dictionary describes it.
pub(crate) struct Described {
    /// Two bytes a code, else one.
    wide: bool,
    /// In thousandths of the font size, by code.
    widths: BTreeMap<u32, f64>,
    /// The width of every other code.
    usual: f64,
    /// What codes stand for, by the file's own map.
    map: Option<CMap>,
    /// Whether other codes stand for the characters of Windows-1252.
    latin: bool,
}

impl Described {
    /// The font of a dictionary; `None` where its program has to be asked. `room` are the bytes that its map may hold.
    pub fn of(dict: &Dict<'_>, room: usize) -> Option<Self> {
        match dict.get::<Name<'_>>(b"Subtype")?.as_ref() {
            b"Type0" => Self::wide(dict, room),
            b"TrueType" | b"Type1" | b"MMType1" => Self::narrow(dict, room),
            _ => None,
        }
    }

    fn wide(dict: &Dict<'_>, room: usize) -> Option<Self> {
        if dict.get::<Name<'_>>(b"Encoding")?.as_ref() != b"Identity-H" {
            return None;
        }
        let map = Some(map(dict, room)?);
        let inner = dict.get::<Array<'_>>(b"DescendantFonts")?.iter::<Dict<'_>>().next()?;
        let usual = inner.get::<f64>(b"DW").unwrap_or(1000.0);
        let widths = inner.get::<Array<'_>>(b"W").map(|list| wide_widths(&list)).unwrap_or_default();
        Some(Self { wide: true, widths, usual, map, latin: false })
    }

    fn narrow(dict: &Dict<'_>, room: usize) -> Option<Self> {
        let encoding = match dict.get::<Object<'_>>(b"Encoding")? {
            Object::Name(name) => name,
            Object::Dict(own) if !own.contains_key(b"Differences") => own.get::<Name<'_>>(b"BaseEncoding")?,
            _ => return None,
        };
        let signs = ["Symbol", "Dingbats"];
        let name = dict.get::<Name<'_>>(b"BaseFont")?;
        if encoding.as_ref() != b"WinAnsiEncoding" || signs.iter().any(|sign| name.as_str().contains(sign)) {
            return None;
        }
        let map = match dict.contains_key(b"ToUnicode") {
            true => Some(map(dict, room)?),
            false => None,
        };
        let first = dict.get::<u32>(b"FirstChar")?;
        let list = dict.get::<Array<'_>>(b"Widths")?;
        let widths = (first..=255).zip(list.iter::<f64>()).collect();
        let descriptor = dict.get::<Dict<'_>>(b"FontDescriptor");
        let usual = descriptor.and_then(|descriptor| descriptor.get::<f64>(b"MissingWidth")).unwrap_or(0.0);
        Some(Self { wide: false, widths, usual, map, latin: true })
    }

    /// The code that begins at `at`, and its length in bytes.
    pub fn code(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        match bytes[at..] {
            [high, low, ..] if self.wide => (u32::from(high) << 8 | u32::from(low), 2),
            [one, ..] => (u32::from(one), 1),
            [] => (0, 1),
        }
    }

    /// How far the glyph after a code is, in thousandths of the font size.
    pub fn advance(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.usual)
    }

    /// What a code stands for.
    pub fn unicode(&self, code: u32) -> Option<BfString> {
        let mapped = self.map.as_ref().and_then(|map| map.lookup_bf_string(code));
        // A map to nothing is a mistake of the program that wrote the font.
        let mapped = mapped.filter(|mapped| !self.latin || *mapped != BfString::Char('\0'));
        mapped.or_else(|| {
            let code = u8::try_from(code).ok().filter(|&code| self.latin && code >= b' ')?;
            Some(BfString::Char(match code {
                0x7f => return None,
                0xa0 => ' ',
                0xad => '-',
                code => windows_1252(code),
            }))
        })
    }
}

fn map(dict: &Dict<'_>, room: usize) -> Option<CMap> {
    let stream = dict.get::<Stream<'_>>(b"ToUnicode")?;
    match unpack(&stream, room) {
        Unpacked::Bytes(bytes) => CMap::parse(&bytes, hayro_cmap::load_embedded),
        Unpacked::TooLarge | Unpacked::Unreadable => None,
    }
}

/// Widths by code, of a list of `first [width …]` and `first last width` (9.7.4.3).
fn wide_widths(list: &Array<'_>) -> BTreeMap<u32, f64> {
    let mut out = BTreeMap::new();
    let mut run: Vec<f64> = Vec::new();
    for part in list.raw_iter() {
        match part {
            MaybeRef::NotRef(Object::Number(number)) => run.push(number.as_f64()),
            MaybeRef::NotRef(Object::Array(widths)) => {
                let first = run.pop().unwrap_or(0.0) as u32;
                out.extend((first..=CODES).zip(widths.iter::<f64>()));
                run.clear();
            }
            _ => run.clear(),
        }
        if let [first, last, width] = run[..] {
            out.extend((first as u32..=(last as u32).min(CODES)).map(|code| (code, width)));
            run.clear();
        }
    }
    out
}

/// The last code of two bytes.
const CODES: u32 = 0xffff;

#[cfg(test)]
mod tests {
    use hayro_interpret::hayro_syntax::object::FromBytes as _;

    use super::*;

    #[test]
    fn widths_come_in_two_forms() {
        let list = Array::from_bytes(b"[ 3 [500 250] 10 12 600 65530 99999 1 ]").expect("an array");
        let widths = wide_widths(&list);
        assert_eq!((widths.get(&3), widths.get(&4), widths.get(&5)), (Some(&500.0), Some(&250.0), None));
        assert_eq!((widths.get(&10), widths.get(&12), widths.get(&13)), (Some(&600.0), Some(&600.0), None));
        assert_eq!(widths.keys().last(), Some(&CODES), "codes beyond two bytes are not counted");
    }

    #[test]
    fn a_font_with_names_of_its_own_is_left_to_its_program() {
        let font = |encoding: &str| {
            let text = format!(
                "<< /Subtype /TrueType /BaseFont /Plain /FirstChar 32 /LastChar 34 /Widths [250 300 400] /Encoding {encoding} >>"
            );
            Dict::from_bytes(text.as_bytes()).and_then(|dict| Described::of(&dict, 1000))
        };
        assert!(font("<< /Differences [1 /fi] >>").is_none());
        assert!(font("/MacRomanEncoding").is_none());
        let latin = font("/WinAnsiEncoding").expect("all is described");
        assert_eq!((latin.advance(33), latin.advance(99)), (300.0, 0.0));
        assert_eq!(latin.unicode(0x93), Some(BfString::Char('“')));
        assert_eq!(latin.unicode(0xad), Some(BfString::Char('-')));
        assert_eq!(latin.unicode(3), None);
    }
}
