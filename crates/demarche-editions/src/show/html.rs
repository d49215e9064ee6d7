//! A diff as one web page: both versions side by side, readable without a script, in light and dark, by ear and on paper.

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::human::sentence_counts;
use super::{counts, kind, not_comparable, reason, side};
use crate::{Diff, SentenceChange, StatementChange, Tag};

const TOKENS: &str = include_str!("../../../../web/tokens.css");
const STYLE: &str = include_str!("../../../../web/diff.css");

/// The whole page in UTF-8; it makes no request and its content security policy allows nothing but its own style.
pub fn html(diff: &Diff) -> String {
    let (carried, rest): (Vec<_>, Vec<_>) = diff.statements.iter().partition(|change| change.carries);
    let title = format!("{}: {} against {}", diff.to.title, side(&diff.to), side(&diff.from));
    let body = markup! {
        header {
            p.imprint { (diff.to.product) " · what changed" }
            h1 { (diff.to.title) }
            p.sides { b { (side(&diff.from)) } " → " b { (side(&diff.to)) } }
            p { "Statements that the prose rests on: " (counts(diff)) ". Sentences: " (sentence_counts(diff)) "." }
            nav aria-label="Contents" {
                a href="#sentences" { "Sentences" } " · " a href="#statements" { "Statements" } " · "
                a href="#pages" { "Pages" }
            }
        }
        main {
            section #sentences aria-labelledby="sentences-head" {
                h2 #sentences-head { "Sentences side by side" }
                @if diff.sentences.is_empty() { p { "No sentence differs." } } @else { (sentences(diff)) }
            }
            section #statements aria-labelledby="statements-head" {
                h2 #statements-head { "Statements" }
                @if carried.is_empty() { p { "Nothing that the prose rests on differs." } } @else {
                    (statements("Statements that the prose rests on", &carried))
                }
                @if !rest.is_empty() {
                    details {
                        summary { "Elsewhere in the dossier (" (rest.len()) ")" }
                        (statements("Statements that the prose does not rest on", &rest))
                    }
                }
            }
            section #pages aria-labelledby="pages-head" {
                h2 #pages-head { "Pages" }
                @if diff.pages.is_empty() { p { "No other part of the pages differs." } } @else {
                    ul { @for change in &diff.pages { li { b { (change.part) } ": " (change.says) } } }
                }
            }
        }
    };
    page(&title, &body)
}

/// A page of this crate: its own style and nothing else.
pub(super) fn page(title: &str, body: &Markup) -> String {
    let style = format!("{TOKENS}{STYLE}");
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content={
                    "default-src 'none'; style-src " (policy_hash(&style)) "; base-uri 'none'; form-action 'none'"
                };
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(&style)) }
            }
            body { (body) }
        }
    };
    let forbidden = |c: &char| c.is_control() && !matches!(c, '\n' | '\t');
    page.into_string().chars().filter(|c| !forbidden(c)).collect()
}

fn policy_hash(style: &str) -> String {
    use base64::Engine;
    use sha2::{Digest, Sha256};
    format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style.as_bytes())))
}

fn sentences(diff: &Diff) -> Markup {
    let mut sections: Vec<(&str, Vec<&SentenceChange>)> = Vec::new();
    for change in &diff.sentences {
        match sections.last_mut() {
            Some((name, changes)) if *name == change.section => changes.push(change),
            _ => sections.push((&change.section, vec![change])),
        }
    }
    markup! {
        @for (section, changes) in sections {
            h3 { (section) }
            table.sides {
                caption.unseen-by-eye { "Changed sentences of " (section) }
                thead { tr { th scope="col" { (side(&diff.from)) } th scope="col" { (side(&diff.to)) } } }
                tbody { @for change in changes { (sentence(diff, change)) } }
            }
        }
    }
}

fn sentence(diff: &Diff, change: &SentenceChange) -> Markup {
    let words = |side: Tag| {
        markup! {
            @for run in &change.words {
                @if run.tag == Tag::Same { (run.text) }
                @else if run.tag == side {
                    @if side == Tag::Removed { del { (run.text) } } @else { ins { (run.text) } }
                }
            }
        }
    };
    markup! {
        tr {
            td {
                @match &change.before {
                    Some(at) => { span.number { "Sentence " (at.number) } p { (words(Tag::Removed)) } }
                    None => { p.none { "not there" } }
                }
            }
            td {
                @match &change.after {
                    Some(at) => { span.number { "Sentence " (at.number) } p { (words(Tag::Added)) } }
                    None => { p.none { "removed" } }
                }
            }
        }
        tr.why {
            td colspan="2" {
                span.kind { (change.how.word()) ", " (kind(change.kind)) }
                @if !change.because.is_empty() {
                    ul {
                        @for at in &change.because {
                            @let because = &diff.statements[*at];
                            li { (because.says) " " span.how { (because.how.word()) } (clause(&reason(because))) (source(because)) }
                        }
                    }
                }
            }
        }
    }
}

fn clause(reason: &str) -> Markup {
    markup! { @if !reason.is_empty() { ": " (reason) } }
}

fn source(change: &StatementChange) -> Markup {
    let on = change.on.map(|day| day.to_string());
    let parts: Vec<String> = on.into_iter().chain(change.sources.iter().cloned()).collect();
    markup! { @if !parts.is_empty() { " " span.source { "(" (parts.join("; ")) ")" } } }
}

fn statements(caption: &str, changes: &[&StatementChange]) -> Markup {
    markup! {
        table.statements {
            caption { (caption) }
            thead { tr {
                th scope="col" { "Statement" } th scope="col" { "Change" } th scope="col" { "Before" }
                th scope="col" { "After" } th scope="col" { "Why" }
            } }
            tbody {
                @for change in changes {
                    tr {
                        th scope="row" { (change.says) " " code { (change.id) } }
                        td { (change.how.word()) br; span.kind { (kind(change.kind)) } }
                        td { (change.before) }
                        td {
                            (change.after)
                            @if !change.not_comparable.is_empty() { " " em { (not_comparable(change)) } }
                        }
                        td { (reason(change)) (source(change)) }
                    }
                }
            }
        }
    }
}
