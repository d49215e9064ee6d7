//! `cargo xtask`: measurements against peers and on real data.
//!
//! | command | what it prints |
//! |---|---|
//! | `cargo xtask bench [DOSSIER]` | whole-process time of `check` and `build`, beside Typst and MyST on the same words |
//! | `cargo xtask curve` | time of `check` against the number of statements, to 100,000 |
//! | `cargo xtask mutate` | every single fault of the Korea dossier: caught at its place, by a hash, or missed |
//! | `cargo xtask score models [--format json]` | published figures of the models beside ours; `json` ends with a summary |
//! | `cargo xtask bench models [--format json]` | CPU time of the models beside numpy and JAX on the same input; `json` ends with the figures |
//! | `cargo xtask bench read` | CPU time and memory of the reader on long reports, beside `pdftotext` |
//! | `cargo xtask score damage` | what is left of damaged files, beside the engines that are installed |
//! | `cargo xtask score one FILE` | the text of one document, as `score damage` runs it in a process of its own |
//! | `cargo xtask score check` | what `check` finds on real briefs without a dossier, beside a person's verdicts |
//! | `cargo xtask score read` | how well documents are read, beside the engines that are installed |
//!
//! `score` reads the folder that the environment variable `DEMARCHE_DATA` names. Exit 1: a figure of ours disagrees.

mod bench;
mod curve;
mod mutate;
mod process;
mod score;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["bench"] => bench::run(&root().join("dossiers/south-korea")).map(|()| true),
        ["bench", "models"] => score::models::speed::run(false),
        ["bench", "models", "--format", "json"] => score::models::speed::run(true),
        ["bench", "read"] => score::speed().map(|()| true),
        ["bench", dossier] => bench::run(dossier.as_ref()).map(|()| true),
        ["curve"] => curve::run().map(|()| true),
        ["mutate", ref rest @ ..] => mutate::run(rest, &root()),
        ["score", "models"] => score::models::run(false),
        ["score", "models", "--format", "json"] => score::models::run(true),
        ["score", "check"] => score::check(&root()).map(|()| true),
        ["score", "read"] => score::read().map(|()| true),
        ["score", "damage"] => score::damage().map(|()| true),
        ["score", "one", file] => score::one(file),
        _ => Err(format!(
            "usage: cargo xtask bench [DOSSIER] | bench models | bench read | curve | {} | score models [--format json] | score read | score check | score damage",
            mutate::USAGE
        )),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// The repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
