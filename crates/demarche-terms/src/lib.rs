//! The field's words as types.
//!
//! A type enters here when two stages hand it on; it knows how to be parsed,
//! printed and compared, and nothing else. No I/O, no other crate of ours.

mod actor;
mod answer;
mod day;
mod evidence;
mod hedge;
mod house;
mod id;
mod kind;
mod lineage;
mod quantity;
mod source;
mod statement;
mod time;
mod unit;

pub use actor::{Actor, ActorSort};
pub use answer::{Cause, Clocks, Killer, Life, Lookup, Resolved, Rival, Rows};
pub use day::{DayOrder, MONTHS};
pub use evidence::{Evidence, Method};
pub use hedge::{Hedge, HedgeTable, Relation};
pub use house::{Accepted, House};
pub use id::{ActorId, IdError, KindId, MAX_ID, RuleId, SourceId, StatementId, TableId};
pub use jiff::civil::Date;
pub use kind::{Kind, QualifierRule, QualifierType, Tense, ValueType};
pub use lineage::{Citation, Lineage, Signature};
pub use quantity::{Bound, Digits, Fit, Interval, Quantity, QuantityError, TrailingZeros, plain};
pub use rust_decimal::Decimal;
pub use source::{Source, SourceSort};
pub use statement::{
    Attribution, Confirmation, Content, EventQuery, Expectation, Modality, Rung, SourceRef, Statement, StatementRank,
    Step, Supersession, Value,
};
pub use time::{Edtf, End, ImpreciseDate, Precision, TimeError, Truth};
pub use unit::{Unit, UnitError};
