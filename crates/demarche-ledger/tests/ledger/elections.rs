//! Elections as they were held, from the rules that ship with the program.
//!
//! Dates: National Election Commission of the Republic of Korea. The presidential elections of 19 December 2007,
//! 19 December 2012 and 9 March 2022 and the Assembly elections of 9 April 2008, 11 April 2012, 13 April 2016,
//! 15 April 2020 and 10 April 2024 follow from the terms; those of 19 December 2002 and 15 April 2004, under the law
//! before 2004, do not. Vacancies (10 March 2017, 4 April 2025) give a deadline of 60 days.

use crate::common;

use std::fmt::Write as _;

use demarche_ledger::Mechanism;
use demarche_terms::{Method, StatementId, Value};

/// Statements that ask each rule of one mechanism, whose id or title holds `words`, about one input day.
fn ask(rules: &str, wanted: &str, words: &str, day: &str) -> Option<String> {
    let mut texts = vec![
        ("rules/kr.toml".to_owned(), rules.to_owned()),
        ("actors.toml".to_owned(), "[[actor]]\nid = \"KOR\"\ntype = \"state\"\nname = \"South Korea\"\n".to_owned()),
        (
            "sources.yml".to_owned(),
            "test:\n  type: misc\n  title: Test\n  evidence: document\n  seen: true\n".to_owned(),
        ),
        ("kinds/day.toml".to_owned(), "kind = \"day\"\nvalue = \"date\"\ntense = \"moment\"\n".to_owned()),
    ];
    let opened = common::open(&texts);
    let rule = opened.ledger.rules().iter().find(|rule| {
        let mechanism = match rule.mechanism {
            Mechanism::WeekdayFrom { .. } => "weekday-from",
            Mechanism::Term { .. } => "term",
            Mechanism::Deadline { .. } => "deadline",
        };
        mechanism == wanted && format!("{} {} {}", rule.id, rule.title, rule.office).to_lowercase().contains(words)
    });
    let rule = rule.unwrap_or_else(|| panic!("no {wanted} rule about {words}"));
    let mut text = String::new();
    let _ = write!(
        text,
        "[[statement]]\nid = \"in\"\nsays = \"Input\"\nsubject = \"KOR\"\npredicate = \"day\"\nvalue = \"{day}\"\nvalid = \"{day}\"\nrecorded = 1990-01-01\nsource = {{ ref = \"test\" }}\n\
         [[statement]]\nid = \"out\"\nsays = \"Result\"\nsubject = \"KOR\"\npredicate = \"day\"\nwith = {{ {} = \"in\" }}\nrule = \"{}\"\n",
        rule.inputs[0], rule.id
    );
    texts.push(("statements/a.toml".to_owned(), text));
    let opened = common::open(&texts);
    assert_eq!(opened.shown(), Vec::<String>::new());
    let view = opened.ledger.at(common::on("2026-09-17"), &[]);
    let resolved = view.resolve(&StatementId::new("out").expect("an id")).expect("a statement");
    assert_eq!(resolved.method, Method::Rule);
    match resolved.value {
        Some(Value::Date(date)) => Some(date.to_string()),
        _ => None,
    }
}

#[test]
fn elections_as_they_were_held() {
    let Ok(rules) = std::fs::read_to_string(common::root().join("data/rules/kr.toml")) else {
        println!("skipped: data/rules/kr.toml is not there");
        return;
    };
    let president = |end| ask(&rules, "weekday-from", "presiden", end);
    let assembly = |end| ask(&rules, "weekday-from", "assembly", end);
    assert_eq!(president("2003-02-24"), None, "the Wednesday rule was not in force in 2002");
    for (end, held) in [("2008-02-24", "2007-12-19"), ("2013-02-24", "2012-12-19"), ("2022-05-09", "2022-03-09")] {
        assert_eq!(president(end).as_deref(), Some(held));
    }
    assert_eq!(assembly("2004-05-29"), None, "the election of 2004 was under the old law");
    for (end, held) in [
        ("2008-05-29", "2008-04-09"),
        ("2012-05-29", "2012-04-11"),
        ("2016-05-29", "2016-04-13"),
        ("2020-05-29", "2020-04-15"),
        ("2024-05-29", "2024-04-10"),
    ] {
        assert_eq!(assembly(end).as_deref(), Some(held));
    }
    assert_eq!(ask(&rules, "term", "presiden", "2017-05-10").as_deref(), Some("2022-05-09"));
    assert_eq!(ask(&rules, "term", "assembly", "2016-05-30").as_deref(), Some("2020-05-29"));
    assert_eq!(ask(&rules, "deadline", "presiden", "2017-03-10").as_deref(), Some("2017-03-10/2017-05-09"));
    assert_eq!(ask(&rules, "deadline", "presiden", "2025-04-04").as_deref(), Some("2025-04-04/2025-06-03"));
}
