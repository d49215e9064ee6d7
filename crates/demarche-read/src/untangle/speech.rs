//! Speech: what is known of the language, by counting and by ear.

use super::{Fluency, Language};

/// How often reports are counted, and how often the network hears them, where other texts are once.
const COUNTED: usize = 5;
const HEARD: usize = 20;
/// Words are counted in so many bytes of the other texts, the first: counts of all of them, cut to the same room, were
/// not seen to put more lines in order. The network hears all.
const ROOM: usize = 30_000_000;

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
        let often = |times: usize| reports.iter().cycle().take(times * reports.len()).map(String::as_str);
        let mut read = 0;
        let counted = texts.iter().map(String::as_str).take_while(|text| {
            read += text.len();
            read <= ROOM
        });
        Self {
            language: Language::learn(often(COUNTED).chain(counted)),
            fluency: Fluency::learn(often(HEARD).chain(texts.iter().map(String::as_str))),
        }
    }

    /// Reads the data files of both.
    pub fn parse(counts: &str, network: &str) -> Self {
        Self { language: Language::parse(counts), fluency: Fluency::parse(network) }
    }
}
