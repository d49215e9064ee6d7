//! The small files: `dossier.toml`, `actors.toml` and `kinds/*.toml`.

use std::collections::{BTreeMap, BTreeSet};

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span};
use demarche_terms::{
    Accepted, Actor, ActorId, ActorSort, Date, House, Kind, KindId, QualifierRule, QualifierType, Tense, ValueType,
};

use super::check_format;
use crate::checks;
use crate::syntax::{Field, Fields, Node, Shape, toml};

/// What `dossier.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The dossier's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// IANA name of the time zone in which `check` reads "today"; `UTC` where none is given.
    pub timezone: String,
    /// The brief that is meant where only the folder is named.
    pub brief: String,
    /// Who publishes.
    pub publisher: String,
    /// Where the dossier's IRIs begin; empty where it names none.
    pub base: String,
    /// Jurisdictions whose rules and calendars apply.
    pub rules: Vec<String>,
    /// House style and answered queries.
    pub house: House,
    /// Who must sign statements off; `None` where nobody must.
    pub review: Option<ReviewPolicy>,
}

/// How many people must sign a statement off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewPolicy {
    /// At least 1.
    pub people: u8,
    /// Kinds of statement that need it; all where empty.
    pub kinds: Vec<KindId>,
    /// Where the dossier says so.
    pub at: Span,
}

/// Reads `dossier.toml`; what is missing is empty, with a finding.
pub fn manifest(file: FileId, files: &SourceMap) -> demarche_diagnostic::Warned<Manifest> {
    let mut sink = Vec::new();
    let root = toml(file, files, &mut sink);
    let value = read_manifest(&root, &mut sink).unwrap_or_default();
    demarche_diagnostic::Warned { value, diagnostics: sink }
}

fn read_manifest(root: &Node, sink: &mut Vec<Diagnostic>) -> Option<Manifest> {
    const KEYS: &[&str] =
        &["format", "id", "title", "timezone", "brief", "publisher", "base", "rules", "style", "accept", "review"];
    let fields = Fields::open(root, "dossier.toml", KEYS, sink)?;
    check_format(&fields, sink);
    let id = fields.required("id", sink).and_then(|node| node.id("id", demarche_terms::SourceId::new, sink));
    let timezone = match fields.get("timezone") {
        Some(node) => zone(node, sink),
        None => "UTC".to_owned(),
    };
    Some(Manifest {
        id: id.map(|id| id.to_string()).unwrap_or_default(),
        title: fields.required("title", sink).and_then(|node| node.text("title", sink)).unwrap_or_default().to_owned(),
        timezone,
        brief: fields.text("brief", sink).unwrap_or_default(),
        publisher: fields.text("publisher", sink).unwrap_or_default(),
        base: fields.get("base").and_then(|node| base(node, sink)).unwrap_or_default(),
        rules: fields.texts("rules", sink),
        house: house(&fields, sink),
        review: fields.get("review").and_then(|node| review(node, sink)),
    })
}

fn review(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<ReviewPolicy> {
    let fields = Fields::open(node, "[review]", &["people", "kinds"], sink)?;
    let at = fields.get("people");
    let people = at.map_or(Some(1), |node| node.integer("people", sink))?;
    let kinds = fields.get("kinds").map(|node| node.list("kinds", sink)).unwrap_or_default();
    let kinds = kinds.iter().filter_map(|node| node.id("kinds", KindId::new, sink)).collect();
    match u8::try_from(people) {
        Ok(people @ 1..=9) => Some(ReviewPolicy { people, kinds, at: node.span }),
        _ => {
            let message = format!("`people = {people}`: write how many people must sign, 1 to 9");
            sink.push(checks::d0004_type::said(at.unwrap_or(node).span, message));
            None
        }
    }
}

fn zone(node: &Node, sink: &mut Vec<Diagnostic>) -> String {
    let Some(name) = node.text("timezone", sink) else { return "UTC".to_owned() };
    if jiff::tz::TimeZone::get(name).is_err() {
        let message = format!("\"{name}\" is no time zone: write an IANA name such as \"Europe/Copenhagen\"");
        sink.push(checks::d0004_type::said(node.span, message));
    }
    name.to_owned()
}

/// An absolute IRI under which names can stand: a scheme, and nothing that ends an IRI in the middle.
fn base(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<String> {
    let text = node.text("base", sink)?;
    let scheme =
        ["https://", "http://", "urn:"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    let whole = !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c));
    if !(scheme && whole) {
        let message = format!(
            "\"{text}\" is no base for names: write an address of yours, such as \"https://…/\", or a \"urn:\""
        );
        sink.push(checks::d0004_type::said(node.span, message));
        return None;
    }
    Some(text.to_owned())
}

fn house(fields: &Fields<'_>, sink: &mut Vec<Diagnostic>) -> House {
    let mut house = House::default();
    if let Some(node) = fields.get("style")
        && let Some(style) = Fields::open(node, "[style]", &["likelihood", "loaded-words"], sink)
    {
        house.likelihood = style.text("likelihood", sink).filter(|scale| scale != "none");
        house.loaded_words = style.flag("loaded-words", sink).unwrap_or(false);
    }
    if let Some(node) = fields.get("accept")
        && let Some(accept) = Fields::open(node, "[accept]", &["queries"], sink)
    {
        let queries = accept.get("queries").map(|node| node.list("queries", sink)).unwrap_or_default();
        house.accepted = queries.iter().filter_map(|node| accepted(node, sink)).collect();
    }
    house
}

fn accepted(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<Accepted> {
    let fields = Fields::open(node, "an accepted query", &["code", "binding", "reason", "until"], sink)?;
    Some(Accepted {
        code: fields.required("code", sink)?.text("code", sink)?.to_owned(),
        binding: fields.required("binding", sink)?.text("binding", sink)?.to_owned(),
        reason: fields.required("reason", sink)?.text("reason", sink)?.to_owned(),
        until: fields.get("until").and_then(|node| node.day("until", sink)).unwrap_or(Date::MAX),
    })
}

/// Reads `actors.toml`, in the order of ids.
pub(crate) fn actors(
    file: FileId,
    files: &SourceMap,
    broken: &mut BTreeSet<String>,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Actor> {
    let root = toml(file, files, sink);
    let Some(fields) = Fields::open(&root, "actors.toml", &["format", "actor"], sink) else { return Vec::new() };
    check_format(&fields, sink);
    let mut all: BTreeMap<ActorId, (Actor, Span)> = BTreeMap::new();
    let mut wholes = Vec::new();
    for node in fields.get("actor").map(Node::items).unwrap_or_default() {
        let Some((actor, at)) = actor(node, sink) else {
            broken.extend(node.name("id"));
            continue;
        };
        if let Some((_, first)) = all.get(&actor.id) {
            sink.push(checks::d0007_duplicate::finding(at, "actor", actor.id.as_str(), *first));
            continue;
        }
        wholes.extend(actor.part_of.clone().map(|whole| (whole, at)));
        all.insert(actor.id.clone(), (actor, at));
    }
    for (whole, at) in wholes {
        if !all.contains_key(&whole) && !broken.contains(whole.as_str()) {
            sink.push(checks::d0012_reference::finding(
                at,
                super::link::place_of(whole.as_str(), at, files),
                "actor",
                whole.as_str(),
                all.keys().map(ActorId::as_str),
            ));
        }
    }
    all.into_values().map(|(actor, _)| actor).collect()
}

fn actor(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<(Actor, Span)> {
    const KEYS: &[&str] = &["id", "type", "name", "native", "aliases", "titles", "part-of", "iso", "cameo", "wikidata"];
    let fields = Fields::open(node, "an actor", KEYS, sink)?;
    let at = fields.required("id", sink)?;
    let id = at.id("id", ActorId::new, sink)?;
    let fields = fields.named_at(at.span);
    let codes = ["iso", "cameo", "wikidata"];
    let actor = Actor {
        id,
        sort: fields.required("type", sink)?.word("type", &ActorSort::WORDS, sink)?,
        name: fields.required("name", sink)?.text("name", sink)?.to_owned(),
        native: fields.text("native", sink).unwrap_or_default(),
        aliases: fields.texts("aliases", sink),
        titles: fields.texts("titles", sink),
        part_of: fields.get("part-of").and_then(|node| node.id("part-of", ActorId::new, sink)),
        codes: codes.iter().filter_map(|key| Some(((*key).to_owned(), fields.text(key, sink)?))).collect(),
    };
    Some((actor, at.span))
}

/// Reads one kind file; the kind's id is the file's name.
pub(crate) fn kind(
    file: FileId,
    files: &SourceMap,
    broken: &mut BTreeSet<String>,
    sink: &mut Vec<Diagnostic>,
) -> Option<(Kind, Span)> {
    let root = toml(file, files, sink);
    let kind = read_kind(&root, file, files, sink);
    if kind.is_none() {
        broken.extend(root.name("kind"));
    }
    kind
}

fn read_kind(root: &Node, file: FileId, files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Option<(Kind, Span)> {
    const KEYS: &[&str] =
        &["format", "kind", "label", "value", "dimension", "tense", "functional", "shelf-life", "answers", "with"];
    let fields = Fields::open(root, "a kind", KEYS, sink)?;
    check_format(&fields, sink);
    let at = fields.required("kind", sink)?;
    let id = at.id("kind", KindId::new, sink)?;
    let value = fields.required("value", sink)?.word("value", &ValueType::WORDS, sink)?;
    let tense = [(Tense::Period, "period"), (Tense::Moment, "moment"), (Tense::State, "state")];
    let stem = files.name(file).rsplit(['/', '\\']).next().and_then(|name| name.strip_suffix(".toml"));
    if stem != Some(id.as_str()) {
        sink.push(checks::d0004_type::said(at.span, format!("the kind `{id}` belongs into a file `{id}.toml`")));
    }
    let with = fields.get("with").map(|node| qualifiers(node, sink)).unwrap_or_default();
    let kind = Kind {
        label: fields.text("label", sink).unwrap_or_else(|| id.to_string()),
        dimension: dimension(&fields, value, sink),
        tense: fields.required("tense", sink)?.word("tense", &tense, sink)?,
        functional: fields.flag("functional", sink).unwrap_or_else(|| one_at_a_time(value)),
        shelf_days: fields.get("shelf-life").and_then(|node| shelf_days(node, sink)),
        answers: fields.get("answers").and_then(|node| node.id("answers", KindId::new, sink)),
        id,
        value,
        with,
    };
    Some((kind, at.span))
}

/// Measured values exclude each other where the kind does not say otherwise; events, views and ties do not.
fn one_at_a_time(value: ValueType) -> bool {
    use ValueType::{Actor, Change, Count, Date, Quantity, Rank, Share, Text};
    matches!(value, Quantity | Share | Change | Rank | Count | Date | Text | Actor)
}

fn dimension(fields: &Fields<'_>, value: ValueType, sink: &mut Vec<Diagnostic>) -> String {
    match value {
        ValueType::Quantity | ValueType::Change => {
            fields.required("dimension", sink).and_then(|node| node.text("dimension", sink)).unwrap_or("").to_owned()
        }
        _ => fields.text("dimension", sink).unwrap_or_default(),
    }
}

/// An ISO 8601 duration in days; years count 365, months 30.
fn shelf_days(node: &Node, sink: &mut Vec<Diagnostic>) -> Option<i32> {
    let text = node.text("shelf-life", sink)?;
    let days = text.parse::<jiff::Span>().ok().map(|span| {
        i32::from(span.get_years()) * 365 + span.get_months() * 30 + span.get_weeks() * 7 + span.get_days()
    });
    if days.is_none_or(|days| days <= 0) {
        let message = format!("\"{text}\" is no duration: write \"P1Y\", \"P6M\" or \"P30D\"");
        sink.push(checks::d0004_type::said(node.span, message));
        return None;
    }
    days
}

fn qualifiers(node: &Node, sink: &mut Vec<Diagnostic>) -> BTreeMap<String, QualifierRule> {
    let Shape::Table(fields) = &node.shape else {
        checks::d0004_type::push::<()>(sink, node, "with", "a table of qualifiers");
        return BTreeMap::new();
    };
    fields.iter().filter_map(|field| Some((field.key.to_string(), qualifier(field, sink)?))).collect()
}

fn qualifier(field: &Field, sink: &mut Vec<Diagnostic>) -> Option<QualifierRule> {
    let types = [
        (QualifierType::Actor, "actor"),
        (QualifierType::Text, "text"),
        (QualifierType::Date, "date"),
        (QualifierType::Statement, "statement"),
        (QualifierType::Number, "number"),
    ];
    let fields = Fields::open(&field.value, "a qualifier", &["type", "required", "basis", "words"], sink)?;
    let fields = fields.named_at(field.at);
    let mut words = BTreeMap::new();
    if let Some(node) = fields.get("words") {
        match &node.shape {
            Shape::Table(values) => {
                for value in values {
                    let spelt = value.value.items().iter().filter_map(|item| item.text("words", sink));
                    words.insert(value.key.to_string(), spelt.map(str::to_owned).collect());
                }
            }
            _ => checks::d0004_type::push(sink, node, "words", "a table of word lists by value").unwrap_or(()),
        }
    }
    Some(QualifierRule {
        holds: fields.required("type", sink)?.word("type", &types, sink)?,
        required: fields.flag("required", sink).unwrap_or(false),
        basis: fields.flag("basis", sink).unwrap_or(false),
        words,
    })
}
