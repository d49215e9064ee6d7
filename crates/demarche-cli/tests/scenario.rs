//! `demarche scenario` on the Korea dossier: every scenario runs, figures carry their lineage, sentences die with a reason.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn dossier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dossiers/south-korea")
}

fn demarche(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("demarche").expect("the binary");
    command.env("NO_COLOR", "1").args(arguments);
    command
}

/// Standard output of a command that ends well.
fn out(arguments: &[&str]) -> String {
    let done = demarche(arguments).arg("--dossier").arg(dossier()).assert().success();
    String::from_utf8(done.get_output().stdout.clone()).expect("UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&out(&[arguments, &["--format", "json"]].concat())).expect("JSON")
}

const NAMES: [&str; 5] =
    ["assembly-realignment", "section-232-autos", "sma-plus-50", "steel-quota", "twelfth-sma-renegotiated"];

#[test]
fn every_scenario_is_listed_and_its_figures_are_statements_with_a_run_and_inputs() {
    let listed = json(&["scenario", "list"]);
    let names: Vec<&str> =
        listed["scenarios"].as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, NAMES);
    for name in NAMES {
        let run = json(&["scenario", "run", name]);
        let figures = run["figures"].as_array().expect("a list");
        assert!(!figures.is_empty(), "{name}");
        for figure in figures {
            let of_run = &figure["statement"]["content"]["run"];
            for key in ["name", "version", "closure", "basis", "data-year", "band"] {
                assert!(of_run[key].is_string(), "{name}: {key} in {of_run}");
            }
            assert_eq!(figure["method"], "model", "{name}");
            let from = figure["lineage"]["from"].as_array().expect("inputs");
            assert!(!from.is_empty(), "{name}: {}", figure["statement"]["id"]);
        }
        assert!(!run["outside"].as_array().expect("a list").is_empty(), "{name}");
    }
}

#[test]
fn a_tariff_on_cars_kills_the_sentences_about_the_pending_investigation() {
    let diff = json(&["scenario", "diff", "section-232-autos"]);
    let rewritten: Vec<&Value> =
        diff["sentences"].as_array().expect("a list").iter().filter(|one| one["rewrite"] == true).collect();
    let texts: Vec<&str> = rewritten.iter().filter_map(|one| one["text"].as_str()).collect();
    assert_eq!(rewritten.len(), 2, "{texts:#?}");
    assert!(texts[1].starts_with("An investigation under that section is pending"), "{texts:#?}");
    let why = rewritten[1]["brings"][0].as_str().unwrap_or_default();
    assert!(why.contains("D0502") && why.contains("section-232-autos.tariff"), "{why}");
}

#[test]
fn half_as_much_again_kills_the_open_talks_and_differs_by_unit() {
    let run = json(&["scenario", "run", "sma-plus-50"]);
    let figure = |id: &str| {
        let figures = run["figures"].as_array().expect("a list").iter();
        figures.clone().find(|one| one["statement"]["id"] == id).map(|one| one["lineage"]["value"].clone())
    };
    // 960.2 billion won and half of it; the same at the mean rate of 2018, 1100.7 won a dollar.
    assert_eq!(figure("sma-plus-50.won"), Some("1.4403 trillion KRW/a".into()));
    assert_eq!(figure("sma-plus-50.dollars"), Some("1.3085 billion USD/a".into()));
    let diff = out(&["scenario", "diff", "sma-plus-50"]);
    assert!(diff.contains("nothing has taken its place"), "{diff}");
}

#[test]
fn a_figure_is_graded_by_what_moves_it_and_by_nothing_else() {
    let run = json(&["scenario", "run", "sma-plus-50"]);
    let figure = |id: &str| {
        let figures = run["figures"].as_array().expect("a list");
        figures.iter().find(|one| one["statement"]["id"] == id).cloned().expect("the figure")
    };
    // Half as much again needs last year's sum; the path of 2020 needs an assumption on growth.
    let (sum, path) = (figure("sma-plus-50.won"), figure("sma-plus-50.path.2020"));
    assert_ne!(sum["evidence"], "unsourced", "{sum}");
    assert_eq!(path["evidence"], "unsourced", "{path}");
    let inputs = |figure: &Value| {
        let from = figure["lineage"]["from"].as_array().expect("inputs").iter();
        from.map(|input| input["id"].to_string()).collect::<String>()
    };
    assert!(!inputs(&sum).contains("sma-plus-50.growth") && inputs(&sum).contains("us-kr.sma.demand"), "{sum}");
    assert!(inputs(&path).contains("sma-plus-50.growth"), "{path}");
}

#[test]
fn the_rule_of_the_eleventh_agreement_gives_the_years_that_no_source_prints() {
    // 1,247.2 billion for 2022; budget growth 3.4% and 4.4%; and 1,402.8 for 2025 is what a source prints.
    let run = out(&["scenario", "run", "twelfth-sma-renegotiated", "--format", "csv"]);
    assert!(run.contains(",1.2896 trillion KRW/a,") && run.contains(",1.3463 trillion KRW/a,"), "{run}");
    // From 1 January to 4 April 2019, and from 1 January 2020 to 31 August 2021, no agreement was in force.
    assert!(run.contains(",94 d,") && run.contains(",609 d,"), "{run}");
    // The answer itself holds every year from the first agreement to the last year of the twelfth.
    let run = json(&["scenario", "run", "twelfth-sma-renegotiated"]);
    let years = run["runs"][0]["tables"][0]["rows"].as_array().map(Vec::len);
    assert_eq!(years, Some(40));
}

#[test]
fn scenarios_compose_compare_and_show_their_page() {
    let both = json(&["scenario", "run", "steel-quota+section-232-autos"]);
    assert_eq!(both["scenarios"].as_array().map(Vec::len), Some(2));
    let table = out(&["scenario", "compare", "steel-quota", "section-232-autos"]);
    assert!(
        table.lines().next().is_some_and(|head| head.contains("steel-quota") && head.contains("section-232-autos"))
    );
    let page = out(&["scenario", "run", "assembly-realignment", "--format", "html"]);
    assert!(page.contains("<desc id=\"chart-0-0:desc\">150 of 298 votes are needed."), "a text alternative");
    assert!(page.contains("Content-Security-Policy") && !page.contains("<script"), "complete in itself");
}

#[test]
fn a_name_that_is_none_ends_with_the_nearest_one() {
    let refused = demarche(&["scenario", "run", "steel-qouta", "--dossier"]).arg(dossier()).assert().code(2);
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("did you mean `steel-quota`?"), "{said}");
}

#[test]
fn why_leads_from_a_figure_to_quoted_words() {
    let done = demarche(&["why", "twelfth-renegotiated.2030"])
        .arg(dossier())
        .args(["--scenario", "twelfth-sma-renegotiated"])
        .assert()
        .success();
    let text = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
    assert!(text.contains("sma-contributions from mnd-white-paper-2018 = 28 rows"), "{text}");
    assert!(text.contains("“If inflation remains around 2 percent"), "{text}");
}
