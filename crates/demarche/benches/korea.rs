//! What a user waits for, on the Korea dossier: open, check, compare two editions, build.
//!
//! `cargo bench -p demarche`; whole processes, beside peers, are timed by `cargo xtask bench`.

use std::path::PathBuf;

use demarche::{BuildOptions, Reading, Version, Workspace, compare};

fn main() {
    divan::main();
}

fn dossier() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../dossiers/south-korea")
}

fn on_its_date() -> Reading {
    Reading { as_of: "2019-01-29".parse().ok(), known_by: None }
}

/// Read every file of the dossier into a ledger.
#[divan::bench]
fn open(bencher: divan::Bencher<'_, '_>) {
    let dossier = dossier();
    bencher.bench(|| Workspace::open(&dossier).expect("the dossier opens"));
}

/// Open the dossier and hold its brief against it; as in the command, nothing is put away after the report.
#[divan::bench]
fn check(bencher: divan::Bencher<'_, '_>) {
    let dossier = dossier();
    bencher.bench(|| {
        let mut workspace = Workspace::open(&dossier).expect("the dossier opens");
        let report = workspace.check(on_its_date()).expect("the brief is readable");
        (workspace, report)
    });
}

/// Open the dossier and compare two editions: statements with reasons, sentences word by word, pages.
#[divan::bench]
fn diff(bencher: divan::Bencher<'_, '_>) {
    let dossier = dossier();
    let edition = |date: &str| date.parse::<Version>().expect("a date");
    let (from, to) = (edition("2018-11-30"), edition("2019-03-15"));
    bencher.bench(|| compare(&dossier, &from, &to, Reading::default()).expect("the editions are readable"));
}

/// Open, check and write PDF, page and data; after the first round the typesetter's cache is warm.
#[divan::bench(sample_count = 20)]
fn build(bencher: divan::Bencher<'_, '_>) {
    let dossier = dossier();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = BuildOptions { out: folder.path().to_owned(), draft: false, packet: false };
    bencher.bench(|| {
        let mut workspace = Workspace::open(&dossier).expect("the dossier opens");
        workspace.build(on_its_date(), &options).expect("the brief builds")
    });
}
