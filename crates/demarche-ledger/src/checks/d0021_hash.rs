//! `datapackage.json` keeps the SHA-256 of each CSV file, so that a figure can always be traced to the very bytes
//! it came from. A table that changed on purpose needs its new hash, and most often a new release.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0021"),
    grade: Grade::Error,
    title: "a table that is not the one described",
    source: include_str!("d0021_hash.rs"),
};

pub(crate) fn finding(span: Span, path: &str, actual: &str) -> Diagnostic {
    RULE.found(span, format!("{path} is not the file that was described: its hash is another")).with_suggestion(
        "if the change is meant, put the new hash",
        span,
        format!("\"{actual}\""),
    )
}

pub(crate) fn missing(span: Span, path: &str, actual: &str) -> Diagnostic {
    RULE.found(span, format!("the description of {path} lacks its hash"))
        .with_help(format!("add \"sha256\": \"{actual}\" under \"demarche\""))
}
