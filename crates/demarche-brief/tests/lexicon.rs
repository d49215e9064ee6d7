//! Lexicons: those that ship are whole, and every fault in one is said.

use demarche_brief::lexicon::{CitationSide, Lexicon, SHIPPED};
use demarche_diagnostic::{Diagnostic, SourceMap};
use demarche_terms::{Decimal, Relation};

fn read(files: &[(&str, &str)]) -> (SourceMap, Lexicon, Vec<Diagnostic>) {
    let mut map = SourceMap::default();
    let ids: Vec<_> = files.iter().map(|(name, text)| map.add(*name, *text)).collect();
    let lexicon = Lexicon::read(&ids, &map);
    (map, lexicon.value, lexicon.diagnostics)
}

#[test]
fn what_ships_is_read_without_a_finding() {
    let (_, lexicon, found) = read(&SHIPPED);
    assert_eq!(found, []);
    let counts = [
        lexicon.hedges.rows().len(),
        lexicon.decay.rows().len(),
        lexicon.weasels.rows().len(),
        lexicon.speech.rows().len(),
        lexicon.loaded.rows().len(),
        lexicon.likelihood.rows().len(),
        lexicon.citations.rows().len(),
        lexicon.superlatives.rows().len(),
        lexicon.statuses.rows().len(),
        lexicon.units.units.rows().len(),
        lexicon.units.currencies.rows().len(),
    ];
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    assert_eq!(lexicon.units.fiscal_start, Some((10, 1)));
}

#[test]
fn what_ships_says_how_to_replace_it_and_spells_nothing_twice() {
    for (name, text) in SHIPPED {
        let head: String = text.lines().take_while(|line| line.starts_with('#')).collect();
        assert!(head.contains("`lexicons/`") && head.contains("place"), "{name} does not say how to replace it");
    }
    let lexicon = Lexicon::shipped();
    let mut spellings: Vec<&String> = lexicon.hedges.rows().iter().flat_map(|row| &row.words).collect();
    spellings.sort();
    let before = spellings.len();
    spellings.dedup();
    assert_eq!(spellings.len(), before, "a hedge is spelt twice");
}

#[test]
fn likelihood_follows_the_published_scale() {
    let lexicon = Lexicon::shipped();
    let spots = lexicon.likelihood.find("It is very likely, and almost certainly not unlikely.");
    let lows: Vec<Decimal> = spots.iter().map(|spot| spot.row.low).collect();
    assert_eq!(lows, [Decimal::new(80, 2), Decimal::new(95, 2), Decimal::new(20, 2)]);
    assert!(spots.iter().all(|spot| spot.row.scale == "icd-203"));
}

#[test]
fn a_later_file_takes_the_place_of_an_earlier_one() {
    let own =
        "[[hedge]]\nwords = [\"give or take\"]\nrelation = \"around\"\npercent = 20\ndigits = 1\nsource = \"house\"\n";
    let mut files = SHIPPED.to_vec();
    files.push(("north-south/lexicons/hedges.toml", own));
    let (_, lexicon, found) = read(&files);
    assert_eq!(found, []);
    assert_eq!(lexicon.hedges.rows().len(), 1);
    assert!(lexicon.decay.rows().len() > 1, "other lists stay");
}

#[test]
fn citations_know_on_which_side_the_number_stands() {
    let lexicon = Lexicon::shipped();
    let side = |text: &str| lexicon.citations.at_start(text).map(|(row, _)| row.side);
    assert_eq!(side("Section 5"), Some(CitationSide::Before));
    assert_eq!(side("Congress"), Some(CitationSide::After));
    assert_eq!(side("9/11"), Some(CitationSide::Whole));
    assert_eq!(side("sections of it"), Some(CitationSide::Before));
    assert_eq!(side("nothing"), None);
}

#[test]
fn every_fault_is_said_at_its_place() {
    let hedge = |rest: &str| format!("[[hedge]]\nwords = [\"w\"]\nsource = \"s\"\n{rest}\n");
    for (name, text, place) in [
        ("hedges.toml", hedge("relation = \"beside\""), "\"beside\""),
        ("hedges.toml", hedge("relation = \"around\"\npercent = 5"), "[[hedge]]"),
        ("hedges.toml", hedge("relation = \"above\"\npercent = -5"), "-5"),
        ("hedges.toml", hedge("relation = \"range\"\nlow = 5\nhigh = 4"), "5"),
        ("hedges.toml", hedge("relation = \"at-least\"\ncolour = 1"), "colour"),
        ("hedges.toml", "[[hedges]]\n".to_owned(), "hedges"),
        ("hedges.toml", "[[hedge]]\nrelation = \"at-least\"\nsource = \"s\"\n".to_owned(), "[[hedge]]"),
        ("hedges.toml", "hedge = 3\n".to_owned(), "3"),
        ("hedges.toml", "[[hedge\n".to_owned(), ""),
        ("decay.toml", "[[word]]\nwords = [\"w\"]\nsource = \"s\"\nwhy = \"y\"\ndays = 1.5\n".to_owned(), "1.5"),
        ("statuses.toml", "[[status]]\nwords = [\"w\"]\nsource = \"s\"\nrung = \"ladder\"\n".to_owned(), "\"ladder\""),
        ("units.toml", "fiscal-year-start = \"13-01\"\n".to_owned(), "\"13-01\""),
        ("units.toml", "[[unit]]\nwords = [\"w\"]\nsource = \"s\"\nunit = \"furlong\"\n".to_owned(), "\"furlong\""),
        ("units.toml", "[[currency]]\nwords = [\"w\"]\nsource = \"s\"\ncode = \"t\"\n".to_owned(), "\"t\""),
        (
            "units.toml",
            "[[part]]\nwords = [\"w\"]\nsource = \"s\"\nmonths = [5, 4]\ndays = [1, 2]\nyears = [1, 2]\n".to_owned(),
            "[5, 4]",
        ),
        (
            "likelihood.toml",
            "[[word]]\nwords = [\"w\"]\nsource = \"s\"\nscale = \"x\"\nlow = 0.5\nhigh = 1.5\n".to_owned(),
            "0.5",
        ),
        ("words.toml", String::new(), ""),
    ] {
        let (map, _, found) = read(&[(name, &text)]);
        let places: Vec<&str> = found.iter().filter_map(|finding| finding.span).map(|span| map.words(span)).collect();
        assert!(!found.is_empty() && found.iter().all(|finding| finding.code.0 == "D0159"), "{text:?}");
        assert!(places.iter().any(|words| words.starts_with(place)), "{text:?} is reported at {places:?}");
    }
}

#[test]
fn numbers_are_exact_as_written() {
    let (_, lexicon, found) = read(&[(
        "hedges.toml",
        "[[hedge]]\nwords = [\"w\"]\nsource = \"s\"\nrelation = \"range\"\nlow = 0.1\nhigh = 1_000\n",
    )]);
    assert_eq!(found, []);
    let range = Relation::Range { low: Decimal::new(1, 1), high: Decimal::from(1000) };
    assert_eq!(lexicon.hedges.rows()[0].relation, range);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(text in "[\\[\\]a-z=\"0-9.\\n {},é-]{0,120}") {
        for (name, _) in SHIPPED {
            let (map, _, found) = read(&[(name, &text)]);
            for span in found.iter().filter_map(|finding| finding.span) {
                assert!(map.text(span.file).get(span.range()).is_some(), "{text:?}");
            }
        }
    }

    #[test]
    fn a_list_finds_only_what_stands_there(text in "\\PC{0,120}") {
        let lexicon = shipped();
        for spot in lexicon.decay.find(&text) {
            let words: String = text[spot.range].split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('’', "'");
            assert!(spot.row.words.iter().any(|known| known.len() == words.len()), "{words:?}");
        }
    }
}

fn shipped() -> &'static Lexicon {
    static LEXICON: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
    LEXICON.get_or_init(Lexicon::shipped)
}
