//! Tests of the ledger through its public face, one module a concern.

mod chains;
mod clocks;
mod common;
mod damaged;
mod elections;
mod format;
mod north_south;
mod scenarios;
mod suite;
