//! Findings as text for a terminal, JSON, SARIF 2.1.0 and GitHub annotations.

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet, renderer::DecorStyle};
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
    for snippet in snippets(diagnostic, sources) {
        main = main.element(snippet);
    }
    for note in &diagnostic.notes {
        main = main.element(Level::NOTE.message(note.as_str()));
    }
    let mut groups = Vec::new();
    for help in &diagnostic.help {
        match &help.edit {
            None => main = main.element(Level::HELP.message(help.text.as_str())),
            Some(edit) => groups.push(patch(&help.text, edit, sources)),
        }
    }
    groups.insert(0, main);
    let mut text = renderer.render(&groups);
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

fn patch<'a>(text: &'a str, edit: &'a Edit, sources: &'a SourceMap) -> Group<'a> {
    let excerpt = Excerpt::around(edit.span, sources);
    let snippet = Snippet::source(excerpt.text)
        .path(sources.name(edit.span.file))
        .line_start(excerpt.line)
        .patch(Patch::new(excerpt.local(edit.span), edit.text.as_str()));
    Group::with_title(Level::HELP.secondary_title(text)).element(snippet)
}

/// Bytes of a line that are shown behind a span.
const TAIL: usize = 400;

/// The lines that a span touches, cut some way behind it: a renderer never sees more of a large file.
struct Excerpt<'a> {
    text: &'a str,
    start: usize,
    line: usize,
}

impl<'a> Excerpt<'a> {
    fn around(span: Span, sources: &'a SourceMap) -> Self {
        let text = sources.text(span.file);
        let at = floor(text, span.start);
        let to = floor(text, span.end).max(at);
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[to..].find('\n').map_or(text.len(), |newline| to + newline);
        let end = floor(text, end.min(to.saturating_add(TAIL)));
        Self { text: &text[start..end], start, line: sources.place(span).line }
    }

    fn local(&self, span: Span) -> std::ops::Range<usize> {
        let at = floor(self.text, span.start.saturating_sub(self.start));
        at..floor(self.text, span.end.saturating_sub(self.start)).max(at)
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn snippets<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a SourceMap,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let primary = diagnostic.span.map(|span| (span, AnnotationKind::Primary, diagnostic.label.as_str()));
    let others = diagnostic.others.iter().map(|label| (label.span, AnnotationKind::Context, label.text.as_str()));
    primary
        .into_iter()
        .chain(others)
        .map(|(span, kind, label)| {
            let excerpt = Excerpt::around(span, sources);
            let annotation = kind.span(excerpt.local(span));
            let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
            Snippet::source(excerpt.text)
                .path(sources.name(span.file))
                .line_start(excerpt.line)
                .fold(true)
                .annotation(annotation)
        })
        .collect()
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
            })),
        })).collect::<Vec<_>>(),
    })
}

fn place(span: Span, label: &str, sources: &SourceMap) -> Value {
    let at = sources.place(span);
    js!({
        "file": sources.name(span.file),
        "line": at.line, "column": at.column, "end_line": at.end_line, "end_column": at.end_column,
        "start": span.start, "end": span.end,
        "words": sources.words(span),
        "label": label,
    })
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
    js!({
        "ruleId": diagnostic.code.0,
        "level": level,
        "message": { "text": text },
        "properties": { "grade": diagnostic.grade.word() },
        "locations": diagnostic.span.iter().map(|&span| sarif_location(span, &diagnostic.label, sources)).collect::<Vec<_>>(),
        "relatedLocations": diagnostic.others.iter()
            .map(|label| sarif_location(label.span, &label.text, sources)).collect::<Vec<_>>(),
    })
}

fn sarif_location(span: Span, label: &str, sources: &SourceMap) -> Value {
    let at = sources.place(span);
    js!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(sources.name(span.file)) },
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
        properties.push(format!("line={},col={}", at.line, at.column));
        properties.push(format!("endLine={},endColumn={}", at.end_line, at.end_column));
    }
    properties.push(format!("title={} {}", diagnostic.grade.word(), diagnostic.code));
    let mut message = diagnostic.message.clone();
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
    fn no_file_can_turn_the_terminal_round() {
        let (mut diagnostic, sources) = sample();
        diagnostic.message = format!("id \u{202e}abc\u{1b}[2J {}", "x".repeat(2_000_000));
        let text = human(&diagnostic, &sources, Terminal::default());
        assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}') && text.len() < 4_000, "{} bytes", text.len());
    }

    #[test]
    fn a_span_outside_the_text_prints_without_it() {
        let (mut diagnostic, sources) = sample();
        let span = diagnostic.span.expect("the sample has one");
        diagnostic.span = Some(Span::new(span.file, 5000..6000));
        assert!(human(&diagnostic, &sources, Terminal::default()).contains("the words print another value"));
    }
}
