//! Marks around words of the main part: where runs lie, how they are split, what is put between them.

use std::collections::BTreeMap;
use std::ops::Range;

use demarche_read::limits;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::parts::Schema;
use super::{Comment, DOCUMENT, WordError};

/// Bytes of the main part, and beyond its end of the notes.
pub type Spot = Range<usize>;

/// A run of text with equal properties.
#[derive(Default)]
struct Run {
    /// From `<w:r` to `</w:r>`.
    whole: Range<usize>,
    /// Its start tag.
    tag: Range<usize>,
    /// Its properties, `<w:rPr>` with all that is in it; empty where it has none.
    properties: Range<usize>,
    /// Its texts: start tag and content.
    texts: Vec<(Range<usize>, Range<usize>)>,
    /// The note that it refers to.
    note: Option<String>,
}

/// The main part with marks, and the comments that found a place, in the order of their numbers from `first`.
pub(super) fn mark<'c>(
    document: &str,
    notes: &str,
    comments: &'c [Comment],
    first: usize,
    schema: &Schema,
) -> Result<(String, Vec<&'c Comment>), WordError> {
    let runs = runs(document, schema)?;
    let p = &schema.prefix;
    let mut weft = Weft::default();
    let mut kept = Vec::new();
    for comment in comments {
        let Some((start, end)) = ends(&runs, document, notes, &comment.spot) else { continue };
        let id = first + kept.len();
        let closing = format!("<{p}commentRangeEnd {p}id=\"{id}\"/><{p}r><{p}commentReference {p}id=\"{id}\"/></{p}r>");
        weft.put(start, "", &format!("<{p}commentRangeStart {p}id=\"{id}\"/>"));
        weft.put(end, &closing, "");
        kept.push(comment);
    }
    Ok((weft.woven(document, &runs, schema), kept))
}

/// A place for a mark: a byte offset, and the run that has to be cut there where it lies inside a text.
type Place = (usize, Option<usize>);

/// Where the marks of a spot go; `None` where its words lie in no run.
fn ends(runs: &[Run], document: &str, notes: &str, spot: &Spot) -> Option<(Place, Place)> {
    if spot.start >= document.len() {
        let id = note_at(notes, spot.start - document.len())?;
        let run = runs.iter().find(|run| run.note.as_deref() == Some(id))?;
        return Some(((run.whole.start, None), (run.whole.end, None)));
    }
    let touched = |run: &Run| run.texts.iter().any(|(_, text)| text.start < spot.end && spot.start < text.end);
    let mut of_spot = runs.iter().enumerate().filter(|(_, run)| touched(run)).map(|(at, _)| at);
    let first = of_spot.next()?;
    let last = of_spot.next_back().unwrap_or(first);
    let cut = |at: usize, offset: usize| {
        let inside = runs[at].texts.iter().any(|(_, text)| text.start < offset && offset < text.end);
        (inside && document.is_char_boundary(offset)).then_some((offset, Some(at)))
    };
    let start = cut(first, spot.start).unwrap_or((runs[first].whole.start, None));
    let end = cut(last, spot.end).unwrap_or((runs[last].whole.end, None));
    Some((start, end))
}

/// What is put between the words of the main part, by offset.
#[derive(Default)]
struct Weft {
    /// Closing marks, then opening ones.
    marks: BTreeMap<usize, (String, String)>,
    /// The runs that are cut at an offset.
    cuts: BTreeMap<usize, usize>,
}

impl Weft {
    fn put(&mut self, (offset, cut): Place, closing: &str, opening: &str) {
        let marks = self.marks.entry(offset).or_default();
        marks.0.push_str(closing);
        marks.1.push_str(opening);
        if let Some(run) = cut {
            self.cuts.insert(offset, run);
        }
    }

    /// The document with everything put in; a run that is cut goes on as another with the same properties.
    fn woven(&self, document: &str, runs: &[Run], schema: &Schema) -> String {
        let p = &schema.prefix;
        let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        for (offset, (closing, opening)) in &self.marks {
            let text = match self.cuts.get(offset).map(|run| &runs[*run]) {
                None => format!("{closing}{opening}"),
                Some(run) => {
                    let (tag, properties) = (&document[run.tag.clone()], &document[run.properties.clone()]);
                    format!("</{p}t></{p}r>{closing}{opening}{tag}{properties}<{p}t xml:space=\"preserve\">")
                }
            };
            edits.insert(*offset, (*offset, text));
        }
        // Beside a cut a space would be lost without this word on the text that is cut.
        for (offset, run) in &self.cuts {
            let cut = runs[*run].texts.iter().find(|(_, text)| text.start < *offset && *offset < text.end);
            if let Some((tag, _)) = cut.filter(|(tag, _)| !document[tag.clone()].contains("xml:space")) {
                let open = &document[tag.start..tag.end - 1];
                edits.insert(tag.start, (tag.end, format!("{open} xml:space=\"preserve\">")));
            }
        }
        let mut out = String::with_capacity(document.len() + edits.len() * 200);
        let mut at = 0;
        for (from, (to, text)) in &edits {
            out.push_str(&document[at..*from]);
            out.push_str(text);
            at = *to;
        }
        out.push_str(&document[at..]);
        out
    }
}

/// A text that is being read.
struct OpenText {
    depth: usize,
    /// Its start tag.
    tag: Range<usize>,
    /// Whether no element stands in it; one that holds elements cannot be cut, nor does the schema allow it.
    plain: bool,
}

/// Every run of the main part, inner ones before the outer run whose text box they stand in.
fn runs(document: &str, schema: &Schema) -> Result<Vec<Run>, WordError> {
    let fault = |error: quick_xml::Error| WordError::Part(DOCUMENT.to_owned(), error.to_string());
    let name = |local: &str| format!("{}{local}", schema.prefix);
    let (run_name, text_name, properties_name, note_name) =
        (name("r"), name("t"), name("rPr"), name("footnoteReference"));
    // A byte order mark is passed over by the reader without counting its bytes.
    let text = document.strip_prefix('\u{feff}').unwrap_or(document);
    let head = document.len() - text.len();
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    let mut open: Vec<(usize, Run)> = Vec::new();
    let mut properties: Option<(usize, usize)> = None;
    let mut text: Option<OpenText> = None;
    let mut found = Vec::new();
    for _ in 0..limits::NODES {
        let from = head + usize::try_from(reader.buffer_position()).unwrap_or(0);
        let event = reader.read_event().map_err(fault)?;
        let to = head + usize::try_from(reader.buffer_position()).unwrap_or(0);
        match &event {
            Event::Start(tag) => {
                depth += 1;
                let qualified = tag.name();
                let qualified = qualified.as_ref();
                text.iter_mut().for_each(|text| text.plain = false);
                if qualified == run_name {
                    open.push((depth, Run { tag: from..to, whole: from..to, properties: to..to, ..Run::default() }));
                } else if qualified == text_name && text.is_none() {
                    text = Some(OpenText { depth, tag: from..to, plain: true });
                } else if qualified == properties_name && open.last().is_some_and(|(at, _)| at + 1 == depth) {
                    properties = Some((depth, from));
                }
            }
            Event::Empty(tag) => {
                let qualified = tag.name();
                let qualified = qualified.as_ref();
                if let Some((_, run)) = open.last_mut().filter(|_| qualified == note_name) {
                    run.note = attribute(tag, "id");
                }
            }
            Event::End(_) => {
                if let Some((_, begun)) = properties.take_if(|(at, _)| *at == depth)
                    && let Some((_, run)) = open.last_mut()
                {
                    run.properties = begun..to;
                }
                if let Some(text) = text.take_if(|text| text.depth == depth)
                    && let Some((_, run)) = open.last_mut().filter(|_| text.plain)
                {
                    run.texts.push((text.tag.clone(), text.tag.end..from));
                }
                if let Some((_, mut run)) = open.pop_if(|(at, _)| *at == depth) {
                    run.whole.end = to;
                    found.push(run);
                }
                depth = depth.saturating_sub(1);
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
    Err(WordError::Part(DOCUMENT.to_owned(), "it holds more elements than are read".to_owned()))
}

/// The id of the note in whose text an offset of the part of notes lies.
fn note_at(notes: &str, offset: usize) -> Option<&str> {
    let before = notes.get(..offset)?;
    let tag = before.rfind("footnote ")?;
    let rest = &notes[tag..];
    let rest = &rest[..rest.find('>')?];
    let id = &rest[rest.find("id=\"")? + 4..];
    id.split('"').next()
}

/// The value of an attribute by its name without prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let mut all = all.with_checks(false).filter_map(Result::ok);
    all.find(|attribute| attribute.key.local_name().as_ref() == name).map(|attribute| attribute.value.into_owned())
}
