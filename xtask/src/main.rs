//! `cargo xtask`: measurements against peers and on real data.
//!
//! | command | what it prints |
//! |---|---|
//! | `cargo xtask bench [DOSSIER]` | whole-process time of `check` and `build`, beside Typst and MyST on the same words |
//! | `cargo xtask curve` | time of `check` against the number of statements, to 100,000 |

mod bench;
mod curve;
mod process;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["bench"] => bench::run(&root().join("dossiers/south-korea")),
        ["bench", dossier] => bench::run(dossier.as_ref()),
        ["curve"] => curve::run(),
        _ => Err("usage: cargo xtask bench [DOSSIER] | curve".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
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
