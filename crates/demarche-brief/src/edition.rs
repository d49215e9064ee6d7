//! Edition: one frozen brief, every word placed and every number resolved.
//!
//! This is all that publishing gets to see. Exporters look nothing up: what a
//! page may open from a bound number ([`Lineage`]) is already here.

use demarche_terms::{Evidence, Lineage, Method, SourceId, StatementId};
use jiff::civil::Date;
use serde::Serialize;

/// A brief as it is published on one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edition {
    /// Title, product id, date, authors.
    pub meta: Meta,
    /// The page's content in reading order.
    pub blocks: Vec<Block>,
    /// Every statement that the prose rests on, in order of first use; [`Inline::Bound`] indexes it.
    pub bound: Vec<BoundStatement>,
    /// Every source cited by a bound statement, numbered from 1: those that lead a statement first, then the others.
    pub sources: Vec<PublishedSource>,
    /// The prose sentence by sentence, for the fact-check packet.
    pub sentences: Vec<Sentence>,
    /// How much of the prose rests on what kind of evidence.
    pub coverage: Coverage,
    /// Further matrices published beside the prose (positions by actor and issue), never in the two pages.
    pub annexes: Vec<Table>,
    /// Statements that figures and annexes print without words of the prose, in the order of ids.
    pub printed: Vec<StatementId>,
}

/// What the title block and the footer print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// Title.
    pub title: String,
    /// Product id, such as `DM-0001`.
    pub product: String,
    /// Edition number, counted from 1.
    pub number: u32,
    /// The date of the edition, also the as-of date.
    pub date: Date,
    /// What could be known: statements recorded later were not seen.
    pub known_by: Date,
    /// BCP 47 language tag.
    pub language: String,
    /// The publishing house.
    pub publisher: String,
    /// One sentence for search engines and the PDF's description.
    pub summary: String,
    /// Subject keywords.
    pub keywords: Vec<String>,
    /// Who signs.
    pub authors: Vec<Author>,
    /// A closing note on reuse and responsibility; empty for none.
    pub disclaimer: String,
    /// Why this is a draft; `None` for a clean edition. Stamped on every page.
    pub draft: Option<String>,
    /// What it changed against the edition before it; `None` for prose that is not a locked edition.
    pub change: Option<Change>,
}

/// What an edition changed against the one before it, as its lock says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The gravest kind of change.
    pub kind: ChangeKind,
    /// The date of the edition before; `None` for the first.
    pub since: Option<Date>,
    /// Why a person chose the kind; empty where it was computed.
    pub reason: String,
}

impl Change {
    /// As a footer prints it, with the date as `day` writes dates: "substantive changes since January 29, 2019".
    pub fn said(&self, day: impl Fn(Date) -> String) -> String {
        let words = match self.kind {
            ChangeKind::First => return "first edition".to_owned(),
            ChangeKind::Substantive => "substantive changes",
            ChangeKind::Correction => "corrections",
            ChangeKind::DataRefresh => "data refresh",
            ChangeKind::Mechanical => "mechanical changes",
        };
        self.since.map_or_else(|| words.to_owned(), |since| format!("{words} since {}", day(since)))
    }
}

/// The kinds of change, gravest first, so that the least of several is the kind of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// There is no edition before.
    First,
    /// The world changed, or what is said about it.
    Substantive,
    /// What was said before did not hold then.
    Correction,
    /// A producer revised a figure, or a later period of it came out.
    DataRefresh,
    /// Wording, names and references; nothing that is said.
    Mechanical,
}

impl ChangeKind {
    /// Every kind with its word in locks and on the command line.
    pub const WORDS: [(Self, &'static str); 5] = [
        (Self::First, "first"),
        (Self::Substantive, "substantive"),
        (Self::Correction, "correction"),
        (Self::DataRefresh, "data-refresh"),
        (Self::Mechanical, "mechanical"),
    ];

    /// The word in locks.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("substantive", |(_, word)| word)
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// A person who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Author {
    /// Full name as printed.
    pub name: String,
    /// Role, such as "Analyst"; may be empty.
    pub role: String,
}

/// A block of the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// A heading; level 2 is a section of the brief, the title itself is level 1 and stands in [`Meta`].
    Heading {
        /// 2 to 6, never skipping a level.
        level: u8,
        /// Stable anchor, unique in the edition.
        anchor: String,
        /// The words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// The words.
        text: Vec<Inline>,
    },
    /// A list.
    List {
        /// Numbered from 1 rather than bulleted.
        ordered: bool,
        /// One list of blocks an item.
        items: Vec<Vec<Block>>,
    },
    /// A quotation set off from the text.
    Quote {
        /// Its blocks.
        blocks: Vec<Block>,
    },
    /// A figure.
    Figure(Figure),
    /// A table.
    Table(Table),
}

/// A run of words.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "inline", rename_all = "kebab-case")]
pub enum Inline {
    /// Plain words.
    Text {
        /// The words.
        text: String,
    },
    /// Emphasis.
    Emphasis {
        /// What is emphasised.
        content: Vec<Inline>,
    },
    /// Strong emphasis.
    Strong {
        /// What is emphasised.
        content: Vec<Inline>,
    },
    /// Words bound to a statement.
    Bound {
        /// The words as printed; empty for a clause that only rests on the statement.
        content: Vec<Inline>,
        /// Index into [`Edition::bound`].
        statement: usize,
    },
    /// An ordinary link.
    Link {
        /// Target, `http`, `https` or `mailto` only.
        href: String,
        /// The words.
        content: Vec<Inline>,
    },
    /// A line break that the author asked for.
    Break,
}

/// A figure with everything that makes it accessible.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Stable anchor.
    pub anchor: String,
    /// Number, counted from 1.
    pub number: u32,
    /// Title without the number.
    pub title: String,
    /// Text alternative: what the chart shows, in words, with the figures.
    pub alt: String,
    /// Source line.
    pub source: String,
    /// Note below the figure; empty for none.
    pub note: String,
    /// What is drawn.
    pub chart: Chart,
    /// The same figures as a table.
    pub table: Table,
}

/// What a figure draws. Values are decimal strings, exact as in the table they come from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "chart", rename_all = "kebab-case")]
pub enum Chart {
    /// Party strength in a chamber: seats by party, vacant ones shown as such.
    Seats {
        /// Largest first or in political order, as the author gave them.
        parties: Vec<Party>,
        /// Seats that nobody holds.
        vacant: u32,
        /// Seats that the law provides.
        total: u32,
        /// Seats needed for a majority of the members in office.
        majority: u32,
    },
    /// One value a category.
    Bars {
        /// Axis title with unit.
        axis: String,
        /// Category and value.
        bars: Vec<(String, String)>,
    },
    /// One or more series over time.
    Lines {
        /// Axis title with unit.
        axis: String,
        /// Name, then points of EDTF date and value.
        series: Vec<(String, Vec<(String, String)>)>,
    },
}

/// A party and its seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Name as printed.
    pub name: String,
    /// Seats held.
    pub seats: u32,
    /// `government`, `opposition`, `independent` or empty: decides the tint, never the order.
    pub side: String,
}

/// How many larger parties share each party's side, one number a party: the shade of its side's tint.
///
/// The largest has 0, so that small parties never take the strong shades; of equal ones the first leads.
pub fn shades(parties: &[Party]) -> Vec<usize> {
    let leads = |other: (usize, &Party), at: usize| {
        let party = &parties[at];
        other.1.side == party.side && (other.1.seats > party.seats || (other.1.seats == party.seats && other.0 < at))
    };
    (0..parties.len()).map(|at| parties.iter().enumerate().filter(|other| leads(*other, at)).count()).collect()
}

/// A table with one header row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Stable anchor; unique in the edition.
    pub anchor: String,
    /// Title.
    pub title: String,
    /// Column heads.
    pub header: Vec<String>,
    /// Rows as long as the header; the first cell heads its row.
    pub rows: Vec<Vec<String>>,
    /// Source line; empty for none.
    pub source: String,
}

/// A statement that the prose rests on, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BoundStatement {
    /// Its id.
    pub id: StatementId,
    /// Label of its kind, such as "trade deficit".
    pub kind: String,
    /// Its whole lineage; the root is the statement itself.
    pub lineage: Lineage,
    /// Sources by number in [`Edition::sources`], the statement's own first, then those of its leaves.
    pub sources: Vec<u32>,
    /// Earlier and rival values of the same thing, newest first: "2018-06-01: 9.1e9 USD, superseded (revised)".
    pub history: Vec<String>,
    /// When it needs another look, as a date or a condition; empty for closed facts.
    pub review: String,
}

/// A source as the source notes print it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublishedSource {
    /// Number in the notes, from 1.
    pub number: u32,
    /// Key in `sources.yml`.
    pub key: SourceId,
    /// The full reference in one line, without the URL.
    pub reference: String,
    /// A short form for the printed page, such as "USTR, Oct. 2018".
    pub short: String,
    /// Where it can be read; empty where unknown.
    pub url: String,
    /// Whether it was seen; an unseen source is said to be so wherever it is printed.
    pub seen: bool,
}

/// One sentence of the prose with what carries it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// Number in the edition, from 1.
    pub number: u32,
    /// Anchor of the heading that it stands under; empty before the first.
    pub section: String,
    /// Its words.
    pub text: String,
    /// Statements by index into [`Edition::bound`].
    pub statements: Vec<usize>,
    /// Open findings about it, such as `query[D0312]: …`.
    pub findings: Vec<String>,
    /// Line of its first word in the brief's file.
    pub line: usize,
}

/// Counts of bindings by evidence grade and method.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Bindings by grade and method; only pairs that occur, in the order of the enums.
    pub bindings: Vec<(Evidence, Method, u32)>,
    /// Sentences in the prose.
    pub sentences: u32,
    /// Sentences that rest on at least one statement.
    pub sourced_sentences: u32,
    /// Words marked free by the author, with a reason.
    pub free: u32,
}
