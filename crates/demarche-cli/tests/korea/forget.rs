//! A dossier without what was recorded after a date.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use toml_edit::{ArrayOfTables, DocumentMut, Table};

/// Takes every statement out of a dossier that was recorded after a date (YYYY-MM-DD), and what names one of those;
/// gives their ids.
pub fn forget_after(dossier: &Path, date: &str) -> BTreeSet<String> {
    let folder = dossier.join("statements");
    let paths: Vec<_> =
        fs::read_dir(&folder).expect("statements").map(|entry| entry.expect("an entry").path()).collect();
    let mut files: Vec<DocumentMut> =
        paths.iter().map(|path| fs::read_to_string(path).expect("reads").parse().expect("is TOML")).collect();
    let mut gone = BTreeSet::new();
    loop {
        let before = gone.len();
        for file in &mut files {
            let statements = file["statement"].as_array_of_tables_mut().expect("statements");
            gone.extend(statements.iter().filter(|statement| is_later(statement, date)).map(id));
            gone.extend(naming(statements, &gone));
            statements.retain(|statement| !gone.contains(&id(statement)));
        }
        if gone.len() == before {
            break;
        }
    }
    for (path, file) in paths.iter().zip(files) {
        fs::write(path, file.to_string()).expect("writes");
    }
    gone
}

fn id(statement: &Table) -> String {
    statement["id"].as_str().expect("an id").to_owned()
}

fn is_later(statement: &Table, date: &str) -> bool {
    statement.get("recorded").is_some_and(|recorded| recorded.to_string().trim() > date)
}

/// Statements that name one of these, in a formula or anywhere else.
fn naming(statements: &ArrayOfTables, gone: &BTreeSet<String>) -> Vec<String> {
    let of_an_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let names = |statement: &&Table| statement.to_string().split(|c| !of_an_id(c)).any(|word| gone.contains(word));
    statements.iter().filter(names).map(id).collect()
}
