//! A person signed this statement off, and it has been changed since.
//!
//! A sign-off is bound to the hash of what the statement said: its keys and values, not its comments or layout. Any
//! change voids it, however small, since nobody but the person who signed can say that it makes no difference.
//!
//! ```text
//! due[D2101]: `no-su.deficit.2017` was changed since J. Doe signed it off on 2019-01-28
//! ```
//!
//! False alarms: none are known. `demarche fmt` and a new id's entry in `was` are the two edits that people expect to be
//! harmless; the first does not touch the hash, the second does.

use demarche_terms::{Signature, StatementId};

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D2101"),
    grade: Grade::Due,
    title: "a sign-off that the statement has outlived",
    source: include_str!("d2101_void_review.rs"),
};

pub(crate) fn finding(span: Span, id: &StatementId, signature: &Signature) -> Diagnostic {
    let Signature { by, on, .. } = signature;
    RULE.found(span, format!("`{id}` was changed since {by} signed it off on {on}"))
        .with_help(format!("read it again, then `demarche review --sign {id} --by \"{by}\"`"))
}
