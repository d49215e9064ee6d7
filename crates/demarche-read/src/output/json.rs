//! A document as JSON, written as it stands: a long one is never held a second time as a tree.

use std::ops::Range;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::document::{Block, Document, Format, Line, Mark, Page, Role, Run, Sentence, Table};

impl Document {
    /// Everything as JSON: words, roles, pages, columns, sentences, and places in the original.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(Shown::of(self)).unwrap_or_default()
    }

    /// [`Document::to_json`] as text, two spaces a level.
    pub fn to_json_text(&self) -> String {
        serde_json::to_string_pretty(&Shown::of(self)).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Shown<'d> {
    name: &'d str,
    format: Format,
    about: ShownAbout<'d>,
    pages: &'d [Page],
    text: &'d str,
    #[serde(serialize_with = "blocks")]
    blocks: &'d Document,
    #[serde(serialize_with = "marks")]
    marks: &'d Document,
    runs: &'d [Run],
}

#[derive(Serialize)]
struct ShownAbout<'d> {
    title: Option<&'d str>,
    product: Option<&'d str>,
    edition: Option<&'d str>,
    date: Option<&'d str>,
    authors: Vec<&'d str>,
}

impl<'d> Shown<'d> {
    fn of(document: &'d Document) -> Self {
        let Document { name, format, pages, text, runs, about, .. } = document;
        let said = |range: &Option<Range<usize>>| range.as_ref().map(|range| document.words(range));
        let about = ShownAbout {
            title: said(&about.title),
            product: said(&about.product),
            edition: said(&about.edition),
            date: said(&about.date),
            authors: about.authors.iter().map(|range| document.words(range)).collect(),
        };
        Self { name, format: *format, about, pages, text, blocks: document, marks: document, runs }
    }
}

#[derive(Serialize)]
struct ShownBlock<'d> {
    id: String,
    text: &'d Range<usize>,
    words: &'d str,
    #[serde(flatten)]
    role: Role,
    lines: &'d [Line],
    sentences: Vec<ShownSentence<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<&'d Table>,
}

#[derive(Serialize)]
struct ShownSentence<'d> {
    id: String,
    text: &'d Range<usize>,
    words: &'d str,
    page: u32,
}

impl<'d> ShownSentence<'d> {
    fn of(document: &'d Document, sentence: &'d Sentence) -> Self {
        let text = &sentence.text;
        Self { id: sentence.id(), text, words: document.words(text), page: document.page(text) }
    }
}

#[derive(Serialize)]
struct ShownMark<'d> {
    text: &'d Range<usize>,
    words: &'d str,
    sentence: Option<String>,
    note: Option<String>,
}

fn blocks<S: Serializer>(document: &Document, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(document.blocks.iter().enumerate().map(|(at, block)| {
        let Block { role, text, lines, table } = block;
        ShownBlock {
            id: block_id(at),
            text,
            words: document.words(text),
            role: *role,
            lines: document.lines.get(lines.clone()).unwrap_or(&[]),
            sentences: document.sentences_of(at).map(|sentence| ShownSentence::of(document, sentence)).collect(),
            table: table.as_ref(),
        }
    }))
}

fn marks<S: Serializer>(document: &Document, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(document.marks.iter().map(|Mark { text, sentence, note }| ShownMark {
        text,
        words: document.words(text),
        sentence: sentence.and_then(|at| document.sentences.get(at)).map(Sentence::id),
        note: note.map(block_id),
    }))
}

fn block_id(at: usize) -> String {
    format!("b{}", at + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_and_tree_are_the_same() {
        let html = "<h1>Ferries</h1><p>Two sail<sup>1</sup>. One lies in dock.</p><table><tr><td>a<td>b</table>";
        for (bytes, name) in [
            (html.as_bytes(), "a.html"),
            (b"", "empty.txt"),
            (include_bytes!("../../tests/locked/rc4-40.pdf"), "locked.pdf"),
            (b"%PDF-1.4 1 0 obj <</Type/Page/MediaBox[0 0 300.1 200.7]/Contents 2 0 R>> endobj 2 0 obj <</Length 44>> \
               stream\nBT /F 12.3 Tf 20.7 150.9 Td (Two ferries) Tj ET\nendstream endobj trailer <</Root 3 0 R>> \
               3 0 obj <</Pages 4 0 R>> endobj 4 0 obj <</Type/Pages/Kids[1 0 R]/Count 1>> endobj", "small.pdf"),
        ] {
            let document = crate::read(bytes, name).value;
            assert_eq!(document.to_json_text(), format!("{:#}", document.to_json()), "{name}");
        }
    }
}
