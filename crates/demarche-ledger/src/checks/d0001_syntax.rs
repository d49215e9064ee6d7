//! A file of the dossier is not in the form that its name promises.
//!
//! Reading goes on behind the place where it can, so one run shows every such place in every file.
//! A key that stands twice in one table counts here too: one of the two would be lost.
//!
//! ```toml
//! subject = "NOR
//! ```
//! Close the quotes, brackets or tables that were left open.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0001"),
    grade: Grade::Error,
    title: "text that is not TOML, YAML, JSON or CSV",
    source: include_str!("d0001_syntax.rs"),
};

pub(crate) fn finding(span: Span, form: &str, why: &str) -> Diagnostic {
    let finding = RULE.found(span, format!("this is not {form}: {why}"));
    match form {
        "TOML" => finding.with_help("look on this line and above it for a quote, bracket or brace that is left open"),
        "YAML" => {
            finding.with_help("indent with spaces; a text with `: ` or ` #` in it, or a mark first, stands in quotes")
        }
        "JSON" => {
            finding.with_help("look here and above for a comma too many or too few, or a quote or bracket left open")
        }
        _ => finding,
    }
}

pub(crate) fn repeated(field: &Field, what: &str) -> Diagnostic {
    RULE.found(field.at, format!("`{}` stands twice in {what}", field.key)).with_help("keep one of the two")
}
