//! Damaged dossiers: whatever the bytes, reading ends with findings that lie inside their files, and nothing panics.

use crate::common;

use proptest::prelude::*;

/// One change to one file.
#[derive(Clone, Debug)]
enum Damage {
    Cut(usize),
    Remove(usize, usize),
    Insert(usize, String),
    Repeat(usize, usize),
}

fn damages() -> impl Strategy<Value = (usize, Damage)> {
    let words = prop::sample::select(vec![
        "\"",
        "[",
        "]",
        "{",
        "}",
        "=",
        "\n",
        "#",
        "é",
        "\u{feff}",
        "\0",
        "..",
        "/",
        "@",
        "- ",
        "2019-02-30",
        "9e99",
        "[[statement]]\n",
        "id = \"a.b\"\n",
        ": ",
        "&a",
        "*a",
        "%",
        "999999999999999999999999999999",
        ",,,",
        "\r",
        "derive = \"a.b / a.b\"\n",
    ]);
    let damage = prop_oneof![
        any::<usize>().prop_map(Damage::Cut),
        (any::<usize>(), 1..40usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        (any::<usize>(), words).prop_map(|(at, words)| Damage::Insert(at, words.to_owned())),
        (any::<usize>(), 1..200usize).prop_map(|(at, length)| Damage::Repeat(at, length)),
    ];
    (any::<usize>(), damage)
}

/// The nearest character boundary at or below a place that wraps around.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn apply(text: &mut String, damage: &Damage) {
    match damage {
        Damage::Cut(at) => text.truncate(boundary(text, *at)),
        Damage::Remove(at, length) => {
            let start = boundary(text, *at);
            let end = boundary(text, (start + length).min(text.len()));
            text.replace_range(start..end.max(start), "");
        }
        Damage::Insert(at, words) => text.insert_str(boundary(text, *at), words),
        Damage::Repeat(at, length) => {
            let start = boundary(text, *at);
            let end = boundary(text, (start + length).min(text.len())).max(start);
            let again = text[start..end].to_owned();
            text.insert_str(end, &again);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_damaged_dossier_is_read_to_the_end(damages in prop::collection::vec(damages(), 1..6)) {
        let mut texts = common::folder(&common::root().join("tests/dossiers/north-south"));
        for (file, damage) in &damages {
            let file = file % texts.len();
            apply(&mut texts[file].1, damage);
        }
        let opened = common::open(&texts);
        let view = opened.ledger.at(common::on("2019-01-29"), &[]);
        let rows = view.export();
        prop_assert_eq!(rows.len(), opened.ledger.statements().count());
        for finding in opened.findings.iter().chain(&view.findings()) {
            let spans = finding.span.into_iter().chain(finding.others.iter().map(|other| other.span));
            for span in spans.chain(finding.help.iter().filter_map(|help| Some(help.edit.as_ref()?.span))) {
                prop_assert!(opened.files.text(span.file).get(span.range()).is_some(), "{:?}", finding);
            }
        }
        for row in &rows {
            let id = demarche_terms::StatementId::new(&row.id).expect("an id");
            prop_assert!(view.lineage(&id).is_some());
            view.history(&id);
            view.rivals(&id);
        }
        view.statement("nrl-sdl.trade.balnce.2017");
        view.quoting("met at");
        for reference in ["trade[year=2017]", "seats", "partners[x=1].y", ""] {
            let _ = (view.rows(reference), view.cell(reference));
        }
    }
}

#[test]
fn deep_and_long_texts_are_refused_or_read() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "a: ".repeat(50_000), "{".repeat(100_000)] {
        let opened = common::open(&[("sources.yml".to_owned(), text.clone())]);
        assert!(!opened.findings.is_empty());
        let opened = common::open(&[("statements/a.toml".to_owned(), format!("x = {text}"))]);
        assert!(!opened.findings.is_empty());
        let opened = common::open(&[("series/datapackage.json".to_owned(), text)]);
        assert!(!opened.findings.is_empty());
    }
}
