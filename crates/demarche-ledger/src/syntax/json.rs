//! JSON into the common tree: `serde_json` says whether a text is JSON, this says where things stand in it.

use std::borrow::Cow;

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span};

use super::plain::Cursor;
use super::{Field, Node, Shape};
use crate::checks;

/// Deepest nesting that is read; table descriptions need six.
const DEPTH: usize = 64;

/// Reads a JSON file.
pub(crate) fn json(file: FileId, files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = files.text(file);
    let read = tree(file, text);
    if let Err((at, why)) = &read {
        sink.push(checks::d0001_syntax::finding(Span::new(file, *at..*at), "JSON", why));
    }
    read.ok()
}

/// Where something is wrong, and what.
type Failure = (usize, String);

fn tree(file: FileId, text: &str) -> Result<Node, Failure> {
    // Editors put a byte-order mark before any text; JSON itself knows none.
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let skipped = text.len() - bare.len();
    if let Err(why) = serde_json::from_str::<serde::de::IgnoredAny>(bare) {
        let line: usize = bare.split_inclusive('\n').take(why.line().saturating_sub(1)).map(str::len).sum();
        let mut at = (skipped + line + why.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        return Err((at, why.to_string()));
    }
    let mut cursor = Cursor::new(file, text, skipped);
    blanks(&mut cursor);
    value(&mut cursor, DEPTH)
}

fn blanks(cursor: &mut Cursor<'_>) {
    cursor.run(|byte| byte.is_ascii_whitespace());
}

/// The value that comes next in a text that is JSON.
fn value(cursor: &mut Cursor<'_>, depth: usize) -> Result<Node, Failure> {
    let start = cursor.at();
    let deeper = || depth.checked_sub(1).ok_or_else(|| (start, format!("nested deeper than {DEPTH} levels")));
    let shape = match cursor.next() {
        Some(b'"') => Shape::Text(quoted(cursor)?.into()),
        Some(b'{') => Shape::Table(members(cursor, b'}', |cursor| field(cursor, deeper()?))?),
        Some(b'[') => Shape::List(members(cursor, b']', |cursor| value(cursor, deeper()?))?),
        _ => bare(cursor.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.'))),
    };
    Ok(Node { span: cursor.span(start), shape })
}

/// A number, `true`, `false` or `null`.
fn bare(word: &str) -> Shape {
    match word {
        "true" => Shape::Flag(true),
        "false" => Shape::Flag(false),
        "null" => Shape::Other("nothing"),
        number => Shape::Number(number.into()),
    }
}

/// What stands between two brackets, each member read by `read`.
fn members<T>(
    cursor: &mut Cursor<'_>,
    end: u8,
    mut read: impl FnMut(&mut Cursor<'_>) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut all = Vec::new();
    let _open = cursor.eat(b'{') || cursor.eat(b'[');
    blanks(cursor);
    while !cursor.eat(end) {
        all.push(read(cursor)?);
        blanks(cursor);
        if cursor.eat(b',') {
            blanks(cursor);
        } else if cursor.next() != Some(end) {
            return Err((cursor.at(), "a comma or a closing bracket is missing".to_owned()));
        }
    }
    Ok(all)
}

/// A name with its value.
fn field(cursor: &mut Cursor<'_>, depth: usize) -> Result<Field, Failure> {
    let start = cursor.at();
    let key = quoted(cursor)?.into();
    let at = cursor.span(start);
    blanks(cursor);
    if !cursor.eat(b':') {
        return Err((cursor.at(), "a colon is missing".to_owned()));
    }
    blanks(cursor);
    Ok(Field { key, at, value: value(cursor, depth)? })
}

/// Words between quotation marks; escapes that are JSON's own are left to `serde_json`.
fn quoted<'t>(cursor: &mut Cursor<'t>) -> Result<Cow<'t, str>, Failure> {
    let start = cursor.at();
    let mut plain = cursor.clone();
    if let Some(words) = plain.quoted() {
        *cursor = plain;
        return Ok(words);
    }
    let mut words = serde_json::Deserializer::from_str(cursor.rest()).into_iter::<String>();
    let read = words.next().and_then(Result::ok).ok_or_else(|| (start, "words are missing".to_owned()))?;
    *cursor = cursor.moved(words.byte_offset());
    Ok(Cow::Owned(read))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::yaml::general;
    use super::*;

    fn file() -> FileId {
        SourceMap::default().add("a.json", "")
    }

    #[test]
    fn a_byte_order_mark_before_json_changes_nothing_but_places() {
        let read = |text: &str| tree(file(), text).map(|_| ()).map_err(|(at, _)| at);
        assert_eq!(read("\u{feff}{\"a\": 1}"), Ok(()));
        assert_eq!(read("{\"a\": }"), Err(6));
        assert_eq!(read("\u{feff}{\"a\": }"), Err(9));
    }

    #[test]
    fn escapes_that_only_json_has_are_read() {
        let read = tree(file(), r#"{"a\/b": "\ud83d\ude00 \u00e9\r", "c": [1]}"#).expect("a tree");
        let Shape::Table(fields) = &read.shape else { panic!("{read:?}") };
        assert_eq!(fields[0].key, "a/b");
        assert!(matches!(&fields[0].value.shape, Shape::Text(text) if text == "\u{1f600} \u{e9}\r"), "{read:?}");
        assert!(matches!(fields[1].value.shape, Shape::List(_)), "{read:?}");
    }

    #[test]
    fn what_lies_too_deep_is_refused() {
        let nested = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        assert!(tree(file(), &nested(DEPTH)).is_ok());
        assert!(tree(file(), &nested(DEPTH + 1)).is_err());
        assert!(tree(file(), &nested(100_000)).is_err());
    }

    /// Any value, with the blanks that people and programs put between.
    fn written() -> impl Strategy<Value = String> {
        let word = || {
            prop::sample::select(vec![
                "\"a\"",
                "\"\"",
                "\"b c\"",
                "\"d\\\"e\\n\\\\\"",
                "\"\u{e9} \u{d55c}\"",
                "1",
                "-2.5",
                "1e5",
                "0",
                "true",
                "false",
                "null",
            ])
        };
        let blank = || prop::sample::select(vec!["", " ", "\n  "]);
        word().prop_map(str::to_owned).prop_recursive(4, 24, 4, move |inner| {
            let name = prop::sample::select(vec!["\"k\"", "\"l m\"", "\"n\\\"o\""]);
            let fields = prop::collection::vec((name, inner.clone()), 0..4);
            prop_oneof![
                (prop::collection::vec(inner, 0..4), blank(), blank())
                    .prop_map(|(items, a, b)| format!("[{a}{}{b}]", items.join(&format!("{b},{a}")))),
                (fields, blank(), blank()).prop_map(|(fields, a, b)| {
                    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                    format!("{{{a}{}{b}}}", fields.join(&format!("{b},{a}")))
                }),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        /// JSON is YAML but for its escapes, so another library's reader says the same of everything else.
        #[test]
        fn json_reads_as_yaml_does(text in written()) {
            let read = tree(file(), &text);
            prop_assert!(read.is_ok(), "{}: {:?}", text, read);
            prop_assert_eq!(format!("{:#?}", read.map(Some)), format!("{:#?}", general(file(), &text)), "{}", text);
        }

        #[test]
        fn no_text_at_all_upsets_the_reading(text in "[\\[\\]{}:,\"\\\\ 0-9a-z\u{e9}-]{0,40}") {
            let _read_or_refused = tree(file(), &text);
        }
    }
}
