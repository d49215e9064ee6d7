//! The canonical form: what it looks like, and that it changes nothing but the looks.

use crate::common;

use demarche_diagnostic::SourceMap;
use proptest::prelude::*;

fn format(text: &str) -> String {
    let mut files = SourceMap::default();
    let file = files.add("a.toml", text);
    demarche_ledger::format(file, &files).value
}

fn parsed(text: &str) -> Option<toml::de::DeValue<'_>> {
    toml::de::DeTable::parse(text).ok().map(|table| toml::de::DeValue::Table(table.into_inner()))
}

/// Statements by id as plain words, so that order and place do not count.
fn plain(value: &toml::de::DeValue<'_>) -> String {
    use toml::de::DeValue;
    match value {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Table(table) => {
            let fields = table.iter().map(|(key, value)| format!("{:?}: {}", key.get_ref(), plain(value.get_ref())));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        DeValue::Array(items) => {
            let mut items: Vec<String> = items.iter().map(|item| plain(item.get_ref())).collect();
            if items.iter().all(|item| item.contains("\"id\": ")) {
                items.sort();
            }
            format!("[{}]", items.join(", "))
        }
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
    }
}

fn comments(text: &str) -> Vec<String> {
    let mut comments: Vec<String> =
        text.lines().filter_map(|line| line.find("# ").map(|at| line[at..].trim().to_owned())).collect();
    comments.sort();
    comments
}

const UNTIDY: &str = "# The head of the file.

# About b.
[[statement]]
# Why this value.
value=\"2\"   # from row 7
  id = \"b\"

with={partner=\"SDL\",basis = [ \"x\",\"y\", ]}
# About a.
[[statement]] # first
steps = [
  { step = \"signed\", on = \"2015\" }, # in June
]
id = \"a\"
[statement.by]
actor = \"NRL\"
# The end.
";

#[test]
fn an_untidy_file_in_canonical_form() {
    insta::assert_snapshot!(format(UNTIDY), @r#"
# The head of the file.

# About a.
[[statement]]  # first
id    = "a"
steps = [
  { step = "signed", on = "2015" }, # in June
]

[statement.by]
actor = "NRL"

# About b.
[[statement]]
id    = "b"
with  = { partner = "SDL", basis = ["x", "y"] }
# Why this value.
value = "2"  # from row 7

# The end.
"#);
}

#[test]
fn what_cannot_be_read_comes_back_with_findings() {
    let mut files = SourceMap::default();
    let text = "id = \n# kept\n[[statement\n";
    let file = files.add("a.toml", text);
    let formatted = demarche_ledger::format(file, &files);
    assert_eq!(formatted.value, text);
    assert!(!formatted.diagnostics.is_empty());
}

#[test]
fn the_dossier_of_the_tests_reads_the_same() {
    let texts = common::folder(&common::root().join("tests/dossiers/north-south"));
    let formatted: Vec<(String, String)> = texts
        .iter()
        .map(|(name, text)| (name.clone(), if name.ends_with(".toml") { format(text) } else { text.clone() }))
        .collect();
    let (before, after) = (common::open(&texts), common::open(&formatted));
    assert_eq!(after.shown(), Vec::<String>::new());
    assert!(before.ledger.statements().eq(after.ledger.statements()));
    assert!(before.ledger.kinds().eq(after.ledger.kinds()));
    assert!(before.ledger.actors().iter().eq(after.ledger.actors()));
}

/// TOML as people type it: keys in any order, comments anywhere, odd blanks.
fn untidy() -> impl Strategy<Value = String> {
    let blank = prop::sample::select(vec!["", " ", "   ", "\t"]);
    let comment = prop::option::weighted(0.3, "[a-z]{1,8}".prop_map(|words| format!("# {words}")));
    let value = prop::sample::select(vec![
        "\"x\"",
        "2018-01-02",
        "12",
        "1.50",
        "true",
        "[1,2 , 3]",
        "{a=1,  b = \"c #d\"}",
        "'''\nlong\n'''",
        "[\n  1, # one\n  2,\n]",
        "[{ id = \"z\", on=\"2015\" },{id=\"y\"}]",
    ]);
    let line = (
        prop::sample::select(vec!["valid", "says", "value", "zeta", "with", "\"odd key\"", "a.b"]),
        blank,
        value,
        comment.clone(),
        comment,
    )
        .prop_map(|(key, blank, value, above, behind)| {
            let above = above.map(|comment| format!("{blank}{comment}\n")).unwrap_or_default();
            let behind = behind.map(|comment| format!("{blank} {comment}")).unwrap_or_default();
            (key, format!("{above}{blank}{key}{blank}={blank}{value}{behind}\n"))
        });
    let block =
        (prop::collection::vec(line, 0..5), prop::sample::select(vec!["statement", "actor", "other"]), any::<bool>())
            .prop_map(|(lines, name, blank)| (lines, name, blank));
    prop::collection::vec(block, 0..5).prop_map(|blocks| {
        let mut text = String::new();
        for (at, (lines, name, blank)) in blocks.into_iter().enumerate() {
            text.push_str(&format!(
                "# block {at}\n{}[[{name}]]\nid = \"i{}\"\n",
                if blank { "\n\n" } else { "" },
                9 - at
            ));
            let mut used = Vec::new();
            for (key, line) in lines {
                if !used.contains(&key) {
                    used.push(key);
                    text.push_str(&line);
                }
            }
        }
        text
    })
}

proptest! {
    #[test]
    fn it_is_canonical_and_changes_nothing_but_the_looks(text in untidy()) {
        let once = format(&text);
        prop_assert_eq!(&format(&once), &once, "formatting again");
        let (before, after) = (parsed(&text).expect("readable"), parsed(&once).expect("still readable"));
        prop_assert_eq!(plain(&before), plain(&after));
        prop_assert_eq!(comments(&text), comments(&once));
    }

    #[test]
    fn it_never_panics(text in "[\\[\\]{}a-z=\"'# .,\n\r0-9é-]{0,80}") {
        let once = format(&text);
        prop_assert_eq!(format(&once), once);
    }
}
