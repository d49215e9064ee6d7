//! Whole processes, timed from outside: several runs after a warm-up, the median quoted.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::root;

/// Counted runs.
const RUNS: usize = 11;

/// Builds the release binary and returns its path.
pub fn release_binary() -> Result<PathBuf, String> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.current_dir(root()).args(["build", "--release", "--quiet", "--package", "demarche-cli"]);
    let status = cargo.status().map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Err("the release build failed".to_owned());
    }
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| root().join("target"), PathBuf::from);
    Ok(target.join("release/demarche"))
}

/// Median wall time over [`RUNS`] runs after one warm-up; each run must end with one of `codes`.
pub fn median(command: &mut Command, codes: &[i32]) -> Result<Duration, String> {
    command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
    let mut times = Vec::new();
    for _ in 0..=RUNS {
        let start = Instant::now();
        let status = command.status().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
        times.push(start.elapsed());
        if !status.code().is_some_and(|code| codes.contains(&code)) {
            return Err(format!("{command:?} ended with {status}"));
        }
    }
    let mut counted = times.split_off(1);
    counted.sort();
    Ok(counted[RUNS / 2])
}

/// Whether a command can be started and succeeds.
pub fn works(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// A duration in milliseconds with one decimal.
pub fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
