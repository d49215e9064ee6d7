//! The seats of a chamber, held and vacant, are not those that the law provides.
//!
//! The sum of the parties' seats and the vacant ones must be the total. A majority is counted
//! from the members in office: half of them, rounded down, and one. A figure without
//! a total cannot be checked: that is a query.
//!
//! False alarms: a table of another day than the total; name rows and statements of one day.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0153");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Contradicted,
    title: "seats do not add up",
    source: include_str!("d0153_seats.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Contradicted, place, message, help)
}

/// The query at a figure that names no total.
pub(crate) fn unchecked(place: Span) -> Diagnostic {
    let message = "this figure names no total, so its seats cannot be checked".to_owned();
    super::told(
        CODE,
        Grade::Query,
        place,
        message,
        "add `total = \"id of the statement that says how many seats the law provides\"`",
    )
}
