//! The second dossier, invented for tests: every type of value, read, computed and looked at on several clocks.

use crate::common;

use std::fmt::Write as _;

use common::on;
use demarche_ledger::View;
use demarche_terms::{Clocks, Evidence, Life, Lineage, Lookup, SourceId, StatementId, ValueType};

fn id(text: &str) -> StatementId {
    StatementId::new(text).expect("an id")
}

fn written_from() -> Vec<SourceId> {
    vec![SourceId::new("old-brief-2018").expect("an id")]
}

fn table(view: &View<'_>) -> String {
    view.export().into_iter().fold(String::new(), |mut text, row| {
        let value = if row.value.is_empty() { "-" } else { &row.value };
        let _ = writeln!(
            text,
            "{} = {value} [{}] {:?}, {:?}, {} {}",
            row.id, row.valid, row.method, row.evidence, row.life, row.why
        );
        text
    })
}

#[test]
fn it_is_read_without_a_finding_and_has_every_type_of_value() {
    let opened = common::north_south();
    assert_eq!(opened.shown(), Vec::<String>::new());
    let used: Vec<ValueType> = opened
        .ledger
        .statements()
        .filter_map(|statement| opened.ledger.kind(&statement.predicate))
        .map(|kind| kind.value)
        .collect();
    for (value, word) in ValueType::WORDS {
        assert!(used.contains(&value), "no statement of type {word}");
    }
}

#[test]
fn as_of_the_edition() {
    let opened = common::north_south();
    insta::assert_snapshot!(table(&opened.ledger.at(on("2019-01-29"), &written_from())));
}

#[test]
fn a_month_later() {
    let opened = common::north_south();
    let (before, after) = (
        table(&opened.ledger.at(on("2019-01-29"), &written_from())),
        table(&opened.ledger.at(on("2019-03-01"), &written_from())),
    );
    let changed: Vec<&str> = after.lines().filter(|line| !before.lines().any(|old| old == *line)).collect();
    insta::assert_snapshot!(changed.join("\n"));
}

#[test]
fn the_world_of_then_as_known_now() {
    let opened = common::north_south();
    let hindsight = Clocks { as_of: common::day("2018-07-01"), known_by: common::day("2019-01-29") };
    let then = opened.ledger.at(on("2018-07-01"), &[]);
    let now = opened.ledger.at(hindsight, &[]);
    let first = id("nrl-sdl.trade.balance.2017.first");
    assert_eq!(then.resolve(&first).map(|resolved| resolved.life), Some(Life::Live));
    assert!(matches!(now.resolve(&first).map(|resolved| resolved.life), Some(Life::Dead { .. })));
    let cell = "trade[year=2017,partner=SDL,basis=goods].balance";
    assert_eq!(then.cell(cell).map(|cell| cell.vintage), Ok("2018-06".to_owned()));
    assert_eq!(now.cell(cell).map(|cell| cell.vintage), Ok("2018-12".to_owned()));
}

#[test]
fn a_record_that_is_complete_counts_exactly() {
    let opened = common::north_south();
    let texts = common::folder(&common::root().join("tests/dossiers/north-south"));
    let narrowed: Vec<(String, String)> = texts
        .into_iter()
        .map(|(name, text)| {
            (name, text.replace("from = 2018-01-01, to = 2018-12-31 }", "from = 2018-01-01, to = 2018-06-30 }"))
        })
        .collect();
    let value = |opened: &common::Opened| {
        let view = opened.ledger.at(on("2019-01-29"), &[]);
        view.resolve(&id("nrl-sdl.meeting.count.2018")).and_then(|resolved| resolved.value).map(|value| value.shown())
    };
    assert_eq!(value(&opened).as_deref(), Some("at least 2"));
    assert_eq!(value(&common::open(&narrowed)).as_deref(), Some("1"));
}

#[test]
fn evidence_is_graded_against_the_brief() {
    let opened = common::north_south();
    let grade = |written_from: &[SourceId], id: &StatementId| {
        opened.ledger.at(on("2019-01-29"), written_from).resolve(id).map(|resolved| resolved.evidence)
    };
    let services = id("nrl-sdl.trade.balance.2017.with-services");
    assert_eq!(grade(&[], &services), Some(Evidence::Other));
    assert_eq!(grade(&written_from(), &services), Some(Evidence::Same));
    assert_eq!(
        grade(&written_from(), &id("nrl-sdl.trade.with-services.eur")),
        Some(Evidence::Same),
        "the weakest leaf"
    );
    assert_eq!(grade(&[], &id("nrl-sdl.meeting.2018-11")), Some(Evidence::Unverified));
}

#[test]
fn a_source_of_a_later_day_bears_nothing_out_before_it() {
    let texts = |recorded: &str| {
        let mut texts = common::folder(&common::root().join("tests/dossiers/north-south"));
        let (_, statements) = texts.iter_mut().find(|(name, _)| name.starts_with("statements/")).expect("statements");
        statements.push_str(&format!(
            r#"
[[statement]]
id = "zz.later"
says = "Reported first, confirmed by the producer later"
subject = "NRL"
predicate = "troops-stationed"
with = {{ host = "SDL" }}
value = "4000 {{person}}"
valid = "2018"
recorded = {recorded}
source = [{{ ref = "press-2018-01" }}, {{ ref = "producer-2018-09" }}]
"#
        ));
        let (_, sources) = texts.iter_mut().find(|(name, _)| name == "sources.yml").expect("sources");
        sources.push_str(
            r#"
press-2018-01: { type: article, title: "Early", author: "Paper", date: 2018-01-15, evidence: press, seen: true }
producer-2018-09: { type: web, title: "Late", author: "Office", date: 2018-09, evidence: dataset, seen: true }
"#,
        );
        texts
    };
    let opened = common::open(&texts("2018-01-15"));
    let seen = |day: &str| {
        let view = opened.ledger.at(on(day), &[]);
        let lineage = view.lineage(&id("zz.later")).expect("it is there");
        let cited: Vec<String> = lineage.citations.iter().map(|cited| cited.source.to_string()).collect();
        (lineage.evidence, cited.join(" "))
    };
    assert_eq!(seen("2018-08-31"), (Evidence::Other, "press-2018-01".to_owned()));
    assert_eq!(seen("2018-09-01"), (Evidence::Independent, "press-2018-01 producer-2018-09".to_owned()));
}

#[test]
fn ids_old_new_and_mistyped() {
    let opened = common::north_south();
    let view = opened.ledger.at(on("2019-01-29"), &[]);
    let present = id("nrl-sdl.trade.balance.2017");
    assert!(matches!(view.statement("nrl-sdl.deficit.2017"), Lookup::Renamed(found) if found.statement.id == present));
    assert!(matches!(view.statement("nrl-sdl.trade.balance.2017"), Lookup::Found(_)));
    assert!(
        matches!(view.statement("nrl-sdl.trade.balnce.2017"), Lookup::Unknown { close, nearest: 1 } if close.first() == Some(&present))
    );
    assert!(matches!(view.statement("weather"), Lookup::Unknown { close, nearest: 0 } if close.is_empty()));
    let quoted: Vec<String> =
        view.quoting("MET at  Port").into_iter().map(|found| found.statement.id.to_string()).collect();
    assert_eq!(quoted, ["nrl-sdl.meeting.2018-05"]);
}

#[test]
fn rivals_say_in_what_they_differ() {
    let opened = common::north_south();
    let view = opened.ledger.at(on("2019-01-29"), &[]);
    let rivals = view.rivals(&id("nrl-sdl.trade.balance.2017"));
    let shown: Vec<String> = rivals
        .iter()
        .map(|rival| {
            format!(
                "{} basis {} time {} {:?}",
                rival.resolved.statement.id, rival.same_basis, rival.same_time, rival.differs
            )
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
    insta::assert_snapshot!(view.history(&id("nrl-sdl.trade.balance.2017")).join("\n"));
}

fn draw(node: &Lineage, depth: usize, text: &mut String) {
    let name = node.id.as_ref().map_or_else(|| node.says.clone(), ToString::to_string);
    let _ = write!(text, "{}{name}: {}", "  ".repeat(depth), node.value);
    for (label, words) in [("interval", &node.interval), ("by", &node.formula), ("said", &node.attribution)] {
        if !words.is_empty() {
            let _ = write!(text, ", {label} {words}");
        }
    }
    let _ = writeln!(text, " ({:?}, {:?})", node.method, node.evidence);
    for citation in &node.citations {
        let _ =
            writeln!(text, "{}< {} {} {}", "  ".repeat(depth + 1), citation.source, citation.place, citation.release);
    }
    node.from.iter().for_each(|part| draw(part, depth + 1, text));
}

#[test]
fn lineage_goes_down_to_sources() {
    let opened = common::north_south();
    let view = opened.ledger.at(on("2019-01-29"), &[]);
    let mut text = String::new();
    for name in
        ["nrl-sdl.trade.change.2017", "nrl.election.next", "nrl-sdl.trade.total.2017.eur", "nrl-sdl.meeting.planned"]
    {
        draw(&view.lineage(&id(name)).expect("a lineage"), 0, &mut text);
    }
    insta::assert_snapshot!(text);
}

#[test]
fn rows_are_seen_from_their_release() {
    let opened = common::north_south();
    let reference = "seats[as-of=2018-12-31]";
    let rows = opened.ledger.at(on("2019-01-29"), &[]).rows(reference).expect("rows");
    assert_eq!(rows.rows.len(), 3);
    assert_eq!(rows.release, "2019-01-02");
    let early = opened.ledger.at(on("2019-01-01"), &[]).rows(reference);
    assert_eq!(
        early.err().as_deref(),
        Some("table `seats` has no rows with as-of=2018-12-31; it was first released on 2019-01-02")
    );
    let wrong = opened.ledger.at(on("2019-01-29"), &[]).rows("seets");
    assert_eq!(wrong.err().as_deref(), Some("there is no table `seets`; did you mean `seats`?"));
}
