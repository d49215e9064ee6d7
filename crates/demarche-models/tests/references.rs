//! Every reference of the score table, with the tolerance that its source allows.
//!
//! Cases with published data need the environment variable `DEMARCHE_DATA`, the
//! folder of the data sets; without it they are skipped and say so.

use std::path::PathBuf;

use demarche_models::score::score;

fn data() -> Option<PathBuf> {
    std::env::var_os("DEMARCHE_DATA").map(PathBuf::from)
}

#[test]
fn every_reference_agrees() {
    let folder = data();
    let read = |path: &str| std::fs::read(folder.as_ref()?.join(path)).ok();
    let score = score(&read).expect("every case runs");
    for skipped in &score.skipped {
        println!("skipped: {skipped}");
    }
    assert!(folder.is_none() || score.skipped.is_empty(), "data are set");
    let wrong: Vec<String> = score
        .references
        .iter()
        .filter(|r| !r.agrees())
        .map(|r| format!("{}: {}: {} published, {} ours", r.case, r.figure, r.reference, r.ours))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!score.references.is_empty());
}
