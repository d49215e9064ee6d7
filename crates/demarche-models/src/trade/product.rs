//! One product in one market: exact-hat CES Armington with quotas.
//!
//! *Exact hat* means that the model is solved in ratios new/old, so the base
//! needs only values and elasticities, and no change is too large for it.
//! Armington (1969) demand: each source sells its own variety; `sigma` says how
//! easily one source replaces another and `eta` how total demand answers the
//! price index. Demand and supply of source `i`, with `c` the consumer price:
//!
//! ```text
//! q_i = P^(sigma-eta) c_i^-sigma      q_i = p_i^eps_i
//! c_i = p_i (1+t1_i)/(1+t0_i) (1+s_i) P = (sum lambda_i c_i^(1-sigma))^(1/(1-sigma))
//! ```
//!
//! A quota adds a shadow tariff `s_i >= 0` with `q_i <= cap_i` and
//! `s_i (cap_i - q_i) = 0`; in a tariff-rate quota `s_i` stops growing where
//! the over-quota rate is paid. One equation in `ln P` is left, and it is
//! monotone, so there is one answer and it is always found.
//! WITS-SMART is the case of infinite supply elasticities; GSIM (Francois and
//! Hall 2003) is the linear form, kept in [`gsim`] for comparison.
//!
//! A quota is set on one source; a quota that several sources share is met by
//! giving them as one source.
//!
//! Values are in the unit of the input (`Market::unit`), rates are fractions,
//! and caps are ratios to the quantity of the base year.

mod equilibrium;
pub mod gsim;
mod linear;
mod market;
mod outcome;
mod policy;
pub mod schedule;
mod staging;
mod study;
mod uncertainty;

pub use linear::{LinearForm, LinearSource};
pub use market::{About, Market, Origin, Supplier};
pub use outcome::{Outcome, QuotaState, SourceOutcome, YearOutcome};
pub use policy::{Measure, Policy, Treatment};
pub(crate) use study::read_draws;
pub use study::{Study, StudyOutcome};
pub use uncertainty::{Bands, NamedBand};
