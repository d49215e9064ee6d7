//! Hashes of what a text says, whatever its comments, white space and order of keys.

use std::fmt::Write;

use demarche_terms::Date;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use toml::{Table, Value};

/// SHA-256 of bytes as 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Hash of what a TOML text says, without the keys named in `except`; a text that cannot be read is hashed as it stands.
pub fn of_toml(text: &str, except: &[&str]) -> String {
    let Ok(mut table) = text.parse::<Table>() else { return sha256(text.as_bytes()) };
    table.retain(|key, _| !except.contains(&key));
    sha256(canonical(&Value::Table(table)).as_bytes())
}

/// Hash of one table of a list in a TOML text, such as the `[[rule]]` with an id; `None` where it is not there.
pub fn of_entry(text: &str, list: &str, id: &str) -> Option<String> {
    let table = text.parse::<Table>().ok()?;
    let entries = table.get(list)?.as_array()?;
    let entry = entries.iter().find(|entry| entry.get("id").and_then(Value::as_str) == Some(id))?;
    Some(sha256(canonical(entry).as_bytes()))
}

/// Hash of what a statement says as it could be known by a date. `written` is its block as compact JSON.
///
/// Former ids and confirmations from after that date are left out: a statement may be confirmed for years without
/// being another one.
pub fn of_statement(written: &str, known_by: Date) -> String {
    let Ok(Json::Object(mut statement)) = serde_json::from_str(written) else { return sha256(written.as_bytes()) };
    statement.shift_remove("was");
    if let Some(Json::Array(confirmed)) = statement.get_mut("confirmed") {
        let later = |one: &Json| {
            let day = one.get("date").and_then(Json::as_str).and_then(|day| day.parse::<Date>().ok());
            day.is_some_and(|day| day > known_by)
        };
        confirmed.retain(|one| !later(one));
        if confirmed.is_empty() {
            statement.shift_remove("confirmed");
        }
    }
    sha256(Json::Object(statement).to_string().as_bytes())
}

/// One spelling for one meaning: keys in order, strings escaped, nothing else.
fn canonical(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Array(values) => format!("[{}]", values.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Table(table) => {
            let mut pairs: Vec<_> = table.iter().collect();
            pairs.sort_by_key(|(key, _)| *key);
            let pairs = pairs.into_iter().map(|(key, value)| format!("{key:?}={}", canonical(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn comments_and_order_change_no_hash_and_words_do() {
        let one = "[[rule]]\nid = \"a\" # why\nvalue = \"1\"\n";
        let two = "[[rule]]\nvalue   = '1'\nid      = \"a\"\n";
        assert_eq!(of_toml(one, &[]), of_toml(two, &[]));
        assert_eq!(of_entry(one, "rule", "a"), of_entry(two, "rule", "a"));
        assert_ne!(of_entry(one, "rule", "a"), of_entry(&one.replace("\"1\"", "\"2\""), "rule", "a"));
        assert_eq!(of_entry(one, "rule", "b"), None);
    }

    #[test]
    fn a_later_confirmation_leaves_an_old_edition_alone() {
        let plain = r#"{"id":"a","value":"1"}"#;
        let confirmed = r#"{"confirmed":[{"date":"2020-01-01","source":"s"}],"id":"a","value":"1","was":["b"]}"#;
        assert_eq!(of_statement(plain, day("2019-01-01")), of_statement(confirmed, day("2019-01-01")));
        assert_ne!(of_statement(plain, day("2021-01-01")), of_statement(confirmed, day("2021-01-01")));
        assert_ne!(of_statement(plain, day("2019-01-01")), of_statement(&plain.replace('1', "2"), day("2019-01-01")));
    }
}
