//! Telling what changed under a locked edition.
//!
//! Everything that an edition rests on is hashed again and held against its lock. Pages are compared
//! too where they can be set; what is built without the typesetter compares the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use demarche_brief::edition::{Block, Edition, Table};
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_editions::{Ground, Lock, Places, Program};
use demarche_ledger::View;
use demarche_terms::{Date, Life, Lineage, SourceId, Statement, StatementId};

use crate::check::Fallback;
use crate::edition::{EDITIONS, names};
use crate::{HallError, Reading, Workspace};

/// What an edition is published as: each output's ending and bytes.
pub(crate) type Outputs = Vec<(String, Vec<u8>)>;

/// An edition held against its lock.
pub struct Verified {
    /// Its date, as the file's name says it.
    pub name: String,
    /// Its lock; `None` where that cannot be read.
    pub lock: Option<Lock>,
    /// Every change to what it rests on.
    pub findings: Vec<Diagnostic>,
}

impl Verified {
    /// Whether it would come out otherwise than it was published.
    pub fn is_altered(&self) -> bool {
        self.findings.iter().any(|finding| finding.code.0.starts_with("D19") && finding.grade.stops_a_build())
    }
}

impl Workspace {
    /// Holds every locked edition, or the one of a date, against what it rests on today.
    ///
    /// # Errors
    /// [`HallError`] where a file cannot be read; [`HallError::NoEdition`] for a date without a lock.
    pub fn verify_editions(&mut self, only: Option<Date>) -> Result<Vec<Verified>, HallError> {
        let all = self.tree().list(Path::new(EDITIONS), "lock")?;
        let wanted: Vec<PathBuf> = match only {
            Some(date) => all.into_iter().filter(|name| *name == names(date).1).collect(),
            None => all,
        };
        if let (Some(date), true) = (only, wanted.is_empty()) {
            return Err(HallError::NoEdition(self.root().join(EDITIONS), date));
        }
        #[cfg(feature = "press")]
        let pages = crate::locking::pages;
        #[cfg(not(feature = "press"))]
        let pages = |_: &Self, _: &Edition| Ok(((), Outputs::new()));
        wanted.iter().map(|name| Ok(self.verify(name, pages)?.0)).collect()
    }

    /// An edition against its lock; `pages` sets it again.
    pub(crate) fn verify<Set>(
        &mut self,
        name: &Path,
        pages: impl FnOnce(&Self, &Edition) -> Result<(Set, Outputs), HallError>,
    ) -> Result<(Verified, Option<Set>), HallError> {
        let stem = name.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let mut verified = Verified { name: stem, lock: None, findings: Vec::new() };
        let Some(file) = self.read_text(name)? else { return Ok((verified, None)) };
        let lock = demarche_editions::read(file, self.sources()).drain_into(&mut verified.findings);
        let Some(lock) = lock else { return Ok((verified, None)) };
        let today = self.today()?;
        if lock.date > today {
            verified.findings.push(demarche_editions::ahead_of_clock(file, self.sources(), lock.date, today));
        }
        let prose_name = name.with_extension("md");
        let path = self.root().join(&prose_name);
        if self.tree().bytes(&prose_name)?.is_none() {
            let shown = prose_name.display().to_string();
            verified.findings.push(demarche_editions::prose_missing(file, self.sources(), &shown));
            verified.lock = Some(lock);
            return Ok((verified, None));
        }
        let prose = self.text_of(&path)?;
        verified.findings.extend(self.living_under(&lock, &prose)?);
        let reading = Reading { as_of: Some(lock.date), known_by: Some(lock.known_by) };
        let mut report = self.check_brief(path.clone(), reading, Fallback::FrontMatter)?;
        report.edition.meta.change = Some(lock.change.clone());
        let ground = self.ground(&report.edition, &path)?;
        let (set, outputs) = pages(self, &report.edition)?;
        let content = demarche_publish::json(&report.edition);
        let change = lock.change.clone();
        let now = Lock::of(&report.edition, change, program(), &prose, content.as_bytes(), &outputs, &ground);
        let place = |id: &str| StatementId::new(id).ok().and_then(|id| self.ledger().place(&id));
        let places = Places { file, text: self.sources().text(file), statement: &place };
        verified.findings.extend(demarche_editions::verify(&lock, &now, &places));
        // Broken text of the dossier explains what is gone; other checks speak of prose, which stands as published.
        let broken = report
            .findings
            .into_iter()
            .filter(|finding| finding.grade == Grade::Error && finding.code.family() == "D00");
        verified.findings.extend(broken);
        verified.lock = Some(lock);
        Ok((verified, Some(set)))
    }

    /// The living brief, where it bears an edition's number or date and reads otherwise.
    fn living_under(&mut self, lock: &Lock, published: &str) -> Result<Option<Diagnostic>, HallError> {
        let name = PathBuf::from(&self.ledger().manifest().brief);
        if self.tree().bytes(&name)?.is_none() {
            return Ok(None);
        }
        let (brief, _) = self.brief(&self.root().join(name))?;
        let same = brief.front.product == lock.product
            && (brief.front.date == Some(lock.date) || brief.front.edition == lock.number);
        let differs =
            || demarche_editions::living_differs(brief.file, self.sources(), published, lock.number, lock.date);
        Ok(same.then(differs).flatten())
    }

    /// Hashes of every text behind an edition.
    pub(crate) fn ground(&mut self, edition: &Edition, path: &Path) -> Result<Ground, HallError> {
        let written_from = self.brief(path)?.0.front.written_from;
        let clocks = demarche_terms::Clocks { as_of: edition.meta.date, known_by: edition.meta.known_by };
        let view = self.ledger().at(clocks, &written_from);
        let mut ground = Ground::default();
        let mut texts = BTreeMap::new();
        let mut put =
            |sort: &str, name: &str, hash: String| drop(texts.insert((sort.to_owned(), name.to_owned()), hash));
        for id in Lock::closure(edition) {
            let Some(resolved) = StatementId::new(&id).ok().and_then(|id| view.resolve(&id)) else { continue };
            let own = &resolved.statement.id;
            let written = self.ledger().written(own).unwrap_or_default();
            let beside = view.rivals(own).iter().map(|rival| rival.resolved.statement.id.to_string()).collect();
            let hash = demarche_editions::of_statement(&written, edition.meta.known_by);
            ground.statements.insert(id, (hash, state(&resolved.life), beside));
            let kind = resolved.statement.predicate.as_str();
            let file = self.last_file(&format!("kinds/{kind}.toml"));
            file.into_iter().for_each(|text| put("kind", kind, demarche_editions::of_toml(text, &[])));
        }
        let beside = beside(&view, edition, &ground);
        let own = ground.statements.keys().filter_map(|id| StatementId::new(id).ok());
        let told: Vec<_> = own.chain(beside.iter().cloned()).filter_map(|id| view.resolve(&id)).collect();
        let named: BTreeSet<String> = told.iter().flat_map(|told| names_in(&told.statement)).collect();
        for actor in self.ledger().actors().iter().filter(|actor| named.contains(actor.id.as_str())) {
            let names = [&*actor.name, &*actor.native].join("\n");
            put("actor", actor.id.as_str(), demarche_editions::sha256(names.as_bytes()));
        }
        for key in told.iter().flat_map(|told| sources_of(&told.statement)) {
            let known = self.ledger().source(key).filter(|source| source.is_public(edition.meta.known_by));
            known.into_iter().for_each(|known| put("source", key.as_str(), source_hash(known)));
        }
        for id in beside {
            let written = self.ledger().written(&id).unwrap_or_default();
            put("statement", id.as_str(), demarche_editions::of_statement(&written, edition.meta.known_by));
        }
        for (_, name, text) in self.sources().files() {
            let name = name.replace('\\', "/");
            if let Some((_, name)) = name.rsplit_once("/lexicons/").or_else(|| name.split_once("lexicons/")) {
                put("lexicon", name, demarche_editions::of_toml(text, &[]));
            }
            if name.contains("rules/") {
                for id in Lock::rules_of(edition) {
                    let entry = demarche_editions::of_entry(text, "rule", &id);
                    entry.into_iter().for_each(|hash| put("rule", &id, hash));
                }
            }
        }
        for source in &edition.sources {
            if let Some(known) = self.ledger().source(&source.key) {
                put("source", source.key.as_str(), source_hash(known));
            }
        }
        for table in tables(edition) {
            put("table", &table.anchor, table_hash(table));
        }
        if let Some(text) = self.last_file("dossier.toml") {
            put("house", "dossier.toml", demarche_editions::of_toml(text, &["accept", "brief", "format", "review"]));
        }
        ground.texts = texts;
        Ok(ground)
    }

    /// The text of the file that is read last under a name: a dossier's own after the shipped one.
    fn last_file(&self, ending: &str) -> Option<&str> {
        let ends = |name: &str| {
            let name = name.replace('\\', "/");
            name == ending || name.ends_with(&format!("/{ending}"))
        };
        self.sources().files().filter(|(_, name, _)| ends(name)).last().map(|(.., text)| text)
    }
}

/// Statements that a page prints beside those that its prose rests on: what figures and annexes print, and what is told
/// as the history of a statement.
fn beside(view: &View<'_>, edition: &Edition, ground: &Ground) -> BTreeSet<StatementId> {
    let rests = |id: &StatementId| ground.statements.contains_key(id.as_str());
    let own = ground.statements.keys().filter_map(|id| StatementId::new(id).ok());
    let mut printed = BTreeSet::new();
    edition.printed.iter().filter_map(|id| view.lineage(id)).for_each(|lineage| named(&lineage, &mut printed));
    let mut beside: BTreeSet<StatementId> = printed.into_iter().filter(|id| !rests(id)).collect();
    let mut wanted: Vec<StatementId> = own.chain(beside.iter().cloned()).collect();
    while let Some(id) = wanted.pop() {
        for told in view.told_beside(&id).into_iter().filter(|told| !rests(told)) {
            if beside.insert(told.clone()) {
                wanted.push(told);
            }
        }
    }
    beside
}

/// Words of a statement that may name an actor: subject, speaker, whom it was said to, qualifiers.
fn names_in(statement: &Statement) -> Vec<String> {
    let by = statement.by.iter().flat_map(|by| std::iter::once(&by.actor).chain(&by.to));
    let actors = std::iter::once(&statement.subject).chain(by).map(ToString::to_string);
    actors.chain(statement.with.values().flatten().cloned()).collect()
}

/// Sources of a statement and of its instrument's steps.
fn sources_of(statement: &Statement) -> impl Iterator<Item = &SourceId> {
    let steps = statement.steps.iter().filter_map(|step| step.source.as_ref());
    statement.sources.iter().map(|source| &source.source).chain(steps)
}

/// Every statement of a lineage.
fn named(lineage: &Lineage, into: &mut BTreeSet<StatementId>) {
    into.extend(lineage.id.clone());
    lineage.from.iter().for_each(|below| named(below, into));
}

/// This program, as locks name it.
pub(crate) fn program() -> Program {
    Program { version: env!("CARGO_PKG_VERSION").to_owned(), code: env!("DEMARCHE_PAGES").to_owned() }
}

/// How a statement stands, in the words that a lock keeps.
fn state(life: &Life) -> String {
    match life {
        Life::Live => "live".to_owned(),
        Life::Unseen { recorded } => format!("not on record before {recorded}"),
        Life::Ahead => "ahead".to_owned(),
        Life::Due { since, why } => format!("due since {since}: {why}"),
        Life::Dead { killer } => format!("ended: {}", killer.says),
    }
}

/// What a page prints of a source, whatever else is noted of it later.
fn source_hash(source: &demarche_terms::Source) -> String {
    let seen = if source.seen { "seen" } else { "not seen" };
    let producer = if source.is_producer() { "producer" } else { "other" };
    let parts = [&source.title, &source.author, &source.date, &source.url].map(String::as_str);
    demarche_editions::sha256([&parts[..], &[seen, producer]].concat().join("\n").as_bytes())
}

/// Every table that an edition prints or draws.
fn tables(edition: &Edition) -> impl Iterator<Item = &Table> {
    let blocks = edition.blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some(&figure.table),
        Block::Table(table) => Some(table),
        _ => None,
    });
    blocks.chain(&edition.annexes)
}

fn table_hash(table: &Table) -> String {
    let rows = std::iter::once(&table.header).chain(&table.rows).map(|row| row.join("\t"));
    demarche_editions::sha256(rows.collect::<Vec<_>>().join("\n").as_bytes())
}
