//! The world economy: Caliendo and Parro (2015) in exact-hat form.
//!
//! Many countries `n` (importer) and `i` (exporter), many sectors `j` and `k`
//! linked by inputs. Wages `w`, prices `P`, spending `X`; hats are ratios:
//!
//! ```text
//! c_ij  = w_i^gamma_ij prod_k P_ik^gamma_ikj          kappa = (1+tau')/(1+tau) d (1+mu)
//! P_nj  = (sum_i pi_nij (kappa_nij c_ij)^-theta_j)^(-1/theta_j)
//! pi'   = pi_nij (kappa_nij c_ij / P_nj)^-theta_j
//! X'_nj = sum_k gamma_njk Y'_nk + alpha_nj I'_n       Y'_ij = sum_n pi' X'_nj / ((1+tau')(1+mu))
//! I'_n  = w_n wL_n + revenue + rents + D'_n           w_n wL_n = sum_j gamma_nj Y'_nj
//! ```
//!
//! The last equation is the labour market; with the others it is the same as
//! balanced payments. The numeraire is world wage income. The *closure*, what
//! becomes of trade deficits, is an input ([`Closure`]), and the baseline is
//! solved under it first, so that hats compare two equilibria and never an
//! equilibrium with raw data.
//!
//! A path through the module: [`Tables`] (from [`wiod`] or [`plain`]) are
//! calibrated to an [`Economy`]; [`Baseline::solve`] closes it;
//! [`Baseline::respond`] answers a [`Scenario`] with an [`Outcome`]. A
//! [`Study`] is the whole path in one file.
//!
//! The figures reproduced are those of Caliendo and Parro, *Estimates of the
//! trade and welfare effects of NAFTA*, Review of Economic Studies 82 (2015),
//! Table 2; they are in `references/general.toml`.

mod anderson;
mod baseline;
mod economy;
pub mod folder;
mod outcome;
pub mod plain;
mod problem;
mod quota;
mod regimes;
mod scenario;
mod solver;
mod study;
mod sweep;
mod uncertainty;
pub mod wiod;

pub use baseline::{Baseline, Closure};
pub use economy::{About, Correction, Economy, Elasticities, Tables};
pub use outcome::{BilateralOutcome, CountryOutcome, FlowOutcome, Outcome, Quality, SectorOutcome};
pub use regimes::{CountryYear, YearOutcome};
pub use scenario::{Change, ChangePlace, Measure, Scenario};
pub use study::{Study, StudyOutcome};
pub use uncertainty::{Bands, CountryBands, TradeBands, bands, bands_in};
