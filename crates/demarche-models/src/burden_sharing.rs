//! Burden-sharing: what a host pays under a chain of agreements, by year, unit and definition.
//!
//! A contribution is a number of one currency that is read in another, under
//! an instrument that climbs a ladder (initialled, signed, in force, expired)
//! and a rule that makes it grow (listed amounts, a link to prices or to a
//! budget under a cap, or nothing until the next negotiation). So every figure
//! here says on which of these it stands ([`Basis`]), dollars come at the mean
//! of the year and at its end, and a share names its denominator.
//!
//! A demand for "x percent more" is not one number: it depends on the unit and
//! on the definition that is raised. [`Study`] answers it in each.
//!
//! All facts are inputs; the crate knows no agreement.

mod agreement;
mod demand;
mod money;
mod path;
mod study;
pub mod tables;

pub use agreement::{Agreement, Gap, GrowthRule, Step, gaps};
pub use demand::{Answer, Definition, Demand, DemandOutcome, Denominator, Share};
pub use demarche_terms::Rung;
pub use money::{Exchange, Rates, Unit};
pub use path::{Assumption, Basis, Index, Path, Payment, Year};
pub use study::{Study, StudyOutcome};
