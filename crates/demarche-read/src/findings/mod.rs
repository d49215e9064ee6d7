//! What reading has to say about a file (D09xx): one file a finding.
//!
//! Each file's leading comment is its manual page; its functions word the finding. A finding has grade
//! *error* where nothing of the file could be read, so that no run over a folder passes one by in silence.

pub(crate) mod d0901_encrypted;
pub(crate) mod d0902_damaged;
pub(crate) mod d0903_scanned;
pub(crate) mod d0904_unmapped;
pub(crate) mod d0905_limit;
pub(crate) mod d0906_encoding;
pub(crate) mod d0907_seam;
pub(crate) mod d0908_format;

use std::fmt::Write as _;

use demarche_diagnostic::Rule;

const RULES: [Rule; 8] = [
    d0901_encrypted::RULE,
    d0902_damaged::RULE,
    d0903_scanned::RULE,
    d0904_unmapped::RULE,
    d0905_limit::RULE,
    d0906_encoding::RULE,
    d0907_seam::RULE,
    d0908_format::RULE,
];

/// Every finding that reading can report, by code.
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// Rising page numbers as a person writes them: "page 4", "pages 1, 3-7".
pub(crate) fn pages(numbers: &[u32]) -> String {
    let mut text = String::from(if numbers.len() == 1 { "page " } else { "pages " });
    for (at, run) in numbers.chunk_by(|a, b| a + 1 == *b).enumerate() {
        text.push_str(if at > 0 { ", " } else { "" });
        let _ = match run {
            [one] => write!(text, "{one}"),
            [first, .., last] => write!(text, "{first}-{last}"),
            [] => Ok(()),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_listed_as_people_list_them() {
        assert_eq!(pages(&[4]), "page 4");
        assert_eq!(pages(&[1, 3, 4, 5, 9, 10]), "pages 1, 3-5, 9-10");
    }
}
