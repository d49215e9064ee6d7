//! One tree for TOML, YAML and JSON: values with the place where each stands.
//!
//! The dossier's readers see only this tree, so that a wrong type or an unknown
//! key reads the same in every file.

mod fields;
mod json;
mod plain;
mod serde;
mod toml;
mod written;
mod yaml;

use std::ops::Range;

use demarche_diagnostic::{SourceMap, Span};
use demarche_terms::Date;
use ecow::EcoString;

pub(crate) use fields::Fields;
pub(crate) use json::json;
pub(crate) use serde::Table;
pub(crate) use toml::toml;
pub(crate) use yaml::yaml;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub span: Span,
    pub shape: Shape,
}

/// What a value is. Most names and words are so short that they need no memory of their own.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Text(EcoString),
    /// A number exactly as written.
    Number(EcoString),
    Flag(bool),
    Day(Date),
    List(Vec<Node>),
    Table(Vec<Field>),
    /// Something that no key takes, such as a date with a time, with its words.
    Other(&'static str),
    /// Could not be read; the finding stands already.
    Broken,
}

/// A key with its value, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub key: EcoString,
    pub at: Span,
    pub value: Node,
}

impl Node {
    /// What it is, in words for findings.
    pub fn is(&self) -> &'static str {
        match &self.shape {
            Shape::Text(_) => "text",
            Shape::Number(_) => "a number",
            Shape::Flag(_) => "true or false",
            Shape::Day(_) => "a date",
            Shape::List(_) => "a list",
            Shape::Table(_) => "a table of keys",
            Shape::Other(what) => what,
            Shape::Broken => "unreadable",
        }
    }

    /// The text under a key of this table, whatever else is wrong with it.
    pub fn name(&self, key: &str) -> Option<String> {
        let Shape::Table(fields) = &self.shape else { return None };
        match &fields.iter().find(|field| field.key == key)?.value.shape {
            Shape::Text(text) => Some(text.to_string()),
            _ => None,
        }
    }

    /// The span of `range` of this text value, where the text stands literally between its quotes; else the whole.
    pub fn inside(&self, range: Range<usize>, files: &SourceMap) -> Span {
        let Shape::Text(text) = &self.shape else { return self.span };
        let written = files.words(self.span);
        match written.find(text.as_str()) {
            Some(at) if !text.is_empty() => self.span.slice(at + range.start..at + range.end),
            _ => self.span,
        }
    }
}
