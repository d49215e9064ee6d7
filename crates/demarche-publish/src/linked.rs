//! JSON-LD: an edition for machines that follow links.
//!
//! Three vocabularies, each for what it is made for: schema.org says what the
//! edition is (a `Report` with its number and date, a `Claim` for each
//! statement, the `Dataset` of them), PROV-O where each claim comes from, Web
//! Annotation which words rest on which claim. The context stands in the file,
//! so that it is read without a network.

use std::collections::BTreeSet;

use demarche_brief::edition::{Change, ChangeKind, Edition, Meta};
use demarche_terms::Lineage;
use serde_json::{Map, Value, json};

use crate::names::{Names, TERMS};
use crate::text::Text;
use crate::{parts, safe};

/// The edition as indented JSON-LD, with every name an IRI of the dossier.
pub fn json_ld(edition: &Edition, names: &Names) -> String {
    let mut graph = vec![report(edition, names), dataset(edition, names)];
    let mut met = BTreeSet::new();
    for bound in &edition.bound {
        claims(&bound.lineage, names, &bound.id.to_string(), &mut met, &mut graph);
    }
    graph.extend(edition.sources.iter().map(|source| {
        let mut node = json!({
            "@id": names.source(source.key.as_str()),
            "@type": ["CreativeWork", "prov:Entity"],
            "name": source.reference,
        });
        if let Some(url) = safe::web_href(&source.url) {
            node["url"] = json!(url);
        }
        if !source.seen {
            node["creativeWorkStatus"] = json!("not seen");
        }
        node
    }));
    graph.extend(annotations(edition, names));
    let mut text = format!("{:#}", json!({"@context": context(), "@graph": graph}));
    text.push('\n');
    text
}

/// What stands in the page itself: report, dataset and claims, named by the page's own anchors.
pub(crate) fn in_page(edition: &Edition, anchors: &[String]) -> Value {
    let meta = &edition.meta;
    let claims: Vec<Value> = edition
        .bound
        .iter()
        .zip(anchors)
        .map(|(bound, anchor)| {
            let mut claim = claim(&bound.lineage);
            claim.insert("@id".to_owned(), json!(format!("#{anchor}")));
            claim.insert("@type".to_owned(), json!("Claim"));
            let sources = edition.sources.iter().filter(|source| bound.sources.contains(&source.number));
            let cited: Vec<Value> = sources.map(|source| creative_work(&source.reference, &source.url)).collect();
            if !cited.is_empty() {
                claim.insert("citation".to_owned(), json!(cited));
            }
            Value::Object(claim)
        })
        .collect();
    let mut report = described(edition);
    report.insert("@context".to_owned(), json!("https://schema.org"));
    report.insert("@type".to_owned(), json!("Report"));
    let cited: Vec<Value> =
        edition.sources.iter().map(|source| creative_work(&source.reference, &source.url)).collect();
    report.insert("citation".to_owned(), json!(cited));
    report.insert(
        "hasPart".to_owned(),
        json!([{
            "@type": "Dataset",
            "@id": "#statements",
            "name": format!("Statements of {}", parts::imprint(meta)),
            "description": "What the brief rests on, statement by statement.",
            "version": meta.number,
            "datePublished": meta.date.to_string(),
            "hasPart": claims,
        }]),
    );
    Value::Object(report)
}

fn creative_work(reference: &str, url: &str) -> Value {
    match safe::web_href(url) {
        Some(url) => json!({"@type": "CreativeWork", "name": reference, "url": url}),
        None => json!({"@type": "CreativeWork", "name": reference}),
    }
}

fn context() -> Value {
    let link = |iri: &str| json!({"@id": iri, "@type": "@id"});
    let day = |iri: &str| json!({"@id": iri, "@type": "http://www.w3.org/2001/XMLSchema#date"});
    let number = |iri: &str| json!({"@id": iri, "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"});
    json!({
        "@vocab": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "terms": TERMS,
        "url": link("https://schema.org/url"),
        "citation": link("https://schema.org/citation"),
        "isPartOf": link("https://schema.org/isPartOf"),
        "isBasedOn": link("https://schema.org/isBasedOn"),
        "datePublished": day("https://schema.org/datePublished"),
        "changeKind": "terms:change-kind",
        "changedSince": day("terms:changed-since"),
        "changeReason": "terms:change-reason",
        "wasDerivedFrom": link("prov:wasDerivedFrom"),
        "hadPrimarySource": link("prov:hadPrimarySource"),
        "wasGeneratedBy": "prov:wasGeneratedBy",
        "used": link("prov:used"),
        "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
        "linking": "oa:linking",
        "body": link("oa:hasBody"),
        "target": "oa:hasTarget",
        "source": link("oa:hasSource"),
        "selector": "oa:hasSelector",
        "refinedBy": "oa:refinedBy",
        "exact": "oa:exact",
        "prefix": "oa:prefix",
        "suffix": "oa:suffix",
        "start": number("oa:start"),
        "end": number("oa:end"),
        "Annotation": "oa:Annotation",
        "TextQuoteSelector": "oa:TextQuoteSelector",
        "TextPositionSelector": "oa:TextPositionSelector",
    })
}

fn report(edition: &Edition, names: &Names) -> Value {
    let meta = &edition.meta;
    let mut report = described(edition);
    let iri = |id: &str| names.statement(id);
    report.insert("@id".to_owned(), json!(names.edition(&meta.product, meta.number)));
    report.insert("@type".to_owned(), json!(["Report", "prov:Entity"]));
    let sources: Vec<String> = edition.sources.iter().map(|source| names.source(source.key.as_str())).collect();
    report.insert("citation".to_owned(), json!(sources));
    let bound: Vec<String> = edition.bound.iter().map(|bound| iri(bound.id.as_str())).collect();
    report.insert("wasDerivedFrom".to_owned(), json!(bound));
    if let Some(change) = &meta.change {
        report.extend(changed(change));
    }
    Value::Object(report)
}

/// What an edition changed against the one before: its kind, the date of that one, and why a person chose the kind.
///
/// No public vocabulary has kinds of change, so these are terms of ours; a correction is schema.org's as well.
fn changed(change: &Change) -> Map<String, Value> {
    let mut said = Map::new();
    said.insert("changeKind".to_owned(), json!(change.kind.word()));
    if let Some(since) = change.since {
        said.insert("changedSince".to_owned(), json!(since.to_string()));
    }
    if !change.reason.is_empty() {
        said.insert("changeReason".to_owned(), json!(change.reason));
    }
    if change.kind == ChangeKind::Correction {
        said.insert("correction".to_owned(), json!(change.said(|day| day.to_string())));
    }
    said
}

/// The statements behind the brief, as one dataset.
fn dataset(edition: &Edition, names: &Names) -> Value {
    let meta = &edition.meta;
    let report = names.edition(&meta.product, meta.number);
    json!({
        "@id": format!("{report}/statements"),
        "@type": ["Dataset", "prov:Collection"],
        "name": format!("Statements of {}", parts::imprint(meta)),
        "description": "What the brief rests on, statement by statement.",
        "version": meta.number,
        "datePublished": meta.date.to_string(),
        "temporalCoverage": meta.date.to_string(),
        "isPartOf": report,
        "prov:hadMember": edition.bound.iter().map(|bound| json!({"@id": names.statement(bound.id.as_str())})).collect::<Vec<_>>(),
    })
}

/// What both forms say of the edition.
fn described(edition: &Edition) -> Map<String, Value> {
    let meta: &Meta = &edition.meta;
    let authors: Vec<_> = meta.authors.iter().map(|author| json!({"@type": "Person", "name": author.name})).collect();
    let status = if meta.draft.is_some() { "Draft" } else { "Published" };
    let said = json!({
        "headline": meta.title,
        "description": meta.summary,
        "reportNumber": meta.product,
        "version": meta.number,
        "datePublished": meta.date.to_string(),
        "inLanguage": parts::language(meta),
        "keywords": meta.keywords,
        "creativeWorkStatus": status,
        "author": authors,
        "publisher": {"@type": "Organization", "name": meta.publisher},
    });
    match said {
        Value::Object(said) => said,
        _ => Map::new(),
    }
}

/// What both forms say of a statement; what is empty is left out.
fn claim(lineage: &Lineage) -> Map<String, Value> {
    let recorded = lineage.recorded.map(|day| day.to_string()).unwrap_or_default();
    let said = [
        ("text", lineage.says.as_str()),
        ("temporalCoverage", &lineage.valid),
        ("datePublished", &recorded),
        ("creditText", &lineage.attribution),
    ];
    let said = said.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(name, text)| (name.to_owned(), json!(text))).collect()
}

/// A statement and what it was computed from, each once; gives the node's name.
fn claims(lineage: &Lineage, names: &Names, path: &str, met: &mut BTreeSet<String>, graph: &mut Vec<Value>) -> String {
    // A cell or a law's text has no id of its own: its place in the tree names it within this file.
    let name = lineage.id.as_ref().map_or_else(
        || format!("_:{}", path.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
        |id| names.statement(id.as_str()),
    );
    if !met.insert(name.clone()) {
        return name;
    }
    let mut node = claim(lineage);
    node.insert("@id".to_owned(), json!(name));
    let sort = if lineage.id.is_some() { json!(["Claim", "prov:Entity"]) } else { json!("prov:Entity") };
    node.insert("@type".to_owned(), sort);
    for (term, text) in [("value", &lineage.value), ("interval", &lineage.interval)] {
        if !text.is_empty() {
            node.insert(format!("terms:{term}"), json!(text));
        }
    }
    node.insert("terms:method".to_owned(), json!(lineage.method.word()));
    node.insert("terms:evidence".to_owned(), json!(lineage.evidence.word()));
    let sources: BTreeSet<String> =
        lineage.citations.iter().map(|citation| names.source(citation.source.as_str())).collect();
    if !sources.is_empty() {
        node.insert("hadPrimarySource".to_owned(), json!(sources));
    }
    let at = graph.len();
    graph.push(Value::Null);
    let inputs: Vec<String> = lineage
        .from
        .iter()
        .enumerate()
        .map(|(number, input)| claims(input, names, &format!("{path}/{number}"), met, graph))
        .collect();
    if !inputs.is_empty() {
        node.insert("wasDerivedFrom".to_owned(), json!(inputs));
    }
    if !lineage.formula.is_empty() {
        let activity = json!({"@type": "prov:Activity", "terms:formula": lineage.formula, "used": inputs});
        node.insert("wasGeneratedBy".to_owned(), activity);
    }
    graph[at] = Value::Object(node);
    name
}

/// One annotation for each stretch of bound words: by quotation, and by position in the plain text.
fn annotations(edition: &Edition, names: &Names) -> Vec<Value> {
    let report = names.edition(&edition.meta.product, edition.meta.number);
    let text = Text::of(edition);
    let places = text.places().zip(1..);
    places
        .filter_map(|(place, number)| {
            let bound = edition.bound.get(place.statement)?;
            Some(json!({
                "@id": format!("{report}/words/{number}"),
                "@type": "Annotation",
                "motivation": "linking",
                "body": names.statement(bound.id.as_str()),
                "target": {
                    "source": report,
                    "selector": [
                        {"@type": "TextQuoteSelector", "exact": place.exact, "prefix": place.prefix, "suffix": place.suffix},
                        {"@type": "TextPositionSelector", "start": place.range.start, "end": place.range.end},
                    ],
                },
            }))
        })
        .collect()
}
