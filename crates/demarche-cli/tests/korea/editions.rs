//! The editions of the brief through time: each clean and of two pages on its day, with nothing in it that nobody
//! could know by then.
//!
//! Source of the days: what the dossier's sources say, held against the project's own list of dates. No tolerance.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::copy::copy;
use super::forget::forget_after;
use super::{DOSSIER, built, demarche, differing, findings, json, none, root, text};

/// One edition: its prose within the dossier, its day, what it may not hold yet.
struct Edition {
    prose: &'static str,
    day: &'static str,
    number: u64,
    /// Statements that nobody could know on the day.
    unknown: &'static [&'static str],
    /// Statements that stand on the day.
    standing: &'static [&'static str],
    /// Words that may not stand in the prose.
    unwritten: &'static [&'static str],
}

const EDITIONS: [Edition; 4] = [
    Edition {
        prose: "briefs/editions/2018-11-30.md",
        day: "2018-11-30",
        number: 1,
        unknown: &[
            "jp-kr.radar",
            "jp.position.radar",
            "us-kr.korus.2018",
            "us-kr.korus.2018.ratified",
            "us-kr.sma.9",
            "us-kr.sma.talks.open",
            "us-kr.sma.demand",
            "us-kr.sma.contribution.2018",
            "us-dprk.summit-2.planned",
            "dprk.position.exercises",
            "kr.seats.democratic",
            "usmca.232-letters",
        ],
        standing: &[
            "kr.court.mitsubishi",
            "kr.foundation.announced",
            "us-kr.korus.2018.signed",
            "us-kr.korus.2018.bill",
            "us-kr.sma.9.in-force",
            "us-dprk.summit-2.early-2019",
            "usmca",
        ],
        unwritten: &["radar", "ratified", "January 1, 2019", "2019-01", "near the end of February", "expired", "Hanoi"],
    },
    Edition {
        prose: "briefs/in-focus.md",
        day: "2019-01-29",
        number: 2,
        unknown: &[
            "us-dprk.summit-2.dated",
            "us-dprk.summit.hanoi",
            "us-kr.sma.10.initialled",
            "us-kr.sma.contribution.2019",
            "us.232.autos.report",
            "us-kr.exercises.kr-fe.ended",
            "kr.by-election.2019-04",
        ],
        standing: &["jp-kr.radar", "us-kr.korus.2018", "us-kr.sma.talks.open", "us-dprk.summit-2.planned"],
        unwritten: &["Hanoi", "1,038.9", "Dong Maeng", "February 17"],
    },
    Edition {
        prose: "briefs/editions/2019-03-15.md",
        day: "2019-03-15",
        number: 3,
        unknown: &[
            "us-kr.sma.10.in-force",
            "us.232.autos.delayed",
            "kr.by-election.2019-04",
            "kr.foundation.dissolved",
        ],
        standing: &[
            "us-dprk.summit.hanoi",
            "us-kr.sma.10.signed",
            "us-kr.sma.10.awaits-consent",
            "us.232.autos.decision",
            "us-kr.exercises.dong-maeng",
        ],
        unwritten: &["entered into force on April", "April 5", "is pending", "is expected", "uncertain"],
    },
    Edition {
        prose: "briefs/editions/2026-09-17.md",
        day: "2026-09-17",
        number: 4,
        unknown: &[],
        standing: &[
            "kr.removal.2025",
            "kr.president.21.start",
            "kr.term.lee-jae-myung",
            "us.term.trump.2",
            "us-kr.sma.12",
            "us-kr.deal.2025",
            "us-kr.301.rate",
            "kr.opcon.target",
            "us.opcon.target",
        ],
        unwritten: &["President Moon", "Minjoo", "is pending", "seventh"],
    },
];

#[test]
fn every_edition_is_clean_on_its_day_with_every_warning_denied() {
    let mut faults = Vec::new();
    for edition in &EDITIONS {
        let path = format!("{DOSSIER}/{}", edition.prose);
        let (code, report) = json(&["check", &path, "--as-of", edition.day, "--deny", "warnings", "--format", "json"]);
        faults.extend((code != 0).then(|| format!("{}: exit {code}", edition.day)));
        faults.extend(findings(&report).iter().map(|finding| format!("{}: {}", edition.day, text(finding, "message"))));
        if report["standing"]["dead"] != 0 || report["standing"]["asked"] != 0 {
            faults.push(format!("{}: {}", edition.day, report["standing"]));
        }
    }
    none(faults, "no sentence of an edition is in doubt on its day");
}

/// The state of every statement on a day, by id.
fn states(day: &str) -> BTreeMap<String, String> {
    let (code, export) = json(&["export", DOSSIER, "--format", "json", "--as-of", day]);
    assert_eq!(code, 0);
    let statements = export["statements"].as_array().expect("a list of statements");
    statements.iter().map(|row| (text(row, "id").to_owned(), text(row, "state").to_owned())).collect()
}

#[test]
fn what_nobody_could_know_is_neither_seen_nor_written() {
    let mut faults = Vec::new();
    for edition in &EDITIONS {
        let states = states(edition.day);
        let wanted =
            edition.unknown.iter().map(|id| (id, "unseen")).chain(edition.standing.iter().map(|id| (id, "live")));
        for (id, wanted) in wanted {
            let state = states.get(*id).map_or("missing", String::as_str);
            faults.extend((state != wanted).then(|| format!("{}: {id} is {state}, not {wanted}", edition.day)));
        }
        let prose = fs::read_to_string(root().join(DOSSIER).join(edition.prose)).expect("the prose");
        let written = edition.unwritten.iter().filter(|words| prose.contains(**words));
        faults.extend(written.map(|words| format!("{}: {words:?} stands in the prose", edition.day)));
    }
    none(faults, "each edition knows its own day and no later one");
}

/// Builds an edition with and without all that was recorded after its day: the same bytes, two pages, its number and
/// day, and no source that is younger than it.
fn built_as_it_stood(edition: &Edition) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let earlier = folder.path().join("dossier");
    copy(&root().join(DOSSIER), &earlier);
    let gone = forget_after(&earlier, edition.day);
    for id in edition.unknown {
        assert!(gone.contains(*id), "{id} was known later than {}", edition.day);
    }
    let with = built(&root().join(DOSSIER).join(edition.prose), edition.day, &folder.path().join("with"));
    let without = built(&earlier.join(edition.prose), edition.day, &folder.path().join("without"));
    none(differing(&with, &without), "the edition is the same without what was recorded after it");
    let stem = Path::new(edition.prose).file_stem().and_then(|stem| stem.to_str()).expect("a name");
    let pdf = hayro_syntax::Pdf::new(with[&format!("{stem}.pdf")].clone()).expect("the PDF opens");
    assert_eq!(pdf.pages().len(), 2);
    let data: serde_json::Value = serde_json::from_slice(&with[&format!("{stem}.json")]).expect("is JSON");
    assert_eq!(data["meta"]["number"], edition.number);
    assert_eq!(data["meta"]["date"], edition.day);
    let sources = data["sources"].as_array().expect("a list of sources");
    let later = sources.iter().map(|source| text(source, "reference")).filter(|reference| {
        let date = reference.rsplit(", ").next().unwrap_or_default();
        date.chars().all(|c| c.is_ascii_digit() || c == '-') && date > edition.day
    });
    none(later.map(str::to_owned).collect(), "every source cited is of its time");
}

#[test]
fn november_2018_as_it_stood() {
    built_as_it_stood(&EDITIONS[0]);
}

#[test]
fn january_2019_as_it_stood() {
    built_as_it_stood(&EDITIONS[1]);
}

#[test]
fn march_2019_as_it_stood() {
    built_as_it_stood(&EDITIONS[2]);
}

#[test]
fn september_2026_as_it_stood() {
    built_as_it_stood(&EDITIONS[3]);
}

#[test]
fn what_died_by_march_is_counted_beside_what_holds() {
    let path = format!("{DOSSIER}/briefs/in-focus.md");
    let (_, report) = json(&["check", &path, "--as-of", "2019-03-15", "--format", "json"]);
    let standing = |key: &str| report["standing"][key].as_u64().unwrap_or_default();
    assert_eq!((standing("dead"), standing("asked")), (4, 4), "{}", report["standing"]);
    let sentences = report["coverage"]["sourced_sentences"].as_u64().unwrap_or_default();
    assert_eq!(standing("hold") + standing("asked") + standing("dead"), sentences);
    let (_, said) = demarche(&["check", &path, "--as-of", "2019-03-15"]);
    assert!(said.contains("58 sentences hold, 4 to look at, 4 no longer stand"), "{said}");
}

/// Where a value comes from on a day, as text.
fn lineage(id: &str, day: &str) -> String {
    let (code, tree) = demarche(&["why", id, DOSSIER, "--as-of", day]);
    assert_eq!(code, 0, "{id}");
    tree
}

#[test]
fn the_elections_ahead_of_2026_are_dated_by_law() {
    let assembly = lineage("kr.election.assembly.2028.rule", "2026-09-17");
    let president = lineage("kr.election.president.2030.rule", "2026-09-17");
    for (tree, day, parts) in [
        (&assembly, "2028-04-12", ["2028-05-29", "-50 days", "article 34(1)2"]),
        (&president, "2030-03-27", ["2030-06-03", "-70 days", "article 34(1)1"]),
    ] {
        assert!(tree.lines().next().is_some_and(|line| line.ends_with(&format!("= {day}"))), "{tree}");
        for part in parts {
            assert!(tree.contains(part), "{part:?} is missing from\n{tree}");
        }
    }
}

#[test]
fn what_only_another_brief_says_is_never_independent() {
    let path = format!("{DOSSIER}/briefs/editions/2026-09-17.md");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = built(&root().join(&path), "2026-09-17", folder.path());
    let data: serde_json::Value = serde_json::from_slice(&files["2026-09-17.json"]).expect("is JSON");
    let mut alone = 0;
    for bound in data["bound"].as_array().expect("what is bound") {
        let cited = bound["lineage"]["citations"].as_array().expect("citations");
        if !cited.is_empty() && cited.iter().all(|citation| text(citation, "source") == "crs-if10165-v66") {
            alone += 1;
            assert_eq!(text(&bound["lineage"], "evidence"), "other", "{}", text(bound, "id"));
        }
    }
    assert!(alone > 20, "{alone} statements rest on the brief alone");
}

#[test]
fn eighth_on_goods_follows_sixth_on_goods_and_not_seventh() {
    let (before, after) = (states("2026-09-16"), states("2026-09-17"));
    assert_eq!(before["us-kr.rank.goods.2017"], "due", "grown old, and nothing else");
    assert_eq!(after["us-kr.rank.goods.2017"], "dead");
    assert_ne!(after["seed.rank.us-partner"], "dead", "another basis is not comparable");
}

#[test]
fn january_s_statements_end_by_what_came_and_are_never_written_over() {
    let ended = [
        ("us.term.trump", "us.term.trump.1"),
        ("kr.term.moon", "kr.term.moon.ended"),
        ("us-kr.232.steel.quota", "us-kr.232.steel.quota.ended"),
        ("us-kr.troops.stationed", "us-kr.troops.stationed.2025"),
        ("dprk.position.denuclearisation", "dprk.position.denuclearisation.never"),
        ("us-kr.alliance.under-stress", "us-kr.turbulence.2026"),
        ("kr.election.president.2022.rule", "kr.election.president.2022"),
    ];
    let january = states("2019-01-29");
    for (id, killer) in ended {
        assert_eq!(january[id], "live", "{id}");
        let (_, tree) = json(&["why", id, DOSSIER, "--as-of", "2026-09-17", "--json"]);
        assert_eq!(text(&tree["life"], "life"), "dead", "{id}");
        assert!(tree["life"].to_string().contains(killer), "{id}: {}", tree["life"]);
    }
}
