//! What a run is printed as: a table by class, a list of what passed, JSON.

use std::collections::BTreeMap;

use serde_json::json;

use super::Run;
use super::judge::{Harm, Outcome, Verdict};

/// Counts of one class.
#[derive(Default)]
struct Row {
    variants: usize,
    harmful: usize,
    caught: usize,
    elsewhere: usize,
    hash: usize,
    locked: usize,
    asked: usize,
    missed: usize,
    vanished: usize,
    /// Harmless variants that keep every byte, and all of them.
    same: (usize, usize),
}

impl Row {
    fn add(&mut self, outcome: &Outcome) {
        self.variants += 1;
        if let Some(same) = outcome.same {
            self.same.0 += usize::from(same);
        }
        self.same.1 += usize::from(outcome.harm == Harm::Nothing);
        if outcome.harm != Harm::Harmful {
            return;
        }
        self.harmful += 1;
        self.vanished += usize::from(outcome.vanished > 0);
        match outcome.verdict {
            Verdict::Caught => self.caught += 1,
            Verdict::Elsewhere => self.elsewhere += 1,
            Verdict::Hash => self.hash += 1,
            Verdict::Locked => self.locked += 1,
            Verdict::Asked => self.asked += 1,
            Verdict::Missed | Verdict::Panicked => self.missed += 1,
        }
    }

    fn cells(&self) -> [usize; 9] {
        let Self { variants, harmful, caught, elsewhere, hash, locked, asked, missed, vanished, .. } = *self;
        [variants, harmful, caught, elsewhere, hash, locked, asked, missed, vanished]
    }
}

const HEADS: [&str; 9] =
    ["variants", "harmful", "caught", "elsewhere", "hash", "by the lock", "asked", "missed", "vanished"];

/// Whether every harmful variant was stopped and every harmless one kept every byte.
pub fn holds(run: &Run) -> bool {
    let fine = |outcome: &Outcome| match outcome.harm {
        Harm::Harmful => !matches!(outcome.verdict, Verdict::Asked | Verdict::Missed | Verdict::Panicked),
        Harm::Unused => outcome.verdict != Verdict::Panicked,
        Harm::Nothing => outcome.same == Some(true),
    };
    run.judged.iter().all(|(_, outcome)| fine(outcome)) && run.pdfs.values().all(|same| *same)
}

/// The table by class.
pub fn table(run: &Run, list: bool) {
    let (order, rows) = rows(run);
    println!("| class of fault | {} |", HEADS.join(" | "));
    println!("|---|{}", "--:|".repeat(HEADS.len()));
    let mut all = Row::default();
    for class in &order {
        let row = &rows[class];
        if row.same.1 == 0 {
            println!(
                "| {class} | {} |",
                row.cells().map(|n| if n == 0 { "·".to_owned() } else { n.to_string() }).join(" | ")
            );
        }
    }
    run.judged.iter().filter(|(_, outcome)| outcome.harm != Harm::Nothing).for_each(|(_, outcome)| all.add(outcome));
    println!("| all | {} |", all.cells().map(|n| n.to_string()).join(" | "));
    println!();
    println!("| class of harmless change | variants | page, edition, rows unchanged | PDF of one unchanged |");
    println!("|---|--:|--:|--:|");
    for class in &order {
        let row = &rows[class];
        if row.same.1 > 0 {
            let pdf = run.pdfs.get(class).map_or("not set (`--features pdf`)", |same| if *same { "yes" } else { "no" });
            println!("| {class} | {} | {} | {pdf} |", row.same.1, row.same.0);
        }
    }
    let panics = run.judged.iter().filter(|(_, outcome)| outcome.verdict == Verdict::Panicked).count();
    let a_second = run.judged.len() as f64 / run.wall.as_secs_f64();
    println!();
    println!(
        "{} variants in {:.1} s on {} threads: {a_second:.0} a second; panics: {panics}",
        run.judged.len(),
        run.wall.as_secs_f64(),
        run.threads
    );
    if list {
        println!();
        for (variant, outcome) in &run.judged {
            if let Some(why) = passed(outcome) {
                let codes =
                    if outcome.codes.is_empty() { String::new() } else { format!(" ({})", outcome.codes.join(", ")) };
                println!("{}:{}: {}: {}: {why}{codes}", outcome.place.0, outcome.place.1, variant.class, variant.what);
            }
        }
    }
}

/// Why a variant counts against us, in a few words.
fn passed(outcome: &Outcome) -> Option<&'static str> {
    match (outcome.harm, outcome.verdict, outcome.same) {
        (_, Verdict::Panicked, _) => Some("panicked"),
        (Harm::Nothing, _, Some(false)) => Some("harmless, but the output changed"),
        (Harm::Nothing, _, None) => Some("harmless, but refused"),
        (Harm::Harmful, Verdict::Missed, _) => Some("missed"),
        (Harm::Harmful, Verdict::Asked, _) => Some("only asked"),
        (Harm::Harmful, Verdict::Elsewhere, _) => Some("stopped at another place"),
        _ => None,
    }
}

/// The same as JSON: the rows, and every variant that passed.
pub fn json(run: &Run, peers: &[serde_json::Value]) {
    let (order, rows) = rows(run);
    let classes: Vec<_> = order
        .iter()
        .map(|class| {
            let row = &rows[class];
            let mut object = serde_json::Map::from_iter([("class".to_owned(), json!(class))]);
            object.extend(HEADS.iter().zip(row.cells()).map(|(head, count)| ((*head).to_owned(), json!(count))));
            object.insert("unchanged".to_owned(), json!(row.same.0));
            object.into()
        })
        .collect::<Vec<serde_json::Value>>();
    let passed: Vec<_> = run
        .judged
        .iter()
        .filter_map(|(variant, outcome)| {
            Some(json!({
                "class": variant.class, "what": variant.what, "file": outcome.place.0, "line": outcome.place.1,
                "why": passed(outcome)?, "findings": outcome.codes,
            }))
        })
        .collect();
    let report = json!({
        "variants": run.judged.len(), "seconds": run.wall.as_secs_f64(), "threads": run.threads,
        "classes": classes, "passed": passed, "peers": peers,
    });
    println!("{report:#}");
}

/// Classes in the order of the run, with their counts.
fn rows(run: &Run) -> (Vec<&'static str>, BTreeMap<&'static str, Row>) {
    let mut order = Vec::new();
    let mut rows: BTreeMap<&'static str, Row> = BTreeMap::new();
    for (variant, outcome) in &run.judged {
        if !rows.contains_key(variant.class) {
            order.push(variant.class);
        }
        rows.entry(variant.class).or_default().add(outcome);
    }
    (order, rows)
}
