//! What is derived from what is derived: long chains, and who ends them.

use crate::common;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use demarche_terms::{Life, StatementId, Value};
use proptest::prelude::*;

const SOURCED: &str = "source = { ref = \"nrl-stat-trade\", page = 2 }";

fn head(id: &str, flow: &str) -> String {
    format!(
        "\n[[statement]]\nid = \"{id}\"\nsays = \"A flow\"\nsubject = \"NRL\"\npredicate = \"trade-flow\"\n\
         with = {{ partner = \"SDL\", flow = \"{flow}\", basis = \"goods\" }}\n"
    )
}

fn stated(id: &str, flow: &str, recorded: &str, rest: &str) -> String {
    let value = "value = \"[1, 1] USD/a\"\nvalid = \"2017\"";
    format!("{}{value}\nrecorded = {recorded}\n{SOURCED}\n{rest}\n", head(id, flow))
}

fn open(statements: String) -> common::Opened {
    let mut texts = common::folder(&common::root().join("tests/dossiers/north-south"));
    texts.retain(|(name, _)| !name.starts_with("statements/"));
    texts.push(("statements/chain.toml".to_owned(), statements));
    let opened = common::open(&texts);
    assert_eq!(opened.shown(), Vec::<String>::new());
    opened
}

fn id(text: &str) -> StatementId {
    StatementId::new(text).expect("an id")
}

/// Each preferred flow replaces the one before; whether they outrank the plain one is asked of the whole chain.
#[test]
fn a_chain_of_preferred_rivals_of_any_length_is_followed() {
    const LINKS: usize = 20_000;
    let mut text = stated("plain", "exports", "2018-01-01", "");
    for at in 0..LINKS {
        let replaces = match at {
            0 => String::new(),
            _ => format!("supersedes = [{{ id = \"rival.n{}\", reason = \"revised: again\" }}]\n", at - 1),
        };
        let recorded = if at == 0 { "2018-06-01" } else { "2018-06-02" };
        text += &stated(&format!("rival.n{at}"), "exports", recorded, &format!("rank = \"preferred\"\n{replaces}"));
    }
    let opened = open(text);
    let view = opened.ledger.at(common::on("2019-01-29"), &[]);
    let demarche_terms::Lookup::Found(plain) = view.statement("plain") else { panic!("the statement is there") };
    assert!(matches!(plain.life, Life::Dead { .. }), "{:?}", plain.life);
}

#[test]
fn what_is_computed_from_what_it_replaces_is_not_ended_by_itself() {
    let derived = |id: &str, flow: &str, from: &str, rest: &str| {
        format!("{}derive = \"{from} * 1.5\"\nvalid = \"2017\"\nrecorded = 2018-06-01\n{rest}\n", head(id, flow))
    };
    let replaces = "supersedes = [{ id = \"old\", reason = \"revised: half as much again\" }]";
    let mut text = stated("old", "exports", "2018-01-01", "");
    text += &derived("new", "exports", "old", replaces);
    text += &derived("of-old", "imports", "old", "");
    text += &derived("of-new", "imports", "new", "");
    let opened = open(text.clone());
    let view = opened.ledger.at(common::on("2019-01-29"), &[]);
    let lives = |view: &demarche_ledger::View<'_>, id: &str| match view.statement(id) {
        demarche_terms::Lookup::Found(found) => !matches!(found.life, Life::Dead { .. }),
        other => panic!("{other:?}"),
    };
    assert_eq!(["old", "new", "of-old", "of-new"].map(|id| lives(&view, id)), [false, true, false, true]);

    // Another replacement of the same input, on a later day, ends it all the same.
    text +=
        &stated("other", "exports", "2018-07-01", "supersedes = [{ id = \"old\", reason = \"corrected: a slip\" }]");
    let opened = open(text);
    let view = opened.ledger.at(common::on("2019-01-29"), &[]);
    assert_eq!(["new", "of-new", "other"].map(|id| lives(&view, id)), [false, false, true]);
}

#[test]
fn a_chain_of_twenty_thousand_is_computed_and_ends_with_its_root() {
    const LINKS: usize = 20_000;
    let mut text = stated("a.0", "f0", "2018-01-01", "");
    for at in 1..=LINKS {
        let _ = writeln!(text, "{}derive = \"a.{} * 1\"", head(&format!("a.{at}"), &format!("f{at}")), at - 1);
    }
    text.push_str(&stated("b.0", "f0", "2018-06-01", "supersedes = [{ id = \"a.0\", reason = \"revised\" }]"));
    let opened = open(text);
    let view = opened.ledger.at(common::on("2018-03-01"), &[]);
    let last = view.resolve(&id(&format!("a.{LINKS}"))).expect("the last link");
    assert_eq!(last.life, Life::Live);
    assert!(matches!(last.value, Some(Value::Quantity(one)) if one.interval.single() == Some(1.into())));
    let view = opened.ledger.at(common::on("2018-06-01"), &[]);
    let Life::Dead { killer } = view.resolve(&id(&format!("a.{LINKS}"))).expect("the last link").life else {
        panic!("its root was replaced")
    };
    assert_eq!(killer.by, Some(id("b.0")));
    assert_eq!(killer.says, "its input `a.0` was replaced by `b.0` on 2018-06-01: revised");
}

/// Stated amounts, each revised on the days given, and sums of two earlier numbers each.
#[derive(Clone, Debug)]
struct Plan {
    revised: Vec<BTreeSet<u8>>,
    sums: Vec<(usize, usize)>,
}

fn plans() -> impl Strategy<Value = Plan> {
    let revised = prop::collection::vec(prop::collection::btree_set(2..9u8, 0..3), 1..5);
    (revised, prop::collection::vec((0..100usize, 0..100usize), 1..9))
        .prop_map(|(revised, sums)| Plan { revised, sums })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A sum dies on the first day on which anything under it was replaced; where one statement alone did so that day it is
    /// the killer, else the first of them by id.
    #[test]
    fn a_sum_dies_of_the_first_replacement_under_it(plan in plans()) {
        let stated_count = plan.revised.len();
        let mut text = String::new();
        let mut under: Vec<BTreeSet<(u8, String)>> = Vec::new();
        for (at, days) in plan.revised.iter().enumerate() {
            text.push_str(&stated(&format!("a.{at}"), &format!("f{at}"), "2018-01-01", ""));
            for day in days {
                let rest = format!("supersedes = [{{ id = \"a.{at}\", reason = \"revised\" }}]");
                text.push_str(&stated(&format!("r.{at}-{day}"), &format!("f{at}"), &format!("2018-01-{day:02}"), &rest));
            }
            under.push(days.iter().map(|day| (*day, format!("r.{at}-{day}"))).collect());
        }
        for (at, (one, other)) in plan.sums.iter().enumerate() {
            let name = |at: usize| if at < stated_count { format!("a.{at}") } else { format!("s.{}", at - stated_count) };
            let (one, other) = (one % under.len(), other % under.len());
            let _ = writeln!(text, "{}derive = \"{} + {}\"", head(&format!("s.{at}"), &format!("s{at}")), name(one), name(other));
            under.push(under[one].union(&under[other]).cloned().collect());
        }
        let opened = open(text);
        let view = opened.ledger.at(common::on("2018-02-01"), &[]);
        for at in 0..plan.sums.len() {
            let life = view.resolve(&id(&format!("s.{at}"))).expect("a sum").life;
            let expected = under[stated_count + at].first();
            let found = match &life {
                Life::Dead { killer } => Some((killer.on.day(), killer.by.clone().expect("a statement").to_string())),
                _ => None,
            };
            prop_assert_eq!(found, expected.map(|(day, by)| (*day as i8, by.clone())));
        }
    }
}
