//! A run of words: one paragraph's text with the place of every piece, cut into sentences.

use std::ops::Range;

use demarche_diagnostic::{FileId, Span};

use super::sentences::sentences;
use crate::prose::{Brief, ProseSentence};

/// The words of one paragraph, heading or list entry.
#[derive(Default)]
pub(super) struct Run {
    /// The words without markup.
    pub text: String,
    /// Verbatim pieces: start in `text`, range in the file.
    pieces: Vec<(usize, Range<usize>)>,
    /// Words that the file writes otherwise (`&amp;`): their range in `text`, their range in the file.
    written: Vec<(Range<usize>, Range<usize>)>,
    /// Links and emphasis: range in `text`, range in the file with the markup.
    marks: Vec<Mark>,
}

struct Mark {
    words: Range<usize>,
    file: Range<usize>,
    ties: Ties,
}

/// What a mark ties its words to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Ties {
    /// Nothing: emphasis, an ordinary link.
    Nothing,
    /// A binding by its index.
    Binding(usize),
    /// Free words by their index.
    Free(usize),
}

impl Run {
    /// Adds words that stand verbatim at `file`.
    pub fn push(&mut self, words: &str, file: Range<usize>) {
        match self.pieces.last_mut() {
            Some((start, last)) if last.end == file.start && *start + last.len() == self.text.len() => {
                last.end = file.end
            }
            _ => self.pieces.push((self.text.len(), file)),
        }
        self.text.push_str(words);
    }

    /// Adds words that the file writes otherwise at `file`.
    pub fn push_written(&mut self, words: &str, file: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(words);
        self.written.push((start..self.text.len(), file));
    }

    /// Adds a space for a line's end.
    pub fn space(&mut self) {
        self.text.push(' ');
    }

    /// Marks the words from `start` to here.
    pub fn mark(&mut self, start: usize, file: Range<usize>, ties: Ties) {
        self.marks.push(Mark { words: start..self.text.len(), file, ties });
    }

    /// The place of a byte range of the text.
    pub fn place(&self, file: FileId, range: Range<usize>) -> Option<Span> {
        let sentence = self.sentence(file, 0..self.text.len(), String::new(), 0)?;
        Some(sentence.place(range))
    }

    /// Puts the sentences into the brief, and tells bindings and free words which one is theirs.
    pub fn finish(self, file: FileId, section: &str, paragraph: usize, brief: &mut Brief) {
        let ranges = self.ranges();
        let first = brief.sentences.len();
        for range in &ranges {
            brief.sentences.extend(self.sentence(file, range.clone(), section.to_owned(), paragraph));
        }
        for mark in self.marks.iter().filter(|mark| mark.ties != Ties::Nothing) {
            let at = whose(&ranges, &mark.words);
            let Some(range) = ranges.get(at) else { continue };
            let within = |at: usize| at.clamp(range.start, range.end) - range.start;
            let words = within(mark.words.start)..within(mark.words.end);
            let Some(sentence) = brief.sentences.get_mut(first + at) else { continue };
            match mark.ties {
                Ties::Binding(index) => {
                    sentence.bindings.push(index);
                    if let Some(binding) = brief.bindings.get_mut(index) {
                        binding.sentence = first + at;
                        binding.words = sentence.text[words.clone()].to_owned();
                        binding.words_span =
                            if words.is_empty() { binding.span } else { sentence.place(words.clone()) };
                        binding.range = words;
                    }
                }
                Ties::Free(index) => {
                    sentence.free.push(index);
                    if let Some(free) = brief.free.get_mut(index) {
                        free.sentence = first + at;
                        free.range = words;
                    }
                }
                Ties::Nothing => {}
            }
        }
    }

    /// The sentences' ranges; bound words are never cut, and a paragraph of nothing but a binding is one empty sentence.
    fn ranges(&self) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let tied = |at: usize| {
            self.marks.iter().any(|mark| mark.ties != Ties::Nothing && mark.words.start < at && at < mark.words.end)
        };
        for range in sentences(&self.text) {
            match ranges.last_mut() {
                Some(last) if tied(last.end) && tied(range.start) => last.end = range.end,
                _ => ranges.push(range),
            }
        }
        if ranges.is_empty() {
            let tied = || self.marks.iter().filter(|mark| mark.ties != Ties::Nothing);
            let (first, last) = (tied().map(|mark| mark.words.start).min(), tied().map(|mark| mark.words.end).max());
            ranges.extend(first.zip(last).map(|(first, last)| first..last));
        }
        ranges
    }

    fn sentence(&self, file: FileId, range: Range<usize>, section: String, paragraph: usize) -> Option<ProseSentence> {
        let pieces: Vec<(usize, Range<usize>)> = self.pieces.iter().filter_map(|piece| clip(piece, &range)).collect();
        let inside =
            |mark: &&Mark| range.start <= mark.words.start && mark.words.end <= range.end && !mark.file.is_empty();
        let marks = || self.marks.iter().filter(inside).map(|mark| mark.file.clone());
        let written = || {
            let touching = self.written.iter().filter(|(words, _)| words.start < range.end && range.start < words.end);
            touching.map(|(_, place)| place.clone())
        };
        let places = || pieces.iter().map(|(_, place)| place.clone()).chain(written()).chain(marks());
        let start = places().map(|place| place.start).min()?;
        let end = places().map(|place| place.end).max()?;
        Some(ProseSentence {
            section,
            text: self.text.get(range)?.to_owned(),
            pieces,
            span: Span::new(file, start..end),
            bindings: Vec::new(),
            free: Vec::new(),
            paragraph,
        })
    }
}

/// The part of a piece inside a range, counted from the range's start.
fn clip((start, file): &(usize, Range<usize>), range: &Range<usize>) -> Option<(usize, Range<usize>)> {
    let from = (*start).max(range.start);
    let to = (start + file.len()).min(range.end);
    (from < to).then(|| (from - range.start, file.start + (from - start)..file.start + (to - start)))
}

/// Which sentence words belong to: the one that holds them; for no words the one before.
fn whose(ranges: &[Range<usize>], words: &Range<usize>) -> usize {
    if words.is_empty() {
        ranges.iter().rposition(|range| range.start < words.start).unwrap_or(0)
    } else {
        ranges.iter().position(|range| words.start < range.end).unwrap_or(ranges.len().saturating_sub(1))
    }
}
