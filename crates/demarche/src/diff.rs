//! Diff: which two snapshots are compared.

use std::path::{Path, PathBuf};

use demarche_brief::edition::Edition;
use demarche_brief::prose::Brief;
use demarche_brief::{EditionOptions, World};
use demarche_editions::{Diff, Snapshot, Standing};
use demarche_terms::{
    Clocks, Date, DayOrder, Decimal, Edtf, End, ImpreciseDate, Life, SourceId, Unit, Value, ValueType,
};

use crate::git::Revision;
use crate::world::Held;
use crate::{HallError, Output, Reading, Target, Workspace, write_atomically};

/// One side of a comparison, as the command line names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Version {
    /// The prose in force on a date, in the world of that date.
    Date(Date),
    /// The dossier and the brief in a git revision, on the brief's own date.
    Revision(String),
    /// The dossier and the brief as they lie in the folder.
    Work,
}

impl std::str::FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("rev:") {
            Some("") => Err("`rev:` is followed by a revision, such as rev:HEAD~3".to_owned()),
            Some(revision) => Ok(Self::Revision(revision.to_owned())),
            None if text == "work" => Ok(Self::Work),
            None => text.parse().map(Self::Date).map_err(|_| {
                format!("{text:?} is no version: write a date (2019-01-29), a git revision (rev:HEAD~3) or `work`")
            }),
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Revision(revision) => write!(f, "rev:{revision}"),
            Self::Work => f.write_str("work"),
        }
    }
}

/// Two versions compared.
pub struct Comparison {
    pub(crate) from: Snapshot,
    pub(crate) to: Snapshot,
    /// What differs.
    pub diff: Diff,
    /// The newer side's dossier, in which the memo is compiled.
    pub(crate) world: Workspace,
    pub(crate) written_from: Vec<SourceId>,
}

/// Compares two versions of the dossier that a path leads to. `reading` sets the clocks of both sides where it says so.
///
/// # Errors
/// [`HallError`] where a version or its brief cannot be read.
pub fn compare(path: &Path, from: &Version, to: &Version, reading: Reading) -> Result<Comparison, HallError> {
    let mut here = Workspace::open(path)?;
    let (before, _) = here.version(from, reading)?.take(&mut here, from, reading)?;
    let side = here.version(to, reading)?;
    let (after, written_from) = side.take(&mut here, to, reading)?;
    let diff = demarche_editions::diff(&before, &after);
    let world = match to {
        Version::Revision(revision) => here.at_revision(revision)?,
        Version::Date(_) | Version::Work => here,
    };
    Ok(Comparison { from: before, to: after, diff, world, written_from })
}

/// Which prose a version means.
struct Prose {
    /// Another tree than the folder.
    elsewhere: Option<Workspace>,
    path: PathBuf,
}

impl Prose {
    fn take(
        self,
        here: &mut Workspace,
        version: &Version,
        reading: Reading,
    ) -> Result<(Snapshot, Vec<SourceId>), HallError> {
        let reading = match version {
            Version::Date(date) => Reading { as_of: reading.as_of.or(Some(*date)), ..reading },
            Version::Revision(_) | Version::Work => reading,
        };
        let mut elsewhere = self.elsewhere;
        let workspace = elsewhere.as_mut().unwrap_or(here);
        let (brief, _) = workspace.brief(&self.path)?;
        let snapshot = workspace.snapshot_of(&brief, &self.path, reading, version.to_string())?;
        Ok((snapshot, brief.front.written_from))
    }
}

impl Workspace {
    fn version(&mut self, version: &Version, reading: Reading) -> Result<Prose, HallError> {
        Ok(match version {
            Version::Work => Prose { elsewhere: None, path: self.brief_path() },
            Version::Date(date) => {
                let kept = match self.target() {
                    Target::Brief(_) => None,
                    Target::Dossier => self.prose_in_force(reading.as_of.unwrap_or(*date))?,
                };
                Prose { elsewhere: None, path: kept.unwrap_or_else(|| self.brief_path()) }
            }
            Version::Revision(revision) => {
                let there = self.at_revision(revision)?;
                let path = there.brief_path();
                Prose { elsewhere: Some(there), path }
            }
        })
    }

    /// The same dossier as of a git revision; findings name its files as `revision:path`.
    fn at_revision(&self, revision: &str) -> Result<Self, HallError> {
        let tree = Revision::of(self.root(), revision)?;
        let root = PathBuf::from(format!("{revision}:{}", self.root().display()));
        let target = match self.target() {
            Target::Dossier => Target::Dossier,
            Target::Brief(path) => Target::Brief(root.join(self.name_of(path)?)),
        };
        Self::of(root, target, Box::new(tree))
    }

    /// A brief and its dossier on one pair of clocks.
    pub(crate) fn snapshot(&mut self, path: &Path, reading: Reading, name: String) -> Result<Snapshot, HallError> {
        let (brief, _) = self.brief(path)?;
        self.snapshot_of(&brief, path, reading, name)
    }

    /// A parsed brief and its dossier on one pair of clocks.
    fn snapshot_of(&self, brief: &Brief, path: &Path, reading: Reading, name: String) -> Result<Snapshot, HallError> {
        let date = match reading.as_of {
            Some(date) => date,
            None => brief.front.date.ok_or_else(|| HallError::NoDate(path.to_owned()))?,
        };
        let (edition, view) = self.compiled(brief, reading.clocks(date), &brief.front.written_from);
        let days = DayOrder::of(&edition.meta.language);
        let statements = view.0.statements().into_iter().filter_map(|id| {
            let resolved = view.0.resolve(&id)?;
            let seen = !matches!(resolved.life, Life::Unseen { .. });
            let kind = self.ledger().kind(&resolved.statement.predicate).map(|kind| kind.value);
            let figure =
                resolved.value.as_ref().is_some_and(|value| !matches!(value, Value::Text(_) | Value::Actor(_)));
            let value = resolved.value.as_ref().filter(|_| seen);
            let value = value.map(|value| in_words(value, kind, days)).unwrap_or_default();
            let file = self.ledger().place(&id).map(|span| self.sources().name(span.file)).unwrap_or_default();
            let theme = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            Some((id, Standing { resolved, value, figure, theme }))
        });
        let ledger = self.ledger();
        Ok(Snapshot {
            name,
            edition,
            statements: statements.collect(),
            kinds: ledger.kinds().map(|kind| (kind.id.clone(), kind.clone())).collect(),
            sources: ledger.sources().map(|source| (source.id.clone(), source.clone())).collect(),
        })
    }

    /// The edition of a parsed brief, and the world that it was compiled in.
    pub(crate) fn compiled(&self, brief: &Brief, clocks: Clocks, written_from: &[SourceId]) -> (Edition, Held<'_>) {
        let world = Held(self.ledger().at(clocks, written_from));
        let options = EditionOptions { publisher: self.ledger().manifest().publisher.clone(), draft: None };
        let edition = demarche_brief::edition(brief, &world, self.sources(), &options).value;
        debug_assert_eq!(world.clocks(), clocks);
        (edition, world)
    }
}

/// A value as a reader of a report expects it: parts of a whole in per cent, places in an order as such.
fn in_words(value: &Value, kind: Option<ValueType>, days: DayOrder) -> String {
    let percent = matches!(kind, Some(ValueType::Share | ValueType::Change));
    match value {
        Value::Date(date) => in_days(date, days).unwrap_or_else(|| demarche_publish::in_words(&value.shown(), days)),
        Value::Rank { place, tied } => format!("place {place}{}", if *tied { ", tied" } else { "" }),
        Value::Quantity(quantity) if percent && quantity.unit == Unit::one() => {
            let shown = quantity.shown();
            let hundredfold = |part: &str| {
                let part: Decimal = part.parse().ok()?;
                Some(format!("{}%", part.checked_mul(Decimal::ONE_HUNDRED)?.normalize()))
            };
            let parts: Option<Vec<String>> = shown.split(" to ").map(hundredfold).collect();
            parts.map_or_else(|| demarche_publish::in_words(&shown, days), |parts| parts.join(" to "))
        }
        other => demarche_publish::in_words(&other.shown(), days),
    }
}

/// A day, or the days from one to another, as the language of the prose writes them; `None` for what is less exact.
fn in_days(date: &Edtf, days: DayOrder) -> Option<String> {
    let exact = |end: End| match end {
        End::At(date) => date.exact(),
        End::Open | End::Unknown => None,
    };
    if let Some(day) = date.moment().and_then(ImpreciseDate::exact) {
        return Some(days.words(day));
    }
    let (first, last) = (exact(date.from())?, exact(date.to())?);
    Some(format!("{} to {}", days.words(first), days.words(last)))
}

/// Writes a document of a diff.
///
/// # Errors
/// [`HallError::Io`].
pub fn write_document(path: &Path, bytes: &[u8], what: &'static str) -> Result<Output, HallError> {
    write_atomically(path, bytes)?;
    Ok(Output { path: path.to_owned(), bytes: bytes.len(), what })
}
