//! Scenarios laid over the statements of a dossier.

use std::collections::{BTreeMap, BTreeSet};

use demarche_diagnostic::{Diagnostic, SourceMap, Span};

use super::{Change, ModelFigure, ModelFigures, Scenario};
use crate::checks::{d2001_scenario, d2002_conflict, d2003_target};
use crate::reading::keys::CONTENT;
use crate::syntax::{Field, Node, Shape};

/// What an id was asked to become, by whom, and where.
pub(super) struct Claim<'a> {
    pub scenario: &'a str,
    pub at: Span,
    /// The new value as written; empty for a withdrawal.
    pub words: String,
}

/// Changes, withdraws and adds statement blocks; a figure that no model has answered is left out.
///
/// What is withdrawn goes to `broken`: what rested on it has lost its ground, which is no slip of the dossier.
pub(crate) fn lay(
    scenarios: &[Scenario],
    figures: &ModelFigures,
    blocks: &mut Vec<Node>,
    files: &SourceMap,
    broken: &mut BTreeSet<String>,
    sink: &mut Vec<Diagnostic>,
) {
    let ids: BTreeMap<String, usize> =
        blocks.iter().enumerate().filter_map(|(at, block)| Some((block.name("id")?, at))).collect();
    let mut claims: BTreeMap<(String, String), Claim<'_>> = BTreeMap::new();
    let mut gone = Vec::new();
    for scenario in scenarios {
        for change in &scenario.changes {
            let Some(at) = ids.get(&change.id).copied() else {
                sink.push(d2003_target::finding(change.at, &change.id, ids.keys().map(String::as_str)));
                continue;
            };
            if claim_change(scenario, change, &mut claims, files, sink) {
                match &change.keys {
                    Some(keys) => alter(&mut blocks[at], keys, scenario),
                    None => {
                        gone.push(at);
                        broken.insert(change.id.clone());
                    }
                }
            }
        }
    }
    let added: Vec<Node> = scenarios.iter().flat_map(|scenario| additions(scenario, &mut claims, sink)).collect();
    let answered: Vec<Node> = scenarios
        .iter()
        .flat_map(|scenario| scenario.figures.iter().map(move |figure| (scenario, figure)))
        .filter_map(|(scenario, figure)| {
            let answer = figures.get(figure.id.as_str())?;
            let place = (figure.id.to_string(), "id".to_owned());
            let fresh = claim(scenario, place, figure.at, figure.id.to_string(), &mut claims, sink);
            fresh.then(|| stated(&figure.node, figure.at, answer, scenario))
        })
        .collect();
    gone.sort_unstable();
    gone.dedup();
    for at in gone.into_iter().rev() {
        blocks.remove(at);
    }
    blocks.extend(added);
    blocks.extend(answered);
}

/// Notes what a change asks for; false where another scenario asks for something else.
fn claim_change<'a>(
    scenario: &'a Scenario,
    change: &Change,
    claims: &mut BTreeMap<(String, String), Claim<'a>>,
    files: &SourceMap,
    sink: &mut Vec<Diagnostic>,
) -> bool {
    let Some(keys) = &change.keys else {
        let rival = claims.iter().find(|((id, _), claim)| *id == change.id && claim.scenario != scenario.name);
        if let Some((_, rival)) = rival.filter(|(_, rival)| !rival.words.is_empty()) {
            let ours = (scenario.name.as_str(), change.at);
            sink.push(d2002_conflict::finding(&change.id, ours, (rival.scenario, rival.at)));
            return false;
        }
        return claim(scenario, (change.id.clone(), "value".to_owned()), change.at, String::new(), claims, sink);
    };
    keys.iter().all(|field| {
        // Whatever gives the content, two scenarios that give it differently conflict.
        let key = if CONTENT.contains(&field.key.as_str()) { "value" } else { &field.key };
        let words = files.words(field.value.span).trim().to_owned();
        claim(scenario, (change.id.clone(), key.to_owned()), field.value.span, words, claims, sink)
    })
}

/// Notes what a scenario asks for under a key; false where it or another one asks for something else there.
pub(super) fn claim<'a>(
    scenario: &'a Scenario,
    place: (String, String),
    at: Span,
    words: String,
    claims: &mut BTreeMap<(String, String), Claim<'a>>,
    sink: &mut Vec<Diagnostic>,
) -> bool {
    if let Some(rival) = claims.get(&place).filter(|rival| rival.words != words || rival.scenario == scenario.name) {
        if rival.scenario == scenario.name {
            sink.push(d2001_scenario::twice(at, &place.0, &place.1, rival.at));
        } else {
            let ours = (scenario.name.as_str(), at);
            sink.push(d2002_conflict::finding(&place.0, ours, (rival.scenario, rival.at)));
        }
        return false;
    }
    claims.entry(place).or_insert(Claim { scenario: &scenario.name, at, words });
    true
}

/// The statements that a scenario adds; two scenarios may neither add one id nor replace one statement twice.
fn additions<'a>(
    scenario: &'a Scenario,
    claims: &mut BTreeMap<(String, String), Claim<'a>>,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Node> {
    let mut added = Vec::new();
    for block in &scenario.statements {
        let Some(id) = block.name("id") else {
            added.push(block.clone());
            continue;
        };
        let at = value_of(block, "id").map_or(block.span, |node| node.span);
        // Written otherwise in each file even where the words agree: one id must mean one statement.
        let mut fresh = claim(scenario, (id.clone(), "id".to_owned()), at, format!("{at:?}"), claims, sink);
        for replaced in value_of(block, "supersedes").map(Node::items).unwrap_or_default() {
            let Some(other) = replaced.name("id") else { continue };
            let rival = claims.get(&(other.clone(), "supersedes".to_owned()));
            if let Some(rival) = rival.filter(|rival| rival.scenario != scenario.name) {
                let ours = (scenario.name.as_str(), replaced.span);
                sink.push(d2002_conflict::finding(&other, ours, (rival.scenario, rival.at)));
                fresh = false;
            }
            let claim = Claim { scenario: &scenario.name, at: replaced.span, words: id.clone() };
            claims.entry((other, "supersedes".to_owned())).or_insert(claim);
        }
        if fresh {
            added.push(block.clone());
        }
    }
    added
}

fn value_of<'a>(block: &'a Node, key: &str) -> Option<&'a Node> {
    let Shape::Table(fields) = &block.shape else { return None };
    fields.iter().find(|field| field.key == key).map(|field| &field.value)
}

/// Gives a block the keys of a change. What the block said before no longer has its sources.
fn alter(block: &mut Node, keys: &[Field], scenario: &Scenario) {
    let Shape::Table(fields) = &mut block.shape else { return };
    let content = keys.iter().any(|field| CONTENT.contains(&field.key.as_str()));
    fields.retain(|field| {
        let key = field.key.as_str();
        let replaced = keys.iter().any(|change| change.key == key);
        let stale = content && (CONTENT.contains(&key) || ["model", "data", "source"].contains(&key));
        !replaced && !stale
    });
    fields.extend(keys.iter().cloned());
    if content && !keys.iter().any(|field| field.key == "source") {
        fields.extend(scenario.source.iter().map(|node| field("source", node.clone())));
    }
}

fn field(key: &str, value: Node) -> Field {
    Field { key: key.into(), at: value.span, value }
}

/// The block of a figure with the model's answer in it.
fn stated(block: &Node, at: Span, answer: &ModelFigure, scenario: &Scenario) -> Node {
    let text = |text: &str| Node { span: at, shape: Shape::Text(text.into()) };
    let list = |texts: &[String]| Node { span: at, shape: Shape::List(texts.iter().map(|one| text(one)).collect()) };
    let mut run: Vec<Field> = answer.run.iter().map(|(key, value)| field(key, text(value))).collect();
    run.push(field("inputs", list(&answer.inputs)));
    run.push(field("cells", list(&answer.cells)));
    let mut block = block.clone();
    if let Shape::Table(fields) = &mut block.shape {
        fields.retain(|field| field.key != "value" && field.key != "model");
        fields.push(field("value", text(&answer.literal)));
        fields.push(field("model", Node { span: at, shape: Shape::Table(run) }));
        if let Some(day) = scenario.from.filter(|_| !fields.iter().any(|field| field.key == "recorded")) {
            fields.push(field("recorded", Node { span: at, shape: Shape::Day(day) }));
        }
    }
    block
}
