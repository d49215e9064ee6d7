//! The plan of the house as the manifests and sources have it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml_edit::DocumentMut;

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file's text; a file that cannot be read fails the test by name.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A crate of ours.
pub struct Crate {
    /// Its name.
    pub name: String,
    /// The crates of ours that it depends on, outside its tests.
    pub sees: BTreeSet<String>,
    /// Everything that it depends on, its tests included.
    pub dependencies: BTreeSet<String>,
    /// The files under `src`.
    pub sources: Vec<SourceFile>,
}

/// A source file.
pub struct SourceFile {
    /// Its path from the repository's root.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Crate {
    /// The same with the tests at the end of each file cut off.
    pub fn without_tests(mut self) -> Self {
        for file in &mut self.sources {
            if let Some(at) = file.text.find("\n#[cfg(test)]\nmod ") {
                file.text.truncate(at);
            }
        }
        self
    }
}

/// Every crate in `crates/`, by name.
pub fn crates() -> Vec<Crate> {
    let mut folders: Vec<PathBuf> = entries(&root().join("crates")).into_iter().filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().map(|folder| open(folder)).collect()
}

fn open(folder: &Path) -> Crate {
    let manifest: DocumentMut = read(&folder.join("Cargo.toml")).parse().expect("a manifest that cargo reads is TOML");
    let name = manifest["package"]["name"].as_str().expect("a package has a name").to_owned();
    let names = |table: &str| -> BTreeSet<String> {
        let table = manifest.get(table).and_then(|found| found.as_table_like());
        table.map(|table| table.iter().map(|(name, _)| name.to_owned()).collect()).unwrap_or_default()
    };
    let plain = names("dependencies");
    let sees = plain.iter().filter(|seen| seen.starts_with("demarche")).cloned().collect();
    let mut dependencies = plain;
    dependencies.extend(names("dev-dependencies"));
    dependencies.extend(names("build-dependencies"));
    let mut sources = Vec::new();
    gather(&folder.join("src"), &mut sources);
    assert!(!sources.is_empty(), "{name} has sources");
    Crate { name, sees, dependencies, sources }
}

fn gather(folder: &Path, files: &mut Vec<SourceFile>) {
    for path in entries(folder) {
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push(SourceFile { name, text: read(&path) });
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder that can be listed").path()).collect();
    paths.sort();
    paths
}
