//! Passwords: from what a person types to the bytes that a file is locked with.
//!
//! Files up to revision 4 of the standard security handler take a password in
//! PDFDocEncoding (ISO 32000-1, 7.6.3.3), later ones in UTF-8 after SASLprep (ISO
//! 32000-2, 7.6.4.3; RFC 4013). Some programs take UTF-8 as it is, which is tried too.

use unicode_normalization::UnicodeNormalization as _;

/// The bytes that a password may stand for in a file of a revision, the likeliest first.
pub(super) fn forms(password: &str, revision: Option<u8>) -> Vec<Vec<u8>> {
    let mut out: Vec<Vec<u8>> = match revision {
        Some(..5) => encoded(password).into_iter().collect(),
        _ => vec![prepared(password).into_bytes()],
    };
    if out.iter().all(|form| form != password.as_bytes()) {
        out.push(password.as_bytes().to_vec());
    }
    out
}

/// A password in PDFDocEncoding; `None` where one of its characters has no code.
fn encoded(password: &str) -> Option<Vec<u8>> {
    password.nfc().map(code).collect()
}

/// A password after SASLprep; what that forbids is left as it is.
fn prepared(password: &str) -> String {
    let kept = password.chars().filter(|&c| !is_nothing(c));
    kept.map(|c| if is_space(c) { ' ' } else { c }).nfkc().collect()
}

/// RFC 3454, table B.1: what is commonly mapped to nothing; a space of no width is a space.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{1806}' | '\u{180b}'..='\u{180d}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// RFC 3454, table C.1.2: spaces beyond ASCII.
fn is_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// The code of a character in PDFDocEncoding (ISO 32000-1, annex D.2).
fn code(c: char) -> Option<u8> {
    let listed = |from: u8, list: &str| {
        let at = list.chars().position(|other| other == c)?;
        Some(from + u8::try_from(at).ok()?)
    };
    match c {
        '\0'..='\u{17}' | ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{ff}' => u8::try_from(c).ok(),
        _ => listed(0x18, ACCENTS).or_else(|| listed(0x80, SIGNS)),
    }
}

/// The characters of the codes from 18 (hexadecimal).
const ACCENTS: &str = "˘ˇˆ˙˝˛˚˜";
/// The characters of the codes from 80 (hexadecimal); 9F has none.
const SIGNS: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_the_codes_of_the_standard() {
        assert_eq!(encoded("fähre € “ž” ˜").as_deref(), Some(&b"f\xe4hre \xa0 \x8d\x9e\x8e \x1f"[..]));
        assert_eq!(encoded("e\u{301}").as_deref(), Some(&b"\xe9"[..]), "an accent that stands alone is joined");
        assert_eq!(encoded("пирс"), None);
        assert_eq!(encoded("\u{ad}"), None);
    }

    #[test]
    fn passwords_are_prepared_as_rfc_4013_shows() {
        for (typed, expected) in [("I\u{ad}X", "IX"), ("user", "user"), ("ª", "a"), ("Ⅸ", "IX"), ("a\u{a0}b", "a b")]
        {
            assert_eq!(prepared(typed), expected);
        }
    }

    #[test]
    fn utf_8_is_tried_too() {
        assert_eq!(forms("é", Some(3)), [b"\xe9".to_vec(), "é".as_bytes().to_vec()]);
        assert_eq!(forms("Ⅸ", Some(6)), [b"IX".to_vec(), "Ⅸ".as_bytes().to_vec()]);
        assert_eq!(forms("ferry", Some(4)), [b"ferry".to_vec()]);
        assert_eq!(forms("пирс", Some(2)), ["пирс".as_bytes().to_vec()]);
    }
}
