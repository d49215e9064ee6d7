//! Statement cards: what stands behind a bound word.

use std::collections::BTreeMap;

use demarche_brief::edition::{BoundStatement, Edition};
use demarche_terms::{DayOrder, Lineage, Signature, StatementId};
use maud::{Markup, html};

use super::prose::Use;
use crate::anchors::Places;
use crate::parts::{self, Context};
use crate::words;

/// A card for every statement that the prose rests on, in order of first use.
pub(super) fn statements(edition: &Edition, places: &Places, context: &Context<'_>, uses: &[Vec<Use>]) -> Markup {
    let by_id: BTreeMap<&StatementId, &String> =
        edition.bound.iter().map(|bound| &bound.id).zip(&places.statements).collect();
    let card = |node: &Lineage| node.id.as_ref().and_then(|id| by_id.get(id)).map(|anchor| (*anchor).clone());
    html! {
        section #statements aria-labelledby="statements:head" {
            h2 id="statements:head" { "Statements" }
            p.intro {
                "Each card is one statement that the brief rests on: what is said, when it held, when it was put on "
                "record, how it came about and how good the evidence is."
            }
            @if edition.bound.is_empty() { p { "The prose rests on no statement." } }
            @for ((bound, anchor), uses) in edition.bound.iter().zip(&places.statements).zip(uses) {
                (self::card(bound, anchor, uses, context, &card))
            }
        }
    }
}

fn card(
    bound: &BoundStatement,
    anchor: &str,
    uses: &[Use],
    context: &Context<'_>,
    card: &dyn Fn(&Lineage) -> Option<String>,
) -> Markup {
    let lineage = &bound.lineage;
    let says = if lineage.says.is_empty() { &bound.kind } else { &lineage.says };
    html! {
        article.card id=(anchor) aria-labelledby={ (anchor) ":says" } tabindex="-1" {
            p.kind { span { (words::capital(&bound.kind)) } " " code { (bound.id) } }
            h3 id={ (anchor) ":says" } { (says) }
            @if !lineage.value.is_empty() || !lineage.interval.is_empty() { p.value { (parts::value(lineage, context.days)) } }
            dl {
                (row("Evidence", &html! { (parts::grade(lineage.evidence)) ": " (lineage.evidence.meaning()) }))
                (row("Method", &html! { (parts::method(lineage.method)) }))
                @if !lineage.formula.is_empty() { (row("Formula", &html! { code { (lineage.formula) } })) }
                @if !lineage.attribution.is_empty() { (row("Said", &html! { (lineage.attribution) })) }
                @if !lineage.valid.is_empty() { (row("Held", &html! { (words::valid_time(&lineage.valid, context.days)) })) }
                @if let Some(day) = lineage.recorded {
                    (row("On record", &html! { "since " time datetime=(day) { (context.days.words(day)) } }))
                }
                @if !lineage.signed.is_empty() { (row("Signed off", &signed(&lineage.signed, context.days))) }
                (row("Next look", &html! {
                    @if bound.review.is_empty() { "none due: the matter is closed" }
                    @else { (words::valid_time(&bound.review, context.days)) }
                }))
            }
            (evidence(bound, context, card))
            @if !bound.history.is_empty() {
                details.history {
                    summary { "History: " (words::count(bound.history.len(), "other value", "other values")) }
                    ul { @for line in &bound.history { li { (line) } } }
                }
            }
            @if !uses.is_empty() { (back(uses)) }
        }
    }
}

fn row(term: &str, said: &Markup) -> Markup {
    html! { div { dt { (term) } dd { (said) } } }
}

/// Who signed, and whether it still counts.
fn signed(signatures: &[Signature], days: DayOrder) -> Markup {
    html! {
        @for (at, signature) in signatures.iter().enumerate() {
            @if at > 0 { "; " }
            (signature.by) ", " time datetime=(signature.on) { (days.words(signature.on)) }
            @if !signature.stands { " (void: changed since)" }
        }
    }
}

/// The statement's own sources, and what it was computed from.
fn evidence(bound: &BoundStatement, context: &Context<'_>, card: &dyn Fn(&Lineage) -> Option<String>) -> Markup {
    let Lineage { citations, from, .. } = &bound.lineage;
    let (levels, leaves) = parts::extent(from);
    html! {
        @if !citations.is_empty() || from.is_empty() {
            div.evidence { p.label { "Source" } (parts::citations(citations, context)) }
        }
        @if from.is_empty() {
            p.leaf { "Rests on this directly; nothing was computed." }
        } @else {
            details.lineage {
                summary {
                    "Lineage: " (words::count(levels, "level", "levels")) " down to "
                    (words::count(leaves, "leaf", "leaves"))
                }
                (parts::tree(from, context, card))
            }
        }
    }
}

/// The ways back into the text.
fn back(uses: &[Use]) -> Markup {
    html! {
        p.back {
            "Back to the text: "
            @for (at, used) in uses.iter().enumerate() {
                @if at > 0 { ", " }
                a href={ "#" (used.anchor) } {
                    @if used.words.is_empty() { "the clause" } @else { "“" (used.words) "”" }
                }
            }
        }
    }
}
