//! Writes the fixture's pages into a folder, for the browser tests and for looking at them.
//!
//! `cargo run -p demarche-publish --example pages -- FOLDER`

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "out".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let edition = fixture::edition();
    let mut draft = edition.clone();
    draft.meta.draft = Some("2 queries are open; not for publication".to_owned());
    let files = [
        ("page.html", demarche_publish::html(&edition)),
        ("draft.html", demarche_publish::html(&draft)),
        ("packet.html", demarche_publish::packet(&draft)),
        ("edition.json", demarche_publish::json(&edition)),
        ("statements.csv", demarche_publish::csv(&edition)),
    ];
    for (name, text) in files {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(())
}
