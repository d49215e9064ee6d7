//! Patterns that rules look for.

use regex::Regex;

/// Compiles a pattern that stands in the program's own text.
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("every pattern of a rule is compiled by a test of that rule")
}

/// A pattern of a rule, compiled at its first use.
macro_rules! lazy {
    ($($name:ident = $text:expr;)*) => {
        $(static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| crate::pattern::pattern($text));)*
    };
}
pub(crate) use lazy;
