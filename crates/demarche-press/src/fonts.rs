//! Faces: the bundled fonts, parsed once a process.
//!
//! Opening a face means reading its coverage table, so they are opened on
//! first use and kept. Typst reads outlines straight from the static bytes.

use std::sync::LazyLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

macro_rules! faces {
    ($($file:literal),* $(,)?) => {
        [$(include_bytes!(concat!("../fonts/", $file)).as_slice()),*]
    };
}

/// Origin and licence of every file stand in `fonts/README.md`.
const FILES: [&[u8]; 9] = faces![
    "SourceSerif4SmText-Regular.otf",
    "SourceSerif4SmText-It.otf",
    "SourceSerif4SmText-Semibold.otf",
    "SourceSerif4SmText-SemiboldIt.otf",
    "SourceSerif4Display-Semibold.otf",
    "SourceSans3-Regular.otf",
    "SourceSans3-It.otf",
    "SourceSans3-Semibold.otf",
    "NotoSerifCJKkr-Hangul.otf",
];

/// Families that the template may name, in the order in which a missing glyph is looked for.
pub(crate) const TEXT: &str = "Source Serif 4 SmText";
/// Family of the title.
pub(crate) const DISPLAY: &str = "Source Serif 4 Display";
/// Family of headings, figures and notes.
pub(crate) const SANS: &str = "Source Sans 3";
/// Family that covers Hangul.
pub(crate) const HANGUL: &str = "Noto Serif CJK KR";

static FACES: LazyLock<Vec<Font>> =
    LazyLock::new(|| FILES.iter().filter_map(|file| Font::new(Bytes::new(*file), 0)).collect());

static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FACES.iter())));

/// What is known about every face.
pub(crate) fn book() -> &'static LazyHash<FontBook> {
    &BOOK
}

/// The face at this index of the book.
pub(crate) fn face(index: usize) -> Option<Font> {
    FACES.get(index).cloned()
}

/// Characters that no page and no text alternative may hold, whatever a face maps them to.
///
/// Controls and noncharacters are no text, the standards forbid private use, and marks that turn the direction of
/// writing could make a page read otherwise than its source.
pub(crate) fn forbidden(character: char) -> bool {
    let code = u32::from(character);
    let private = matches!(code, 0xe000..=0xf8ff | 0xf_0000..);
    let noncharacter = code & 0xfffe == 0xfffe || matches!(code, 0xfdd0..=0xfdef);
    let turning = matches!(code, 0x061c | 0x200e..=0x200f | 0x202a..=0x202e | 0x2066..=0x2069 | 0xfeff);
    character.is_control() || private || noncharacter || turning
}

/// Characters that shape text and print nothing; the shaper handles them whatever the face covers.
const INVISIBLE: [char; 5] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}'];

/// Whether every style in which the character may be set has a glyph for it.
///
/// A style looks through its own family first and through the others after it, so a character is safe when one
/// family has it in all of its faces.
pub(crate) fn covers(character: char) -> bool {
    if forbidden(character) {
        return false;
    }
    INVISIBLE.contains(&character)
        || [TEXT, SANS, HANGUL].iter().any(|family| {
            let family = family.to_lowercase();
            let mut faces = BOOK.select_family(&family).filter_map(|index| BOOK.info(index)).peekable();
            faces.peek().is_some() && faces.all(|face| face.coverage.contains(u32::from(character)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_opens_under_the_family_that_the_template_names() {
        assert_eq!(FACES.len(), FILES.len());
        for (family, faces) in [(TEXT, 4), (DISPLAY, 1), (SANS, 3), (HANGUL, 1)] {
            assert_eq!(BOOK.select_family(&family.to_lowercase()).count(), faces, "{family}");
        }
    }

    #[test]
    fn coverage_takes_what_briefs_print_and_refuses_the_rest() {
        for good in "Aé–—“”’…€£¥₩½×≥≤→·•¹²³⁴⁰°§ЖΩ가힣ㄱ\u{a0}\u{202f}\u{ad}".chars()
        {
            assert!(covers(good), "{good:?}");
        }
        for bad in
            ['\u{0}', '\u{7}', '\u{202e}', '\u{feff}', '\u{e000}', '\u{fffe}', 'א', 'ع', '漢', '🙂', '\u{10ffff}']
        {
            assert!(!covers(bad), "{bad:?}");
        }
    }
}
