//! Syntax: a brief's file read into prose with the place of every word.
//!
//! `parse(file, &SourceMap) -> Warned<Brief>` is the one way in: CommonMark with YAML front matter.
//! Nothing that a person typed is silently ignored: what a brief cannot hold
//! (raw HTML, images, code) is a finding, and its words stay where they can.
