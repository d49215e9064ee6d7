//! The assembly over time: events, thresholds, coalitions and power.

use demarche_models::assembly::allocation::Election;
use demarche_models::assembly::{Study, coalitions, power};

const ASSEMBLY: &str = r#"
seats-by-law = 100
day = 2019-03-15
individuals = ["Independents"]

[[event]]
date = 2016-04-13
kind = "election"
source = "commission"
seats = { Blue = 45, Red = 40, Green = 12, Independents = 3 }

[[event]]
date = 2017-01-24
kind = "move"
from = "Red"
to = "Right"
seats = 10
source = "press"

[[event]]
date = 2018-02-13
kind = "merger"
parties = ["Green", "Right"]
into = "Centre"
source = "press"

[[event]]
date = 2018-07-01
kind = "vacancy"
party = "Red"
seats = 2
source = "gazette"

[[event]]
date = 2019-04-03
kind = "by-election"
party = "Blue"
seats = 2
source = "commission"

[[rule]]
name = "bill"
law = "constitution, article 1"
share = "1/2"
more-than = true
of = "voting"
quorum = "1/2"

[[rule]]
name = "fast track"
law = "assembly act, article 2"
share = "3/5"
of = "enrolled"

[[rule]]
name = "amendment"
law = "constitution, article 3"
share = "2/3"
of = "enrolled"

[[rule]]
name = "dissolution"
law = "constitution, article 4"
share = "1/1"
of = "seats-by-law"
"#;

fn study(day: &str) -> Study {
    let text = ASSEMBLY.replace("2019-03-15", day);
    Study::read("assembly.toml", &text).expect("a sound study")
}

#[test]
fn seats_follow_events() {
    let parties = |day: &str| study(day).run().expect("a chamber").chamber.parties;
    let named = |parties: Vec<(String, u32)>| -> Vec<String> {
        parties.into_iter().map(|(party, seats)| format!("{party} {seats}")).collect()
    };
    assert_eq!(named(parties("2016-04-13")), ["Blue 45", "Red 40", "Green 12", "Independents 3"]);
    assert_eq!(named(parties("2017-06-01")), ["Blue 45", "Red 30", "Green 12", "Right 10", "Independents 3"]);
    assert_eq!(named(parties("2019-03-15")), ["Blue 45", "Red 28", "Centre 22", "Independents 3"]);
    assert_eq!(named(parties("2019-04-03")), ["Blue 47", "Red 28", "Centre 22", "Independents 3"]);
}

#[test]
fn thresholds_run_on_the_members_that_the_law_names() {
    let outcome = study("2019-03-15").run().expect("an answer");
    assert_eq!((outcome.chamber.enrolled, outcome.chamber.by_law), (98, 100));
    let needed: Vec<(u32, u32, bool)> =
        outcome.rules.iter().map(|r| (r.needed.votes, r.needed.of, r.needed.possible)).collect();
    // More than half of 98 is 50; three fifths is 58.8, so 59; two thirds is 65.3, so 66.
    assert_eq!(needed, [(50, 98, true), (59, 98, true), (66, 98, true), (100, 100, false)]);
}

#[test]
fn few_voters_lower_a_majority_of_those_voting_down_to_the_quorum() {
    let mut study = study("2019-03-15");
    study.rules.truncate(2);
    study.voting = Some(60);
    let outcome = study.run().expect("an answer");
    assert_eq!(outcome.rules[0].needed.votes, 31);
    assert_eq!(outcome.rules[1].needed.votes, 59);
    study.voting = Some(48);
    let error = study.run().unwrap_err().to_string();
    assert!(error.contains("between 49 members, the quorum, and 98"), "{error}");
}

#[test]
fn minimal_coalitions_need_each_partner() {
    let chamber = study("2019-03-15").run().expect("an answer").chamber;
    let found = coalitions::minimal(&chamber, 59, 100);
    let lists: Vec<String> = found
        .minimal
        .iter()
        .map(|c| {
            let names: Vec<String> = c.partners.iter().map(|p| format!("{} {}", p.party, p.votes)).collect();
            names.join(" + ")
        })
        .collect();
    assert_eq!(lists, ["Blue 45 + Red 28", "Blue 45 + Centre 22"]);
    assert_eq!(found.indispensable, ["Blue"]);
    let found = coalitions::minimal(&chamber, 50, 100);
    assert_eq!(found.minimal.len(), 3, "{found:?}");
    assert!(found.indispensable.is_empty());
    for c in &found.minimal {
        let least = c.partners.iter().map(|p| p.votes).min().expect("partners");
        assert!(c.votes >= 50 && c.votes - least < 50);
    }
}

#[test]
fn power_sums_to_one_and_differs_from_seats() {
    let chamber = study("2019-03-15").run().expect("an answer").chamber;
    let indices = power::indices(&chamber, 50);
    for pick in [|p: &power::Power| p.banzhaf, |p: &power::Power| p.shapley_shubik] {
        assert!((indices.iter().map(pick).sum::<f64>() - 1.0).abs() < 1e-12);
    }
    // Any two of the three blocs win, so that they are equal, and three single votes decide nothing.
    assert!((indices[0].banzhaf - indices[2].banzhaf).abs() < 1e-12);
    assert!(!indices[3].pivotal);
}

#[test]
fn what_cannot_have_happened_is_refused() {
    for (from, to, says) in [
        ("seats = 10", "seats = 41", "expected at most 40 seats taken from \"Red\", found 41"),
        ("from = \"Red\"", "from = \"Rad\"", "did you mean \"Red\"?"),
        ("kind = \"vacancy\"", "kind = \"by-election\"", "expected at most 100 seats"),
        ("kind = \"election\"", "kind = \"elction\"", "expected one of election, count"),
        ("share = \"3/5\"", "share = \"5/3\"", "expected a fraction above 0 and at most 1"),
        ("day = 2019-03-15", "day = 2015-01-01", "add the election before it"),
        ("Blue = 45", "Blue = -1", "expected a whole number from 0"),
    ] {
        let text = ASSEMBLY.replacen(from, to, 1);
        assert_ne!(text, ASSEMBLY, "{from} is in the case");
        let result = Study::read("assembly.toml", &text).and_then(|study| study.run());
        let error = result.expect_err(says).to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn thresholds_keep_small_lists_out_and_districts_let_them_in() {
    let election = |districts: u32| {
        let text = format!(
            "law = \"act\"\nhouse = 20\nlist-seats = 10\nthreshold = \"5/100\"\nor-districts = 3\n\
             method = \"largest-remainder\"\n\
             [[party]]\nname = \"Large\"\nvotes = 96\ndistricts = 5\n\
             [[party]]\nname = \"Small\"\nvotes = 4\ndistricts = {districts}\n"
        );
        let election = Election::read("election.toml", &text).expect("a sound election");
        let seats = election.seats().expect("seats");
        seats.iter().map(|s| s.total).collect::<Vec<_>>()
    };
    assert_eq!(election(2), [15, 2]);
    assert_eq!(election(3), [15, 3]);
    let many = "law = \"act\"\nhouse = 20\nlist-seats = 10\nmethod = \"d-hondt\"\n\
        [[party]]\nname = \"Large\"\nvotes = 96\ndistricts = 11\n";
    let error = Election::read("e.toml", many).expect("reads").seats().unwrap_err().to_string();
    assert!(error.contains("found 11 districts and 10 list seats"), "{error}");
}

#[test]
fn an_election_may_give_votes_and_a_rule_its_days() {
    let study = |day: &str| {
        let text = format!(
            "seats-by-law = 20\nday = {day}\n\
             [[event]]\ndate = 2016-04-13\nkind = \"election\"\nallocation = \"2016\"\nsource = \"commission\"\n\
             [[allocation]]\nname = \"2016\"\nlaw = \"act\"\nhouse = 20\nlist-seats = 10\nthreshold = \"5/100\"\n\
             method = \"largest-remainder\"\n\
             party = [{{ name = \"Red\", votes = 96, districts = 5 }}, {{ name = \"Blue\", votes = 4, districts = 5 }}]\n\
             [[rule]]\nname = \"bill\"\nlaw = \"constitution\"\nshare = \"1/2\"\nmore-than = true\nof = \"enrolled\"\n\
             [[rule]]\nname = \"fast track\"\nlaw = \"act 85-2\"\nshare = \"3/5\"\nof = \"enrolled\"\nfrom = 2018-05-30\n"
        );
        Study::read("a.toml", &text)
    };
    let before = study("2017-01-01").expect("sound").run().expect("an answer");
    assert_eq!(before.chamber.parties, [("Red".to_owned(), 15), ("Blue".to_owned(), 5)]);
    assert_eq!(before.allocations[0].seats[0].parallel, 10);
    assert_eq!((before.rules.len(), before.not_in_force.as_slice()), (1, &["fast track (act 85-2)".to_owned()][..]));
    assert_eq!(study("2019-01-01").expect("sound").run().expect("an answer").rules.len(), 2);
    let wrong = "seats-by-law = 20\nday = 2017-01-01\n[[event]]\ndate = 2016-04-13\nkind = \"election\"\n\
        allocation = \"2012\"\nsource = \"s\"\n";
    let error = Study::read("a.toml", wrong).unwrap_err().to_string();
    assert!(error.contains("a.toml, line 6: no allocation is called \"2012\""), "{error}");
}
