//! The web page: one file that a reader can keep.
//!
//! Prose first, evidence behind it. A bound word is an ordinary link to its
//! statement's card at the end of the page, and the card links back, so that
//! everything works without a script; the script only opens the card beside
//! the text. The page asks no other machine for anything, and its content
//! security policy would refuse if it did.

mod cards;
mod prose;

use demarche_brief::edition::{Block, Edition, Meta};
use demarche_terms::Evidence;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::anchors::{Anchors, Places};
use crate::parts::{self, Context};
use crate::{charts, linked, safe, words};
use prose::Writer;

const TOKENS: &str = include_str!("../../../../web/tokens.css");
const STYLE: &str = include_str!("../../../../web/page.css");
const PRINT: &str = include_str!("../../../../web/print.css");
const SCRIPT: &str = include_str!("../../../../web/cards.js");

/// Anchors that the page keeps for itself.
const OWN: [&str; 10] =
    ["brief", "key", "annexes", "statements", "coverage", "sources", "contents", "coverage:table", "card", "card:says"];

/// The edition as one self-contained HTML page.
///
/// The page is a whole document in UTF-8. It holds its style, its script and its charts, makes no request, and
/// reads without JavaScript; see the crate's documentation for what is escaped and refused.
pub fn html(edition: &Edition) -> String {
    let mut anchors = Anchors::default();
    for own in OWN {
        anchors.take(own);
    }
    let places = Places::of(edition, &mut anchors);
    let context = Context::of(edition);
    let mut writer = Writer::new(edition, &places, &mut anchors);
    let prose = writer.blocks(&edition.blocks);
    let annexes: Vec<Markup> = edition.annexes.iter().map(|table| writer.table(table)).collect();
    let written = writer.finish();

    let style = style(&edition.meta);
    let body = html! {
        a.skip href="#brief" { "Skip to the brief" }
        (draft(&edition.meta))
        (masthead(&edition.meta))
        div.frame {
            div.side {
                (contents(&written.headings, edition))
                (key(edition))
            }
            main #brief {
                article.prose { (prose) }
                @if !annexes.is_empty() {
                    section #annexes aria-labelledby="annexes:head" {
                        h2 id="annexes:head" { "Annexes" }
                        @for annex in &annexes { (annex) }
                    }
                }
                (cards::statements(edition, &places, &context, &written.uses))
                (coverage(edition))
                (source_notes(edition, &places))
            }
        }
        (footer(&edition.meta))
    };
    let page = html! {
        (DOCTYPE)
        html lang=(parts::language(&edition.meta)) {
            head { (head(edition, &places, &style)) }
            body { (body) script { (PreEscaped(SCRIPT)) } }
        }
    };
    safe::printable(page.into_string())
}

/// The style sheet with the one part that depends on the edition: the running foot of printed pages.
fn style(meta: &Meta) -> String {
    let days = parts::days(meta);
    let foot = format!("{} · {}{}", parts::imprint(meta), days.words(meta.date), parts::change(meta, " · "));
    let stamp = meta.draft.as_ref().map(|reason| {
        format!("@page {{ @top-center {{ content: {} }} }}\n", safe::css_string(&format!("DRAFT: {reason}")))
    });
    format!(
        "{TOKENS}{STYLE}{}{PRINT}@page {{ @bottom-left {{ content: {} }} }}\n{}",
        charts::STYLE,
        safe::css_string(&foot),
        stamp.unwrap_or_default()
    )
}

fn head(edition: &Edition, places: &Places, style: &str) -> Markup {
    let meta = &edition.meta;
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        safe::policy_hash(style),
        safe::policy_hash(SCRIPT)
    );
    let authors: Vec<&str> = meta.authors.iter().map(|author| author.name.as_str()).collect();
    let title = if meta.title.is_empty() { "Brief" } else { &meta.title };
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta http-equiv="Content-Security-Policy" content=(policy);
        title { (title) " · " (parts::imprint(meta)) }
        @if !meta.summary.is_empty() { meta name="description" content=(meta.summary); }
        @if !authors.is_empty() { meta name="author" content=(authors.join(", ")); }
        @if !meta.keywords.is_empty() { meta name="keywords" content=(meta.keywords.join(", ")); }
        @if meta.draft.is_some() { meta name="robots" content="noindex"; }
        meta name="color-scheme" content="light dark";
        style { (PreEscaped(style)) }
        script type="application/ld+json" { (PreEscaped(safe::script_json(&linked::in_page(edition, &places.statements)))) }
    }
}

fn draft(meta: &Meta) -> Markup {
    html! {
        @if let Some(reason) = &meta.draft {
            aside.draft aria-label="Draft" { strong { "Draft" } " " span { (reason) } }
        }
    }
}

fn masthead(meta: &Meta) -> Markup {
    let days = parts::days(meta);
    html! {
        header.masthead {
            p.imprint {
                span.house { (meta.publisher) }
                span { (meta.product) }
                span { "Edition " (meta.number) }
                time datetime=(meta.date) { (days.words(meta.date)) }
                @if let Some(change) = &meta.change { span { (change.said(|day| days.words(day))) } }
            }
            h1 { (if meta.title.is_empty() { "Brief" } else { &meta.title }) }
            @if !meta.summary.is_empty() { p.standfirst { (meta.summary) } }
            @if !meta.authors.is_empty() {
                p.byline {
                    @for (at, author) in meta.authors.iter().enumerate() {
                        @if at > 0 { "; " }
                        span.name { (author.name) }
                        @if !author.role.is_empty() { ", " (author.role) }
                    }
                }
            }
        }
    }
}

fn contents(headings: &[(String, Markup)], edition: &Edition) -> Markup {
    let mut ends: Vec<(&str, &str)> = Vec::new();
    if !edition.annexes.is_empty() {
        ends.push(("annexes", "Annexes"));
    }
    ends.extend([("statements", "Statements"), ("coverage", "Coverage"), ("sources", "Sources")]);
    html! {
        nav.contents aria-labelledby="contents" {
            p.label #contents { "Contents" }
            ol {
                @for (anchor, words) in headings { li { a href={ "#" (anchor) } { (words) } } }
            }
            ol.back-matter {
                @for (anchor, words) in ends { li { a href={ "#" (anchor) } { (words) } } }
            }
        }
    }
}

/// How to read the page: what an underlined word is, and how much rests on which evidence.
fn key(edition: &Edition) -> Markup {
    let coverage = &edition.coverage;
    html! {
        aside.key aria-labelledby="key" {
            p.label #key { "Evidence" }
            p.how-to { "Underlined words open the statement they rest on. The line shows the evidence." }
            (bar(edition))
            ul {
                @for evidence in Evidence::ALL {
                    @let bindings = parts::of_grade(coverage, evidence);
                    @if bindings > 0 {
                        li {
                            (parts::grade(evidence)) " " span.number { (bindings) }
                            span.meaning { (evidence.meaning()) }
                        }
                    }
                }
            }
            p.share {
                (coverage.sourced_sentences) " of " (words::count(coverage.sentences as usize, "sentence rests", "sentences rest"))
                " on statements. " a href="#coverage" { "More" }
            }
        }
    }
}

/// One bar, split by grade; the list below says the same in words.
fn bar(edition: &Edition) -> Markup {
    let all = parts::all_bindings(&edition.coverage);
    let mut from = 0;
    let spans: Vec<(Evidence, u64, u64)> = Evidence::ALL
        .into_iter()
        .filter_map(|evidence| {
            let bindings = parts::of_grade(&edition.coverage, evidence);
            let span = (evidence, from, bindings);
            from += bindings;
            (bindings > 0).then_some(span)
        })
        .collect();
    let x = |bindings: u64| format!("{:.2}", 200.0 * bindings as f64 / all.max(1) as f64);
    html! {
        svg.coverage-bar viewBox="0 0 200 8" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            @for (evidence, from, bindings) in spans {
                rect class={ "fill-" (evidence.word()) } x=(x(from)) y="0" width=(x(bindings)) height="8" {}
            }
        }
    }
}

fn coverage(edition: &Edition) -> Markup {
    let coverage = &edition.coverage;
    let days = parts::days(&edition.meta);
    html! {
        section #coverage aria-labelledby="coverage:head" {
            h2 id="coverage:head" { "Coverage" }
            p {
                (coverage.sourced_sentences) " of " (words::count(coverage.sentences as usize, "sentence", "sentences"))
                " in the prose rest on " (words::count(edition.bound.len(), "statement", "statements")) ", by "
                (words::count(usize::try_from(parts::all_bindings(coverage)).unwrap_or(usize::MAX), "binding", "bindings")) ". "
                "The author left " (words::count(coverage.free as usize, "word or figure", "words or figures"))
                " free, with a reason. The world is shown as of " (days.words(edition.meta.date))
                "; what was put on record after " (days.words(edition.meta.known_by)) " was not seen."
            }
            (parts::coverage_table(coverage, "coverage:table"))
        }
    }
}

fn source_notes(edition: &Edition, places: &Places) -> Markup {
    html! {
        section #sources aria-labelledby="sources:head" {
            h2 id="sources:head" { "Sources" }
            @if edition.sources.is_empty() { p { "No source is cited." } }
            @else {
                ul.sources {
                    @for (source, anchor) in edition.sources.iter().zip(&places.sources) {
                        li id=(anchor) { span.ordinal { (source.number) } div { (parts::source(source)) } }
                    }
                }
            }
        }
    }
}

fn footer(meta: &Meta) -> Markup {
    let days = parts::days(meta);
    html! {
        footer.foot {
            @if !meta.disclaimer.is_empty() { p { (meta.disclaimer) } }
            p {
                (meta.publisher) ". " (parts::imprint(meta)) ", "
                time datetime=(meta.date) { (days.words(meta.date)) } (parts::change(meta, ", ")) ". "
                "Made with Demarche: every underlined word was checked against its statement when this page was built."
            }
        }
    }
}

/// The level-2 headings of a brief, in order.
fn is_section(block: &Block) -> bool {
    matches!(block, Block::Heading { level, .. } if *level <= 2)
}
