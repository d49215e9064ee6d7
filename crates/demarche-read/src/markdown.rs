//! Markdown: CommonMark with tables and footnotes, every word with its bytes.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::builder::{Content, DraftBlock, DraftCell, DraftLine, build, superscript};
use crate::document::{Document, Format, Origin, Role};
use crate::{limits, roles};

/// Reads decoded Markdown.
pub(crate) fn read(source: String, name: &str) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut walk = Walk { lines: line_starts(&source), ..Walk::default() };
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter().take(limits::NODES) {
        walk.event(event, range, &source);
    }
    walk.flush();
    let mut blocks = walk.blocks;
    roles::refine(&mut blocks);
    build(name, Format::Markdown, source, Vec::new(), blocks)
}

fn line_starts(source: &str) -> Vec<usize> {
    std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

#[derive(Default)]
struct Walk {
    lines: Vec<usize>,
    blocks: Vec<DraftBlock>,
    open: Vec<DraftLine>,
    roles: Vec<Role>,
    table: Option<Vec<Vec<DraftCell>>>,
    heads: bool,
    skipped: usize,
    /// Numbers of notes by their labels.
    notes: BTreeMap<String, usize>,
}

impl Walk {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, source: &str) {
        match event {
            Event::Start(tag) => self.start(&tag, range, source),
            Event::End(tag) => self.end(tag),
            _ if self.skipped > 0 => {}
            Event::Text(text) => self.text(&text, range, source),
            Event::Code(text) => {
                let inner = source
                    .get(range.clone())
                    .and_then(|raw| raw.find(&*text))
                    .map_or(range.clone(), |at| range.start + at..range.start + at + text.len());
                self.text(&text, inner, source);
            }
            Event::SoftBreak | Event::HardBreak => self.open.push(DraftLine::default()),
            Event::FootnoteReference(label) => {
                let sign = self.sign(&label);
                self.text(&sign, range, source);
            }
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>, source: &str) {
        match tag {
            Tag::Heading { level, .. } => self.begin(Role::Heading { level: rank(*level) }),
            Tag::Item => self.begin(Role::List),
            Tag::FootnoteDefinition(label) => {
                self.begin(Role::Footnote);
                let text = format!("{} ", self.sign(label));
                // What is written is "[^label]:".
                let bytes = range.start..(range.start + label.len() + 4).min(range.end);
                self.text(&text, bytes, source);
            }
            Tag::Paragraph if self.roles.is_empty() => self.flush(),
            Tag::CodeBlock(_) | Tag::BlockQuote(_) => self.flush(),
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Vec::new());
            }
            Tag::TableHead => {
                self.heads = true;
                self.table.iter_mut().for_each(|rows| rows.push(Vec::new()));
            }
            Tag::TableRow => self.table.iter_mut().for_each(|rows| rows.push(Vec::new())),
            Tag::MetadataBlock(_) | Tag::HtmlBlock => self.skipped += 1,
            _ => {}
        }
    }

    /// The number under which a note is printed: notes are counted as they are met.
    fn sign(&mut self, label: &str) -> String {
        let next = self.notes.len() + 1;
        let number = *self.notes.entry(label.to_owned()).or_insert(next);
        superscript(&number.to_string()).into_owned()
    }

    fn begin(&mut self, role: Role) {
        self.flush();
        self.roles.push(role);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.flush();
                self.roles.pop();
            }
            TagEnd::Paragraph | TagEnd::CodeBlock => self.flush(),
            TagEnd::TableCell => {
                let cell = DraftCell { lines: std::mem::take(&mut self.open), heads: self.heads, columns: 1, rows: 1 };
                if let Some(row) = self.table.as_mut().and_then(|rows| rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::TableHead => self.heads = false,
            TagEnd::Table => {
                let rows = self.table.take().unwrap_or_default();
                self.blocks.push(DraftBlock { role: Role::Table, content: Content::Rows(rows) });
            }
            TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock => self.skipped = self.skipped.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>, source: &str) {
        let exact = source.get(range.clone()) == Some(text);
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                self.open.push(DraftLine::default());
            }
            let from = part.as_ptr() as usize - text.as_ptr() as usize;
            let bytes = if exact { range.start + from..range.start + from + part.len() } else { range.clone() };
            let number = self.lines.partition_point(|&start| start <= bytes.start);
            if self.open.is_empty() {
                self.open.push(DraftLine::default());
            }
            if let Some(line) = self.open.last_mut() {
                line.page = 1;
                line.number.get_or_insert(number);
                line.push(part, Origin::Bytes(bytes));
            }
        }
    }

    fn flush(&mut self) {
        let lines: Vec<DraftLine> =
            std::mem::take(&mut self.open).into_iter().filter(|line| !line.runs.is_empty()).collect();
        if !lines.is_empty() {
            self.blocks.push(DraftBlock::lines(self.roles.last().copied().unwrap_or(Role::Body), lines));
        }
    }
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
