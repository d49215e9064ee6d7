//! Plain TOML: keys, tables and lists of tables under bare names.

use demarche_diagnostic::{FileId, Span};
use demarche_terms::Date;

use super::super::{Field, Node, Shape};
use super::{Cursor, DEPTH};

/// Most keys of one table: each is held against all before it.
const KEYS: usize = 64;

/// The fields of a plain text; `None` where it is not plain.
pub(in crate::syntax) fn fields(file: FileId, text: &str) -> Option<Vec<Field>> {
    let mut cursor = Cursor::new(file, text, 0);
    let mut root = Root::default();
    let mut fields = Vec::new();
    let mut header = None;
    loop {
        match to_line(&mut cursor)? {
            None => break,
            Some(b'[') => {
                let next = self::header(&mut cursor)?;
                // The next table is likely to be as long as this one.
                let room = Vec::with_capacity(fields.len());
                root.close(header.replace(next), std::mem::replace(&mut fields, room))?;
            }
            Some(_) => {
                let (key, at) = key(&mut cursor)?;
                blanks(&mut cursor);
                cursor.need(b'=')?;
                blanks(&mut cursor);
                add(&mut fields, key, at, value(&mut cursor, DEPTH)?)?;
            }
        }
        to_end(&mut cursor)?;
    }
    root.close(header, fields)?;
    Some(root.fields)
}

/// Adds a field, unless its table has one of that name.
fn add(fields: &mut Vec<Field>, key: &str, at: Span, value: Node) -> Option<()> {
    let fresh = fields.len() < KEYS && fields.iter().all(|field| field.key != key);
    fields.push(Field { key: key.into(), at, value });
    fresh.then_some(())
}

/// A header `[name]`, `[name.name]` or `[[name]]`.
struct Header<'t> {
    span: Span,
    /// Whether it begins a member of a list.
    member: bool,
    name: (&'t str, Span),
    below: Option<(&'t str, Span)>,
}

/// What the headers of a text have put together.
#[derive(Default)]
struct Root {
    fields: Vec<Field>,
    /// Names that only stand before the full stop of a header.
    parents: Vec<String>,
}

impl Root {
    /// Puts what stood under a header, or before the first, where its name says.
    fn close(&mut self, header: Option<Header<'_>>, fields: Vec<Field>) -> Option<()> {
        let Some(Header { span, member, name: (key, at), below }) = header else {
            self.fields = fields;
            return Some(());
        };
        let table = Node { span, shape: Shape::Table(fields) };
        if let Some((key_below, at_below)) = below {
            if !self.parents.iter().any(|parent| parent == key) {
                self.parents.push(key.to_owned());
                add(&mut self.fields, key, at, Node { span: at, shape: Shape::Table(Vec::new()) })?;
            }
            let parent = self.fields.iter_mut().find(|field| field.key == key)?;
            let Shape::Table(fields) = &mut parent.value.shape else { return None };
            return add(fields, key_below, at_below, table);
        }
        match self.fields.iter_mut().find(|field| field.key == key) {
            // A list that headers made stands where its first member does; one that was given as a value does not.
            Some(Field { value: Node { span, shape: Shape::List(members) }, .. })
                if member && members.first().is_some_and(|first| first.span == *span) =>
            {
                members.push(table);
                Some(())
            }
            None if member => add(&mut self.fields, key, at, Node { span, shape: Shape::List(vec![table]) }),
            None => add(&mut self.fields, key, at, table),
            _ => None,
        }
    }
}

/// Moves to the next line that says something, and gives its first byte; `None` inside at the end.
fn to_line(cursor: &mut Cursor<'_>) -> Option<Option<u8>> {
    loop {
        blanks(cursor);
        match cursor.next() {
            Some(b'#' | b'\n' | b'\r') => to_end(cursor)?,
            first => return Some(first),
        }
    }
}

/// Moves over the end of a line, with a comment before it.
fn to_end(cursor: &mut Cursor<'_>) -> Option<()> {
    blanks(cursor);
    if cursor.next() == Some(b'#') {
        cursor.line();
    }
    if cursor.next().is_some() {
        cursor.eat(b'\r');
        cursor.need(b'\n')?;
    }
    Some(())
}

fn blanks(cursor: &mut Cursor<'_>) {
    cursor.run(|byte| matches!(byte, b' ' | b'\t'));
}

/// A bare name.
fn key<'t>(cursor: &mut Cursor<'t>) -> Option<(&'t str, Span)> {
    let start = cursor.at();
    let name = cursor.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (!name.is_empty()).then(|| (name, cursor.span(start)))
}

fn header<'t>(cursor: &mut Cursor<'t>) -> Option<Header<'t>> {
    let start = cursor.at();
    cursor.need(b'[')?;
    let member = cursor.eat(b'[');
    let name = key(cursor)?;
    let below = if !member && cursor.eat(b'.') { Some(key(cursor)?) } else { None };
    cursor.need(b']')?;
    if member {
        cursor.need(b']')?;
    }
    Some(Header { span: cursor.span(start), member, name, below })
}

fn value(cursor: &mut Cursor<'_>, depth: usize) -> Option<Node> {
    let start = cursor.at();
    let shape = match cursor.next()? {
        b'"' => {
            let words = cursor.quoted()?;
            // Three quotation marks begin words of several lines.
            if words.is_empty() && cursor.next() == Some(b'"') {
                return None;
            }
            Shape::Text(words.into())
        }
        b'[' => list(cursor, depth.checked_sub(1)?)?,
        b'{' => table(cursor, depth.checked_sub(1)?)?,
        _ => bare(cursor.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')))?,
    };
    let value = Node { span: cursor.span(start), shape };
    // What can follow: a number with an underscore or a day with a time is not plain.
    match cursor.next() {
        Some(b',' | b']' | b'}' | b'#' | b'\t' | b'\r' | b'\n') | None => Some(value),
        Some(b' ') => (!matches!(value.shape, Shape::Day(_)) || !is_time(cursor)).then_some(value),
        _ => None,
    }
}

/// Whether a digit stands after the space that comes next.
fn is_time(cursor: &Cursor<'_>) -> bool {
    cursor.moved(1).next().is_some_and(|byte| byte.is_ascii_digit())
}

/// A flag, a day or a number that says itself without signs, underscores or powers of ten.
fn bare(word: &str) -> Option<Shape> {
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits =
        |text: &str| !text.is_empty() && text.len() <= DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    match word {
        "true" => Some(Shape::Flag(true)),
        "false" => Some(Shape::Flag(false)),
        day if is_day(day) => day.parse::<Date>().ok().map(Shape::Day),
        "-0" => None,
        _ if digits(whole) && digits(part) && (whole == "0" || !whole.starts_with('0')) => {
            Some(Shape::Number(word.into()))
        }
        _ => None,
    }
}

/// Whether a word is written as a day is.
fn is_day(word: &str) -> bool {
    let fits = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    word.len() == 10 && word.bytes().enumerate().all(fits)
}

/// Most digits of a plain number on either side of its point.
const DIGITS: usize = 15;

/// `[value, value]`, also over several lines.
fn list(cursor: &mut Cursor<'_>, depth: usize) -> Option<Shape> {
    cursor.need(b'[')?;
    let mut items = Vec::new();
    loop {
        to_line(cursor)?;
        if cursor.eat(b']') {
            return Some(Shape::List(items));
        }
        items.push(value(cursor, depth)?);
        to_line(cursor)?;
        if !cursor.eat(b',') {
            cursor.need(b']')?;
            return Some(Shape::List(items));
        }
    }
}

/// `{ name = value, name = value }`.
fn table(cursor: &mut Cursor<'_>, depth: usize) -> Option<Shape> {
    cursor.need(b'{')?;
    let mut fields = Vec::new();
    loop {
        blanks(cursor);
        let (key, at) = key(cursor)?;
        blanks(cursor);
        cursor.need(b'=')?;
        blanks(cursor);
        add(&mut fields, key, at, value(cursor, depth)?)?;
        blanks(cursor);
        if !cursor.eat(b',') {
            cursor.need(b'}')?;
            return Some(Shape::Table(fields));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use demarche_diagnostic::SourceMap;
    use proptest::prelude::*;

    use super::super::super::toml::general;
    use super::super::slipped;
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
            "[a]\n[a.b]",
            "[a.b]\n[a]",
            "[a.b.c]",
            "[[a]]\n[a.b]",
            "[[a.b]]",
            "a = 1_000",
            "a = +1",
            "a = --1",
            "a = --2.50",
            "a = 1.2.3",
            "a = -",
            "a = 01",
            "a = 1e5",
            "a = 2019-01-29 07:32:00",
            "a = \"\"\"x\"\"\"",
            "a = 'x'",
            "a = {}",
            "a = [[1]]\n[[a]]",
            "[a]\n[[a]]",
            "a = 0x1f",
            "a = { b = 1, b = 2 }",
            "a = { b.c = 1 }",
            "a = ",
            "a = \"",
            "[[a",
            "a = 2019-02-30",
            "a = 2019-W05-1",
            "a\u{1} = 1",
            "a = [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]",
        ] {
            assert_eq!(both(text), None, "{text}");
        }
    }

    /// A value as people write it, a little nested.
    fn value() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "1",
            "-2.50",
            "0",
            "28500",
            "1_000",
            "1e5",
            "true",
            "false",
            "2019-01-29",
            "2019-02-30",
            "07:32:00",
            "\"x\"",
            "\"\"",
            "\"x\\ty \\\"z\\\" \\\\\"",
            "\"\\u00e9\"",
            "\"\u{e9} \u{d55c}\"",
            "'q'",
            "\"\"\"\nlong\n\"\"\"",
        ]);
        word.prop_map(str::to_owned).prop_recursive(3, 12, 3, |inner| {
            let list = (
                prop::collection::vec(inner.clone(), 0..4),
                prop::sample::select(vec![", ", ",", ",\n  ", ", # note\n"]),
            );
            let table =
                prop::collection::vec((prop::sample::select(vec!["a", "b", "c-d", "\"e\"", "f.g"]), inner), 1..4);
            prop_oneof![
                list.prop_map(|(items, comma)| format!("[{}]", items.join(comma))),
                table.prop_map(|fields| {
                    let fields: Vec<String> = fields.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                    format!("{{ {} }}", fields.join(", "))
                }),
            ]
        })
    }

    /// A line as people write it.
    fn line() -> impl Strategy<Value = String> {
        let header =
            prop::sample::select(vec!["[a]", "[b]", "[[b]]", "[[c]]", "[[c]]", "[d.e]", "[d.f]", "[d]", "[[g.h]]"]);
        let key = prop::sample::select(vec!["i", "j", "k", "l-m", "c", "d", "\"n\"", "o.p"]);
        let end = prop::sample::select(vec!["\n", "\n", "\n\n", " # note\n", "\r\n", ""]);
        let field = (key, prop::sample::select(vec![" = ", "=", "   = "]), value());
        let words = prop_oneof![
            header.prop_map(str::to_owned),
            field.prop_map(|(key, equals, value)| format!("{key}{equals}{value}")),
        ];
        (words, end).prop_map(|(words, end)| words + end)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn a_plain_text_reads_the_same_both_ways(
            lines in prop::collection::vec(line(), 0..8),
            slip in prop::option::weighted(0.3, (any::<prop::sample::Index>(), prop::sample::select(vec!["\"", "\n", "[", "]", " ", "=", ",", "-", "\u{7f}", "#"]))),
        ) {
            let text = slipped(lines.concat(), slip);
            if let Some((one, other)) = both(&text) {
                prop_assert_eq!(one, other, "{}", text);
            }
        }
    }
}
