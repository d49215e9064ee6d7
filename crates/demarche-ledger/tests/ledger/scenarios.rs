//! Scenarios laid over the second dossier: what they change, where they conflict, and what is said of slips.

use crate::common::{self, north_south, on};

use demarche_ledger::Wants;
use demarche_terms::{Life, Lookup, Resolved};

/// The second dossier with scenarios laid over it, each a name and a text.
fn north_south_under(scenarios: &[(&str, &str)]) -> common::Opened {
    let mut texts = common::folder(&common::root().join("tests/dossiers/north-south"));
    let named = |(name, text): &(&str, &str)| (format!("scenarios/{name}.toml"), format!("{HEAD}{text}"));
    texts.extend(scenarios.iter().map(named));
    common::open(&texts)
}

/// How each scenario of the tests begins: three lines.
const HEAD: &str = "format = 1\ntitle = \"A question\"\nfrom = 2019-02-01\n";

fn found(opened: &common::Opened, id: &str) -> Resolved {
    match opened.ledger.at(on("2019-02-01"), &[]).statement(id) {
        Lookup::Found(resolved) => *resolved,
        other => panic!("{id}: {other:?}"),
    }
}

fn value(opened: &common::Opened, id: &str) -> String {
    found(opened, id).value.map(|value| value.shown()).unwrap_or_default()
}

#[test]
fn a_scenario_of_nothing_changes_nothing() {
    let (plain, laid) = (north_south(), north_south_under(&[("nothing", "")]));
    assert_eq!(laid.shown(), Vec::<String>::new());
    let (before, after) = (plain.ledger.at(on("2019-02-01"), &[]), laid.ledger.at(on("2019-02-01"), &[]));
    assert_eq!(before.export(), after.export());
}

#[test]
fn a_changed_figure_moves_what_is_computed_from_it_and_loses_its_source() {
    let change = "[[change]]\nstatement = \"nrl-sdl.trade.balance.2017\"\nreason = \"twice as much\"\nvalue = \"-3.1e9 USD/a\"\n";
    let laid = north_south_under(&[("twice", change)]);
    assert_eq!(laid.shown(), Vec::<String>::new());
    assert_eq!(value(&laid, "nrl-sdl.trade.balance.2017"), "-3.1 billion USD/a");
    assert_ne!(value(&north_south(), "nrl-sdl.trade.change.2017"), value(&laid, "nrl-sdl.trade.change.2017"));
    let changed = found(&laid, "nrl-sdl.trade.balance.2017");
    assert!(changed.statement.sources.is_empty() && changed.statement.data.is_none());
}

/// The cells of a column for rows of a table, with whom they rest on.
fn column(opened: &common::Opened, rows: &str, name: &str) -> (Vec<String>, Option<String>) {
    let rows = opened.ledger.at(on("2019-02-01"), &[]).rows(rows).expect("the rows are there");
    let at = rows.columns.iter().position(|column| column == name).expect("the column is there");
    (rows.rows.iter().map(|row| row[at].clone()).collect(), rows.source.map(|source| source.to_string()))
}

#[test]
fn rows_are_changed_withdrawn_and_added_and_rest_on_the_scenario() {
    let rows = r#"source = { ref = "nrl-parliament-members" }
[[change]]
row    = "seats[as-of=2018-12-31,party=Heath Party]"
cells  = { seats = 57 }
reason = "the others join it"
[[withdraw]]
row    = "seats[as-of=2018-12-31,party=Others]"
reason = "they join the Heath Party"
[[row]]
row   = "seats[as-of=2019-02-01,party=Heath Party]"
cells = { seats = 58, side = "government" }
"#;
    let laid = north_south_under(&[("joined", rows)]);
    assert_eq!(laid.shown(), Vec::<String>::new());
    let source = Some("nrl-parliament-members".to_owned());
    assert_eq!(column(&laid, "seats[as-of=2018-12-31]", "seats"), (vec!["57".to_owned(), "41".to_owned()], source));
    assert_eq!(column(&laid, "seats[as-of=2019-02-01]", "side").0, ["government"]);
    let before = laid.ledger.at(on("2019-01-31"), &[]);
    assert!(before.rows("seats[as-of=2019-02-01]").is_err(), "a row more is public from the scenario's day");
}

#[test]
fn a_changed_cell_without_a_source_takes_the_source_from_the_rows() {
    let change =
        "[[change]]\nrow = \"partners[year=2017,partner=SDL]\"\ncells = { total = 9000 }\nreason = \"under study\"\n";
    let laid = north_south_under(&[("less", change)]);
    let (totals, source) = column(&laid, "partners[year=2017]", "total");
    assert_eq!((totals[1].as_str(), source), ("9000", None));
    assert!(column(&north_south(), "partners[year=2017]", "total").1.is_some());
}

#[test]
fn a_place_moves_where_the_row_that_it_counts_from_moves() {
    let change =
        "[[change]]\nrow = \"partners[year=2017,partner=ISL]\"\ncells = { total = 11000 }\nreason = \"under study\"\n";
    let place = |opened: &common::Opened| value(opened, "nrl-sdl.trade.rank.2017");
    assert_ne!(place(&north_south()), place(&north_south_under(&[("more", change)])));
}

#[test]
fn a_statement_that_is_replaced_dies_on_the_day_of_the_scenario() {
    let more = r#"
[[statement]]
id         = "more.balance"
says       = "Norland's balance of trade in goods with Sudland, 2017, as it might be"
subject    = "NRL"
predicate  = "trade-balance"
with       = { partner = "SDL", basis = "goods" }
value      = "-2.0e9 USD/a"
valid      = "2017"
recorded   = 2019-02-01
supersedes = [{ id = "nrl-sdl.trade.balance.2017", reason = "revised: under study" }]
"#;
    let laid = north_south_under(&[("more", more)]);
    assert_eq!(laid.shown(), Vec::<String>::new());
    match found(&laid, "nrl-sdl.trade.balance.2017").life {
        Life::Dead { killer } => assert_eq!(killer.by.map(|by| by.to_string()).as_deref(), Some("more.balance")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_scenarios_that_ask_for_different_things_conflict_and_both_are_named() {
    let rate = |value: &str| {
        format!("[[change]]\nstatement = \"nrl-sdl.rate.2017\"\nreason = \"other rate\"\nvalue = \"{value}\"\n")
    };
    let laid = north_south_under(&[("low", &rate("0.8 EUR/USD")), ("high", &rate("0.9 EUR/USD"))]);
    assert_eq!(
        laid.shown(),
        ["D2002 high.toml:7:9 scenarios `low` and `high` ask for different things of \"nrl-sdl.rate.2017\""]
    );
    let rival = &laid.findings[0].others[0];
    assert_eq!((laid.files.name(rival.span.file), laid.files.place(rival.span).line), ("scenarios/low.toml", 7));
    let agreed = north_south_under(&[("low", &rate("0.8 EUR/USD")), ("same", &rate("0.8 EUR/USD"))]);
    assert_eq!(agreed.shown(), Vec::<String>::new());
    let gone = "[[withdraw]]\nstatement = \"nrl-sdl.rate.2017\"\nreason = \"no rate\"\n";
    let laid = north_south_under(&[("low", &rate("0.8 EUR/USD")), ("gone", gone)]);
    assert!(laid.shown()[0].starts_with("D2002 gone.toml:5:13"), "{:?}", laid.shown());
}

#[test]
fn what_is_withdrawn_is_not_there_and_what_rested_on_it_has_no_value() {
    let gone = "[[withdraw]]\nstatement = \"nrl-sdl.rate.2017\"\nreason = \"no rate\"\n";
    let laid = north_south_under(&[("gone", gone)]);
    assert_eq!(laid.shown(), Vec::<String>::new());
    assert!(matches!(laid.ledger.at(on("2019-02-01"), &[]).statement("nrl-sdl.rate.2017"), Lookup::Unknown { .. }));
    assert_eq!(value(&laid, "nrl-sdl.trade.total.2017.eur"), "");
}

/// Each slip with the finding that it must give.
#[test]
fn slips_are_said_with_line_and_near_spelling() {
    let cases: &[(&str, &str)] = &[
        (
            "[[change]]\nstatement = \"nrl-sdl.rate.2071\"\nreason = \"r\"\nvalue = \"1 EUR/USD\"\n",
            "D2003 s.toml:5:13 the dossier has no statement \"nrl-sdl.rate.2071\"",
        ),
        ("[[change]]\nstatement = \"nrl-sdl.rate.2017\"\nreason = \"r\"\nvalue = \"1 t\"\n", "D0010 s.toml:7:9"),
        ("[[change]]\nstatement = \"nrl-sdl.rate.2017\"\nreason = \"r\"\nvalid = \"2017-13\"\n", "D0008 s.toml:7:9"),
        (
            "[[change]]\nstatement = \"nrl-sdl.rate.2017\"\nvalue = \"1 EUR/USD\"\n",
            "D0003 s.toml:5:13 a change needs `reason`",
        ),
        ("[[change]]\nstatement = \"nrl-sdl.rate.2017\"\nreason = \"r\"\n", "D2001 s.toml:5:13"),
        ("[[chang]]\nstatement = \"nrl-sdl.rate.2017\"\n", "D0002 s.toml:4:3"),
        ("[[run]]\nid = \"a\"\nmodel = \"trade-prodct\"\nstudy = {}\n", "D0005 s.toml:6:9"),
        (
            "[[run]]\nid = \"a\"\nmodel = \"assembly\"\nstudy = {}\n[[figure]]\nid = \"a.b\"\nvalue = { run = \"b\" }\n",
            "D0012 s.toml:10:17 there is no run \"b\"",
        ),
        ("source = { ref = \"nobody\" }\n", "D0012 s.toml:4:10 there is no source \"nobody\""),
        (
            "[[statement]]\nid = \"nrl-sdl.rate.2017\"\nsays = \"again\"\nsubject = \"NRL\"\npredicate = \"exchange-rate\"\n\
             with = { average = \"annual\" }\nvalue = \"0.9 EUR/USD\"\nvalid = \"2017\"\nrecorded = 2019-02-01\n",
            "D0007 s.toml:5:6",
        ),
    ];
    for (text, expected) in cases {
        let laid = north_south_under(&[("s", text)]);
        let shown = laid.shown();
        assert!(shown.iter().any(|finding| finding.starts_with(expected)), "{text}\n{shown:?}");
    }
    let near = north_south_under(&[("s", cases[0].0)]);
    assert!(near.findings[0].help[0].text.contains("nrl-sdl.rate.2017"), "{:?}", near.findings[0].help);
}

#[test]
fn a_study_says_what_it_takes_from_the_dossier() {
    let run = r#"
[[run]]
id    = "one"
model = "burden-sharing"
[run.study]
first  = "@nrl-sdl.rate.2017 in EUR/USD"
list   = [{ rows = "trade[year=2017]", year = "year", amount = "exports" }]
pairs  = { rows = "partners", key = "partner", value = "total" }
plain  = "as it stands"
"#;
    let laid = north_south_under(&[("s", run)]);
    assert_eq!(laid.shown(), Vec::<String>::new());
    let takes: Vec<&Wants> = laid.ledger.scenarios()[0].runs[0].takes.iter().map(|take| &take.wants).collect();
    let columns = vec![("year".to_owned(), "year".to_owned()), ("amount".to_owned(), "exports".to_owned())];
    assert_eq!(
        takes,
        [
            &Wants::Value { name: "nrl-sdl.rate.2017".to_owned(), unit: Some("EUR/USD".to_owned()) },
            &Wants::Rows { table: "trade[year=2017]".to_owned(), columns },
            &Wants::Pairs { table: "partners".to_owned(), key: "partner".to_owned(), value: "total".to_owned() },
        ]
    );
}
