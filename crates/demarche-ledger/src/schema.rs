//! A JSON schema of statement files, so that editors complete keys and mark faults while someone types.
//!
//! It is made from the tables by which the reader itself takes a statement apart: a key that is added there is a key
//! here, and one that has no shape here fails the first test. The dialect is draft 7, which TOML editors read (taplo
//! and what is built on it). A schema sees one file and one block at a time; everything that needs the rest of the
//! dossier (references, units, contradictions) stays with `check`.

use demarche_terms::{Kind, MAX_ID, Modality, QualifierType, Rung, StatementRank, Tense, ValueType};
use serde_json::{Map, Value, json};

use crate::Ledger;
use crate::reading::keys;

/// What a schema can name: kinds, and the ids that a dossier holds; empty lists leave an id open.
#[derive(Default)]
struct Names<'a> {
    kinds: Vec<&'a Kind>,
    actors: Vec<&'a str>,
    sources: Vec<&'a str>,
    rules: Vec<&'a str>,
    statements: Vec<&'a str>,
}

/// The schema of statement files in any dossier: every key and its shape, ids left open.
pub fn statement_schema() -> Value {
    schema(&Names::default(), "Statement files of a dossier")
}

impl Ledger {
    /// The schema of this dossier's statement files: its kinds with their qualifiers, its actors, sources and ids.
    pub fn statement_schema(&self) -> Value {
        let names = Names {
            kinds: self.kinds().collect(),
            actors: self.actors().iter().map(|actor| actor.id.as_str()).collect(),
            sources: self.sources().map(|source| source.id.as_str()).collect(),
            rules: self.rules().iter().map(|rule| rule.id.as_str()).collect(),
            statements: self.statements().map(|statement| statement.id.as_str()).collect(),
        };
        schema(&names, &format!("Statement files of the dossier {}", self.manifest().id))
    }
}

fn schema(names: &Names<'_>, title: &str) -> Value {
    let properties: Map<String, Value> =
        keys::STATEMENT.iter().map(|key| ((*key).to_owned(), property(key, names))).collect();
    let mut conditions = vec![content(), dated(), analyst()];
    conditions.extend(names.kinds.iter().map(|kind| of_kind(kind)));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "format": {"const": crate::FORMAT, "description": "Version of the dossier format."},
            "statement": {"type": "array", "items": {"$ref": "#/definitions/statement"}, "description": "One block a statement."},
        },
        "definitions": {
            "statement": {
                "type": "object",
                "additionalProperties": false,
                "required": ["id", "says", "subject", "predicate"],
                "properties": properties,
                "allOf": conditions,
            },
            "id": id(),
            "text": text(),
            "day": {"type": "string", "pattern": DAY, "description": "A full date, such as 2019-01-29."},
            "edtf": edtf(),
            "actor": named(&names.actors),
            "kind": named(&names.kinds.iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>()),
            "source-key": named(&names.sources),
            "rule": named(&names.rules),
            "statement-id": named(&names.statements),
            "qualifiers": {
                "type": "object",
                "description": "Qualifiers that the kind knows.",
                "additionalProperties": {"anyOf": [{"$ref": "#/definitions/qualifier"}, {"type": "array", "items": {"$ref": "#/definitions/qualifier"}}]},
            },
            "qualifier": {"type": ["string", "number", "boolean"]},
            "source": object(keys::SOURCE, &["ref"], |key| match key {
                "ref" => refer("source-key"),
                "quote" => json!({"type": "string", "pattern": QUOTE, "description": "Words of the source, at most 25."}),
                _ => refer("text"),
            }),
        },
    })
}

/// A day of the calendar.
const DAY: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

/// At most 25 words.
const QUOTE: &str = "^\\s*(\\S+\\s+){0,24}\\S*\\s*$";

/// The shape of one key. Every key of [`keys::STATEMENT`] has an arm.
fn property(key: &str, names: &Names<'_>) -> Value {
    let (mut shape, says) = match key {
        "id" => (refer("id"), "Name of the statement; never reused."),
        "was" => (one_or_more(refer("id")), "Former ids: bindings to them still resolve."),
        "says" => (refer("text"), "What is said, in one sentence or phrase."),
        "subject" => (refer("actor"), "Whom or what it is about, an id of actors.toml."),
        "predicate" => (refer("kind"), "The kind of statement."),
        "with" => (refer("qualifiers"), "Qualifiers of the kind."),
        "value" => (
            json!({"type": ["string", "number"]}),
            "A literal, such as \"9.3e9 USD/a\", \"50 %\", \"7\" or \"2018-03\".",
        ),
        "derive" => (json!({"type": "string"}), "A formula over statement ids, numbers and cells."),
        "rule" => (refer("rule"), "A rule of law or calendar."),
        "count" => (query(keys::COUNT, &["predicate"]), "Counts distinct events in a window, ends inclusive."),
        "position-in" => (
            object(keys::POSITION, &["table", "measure", "of"], |key| match key {
                "order" => words(keys::ORDERS.map(|(_, word)| word)),
                _ => json!({"type": "string"}),
            }),
            "A rank from a table.",
        ),
        "model" => (run(), "The model's run that gave the value."),
        "valid" => (refer("edtf"), "When it held."),
        "recorded" => (refer("day"), "When the source made it public."),
        "source" => (one_or_more(refer("source")), "Where it is said."),
        "data" => (
            json!({"type": "string", "pattern": "^[^\\[\\]]+\\[[^\\]]*\\]"}),
            "The table cell that says the same: table[key=value].column@vintage.",
        ),
        "modality" => (words(Modality::WORDS.map(|(_, word)| word)), "How strongly it is said; asserted if left out."),
        "by" => (
            object(keys::BY, &["actor", "act"], |key| match key {
                "actor" | "to" => refer("actor"),
                "on" => refer("edtf"),
                _ => refer("text"),
            }),
            "Whose word it is.",
        ),
        "rank" => (words(StatementRank::WORDS.map(|(_, word)| word)), "Which of several rivals is read."),
        "supersedes" => (
            one_or_more(object(keys::SUPERSEDES, &["id", "reason"], |key| match key {
                "id" => refer("statement-id"),
                _ => json!({"type": "string", "pattern": format!("^({})\\s*(:|$)", keys::REASONS.join("|"))}),
            })),
            "Statements that this one replaces, with the reason.",
        ),
        "review" => (refer("day"), "Look again by then."),
        "confirmed" => (
            one_or_more(object(keys::CONFIRMED, &["date", "source"], |key| match key {
                "date" => refer("day"),
                _ => refer("source-key"),
            })),
            "Looked at again, and still so.",
        ),
        "ends" => (query(keys::ENDS, &["predicate"]), "The event that ends it."),
        "expects" => (query(keys::EXPECTS, &["by"]), "The event that is expected."),
        "grounds" => (one_or_more(refer("statement-id")), "What a judgement rests on."),
        "analyst" => (refer("text"), "Who judged."),
        "judged" => (refer("day"), "When."),
        "steps" => (
            one_or_more(object(keys::STEP, &["step", "on"], |key| match key {
                "step" => words(Rung::WORDS.map(|(_, word)| word)),
                "on" => refer("edtf"),
                _ => refer("source-key"),
            })),
            "The ladder of an instrument, dates ascending.",
        ),
        "instrument" => (refer("actor"), "The paper that carries a commitment."),
        "plover" => (refer("text"), "An event's PLOVER root."),
        "place" => (refer("text"), "Where; dates are local to it."),
        "complete" => {
            (query(keys::COMPLETE, &["predicate", "from", "to"]), "The event list is complete in this window.")
        }
        _ => (Value::Bool(true), ""),
    };
    if key == "rule" && names.rules.is_empty() {
        shape = refer("id");
    }
    // Beside `$ref` draft 7 reads nothing else, so the description stands around it.
    json!({"description": says, "allOf": [shape]})
}

fn refer(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

fn id() -> Value {
    json!({"type": "string", "maxLength": MAX_ID, "pattern": "^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$"})
}

fn text() -> Value {
    json!({"type": ["string", "number"]})
}

/// Dates of EDTF levels 0 and 1 by their alphabet; whether a day exists is for `check` to say.
fn edtf() -> Value {
    json!({
        "type": ["string", "integer"],
        "pattern": "^(\\.\\.|[0-9]{2,4}X{0,2}(-[0-9X]{2}){0,2}[?~%]?)?(/(\\.\\.|[0-9]{2,4}X{0,2}(-[0-9X]{2}){0,2}[?~%]?)?)?$",
        "minLength": 1,
        "description": "EDTF, levels 0 and 1: 2018, 2018-07, 2018-07-14, 2018~, 2018-03/..",
    })
}

/// An id out of a list, or any where the list is empty.
fn named(ids: &[&str]) -> Value {
    if ids.is_empty() { id() } else { json!({"type": "string", "enum": ids}) }
}

fn words<const N: usize>(words: [&str; N]) -> Value {
    json!({"type": "string", "enum": words.to_vec()})
}

fn one_or_more(shape: Value) -> Value {
    json!({"anyOf": [shape, {"type": "array", "items": shape}]})
}

/// A table with these keys and no others.
fn object(known: &[&str], required: &[&str], shape: impl Fn(&str) -> Value) -> Value {
    let properties: Map<String, Value> = known.iter().map(|key| ((*key).to_owned(), shape(key))).collect();
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

fn query(known: &[&str], required: &[&str]) -> Value {
    object(known, required, |key| match key {
        "predicate" => refer("kind"),
        "subject" => refer("actor"),
        "with" => refer("qualifiers"),
        "source" => one_or_more(refer("source")),
        _ => refer("day"),
    })
}

fn run() -> Value {
    let known: Vec<&str> = keys::RUN.iter().chain(keys::RUN_INPUTS).copied().collect();
    object(&known, &["name", "version"], |key| match key {
        "inputs" => one_or_more(refer("statement-id")),
        "cells" => one_or_more(json!({"type": "string"})),
        _ => refer("text"),
    })
}

/// At most one key gives the content.
fn content() -> Value {
    let pairs = keys::CONTENT
        .iter()
        .enumerate()
        .flat_map(|(at, one)| keys::CONTENT[at + 1..].iter().map(move |other| json!({"required": [one, other]})));
    json!({"not": {"anyOf": pairs.collect::<Vec<_>>()}})
}

/// Only what is computed may leave its times to its inputs.
fn dated() -> Value {
    let computed = keys::CONTENT.iter().filter(|key| **key != "value").map(|key| json!({"required": [key]}));
    let mut any = vec![json!({"required": ["valid", "recorded"]})];
    any.extend(computed);
    json!({"anyOf": any})
}

/// A judge and the day of the judgement come together.
fn analyst() -> Value {
    json!({"dependencies": {"analyst": ["judged"], "judged": ["analyst"]}})
}

/// What a kind asks of its statements: qualifiers, an attribution, an instrument, a date to look again.
fn of_kind(kind: &Kind) -> Value {
    let qualifiers: Map<String, Value> = kind.with.iter().map(|(name, rule)| (name.clone(), qualifier(rule))).collect();
    let required: Vec<&String> = kind.with.iter().filter(|(_, rule)| rule.required).map(|(name, _)| name).collect();
    let mut then = json!({"properties": {"with": {
        "properties": qualifiers, "required": required,
        "description": format!("Qualifiers of \"{}\".", kind.label),
    }}});
    let mut needs: Vec<&str> = Vec::new();
    needs.extend((!required.is_empty()).then_some("with"));
    needs.extend((kind.value == ValueType::Position).then_some("by"));
    needs.extend((kind.value == ValueType::Commitment).then_some("instrument"));
    then["required"] = json!(needs);
    let known: Vec<&String> = kind.with.keys().collect();
    // A rule's inputs stand among the qualifiers, whatever the kind.
    let mut all = vec![json!({
        "if": {"not": {"required": ["rule"]}},
        "then": {"properties": {"with": {"propertyNames": {"enum": known}}}},
    })];
    if kind.tense == Tense::State && kind.shelf_days.is_none() {
        let watched = ["review", "ends", "expects"].map(|key| json!({"required": [key]}));
        all.push(json!({
            "if": {"properties": {"valid": {"type": "string", "pattern": "/\\.\\.$"}}, "required": ["valid"]},
            "then": {"anyOf": watched},
        }));
    }
    then["allOf"] = json!(all);
    json!({
        "if": {"properties": {"predicate": {"const": kind.id.as_str()}}, "required": ["predicate"]},
        "then": then,
    })
}

fn qualifier(rule: &demarche_terms::QualifierRule) -> Value {
    let closed = rule.basis && !rule.words.is_empty();
    let says = match rule.holds {
        QualifierType::Actor => "An actor id, or \"unstated\".",
        QualifierType::Text => "Words or a code, or \"unstated\".",
        QualifierType::Date => "An EDTF date, or \"unstated\".",
        QualifierType::Statement => "A statement id.",
        QualifierType::Number => "A number.",
    };
    let mut shape = json!({"description": says});
    if closed {
        let words: Vec<&str> = rule.words.keys().map(String::as_str).chain(["unstated"]).collect();
        shape["anyOf"] = json!([{"enum": words}, {"type": "array", "items": {"enum": words}}]);
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_a_statement_has_a_shape() {
        let names = Names::default();
        for key in keys::STATEMENT {
            assert_ne!(property(key, &names)["description"], "", "`{key}` has no shape in the schema");
        }
    }
}
