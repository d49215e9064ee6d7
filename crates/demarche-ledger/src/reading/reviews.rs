//! `reviews.toml`: who has signed off which statement, bound to what it said.

use std::collections::{BTreeMap, BTreeSet};

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span};
use demarche_terms::{Date, StatementId};

use super::check_format;
use crate::checks;
use crate::syntax::{Fields, Node, toml};

/// One person's word that a statement was held against its sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Review {
    /// Who, as written.
    pub by: String,
    pub on: Date,
    /// SHA-256 of what the statement said, 64 hexadecimal digits.
    pub content: String,
    pub at: Span,
}

/// Reads the sign-offs by statement, each in the order of the file.
pub(crate) fn reviews(
    file: FileId,
    files: &SourceMap,
    sink: &mut Vec<Diagnostic>,
) -> BTreeMap<StatementId, Vec<Review>> {
    let root = toml(file, files, sink);
    let mut all: BTreeMap<StatementId, Vec<Review>> = BTreeMap::new();
    let Some(fields) = Fields::open(&root, "reviews.toml", &["format", "review"], sink) else { return all };
    check_format(&fields, sink);
    for node in fields.get("review").map(Node::items).unwrap_or_default() {
        if let Some((id, review)) = review(node, sink) {
            all.entry(id).or_default().push(review);
        }
    }
    all
}

fn review(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<(StatementId, Review)> {
    const KEYS: &[&str] = &["statement", "by", "on", "content", "note"];
    let fields = Fields::open(node, "a sign-off", KEYS, sink)?.named_at(node.span);
    let at = fields.required("statement", sink)?;
    let id = at.id("statement", StatementId::new, sink)?;
    let by = fields.required("by", sink)?;
    let name = by.text("by", sink)?.trim().to_owned();
    if name.is_empty() {
        sink.push(checks::d0004_type::said(by.span, "a sign-off is a person's: write a name".to_owned()));
        return None;
    }
    let on = fields.required("on", sink)?.day("on", sink)?;
    let content = fields.required("content", sink)?;
    let hash = content.text("content", sink)?.strip_prefix("sha256:").map(str::to_ascii_lowercase);
    let Some(hash) = hash.filter(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())) else {
        let message = "`content` is \"sha256:\" and 64 hexadecimal digits: `demarche review --sign` writes it";
        sink.push(checks::d0004_type::said(content.span, message.to_owned()));
        return None;
    };
    fields.text("note", sink);
    Some((id, Review { by: name, on, content: hash, at: at.span }))
}

/// Reports sign-offs of statements that are not there.
pub(crate) fn strangers<'a>(
    reviews: &BTreeMap<StatementId, Vec<Review>>,
    broken: &BTreeSet<String>,
    ids: impl Iterator<Item = &'a str> + Clone,
    sink: &mut Vec<Diagnostic>,
) {
    let known: BTreeSet<&str> = ids.clone().collect();
    for (id, reviews) in reviews {
        if !known.contains(id.as_str()) && !broken.contains(id.as_str()) {
            let at = |review: &Review| {
                checks::d0012_reference::finding(review.at, None, "statement", id.as_str(), ids.clone())
            };
            sink.extend(reviews.iter().map(at));
        }
    }
}
