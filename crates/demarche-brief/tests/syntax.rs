//! Syntax: every case of `tests/suite/brief/syntax.txt`, and what holds of any text.
//!
//! A case is `--- name ---`, a brief without front matter, `=>`, and what is made of it, a line a sentence,
//! binding or finding. `DEMARCHE_BLESS=1` writes what is made into the file, for a person to look at.

use std::fmt::Write as _;
use std::path::PathBuf;

use demarche_brief::prose::{Brief, Part, ProseSentence, Words};
use demarche_brief::syntax::parse;
use demarche_diagnostic::{SourceMap, Warned};

const FRONT: &str = "---\ntitle: T\nedition: 1\ndate: 2019-01-29\n---\n";

fn read(text: &str) -> (SourceMap, Warned<Brief>) {
    let mut map = SourceMap::default();
    let file = map.add("brief.md", text);
    let parsed = parse(file, &map);
    (map, parsed)
}

fn shown(body: &str) -> String {
    let (map, parsed) = read(&format!("{FRONT}{body}"));
    let brief = &parsed.value;
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    for heading in &brief.headings {
        let empty = if heading.has_text { "" } else { " (nothing under it)" };
        line(format!("heading {} {:?} #{}{empty}", heading.level, heading.text, heading.anchor));
    }
    for sentence in &brief.sentences {
        let section = if sentence.section.is_empty() { String::new() } else { format!(" #{}", sentence.section) };
        line(format!("sentence {}{section} {:?} = {:?}", sentence.paragraph, sentence.text, map.words(sentence.span)));
    }
    for binding in &brief.bindings {
        let ids: Vec<String> =
            binding.targets.iter().map(|(id, span)| format!("{id} at {:?}", map.words(*span))).collect();
        line(format!(
            "binding {:?} -> {} in {} at {:?}",
            binding.words,
            ids.join(", "),
            binding.sentence,
            map.words(binding.words_span)
        ));
    }
    for free in &brief.free {
        line(format!(
            "free {:?} in {}: {}",
            &brief.sentences[free.sentence].text[free.range.clone()],
            free.sentence,
            free.reason
        ));
    }
    line(format!("tree {}", brief.parts.iter().map(part).collect::<Vec<_>>().join(" ")));
    let mut found = parsed.diagnostics.clone();
    demarche_diagnostic::sort(&mut found);
    for diagnostic in &found {
        let at =
            diagnostic.span.map(|span| map.words(span).lines().next().unwrap_or("").to_owned()).unwrap_or_default();
        line(format!("{}[{}] {:?}: {}", diagnostic.grade.word(), diagnostic.code, at, diagnostic.message));
    }
    out
}

fn part(part: &Part) -> String {
    let parts = |parts: &[Part]| parts.iter().map(self::part).collect::<Vec<_>>().join(" ");
    match part {
        Part::Heading(_, content) => format!("h({})", words(content)),
        Part::Paragraph(content) => format!("p({})", words(content)),
        Part::List { ordered, entries } => {
            let entries: Vec<String> = entries.iter().map(|entry| format!("[{}]", parts(entry))).collect();
            format!("{}({})", if *ordered { "ol" } else { "ul" }, entries.join(" "))
        }
        Part::Quote(inner) => format!("quote({})", parts(inner)),
        Part::Figure(figure) => format!("figure({} {:?} of {})", figure.id, figure.chart, figure.table),
        Part::Table(table) => format!("table({} of {}: {})", table.id, table.table, table.columns.len()),
        Part::Positions(matrix) => {
            format!("positions({}: {} x {})", matrix.id, matrix.holders.len(), matrix.issues.len())
        }
    }
}

fn words(content: &[Words]) -> String {
    let one = |word: &Words| match word {
        Words::Text(text) => text.clone(),
        Words::Emphasis(inner) => format!("*{}*", words(inner)),
        Words::Strong(inner) => format!("**{}**", words(inner)),
        Words::Bound(index, inner) => format!("<{index}:{}>", words(inner)),
        Words::Link(target, inner) => format!("<{target}:{}>", words(inner)),
        Words::Break => "/".to_owned(),
    };
    content.iter().map(one).collect()
}

#[test]
fn every_case_is_parsed_as_written() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/brief/syntax.txt");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let (head, cases) = text.split_once("\n--- ").unwrap_or_else(|| panic!("no case"));
    let mut written = head.to_owned();
    let mut failed = Vec::new();
    for case in cases.split("\n--- ") {
        let (name, rest) = case.split_once(" ---\n").unwrap_or_else(|| panic!("{case:?} has no name"));
        let (body, expected) = rest.split_once("=>\n").unwrap_or_else(|| panic!("{name} has no `=>`"));
        let made = shown(body);
        if made.trim_end() != expected.trim_end() {
            failed.push(format!("{name}:\n{made}"));
        }
        write!(written, "\n--- {name} ---\n{body}=>\n{}\n", made.trim_end()).expect("a string takes all");
    }
    if std::env::var_os("DEMARCHE_BLESS").is_some() {
        std::fs::write(&path, written).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn front_matter_is_read_or_said_to_be_wrong() {
    let (_, parsed) = read(
        "---\ntitle: \"Norland: ties\"\nproduct: DM-0001\nedition: 3\ndate: 2019-01-29\nauthors:\n  - { name: A. Jensen, role: Analyst }\n  - B. Berg\n\
         language: en\nsummary: s\nkeywords: [a, b]\nwritten-from: [slstat-2018]\ndisclaimer: d\n---\nText.\n",
    );
    assert_eq!(parsed.diagnostics, []);
    let front = parsed.value.front;
    assert_eq!((front.title.as_str(), front.edition, front.keywords.len()), ("Norland: ties", 3, 2));
    assert_eq!(front.date.map(|day| day.to_string()).as_deref(), Some("2019-01-29"));
    let names: Vec<(&str, &str)> = front.authors.iter().map(|a| (a.name.as_str(), a.role.as_str())).collect();
    assert_eq!(names, [("A. Jensen", "Analyst"), ("B. Berg", "")]);
    for (wrong, place) in [
        ("Text.\n", ""),
        ("---\ntitle: T\nedition: 1\n---\n", ""),
        ("---\ntitle: T\nedition: 1\ndate: 2019-02-30\n---\n", "2019-02-30"),
        ("---\ntitle: T\nedition: no\ndate: 2019-01-29\n---\n", "no"),
        ("---\ntitle: T\nedition: 1\ndate: 2019-01-29\ncolour: red\n---\n", "colour"),
        ("---\ntitle: T\ntitle: U\nedition: 1\ndate: 2019-01-29\n---\n", "title"),
        ("---\ntitle: [\nedition: 1\n---\n", ""),
        ("---\n- a\n---\n", "- a"),
        ("---\ntitle: T\nedition: 1\ndate: 2019-01-29\nauthors: [{ name: A, post: B }]\n---\n", "post"),
        ("---\ntitle: T\nedition: 1\ndate: 2019-01-29\nkeywords: [[[[[[a]]]]]]\n---\n", ""),
        ("---\na: &x b\nc: *x\n---\n", "*x"),
    ] {
        let (map, parsed) = read(wrong);
        let places: Vec<&str> = parsed.diagnostics.iter().filter_map(|d| d.span).map(|span| map.words(span)).collect();
        assert!(parsed.diagnostics.iter().all(|d| d.code.0 == "D0150"), "{wrong:?}");
        assert!(places.iter().any(|words| words.starts_with(place)), "{wrong:?} is reported at {places:?}");
    }
}

/// Pieces are verbatim, sentences and bindings lie where they say.
fn holds(text: &str) {
    let (map, parsed) = read(text);
    let brief = parsed.value;
    for sentence in &brief.sentences {
        pieces_are_verbatim(&map, sentence);
        assert!(map.text(brief.file).get(sentence.span.range()).is_some(), "{text:?}");
    }
    for binding in &brief.bindings {
        let Some(sentence) = brief.sentences.get(binding.sentence) else { panic!("{text:?}: no sentence") };
        assert_eq!(sentence.text.get(binding.range.clone()), Some(binding.words.as_str()), "{text:?}");
        for span in [binding.span, binding.words_span] {
            assert!(map.text(brief.file).get(span.range()).is_some(), "{text:?}");
        }
        for (id, span) in &binding.targets {
            assert!(map.text(brief.file).get(span.range()).is_some() && !id.is_empty(), "{text:?}");
        }
    }
    for free in &brief.free {
        assert!(brief.sentences[free.sentence].text.get(free.range.clone()).is_some(), "{text:?}");
    }
    for diagnostic in &parsed.diagnostics {
        let words = diagnostic.span.map(|span| map.text(span.file).get(span.range()).is_some());
        assert_eq!(words, Some(true), "{text:?}: {}", diagnostic.message);
    }
}

fn pieces_are_verbatim(map: &SourceMap, sentence: &ProseSentence) {
    let file = map.text(sentence.span.file);
    let mut end = 0;
    for (start, range) in &sentence.pieces {
        let words = file.get(range.clone()).unwrap_or_else(|| panic!("a piece cuts a character"));
        assert_eq!(sentence.text.get(*start..start + range.len()), Some(words), "a piece is not verbatim");
        assert!(*start >= end, "pieces overlap");
        end = start + range.len();
        assert_eq!(map.words(sentence.place(*start..end)), words, "a piece's place is not its own");
    }
}

#[test]
fn a_heading_marks_no_words_free() {
    holds("# [!](free: \"why\")[[\n");
}

proptest::proptest! {
    #[test]
    fn any_text_is_parsed(text in "\\PC{0,200}") {
        holds(&text);
    }

    #[test]
    fn any_mix_of_markup_is_parsed(parts in proptest::collection::vec(proptest::sample::select(vec![
        "[", "]", "(", ")", "](@a.b)", "](@a,b)", "](@)", "](@a, b)", "](free: \"why\")", "](https://example.org)", "](x)", "[](@a.b)", "!", "*", "**",
        "`", "```figure\n", "```table\nid = \"a\"\n```\n", "```\n", "> ", "- ", "1. ", "# ", "### ", "\n", "\n\n", "    ", "---\n", "<b>", "&amp;", "\\",
        "Norland ", "U.S. ", "It is. ", "é", "№", "\t", "\r\n", "title: T\n", "{", "}", ":", "'",
    ]), 0..40), front in proptest::bool::ANY) {
        let body = parts.concat();
        holds(&if front { format!("{FRONT}{body}") } else { body });
    }
}

#[test]
fn a_binding_before_words_that_are_written_otherwise_is_kept() {
    let (_, parsed) = read(&format!("{FRONT}[](@a.b)\t&amp;\n"));
    let brief = parsed.value;
    assert_eq!((brief.bindings.len(), brief.sentences.len()), (1, 1));
    assert_eq!(brief.sentences[0].text, "&");
}

#[test]
fn a_binding_after_nothing_but_a_line_break_is_kept() {
    let (_, parsed) = read(&format!("{FRONT}\\\r\n[](@a.b)"));
    assert_eq!((parsed.value.bindings.len(), parsed.value.sentences.len()), (1, 1));
}

#[test]
fn a_fenced_block_is_the_same_with_either_line_end() {
    let text = format!(
        "{FRONT}```table\nid = \"t\"\ntitle = \"T\"\ntable = \"years\"\ncolumns = [{{ column = \"exports\", head = \"Exports\" }}]\n```\n"
    );
    let parts = |text: &str| {
        let (_, parsed) = read(text);
        let codes: Vec<String> = parsed.diagnostics.iter().map(|finding| finding.code.to_string()).collect();
        (codes, parsed.value.parts.len())
    };
    assert_eq!(parts(&text), (Vec::new(), 1));
    assert_eq!(parts(&text.replace('\n', "\r\n")), (Vec::new(), 1));
}

#[test]
fn hostile_nesting_is_bounded() {
    for unit in ["[", "> ", "- ", "*a ", "![", "**_", "((", "1. "] {
        holds(&format!("{FRONT}{}", unit.repeat(5_000)));
    }
    holds(&format!("---\na: {}\n---\n", "[".repeat(20_000)));
    holds(&format!("---\n{}\n---\n", "- ".repeat(20_000)));
    holds(&format!("{FRONT}```figure\na = {}\n```\n", "[".repeat(20_000)));
}
