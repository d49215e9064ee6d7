//! Bad input of the trade models: each a full sentence with its place, and never a panic.

mod common;

use common::World;
use demarche_models::number::{Elasticity, Positive, Rate, Value};
use demarche_models::trade::general::{Baseline, Closure, Study, plain, wiod};
use demarche_models::trade::product::gsim::{self, World as LinearWorld};
use demarche_models::trade::product::{self, schedule};
use proptest::prelude::*;

const PRODUCT: &str = r#"product = "goods"
basis = "made up"
year = 2017
unit = "USD bn"
substitution = { median = 4, log_sd = 0.3, source = "study" }
demand = { median = 0.6, source = "study" }
draws = { seed = 1, count = 10 }
[[source]]
name = "Norland"
value = 3
tariff = 0
supply = { median = 10, source = "study" }
[[source]]
name = "home"
value = 110
domestic = true
supply = { median = 5, source = "study" }
[[measure]]
on = ["Norland"]
kind = "tariff-rate-quota"
within = 0.1
quota = 0.8
over = 0.4
rent-to-exporter = 1
reason = "proclamation"
"#;

#[test]
fn product_studies_refuse_what_they_cannot_use() {
    assert!(product::Study::read("m.toml", PRODUCT).is_ok());
    for (from, to, says) in [
        ("median = 4", "median = -4", "m.toml, line 5: expected an elasticity above 0.01"),
        ("median = 4", "median = 0.0", "found 0"),
        ("median = 10", "median = nan", "line 12: expected an elasticity of supply"),
        ("log_sd = 0.3", "log_sd = -1", "expected a standard deviation"),
        ("value = 3", "value = -3", "line 10: expected a value of zero or more, found -3"),
        ("value = 3", "value = \"3\"", "line 10: expected a number, found \"3\""),
        ("tariff = 0\n", "", "line 8: expected a number under `tariff`, found nothing"),
        ("name = \"home\"", "name = \"Norland\"", "each source once"),
        ("[\"Norland\"]", "[\"Nordland\"]", "line 19: no source is called \"Nordland\"; did you mean \"Norland\"?"),
        ("[\"Norland\"]", "[\"home\"]", "expected a foreign source"),
        ("over = 0.4", "over = 0.05", "line 23: expected a rate over the quota"),
        ("quota = 0.8", "quota = 0", "line 22: expected a number above zero"),
        ("rent-to-exporter = 1", "rent-to-exporter = 100", "expected a share from 0 to 1, found 100"),
        ("reason = \"proclamation\"", "", "under `reason`"),
        ("within = 0.1", "within = 0.1\nwhithin = 1", "line 22: no key is called \"whithin\""),
        ("median = 10", "median = 0", "a supply elasticity above zero where a quota is set"),
        ("count = 10", "count = 0", "line 7: expected a whole number from 1"),
        ("year = 2017", "year = 17", "expected a whole number from 1800"),
        ("kind = \"tariff-rate-quota\"", "kind = \"trq\"", "expected one of tariff, quota"),
        ("reason =", "from = 2019-01-01\nuntil = 2018-01-01\nreason =", "does not come before the first"),
        ("domestic = true", "domestic = true\ntariff = 0.1", "no tariff on the domestic source"),
        ("basis = \"made up\"", "basis = [", "m.toml, line"),
    ] {
        let text = PRODUCT.replacen(from, to, 1);
        assert_ne!(text, PRODUCT, "{from} is in the case");
        let error = product::Study::read("m.toml", &text).expect_err(says).to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn measures_by_the_calendar_refuse_what_no_calendar_has() {
    let kept =
        PRODUCT.split("[[measure]]").next().unwrap_or_default().replace("draws = { seed = 1, count = 10 }\n", "");
    let study = |measure: &str| {
        let years = "in-years = { first = 2019, last = 2022 }\n";
        product::Study::read(
            "m.toml",
            &format!("{years}{kept}[[measure]]\non = [\"Norland\"]\nreason = \"act\"\n{measure}"),
        )
    };
    assert!(study("kind = \"schedule\"\nrates = { \"2019\" = 0.25, \"2021-07-01\" = 0 }\n").is_ok());
    for (measure, says) in [
        ("kind = \"schedule\"\n", "line 18: expected a table { \"2019\" = 0.25"),
        ("kind = \"schedule\"\nrates = {}\n", "line 22: expected at least one rate"),
        ("kind = \"schedule\"\nrates = { \"2019-13-01\" = 0.25 }\n", "line 22: expected a year or a day as key"),
        ("kind = \"schedule\"\nrates = { \"2019\" = 0.25, \"2019-01-01\" = 0 }\n", "expected one rate a day"),
        ("kind = \"schedule\"\nrates = { \"2019\" = 25000 }\n", "line 22: expected a rate as a fraction"),
        (
            "kind = \"schedule\"\nrates = { \"2019\" = 0.25 }\nuntil = 2018-12-31\n",
            "does not come before the last step",
        ),
        (
            "kind = \"phase-out\"\nrate = 0.08\nfrom = 2012-03-15\n",
            "expected a whole number from 1 to 100 under `cuts`",
        ),
        ("kind = \"phase-out\"\nrate = 0.08\ncuts = 10\n", "expected a day such as 2019-03-15 under `from`"),
    ] {
        let error = study(measure).expect_err(says).to_string();
        assert!(error.contains(says), "{error}");
    }
    let error =
        product::Study::read("m.toml", &format!("in-years = {{ first = 2022, last = 2019 }}\n{kept}")).unwrap_err();
    assert!(error.to_string().contains("m.toml, line 1: expected a last year from the first"), "{error}");
}

#[test]
fn two_measures_on_one_source_are_named_together() {
    let second = "[[measure]]\non = [\"Norland\"]\nkind = \"tariff\"\nrate = 0.25\nreason = \"act\"\n";
    let error = product::Study::read("m.toml", &format!("{PRODUCT}{second}")).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("m.toml, line 27: expected one measure on \"Norland\""), "{error}");
    assert!(error.contains("\"act\" beside \"proclamation\""), "{error}");
}

const GENERAL: &str = r#"closure = "fixed-deficits"
theta = { median = 5, source = "study" }
[[change]]
importers = ["C0"]
exporters = ["C1"]
sectors = ["s0"]
kind = "tariff"
rate = 0.25
reason = "act"
"#;

fn world() -> World {
    World {
        n: 2,
        j: 2,
        flows: vec![40.0, 3.0, 4.0, 50.0, 35.0, 6.0, 3.0, 45.0],
        tariffs: vec![0.0; 8],
        value_added: 0.6,
        theta: 4.0,
    }
}

#[test]
fn general_studies_refuse_what_they_cannot_use() {
    let run = |text: &str| {
        let study = Study::read("s.toml", text)?;
        study.run(&study.calibrate(world().tables())?)
    };
    assert!(run(GENERAL).is_ok());
    for (from, to, says) in [
        ("fixed-deficits", "fixed", "line 1: expected one of fixed-deficits, zero-deficits"),
        ("median = 5", "median = 0.001", "line 2: expected an elasticity above 0.01"),
        ("theta = { median = 5, source = \"study\" }\n", "", "s.toml: expected a trade elasticity for sector \"s0\""),
        ("[\"C0\"]", "[\"CO\"]", "s.toml, line 4: no country is called \"CO\"; did you mean \"C0\"?"),
        ("[\"s0\"]", "[\"s9\"]", "s.toml, line 6: no sector is called \"s9\""),
        ("[\"s0\"]", "[]", "line 6: expected a list of names under `sectors`"),
        ("[\"C1\"]", "[\"C0\"]", "expected at least one flow between two countries"),
        ("rate = 0.25", "rate = -1", "line 8: expected a rate as a fraction"),
        ("kind = \"tariff\"\nrate = 0.25", "kind = \"table\"\nname = \"2005\"", "no tariff table is called \"2005\""),
        ("reason =", "from = 2019-07-01\nreason =", "add `in-year"),
        ("reason =", "note = 1\nreason =", "no key is called \"note\""),
        (
            "[[change]]",
            "[[theta-of]]\nsectors = [\"s7\"]\ntheta = { median = 2, source = \"x\" }\n[[change]]",
            "s.toml, line 4: no sector is called \"s7\"",
        ),
    ] {
        let text = GENERAL.replacen(from, to, 1);
        assert_ne!(text, GENERAL, "{from} is in the case");
        let error = run(&text).expect_err(says).to_string();
        assert!(error.contains(says), "{error}");
    }
    let twice = format!(
        "{GENERAL}[[change]]\nimporters = [\"*\"]\nexporters = [\"C1\"]\n\
        sectors = [\"*\"]\nkind = \"surcharge\"\npoints = 0.1\nreason = \"order\"\n"
    );
    let error = run(&twice).unwrap_err().to_string();
    assert!(error.contains("line 10: expected one measure at a time on s0 of C0 from C1"), "{error}");
    assert!(error.contains("\"order\" beside \"act\""), "{error}");
}

#[test]
fn tables_of_the_wrong_shape_are_refused() {
    let mut tables = world().tables();
    tables.flows.pop();
    let error = Study::read("s.toml", GENERAL).and_then(|s| s.calibrate(tables)).unwrap_err();
    assert!(error.to_string().contains("8 values for 2 countries and 2 sectors"), "{error}");
    let mut tables = world().tables();
    tables.inputs[0] = 0.3;
    let error = Study::read("s.toml", GENERAL).and_then(|s| s.calibrate(tables)).unwrap_err();
    assert!(error.to_string().contains("s0 of C0 in made-up world: expected shares"), "{error}");
    let header: String = (0..5000).map(|c| format!(",C{c}.c1")).collect();
    let huge = format!("row{header},C0.f1,output\n");
    let error = wiod::read("w.csv", huge.as_bytes(), 2011).unwrap_err().to_string();
    assert!(error.contains("5000 countries and 1 sectors"), "{error}");
    let mut tables = world().tables();
    tables.flows[1] = f64::NAN;
    let error = Study::read("s.toml", GENERAL).and_then(|s| s.calibrate(tables)).unwrap_err();
    assert!(error.to_string().contains("finite values of at least 0, found NaN"), "{error}");
}

const WIOD: &str = "row,A.c1,A.c2,B.c1,B.c2,A.f1,B.f1,output\n\
    A.c1,1,2,3,,10,-1,15\nA.c2,0,1,1,,20,2,24\nB.c1,1,1,1,,3,20,26\nB.c2,,,,,,,\n";

#[test]
fn the_world_table_is_read_strictly_and_corrections_are_reported() {
    let tables = wiod::read("w.csv", WIOD.as_bytes(), 2011).expect("a table");
    assert_eq!((tables.countries.len(), tables.sectors.len()), (2, 2));
    let reasons: Vec<&str> = tables.corrections.iter().map(|c| c.reason).collect();
    assert_eq!(reasons, ["final use below zero, set to zero", "industry without output, given value added only",]);
    assert_eq!(tables.corrections[0].cell, "A.c1 to final use 1 of B");
    assert_eq!(tables.corrections[0].was, -1.0);
    for (from, to, says) in [
        ("A.c2,0,1", "A.c2,0,x", "w.csv, line 3: expected a finite number or an empty cell, found \"x\""),
        ("A.c2,0,1", "A.c2,0,inf", "found \"inf\""),
        ("A.c2,0,1,1", "A.c2,0,1", "line 3: the table should have 7 cells after the name"),
        ("B.c2,,,,,,,\n", "", "4 rows of industries"),
        ("\nB.c1,", "\nB.c9,", "line 4: the table should have the row of `B.c1`"),
        ("B.c1,B.c2,A.f1", "B.c2,B.c1,A.f1", "line 1: the table should have columns COUNTRY.c1"),
        (",output", ",total", "a last column that is not `output`"),
    ] {
        let text = WIOD.replacen(from, to, 1);
        assert_ne!(text, WIOD, "{from} is in the case");
        let error = wiod::read("w.csv", text.as_bytes(), 2011).expect_err(says).to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn the_plain_files_are_read_strictly() {
    let file = |name: &str| -> Option<String> {
        Some(match name {
            "regions.txt" => "A\nB\n".into(),
            "sectors.txt" => "goods\nservices\n".into(),
            "T.txt" => "4\n".into(),
            "xbilat1993.txt" => "0 5\n6 0\n".into(),
            "tariffs1993.txt" => "0 10\n5 0\n".into(),
            "GO.txt" => "50000 3000\n20000 30000\n".into(),
            "B.txt" => "0.5 0.5\n0.6 0.6\n".into(),
            "IO.txt" => "0.5 0.4\n0.5 0.6\n0.5 0.4\n0.5 0.6\n".into(),
            _ => return None,
        })
    };
    let read = |changed: &str, text: &str| {
        let files = |name: &str| {
            let found = if name == changed { Some(text.to_owned()) } else { file(name) };
            found.map(String::into_bytes)
        };
        plain::read(&files, "cp", 1993, &[])
    };
    let tables = read("", "").expect("sound files");
    // The exports of B, 5 thousand, exceed its output of 3,000.
    assert_eq!(tables.corrections.len(), 1);
    assert_eq!((tables.corrections[0].was, tables.corrections[0].now), (0.003, 0.005));
    assert_eq!(tables.flows[1], 0.005);
    for (name, text, says) in [
        ("T.txt", "0\n", "cp/T.txt, line 1: expected an elasticity above 0.01"),
        ("T.txt", "1\n2\n3\n", "at most 2 rows"),
        ("xbilat1993.txt", "0 5\n6\n", "cp/xbilat1993.txt, line 2: the table should have 2 columns"),
        ("xbilat1993.txt", "0 5\n-6 0\n", "cp/xbilat1993.txt, line 2: expected a value of zero or more, found -6"),
        ("xbilat1993.txt", "0 5\n", "the table should have 2 rows"),
        ("tariffs1993.txt", "0 NaN\n5 0\n", "line 1: expected a finite number, found \"NaN\""),
        ("tariffs1993.txt", "0 -200\n5 0\n", "expected a rate as a fraction"),
        ("B.txt", "0.5 1.5\n0.6 0.6\n", "cp/B.txt, line 1: expected a share from 0 to 1"),
        (
            "IO.txt",
            "0.5 0.4\n0.3 0.6\n0.5 0.4\n0.5 0.6\n",
            "IO.txt, line 1: expected input shares of A goods (lines 1 to 2, column 1) that sum to 1",
        ),
        ("regions.txt", "A\nA\n", "line 2: expected each name once"),
    ] {
        let error = read(name, text).expect_err(says).to_string();
        assert!(error.contains(says), "{error}");
    }
    let files = |name: &str| file(name).map(String::into_bytes);
    let error = plain::read(&files, "cp", 2005, &[]).unwrap_err().to_string();
    assert!(error.contains("cp/xbilat2005.txt: expected this file, found nothing"), "{error}");
}

#[test]
fn schedules_and_the_linear_model_refuse_bad_tables() {
    let error = schedule::read("k.csv", "TL,TL_Desc\n1,x\n").unwrap_err().to_string();
    assert!(error.contains("k.csv, line 1: the table should have a column `Base_Rate`"), "{error}");
    let one = Elasticity::new(1.0).expect("an elasticity");
    let world = LinearWorld {
        regions: vec!["A".into(), "B".into()],
        trade: vec![vec![Value::new(1.0).expect("a value"); 2]; 2],
        before: vec![vec![Rate::new(0.0).expect("a rate"); 2]; 2],
        after: vec![vec![Rate::new(0.0).expect("a rate"); 2]; 1],
        demand: vec![one; 2],
        supply: vec![one; 2],
        substitution: one,
    };
    assert!(gsim::solve(&world).unwrap_err().to_string().contains("2 regions in every matrix"));
    assert!(Positive::new(0.0).is_err());
}

#[test]
fn extreme_scenarios_end_in_an_answer_or_a_sentence() {
    let baseline = Baseline::solve(&world().economy(), Closure::FixedDeficits).expect("a baseline");
    for rate in ["-0.98", "99"] {
        let text = GENERAL.replacen("0.25", rate, 1);
        let study = Study::read("s.toml", &text).expect("sound");
        match baseline.respond(&study.scenario) {
            Ok(outcome) => assert!(outcome.countries[0].real_income_percent.is_finite()),
            Err(error) => assert!(error.to_string().contains("so there are no figures")),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_makes_a_reader_panic(text in "[ -~\\n]{0,200}", at in 0_usize..400) {
        let _ = product::Study::read("x", &text);
        let _ = Study::read("x", &text);
        let _ = wiod::read("x", text.as_bytes(), 2000);
        let _ = schedule::read("x", &text);
        for sound in [PRODUCT, GENERAL, WIOD] {
            let mut damaged = sound.to_owned();
            let at = at.min(damaged.len());
            damaged.insert_str(at, &text);
            let _ = product::Study::read("x", &damaged).and_then(|s| s.run());
            let _ = Study::read("x", &damaged);
            let _ = wiod::read("x", damaged.as_bytes(), 2000);
        }
    }
}
