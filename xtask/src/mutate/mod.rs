//! `cargo xtask mutate`: every single fault of a dossier, and what becomes of it.
//!
//! A benchmark of what passes unseen. Each variant is the dossier with one change to one file, laid over it in
//! memory and checked in this process. Whether it harms a reader is judged from the raw text ([`raw`], [`reach`]),
//! by code that shares nothing with `check`.

mod faults;
mod judge;
mod peers;
mod raw;
mod reach;
mod report;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use faults::Variant;
use judge::{Bench, Outcome};

/// What was asked for.
struct Options {
    dossier: String,
    only: Option<String>,
    sample: usize,
    list: bool,
    json: bool,
    /// At most so many faults of a class through each peer; 0 for none.
    peers: usize,
}

/// The outcome of a run.
struct Run {
    judged: Vec<(Variant, Outcome)>,
    /// Per class of harmless changes: whether one PDF of it keeps every byte.
    pdfs: BTreeMap<&'static str, bool>,
    wall: Duration,
    threads: usize,
}

/// The arguments of `cargo xtask mutate`.
pub const USAGE: &str = "mutate [DOSSIER] [--only CLASS] [--sample N] [--list] [--peers N] [--format json]";

/// Runs the suite; false where a harmful variant passed unseen, something panicked or a harmless one changed a byte.
pub fn run(words: &[&str], root: &Path) -> Result<bool, String> {
    let options = options(words)?;
    let dossier = root.join(&options.dossier);
    let raw = raw::Raw::read(&dossier, &root.join("data/rules"))?;
    let reach = reach::Reach::of(&raw);
    let bench = Bench::new(&raw, &reach, &dossier)?;
    let mut variants = faults::all(&raw);
    if let Some(class) = &options.only {
        variants.retain(|variant| variant.class.contains(class.as_str()));
        if variants.is_empty() {
            return Err(format!("no class is called {class:?}; run without --only to see them"));
        }
    }
    let variants: Vec<Variant> = variants.into_iter().step_by(options.sample).collect();
    let start = Instant::now();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let outcomes = in_parallel(&variants, threads, |variant| bench.judge(variant));
    let wall = start.elapsed();
    let judged: Vec<(Variant, Outcome)> = variants.into_iter().zip(outcomes).collect();
    let pdfs = pdfs(&judged, &bench)?;
    let run = Run { judged, pdfs, wall, threads };
    let peers = if options.peers > 0 { peers::run(&raw, options.peers)? } else { Vec::new() };
    if options.json {
        report::json(&run, &peers);
    } else {
        report::table(&run, options.list);
        if !peers.is_empty() {
            peers::print(&peers);
        }
    }
    Ok(report::holds(&run))
}

/// One PDF of each class of harmless change, held against the dossier's own; nothing without the typesetter.
#[cfg(feature = "pdf")]
fn pdfs(judged: &[(Variant, Outcome)], bench: &Bench<'_>) -> Result<BTreeMap<&'static str, bool>, String> {
    let mut pdfs = BTreeMap::new();
    for (variant, outcome) in judged {
        if outcome.same == Some(true) && !pdfs.contains_key(variant.class) {
            pdfs.insert(variant.class, bench.same_pdf(variant)?);
        }
    }
    Ok(pdfs)
}

#[cfg(not(feature = "pdf"))]
fn pdfs(_: &[(Variant, Outcome)], _: &Bench<'_>) -> Result<BTreeMap<&'static str, bool>, String> {
    Ok(BTreeMap::new())
}

fn options(words: &[&str]) -> Result<Options, String> {
    let mut options = Options {
        dossier: "dossiers/south-korea".to_owned(),
        only: None,
        sample: 1,
        list: false,
        json: false,
        peers: 0,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value =
            || words.next().map(|word| (*word).to_owned()).ok_or_else(|| format!("usage: cargo xtask {USAGE}"));
        match *word {
            "--only" => options.only = Some(value()?),
            "--sample" => {
                let every = value()?.parse().ok().filter(|every| *every > 0);
                options.sample = every.ok_or("--sample takes a number: every N-th variant is run")?;
            }
            "--peers" => options.peers = value()?.parse().map_err(|_| "--peers takes the most faults of a class")?,
            "--list" => options.list = true,
            "--format" if value()? == "json" => options.json = true,
            dossier if !dossier.starts_with('-') => options.dossier = dossier.to_owned(),
            _ => return Err(format!("usage: cargo xtask {USAGE}")),
        }
    }
    Ok(options)
}

/// A function of each, on some threads; answers in the order of what was asked.
fn in_parallel<T: Sync, R: Send>(all: &[T], threads: usize, ask: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = all.get(at) else { return done };
            done.push((at, ask(one)));
        }
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        hands.into_iter().flat_map(|hand| hand.join().unwrap_or_default()).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::{Harm, Verdict};

    /// Every variant of the small dossier that `demarche init` writes, judged.
    fn judged() -> Vec<(Variant, Outcome)> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("norland-sudland");
        demarche::init(&root).expect("writes a dossier");
        let raw = raw::Raw::read(&root, Path::new("data/rules")).expect("reads");
        let reach = reach::Reach::of(&raw);
        let bench = Bench::new(&raw, &reach, &root).expect("checks clean");
        let variants = faults::all(&raw);
        let outcomes = in_parallel(&variants, 2, |variant| bench.judge(variant));
        variants.into_iter().zip(outcomes).collect()
    }

    #[test]
    fn a_small_dossier_is_judged_fault_by_fault() {
        let judged = judged();
        let of = |class: &str, what: &str| {
            let found = judged.iter().find(|(variant, _)| variant.class == class && variant.what.contains(what));
            found.map(|(_, outcome)| (outcome.harm, outcome.verdict)).unwrap_or_else(|| panic!("no {class}: {what}"))
        };
        let caught = (Harm::Harmful, Verdict::Caught);
        assert_eq!(of("id misspelt", "`nrl-sdl.trade.balance.2023` bound"), caught);
        assert_eq!(of("printed digit", "\"2\" printed as \"3\""), caught);
        assert_eq!(of("printed unit", "\"billion\" printed as \"million\""), caught);
        assert_eq!(of("printed currency", "\"$\" printed as \"€\""), caught);
        assert_eq!(of("statement removed", "`nrl-sdl.strait-treaty`"), caught);
        assert_eq!(of("value digit", "became 3"), caught);
        assert_eq!(of("value sign", "positive"), caught);
        assert_eq!(of("source removed", "`example-treaty-1994`"), caught);
        assert_eq!(of("encoding", "in-focus.md as UTF-16"), caught);
    }

    #[test]
    fn what_means_nothing_changes_no_byte() {
        for (variant, outcome) in judged().iter().filter(|(_, outcome)| outcome.harm == Harm::Nothing) {
            assert_eq!(outcome.same, Some(true), "{}: {} {:?}", variant.class, variant.what, outcome.codes);
        }
    }

    #[test]
    fn a_change_is_placed_in_the_text_with_the_change() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("norland-sudland");
        demarche::init(&root).expect("writes a dossier");
        let raw = raw::Raw::read(&root, Path::new("data/rules")).expect("reads");
        for variant in faults::all(&raw) {
            let Some((bytes, place)) = variant.apply(&raw) else { continue };
            assert!(place.end <= bytes.len(), "{}: {}", variant.class, variant.what);
        }
    }
}
