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
            cursor.need(b'\n')?;
        }
    }
}

/// A name with the table below it; `indent` is how far the line is set in that comes after.
fn entry(cursor: &mut Cursor<'_>, indent: &mut Option<usize>) -> Option<Field> {
    let (key, at) = key(cursor)?;
    cursor.spaces();
    cursor.need(b'\n')?;
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
            cursor.need(b'\n')?;
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
    cursor.need(b':')?;
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
            // A word that begins with a hyphen may be taken for a sign.
            if bare.contains(" -") {
                return None;
            }
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
    cursor.need(b'{')?;
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
            cursor.need(b'}')?;
            return Some(Shape::Table(fields));
        }
    }
}

/// `[value, value]`.
fn list(cursor: &mut Cursor<'_>, depth: usize) -> Option<Shape> {
    cursor.need(b'[')?;
    let mut items = Vec::new();
    loop {
        cursor.spaces();
        items.push(value(cursor, depth)?);
        cursor.spaces();
        if !cursor.eat(b',') {
            cursor.need(b']')?;
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
    use super::super::slipped;
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
        let dossiers =
            ["dossiers", "tests/dossiers"].map(|folder| std::fs::read_dir(root.join(folder)).expect("a folder"));
        let paths = dossiers.into_iter().flatten().map(|entry| entry.expect("an entry").path().join("sources.yml"));
        let texts: Vec<_> = paths.filter_map(|path| Some((std::fs::read_to_string(&path).ok()?, path))).collect();
        for (text, path) in &texts {
            let (one, other) = both(text).expect("a plain text");
            assert!(one == other, "{}", path.display());
        }
        assert!(!texts.is_empty());
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

    /// A line below a name, as people write it: mostly plain.
    fn field() -> impl Strategy<Value = String> {
        let word = || {
            let plain = prop::sample::select(vec![
                "x",
                "x y",
                "2019-01-29",
                "2021-03",
                "1.50",
                "007",
                "1e5",
                "true",
                "no",
                "null",
                "\"f g\"",
                "\"\"",
                "\"q\\\"r\\\\ \\n\"",
                "\"\u{e9} \u{d55c}\"",
            ]);
            let other = prop::sample::select(vec![
                "x, y (z); 'q'",
                "~",
                "'s'",
                "http://t",
                "u #v",
                "u # v",
                "w: x",
                "|",
                "*a",
                "-1",
                "\"\\x41\"",
            ]);
            prop_oneof![12 => plain, 1 => other]
        };
        let key = || prop::sample::select(vec!["a", "b-c", "d", "f", "g", "h.i", "no"]);
        let nested = prop_oneof![
            prop::collection::vec((key(), word()), 1..3).prop_map(|fields| {
                let fields: Vec<String> = fields.iter().map(|(key, word)| format!("{key}: {word}")).collect();
                format!("{{ {} }}", fields.join(", "))
            }),
            prop::collection::vec(word(), 0..3).prop_map(|words| format!("[{}]", words.join(", "))),
            (key(), word()).prop_map(|(key, word)| format!("[{{{key}: {word}}}]")),
        ];
        let value = prop_oneof![3 => word().prop_map(str::to_owned), 1 => nested];
        let indent = prop_oneof![20 => Just("  "), 1 => Just("    ")];
        let colon = prop_oneof![20 => Just(": "), 1 => Just(":  "), 1 => Just(":")];
        (indent, key(), colon, value, end())
            .prop_map(|(indent, key, colon, value, end)| format!("{indent}{key}{colon}{value}{end}"))
    }

    fn end() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["\n", "\n", "\n", "\n\n", "  \n", "\n# note\n", "\n  # note\n"])
    }

    /// A name with what stands below it.
    fn entry() -> impl Strategy<Value = String> {
        let plain = prop::sample::select(vec!["a:", "b-1.c:", "d: "]);
        let other = prop::sample::select(vec!["true:", "e: 1", "- f:", "---"]);
        (prop_oneof![12 => plain, 1 => other], end(), prop::collection::vec(field(), 1..4))
            .prop_map(|(name, end, fields)| format!("{name}{end}{}", fields.concat()))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 6_000, ..ProptestConfig::default() })]

        #[test]
        fn a_plain_text_reads_the_same_both_ways(
            entries in prop::collection::vec(entry(), 0..4),
            slip in prop::option::weighted(0.3, (any::<prop::sample::Index>(), prop::sample::select(vec!["\"", "\n", " ", ":", ",", "-", "#", "\t", "\u{2028}"]))),
        ) {
            let text = slipped(entries.concat(), slip);
            if let Some((one, other)) = both(&text) {
                prop_assert_eq!(one, other, "{}", text);
            }
        }
    }
}
