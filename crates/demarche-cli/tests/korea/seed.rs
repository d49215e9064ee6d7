//! The map of the brief that the dossier was built from: which bytes of its file are which sentence, and what carries it.
//!
//! The file itself is no part of this repository. It is read from `$DEMARCHE_DATA/../seed`; without that variable the
//! tests that need it say so and are skipped.

use std::env;
use std::fs;
use std::ops::Range;
use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, Value};

/// A sentence of the brief, or a heading, a running head, an address.
#[derive(Debug)]
pub struct Sentence {
    /// Its places in the file, in reading order.
    pub at: Vec<Range<usize>>,
    /// Its first two words.
    pub begins: String,
    /// Ids of the statements that carry what it claims.
    pub claims: Vec<String>,
    /// Why it claims nothing.
    pub no_claim: Option<String>,
}

/// The map as it stands in `tests/real/seed-claims.toml`.
#[derive(Debug)]
pub struct Map {
    /// The brief's key in `sources.yml`.
    pub source: String,
    /// Its file name.
    pub file: String,
    /// Length of the file in bytes.
    pub bytes: usize,
    /// Offsets at which pages two, three and so on begin.
    pub breaks: Vec<usize>,
    /// All sentences.
    pub sentences: Vec<Sentence>,
}

impl Map {
    /// Reads the map.
    pub fn read(root: &Path) -> Self {
        let map = parse(&root.join("tests/real/seed-claims.toml"));
        Self {
            source: text(&map["source"]),
            file: text(&map["file"]),
            bytes: offset(map["bytes"].as_value().expect("a length")),
            breaks: array(&map["breaks"]).map(offset).collect(),
            sentences: map["sentence"].as_array_of_tables().expect("sentences").iter().map(sentence).collect(),
        }
    }

    /// The page on which an offset lies, from one.
    pub fn page(&self, offset: usize) -> usize {
        1 + self.breaks.iter().filter(|start| **start <= offset).count()
    }

    /// The brief's bytes, or nothing, said aloud, where they are not at hand.
    pub fn file(&self) -> Option<String> {
        let Some(data) = env::var_os("DEMARCHE_DATA") else {
            println!("skipped: DEMARCHE_DATA is not set, so that {} cannot be read", self.file);
            return None;
        };
        let path = Path::new(&data).join("../seed").join(&self.file);
        Some(fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    }
}

impl Sentence {
    /// The sentence in reading order: its places joined by a space, or by nothing after a hyphen at a line's end.
    pub fn words(&self, file: &str) -> String {
        let mut words = String::new();
        for at in &self.at {
            if !words.is_empty() && !words.ends_with('-') {
                words.push(' ');
            }
            words.push_str(&file[at.clone()]);
        }
        words
    }
}

/// Words that a statement of the dossier quotes.
#[derive(Debug)]
pub struct Quote {
    /// The statement.
    pub id: String,
    /// The source's key.
    pub source: String,
    /// The page that it names.
    pub page: Option<i64>,
    /// The words; empty where none are quoted.
    pub words: String,
}

/// Every source of every statement of a dossier, with what is quoted from it.
pub fn quotes(dossier: &Path) -> Vec<Quote> {
    let mut quotes = Vec::new();
    for entry in fs::read_dir(dossier.join("statements")).expect("the folder of statements") {
        let file = parse(&entry.expect("an entry").path());
        for statement in file["statement"].as_array_of_tables().expect("statements") {
            let sources = match statement.get("source").and_then(Item::as_value) {
                Some(Value::Array(several)) => several.iter().collect(),
                Some(one) => vec![one],
                None => Vec::new(),
            };
            for source in sources.into_iter().filter_map(Value::as_inline_table) {
                let string = |key: &str| source.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                quotes.push(Quote {
                    id: text(&statement["id"]),
                    source: string("ref"),
                    page: source.get("page").and_then(Value::as_integer),
                    words: string("quote"),
                });
            }
        }
    }
    quotes.sort_by(|one, other| (&one.id, &one.source).cmp(&(&other.id, &other.source)));
    quotes
}

fn sentence(table: &Table) -> Sentence {
    let place = |at: &Value| {
        let at = at.as_array().expect("a place is a pair");
        let end = |index: usize| offset(at.get(index).expect("a place has two ends"));
        end(0)..end(1)
    };
    Sentence {
        at: array(&table["at"]).map(place).collect(),
        begins: text(&table["begins"]),
        claims: table
            .get("claims")
            .into_iter()
            .flat_map(array)
            .map(|id| id.as_str().expect("an id").to_owned())
            .collect(),
        no_claim: table.get("no-claim").map(text),
    }
}

fn parse(path: &Path) -> DocumentMut {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn array(item: &Item) -> impl Iterator<Item = &Value> {
    item.as_array().expect("an array").iter()
}

fn text(item: &Item) -> String {
    item.as_str().expect("a text").to_owned()
}

fn offset(value: &Value) -> usize {
    value.as_integer().and_then(|number| usize::try_from(number).ok()).expect("an offset")
}
