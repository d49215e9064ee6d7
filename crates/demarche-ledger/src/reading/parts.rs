//! Parts of a statement that are tables of their own: sources, attribution, queries, steps.

use std::collections::BTreeMap;

use demarche_diagnostic::{Diagnostic, Span};
use demarche_terms::{
    ActorId, Attribution, Confirmation, Date, Edtf, EventQuery, KindId, Rung, SourceId, SourceRef, StatementId, Step,
    Supersession,
};

use super::keys;
use crate::checks;
use crate::syntax::{Fields, Node, Shape};

/// One source or a list of them.
pub(crate) fn source_refs(node: &Node, sink: &mut Vec<Diagnostic>) -> Vec<SourceRef> {
    node.items().iter().filter_map(|item| source_ref(item, sink)).collect()
}

fn source_ref(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<SourceRef> {
    let fields = Fields::open(node, "a source", keys::SOURCE, sink)?;
    if let Some(quote) = fields.get("quote") {
        let words = quote.text("quote", sink).unwrap_or_default().split_whitespace().count();
        if words > checks::d0018_quote::MOST {
            sink.push(checks::d0018_quote::finding(quote.span, words));
        }
    }
    Some(SourceRef {
        source: fields.required("ref", sink)?.id("ref", SourceId::new, sink)?,
        page: fields.text("page", sink),
        place: fields.text("place", sink),
        quote: fields.text("quote", sink),
    })
}

pub(crate) fn attribution(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<Attribution> {
    let fields = Fields::open(node, "`by`", keys::BY, sink)?;
    Some(Attribution {
        actor: fields.required("actor", sink)?.id("actor", ActorId::new, sink)?,
        act: fields.required("act", sink)?.text("act", sink)?.to_owned(),
        on: fields.get("on").and_then(|node| node.edtf("on", sink)),
        to: fields.get("to").and_then(|node| node.id("to", ActorId::new, sink)),
        place: fields.text("place", sink),
    })
}

/// Qualifiers as written, each a list of texts, with the place of each name.
pub(crate) fn qualifiers(node: &Node, sink: &mut Vec<Diagnostic>) -> BTreeMap<String, Vec<String>> {
    let Shape::Table(fields) = &node.shape else {
        checks::d0004_type::push::<()>(sink, node, "with", "a table of qualifiers");
        return BTreeMap::new();
    };
    let mut all = BTreeMap::new();
    for field in fields {
        let texts = |item: &Node, sink: &mut Vec<Diagnostic>| match &item.shape {
            Shape::Day(day) => Some(day.to_string()),
            Shape::Flag(flag) => Some(flag.to_string()),
            _ => item.text(&field.key, sink).map(str::to_owned),
        };
        let values: Vec<String> = field.value.items().iter().filter_map(|item| texts(item, sink)).collect();
        all.insert(field.key.to_string(), values);
    }
    all
}

/// Which keys an event query takes besides `predicate`, `subject` and `with`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryUse {
    /// `count = { from, to }`.
    Count,
    /// `complete = { from, to, source }`.
    Complete,
    /// `ends = { after }`.
    Ends,
    /// `expects = { after, by }`.
    Expects,
}

/// An event query with the sources and the date that stand in it.
pub(crate) struct Query {
    pub query: EventQuery,
    pub by: Option<Date>,
    pub sources: Vec<SourceRef>,
}

pub(crate) fn query(
    node: &Node,
    usage: QueryUse,
    default: Option<&KindId>,
    sink: &mut Vec<Diagnostic>,
) -> Option<Query> {
    let known = match usage {
        QueryUse::Count => keys::COUNT,
        QueryUse::Complete => keys::COMPLETE,
        QueryUse::Ends => keys::ENDS,
        QueryUse::Expects => keys::EXPECTS,
    };
    let fields = Fields::open(node, "an event query", known, sink)?;
    let predicate = match (fields.get("predicate"), default) {
        (None, Some(default)) => default.clone(),
        _ => fields.required("predicate", sink)?.id("predicate", KindId::new, sink)?,
    };
    let from = fields.get("from").or_else(|| fields.get("after"));
    let mut query = EventQuery {
        predicate,
        subject: fields.get("subject").and_then(|node| node.id("subject", ActorId::new, sink)),
        with: fields.get("with").map(|node| qualifiers(node, sink)).unwrap_or_default(),
        from: from.and_then(|node| node.day("from", sink)),
        to: fields.get("to").and_then(|node| node.day("to", sink)),
    };
    if fields.get("after").is_some() {
        query.from = query.from.and_then(|day| day.tomorrow().ok());
    }
    if usage == QueryUse::Complete {
        fields.required("from", sink);
        fields.required("to", sink);
    }
    let by = if usage == QueryUse::Expects { fields.required("by", sink) } else { None };
    Some(Query {
        query,
        by: by.and_then(|node| node.day("by", sink)),
        sources: fields.get("source").map(|node| source_refs(node, sink)).unwrap_or_default(),
    })
}

pub(crate) fn supersessions(node: &Node, sink: &mut Vec<Diagnostic>) -> Vec<(Supersession, Span)> {
    let mut all = Vec::new();
    for item in node.items() {
        let Some(fields) = Fields::open(item, "a replacement", keys::SUPERSEDES, sink) else { continue };
        let Some(at) = fields.required("id", sink) else { continue };
        let Some(id) = at.id("id", StatementId::new, sink) else { continue };
        let reason = fields.required("reason", sink);
        let text = reason.and_then(|node| node.text("reason", sink)).unwrap_or_default().to_owned();
        let first = text.split(':').next().unwrap_or("").trim();
        if let Some(reason) = reason.filter(|_| !keys::REASONS.contains(&first)) {
            sink.push(checks::d0005_unknown_word::finding(reason.span, "reason", first, keys::REASONS));
        }
        all.push((Supersession { id, reason: text }, at.span));
    }
    all
}

pub(crate) fn confirmations(node: &Node, sink: &mut Vec<Diagnostic>) -> Vec<Confirmation> {
    let mut all = Vec::new();
    for item in node.items() {
        let Some(fields) = Fields::open(item, "a confirmation", keys::CONFIRMED, sink) else { continue };
        let date = fields.required("date", sink).and_then(|node| node.day("date", sink));
        let source = fields.required("source", sink).and_then(|node| node.id("source", SourceId::new, sink));
        if let (Some(date), Some(source)) = (date, source) {
            all.push(Confirmation { date, source });
        }
    }
    all.sort_by_key(|confirmation| confirmation.date);
    all
}

/// A commitment's ladder; reports steps that go down, stand twice or run backwards in time.
pub(crate) fn steps(node: &Node, sink: &mut Vec<Diagnostic>) -> Vec<Step> {
    let mut steps: Vec<(Step, Span)> = Vec::new();
    for item in node.items() {
        let Some(fields) = Fields::open(item, "a step", keys::STEP, sink) else { continue };
        let rung = fields.required("step", sink).and_then(|node| node.word("step", &Rung::WORDS, sink));
        let on = fields.required("on", sink).and_then(|node| node.edtf("on", sink));
        let source = fields.get("source").and_then(|node| node.id("source", SourceId::new, sink));
        let (Some(rung), Some(on)) = (rung, on) else { continue };
        let step = Step { rung, on, source };
        if let Some((before, at)) = steps.last() {
            if step.rung <= before.rung {
                let message = format!("\"{}\" does not come after \"{}\"", step.rung.word(), before.rung.word());
                sink.push(checks::d0017_ladder::finding(item.span, message, *at));
            } else if certainly_before(&step.on, &before.on) {
                let (rung, earlier) = (step.rung.word(), before.rung.word());
                let message = format!("{rung} on {} lies before {earlier} on {}", step.on, before.on);
                sink.push(checks::d0017_ladder::finding(item.span, message, *at));
            }
        }
        steps.push((step, item.span));
    }
    steps.into_iter().map(|(step, _)| step).collect()
}

fn certainly_before(a: &Edtf, b: &Edtf) -> bool {
    matches!((a.latest(), b.earliest()), (Some(last), Some(first)) if last < first)
}
