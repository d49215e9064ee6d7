//! From drafts to a document: joins lines to prose, cuts sentences, keeps places.
//!
//! Every reader hands over blocks of lines of runs in reading order. What all of
//! them need is done here once: white space is collapsed, a word broken over two
//! lines is made whole, and sentences and the document's own particulars are found.

mod assembly;
mod joints;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::document::{Document, Format, Origin, Page, Role};
use crate::{about, limits, marks, parallel, sentence};
use assembly::Assembly;

/// Words with one place in the original: those of the line from the end of the run before.
#[derive(Clone, Debug)]
pub(crate) struct DraftRun {
    pub end: usize,
    pub origin: Origin,
}

/// A line as printed; its runs follow each other without a gap.
#[derive(Clone, Debug, Default)]
pub(crate) struct DraftLine {
    /// Its characters.
    pub text: String,
    pub runs: Vec<DraftRun>,
    pub page: u32,
    pub column: Option<u8>,
    pub number: Option<usize>,
    pub follows: Option<f64>,
    /// Font size in points where it is known, else 0.
    pub size: f32,
}

impl DraftLine {
    /// Adds words at the end.
    pub fn push(&mut self, text: &str, origin: Origin) {
        self.text.push_str(text);
        self.runs.push(DraftRun { end: self.text.len(), origin });
    }

    /// Adds a space to the last word; true where there is one.
    pub fn space(&mut self) -> bool {
        let Some(last) = self.runs.last_mut() else { return false };
        if !self.text.ends_with(' ') {
            self.text.push(' ');
            last.end = self.text.len();
        }
        true
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A table cell.
#[derive(Clone, Debug)]
pub(crate) struct DraftCell {
    pub lines: Vec<DraftLine>,
    pub heads: bool,
    pub columns: u16,
    pub rows: u16,
}

/// What a block holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Lines(Vec<DraftLine>),
    Rows(Vec<Vec<DraftCell>>),
}

/// A block in reading order.
#[derive(Clone, Debug)]
pub(crate) struct DraftBlock {
    pub role: Role,
    pub content: Content,
}

impl DraftBlock {
    pub fn lines(role: Role, lines: Vec<DraftLine>) -> Self {
        Self { role, content: Content::Lines(lines) }
    }

    /// Whether its words are glyphs of pages: no two of its runs go on without a break.
    fn is_drawn(&self) -> bool {
        self.all_lines().flat_map(|line| &line.runs).all(|run| matches!(run.origin, Origin::Glyphs { .. }))
    }

    /// The line with which it begins.
    pub fn first_line(&self) -> Option<&DraftLine> {
        self.all_lines().next()
    }

    /// The block's lines, those of a table cell by cell.
    pub fn all_lines(&self) -> impl Iterator<Item = &DraftLine> {
        let (lines, rows) = match &self.content {
            Content::Lines(lines) => (lines.as_slice(), &[][..]),
            Content::Rows(rows) => (&[][..], rows.as_slice()),
        };
        lines.iter().chain(rows.iter().flatten().flat_map(|cell| cell.lines.iter()))
    }
}

/// Assembles the document; `source` is the decoded text that byte origins point into.
pub(crate) fn build(name: &str, format: Format, source: String, pages: Vec<Page>, blocks: Vec<DraftBlock>) -> Document {
    let words = joints::known_words(&blocks);
    let assembly = assembled(&words, blocks);
    let pages = if pages.is_empty() { vec![Page { number: 1, width: 0.0, height: 0.0 }] } else { pages };
    let mut document = Document {
        name: name.to_owned(),
        format,
        source,
        text: assembly.text,
        pages,
        blocks: assembly.blocks,
        lines: assembly.lines,
        sentences: Vec::new(),
        marks: Vec::new(),
        runs: assembly.runs,
        about: about::About::default(),
    };
    document.sentences = sentence::cut(&document);
    document.marks = marks::find(&document);
    document.about = about::find(&document);
    document
}

/// The words of all blocks together, put together on all cores where there are many.
fn assembled(words: &BTreeSet<String>, blocks: Vec<DraftBlock>) -> Assembly<'_> {
    let mut assembly = Assembly::new(words);
    if blocks.len() < MANY_BLOCKS || !blocks.iter().all(DraftBlock::is_drawn) || length(&blocks) > limits::TEXT_BYTES {
        assembly.extend(blocks);
        return assembly;
    }
    // What is drafted is let go wave by wave, so that not all of it is held twice.
    let mut blocks = blocks.into_iter();
    loop {
        let wave: Vec<Vec<DraftBlock>> = std::iter::repeat_with(|| blocks.by_ref().take(STRETCH).collect::<Vec<_>>())
            .take(WAVE)
            .take_while(|stretch| !stretch.is_empty())
            .collect();
        if wave.is_empty() {
            return assembly;
        }
        let parts = parallel::each_if(true, wave, |stretch| {
            let mut part = Assembly::new(words);
            part.extend(stretch);
            part
        });
        parts.into_iter().for_each(|part| assembly.append(part));
    }
}

/// So many blocks are worth all cores.
const MANY_BLOCKS: usize = 4_096;
/// So many blocks are put together one after the other.
const STRETCH: usize = 64;
/// So many stretches are put together at once.
const WAVE: usize = 32;

/// Most bytes that the words of blocks can take, with what is put between them.
fn length(blocks: &[DraftBlock]) -> usize {
    let lines = blocks.iter().flat_map(DraftBlock::all_lines);
    let cells = |block: &DraftBlock| match &block.content {
        Content::Lines(_) => 0,
        Content::Rows(rows) => rows.iter().map(|row| row.len() + 1).sum(),
    };
    lines.map(|line| line.text.len() + 2).sum::<usize>() + blocks.iter().map(|block| cells(block) + 1).sum::<usize>()
}

/// Digits that stand raised, as such: a note's sign is never taken for a part of the number before it.
pub(crate) fn superscript(text: &str) -> Cow<'_, str> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let raised = |c: char| c.to_digit(10).map_or(c, |digit| RAISED[digit as usize]);
    Cow::Owned(text.chars().map(raised).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, at: usize) -> DraftLine {
        let mut line = DraftLine { page: 1, ..DraftLine::default() };
        line.push(text, Origin::Bytes(at..at + text.len()));
        line
    }

    fn read(lines: &[&str]) -> Document {
        let mut at = 0;
        let drafts = lines
            .iter()
            .map(|text| {
                let draft = line(text, at);
                at += text.len() + 1;
                draft
            })
            .collect();
        build("t", Format::Text, lines.join("\n"), Vec::new(), vec![DraftBlock::lines(Role::Body, drafts)])
    }

    #[test]
    fn hyphens_that_belong_stay_and_those_that_break_go() {
        let text = |lines: &[&str]| read(lines).text.trim_end().to_owned();
        assert_eq!(text(&["The U.S.-", "Danish pact"]), "The U.S.-Danish pact");
        assert_eq!(text(&["burden-", "sharing talks; the burden"]), "burden-sharing talks; the burden");
        assert_eq!(text(&["the nego-", "tiations; negotiations"]), "the negotiations; negotiations");
        assert_eq!(text(&["mid-", "and long-term"]), "mid- and long-term");
        assert_eq!(text(&["tariffs—", "a pending case"]), "tariffs—a pending case");
    }

    #[test]
    fn places_lead_back_to_the_bytes() {
        let document = read(&["  Two   words", "and nego-", "tiations"]);
        assert_eq!(document.text, "Two words and negotiations\n");
        let at = document.text.find("words and").expect("in the text");
        let places = document.places(&(at..at + 9));
        let bytes: Vec<&str> = places
            .iter()
            .map(|place| match place {
                Origin::Bytes(bytes) => &document.source[bytes.clone()],
                Origin::Glyphs { .. } => "?",
            })
            .collect();
        assert_eq!(bytes, ["words", "and"]);
    }

    /// A line of a page as it might be printed: some end with a broken word, some are blank.
    fn printed(at: u32) -> DraftLine {
        let text = match at % 7 {
            0 => "the nego-".to_owned(),
            1 => "tiations of port ".to_owned() + &at.to_string(),
            2 => "  ".to_owned(),
            3 => "burden-".to_owned(),
            4 => "sharing; Negotiations and".to_owned(),
            5 => "soft\u{ad}".to_owned(),
            _ => "  ware,  two   words ".to_owned(),
        };
        let mut line = DraftLine { page: at / 40 + 1, ..DraftLine::default() };
        let (first, rest) = text.split_at(text.find(' ').unwrap_or(text.len()));
        for words in [first, rest].into_iter().filter(|words| !words.is_empty()) {
            let origin = Origin::Glyphs { page: line.page, glyphs: 0..at, rect: crate::document::Rect::default() };
            line.push(words, origin);
        }
        line
    }

    #[test]
    fn blocks_put_together_on_all_cores_are_as_those_put_together_in_turn() {
        let blocks: Vec<DraftBlock> = (0..3 * MANY_BLOCKS as u32)
            .map(|at| match at % 5 {
                4 => {
                    let cell =
                        |at| DraftCell { lines: vec![printed(at), printed(at + 1)], heads: false, columns: 1, rows: 1 };
                    let rows = vec![vec![cell(at), cell(at + 2)], vec![cell(at + 3)]];
                    DraftBlock { role: Role::Table, content: Content::Rows(rows) }
                }
                _ => DraftBlock::lines(Role::Body, (at..at + at % 4).map(printed).collect()),
            })
            .collect();
        let words = joints::known_words(&blocks);
        assert!(words.contains("negotiations"), "{words:?}");
        let mut expected = Assembly::new(&words);
        expected.extend(blocks.clone());
        let found = assembled(&words, blocks);
        assert!(found.text == expected.text && found.blocks == expected.blocks);
        assert!(found.lines == expected.lines && found.runs == expected.runs);
        assert!(found.runs.len() > MANY_BLOCKS && found.text.contains("the negotiations of port"));
    }
}
