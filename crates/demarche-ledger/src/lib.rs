//! Dossier text to ledger, and the ledger on two clocks.
//!
//! [`read`] turns a dossier's files into a [`Ledger`] and everything that is wrong
//! with them into findings. [`Ledger::at`] looks at it on given clocks: the world
//! at one date, as far as it was on record by another. A [`View`] computes what is
//! derived, ruled, counted or ranked, says how each statement stands, and why.
//! No file is opened here and no clock is read.

mod arithmetic;
mod calendar;
mod checks;
mod format;
mod ledger;
mod merge;
mod reading;
mod schema;
mod suggest;
mod syntax;
mod tables;
mod view;

pub use calendar::{Beside, Calendar, CalendarRule, Holiday, HolidayDate, Mechanism, Ruled, Shift};
pub use checks::rules;
pub use format::{format, format_text};
pub use ledger::Ledger;
pub use merge::{Conflict, Merged, Unreadable, merge};
pub use reading::overlay::{Figure, ModelFigure, ModelFigures, Run, RunModel, Scenario, Take, Wants};
pub use reading::{DossierText, FORMAT, Manifest, ReviewPolicy, calendar, manifest, read};
pub use schema::statement_schema;
pub use suggest::near as close;
pub use tables::Cell;
pub use view::{ExportRow, View};
