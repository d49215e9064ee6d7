//! The two clocks, against a reference that is written to be obviously right and nothing else.
//!
//! Random dossiers of levels that replace, prefer, await and end each other are written as text and read; the
//! reference works on the random plan, sees nothing of the ledger's code and tries every pair of clocks by itself.

use crate::common;

use std::fmt::Write as _;

use demarche_ledger::View;
use demarche_terms::{Clocks, Date, Life, StatementId};
use proptest::prelude::*;

/// A day of 2018 or 2019 by number.
fn date(number: u16) -> Date {
    common::day("2018-01-01").saturating_add(jiff_days(number))
}

fn jiff_days(number: u16) -> std::time::Duration {
    std::time::Duration::from_secs(u64::from(number) * 86_400)
}

#[derive(Clone, Debug)]
struct Event {
    day: u16,
    recorded: u16,
    tag: u8,
}

#[derive(Clone, Debug)]
struct Level {
    key: u8,
    recorded: u16,
    preferred: bool,
    /// Number of an earlier level that it replaces.
    replaces: Option<usize>,
    /// Tag of the event that ends it.
    ends: Option<u8>,
    /// Tag of the event that it awaits, and the last day.
    awaits: Option<(u8, u16)>,
}

#[derive(Clone, Debug)]
struct Plan {
    events: Vec<Event>,
    levels: Vec<Level>,
}

const DAYS: u16 = 40;

fn plans() -> impl Strategy<Value = Plan> {
    let event = (0..DAYS, 0..DAYS, 0..3u8).prop_map(|(day, recorded, tag)| Event { day, recorded, tag });
    let level = (
        0..3u8,
        0..DAYS,
        prop::bool::weighted(0.2),
        prop::option::of(0..8usize),
        prop::option::of(0..3u8),
        prop::option::of((0..3u8, 0..DAYS)),
    )
        .prop_map(|(key, recorded, preferred, replaces, ends, awaits)| Level {
            key,
            recorded,
            preferred,
            replaces,
            ends,
            awaits,
        });
    (prop::collection::vec(event, 0..5), prop::collection::vec(level, 1..9)).prop_map(|(events, mut levels)| {
        for (at, level) in levels.iter_mut().enumerate() {
            level.replaces = level.replaces.filter(|other| *other < at);
        }
        Plan { events, levels }
    })
}

const KINDS: [(&str, &str); 2] = [
    (
        "level",
        "kind = \"level\"\nvalue = \"quantity\"\ndimension = \"ratio\"\ntense = \"state\"\nfunctional = true\n[with.key]\ntype = \"text\"\n",
    ),
    ("happening", "kind = \"happening\"\nvalue = \"event\"\ntense = \"moment\"\n[with.tag]\ntype = \"text\"\n"),
];

/// The plan as a dossier, without what `keep` leaves out.
fn texts(plan: &Plan, keep: impl Fn(&str, u16) -> bool) -> Vec<(String, String)> {
    let mut text = String::new();
    let source = "source = { ref = \"report\" }\n";
    for (at, event) in plan.events.iter().enumerate().filter(|(at, event)| keep(&format!("e.{at}"), event.recorded)) {
        let _ = write!(
            text,
            "[[statement]]\nid = \"e.{at}\"\nsays = \"It happened\"\nsubject = \"NRL\"\npredicate = \"happening\"\nmodality = \"reported\"\nwith = {{ tag = \"t{}\" }}\nvalid = \"{}\"\nrecorded = {}\n{source}",
            event.tag,
            date(event.day),
            date(event.recorded)
        );
    }
    let kept = |at: usize| keep(&format!("l.{at}"), plan.levels[at].recorded);
    for (at, level) in plan.levels.iter().enumerate().filter(|(at, _)| kept(*at)) {
        let _ = write!(
            text,
            "[[statement]]\nid = \"l.{at}\"\nsays = \"A level\"\nsubject = \"NRL\"\npredicate = \"level\"\nwith = {{ key = \"k{}\" }}\nvalue = \"{at}\"\nvalid = \"2017-01-01/..\"\nrecorded = {}\nreview = 2099-01-01\n{source}",
            level.key,
            date(level.recorded)
        );
        if level.preferred {
            text.push_str("rank = \"preferred\"\n");
        }
        if let Some(other) = level.replaces.filter(|other| kept(*other)) {
            let _ = writeln!(text, "supersedes = [{{ id = \"l.{other}\", reason = \"revised\" }}]");
        }
        if let Some(tag) = level.ends {
            let _ = writeln!(text, "ends = {{ predicate = \"happening\", with = {{ tag = \"t{tag}\" }} }}");
        }
        if let Some((tag, by)) = level.awaits {
            let _ = writeln!(
                text,
                "expects = {{ predicate = \"happening\", with = {{ tag = \"t{tag}\" }}, by = {} }}",
                date(by)
            );
        }
    }
    let mut texts = vec![
        (
            "sources.yml".to_owned(),
            "report:\n  type: report\n  title: Report\n  evidence: document\n  seen: true\n".to_owned(),
        ),
        ("actors.toml".to_owned(), "[[actor]]\nid = \"NRL\"\ntype = \"state\"\nname = \"Norland\"\n".to_owned()),
        ("statements/plan.toml".to_owned(), text),
    ];
    texts.extend(KINDS.map(|(name, text)| (format!("kinds/{name}.toml"), text.to_owned())));
    texts
}

/// The reference: whether a level is unseen, dead or alive.
fn standing(plan: &Plan, at: usize, as_of: u16, known_by: u16) -> &'static str {
    let level = &plan.levels[at];
    if level.recorded > known_by {
        return "unseen";
    }
    let seen = |recorded: u16| recorded <= known_by;
    let replaced = |one: usize| plan.levels.iter().any(|other| other.replaces == Some(one) && seen(other.recorded));
    let came = |tag: u8, from: u16| {
        plan.events
            .iter()
            .any(|event| event.tag == tag && seen(event.recorded) && event.day <= as_of && event.day >= from)
    };
    let in_time = |tag: u8, by: u16| {
        plan.events.iter().any(|event| {
            event.tag == tag
                && seen(event.recorded)
                && event.day <= as_of
                && event.day >= level.recorded
                && event.day <= by
        })
    };
    let outranked = !level.preferred
        && plan.levels.iter().enumerate().any(|(rival, other)| {
            rival != at && other.preferred && other.key == level.key && seen(other.recorded) && !replaced(rival)
        });
    let dead = replaced(at)
        || outranked
        || level.ends.is_some_and(|tag| came(tag, 0))
        || level.awaits.is_some_and(|(tag, by)| came(tag, level.recorded) || (by < as_of && !in_time(tag, by)));
    if dead { "dead" } else { "live" }
}

fn word(life: &Life) -> &'static str {
    match life {
        Life::Unseen { .. } => "unseen",
        Life::Dead { .. } => "dead",
        Life::Live => "live",
        Life::Ahead => "ahead",
        Life::Due { .. } => "due",
    }
}

fn life(view: &View<'_>, id: &str) -> Life {
    let id = StatementId::new(id).expect("an id");
    view.resolve(&id).expect("a statement").life
}

fn clocks(as_of: u16, known_by: u16) -> Clocks {
    Clocks { as_of: date(as_of), known_by: date(known_by) }
}

/// Everything that a view says of what is seen.
fn seen_rows(view: &View<'_>) -> Vec<String> {
    let rows = view.export().into_iter().filter(|row| row.life != "unseen");
    rows.map(|row| serde_json::to_string(&row).expect("rows are plain")).collect()
}

proptest! {
    #[test]
    fn every_level_stands_as_the_reference_says(plan in plans(), as_of in 0..DAYS, known_by in 0..DAYS) {
        let opened = common::open(&texts(&plan, |_, _| true));
        prop_assert!(opened.findings.is_empty(), "{:?}", opened.shown());
        let view = opened.ledger.at(clocks(as_of, known_by), &[]);
        for at in 0..plan.levels.len() {
            let life = life(&view, &format!("l.{at}"));
            prop_assert_eq!(word(&life), standing(&plan, at, as_of, known_by), "l.{} on {}/{}: {:?}", at, as_of, known_by, life);
        }
    }

    #[test]
    fn what_is_recorded_later_cannot_be_seen(plan in plans(), as_of in 0..DAYS, known_by in 0..DAYS) {
        let all = common::open(&texts(&plan, |_, _| true));
        let early = common::open(&texts(&plan, |_, recorded| recorded <= known_by));
        let (all, early) = (all.ledger.at(clocks(as_of, known_by), &[]), early.ledger.at(clocks(as_of, known_by), &[]));
        prop_assert_eq!(seen_rows(&all), seen_rows(&early));
    }

    #[test]
    fn what_was_seen_stays_seen(plan in plans(), as_of in 0..DAYS, a in 0..DAYS, b in 0..DAYS) {
        let opened = common::open(&texts(&plan, |_, _| true));
        let seen = |known_by: u16| -> Vec<String> {
            let view = opened.ledger.at(clocks(as_of, known_by), &[]);
            view.export().into_iter().filter(|row| row.life != "unseen").map(|row| row.id).collect()
        };
        let (earlier, later) = (seen(a.min(b)), seen(a.max(b)));
        prop_assert!(earlier.iter().all(|id| later.contains(id)));
    }

    /// Without its killer a statement did not die before, but on that day of something else, later, or not at all.
    #[test]
    fn the_killer_is_who_it_says(plan in plans(), as_of in 0..DAYS, known_by in 0..DAYS) {
        let opened = common::open(&texts(&plan, |_, _| true));
        let view = opened.ledger.at(clocks(as_of, known_by), &[]);
        for at in 0..plan.levels.len() {
            let id = format!("l.{at}");
            let Life::Dead { killer } = life(&view, &id) else { continue };
            let Some(by) = killer.by else { continue };
            let without = common::open(&texts(&plan, |other, _| other != by.as_str()));
            let died = Clocks { as_of: killer.on.min(date(as_of)), known_by: date(known_by) };
            match life(&without.ledger.at(died, &[]), &id) {
                Life::Dead { killer: next } => prop_assert!(next.on >= killer.on, "{} and {:?}", by, next),
                other => prop_assert_eq!(word(&other), "live"),
            }
        }
    }

    #[test]
    fn two_looks_give_the_same(plan in plans(), as_of in 0..DAYS, known_by in 0..DAYS) {
        let texts = texts(&plan, |_, _| true);
        let (a, b) = (common::open(&texts), common::open(&texts));
        prop_assert_eq!(seen_rows(&a.ledger.at(clocks(as_of, known_by), &[])), seen_rows(&b.ledger.at(clocks(as_of, known_by), &[])));
    }
}
