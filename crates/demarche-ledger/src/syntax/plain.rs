//! Plain TOML straight into the common tree.
//!
//! Dossiers hardly use more of TOML than tables and lists of tables under bare names. A file that
//! does no more is built here from the parser's events, without the tree in between that costs
//! most of the reading. Anything else (dotted names, a name given twice, other radixes, any error
//! at all) is answered by `None` and read by the general way, which knows how to say what is wrong.

use std::borrow::Cow;

use demarche_diagnostic::{FileId, Span};
use toml_parser::decoder::{Encoding, IntegerRadix, ScalarKind};
use toml_parser::parser::{EventReceiver, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source};

use super::toml::moment;
use super::{Field, Node, Shape};

/// Deepest nesting that is plain.
const DEPTH: usize = 16;

/// Most keys of one table: each is held against all before it.
const KEYS: usize = 64;

/// The fields of a plain text; `None` where it is not plain.
pub(super) fn fields(file: FileId, text: &str) -> Option<Vec<Field>> {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut builder = Builder::new(file, source);
    let mut broken = Broken(false);
    parse_document(&tokens, &mut ValidateWhitespace::new(&mut builder, source), &mut broken);
    builder.finish().filter(|_| !broken.0)
}

/// Whether anything was wrong.
struct Broken(bool);

impl ErrorSink for Broken {
    fn report_error(&mut self, _: ParseError) {
        self.0 = true;
    }
}

/// A header `[name]` or `[[name]]`.
struct Header {
    start: usize,
    /// Whether it begins a member of a list.
    member: bool,
    name: Option<(String, Span)>,
    end: usize,
}

/// A list or inline table that is still open.
enum Open {
    List { start: usize, items: Vec<Node> },
    Table { start: usize, fields: Vec<Field>, key: Option<(String, Span)> },
}

/// Puts events together.
struct Builder<'t> {
    file: FileId,
    source: Source<'t>,
    plain: bool,
    root: Vec<Field>,
    /// The fields under the last header, or before the first.
    fields: Vec<Field>,
    header: Option<Header>,
    /// Whether the header is still being read.
    in_header: bool,
    key: Option<(String, Span)>,
    open: Vec<Open>,
}

impl<'t> Builder<'t> {
    fn new(file: FileId, source: Source<'t>) -> Self {
        Self {
            file,
            source,
            plain: true,
            root: Vec::new(),
            fields: Vec::new(),
            header: None,
            in_header: false,
            key: None,
            open: Vec::new(),
        }
    }

    fn finish(mut self) -> Option<Vec<Field>> {
        self.close_header();
        (self.plain && self.open.is_empty() && self.key.is_none()).then_some(self.root)
    }

    fn raw(&self, at: toml_parser::Span, encoding: Option<Encoding>) -> Option<Raw<'t>> {
        Some(Raw::new_unchecked(self.source.get(at)?.as_str(), encoding, at))
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// Puts what stood under the last header where its name says.
    fn close_header(&mut self) {
        let fields = std::mem::take(&mut self.fields);
        let Some(header) = self.header.take() else {
            self.root = fields;
            return;
        };
        let Some((key, at)) = header.name else {
            self.plain = false;
            return;
        };
        let span = self.span(header.start..header.end);
        let table = Node { span, shape: Shape::Table(fields) };
        let full = self.root.len() >= KEYS;
        let known = self.root.iter_mut().find(|field| field.key == key);
        match (known, header.member) {
            // A list that headers made stands where its first member does; one that was given as a value does not.
            (Some(Field { value: Node { span, shape: Shape::List(members) }, .. }), true)
                if members.first().is_some_and(|first| first.span == *span) =>
            {
                members.push(table);
            }
            (None, true) => self.root.push(Field { key, at, value: Node { span, shape: Shape::List(vec![table]) } }),
            (None, false) if !full => self.root.push(Field { key, at, value: table }),
            _ => self.plain = false,
        }
    }

    fn open_header(&mut self, start: usize, member: bool) {
        self.plain &= self.open.is_empty() && self.key.is_none();
        self.close_header();
        self.header = Some(Header { start, member, name: None, end: start });
        self.in_header = true;
    }

    fn end_header(&mut self, end: usize) {
        if let Some(header) = &mut self.header {
            header.end = end;
        }
        self.in_header = false;
    }

    /// Opens a list or an inline table, unless it lies too deep.
    fn enter(&mut self, open: Open) -> bool {
        self.plain &= self.open.len() < DEPTH;
        if self.plain {
            self.open.push(open);
        }
        self.plain
    }

    /// Puts a whole value where it belongs.
    fn put(&mut self, value: Node) {
        match self.open.last_mut() {
            Some(Open::List { items, .. }) => items.push(value),
            Some(Open::Table { fields, key, .. }) => self.plain &= add(fields, key.take(), value),
            None => self.plain &= add(&mut self.fields, self.key.take(), value),
        }
    }

    fn shape(&self, at: toml_parser::Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) -> Option<Shape> {
        let mut words = Cow::Borrowed("");
        Some(match self.raw(at, encoding)?.decode_scalar(&mut words, error) {
            ScalarKind::String => Shape::Text(words.into_owned()),
            ScalarKind::Boolean(flag) => Shape::Flag(flag),
            ScalarKind::Float | ScalarKind::Integer(IntegerRadix::Dec) => Shape::Number(words.into_owned()),
            ScalarKind::Integer(_) => return None,
            ScalarKind::DateTime => moment(words.parse().ok()?),
        })
    }
}

/// Adds a field, unless its table has one of that name.
fn add(fields: &mut Vec<Field>, key: Option<(String, Span)>, value: Node) -> bool {
    let Some((key, at)) = key else { return false };
    let fresh = fields.len() < KEYS && fields.iter().all(|field| field.key != key);
    fields.push(Field { key, at, value });
    fresh
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.open_header(span.start(), false);
    }

    fn std_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.end_header(span.end());
    }

    fn array_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.open_header(span.start(), true);
    }

    fn array_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.end_header(span.end());
    }

    fn inline_table_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.enter(Open::Table { start: span.start(), fields: Vec::new(), key: None })
    }

    fn inline_table_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        match self.open.pop() {
            Some(Open::Table { start, fields, key: None }) => {
                self.put(Node { span: self.span(start..span.end()), shape: Shape::Table(fields) });
            }
            _ => self.plain = false,
        }
    }

    fn array_open(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) -> bool {
        self.enter(Open::List { start: span.start(), items: Vec::new() })
    }

    fn array_close(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        match self.open.pop() {
            Some(Open::List { start, items }) => {
                self.put(Node { span: self.span(start..span.end()), shape: Shape::List(items) });
            }
            _ => self.plain = false,
        }
    }

    fn simple_key(&mut self, span: toml_parser::Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let mut words = Cow::Borrowed("");
        let Some(raw) = self.raw(span, encoding) else { return self.plain = false };
        raw.decode_key(&mut words, error);
        let key = Some((words.into_owned(), self.span(span.start()..span.end())));
        let place = match (self.in_header, &mut self.header, self.open.last_mut()) {
            (true, Some(header), _) => &mut header.name,
            (false, _, Some(Open::Table { key, .. })) => key,
            (false, _, None) => &mut self.key,
            _ => return self.plain = false,
        };
        if std::mem::replace(place, key).is_some() {
            self.plain = false;
        }
    }

    fn key_sep(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.plain = false;
    }

    fn scalar(&mut self, span: toml_parser::Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        match self.shape(span, encoding, error) {
            Some(shape) => self.put(Node { span: self.span(span.start()..span.end()), shape }),
            None => self.plain = false,
        }
    }

    fn error(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.plain = false;
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use demarche_diagnostic::SourceMap;
    use proptest::prelude::*;

    use super::super::toml::general;
    use super::*;

    /// Both ways in one text each; `None` where the text is not plain.
    fn both(text: &str) -> Option<(String, String)> {
        let mut files = SourceMap::default();
        let file = files.add("a.toml", text);
        let plain = fields(file, text)?;
        let mut sink = Vec::new();
        let general = general(file, text, &mut sink);
        Some((format!("{plain:#?} []"), format!("{general:#?} {sink:?}")))
    }

    fn texts_under(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
        for path in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                texts_under(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let text = std::fs::read_to_string(&path).expect("a text");
                into.push((path, text));
            }
        }
    }

    #[test]
    fn statement_files_are_plain_and_read_the_same_both_ways() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut texts = Vec::new();
        for folder in ["data", "dossiers", "tests"] {
            texts_under(&root.join(folder), &mut texts);
        }
        for (path, text) in &texts {
            match both(text) {
                Some((one, other)) => assert_eq!(one, other, "{}", path.display()),
                None => {
                    let published = path.starts_with(root.join("dossiers"));
                    let statements = path.parent().is_some_and(|folder| folder.ends_with("statements"));
                    assert!(!(published && statements), "{}", path.display());
                }
            }
        }
        assert!(!texts.is_empty());
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_general_way() {
        for text in [
            "a.b = 1",
            "a = 1\na = 2",
            "[a]\n[a]",
            "[a.b]",
            "a = [[1]]\n[[a]]",
            "[a]\n[[a]]",
            "a = 0x1f",
            "a = { b = 1, b = 2 }",
            "a = { b.c = 1 }",
            "a = ",
            "a = \"",
            "[[a",
            "a = 2019-02-30",
            "a\u{1} = 1",
            "a = [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]",
        ] {
            assert_eq!(both(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn a_plain_text_reads_the_same_both_ways(
            parts in prop::collection::vec(prop::sample::select(vec![
                "[a]\n", "[b]\n", "[[a]]\n", "[[c]]\n", "[", "]", "[[", "]]", "a", "b", "\"c d\"", " = ", "=", ".", "\n", "\r\n",
                "\r", "1", "-2.50", "1_000", "true", "2019-01-29", "07:32:00", "\"x\\ty\"", "'z'", "\"\"\"\nlong\n\"\"\"", "{ ", " }",
                ", ", "# note\n", "a = 1\n", "b = [1, \"q\"]\n", "c = { a = 1, b = [2] }\n", "\u{e9}", "\u{7f}", " ", "inf",
            ]), 0..14),
        ) {
            if let Some((one, other)) = both(&parts.concat()) {
                prop_assert_eq!(one, other);
            }
        }
    }
}
