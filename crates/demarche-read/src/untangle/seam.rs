//! Seams: what speaks for one line being the continuation of another.
//!
//! A *seam* is a pair of lines of one page with only lines of the other column
//! between them; a *link* is one from the end of a column to the begin of the next,
//! on the same page or across the page break. Both are described by a few dozen
//! numbers (language, punctuation, capitals, hyphens, how much room the first line
//! left, how many lines lie between); the weights of these numbers are learnt.

use super::advance;
use super::echo::Echo;
use super::features::{COARSE, FLOWS, Feature, GAPS, ROOMS, STARTS, WIDTHS, at, flag, real};
use super::line::{FILLED, Reading, clip, end, start, width};
use super::region;
use super::sequel::Sequel;
use super::speech::Speech;

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
    /// How many lines before each are running text.
    running: Vec<usize>,
    /// Whether each may stand in a table.
    tabled: Vec<bool>,
}

/// A line of a title that was broken has at least so many characters.
const BROKEN_TITLE: usize = 42;
/// Lines of one note lie at most so far apart.
const NOTE_GAP: usize = 3;

impl<'a> PageReading<'a> {
    /// Reads the lines of a page.
    pub fn new(lines: &[&'a str], echo: &Echo, speech: &Speech) -> Self {
        let full = echo.full;
        let lines: Vec<Reading> =
            lines.iter().map(|line| Reading::new(clip(line.trim()), full, speech, echo)).collect();
        let running = lines.iter().scan(0, |before, line| {
            *before += usize::from(line.is_running());
            Some(*before - usize::from(line.is_running()))
        });
        Self { running: running.collect(), tabled: region::open(&lines), lines, width: full }
    }

    /// What a line is.
    pub fn kind(&self, line: usize) -> Kind {
        let reading = &self.lines[line];
        match (reading.start, reading.end) {
            (start::FIGURE, _) => Kind::FigureTitle,
            (start::NOTE, _) if reading.words.get(1) == Some(&":") => Kind::FigureNote,
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

    /// Whether a line may be one of the title, which stands over both columns.
    pub fn may_be_title(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|line| {
            !matches!(line.end, end::SENTENCE | end::COMMA | end::SEMICOLON)
                && !matches!(line.start, start::LOWER | start::BULLET | start::FIGURE | start::NOTE)
        })
    }

    /// Whether a title is likely to go on below this line: it is long, and the next is a heading.
    pub fn breaks_title(&self, line: usize) -> bool {
        let next = self.lines.get(line + 1).is_some_and(|next| next.end == end::HEADING);
        next && self.lines[line].letters >= BROKEN_TITLE
    }

    /// Whether a paragraph, heading or cell may end with a line.
    pub fn may_end(&self, line: usize) -> bool {
        let end = self.lines[line].end;
        matches!(end, end::SENTENCE | end::COLON) || end >= end::HEADING
    }

    /// How much the content of two lines has in common, rarer words counting more.
    pub fn kinship(&self, a: usize, b: usize, echo: &Echo) -> f64 {
        echo.shared(&self.lines[a].content, &self.lines[b].content)
    }

    /// The manner of a seam, which tells how far below line `a` line `b` may stand.
    pub fn manner(&self, a: usize, b: usize) -> usize {
        advance::manner(&self.lines[a], &self.lines[b], room(&self.lines[a], &self.lines[b], self.width))
    }

    /// What speaks for line `b` following line `a` in the same column.
    pub fn seam(&self, a: usize, b: usize, echo: &Echo, speech: &Speech) -> Vec<Feature> {
        let (one, two) = (&self.lines[a], &self.lines[b]);
        let mut features = describe(one, two, self.width, echo, speech);
        if one.end == end::HEADING && two.start == start::HEADING {
            // Two headings on lines one after the other often stand side by side.
            features.push(flag(if b == a + 1 { real::HEADINGS_BESIDE } else { real::HEADINGS_APART }));
        }
        if self.in_note(a, b) {
            features.push(flag(real::IN_NOTE));
        }
        if self.tabled[a] && self.tabled[b] {
            features.push(flag(at::TABLE + region::seam(one, two, b > a + 1, self.width)));
        }
        if let Some(sequel) = Sequel::between(&self.lines, a, b, |a, b| room(a, b, self.width), self.width) {
            features.push(flag(at::SEQUELS + sequel as usize));
        }
        let flow = flow(one, two, room(one, two, self.width));
        let running = self.running[b] - self.running[a + 1];
        features.extend(gaps(running).map(|step| flag(at::GAPS + flow * GAPS + step)));
        features.extend(gaps(b - a - 1 - running).map(|step| flag(at::GAPS + (FLOWS + flow) * GAPS + step)));
        features
    }

    /// Whether line `b` continues the small print of a note that line `a` is in.
    fn in_note(&self, a: usize, b: usize) -> bool {
        let noted = self.lines[a].start == start::NOTE || self.lines[a].small && self.lines[a].end != end::SENTENCE;
        noted
            && self.lines[b].small
            && self.lines[b].start != start::NOTE
            && b - a <= NOTE_GAP
            && (a + 1..b).all(|between| !self.lines[between].small)
    }

    /// What speaks for a column ending with line `a` while `rest` lines of the other are still to come.
    pub fn last(&self, a: usize, rest: usize) -> Feature {
        let whole = matches!(self.lines[a].end, end::SENTENCE | end::FRAGMENT | end::COLON);
        flag(at::LAST + GAPS * usize::from(whole) + gap(rest))
    }

    /// What speaks for the document beginning with a line.
    pub fn begin(&self, line: usize) -> Feature {
        flag(at::BEGIN + self.lines[line].start)
    }

    /// What speaks for the document ending with a line.
    pub fn finish(&self, line: usize) -> Feature {
        flag(at::FINISH + self.lines[line].end)
    }
}

/// What speaks for the second column beginning at line `b` of the page, or, `swapped`, for being read first then.
pub fn first(b: usize, swapped: bool) -> Feature {
    flag(at::FIRST + GAPS * usize::from(swapped) + gap(b.saturating_sub(1)))
}

/// What speaks for `b` following `a` across a column break, or a page break where `turns`.
pub fn link(
    a: (&PageReading, usize),
    b: (&PageReading, usize),
    turns: bool,
    echo: &Echo,
    speech: &Speech,
) -> Vec<Feature> {
    let (one, two) = (&a.0.lines[a.1], &b.0.lines[b.1]);
    let mut features = describe(one, two, a.0.width, echo, speech);
    let at = at::LINKS + COARSE * COARSE * usize::from(turns);
    features.push(flag(at + coarse_end(one.end) * COARSE + coarse_start(two.start)));
    features
}

fn coarse_end(kind: usize) -> usize {
    match kind {
        end::SENTENCE | end::COLON => 0,
        end::HEADING | end::TITLE => 1,
        end::FRAGMENT => 2,
        end::HYPHEN | end::FUNCTION | end::COMMA => 3,
        end::SEMICOLON => 4,
        _ => 5,
    }
}

fn coarse_start(kind: usize) -> usize {
    match kind {
        start::LOWER | start::LOWER_FUNCTION => 0,
        start::UPPER | start::UPPER_FUNCTION => 1,
        start::HEADING => 2,
        start::FIGURE | start::NOTE | start::FRAGMENT => 3,
        start::BULLET => 4,
        _ => 5,
    }
}

/// The steps that a gap of so many lines has reached.
///
/// Lines of running text stand at one distance in both columns, so that they come in turns; cells,
/// small print and headings do not keep step.
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

/// What a seam and a link have in common.
fn describe(a: &Reading, b: &Reading, width: f64, echo: &Echo, speech: &Speech) -> Vec<Feature> {
    let mut reals = [0.0_f64; real::COUNT];
    let joined = joined(a, b, echo, speech);
    // Figures alone are no language, and what stands before a note says nothing of its first words.
    if joined.is_none() && b.start != start::NOTE && a.is_worded() && b.is_worded() {
        speak(&mut reals[going_on(a, b) * real::SPOKEN..][..real::SPOKEN], a, b, speech);
    }
    let yes = |told: bool| f64::from(u8::from(told));
    let [last, older] = a.last;
    let [first, second] = b.first;
    let (pair, followed) = (echo.pair(last, first), echo.followed(last));
    reals[real::ECHO] = libm::log1p(f64::from(pair));
    reals[real::ECHO_SHARE] = f64::from(pair) / f64::from(followed.max(2));
    reals[real::ECHO_BEFORE] = yes(echo.triple(older, last, first));
    reals[real::ECHO_AFTER] = yes(echo.triple(last, first, second));
    reals[real::BRACKET_CLOSED] = yes(a.open > 0 && b.closes_first);
    reals[real::BRACKET_NEVER_OPENED] = yes(a.open <= 0 && b.closes_first);
    reals[real::BRACKET_LEFT_OPEN] = yes(a.open > 0 && !b.closes_first);
    reals[real::QUOTE_CLOSED] = yes(a.quote_open && b.quote_closes_first);
    reals[real::QUOTE_NEVER_OPENED] = yes(!a.quote_open && b.quote_closes_first);
    reals[real::QUOTE_LEFT_OPEN] = yes(a.quote_open && !b.quote_closes_first);
    reals[real::SHARED] = (echo.shared(&a.content, &b.content) / 4.0).min(3.0);
    reals[real::JOINED_SEEN] = yes(joined == Some(Joined::Seen));
    reals[real::JOINED_KNOWN] = yes(joined == Some(Joined::Known));
    reals[real::JOINED_UNKNOWN] = yes(joined == Some(Joined::Unknown));
    let function = a.words.last().is_some_and(|word| speech.language.is_function(word));
    reals[real::UNLIKE] = yes(function && followed >= 3 && pair == 0);
    reals[real::SENTENCE_TO_LOWER] = yes(a.end == end::SENTENCE && b.start == start::LOWER);
    reals[real::SMALL_BOTH] = yes(a.small && b.small);
    reals[real::SMALL_ONE] = yes(a.small != b.small && a.end != end::SENTENCE && b.end != end::SENTENCE);
    reals[real::NOTE_SMALL] = yes(a.start == start::NOTE && b.small);
    let mut features: Vec<Feature> =
        (0_u16..).zip(reals).filter(|&(_, value)| value != 0.0).map(|(index, value)| (index, value as f32)).collect();
    features.push(flag(at::ENDS + a.end * STARTS + b.start));
    let kind = match a.end {
        end::SENTENCE | end::COLON => 0,
        end::HEADING.. => 1,
        _ if a.width > width - INDENT => 2,
        _ => 3,
    };
    features.push(flag(at::ROOM + kind * ROOMS + bucket(room(a, b, width))));
    features.push(flag(at::WIDTHS + narrow(a, width) * WIDTHS + narrow(b, width)));
    features
}

/// Whether a sentence would go on (0), a new one begin (1), or something else than running text stands on either side
/// (2): what the language says is worth more in the first than in the last.
fn going_on(a: &Reading, b: &Reading) -> usize {
    match a.end {
        end::HEADING.. => 2,
        _ if b.start >= start::BULLET => 2,
        end::SENTENCE | end::COLON => 1,
        _ => 0,
    }
}

/// What the language says of the words on both sides.
fn speak(reals: &mut [f64], a: &Reading, b: &Reading, speech: &Speech) {
    let Some(&first) = b.head.first() else { return };
    reals[real::READS_ON] = speech.fluency.reads_on(&a.before, &b.after).clamp(-10.0, 6.0);
    reals[real::WORDS] = speech.language.words_gain(&a.tail, first).clamp(-9.0, 6.0);
    reals[real::CLASSES] = speech.language.classes_gain(&a.tail, first).clamp(-9.0, 6.0);
    let Some(&last) = a.tail.last() else { return };
    reals[real::PAIR] = speech.language.pair_surplus(last, first);
    reals[real::PAIR_OF_CLASSES] = speech.language.class_surplus(last, first);
    if let [older, last] = a.tail[..] {
        reals[real::TRIPLE] = speech.language.triple_surplus(older, last, first);
    }
    if let Some(&second) = b.head.get(1) {
        reals[real::WORDS_ON] = (speech.language.words_gain(&[last, first], second)
            - speech.language.words_gain(&[first], second))
        .clamp(-4.0, 6.0);
        reals[real::CLASSES_ON] = (speech.language.classes_gain(&[last, first], second)
            - speech.language.classes_gain(&[first], second))
        .clamp(-4.0, 4.0);
        reals[real::TRIPLE_ON] = speech.language.triple_surplus(last, first, second);
    }
}

/// The word that a hyphen at the end of a line makes with the first of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joined {
    /// It stands whole elsewhere in the document.
    Seen,
    /// It is one that was counted.
    Known,
    Unknown,
}

/// What is known of the word that `a` makes with `b` where it ends in a hyphen.
fn joined(a: &Reading, b: &Reading, echo: &Echo, speech: &Speech) -> Option<Joined> {
    if a.end != end::HYPHEN {
        return None;
    }
    let left = a.words.last()?;
    let right = b.words.first()?;
    let part = right.split('-').next().unwrap_or(right);
    let bare = left.trim_end_matches('-');
    let whole = [format!("{left}{right}"), format!("{bare}{right}"), format!("{left}{part}")];
    Some(match () {
        () if whole.iter().any(|word| echo.number(word).is_some()) => Joined::Seen,
        () if whole.iter().any(|word| speech.language.knows(word)) => Joined::Known,
        () => Joined::Unknown,
    })
}

/// Room left on line `a` after the first word of `b` had been put there, in characters; below 0 it did not fit.
fn room(a: &Reading, b: &Reading, full: f64) -> f64 {
    let space = if a.end == end::HYPHEN { 0.0 } else { width(" ") };
    full - a.width - space - b.first_width
}

/// A wider line stands in no list, whose lines are indented by as much.
const INDENT: f64 = 2.6;

/// The rooms between the indents of running text, lists and quotations are told apart, since the width of a full line
/// is known to a part of a character.
fn bucket(room: f64) -> usize {
    [-4.0, -1.5, 0.0, 1.2, 2.6, 5.0, 9.0, 15.0, 25.0].iter().take_while(|&&limit| room > limit).count()
}

/// How wide a line is against a full one: lines of a table or a box stay narrow together.
fn narrow(line: &Reading, width: f64) -> usize {
    [0.45, 0.7, FILLED, 1.03].iter().take_while(|&&limit| line.width > limit * width).count()
}

/// Whether the seam looks like running prose (0), a possible paragraph (1), a change of block (2), a broken one (3), or
/// is in a figure, which takes its own room (4).
fn flow(a: &Reading, b: &Reading, room: f64) -> usize {
    let block = |reading: &Reading| reading.start >= start::BULLET || reading.end >= end::HEADING;
    if b.start == start::NOTE || a.start == start::FIGURE {
        return 4;
    }
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
