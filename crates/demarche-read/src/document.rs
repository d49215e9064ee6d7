//! The document: what was read, in reading order, with the place of every word.
//!
//! All words stand once, in [`Document::text`]. Blocks, lines, sentences and
//! cells are byte ranges of it; [`Run`]s tie its words to the original. Prose is
//! kept as prose: lines of a paragraph are joined by a space, and a word broken
//! over two lines is whole again, so a sentence is one contiguous range.

use std::ops::Range;

use serde::{Serialize, Serializer};

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// HTML or XHTML.
    Html,
    /// CommonMark with tables and footnotes.
    Markdown,
    /// Office Open XML word processing.
    Docx,
    /// Plain text.
    Text,
    /// None that is known; nothing was read.
    Unknown,
}

impl Format {
    /// The name that a person uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Html => "HTML",
            Self::Markdown => "Markdown",
            Self::Docx => "DOCX",
            Self::Text => "plain text",
            Self::Unknown => "an unknown format",
        }
    }
}

/// What a block is on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "role", rename_all = "kebab-case")]
pub enum Role {
    /// The document's title.
    Title,
    /// A heading.
    Heading {
        /// 1 is the highest level below the title.
        level: u8,
    },
    /// A paragraph.
    Body,
    /// One point of a list; its mark (bullet or number) is part of the text.
    List,
    /// A footnote or endnote.
    Footnote,
    /// A table; [`Block::table`] holds its cells.
    Table,
    /// The title of a figure or table ("Figure 1. …").
    FigureTitle,
    /// The source or note under a figure or table.
    FigureNote,
    /// Words inside a figure, such as axis labels, and the figure's alternative text.
    Figure,
    /// A running head, or the date line over the title.
    Header,
    /// A running foot: page number, address, product id.
    Footer,
    /// Who wrote it.
    Author,
    /// The publisher's standing notice.
    Disclaimer,
}

impl Role {
    /// Whether the words belong to the text a reader reads, not to the page's furniture.
    pub fn is_prose(self) -> bool {
        !matches!(self, Self::Header | Self::Footer | Self::Figure)
    }
}

/// A rectangle on a page in points (1/72 inch), origin at the upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rect {
    /// Left edge.
    #[serde(serialize_with = "wide")]
    pub left: f32,
    /// Upper edge.
    #[serde(serialize_with = "wide")]
    pub top: f32,
    /// Right edge.
    #[serde(serialize_with = "wide")]
    pub right: f32,
    /// Lower edge.
    #[serde(serialize_with = "wide")]
    pub bottom: f32,
}

/// Written with all digits of the wider number, so that no reader rounds it again.
fn wide<S: Serializer>(number: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(f64::from(*number))
}

impl Rect {
    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// Where words stand in the original.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Bytes of [`Document::source`] (for DOCX, of the part `word/document.xml`).
    Bytes(Range<usize>),
    /// Glyphs of a PDF page, counted in the order in which the page draws them.
    Glyphs {
        /// Page, from 1.
        page: u32,
        /// Glyph numbers on that page.
        glyphs: Range<u32>,
        /// Box around them.
        rect: Rect,
    },
}

/// Words of the text that stand together in the original.
///
/// With [`Origin::Bytes`] of the same length as `text` the two agree byte for
/// byte; otherwise (character references, ligatures) they agree as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Run {
    /// Range of [`Document::text`].
    pub text: Range<usize>,
    /// Where it stands.
    pub origin: Origin,
}

/// A line as printed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Range of [`Document::text`]; a word broken at the line's end is split between two lines.
    pub text: Range<usize>,
    /// Page, from 1; 1 throughout for formats without pages.
    pub page: u32,
    /// Column on the page, from 0 at the left; `None` where the line spans the page or there are no columns.
    pub column: Option<u8>,
    /// Line of the original text, from 1, where the original has lines.
    pub number: Option<usize>,
    /// Probability that this line follows the one before it, where that had to be inferred.
    pub follows: Option<f64>,
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Range of [`Document::text`], possibly empty.
    pub text: Range<usize>,
    /// Whether it heads its row or column.
    pub heads: bool,
    /// Columns covered, at least 1.
    pub columns: u16,
    /// Rows covered, at least 1.
    pub rows: u16,
}

/// A table by rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Cells of each row, left to right.
    pub rows: Vec<Vec<Cell>>,
}

/// A paragraph, heading, table or piece of furniture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Block {
    /// What it is.
    #[serde(flatten)]
    pub role: Role,
    /// Range of [`Document::text`].
    pub text: Range<usize>,
    /// Range of [`Document::lines`].
    pub lines: Range<usize>,
    /// Cells, for a table whose cells are known.
    pub table: Option<Table>,
}

/// One sentence; a heading, a cell or a name is one sentence too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// Block it stands in, index into [`Document::blocks`].
    pub block: usize,
    /// Which sentence of the block it is, from 1.
    pub number: u32,
    /// Range of [`Document::text`], without surrounding space.
    pub text: Range<usize>,
}

impl Sentence {
    /// `b12.s3`: third sentence of the twelfth block, both from 1.
    pub fn id(&self) -> String {
        format!("b{}.s{}", self.block + 1, self.number)
    }
}

/// The sign of a note in the text, such as "³" or "¹²".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Range of [`Document::text`]: the raised digits alone. They are the end of no sentence and the begin of none.
    pub text: Range<usize>,
    /// The sentence that it stands in or right behind, index into [`Document::sentences`].
    pub sentence: Option<usize>,
    /// The note that it leads to, index into [`Document::blocks`]; `None` where the document holds no such note.
    pub note: Option<usize>,
}

/// A page of the original.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Page {
    /// From 1.
    pub number: u32,
    /// Points; 0 where the format has no pages.
    #[serde(serialize_with = "wide")]
    pub width: f32,
    /// Points; 0 where the format has no pages.
    #[serde(serialize_with = "wide")]
    pub height: f32,
}

/// What the document says about itself, as printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct About {
    /// Title.
    pub title: Option<Range<usize>>,
    /// The publisher's number of the product, such as `AB12345`.
    pub product: Option<Range<usize>>,
    /// Edition or version number.
    pub edition: Option<Range<usize>>,
    /// Date of the edition, as printed.
    pub date: Option<Range<usize>>,
    /// One range for each author, name first.
    pub authors: Vec<Range<usize>>,
}

/// A document in reading order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// The name it was read under.
    pub name: String,
    /// What it was.
    pub format: Format,
    /// The original as decoded text, into which [`Origin::Bytes`] points; empty for PDF.
    #[serde(skip)]
    pub source: String,
    /// All words in reading order; blocks are separated by newlines.
    pub text: String,
    /// Pages of the original, at least one.
    pub pages: Vec<Page>,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Lines in reading order.
    pub lines: Vec<Line>,
    /// Sentences in reading order.
    pub sentences: Vec<Sentence>,
    /// Signs of notes in reading order, those that a note itself begins with left out.
    pub marks: Vec<Mark>,
    /// Where the words stand, ordered by `text`.
    pub runs: Vec<Run>,
    /// What it says about itself.
    pub about: About,
}

impl Document {
    /// The words of a range of the text; empty where the range does not fit.
    pub fn words(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// Where a range of the text stands in the original, run by run, in reading order.
    ///
    /// A run that agrees byte for byte is cut to the range; any other is given whole.
    pub fn places(&self, range: &Range<usize>) -> Vec<Origin> {
        let first = self.runs.partition_point(|run| run.text.end <= range.start);
        self.runs[first..]
            .iter()
            .take_while(|run| run.text.start < range.end)
            .map(|run| match &run.origin {
                Origin::Bytes(bytes) if bytes.len() == run.text.len() => {
                    let from = range.start.saturating_sub(run.text.start);
                    let to = run.text.len().min(range.end - run.text.start);
                    Origin::Bytes(bytes.start + from..bytes.start + to)
                }
                origin => origin.clone(),
            })
            .collect()
    }

    /// The first page on which a range of the text stands.
    pub fn page(&self, range: &Range<usize>) -> u32 {
        let at = self.lines.partition_point(|line| line.text.end <= range.start);
        self.lines.get(at).map_or(1, |line| line.page)
    }

    /// The sentences of one block.
    pub fn sentences_of(&self, block: usize) -> impl Iterator<Item = &Sentence> {
        let first = self.sentences.partition_point(|sentence| sentence.block < block);
        self.sentences[first..].iter().take_while(move |sentence| sentence.block == block)
    }
}
