//! The fact-check packet: the paper for the person who signs.
//!
//! Every sentence is numbered and followed by what it rests on, with value,
//! interval, quoted words, page and grade, the open findings about it, and
//! boxes that are empty: a program can lay the evidence out, only a person can
//! tick it. It is made for paper, so nothing is folded away.

use std::collections::BTreeMap;

use demarche_brief::edition::{Block, BoundStatement, Edition, Inline, Sentence};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::parts::{self, Context};
use crate::{safe, words};

const TOKENS: &str = include_str!("../../../web/tokens.css");
const STYLE: &str = include_str!("../../../web/packet.css");

/// The edition as an HTML packet that prints on any paper and makes no request.
pub fn packet(edition: &Edition) -> String {
    let meta = &edition.meta;
    let days = parts::days(meta);
    let foot = format!("Fact-check packet · {} · {}", parts::imprint(meta), days.words(meta.date));
    let style = format!("{TOKENS}{STYLE}@page {{ @bottom-left {{ content: {} }} }}\n", safe::css_string(&foot));
    let policy =
        format!("default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'", safe::policy_hash(&style));
    let context = Context::of(edition);
    let page = html! {
        (DOCTYPE)
        html lang=(parts::language(meta)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="robots" content="noindex";
                meta name="color-scheme" content="light dark";
                title { "Fact-check packet: " (meta.title) }
                style { (PreEscaped(&style)) }
            }
            body {
                main {
                    (cover(edition))
                    (findings(edition))
                    (sentences(edition, &context))
                    (sign_off(edition))
                    (source_notes(edition))
                }
            }
        }
    };
    safe::printable(page.into_string())
}

fn cover(edition: &Edition) -> Markup {
    let meta = &edition.meta;
    let days = parts::days(meta);
    html! {
        header {
            p.imprint { "Fact-check packet" }
            h1 { (meta.title) }
            p.edition {
                (meta.publisher) ", " (parts::imprint(meta)) ", as of " (days.words(meta.date))
                ". What was put on record after " (days.words(meta.known_by)) " was not seen."
            }
            @if let Some(reason) = &meta.draft { p.draft { strong { "Draft. " } (reason) } }
        }
        section aria-labelledby="how" {
            h2 #how { "How to use it" }
            p {
                "Tick " span.box {} " " em { "words" } " when the printed words say what the statement says, and "
                span.box {} " " em { "source" } " when you have seen the quoted words at the place named. "
                "Initial each sentence. A sentence without statements needs your own judgement."
            }
            (parts::coverage_table(&edition.coverage, "coverage"))
        }
    }
}

fn findings(edition: &Edition) -> Markup {
    let open: usize = edition.sentences.iter().map(|sentence| sentence.findings.len()).sum();
    html! {
        section aria-labelledby="findings" {
            h2 #findings { "Open findings" }
            @if open == 0 { p { "None." } }
            @else {
                ul.open {
                    @for sentence in &edition.sentences {
                        @for finding in &sentence.findings {
                            li { a href={ "#sentence-" (sentence.number) } { "Sentence " (sentence.number) } ": " (finding) }
                        }
                    }
                }
            }
        }
    }
}

fn sentences(edition: &Edition, context: &Context<'_>) -> Markup {
    let titles = section_titles(&edition.blocks);
    let mut section: Option<&str> = None;
    let mut rows: Vec<Markup> = Vec::new();
    let mut anchors = crate::anchors::Anchors::default();
    for sentence in &edition.sentences {
        if section != Some(&sentence.section) {
            section = Some(&sentence.section);
            let title = titles.get(sentence.section.as_str()).map_or(sentence.section.as_str(), String::as_str);
            if !title.is_empty() {
                rows.push(html! { h3 { (title) } });
            }
        }
        let anchor = anchors.take(&format!("sentence-{}", sentence.number));
        rows.push(self::sentence(sentence, &anchor, edition, context));
    }
    html! {
        section aria-labelledby="sentences" {
            h2 #sentences { "Sentence by sentence" }
            @for row in rows { (row) }
        }
    }
}

fn section_titles(blocks: &[Block]) -> BTreeMap<&str, String> {
    let mut titles = BTreeMap::new();
    for block in blocks {
        if let Block::Heading { anchor, text, .. } = block {
            titles.insert(anchor.as_str(), heading_words(text));
        }
    }
    titles
}

fn heading_words(text: &[Inline]) -> String {
    text.iter()
        .map(|inline| match inline {
            Inline::Text { text } => text.clone(),
            Inline::Break => " ".to_owned(),
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Bound { content, .. }
            | Inline::Link { content, .. } => heading_words(content),
        })
        .collect()
}

fn sentence(sentence: &Sentence, anchor: &str, edition: &Edition, context: &Context<'_>) -> Markup {
    let statements: Vec<&BoundStatement> =
        sentence.statements.iter().filter_map(|&statement| edition.bound.get(statement)).collect();
    html! {
        article.sentence id=(anchor) {
            div.said {
                p.number { (sentence.number) }
                p.text { (sentence.text) " " span.line { "line " (sentence.line) } }
                p.initials { span { "Initials" } }
            }
            @for finding in &sentence.findings { p.finding { (finding) } }
            @if statements.is_empty() {
                p.bare { span.box {} " No statement: read it again and decide." }
            }
            @for bound in statements { (statement(bound, context)) }
        }
    }
}

fn statement(bound: &BoundStatement, context: &Context<'_>) -> Markup {
    let lineage = &bound.lineage;
    html! {
        div.statement {
            div.boxes { p { span.box {} " words" } p { span.box {} " source" } }
            div.carries {
                p.says { (lineage.says) " " (parts::value(lineage, context.days)) }
                p.how {
                    (parts::grade(lineage.evidence)) ", " (lineage.method.word())
                    @if !lineage.valid.is_empty() { "; held " (words::valid_time(&lineage.valid, context.days)) }
                    @if let Some(day) = lineage.recorded { "; on record " (context.days.words(day)) }
                    @if !lineage.attribution.is_empty() { "; " (lineage.attribution) }
                    @if !bound.review.is_empty() { "; next look " (words::valid_time(&bound.review, context.days)) }
                    " " code { (bound.id) }
                }
                @if !lineage.formula.is_empty() { p.formula { code { (lineage.formula) } } }
                @if !lineage.citations.is_empty() || lineage.from.is_empty() {
                    (parts::citations(&lineage.citations, context))
                }
                @if !lineage.from.is_empty() { (parts::tree(&lineage.from, context, &|_| None)) }
                @for line in &bound.history { p.history { "Earlier or rival: " (line) } }
            }
        }
    }
}

fn sign_off(edition: &Edition) -> Markup {
    html! {
        section.sign-off aria-labelledby="sign-off" {
            h2 #sign-off { "Signed" }
            p {
                "I have read " (words::count(edition.sentences.len(), "sentence", "sentences")) " against "
                (words::count(edition.bound.len(), "statement", "statements")) " and "
                (words::count(edition.sources.len(), "source", "sources")) "."
            }
            dl { @for blank in ["Name", "Date", "Signature"] { div { dt { (blank) } dd {} } } }
        }
    }
}

fn source_notes(edition: &Edition) -> Markup {
    html! {
        section aria-labelledby="sources" {
            h2 #sources { "Sources" }
            ul.sources {
                @for source in &edition.sources {
                    li { span.ordinal { (source.number) } div { (parts::source(source)) } }
                }
            }
        }
    }
}
