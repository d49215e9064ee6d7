//! Bytes to Document: PDF, HTML, DOCX, Markdown and plain text in reading order.
//!
//! [`read`] never fails on content: it returns what could be read, with the
//! place of every word in the original, and diagnostics about the rest. It is
//! bounded in time and memory by the constants in [`limits`].

mod about;
mod authors;
mod builder;
pub mod codes;
mod document;
mod docx;
mod encoding;
mod findings;
mod html;
pub mod limits;
mod markdown;
mod marks;
mod output;
mod parallel;
mod pdf;
mod roles;
mod sentence;
mod sniff;
mod text;
pub mod untangle;

pub use document::{About, Block, Cell, Document, Format, Line, Mark, Origin, Page, Rect, Role, Run, Sentence, Table};
pub use findings::rules;
pub use pdf::Tags;
pub use sentence::sentences;

use std::sync::Arc;

use demarche_diagnostic::{Diagnostic, Warned};

use findings::{d0905_limit, d0908_format};

/// How a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The password of an encrypted PDF; without one, a file is opened only if it needs none.
    pub password: Option<String>,
    /// Whether the tag tree of a PDF is followed.
    pub tags: Tags,
}

impl Default for Options {
    fn default() -> Self {
        Self { password: None, tags: Tags::Follow }
    }
}

/// Reads a file of any format; `name` is what diagnostics call it and may help to tell the format.
///
/// Never fails on content: what cannot be read is missing from the document and
/// named in the diagnostics. The format is told from the bytes first, then the name.
///
/// ```
/// let read = demarche_read::read(b"# Ferries\n\nTwo ferries sail. A third lies in dock.\n", "ferries.md");
/// let said: Vec<&str> = read.value.sentences.iter().map(|sentence| read.value.words(&sentence.text)).collect();
/// assert_eq!(said, ["Ferries", "Two ferries sail.", "A third lies in dock."]);
/// ```
pub fn read(bytes: &[u8], name: &str) -> Warned<Document> {
    read_with(bytes, name, &Options::default())
}

/// Reads a file of any format as [`read`] does, with a password or without regard to tags.
pub fn read_with(bytes: &[u8], name: &str, options: &Options) -> Warned<Document> {
    dispatch(bytes, name, options, || Arc::new(bytes.to_vec()))
}

/// Reads a file of any format as [`read_with`] does, and holds no second copy of it meanwhile.
pub fn read_shared(bytes: &Arc<Vec<u8>>, name: &str, options: &Options) -> Warned<Document> {
    dispatch(bytes, name, options, || bytes.clone())
}

fn dispatch(bytes: &[u8], name: &str, options: &Options, shared: impl FnOnce() -> Arc<Vec<u8>>) -> Warned<Document> {
    let mut diagnostics = Vec::new();
    let value = match sniff::format(bytes, name) {
        _ if bytes.len() > limits::FILE_BYTES => {
            let text = format!("{name} is larger than {} MB and was not read", limits::FILE_BYTES >> 20);
            diagnostics.push(d0905_limit::unread(text));
            unread(name)
        }
        Format::Pdf => pdf::read(&shared(), name, options, &mut diagnostics),
        Format::Docx => docx::read(bytes, name, &mut diagnostics),
        Format::Html => {
            let source = encoding::decode(bytes, limits::MARKUP_BYTES, name, &mut diagnostics);
            html::read(source, name, &mut diagnostics)
        }
        Format::Markdown => {
            let source = encoding::decode(bytes, limits::PLAIN_BYTES, name, &mut diagnostics);
            markdown::read(source, name)
        }
        Format::Text => {
            let source = encoding::decode(bytes, limits::PLAIN_BYTES, name, &mut diagnostics);
            text::read(source, name, &mut diagnostics)
        }
        Format::Unknown => {
            diagnostics.push(d0908_format::finding(name));
            unread(name)
        }
    };
    demarche_diagnostic::sort(&mut diagnostics);
    Warned { value, diagnostics }
}

fn unread(name: &str) -> Document {
    builder::build(name, Format::Unknown, String::new(), Vec::new(), Vec::new())
}

/// A document as one web page for looking: the words with their roles, beside a picture of each page of a PDF.
///
/// `bytes` and `options` are those that the document was read from; `findings` are what reading it had to say.
pub fn to_html(document: &Document, findings: &[Diagnostic], bytes: &Arc<Vec<u8>>, options: &Options) -> String {
    match document.format {
        Format::Pdf => pdf::to_html(document, findings, bytes, options),
        _ => output::html::page(document, findings, |_| None),
    }
}

/// Reads a PDF with or without regard to its tag tree; [`read`] follows it.
pub fn read_pdf(bytes: &[u8], name: &str, tags: Tags) -> Warned<Document> {
    let mut diagnostics = Vec::new();
    let bytes = Arc::new(bytes.to_vec());
    let value = pdf::read(&bytes, name, &Options { password: None, tags }, &mut diagnostics);
    Warned { value, diagnostics }
}

/// Reads plain text with a model of one's own where columns were written in turns; [`read`] takes the shipped one.
pub fn read_columns(text: &str, name: &str, model: &untangle::Model) -> Warned<Document> {
    let mut diagnostics = Vec::new();
    let value = text::read_with(text.to_owned(), name, model, &mut diagnostics);
    Warned { value, diagnostics }
}
