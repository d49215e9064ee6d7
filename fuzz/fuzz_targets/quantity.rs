//! Numbers, units and literals: `number`, then `unit`, one a line.
#![no_main]

use demarche_fuzz::{LEXICON, Part, dossier};
use demarche_terms::{Digits, Fit, TrailingZeros, Unit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (number, unit) = text.split_once('\n').unwrap_or((text, "1"));
    let read = Digits::read(number, TrailingZeros::Hold);
    if let Some(digits) = read {
        let interval = digits.interval();
        assert!(interval.contains(digits.value), "{number:?} does not hold itself");
        assert_eq!(interval.fit(interval), Fit::Inside, "{number:?} does not fit itself");
        let counted = Digits::read(number, TrailingZeros::Count).map(|digits| digits.value);
        assert_eq!(counted, Some(digits.value), "zeros change the value of {number:?}");
    }
    if let Ok(unit) = Unit::parse(unit) {
        assert!(unit.combine(&unit, -1).is_ratio(), "{unit} does not cancel");
        assert!(unit.comparable(&unit.to_base()), "{unit} is not comparable with its base");
        let base = unit.to_base();
        assert_eq!(
            Unit::parse(base.as_str()).map(|read| read.dimension()),
            Ok(base.dimension()),
            "{base} is not read back"
        );
        if let Some(interval) = read.and_then(|digits| digits.interval().scale(unit.factor())) {
            assert_eq!(interval.fit(interval), Fit::Inside);
        }
    }
    for hedge in LEXICON.hedges.rows() {
        let _ = hedge.relation.allows(read);
    }
    let literal: String =
        format!("{number} {unit}").chars().filter(|c| !c.is_control() && !"\"\\".contains(*c)).collect();
    dossier(
        Part::Statements,
        &format!(
            "[[statement]]\nid = \"a\"\nsays = \"a\"\nsubject = \"NRL\"\npredicate = \"balance\"\nvalue = \"{literal}\"\n\
             valid = \"2017\"\nrecorded = 2018-06-06\nsource = {{ ref = \"stat-office\" }}\n"
        ),
    );
});
