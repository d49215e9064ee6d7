//! `demarche model`: answers, formats and refusals of the binary on small study files.
//!
//! The studies lie in `tests/model` and stand on the page `docs/recipes/models.md`. Reference values: closed form or an
//! independent solution of the same equations, to the digits given. Tests on published tables need the environment
//! variable `DEMARCHE_DATA`, the folder of the data sets; without it they say that they are skipped.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn demarche() -> Command {
    let mut command = Command::cargo_bin("demarche").expect("the binary is built");
    command.env("NO_COLOR", "1").arg("model");
    command
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).expect("the study is there")
}

/// Exit code, standard output and standard error.
fn run(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// Arguments that run each model on its study.
fn every_model() -> Vec<Vec<String>> {
    let path = |name: &str| folder().join(name).display().to_string();
    [
        vec!["trade", "product", &path("product.toml")],
        vec!["trade", "product", &path("quota.toml")],
        vec!["trade", "general", "--data", &path("world"), "--scenario", &path("scenario.toml")],
        vec!["sma", &path("sma.toml")],
        vec!["assembly", &path("assembly.toml")],
        vec!["trade", "product", &path("trucks.toml")],
        vec!["assembly", &path("election.toml")],
    ]
    .map(|arguments| arguments.into_iter().map(str::to_owned).collect())
    .into()
}

/// The answer as JSON to a study of one file.
fn answer(arguments: &[&str], study: &str) -> Value {
    let scratch = Scratch::with(study);
    let (code, out, err) = run(demarche().args(arguments).arg(&scratch.file).args(["--format", "json"]));
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).expect("the answer is JSON")
}

/// What is said on standard error to a study of one file that must be refused.
fn refusal(arguments: &[&str], study: &str) -> String {
    let scratch = Scratch::with(study);
    let (code, out, err) = run(demarche().args(arguments).arg(&scratch.file));
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    err
}

/// A study file that is removed after the test.
struct Scratch {
    _folder: TempDir,
    file: PathBuf,
}

impl Scratch {
    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("study.toml");
        fs::write(&file, text).expect("writes");
        Self { _folder: folder, file }
    }
}

/// A study with words changed; each must be there.
fn changed(name: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text(name), |text, (from, to)| {
        assert!(text.contains(from), "{name} does not hold {from:?}");
        text.replace(from, to)
    })
}

#[track_caller]
fn close(found: &Value, wanted: f64, tolerance: f64) {
    let found = found.as_f64().unwrap_or(f64::NAN);
    assert!((found - wanted).abs() <= tolerance, "{found} is not {wanted} within {tolerance}");
}

const RISING: [(&str, &str); 3] = [
    ("supply = { median = inf, source = \"small seller\" }", "supply = { median = 10, source = \"illustrative\" }"),
    ("tariff = 0\nsupply = { median = inf, source", "tariff = 0\nsupply = { median = 10, source"),
    ("supply   = { median = inf, source", "supply   = { median = 5, source"),
];

#[test]
fn a_tariff_on_one_source_with_flat_supply_is_the_closed_form() {
    let outcome = &answer(&["trade", "product"], &text("product.toml"))["answer"]["outcome"];
    close(&outcome["price_index"], 1.003_880, 5e-7);
    close(&outcome["sources"][0]["quantity"], 0.332_795, 5e-7);
    close(&outcome["sources"][0]["after"], 7.953_81, 5e-6);
    close(&outcome["revenue"], 1.988_452, 5e-7);
    close(&outcome["consumer_surplus"], -3.555_018, 2e-5);
    // P^-4 = 1 - lambda (1 - 1.25^-4), with lambda the source's share of sales.
    let share = 23.9 / (23.9 + 334.1 + 560.0);
    let index = outcome["price_index"].as_f64().unwrap_or(f64::NAN);
    assert!((index.powi(-4) - (1.0 - share * (1.0 - 1.25_f64.powi(-4)))).abs() < 1e-12);
}

#[test]
fn a_tariff_with_rising_supply_is_shared_with_the_seller() {
    let outcome = &answer(&["trade", "product"], &changed("product.toml", &RISING))["answer"]["outcome"];
    close(&outcome["sources"][0]["producer_price"], 0.929_435, 5e-7);
    close(&outcome["sources"][0]["quantity"], 0.481_049, 5e-7);
    close(&outcome["sources"][0]["after"], 10.685_778, 5e-6);
    close(&outcome["revenue"], 2.671_444, 5e-7);
    close(&outcome["consumer_surplus"], -4.139_826, 2e-5);
}

#[test]
fn a_tariff_on_every_foreign_source_raises_the_index() {
    let all = changed(
        "product.toml",
        &[&RISING[..], &[("on     = [\"Norland\"]", "on = [\"Norland\", \"other\"]")]].concat(),
    );
    let outcome = &answer(&["trade", "product"], &all)["answer"]["outcome"];
    close(&outcome["price_index"], 1.078_587, 5e-7);
    close(&outcome["revenue"], 49.301_676, 5e-6);
}

#[test]
fn a_quota_has_a_shadow_tariff_that_gives_the_same_quantities() {
    let quota = answer(&["trade", "product"], &text("quota.toml"));
    let outcome = &quota["answer"]["outcome"];
    close(&outcome["sources"][0]["shadow_tariff"], 0.135_513_97, 5e-9);
    close(&outcome["rent"], 0.274_608, 5e-7);
    let as_tariff = [
        ("kind             = \"quota\"", "kind = \"tariff\""),
        ("rate             = 0\ncap              = 0.7\nrent-to-exporter = 1", "rate = 0.13551397"),
    ];
    let tariff = &answer(&["trade", "product"], &changed("quota.toml", &as_tariff))["answer"]["outcome"];
    for (at, quantity) in [0.7, 1.006_447, 1.005_011].into_iter().enumerate() {
        close(&outcome["sources"][at]["quantity"], quantity, 5e-7);
        close(&tariff["sources"][at]["quantity"], quantity, 5e-7);
    }
    let band = &quota["answer"]["bands"]["figures"][0]["band"];
    assert!(band["p05"].as_f64() < band["p95"].as_f64(), "{band}");
}

#[test]
fn a_world_answers_with_its_closure_and_a_tariff_cuts_the_flow() {
    let mut command = demarche();
    command.args(&every_model()[2]).args(["--format", "json"]);
    let (code, out, err) = run(&mut command);
    assert_eq!(code, 0, "{err}");
    let whole: Value = serde_json::from_str(&out).expect("the answer is JSON");
    let outcome = &whole["answer"]["outcome"];
    let flow = &outcome["flows"][0];
    assert!(flow["value"][1].as_f64() < flow["value"][0].as_f64(), "{flow}");
    assert!(outcome["quality"]["walras_residual"].as_f64().is_some_and(|r| r.abs() < 1e-10), "{}", outcome["quality"]);
    assert_eq!(outcome["countries"][1]["country"], "SDL");
    assert!(outcome["countries"][1]["real_income_percent"].as_f64() < Some(0.0), "{outcome}");
    let notes = whole["notes"].to_string();
    assert!(notes.contains("data of 2000") && notes.contains("theta 5 (illustrative)"), "{notes}");
}

#[test]
fn a_seat_count_gives_the_votes_that_each_law_needs() {
    let rules = &answer(&["assembly"], &text("assembly.toml"))["answer"]["rules"];
    assert_eq!((&rules[0]["needed"]["votes"], &rules[1]["needed"]["votes"]), (&Value::from(151), &Value::from(200)));
    assert_eq!(rules[0]["needed"]["quorum"], 151);
}

#[test]
fn a_contribution_stands_in_both_currencies_and_beside_what_is_demanded() {
    let answer = &answer(&["sma"], &text("sma.toml"))["answer"];
    close(&answer["years"][1]["foreign_at_mean"], 960.2e3 / 1100.7263, 1e-6);
    close(&answer["years"][2]["growth_percent"], 8.2, 0.05);
    assert!(answer["years"][3]["local_band"]["p05"].as_f64() < answer["years"][3]["local_band"]["p95"].as_f64());
    let (code, out, _) = run(demarche().args(&every_model()[3]));
    assert_eq!(code, 0);
    assert!(out.contains("half as much again") && out.contains("1440.3"), "{out}");
}

#[test]
fn a_schedule_ends_in_its_year_and_an_election_gives_its_published_seats() {
    let answer = &answer(&["trade", "product"], &text("trucks.toml"));
    let years = answer["answer"]["years"].as_array().expect("years");
    let revenue: Vec<bool> = years.iter().map(|year| year["revenue"].as_f64() < Some(-1e-9)).collect();
    assert_eq!(revenue, [false, false, true, true]);
    assert!(answer["outside"].to_string().contains("the measure on Sudland"), "{}", answer["outside"]);
    let (code, out, err) = run(demarche().args(&every_model()[6]));
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("Democratic Party    180") && out.contains("Future Korea             0           12"),
        "{out}"
    );
}

#[test]
fn each_model_answers_in_each_format_and_twice_the_same() {
    for arguments in every_model() {
        for format in ["human", "json", "csv"] {
            let (code, out, err) = run(demarche().args(&arguments).args(["--format", format]));
            assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
            match format {
                "json" => {
                    let whole: Value = serde_json::from_str(&out).expect("the answer is JSON");
                    assert_eq!(whole["format"], 1);
                    assert!(whole["model"].is_string() && whole["version"].is_string(), "{arguments:?}");
                    assert!(whole["notes"].as_array().is_some_and(|notes| !notes.is_empty()), "{arguments:?}");
                }
                "csv" => {
                    assert_eq!(out.lines().next(), Some("table,row,column,value"));
                    assert!(out.lines().count() > 5 && out.contains("\nnotes,1,note,"), "{out}");
                }
                _ => assert!(out.contains("\n- "), "notes stand below the tables: {out}"),
            }
            let (_, again, _) = run(demarche().args(&arguments).args(["--format", format]));
            assert_eq!(out, again, "{arguments:?}");
        }
    }
}

#[test]
fn bad_studies_are_refused_with_file_and_line() {
    let product: &[&str] = &["trade", "product"];
    for (model, name, from, to, says) in [
        (
            product,
            "product.toml",
            "median = 5,",
            "median = -5,",
            "study.toml, line 7: expected an elasticity above 0.01",
        ),
        (product, "product.toml", "value  = 23.9", "value = \"much\"", "study.toml, line 12: expected a number"),
        (product, "product.toml", "reason = ", "motive = ", "line 28: expected a text under `reason`"),
        (
            product,
            "product.toml",
            "kind   = ",
            "ceiling = 3\nkind = ",
            "line 30: no key is called \"ceiling\" here; leave it out",
        ),
        (product, "product.toml", "[\"Norland\"]", "[\"Norlnd\"]", "did you mean \"Norland\"?"),
        (product, "product.toml", "basis   = ", "basis   = [", "study.toml, line"),
        (
            product,
            "quota.toml",
            "cap              = 0.7",
            "cap = -1",
            "study.toml, line 32: expected a number above zero",
        ),
        (&["sma"], "sma.toml", "mean     = 1130.8183", "mean = 0", "study.toml, line 12: expected a number above zero"),
        (&["sma"], "sma.toml", "first-year = 2017", "first-year = 17", "study.toml, line 5"),
        (&["assembly"], "assembly.toml", "share     = \"1/2\"", "share = \"half\"", "study.toml, line 17"),
        (&["assembly"], "assembly.toml", "2016-06-01", "2016-02-30", "study.toml, line"),
        (&["assembly"], "assembly.toml", "2016-06-01", "2015-06-01", "study.toml, line 4: expected a day on or after"),
    ] {
        let err = refusal(model, &changed(name, &[(from, to)]));
        assert!(err.contains(says), "{from} -> {to}: {err}");
    }
}

#[test]
fn bad_tables_and_scenarios_are_refused_with_file_and_line() {
    let world = tempfile::tempdir().expect("a temporary folder");
    let sound = text("world/wiot2000.csv");
    let refused = |table: &str, scenario: &str, more: &[&str]| {
        fs::write(world.path().join("wiot2000.csv"), table).expect("writes");
        let scratch = Scratch::with(scenario);
        let mut command = demarche();
        command.args(["trade", "general", "--data"]).arg(world.path()).arg("--scenario").arg(&scratch.file).args(more);
        let (code, out, err) = run(&mut command);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        err
    };
    let scenario = text("scenario.toml");
    let err = refused(&sound.replace("60,3,80", "60,x,80"), &scenario, &[]);
    assert!(err.contains("wiot2000.csv, line 3: expected a finite number or an empty cell, found \"x\""), "{err}");
    let err = refused(&sound.replace("SDL.c2,1,1,8,10,2,68,90\n", ""), &scenario, &[]);
    assert!(err.contains("wiot2000.csv, line 4: the table should have 4 rows of industries"), "{err}");
    let err = refused(&sound, &scenario.replace("\"NRL\"", "\"NRD\""), &[]);
    assert!(err.contains("study.toml, line 6: no country is called \"NRD\"; did you mean \"NRL\"?"), "{err}");
    let err = refused(&sound, &scenario.replace("median = 5", "median = 0"), &[]);
    assert!(err.contains("study.toml, line 3: expected an elasticity above 0.01"), "{err}");
    let err = refused(&sound, &scenario, &["--year", "1999"]);
    assert!(err.contains("expected one of the years 2000, found 1999"), "{err}");
    let err = refused("\x1f\u{8b}", &scenario, &[]);
    assert!(err.contains("wiot2000.csv"), "{err}");
}

/// A country cannot keep its deficit if it may import next to nothing.
#[test]
fn a_problem_without_an_answer_prints_residuals_and_no_figures() {
    let quota = changed(
        "scenario.toml",
        &[
            ("exporters = [\"SDL\"]\nsectors   = [\"c1\"]", "exporters = [\"*\"]\nsectors = [\"*\"]"),
            ("kind      = \"tariff\"\nrate      = 0.25", "kind = \"quota\"\ncap = 0.01\nrent-to-exporter = 0.5"),
        ],
    );
    let scratch = Scratch::with(&quota);
    let mut command = demarche();
    command.args(["trade", "general", "--data"]).arg(folder().join("world")).arg("--scenario").arg(&scratch.file);
    let (code, out, err) = run(&mut command);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    for says in ["study.toml: the scenario did not converge", "there are no figures", "residuals are", "the worst in"] {
        assert!(err.contains(says), "{says}: {err}");
    }
}

#[test]
fn a_file_in_the_place_of_the_tables_folder_is_told_so() {
    let file = folder().join("scenario.toml");
    let (code, _, err) = run(demarche().args(["trade", "general", "--data"]).arg(&file).arg("--scenario").arg(&file));
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("scenario.toml") && err.contains("name the folder that holds the file"), "{err}");
}

#[test]
fn no_study_can_move_the_cursor() {
    let hostile = changed("assembly.toml", &[("absences are", "\\u001b[2J\\u202eabsences are")]);
    let scratch = Scratch::with(&hostile);
    let (code, out, _) = run(demarche().arg("assembly").arg(&scratch.file));
    assert!(code == 0 && out.contains("absences are") && !out.contains(['\u{1b}', '\u{202e}']), "{out}");
    let err = refusal(&["assembly"], &changed("assembly.toml", &[("\"voting\"", "\"\\u001b[2J\"")]));
    assert!(err.contains("expected one of") && !err.contains('\u{1b}'), "{err}");
}

#[test]
fn what_is_no_readable_file_is_named() {
    let missing = folder().join("absent.toml");
    let (code, _, err) = run(demarche().arg("assembly").arg(&missing));
    assert!(code == 2 && err.contains("absent.toml"), "{err}");
    let (code, _, err) = run(demarche().arg("sma").arg(folder()));
    assert!(code == 2 && err.contains("tests/model"), "{err}");
    let scratch = Scratch::with("");
    fs::write(&scratch.file, b"local = \"A\"\nforeign = \"\xff\"\n").expect("writes");
    let (code, _, err) = run(demarche().arg("sma").arg(&scratch.file));
    assert!(code == 2 && err.contains("study.toml, line 2: this is not UTF-8 text"), "{err}");
    fs::File::create(&scratch.file).and_then(|file| file.set_len((64 << 20) + 1)).expect("a large file");
    let (code, _, err) = run(demarche().arg("sma").arg(&scratch.file));
    assert!(code == 2 && err.contains("expected a file of at most"), "{err}");
}

/// Data: WIOD 2011 (Timmer and others 2015); an independent solution of the same equations, half a unit of its last digit.
#[test]
fn the_world_of_2011_answers_as_an_independent_solution_does() {
    let Some(root) = std::env::var_os("DEMARCHE_DATA").map(PathBuf::from) else {
        println!("skipped: DEMARCHE_DATA is not set");
        return;
    };
    let names = [("\"NRL\"", "\"USA\""), ("\"SDL\"", "\"KOR\""), ("\"c1\"", "\"c15\"")];
    let scratch = Scratch::with(&changed("scenario.toml", &names));
    let mut command = demarche();
    command.args(["trade", "general", "--year", "2011", "--format", "json", "--data"]).arg(root.join("trade/wiod"));
    let (code, out, err) = run(command.arg("--scenario").arg(&scratch.file));
    assert_eq!(code, 0, "{err}");
    let whole: Value = serde_json::from_str(&out).expect("the answer is JSON");
    let countries = whole["answer"]["outcome"]["countries"].as_array().expect("countries");
    for (country, percent) in [("KOR", -0.1156), ("USA", -0.0024), ("MEX", 0.0101)] {
        let found = countries.iter().find(|found| found["country"] == country).expect("a country of the table");
        close(&found["real_income_percent"], percent, 0.00005);
    }
}

/// Every study on the page is the file of the same name, which the tests above run.
#[test]
fn the_recipes_hold_the_studies_that_are_tested() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/recipes/models.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let blocks: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let wanted =
        ["product.toml", "quota.toml", "trucks.toml", "scenario.toml", "sma.toml", "assembly.toml", "election.toml"]
            .map(text);
    assert_eq!(blocks, wanted);
}
