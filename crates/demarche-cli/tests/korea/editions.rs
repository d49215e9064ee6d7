//! The editions of the brief through time: each clean and of two pages on its day, with nothing in it that nobody
//! could know by then.
//!
//! Source of the days: what the dossier's sources say, held against the project's own list of dates. No tolerance.

use std::fs;
use std::path::Path;

use super::copy::{copy, forget_after};
use super::{DOSSIER, built, demarche, differing, findings, json, life, none, root, text};

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

const EDITIONS: [Edition; 3] = [
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

#[test]
fn what_nobody_could_know_is_neither_seen_nor_written() {
    let mut faults = Vec::new();
    for edition in &EDITIONS {
        for id in edition.unknown {
            let life = life(id, edition.day);
            faults.extend((life != "unseen").then(|| format!("{}: {id} is {life}, not unseen", edition.day)));
        }
        for id in edition.standing {
            let life = life(id, edition.day);
            faults.extend((life != "live").then(|| format!("{}: {id} is {life}, not live", edition.day)));
        }
        let prose = fs::read_to_string(root().join(DOSSIER).join(edition.prose)).expect("the prose");
        let written = edition.unwritten.iter().filter(|words| prose.contains(**words));
        faults.extend(written.map(|words| format!("{}: {words:?} stands in the prose", edition.day)));
    }
    none(faults, "each edition knows its own day and no later one");
}

#[test]
fn no_edition_changes_when_all_that_came_later_is_forgotten() {
    for edition in &EDITIONS {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let earlier = folder.path().join("dossier");
        copy(&root().join(DOSSIER), &earlier);
        let gone = forget_after(&earlier, edition.day);
        for id in edition.unknown {
            assert!(gone.contains(*id), "{id} was known later than {}", edition.day);
        }
        let with = built(&root().join(DOSSIER).join(edition.prose), edition.day, &folder.path().join("with"));
        let without = built(&earlier.join(edition.prose), edition.day, &folder.path().join("without"));
        none(differing(&with, &without), &format!("the edition of {} without what was recorded after it", edition.day));
    }
}

#[test]
fn every_edition_has_two_pages_its_number_and_no_later_source() {
    let mut faults = Vec::new();
    for edition in &EDITIONS {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = built(&root().join(DOSSIER).join(edition.prose), edition.day, folder.path());
        let stem = Path::new(edition.prose).file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let pdf = hayro_syntax::Pdf::new(files[&format!("{stem}.pdf")].clone()).expect("the PDF opens");
        if pdf.pages().len() != 2 {
            faults.push(format!("{}: {} pages", edition.day, pdf.pages().len()));
        }
        let data: serde_json::Value = serde_json::from_slice(&files[&format!("{stem}.json")]).expect("is JSON");
        if data["meta"]["number"] != edition.number || data["meta"]["date"] != edition.day {
            faults.push(format!("{}: {}", edition.day, data["meta"]));
        }
        let sources = data["sources"].as_array().expect("a list of sources");
        for source in sources {
            let reference = text(source, "reference");
            let date = reference.rsplit(", ").next().unwrap_or_default();
            let is_date = date.chars().all(|c| c.is_ascii_digit() || c == '-');
            if is_date && date > edition.day {
                faults.push(format!("{}: it cites {reference}", edition.day));
            }
        }
    }
    none(faults, "two pages, the number, and sources of its time");
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
