//! `cargo xtask score`: what others published or computed, beside ours.

mod check;
pub mod models;
mod read;

use std::path::PathBuf;

/// The folder of the data sets, where it is named.
fn data() -> Option<PathBuf> {
    std::env::var_os("DEMARCHE_DATA").map(PathBuf::from)
}

/// Prints what `check` finds on real briefs, beside a person's verdicts.
pub fn check(root: &std::path::Path) -> Result<(), String> {
    let documents = data().ok_or("DEMARCHE_DATA is not set: name the folder that holds `documents`")?.join("documents");
    print!("{}", check::table(&documents, &root.join("tests/real/check-labels.toml"))?);
    Ok(())
}

/// Prints how well documents are read.
pub fn read() -> Result<(), String> {
    let documents = documents()?;
    print!("{}", read::table(&documents).map_err(|error| format!("{}: {error}", documents.display()))?);
    Ok(())
}

/// Prints what is left of damaged documents.
pub fn damage() -> Result<(), String> {
    let documents = documents()?;
    print!("{}", read::damage::table(&documents).map_err(|error| format!("{}: {error}", documents.display()))?);
    Ok(())
}

/// Prints how fast documents are read.
pub fn speed() -> Result<(), String> {
    let documents = documents()?;
    read::speed::run(&documents).map_err(|error| format!("{}: {error}", documents.display()))
}

/// Prints the text of one document; false where nothing could be read.
pub fn one(path: &str) -> Result<bool, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    let text = demarche_read::read(&bytes, path).value.to_text();
    print!("{text}");
    Ok(!text.trim().is_empty())
}

fn documents() -> Result<PathBuf, String> {
    let data = data().ok_or("DEMARCHE_DATA is not set: name the folder that holds `documents`")?;
    Ok(data.join("documents"))
}
