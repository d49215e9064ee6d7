//! Seams: what speaks for one line being the continuation of another.
//!
//! A seam is a pair of lines of one page with only lines of the other column
//! between them. It is described by a few dozen numbers (language, punctuation,
//! capitals, hyphens, how much room the first line left, how many lines lie
//! between); the weights of these numbers are learnt.

use std::collections::{BTreeMap, BTreeSet};

use super::language::{Language, Token, words};
use crate::limits;

/// Where a group of numbers starts in the weights.
mod at {
    pub const REALS: usize = 0;
    pub const ENDS: usize = 24;
    pub const ROOM: usize = ENDS + super::ENDS * super::STARTS;
    pub const GAPS: usize = ROOM + super::ROOMS * 3;
    pub const FIRST: usize = GAPS + super::GAPS * 4;
    pub const LAST: usize = FIRST + super::GAPS;
    pub const COUNT: usize = LAST + super::GAPS;
}

/// How many numbers describe a seam.
pub const FEATURES: usize = at::COUNT;
const ENDS: usize = 16;
const STARTS: usize = 15;
const ROOMS: usize = 8;
const GAPS: usize = 8;

/// One number about a seam: which, and its value.
pub type Feature = (u16, f32);

/// A line with what the seams need to know of it.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    words: Vec<&'a str>,
    head: Vec<Token>,
    tail: Vec<Token>,
    end: usize,
    start: usize,
    width: f64,
    small: bool,
    letters: usize,
    first_width: f64,
    open: i32,
    closes_first: bool,
    quote_open: bool,
    quote_closes_first: bool,
    content: BTreeSet<String>,
}

/// What a line is, as far as it alone tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of running text.
    Prose,
    /// A short line in title case.
    Heading,
    /// Begins with a bullet.
    Bullet,
    /// "Figure 1. …"
    FigureTitle,
    /// "Source: …"
    FigureNote,
    /// Too short for running text: a cell, a label.
    Fragment,
}

/// The lines of one page with what they share.
#[derive(Clone, Debug)]
pub struct PageReading<'a> {
    /// One reading a line, in the order of the file.
    pub lines: Vec<Reading<'a>>,
    width: f64,
}

/// Pairs and triples of words inside the lines of a whole document, and how many lines hold a word.
#[derive(Clone, Debug, Default)]
pub struct Echo {
    pairs: BTreeMap<(String, String), u32>,
    triples: BTreeSet<(String, String, String)>,
    followed: BTreeMap<String, u32>,
    holding: BTreeMap<String, u32>,
    lines: u32,
}

impl Echo {
    /// Gathers from every line of a document.
    pub fn gather<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut echo = Self::default();
        for line in lines {
            let words = words(clip(line));
            echo.lines += 1;
            for two in words.windows(2) {
                *echo.pairs.entry((two[0].to_owned(), two[1].to_owned())).or_insert(0) += 1;
                *echo.followed.entry(two[0].to_owned()).or_insert(0) += 1;
            }
            for three in words.windows(3) {
                echo.triples.insert((three[0].to_owned(), three[1].to_owned(), three[2].to_owned()));
            }
            for word in content(&words) {
                *echo.holding.entry(word).or_insert(0) += 1;
            }
        }
        echo
    }

    fn weight(&self, word: &str) -> f64 {
        let holding = self.holding.get(word).copied().unwrap_or(1).max(1);
        libm::log(f64::from(self.lines.max(2)) / f64::from(holding))
    }
}

/// The width of a full line of running text: the upper end of the densest stretch of widths.
fn full_width(lines: &[&str]) -> f64 {
    let mut widths: Vec<f64> =
        lines.iter().map(|line| width(clip(line.trim()))).filter(|&width| width > 10.0).collect();
    widths.sort_by(f64::total_cmp);
    let within = |at: usize| at - widths.partition_point(|&width| width < widths[at] - RAGGED);
    (0..widths.len()).max_by_key(|&at| (within(at), std::cmp::Reverse(at))).map_or(1.0, |at| widths[at])
}

/// Lines of one note lie at most so far apart.
const NOTE_GAP: usize = 3;
/// A title has at most so many lines.
const TITLE_LINES: usize = 3;
/// A line of a title that was broken has at least so many characters.
const BROKEN_TITLE: usize = 42;

/// How much shorter than a full one a line of ragged text may be, in characters.
const RAGGED: f64 = 6.0;

fn clip(line: &str) -> &str {
    let mut end = line.len().min(limits::LINE_BYTES);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}

impl<'a> PageReading<'a> {
    /// Reads the lines of a page.
    pub fn new(lines: &[&'a str], language: &Language) -> Self {
        let full = full_width(lines);
        let lines = lines.iter().map(|line| Reading::new(clip(line.trim()), full, language)).collect();
        Self { lines, width: full }
    }

    /// What a line is.
    pub fn kind(&self, line: usize) -> Kind {
        let reading = &self.lines[line];
        match (reading.start, reading.end) {
            (start::FIGURE, _) => Kind::FigureTitle,
            (start::NOTE, _) => Kind::FigureNote,
            (start::BULLET, _) => Kind::Bullet,
            (_, end::HEADING) => Kind::Heading,
            (_, end::FRAGMENT) => Kind::Fragment,
            _ => Kind::Prose,
        }
    }

    /// Whether a line ends a paragraph if `next` follows: it ends a sentence and the next word had fitted.
    pub fn ends_paragraph(&self, line: usize, next: (&PageReading, usize)) -> bool {
        let (a, b) = (&self.lines[line], &next.0.lines[next.1]);
        let closed = a.end == end::SENTENCE || a.end == end::COLON;
        let lower = matches!(b.start, start::LOWER | start::LOWER_FUNCTION);
        closed && !lower && room(a, b, self.width) > 2.5
    }

    /// Share of lines that are neither running text nor headings: cells, labels.
    pub fn fragments(&self) -> f64 {
        let fragments = self.lines.iter().filter(|line| line.end == end::FRAGMENT).count();
        fragments as f64 / self.lines.len().max(1) as f64
    }

    /// How many lines at the top are the title, which stands over both columns: the first, and
    /// the next as long as the one before is long enough to have been broken.
    pub fn title_lines(&self) -> usize {
        let broken = |line: &Reading| line.end == end::HEADING && line.letters >= BROKEN_TITLE;
        let next = |two: &&[Reading]| broken(&two[0]) && two[1].end == end::HEADING;
        let more = self.lines.windows(2).take(TITLE_LINES - 1).take_while(next).count();
        if self.lines.is_empty() { 0 } else { more + 1 }
    }

    /// Whether a paragraph, heading or cell may end with a line.
    pub fn may_end(&self, line: usize) -> bool {
        matches!(self.lines[line].end, end::SENTENCE | end::COLON | end::HEADING | end::FRAGMENT)
    }

    /// How much the content of two lines has in common, rarer words counting more.
    pub fn kinship(&self, a: usize, b: usize, echo: &Echo) -> f64 {
        let (a, b) = (&self.lines[a].content, &self.lines[b].content);
        a.intersection(b).map(|word| echo.weight(word)).sum()
    }

    /// What speaks for line `b` following line `a`; `linked` where `a` ends one column and `b` begins the next.
    pub fn seam(&self, a: usize, b: usize, echo: &Echo, language: &Language) -> Vec<Feature> {
        let mut features = describe(&self.lines[a], &self.lines[b], self.width, echo, language);
        let flow = flow(&self.lines[a], &self.lines[b], room(&self.lines[a], &self.lines[b], self.width));
        if self.lines[a].end == end::HEADING && self.lines[b].start == start::HEADING {
            // Two headings on lines one after the other often stand side by side.
            features.push(one(at::REALS + if b == a + 1 { 22 } else { 23 }));
        }
        features.extend(gaps(b - a - 1).map(|step| one(at::GAPS + flow * GAPS + step)));
        features
    }

    /// Whether line `b` continues the small print of a note that line `a` is in.
    pub fn in_note(&self, a: usize, b: usize) -> bool {
        let noted = self.lines[a].start == start::NOTE || self.lines[a].small && self.lines[a].end != end::SENTENCE;
        noted
            && self.lines[b].small
            && self.lines[b].start != start::NOTE
            && b - a <= NOTE_GAP
            && (a + 1..b).all(|between| !self.lines[between].small)
    }

    /// What speaks for the second column beginning at line `b`.
    pub fn first(b: usize) -> Feature {
        one(at::FIRST + gap(b.saturating_sub(1)))
    }

    /// What speaks for a column ending with `rest` lines of the other still to come.
    pub fn last(rest: usize) -> Feature {
        one(at::LAST + gap(rest))
    }
}

/// What speaks for `b` following `a` across a column or page break.
pub fn link(a: (&PageReading, usize), b: (&PageReading, usize), echo: &Echo, language: &Language) -> Vec<Feature> {
    describe(&a.0.lines[a.1], &b.0.lines[b.1], a.0.width, echo, language)
}

fn one(index: usize) -> Feature {
    (u16::try_from(index).unwrap_or(0), 1.0)
}

/// The steps that a gap of so many lines has reached.
///
/// A line or none between two lines of a column is the rule and says nothing: where one
/// column stands still, the price is paid once, by its own gap, and not by the other's lines.
fn gaps(lines: usize) -> impl Iterator<Item = usize> {
    [2, 3, 4, 6, 10, 20].into_iter().enumerate().filter(move |&(_, least)| lines >= least).map(|(step, _)| step)
}

fn gap(lines: usize) -> usize {
    match lines {
        0..=3 => lines,
        4..=5 => 4,
        6..=9 => 5,
        10..=19 => 6,
        _ => 7,
    }
}

fn describe(a: &Reading, b: &Reading, width: f64, echo: &Echo, language: &Language) -> Vec<Feature> {
    let mut reals = [0.0_f64; 24];
    let joined = joined(a, b, echo, language);
    if let (Some(&first), false) = (b.head.first(), joined.is_some()) {
        reals[0] = language.words_gain(&a.tail, first).clamp(-9.0, 6.0);
        reals[1] = language.classes_gain(&a.tail, first).clamp(-9.0, 6.0);
        if let (Some(&second), Some(&last)) = (b.head.get(1), a.tail.last()) {
            reals[2] =
                (language.words_gain(&[last, first], second) - language.words_gain(&[first], second)).clamp(-4.0, 6.0);
            reals[3] = (language.classes_gain(&[last, first], second) - language.classes_gain(&[first], second))
                .clamp(-4.0, 4.0);
        }
    }
    let (first_word, last_word) = (b.words.first().copied().unwrap_or(""), a.words.last().copied().unwrap_or(""));
    let pair = echo.pairs.get(&(last_word.to_owned(), first_word.to_owned())).copied().unwrap_or(0);
    let followed = echo.followed.get(last_word).copied().unwrap_or(0);
    reals[4] = libm::log1p(f64::from(pair));
    reals[5] = f64::from(pair) / f64::from(followed.max(1)).max(2.0);
    if let [.., older, last] = a.words[..] {
        let triple = (older.to_owned(), last.to_owned(), first_word.to_owned());
        reals[6] = f64::from(u8::from(echo.triples.contains(&triple)));
    }
    if let [first, second, ..] = b.words[..] {
        let triple = (last_word.to_owned(), first.to_owned(), second.to_owned());
        reals[7] = f64::from(u8::from(echo.triples.contains(&triple)));
    }
    reals[8] = f64::from(u8::from(a.open > 0 && b.closes_first));
    reals[9] = f64::from(u8::from(a.open <= 0 && b.closes_first));
    reals[10] = f64::from(u8::from(a.open > 0 && !b.closes_first));
    reals[11] = f64::from(u8::from(a.quote_open && b.quote_closes_first));
    reals[12] = f64::from(u8::from(!a.quote_open && b.quote_closes_first));
    reals[13] = f64::from(u8::from(a.quote_open && !b.quote_closes_first));
    let shared: f64 = a.content.intersection(&b.content).map(|word| echo.weight(word)).sum();
    reals[14] = (shared / 4.0).min(3.0);
    match joined {
        Some(true) => reals[15] = 1.0,
        Some(false) => reals[16] = 1.0,
        None => {}
    }
    let unlike = language.is_function(last_word) && followed >= 3 && pair == 0;
    reals[17] = f64::from(u8::from(unlike));
    reals[18] = f64::from(u8::from(a.end == end::SENTENCE && b.start == start::LOWER));
    reals[19] = f64::from(u8::from(a.small && b.small));
    reals[20] = f64::from(u8::from(a.small != b.small && a.end != end::SENTENCE && b.end != end::SENTENCE));
    reals[21] = f64::from(u8::from(a.start == start::NOTE && b.small));
    let mut features: Vec<Feature> = reals
        .iter()
        .enumerate()
        .filter(|&(_, &value)| value != 0.0)
        .map(|(index, &value)| (u16::try_from(at::REALS + index).unwrap_or(0), value as f32))
        .collect();
    features.push(one(at::ENDS + a.end * STARTS + b.start));
    let room = room(a, b, width);
    let kind = match a.end {
        end::SENTENCE | end::COLON => 0,
        end::HEADING | end::FRAGMENT => 1,
        _ => 2,
    };
    features.push(one(at::ROOM + kind * ROOMS + bucket(room)));
    features
}

/// Where `a` ends in a hyphen, whether the word it makes with `b` is one that is known.
fn joined(a: &Reading, b: &Reading, echo: &Echo, language: &Language) -> Option<bool> {
    if a.end != end::HYPHEN {
        return None;
    }
    let left = a.words.last()?;
    let right = b.words.first()?;
    let hyphened = format!("{left}{right}");
    let whole = format!("{}{right}", left.trim_end_matches('-'));
    let known = |word: &str| echo.followed.contains_key(word) || language.knows(word);
    let part = right.split('-').next().unwrap_or(right);
    let short = format!("{left}{part}");
    Some(known(&hyphened) || known(&whole) || known(&short))
}

/// Room left on line `a` after the first word of `b` had been put there, in characters; below 0 it did not fit.
fn room(a: &Reading, b: &Reading, width: f64) -> f64 {
    let space = if a.end == end::HYPHEN { 0.0 } else { 0.5 };
    width - a.width - space - b.first_width
}

fn bucket(room: f64) -> usize {
    [-2.0, 0.0, 2.0, 5.0, 9.0, 15.0, 25.0].iter().take_while(|&&limit| room > limit).count()
}

/// Whether the seam looks like running prose (0), a possible paragraph (1), a change of block (2), or a broken one (3).
fn flow(a: &Reading, b: &Reading, room: f64) -> usize {
    let block = |reading: &Reading| reading.start >= start::BULLET || reading.end >= end::HEADING;
    if block(a) || block(b) {
        return 2;
    }
    match (a.end == end::SENTENCE || a.end == end::COLON, b.start == start::LOWER) {
        (true, false) if room > 0.0 => 1,
        (true, false) => 0,
        _ if room > 6.0 => 3,
        _ => 0,
    }
}

/// How a line ends.
mod end {
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
}

/// How a line begins.
mod start {
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
    fn new(line: &'a str, full: f64, language: &Language) -> Self {
        let words = words(line);
        let tokens = |words: &[&str]| words.iter().map(|word| language.token(word)).collect::<Vec<_>>();
        let measure = width(line);
        let heading = is_heading(&words, measure, full, language);
        let fragment = !heading && measure < full * 0.72;
        let first = line.split_whitespace().next().unwrap_or("");
        let first = first.find('-').map_or(first, |at| &first[..=at]);
        let (open, closes_first) = brackets(line, '(', ')');
        let (quotes, quote_closes_first) = brackets(line, '“', '”');
        Self {
            head: tokens(&words[..words.len().min(2)]),
            tail: tokens(&words[words.len().saturating_sub(2)..]),
            end: match ending(&words, language) {
                _ if heading => end::HEADING,
                end @ (end::SENTENCE | end::COLON | end::SEMICOLON) => end,
                _ if fragment => end::FRAGMENT,
                end => end,
            },
            start: match beginning(line, &words, language) {
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
            content: content(&words).collect(),
            words,
        }
    }
}

fn content<'a>(words: &'a [&str]) -> impl Iterator<Item = String> + 'a {
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

/// A short line in title case without a full stop.
fn is_heading(words: &[&str], width: f64, full: f64, language: &Language) -> bool {
    let last = words.last().copied().unwrap_or("");
    if words.is_empty() || width > full * 0.93 || last.ends_with(['.', ',', ';', ':', '-', '—', ')', '”']) {
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
    if matches!(word, "Source" | "Sources" | "Note" | "Notes") && second == ":" {
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

/// Approximate width in average characters, by the proportions of a serif text face.
fn width(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 't' | '.' | ',' | ';' | ':' | '\'' | '’' | '‘' | '|' | '!' => 0.62,
            'f' | 'r' | 's' | 'I' | '(' | ')' | '[' | ']' | '-' => 0.78,
            ' ' => 0.55,
            'm' => 1.72,
            'w' | 'A' | 'B' | 'C' | 'D' | 'G' | 'H' | 'K' | 'N' | 'O' | 'Q' | 'R' | 'U' | 'V' | 'X' | 'Y' | '&' => 1.58,
            'M' | 'W' | '—' | '%' => 2.0,
            'E' | 'L' | 'P' | 'T' | 'Z' | 'F' | 'S' | 'J' => 1.28,
            _ => 1.08,
        })
        .sum()
}
