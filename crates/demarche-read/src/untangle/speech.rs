//! Speech: what is known of the language, by counting and by ear.

use super::{Fluency, Language};

/// How often reports are counted, and how often the network hears them, where other texts are once.
const COUNTED: usize = 5;
const HEARD: usize = 20;

/// Word counts and the network that hears whether words read on.
#[derive(Clone, Debug)]
pub struct Speech {
    /// Which word follows which, counted.
    pub language: Language,
    /// Whether words read on.
    pub fluency: Fluency,
}

impl Speech {
    /// What running text teaches, one paragraph a string: reports like those that are to be read, of which there are
    /// few, so that they are gone over often, and other texts.
    pub fn learn(reports: &[String], texts: &[String]) -> Self {
        let often = |times: usize| reports.iter().cycle().take(times * reports.len()).chain(texts);
        let heard: Vec<String> = often(HEARD).cloned().collect();
        Self { language: Language::learn(often(COUNTED).map(String::as_str)), fluency: Fluency::learn(&heard) }
    }

    /// Reads the data files of both.
    pub fn parse(counts: &str, network: &str) -> Self {
        Self { language: Language::parse(counts), fluency: Fluency::parse(network) }
    }
}
