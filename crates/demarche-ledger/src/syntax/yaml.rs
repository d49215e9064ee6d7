//! YAML into the common tree. The parser's markers count characters, findings count bytes.

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span};
use ecow::EcoString;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{Field, Node, Shape};
use crate::checks;

/// Deepest nesting that is read; bibliographies and table descriptions need six.
const DEPTH: usize = 64;

/// Reads a YAML file of one document; `None` where it is empty or unreadable.
pub(crate) fn yaml(file: FileId, files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = files.text(file);
    if let Some(node) = super::plain::yaml(file, text) {
        return Some(node);
    }
    match general(file, text) {
        Ok(node) => node,
        Err((at, why)) => {
            sink.push(checks::d0001_syntax::finding(Span::new(file, at..at), "YAML", &why));
            None
        }
    }
}

/// Byte offsets of characters; empty where every character is one byte.
struct Offsets {
    starts: Vec<usize>,
    length: usize,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let starts = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Self { starts, length: text.len() }
    }

    fn byte(&self, character: usize) -> usize {
        if self.starts.is_empty() {
            return character.min(self.length);
        }
        self.starts.get(character).copied().unwrap_or(self.length)
    }
}

/// A list or table that is still open.
struct Frame {
    start: usize,
    items: Vec<Node>,
    table: bool,
}

/// Where something is wrong, and what.
type Failure = (usize, String);

/// Any YAML of one document; `None` inside where it is empty.
pub(super) fn general(file: FileId, text: &str) -> Result<Option<Node>, Failure> {
    let bytes = Offsets::new(text);
    tree(file, text, &bytes).map_err(|(at, why)| (bytes.byte(at), why))
}

fn tree(file: FileId, text: &str, bytes: &Offsets) -> Result<Option<Node>, Failure> {
    let mut open: Vec<Frame> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|why| (why.marker().index(), why.info().to_owned()))?;
        let (start, end) = (span.start.index(), span.end.index());
        let done = match event {
            Event::Scalar(words, style, _, _) => {
                let span = trimmed(file, text, bytes.byte(start)..bytes.byte(end));
                Some(Node { span, shape: scalar(words.into(), style) })
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() >= DEPTH {
                    return Err((start, format!("nested deeper than {DEPTH} levels")));
                }
                open.push(Frame { start, items: Vec::new(), table: matches!(event, Event::MappingStart(..)) });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop().map(|frame| close(frame, file, bytes, bytes.byte(end), text))
            }
            Event::Alias(_) => return Err((start, "aliases are not read: write the value out".to_owned())),
            Event::DocumentStart(_) if root.is_some() => return Err((start, "a second document begins".to_owned())),
            _ => None,
        };
        if let Some(node) = done {
            match open.last_mut() {
                Some(frame) => frame.items.push(node),
                None => root = Some(node),
            }
        }
    }
    Ok(root)
}

/// A range without the blanks at its end: the parser counts them in up to the next token.
fn trimmed(file: FileId, text: &str, range: std::ops::Range<usize>) -> Span {
    let length = text.get(range.clone()).map_or(0, |words| words.trim_end().len());
    Span::new(file, range.start..range.start + length)
}

fn close(frame: Frame, file: FileId, bytes: &Offsets, end: usize, text: &str) -> Node {
    let span = trimmed(file, text, bytes.byte(frame.start)..end);
    if !frame.table {
        return Node { span, shape: Shape::List(frame.items) };
    }
    let mut fields = Vec::with_capacity(frame.items.len() / 2);
    let mut items = frame.items.into_iter();
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        let name = match key.shape {
            Shape::Text(text) | Shape::Number(text) => text,
            Shape::Flag(flag) => if flag { "true" } else { "false" }.into(),
            _ => text.get(key.span.range()).unwrap_or("").into(),
        };
        fields.push(Field { key: name, at: key.span, value });
    }
    Node { span, shape: Shape::Table(fields) }
}

/// Plain scalars by the JSON-like core of YAML 1.2: `no` and `NO` stay text.
pub(super) fn scalar(words: EcoString, style: ScalarStyle) -> Shape {
    if style != ScalarStyle::Plain {
        return Shape::Text(words);
    }
    match words.as_str() {
        "true" | "True" | "TRUE" => Shape::Flag(true),
        "false" | "False" | "FALSE" => Shape::Flag(false),
        "" | "~" | "null" | "Null" | "NULL" => Shape::Other("nothing"),
        number if number.parse::<f64>().is_ok() && number.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            Shape::Number(words)
        }
        _ => Shape::Text(words),
    }
}
