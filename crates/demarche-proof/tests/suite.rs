//! The text cases in `tests/suite/proof/`: a few lines of a document and what is found in them without a dossier.
//!
//! A case begins with `--- name ---`. `@ dated` and `@ as-of` give dates, the rest is Markdown. Expected findings
//! stand behind `//` as grade, code and words.

use std::fmt::Write as _;
use std::path::Path;

use demarche_brief::lexicon::Lexicon;
use demarche_diagnostic::{Grade, SourceMap};
use demarche_proof::{CitationForms, Election, Office, Setting};
use demarche_terms::{Date, Edtf};

#[derive(Default)]
struct Case {
    name: String,
    dated: Option<Date>,
    as_of: Option<Date>,
    text: String,
    expected: Vec<String>,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("--- ").and_then(|rest| rest.strip_suffix(" ---")) {
            cases.push(Case { name: name.to_owned(), ..Case::default() });
            continue;
        }
        let case = cases.last_mut().expect("a file begins with a case");
        let day = |text: &str| Some(text.parse::<Date>().unwrap_or_else(|error| panic!("{line}: {error}")));
        match line.split_once(' ') {
            Some(("//", finding)) => case.expected.push(finding.to_owned()),
            Some(("@", rest)) if rest.starts_with("dated ") => case.dated = day(&rest[6..]),
            Some(("@", rest)) if rest.starts_with("as-of ") => case.as_of = day(&rest[6..]),
            _ => case.text.push_str(&format!("{line}\n")),
        }
    }
    cases
}

/// An office of an invented country, whose president's term ends on 9 May 2022.
fn norland() -> Office {
    let day = |text: &str| text.parse().expect("a date");
    Office {
        countries: vec!["Norland".to_owned()],
        election: "presidential election".to_owned(),
        words: Vec::new(),
        elections: vec![Election {
            on: Edtf::parse("2022-03-09").expect("a date"),
            from: day("2017-05-10"),
            until: None,
            lineage: vec!["article 34".to_owned()],
        }],
    }
}

fn found(case: &Case, lexicon: &Lexicon, citations: &CitationForms) -> Vec<String> {
    let document = demarche_read::read(case.text.as_bytes(), "case.md").value;
    let mut sources = SourceMap::default();
    let file = sources.add_read("case.md", document.text.clone(), demarche_proof::original(&document));
    let as_of = case.as_of.or(case.dated).unwrap_or_default();
    let offices = [norland()];
    let setting = Setting { as_of, dated: case.dated, lexicon, citations, offices: &offices };
    let findings = demarche_proof::check(&document, file, setting);
    let shown = |finding: &demarche_diagnostic::Diagnostic| {
        let words = finding.span.map(|span| sources.words(span)).unwrap_or_default();
        format!("{} {} \"{words}\"", finding.grade.word(), finding.code)
    };
    // Notes of other rules than the one that the case is about are left out.
    let own = |finding: &&demarche_diagnostic::Diagnostic| {
        finding.grade != Grade::Note || case.name.starts_with(&finding.code.0.to_lowercase())
    };
    findings.iter().filter(own).map(shown).collect()
}

fn folder() -> Vec<(String, Vec<Case>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/proof");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the suite").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| (path.display().to_string(), cases(&std::fs::read_to_string(path).expect("text"))))
        .collect()
}

#[test]
fn every_case_finds_what_it_says() {
    let (lexicon, citations) = (Lexicon::shipped(), CitationForms::shipped());
    let mut wrong = String::new();
    for case in folder().iter().flat_map(|(_, cases)| cases) {
        let found = found(case, &lexicon, &citations);
        if found != case.expected {
            let _ = writeln!(
                wrong,
                "{}: expected\n  {}\nfound\n  {}",
                case.name,
                case.expected.join("\n  "),
                found.join("\n  ")
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A rule that was never seen to fire, or to stay silent, says nothing.
#[test]
fn every_rule_has_a_case_that_fires_and_one_that_does_not() {
    let all: Vec<Case> = folder().into_iter().flat_map(|(_, cases)| cases).collect();
    for rule in demarche_proof::rules() {
        let named = |case: &&Case| case.name.starts_with(&rule.code.0.to_lowercase());
        let fires = |case: &&Case| case.expected.iter().any(|finding| finding.contains(rule.code.0));
        assert!(all.iter().filter(named).any(|case| fires(&case)), "{} fires in no case", rule.code);
        let silent = all.iter().filter(named).any(|case| !fires(&case));
        assert!(silent, "{} is silent in no case", rule.code);
    }
}
