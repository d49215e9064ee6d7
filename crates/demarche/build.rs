//! A fingerprint of the code and the files that make pages, so that a lock can say which program set an edition.

use std::fs;
use std::path::{Path, PathBuf};

/// What reaches a page, from this crate's folder.
const PARTS: [&str; 9] = [
    "../demarche-terms/src",
    "../demarche-ledger/src",
    "../demarche-brief/src",
    "../demarche-publish/src",
    "../demarche-press/src",
    "../demarche-press/template",
    "../demarche-press/fonts",
    "../../web",
    "../../Cargo.lock",
];

fn main() {
    let mut files = Vec::new();
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
        collect(Path::new(part), &mut files);
    }
    files.sort();
    let mut hash = Fnv::default();
    for file in files {
        // A checkout may bring other line ends.
        let bytes: Vec<u8> = fs::read(&file).unwrap_or_default().into_iter().filter(|byte| *byte != b'\r').collect();
        hash.add(file.to_string_lossy().replace('\\', "/").as_bytes());
        hash.add(&bytes);
    }
    println!("cargo::rustc-env=DEMARCHE_PAGES={:016x}", hash.0);
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}

/// FNV-1a, 64 bits: it tells two programs apart, nothing more is asked of it.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&[0xff]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
