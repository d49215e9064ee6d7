//! The field's words as types.
//!
//! A type enters here when two stages hand it on; it knows how to be parsed,
//! printed and compared, and nothing else. No I/O, no other crate of ours.

mod evidence;
mod id;
mod lineage;

pub use evidence::{Evidence, Method};
pub use id::{ActorId, IdError, KindId, MAX_ID, RuleId, SourceId, StatementId, TableId};
pub use jiff::civil::Date;
pub use lineage::{Citation, Lineage};
