//! Data out, read back by what others use: a SPARQL engine and a JSON-LD reader.
//!
//! The data package and the schema are held against the public validators by `tests/data/validate.py`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use demarche::{Reading, Workspace};
use demarche_publish::Holdings;
use oxrdf::{Dataset, NamedNode, Quad, Term, Triple};
use serde_json::Value;
use spareval::{QueryEvaluator, QueryResults};
use spargebra::SparqlParser;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn on_its_date() -> Reading {
    Reading { as_of: "2019-01-29".parse().ok(), known_by: None }
}

fn korea() -> Holdings {
    let mut workspace = Workspace::open(&root().join("dossiers/south-korea")).expect("the dossier opens");
    demarche::holdings(&mut workspace, on_its_date()).expect("today can be told")
}

fn read_trig(text: &str) -> Dataset {
    oxttl::TriGParser::new().for_slice(text).map(|quad| quad.expect("TriG")).collect()
}

fn read_turtle(text: &str) -> Dataset {
    let triples = oxttl::TurtleParser::new().for_slice(text).map(|triple| triple.expect("Turtle"));
    triples
        .map(|Triple { subject, predicate, object }| {
            Quad::new(subject, predicate, object, oxrdf::GraphName::DefaultGraph)
        })
        .collect()
}

/// The answers to a query that ships with the recipes, one list of texts a row.
fn ask(dataset: &Dataset, query: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(root().join("docs/recipes/queries").join(query)).expect("the query is there");
    let query = SparqlParser::new().parse_query(&text).expect("SPARQL");
    let evaluator = QueryEvaluator::new();
    let QueryResults::Solutions(rows) = evaluator.prepare(&query).execute(dataset).expect("runs") else {
        panic!("a SELECT gives rows");
    };
    let cell = |term: Option<&Term>| match term {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    rows.map(|row| {
        let row = row.expect("a row");
        columns.iter().map(|column| cell(row.get(*column))).collect()
    })
    .collect()
}

#[test]
fn a_sparql_engine_says_who_says_what() {
    let holdings = korea();
    let dataset = read_trig(&demarche_publish::trig(&holdings));
    let rows = ask(&dataset, "who-says.rq", &["id", "value", "issued", "title"]);
    let said: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert!(said.contains(&"us-kr.trade.balance.2017") && said.contains(&"us-kr.trade.balance.2011"), "{said:?}");
    assert!(rows.windows(2).all(|pair| pair[0][2] <= pair[1][2]), "in the order of their record");
    let of_kind = holdings.statements.iter().filter(|held| held.row.predicate == "trade-balance");
    let cited: usize = of_kind
        .filter(|held| !held.row.value.is_empty())
        .map(|held| held.citations.iter().map(|citation| &citation.source).collect::<BTreeSet<_>>().len())
        .sum();
    assert_eq!(rows.len(), cited, "a row for each source of each statement");
}

#[test]
fn a_sparql_engine_finds_what_no_seen_source_backs() {
    let holdings = korea();
    let rows = ask(&read_trig(&demarche_publish::trig(&holdings)), "unseen.rq", &["id"]);
    let found: BTreeSet<String> = rows.into_iter().flatten().collect();
    let seen = |key: &str| holdings.sources.iter().any(|source| source.id.as_str() == key && source.seen);
    let expected: BTreeSet<String> = holdings
        .statements
        .iter()
        .filter(|held| !held.citations.is_empty())
        .filter(|held| !held.citations.iter().any(|citation| seen(citation.source.as_str())))
        .map(|held| held.row.id.clone())
        .collect();
    assert_eq!(found, expected);
    assert!(!found.is_empty(), "the dossier names a source that was not seen");
}

#[test]
fn a_sparql_engine_follows_a_figure_down_to_its_sources() {
    let rows = ask(&read_turtle(&demarche_publish::turtle(&korea())), "rests-on.rq", &["id", "value", "title"]);
    let growth: Vec<_> = rows.iter().filter(|row| row[0] == "us-kr.trade.growth.2011-2017.recomputed").collect();
    assert!(!growth.is_empty() && growth.iter().all(|row| !row[2].is_empty()), "{rows:?}");
    // Won into dollars: the agreement and the exchange rate, from two sources.
    assert!(rows.iter().filter(|row| row[0] == "us-kr.sma.contribution.2018.usd").count() >= 2, "{rows:?}");
}

#[test]
fn turtle_and_trig_hold_the_same_triples_and_come_out_the_same_twice() {
    let holdings = korea();
    let (trig, turtle) = (demarche_publish::trig(&holdings), demarche_publish::turtle(&holdings));
    let triples = |dataset: &Dataset| -> BTreeSet<String> {
        dataset.iter().map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object)).collect()
    };
    assert_eq!(triples(&read_trig(&trig)), triples(&read_turtle(&turtle)));
    assert_eq!((trig, turtle), (demarche_publish::trig(&holdings), demarche_publish::turtle(&holdings)));
    assert_eq!(demarche_publish::data_package(&holdings), demarche_publish::data_package(&holdings));
}

#[test]
fn linked_data_name_the_edition_its_claims_and_their_lineage() {
    let mut workspace = Workspace::open(&root().join("dossiers/south-korea")).expect("the dossier opens");
    let report = workspace.check(on_its_date()).expect("the brief is readable");
    let names = demarche_publish::Names::new("https://desk.example/korea/", "south-korea");
    let text = demarche_publish::json_ld(&report.edition, &names);
    let dataset: Dataset =
        oxjsonld::JsonLdParser::new().for_slice(text.as_bytes()).map(|quad| quad.expect("JSON-LD")).collect();
    let of_type = |iri: &str| {
        let sort = NamedNode::new(iri).expect("an IRI");
        dataset.iter().filter(|quad| quad.predicate == oxrdf::vocab::rdf::TYPE && quad.object == (&sort).into()).count()
    };
    assert_eq!(of_type("https://schema.org/Report"), 1);
    assert_eq!(of_type("https://schema.org/Dataset"), 1);
    assert!(of_type("https://schema.org/Claim") >= report.edition.bound.len());
    let cited = dataset.iter().filter(|quad| quad.predicate.as_str() == "http://www.w3.org/ns/prov#hadPrimarySource");
    assert!(cited.count() >= report.edition.sources.len());
    // Each quotation is what stands at its position in the prose.
    let json: Value = serde_json::from_str(&text).expect("JSON");
    assert!(json["@graph"][0]["changeKind"].is_null(), "prose that is no locked edition changed nothing");
    let notes: Vec<&Value> =
        json["@graph"].as_array().expect("a graph").iter().filter(|node| node["@type"] == "Annotation").collect();
    assert_eq!(of_type("http://www.w3.org/ns/oa#Annotation"), notes.len());
    assert!(notes.len() > 90, "{}", notes.len());
    let mut last = 0;
    for note in notes {
        let (quote, position) = (&note["target"]["selector"][0], &note["target"]["selector"][1]);
        let (start, end) = (position["start"].as_u64().expect("a start"), position["end"].as_u64().expect("an end"));
        let exact = quote["exact"].as_str().expect("words");
        assert!(last <= start && start < end, "in reading order");
        assert_eq!(exact.chars().count() as u64, end - start, "{exact}");
        last = end;
    }
}

/// The kind of change and the edition before stand in a locked edition's linked data as they do in its footer.
#[test]
fn linked_data_of_an_edition_say_what_sort_of_change_it_is() {
    let path = root().join("dossiers/south-korea/briefs/editions/2019-03-15.md");
    let mut workspace = Workspace::open(&path).expect("the dossier opens");
    let folder = tempfile::tempdir().expect("a folder");
    let date = "2019-03-15".parse().expect("a day");
    workspace.rebuild_edition(date, folder.path()).expect("is built again");
    let text = std::fs::read_to_string(folder.path().join("2019-03-15.jsonld")).expect("was written");
    let quads: Vec<_> =
        oxjsonld::JsonLdParser::new().for_slice(text.as_bytes()).map(|quad| quad.expect("JSON-LD")).collect();
    let said = |name: &str| -> Vec<String> {
        let term = demarche_publish::TERMS.to_owned() + name;
        quads.iter().filter(|quad| quad.predicate.as_str() == term).map(|quad| quad.object.to_string()).collect()
    };
    assert_eq!(said("change-kind"), ["\"substantive\""]);
    assert_eq!(said("changed-since"), ["\"2019-01-29\"^^<http://www.w3.org/2001/XMLSchema#date>"]);
}

#[test]
fn the_schema_in_the_documents_is_the_codes() {
    let path = root().join("docs/schema/statements.schema.json");
    let made = format!("{:#}\n", demarche_ledger::statement_schema());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).expect("writes");
    }
    let held = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(held, made, "run `UPDATE=1 cargo test --workspace --test data`");
}
