//! Editions through time: locks, differences with reasons, and the change memo.
//!
//! A [`Lock`] holds what a published edition rests on, so that [`verify`] can
//! tell years later what has changed under it. A [`Diff`] compares two
//! [`Snapshot`]s of a dossier: which statements changed and why, which
//! sentences that concerns, what of the pages differs. The [`memo`] is the same
//! for a reader: a brief of its own, each line bound to its statement. Values in,
//! values out: no file, no clock.

mod diff;
mod findings;
mod hash;
mod lock;
mod lock_text;
mod memo;
pub mod show;
mod snapshot;
mod verify;

pub use diff::{
    Diff, How, PageChange, SentenceChange, SentenceHow, SentenceSide, Side, StatementChange, Tag, Words, diff,
    figures_and_tables,
};
pub use findings::{ahead_of_clock, living_differs, prose_missing, rules};
pub use hash::{of_entry, of_statement, of_toml, sha256};
pub use lock::{Ground, Lock, LockedCell, LockedStatement, Program};
pub use lock_text::{FORMAT, read, write};
pub use memo::{Memo, memo};
pub use snapshot::{Snapshot, Standing};
pub use verify::{Places, verify};
