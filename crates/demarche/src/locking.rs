//! Locking a brief as published, telling later what changed under it, building it again.
//!
//! All of it sets the pages, so that their bytes are locked with their words. The lock is written
//! last, so that a kill between the two leaves prose that the next attempt takes up.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use demarche_brief::edition::{Block, Change, ChangeKind, Edition, Table};
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_editions::{Ground, Lock, Places, Program};
use demarche_terms::{Date, Life, StatementId};

use crate::busy::Busy;
use crate::check::{Fallback, Report};
use crate::edition::{EDITIONS, names};
use crate::git::{self, Revision};
use crate::{HallError, Output, Reading, Target, Workspace, build, write_atomically};

/// A kind of change that a person chose, with the reason.
pub type ChosenKind = (ChangeKind, String);

/// What came of locking.
pub struct Locking {
    /// What the check found.
    pub report: Report,
    /// The lock; `None` where findings stopped it.
    pub lock: Option<Lock>,
    /// The files written; empty where the edition was locked already with the same content.
    pub files: Vec<Output>,
}

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

/// What came of building a locked edition again.
pub struct Rebuilt {
    /// How the edition stands against its lock, in the tree that it was built from.
    pub verified: Verified,
    /// What the working tree's own state was where the edition was built from a revision.
    pub altered: Option<Verified>,
    /// The revision that it was built from; `None` for the working tree.
    pub revision: Option<String>,
    /// Whether every output has the locked hash.
    pub same_bytes: bool,
    /// The files; empty where it cannot be built as published.
    pub files: Vec<Output>,
}

impl Workspace {
    /// Locks the brief that PATH leads to as of its own date, and keeps its prose as published.
    ///
    /// # Errors
    /// [`HallError`] where a file cannot be read or written, another process is locking, the date lies ahead, proposals
    /// wait for a person, or an edition of that date or number is there with other content.
    pub fn lock_edition(&mut self, chosen: Option<ChosenKind>) -> Result<Locking, HallError> {
        let _busy = Busy::take(&self.root().join(EDITIONS))?;
        let path = self.brief_path();
        let mut report = self.check_brief(path.clone(), Reading::default(), Fallback::FrontMatter)?;
        let stopped = |report: Report| Ok(Locking { report, lock: None, files: Vec::new() });
        if report.findings.iter().any(|finding| finding.grade.stops_a_build()) {
            return stopped(report);
        }
        let (date, today) = (report.clocks.as_of, self.today()?);
        if date > today {
            return Err(HallError::Ahead { path, date, today });
        }
        let proposals = self.tree().list(Path::new("proposals"), "toml")?;
        if let Some(first) = proposals.first() {
            return Err(HallError::Proposals(self.root().join(first), proposals.len()));
        }
        let prose = self.text_of(&path)?;
        let (prose_name, lock_name) = names(date);
        let locks = self.locks()?;
        if let Some(kept) = self.tree().bytes(&prose_name)?
            && kept != prose.as_bytes()
        {
            return Err(HallError::EditionExists(self.root().join(&prose_name), date));
        }
        let number = report.edition.meta.number;
        if let Some(other) =
            locks.values().find(|lock| lock.date != date && (lock.date < date) != (lock.number < number))
        {
            return Err(HallError::EditionNumber { path, number, other: other.number, date: other.date });
        }
        let previous = locks.range(..date).next_back().map(|(_, lock)| lock.date);
        let known = locks.get(&date).map(|lock| lock.change.clone());
        let change = match (known, chosen) {
            (Some(known), None) => known,
            (_, Some((kind, reason))) => Change { kind, since: previous, reason },
            (None, None) => {
                Change { kind: self.kind_since(&path, date, previous)?, since: previous, reason: String::new() }
            }
        };
        report.edition.meta.change = Some(change.clone());
        let set = self.set(&report.edition)?;
        if let Some(overflow) = set.overflow() {
            report.findings.push(overflow);
            return stopped(report);
        }
        let ground = self.ground(&report.edition, &path)?;
        let content = demarche_publish::json(&report.edition);
        let lock = Lock::of(&report.edition, change, program(), &prose, content.as_bytes(), &set.named(), &ground);
        let text = demarche_editions::write(&lock);
        if let Some(kept) = locks.get(&date) {
            if kept.rests_as(&lock) {
                return Ok(Locking { report, lock: Some(lock), files: Vec::new() });
            }
            return Err(HallError::EditionExists(self.root().join(&lock_name), date));
        }
        let mut files = Vec::new();
        for (name, bytes, what) in
            [(prose_name, prose.as_bytes(), "prose as published"), (lock_name, text.as_bytes(), "lock")]
        {
            let path = self.root().join(name);
            write_atomically(&path, bytes)?;
            files.push(Output { path, bytes: bytes.len(), what });
        }
        Ok(Locking { report, lock: Some(lock), files })
    }

    /// The kind of change against the edition before, from everything that differs.
    fn kind_since(&mut self, path: &Path, date: Date, previous: Option<Date>) -> Result<ChangeKind, HallError> {
        let Some(previous) = previous else { return Ok(ChangeKind::First) };
        let before = self.edition_snapshot(previous)?;
        let reading = Reading { as_of: Some(date), known_by: None };
        let after = self.snapshot(path, reading, date.to_string())?;
        Ok(demarche_editions::diff(&before, &after).kind.unwrap_or(ChangeKind::Mechanical))
    }

    /// What a built brief changed, where it is word for word a locked edition on that edition's clocks.
    pub(crate) fn locked_change(&mut self, report: &Report) -> Result<Option<Change>, HallError> {
        let (_, lock_name) = names(report.clocks.as_of);
        let Some(file) = self.read_text(&lock_name)? else { return Ok(None) };
        let Some(lock) = demarche_editions::read(file, self.sources()).value else { return Ok(None) };
        let prose = self.text_of(&report.brief)?;
        let same = lock.known_by == report.clocks.known_by && lock.prose == demarche_editions::sha256(prose.as_bytes());
        Ok(same.then_some(lock.change))
    }

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
        wanted.iter().map(|name| Ok(self.verify(name)?.0)).collect()
    }

    /// An edition against its lock, and its pages where the same program can set them again.
    fn verify(&mut self, name: &Path) -> Result<(Verified, Option<build::Set>), HallError> {
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
        let reading = Reading { as_of: Some(lock.date), known_by: Some(lock.known_by) };
        let mut report = self.check_brief(path.clone(), reading, Fallback::FrontMatter)?;
        report.edition.meta.change = Some(lock.change.clone());
        let ground = self.ground(&report.edition, &path)?;
        let set = self.set(&report.edition)?;
        let content = demarche_publish::json(&report.edition);
        let change = lock.change.clone();
        let outputs = if lock.program == program() { set.named() } else { Vec::new() };
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

    /// Builds a locked edition again: from the working tree where all is as published, else from the revision that
    /// wrote its lock.
    ///
    /// # Errors
    /// [`HallError`] where a file cannot be read or written, or there is no such edition.
    pub fn rebuild_edition(&mut self, date: Date, out: &Path) -> Result<Rebuilt, HallError> {
        let (_, lock_name) = names(date);
        if self.tree().bytes(&lock_name)?.is_none() {
            return Err(HallError::NoEdition(self.root().join(EDITIONS), date));
        }
        let (here, set) = self.verify(&lock_name)?;
        if !here.is_altered() {
            return finish(here, None, None, set, date, out);
        }
        let Some(commit) = git::last_written(self.root(), &lock_name) else {
            return finish(here, None, None, None, date, out);
        };
        let tree = Revision::of(self.root(), &commit)?;
        let mut then = Self::of(self.root().to_owned(), Target::Dossier, Box::new(tree))?;
        let (there, set) = then.verify(&lock_name)?;
        if there.is_altered() {
            return finish(here, None, None, None, date, out);
        }
        finish(there, Some(here), Some(commit), set, date, out)
    }

    /// Hashes of every text behind an edition.
    fn ground(&mut self, edition: &Edition, path: &Path) -> Result<Ground, HallError> {
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
            let hash = demarche_editions::of_statement(written, edition.meta.known_by);
            ground.statements.insert(id, (hash, state(&resolved.life), beside));
            let kind = resolved.statement.predicate.as_str();
            let file = self.last_file(&format!("kinds/{kind}.toml"));
            file.into_iter().for_each(|text| put("kind", kind, demarche_editions::of_toml(text, &[])));
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

fn program() -> Program {
    Program { version: env!("CARGO_PKG_VERSION").to_owned(), code: env!("DEMARCHE_PAGES").to_owned() }
}

/// Writes what was set, or nothing.
fn finish(
    verified: Verified,
    altered: Option<Verified>,
    revision: Option<String>,
    set: Option<build::Set>,
    date: Date,
    out: &Path,
) -> Result<Rebuilt, HallError> {
    let mut files = Vec::new();
    let mut same_bytes = false;
    if let (Some(set), Some(lock), false) = (set, &verified.lock, verified.is_altered()) {
        let outputs = set.named();
        same_bytes =
            outputs.iter().all(|(name, bytes)| lock.outputs.get(name) == Some(&demarche_editions::sha256(bytes)));
        files = set.write(out, &date.to_string())?;
    }
    Ok(Rebuilt { verified, altered, revision, same_bytes, files })
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
