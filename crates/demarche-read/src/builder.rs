//! From drafts to a document: joins lines to prose, cuts sentences, keeps places.
//!
//! Every reader hands over blocks of lines of runs in reading order. What all of
//! them need is done here once: white space is collapsed, a word broken over two
//! lines is made whole, and sentences and the document's own particulars are found.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::document::{Block, Cell, Document, Format, Line, Origin, Page, Role, Run, Table};
use crate::{about, limits, marks, sentence, untangle};

/// Words with one place in the original: those of the line from the end of the run before.
#[derive(Clone, Debug)]
pub(crate) struct DraftRun {
    pub end: usize,
    pub origin: Origin,
}

/// A line as printed; its runs follow each other without a gap.
#[derive(Clone, Debug, Default)]
pub(crate) struct DraftLine {
    /// Its characters.
    pub text: String,
    pub runs: Vec<DraftRun>,
    pub page: u32,
    pub column: Option<u8>,
    pub number: Option<usize>,
    pub follows: Option<f64>,
    /// Font size in points where it is known, else 0.
    pub size: f32,
}

impl DraftLine {
    /// Adds words at the end.
    pub fn push(&mut self, text: &str, origin: Origin) {
        self.text.push_str(text);
        self.runs.push(DraftRun { end: self.text.len(), origin });
    }

    /// Adds a space to the last word; true where there is one.
    pub fn space(&mut self) -> bool {
        let Some(last) = self.runs.last_mut() else { return false };
        if !self.text.ends_with(' ') {
            self.text.push(' ');
            last.end = self.text.len();
        }
        true
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A table cell.
#[derive(Clone, Debug)]
pub(crate) struct DraftCell {
    pub lines: Vec<DraftLine>,
    pub heads: bool,
    pub columns: u16,
    pub rows: u16,
}

/// What a block holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Lines(Vec<DraftLine>),
    Rows(Vec<Vec<DraftCell>>),
}

/// A block in reading order.
#[derive(Clone, Debug)]
pub(crate) struct DraftBlock {
    pub role: Role,
    pub content: Content,
}

impl DraftBlock {
    pub fn lines(role: Role, lines: Vec<DraftLine>) -> Self {
        Self { role, content: Content::Lines(lines) }
    }

    /// The block's lines, those of a table cell by cell.
    pub fn all_lines(&self) -> Box<dyn Iterator<Item = &DraftLine> + '_> {
        match &self.content {
            Content::Lines(lines) => Box::new(lines.iter()),
            Content::Rows(rows) => Box::new(rows.iter().flatten().flat_map(|cell| cell.lines.iter())),
        }
    }
}

/// Assembles the document; `source` is the decoded text that byte origins point into.
pub(crate) fn build(name: &str, format: Format, source: String, pages: Vec<Page>, blocks: Vec<DraftBlock>) -> Document {
    let words = known_words(&blocks);
    let mut assembly = Assembly { words, ..Assembly::default() };
    for block in blocks {
        if assembly.text.len() > limits::TEXT_BYTES {
            break;
        }
        assembly.block(block);
    }
    let pages = if pages.is_empty() { vec![Page { number: 1, width: 0.0, height: 0.0 }] } else { pages };
    let mut document = Document {
        name: name.to_owned(),
        format,
        source,
        text: assembly.text,
        pages,
        blocks: assembly.blocks,
        lines: assembly.lines,
        sentences: Vec::new(),
        marks: Vec::new(),
        runs: assembly.runs,
        about: about::About::default(),
    };
    document.sentences = sentence::cut(&document);
    document.marks = marks::find(&document);
    document.about = about::find(&document);
    document
}

/// The words that bear on hyphens at line ends and stand unbroken somewhere in the document, lower case.
fn known_words(blocks: &[DraftBlock]) -> BTreeSet<String> {
    let lines = || blocks.iter().flat_map(DraftBlock::all_lines);
    let asked = asked_words(lines());
    let mut known = BTreeSet::new();
    let mut bytes = 0;
    let mut broken = false;
    for line in lines().take_while(|_| !asked.is_empty()) {
        let text = &line.text;
        bytes += text.len();
        if bytes > limits::TEXT_BYTES / 8 {
            break;
        }
        let whole = text.split(|c: char| !is_word(c)).skip(usize::from(broken)).filter(|word| !word.ends_with('-'));
        for word in whole.filter(|word| word.len() > 1) {
            let small =
                if word.chars().any(char::is_uppercase) { word.to_lowercase().into() } else { Cow::Borrowed(word) };
            if asked.contains(&*small) && !known.contains(&*small) {
                known.insert(small.into_owned());
            }
        }
        broken = text.trim_end().ends_with(HYPHENS);
    }
    known
}

/// What [`hyphen`] will ask for: the parts of every word broken at a line's end, and the whole with and without its hyphen.
fn asked_words<'a>(lines: impl Iterator<Item = &'a DraftLine>) -> BTreeSet<String> {
    let mut asked = BTreeSet::new();
    let mut before: Option<&str> = None;
    for line in lines {
        let text = line.text.as_str();
        if let Some(before) = before.take() {
            asked.extend(Broken::of(before.trim_end(), text.trim_start()).forms());
        }
        before = text.trim_end().ends_with(HYPHENS).then_some(text);
    }
    asked
}

/// What may end the first part of a broken word.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

#[derive(Default)]
struct Assembly {
    words: BTreeSet<String>,
    text: String,
    blocks: Vec<Block>,
    lines: Vec<Line>,
    runs: Vec<Run>,
    /// Whether what was last put between two words is the very space that stands there in the original.
    plain: bool,
}

impl Assembly {
    fn block(&mut self, block: DraftBlock) {
        let (start, first) = (self.text.len(), self.lines.len());
        let table = match block.content {
            Content::Lines(lines) => {
                self.prose(lines);
                None
            }
            Content::Rows(rows) => Some(self.table(rows)),
        };
        if self.text.len() == start {
            self.lines.truncate(first);
            return;
        }
        let text = start..self.text.len();
        self.text.push('\n');
        self.blocks.push(Block { role: block.role, text, lines: first..self.lines.len(), table });
    }

    fn table(&mut self, rows: Vec<Vec<DraftCell>>) -> Table {
        let mut table = Table::default();
        for (at, row) in rows.into_iter().enumerate() {
            if at > 0 {
                self.text.push('\n');
            }
            let mut cells = Vec::with_capacity(row.len());
            for (at, cell) in row.into_iter().enumerate() {
                if at > 0 {
                    self.text.push('\t');
                }
                let start = self.text.len();
                self.prose(cell.lines);
                let text = start..self.text.len();
                cells.push(Cell { text, heads: cell.heads, columns: cell.columns.max(1), rows: cell.rows.max(1) });
            }
            table.rows.push(cells);
        }
        table
    }

    /// Appends lines as one stretch of prose, without space at either end.
    fn prose(&mut self, lines: Vec<DraftLine>) {
        let start = self.text.len();
        for line in lines {
            if line.is_blank() || self.text.len() > limits::TEXT_BYTES {
                continue;
            }
            if self.text.len() > start {
                self.joint(start, &line.text);
            }
            let from = self.text.len();
            let mut begin = 0;
            for run in line.runs {
                self.run(from, &line.text[begin..run.end], run.origin);
                begin = run.end;
            }
            self.trim(from);
            self.lines.push(Line {
                text: from..self.text.len(),
                page: line.page,
                column: line.column,
                number: line.number,
                follows: line.follows,
            });
        }
    }

    /// Decides what stands between the text so far and the next line.
    fn joint(&mut self, start: usize, next: &str) {
        let next = next.trim_start();
        let done = &self.text[start..];
        match joint(done, next, &self.words) {
            Joint::Space => {
                self.text.push(' ');
                self.plain = false;
            }
            Joint::Nothing => {}
            Joint::DropHyphen => self.drop_last(),
        }
    }

    fn drop_last(&mut self) {
        self.text.pop();
        let end = self.text.len();
        if let Some(line) = self.lines.last_mut() {
            line.text.end = line.text.end.min(end);
        }
        self.cut_runs(end);
    }

    /// Appends a run with its white space collapsed; none at the start of the line.
    fn run(&mut self, line: usize, text: &str, origin: Origin) {
        let verbatim = matches!(&origin, Origin::Bytes(bytes) if bytes.len() == text.len());
        let whole = self.text.len();
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let word = rest.find(is_space).unwrap_or(rest.len());
            let space = rest[word..].find(|c| !is_space(c)).unwrap_or(rest.len() - word);
            let from = self.text.len();
            self.text.extend(rest[..word].chars().filter(|&c| keeps(c)));
            let exact = self.text.len() - from == word;
            if verbatim && word > 0 {
                let bytes = offset(&origin, at..at + word);
                self.push_run(from..self.text.len(), bytes, exact);
            }
            if space > 0 && self.text.len() > line && !self.text.ends_with(' ') {
                self.text.push(' ');
                self.plain = rest.as_bytes().get(word..word + space) == Some(b" ".as_slice());
            }
            at += word + space;
        }
        if !verbatim && self.text.len() > whole {
            self.push_run(whole..self.text.len(), origin, false);
        }
    }

    /// Adds a run, or lengthens the last where both go on without a break.
    fn push_run(&mut self, text: Range<usize>, origin: Origin, exact: bool) {
        if let (true, Some(Run { text: last, origin: Origin::Bytes(before) }), Origin::Bytes(bytes)) =
            (exact, self.runs.last_mut(), &origin)
        {
            let gap = text.start - last.end;
            if before.len() == last.len() && (gap == 0 || gap == 1 && self.plain) && bytes.start == before.end + gap {
                last.end = text.end;
                before.end = bytes.end;
                return;
            }
        }
        self.runs.push(Run { text, origin });
    }

    fn trim(&mut self, from: usize) {
        let end = from + self.text[from..].trim_end().len();
        self.text.truncate(end);
        self.cut_runs(end);
    }

    fn cut_runs(&mut self, end: usize) {
        while let Some(run) = self.runs.last_mut() {
            if run.text.end <= end {
                break;
            }
            let over = run.text.end - end;
            match &mut run.origin {
                Origin::Bytes(bytes) if bytes.len() == run.text.len() => {
                    bytes.end = bytes.end.saturating_sub(over).max(bytes.start);
                }
                _ => {}
            }
            run.text.end = end;
            if run.text.start < end {
                break;
            }
            self.runs.pop();
        }
    }
}

fn offset(origin: &Origin, part: Range<usize>) -> Origin {
    match origin {
        Origin::Bytes(bytes) => Origin::Bytes(bytes.start + part.start..bytes.start + part.end),
        other => other.clone(),
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{a0}' || c == '\u{200b}'
}

/// Whether a character is kept; controls and invisible marks are not words.
fn keeps(c: char) -> bool {
    !(c.is_control() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}'))
}

/// Digits that stand raised, as such: a note's sign is never taken for a part of the number before it.
pub(crate) fn superscript(text: &str) -> Cow<'_, str> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let raised = |c: char| c.to_digit(10).map_or(c, |digit| RAISED[digit as usize]);
    Cow::Owned(text.chars().map(raised).collect())
}

/// What stands between two lines of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    Space,
    Nothing,
    DropHyphen,
}

fn joint(done: &str, next: &str, words: &BTreeSet<String>) -> Joint {
    let Some(last) = done.chars().next_back() else { return Joint::Nothing };
    let Some(first) = next.chars().next() else { return Joint::Nothing };
    match last {
        '\u{ad}' => Joint::DropHyphen,
        '-' | '\u{2010}' => hyphen(done, next, words),
        '—' => Joint::Nothing,
        '–' if first.is_ascii_digit() => Joint::Nothing,
        '/' => Joint::Nothing,
        _ if first == '—' => Joint::Nothing,
        _ => Joint::Space,
    }
}

/// A hyphen at a line's end belongs to the word, or was put there to break it.
fn hyphen(done: &str, next: &str, words: &BTreeSet<String>) -> Joint {
    let bare = done.trim_end_matches(['-', '\u{2010}']);
    let broken = Broken::of(done, next);
    let Broken { left, stem, right } = broken;
    if bare.ends_with(char::is_whitespace) || (left.is_empty() && !bare.ends_with(['.', '”', ')'])) {
        return Joint::Space;
    }
    if matches!(right, "and" | "or" | "to" | "versus" | "but") {
        return Joint::Space;
    }
    let breaks = left.chars().all(char::is_lowercase) && right.chars().next().is_some_and(char::is_lowercase);
    if !breaks {
        return Joint::Nothing;
    }
    let [hyphened, whole, ..] = broken.forms();
    let parts_known = || untangle::is_counted(stem) && untangle::is_counted(right);
    if words.contains(&hyphened) || !words.contains(&whole) && (words.contains(stem) || stem.len() > 6) {
        Joint::Nothing
    } else if words.contains(&whole) || !words.contains(right) && !parts_known() {
        Joint::DropHyphen
    } else {
        Joint::Nothing
    }
}

/// A word whose parts stand on two lines.
#[derive(Clone, Copy, Debug)]
struct Broken<'a> {
    /// All that stands before the break.
    left: &'a str,
    /// Its last part, where it holds a hyphen of its own.
    stem: &'a str,
    /// What stands after the break.
    right: &'a str,
}

impl<'a> Broken<'a> {
    fn of(done: &'a str, next: &'a str) -> Self {
        let bare = done.trim_end_matches(['-', '\u{2010}']);
        let left = bare.rsplit(|c: char| !is_word(c)).next().unwrap_or("");
        let right = next.split(|c: char| !is_word(c)).next().unwrap_or("");
        Self { left, stem: left.rsplit('-').next().unwrap_or(left), right }
    }

    /// With its hyphen, without it, and both parts.
    fn forms(self) -> [String; 4] {
        let Self { left, stem, right } = self;
        [format!("{left}-{right}"), format!("{stem}{right}"), stem.to_owned(), right.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, at: usize) -> DraftLine {
        let mut line = DraftLine { page: 1, ..DraftLine::default() };
        line.push(text, Origin::Bytes(at..at + text.len()));
        line
    }

    fn read(lines: &[&str]) -> Document {
        let mut at = 0;
        let drafts = lines
            .iter()
            .map(|text| {
                let draft = line(text, at);
                at += text.len() + 1;
                draft
            })
            .collect();
        build("t", Format::Text, lines.join("\n"), Vec::new(), vec![DraftBlock::lines(Role::Body, drafts)])
    }

    #[test]
    fn hyphens_that_belong_stay_and_those_that_break_go() {
        let text = |lines: &[&str]| read(lines).text.trim_end().to_owned();
        assert_eq!(text(&["The U.S.-", "Danish pact"]), "The U.S.-Danish pact");
        assert_eq!(text(&["burden-", "sharing talks; the burden"]), "burden-sharing talks; the burden");
        assert_eq!(text(&["the nego-", "tiations; negotiations"]), "the negotiations; negotiations");
        assert_eq!(text(&["mid-", "and long-term"]), "mid- and long-term");
        assert_eq!(text(&["tariffs—", "a pending case"]), "tariffs—a pending case");
    }

    #[test]
    fn places_lead_back_to_the_bytes() {
        let document = read(&["  Two   words", "and nego-", "tiations"]);
        assert_eq!(document.text, "Two words and negotiations\n");
        let at = document.text.find("words and").expect("in the text");
        let places = document.places(&(at..at + 9));
        let bytes: Vec<&str> = places
            .iter()
            .map(|place| match place {
                Origin::Bytes(bytes) => &document.source[bytes.clone()],
                Origin::Glyphs { .. } => "?",
            })
            .collect();
        assert_eq!(bytes, ["words", "and"]);
    }
}
