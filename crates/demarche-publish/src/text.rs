//! The words of an edition as one plain text, and the places of bound words in it.
//!
//! A Web Annotation points into a text by quoting words with a little of what
//! stands around them, and by counting characters. The text here is the prose
//! in reading order, a line feed after each block; figures, tables and annexes
//! are left out. Characters are Unicode code points, as the recommendation asks.

use std::ops::Range;

use demarche_brief::edition::{Block, Edition, Inline};

/// Characters quoted on either side.
const AROUND: usize = 32;

/// Blocks and emphasis nested deeper than this are left out, as on the page.
const DEEPEST: usize = 24;

/// An edition's words.
pub(crate) struct Text {
    characters: Vec<char>,
    /// Bound words in reading order: where, and the statement by its place in [`Edition::bound`].
    bound: Vec<(Range<usize>, usize)>,
}

/// A place in the text with what stands around it.
pub(crate) struct Place {
    pub(crate) exact: String,
    pub(crate) prefix: String,
    pub(crate) suffix: String,
    pub(crate) range: Range<usize>,
    pub(crate) statement: usize,
}

impl Text {
    pub(crate) fn of(edition: &Edition) -> Self {
        let mut text = Self { characters: Vec::new(), bound: Vec::new() };
        text.blocks(&edition.blocks, 0);
        text
    }

    /// Every bound stretch with at least one character; clauses that print nothing have no place.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place> {
        self.bound.iter().filter(|(range, _)| !range.is_empty()).map(|(range, statement)| Place {
            exact: self.words(range.clone()),
            prefix: self.words(range.start.saturating_sub(AROUND)..range.start),
            suffix: self.words(range.end..(range.end + AROUND).min(self.characters.len())),
            range: range.clone(),
            statement: *statement,
        })
    }

    fn words(&self, range: Range<usize>) -> String {
        self.characters[range].iter().collect()
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for block in blocks {
            match block {
                Block::Heading { text, .. } | Block::Paragraph { text } => {
                    self.inlines(text, 0);
                    self.characters.push('\n');
                }
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item, depth + 1)),
                Block::Quote { blocks } => self.blocks(blocks, depth + 1),
                Block::Figure(_) | Block::Table(_) => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline], depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for inline in inlines {
            match inline {
                Inline::Text { text } => self.characters.extend(text.chars()),
                Inline::Break => self.characters.push(' '),
                Inline::Emphasis { content } | Inline::Strong { content } | Inline::Link { content, .. } => {
                    self.inlines(content, depth + 1);
                }
                Inline::Bound { content, statement } => {
                    let start = self.characters.len();
                    self.inlines(content, depth + 1);
                    self.bound.push((start..self.characters.len(), *statement));
                }
            }
        }
    }
}
