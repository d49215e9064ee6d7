//! A dossier that has been opened: its texts, lexicon and ledger.
//!
//! A file that is not UTF-8 is a finding (D0090), not an error: the rest of the
//! dossier is still read. A file that leads out of the dossier, or is too
//! large, is an error: nothing is read past a boundary.

use std::path::{Path, PathBuf};

use demarche_brief::lexicon::{Lexicon, SHIPPED};
use demarche_brief::prose::Brief;
use demarche_diagnostic::{Diagnostic, FileId, SourceMap};
use demarche_ledger::{DossierText, Ledger};
use demarche_terms::{Date, HedgeTable};

use crate::files::Text;
use crate::tree::{self, Folder, Tree};
use crate::{HallError, clock, d0090_encoding, shipped};

/// What a command's PATH leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A dossier's folder.
    Dossier,
    /// A brief in a dossier.
    Brief(PathBuf),
}

/// An opened dossier.
pub struct Workspace {
    root: PathBuf,
    tree: Box<dyn Tree>,
    target: Target,
    sources: SourceMap,
    lexicon: Lexicon,
    text: DossierText,
    ledger: Ledger,
    findings: Vec<Diagnostic>,
    /// What was found before the ledger was read.
    early: Vec<Diagnostic>,
}

impl Workspace {
    /// Opens the dossier at `path`, or the nearest one above it.
    ///
    /// Broken text in the dossier is no error here: it is among [`Self::findings`].
    ///
    /// # Errors
    /// [`HallError`] where there is no dossier, or a file cannot be read within its bounds.
    pub fn open(path: &Path) -> Result<Self, HallError> {
        let (root, target) = locate(path)?;
        let tree = Box::new(Folder(root.clone()));
        Self::of(root, target, tree)
    }

    /// Opens the dossier that a tree holds; findings print its files' names below `root`.
    ///
    /// # Errors
    /// [`HallError`] where a file cannot be read within its bounds.
    pub fn of(root: PathBuf, target: Target, tree: Box<dyn Tree>) -> Result<Self, HallError> {
        Self::with(root, target, tree, &[])
    }

    /// Opens the dossier that a tree holds with scenarios laid over it.
    ///
    /// # Errors
    /// As [`Self::of`]; [`HallError::UnknownScenario`] for a name without a file.
    pub fn with(root: PathBuf, target: Target, tree: Box<dyn Tree>, scenarios: &[String]) -> Result<Self, HallError> {
        let mut reader = Reader { root: &root, tree: &*tree, sources: SourceMap::default(), findings: Vec::new() };
        let lexicons = reader.shipped_then_own(shipped_lexicons(), "lexicons")?;
        let mut text = reader.dossier()?;
        text.scenarios = scenarios.iter().map(|name| reader.scenario(name)).collect::<Result<_, _>>()?;
        let Reader { sources, findings: mut early, .. } = reader;
        let hedges = HedgeTable::new(Lexicon::hedges(&lexicons, &sources));
        let (lexicon, ledger) =
            rayon::join(|| Lexicon::read(&lexicons, &sources), || demarche_ledger::read(&text, &sources, &hedges));
        let lexicon = lexicon.drain_into(&mut early);
        let mut findings = early.clone();
        let ledger = ledger.drain_into(&mut findings);
        Ok(Self { root, tree, target, sources, lexicon, text, ledger, findings, early })
    }

    /// Makes statements of what models say to the scenarios' figures.
    pub(crate) fn answer(&mut self, figures: demarche_ledger::ModelFigures) {
        self.text.figures = figures;
        let hedges = HedgeTable::new(self.lexicon.hedges.rows().to_vec());
        self.findings.clone_from(&self.early);
        self.ledger = demarche_ledger::read(&self.text, &self.sources, &hedges).drain_into(&mut self.findings);
    }

    pub(crate) fn tree(&self) -> &dyn Tree {
        &*self.tree
    }

    /// The dossier's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What PATH led to.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The texts that findings point into.
    pub fn sources(&self) -> &SourceMap {
        &self.sources
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The word lists.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// What was found while reading the dossier's text.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// The brief that PATH leads to, or the dossier's main one.
    pub fn brief_path(&self) -> PathBuf {
        match &self.target {
            Target::Brief(path) => path.clone(),
            Target::Dossier => self.root.join(&self.ledger.manifest().brief),
        }
    }

    /// Reads a brief; its syntax findings are beside it.
    ///
    /// # Errors
    /// [`HallError`] where the file cannot be read.
    pub fn brief(&mut self, path: &Path) -> Result<(Brief, Vec<Diagnostic>), HallError> {
        let name = self.name_of(path)?;
        let sources = std::mem::take(&mut self.sources);
        let mut reader = Reader { root: &self.root, tree: &*self.tree, sources, findings: Vec::new() };
        let file = reader.file(&name, path);
        let mut findings = reader.findings;
        self.sources = reader.sources;
        let brief = demarche_brief::syntax::parse(file?, &self.sources).drain_into(&mut findings);
        Ok((brief, findings))
    }

    /// Puts a text that lies in no file among the sources.
    pub(crate) fn add_text(&mut self, name: &str, text: &str) -> FileId {
        self.sources.add(name, text)
    }

    /// Puts a file of the dossier among the sources; `None` where there is none of that name.
    ///
    /// # Errors
    /// [`HallError`] where it cannot be read.
    pub(crate) fn read_text(&mut self, name: &Path) -> Result<Option<FileId>, HallError> {
        let text = tree::text(&*self.tree, name)?;
        let path = self.root.join(name);
        let shown = path.strip_prefix("./").unwrap_or(&path).display().to_string();
        Ok(text.map(|text| match text {
            Text::Whole(text) | Text::Broken(text, _) => self.sources.add(shown, text),
        }))
    }

    /// A path as the user typed it, counted from the dossier's folder.
    pub(crate) fn name_of(&self, path: &Path) -> Result<PathBuf, HallError> {
        name_below(&self.root, path)
    }

    /// The text of one of the dossier's files; `None` where there is none.
    pub(crate) fn own_text(&self, name: &Path) -> Result<Option<String>, HallError> {
        match tree::text(&*self.tree, name)? {
            Some(Text::Whole(text)) => Ok(Some(text)),
            Some(Text::Broken(..)) => {
                let error = std::io::Error::new(std::io::ErrorKind::InvalidData, "it is not UTF-8");
                Err(HallError::Io(self.root.join(name), error))
            }
            None => Ok(None),
        }
    }

    /// Today in the dossier's time zone.
    ///
    /// # Errors
    /// [`HallError::TimeZone`].
    pub fn today(&self) -> Result<Date, HallError> {
        clock::today(&self.ledger.manifest().timezone)
    }
}

/// A path as the user typed it, counted from a folder.
pub(crate) fn name_below(root: &Path, path: &Path) -> Result<PathBuf, HallError> {
    if let Ok(name) = path.strip_prefix(root) {
        return Ok(name.to_owned());
    }
    let io = |error| HallError::Io(path.to_owned(), error);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // The file itself may be a link: the tree says whether it leads out.
    let (folder, root) = (folder.canonicalize().map_err(io)?, root.canonicalize().map_err(io)?);
    let inside = folder.strip_prefix(&root).map_err(|_| HallError::Outside(path.to_owned()))?;
    Ok(inside.join(path.file_name().unwrap_or_default()))
}

/// The dossier that a path belongs to.
pub(crate) fn locate(path: &Path) -> Result<(PathBuf, Target), HallError> {
    let io = |error| HallError::Io(path.to_owned(), error);
    let is_file = std::fs::metadata(path).map_err(io)?.is_file();
    let start = if is_file { path.parent().unwrap_or(Path::new("")) } else { path };
    let start = if start.as_os_str().is_empty() { Path::new(".") } else { start };
    let absolute = start.canonicalize().map_err(io)?;
    let levels = absolute.ancestors().position(|folder| folder.join(MANIFEST).is_file());
    let levels = levels.ok_or_else(|| HallError::NoDossier(path.to_owned()))?;
    let root = upward(start, &absolute, levels);
    match path {
        path if !is_file || path.file_name().is_some_and(|name| name == MANIFEST) => Ok((root, Target::Dossier)),
        path if path.extension().is_some_and(|extension| extension == "md") => {
            Ok((root, Target::Brief(path.to_owned())))
        }
        path => Err(HallError::NotABrief(path.to_owned())),
    }
}

/// The file that makes a folder a dossier.
const MANIFEST: &str = "dossier.toml";

/// `start` as the user typed it, `levels` up, so that findings print paths as they were typed.
fn upward(start: &Path, absolute: &Path, levels: usize) -> PathBuf {
    match start.ancestors().nth(levels) {
        Some(typed) if !typed.as_os_str().is_empty() && !start.ends_with("..") => typed.to_owned(),
        Some(typed) if typed.as_os_str().is_empty() => PathBuf::from("."),
        _ => absolute.ancestors().nth(levels).unwrap_or(absolute).to_owned(),
    }
}

fn shipped_lexicons() -> Vec<(String, &'static str)> {
    SHIPPED.iter().map(|(name, text)| ((*name).to_owned(), *text)).collect()
}

/// Reads files into a source map.
struct Reader<'a> {
    root: &'a Path,
    tree: &'a dyn Tree,
    sources: SourceMap,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads a file of the tree; findings print `path`.
    fn file(&mut self, name: &Path, path: &Path) -> Result<FileId, HallError> {
        let missing = || HallError::Io(path.to_owned(), std::io::ErrorKind::NotFound.into());
        let text = tree::text(self.tree, name)?.ok_or_else(missing)?;
        Ok(self.add(text, path))
    }

    fn add(&mut self, text: Text, path: &Path) -> FileId {
        let shown = path.strip_prefix("./").unwrap_or(path).display().to_string();
        match text {
            Text::Whole(text) => self.sources.add(shown, text),
            Text::Broken(text, at) => {
                let file = self.sources.add(shown, text);
                self.findings.push(d0090_encoding::finding(file, at));
                file
            }
        }
    }

    fn own(&mut self, name: &Path) -> Result<FileId, HallError> {
        self.file(name, &self.root.join(name))
    }

    fn optional(&mut self, name: &str) -> Result<Option<FileId>, HallError> {
        let text = tree::text(self.tree, Path::new(name))?;
        Ok(text.map(|text| self.add(text, &self.root.join(name))))
    }

    /// A scenario's file.
    fn scenario(&mut self, name: &str) -> Result<FileId, HallError> {
        let known = crate::scenario::names_in(self.tree)?;
        if !known.iter().any(|known| known == name) {
            return Err(HallError::UnknownScenario(name.to_owned(), known));
        }
        self.own(&Path::new("scenarios").join(format!("{name}.toml")))
    }

    fn folder(&mut self, name: &str, extension: &str) -> Result<Vec<FileId>, HallError> {
        self.tree.list(Path::new(name), extension)?.iter().map(|name| self.own(name)).collect()
    }

    /// Shipped texts, then those of the dossier's own folder; an own file takes the place of the shipped one of its name.
    fn shipped_then_own(
        &mut self,
        shipped: Vec<(String, &'static str)>,
        folder: &str,
    ) -> Result<Vec<FileId>, HallError> {
        let own = self.tree.list(Path::new(folder), "toml")?;
        let replaced = |name: &str| own.iter().any(|path| path.file_name().is_some_and(|own| own == name));
        let kept = shipped.into_iter().filter(|(name, _)| !replaced(name));
        let mut read: Vec<FileId> =
            kept.map(|(name, text)| self.sources.add(format!("<shipped>/{folder}/{name}"), text)).collect();
        for path in &own {
            read.push(self.own(path)?);
        }
        Ok(read)
    }

    fn dossier(&mut self) -> Result<DossierText, HallError> {
        let manifest = self.optional(MANIFEST)?;
        let jurisdictions: Vec<String> =
            manifest.map(|file| demarche_ledger::manifest(file, &self.sources).value.rules).unwrap_or_default();
        let applies = |name: &str| jurisdictions.iter().any(|wanted| name.strip_suffix(".toml") == Some(wanted));
        let rules: Vec<_> =
            shipped::texts(&shipped::RULES, "toml").into_iter().filter(|(name, _)| applies(name)).collect();
        let package = self.optional("series/datapackage.json")?;
        let mut tables = Vec::new();
        for path in self.tree.list(Path::new("series"), "csv")? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            tables.push((name, self.own(&path)?));
        }
        Ok(DossierText {
            manifest,
            sources: self.optional("sources.yml")?,
            actors: self.optional("actors.toml")?,
            statements: self.folder("statements", "toml")?,
            reviews: self.optional("reviews.toml")?,
            kinds: self.shipped_then_own(shipped::texts(&shipped::KINDS, "toml"), "kinds")?,
            rules: self.shipped_then_own(rules, "rules")?,
            package,
            tables,
            ..DossierText::default()
        })
    }
}
