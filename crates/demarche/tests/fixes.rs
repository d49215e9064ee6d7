//! `fix` as text cases, `tests/suite/fix/*.txt`, and the law that a slip in an id is mended back.
//!
//! A case gives every edit that is proposed (`// fix CODE "words" -> "replacement"`, `// choose …` where a person must
//! choose) and every one that was tried and is not (`// withheld … : reason`, as far as it is written), no others.

mod case;

use std::fs;
use std::path::{Path, PathBuf};

use case::{Case, cases, suite};
use demarche::{Fixes, Reading, Workspace};
use demarche_terms::Date;
use proptest::prelude::*;

fn fixes(folder: &Path, date: Date) -> (Workspace, Fixes) {
    let mut workspace = Workspace::open(folder).expect("opens");
    let fixes = workspace.fixes(Reading { as_of: Some(date), known_by: None }).expect("reads");
    (workspace, fixes)
}

fn shown(fixes: &Fixes) -> Vec<String> {
    let proposed = fixes.proposals.iter().map(|one| {
        let verb = if one.alternative { "choose" } else { "fix" };
        format!("{verb} {} {:?} -> {:?}", one.code, one.words, one.edit.text)
    });
    let withheld = fixes
        .withheld
        .iter()
        .map(|one| format!("withheld {} {:?} -> {:?}: {}", one.code, one.words.0, one.words.1, one.reason));
    proposed.chain(withheld).collect()
}

/// What the files of a dossier hold.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("lists") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push((path.clone(), fs::read(&path).expect("reads")));
        }
    }
    all.sort();
    all
}

fn run(case: &Case) -> Result<(), String> {
    let folder = case.dossier();
    let before = files(folder.path());
    let (workspace, fixes) = fixes(folder.path(), case.date());
    let found = shown(&fixes);
    let told = |expected: &String| found.iter().any(|found| found.starts_with(expected.as_str()));
    if found.len() != case.expected.len() || !case.expected.iter().all(told) {
        let findings: String = fixes
            .report
            .findings
            .iter()
            .map(|finding| demarche_diagnostic::human(finding, workspace.sources(), Default::default()))
            .collect();
        return Err(format!(
            "{}: {}\n  expected {:#?}\n  found {found:#?}\n{findings}",
            case.file, case.name, case.expected
        ));
    }
    if files(folder.path()) != before {
        return Err(format!("{}: {}: proposing wrote", case.file, case.name));
    }
    mends(case, folder.path(), &workspace, &fixes, before)
}

/// Applies what leaves nothing to choose: each finding is gone, and no byte beside the edits is another.
fn mends(
    case: &Case,
    folder: &Path,
    workspace: &Workspace,
    fixes: &Fixes,
    mut wanted: Vec<(PathBuf, Vec<u8>)>,
) -> Result<(), String> {
    let clear: Vec<_> = fixes.proposals.iter().filter(|one| !one.alternative).collect();
    let numbers: Vec<usize> = clear.iter().map(|one| one.number).collect();
    let applied = workspace.apply(fixes, &numbers).expect("applies");
    let mut last_first = clear.clone();
    last_first.sort_by_key(|one| std::cmp::Reverse(one.edit.span));
    for one in last_first {
        let file = wanted.iter_mut().find(|(path, _)| *path == one.file).expect("the file");
        file.1.splice(one.edit.span.range(), one.edit.text.bytes());
    }
    let (_, after) = self::fixes(folder, case.date());
    if applied.applied != numbers || files(folder) != wanted || after.proposals.iter().any(|one| !one.alternative) {
        return Err(format!("{}: {}: applied {applied:?}, left {:?}", case.file, case.name, shown(&after)));
    }
    Ok(())
}

#[test]
fn every_case_proposes_what_it_must_and_nothing_else() {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(suite("fix")).expect("lists the suite").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let cases: Vec<Case> = paths.iter().flat_map(|path| cases(path)).collect();
    assert!(cases.len() >= 20, "the suite has {} cases only", cases.len());
    let failures: Vec<String> = cases.iter().filter_map(|case| run(case).err()).collect();
    assert!(failures.is_empty(), "{} of {} cases failed\n\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// A case with two slips in the prose and one in the dossier, which hides what mending an id would show.
fn three_slips() -> Case {
    let text = "@ id = \"nrl.trade.2017\"\n@ predicate = \"amount\"\n@ with = { basis = \"goods\" }\n\
                @ value = \"9.389e9 USD/a\"\n@ valid = \"2017\"\n@ source = { ref = \"stat-offic\" }\n\
                Trade came to [$9.3 billion](@nrl.trade.2017), or [9.4 billion dollars](@nrl.trdae.2017).\n";
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), format!("--- three slips ---\n{text}")).expect("writes");
    cases(&folder.path().join("a.txt")).remove(0)
}

#[test]
fn only_what_is_chosen_is_applied() {
    let case = three_slips();
    let folder = case.dossier();
    let (workspace, fixes) = fixes(folder.path(), case.date());
    let told = shown(&fixes);
    assert_eq!(told[..2], [r#"fix D0012 "stat-offic" -> "stat-office""#, r#"fix D0201 "9.3" -> "9.4""#], "{told:?}");
    assert!(told[2].contains("it would bring error[D0601]") && told.len() == 3, "{told:?}");
    let before = files(folder.path());
    assert!(workspace.apply(&fixes, &[]).expect("applies nothing").files.is_empty());
    assert_eq!(files(folder.path()), before);
    let rounding = &fixes.proposals[1];
    let prose = fs::read_to_string(&rounding.file).expect("reads");
    let dossier = fs::read(folder.path().join("statements/case.toml")).expect("reads");
    let applied = workspace.apply(&fixes, &[rounding.number]).expect("applies");
    assert_eq!((applied.applied.as_slice(), applied.files.len()), ([rounding.number].as_slice(), 1));
    assert_eq!(fs::read_to_string(&rounding.file).expect("reads"), prose.replace("$9.3", "$9.4"));
    assert_eq!(fs::read(folder.path().join("statements/case.toml")).expect("reads"), dossier);
    let (workspace, fixes) = self::fixes(folder.path(), case.date());
    workspace.apply(&fixes, &[1]).expect("the source");
    let (_, fixes) = self::fixes(folder.path(), case.date());
    assert_eq!(shown(&fixes), [r#"fix D0102 "nrl.trdae.2017" -> "nrl.trade.2017""#], "now nothing hides what it shows");
}

#[test]
fn a_file_that_was_changed_meanwhile_is_left_alone() {
    let case = three_slips();
    let folder = case.dossier();
    let (workspace, fixes) = fixes(folder.path(), case.date());
    let path = folder.path().join("statements/case.toml");
    let other = fs::read_to_string(&path).expect("reads") + "# another hand\n";
    fs::write(&path, &other).expect("writes");
    let brief = fs::read(folder.path().join("briefs/case.md")).expect("reads");
    let refused = workspace.apply(&fixes, &[1, 2]).expect_err("the file is another");
    assert!(refused.to_string().contains("case.toml has changed since it was read"), "{refused}");
    assert_eq!(fs::read_to_string(&path).expect("reads"), other);
    assert_eq!(
        fs::read(folder.path().join("briefs/case.md")).expect("reads"),
        brief,
        "no other file is written either"
    );
}

/// The slips of a hand: a letter left out, doubled, swapped with the next, or another.
fn slip(word: &str, sort: usize, at: usize, letter: char) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = at % letters.len();
    match sort {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters[at] = letter,
    }
    letters.into_iter().collect()
}

const IDS: [(&str, &str); 4] = [
    ("nrl.trade.goods.2017", "9.3e9 USD/a"),
    ("nrl.trade.goods.2016", "8.1e9 USD/a"),
    ("nrl.port-dues.goods.2018", "4.2e9 USD/a"),
    ("sdl.trade.goods.2017", "7.7e9 USD/a"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_slip_in_an_id_is_mended_back(which in 0..IDS.len(), sort in 0..4_usize, at in 0..40_usize, letter in "[a-z0-9]") {
        let statements = IDS.map(|(id, value)| {
            let year = id.rsplit('.').next().unwrap_or_default();
            let subject = if id.starts_with("nrl") { "NRL" } else { "SDL" };
            format!(
                "id = \"{id}\"\nsubject = \"{subject}\"\npredicate = \"amount\"\nwith = {{ basis = \"goods\" }}\nvalue = \"{value}\"\nvalid = \"{year}\"\n",
            )
        });
        let (id, value) = IDS[which];
        let figure = &value[..3];
        let mistyped = slip(id, sort, at, letter.chars().next().unwrap_or('x'));
        prop_assume!(IDS.iter().all(|(known, _)| *known != mistyped));
        let prose = |id: &str| format!("Trade came to [${figure} billion](@{id}).\n");
        let case = Case { statements: statements.to_vec(), prose: prose(&mistyped), ..Case::default() };
        let folder = case.dossier();
        let (workspace, fixes) = fixes(folder.path(), case.date());
        let clear: Vec<usize> = fixes.proposals.iter().filter(|one| !one.alternative).map(|one| one.number).collect();
        workspace.apply(&fixes, &clear).expect("applies");
        let after = fs::read_to_string(folder.path().join("briefs/case.md")).expect("reads");
        prop_assert!(after.ends_with(&prose(id)), "{mistyped}: {:?}", shown(&fixes));
    }
}
