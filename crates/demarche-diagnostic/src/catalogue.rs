//! The manual page of a rule, kept where the rule is.

use crate::{Code, Grade};

/// A check as the manual lists it.
///
/// `source` is the text of the file that implements the rule (`include_str!`):
/// its leading `//!` comment is the manual page, so page and rule cannot part.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable code.
    pub code: Code,
    /// The gravest grade that it gives.
    pub grade: Grade,
    /// One line without a full stop, as lists print it.
    pub title: &'static str,
    /// The implementing file's text.
    pub source: &'static str,
}

/// A rule's manual page in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manual {
    /// `D0312: title`.
    pub heading: String,
    /// The page's text.
    pub text: String,
}

impl Rule {
    /// The manual page: the leading `//!` comment of the implementing file.
    pub fn manual(&self) -> Manual {
        let lines = self.source.lines().take_while(|line| line.starts_with("//!"));
        let text: Vec<&str> = lines.map(|line| line[3..].strip_prefix(' ').unwrap_or(&line[3..])).collect();
        Manual { heading: format!("{}: {}", self.code, self.title), text: text.join("\n").trim().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_is_the_leading_comment() {
        let rule = Rule {
            code: Code("D9901"),
            grade: Grade::Note,
            title: "a title",
            source: "//! First line.\n//!\n//! Second.\n\nfn x() {}\n//! not this",
        };
        assert_eq!(rule.manual().text, "First line.\n\nSecond.");
    }
}
