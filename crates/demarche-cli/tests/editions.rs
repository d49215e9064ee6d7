//! Editions through time, on the invented dossier: locking, verifying, building again, comparing.

#[path = "common/command.rs"]
mod command;
#[path = "common/copy.rs"]
mod copy;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use serde_json::Value;
use tempfile::TempDir;

use command::demarche;
use copy::copy;

/// Runs and returns exit code and what was printed.
fn run(arguments: &[&str]) -> (i32, String) {
    let output = demarche().args(arguments).output().expect("runs");
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
}

/// The invented dossier in a folder of its own.
struct Dossier {
    _keep: TempDir,
    root: PathBuf,
}

impl Dossier {
    fn new() -> Self {
        let keep = tempfile::tempdir().expect("a folder");
        let root = keep.path().join("north-south");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/dossiers/north-south"), &root);
        Self { _keep: keep, root }
    }

    /// With its brief locked.
    fn locked() -> Self {
        let dossier = Self::new();
        let (code, said) = run(&["edition", "lock", dossier.path()]);
        assert_eq!(code, 0, "{said}");
        dossier
    }

    /// Another copy of the same.
    fn twin(&self) -> Self {
        let keep = tempfile::tempdir().expect("a folder");
        let root = keep.path().join("north-south");
        copy(&self.root, &root);
        Self { _keep: keep, root }
    }

    fn path(&self) -> &str {
        self.root.to_str().expect("a name")
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.root.join(name)).expect("reads")
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.file(name);
        assert!(text.contains(from), "{name} does not hold {from:?}");
        fs::write(self.root.join(name), text.replacen(from, to, 1)).expect("writes");
    }

    fn add(&self, name: &str, text: &str) {
        fs::write(self.root.join(name), format!("{}\n{text}", self.file(name))).expect("writes");
    }

    fn git(&self, arguments: &[&str]) {
        let done = Process::new("git").arg("-C").arg(&self.root).args(arguments).output().expect("git is there");
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-q", "-m", message]);
    }

    fn diff(&self, from: &str, to: &str) -> Value {
        let (code, said) = run(&["diff", from, to, self.path(), "--format", "json"]);
        assert_eq!(code, 0, "{said}");
        serde_json::from_str(&said).expect("is JSON")
    }
}

const PROSE: &str = "briefs/editions/2019-01-29.md";
const LOCK: &str = "briefs/editions/2019-01-29.lock";

#[test]
fn a_locked_edition_keeps_its_prose_verifies_and_is_locked_once() {
    let dossier = Dossier::locked();
    assert_eq!(dossier.file(PROSE), dossier.file("briefs/in-focus.md"), "the living brief stays, its words are kept");
    assert!(dossier.file(LOCK).contains("nrl-sdl.trade.balance.2017"));
    assert!(!dossier.root.join(".busy").exists(), "nothing is left behind");
    let (code, said) = run(&["edition", "verify", dossier.path()]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("as it was published, to the byte"), "{said}");
    let before = dossier.file(LOCK);
    let (code, said) = run(&["edition", "lock", dossier.path()]);
    assert!(code == 0 && said.contains("already"), "{said}");
    assert_eq!(dossier.file(LOCK), before);
    let (_, shown) = run(&["edition", "show", "2019-01-29", dossier.path()]);
    assert!(shown.contains("NS0001") && shown.contains("first edition"), "{shown}");
}

#[test]
fn an_edition_is_built_again_to_the_same_bytes_and_says_what_it_changed() {
    let dossier = Dossier::locked();
    let (one, two) = (dossier.root.join("../one"), dossier.root.join("../two"));
    let (code, said) =
        run(&["build", dossier.path(), "--edition", "2019-01-29", "--out", one.to_str().expect("a name")]);
    assert!(code == 0 && said.contains("the same as locked"), "{said}");
    let (code, said) = run(&["build", dossier.path(), "--out", two.to_str().expect("a name")]);
    assert_eq!(code, 0, "{said}");
    for ending in ["pdf", "html", "json", "statements.csv"] {
        let read = |folder: &Path, stem: &str| fs::read(folder.join(format!("{stem}.{ending}"))).expect("reads");
        assert!(read(&one, "2019-01-29") == read(&two, "in-focus"), "{ending}: the living brief is the edition");
    }
    let page = fs::read_to_string(one.join("2019-01-29.html")).expect("reads");
    assert!(page.contains("first edition"));
    let data: Value = serde_json::from_slice(&fs::read(one.join("2019-01-29.json")).expect("reads")).expect("is JSON");
    assert_eq!(data["meta"]["change"]["kind"], "first");
}

/// Every class of edit is reported at a place, with the code that says what it is; none is absorbed.
#[test]
fn every_class_of_edit_is_reported() {
    /// File, what is replaced, by what, the code, and whether the edition would come out otherwise.
    type Edit = (&'static str, &'static str, &'static str, &'static str, bool);
    const POLITICS: &str = "statements/politics.toml";
    const HOLM: &str = "valid     = \"2018-10-16/2022-10-15\"";
    const EDITS: &[Edit] = &[
        (POLITICS, "recorded  = 2018-10-16", "recorded  = 2018-10-17", "D1905", true),
        (POLITICS, HOLM, "valid     = \"2018-10-16/2022-10-14\"", "D1905", true),
        (POLITICS, "Ada Holm is Premier of Norland", "Ada Holm is the Premier", "D1905", true),
        (POLITICS, "\"nrl.heath.seats\"", "\"nrl.heath.seats-held\"", "D1906", true),
        ("statements/economy.toml", "\"-1.55e9 USD/a\"", "\"-1.551e9 USD/a\"", "D1905", true),
        ("series/partners.csv", "SDL,10250", "SDL,10251", "D1907", true),
        ("sources.yml", "Trade of Norland by partner", "Trade of Norland by country", "D1908", true),
        ("rules/nrl.toml", "years     = 4", "years     = 5", "D1908", true),
        ("kinds/troops-stationed.toml", "\"P1Y\"", "\"P2Y\"", "D1908", true),
        ("kinds/troops-stationed.toml", "functional = true", "functional = false", "D1908", false),
        ("dossier.toml", "Example Research Service", "Another Service", "D1908", true),
        (PROSE, "Ada Holm", "Ada  Holm", "D1904", true),
        (LOCK, "change   = \"first\"", "change   = \"mechanical\"", "D1903", true),
        (LOCK, "format   = 1", "format   = 2", "D1902", true),
        (LOCK, "[outputs]", "[outputs", "D1901", true),
        // What changes nothing that an edition says is no finding.
        (POLITICS, "# Invented for tests.", "# Invented, for tests only.", "", false),
        (
            POLITICS,
            "[[statement]]\nid        = \"nrl.premier.holm\"",
            "[[statement]]\nwas       = [\"nrl.holm\"]\nid        = \"nrl.premier.holm\"",
            "",
            false,
        ),
        ("kinds/meeting.toml", "# A meeting", "# One meeting", "", false),
    ];
    let locked = Dossier::locked();
    for (name, from, to, code, altered) in EDITS {
        let dossier = locked.twin();
        dossier.edit(name, from, to);
        let (exit, said) = run(&["edition", "verify", dossier.path()]);
        if code.is_empty() {
            assert!(exit == 0 && !said.contains("[D19"), "{name}: a harmless edit is reported\n{said}");
            continue;
        }
        assert!(said.contains(&format!("[{code}]")), "{name}: {from} -> {to} gave no {code}\n{said}");
        assert!(said.contains("2019-01-29.lock:"), "a place is given\n{said}");
        assert_eq!(exit, i32::from(*altered), "{name}: {from} -> {to}\n{said}");
    }
}

#[test]
fn prose_that_is_gone_is_reported() {
    let dossier = Dossier::locked();
    fs::remove_file(dossier.root.join(PROSE)).expect("removes");
    let (exit, said) = run(&["edition", "verify", dossier.path()]);
    assert!(exit == 1 && said.contains("error[D1904]") && said.contains("2019-01-29.md"), "{said}");
}

const LATER: &str = r#"
[[statement]]
id         = "nrl-sdl.troops.other"
says       = "Soldiers of Norland stationed on Sudland's side, by another count"
subject    = "NRL"
predicate  = "troops-stationed"
with       = { host = "SDL" }
value      = "2600 {person}"
valid      = "2018/.."
recorded   = 2019-01-10
review     = 2019-12-31
source     = { ref = "nrl-defence-white-paper-2018", page = 3 }
"#;

#[test]
fn what_was_on_record_before_and_is_added_later_is_named() {
    let dossier = Dossier::locked();
    let own = dossier.file("statements/security.toml");
    let block =
        own.split("[[statement]]").find(|block| block.contains("id        = \"nrl-sdl.troops\"")).expect("troops");
    let with = block.lines().find(|line| line.starts_with("with")).expect("qualifiers");
    dossier.add("statements/security.toml", &LATER.replace("with       = { host = \"SDL\" }", with));
    let (code, said) = run(&["edition", "verify", dossier.path()]);
    assert!(said.contains("query[D1909]") && said.contains("nrl-sdl.troops.other"), "exit {code}\n{said}");
}

#[test]
fn what_must_not_be_locked_is_refused_and_nothing_is_written() {
    /// What is amiss, how it is made so, the exit status, and what is said.
    type Case = (&'static str, fn(&Dossier), i32, &'static str);
    let cases: [Case; 4] = [
        ("an error", |dossier| dossier.edit("briefs/in-focus.md", "$1.55 billion", "$1.65 billion"), 1, "D0201"),
        (
            "a proposal",
            |dossier| {
                fs::create_dir_all(dossier.root.join("proposals")).expect("makes");
                fs::write(dossier.root.join("proposals/a.toml"), "").expect("writes");
            },
            2,
            "proposals wait",
        ),
        (
            "a date ahead",
            |dossier| dossier.edit("briefs/in-focus.md", "date: 2019-01-29", "date: 2190-01-29"),
            2,
            "what will be on record by then is not known yet",
        ),
        (
            "other words",
            |dossier| {
                run(&["edition", "lock", dossier.path()]);
                dossier.edit("briefs/in-focus.md", "share the Strait", "share one Strait");
            },
            2,
            "other content",
        ),
    ];
    for (what, alter, exit, part) in cases {
        let dossier = Dossier::new();
        alter(&dossier);
        let kept = fs::read(dossier.root.join(LOCK)).ok();
        let (code, said) = run(&["edition", "lock", dossier.path()]);
        assert!(code == exit && said.contains(part), "{what}: exit {code}\n{said}");
        assert_eq!(fs::read(dossier.root.join(LOCK)).ok(), kept, "{what}: the lock was touched");
    }
}

#[test]
fn a_half_written_lock_loses_nothing() {
    let dossier = Dossier::locked();
    let whole = dossier.file(LOCK);
    fs::write(dossier.root.join(LOCK), &whole[..whole.len() / 2]).expect("writes");
    let (code, said) = run(&["edition", "verify", dossier.path()]);
    assert!(code == 1 && (said.contains("D1901") || said.contains("D1903")), "{said}");
    assert!(said.contains("git log -- PATH"), "{said}");
    assert!(dossier.root.join(PROSE).exists());
}

/// A lock of a newer program, half of one and an edited one may be all that is left of an edition: they are not
/// written over, and every command tells of them.
#[test]
fn a_lock_that_cannot_be_trusted_is_told_of_and_never_written_over() {
    let newer: fn(&str) -> String = |lock| lock.replace("format   = 1", "format   = 9");
    let half: fn(&str) -> String = |lock| lock[..700].to_owned();
    let edited: fn(&str) -> String = |lock| lock.replace("change   = \"first\"", "change   = \"correction\"");
    for (code, spoil, listed) in [("D1902", newer, false), ("D1901", half, false), ("D1903", edited, true)] {
        let dossier = Dossier::locked();
        let spoilt = spoil(&dossier.file(LOCK));
        assert_ne!(spoilt, dossier.file(LOCK), "{code}");
        fs::write(dossier.root.join(LOCK), &spoilt).expect("writes");
        let (exit, said) = run(&["edition", "lock", dossier.path()]);
        assert!(
            exit == 1 && said.contains(code) && said.contains("locked      nothing"),
            "{code}: exit {exit}\n{said}"
        );
        assert_eq!(dossier.file(LOCK), spoilt, "{code}: the lock was written over");
        let (exit, said) = run(&["edition", "list", dossier.path()]);
        assert!(exit == 1 && said.contains(code), "{code}: exit {exit}\n{said}");
        assert_eq!(said.contains("edition 2 of NS0001"), listed, "{said}");
        let (exit, said) = run(&["edition", "verify", dossier.path()]);
        assert!(exit == 1 && said.contains(code), "{code}: exit {exit}\n{said}");
    }
}

#[test]
fn prose_that_was_lost_is_put_back_by_locking_the_same_words_again() {
    let dossier = Dossier::locked();
    let (prose, lock) = (dossier.file(PROSE), dossier.file(LOCK));
    fs::remove_file(dossier.root.join(PROSE)).expect("removes");
    let (code, said) = run(&["edition", "lock", dossier.path()]);
    assert!(code == 0 && said.contains("prose as published"), "exit {code}\n{said}");
    assert_eq!((dossier.file(PROSE), dossier.file(LOCK)), (prose, lock));
}

/// Who writes holds the dossier: a second writer is told who, and writes nothing.
#[test]
fn two_writers_at_once_are_told_of_each_other() {
    let dossier = Dossier::new();
    dossier.edit("briefs/in-focus.md", "@nrl-sdl.trade.balance.2017", "@nrl-sdl.trade.balnce.2017");
    dossier.edit("statements/security.toml", "id        = \"nrl-sdl.troops\"", "id = \"nrl-sdl.troops\"");
    let held = fs::File::create(dossier.root.join(".busy")).expect("makes");
    held.try_lock().expect("nobody else has it");
    fs::write(dossier.root.join(".busy"), "process 7\n").expect("writes");
    let before = (dossier.file("briefs/in-focus.md"), dossier.file("statements/security.toml"));
    for command in [
        &["fix", dossier.path(), "--as-of", "2019-01-29", "--apply"][..],
        &["fmt", dossier.path()],
        &["review", dossier.path(), "--sign", "nrl-sdl.troops", "--by", "J. Doe"],
        &["edition", "lock", dossier.path()],
    ] {
        let (code, said) = run(command);
        assert!(code == 2 && said.contains("process 7 is writing into"), "{command:?}: exit {code}\n{said}");
        assert!(said.contains("nothing was written here; try again when it is done"), "{said}");
    }
    assert_eq!((dossier.file("briefs/in-focus.md"), dossier.file("statements/security.toml")), before);
    drop(held);
    let (code, said) = run(&["fmt", dossier.path()]);
    assert!(code == 0 && said.contains("1 of"), "what a dead process left is no lock: {said}");
}

#[test]
fn an_edition_is_built_from_the_revision_that_locked_it_when_the_folder_has_changed() {
    let dossier = Dossier::locked();
    dossier.git(&["init", "-q", "."]);
    dossier.commit("edition");
    dossier.edit("statements/politics.toml", "recorded  = 2018-10-16", "recorded  = 2018-10-17");
    let out = dossier.root.join("../out");
    let (code, said) = run(&["edition", "show", "2019-01-29", dossier.path(), "--out", out.to_str().expect("a name")]);
    assert!(code == 0 && said.contains("D1905") && said.contains("built from"), "exit {code}\n{said}");
    assert!(said.contains("the same as locked"), "{said}");
    assert!(out.join("2019-01-29.pdf").exists());
}

fn changes<'a>(diff: &'a Value, id: &str) -> Vec<&'a str> {
    let all = diff["statements"].as_array().expect("statements");
    all.iter().filter(|change| change["id"] == id).filter_map(|change| change["how"].as_str()).collect()
}

#[test]
fn nothing_differs_from_itself() {
    let dossier = Dossier::locked();
    dossier.git(&["init", "-q", "."]);
    dossier.commit("edition");
    for (from, to) in [("2019-01-29", "2019-01-29"), ("work", "work"), ("rev:HEAD", "work"), ("work", "rev:HEAD")] {
        let diff = dossier.diff(from, to);
        for part in ["statements", "sentences", "pages"] {
            assert_eq!(diff[part], Value::Array(Vec::new()), "{from} against {to}: {part}");
        }
        assert_eq!(diff["kind"], Value::Null);
    }
}

#[test]
fn exchanged_sides_mirror_each_change() {
    let dossier = Dossier::new();
    let mirror = |how: &str| -> String {
        let pairs = [
            ("ended", "revived"),
            ("superseded", "reinstated"),
            ("outranked", "restored"),
            ("added", "withdrawn"),
            ("due", "renewed"),
        ];
        let other = pairs.iter().find_map(|(a, b)| {
            if *a == how {
                Some(*b)
            } else if *b == how {
                Some(*a)
            } else {
                None
            }
        });
        other.unwrap_or(how).to_owned()
    };
    for (a, b) in [("2018-11-30", "2019-03-15"), ("2018-07-01", "2019-12-31"), ("2019-01-29", "2022-01-01")] {
        let (there, back) = (dossier.diff(a, b), dossier.diff(b, a));
        let list = |diff: &Value, turned: bool| {
            let all = diff["statements"].as_array().expect("statements").iter().map(|change| {
                let how = change["how"].as_str().expect("a word");
                let (before, after) = if turned { ("after", "before") } else { ("before", "after") };
                let how = if turned { mirror(how) } else { how.to_owned() };
                (
                    change["id"].to_string(),
                    how,
                    change["kind"].to_string(),
                    change[before].to_string(),
                    change[after].to_string(),
                )
            });
            let mut all: Vec<_> = all.collect();
            all.sort();
            all
        };
        assert!(!list(&there, false).is_empty(), "{a} and {b} differ");
        assert_eq!(list(&there, false), list(&back, true), "{a} against {b}");
        assert_eq!(there["kind"], back["kind"]);
    }
}

#[test]
fn reasons_and_killers_are_named_with_their_kind() {
    let dossier = Dossier::new();
    let diff = dossier.diff("2018-07-01", "2019-01-29");
    assert_eq!(changes(&diff, "nrl-sdl.trade.balance.2017.first"), ["superseded"], "{diff:#}");
    let all = diff["statements"].as_array().expect("statements");
    let first = all.iter().find(|change| change["id"] == "nrl-sdl.trade.balance.2017.first").expect("is there");
    assert_eq!(first["kind"], "data-refresh");
    assert_eq!(first["by"], "nrl-sdl.trade.balance.2017");
    assert!(first["reason"].as_str().expect("a reason").contains("revised: second release"));
    let (_, said) = run(&["diff", "2018-07-01", "2019-01-29", dossier.path()]);
    let words: Vec<&str> = said.split(|c: char| !c.is_alphabetic()).collect();
    assert!(!words.contains(&"fell") && !words.contains(&"rose"), "{said}");
}

#[test]
fn a_pull_request_comment_holds_what_a_branch_changes() {
    let dossier = Dossier::new();
    dossier.git(&["init", "-q", "."]);
    dossier.commit("one");
    dossier.edit(
        "statements/politics.toml",
        "valid     = \"2018-10-16/2022-10-15\"",
        "valid     = \"2018-10-17/2022-10-15\"",
    );
    dossier.edit("briefs/in-focus.md", "share the Strait", "share a <Strait> | @team");
    let diff = dossier.diff("rev:HEAD", "work");
    assert_eq!(changes(&diff, "nrl.premier.holm"), ["redated"]);
    let (code, said) = run(&["diff", "rev:HEAD", "work", dossier.path(), "--format", "markdown"]);
    assert_eq!(code, 0);
    assert!(said.contains("re-dated") && said.contains("correction"), "{said}");
    assert!(!said.contains("<Strait>") && !said.contains("@team"), "words are no markup and notify nobody\n{said}");
    let (code, page) = run(&["diff", "rev:HEAD", "work", dossier.path(), "--format", "html"]);
    assert!(code == 0 && page.contains("<del>") && page.contains("<ins>") && !page.contains("<script"), "{page}");
    assert!(page.contains("scope=\"col\"") && page.contains("lang=\"en\""));
}

#[test]
fn versions_that_are_not_there_are_named() {
    let dossier = Dossier::new();
    let (code, said) = run(&["diff", "rev:HEAD", "work", dossier.path()]);
    assert!(code == 2 && said.contains("git"), "{said}");
    dossier.git(&["init", "-q", "."]);
    dossier.commit("one");
    let (code, said) = run(&["diff", "rev:nowhere", "work", dossier.path()]);
    assert!(code == 2 && said.contains("nowhere") && said.contains("git log"), "{said}");
    let (code, said) = run(&["diff", "yesterday", "work", dossier.path()]);
    assert!(code == 2 && said.contains("rev:HEAD~3"), "{said}");
    let (code, said) = run(&["edition", "show", "2001-01-01", dossier.path()]);
    assert!(code == 2 && said.contains("edition list"), "{said}");
    let mut command = demarche();
    let output = command.args(["diff", "rev:HEAD", "work", dossier.path()]).env("PATH", "").output().expect("runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("`git` program was not found"));
}

#[test]
fn the_list_of_editions_says_what_each_changed() {
    let dossier = Dossier::locked();
    dossier.edit("briefs/in-focus.md", "edition: 2", "edition: 3");
    dossier.edit("briefs/in-focus.md", "date: 2019-01-29", "date: 2019-01-30");
    dossier.edit("briefs/in-focus.md", "soldiers of Norland", "troops of Norland");
    let (code, said) = run(&["edition", "lock", dossier.path()]);
    assert!(code == 0 && said.contains("mechanical changes since 2019-01-29"), "{said}");
    let (_, said) = run(&["edition", "list", dossier.path()]);
    assert!(said.contains("first edition") && said.contains("mechanical changes since 2019-01-29"), "{said}");
    let (_, page) = run(&["edition", "list", dossier.path(), "--format", "html"]);
    assert!(page.contains("Edition 3") && page.contains("Edition 2"));
    let (code, said) = run(&["edition", "verify", dossier.path()]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn the_memo_comes_as_pdf_page_word_and_text() {
    let dossier = Dossier::locked();
    let out = |name: &str| dossier.root.join("..").join(name);
    for (format, name, magic) in
        [("pdf", "m.pdf", &b"%PDF-"[..]), ("docx", "m.docx", b"PK"), ("html", "m.html", b"<!DOCTYPE")]
    {
        let (path, again) = (out(name), out(&format!("again-{name}")));
        for path in [&path, &again] {
            let path = path.to_str().expect("a name");
            let (code, said) =
                run(&["diff", "2018-07-01", "2019-01-29", dossier.path(), "--memo", "--format", format, "--out", path]);
            assert_eq!(code, 0, "{said}");
        }
        let bytes = fs::read(&path).expect("reads");
        assert!(bytes.starts_with(magic), "{name}");
        assert!(bytes == fs::read(&again).expect("reads"), "{name}: the same bytes twice");
    }
    let (_, text) = run(&["diff", "2018-07-01", "2019-01-29", dossier.path(), "--memo", "--format", "markdown"]);
    assert!(text.starts_with("---\ntitle:") && text.contains("](@nrl-sdl."), "{text}");
}
