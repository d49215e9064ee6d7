//! Every answer is serialisable and carries what a reader needs to judge it.

use demarche_models::report::Tell;
use demarche_models::trade::product;
use serde_json::Value;

const STUDY: &str = r#"product = "goods"
basis = "made up"
year = 2017
unit = "USD bn"
outside = ["services"]
substitution = { median = 4, log_sd = 0.3, source = "a study" }
demand = { median = 0.6, source = "another study" }
draws = { seed = 1, count = 200 }
[[source]]
name = "Norland"
value = 3
tariff = 0
supply = { median = inf, source = "a third study" }
[[source]]
name = "home"
value = 110
domestic = true
supply = { median = 5, source = "a third study" }
[[measure]]
on = ["Norland"]
kind = "quota"
rate = 0
cap = 0.7
rent-to-exporter = 1
reason = "proclamation"
"#;

#[test]
fn product_answers_carry_closure_year_sources_and_scope() {
    let study = product::Study::read("m.toml", STUDY).expect("sound");
    let answer = serde_json::to_value(study.run().expect("an answer")).expect("serialises");
    let outcome = &answer["outcome"];
    assert_eq!(outcome["data_year"], 2017);
    assert_eq!(outcome["substitution"]["source"], "a study");
    assert_eq!(outcome["supply"][0], "Norland: inf (a third study)");
    assert_eq!(outcome["outside"], Value::from(vec!["services"]));
    assert_eq!(outcome["sources"][0]["quota"], "filled");
    assert!(outcome["closure"].as_str().is_some_and(|c| c.contains("partial equilibrium")));
    let bands = &answer["bands"];
    assert_eq!(bands["draws"]["seed"], 1);
    assert_eq!(bands["elasticities"].as_array().map(Vec::len), Some(4));
    assert_eq!(bands["outside"], Value::from(vec!["services"]));
    let market = serde_json::to_value(&study.market).expect("serialises");
    assert_eq!(market["suppliers"][0]["supply"]["median"], "inf");
    assert_no_null(outcome, "outcome");
}

#[test]
fn product_answers_are_told_with_their_reasons() {
    let study = product::Study::read("m.toml", STUDY).expect("sound");
    let report = study.run().expect("an answer").tell();
    for note in [
        "measure on Norland: proclamation",
        "data of 2017: made up",
        "substitution: median 4, log-sd 0.3 (a study)",
        "demand 0.6 (another study)",
        "supply of Norland inf (a third study)",
        "200 draws from seed 1",
    ] {
        assert!(report.notes.iter().any(|n| n == note), "{note} in {:?}", report.notes);
    }
    assert_eq!(report.outside, ["services"]);
    assert_eq!(report.tables.len(), 3);
    let csv = report.csv();
    assert!(csv.contains("Norland,quota,filled"), "{csv}");
}

/// JSON writes NaN and infinity as null: no figure may be one.
fn assert_no_null(value: &Value, path: &str) {
    match value {
        Value::Null => panic!("{path} is null"),
        Value::Array(items) => items.iter().for_each(|item| assert_no_null(item, path)),
        Value::Object(fields) => {
            // An open end of a measure is the one thing that may be unknown.
            let known = fields.iter().filter(|(key, _)| !["from", "until"].contains(&key.as_str()));
            known.for_each(|(key, item)| assert_no_null(item, &format!("{path}.{key}")));
        }
        _ => {}
    }
}
