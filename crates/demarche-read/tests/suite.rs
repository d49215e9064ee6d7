//! Text cases: `tests/suite/*.txt`, each a file as given and the blocks as read.
//!
//! `--- name.ext ---` names the case and the file; the input runs to `===`, the
//! expected blocks to the next case, one a line: role, colon, words; then what reading had to say, and what the
//! document says about itself where the case asks for it. A PDF is written from its drawing instructions (`writer`).

use demarche_diagnostic::Warned;
use demarche_read::{Document, Role};

mod writer;

fn shown(read: &Warned<Document>, about: bool) -> String {
    let document = &read.value;
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
    let mut lines: Vec<String> = lines.collect();
    let said = read.diagnostics.iter().filter(|one| one.grade != demarche_diagnostic::Grade::Note);
    lines.extend(said.map(|one| format!("{} {}: {}", one.grade.word(), one.code, one.message)));
    if about {
        let about = &document.about;
        let one = |range: &Option<std::ops::Range<usize>>| range.as_ref().map(|range| document.words(range));
        let mut parts: Vec<&str> = [&about.title, &about.product, &about.edition, &about.date]
            .into_iter()
            .map(|range| one(range).unwrap_or("-"))
            .collect();
        parts.extend(about.authors.iter().map(|range| document.words(range)));
        lines.push(format!("about: {}", parts.join("; ")));
    }
    lines.join("\n")
}

#[track_caller]
fn check(file: &str) {
    let text = std::fs::read_to_string(format!("{}/tests/suite/{file}", env!("CARGO_MANIFEST_DIR")))
        .expect("the case file is in the crate");
    let mut cases = 0;
    let mut faults: Vec<String> = Vec::new();
    for case in text.split("--- ").skip(1) {
        let (name, rest) = case.split_once(" ---\n").expect("a case begins with its name");
        let (input, expected) = rest.split_once("\n===\n").expect("a case has an answer");
        let bytes = if name.ends_with(".pdf") { writer::pdf(&format!("{input}\n")) } else { input.as_bytes().to_vec() };
        let read = demarche_read::read(&bytes, name);
        let shown = shown(&read, expected.contains("\nabout: "));
        if shown != expected.trim_end() {
            faults.push(format!("case {name} of {file}:\n{shown}\n"));
        }
        let read = read.value;
        for run in &read.runs {
            assert!(read.text.get(run.text.clone()).is_some(), "a run of {name} lies outside the text");
        }
        cases += 1;
    }
    assert!(cases > 0, "{file} holds no case");
    assert!(faults.is_empty(), "read otherwise than expected:\n\n{}", faults.join("\n"));
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

#[test]
fn pdf() {
    check("pdf.txt");
}
