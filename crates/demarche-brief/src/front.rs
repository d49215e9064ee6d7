//! Front matter: the YAML between the `---` lines at the top of a brief.

use std::ops::Range;

use demarche_diagnostic::{Diagnostic, FileId, Span};
use demarche_terms::{Date, SourceId};
use saphyr_parser::{Event, Parser};

use crate::edition::Author;
use crate::faults::d0150_front_matter::fault;
use crate::prose::FrontMatter;

/// The front matter of a file, and where its body begins.
pub(crate) fn read(file: FileId, text: &str, found: &mut Vec<Diagnostic>) -> (FrontMatter, usize) {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(yaml) = fenced(text, start) else {
        let help = "begin the file with `---`, `title: …`, `edition: 1`, `date: 2019-01-29`, `---`";
        found.push(fault(Span::new(file, start..start), "this brief has no front matter".to_owned(), help));
        return (FrontMatter::default(), start);
    };
    let mut reader = Reader { file, text, yaml: yaml.clone(), found };
    let mut front = reader.front();
    let body = text[yaml.end..].find('\n').map_or(text.len(), |length| yaml.end + length + 1);
    front.span = Some(Span::new(file, start..body));
    (front, body)
}

/// The YAML between two `---` lines, the first at `start`.
fn fenced(text: &str, start: usize) -> Option<Range<usize>> {
    let first = text[start..].lines().next().filter(|line| line.trim_end() == "---")?;
    let from = start + first.len() + text[start + first.len()..].find('\n')? + 1;
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some(from..at);
        }
        at += line.len();
    }
    None
}

/// A value of the front matter.
enum Value {
    Text(String),
    List(Vec<(Value, Range<usize>)>),
    Table(Vec<Pair>),
}

/// A key with its value, each with its place.
struct Pair {
    key: String,
    key_at: Range<usize>,
    value: Value,
    at: Range<usize>,
}

/// Deeper values are refused: front matter is three levels at most.
const DEEPEST: usize = 4;

/// Longer front matter is refused.
const LONGEST: usize = 64 * 1024;

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    yaml: Range<usize>,
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn report(&mut self, at: Range<usize>, message: String, help: &str) {
        self.found.push(fault(Span::new(self.file, at), message, help));
    }

    fn front(&mut self) -> FrontMatter {
        let mut front = FrontMatter::default();
        let pairs = match self.parse() {
            Ok(pairs) => pairs,
            Err((at, message, help)) => {
                self.report(at, message, help);
                return front;
            }
        };
        let mut seen: Vec<String> = Vec::new();
        for pair in pairs {
            if seen.contains(&pair.key) {
                self.report(
                    pair.key_at.clone(),
                    format!("`{}` stands twice in the front matter", pair.key),
                    "keep one",
                );
            }
            seen.push(pair.key.clone());
            self.take(&mut front, pair);
        }
        for (key, example) in
            [("title", "title: Norland and Sudland"), ("date", "date: 2019-01-29"), ("edition", "edition: 1")]
        {
            if !seen.iter().any(|known| known == key) {
                self.report(
                    self.yaml.start..self.yaml.start,
                    format!("the front matter has no `{key}`"),
                    &format!("add `{example}`"),
                );
            }
        }
        front
    }

    fn take(&mut self, front: &mut FrontMatter, pair: Pair) {
        let Pair { key, key_at, value, at } = pair;
        match key.as_str() {
            "title" => front.title = self.text(value, at),
            "product" => front.product = self.text(value, at),
            "language" => front.language = self.text(value, at),
            "summary" => front.summary = self.text(value, at),
            "disclaimer" => front.disclaimer = self.text(value, at),
            "edition" => {
                let text = self.text(value, at.clone());
                front.edition = text.parse().ok().filter(|number| *number > 0).unwrap_or_else(|| {
                    self.report(at, format!("{text:?} is not the number of an edition"), "write `edition: 1`");
                    0
                });
            }
            "date" => {
                let text = self.text(value, at.clone());
                front.date = text.parse::<Date>().ok().filter(|_| text.len() == 10);
                if front.date.is_none() {
                    self.report(at, format!("{text:?} is not a day"), "write `date: 2019-01-29`");
                }
            }
            "keywords" => front.keywords = self.texts(value, at).into_iter().map(|(text, _)| text).collect(),
            "written-from" => {
                for (text, at) in self.texts(value, at) {
                    match SourceId::new(&text) {
                        Ok(source) => {
                            front.written_from.push(source);
                            front.written_from_at.push(Span::new(self.file, at));
                        }
                        Err(why) => {
                            self.report(at, format!("{text:?} is not a source: {why}"), "name a key of `sources.yml`")
                        }
                    }
                }
            }
            "authors" => self.authors(front, value, at),
            _ => {
                let help = "its keys are title, product, edition, date, authors, language, summary, keywords, written-from, disclaimer";
                self.report(key_at, format!("front matter has no key `{key}`"), help);
            }
        }
    }

    fn text(&mut self, value: Value, at: Range<usize>) -> String {
        match value {
            Value::Text(text) => text,
            Value::List(_) | Value::Table(_) => {
                self.report(
                    at,
                    "this is a text, not a list or table".to_owned(),
                    "write it on one line after the colon",
                );
                String::new()
            }
        }
    }

    fn texts(&mut self, value: Value, at: Range<usize>) -> Vec<(String, Range<usize>)> {
        match value {
            Value::Text(text) if text.is_empty() => Vec::new(),
            Value::Text(text) => vec![(text, at)],
            Value::List(list) => list
                .into_iter()
                .map(|(value, at)| (self.text(value, at.clone()), at))
                .filter(|(text, _)| !text.is_empty())
                .collect(),
            Value::Table(_) => {
                self.report(at, "this is a list of texts".to_owned(), "write `[one, two]`");
                Vec::new()
            }
        }
    }

    fn authors(&mut self, front: &mut FrontMatter, value: Value, at: Range<usize>) {
        let help = "write `authors: [{ name: A. Jensen, role: Analyst }]`";
        let Value::List(list) = value else {
            self.report(at, "`authors` is a list of names with roles".to_owned(), help);
            return;
        };
        for (value, at) in list {
            let mut author = Author { name: String::new(), role: String::new() };
            match value {
                Value::Text(name) => author.name = name,
                Value::Table(pairs) => {
                    for pair in pairs {
                        match pair.key.as_str() {
                            "name" => author.name = self.text(pair.value, pair.at),
                            "role" => author.role = self.text(pair.value, pair.at),
                            _ => self.report(
                                pair.key_at,
                                format!("an author has no key `{}`", pair.key),
                                "its keys are name and role",
                            ),
                        }
                    }
                }
                Value::List(_) => {}
            }
            if author.name.trim().is_empty() {
                self.report(at, "an author has a name".to_owned(), help);
            } else {
                front.authors.push(author);
            }
        }
    }
}

type Refusal = (Range<usize>, String, &'static str);

impl Reader<'_> {
    /// The pairs at the top of the YAML.
    fn parse(&self) -> Result<Vec<Pair>, Refusal> {
        let source = &self.text[self.yaml.clone()];
        if source.len() > LONGEST {
            return Err((
                self.yaml.start..self.yaml.start,
                "this front matter is too long".to_owned(),
                "keep it below 64 KiB",
            ));
        }
        // Markers count characters; places count bytes.
        let bytes: Vec<usize> = source.char_indices().map(|(at, _)| at).chain([source.len()]).collect();
        let byte = |index: usize| self.yaml.start + bytes.get(index).copied().unwrap_or(source.len());
        let mut open: Vec<Open> = Vec::new();
        let mut parser = Parser::new_from_str(source);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|why| {
                let at = byte(why.marker().index());
                (
                    at..at,
                    format!("this is not YAML: {}", why.info()),
                    "write `key: text`; put text with a colon or a quote in quotes",
                )
            })?;
            let at = byte(span.start.index())..byte(span.end.index()).max(byte(span.start.index()));
            let done = match event {
                Event::Scalar(text, ..) => Some((Value::Text(text.into_owned()), at)),
                Event::SequenceStart(..) | Event::MappingStart(..) if open.len() == DEEPEST => {
                    return Err((
                        at,
                        "this is nested too deeply".to_owned(),
                        "front matter holds texts, lists and authors",
                    ));
                }
                Event::SequenceStart(..) => {
                    open.push(Open { start: at.start, list: Some(Vec::new()), pairs: Vec::new(), key: None });
                    None
                }
                Event::MappingStart(..) => {
                    open.push(Open { start: at.start, list: None, pairs: Vec::new(), key: None });
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => open.pop().map(|closed| closed.close(at.end)),
                Event::Alias(_) => return Err((at, "front matter has no aliases".to_owned(), "write the value out")),
                _ => None,
            };
            let Some((value, at)) = done else { continue };
            match open.last_mut() {
                Some(parent) => parent.add(value, at)?,
                None => {
                    let Value::Table(pairs) = value else {
                        return Err((
                            at,
                            "front matter is a table".to_owned(),
                            "write `title: …` and the other keys, one a line",
                        ));
                    };
                    return Ok(pairs);
                }
            }
        }
        Ok(Vec::new())
    }
}

/// A list or table that is being read.
struct Open {
    start: usize,
    list: Option<Vec<(Value, Range<usize>)>>,
    pairs: Vec<Pair>,
    key: Option<(String, Range<usize>)>,
}

impl Open {
    fn add(&mut self, value: Value, at: Range<usize>) -> Result<(), Refusal> {
        if let Some(list) = &mut self.list {
            list.push((value, at));
        } else if let Some((key, key_at)) = self.key.take() {
            self.pairs.push(Pair { key, key_at, value, at });
        } else if let Value::Text(key) = value {
            self.key = Some((key, at));
        } else {
            return Err((at, "a key is a word".to_owned(), "write `key: value`"));
        }
        Ok(())
    }

    fn close(self, end: usize) -> (Value, Range<usize>) {
        let value = match self.list {
            Some(list) => Value::List(list),
            None => Value::Table(self.pairs),
        };
        (value, self.start..end.max(self.start))
    }
}
