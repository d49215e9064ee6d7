//! Printed amounts: every case of `tests/suite/brief/printed.txt`, and what holds of any text.
//!
//! A case is a line of prose followed by one indented line an amount. `DEMARCHE_BLESS=1` writes what is read
//! into the file, for a person to look at.

use std::fmt::Write as _;
use std::path::PathBuf;

use demarche_brief::lexicon::Lexicon;
use demarche_brief::printed::{Amount, DateRelation, Number, Printed, Sign, read_words};
use demarche_terms::Relation;

fn shown(printed: &Printed) -> String {
    let mut line = format!("  [{}]", printed.raw);
    match &printed.amount {
        Amount::Number(number) => write_number(&mut line, "number", number),
        Amount::Duration(number) => write_number(&mut line, "duration", number),
        Amount::Age(number) => write_number(&mut line, "age", number),
        Amount::Every(number) => write_number(&mut line, "every", number),
        Amount::Multiple(number) => write_number(&mut line, "multiple", number),
        Amount::Rank(rank) => {
            let last = rank.last.map_or("?".to_owned(), |last| last.to_string());
            let order = if rank.smallest_first { " smallest-first" } else { "" };
            write!(line, " rank {}..{last} {:?}{order}", rank.first, rank.measure).expect("a string takes all");
        }
        Amount::Ordinal(place) => write!(line, " ordinal {place}").expect("a string takes all"),
        Amount::Date(date) => {
            let what = match (&date.edtf, date.yearless) {
                (Some(edtf), _) => edtf.to_string(),
                (None, Some((from, to))) => format!("????-{:02}-{:02}/????-{:02}-{:02}", from.0, from.1, to.0, to.1),
                (None, None) => "unknown".to_owned(),
            };
            let relation = match date.relation {
                DateRelation::At => "",
                DateRelation::Since => " since",
                DateRelation::Until => " until",
                DateRelation::Before => " before",
                DateRelation::After => " after",
                DateRelation::By => " by",
            };
            write!(line, " date {what}{relation}").expect("a string takes all");
        }
    }
    for hedge in &printed.hedges {
        let name = match hedge.relation {
            Relation::Around { .. } => "around",
            Relation::Above { .. } => "above",
            Relation::Nearly { .. } => "nearly",
            Relation::AtLeast => "at-least",
            Relation::AtMost => "at-most",
            Relation::Under => "under",
            Relation::Range { .. } => "range",
            Relation::Whole => "whole",
            Relation::Reported => "reported",
        };
        line.push_str(&format!(" <{name}>"));
    }
    if !printed.counted.is_empty() {
        line.push_str(&format!(" of {:?}", printed.counted));
    }
    if printed.definite {
        line.push_str(" definite");
    }
    line
}

fn write_number(line: &mut String, sort: &str, number: &Number) {
    let unit = number.unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
    let sign = match number.sign {
        Some(Sign::Plus) => " plus",
        Some(Sign::Minus) => " minus",
        None => "",
    };
    let points = if number.points { " points" } else { "" };
    write!(line, " {sort} {}{unit}{sign}{points}", number.interval).expect("a string takes all");
}

fn suite() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/brief/printed.txt")
}

#[test]
fn every_case_is_read_as_written() {
    let lexicon = Lexicon::shipped();
    let path = suite();
    let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let is_case = |line: &str| !line.is_empty() && !line.starts_with([' ', '#']) && !line.starts_with("---");
    let mut read = String::new();
    let mut cases = 0;
    for line in text.lines().filter(|line| !line.starts_with(' ')) {
        read.push_str(line);
        read.push('\n');
        if is_case(line) {
            cases += 1;
            for printed in read_words(line, &lexicon) {
                read.push_str(&shown(&printed));
                read.push('\n');
            }
        }
    }
    if std::env::var_os("DEMARCHE_BLESS").is_some() {
        std::fs::write(&path, &read).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    }
    let mut case = "";
    for (expected, read) in text.lines().zip(read.lines()) {
        if is_case(expected) {
            case = expected;
        }
        assert_eq!(read, expected, "in {case:?}");
    }
    assert_eq!(text.lines().count(), read.lines().count(), "amounts are missing or too many at the end");
    assert!(cases > 150, "the suite has {cases} cases");
}

#[test]
fn a_date_without_a_year_takes_the_nearest() {
    let lexicon = Lexicon::shipped();
    let readings = |text: &str, anchor: &str| {
        let printed = read_words(text, &lexicon);
        let Some(Amount::Date(date)) = printed.first().map(|printed| &printed.amount) else {
            panic!("no date in {text:?}")
        };
        let anchor = anchor.parse().expect("a date");
        date.readings(anchor).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(readings("likely in late February", "2019-01-29")[0], "2019-02-20/2019-02-28");
    assert_eq!(readings("by 12 December", "2019-01-29")[0], "2018-12-12");
    assert_eq!(readings("in May 2022", "2019-01-29"), ["2022-05"]);
}

proptest::proptest! {
    #[test]
    fn amounts_lie_in_the_text_in_order(text in "[ -~€£–’é½0-9]{0,200}") {
        holds(&text);
    }

    #[test]
    fn amounts_lie_in_any_mix_of_known_words(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "about", "over", "$", "US$", "€", "9.3", "28,500", "2018", "billion", "percent", "%", "-", "–", "to", "and", "between",
            "three", "twenty", "hundred", "half", "a", "third", "largest", "one of the", "early", "late", "May", "29", "1930s",
            "FY2018", "Section", "year", "-year-old", "decade", "scores of", "annually", "every", "since", ".", ",", "(", "+", "won", "é", "9999999999999999999999999999",
        ]), 0..12), gap in "[ -]?") {
        holds(&words.join(&gap));
    }
}

fn holds(text: &str) {
    let lexicon = lexicon();
    let mut end = 0;
    for printed in read_words(text, lexicon) {
        assert!(printed.range.start >= end, "amounts overlap in {text:?}");
        assert!(printed.whole.start <= printed.range.start && printed.range.end <= printed.whole.end, "{text:?}");
        assert_eq!(text.get(printed.range.clone()), Some(printed.raw.as_str()), "{text:?}");
        assert!(text.get(printed.whole.clone()).is_some() && !printed.raw.trim().is_empty(), "{text:?}");
        end = printed.range.end;
    }
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
    LEXICON.get_or_init(Lexicon::shipped)
}
