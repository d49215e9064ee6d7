//! Opening a dossier from a folder, as the hall does, and from a few lines of text.

use std::path::{Path, PathBuf};

use demarche_diagnostic::{Diagnostic, SourceMap};
use demarche_ledger::{DossierText, Ledger};
use demarche_terms::{Clocks, Date, Decimal, Hedge, HedgeTable, Relation};

/// A dossier with its texts and what was found while reading it.
pub struct Opened {
    pub files: SourceMap,
    pub ledger: Ledger,
    pub findings: Vec<Diagnostic>,
}

impl Opened {
    /// Findings as `code line:column message`.
    pub fn shown(&self) -> Vec<String> {
        self.findings.iter().map(|finding| shown(finding, &self.files)).collect()
    }
}

pub fn shown(finding: &Diagnostic, files: &SourceMap) -> String {
    let place = finding.span.map(|span| {
        let place = files.place(span);
        let name = files.name(span.file).rsplit('/').next().unwrap_or_default();
        format!("{name}:{}:{}", place.line, place.column)
    });
    format!("{} {} {}", finding.code, place.unwrap_or_default(), finding.message)
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Three hedges, enough for literals.
pub fn hedges() -> HedgeTable {
    let row = |word: &str, relation| Hedge { words: vec![word.to_owned()], relation, source: "tests".to_owned() };
    HedgeTable::new(vec![
        row("about", Relation::Around { percent: Decimal::from(5), digits: Decimal::ONE }),
        row("at least", Relation::AtLeast),
        row("at most", Relation::AtMost),
        row("reportedly", Relation::Reported),
    ])
}

/// Files by the name that they have in a dossier.
pub fn open(texts: &[(String, String)]) -> Opened {
    let mut files = SourceMap::default();
    let mut dossier = DossierText::default();
    for (name, text) in texts {
        let file = files.add(name.clone(), text.clone());
        match name.split_once('/') {
            None if name == "dossier.toml" => dossier.manifest = Some(file),
            None if name == "sources.yml" => dossier.sources = Some(file),
            None if name == "actors.toml" => dossier.actors = Some(file),
            None if name == "reviews.toml" => dossier.reviews = Some(file),
            Some(("statements", _)) => dossier.statements.push(file),
            Some(("kinds", _)) => dossier.kinds.push(file),
            Some(("rules", _)) => dossier.rules.push(file),
            Some(("scenarios", _)) => dossier.scenarios.push(file),
            Some(("series", "datapackage.json")) => dossier.package = Some(file),
            Some(("series", path)) => dossier.tables.push((path.to_owned(), file)),
            _ => {}
        }
    }
    let read = demarche_ledger::read(&dossier, &files, &hedges());
    Opened { files, ledger: read.value, findings: read.diagnostics }
}

/// Every file of a dossier's folder, in the order of names.
pub fn folder(path: &Path) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for part in ["", "kinds", "rules", "series", "statements"] {
        let Ok(entries) = std::fs::read_dir(path.join(part)) else { continue };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for file in paths.into_iter().filter(|path| path.is_file()) {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
            texts.push((if part.is_empty() { name } else { format!("{part}/{name}") }, text));
        }
    }
    texts
}

/// The second dossier, which is invented.
pub fn north_south() -> Opened {
    open(&folder(&root().join("tests/dossiers/north-south")))
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|why| panic!("{text}: {why}"))
}

/// Both clocks on one day.
pub fn on(text: &str) -> Clocks {
    Clocks { as_of: day(text), known_by: day(text) }
}
