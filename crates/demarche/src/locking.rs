//! Locking a brief as published, and building it again.
//!
//! Both set the pages, so that their bytes are locked with their words. The lock is written last,
//! so that a kill between the two leaves prose that the next attempt takes up.

use std::path::Path;

use demarche_brief::edition::{Change, ChangeKind, Edition};
use demarche_editions::Lock;
use demarche_terms::Date;

use crate::busy::Busy;
use crate::check::{Fallback, Report};
use crate::edition::{EDITIONS, names};
use crate::git::{self, Revision};
use crate::verifying::{Outputs, Verified, program};
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
        let _busy = Busy::take(self.root())?;
        let path = self.brief_path();
        let mut report = self.check_brief(path.clone(), Reading::default(), Fallback::FrontMatter)?;
        let stopped = |report: Report| Ok(Locking { report, lock: None, files: Vec::new() });
        let (date, today) = (report.clocks.as_of, self.today()?);
        if date > today {
            return Err(HallError::Ahead { path, date, today });
        }
        // A lock that cannot be read may hold this very edition: nothing is written beside or over it.
        let locks = self.locks()?.drain_into(&mut report.findings);
        if report.findings.iter().any(|finding| finding.grade.stops_a_build()) {
            return stopped(report);
        }
        let proposals = self.tree().list(Path::new("proposals"), "toml")?;
        if let Some(first) = proposals.first() {
            return Err(HallError::Proposals(self.root().join(first), proposals.len()));
        }
        let prose = self.text_of(&path)?;
        let (prose_name, lock_name) = names(date);
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
        let mut wanted = vec![(prose_name, prose.as_bytes(), "prose as published")];
        match locks.get(&date) {
            None => wanted.push((lock_name, text.as_bytes(), "lock")),
            // Prose that was lost is put back: the lock says that it was this.
            Some(kept) if kept.rests_as(&lock) => {
                if self.tree().bytes(&wanted[0].0)?.is_some() {
                    wanted.clear();
                }
            }
            Some(_) => return Err(HallError::EditionExists(self.root().join(&lock_name), date)),
        }
        let mut files = Vec::new();
        for (name, bytes, what) in wanted {
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
        let (here, set) = self.verify(&lock_name, pages)?;
        if !here.is_altered() {
            return finish(here, None, None, set, date, out);
        }
        let Some(commit) = git::last_written(self.root(), &lock_name) else {
            return finish(here, None, None, None, date, out);
        };
        let tree = Revision::of(self.root(), &commit)?;
        let mut then = Self::of(self.root().to_owned(), Target::Dossier, Box::new(tree))?;
        let (there, set) = then.verify(&lock_name, pages)?;
        if there.is_altered() {
            return finish(here, None, None, None, date, out);
        }
        finish(there, Some(here), Some(commit), set, date, out)
    }
}

/// The pages of an edition, to be held against its lock and written.
pub(crate) fn pages(workspace: &Workspace, edition: &Edition) -> Result<(build::Set, Outputs), HallError> {
    let set = workspace.set(edition)?;
    let named = set.named();
    Ok((set, named))
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
