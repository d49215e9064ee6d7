//! The hall: opens a dossier's folder and wires the stages together.
//!
//! Files, the clock and the atomic write live here; every stage below is a
//! function from values to values. A function that *decides* something belongs
//! into a stage, not here.
//!
//! ```text
//! folder ─► texts ─► lexicon, ledger ──clocks──► world ◄─asks─ brief ─► findings, edition ─► pdf · html · json · csv
//! ```

#![cfg_attr(
    not(feature = "press"),
    expect(dead_code, reason = "some steps serve building, locking and memos alone, which set pages")
)]

mod ahead;
#[cfg(feature = "press")]
mod build;
mod busy;
mod check;
mod clock;

mod d0090_encoding;
#[cfg(feature = "press")]
mod d0160_overflow;
mod diff;
mod documents;
mod edition;
mod error;
mod export;
mod files;
mod fix;
mod format;
mod git;
mod init;
#[cfg(feature = "press")]
mod locking;
#[cfg(feature = "press")]
mod memo;
mod merge;
mod model;

mod offices;
mod read;
mod review;
pub mod scenario;
mod shipped;
mod tree;
mod verifying;
mod watch;
mod why;
mod workspace;
mod world;

#[cfg(feature = "press")]
pub use build::{BuildOptions, Built};
pub use check::{Report, coverage_json};
pub use clock::Reading;
pub use demarche_brief::edition::ChangeKind;
pub use demarche_editions::{Lock, show};
pub use demarche_proof::{Compared as ComparedSentence, Fate};
pub use diff::{Comparison, Version, compare, write_document};
pub use documents::{DocumentDates, Editions, Proof, Proofreader, Proofs, Proved, Subject, documents_in};
pub use error::HallError;
pub use export::{holdings, statement_rows, write_files};
pub use files::{MAX_FILE, Output, write_atomically};
pub use fix::{Applied, Fixes, Proposal, Reason, Withheld};
pub use format::Formatted;
pub use git::Revision;
pub use init::init;
#[cfg(feature = "press")]
pub use locking::{ChosenKind, Locking, Rebuilt};
#[cfg(feature = "press")]
pub use memo::MemoPages;
pub use merge::{Joined, merge};
pub use model::{Answer, Question};
pub use read::{ReadFile, ReadForm, same_file};
pub use review::Reviewed;
pub use shipped::rules;
pub use tree::{Folder, Overlay, Tree};
pub use verifying::Verified;
pub use watch::{Standing, Stop, Turned, Wake, Watch};
pub use why::Why;
pub use workspace::{Target, Workspace};
