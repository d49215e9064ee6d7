//! The equations of one scenario: trade shares times the change of trade costs.
//!
//! The powers `pi kappa^-theta` are taken once per scenario, and only where a
//! trade cost changes. What exporters receive needs the same rows over the
//! wedge; they are kept apart only for rows that have one.

use super::baseline::Closure;
use super::economy::{Economy, flow};
use super::quota::Wedge;
use super::scenario::Resolved;
use super::sweep::Sweep;

/// The equations of one scenario.
pub(super) struct Problem<'a> {
    pub(super) economy: &'a Economy,
    pub(super) closure: Closure,
    pub(super) tariffs: &'a [f64],
    /// The quantity limits with their multipliers.
    pub(super) wedges: Vec<Wedge>,
    /// Deficits over incomes in the base.
    pub(super) deficit_ratio: Vec<f64>,
    /// World wage income: the numeraire.
    pub(super) world: f64,
    /// `pi kappa^-theta`, `[j][n][i]`.
    pull: Vec<f64>,
    /// Rows of `pull` over the whole wedge between spending and what the exporter receives.
    net: Vec<f64>,
    /// For each row `[j][n]` with a wedge, its place in `net`.
    net_of: Vec<Option<usize>>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(economy: &'a Economy, closure: Closure, resolved: &'a Resolved, wedges: Vec<Wedge>) -> Self {
        let deficits = economy.deficits.iter().zip(&economy.incomes);
        let ratio = deficits.map(|(deficit, income)| deficit / income);
        let mut problem = Self {
            economy,
            closure,
            tariffs: &resolved.tariffs,
            wedges,
            deficit_ratio: ratio.collect(),
            world: economy.wages.iter().sum(),
            pull: economy.shares.clone(),
            net: Vec::new(),
            net_of: vec![None; economy.spending.len()],
        };
        problem.take_powers(&resolved.costs);
        problem.take_nets();
        problem
    }

    fn take_powers(&mut self, costs: &[(usize, f64)]) {
        let n = self.economy.countries.len();
        let theta = |at: usize| self.economy.theta[at / (n * n)].median.get();
        let old = self.economy.tariffs.chunks_exact(n);
        let rows = self.tariffs.chunks_exact(n).zip(old).enumerate();
        for (row, (new, old)) in rows.filter(|(_, (new, old))| new != old) {
            let power = -theta(row * n);
            let pull = &mut self.pull[row * n..][..n];
            for (pull, (new, old)) in pull.iter_mut().zip(new.iter().zip(old)) {
                if new != old && *pull != 0.0 {
                    *pull *= libm::pow((1.0 + new) / (1.0 + old), power);
                }
            }
        }
        for (at, cost) in costs {
            self.pull[*at] *= libm::pow(*cost, -theta(*at));
        }
        for wedge in &self.wedges {
            let at = wedge.flow(n);
            self.pull[at] *= libm::exp(-theta(at) * wedge.ln_extra);
        }
    }

    fn take_nets(&mut self) {
        let n = self.economy.countries.len();
        for (row, tariffs) in self.tariffs.chunks_exact(n).enumerate() {
            if tariffs.iter().any(|t| *t != 0.0) {
                let start = self.net_row(row);
                for (net, tariff) in self.net[start..].iter_mut().zip(tariffs) {
                    *net /= 1.0 + tariff;
                }
            }
        }
        for at in 0..self.wedges.len() {
            let wedge = self.wedges[at];
            let start = self.net_row(wedge.flow(n) / n);
            self.net[start + wedge.limit.exporter] *= libm::exp(-wedge.ln_extra);
        }
    }

    /// Where a row stands in `net`; it is copied there at first.
    fn net_row(&mut self, row: usize) -> usize {
        let n = self.economy.countries.len();
        *self.net_of[row].get_or_insert_with(|| {
            self.net.extend_from_slice(&self.pull[row * n..][..n]);
            self.net.len() - n
        })
    }

    /// The row `[j][n]` of the trade shares, and the same over its wedge if it has one.
    pub(super) fn row(&self, row: usize) -> (&[f64], Option<&[f64]>) {
        let n = self.economy.countries.len();
        let net = self.net_of[row].map(|start| &self.net[start..][..n]);
        (&self.pull[row * n..][..n], net)
    }

    /// What each exporter receives from a row `[j][n]`, net of the whole wedge.
    pub(super) fn row_received<'b>(&'b self, sweep: &'b Sweep, row: usize) -> impl Iterator<Item = f64> + 'b {
        let n = self.economy.countries.len();
        let (pull, net) = self.row(row);
        let strength = &sweep.strength[row / n * n..][..n];
        let reach = sweep.reach[row];
        net.unwrap_or(pull).iter().zip(strength).map(move |(net, s)| net * reach * s)
    }

    /// What the exporter of a flow receives, net of the whole wedge.
    pub(super) fn received(&self, sweep: &Sweep, at: usize) -> f64 {
        let n = self.economy.countries.len();
        let (pull, net) = self.row(at / n);
        let strength = sweep.strength[at / (n * n) * n + at % n];
        net.unwrap_or(pull)[at % n] * sweep.reach[at / n] * strength
    }

    /// What the importer spends on a flow, wedge included.
    pub(super) fn spent(&self, sweep: &Sweep, at: usize) -> f64 {
        let n = self.economy.countries.len();
        self.pull[at] * sweep.reach[at / n] * sweep.strength[at / (n * n) * n + at % n]
    }

    /// Quantity of a limited flow, new/old.
    pub(super) fn quantity(&self, sweep: &Sweep, wedge: &Wedge) -> f64 {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let at = flow(n, wedge.limit.sector, wedge.limit.importer, wedge.limit.exporter);
        let base = self.economy.received[at];
        let cost = sweep.ln_costs[wedge.limit.exporter * j + wedge.limit.sector];
        if base == 0.0 { 0.0 } else { self.received(sweep, at) / base * libm::exp(-cost) }
    }
}
