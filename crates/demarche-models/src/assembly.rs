//! Assembly arithmetic: who holds how many seats, what that is enough for, and who decides.
//!
//! Seats over time follow from events ([`History`]); a law's threshold is a
//! [`Rule`] with its own base, enrolled or voting members; [`coalitions`] and
//! [`power`] say which parties can reach it together and how often each is
//! decisive; [`allocation`] turns votes into seats. Parties, laws and elections
//! are inputs; the crate knows none.

pub mod allocation;
pub mod coalitions;
mod history;
pub mod power;
mod rules;
mod study;

pub use history::{Chamber, Event, EventKind, History};
pub use rules::{Base, Fraction, Needed, Rule};
pub use study::{Allocation, RuleOutcome, Study, StudyOutcome};
