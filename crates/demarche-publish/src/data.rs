//! JSON: the edition, or rows of statements, for programs.

use demarche_brief::edition::Edition;
use serde::Serialize;

use crate::StatementRow;

/// Version of the JSON shapes; raised when a field changes its meaning or goes away, not when one is added.
pub const FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct Envelope<'a, T> {
    format: &'static str,
    version: u32,
    #[serde(flatten)]
    content: &'a T,
}

#[derive(Serialize)]
struct Statements<'a> {
    statements: &'a [StatementRow],
}

/// The whole edition as indented JSON: `format` is `demarche-edition`, `version` is [`FORMAT_VERSION`].
///
/// Fields keep the order of the types they come from, so two editions can be compared line by line.
pub fn json(edition: &Edition) -> String {
    pretty("demarche-edition", edition)
}

/// Rows of statements as indented JSON: `format` is `demarche-statements`, the rows stand under `statements`.
pub fn statements_json(rows: &[StatementRow]) -> String {
    pretty("demarche-statements", &Statements { statements: rows })
}

fn pretty<T: Serialize>(format: &'static str, content: &T) -> String {
    let envelope = Envelope { format, version: FORMAT_VERSION, content };
    let mut text = serde_json::to_string_pretty(&envelope)
        .expect("every type written here derives its serialisation and holds no map with keys that are not text");
    text.push('\n');
    text
}
