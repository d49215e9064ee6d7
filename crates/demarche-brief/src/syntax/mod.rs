//! Syntax: a brief's file read into prose with the place of every word.
//!
//! [`parse`] is the one way in: CommonMark with YAML front matter. Nothing that a
//! person typed is silently ignored: what a brief cannot hold (raw HTML, images,
//! code) is a finding, and its words stay where they can. Every span is in bytes
//! of the file, and every piece of a sentence is verbatim there.

mod blocks;
mod run;
pub(crate) mod sentences;
mod tree;

use demarche_diagnostic::{FileId, SourceMap, Span, Warned};

use crate::faults::d0146_too_deep;
use crate::front;
use crate::prose::{Brief, FrontMatter};

/// Longer files are not read as briefs.
const LONGEST: usize = 8 * 1024 * 1024;

/// Reads a brief.
///
/// The brief holds all that could be made of the file, whatever is wrong with it.
pub fn parse(file: FileId, map: &SourceMap) -> Warned<Brief> {
    let text = map.text(file);
    let mut found = Vec::new();
    if text.len() > LONGEST {
        let message = format!("this file has {} bytes; no brief is that long", text.len());
        found.push(d0146_too_deep::fault(Span::new(file, 0..0), message, "split it"));
        return Warned { value: empty(file, FrontMatter::default()), diagnostics: found };
    }
    let (front, body) = front::read(file, text, &mut found);
    let brief = tree::grow(empty(file, front), text, body, &mut found);
    Warned { value: brief, diagnostics: found }
}

fn empty(file: FileId, front: FrontMatter) -> Brief {
    Brief {
        file,
        front,
        sentences: Vec::new(),
        bindings: Vec::new(),
        free: Vec::new(),
        links: Vec::new(),
        headings: Vec::new(),
        parts: Vec::new(),
    }
}
