//! Quotas: a multiplier on the trade cost of a flow, found by an outer loop.
//!
//! Each limited flow has an extra wedge `1 + mu`, one unknown in logs, with
//! `mu >= 0`, quantity at most the cap, and one of the two an equality
//! (complementarity). In a tariff-rate quota the wedge stops at
//! `(1+over)/(1+within)`, where the over-quota rate is paid and the cap gives
//! way. The loop takes secant steps per quota on the log of quantity over cap;
//! inside it the economy is solved from the last answer, so a loop costs a few
//! sweeps.

use super::baseline::Closure;
use super::economy::{Economy, flow};
use super::problem::Problem;
use super::scenario::{Limit, Resolved};
use super::solver;
use super::sweep::{State, Sweep};
use crate::error::ModelError;

/// How far the quantity may be from a binding cap, in logs.
const TOLERANCE: f64 = 1e-9;
const LOOPS: usize = 200;

/// A limit with its multiplier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wedge {
    pub limit: Limit,
    /// Log of `1 + mu`.
    pub ln_extra: f64,
}

impl Wedge {
    /// Where its flow stands in `[j][n][i]`.
    pub(super) fn flow(&self, countries: usize) -> usize {
        let Limit { importer, exporter, sector, .. } = self.limit;
        flow(countries, sector, importer, exporter)
    }

    /// Rent on what comes in within the quota.
    ///
    /// `received` is net of the wedge, `quantity` is new/old.
    pub(super) fn rent(&self, received: f64, tariff: f64, quantity: f64) -> f64 {
        let within = (self.limit.cap / quantity).min(1.0);
        let within = if within.is_finite() { within } else { 1.0 };
        (1.0 + tariff) * libm::expm1(self.ln_extra) * received * within
    }

    /// The gap of complementarity in logs: zero where the answer stands.
    fn gap(&self, quantity: f64) -> f64 {
        let excess = libm::log(quantity / self.limit.cap);
        let held_low = self.ln_extra <= 0.0 && excess < 0.0;
        let held_high = self.ln_extra >= self.limit.ln_ceiling && excess > 0.0;
        if held_low || held_high || quantity == 0.0 { 0.0 } else { excess }
    }
}

/// Solves an economy with quantity limits.
///
/// # Errors
/// [`ModelError::NotConverged`] or [`ModelError::QuotaOpen`] if a loop does not end.
pub(super) fn solve<'a>(
    economy: &'a Economy,
    closure: Closure,
    resolved: &'a Resolved,
    what: &str,
    state: &mut State,
) -> Result<(Problem<'a>, Sweep), ModelError> {
    let mut wedges: Vec<Wedge> = resolved.limits.iter().map(|limit| Wedge { limit: *limit, ln_extra: 0.0 }).collect();
    let mut last: Vec<Option<(f64, f64)>> = vec![None; wedges.len()];
    let mut worst = (0, 0.0);
    for _ in 0..LOOPS {
        let problem = Problem::new(economy, closure, resolved, wedges.clone());
        let sweep = problem.solve(what, solver::TOLERANCE, state)?;
        let quantities: Vec<f64> = wedges.iter().map(|w| problem.quantity(&sweep, w)).collect();
        let gaps = wedges.iter().zip(&quantities).map(|(w, q)| w.gap(*q).abs());
        worst = gaps.enumerate().fold((0, 0.0), |most, now| if now.1 > most.1 { now } else { most });
        if worst.1 <= TOLERANCE {
            return Ok((problem, sweep));
        }
        for ((wedge, quantity), last) in wedges.iter_mut().zip(quantities).zip(&mut last) {
            let theta = economy.theta[wedge.limit.sector].median.get();
            step(wedge, quantity, theta, last);
        }
    }
    let limit = &wedges[worst.0].limit;
    Err(ModelError::QuotaOpen {
        what: what.to_owned(),
        rounds: LOOPS,
        gap: worst.1,
        worst: format!(
            "the quota on {} of {} from {}",
            economy.sectors[limit.sector], economy.countries[limit.importer], economy.countries[limit.exporter]
        ),
    })
}

/// A secant step, with the partial-equilibrium slope `-(1 + theta)` to begin with.
fn step(wedge: &mut Wedge, quantity: f64, theta: f64, last: &mut Option<(f64, f64)>) {
    if wedge.gap(quantity) == 0.0 {
        return;
    }
    let excess = libm::log(quantity / wedge.limit.cap);
    let first = -(1.0 + theta);
    let slope = match *last {
        Some((extra, before)) if (wedge.ln_extra - extra).abs() > 1e-14 => {
            ((excess - before) / (wedge.ln_extra - extra)).clamp(4.0 * first, 0.1 * first)
        }
        _ => first,
    };
    *last = Some((wedge.ln_extra, excess));
    let next = wedge.ln_extra - excess / slope;
    wedge.ln_extra = next.clamp(0.0, wedge.limit.ln_ceiling);
}
