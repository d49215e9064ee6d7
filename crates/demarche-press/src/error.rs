//! Why an edition cannot be pressed.

use std::fmt;

/// Why there is no PDF.
///
/// A page that would print a box, lose an alternative text or break its standards is refused, not mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PressError {
    /// No bundled face has a glyph for this character.
    MissingGlyph {
        /// The character.
        character: char,
        /// Where it stands, such as `paragraph 3` or `title`.
        place: String,
        /// The words around it, at most a line.
        near: String,
    },
    /// Lists, quotes or emphasis nested deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
    TooDeep,
    /// More text than any two pages could hold; see [`MAX_CHARACTERS`](crate::MAX_CHARACTERS).
    TooLong {
        /// Characters in the edition.
        characters: usize,
    },
    /// The language is not a BCP 47 tag that starts with a code of two or three letters.
    Language(String),
    /// A link that is not `http`, `https` or `mailto`.
    Link(String),
    /// Bound words name a statement that the edition does not carry.
    UnknownStatement(usize),
    /// A statement names a source that the edition does not carry.
    UnknownSource(u32),
    /// A chart cannot be drawn.
    Chart {
        /// The figure's number.
        figure: u32,
        /// What is wrong with its values.
        why: String,
    },
    /// A table's row is not as long as its header.
    Table {
        /// The table's title.
        title: String,
        /// The row, counted from 1.
        row: usize,
    },
    /// The date lies outside the years 0 to 9999.
    Date(String),
    /// The typesetter refused the page.
    Typesetting(Vec<String>),
    /// The pages do not meet PDF/A-2a and PDF/UA-1.
    Standard(Vec<String>),
}

impl fmt::Display for PressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingGlyph { character, place, near } => write!(
                f,
                "no bundled face has a glyph for {character:?} (U+{:04X}) in the {place}, near {near:?}",
                u32::from(*character)
            ),
            Self::TooDeep => write!(f, "lists, quotes or emphasis are nested deeper than {} levels", crate::MAX_DEPTH),
            Self::TooLong { characters } => write!(
                f,
                "the edition has {characters} characters; two pages never hold more than {}",
                crate::MAX_CHARACTERS
            ),
            Self::Language(tag) => write!(f, "{tag:?} is not a language tag such as `en` or `en-US`"),
            Self::Link(href) => write!(f, "a link may lead to http, https or mailto only, not to {href:?}"),
            Self::UnknownStatement(index) => write!(f, "bound words name statement {index}, which the edition lacks"),
            Self::UnknownSource(number) => write!(f, "a statement names source {number}, which the edition lacks"),
            Self::Chart { figure, why } => write!(f, "figure {figure} cannot be drawn: {why}"),
            Self::Table { title, row } => write!(f, "row {row} of table {title:?} is not as long as its header"),
            Self::Date(date) => write!(f, "the date {date} cannot stand in a PDF"),
            Self::Typesetting(messages) => write!(f, "the page cannot be set: {}", messages.join("; ")),
            Self::Standard(messages) => write!(f, "the PDF misses its standards: {}", messages.join("; ")),
        }
    }
}

impl std::error::Error for PressError {}
