//! Assembly: the words of blocks, line after line, as one text with the place of each.

use std::collections::BTreeSet;
use std::ops::Range;

use super::joints::{Joint, joint};
use super::{Content, DraftBlock, DraftCell, DraftLine};
use crate::document::{Block, Cell, Line, Origin, Run, Table};
use crate::limits;

/// The words of blocks put together so far.
pub(super) struct Assembly<'w> {
    /// See [`super::joints::known_words`].
    words: &'w BTreeSet<String>,
    pub text: String,
    pub blocks: Vec<Block>,
    pub lines: Vec<Line>,
    pub runs: Vec<Run>,
    /// Whether what was last put between two words is the very space that stands there in the original.
    plain: bool,
}

impl<'w> Assembly<'w> {
    pub fn new(words: &'w BTreeSet<String>) -> Self {
        let (blocks, lines, runs) = (Vec::new(), Vec::new(), Vec::new());
        Self { words, text: String::new(), blocks, lines, runs, plain: false }
    }

    /// Adds blocks as far as there is room for their words.
    pub fn extend(&mut self, blocks: impl IntoIterator<Item = DraftBlock>) {
        for block in blocks {
            if self.text.len() > limits::TEXT_BYTES {
                break;
            }
            self.block(block);
        }
    }

    /// Adds what was put together elsewhere.
    pub fn append(&mut self, other: Self) {
        let (text, lines) = (self.text.len(), self.lines.len());
        let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.into_iter().map(|run| Run { text: moved(run.text, text), ..run }));
        self.lines.extend(other.lines.into_iter().map(|line| Line { text: moved(line.text, text), ..line }));
        self.blocks.extend(other.blocks.into_iter().map(|mut block| {
            for cell in block.table.iter_mut().flat_map(|table| table.rows.iter_mut().flatten()) {
                cell.text = moved(cell.text.clone(), text);
            }
            Block { text: moved(block.text, text), lines: moved(block.lines, lines), ..block }
        }));
    }

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
        match joint(done, next, self.words) {
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
