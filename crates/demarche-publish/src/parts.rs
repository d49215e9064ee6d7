//! Parts that the page and the packet share: grades, citations, lineage, coverage, sources.

use std::collections::BTreeMap;

use demarche_brief::edition::{Coverage, Edition, Meta, PublishedSource, Table};
use demarche_terms::{Citation, DayOrder, Evidence, Lineage, Method, SourceId};
use maud::{Markup, html};

use crate::safe;
use crate::words;

/// Levels of lineage that a page shows; deeper ones are counted, never dropped in silence.
const DEEPEST: usize = 40;

/// What statements are shown with: the sources of their edition by key, and how its language writes days.
pub(crate) struct Context<'a> {
    sources: BTreeMap<&'a SourceId, &'a PublishedSource>,
    pub days: DayOrder,
}

impl<'a> Context<'a> {
    pub(crate) fn of(edition: &'a Edition) -> Self {
        let sources = edition.sources.iter().map(|source| (&source.key, source)).collect();
        Self { sources, days: days(&edition.meta) }
    }

    fn source(&self, key: &SourceId) -> Option<&'a PublishedSource> {
        self.sources.get(key).copied()
    }
}

/// The language tag, English where the edition names none.
pub(crate) fn language(meta: &Meta) -> &str {
    if meta.language.is_empty() { "en" } else { &meta.language }
}

/// How the language of an edition writes days.
pub(crate) fn days(meta: &Meta) -> DayOrder {
    DayOrder::of(language(meta))
}

/// "DM-0001, edition 3".
pub(crate) fn imprint(meta: &Meta) -> String {
    format!("{}, edition {}", meta.product, meta.number)
}

/// What changed since the edition before, after a separator; nothing where the edition does not say.
pub(crate) fn change(meta: &Meta, separator: &str) -> String {
    meta.change
        .as_ref()
        .map(|change| format!("{separator}{}", change.said(|day| days(meta).words(day))))
        .unwrap_or_default()
}

/// The grade's word, marked with its line style.
pub(crate) fn grade(evidence: Evidence) -> Markup {
    html! { span class={ "grade g-" (evidence.word()) } { (words::capital(evidence.word())) } }
}

/// How the value came about, in a reader's words.
pub(crate) fn method(method: Method) -> &'static str {
    match method {
        Method::Stated => "Stated: printed in a source",
        Method::Derived => "Derived: computed from other statements or table cells",
        Method::Rule => "Rule: follows from a law or a calendar",
        Method::Model => "Model: the output of a model",
        Method::Forecast => "Forecast: said ahead of time, with the rows behind it",
    }
}

/// Value and interval in plain words; nothing where the statement has neither.
pub(crate) fn value(lineage: &Lineage, days: DayOrder) -> Markup {
    html! {
        @if !lineage.value.is_empty() { span.amount { (words::value(&lineage.value, days)) } }
        @if !lineage.interval.is_empty() { " " span.interval { "stands for " (words::value(&lineage.interval, days)) } }
    }
}

/// Every citation with place, quoted words, release and link; a source that was not seen is said to be so.
pub(crate) fn citations(citations: &[Citation], context: &Context<'_>) -> Markup {
    html! {
        @if citations.is_empty() {
            p.no-source { "No source is named." }
        } @else {
            ul.citations {
                @for citation in citations { li { (self::citation(citation, context)) } }
            }
        }
    }
}

fn citation(citation: &Citation, context: &Context<'_>) -> Markup {
    let source = context.source(&citation.source);
    let reference = if citation.reference.is_empty() { citation.source.as_str() } else { &citation.reference };
    html! {
        @match safe::web_href(&citation.url) {
            Some(url) => { a rel="external noopener noreferrer" href=(url) { (reference) } }
            None => { (reference) }
        }
        @if !citation.place.is_empty() { ", " (citation.place) }
        @if let Some(source) = source { " " span.number { "[" (source.number) "]" } }
        @if source.is_some_and(|source| !source.seen) { " " (unseen()) }
        @if !citation.quote.is_empty() { blockquote { p { "“" (citation.quote) "”" } } }
        @if !citation.release.is_empty() { p.release { "Release " (citation.release) } }
    }
}

/// The mark of a source that is named but was not seen.
pub(crate) fn unseen() -> Markup {
    html! { strong.unseen { "not seen" } }
}

/// What a computed statement was computed from, down to the leaves.
///
/// `card` gives the anchor of a statement that has a card of its own.
pub(crate) fn tree(from: &[Lineage], context: &Context<'_>, card: &dyn Fn(&Lineage) -> Option<String>) -> Markup {
    level(from, context, card, 0)
}

fn level(from: &[Lineage], context: &Context<'_>, card: &dyn Fn(&Lineage) -> Option<String>, depth: usize) -> Markup {
    html! {
        ul.tree {
            @if depth >= DEEPEST {
                li { "Deeper levels are left out here; the edition's JSON has them." }
            } @else {
                @for node in from { li { (self::node(node, context, card, depth)) } }
            }
        }
    }
}

fn node(node: &Lineage, context: &Context<'_>, card: &dyn Fn(&Lineage) -> Option<String>, depth: usize) -> Markup {
    html! {
        div.node {
            p.states {
                @match card(node) {
                    Some(anchor) => { a href={ "#" (anchor) } { (said(node)) } }
                    None => { (said(node)) }
                }
                " " (value(node, context.days))
            }
            p.how {
                (grade(node.evidence)) ", " (node.method.word())
                @if !node.valid.is_empty() { ", " (words::valid_time(&node.valid, context.days)) }
                @if !node.attribution.is_empty() { ", " (node.attribution) }
                @if let Some(id) = &node.id { " " code { (id) } }
            }
            @if !node.formula.is_empty() { p.formula { code { (node.formula) } } }
            @if !node.citations.is_empty() { (citations(&node.citations, context)) }
        }
        @if !node.from.is_empty() { (level(&node.from, context, card, depth + 1)) }
    }
}

fn said(node: &Lineage) -> &str {
    match (&node.says, &node.id) {
        (says, Some(id)) if says.is_empty() => id.as_str(),
        (says, _) => says,
    }
}

/// Levels below a statement and leaves at their ends.
pub(crate) fn extent(from: &[Lineage]) -> (usize, usize) {
    let mut levels = 0;
    let mut leaves = 0;
    let mut open: Vec<(&Lineage, usize)> = from.iter().map(|node| (node, 1)).collect();
    while let Some((node, depth)) = open.pop() {
        levels = levels.max(depth);
        leaves += usize::from(node.from.is_empty());
        open.extend(node.from.iter().map(|below| (below, depth + 1)));
    }
    (levels, leaves)
}

/// Bindings of one grade, over all methods.
pub(crate) fn of_grade(coverage: &Coverage, evidence: Evidence) -> u64 {
    coverage.bindings.iter().filter(|row| row.0 == evidence).map(|row| u64::from(row.2)).sum()
}

/// All bindings.
pub(crate) fn all_bindings(coverage: &Coverage) -> u64 {
    coverage.bindings.iter().map(|row| u64::from(row.2)).sum()
}

/// Coverage as a table: grades by method, with the meaning of every grade.
pub(crate) fn coverage_table(coverage: &Coverage, anchor: &str) -> Markup {
    let methods: Vec<Method> =
        Method::ALL.into_iter().filter(|method| coverage.bindings.iter().any(|row| row.1 == *method)).collect();
    let cell = |evidence: Evidence, method: Method| -> u64 {
        coverage.bindings.iter().filter(|row| (row.0, row.1) == (evidence, method)).map(|row| u64::from(row.2)).sum()
    };
    html! {
        div.scroll role="region" aria-labelledby=(anchor) tabindex="0" {
            table.coverage {
                caption id=(anchor) { "Bound words by evidence and method" }
                thead {
                    tr {
                        th scope="col" { "Evidence" }
                        @for method in &methods { th.figures scope="col" { (words::capital(method.word())) } }
                        th.figures scope="col" { "All" }
                        th scope="col" { "Meaning" }
                    }
                }
                tbody {
                    @for evidence in Evidence::ALL {
                        tr {
                            th scope="row" { (grade(evidence)) }
                            @for method in &methods { td.figures { (cell(evidence, *method)) } }
                            td.figures { (of_grade(coverage, evidence)) }
                            td { (words::capital(evidence.meaning())) }
                        }
                    }
                }
            }
        }
    }
}

/// A table with its caption, in a region that scrolls where it is wider than the page; `anchor` is already unique.
pub(crate) fn table(table: &Table, anchor: &str) -> Markup {
    let numeric = |column: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty()).peekable();
        column > 0 && cells.peek().is_some() && cells.all(|cell| is_figure(cell))
    };
    let columns: Vec<Option<&str>> =
        (0..table.header.len()).map(|column| numeric(column).then_some("figures")).collect();
    html! {
        div.table id=(anchor) {
            div.scroll role="region" aria-labelledby={ (anchor) ":caption" } tabindex="0" {
                table {
                    caption id={ (anchor) ":caption" } { (if table.title.is_empty() { "Table" } else { &table.title }) }
                    thead {
                        tr {
                            @for (head, class) in table.header.iter().zip(&columns) {
                                @if head.is_empty() { td {} } @else { th scope="col" class=[class] { (head) } }
                            }
                        }
                    }
                    tbody {
                        @for row in &table.rows {
                            tr {
                                @for (column, cell) in row.iter().enumerate() {
                                    @if column == 0 && !cell.is_empty() { th scope="row" { (cell) } }
                                    @else { td class=[columns.get(column).copied().flatten()] { (cell) } }
                                }
                            }
                        }
                    }
                }
            }
            @if !table.source.is_empty() { p.source-line { "Source: " (table.source) } }
        }
    }
}

fn is_figure(cell: &str) -> bool {
    cell.chars().any(|c| c.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '%' | ' ' | '\u{2212}'))
}

/// One source as the notes print it.
pub(crate) fn source(source: &PublishedSource) -> Markup {
    html! {
        p.reference {
            (source.reference)
            @if let Some(url) = safe::web_href(&source.url) {
                " " a rel="external noopener noreferrer" href=(url) { (url) }
            }
        }
        p.seen {
            @if source.seen { "Seen by the author" } @else { (unseen()) ": named by another source, not read itself" }
            @if safe::web_href(&source.url).is_none() { ". No address on the web is known" }
            ". Key " code { (source.key) } "."
        }
    }
}
