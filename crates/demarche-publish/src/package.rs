//! A dossier's statements as a Frictionless data package: four tables and their description.
//!
//! `statements.csv` has a row a statement, `citations.csv` one for each source
//! of each, `inputs.csv` one for each statement that another is computed from,
//! `sources.csv` the sources. Keys lead from one to the other, so a validator
//! finds a citation of a source that is not there.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::holdings::{Held, Holdings};
use crate::statements::table;

/// The package's files by name: the tables, then `datapackage.json`, which names the hash of each.
pub fn data_package(holdings: &Holdings) -> Vec<(String, String)> {
    let tables = [statements(holdings), citations(holdings), inputs(holdings), sources(holdings)];
    let resources: Vec<Value> = tables.iter().map(Table::described).collect();
    let about = json!({
        "profile": "tabular-data-package",
        "name": holdings.id.to_lowercase(),
        "title": holdings.title,
        "description": format!(
            "Every statement of the dossier as of {}; what was put on record after {} counts as unseen.",
            holdings.as_of, holdings.known_by
        ),
        "contributors": [{"title": holdings.publisher, "role": "publisher"}],
        "resources": resources,
    });
    let mut files: Vec<(String, String)> =
        tables.into_iter().map(|table| (format!("{}.csv", table.name), table.text)).collect();
    files.push(("datapackage.json".to_owned(), format!("{about:#}\n")));
    files
}

struct Table {
    name: &'static str,
    title: &'static str,
    /// Name and Frictionless type, with constraints.
    fields: Vec<Value>,
    key: Vec<&'static str>,
    /// Own column, other table, its column.
    leads: Vec<(&'static str, &'static str, &'static str)>,
    text: String,
}

impl Table {
    fn described(&self) -> Value {
        let leads: Vec<Value> = self
            .leads
            .iter()
            .map(|(own, table, other)| json!({"fields": [own], "reference": {"resource": table, "fields": [other]}}))
            .collect();
        let mut schema = json!({"fields": self.fields, "primaryKey": self.key, "missingValues": [""]});
        if !leads.is_empty() {
            schema["foreignKeys"] = json!(leads);
        }
        json!({
            "name": self.name,
            "path": format!("{}.csv", self.name),
            "profile": "tabular-data-resource",
            "title": self.title,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": self.text.len(),
            "hash": format!("sha256:{}", hex(&Sha256::digest(self.text.as_bytes()))),
            "schema": schema,
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text(name: &str) -> Value {
    json!({"name": name, "type": "string"})
}

fn required(name: &str) -> Value {
    json!({"name": name, "type": "string", "constraints": {"required": true}})
}

fn typed(name: &str, sort: &str) -> Value {
    json!({"name": name, "type": sort})
}

fn one_of(name: &str, words: &[&str]) -> Value {
    json!({"name": name, "type": "string", "constraints": {"required": true, "enum": words}})
}

fn statements(holdings: &Holdings) -> Table {
    use demarche_terms::{Evidence, Method, StatementRank};
    let fields = vec![
        json!({"name": "id", "type": "string", "constraints": {"required": true, "unique": true}}),
        required("says"),
        required("subject"),
        required("predicate"),
        text("kind"),
        text("qualifiers"),
        text("value"),
        typed("low", "number"),
        typed("high", "number"),
        text("unit"),
        typed("day_low", "date"),
        typed("day_high", "date"),
        text("valid"),
        typed("valid_from", "date"),
        typed("valid_to", "date"),
        typed("recorded", "date"),
        one_of("method", &Method::ALL.map(Method::word)),
        one_of("evidence", &Evidence::ALL.map(Evidence::word)),
        one_of("rank", &StatementRank::WORDS.map(|(_, word)| word)),
        required("state"),
    ];
    let day = |day: Option<demarche_terms::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let row = |held: &Held| {
        let row = &held.row;
        let dated = row.low.parse::<demarche_terms::Date>().is_ok() || row.high.parse::<demarche_terms::Date>().is_ok();
        let ends = (row.low.clone(), row.high.clone());
        let none = (String::new(), String::new());
        let ((low, high), (day_low, day_high)) = if dated { (none, ends) } else { (ends, none) };
        [
            row.id.clone(),
            row.says.clone(),
            row.subject.clone(),
            row.predicate.clone(),
            row.kind.clone(),
            row.qualifiers.clone(),
            row.value.clone(),
            low,
            high,
            row.unit.clone(),
            day_low,
            day_high,
            row.valid.clone(),
            day(held.valid.0),
            day(held.valid.1),
            row.recorded.clone(),
            row.method.clone(),
            row.evidence.clone(),
            row.rank.clone(),
            row.state.clone(),
        ]
        .to_vec()
    };
    Table {
        name: "statements",
        title: "Statements",
        text: table(&names(&fields), holdings.statements.iter().map(row)),
        fields,
        key: vec!["id"],
        leads: Vec::new(),
    }
}

fn citations(holdings: &Holdings) -> Table {
    let fields =
        vec![required("statement"), typed("number", "integer"), required("source"), text("place"), text("quote")];
    let rows = holdings.statements.iter().flat_map(|held| {
        held.citations.iter().zip(1..).map(|(citation, number): (_, u32)| {
            vec![
                held.row.id.clone(),
                number.to_string(),
                citation.source.to_string(),
                citation.place.clone(),
                citation.quote.clone(),
            ]
        })
    });
    Table {
        name: "citations",
        title: "Where each statement is said",
        text: table(&names(&fields), rows),
        fields,
        key: vec!["statement", "number"],
        leads: vec![("statement", "statements", "id"), ("source", "sources", "key")],
    }
}

fn inputs(holdings: &Holdings) -> Table {
    let fields = vec![required("statement"), required("input")];
    let rows = holdings
        .statements
        .iter()
        .flat_map(|held| held.from.iter().map(|input| vec![held.row.id.clone(), input.to_string()]));
    Table {
        name: "inputs",
        title: "What computed statements and judgements rest on",
        text: table(&names(&fields), rows),
        fields,
        key: vec!["statement", "input"],
        leads: vec![("statement", "statements", "id"), ("input", "statements", "id")],
    }
}

fn sources(holdings: &Holdings) -> Table {
    let fields = vec![
        json!({"name": "key", "type": "string", "constraints": {"required": true, "unique": true}}),
        required("title"),
        text("author"),
        text("date"),
        text("url"),
        typed("seen", "boolean"),
        typed("producer", "boolean"),
    ];
    let row = |source: &demarche_terms::Source| {
        vec![
            source.id.to_string(),
            source.title.clone(),
            source.author.clone(),
            source.date.clone(),
            source.url.clone(),
            source.seen.to_string(),
            source.is_producer().to_string(),
        ]
    };
    Table {
        name: "sources",
        title: "Sources",
        text: table(&names(&fields), holdings.sources.iter().map(row)),
        fields,
        key: vec!["key"],
        leads: Vec::new(),
    }
}

fn names(fields: &[Value]) -> Vec<String> {
    fields.iter().filter_map(|field| field["name"].as_str()).map(str::to_owned).collect()
}
