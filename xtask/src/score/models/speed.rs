//! `cargo xtask bench models`: CPU time of the models, beside numpy and JAX on the same input in the same run.
//!
//! All solve WIOD 2011 with the same corrections to the same residuals, and must agree on the figures before a time is
//! told. The programs run in turns, three rounds, and the least time of each counts, since other work on the machine
//! can only add to it. The peers are `crates/demarche-models/benches/peer_*.py`, run by `DEMARCHE_PYTHON` or `python3`;
//! one that is not installed is said to be absent.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::super::data;

/// Rounds of which the least time counts.
const ROUNDS: usize = 3;

/// Largest difference of real incomes in percent points between two programs that solve the same.
const SAME: f64 = 2e-6;

/// What one program says: one value a case, the times already the least of the rounds.
struct Told {
    name: &'static str,
    cases: Value,
}

/// Prints the table, and as the last line the figures as JSON if asked for; whether all programs agree.
///
/// # Errors
/// Where `DEMARCHE_DATA` is not set or the build fails.
pub fn run(with_summary: bool) -> Result<bool, String> {
    data().ok_or("DEMARCHE_DATA is not set: name the folder that holds `trade/wiod`")?;
    let program = example()?;
    let python = std::env::var_os("DEMARCHE_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let benches = crate::root().join("crates/demarche-models/benches");
    let peer = |file: &str| {
        let mut command = Command::new(&python);
        command.arg(benches.join(file)).env("OMP_NUM_THREADS", "1").env("OPENBLAS_NUM_THREADS", "1");
        command
    };
    let mut told = [
        Told { name: "ours", cases: Value::Null },
        Told { name: "numpy", cases: Value::Null },
        Told { name: "JAX", cases: Value::Null },
    ];
    for _ in 0..ROUNDS {
        let [ours, numpy, jax] = &mut told;
        ours.keep_least(ours_says(&program));
        numpy.keep_least(last_line(&mut peer("peer_numpy.py")));
        jax.keep_least(last_line(&mut peer("peer_jax.py")));
    }
    let growth = last_line(Command::new(&program).arg("worlds"));
    let [ours, peers @ ..] = &told;
    if ours.cases.is_null() {
        return Err("the example `speed` gives no times: is `trade/wiod/wiot2011.csv.gz` in DEMARCHE_DATA?".to_owned());
    }
    let mut agree = true;
    println!("CPU time in ms, the least of {ROUNDS} rounds in turns; in brackets relative to ours");
    println!("  {:<38} {:>12} {:>20} {:>20}", "", "ours", peers[0].name, peers[1].name);
    for (case, words) in CASES {
        let own = ours.time(case);
        let mut line = format!("  {words:<38} {:>12}", shown(own));
        for peer in peers {
            let (time, same) = (peer.time(case), peer.agrees(ours, case));
            agree &= same;
            let ratio = time.zip(own).map(|(time, own)| format!(" ({:.2})", time / own)).unwrap_or_default();
            let apart = if same { "" } else { " DISAGREES" };
            line.push_str(&format!(" {:>20}", format!("{}{ratio}{apart}", shown(time))));
        }
        println!("{line}");
    }
    peers.iter().filter(|peer| peer.cases.is_null()).for_each(|peer| println!("  {} is absent", peer.name));
    println!("\none scenario on made-up worlds of ours");
    for world in growth.as_array().into_iter().flatten() {
        let size = format!("{} countries x {} sectors", world["countries"], world["sectors"]);
        println!("  {size:<38} {:>12}", shown(world["cpu_ms"].as_f64()));
    }
    if with_summary {
        let programs: Vec<Value> = told.iter().map(|told| json!({ "name": told.name, "cases": told.cases })).collect();
        println!("{}", json!({ "rounds": ROUNDS, "programs": programs, "worlds": growth, "agree": agree }));
    }
    Ok(agree)
}

/// The cases by their key, with their words.
const CASES: [(&str, &str); 5] = [
    ("one-line", "25% on one sector of one country"),
    ("one-sector", "25% on one sector of all countries"),
    ("all-goods", "10% on all goods of all countries"),
    ("draws", "1,000 draws of every sector's theta"),
    ("product", "100,000 draws of a product with a quota"),
];

impl Told {
    fn time(&self, case: &str) -> Option<f64> {
        self.cases[case]["cpu_ms"].as_f64()
    }

    /// Keeps the smaller time of each case, and the figures of the latest round.
    fn keep_least(&mut self, mut round: Value) {
        let Some(cases) = round.as_object_mut() else { return };
        for (case, found) in cases {
            let before = self.time(case);
            if let (Some(before), Some(now)) = (before, found["cpu_ms"].as_f64()) {
                found["cpu_ms"] = before.min(now).into();
            }
        }
        self.cases = round;
    }

    /// Whether this program and another give the same real incomes; draws are other ones and so not compared.
    fn agrees(&self, other: &Self, case: &str) -> bool {
        let incomes = |told: &Self| told.cases[case]["real_income_percent"].as_object().cloned().unwrap_or_default();
        let (own, others) = (incomes(self), incomes(other));
        own.iter().all(|(country, percent)| {
            let pair = percent.as_f64().zip(others.get(country).and_then(Value::as_f64));
            pair.is_some_and(|(a, b)| (a - b).abs() <= SAME)
        })
    }
}

fn shown(time: Option<f64>) -> String {
    match time {
        Some(time) if time >= 1000.0 => format!("{time:.0}"),
        Some(time) => format!("{time:.2}"),
        None => "-".to_owned(),
    }
}

/// All cases of ours, each run as a process of its own.
fn ours_says(program: &Path) -> Value {
    let ask = |case: &str| last_line(Command::new(program).arg(case));
    let mut cases = ask("scenarios");
    if let Some(cases) = cases.as_object_mut() {
        cases.insert("draws".to_owned(), ask("draws"));
        cases.insert("product".to_owned(), ask("product"));
    }
    cases
}

/// The last line that a command prints, as JSON; null where it cannot be run.
fn last_line(command: &mut Command) -> Value {
    let done = command.stdin(Stdio::null()).stderr(Stdio::null()).output();
    let text = done.map(|done| String::from_utf8_lossy(&done.stdout).into_owned()).unwrap_or_default();
    text.lines().last().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default()
}

/// The example `speed` of the models, optimised.
fn example() -> Result<PathBuf, String> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.current_dir(crate::root());
    cargo.args(["build", "--release", "--quiet", "--package", "demarche-models", "--example", "speed"]);
    let status = cargo.status().map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Err("the release build of the example failed".to_owned());
    }
    let target = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| crate::root().join("target"), PathBuf::from);
    Ok(target.join("release/examples/speed"))
}
