//! Scenarios through the hall, on the invented dossier: figures become statements, and what is wrong is said.

#[path = "../../demarche-cli/tests/common/copy.rs"]
mod copy;

use std::fs;
use std::path::Path;

use demarche::scenario::{self, Outcome};
use demarche::{Reading, Workspace};
use demarche_terms::{Content, Evidence, Method};

use copy::copy;

fn dossier(scenarios: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/dossiers/north-south"), root.path());
    fs::create_dir_all(root.path().join("scenarios")).expect("a folder");
    for (name, text) in scenarios {
        fs::write(root.path().join(format!("scenarios/{name}.toml")), text).expect("writes");
    }
    root
}

fn run(root: &Path, names: &[&str]) -> Outcome {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    scenario::run(root, &names, Reading::default(), None).expect("the dossier opens")
}

fn messages(outcome: &Outcome) -> Vec<String> {
    let sources = outcome.workspace.sources();
    let line = |finding: &demarche_diagnostic::Diagnostic| finding.span.map(|span| sources.place(span).line);
    outcome.findings.iter().map(|f| format!("{} {:?} {}", f.code, line(f), f.message)).collect()
}

const TIMBER: &str = r#"format = 1
title = "A duty on timber"
from  = 2019-02-01
outside = ["paper"]

[[statement]]
id        = "duty.substitution"
says      = "Elasticity of substitution"
subject   = "NRL"
predicate = "parameter"
with      = { of = "substitution" }
value     = "4.0"
valid     = "2017/.."
recorded  = 2019-02-01
source    = { ref = "nrl-stat-trade" }

[[run]]
id    = "timber"
model = "trade-product"

[run.study]
product      = "timber"
basis        = "goods"
year         = 2017
unit         = "USD bn"
substitution = { median = "@duty.substitution", log_sd = 0.3, source = "@duty.substitution" }
demand       = { median = 1, source = "illustrative" }
draws        = { seed = 1, count = 200 }
source       = [
    { name = "Sudland", value = "@trade[year=2017,partner=SDL,basis=goods].imports in 1e9 USD/a", tariff = 0, supply = { median = 10, source = "illustrative" } },
    { name = "home", value = 30, domestic = true, supply = { median = 5, source = "illustrative" } },
]
measure      = [{ on = ["Sudland"], kind = "tariff", rate = 0.1, reason = "the duty" }]

[[figure]]
id        = "duty.revenue"
says      = "Revenue of the duty"
subject   = "NRL"
predicate = "policy-effect"
with      = { measure = "revenue", policy = "duty" }
value     = { run = "timber", table = "bands of the changes", row = "revenue", column = "50%", band = ["5%", "95%"], unit = "1e9 USD/a" }
valid     = "2019-02-01/.."
"#;

#[test]
fn a_figure_is_a_statement_with_its_run_and_its_inputs() {
    let root = dossier(&[("duty", TIMBER)]);
    let outcome = run(root.path(), &["duty"]);
    assert_eq!(messages(&outcome), Vec::<String>::new());
    let figure = &outcome.figures[0];
    assert_eq!((figure.resolved.method, figure.resolved.evidence), (Method::Model, Evidence::Independent));
    let Content::Model { run, .. } = &figure.resolved.statement.content else { panic!("a model's answer") };
    for key in ["name", "version", "closure", "basis", "data-year", "band", "central", "draws", "sign"] {
        assert!(run.contains_key(key), "{key}: {run:?}");
    }
    let inputs: Vec<String> = figure
        .lineage
        .from
        .iter()
        .map(|input| input.id.as_ref().map_or_else(|| input.says.clone(), ToString::to_string))
        .collect();
    assert_eq!(inputs[0], "duty.substitution");
    assert!(inputs[1].contains("trade[year=2017,partner=SDL,basis=goods].imports"), "{inputs:?}");
    assert_eq!(outcome.outside(), ["paper"]);
}

#[test]
fn an_overlay_of_nothing_gives_the_same_edition_byte_for_byte() {
    let root = dossier(&[("nothing", "format = 1\ntitle = \"Nothing\"\nfrom = 2019-01-01\n")]);
    let reading = Reading { as_of: Some("2019-01-29".parse().expect("a day")), known_by: None };
    let plain = Workspace::open(root.path()).and_then(|mut plain| plain.check(reading)).expect("checks");
    let mut laid = Workspace::under(root.path(), &["nothing".to_owned()]).expect("opens");
    let laid = laid.check(reading).expect("checks");
    let json = |report: &demarche::Report| serde_json::to_string(&report.edition).expect("writes");
    assert_eq!(json(&plain), json(&laid));
    assert_eq!(plain.findings, laid.findings);
    let mut outcome = run(root.path(), &["nothing"]);
    let difference = scenario::difference(root.path(), &mut outcome).expect("compiles");
    assert!(difference.statements.is_empty() && difference.sentences.is_empty() && difference.elsewhere.is_empty());
}

/// Each slip in the scenario with the start of what must be said.
#[test]
fn inputs_that_cannot_be_had_and_figures_that_are_not_there_are_said_with_their_line() {
    let slip = |from: &str, to: &str| TIMBER.replacen(from, to, 1);
    let cases = [
        (
            slip("median = \"@duty.substitution\"", "median = \"@duty.substitutoin\""),
            "D2004 Some(26) the dossier has no statement",
        ),
        (slip("imports in 1e9 USD/a", "imports in 1e9 EUR/a"), "D2004 Some(30)"),
        (slip("imports in 1e9 USD/a", "import in 1e9 USD/a"), "D2004 Some(30) table `trade` has no column"),
        (slip("partner=SDL", "partner=XYZ"), "D2004 Some(30)"),
        (
            slip("row = \"revenue\"", "row = \"revenu\""),
            "D2005 Some(41) the answer has no row \"revenu\"; did you mean \"revenue\"?",
        ),
        (slip("column = \"50%\"", "column = \"51%\""), "D2005 Some(41) the answer has no column"),
        (slip("unit = \"1e9 USD/a\" }", "unit = \"1e9 t/a\" }"), "D0010 Some(41)"),
    ];
    for (text, expected) in cases {
        let root = dossier(&[("duty", &text)]);
        let outcome = run(root.path(), &["duty"]);
        let found = messages(&outcome);
        assert!(found.iter().any(|finding| finding.starts_with(expected)), "{expected}\n{found:?}");
        assert!(outcome.figures.is_empty(), "{expected}");
    }
}

#[test]
fn what_a_model_refuses_is_said_with_the_line_of_the_scenario() {
    let text = TIMBER.replacen("value     = \"4.0\"", "value     = \"0.0\"", 1);
    let root = dossier(&[("duty", &text)]);
    let why = match scenario::run(root.path(), &["duty".to_owned()], Reading::default(), None) {
        Err(why) => why.to_string(),
        Ok(_) => panic!("an elasticity of zero has no answer"),
    };
    assert!(why.contains("duty.toml, line 26: expected an elasticity"), "{why}");
}

#[test]
fn a_scenario_that_begins_later_says_nothing_yet() {
    let root = dossier(&[("duty", TIMBER)]);
    let reading = Reading { as_of: Some("2019-01-31".parse().expect("a day")), known_by: None };
    let outcome = scenario::run(root.path(), &["duty".to_owned()], reading, None).expect("opens");
    assert_eq!((outcome.ahead, outcome.figures.len()), (vec!["duty".to_owned()], 0));
}

#[test]
fn an_unknown_scenario_is_named_with_a_near_spelling() {
    let root = dossier(&[("duty", TIMBER)]);
    let why =
        scenario::run(root.path(), &["dutty".to_owned()], Reading::default(), None).map(|_| ()).expect_err("none");
    assert_eq!(why.to_string(), "there is no scenario `dutty`; did you mean `duty`?");
}

#[test]
fn names_are_joined_by_plus_or_given_apart() {
    let names = ["a+b".to_owned(), "b".to_owned(), " c ".to_owned()];
    assert_eq!(scenario::named(&names), ["a", "b", "c"]);
}
