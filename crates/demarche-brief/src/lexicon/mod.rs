//! Lexicons: the words that checks and the reader of printed amounts know, as files that a service can replace.
//!
//! [`Lexicon::read`] makes it from TOML files; [`SHIPPED`] are those that come
//! with the program. A dossier's `lexicons/hedges.toml` takes the place of the
//! shipped file of that name, whole.

mod list;
mod read;

use demarche_terms::{Decimal, Hedge, Rung, Unit};

pub use list::{Spelled, Spot, WordList};
pub use read::SHIPPED;

/// Every word list.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// `hedges.toml`: what "about" or "scores of" allow.
    pub hedges: WordList<Hedge>,
    /// `decay.toml`: words that hold for a while only.
    pub decay: WordList<DecayWord>,
    /// `attribution.toml`: subjects that hide who speaks ("some observers").
    pub weasels: WordList<PlainRow>,
    /// `attribution.toml`: verbs by which someone says something.
    pub speech: WordList<PlainRow>,
    /// `loaded.toml`: words that take a side.
    pub loaded: WordList<LoadedWord>,
    /// `likelihood.toml`: words of estimative probability by scale.
    pub likelihood: WordList<LikelihoodWord>,
    /// `citations.toml`: words that make a number beside them a name.
    pub citations: WordList<CitationWord>,
    /// `superlatives.toml`: "largest", "lowest", "most important".
    pub superlatives: WordList<Superlative>,
    /// `statuses.toml`: words of an instrument's ladder.
    pub statuses: WordList<StatusWord>,
    /// `directions.toml`: "rose", "fell", "surplus", "deficit".
    pub directions: WordList<DirectionWord>,
    /// `futures.toml`: words by which a sentence speaks of what is to come.
    pub futures: WordList<PlainRow>,
    /// `tenses.toml`: verbs of what is to come, by their present forms.
    pub tenses: WordList<TenseWord>,
    /// The same by their past forms.
    pub pasts: WordList<TenseWord>,
    /// `units.toml`: printed words of units, currencies, scales, rates and parts of a period.
    pub units: UnitWords,
}

/// A word that holds for a while only, such as "recently".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecayWord {
    /// Spellings.
    pub words: Vec<String>,
    /// Days after which the sentence needs another look.
    pub days: u32,
    /// Why, as the end of a sentence.
    pub why: String,
    /// Where the reading comes from.
    pub source: String,
}

/// A verb of what is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenseWord {
    /// Spellings.
    pub words: Vec<String>,
    /// The same in the past.
    pub past: String,
    /// Primary language subtag (BCP 47).
    pub language: String,
    /// Where the reading comes from.
    pub source: String,
}

/// Words without any further meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainRow {
    /// Spellings.
    pub words: Vec<String>,
    /// Where the reading comes from.
    pub source: String,
}

/// A word of direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectionWord {
    /// Spellings.
    pub words: Vec<String>,
    /// Whether it goes with a positive value.
    pub up: bool,
    /// Whether it speaks of the level of a balance rather than of a change.
    pub of_level: bool,
    /// Where the reading comes from.
    pub source: String,
}

/// A word that takes a side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedWord {
    /// Spellings.
    pub words: Vec<String>,
    /// A plainer word; empty where none serves.
    pub instead: String,
    /// Why, as the end of a sentence.
    pub why: String,
    /// Where the reading comes from.
    pub source: String,
}

/// A word of estimative probability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LikelihoodWord {
    /// Spellings.
    pub words: Vec<String>,
    /// Name of its scale, such as `icd-203`.
    pub scale: String,
    /// Least probability meant, 0 to 1.
    pub low: Decimal,
    /// Greatest probability meant, 0 to 1.
    pub high: Decimal,
    /// Where the scale is published.
    pub source: String,
}

/// How a citation word makes a number a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationSide {
    /// The number after it: "Section 232".
    Before,
    /// The number before it: "38th parallel".
    After,
    /// The words are a name as a whole: "9/11".
    Whole,
}

/// Words that make a number a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitationWord {
    /// Spellings.
    pub words: Vec<String>,
    /// Where the number stands.
    pub side: CitationSide,
    /// Where the reading comes from.
    pub source: String,
}

/// A superlative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Superlative {
    /// Spellings.
    pub words: Vec<String>,
    /// Whether the smallest is first.
    pub smallest_first: bool,
    /// Whether it names a measure, so that a table can decide ("largest"); others are judgements ("most important").
    pub measured: bool,
    /// Nouns that must follow for it to be a rank ("top" before "supplier"); empty for any.
    pub before: Vec<String>,
    /// Where the reading comes from.
    pub source: String,
}

/// A word of an instrument's ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusWord {
    /// Spellings.
    pub words: Vec<String>,
    /// The rung that it claims.
    pub rung: Rung,
    /// Where the reading comes from.
    pub source: String,
}

/// Printed words of units.
#[derive(Clone, Debug, Default)]
pub struct UnitWords {
    /// Measures and lengths of time: "tons", "years".
    pub units: WordList<UnitWord>,
    /// Scale words: "million".
    pub scales: WordList<ScaleWord>,
    /// Currencies by sign, code or name.
    pub currencies: WordList<CurrencyWord>,
    /// Rates: "annually", "per year".
    pub rates: WordList<UnitWord>,
    /// Parts of a year, month or decade: "early", "late".
    pub parts: WordList<PartWord>,
    /// Month and day on which a fiscal year begins; it is named by the year in which it ends.
    pub fiscal_start: Option<(i8, i8)>,
}

/// A printed unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitWord {
    /// Spellings.
    pub words: Vec<String>,
    /// The unit, such as `a` or `t`.
    pub unit: Unit,
    /// Where the reading comes from.
    pub source: String,
}

/// A scale word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleWord {
    /// Spellings.
    pub words: Vec<String>,
    /// What it multiplies by.
    pub times: Decimal,
    /// Where the reading comes from.
    pub source: String,
}

/// A currency's printed words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyWord {
    /// Spellings: signs stand before the figure, names after it, codes on either side.
    pub words: Vec<String>,
    /// ISO 4217 code.
    pub code: String,
    /// Where the reading comes from.
    pub source: String,
}

/// A part of a period, as months of a year, days of a month and years of a decade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartWord {
    /// Spellings.
    pub words: Vec<String>,
    /// First and last month of a year.
    pub months: (i8, i8),
    /// First and last day of a month; days past its end are its last.
    pub days: (i8, i8),
    /// First and last year of a decade, 0 to 9.
    pub years: (i16, i16),
    /// Where the reading comes from.
    pub source: String,
}
