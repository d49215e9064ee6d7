//! Paper: the sheet that readers of a language load into their printers.

use crate::PressError;

/// Territories where US Letter is the usual sheet (CLDR, `supplementalData.xml`, `paperSize`); elsewhere it is A4.
const LETTER: [&str; 14] = ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"];

/// What a language tag decides about the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Locale {
    /// ISO 639 code in lower case, for hyphenation and for readers aloud.
    pub language: String,
    /// ISO 3166 code in upper case; `None` where the tag names none.
    pub region: Option<String>,
    /// Whether the sheet is US Letter; else it is A4.
    pub letter: bool,
}

impl Locale {
    /// Reads language and region from a BCP 47 tag; plain `en` means American English, as in CLDR's likely subtags.
    pub fn parse(tag: &str) -> Result<Self, PressError> {
        let mut parts = tag.split(['-', '_']);
        let language = parts.next().unwrap_or_default();
        let alphabetic = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !(2..=3).contains(&language.len()) || !alphabetic(language) {
            return Err(PressError::Language(tag.into()));
        }
        let language = language.to_ascii_lowercase();
        let region = parts.find(|part| part.len() == 2 && alphabetic(part)).map(str::to_ascii_uppercase);
        let letter = match &region {
            Some(region) => LETTER.contains(&region.as_str()),
            None => language == "en",
        };
        Ok(Self { language, region, letter })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_decides_the_sheet() {
        for (tag, letter) in [("en-US", true), ("en", true), ("en-GB", false), ("da", false), ("fr-CA", true)] {
            assert_eq!(Locale::parse(tag).unwrap().letter, letter, "{tag}");
        }
        assert_eq!(Locale::parse("zh-Hant-TW").unwrap().region.as_deref(), Some("TW"));
        for bad in ["", "e", "english", "1n", "-US"] {
            assert_eq!(Locale::parse(bad), Err(PressError::Language(bad.into())), "{bad}");
        }
    }
}
