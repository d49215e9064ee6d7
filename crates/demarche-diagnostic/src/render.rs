//! Findings as text for a terminal, JSON, SARIF 2.1.0 and GitHub annotations.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Patch, Renderer, Snippet, renderer::DecorStyle};
use serde_json::{Value, json as js};

use crate::{Diagnostic, Edit, Grade, Rule, SourceMap, Span};

/// How wide the human rendering may be, and whether it may use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Columns.
    pub width: usize,
    /// ANSI colours.
    pub colour: bool,
}

impl Default for Terminal {
    fn default() -> Self {
        Self { width: 100, colour: false }
    }
}

/// One finding as rustc would print it, ending in a newline.
///
/// Words quoted from a file are shown without control and direction marks, and long ones are cut, so that no file can
/// rewrite the terminal or drown a finding.
pub fn human(diagnostic: &Diagnostic, sources: &SourceMap, terminal: Terminal) -> String {
    let diagnostic = &printable(diagnostic);
    let renderer = if terminal.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(terminal.width).decor_style(DecorStyle::Ascii);
    let title = level(diagnostic.grade).primary_title(diagnostic.message.as_str()).id(diagnostic.code.0);
    let mut main = Group::with_title(title);
    main = main.elements(snippets(diagnostic, sources, terminal.width));
    for note in &diagnostic.notes {
        main = main.element(Level::NOTE.message(note.as_str()));
    }
    let mut groups = Vec::new();
    for help in &diagnostic.help {
        match &help.edit {
            None => main = main.element(Level::HELP.message(help.text.as_str())),
            Some(edit) => groups.push(patch(&help.text, edit, sources, terminal.width)),
        }
    }
    groups.insert(0, main);
    let mut text = without_counts(&renderer.render(&groups));
    text.push('\n');
    text
}

/// Longest message, note or help that is printed, in characters.
const LONGEST: usize = 600;

/// The finding with every text made fit for a terminal.
fn printable(diagnostic: &Diagnostic) -> Diagnostic {
    let mut diagnostic = diagnostic.clone();
    let texts = [&mut diagnostic.message, &mut diagnostic.label].into_iter();
    let texts = texts.chain(diagnostic.others.iter_mut().map(|other| &mut other.text)).chain(&mut diagnostic.notes);
    for text in texts.chain(diagnostic.help.iter_mut().map(|help| &mut help.text)) {
        if text.len() > LONGEST || text.chars().any(is_unprintable) {
            let shown: String =
                text.chars().take(LONGEST).map(|c| if is_unprintable(c) { '\u{fffd}' } else { c }).collect();
            let cut = if text.chars().nth(LONGEST).is_some() { " …" } else { "" };
            *text = format!("{shown}{cut}");
        }
    }
    diagnostic
}

/// Control characters other than tab and line feed, and marks that turn the direction of text.
pub fn is_unprintable(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !matches!(c, '\t' | '\n'))
}

fn level(grade: Grade) -> Level<'static> {
    match grade {
        Grade::Error => Level::ERROR,
        Grade::Contradicted => Level::ERROR.with_name("contradicted"),
        Grade::Query => Level::WARNING.with_name("query"),
        Grade::Due => Level::INFO.with_name("due"),
        Grade::Note => Level::NOTE,
    }
}

fn patch<'a>(text: &'a str, edit: &'a Edit, sources: &'a SourceMap, width: usize) -> Group<'a> {
    let excerpt = Excerpt::around(edit.span, sources, width);
    let patch = Patch::new(excerpt.local(edit.span), edit.text.as_str());
    let group = Group::with_title(Level::HELP.secondary_title(text));
    let snippet = Snippet::source(excerpt.text).line_numbering(excerpt.numbered).line_start(excerpt.line);
    group.element(snippet.path(excerpt.path).patch(patch))
}

/// Bytes that are shown of a span, and of its line behind it.
const TAIL: usize = 400;

/// The lines that a span touches, cut some way behind it: a renderer never sees more of a large file.
///
/// Of a text that was read out of another file it is the sentence, folded to the terminal's width.
struct Excerpt<'a> {
    text: Cow<'a, str>,
    start: usize,
    line: usize,
    /// What is printed after the arrow.
    path: Cow<'a, str>,
    /// Whether its lines are numbered: those of a text that was read out of another file are not.
    numbered: bool,
}

impl<'a> Excerpt<'a> {
    fn around(span: Span, sources: &'a SourceMap, width: usize) -> Self {
        let text = sources.text(span.file);
        let at = floor(text, span.start);
        let to = floor(text, span.end.min(at.saturating_add(TAIL))).max(at);
        if let Some(sentence) = sources.sentence(span.file, at) {
            let last = sources.sentence(span.file, to.saturating_sub(1)).map_or(sentence.end, |last| last.end);
            let end = floor(text, last.max(sentence.end).max(to).min(to.saturating_add(TAIL)));
            let start = floor(text, sentence.start.max(at.saturating_sub(TAIL)));
            let shown = folded(&text[start..end], width.saturating_sub(8).max(40));
            let path = Cow::Owned(format!("{}{WHOLE_PLACE}", origin(span, sources)));
            return Self { text: Cow::Owned(shown), start, line: 1, path, numbered: false };
        }
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[to..].find('\n').map_or(text.len(), |newline| to + newline);
        let end = floor(text, end.min(to.saturating_add(TAIL)));
        let (text, path) = (Cow::Borrowed(&text[start..end]), Cow::Borrowed(sources.name(span.file)));
        Self { text, start, line: sources.place(span).line, path, numbered: true }
    }

    fn local(&self, span: Span) -> std::ops::Range<usize> {
        let at = floor(&self.text, span.start.saturating_sub(self.start));
        at..floor(&self.text, span.end.saturating_sub(self.start)).max(at)
    }
}

/// "brief.pdf, page 2", or file, line and column where the original has lines.
fn origin(span: Span, sources: &SourceMap) -> String {
    let name = sources.name(span.file);
    if sources.has_lines(span.file) {
        let place = sources.place(span);
        return format!("{name}:{}:{}", place.line, place.column);
    }
    match sources.part(span) {
        Some(part) => format!("{name}, {part}"),
        None => name.to_owned(),
    }
}

/// Marks a path that says the whole place: the renderer's own line and column after it are taken out again.
const WHOLE_PLACE: char = '\u{f8ff}';

/// Takes out the line and column that the renderer counts in an excerpt.
fn without_counts(text: &str) -> String {
    let mut parts = text.split(WHOLE_PLACE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    out
}

/// The same bytes with some spaces turned into line ends, so that no line is much longer than `width` characters.
fn folded(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for word in text.split_inclusive(' ') {
        let letters = word.chars().count();
        if column + letters > width + 1 && out.ends_with(' ') {
            out.pop();
            out.push('\n');
            column = 0;
        }
        out.push_str(word);
        column += letters;
    }
    out
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn snippets<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceMap, width: usize) -> Vec<Element<'a>> {
    let primary = diagnostic.span.map(|span| (span, AnnotationKind::Primary, diagnostic.label.as_str()));
    let others = diagnostic.others.iter().map(|label| (label.span, AnnotationKind::Context, label.text.as_str()));
    let elements = primary.into_iter().chain(others).map(|(span, kind, label)| {
        let excerpt = Excerpt::around(span, sources, width);
        let annotation = kind.span(excerpt.local(span));
        let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
        let snippet = Snippet::source(excerpt.text).line_numbering(excerpt.numbered).line_start(excerpt.line);
        Element::from(snippet.path(excerpt.path).fold(excerpt.numbered).annotation(annotation))
    });
    elements.collect()
}

/// One finding as a JSON object: code, grade, message, place, other places, notes, help.
pub fn json(diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    js!({
        "code": diagnostic.code.0,
        "grade": diagnostic.grade.word(),
        "message": diagnostic.message,
        "place": diagnostic.span.map(|span| place(span, &diagnostic.label, sources)),
        "others": diagnostic.others.iter().map(|label| place(label.span, &label.text, sources)).collect::<Vec<_>>(),
        "notes": diagnostic.notes,
        "help": diagnostic.help.iter().map(|help| js!({
            "text": help.text,
            "edit": help.edit.as_ref().map(|edit| js!({
                "place": place(edit.span, "", sources),
                "replacement": edit.text,
                "applies": edit.applies.word(),
            })),
        })).collect::<Vec<_>>(),
    })
}

fn place(span: Span, label: &str, sources: &SourceMap) -> Value {
    let at = sources.place(span);
    let mut place = js!({
        "file": sources.name(span.file),
        "line": at.line, "column": at.column, "end_line": at.end_line, "end_column": at.end_column,
        "start": span.start, "end": span.end,
        "words": sources.words(span),
        "label": label,
    });
    if let Some(place) = place.as_object_mut() {
        if !sources.has_lines(span.file) {
            place.retain(|key, _| !["line", "column", "end_line", "end_column"].contains(&key.as_str()));
        }
        if let Some(part) = sources.part(span) {
            place.insert("part".to_owned(), js!(part));
        }
    }
    place
}

/// The first line of [`csv`], ending in a newline.
pub fn csv_header() -> &'static str {
    "file,part,line,column,grade,code,words,message,help\n"
}

/// One finding as a row of comma-separated values (RFC 4180), ending in a newline.
///
/// A cell that a spreadsheet would take for a formula begins with an apostrophe.
pub fn csv(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let mut cells = vec![String::new(); 4];
    if let Some(span) = diagnostic.span {
        cells[0] = sources.name(span.file).to_owned();
        cells[1] = sources.part(span).unwrap_or_default().to_owned();
        if sources.has_lines(span.file) {
            let at = sources.place(span);
            (cells[2], cells[3]) = (at.line.to_string(), at.column.to_string());
        }
    }
    cells.push(diagnostic.grade.word().to_owned());
    cells.push(diagnostic.code.0.to_owned());
    cells.push(diagnostic.span.map(|span| sources.words(span).to_owned()).unwrap_or_default());
    cells.push(diagnostic.message.clone());
    cells.push(diagnostic.help.first().map(|help| help.text.clone()).unwrap_or_default());
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    cells.join(",") + "\n"
}

fn csv_cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if guard.is_empty() && !text.contains([',', '"', '\n', '\r']) {
        return text.to_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// All findings as a SARIF 2.1.0 log with the rules that fired.
pub fn sarif(diagnostics: &[Diagnostic], rules: &[Rule], sources: &SourceMap) -> Value {
    let fired: Vec<&Rule> = rules.iter().filter(|rule| diagnostics.iter().any(|d| d.code == rule.code)).collect();
    js!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "demarche",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": fired.iter().map(|rule| js!({
                    "id": rule.code.0,
                    "shortDescription": { "text": rule.title },
                    "help": { "text": rule.manual().text },
                })).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": diagnostics.iter().map(|d| sarif_result(d, sources)).collect::<Vec<_>>(),
        }],
    })
}

fn sarif_result(diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    let level = match diagnostic.grade {
        Grade::Error | Grade::Contradicted => "error",
        Grade::Query | Grade::Due => "warning",
        Grade::Note => "note",
    };
    let mut text = diagnostic.message.clone();
    for note in &diagnostic.notes {
        text.push_str("\nnote: ");
        text.push_str(note);
    }
    for help in &diagnostic.help {
        text.push_str("\nhelp: ");
        text.push_str(&help.text);
    }
    let mut result = js!({
        "ruleId": diagnostic.code.0,
        "level": level,
        "message": { "text": text },
        "properties": { "grade": diagnostic.grade.word() },
        "locations": diagnostic.span.iter().map(|&span| sarif_location(span, &diagnostic.label, sources)).collect::<Vec<_>>(),
        "relatedLocations": diagnostic.others.iter()
            .map(|label| sarif_location(label.span, &label.text, sources)).collect::<Vec<_>>(),
    });
    // An edit in a text that was read out of a PDF cannot be made there.
    let edits = diagnostic.edits().filter(|(_, edit)| sources.is_as_it_lies(edit.span.file));
    let fixes: Vec<Value> = edits.map(|(why, edit)| sarif_fix(why, edit, sources)).collect();
    if let (Some(result), false) = (result.as_object_mut(), fixes.is_empty()) {
        result.insert("fixes".to_owned(), Value::Array(fixes));
    }
    result
}

/// A `fix` object (SARIF 2.1.0, section 3.55).
fn sarif_fix(why: &str, edit: &Edit, sources: &SourceMap) -> Value {
    let at = sources.place(edit.span);
    js!({
        "description": { "text": why },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(sources.name(edit.span.file)) },
            "replacements": [{
                "deletedRegion": {
                    "startLine": at.line, "startColumn": at.column,
                    "endLine": at.end_line, "endColumn": at.end_column,
                },
                "insertedContent": { "text": edit.text },
            }],
        }],
    })
}

fn sarif_location(span: Span, label: &str, sources: &SourceMap) -> Value {
    let at = sources.place(span);
    let artifact = js!({ "uri": uri(sources.name(span.file)) });
    if !sources.has_lines(span.file) {
        // A page has no lines that a viewer could count: the words and the page say where.
        let part = sources.part(span).unwrap_or_default();
        let text = if label.is_empty() { part.to_owned() } else { format!("{part}: {label}") };
        return js!({
            "physicalLocation": { "artifactLocation": artifact },
            "logicalLocations": [{ "name": part, "kind": "page" }],
            "message": { "text": text },
            "properties": { "words": sources.words(span) },
        });
    }
    js!({
        "physicalLocation": {
            "artifactLocation": artifact,
            "region": {
                "startLine": at.line, "startColumn": at.column,
                "endLine": at.end_line, "endColumn": at.end_column,
                "snippet": { "text": sources.words(span) },
            },
        },
        "message": { "text": label },
    })
}

/// A path as a relative URI reference: separators forward, everything outside RFC 3986 "unreserved" escaped.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' => out.push('/'),
            b'/' | b'-' | b'.' | b'_' | b'~' => out.push(byte as char),
            _ if byte.is_ascii_alphanumeric() => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// One finding as a GitHub workflow command, ending in a newline.
pub fn github(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let command = match diagnostic.grade {
        Grade::Error | Grade::Contradicted => "error",
        Grade::Query | Grade::Due => "warning",
        Grade::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(span) = diagnostic.span {
        let at = sources.place(span);
        properties.push(format!("file={}", escape_property(sources.name(span.file))));
        if sources.has_lines(span.file) {
            properties.push(format!("line={},col={}", at.line, at.column));
            properties.push(format!("endLine={},endColumn={}", at.end_line, at.end_column));
        }
    }
    properties.push(format!("title={} {}", diagnostic.grade.word(), diagnostic.code));
    let mut message = diagnostic.message.clone();
    if let Some((span, part)) = diagnostic.span.and_then(|span| Some((span, sources.part(span)?))) {
        message = format!("{part}, \"{}\": {message}", sources.words(span));
    }
    for help in &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(&help.text);
    }
    format!("::{command} {}::{}\n", properties.join(","), escape_message(&message))
}

fn escape_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    fn sample() -> (Diagnostic, SourceMap) {
        let mut sources = SourceMap::default();
        let file = sources.add("briefs/in focus.md", "Line one.\nTrade reached [$9.3 billion](@trade) — a record.\n");
        let start = sources.text(file).find("$9.3").expect("in the text");
        let span = Span::new(file, start..start + 12);
        let diagnostic = Diagnostic::new(Code("D0201"), Grade::Error, "the words print another value")
            .at(span, "statement: 8.3e9 USD")
            .with_note("printed digits allow 9.25 to 9.35")
            .with_help("say which figure is meant, 100% sure")
            .with_edit("print the statement's value", span, "$8.3 billion");
        (diagnostic, sources)
    }

    #[test]
    fn human_shows_place_note_help_and_patch() {
        let (diagnostic, sources) = sample();
        let text = human(&diagnostic, &sources, Terminal::default());
        for part in
            ["error[D0201]: the words", "briefs/in focus.md:2:16", "^^^^ statement", "= note: printed", "$8.3 billion"]
        {
            assert!(text.contains(part), "{part:?} is missing from\n{text}");
        }
    }

    #[test]
    fn github_escapes_what_would_end_the_command() {
        let (diagnostic, sources) = sample();
        let text = github(&diagnostic, &sources);
        assert!(text.starts_with("::error file=briefs/in focus.md,line=2,col=16,"), "{text}");
        assert!(text.contains("100%25 sure"), "{text}");
        assert_eq!(text.lines().count(), 1);
    }

    #[test]
    fn sarif_counts_columns_from_one_and_escapes_paths() {
        let (diagnostic, sources) = sample();
        let log = sarif(&[diagnostic], &[], &sources);
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "briefs/in%20focus.md");
        assert_eq!(place["region"]["startColumn"], 16);
    }

    #[test]
    fn sarif_carries_what_a_program_may_apply_and_json_says_who_may() {
        let (diagnostic, sources) = sample();
        let span = diagnostic.span.expect("the sample has one");
        let judged = diagnostic.with_suggestion("say it more plainly", span, "much");
        let log = sarif(std::slice::from_ref(&judged), &[], &sources);
        let fixes = log["runs"][0]["results"][0]["fixes"].as_array().expect("fixes");
        assert_eq!(fixes.len(), 1, "a judgement is no fix");
        let replacement = &fixes[0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(replacement["insertedContent"]["text"], "$8.3 billion");
        assert_eq!(
            (&replacement["deletedRegion"]["startLine"], &replacement["deletedRegion"]["endColumn"]),
            (&js!(2), &js!(28))
        );
        let edits: Vec<Value> = json(&judged, &sources)["help"].as_array().expect("a list").clone();
        let applies: Vec<&Value> = edits.iter().map(|help| &help["edit"]["applies"]).collect();
        assert_eq!(applies, [&Value::Null, &js!("mechanically"), &js!("judged")]);
    }

    #[test]
    fn what_was_read_is_shown_as_a_sentence_with_its_page() {
        let mut sources = SourceMap::default();
        let original = crate::Original {
            parts: vec![(0, "page 1".to_owned()), (8, "page 2".to_owned())],
            lines: Vec::new(),
            sentences: vec![0..7, 8..27],
        };
        let file = sources.add_read("brief.pdf", "A head.\nTwo ferries sail on.", original);
        let finding = Diagnostic::new(Code("D0201"), Grade::Query, "which?").at(Span::new(file, 12..19), "");
        let text = human(&finding, &sources, Terminal::default());
        assert!(text.contains("--> brief.pdf, page 2\n") && !text.contains("A head"), "{text}");
        assert!(text.contains("| Two ferries sail on") && text.contains("|     ^^^^^^^\n"), "{text}");
        assert_eq!(json(&finding, &sources)["place"]["part"], "page 2");
        assert_eq!(csv(&finding, &sources), "brief.pdf,page 2,,,query,D0201,ferries,which?,\n");
    }

    #[test]
    fn no_file_can_turn_the_terminal_round() {
        let (mut diagnostic, sources) = sample();
        diagnostic.message = format!("id \u{202e}abc\u{1b}[2J {}", "x".repeat(2_000_000));
        let text = human(&diagnostic, &sources, Terminal::default());
        assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}') && text.len() < 4_000, "{} bytes", text.len());
    }

    #[test]
    fn of_a_long_span_the_beginning_is_shown() {
        let mut sources = SourceMap::default();
        let file =
            sources.add("brief.md", "First.\n".to_owned() + &"> ".repeat(100_000) + "\n" + &"*a ".repeat(100_000));
        let span = Span::new(file, 7..sources.text(file).len());
        let finding = Diagnostic::new(Code("D0146"), Grade::Error, "this is nested too deeply").at(span, "here");
        let text = human(&finding, &sources, Terminal::default());
        assert!(text.contains("brief.md:2:1") && text.len() < 4_000, "{} bytes:\n{text}", text.len());
    }

    #[test]
    fn a_span_outside_the_text_prints_without_it() {
        let (mut diagnostic, sources) = sample();
        let span = diagnostic.span.expect("the sample has one");
        diagnostic.span = Some(Span::new(span.file, 5000..6000));
        assert!(human(&diagnostic, &sources, Terminal::default()).contains("the words print another value"));
    }
}
