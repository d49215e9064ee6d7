//! One equilibrium: sweeps through the equations, accelerated, stopped on their residuals.
//!
//! The state is one vector: log wages, log prices, spending over its base.
//! Where a sweep returns its own argument, the equations hold. Stopping looks at
//! what the equations are off by, never at the length of a step.

use super::anderson::Anderson;
use super::problem::Problem;
use super::sweep::{Residuals, State, Sweep};
use crate::error::ModelError;

/// Largest residual at which the equations of a scenario count as solved.
pub(super) const TOLERANCE: f64 = 1e-10;
/// The same for the baseline: tighter, so that no change is found solved without a step.
pub(super) const BASELINE_TOLERANCE: f64 = 1e-11;
const STEPS: usize = 4000;

impl Problem<'_> {
    /// Solves from `state`, which ends as the equilibrium.
    ///
    /// # Errors
    /// [`ModelError::NotConverged`] with the residuals and the worst market.
    pub(super) fn solve(&self, what: &str, tolerance: f64, state: &mut State) -> Result<Sweep, ModelError> {
        let mut anderson = Anderson::new();
        let mut x = state.pack();
        let mut best = f64::INFINITY;
        let mut next = state.clone();
        let mut last = Residuals::default();
        for step in 0..STEPS {
            let sweep = self.sweep(state, &mut next);
            last = sweep.residuals;
            if last.largest() <= tolerance && last.walras.abs() <= tolerance {
                return Ok(sweep);
            }
            let image = next.pack();
            let lost = !last.largest().is_finite() || last.largest() > 1e3 * best;
            if lost || step % 500 == 499 {
                // A wild extrapolation: go back to plain sweeps from a safe place.
                anderson.forget();
                if !image.iter().all(|v| v.is_finite()) {
                    x = State::unchanged(self.economy).pack();
                } else {
                    x.copy_from_slice(&image);
                }
                best = f64::INFINITY;
            } else {
                best = best.min(last.largest());
                let before = x.clone();
                anderson.step(&mut x, &image);
                if !self.is_sane(&before, &x) {
                    anderson.forget();
                    x.copy_from_slice(&image);
                }
            }
            state.unpack(&x);
        }
        Err(self.not_converged(what, &last))
    }

    /// Whether a step keeps spending positive and logs within a factor of e.
    fn is_sane(&self, before: &[f64], after: &[f64]) -> bool {
        let logs = self.economy.wages.len() + self.economy.spending.len();
        let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1.0;
        let (before, _) = before.split_at(logs);
        let (after, growth) = after.split_at(logs);
        before.iter().zip(after).all(near) && growth.iter().all(|g| *g > 0.0)
    }

    fn not_converged(&self, what: &str, last: &Residuals) -> ModelError {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let worst = if last.worst < n * j {
            let (country, sector) = (last.worst / j, last.worst % j);
            format!("{} in {}", self.economy.sectors[sector], self.economy.countries[country])
        } else {
            let country = (last.worst - n * j).min(n - 1);
            format!("the labour market of {}", self.economy.countries[country])
        };
        ModelError::NotConverged {
            what: what.to_owned(),
            steps: STEPS,
            price: last.price,
            spending: last.spending,
            labour: last.labour,
            worst,
        }
    }
}
