//! Text cases: `tests/suite/*.txt`, each a file as given and the blocks as read.
//!
//! `--- name.ext ---` names the case and the file; the input runs to `===`, the
//! expected blocks to the next case, one a line: role, colon, words.

use demarche_read::{Document, Role};

fn shown(document: &Document) -> String {
    let lines = document.blocks.iter().map(|block| {
        let role = match block.role {
            Role::Title => "title".to_owned(),
            Role::Heading { level } => format!("heading {level}"),
            Role::Body => "body".to_owned(),
            Role::List => "list".to_owned(),
            Role::Footnote => "footnote".to_owned(),
            Role::Table => "table".to_owned(),
            Role::FigureTitle => "figure title".to_owned(),
            Role::FigureNote => "figure note".to_owned(),
            Role::Figure => "figure".to_owned(),
            Role::Header => "header".to_owned(),
            Role::Footer => "footer".to_owned(),
            Role::Author => "author".to_owned(),
            Role::Disclaimer => "disclaimer".to_owned(),
        };
        format!("{role}: {}", document.words(&block.text).replace('\n', " / ").replace('\t', " | "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(file: &str) {
    let text = std::fs::read_to_string(format!("{}/tests/suite/{file}", env!("CARGO_MANIFEST_DIR")))
        .expect("the case file is in the crate");
    let mut cases = 0;
    for case in text.split("--- ").skip(1) {
        let (name, rest) = case.split_once(" ---\n").expect("a case begins with its name");
        let (input, expected) = rest.split_once("\n===\n").expect("a case has an answer");
        let read = demarche_read::read(input.as_bytes(), name).value;
        assert_eq!(shown(&read), expected.trim_end(), "case {name} of {file}");
        for run in &read.runs {
            assert!(read.text.get(run.text.clone()).is_some(), "a run of {name} lies outside the text");
        }
        cases += 1;
    }
    assert!(cases > 0, "{file} holds no case");
}

#[test]
fn plain_text() {
    check("text.txt");
}

#[test]
fn html() {
    check("html.txt");
}

#[test]
fn markdown() {
    check("markdown.txt");
}
