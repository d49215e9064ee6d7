//! Sheet: an edition as the template takes it, plain data and nothing to run.
//!
//! The template reads this as JSON from a virtual file. Words of a brief are
//! therefore always values: whatever they look like, they are never markup.

use std::collections::BTreeSet;

use demarche_brief::edition::{Block, Edition, Figure, Table};
use demarche_terms::{DayOrder, Evidence};
use serde::Serialize;

use crate::chart::{self, Drawing};
use crate::fonts;
use crate::paper::Locale;
use crate::proof::Proof;
use crate::words::{Run, SentenceEnds, Words, breakable};
use crate::{MAX_CHARACTERS, MAX_DEPTH, PressError};

/// Everything that the template prints.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sheet {
    fonts: Families,
    language: String,
    region: Option<String>,
    letter: bool,
    title: String,
    product: String,
    number: u32,
    publisher: String,
    /// The edition's date in words.
    date: String,
    /// Year, month and day for the PDF's date.
    stamp: (i16, i8, i8),
    /// In words; `None` where it is the edition's date.
    known_by: Option<String>,
    summary: String,
    keywords: Vec<String>,
    authors: Vec<Author>,
    disclaimer: String,
    draft: Option<String>,
    /// What changed since the edition before, in words.
    change: Option<String>,
    blocks: Vec<Piece>,
    /// Source notes, which run on behind each other.
    notes: Vec<Note>,
    coverage: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Families {
    text: &'static str,
    display: &'static str,
    sans: &'static str,
    hangul: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Author {
    name: String,
    role: String,
}

/// A block of the page.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Piece {
    Heading { level: u8, runs: Vec<Run> },
    Paragraph { runs: Vec<Run> },
    List { ordered: bool, items: Vec<Vec<Piece>> },
    Quote { pieces: Vec<Piece> },
    Figure { number: u32, title: String, alt: String, source: String, note: String, drawing: Drawing },
    Table(Grid),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Grid {
    title: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Which columns hold figures and stand right-aligned.
    figures: Vec<bool>,
    source: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Note {
    number: u32,
    text: String,
    url: Option<String>,
    seen: bool,
}

impl Sheet {
    /// Resolves an edition and proofs every word of it.
    pub fn new(edition: &Edition) -> Result<Self, PressError> {
        let meta = &edition.meta;
        let locale = Locale::parse(&meta.language)?;
        let days = DayOrder::of(&meta.language);
        let known_by = (meta.known_by != meta.date).then(|| days.words(meta.known_by));
        if !(0..=9999).contains(&meta.date.year()) {
            return Err(PressError::Date(meta.date.to_string()));
        }
        let mut proof = Proof::default();
        for (place, text) in [
            ("title", &meta.title),
            ("product id", &meta.product),
            ("publisher's name", &meta.publisher),
            ("disclaimer", &meta.disclaimer),
            ("reason for the draft", meta.draft.as_ref().unwrap_or(&meta.title)),
        ] {
            proof.text(|| place.into(), text)?;
        }
        proof.unprinted("summary", &meta.summary)?;
        meta.keywords.iter().try_for_each(|keyword| proof.unprinted("keywords", keyword))?;
        for author in &meta.authors {
            proof.text(|| "author block".into(), &author.name)?;
            proof.text(|| "author block".into(), &author.role)?;
        }
        let blocks = Reader::new(edition, proof).read(&edition.blocks)?;
        Ok(Self {
            fonts: Families { text: fonts::TEXT, display: fonts::DISPLAY, sans: fonts::SANS, hangul: fonts::HANGUL },
            language: locale.language,
            region: locale.region,
            letter: locale.letter,
            title: meta.title.clone(),
            product: meta.product.clone(),
            number: meta.number,
            publisher: meta.publisher.clone(),
            date: days.words(meta.date),
            stamp: (meta.date.year(), meta.date.month(), meta.date.day()),
            known_by,
            summary: meta.summary.clone(),
            keywords: meta.keywords.clone(),
            authors: meta.authors.iter().map(|a| Author { name: a.name.clone(), role: a.role.clone() }).collect(),
            disclaimer: meta.disclaimer.clone(),
            draft: meta.draft.clone(),
            change: meta.change.as_ref().map(|change| change.said(|day| days.words(day))),
            blocks,
            notes: notes(edition)?,
            coverage: coverage(edition),
        })
    }

    /// Whether the sheet is US Letter; else it is A4.
    pub fn letter(&self) -> bool {
        self.letter
    }

    pub fn blocks(&self) -> &[Piece] {
        &self.blocks
    }

    /// Characters of the title.
    pub fn title_length(&self) -> usize {
        self.title.chars().count()
    }

    /// Lines that the source notes take, about.
    pub fn note_lines(&self) -> usize {
        let characters: usize = self.notes.iter().map(|note| note.text.chars().count() + NOTE_FURNITURE).sum();
        characters.div_ceil(NOTE_LINE)
    }
}

impl Grid {
    pub fn columns(&self) -> usize {
        self.header.len()
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }
}

/// Walks the blocks in reading order.
struct Reader<'a> {
    words: Words<'a>,
    ends: SentenceEnds<'a>,
    proof: Proof,
    paragraph: usize,
    depth: usize,
    characters: usize,
}

impl<'a> Reader<'a> {
    fn new(edition: &'a Edition, proof: Proof) -> Self {
        Self {
            words: Words::new(&edition.bound, &edition.sources),
            ends: SentenceEnds::new(edition.sentences.iter().map(|sentence| sentence.text.as_str())),
            proof,
            paragraph: 0,
            depth: 0,
            characters: 0,
        }
    }

    fn read(&mut self, blocks: &[Block]) -> Result<Vec<Piece>, PressError> {
        if self.depth > MAX_DEPTH {
            return Err(PressError::TooDeep);
        }
        self.depth += 1;
        let pieces = blocks.iter().map(|block| self.block(block)).collect();
        self.depth -= 1;
        pieces
    }

    fn block(&mut self, block: &Block) -> Result<Piece, PressError> {
        match block {
            Block::Heading { level, text, .. } => {
                let runs = self.words.plain(text)?;
                self.proofed("heading", &runs)?;
                Ok(Piece::Heading { level: *level, runs })
            }
            Block::Paragraph { text } => {
                self.paragraph += 1;
                let runs = self.words.numbered(text, &mut self.ends)?;
                let place = format!("paragraph {}", self.paragraph);
                self.proofed(&place, &runs)?;
                Ok(Piece::Paragraph { runs })
            }
            Block::List { ordered, items } => {
                let items = items.iter().map(|item| self.read(item)).collect::<Result<_, _>>()?;
                Ok(Piece::List { ordered: *ordered, items })
            }
            Block::Quote { blocks } => Ok(Piece::Quote { pieces: self.read(blocks)? }),
            Block::Figure(figure) => self.figure(figure),
            Block::Table(table) => self.table(table).map(Piece::Table),
        }
    }

    fn figure(&mut self, figure: &Figure) -> Result<Piece, PressError> {
        let place = format!("figure {}", figure.number);
        let drawing = chart::draw(&figure.chart).map_err(|why| PressError::Chart { figure: figure.number, why })?;
        for text in [&figure.title, &figure.source, &figure.note].into_iter().chain(chart::words(&drawing)) {
            self.printed(&place, text)?;
        }
        self.proof.unprinted(&format!("text alternative of figure {}", figure.number), &figure.alt)?;
        Ok(Piece::Figure {
            number: figure.number,
            title: figure.title.clone(),
            alt: figure.alt.clone(),
            source: figure.source.clone(),
            note: figure.note.clone(),
            drawing,
        })
    }

    fn table(&mut self, table: &Table) -> Result<Grid, PressError> {
        let place = format!("table {:?}", table.title);
        if let Some(row) = table.rows.iter().position(|row| row.len() != table.header.len()) {
            return Err(PressError::Table { title: table.title.clone(), row: row + 1 });
        }
        for text in table.header.iter().chain(table.rows.iter().flatten()).chain([&table.title, &table.source]) {
            self.printed(&place, text)?;
        }
        let figures = (0..table.header.len())
            .map(|column| {
                column > 0 && table.rows.iter().all(|row| row.get(column).is_some_and(|cell| is_figure(cell)))
            })
            .collect();
        Ok(Grid {
            title: table.title.clone(),
            header: table.header.iter().map(|cell| breakable(cell)).collect(),
            rows: table.rows.iter().map(|row| row.iter().map(|cell| breakable(cell)).collect()).collect(),
            figures,
            source: table.source.clone(),
        })
    }

    fn proofed(&mut self, place: &str, runs: &[Run]) -> Result<(), PressError> {
        self.count(runs.iter().map(|run| run.text.len()).sum())?;
        self.proof.runs(|| place.into(), runs)
    }

    fn printed(&mut self, place: &str, text: &str) -> Result<(), PressError> {
        self.count(text.len())?;
        self.proof.text(|| place.into(), text)
    }

    fn count(&mut self, more: usize) -> Result<(), PressError> {
        self.characters += more;
        let characters = self.characters;
        if characters > MAX_CHARACTERS { Err(PressError::TooLong { characters }) } else { Ok(()) }
    }
}

/// Whether a cell reads as a figure: digits, perhaps with sign, unit or separator, or a dash for none.
fn is_figure(cell: &str) -> bool {
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    matches!(cell.trim(), "" | "-" | "–" | "—" | "n/a") || (digits > 0 && letters <= 3)
}

/// About so many characters fit on a line of source notes.
const NOTE_LINE: usize = 124;

/// Characters that a note takes besides its words: number, spaces, the point between two.
const NOTE_FURNITURE: usize = 7;

/// Numbers of the sources that lead a statement: those that the page notes.
fn leading_sources(edition: &Edition) -> BTreeSet<u32> {
    edition.bound.iter().filter_map(|bound| bound.sources.first().copied()).collect()
}

/// Notes of the sources that lead a statement.
fn notes(edition: &Edition) -> Result<Vec<Note>, PressError> {
    let mut proof = Proof::default();
    let mut all = Vec::new();
    let leads = leading_sources(edition);
    for source in edition.sources.iter().filter(|source| leads.contains(&source.number)) {
        let text = if source.short.is_empty() { &source.reference } else { &source.short };
        proof.text(|| format!("source note {}", source.number), text)?;
        let url = (!source.url.is_empty()).then(|| crate::words::web_address(&source.url)).transpose()?;
        all.push(Note { number: source.number, text: breakable(text), url: url.map(Into::into), seen: source.seen });
    }
    Ok(all)
}

/// One sentence on what the prose rests on.
fn coverage(edition: &Edition) -> String {
    let coverage = &edition.coverage;
    let count = |grade: Evidence| -> u32 {
        coverage.bindings.iter().filter(|(of, ..)| *of == grade).map(|(.., count)| *count).sum()
    };
    let grades: Vec<String> = Evidence::ALL
        .into_iter()
        .filter(|&grade| count(grade) > 0)
        .map(|grade| format!("{} {}", count(grade), grade.word()))
        .collect();
    let bindings: u32 = Evidence::ALL.into_iter().map(count).sum();
    let mut text = format!("{} of {} sentences rest on a source", coverage.sourced_sentences, coverage.sentences);
    if bindings > 0 {
        text.push_str(&format!("; of {bindings} bindings {}", grades.join(", ")));
    }
    if coverage.free > 0 {
        text.push_str(&format!("; {} words free, with a reason", coverage.free));
    }
    text.push('.');
    let (noted, all) = (leading_sources(edition).len(), edition.sources.len());
    if noted < all {
        text.push_str(&format!(" Noted here is the source that leads each statement; the web page lists all {all}."));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_right_and_words_left() {
        for figure in ["1,234", "−3.5%", "$9.3 bn", "2018", "–", "12 km"] {
            assert!(is_figure(figure), "{figure}");
        }
        for word in ["Norland", "about 50 percent", "Art. 34 of the Act"] {
            assert!(!is_figure(word), "{word}");
        }
    }
}
