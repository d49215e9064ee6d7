//! The compiler: syntax, binding, checks, edition.
