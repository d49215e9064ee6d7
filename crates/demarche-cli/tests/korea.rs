//! The Korea dossier held to the brief that it was built from, to the dates that it speaks of and to its own edition.
//!
//! Source of the expectations: IF10165, version 19, of 29 January 2019, mapped in `tests/real/seed-claims.toml`; the
//! days of elections as held; what became public between the edition and 15 March 2019. No tolerance anywhere.

#[path = "common/copy.rs"]
mod copy;
#[path = "korea/editions.rs"]
mod editions;
#[path = "korea/forget.rs"]
mod forget;
#[path = "korea/seed.rs"]
mod seed;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

use copy::copy;
use seed::{Map, quotes};

const DOSSIER: &str = "dossiers/south-korea";
const BRIEF: &str = "dossiers/south-korea/briefs/in-focus.md";
const SHOWCASE: &str = "dossiers/south-korea/briefs/seed-figures.md";
const EDITION: &str = "2019-01-29";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the binary at the repository's root; gives exit code and standard output.
fn demarche(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("demarche").expect("the binary is built");
    let output = command.current_dir(root()).env("NO_COLOR", "1").args(arguments).output().expect("runs");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Like [`demarche`], for output that is JSON.
fn json(arguments: &[&str]) -> (i32, Value) {
    let (code, out) = demarche(arguments);
    let value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{out}"));
    (code, value)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// What a report has to say, notes left out: they are for the calendar, not for the editor.
fn findings(report: &Value) -> Vec<&Value> {
    let all = report["findings"].as_array().expect("a list of findings");
    all.iter().filter(|finding| text(finding, "grade") != "note").collect()
}

/// Every fault as one line, so that a failure says all there is to mend.
fn none(faults: Vec<String>, rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n  {}", faults.join("\n  "));
}

/// The sources of every statement, by id, as `export` gives them.
fn exported() -> BTreeMap<String, BTreeSet<String>> {
    let (code, export) = json(&["export", DOSSIER, "--format", "json"]);
    assert_eq!(code, 0);
    let statements = export["statements"].as_array().expect("a list of statements");
    let sources = |statement| text(statement, "sources").split("; ").map(str::to_owned).collect();
    statements.iter().map(|statement| (text(statement, "id").to_owned(), sources(statement))).collect()
}

#[test]
fn the_map_covers_the_brief_byte_for_byte() {
    let map = Map::read(&root());
    let Some(file) = map.file() else { return };
    assert_eq!(file.len(), map.bytes, "another text than the one that was mapped");
    let mut times = vec![0_u8; file.len()];
    let mut faults = Vec::new();
    for sentence in &map.sentences {
        for at in &sentence.at {
            for byte in at.clone() {
                times[byte] += 1;
            }
        }
        let words = sentence.words(&file);
        let begins: Vec<&str> = words.split_whitespace().take(2).collect();
        if begins.join(" ") != sentence.begins {
            faults.push(format!("`{}` begins with `{}`", sentence.begins, begins.join(" ")));
        }
    }
    for (byte, (times, content)) in times.iter().zip(file.bytes()).enumerate() {
        if *times > 1 || (*times == 0 && !content.is_ascii_whitespace()) {
            faults.push(format!("byte {byte} is covered {times} times"));
        }
    }
    none(faults, "every byte of the brief that is not blank belongs to one sentence, which begins as it says");
}

#[test]
fn every_sentence_of_the_brief_has_its_statements() {
    let map = Map::read(&root());
    let statements = exported();
    let mut faults = Vec::new();
    for sentence in &map.sentences {
        if sentence.claims.is_empty() != sentence.no_claim.is_some() {
            faults.push(format!("`{}` needs either claims or a reason why there are none", sentence.begins));
        }
        let unknown = sentence.claims.iter().filter(|id| !statements.contains_key(*id));
        faults.extend(unknown.map(|id| format!("`{}`: the dossier holds no `{id}`", sentence.begins)));
    }
    let mapped: BTreeSet<&String> = map.sentences.iter().flat_map(|sentence| &sentence.claims).collect();
    for (id, sources) in &statements {
        if sources.contains(&map.source) && !mapped.contains(id) {
            faults.push(format!("`{id}` has the brief as a source and stands at no sentence of it"));
        }
    }
    none(faults, "the map and the dossier know the same statements");
}

#[test]
fn quoted_words_stand_in_the_brief_at_their_sentence_and_page() {
    let map = Map::read(&root());
    let Some(file) = map.file() else { return };
    let mut faults = Vec::new();
    for quote in quotes(&root().join(DOSSIER)).iter().filter(|quote| quote.source == map.source) {
        let claiming = map.sentences.iter().filter(|sentence| sentence.claims.contains(&quote.id));
        let Some(sentence) = claiming.into_iter().find(|sentence| sentence.words(&file).contains(&quote.words)) else {
            faults.push(format!("`{}`: not in its sentences: {}", quote.id, quote.words));
            continue;
        };
        let pages: BTreeSet<_> = sentence.at.iter().map(|at| map.page(at.start)).collect();
        if quote.page.is_some_and(|page| !pages.iter().any(|found| i64::try_from(*found) == Ok(page))) {
            faults.push(format!("`{}`: page {:?}, found on {pages:?}", quote.id, quote.page));
        }
    }
    none(faults, "words quoted from the brief stand in a sentence that the statement carries, on the page named");
}

#[test]
fn quotations_are_short() {
    let long = quotes(&root().join(DOSSIER)).into_iter().filter(|quote| quote.words.split_whitespace().count() > 25);
    none(long.map(|quote| format!("`{}`: {}", quote.id, quote.words)).collect(), "a quotation has at most 25 words");
}

#[test]
fn the_edition_is_clean_on_its_day() {
    let (code, out) = demarche(&["check", DOSSIER, "--as-of", EDITION, "--deny", "warnings"]);
    assert_eq!(code, 0, "{out}");
    let (_, report) = json(&["check", DOSSIER, "--as-of", EDITION, "--format", "json"]);
    assert!(findings(&report).is_empty(), "{:#?}", findings(&report));
}

/// Grade, code and printed words of all that the checks say about the brief's own figures.
const SAID: [(&str, &str, &str); 18] = [
    // The term ends in May 2022; by law the election comes before it.
    ("contradicted", "D0401", "May 2022"),
    // Seventh on goods and services, sixth on goods.
    ("query", "D0304", "seventh-largest"),
    // China leads on one measure, the United States on yearly flows.
    ("query", "D0304", "largest"),
    // Totals, balance and growth are printed without the basis on which they hold.
    ("query", "D0304", "totaled $156 billion in goods and services in 2017"),
    ("query", "D0304", "$9.3 billion"),
    ("query", "D0304", "70% larger"),
    ("query", "D0304", "+$7.5 billion"),
    // Two wordings of one testimony.
    ("query", "D0306", "about 50%"),
    // A camp's name, and a superlative without a measure.
    ("query", "D0804", "Humphries"),
    ("query", "D0305", "largest"),
    // Two pledges from two texts in one breath.
    ("query", "D0605", "corresponding measures"),
    // Cars enter free, light trucks do not.
    ("query", "D0703", "“enter duty-free”"),
    // What one side said and what the other made of it.
    ("query", "D0704", "promising not to accept"),
    // A party's former name.
    ("query", "D0702", "Minjoo Party"),
    // Figures that nothing else in the dossier bears out.
    ("query", "D0603", "+$8.5 billion"),
    ("query", "D0603", "$23.9 billion in 2017"),
    ("query", "D0603", "$9.7 billion"),
    ("query", "D0603", "scores of missile tests"),
];

#[test]
fn the_showcase_says_what_it_should_and_no_more() {
    let (code, report) = json(&["check", SHOWCASE, "--as-of", EDITION, "--format", "json"]);
    assert_eq!(code, 1, "a contradiction stops");
    let mut said: Vec<_> = findings(&report)
        .into_iter()
        .map(|finding| (text(finding, "grade"), text(finding, "code"), text(&finding["place"], "words")))
        .collect();
    said.sort_unstable();
    let mut expected = SAID;
    expected.sort_unstable();
    assert_eq!(said, expected);
    let election = findings(&report).into_iter().find(|finding| text(finding, "code") == "D0401");
    assert!(text(election.expect("it is in the list"), "message").contains("2022-03-09"));
}

/// What house style does on purpose, in the words of the showcase.
const SILENT: [&str; 16] = [
    "Japan ruled Korea from [1910 to 1945]",
    "under Section 232 is",
    "after [a decade](@kr.conservative-rule) of conservative rule",
    "[signed in 1953](@us-kr.mdt) at the end of the Korean War",
    "[“charm offensive.”]",
    "Some observers see a [possible disconnect]",
    "[reportedly has demanded]",
    "[“pending.”]",
    "recently-opened",
    "[“likely in late February”]",
    "inter-Korean relations [have blossomed]",
    "[Approximately 28,500]",
    "([over $800 million annually]",
    "There were [three summits]",
    "[three nuclear weapons tests]",
    "The [six-year-old](@us-kr.korus.age.2018) agreement",
];

#[test]
fn what_house_style_does_on_purpose_draws_nothing() {
    let prose = fs::read_to_string(root().join(SHOWCASE)).expect("the showcase");
    let (_, report) = json(&["check", SHOWCASE, "--as-of", EDITION, "--format", "json"]);
    let mut faults = Vec::new();
    for words in SILENT {
        let start = prose.find(words).unwrap_or_else(|| panic!("the showcase no longer holds {words:?}"));
        let end = start + words.len();
        let at = |finding: &Value, key: &str| finding["place"][key].as_u64().map_or(0, |byte| byte as usize);
        let drawn = findings(&report).into_iter().filter(|f| at(f, "start") < end && start < at(f, "end"));
        faults.extend(drawn.map(|finding| format!("{words}: {} {}", text(finding, "code"), text(finding, "message"))));
    }
    none(faults, "these stay silent");
}

/// The words of the January edition that no longer stand on 15 March 2019, what ended them, and when.
const ENDED: [(&str, &str, &str, &str, &str); 10] = [
    ("query", "D0502", "[](@us-dprk.talks.stalled)", "us-dprk.summit.hanoi", "2019-02-28"),
    ("query", "D0502", "near the end of February", "us-dprk.summit-2.dated", "announced on 5 February 2019"),
    ("due", "D0805", "differ", "us-kr.sma.10.initialled", "2019-02-10"),
    ("contradicted", "D0502", "taken its place", "us-kr.sma.10.initialled", "2019-02-10"),
    ("due", "D0805", "basic shift in the alliance", "us-kr.sma.10.initialled", "2019-02-10"),
    ("due", "D0805", "tariffs on autos and parts", "us.232.autos.report", "2019-02-17"),
    ("contradicted", "D0502", "[](@us-kr.sma.talks.open)", "us-kr.sma.10.initialled", "2019-02-10"),
    ("due", "D0805", "raised questions", "us-kr.exercises.kr-fe.ended", "2019-03-02"),
    ("query", "D0502", "pending", "us.232.autos.report", "2019-02-17"),
    ("due", "D0805", "could lead", "us.232.autos.report", "2019-02-17"),
];

#[test]
fn in_march_the_dead_sentences_are_named_with_what_ended_them_and_the_rest_left_alone() {
    let (code, report) = json(&["check", BRIEF, "--as-of", "2019-03-15", "--format", "json"]);
    assert_eq!(code, 1);
    let said: Vec<_> = findings(&report)
        .into_iter()
        .map(|finding| (text(finding, "grade"), text(finding, "code"), text(&finding["place"], "words")))
        .collect();
    assert_eq!(said, ENDED.map(|(grade, code, words, _, _)| (grade, code, words)));
    let mut faults = Vec::new();
    for (finding, (_, _, words, killer, day)) in findings(&report).into_iter().zip(ENDED) {
        let message = text(finding, "message");
        if !message.contains(&format!("`{killer}`")) || !message.contains(day) {
            faults.push(format!("{words}: not ended by {killer} on {day}: {message}"));
        }
    }
    none(faults, "each dead sentence names its killer and the day");
}

/// The life of a statement at a date, as `why` gives it.
fn life(id: &str, as_of: &str) -> String {
    let (code, tree) = json(&["why", id, DOSSIER, "--as-of", as_of, "--json"]);
    assert_eq!(code, 0, "{id}");
    text(&tree["life"], "life").to_owned()
}

#[test]
fn on_15_march_the_tenth_agreement_is_signed_and_not_in_force() {
    assert_eq!(life("us-kr.sma.10.signed", "2019-03-15"), "live");
    assert_ne!(life("us-kr.sma.10", "2019-03-15"), "live", "replaced on signature");
    assert_ne!(life("us-kr.sma.10.in-force", "2019-03-15"), "live", "nobody could know it");
    assert_eq!(life("us-kr.sma.10.in-force", "2019-04-05"), "live");
    assert_eq!(life("us.232.autos.decision", "2019-03-15"), "live", "the President's 90 days run");
    assert_ne!(life("us.232.autos.decision", "2019-05-17"), "live", "put off");
}

/// Elections to which the law in force since 2004 gives a day, and the day on which they were held.
const RULED: [(&str, &str); 8] = [
    ("kr.election.president.2007", "2007-12-19"),
    ("kr.election.assembly.2008", "2008-04-09"),
    ("kr.election.assembly.2012", "2012-04-11"),
    ("kr.election.president.2012", "2012-12-19"),
    ("kr.election.assembly.2016", "2016-04-13"),
    ("kr.election.assembly.2020", "2020-04-15"),
    ("kr.election.president.2022", "2022-03-09"),
    ("kr.election.assembly.2024", "2024-04-10"),
];

#[test]
fn the_law_gives_the_days_on_which_elections_were_held() {
    for (election, day) in RULED {
        let (code, ruled) = demarche(&["why", &format!("{election}.rule"), DOSSIER]);
        assert_eq!(code, 0, "{election}");
        assert!(ruled.starts_with(&format!("{election}.rule = {day}\n")), "{ruled}");
        for part in ["kr.election-act.art-34", "Public Official Election Act", "article 34(1)"] {
            assert!(ruled.contains(part), "{election}: {part:?} is missing from its lineage:\n{ruled}");
        }
        let (_, held) = json(&["why", election, DOSSIER, "--json"]);
        assert_eq!(text(&held["lineage"], "valid"), day, "{election} as held");
    }
}

#[test]
fn the_election_of_2022_is_moved_by_a_holiday_and_rests_on_article_34() {
    let (_, tree) = demarche(&["why", "kr.election.president.2022.rule", DOSSIER, "--as-of", EDITION]);
    let parts = ["2022-05-09", "-70 days", "2022-03-02", "Independence Movement Day", "7 days on", "article 34(1)1"];
    for part in parts {
        assert!(tree.contains(part), "{part:?} is missing from\n{tree}");
    }
}

#[test]
fn a_vacancy_gives_a_deadline_within_which_the_election_was_held() {
    for (year, span, held) in
        [("2017", "2017-03-10/2017-05-09", "2017-05-09"), ("2025", "2025-04-04/2025-06-03", "2025-06-03")]
    {
        let deadline = format!("kr.election.president.{year}.deadline");
        let (_, tree) = demarche(&["why", &deadline, DOSSIER]);
        assert!(tree.starts_with(&format!("{deadline} = {span}\n")), "{tree}");
        assert!(tree.contains("kr.constitution.art-68-2"), "{tree}");
        let (_, election) = json(&["why", &format!("kr.election.president.{year}"), DOSSIER, "--json"]);
        assert_eq!(text(&election["lineage"], "valid"), held);
    }
}

#[test]
fn the_law_of_2004_gives_no_day_to_the_elections_before_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&root().join(DOSSIER), folder.path());
    let path = folder.path().join("statements/politics.toml");
    let mut politics = fs::read_to_string(&path).expect("reads");
    for (office, rule, end) in
        [("kr.president", "president", "2003-02-24"), ("kr.national-assembly", "assembly", "2004-05-29")]
    {
        politics.push_str(&format!(
            r#"
[[statement]]
id        = "early.{rule}.end"
says      = "Last day of an earlier term"
subject   = "{office}"
predicate = "term-date"
with      = {{ term = "early", which = "end" }}
value     = "{end}"
valid     = "{end}"
recorded  = {end}
source    = {{ ref = "kr-constitution-venice" }}

[[statement]]
id        = "early.{rule}.rule"
says      = "Election on the end of an earlier term"
subject   = "{office}"
predicate = "next-election"
with      = {{ vote = "early", term-end = "early.{rule}.end" }}
rule      = "kr.election-act.art-34.{rule}"
valid     = "../{end}"
"#
        ));
    }
    fs::write(&path, politics).expect("writes");
    let dossier = folder.path().to_str().expect("a name in Unicode");
    for rule in ["president", "assembly"] {
        let (_, tree) = demarche(&["why", &format!("early.{rule}.rule"), dossier]);
        assert!(tree.starts_with(&format!("early.{rule}.rule\n")), "it has a value:\n{tree}");
    }
    let (_, said) = demarche(&["check", dossier, "--as-of", EDITION]);
    for day in ["2002-12-18", "2004-04-14"] {
        let sentence = format!("query[D0414]: the rule counts to {day}, but it is valid in 2004-04-16/.. only");
        assert!(said.contains(&sentence), "{sentence:?} is missing from\n{said}");
    }
}

/// Files of a folder with their bytes, by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .map(|path| (path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()), path))
        .map(|(name, path)| (name, fs::read(&path).expect("reads")))
        .collect()
}

/// Builds a brief as of a day and as known by then; gives the files.
fn built(brief: &Path, day: &str, out: &Path) -> BTreeMap<String, Vec<u8>> {
    let [brief, target] = [brief, out].map(|path| path.to_str().expect("a name in Unicode"));
    let (code, said) = demarche(&["build", brief, "--as-of", day, "--known-by", day, "--out", target]);
    assert_eq!(code, 0, "{said}");
    files(out)
}

/// Names of files that two folders do not both hold with the same bytes.
fn differing(one: &BTreeMap<String, Vec<u8>>, two: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: BTreeSet<_> = one.keys().chain(two.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != two.get(*name)).cloned().collect()
}

#[test]
fn the_edition_has_the_same_bytes_twice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let one = built(&root().join(DOSSIER), EDITION, &folder.path().join("one"));
    let two = built(&root().join(DOSSIER), EDITION, &folder.path().join("two"));
    none(differing(&one, &two), "built twice, the same bytes");
}
