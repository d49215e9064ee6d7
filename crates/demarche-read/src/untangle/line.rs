//! A line by itself: what it is, how it begins and ends, how wide it is.
//!
//! Read once a line; the seams compare two of these and never look at the text again.

use super::echo::{Echo, Number};
use super::fluency::Heard;
use super::language::{Language, Token, words};
use super::speech::Speech;
use crate::{limits, roles};

/// A line with what the seams need to know of it.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    pub words: Vec<&'a str>,
    pub head: Vec<Token>,
    pub tail: Vec<Token>,
    pub end: usize,
    pub start: usize,
    pub width: f64,
    pub small: bool,
    pub letters: usize,
    pub first_width: f64,
    pub open: i32,
    pub closes_first: bool,
    pub quote_open: bool,
    pub quote_closes_first: bool,
    /// Numbers in the document of the first two words and of the last two, outermost first.
    pub first: [Number; 2],
    pub last: [Number; 2],
    pub content: Vec<u32>,
    /// What the network hears of the line's end, and of its begin.
    pub before: Heard,
    pub after: Heard,
}

/// The width of a full line of running text: where the widths of lines break off, many being a little
/// narrower and few a little wider.
pub fn full_width(mut widths: Vec<f64>) -> f64 {
    widths.retain(|&width| width > 10.0);
    widths.sort_by(f64::total_cmp);
    let edge = |&width: &f64| {
        let below = |limit: f64| widths.partition_point(|&other| other <= limit) as f64;
        let upto = below(width);
        (upto - below(width - EDGE)) - WIDER * (below(width + EDGE) - upto)
    };
    widths.iter().max_by(|one, other| edge(one).total_cmp(&edge(other))).copied().unwrap_or(1.0)
}

/// The least share of a full line that running text mostly has, and cells of a table do not.
pub const FILLED: f64 = 0.86;

/// How far to either side of a full line widths are compared, in characters.
const EDGE: f64 = 3.0;
/// How many lines that are a little narrower speak as much for an edge as one that is wider against it.
const WIDER: f64 = 2.0;

pub fn clip(line: &str) -> &str {
    let mut end = line.len().min(limits::LINE_BYTES);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}

/// How a line ends.
pub mod end {
    pub const SENTENCE: usize = 0;
    pub const ABBREVIATION: usize = 1;
    pub const COMMA: usize = 2;
    pub const SEMICOLON: usize = 3;
    pub const COLON: usize = 4;
    pub const HYPHEN: usize = 5;
    pub const DASH: usize = 6;
    pub const CLOSING: usize = 7;
    pub const FUNCTION: usize = 8;
    pub const NUMBER: usize = 9;
    pub const UPPER: usize = 10;
    pub const ACRONYM: usize = 11;
    pub const LOWER: usize = 12;
    pub const OTHER: usize = 13;
    pub const HEADING: usize = 14;
    pub const FRAGMENT: usize = 15;
    pub const TITLE: usize = 16;
}

/// How a line begins.
pub mod start {
    pub const LOWER: usize = 0;
    pub const UPPER_FUNCTION: usize = 1;
    pub const UPPER: usize = 2;
    pub const ACRONYM: usize = 3;
    pub const NUMBER: usize = 4;
    pub const MONEY: usize = 5;
    pub const PAREN: usize = 6;
    pub const QUOTE: usize = 7;
    pub const OTHER: usize = 8;
    pub const LOWER_FUNCTION: usize = 9;
    pub const BULLET: usize = 10;
    pub const FIGURE: usize = 11;
    pub const NOTE: usize = 12;
    pub const HEADING: usize = 13;
    pub const FRAGMENT: usize = 14;
}

impl<'a> Reading<'a> {
    /// Whether the line is running text in the size of the page.
    pub fn is_running(&self) -> bool {
        !self.small && self.end < end::HEADING && self.start < start::FIGURE
    }

    /// Whether it is running text made of words: figures of a table are none.
    pub fn is_prose(&self) -> bool {
        let letters = self.words.iter().filter(|word| word.starts_with(char::is_alphabetic)).count();
        self.is_running() && 2 * letters > self.words.len()
    }

    /// Whether it has words: a line of years or amounts alone has none.
    pub fn is_worded(&self) -> bool {
        self.words.iter().any(|word| word.contains(char::is_alphabetic))
    }

    /// Reads a line of a page whose full lines are `full` wide.
    pub fn new(line: &'a str, full: f64, speech: &Speech, echo: &Echo) -> Self {
        let language = &speech.language;
        let words = words(line);
        let tokens = |words: &[&str]| words.iter().map(|word| language.token(word)).collect::<Vec<_>>();
        let measure = width(line);
        let heading = is_heading(&words, measure, full, language);
        let fragment = !heading && measure < full * 0.72;
        let begins = beginning(line, &words, language);
        let first = line.split_whitespace().next().unwrap_or("");
        let first = first.find('-').map_or(first, |at| &first[..=at]);
        let (open, closes_first) = brackets(line, '(', ')');
        let (quotes, quote_closes_first) = brackets(line, '“', '”');
        Self {
            head: tokens(&words[..words.len().min(2)]),
            tail: tokens(&words[words.len().saturating_sub(2)..]),
            end: match ending(&words, language) {
                end if begins == start::FIGURE && end != end::SENTENCE => end::TITLE,
                _ if heading => end::HEADING,
                end @ (end::SENTENCE | end::COLON | end::SEMICOLON) => end,
                _ if fragment => end::FRAGMENT,
                end => end,
            },
            start: match begins {
                start @ (start::FIGURE | start::NOTE | start::BULLET) => start,
                _ if heading => start::HEADING,
                _ if fragment && !closes_sentence(&words) => start::FRAGMENT,
                start => start,
            },
            small: measure > full + 1.5,
            letters: line.chars().count(),
            width: measure,
            first_width: width(first),
            open,
            closes_first,
            quote_open: quotes > 0,
            quote_closes_first,
            content: echo.stems(&words),
            before: speech.fluency.before(&words),
            after: speech.fluency.after(&words),
            first: [0, 1].map(|at| words.get(at).and_then(|word| echo.number(word))),
            last: [1, 2].map(|back| words.len().checked_sub(back).and_then(|at| echo.number(words[at]))),
            words,
        }
    }
}

pub fn content<'a>(words: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    words.iter().filter(|word| word.chars().count() >= 4 && word.chars().all(|c| c.is_alphanumeric() || c == '-')).map(
        |word| {
            let lower = word.to_lowercase();
            lower.strip_suffix('s').map_or_else(|| lower.clone(), str::to_owned)
        },
    )
}

/// Brackets left open at the line's end, and whether a closing one comes before any opening one.
fn brackets(line: &str, opening: char, closing: char) -> (i32, bool) {
    let mut depth = 0;
    let mut closes_first = false;
    for c in line.chars() {
        if c == opening {
            depth += 1;
        } else if c == closing {
            if depth == 0 {
                closes_first = true;
            } else {
                depth -= 1;
            }
        }
    }
    (depth, closes_first)
}

/// A short line in title case without a full stop; decimal fractions stand in cells, but for the number of a section.
fn is_heading(words: &[&str], width: f64, full: f64, language: &Language) -> bool {
    let last = words.last().copied().unwrap_or("");
    if words.is_empty() || width > full * 0.93 || last.ends_with(['.', ',', ';', ':', '-', '—', ')', '”']) {
        return false;
    }
    let is_fraction = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
    if words.iter().skip(1).any(is_fraction) {
        return false;
    }
    let letters: Vec<&&str> = words.iter().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let first = letters.first().is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase));
    let upper = |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let minor = |word: &str| word.len() <= 4 && language.is_function(word);
    let long_enough = letters.iter().any(|word| word.len() > 3);
    let ends_well = !(language.is_function(last) && last.chars().all(char::is_lowercase));
    first && long_enough && ends_well && letters.iter().all(|word| upper(word) || minor(word) || word.contains('-'))
}

fn closes_sentence(words: &[&str]) -> bool {
    words.iter().rev().take(2).any(|word| matches!(*word, "." | "?" | "!"))
}

fn ending(words: &[&str], language: &Language) -> usize {
    let mut marks = words.iter().rev().copied();
    let Some(last) = marks.next() else { return end::OTHER };
    let closing = matches!(last, ")" | "”" | "’" | "\"" | "]");
    let bare = if closing { marks.next().unwrap_or("") } else { last };
    match bare {
        "." | "?" | "!" => return end::SENTENCE,
        "," => return end::COMMA,
        ";" => return end::SEMICOLON,
        ":" => return end::COLON,
        "—" | "–" => return end::DASH,
        _ => {}
    }
    if closing {
        return end::CLOSING;
    }
    let first = last.chars().next().unwrap_or(' ');
    if last.ends_with('-') {
        end::HYPHEN
    } else if last.ends_with('.') {
        end::ABBREVIATION
    } else if first.is_ascii_digit() || first == '$' {
        end::NUMBER
    } else if !first.is_alphabetic() {
        end::OTHER
    } else if language.is_function(last) {
        end::FUNCTION
    } else if first.is_uppercase() {
        let all = last.chars().filter(|c| c.is_uppercase()).count() > 1;
        if all { end::ACRONYM } else { end::UPPER }
    } else {
        end::LOWER
    }
}

fn beginning(line: &str, words: &[&str], language: &Language) -> usize {
    let Some(&word) = words.first() else { return start::OTHER };
    let first = word.chars().next().unwrap_or(' ');
    let second = words.get(1).copied().unwrap_or("");
    let numbered = second.chars().next().is_some_and(|c| c.is_ascii_digit());
    if matches!(word, "Figure" | "Table" | "Chart" | "Map" | "Box") && numbered && line.contains('.') {
        return start::FIGURE;
    }
    if matches!(word, "Source" | "Sources" | "Note" | "Notes") && second == ":" || roles::is_lettered_note(line) {
        return start::NOTE;
    }
    match first {
        '•' | '▪' | '●' | '◦' | '\u{f0b7}' => return start::BULLET,
        '(' | '[' => return start::PAREN,
        '“' | '‘' | '"' => return start::QUOTE,
        '$' => return start::MONEY,
        _ => {}
    }
    if first.is_ascii_digit() {
        start::NUMBER
    } else if first.is_lowercase() {
        if language.is_function(word) { start::LOWER_FUNCTION } else { start::LOWER }
    } else if !first.is_uppercase() {
        start::OTHER
    } else if language.is_function(word) {
        start::UPPER_FUNCTION
    } else if word.chars().filter(|c| c.is_uppercase()).count() > 1 {
        start::ACRONYM
    } else {
        start::UPPER
    }
}

/// Width in average characters, by the advance widths of Times Roman, in which briefs are set
/// (Adobe's font metrics of the standard fonts, in thousandths of the size).
pub fn width(text: &str) -> f64 {
    let thousandths: u32 = text.chars().map(advance).sum();
    f64::from(thousandths) / AVERAGE
}

/// Advance width of an average character.
const AVERAGE: f64 = 448.0;

fn advance(c: char) -> u32 {
    match c {
        '\'' => 180,
        '|' => 200,
        ' ' | '\u{a0}' | '.' | ',' => 250,
        'i' | 'j' | 'l' | 't' | '/' | ':' | ';' => 278,
        'f' | 'r' | 'I' | '(' | ')' | '[' | ']' | '-' | '’' | '‘' | '!' => 333,
        '•' => 350,
        's' | 'J' => 389,
        '"' => 408,
        'a' | 'c' | 'e' | 'z' | '“' | '”' | '?' => 444,
        'F' | 'P' | 'S' => 556,
        'E' | 'L' | 'T' | 'Z' => 611,
        'B' | 'C' | 'R' => 667,
        'w' | 'A' | 'D' | 'G' | 'H' | 'K' | 'N' | 'O' | 'Q' | 'U' | 'V' | 'X' | 'Y' => 722,
        '®' => 760,
        'm' | '&' => 778,
        '%' => 833,
        'M' => 889,
        '@' => 921,
        'W' => 944,
        '—' => 1000,
        _ => 500,
    }
}
