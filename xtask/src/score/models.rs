//! `cargo xtask score models`: every published figure of the models beside ours.

pub mod speed;

use demarche_models::score::{Reference, Score, score};
use serde_json::{Value, json};

use super::data;

/// Prints the table, and as the last line a summary as JSON if asked for; whether every figure agrees.
pub fn run(with_summary: bool) -> Result<bool, String> {
    let folder = data();
    let read = |path: &str| std::fs::read(folder.as_ref()?.join(path)).ok();
    let score = score(&read).map_err(|error| error.to_string())?;
    table(&score.references);
    if folder.is_none() {
        println!("\nDEMARCHE_DATA is not set");
    }
    for skipped in &score.skipped {
        println!("skipped: {skipped}");
    }
    let agree = score.references.iter().filter(|reference| reference.agrees()).count();
    let (all, cases) = (score.references.len(), score.skipped.len());
    println!("\n{agree} of {all} figures agree, {cases} cases skipped");
    if with_summary {
        println!("{}", summary(&score, agree));
    }
    Ok(agree == all)
}

/// One block a case: its name, its source, its figures.
fn table(references: &[Reference]) {
    for case in references.chunk_by(|a, b| a.case == b.case) {
        let Some(first) = case.first() else { continue };
        println!("\n{}\n  {}", first.case, first.source);
        println!("  {:<44} {:>14} {:>14} {:>12} {:>9}", "", "reference", "ours", "difference", "tolerance");
        for reference in case {
            let Reference { figure, reference: published, ours, tolerance, .. } = reference;
            let verdict = if reference.agrees() { "" } else { "  DISAGREES" };
            let difference = ours - published;
            println!("  {figure:<44} {published:>14} {ours:>14.8} {difference:>12.1e} {tolerance:>9.0e}{verdict}");
        }
    }
}

fn summary(score: &Score, agree: usize) -> Value {
    let disagree: Vec<&Reference> = score.references.iter().filter(|reference| !reference.agrees()).collect();
    json!({
        "figures": score.references.len(),
        "agree": agree,
        "disagree": disagree,
        "skipped": score.skipped,
        "references": score.references,
    })
}
