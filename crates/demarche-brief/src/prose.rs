//! Prose: a brief as parsed, every word with its place in the file.
//!
//! [`crate::syntax`] makes it, [`crate::checks`] read it.

use std::collections::BTreeMap;
use std::ops::Range;

use demarche_diagnostic::{FileId, Span};
use demarche_terms::{Date, SourceId};

use crate::edition::Author;

/// A brief as its file says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// The file.
    pub file: FileId,
    /// The front matter.
    pub front: FrontMatter,
    /// Sentences in reading order, headings left out.
    pub sentences: Vec<ProseSentence>,
    /// Bindings in reading order.
    pub bindings: Vec<Binding>,
    /// Words that the author marked free.
    pub free: Vec<FreeWords>,
    /// Ordinary links to an address, in order.
    pub links: Vec<Link>,
    /// Headings, in order: level, words, place, and whether any text stands under it before the next of its level or above.
    pub headings: Vec<Heading>,
    /// The document tree: the same words in their blocks, with figures, tables and matrices.
    pub parts: Vec<Part>,
}

/// A block of the brief's document tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A heading: its index in [`Brief::headings`] and its words.
    Heading(usize, Vec<Words>),
    /// A paragraph.
    Paragraph(Vec<Words>),
    /// A list.
    List {
        /// Numbered rather than bulleted.
        ordered: bool,
        /// The blocks of each entry.
        entries: Vec<Vec<Part>>,
    },
    /// A quotation set off from the text.
    Quote(Vec<Part>),
    /// A fenced `figure`.
    Figure(FigureBlock),
    /// A fenced `table`.
    Table(TableBlock),
    /// A fenced `positions`.
    Positions(PositionsBlock),
}

/// A run of words in the document tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Words {
    /// Plain words.
    Text(String),
    /// Emphasis.
    Emphasis(Vec<Words>),
    /// Strong emphasis.
    Strong(Vec<Words>),
    /// Words bound to statements: index in [`Brief::bindings`], and the words.
    Bound(usize, Vec<Words>),
    /// An ordinary link: target, `http`, `https` or `mailto`, and the words.
    Link(String, Vec<Words>),
    /// A line break that the author asked for.
    Break,
}

/// What a fenced `figure` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureBlock {
    /// Anchor.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is drawn.
    pub chart: ChartSort,
    /// Table reference.
    pub table: String,
    /// Column of names or dates.
    pub label: String,
    /// Columns of values; one except for lines.
    pub value: Vec<String>,
    /// Labels in the order in which they are drawn; empty for the table's own order.
    pub order: Vec<String>,
    /// Statement of the number of seats that the law provides.
    pub total: Option<String>,
    /// Statement of the number of seats that nobody holds.
    pub vacant: Option<String>,
    /// Side by label: `government`, `opposition` or `independent`.
    pub side: BTreeMap<String, String>,
    /// Text alternative.
    pub alt: String,
    /// Note below the figure.
    pub note: String,
    /// Source key; the table's own source where none is named.
    pub source: Option<String>,
    /// Axis title with unit.
    pub axis: String,
    /// Place of the whole block.
    pub span: Span,
    /// Place of each key's value.
    pub places: BTreeMap<String, Span>,
}

/// What a figure draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartSort {
    /// Seats in a chamber.
    Seats,
    /// One value a category.
    Bars,
    /// Series over time.
    Lines,
}

/// What a fenced `table` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableBlock {
    /// Anchor.
    pub id: String,
    /// Title.
    pub title: String,
    /// Table reference.
    pub table: String,
    /// Column and its head.
    pub columns: Vec<(String, String)>,
    /// Source key; the table's own source where none is named.
    pub source: Option<String>,
    /// Place of the whole block.
    pub span: Span,
    /// Place of each key's value.
    pub places: BTreeMap<String, Span>,
}

/// What a fenced `positions` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionsBlock {
    /// Anchor.
    pub id: String,
    /// Title.
    pub title: String,
    /// Actors whose positions are shown, in order.
    pub holders: Vec<String>,
    /// Issue and its label, in order.
    pub issues: Vec<(String, String)>,
    /// Place of the whole block.
    pub span: Span,
    /// Place of each key's value.
    pub places: BTreeMap<String, Span>,
}

/// What stands between the `---` lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// Title.
    pub title: String,
    /// Product id.
    pub product: String,
    /// Edition number.
    pub edition: u32,
    /// Date of the edition.
    pub date: Option<Date>,
    /// Who signs.
    pub authors: Vec<Author>,
    /// BCP 47 tag.
    pub language: String,
    /// One sentence.
    pub summary: String,
    /// Subject keywords.
    pub keywords: Vec<String>,
    /// Sources that this text was written from: evidence from them alone is `same`.
    pub written_from: Vec<SourceId>,
    /// Where each of them stands.
    pub written_from_at: Vec<Span>,
    /// Closing note.
    pub disclaimer: String,
    /// Place of the whole front matter.
    pub span: Option<Span>,
}

/// One sentence of the prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseSentence {
    /// Anchor of the heading it stands under; empty before the first.
    pub section: String,
    /// Its words without markup.
    pub text: String,
    /// Where each piece of `text` stands in the file: start in `text`, range in the file; pieces are verbatim, in order.
    pub pieces: Vec<(usize, Range<usize>)>,
    /// Place of the whole sentence, markup included.
    pub span: Span,
    /// Bindings by index, in order.
    pub bindings: Vec<usize>,
    /// Free words by index.
    pub free: Vec<usize>,
    /// Number of the paragraph, list item or quote it belongs to, counted from 0 over the brief.
    pub paragraph: usize,
}

impl ProseSentence {
    /// The place in the file of a byte range of [`Self::text`].
    pub fn place(&self, range: Range<usize>) -> Span {
        let start = self.to_file(range.start, false);
        let end = self.to_file(range.end, true);
        Span::new(self.span.file, start..end.max(start))
    }

    /// `end` places a boundary between two pieces at the end of the first rather than the start of the second.
    fn to_file(&self, at: usize, end: bool) -> usize {
        let reach = if end { at.saturating_sub(1) } else { at };
        let piece = self.pieces.iter().rev().find(|(start, _)| *start <= reach);
        piece.map_or(self.span.start, |(start, range)| (range.start + (at - start)).min(range.end))
    }
}

/// Words bound to one or more statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Ids as written, each with its place in the link.
    pub targets: Vec<(String, Span)>,
    /// The words without markup; empty for a clause that only rests on the statement.
    pub words: String,
    /// Place of the words; for empty words of the whole link.
    pub words_span: Span,
    /// Place of the whole link.
    pub span: Span,
    /// Its sentence.
    pub sentence: usize,
    /// The words' byte range in the sentence's text.
    pub range: Range<usize>,
}

/// Words whose numbers need no statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeWords {
    /// Why; never empty.
    pub reason: String,
    /// Its sentence.
    pub sentence: usize,
    /// The words' byte range in the sentence's text.
    pub range: Range<usize>,
    /// Place of the whole link.
    pub span: Span,
}

/// An ordinary link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// `http`, `https` or `mailto`.
    pub target: String,
    /// Where the address stands in the link; `None` where it is written elsewhere or in another spelling.
    pub place: Option<Span>,
    /// Place of the whole link.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// Its anchor.
    pub anchor: String,
    /// Place.
    pub span: Span,
    /// Whether any block stands under it before the next heading of its level or above.
    pub has_text: bool,
}
