//! What an edition was read by is no longer as it was.
//!
//! A *source* (title, author, date, address, whether it was seen), the name of an *actor*, a
//! *rule* of law, the rows of a figure's *table* and a *statement* that a figure, a matrix or
//! the history of another prints are printed or decide a date: the finding is an error, and
//! the text is to be restored or superseded. A *kind*, a *lexicon* and the *house* style decide
//! how prose is checked, not what it says: the finding is a query, since what was published
//! stands, and another check today might say more; an error where the pages would come
//! out otherwise too.
//!
//! False alarms: kinds and lexicons that ship with the program change with its versions.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1908"),
    grade: Grade::Error,
    title: "a kind, rule, lexicon, source, actor, table or further statement that an edition rests on was changed",
    source: include_str!("d1908_ground.rs"),
};

/// The finding for a text of some sort; `gone` where it is no longer there, `place` where a statement stands now.
pub(crate) fn finding(at: Span, sort: &str, name: &str, gone: bool, place: Option<Span>) -> Diagnostic {
    let printed = matches!(sort, "actor" | "source" | "rule" | "table" | "statement");
    let grade = if printed { Grade::Error } else { Grade::Query };
    let what = if sort == "house" { "the house style".to_owned() } else { format!("the {sort} `{name}`") };
    let happened = if gone { "is no longer there" } else { "is not as it was when this edition was locked" };
    let help = if printed {
        "restore it; what is new is a source, rule, row or statement of its own"
    } else {
        "what was published stands; `demarche check` with the edition's date shows whether it would still pass"
    };
    let mut finding = Diagnostic::new(RULE.code, grade, format!("{what} {happened}")).at(at, "as locked");
    if let Some(place) = place {
        finding = finding.with_other(place, "as it stands now");
    }
    finding.with_help(help)
}
