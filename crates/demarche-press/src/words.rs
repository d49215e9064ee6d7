//! Words: inline content flattened to runs, with source numbers after each sentence.
//!
//! The template gets no trees, only a flat list of [`Run`]s. Nesting is
//! resolved here, so the depth of emphasis in a brief cannot exhaust the
//! typesetter, and the innermost link wins where two are nested.
//!
//! *Source numbers* follow the sentence that rests on the sources, as raised
//! Unicode digits: they stay apart from the figures of the sentence when a
//! reader copies the text (`28,500.³`, not `28,500.3`).

use demarche_brief::edition::{BoundStatement, Inline, PublishedSource};
use serde::Serialize;

use crate::{MAX_DEPTH, PressError};

/// Words in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Run {
    /// The words, white space collapsed; a line break is `"\n"`.
    pub text: String,
    /// Emphasised.
    #[serde(skip_serializing_if = "is_false")]
    pub emphasis: bool,
    /// Strongly emphasised.
    #[serde(skip_serializing_if = "is_false")]
    pub strong: bool,
    /// A raised source number.
    #[serde(skip_serializing_if = "is_false")]
    pub mark: bool,
    /// Hangul, set in its own face and read aloud in its own language.
    #[serde(skip_serializing_if = "is_false")]
    pub hangul: bool,
    /// Where the words lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Target>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Where words lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Target {
    /// A web address; bound words and source numbers open their source where it has one.
    Href(String),
    /// The source note of this number, for a source without an address.
    Source(u32),
}

/// Flattens inline content; owns what it needs to look up.
pub(crate) struct Words<'a> {
    bound: &'a [BoundStatement],
    sources: &'a [PublishedSource],
}

/// A paragraph on its way to runs.
struct Flow<'a> {
    runs: Vec<Run>,
    /// Source numbers with the byte offset in the flattened text after which they are due.
    marks: Vec<(usize, &'a [u32])>,
    length: usize,
    depth: usize,
}

impl<'a> Words<'a> {
    pub fn new(bound: &'a [BoundStatement], sources: &'a [PublishedSource]) -> Self {
        Self { bound, sources }
    }

    /// The runs of a heading or caption: no source numbers.
    pub fn plain(&self, content: &[Inline]) -> Result<Vec<Run>, PressError> {
        Ok(finish(self.flow(content)?.runs))
    }

    /// The runs of a paragraph with source numbers after each of its `sentences`.
    pub fn numbered(&self, content: &[Inline], ends: &mut SentenceEnds<'_>) -> Result<Vec<Run>, PressError> {
        let flow = self.flow(content)?;
        let text: String = flow.runs.iter().map(|run| run.text.as_str()).collect();
        let ends = ends.within(&text);
        Ok(finish(self.insert_marks(flow, &ends)?))
    }

    fn flow(&self, content: &[Inline]) -> Result<Flow<'a>, PressError> {
        let mut flow = Flow { runs: Vec::new(), marks: Vec::new(), length: 0, depth: 0 };
        self.walk(content, &Run::default(), &mut flow)?;
        if let Some(last) = flow.runs.last_mut() {
            let kept = last.text.trim_end_matches(' ').len();
            last.text.truncate(kept);
        }
        Ok(flow)
    }

    fn walk(&self, content: &[Inline], style: &Run, flow: &mut Flow<'a>) -> Result<(), PressError> {
        if flow.depth > MAX_DEPTH {
            return Err(PressError::TooDeep);
        }
        flow.depth += 1;
        for inline in content {
            match inline {
                Inline::Text { text } => flow.push(text, style),
                Inline::Break => flow.break_line(style),
                Inline::Emphasis { content } => self.walk(content, &Run { emphasis: true, ..style.clone() }, flow)?,
                Inline::Strong { content } => self.walk(content, &Run { strong: true, ..style.clone() }, flow)?,
                Inline::Link { href, content } => {
                    let to = Some(Target::Href(web_address(href)?.into()));
                    self.walk(content, &Run { to, ..style.clone() }, flow)?;
                }
                Inline::Bound { content, statement } => {
                    let numbers = self.numbers(*statement)?;
                    let first = numbers.first().map(|&number| self.target(number)).transpose()?;
                    let to = first.or_else(|| style.to.clone());
                    self.walk(content, &Run { to, ..style.clone() }, flow)?;
                    flow.marks.push((flow.length, numbers));
                }
            }
        }
        flow.depth -= 1;
        Ok(())
    }

    /// Number of the source that leads a statement: paper has room for one, the web page lists them all.
    fn numbers(&self, statement: usize) -> Result<&'a [u32], PressError> {
        let bound = self.bound.get(statement).ok_or(PressError::UnknownStatement(statement))?;
        Ok(bound.sources.get(..1).unwrap_or_default())
    }

    /// Where words resting on a source lead.
    fn target(&self, number: u32) -> Result<Target, PressError> {
        let source = self.sources.iter().find(|source| source.number == number);
        match source.ok_or(PressError::UnknownSource(number))?.url.as_str() {
            "" => Ok(Target::Source(number)),
            url => Ok(Target::Href(web_address(url)?.into())),
        }
    }

    /// Splits the runs at sentence ends and puts the collected source numbers there.
    fn insert_marks(&self, flow: Flow<'_>, ends: &[usize]) -> Result<Vec<Run>, PressError> {
        let mut out = Vec::new();
        let mut marks = flow.marks.iter().peekable();
        let mut ends = ends.iter().copied().peekable();
        let mut at = 0;
        for run in flow.runs {
            let mut rest = run.text.as_str();
            while let Some(end) = ends.next_if(|&end| end <= at + rest.len()) {
                let (before, after) = rest.split_at(end - at);
                if !before.is_empty() {
                    out.push(Run { text: before.into(), ..run.clone() });
                }
                let mut numbers = Vec::new();
                // A clause may rest on a statement by a trailing empty link, behind the full stop or the space after it.
                while let Some((_, more)) = marks.next_if(|(place, _)| *place <= end + 1) {
                    numbers.extend_from_slice(more);
                }
                out.extend(self.raised(numbers)?);
                at = end;
                rest = after;
            }
            if !rest.is_empty() {
                out.push(Run { text: rest.into(), ..run.clone() });
            }
            at += rest.len();
        }
        let numbers = marks.flat_map(|(_, more)| more.iter().copied()).collect();
        out.extend(self.raised(numbers)?);
        Ok(out)
    }

    /// Source numbers in rising order as raised runs, three or more in a row as a range.
    fn raised(&self, mut numbers: Vec<u32>) -> Result<Vec<Run>, PressError> {
        numbers.sort_unstable();
        numbers.dedup();
        let mark = |text: String, to: Option<Target>| Run { text, to, mark: true, ..Run::default() };
        let number = |n: u32| Ok(mark(superscript(n), Some(self.target(n)?)));
        let mut out = Vec::new();
        let mut left = numbers.as_slice();
        while let [first, ..] = left {
            if !out.is_empty() {
                out.push(mark(",".into(), None));
            }
            let row = left.iter().zip(*first..).take_while(|(a, b)| **a == *b).count();
            out.push(number(*first)?);
            if row >= 3 {
                out.push(mark("–".into(), None));
                out.push(number(left[row - 1])?);
                left = &left[row..];
            } else {
                left = &left[1..];
            }
        }
        Ok(out)
    }
}

impl Flow<'_> {
    /// Adds words in a style; runs of white space count as one space, none at the start of a line.
    fn push(&mut self, text: &str, style: &Run) {
        let mut spaced = match self.runs.last() {
            None => true,
            Some(last) => last.text.ends_with([' ', '\n']),
        };
        let mut out = String::with_capacity(text.len());
        for character in text.chars() {
            let space = matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if !space {
                out.push(character);
            } else if !spaced {
                out.push(' ');
            }
            spaced = space;
        }
        if !out.is_empty() {
            self.length += out.len();
            self.runs.push(Run { text: out, ..style.clone() });
        }
    }

    fn break_line(&mut self, style: &Run) {
        if self.runs.is_empty() {
            return;
        }
        self.length += 1;
        self.runs.push(Run { text: "\n".into(), ..style.clone() });
    }
}

/// A web address as it stands, if its scheme is allowed.
pub(crate) fn web_address(href: &str) -> Result<&str, PressError> {
    let lower = href.get(..8).unwrap_or(href).to_ascii_lowercase();
    let allowed = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let clean = href.chars().all(|character| !character.is_control() && !character.is_whitespace());
    if allowed && clean { Ok(href) } else { Err(PressError::Link(href.into())) }
}

/// Finds where the edition's sentences end, paragraph by paragraph.
///
/// The edition lists its sentences in reading order, so each is looked for after the one before.
pub(crate) struct SentenceEnds<'a> {
    left: std::collections::VecDeque<&'a str>,
}

/// How far ahead the next sentence is looked for when one does not occur on the page as it stands in the list.
const LOOK_AHEAD: usize = 12;

impl<'a> SentenceEnds<'a> {
    pub fn new(sentences: impl Iterator<Item = &'a str>) -> Self {
        Self { left: sentences.filter(|text| !text.trim().is_empty()).collect() }
    }

    /// Byte offsets in `text` after which its sentences end; the last is always the end of the text.
    fn within(&mut self, text: &str) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut from = 0;
        loop {
            let next = self.left.iter().take(LOOK_AHEAD).enumerate().find_map(|(index, sentence)| {
                text.get(from..)?.find(sentence.trim()).map(|at| (index, from + at + sentence.trim().len()))
            });
            let Some((index, end)) = next else { break };
            self.left.drain(..=index);
            from = end;
            ends.push(end);
        }
        if ends.last() != Some(&text.len()) {
            ends.push(text.len());
        }
        ends
    }
}

/// A number in raised digits.
fn superscript(number: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = number.to_string();
    digits.bytes().filter_map(|digit| DIGITS.get(usize::from(digit.wrapping_sub(b'0')))).collect()
}

/// Breaks runs by script and makes overlong words breakable; joins neighbours of one style.
fn finish(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for run in runs {
        for (hangul, text) in by_script(&run.text) {
            let piece = Run { text: breakable(text), hangul, ..run.clone() };
            match out.last_mut() {
                Some(last) if same_style(last, &piece) => last.text.push_str(&piece.text),
                _ => out.push(piece),
            }
        }
    }
    out
}

fn same_style(a: &Run, b: &Run) -> bool {
    let breaks = a.text == "\n" || b.text == "\n";
    !breaks && Run { text: String::new(), ..a.clone() } == Run { text: String::new(), ..b.clone() }
}

/// Cuts text where Hangul begins or ends.
fn by_script(text: &str) -> Vec<(bool, &str)> {
    let hangul = |c: char| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}');
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = hangul(first);
        let end = rest.find(|c| hangul(c) != kind).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(end);
        out.push((kind, head));
        rest = tail;
    }
    out
}

/// Longest stretch of letters that is left to the hyphenation; addresses and the like are longer.
const LONG_WORD: usize = 24;

/// Puts zero-width spaces into stretches that would run out of the column.
pub(crate) fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive([' ', '-', '–', '—', '/']) {
        let length = word.trim_end().chars().count();
        if length <= LONG_WORD {
            out.push_str(word);
            continue;
        }
        for (index, character) in word.chars().enumerate() {
            if index > 0 && index % (LONG_WORD / 2) == 0 && index + 3 < length {
                out.push('\u{200b}');
            }
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Inline {
        Inline::Text { text: words.into() }
    }

    fn ten_sources() -> Vec<PublishedSource> {
        let source = |number: u32| PublishedSource {
            number,
            key: demarche_terms::SourceId::new("key").unwrap(),
            reference: String::new(),
            short: String::new(),
            url: String::new(),
            seen: true,
        };
        (1..=10).map(source).collect()
    }

    fn words(sources: &[PublishedSource]) -> Words<'_> {
        Words::new(&[], sources)
    }

    fn printed(runs: &[Run]) -> String {
        runs.iter().map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn nested_styles_flatten_and_white_space_collapses() {
        let content = [
            text(" Two\n  "),
            Inline::Emphasis { content: vec![text("very "), Inline::Strong { content: vec![text(" calm")] }] },
            text(" words. "),
        ];
        let runs = Words::new(&[], &[]).plain(&content).unwrap();
        assert_eq!(printed(&runs), "Two very calm words.");
        assert!(runs[2].emphasis && runs[2].strong);
    }

    #[test]
    fn source_numbers_stand_after_the_sentence_they_carry() {
        let sources = ten_sources();
        let flow = Flow {
            runs: vec![Run { text: "One is 5. Two.".into(), ..Run::default() }],
            marks: vec![(8, &[2, 1]), (13, &[7])],
            length: 14,
            depth: 0,
        };
        let mut ends = SentenceEnds::new(["One is 5.", "Two."].into_iter());
        let ends = ends.within("One is 5. Two.");
        assert_eq!(ends, [9, 14]);
        assert_eq!(printed(&words(&sources).insert_marks(flow, &ends).unwrap()), "One is 5.¹,² Two.⁷");
    }

    #[test]
    fn a_sentence_that_is_not_on_the_page_loses_no_number() {
        let sources = ten_sources();
        let flow = Flow {
            runs: vec![Run { text: "One. Two.".into(), ..Run::default() }],
            marks: vec![(2, &[4]), (9, &[10])],
            length: 9,
            depth: 0,
        };
        let ends = SentenceEnds::new(["Elsewhere."].into_iter()).within("One. Two.");
        assert_eq!(printed(&words(&sources).insert_marks(flow, &ends).unwrap()), "One. Two.⁴,¹⁰");
    }

    #[test]
    fn three_numbers_in_a_row_become_a_range() {
        let sources = ten_sources();
        let words = words(&sources);
        assert_eq!(printed(&words.raised(vec![3, 1, 2, 9, 10, 3]).unwrap()), "¹–³,⁹,¹⁰");
        assert_eq!(printed(&words.raised(vec![]).unwrap()), "");
        assert_eq!(words.raised(vec![11]), Err(PressError::UnknownSource(11)));
    }

    #[test]
    fn words_lead_to_the_address_of_their_source_or_else_to_its_note() {
        let mut sources = ten_sources();
        sources[1].url = "https://example.org/2".into();
        let words = words(&sources);
        assert_eq!(words.target(1), Ok(Target::Source(1)));
        assert_eq!(words.target(2), Ok(Target::Href("https://example.org/2".into())));
    }

    #[test]
    fn only_web_and_mail_addresses_pass() {
        for good in ["https://example.org/a?b#c", "HTTP://example.org", "mailto:a@example.org"] {
            assert!(web_address(good).is_ok(), "{good}");
        }
        for bad in ["", "javascript:alert(1)", "file:///etc/passwd", "https://a b", "//example.org", "#top", "ééééé"]
        {
            assert_eq!(web_address(bad), Err(PressError::Link(bad.into())));
        }
    }

    #[test]
    fn overlong_words_can_break_and_keep_their_letters() {
        let long = "x".repeat(100);
        let broken = breakable(&long);
        assert!(broken.split('\u{200b}').all(|part| part.len() <= LONG_WORD));
        assert_eq!(broken.replace('\u{200b}', ""), long);
        assert_eq!(breakable("Bundesverfassungsgericht and so on"), "Bundesverfassungsgericht and so on");
    }

    #[test]
    fn depth_is_an_error_and_not_a_crash() {
        let mut content = vec![text("deep")];
        for _ in 0..=MAX_DEPTH + 1 {
            content = vec![Inline::Emphasis { content }];
        }
        assert_eq!(Words::new(&[], &[]).plain(&content), Err(PressError::TooDeep));
    }
}
