//! The closure, and the baseline that is solved under it before anything changes.

use serde::Serialize;

use super::economy::{Economy, flow};
use super::problem::Problem;
use super::quota;
use super::scenario::{Resolved, Scenario};
use super::solver::BASELINE_TOLERANCE;
use super::sweep::{State, Sweep};
use crate::error::ModelError;

/// What becomes of trade deficits: an input, printed with every result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closure {
    /// Deficits stay as they are, in units of world wage income.
    FixedDeficits,
    /// Deficits are zero, also in the baseline, which is solved so first.
    ZeroDeficits,
    /// Deficits stay in proportion to income; what then fails to sum to zero in the world is
    /// spread over all countries by income.
    ProportionalDeficits,
}

impl Closure {
    /// The names that forms use, in the order of [`Closure::ALL`].
    pub const NAMES: [&'static str; 3] = ["fixed-deficits", "zero-deficits", "proportional-deficits"];
    /// All closures.
    pub const ALL: [Self; 3] = [Self::FixedDeficits, Self::ZeroDeficits, Self::ProportionalDeficits];

    /// One sentence for the reader of a result.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::FixedDeficits => "trade deficits are fixed in units of world wage income, the numeraire",
            Self::ZeroDeficits => {
                "trade deficits are zero, and the baseline was solved so first; world wage income \
                 is the numeraire"
            }
            Self::ProportionalDeficits => {
                "trade deficits stay in proportion to income; world wage income is the numeraire"
            }
        }
    }
}

/// An economy in equilibrium under its closure: what scenarios are compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    pub(super) economy: Economy,
    pub(super) closure: Closure,
    pub(super) moved: f64,
}

impl Baseline {
    /// Solves the baseline: base tariffs, the closure's deficits.
    ///
    /// # Errors
    /// [`ModelError::NotConverged`] with the residuals and the worst market.
    pub fn solve(economy: &Economy, closure: Closure) -> Result<Self, ModelError> {
        let resolved = Scenario::default().resolve(economy, &[])?;
        let mut state = State::unchanged(economy);
        let problem = Problem::new(economy, closure, &resolved, Vec::new());
        let sweep = problem.solve("the baseline", BASELINE_TOLERANCE, &mut state)?;
        let moved = state.ln_wages.iter().fold(0.0, |most: f64, w| most.max(w.abs()));
        let economy = economy.rebased(&problem, &state, &sweep);
        Ok(Self { economy, closure, moved })
    }

    /// The economy in equilibrium.
    pub fn economy(&self) -> &Economy {
        &self.economy
    }

    /// The closure.
    pub fn closure(&self) -> Closure {
        self.closure
    }

    /// The largest change of a log wage from the data to the baseline: how far the data were
    /// from an equilibrium under this closure.
    pub fn moved(&self) -> f64 {
        self.moved
    }

    pub(super) fn equilibrium<'a>(
        &'a self,
        resolved: &'a Resolved,
        state: &mut State,
    ) -> Result<(Problem<'a>, Sweep), ModelError> {
        quota::solve(&self.economy, self.closure, resolved, "the scenario", state)
    }
}

impl Economy {
    /// The economy with an equilibrium as its base, so that all its hats are 1.
    fn rebased(&self, problem: &Problem<'_>, state: &State, sweep: &Sweep) -> Self {
        let (n, j) = (self.countries.len(), self.sectors.len());
        let mut new = self.clone();
        for (spent, growth) in new.spending.iter_mut().zip(&state.growth) {
            *spent *= growth;
        }
        for (wage, ln_wage) in new.wages.iter_mut().zip(&state.ln_wages) {
            *wage *= libm::exp(*ln_wage);
        }
        new.deficits.clone_from(&sweep.deficits);
        for sector in 0..j {
            for importer in 0..n {
                let row = flow(n, sector, importer, 0)..flow(n, sector, importer, 0) + n;
                let spent: Vec<f64> = row.clone().map(|at| problem.spent(sweep, at)).collect();
                let total: f64 = spent.iter().sum();
                if total > 0.0 {
                    for (at, value) in row.zip(spent) {
                        new.shares[at] = value / total;
                    }
                }
            }
        }
        new.fill_base();
        new
    }
}
