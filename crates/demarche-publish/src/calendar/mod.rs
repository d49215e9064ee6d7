//! The calendar ahead: what `check` will say on which day if nothing new is put on record.
//!
//! A desk subscribes to it, so every turn has an id that stays the same from run to run: a reader of the calendar sees a
//! date move, not an old event beside a new one. Nothing in a file comes from a clock; its stamp is the day of what is known.

mod atom;
mod ics;

pub use atom::atom;
pub use ics::ics;

use demarche_terms::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What lies ahead of one brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Calendar {
    /// The dossier's id.
    pub dossier: String,
    /// The brief's file, counted from the dossier's folder.
    pub brief: String,
    /// The brief's title.
    pub title: String,
    /// Who publishes; empty where the dossier does not say.
    pub publisher: String,
    /// The day from which it looks ahead.
    pub as_of: Date,
    /// Nothing recorded later is seen.
    pub known_by: Date,
    /// The last day that was looked at; `None` for as far as the dossier reaches.
    pub until: Option<Date>,
    /// What happens, by day and place.
    pub turns: Vec<Turn>,
}

/// One sentence on the day on which it falls due, lapses or dies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Turn {
    /// The day.
    pub on: Date,
    /// Code of the finding that `check` will print.
    pub code: String,
    /// Its grade.
    pub grade: String,
    /// The words concerned.
    pub words: String,
    /// Their sentence, without markup.
    pub sentence: String,
    /// Line of the brief.
    pub line: usize,
    /// The statement that the words rest on, where they do.
    pub statement: Option<String>,
    /// What will be said.
    pub message: String,
    /// Which of several turns of this code, statement and words in the brief, from 0.
    pub nth: usize,
}

impl Turn {
    /// The same from run to run, even when its day moves: a hash of dossier, brief, code and what the words rest on.
    fn key(&self, calendar: &Calendar) -> [u8; 32] {
        let mut hash = Sha256::new();
        // What rests on nothing is known by its sentence.
        let (statement, sentence) = match &self.statement {
            Some(statement) => (statement.as_str(), ""),
            None => ("", self.sentence.as_str()),
        };
        let nth = self.nth.to_string();
        for part in [&calendar.dossier, &calendar.brief, &self.code, statement, sentence, &self.words, &nth] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.finalize().into()
    }

    /// A title of one line.
    fn summary(&self) -> String {
        match self.words.as_str() {
            "" => format!("{}: {}", self.grade, self.sentence),
            words => format!("{}: \u{201c}{words}\u{201d}", self.grade),
        }
    }

    /// Message, sentence and where to look, one line each.
    fn description(&self, calendar: &Calendar) -> Vec<String> {
        let mut lines = vec![format!("{} {}", self.code, self.message), self.sentence.clone()];
        lines.push(format!("{}, line {}", calendar.brief, self.line));
        lines.extend(self.statement.as_ref().map(|id| format!("demarche why {id}")));
        lines
    }
}

impl Calendar {
    /// A name for lists of calendars.
    fn name(&self) -> String {
        format!("{}: what falls due", self.title)
    }
}

/// Words without characters that neither format may hold: controls, and marks that turn the direction of text.
fn plain(text: &str) -> String {
    let kept = |c: &char| {
        !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
    };
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(kept).collect()
}
