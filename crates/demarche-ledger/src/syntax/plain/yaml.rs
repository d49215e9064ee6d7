//! Plain YAML: a table of tables, each value on the line of its key.

use demarche_diagnostic::{FileId, Span};
use ecow::EcoString;
use saphyr_parser::ScalarStyle;

use super::super::yaml::scalar;
use super::super::{Field, Node, Shape};
use super::{Cursor, DEPTH};

/// The root of a plain text; `None` where it is not plain.
pub(in crate::syntax) fn root(file: FileId, text: &str) -> Option<Node> {
    let mut cursor = Cursor::new(file, text, 0);
    let mut entries = Vec::new();
    let mut first = None;
    let mut indent = to_line(&mut cursor)?;
    while let Some(0) = indent {
        first = first.or(Some(cursor.at()));
        entries.push(entry(&mut cursor, &mut indent)?);
    }
    // A line that is set in where no entry can hold it.
    if indent.is_some() {
        return None;
    }
    Some(Node { span: cursor.span_of_words(first?), shape: Shape::Table(entries) })
}

/// Moves to the next line that says something; gives how far it is set in, and `None` inside at the end.
fn to_line(cursor: &mut Cursor<'_>) -> Option<Option<usize>> {
    loop {
        let indent = cursor.spaces();
        match cursor.next() {
            None => return Some(None),
            Some(b'\n') => {}
            Some(b'#') => drop(cursor.line()?),
            Some(_) => return Some(Some(indent)),
        }
        if cursor.next().is_some() {
            cursor.expect(b'\n')?;
        }
    }
}

/// A name with the table below it; `indent` is how far the line is set in that comes after.
fn entry(cursor: &mut Cursor<'_>, indent: &mut Option<usize>) -> Option<Field> {
    let (key, at) = key(cursor)?;
    cursor.spaces();
    cursor.expect(b'\n')?;
    *indent = to_line(cursor)?;
    let (start, within) = (cursor.at(), (*indent)?);
    let mut fields = Vec::new();
    while within > 0 && *indent == Some(within) {
        let (key, at) = self::key(cursor)?;
        if cursor.spaces() == 0 {
            return None;
        }
        fields.push(Field { key, at, value: value(cursor, DEPTH)? });
        cursor.spaces();
        if cursor.next().is_some() {
            cursor.expect(b'\n')?;
        }
        *indent = to_line(cursor)?;
    }
    let value = Node { span: cursor.span_of_words(start), shape: Shape::Table(fields) };
    (within > 0).then_some(Field { key, at, value })
}

/// A bare name with its colon.
fn key(cursor: &mut Cursor<'_>) -> Option<(EcoString, Span)> {
    let start = cursor.at();
    let name = cursor.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    let span = cursor.span(start);
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.len() <= LONGEST;
    let Shape::Text(name) = scalar(plain.then(|| name.into())?, ScalarStyle::Plain) else { return None };
    cursor.expect(b':')?;
    Some((name, span))
}

/// Longest name that is plain; YAML itself ends at 1,024 characters.
const LONGEST: usize = 200;

fn value(cursor: &mut Cursor<'_>, depth: usize) -> Option<Node> {
    let start = cursor.at();
    let shape = match cursor.next()? {
        b'"' => Shape::Text(cursor.quoted().filter(|words| !words.contains(BREAKS))?.into()),
        b'{' => table(cursor, depth.checked_sub(1)?)?,
        b'[' => list(cursor, depth.checked_sub(1)?)?,
        byte if byte.is_ascii_alphanumeric() => {
            // Inside brackets a comma ends a value.
            let marks: &[u8] = if depth == DEPTH { b" ./-_,();'" } else { b" ./-_" };
            let words = cursor.run(|byte| byte.is_ascii_alphanumeric() || marks.contains(&byte));
            let bare = words.trim_end();
            cursor.back(words.len() - bare.len());
            scalar(bare.into(), ScalarStyle::Plain)
        }
        _ => return None,
    };
    Some(Node { span: cursor.span(start), shape })
}

/// Characters that older YAML takes for the end of a line, and the byte-order mark.
const BREAKS: [char; 4] = ['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'];

/// `{ name: value, name: value }`.
fn table(cursor: &mut Cursor<'_>, depth: usize) -> Option<Shape> {
    cursor.expect(b'{')?;
    let mut fields = Vec::new();
    loop {
        cursor.spaces();
        let (key, at) = key(cursor)?;
        if cursor.spaces() == 0 {
            return None;
        }
        fields.push(Field { key, at, value: value(cursor, depth)? });
        cursor.spaces();
        if !cursor.eat(b',') {
            cursor.expect(b'}')?;
            return Some(Shape::Table(fields));
        }
    }
}

/// `[value, value]`.
fn list(cursor: &mut Cursor<'_>, depth: usize) -> Option<Shape> {
    cursor.expect(b'[')?;
    let mut items = Vec::new();
    loop {
        cursor.spaces();
        items.push(value(cursor, depth)?);
        cursor.spaces();
        if !cursor.eat(b',') {
            cursor.expect(b']')?;
            return Some(Shape::List(items));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use demarche_diagnostic::SourceMap;
    use proptest::prelude::*;

    use super::super::super::yaml::general;
    use super::*;

    /// Both ways in one text each; `None` where the text is not plain.
    fn both(text: &str) -> Option<(String, String)> {
        let file = SourceMap::default().add("a.yml", text);
        let plain = root(file, text)?;
        Some((format!("{:#?}", Ok::<_, ()>(Some(plain))), format!("{:#?}", general(file, text))))
    }

    #[test]
    fn the_sources_of_every_dossier_are_plain_and_read_the_same_both_ways() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for dossier in ["dossiers/south-korea", "tests/dossiers/north-south"] {
            let path = root.join(dossier).join("sources.yml");
            let text = std::fs::read_to_string(&path).expect("a text");
            let (one, other) = both(&text).expect("a plain text");
            assert!(one == other, "{}", path.display());
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_general_way() {
        for text in [
            "",
            "a: 1",
            "a:",
            "a:\n  b: 1\n c: 2",
            "a:\n  b: 'x'",
            "a:\n  b: |\n    long",
            "a:\n  b: \"x\n    y\"",
            "a:\n  b: *c",
            "a:\n  b: x: y",
            "a:\n  b: x # note",
            "a:\n  b: \"\\x41\"",
            "a:\n  b: \"\u{2028}\"",
            "a:\n  b: { c: 1, }",
            "a:\n  b: []",
            "a:\n  - b",
            "a:\n\tb: 1",
            "a:\r\n  b: 1",
            "null:\n  b: 1",
            "---\na:\n  b: 1",
            "  a:\n    b: 1",
            "a:\n  b: 1\n...",
        ] {
            assert_eq!(both(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn a_plain_text_reads_the_same_both_ways(
            parts in prop::collection::vec(prop::sample::select(vec![
                "a:\n", "b-1:\n", "true:\n", "  c: ", "  d: x\n", "  e: \"f g\"\n", "  h: { i: 1, j: \"k\" }\n", "  l: [m, \"n\"]\n",
                "   ", "  ", " ", "\n", "# note\n", "  # note\n", "x", "\"y\"", "2019-01-29", "2021-03", "1.50", "-1", "007", "1e5",
                "true", "null", "no", "x y", "{ ", " }", "{", "}", "[", "]", ", ", ",", ": ", ":", "- ", "\"q\\\"r\\\\\"", "\"\\n\"",
                "\"\u{e9}\u{d55c}\"", "\u{e9}", "/", ".", "_", "(", ")", ";", "'", "...", "---", "&a ", "!b ", "|", ">", "%", "@", "'z'", "\t",
            ]), 0..14),
        ) {
            if let Some((one, other)) = both(&parts.concat()) {
                prop_assert_eq!(one, other);
            }
        }
    }
}
