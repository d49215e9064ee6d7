//! EDTF dates and intervals: two in a text, one a line.
#![no_main]

use demarche_terms::{Date, Edtf, Truth};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (a, b) = text.split_once('\n').unwrap_or((text, "2018"));
    let (Ok(a), Ok(b)) = (Edtf::parse(a), Edtf::parse(b)) else { return };
    assert_eq!(Edtf::parse(a.as_str()).as_ref(), Ok(&a), "a date reads as it is written");
    assert_eq!(a.overlaps(&b), b.overlaps(&a), "sharing a day is mutual");
    for day in [Date::MIN, Date::constant(2018, 7, 14), Date::MAX].into_iter().chain(b.earliest()).chain(b.latest()) {
        if a.held_on(day) == Truth::Yes {
            assert_eq!(a.started_by(day), Truth::Yes, "{a} held on {day} and had not begun");
            assert_eq!(a.ended_before(day), Truth::No, "{a} held on {day} and had ended");
        }
    }
    if let (Some(a), Some(b)) = (a.moment(), b.moment()) {
        assert!(a.min <= a.max, "{a:?} runs backwards");
        assert!(a.before(b) != Truth::Yes || b.before(a) == Truth::No, "{a:?} and {b:?} are before each other");
    }
});
