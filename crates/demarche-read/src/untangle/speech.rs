//! Speech: what is known of the language, by counting and by ear.

use super::{Fluency, Language};

/// Word counts and the network that hears whether words read on.
#[derive(Clone, Debug)]
pub struct Speech {
    /// Which word follows which, counted.
    pub language: Language,
    /// Whether words read on.
    pub fluency: Fluency,
}

impl Speech {
    /// What running text teaches, one paragraph a string.
    pub fn learn(paragraphs: &[String]) -> Self {
        Self { language: Language::learn(paragraphs.iter().map(String::as_str)), fluency: Fluency::learn(paragraphs) }
    }

    /// Reads the data files of both.
    pub fn parse(counts: &str, network: &str) -> Self {
        Self { language: Language::parse(counts), fluency: Fluency::parse(network) }
    }
}
