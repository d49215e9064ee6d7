//! `docs/manual.md`, written from what the program itself says.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use toml_edit::DocumentMut;

use crate::plan::{read, root};

/// What `demarche` prints for these arguments; it must succeed.
fn demarche(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .expect("the program was just built");
    assert!(output.status.success(), "demarche {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the program prints UTF-8")
}

/// Code, grade and title of every finding, by code.
pub fn codes() -> Vec<(String, String, String)> {
    let list = demarche(&["explain"]);
    let row = |line: &str| {
        let mut words = line.split_whitespace();
        let (code, grade) = (words.next()?.to_owned(), words.next()?.to_owned());
        Some((code, grade, words.collect::<Vec<_>>().join(" ")))
    };
    list.lines().filter_map(row).collect()
}

/// The manual page of a finding.
pub fn page(code: &str) -> String {
    demarche(&["explain", code])
}

/// The verbs that `demarche help` lists, in its order.
fn verbs() -> Vec<String> {
    let help = demarche(&["help"]);
    let after = help.split_once("Commands:\n").map_or("", |(_, after)| after);
    let rows = after.lines().take_while(|line| line.starts_with("  "));
    rows.filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|verb| *verb != "help")
        .map(str::to_owned)
        .collect()
}

/// The whole manual.
pub fn write() -> String {
    let mut text = String::from(
        "# The manual\n\n\
         Written from the program by `UPDATE=1 cargo test -p demarche-cli --test house`, and compared with it by every \
         test run. The files of a dossier are described in [dossier-format.md](dossier-format.md).\n\n\
         - [Commands](#commands)\n- [Findings](#findings)\n- [Kinds of statement](#kinds-of-statement)\n\n",
    );
    commands(&mut text);
    findings(&mut text);
    kinds(&mut text);
    text
}

fn commands(text: &mut String) {
    text.push_str("## Commands\n");
    for verb in verbs() {
        let help = demarche(&["help", &verb]);
        let _ = write!(text, "\n### demarche {verb}\n\n```text\n{}\n```\n", trimmed(&help));
    }
}

/// Families of findings, by the first three letters of their codes.
const FAMILIES: &[(&str, &str)] = &[
    (
        "D00",
        "The dossier's text. These findings are about what a file says, not about the world, and cannot be false alarms: a file follows the format or it does not.",
    ),
    ("D01", "Binding: which words rest on which statements."),
    ("D02", "Values: the printed words against the statement."),
    ("D03", "Hedges, ranks, counts and the basis of a figure."),
    ("D04", "Derivation: formulas, rules and tables behind a value."),
    ("D05", "Time: what has ended, lapsed or needs another look."),
    ("D06", "Sources and attribution."),
    ("D07", "Contradiction: statements that cannot both hold."),
    ("D08", "Prose: acronyms, names, headings, loaded words, judgements."),
    ("D09", "Reading: what of a foreign document could not be read, or only by inference."),
    (
        "D10",
        "Without a dossier: what a document says about itself, the calendar and the law. `demarche check FILE` gives them for any PDF, HTML, DOCX, Markdown or text file.",
    ),
    ("D19", "Editions: what has changed under a locked edition."),
    ("D20", "Scenarios: what is laid over a dossier, and what its models take and give."),
    ("D21", "Sign-off: who has held a statement against its sources."),
];

fn findings(text: &mut String) {
    text.push_str(
        "\n## Findings\n\n\
         The grade is the gravest that a finding can have. *error* and *contradicted* stop a build; *query*, *due* and \
         *note* do not.\n",
    );
    let codes = codes();
    for (family, about) in FAMILIES {
        let _ = write!(text, "\n### {family}\n\n{about}\n");
        for (code, grade, title) in codes.iter().filter(|(code, ..)| code.starts_with(family)) {
            let page = page(code);
            let body = page.split_once("\n\n").map_or("", |(_, body)| body);
            let _ = write!(text, "\n#### {code}: {title}\n\nUp to grade *{grade}*.\n\n{}\n", trimmed(body));
        }
    }
    let stray: Vec<&str> = codes
        .iter()
        .map(|(code, ..)| code.as_str())
        .filter(|code| !FAMILIES.iter().any(|(family, _)| code.starts_with(family)))
        .collect();
    assert!(stray.is_empty(), "these codes belong to no family: {stray:?}");
}

fn kinds(text: &mut String) {
    text.push_str(
        "\n## Kinds of statement\n\n\
         The vocabulary that comes with the program, one file each in `dossiers/kinds/`, where the argument for each \
         stands. A dossier adds its own in `kinds/`.\n\n\
         | kind | value | about |\n|---|---|---|\n",
    );
    let folder = root().join("dossiers/kinds");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder that can be listed").path()).collect();
    files.sort();
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let file = read(path);
        let kind: DocumentMut = file.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let key = |key: &str| kind.get(key).and_then(|value| value.as_str()).unwrap_or_default();
        assert_eq!(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()), Some(key("kind").to_owned()));
        let first: Vec<&str> = file
            .lines()
            .map_while(|line| line.strip_prefix('#'))
            .map(str::trim)
            .take_while(|line| !line.is_empty())
            .collect();
        assert!(!first.is_empty(), "{} begins with a comment that says what the kind is for", path.display());
        let dimension = if key("dimension").is_empty() { String::new() } else { format!(", {}", key("dimension")) };
        let _ = writeln!(
            text,
            "| `{}` | {}{dimension} | {} |",
            key("kind"),
            key("value"),
            first.join(" ").replace('|', "\\|")
        );
    }
}

/// Without white space at the ends of lines and of the whole.
fn trimmed(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}
