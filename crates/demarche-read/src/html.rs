//! HTML: the words a reader sees, with the bytes they stand at.
//!
//! The page is tokenized as the HTML standard says, tag soup included, and walked
//! flat: an element that begins a block ends the one before, so no nesting, however
//! deep, costs more than its own bytes. The source is fed in pieces (a tag, a
//! reference, a stretch of text), so that every word's place is known.

use std::cell::RefCell;
use std::ops::Range;

use demarche_diagnostic::Diagnostic;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use crate::builder::{Content, DraftBlock, DraftCell, DraftLine, build, superscript};
use crate::document::{Document, Format, Origin, Role};
use crate::findings::d0905_limit;
use crate::{limits, roles};

/// Reads decoded HTML.
pub(crate) fn read(source: String, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let tokenizer = Tokenizer::new(Walker(RefCell::new(Walk::default())), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut cut = None;
    for piece in (Pieces { source: &source, at: 0 }) {
        let mut walk = tokenizer.sink.0.borrow_mut();
        walk.before = walk.piece.start;
        walk.piece = piece.clone();
        walk.words = source[piece.clone()].to_owned();
        walk.taken = 0;
        cut = match () {
            () if walk.nodes > limits::NODES => Some(format!("{} elements", limits::NODES)),
            () if walk.bytes > limits::PLAIN_BYTES => Some(format!("{} MB of words", limits::PLAIN_BYTES >> 20)),
            () => None,
        };
        drop(walk);
        if cut.is_some() {
            break;
        }
        queue.push_back(StrTendril::from_slice(&source[piece]));
        let _ = tokenizer.feed(&queue);
    }
    tokenizer.end();
    if let Some(most) = cut {
        diagnostics.push(d0905_limit::partly(format!("{name} has more than {most}; the rest was left out")));
    }
    let mut walk = tokenizer.sink.0.into_inner();
    walk.finish();
    let mut blocks = walk.blocks;
    roles::refine(&mut blocks);
    build(name, Format::Html, source, Vec::new(), blocks)
}

/// Stretches of the source: text, or from `<` or `&` to the sign that ends it.
struct Pieces<'a> {
    source: &'a str,
    at: usize,
}

impl Iterator for Pieces<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.source.get(self.at..).filter(|rest| !rest.is_empty())?;
        let len = match rest.as_bytes()[0] {
            b'<' => rest.find('>').map_or(rest.len(), |end| end + 1),
            b'&' => rest[1..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).map_or(rest.len(), |end| {
                let end = end + 1;
                if rest.as_bytes()[end] == b';' { end + 1 } else { end }
            }),
            _ => {
                let most = rest.floor_char_boundary(limits::PIECE_BYTES);
                rest[..most].find(['<', '&']).unwrap_or(most)
            }
        };
        let piece = self.at..self.at + len;
        self.at = piece.end;
        Some(piece)
    }
}

struct Walker(RefCell<Walk>);

impl TokenSink for Walker {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut walk = self.0.borrow_mut();
        walk.nodes += 1;
        match token {
            Token::TagToken(tag) => walk.tag(&tag),
            Token::CharacterTokens(text) => {
                walk.bytes += text.len();
                walk.text(&text);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// An open table; a table inside a cell only adds to the cell.
struct OpenTable {
    rows: Vec<Vec<DraftCell>>,
    cell: Option<DraftCell>,
}

#[derive(Default)]
struct Walk {
    piece: Range<usize>,
    /// Where the piece before it begins.
    before: usize,
    /// The piece as it stands in the source.
    words: String,
    /// How much of the piece's text has been taken.
    taken: usize,
    nodes: usize,
    /// Bytes of text so far.
    bytes: usize,
    blocks: Vec<DraftBlock>,
    open: Vec<DraftLine>,
    role: Option<Role>,
    listed: usize,
    preformatted: usize,
    raised: bool,
    hidden: Vec<String>,
    around: Vec<(String, Role)>,
    table: Option<OpenTable>,
    inner: usize,
}

impl Walk {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let start = tag.kind == TagKind::StartTag;
        if let Some(hidden) = self.hidden.last() {
            if hidden == name {
                if start && !tag.self_closing {
                    self.hidden.push(name.to_owned());
                } else if !start {
                    self.hidden.pop();
                }
            }
            if self.hidden.len() > limits::DEPTH {
                self.hidden.truncate(1);
            }
            return raw(name, start);
        }
        if start
            && !tag.self_closing
            && matches!(
                name,
                "script"
                    | "style"
                    | "noscript"
                    | "template"
                    | "svg"
                    | "title"
                    | "select"
                    | "button"
                    | "iframe"
                    | "object"
                    | "math"
            )
        {
            self.hidden.push(name.to_owned());
            return raw(name, start);
        }
        match name {
            "br" => self.open.push(DraftLine::default()),
            "img" if start => {}
            "table" | "tr" | "td" | "th" | "caption" | "thead" | "tbody" | "tfoot" => self.table_tag(name, start, tag),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.role = start.then(|| Role::Heading { level: name.as_bytes()[1] - b'0' });
            }
            "li" | "dt" | "dd" => {
                self.flush();
                self.listed = if start { self.listed + 1 } else { self.listed.saturating_sub(1) };
            }
            "ul" | "ol" | "dl" => {
                self.flush();
                if !start {
                    self.listed = 0;
                }
            }
            "figcaption" => {
                self.flush();
                self.role = start.then_some(Role::FigureTitle);
            }
            "sup" => self.raised = start,
            "pre" => {
                self.flush();
                self.preformatted = usize::from(start);
            }
            "nav" | "footer" | "header" | "aside" => self.region(name, start),
            "p" | "div" | "section" | "article" | "main" | "blockquote" | "body" | "html" | "head" | "hr" | "form"
            | "fieldset" | "address" | "figure" | "details" | "summary" | "center" | "option" | "legend" => {
                self.flush()
            }
            _ => {}
        }
        raw(name, start)
    }

    /// Navigation and page furniture around the text.
    fn region(&mut self, name: &str, start: bool) {
        self.flush();
        let role = match name {
            "nav" | "footer" => Role::Footer,
            "header" => Role::Header,
            _ => Role::Body,
        };
        if start && self.around.len() < limits::DEPTH {
            self.around.push((name.to_owned(), role));
        } else if !start && let Some(at) = self.around.iter().rposition(|(open, _)| open == name) {
            self.around.truncate(at);
        }
    }

    fn table_tag(&mut self, name: &str, start: bool, tag: &Tag) {
        if name == "table" && start && self.table.is_some() {
            self.inner += 1;
        }
        if self.inner > 0 {
            self.line();
            if name == "table" && !start {
                self.inner -= 1;
            }
            return;
        }
        match (name, start) {
            ("table", true) => {
                self.flush();
                self.table = Some(OpenTable { rows: Vec::new(), cell: None });
            }
            ("table", false) => self.end_table(),
            ("tr", true) => {
                self.end_cell();
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            ("td" | "th", true) => {
                self.end_cell();
                let span = |name: &str| {
                    let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
                    attribute.and_then(|attribute| attribute.value.parse::<u16>().ok()).unwrap_or(1).clamp(1, 1000)
                };
                let cell = DraftCell {
                    lines: Vec::new(),
                    heads: name == "th",
                    columns: span("colspan"),
                    rows: span("rowspan"),
                };
                if let Some(table) = &mut self.table {
                    table.cell = Some(cell);
                }
            }
            ("td" | "th" | "tr", false) => self.end_cell(),
            ("caption", true) => {
                self.flush();
                self.role = Some(Role::FigureTitle);
            }
            ("caption", false) => {
                let lines = self.take();
                if !lines.is_empty() {
                    self.blocks.push(DraftBlock::lines(Role::FigureTitle, lines));
                }
                self.role = None;
            }
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let lines = self.take();
        let Some(table) = &mut self.table else { return };
        if let Some(mut cell) = table.cell.take() {
            cell.lines.extend(lines);
            match table.rows.last_mut() {
                Some(row) => row.push(cell),
                None => table.rows.push(vec![cell]),
            }
        }
    }

    fn end_table(&mut self) {
        self.end_cell();
        let Some(table) = self.table.take() else { return };
        if table.rows.iter().all(|row| row.len() <= 1) {
            // A frame around text, not a table.
            for line in table.rows.into_iter().flatten().flat_map(|cell| cell.lines) {
                self.blocks.push(DraftBlock::lines(self.kind(), vec![line]));
            }
        } else {
            self.blocks.push(DraftBlock { role: Role::Table, content: Content::Rows(table.rows) });
        }
    }

    fn text(&mut self, text: &str) {
        if !self.hidden.is_empty() {
            return;
        }
        let exact = self.place(text);
        // Not byte for byte: a reference, or text held back until now from the piece before.
        let loose = self.before..self.piece.end;
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 && self.preformatted > 0 {
                self.line();
            }
            // Elsewhere the line feed is a space between words.
            let space = usize::from(at > 0 && self.preformatted == 0);
            let start = part.as_ptr() as usize - text.as_ptr() as usize - space;
            let words = &text[start..start + space + part.len()];
            let own = match exact {
                Some(from) => from + start..from + start + words.len(),
                None if self.words.starts_with('&') && self.piece.len() != words.len() => self.piece.clone(),
                None => loose.clone(),
            };
            self.push(words.to_owned(), own);
        }
    }

    /// Where a token's text begins in the rest of the piece, if it stands there as it is.
    fn place(&mut self, text: &str) -> Option<usize> {
        let at = self.words.get(self.taken..)?.find(text)?;
        if self.words.starts_with('&') && self.words != text {
            return None;
        }
        let start = self.taken + at;
        self.taken = start + text.len();
        Some(self.piece.start + start)
    }

    fn push(&mut self, text: String, bytes: Range<usize>) {
        if self.open.is_empty() {
            self.open.push(DraftLine::default());
        }
        if let Some(line) = self.open.last_mut() {
            line.page = 1;
            let text = if self.raised { superscript(&text).into_owned() } else { text };
            line.push(&text, Origin::Bytes(bytes));
        }
    }

    /// Begins a new line in the block.
    fn line(&mut self) {
        if self.open.last().is_some_and(|line| !line.runs.is_empty()) {
            self.open.push(DraftLine::default());
        }
    }

    fn take(&mut self) -> Vec<DraftLine> {
        std::mem::take(&mut self.open).into_iter().filter(|line| !line.is_blank()).collect()
    }

    fn kind(&self) -> Role {
        let around = self.around.last().map(|(_, role)| *role).filter(|role| *role != Role::Body);
        around.or(self.role).unwrap_or(if self.listed > 0 { Role::List } else { Role::Body })
    }

    fn flush(&mut self) {
        self.raised = false;
        let lines = self.take();
        match &mut self.table {
            Some(OpenTable { cell: Some(cell), .. }) => cell.lines.extend(lines),
            _ if lines.is_empty() => {}
            _ => self.blocks.push(DraftBlock::lines(self.kind(), lines)),
        }
    }

    fn finish(&mut self) {
        if self.table.is_some() {
            self.end_table();
        }
        self.flush();
    }
}

/// How the tokenizer reads what follows a start tag.
fn raw(name: &str, start: bool) -> TokenSinkResult<()> {
    match name {
        _ if !start => TokenSinkResult::Continue,
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "noscript" | "iframe" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}
