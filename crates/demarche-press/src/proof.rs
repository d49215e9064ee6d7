//! Proof: every printed character has a glyph, checked before anything is set.

use std::collections::BTreeSet;

use crate::words::Run;
use crate::{PressError, fonts};

/// Remembers which characters were found in the faces.
#[derive(Default)]
pub(crate) struct Proof {
    seen: BTreeSet<char>,
}

impl Proof {
    /// Refuses words with a character that would print as a box.
    pub fn text(&mut self, place: impl Fn() -> String, text: &str) -> Result<(), PressError> {
        for (at, character) in text.char_indices() {
            if matches!(character, ' '..='~') || self.seen.contains(&character) {
                continue;
            }
            if !fonts::covers(character) {
                return Err(missing(place(), text, at, character));
            }
            self.seen.insert(character);
        }
        Ok(())
    }

    /// The same for the words of runs; an asked-for line break is no character.
    pub fn runs(&mut self, place: impl Fn() -> String, runs: &[Run]) -> Result<(), PressError> {
        runs.iter().filter(|run| run.text != "\n").try_for_each(|run| self.text(&place, &run.text))
    }

    /// Refuses what cannot stand even in words that are read aloud or searched but not printed.
    pub fn unprinted(&self, place: &str, text: &str) -> Result<(), PressError> {
        match text.char_indices().find(|&(_, c)| fonts::forbidden(c)) {
            Some((at, character)) => Err(missing(place.into(), text, at, character)),
            None => Ok(()),
        }
    }
}

/// Characters on each side that the message quotes.
const NEAR: usize = 24;

fn missing(place: String, text: &str, at: usize, character: char) -> PressError {
    let (before, after) = text.split_at(at);
    let before: Vec<char> = before.chars().rev().take(NEAR).collect();
    let near = before.iter().rev().copied().chain(after.chars().take(NEAR)).collect();
    PressError::MissingGlyph { character, place, near }
}
