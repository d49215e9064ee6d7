//! Speed: CPU time and memory on the long reports, beside `pdftotext`.
//!
//! Both run as whole processes on the same files in turns; the least of several
//! rounds is quoted, since other work on the machine can only add to it.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::engines::cpu_seconds;

/// Rounds of which the least counts.
const ROUNDS: usize = 7;

/// Prints the table of `cargo xtask bench read`.
///
/// # Errors
/// Where the build fails, or a folder or process cannot be used.
pub fn run(documents: &Path) -> io::Result<()> {
    let files: Vec<PathBuf> =
        super::files(&documents.join("pdf"), "pdf")?.into_iter().filter(|path| is_long(path)).collect();
    let reader = example()?;
    let engines: [(&str, PathBuf, &[&str], &[&str]); 4] = [
        ("demarche", reader, &[], &["text"]),
        ("pdftotext", PathBuf::from("pdftotext"), &[], &["-"]),
        ("pdftotext -raw", PathBuf::from("pdftotext"), &["-raw"], &["-"]),
        ("pdftotext -layout", PathBuf::from("pdftotext"), &["-layout"], &["-"]),
    ];
    let mut least = [(f64::MAX, 0_u64); 4];
    for _ in 0..ROUNDS {
        for ((_, program, before, after), best) in engines.iter().zip(&mut least) {
            let begun = cpu_seconds();
            for file in &files {
                let mut command = Command::new(program);
                command.args(*before).arg(file).args(*after).stdout(Stdio::null()).stderr(Stdio::null());
                best.1 = best.1.max(peak(&mut command)?);
            }
            best.0 = best.0.min(cpu_seconds() - begun);
        }
    }
    println!("{} long reports, whole processes, least CPU time of {ROUNDS} rounds", files.len());
    let first = least[0].0;
    for ((name, ..), (seconds, memory)) in engines.iter().zip(least) {
        println!(
            "  {name:<20} {seconds:>6.2} s   {:>5.2} x demarche   {:>4} MB at most",
            seconds / first,
            memory / 1024
        );
    }
    Ok(())
}

/// Neither of the two short series.
fn is_long(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    !name.starts_with("IF") && !name.starts_with("IN")
}

/// The reader's example program, optimised.
fn example() -> io::Result<PathBuf> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.current_dir(crate::root()).args([
        "build",
        "--release",
        "--quiet",
        "--package",
        "demarche-read",
        "--example",
        "show",
    ]);
    if !cargo.status()?.success() {
        return Err(io::Error::other("the release build of the example failed"));
    }
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| crate::root().join("target"), PathBuf::from);
    Ok(target.join("release/examples/show"))
}

/// Runs a command to its end and gives the most memory it held, in kB, as far as it could be seen; 0 where the system
/// does not say.
fn peak(command: &mut Command) -> io::Result<u64> {
    let mut child = command.spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait()?.is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let held = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0);
        most = most.max(held);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    Ok(most)
}
