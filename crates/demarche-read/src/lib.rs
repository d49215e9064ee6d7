//! Bytes to Document: PDF, HTML, DOCX, Markdown and plain text in reading order.
//!
//! [`read`] never fails on content: it returns what could be read, with the
//! place of every word in the original, and diagnostics about the rest. It is
//! bounded in time and memory by the constants in [`limits`].

mod about;
mod builder;
pub mod codes;
mod document;
pub mod limits;
mod output;
mod pdf;
mod roles;
mod sentence;
pub mod untangle;

pub use document::{About, Block, Cell, Document, Format, Line, Origin, Page, Rect, Role, Run, Sentence, Table};
pub use pdf::Tags;
pub use sentence::sentences;

use demarche_diagnostic::Warned;

/// Reads a PDF with or without regard to its tag tree; [`read`] follows it.
pub fn read_pdf(bytes: &[u8], name: &str, tags: Tags) -> Warned<Document> {
    let mut diagnostics = Vec::new();
    let value = pdf::read(bytes, name, tags, &mut diagnostics);
    Warned { value, diagnostics }
}
