//! Compile: a brief and its world into an edition.
//!
//! `edition(&Brief, &dyn World, &SourceMap, findings: &[Diagnostic], &EditionOptions) -> Warned<Edition>`:
//! blocks, bound statements with their lineage, numbered sources, sentences with
//! findings, coverage, figures computed from tables, and annexes.
