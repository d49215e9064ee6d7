//! Printed amounts: figures, hedges, ranks and dates in running words.
#![no_main]

use demarche_brief::printed::{Amount, read_words};
use demarche_fuzz::LEXICON;
use demarche_terms::Date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut last = 0;
    for printed in read_words(text, &LEXICON) {
        assert!(
            text.get(printed.range.clone()).is_some_and(|words| !words.is_empty()),
            "{printed:?} is not in the text"
        );
        assert!(printed.range.start >= last, "{printed:?} lies inside the one before");
        last = printed.range.end;
        if let Some(number) = printed.number() {
            let _ = (number.quantity().in_base(), number.quantity().shown());
        }
        if let Amount::Date(date) = &printed.amount {
            for anchor in [Date::MIN, Date::constant(2019, 1, 29), Date::MAX] {
                let _ = date.readings(anchor);
            }
        }
    }
});
