//! Initials: the large first letter of a text, set over several of its lines.
//!
//! Files draw such a letter by itself, before its text or at the end of the page.
//! It is put before the line beside whose top it stands.

use super::lines::INITIAL;
use crate::builder::{Content, DraftBlock, DraftLine, DraftRun};
use crate::document::{Origin, Rect, Role};
use crate::untangle;

/// Gives each initial back to its text.
pub(crate) fn join(blocks: &mut Vec<DraftBlock>) {
    let mut at = 0;
    while at < blocks.len() {
        let text = initial(&blocks[at]).and_then(|letter| beside(blocks, at, letter));
        match text {
            Some(text) => {
                let letter = blocks.remove(at);
                begin(&mut blocks[if text > at { text - 1 } else { text }], letter);
            }
            None => at += 1,
        }
    }
}

/// The line of a block that is one letter, with or without a quotation mark before it.
fn initial(block: &DraftBlock) -> Option<&DraftLine> {
    let Content::Lines(lines) = &block.content else { return None };
    let [line] = lines.as_slice() else { return None };
    let letter = line.text.trim().trim_start_matches(['“', '‘', '"']);
    let one = letter.chars().count() == 1 && letter.chars().all(char::is_uppercase);
    one.then_some(line)
}

/// The block whose first line goes on to the right of the letter, at its top.
fn beside(blocks: &[DraftBlock], own: usize, letter: &DraftLine) -> Option<usize> {
    let place = rect(letter)?;
    let fits = |block: &DraftBlock| {
        let Content::Lines(lines) = &block.content else { return false };
        let Some((first, rect)) = lines.first().and_then(|line| Some((line, rect(line)?))) else { return false };
        let middle = (rect.top + rect.bottom) / 2.0;
        block.role == Role::Body
            && first.page == letter.page
            && letter.size >= INITIAL * first.size
            && (0.0..letter.size).contains(&(rect.left - place.left))
            && rect.left > place.right - first.size
            && (place.top..(place.top + place.bottom) / 2.0).contains(&middle)
    };
    blocks.iter().enumerate().position(|(at, block)| at != own && fits(block))
}

fn rect(line: &DraftLine) -> Option<Rect> {
    let rects = line.runs.iter().filter_map(|run| match &run.origin {
        Origin::Glyphs { rect, .. } => Some(*rect),
        Origin::Bytes(_) => None,
    });
    rects.reduce(Rect::union)
}

/// Puts the letter before the first word of a block.
fn begin(block: &mut DraftBlock, letter: DraftBlock) {
    let (Content::Lines(lines), Content::Lines(letter)) = (&mut block.content, letter.content) else { return };
    let Some(first) = lines.first_mut() else { return };
    let mut runs: Vec<DraftRun> = Vec::new();
    let mut text = String::new();
    for line in letter {
        let begin = text.len();
        text.push_str(&line.text);
        runs.extend(line.runs.into_iter().map(|run| DraftRun { end: begin + run.end, ..run }));
    }
    text.truncate(text.trim_end().len());
    runs.iter_mut().for_each(|run| run.end = run.end.min(text.len()));
    if is_word(&text, &first.text) {
        text.push(' ');
    }
    let end = text.len();
    if let Some(last) = runs.last_mut() {
        last.end = end;
    }
    text.push_str(&first.text);
    first.text = text;
    first.runs.iter_mut().for_each(|run| run.end += end);
    first.runs.splice(0..0, runs);
}

/// Whether the letter is a word of its own: "A" before "bill", not before "merican".
fn is_word(letter: &str, rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    letter.ends_with(['A', 'I'])
        && !word.is_empty()
        && !untangle::is_counted(&format!("{}{word}", letter.trim_start_matches(['“', '‘', '"'])))
}
