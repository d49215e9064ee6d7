//! Bytes to text: UTF-8, UTF-16 with or without a mark, else Windows-1252.

use demarche_diagnostic::Diagnostic;

use crate::findings::{d0905_limit, d0906_encoding};

/// Decodes bytes, `most` of them; what had to be guessed or left out is said in `diagnostics`.
pub(crate) fn decode(bytes: &[u8], most: usize, name: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    let (bytes, cut) = match bytes.get(..most) {
        Some(first) if first.len() < bytes.len() => (first, true),
        _ => (bytes, false),
    };
    if cut {
        let text = format!("{name} holds more text than {} MB; the rest was left out", most >> 20);
        diagnostics.push(d0905_limit::partly(text));
    }
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest, cut, name, diagnostics),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match wide(bytes) {
            Some(units) => utf16(bytes, units),
            None => utf8(bytes, cut, name, diagnostics),
        },
    };
    let nuls = text.matches('\0').count();
    if nuls > 0 {
        let message = format!("{name} holds {nuls} NUL characters; they were read as spaces");
        diagnostics.push(d0906_encoding::finding(message));
        return text.replace('\0', " ");
    }
    text
}

fn utf8(bytes: &[u8], cut: bool, name: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) if cut && bytes.len() - error.valid_up_to() < 4 => {
            String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned()
        }
        Err(error) => {
            let message =
                format!("{name} is not UTF-8 from byte {} on; it was read as Windows-1252", error.valid_up_to());
            diagnostics.push(d0906_encoding::finding(message));
            bytes.iter().map(|&byte| windows_1252(byte)).collect()
        }
    }
}

/// UTF-16 without a mark: every other byte of the beginning is NUL.
fn wide(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    let head = &bytes[..bytes.len().min(512)];
    let nuls = |from: usize| head.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let most = head.len() * 3 / 8;
    match (nuls(0), nuls(1)) {
        _ if head.len() < 8 => None,
        (0, odd) if odd > most => Some(u16::from_le_bytes),
        (even, 0) if even > most => Some(u16::from_be_bytes),
        _ => None,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|two| unit([two[0], two[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The upper half as the WHATWG encoding standard has it.
pub(crate) fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let mut diagnostics = Vec::new();
        assert_eq!(decode("Ærø".as_bytes(), 99, "a", &mut diagnostics), "Ærø");
        let wide: Vec<u8> = "Ten words about nothing".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, 99, "a", &mut diagnostics), "Ten words about nothing");
        assert!(diagnostics.is_empty());
        assert_eq!(decode(b"\x93tariffs\x94", 99, "a", &mut diagnostics), "“tariffs”");
        assert_eq!(diagnostics.len(), 1);
    }
}
