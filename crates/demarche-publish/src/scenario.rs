//! The page of a scenario: what was asked, what the models answer, on what, and what they cannot say.
//!
//! Each figure is a statement and opens its lineage; each chart has a text
//! alternative, and every number that it draws stands in the text beside it.

use demarche_terms::{DayOrder, Evidence, Lineage};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::charts::{self, Picture};
use crate::{safe, words};

const TOKENS: &str = include_str!("../../../web/tokens.css");
const STYLE: &str = include_str!("../../../web/scenario.css");

/// A scenario belongs to no brief whose language might ask for the other order.
const DAYS: DayOrder = DayOrder::DayFirst;
/// Deepest lineage that the page shows; deeper parts are counted.
const DEEPEST: usize = 6;

/// What the page of a scenario shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioPage {
    /// Titles of the scenarios, with what each asks.
    pub titles: Vec<(String, String)>,
    /// The clocks in words.
    pub read_on: String,
    /// Each run of a model.
    pub runs: Vec<RunPart>,
    /// What lies outside, one sentence each.
    pub outside: Vec<String>,
}

/// A run of a model with its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct RunPart {
    /// Its name.
    pub name: String,
    /// The model.
    pub model: String,
    /// Why it was not run; empty where it was.
    pub not_run: String,
    /// Closure, basis, data and draws: a word and what it says.
    pub about: Vec<(String, String)>,
    /// The figures.
    pub figures: Vec<ScenarioFigure>,
    /// The charts.
    pub charts: Vec<Pictured>,
}

/// A figure as a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioFigure {
    /// Its whole lineage; the root is the statement itself.
    pub lineage: Lineage,
    /// Whether its interval is a band of the model.
    pub banded: bool,
    /// How often it keeps its sign, in words; empty where there are no draws.
    pub sign: String,
}

/// A chart with its title and text alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct Pictured {
    /// Title.
    pub title: String,
    /// The same in words, with the numbers.
    pub alt: String,
    /// What is drawn.
    pub picture: Picture,
}

/// The scenario as one self-contained page: its style and charts are in it, it has no script and makes no request.
pub fn scenario_page(page: &ScenarioPage) -> String {
    let style = format!("{TOKENS}{STYLE}{}", charts::STYLE);
    let policy =
        format!("default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'", safe::policy_hash(&style));
    let titles: Vec<&str> = page.titles.iter().map(|(title, _)| title.as_str()).collect();
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="robots" content="noindex";
                meta name="color-scheme" content="light dark";
                title { "Scenario: " (titles.join(" and ")) }
                style { (PreEscaped(&style)) }
            }
            body {
                header {
                    p.stamp { "Scenario, not a forecast. Every figure is a model's answer to a question." }
                    @for (title, says) in &page.titles {
                        h1 { (title) }
                        @if !says.is_empty() { p.asks { (says) } }
                    }
                    p.clocks { (page.read_on) }
                }
                main {
                    @for (at, run) in page.runs.iter().enumerate() { (part(run, at)) }
                    @if !page.outside.is_empty() {
                        section.outside aria-labelledby="outside" {
                            h2 #outside { "Outside the model" }
                            ul { @for outside in &page.outside { li { (outside) } } }
                        }
                    }
                }
            }
        }
    };
    safe::printable(markup.into_string())
}

fn part(run: &RunPart, at: usize) -> Markup {
    html! {
        section aria-labelledby={ "run-" (at) } {
            h2 id={ "run-" (at) } { (words::capital(&run.name)) " " span.model { (run.model) } }
            @if !run.not_run.is_empty() { p.not-run { (words::capital(&run.not_run)) } }
            div.figures { @for one in &run.figures { (figure(one)) } }
            @for (number, chart) in run.charts.iter().enumerate() {
                figure {
                    (charts::picture(&chart.picture, &chart.title, &chart.alt, &format!("chart-{at}-{number}")))
                    figcaption { (chart.title) }
                    details { summary { "The chart in words" } p { (chart.alt) } }
                }
            }
            @if !run.about.is_empty() {
                dl.about { @for (word, says) in &run.about { dt { (word) } dd { (says) } } }
            }
        }
    }
}

fn figure(figure: &ScenarioFigure) -> Markup {
    let lineage = &figure.lineage;
    html! {
        article.figure {
            p.amount { (words::value(&lineage.value, DAYS)) }
            @if figure.banded {
                p.band-words { "5 to 95 percent of draws: " (words::value(&lineage.interval, DAYS)) }
            }
            p.says { (lineage.says) }
            p.meta {
                span class={ "grade g-" (lineage.evidence.word()) } { "evidence " (lineage.evidence.word()) }
                @if lineage.evidence == Evidence::Unsourced { " (an input is assumed)" }
                @if !figure.sign.is_empty() { " · " (figure.sign) }
            }
            details {
                summary { "What it rests on" }
                @if !lineage.formula.is_empty() { p.formula { (lineage.formula) } }
                (inputs(&lineage.from, 0))
            }
        }
    }
}

fn inputs(from: &[Lineage], depth: usize) -> Markup {
    html! {
        @if depth >= DEEPEST {
            p { (words::count(from.len(), "further input", "further inputs")) }
        } @else if !from.is_empty() {
            ul.inputs {
                @for input in from {
                    li {
                        @if let Some(id) = &input.id { code { (id) } " " }
                        (input.says)
                        @if !input.value.is_empty() { " = " (words::value(&input.value, DAYS)) }
                        " " span class={ "grade g-" (input.evidence.word()) } { (input.evidence.word()) }
                        @for citation in &input.citations {
                            br;
                            @match safe::web_href(&citation.url) {
                                Some(url) => { a href=(url) { (citation.reference) } }
                                None => { (citation.reference) }
                            }
                            @if !citation.quote.is_empty() { " “" (citation.quote) "”" }
                        }
                        (inputs(&input.from, depth + 1))
                    }
                }
            }
        }
    }
}
