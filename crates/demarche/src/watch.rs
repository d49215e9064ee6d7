//! `watch`: waiting for the next save, and what a check says anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use demarche_diagnostic::{Diagnostic, SourceMap};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::HallError;

/// A save is over when nothing was written for this long: editors write a new file and rename it, or empty the old one first.
const QUIET: Duration = Duration::from_millis(8);

/// A dossier that is written to without end is read at least this often.
const LONGEST: Duration = Duration::from_millis(200);

/// The files of a dossier that an editor saves; not what it puts beside them.
const EXTENSIONS: [&str; 5] = ["toml", "yml", "csv", "json", "md"];

/// What ended a wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wake {
    /// These files were written, renamed or removed.
    Saved(BTreeSet<PathBuf>),
    /// The time was up.
    Late,
    /// [`Stop`] was called, or the folder can no longer be watched.
    Stopped,
}

enum Message {
    File(notify::Result<Event>),
    Stop,
}

/// A dossier's folder under watch.
pub struct Watch {
    /// Kept, since it ends with its owner.
    _watcher: RecommendedWatcher,
    messages: Receiver<Message>,
    stop: Sender<Message>,
}

/// Ends a wait from elsewhere, such as a signal.
#[derive(Clone)]
pub struct Stop(Sender<Message>);

impl Stop {
    /// Ends the wait; one that has ended is left alone.
    pub fn call(&self) {
        // The other end is gone only when nobody waits.
        let _ = self.0.send(Message::Stop);
    }
}

impl Watch {
    /// Begins to watch a dossier's folder and all below it.
    ///
    /// # Errors
    /// [`HallError::Watch`] where the system refuses.
    pub fn on(root: &Path) -> Result<Self, HallError> {
        let (stop, messages) = channel();
        let sink = stop.clone();
        let failed = |error| HallError::Watch(root.to_owned(), error);
        let mut watcher = notify::recommended_watcher(move |event| {
            // The other end is gone only when nobody waits.
            let _ = sink.send(Message::File(event));
        })
        .map_err(failed)?;
        watcher.watch(root, RecursiveMode::Recursive).map_err(failed)?;
        Ok(Self { _watcher: watcher, messages, stop })
    }

    /// What ends a wait from elsewhere.
    pub fn stop(&self) -> Stop {
        Stop(self.stop.clone())
    }

    /// Waits for the next save, at most for `longest`.
    pub fn wait(&self, longest: Duration) -> Wake {
        let until = Instant::now() + longest;
        let mut saved = BTreeSet::new();
        while saved.is_empty() {
            match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Message::File(event)) => saved.extend(of_dossier(event)),
                Err(RecvTimeoutError::Timeout) => return Wake::Late,
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stopped,
            }
        }
        let first = Instant::now();
        while first.elapsed() < LONGEST {
            match self.messages.recv_timeout(QUIET) {
                Ok(Message::File(event)) => saved.extend(of_dossier(event)),
                Err(RecvTimeoutError::Timeout) => break,
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stopped,
            }
        }
        Wake::Saved(saved)
    }
}

/// The dossier's files that an event concerns; a lost event (too many at once) counts as the folder itself.
fn of_dossier(event: notify::Result<Event>) -> Vec<PathBuf> {
    let Ok(event) = event else { return Vec::new() };
    let changes = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    if event.need_rescan() {
        return vec![PathBuf::from(".")];
    }
    let ours = |path: &PathBuf| {
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let known = path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|ours| extension == *ours));
        changes && known && !hidden
    };
    event.paths.into_iter().filter(ours).collect()
}

/// A finding apart from its place, which moves when lines are added above it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    code: &'static str,
    message: String,
    file: String,
    words: String,
}

/// Findings of a check, as the next one is held against them.
#[derive(Clone, Debug, Default)]
pub struct Standing(BTreeMap<Said, (usize, Diagnostic)>);

/// What a check says that the one before did not, and the other way round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turned {
    /// New findings, in printing order.
    pub appeared: Vec<Diagnostic>,
    /// Findings that are gone: code, message, and the words concerned.
    pub gone: Vec<(Diagnostic, String)>,
}

impl Standing {
    /// The findings of a check.
    pub fn of(findings: &[Diagnostic], sources: &SourceMap) -> Self {
        let mut standing = Self::default();
        for finding in findings {
            let entry = standing.0.entry(said(finding, sources)).or_insert_with(|| (0, finding.clone()));
            entry.0 += 1;
        }
        standing
    }

    /// What changed from these findings to those of a later check.
    pub fn turn(&self, later: &[Diagnostic], sources: &SourceMap) -> Turned {
        let mut left: BTreeMap<&Said, usize> = self.0.iter().map(|(said, (count, _))| (said, *count)).collect();
        let mut turned = Turned::default();
        for finding in later {
            match left.get_mut(&said(finding, sources)) {
                Some(count) if *count > 0 => *count -= 1,
                _ => turned.appeared.push(finding.clone()),
            }
        }
        for (said, count) in left {
            let finding = self.0.get(said).map(|(_, finding)| finding);
            let gone = finding.map(|finding| (finding.clone(), said.words.clone()));
            turned.gone.extend(std::iter::repeat_n(gone, count).flatten());
        }
        turned
    }
}

fn said(finding: &Diagnostic, sources: &SourceMap) -> Said {
    let span = finding.span;
    Said {
        code: finding.code.0,
        message: finding.message.clone(),
        file: span.map(|span| sources.name(span.file).to_owned()).unwrap_or_default(),
        words: span.map(|span| sources.words(span).to_owned()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche_diagnostic::{Code, Grade, Span};

    fn finding(map: &mut SourceMap, text: &str, words: &str) -> Diagnostic {
        let file = map.add("a.md", text);
        let at = text.find(words).expect("the text holds the words");
        Diagnostic::new(Code("D0201"), Grade::Error, "not so").at(Span::new(file, at..at + words.len()), "")
    }

    #[test]
    fn a_finding_that_only_moved_is_the_same_and_a_second_one_is_new() {
        let mut map = SourceMap::default();
        let before = [finding(&mut map, "It was 12.", "12")];
        let moved = finding(&mut map, "New line.\nIt was 12.", "12");
        let standing = Standing::of(&before, &map);
        assert_eq!(standing.turn(std::slice::from_ref(&moved), &map), Turned::default());
        assert_eq!(standing.turn(&[moved.clone(), moved.clone()], &map).appeared, [moved]);
        assert_eq!(standing.turn(&[], &map).gone.len(), 1);
    }
}
