//! Trade, burden-sharing and assembly models: typed inputs to typed outputs.
//!
//! Every model is a pure function. Its inputs are parsed once into types that
//! cannot be wrong, its answer names the closure, the data year and the source
//! of each elasticity, and what it cannot say is listed under `outside`. There
//! is no file, clock or network here, and no knowledge of any country: all
//! facts come in as inputs.
//!
//! - [`trade::product`]: one product in one market, many sources, quotas.
//! - [`trade::general`]: many countries and sectors with input-output links.
//! - [`burden_sharing`]: what agreements cost, by year, unit and definition.
//! - [`assembly`]: seats, thresholds, coalitions, power and seat allocation.
//! - [`report`]: answers as tables with notes, for people and spreadsheets.
//! - [`score`]: published figures beside ours.

pub mod assembly;
pub mod burden_sharing;
pub mod draws;
pub mod error;
pub mod form;
pub mod number;
pub mod report;
pub mod score;
pub mod trade;

pub use error::{ModelError, Place};
