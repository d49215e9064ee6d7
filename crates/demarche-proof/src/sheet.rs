//! The sheet: a document's sentences with the amounts printed in them, as every check sees it.

use std::collections::BTreeSet;
use std::ops::Range;

use demarche_brief::lexicon::Lexicon;
use demarche_brief::printed::{self, Amount, Printed, PrintedDate};
use demarche_brief::wording;
use demarche_diagnostic::{Code, Diagnostic, FileId, Grade, Original, Span};
use demarche_read::{Document, Format, Origin, Role};
use demarche_terms::Date;

use crate::citation::CitationForms;
use crate::offices::Office;
use crate::pattern::lazy;

lazy! {
    // A note's sign in plain text that has lost its height: "by value.3 It".
    FLAT_SIGN = r"[a-z”)][.,;]?\d{1,3}(\s|$)";
}

/// What a document is held against.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The day on which it is read: words that have worn off by then are due.
    pub as_of: Date,
    /// The document's date, where its own words do not give it or are not to be followed.
    pub dated: Option<Date>,
    /// Word lists.
    pub lexicon: &'a Lexicon,
    /// Forms of citations.
    pub citations: &'a CitationForms,
    /// Offices whose elections a law dates.
    pub offices: &'a [Office],
}

/// A document made ready for the checks.
pub(crate) struct Sheet<'a> {
    /// What was read.
    pub document: &'a Document,
    /// Its text among the sources that findings point into.
    pub file: FileId,
    /// What it is held against.
    pub setting: Setting<'a>,
    /// The date that it bears.
    pub dated: Option<Date>,
    /// Its sentences of prose in reading order; page furniture and the publisher's notice are left out.
    pub passages: Vec<Passage<'a>>,
}

/// One sentence.
pub(crate) struct Passage<'a> {
    /// Its words.
    pub text: &'a str,
    /// Where it begins in the document's text.
    pub start: usize,
    /// What its block is.
    pub role: Role,
    /// Whether the sign of a note stands in it or right behind it.
    pub noted: bool,
    /// Amounts printed in it; none in headings, notes and tables.
    pub printed: Vec<Printed>,
}

impl<'a> Sheet<'a> {
    /// Reads the amounts of a document's prose.
    pub fn new(document: &'a Document, file: FileId, setting: Setting<'a>) -> Self {
        let signed: BTreeSet<usize> = document.marks.iter().filter_map(|mark| mark.sentence).collect();
        let passages = document
            .sentences
            .iter()
            .enumerate()
            .filter_map(|(at, sentence)| {
                let block = document.blocks.get(sentence.block)?;
                let text = document.words(&sentence.text);
                let left_out =
                    matches!(block.role, Role::Header | Role::Footer | Role::Figure | Role::Author | Role::Disclaimer);
                let prose = matches!(block.role, Role::Body | Role::List | Role::FigureNote);
                let printed = if prose { printed::read_words(text, setting.lexicon) } else { Vec::new() };
                let noted = signed.contains(&at) || FLAT_SIGN.is_match(text);
                let passage = Passage { text, start: sentence.text.start, role: block.role, noted, printed };
                (!left_out).then_some(passage)
            })
            .collect();
        Self { document, file, setting, dated: setting.dated.or_else(|| date_of(document, setting.lexicon)), passages }
    }

    /// Sentences of running text: paragraphs, points of lists, notes under figures.
    pub fn prose(&self) -> impl Iterator<Item = &Passage<'a>> {
        self.passages.iter().filter(|passage| matches!(passage.role, Role::Body | Role::List | Role::FigureNote))
    }

    /// A finding about some words of a sentence.
    pub fn about(
        &self,
        code: Code,
        grade: Grade,
        passage: &Passage<'_>,
        words: Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, grade, message).at(self.span(passage, words), "")
    }

    /// Where some words of a sentence stand.
    pub fn span(&self, passage: &Passage<'_>, words: Range<usize>) -> Span {
        Span::new(self.file, passage.start + words.start..passage.start + words.end)
    }

    /// The day from which a sentence's relative words count: the document's date, or the day of reading.
    pub fn anchor(&self) -> Date {
        self.dated.unwrap_or(self.setting.as_of)
    }
}

impl<'a> Passage<'a> {
    /// Dates printed in it.
    pub fn dates(&self) -> impl Iterator<Item = (&Printed, &PrintedDate)> {
        self.printed.iter().filter_map(|printed| match &printed.amount {
            Amount::Date(date) => Some((printed, date)),
            _ => None,
        })
    }

    /// Whether an offset lies in quotation marks.
    pub fn is_quoted(&self, at: usize) -> bool {
        wording::is_quoted(self.text, at)
    }

    /// The words before an offset.
    pub fn before(&self, at: usize) -> &'a str {
        self.text.get(..at).unwrap_or(self.text)
    }

    /// The words from an offset on.
    pub fn after(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or("")
    }

    /// The words between two offsets.
    pub fn between(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or("")
    }
}

/// The date that a document bears, where it prints one day.
pub fn date_of(document: &Document, lexicon: &Lexicon) -> Option<Date> {
    let words = document.words(document.about.date.as_ref()?);
    printed::read_words(words, lexicon).into_iter().find_map(|printed| match printed.amount {
        Amount::Date(date) => date.edtf?.moment()?.exact(),
        _ => None,
    })
}

/// How a document's text lies in its file: pages of a PDF, lines of a text, paragraphs of a DOCX.
pub fn original(document: &Document) -> Original {
    let mut original = Original {
        sentences: document.sentences.iter().map(|sentence| sentence.text.clone()).collect(),
        ..Original::default()
    };
    match document.format {
        Format::Pdf => original.parts = pages(document),
        Format::Docx => {
            let blocks = document.blocks.iter().enumerate();
            original.parts = blocks.map(|(at, block)| (block.text.start, format!("paragraph {}", at + 1))).collect();
        }
        _ => original.lines = lines(document),
    }
    original
}

fn pages(document: &Document) -> Vec<(usize, String)> {
    let mut parts: Vec<(usize, String)> = Vec::new();
    let mut page = 0;
    for line in &document.lines {
        if line.page != page {
            page = line.page;
            parts.push((line.text.start, format!("page {page}")));
        }
    }
    parts
}

/// Line and column in the original at which each run of words begins.
fn lines(document: &Document) -> Vec<(usize, usize, usize)> {
    let starts: Vec<usize> =
        std::iter::once(0).chain(document.source.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut found = Vec::new();
    for run in &document.runs {
        let Origin::Bytes(bytes) = &run.origin else { continue };
        let line = starts.partition_point(|start| *start <= bytes.start).max(1);
        let column = document.source.get(starts[line - 1]..bytes.start).map_or(1, |before| before.chars().count() + 1);
        found.push((run.text.start, line, column));
    }
    found
}
