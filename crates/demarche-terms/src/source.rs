//! Sources: who put something on record, where, and when.

use jiff::civil::Date;
use serde::Serialize;

use crate::SourceId;

/// A source as `sources.yml` describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its key.
    pub id: SourceId,
    /// Title.
    pub title: String,
    /// Authors or publisher, as printed.
    pub author: String,
    /// Date of publication as given, EDTF; empty where unknown.
    pub date: String,
    /// First day on which it can have been public: the start of `date`.
    pub public: Option<Date>,
    /// Address; empty where unknown.
    pub url: String,
    /// An archived copy; empty where none.
    pub archive: String,
    /// When it was looked at.
    pub accessed: Option<Date>,
    /// What it is.
    pub sort: SourceSort,
    /// Whether the producer of the fact speaks in it.
    pub producer: bool,
    /// Whether it was seen by whoever recorded it.
    pub seen: bool,
    /// Keys and addresses that it had before.
    pub was: Vec<String>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceSort {
    /// Statistics by their producer.
    Dataset,
    /// A law, treaty, judgment or other instrument.
    Law,
    /// A report, brief, testimony or web page.
    Document,
    /// A press report.
    Press,
}

impl SourceSort {
    /// Every sort with its word in `sources.yml`.
    pub const WORDS: [(Self, &'static str); 4] =
        [(Self::Dataset, "dataset"), (Self::Law, "law"), (Self::Document, "document"), (Self::Press, "press")];
}

impl Source {
    /// Whether it can have been public on a day: a source without a date always can.
    pub fn is_public(&self, day: Date) -> bool {
        self.public.is_none_or(|first| first <= day)
    }

    /// Whether it counts as the producer's own word: datasets and laws do, others where marked so.
    pub fn is_producer(&self) -> bool {
        self.producer || matches!(self.sort, SourceSort::Dataset | SourceSort::Law)
    }

    /// Author, title and date in one line, without the address.
    pub fn reference(&self) -> String {
        let parts = [self.author.as_str(), self.title.as_str(), self.date.as_str()];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
    }
}
