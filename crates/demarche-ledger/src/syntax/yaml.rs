//! YAML and JSON into the common tree.
//!
//! JSON is read by the YAML parser too, since that one knows where things stand;
//! `serde_json` has said before whether the text is JSON at all. The parser's
//! markers count characters, findings count bytes.

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span};
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{Field, Node, Shape};
use crate::checks;

/// Deepest nesting that is read; bibliographies and table descriptions need six.
const DEPTH: usize = 64;

/// Reads a YAML file of one document; `None` where it is empty or unreadable.
pub(crate) fn yaml(file: FileId, files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = files.text(file);
    let bytes = Offsets::new(text);
    match tree(file, text, &bytes) {
        Ok(node) => node,
        Err((at, why)) => {
            let at = bytes.byte(at);
            sink.push(checks::d0001_syntax::finding(Span::new(file, at..at), "YAML", &why));
            None
        }
    }
}

/// Reads a JSON file.
pub(crate) fn json(file: FileId, files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = files.text(file);
    // Editors put a byte-order mark before any text; JSON itself knows none.
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Err(why) = serde_json::from_str::<serde::de::IgnoredAny>(bare) {
        let line: usize = bare.split_inclusive('\n').take(why.line().saturating_sub(1)).map(str::len).sum();
        let mut at = (text.len() - bare.len() + line + why.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        sink.push(checks::d0001_syntax::finding(Span::new(file, at..at), "JSON", &why.to_string()));
        return None;
    }
    yaml(file, files, sink)
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

type Failure = (usize, String);

fn tree(file: FileId, text: &str, bytes: &Offsets) -> Result<Option<Node>, Failure> {
    let mut open: Vec<Frame> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|why| (why.marker().index(), why.info().to_owned()))?;
        let (start, end) = (span.start.index(), span.end.index());
        let done = match event {
            Event::Scalar(words, style, _, _) => {
                let span = Span::new(file, bytes.byte(start)..bytes.byte(end));
                Some(Node { span, shape: scalar(words.into_owned(), style) })
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

fn close(frame: Frame, file: FileId, bytes: &Offsets, end: usize, text: &str) -> Node {
    let start = bytes.byte(frame.start);
    let end = start + text.get(start..end).map_or(0, |words| words.trim_end().len());
    let span = Span::new(file, start..end);
    if !frame.table {
        return Node { span, shape: Shape::List(frame.items) };
    }
    let mut fields = Vec::with_capacity(frame.items.len() / 2);
    let mut items = frame.items.into_iter();
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        let name = match key.shape {
            Shape::Text(text) | Shape::Number(text) => text,
            Shape::Flag(flag) => flag.to_string(),
            _ => text.get(key.span.range()).unwrap_or("").to_owned(),
        };
        fields.push(Field { key: name, at: key.span, value });
    }
    Node { span, shape: Shape::Table(fields) }
}

/// Plain scalars by the JSON-like core of YAML 1.2: `no` and `NO` stay text.
fn scalar(words: String, style: ScalarStyle) -> Shape {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_before_json_changes_nothing_but_places() {
        let read = |text: &str| {
            let (mut files, mut sink) = (SourceMap::default(), Vec::new());
            let file = files.add("a.json", text);
            (json(file, &files, &mut sink).is_some(), sink.first().and_then(|found| found.span).map(|span| span.start))
        };
        assert_eq!(read("\u{feff}{\"a\": 1}"), (true, None));
        assert_eq!(read("{\"a\": }"), (false, Some(6)));
        assert_eq!(read("\u{feff}{\"a\": }"), (false, Some(9)));
    }
}
