//! Taking values out of a table, with every key accounted for.

use demarche_diagnostic::{Diagnostic, Span};
use demarche_terms::{Date, Edtf, IdError, TimeError};

use super::{Field, Node, Shape};
use crate::checks;

/// The keys of one table; unknown and repeated ones are reported as it is opened.
pub(crate) struct Fields<'a> {
    /// What the table describes, for findings: "a statement".
    what: &'static str,
    at: Span,
    fields: &'a [Field],
}

impl<'a> Fields<'a> {
    /// Opens a table whose keys are `known`; `None` where it is no table.
    pub fn open(node: &'a Node, what: &'static str, known: &[&str], sink: &mut Vec<Diagnostic>) -> Option<Self> {
        let Shape::Table(fields) = &node.shape else {
            checks::d0004_type::push::<()>(sink, node, what, "a table of keys");
            return None;
        };
        for (at, field) in fields.iter().enumerate() {
            if !known.contains(&field.key.as_str()) {
                sink.push(checks::d0002_unknown_key::finding(field, what, known));
            } else if fields[..at].iter().any(|earlier| earlier.key == field.key) {
                sink.push(checks::d0001_syntax::repeated(field, what));
            }
        }
        let start = node.span.start;
        Some(Self { what, at: Span::new(node.span.file, start..start), fields })
    }

    /// Puts findings about missing keys at `span`.
    #[must_use]
    pub fn named_at(mut self, span: Span) -> Self {
        self.at = span;
        self
    }

    pub fn get(&self, key: &str) -> Option<&'a Node> {
        self.fields.iter().find(|field| field.key == key).map(|field| &field.value)
    }

    /// The value of a key that must be there.
    pub fn required(&self, key: &'static str, sink: &mut Vec<Diagnostic>) -> Option<&'a Node> {
        let found = self.get(key);
        if found.is_none() {
            sink.push(checks::d0003_missing_key::finding(self.at, self.what, key));
        }
        found
    }

    /// Text under a key, where it is there.
    pub fn text(&self, key: &str, sink: &mut Vec<Diagnostic>) -> Option<String> {
        self.get(key)?.text(key, sink).map(str::to_owned)
    }

    /// True or false under a key, where it is there.
    pub fn flag(&self, key: &str, sink: &mut Vec<Diagnostic>) -> Option<bool> {
        let node = self.get(key)?;
        match node.shape {
            Shape::Flag(flag) => Some(flag),
            _ => checks::d0004_type::push(sink, node, key, "true or false"),
        }
    }

    /// A list of texts under a key; one text counts as a list of one; empty where it is not there.
    pub fn texts(&self, key: &str, sink: &mut Vec<Diagnostic>) -> Vec<String> {
        let Some(node) = self.get(key) else { return Vec::new() };
        node.items().iter().filter_map(|item| item.text(key, sink).map(str::to_owned)).collect()
    }
}

impl Node {
    /// Text, or a number or date as written.
    pub fn text(&self, key: &str, sink: &mut Vec<Diagnostic>) -> Option<&str> {
        match &self.shape {
            Shape::Text(text) | Shape::Number(text) => Some(text),
            _ => checks::d0004_type::push(sink, self, key, "text"),
        }
    }

    /// The members of a list; anything else counts as a list of one.
    pub fn items(&self) -> &[Self] {
        match &self.shape {
            Shape::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// A list whose members are wanted as they are.
    pub fn list(&self, key: &str, sink: &mut Vec<Diagnostic>) -> &[Self] {
        match &self.shape {
            Shape::List(items) => items,
            _ => {
                checks::d0004_type::push::<()>(sink, self, key, "a list");
                &[]
            }
        }
    }

    /// A whole number.
    pub fn integer(&self, key: &str, sink: &mut Vec<Diagnostic>) -> Option<i64> {
        match &self.shape {
            Shape::Number(text) if text.parse::<i64>().is_ok() => text.parse().ok(),
            _ => checks::d0004_type::push(sink, self, key, "a whole number"),
        }
    }

    /// A full date, bare or in quotes.
    pub fn day(&self, key: &str, sink: &mut Vec<Diagnostic>) -> Option<Date> {
        match &self.shape {
            Shape::Day(day) => Some(*day),
            Shape::Text(text) => match Edtf::parse(text) {
                Ok(date) => {
                    let day = date.moment().and_then(demarche_terms::ImpreciseDate::exact);
                    day.or_else(|| checks::d0004_type::push(sink, self, key, "a full date such as 2019-01-29"))
                }
                Err(why) => {
                    sink.push(checks::d0008_date::finding(self.span, &why));
                    None
                }
            },
            _ => checks::d0004_type::push(sink, self, key, "a date such as 2019-01-29"),
        }
    }

    /// A date or interval in EDTF; a bare TOML date or a year as a number counts too.
    pub fn edtf(&self, key: &str, sink: &mut Vec<Diagnostic>) -> Option<Edtf> {
        let read = |text: &str, sink: &mut Vec<Diagnostic>| match Edtf::parse(text) {
            Ok(edtf) => Some(edtf),
            Err(why) => {
                sink.push(match &why {
                    TimeError::NoSuchDay(_) => checks::d0008_date::no_such_day(self.span, text),
                    _ => checks::d0008_date::finding(self.span, &why),
                });
                None
            }
        };
        match &self.shape {
            Shape::Day(day) => Some(Edtf::day(*day)),
            Shape::Text(text) | Shape::Number(text) => read(text, sink),
            _ => checks::d0004_type::push(sink, self, key, "an EDTF date such as \"2018\" or \"2018-03/..\""),
        }
    }

    /// One word of a closed list.
    pub fn word<T: Copy>(&self, key: &str, words: &[(T, &str)], sink: &mut Vec<Diagnostic>) -> Option<T> {
        let text = self.text(key, sink)?;
        let found = words.iter().find(|(_, word)| *word == text).map(|(value, _)| *value);
        if found.is_none() {
            let words: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            sink.push(checks::d0005_unknown_word::finding(self.span, key, text, &words));
        }
        found
    }

    /// An id.
    pub fn id<T>(&self, key: &str, new: fn(&str) -> Result<T, IdError>, sink: &mut Vec<Diagnostic>) -> Option<T> {
        match new(self.text(key, sink)?) {
            Ok(id) => Some(id),
            Err(why) => {
                sink.push(checks::d0006_id::finding(self.span, &why));
                None
            }
        }
    }
}
