//! RDF: a dossier as Turtle or TriG, for any SPARQL engine.
//!
//! In TriG each source is a graph of its own that holds what it says, so that a
//! query can ask who says so; what is computed stands in the graph of the
//! statement itself. Sources, actors and the dossier are described in the
//! default graph. Turtle is the same without the graphs.

use std::collections::{BTreeSet, HashSet};

use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{GraphName, Literal, NamedNode, Quad, Term, Triple};
use oxttl::{TriGSerializer, TurtleSerializer};

use crate::holdings::{Held, Holdings};
use crate::names::{self, TERMS};
use crate::safe;

const PREFIXES: [(&str, &str); 7] = [
    ("dcterms", "http://purl.org/dc/terms/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("terms", TERMS),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The dossier as Turtle, in the order of ids.
pub fn turtle(holdings: &Holdings) -> String {
    let mut serializer = TurtleSerializer::new();
    for (name, iri) in PREFIXES {
        serializer = serializer.with_prefix(name, iri).expect("the prefixes above are IRIs");
    }
    let mut writer = serializer.for_writer(Vec::new());
    // Two sources that say the same make one triple.
    let mut met = HashSet::new();
    for quad in quads(holdings) {
        let triple = Triple::from(quad);
        if met.insert(triple.clone()) {
            writer.serialize_triple(&triple).expect("writing to memory cannot fail");
        }
    }
    text(writer.finish().expect("writing to memory cannot fail"))
}

/// The dossier as TriG, a named graph for each source.
pub fn trig(holdings: &Holdings) -> String {
    let mut serializer = TriGSerializer::new();
    for (name, iri) in PREFIXES {
        serializer = serializer.with_prefix(name, iri).expect("the prefixes above are IRIs");
    }
    let mut quads = quads(holdings);
    // Stable: within a graph the order of ids stays.
    quads.sort_by_key(|quad| quad.graph_name.to_string());
    let mut writer = serializer.for_writer(Vec::new());
    for quad in &quads {
        writer.serialize_quad(quad).expect("writing to memory cannot fail");
    }
    text(writer.finish().expect("writing to memory cannot fail"))
}

/// The text, its prefixes in order: the writer keeps them in a hash map.
fn text(bytes: Vec<u8>) -> String {
    let text = String::from_utf8_lossy(&bytes);
    let end = text.lines().take_while(|line| line.starts_with("@prefix ")).map(|line| line.len() + 1).sum();
    let (head, body) = text.split_at_checked(end).unwrap_or(("", &text));
    let mut prefixes: Vec<&str> = head.lines().collect();
    prefixes.sort_unstable();
    let lines = prefixes.iter().map(|line| format!("{line}\n"));
    lines.chain([body.to_owned()]).collect()
}

/// Everything, the description of the dossier first.
fn quads(holdings: &Holdings) -> Vec<Quad> {
    let mut graph = Graph { quads: Vec::new() };
    graph.dossier(holdings);
    for statement in &holdings.statements {
        graph.statement(holdings, statement);
    }
    graph.quads
}

struct Graph {
    quads: Vec<Quad>,
}

impl Graph {
    fn dossier(&mut self, holdings: &Holdings) {
        let names = &holdings.names;
        let mut about = Subject::new(names.dossier());
        about.link(rdf::TYPE.as_str(), "https://schema.org/Dataset");
        about.words("http://purl.org/dc/terms/title", &holdings.title);
        about.words("http://purl.org/dc/terms/publisher", &holdings.publisher);
        about.typed(&names::term("as-of"), &holdings.as_of.to_string(), xsd::DATE.as_str());
        about.typed(&names::term("known-by"), &holdings.known_by.to_string(), xsd::DATE.as_str());
        self.put(about, &GraphName::DefaultGraph);
        for source in &holdings.sources {
            let mut about = Subject::new(names.source(source.id.as_str()));
            about.link(rdf::TYPE.as_str(), "https://schema.org/CreativeWork");
            about.link(rdf::TYPE.as_str(), "http://www.w3.org/ns/prov#Entity");
            about.words("http://purl.org/dc/terms/title", &source.title);
            about.words("http://purl.org/dc/terms/creator", &source.author);
            about.words("http://purl.org/dc/terms/date", &source.date);
            if let Some(url) = safe::web_href(&source.url) {
                about.link("https://schema.org/url", url);
            }
            about.typed(&names::term("seen"), if source.seen { "true" } else { "false" }, xsd::BOOLEAN.as_str());
            about.typed(
                &names::term("producer"),
                if source.is_producer() { "true" } else { "false" },
                xsd::BOOLEAN.as_str(),
            );
            self.put(about, &GraphName::DefaultGraph);
        }
        for actor in &holdings.actors {
            let mut about = Subject::new(names.actor(actor.id.as_str()));
            about.link(rdf::TYPE.as_str(), &names::term(actor.sort.word()));
            about.words(rdfs::LABEL.as_str(), &actor.name);
            if let Some((_, code)) = actor.codes.iter().find(|(scheme, _)| scheme == "wikidata") {
                about.link("http://www.w3.org/2002/07/owl#sameAs", &format!("http://www.wikidata.org/entity/{code}"));
            }
            self.put(about, &GraphName::DefaultGraph);
        }
    }

    fn statement(&mut self, holdings: &Holdings, held: &Held) {
        let names = &holdings.names;
        let keys: BTreeSet<&str> = held.citations.iter().map(|citation| citation.source.as_str()).collect();
        let mut graphs: Vec<(Option<&str>, String)> =
            keys.into_iter().map(|key| (Some(key), names.source(key))).collect();
        if graphs.is_empty() {
            graphs.push((None, names.statement(&held.row.id)));
        }
        for (key, graph) in graphs {
            if let Ok(graph) = NamedNode::new(graph) {
                self.put(describe(holdings, held, key), &GraphName::NamedNode(graph));
            }
        }
    }

    fn put(&mut self, subject: Subject, graph: &GraphName) {
        let Subject { node, said } = subject;
        let Ok(node) = NamedNode::new(node) else { return };
        for (term, value) in said {
            self.quads.push(Quad::new(node.clone(), term, value, graph.clone()));
        }
    }
}

/// What is said of one thing, in order.
#[derive(Clone)]
struct Subject {
    node: String,
    said: Vec<(NamedNode, Term)>,
}

impl Subject {
    fn new(node: String) -> Self {
        Self { node, said: Vec::new() }
    }

    /// A link; an address that is no IRI is left out.
    fn link(&mut self, term: &str, iri: &str) {
        if let (Ok(term), Ok(iri)) = (NamedNode::new(term), NamedNode::new(iri)) {
            self.said.push((term, iri.into()));
        }
    }

    /// Words; none where empty.
    fn words(&mut self, term: &str, text: &str) {
        if let (Ok(term), false) = (NamedNode::new(term), text.is_empty()) {
            self.said.push((term, Literal::new_simple_literal(text).into()));
        }
    }

    fn typed(&mut self, term: &str, text: &str, datatype: &str) {
        if let (Ok(term), Ok(datatype), false) = (NamedNode::new(term), NamedNode::new(datatype), text.is_empty()) {
            self.said.push((term, Literal::new_typed_literal(text, datatype).into()));
        }
    }
}

/// What one of its sources, or nobody, says in a statement: the quoted words are those of that source.
fn describe(holdings: &Holdings, held: &Held, source: Option<&str>) -> Subject {
    let (names, row) = (&holdings.names, &held.row);
    let mut about = Subject::new(names.statement(&row.id));
    about.link(rdf::TYPE.as_str(), "https://schema.org/Claim");
    about.link(rdf::TYPE.as_str(), "http://www.w3.org/ns/prov#Entity");
    about.words(rdfs::LABEL.as_str(), &row.says);
    about.words("http://purl.org/dc/terms/identifier", &row.id);
    about.link("https://schema.org/about", &names.actor(&row.subject));
    about.link(&names::term("kind"), &names.kind(&row.predicate));
    for (name, value) in &held.with {
        let term = names::term(&format!("with-{name}"));
        if holdings.actors.iter().any(|actor| actor.id.as_str() == value) {
            about.link(&term, &names.actor(value));
        } else {
            about.words(&term, value);
        }
    }
    about.words(&names::term("value"), &row.value);
    for (name, text) in [("low", &row.low), ("high", &row.high)] {
        let day = text.parse::<demarche_terms::Date>().is_ok();
        about.typed(&names::term(name), text, if day { xsd::DATE.as_str() } else { xsd::DECIMAL.as_str() });
    }
    about.words(&names::term("unit"), &row.unit);
    about.words("https://schema.org/temporalCoverage", &row.valid);
    for (name, day) in [("valid-from", held.valid.0), ("valid-to", held.valid.1)] {
        about.typed(&names::term(name), &day.map(|day| day.to_string()).unwrap_or_default(), xsd::DATE.as_str());
    }
    about.typed("http://purl.org/dc/terms/issued", &row.recorded, xsd::DATE.as_str());
    for (name, text) in
        [("method", &row.method), ("evidence", &row.evidence), ("rank", &row.rank), ("life", &row.state)]
    {
        about.words(&names::term(name), text);
    }
    for citation in held.citations.iter().filter(|citation| Some(citation.source.as_str()) == source) {
        about.link("http://www.w3.org/ns/prov#hadPrimarySource", &names.source(citation.source.as_str()));
        about.words(&names::term("quote"), &citation.quote);
    }
    for input in &held.from {
        about.link("http://www.w3.org/ns/prov#wasDerivedFrom", &names.statement(input.as_str()));
    }
    for replaced in &held.replaces {
        about.link("http://www.w3.org/ns/prov#wasRevisionOf", &names.statement(replaced.as_str()));
    }
    about
}
