//! One equilibrium: sweeps through the equations, accelerated, stopped on their residuals.
//!
//! The state is one vector: log wages, log prices, spending over its base. A
//! *sweep* evaluates every equation once and returns the next state; where a
//! sweep returns its own argument, the equations hold. The powers
//! `pi kappa^-theta` are taken once per scenario; a sweep then costs one pass of
//! multiply-adds over the trade shares per matrix and `2 N J` exponentials or
//! logarithms. Stopping looks at what the equations are off by, never at the
//! length of a step.

use super::anderson::{Anderson, dot};
use super::baseline::Closure;
use super::economy::{Economy, flow};
use super::quota::Wedge;
use super::scenario::Resolved;
use crate::error::ModelError;

/// Largest residual at which the equations of a scenario count as solved.
pub(super) const TOLERANCE: f64 = 1e-10;
/// The same for the baseline: tighter, so that no change is found solved without a step.
pub(super) const BASELINE_TOLERANCE: f64 = 1e-11;
const STEPS: usize = 4000;

/// How far the equations are from holding.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Residuals {
    /// Log points, largest over prices.
    pub price: f64,
    /// Relative to the spending of a mean sector of the country, largest over sectors.
    pub spending: f64,
    /// Relative to wages, largest over countries.
    pub labour: f64,
    /// Sum of the labour-market gaps over world wages: Walras' law says zero.
    pub walras: f64,
    /// Where the largest residual stands: `n J + j` for prices and spending, `N J + n` for labour.
    worst: usize,
}

impl Residuals {
    fn largest(&self) -> f64 {
        self.price.max(self.spending).max(self.labour)
    }
}

/// The equations of one scenario, and the work space of a sweep.
pub(super) struct Problem<'a> {
    economy: &'a Economy,
    closure: Closure,
    /// `pi kappa^-theta`, `[j][n][i]`.
    pull: Vec<f64>,
    /// `pull` over the whole wedge between spending and what the exporter receives.
    net: Vec<f64>,
    /// Whether a row `[j][n]` of `net` differs from `pull`.
    wedged: Vec<bool>,
    tariffs: &'a [f64],
    costs: &'a [(usize, f64)],
    /// The quantity limits with their multipliers.
    wedges: &'a [Wedge],
    deficit_ratio: Vec<f64>,
    world: f64,
}

/// An equilibrium, or the last state of the search for one.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// Log wages, new/old.
    pub ln_wages: Vec<f64>,
    /// Log prices, new/old, `[n][j]`.
    pub ln_prices: Vec<f64>,
    /// Spending, new/old, `[n][j]`.
    pub growth: Vec<f64>,
}

/// What one sweep finds at a state.
#[derive(Debug, Clone)]
pub(super) struct Sweep {
    /// Log unit costs, `[n][j]`.
    pub ln_costs: Vec<f64>,
    /// `c^-theta`, `[j][i]`.
    strength: Vec<f64>,
    /// Sum of `pull` times `strength` by importer, `[j][n]`.
    market: Vec<f64>,
    /// Spending over `market`, `[j][n]`.
    reach: Vec<f64>,
    /// Sales net of wedges, `[n][j]`.
    pub output: Vec<f64>,
    /// Income of each country.
    pub income: Vec<f64>,
    /// Deficit of each country under the closure.
    pub deficits: Vec<f64>,
    /// Tariff revenue of each country.
    pub revenue: Vec<f64>,
    /// Quota rents that each country keeps.
    pub rents: Vec<f64>,
    pub residuals: Residuals,
}

impl State {
    pub(super) fn unchanged(economy: &Economy) -> Self {
        let (n, cells) = (economy.countries.len(), economy.spending.len());
        Self { ln_wages: vec![0.0; n], ln_prices: vec![0.0; cells], growth: vec![1.0; cells] }
    }

    fn pack(&self) -> Vec<f64> {
        [&self.ln_wages[..], &self.ln_prices, &self.growth].concat()
    }

    fn unpack(&mut self, vector: &[f64]) {
        let (wages, rest) = vector.split_at(self.ln_wages.len());
        let (prices, growth) = rest.split_at(self.ln_prices.len());
        self.ln_wages.copy_from_slice(wages);
        self.ln_prices.copy_from_slice(prices);
        self.growth.copy_from_slice(growth);
    }
}

impl<'a> Problem<'a> {
    pub(super) fn new(economy: &'a Economy, closure: Closure, resolved: &'a Resolved, wedges: &'a [Wedge]) -> Self {
        let n = economy.countries.len();
        let deficits = economy.deficits.iter().zip(&economy.incomes);
        let ratio = deficits.map(|(deficit, income)| deficit / income);
        let mut problem = Self {
            economy,
            closure,
            pull: economy.shares.clone(),
            net: Vec::new(),
            wedged: vec![false; economy.sectors.len() * n],
            tariffs: &resolved.tariffs,
            costs: &resolved.costs,
            wedges,
            deficit_ratio: ratio.collect(),
            world: economy.wages.iter().sum(),
        };
        problem.fill();
        problem
    }

    /// Takes the powers: only where a trade cost changes.
    fn fill(&mut self) {
        let n = self.economy.countries.len();
        let theta = |at: usize| self.economy.theta[at / (n * n)].median.get();
        for (at, pull) in self.pull.iter_mut().enumerate() {
            let (old, new) = (self.economy.tariffs[at], self.tariffs[at]);
            if new != old && *pull != 0.0 {
                *pull *= libm::pow((1.0 + new) / (1.0 + old), -theta(at));
            }
        }
        for (at, cost) in self.costs {
            self.pull[*at] *= libm::pow(*cost, -theta(*at));
        }
        for wedge in self.wedges {
            let at = wedge.flow(n);
            self.pull[at] *= libm::exp(-theta(at) * wedge.ln_extra);
        }
        self.net = self.pull.clone();
        for (at, net) in self.net.iter_mut().enumerate() {
            if self.tariffs[at] != 0.0 {
                *net /= 1.0 + self.tariffs[at];
                self.wedged[at / n] = true;
            }
        }
        for wedge in self.wedges {
            let at = wedge.flow(n);
            self.net[at] *= libm::exp(-wedge.ln_extra);
            self.wedged[at / n] = true;
        }
    }

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

    /// Evaluates all equations at `state`; `next` becomes the state they ask for.
    pub(super) fn sweep(&self, state: &State, next: &mut State) -> Sweep {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let mut sweep = Sweep {
            ln_costs: self.costs_at(state),
            strength: vec![0.0; n * j],
            market: vec![0.0; n * j],
            reach: vec![0.0; n * j],
            output: vec![0.0; n * j],
            income: vec![0.0; n],
            deficits: vec![0.0; n],
            revenue: vec![0.0; n],
            rents: vec![0.0; n],
            residuals: Residuals::default(),
        };
        self.prices(state, next, &mut sweep);
        let exports = self.sales(state, &mut sweep);
        self.incomes(state, &mut sweep);
        self.spending(state, next, &mut sweep);
        self.labour(state, next, &mut sweep, &exports);
        self.normalise(next);
        sweep
    }

    /// `ln c = gamma ln w + sum over inputs of gamma ln P`.
    fn costs_at(&self, state: &State) -> Vec<f64> {
        let j = self.economy.sectors.len();
        let mut costs = vec![0.0; state.ln_prices.len()];
        for (country, own) in costs.chunks_exact_mut(j).enumerate() {
            let wage = state.ln_wages[country];
            let value_added = &self.economy.value_added[country * j..][..j];
            for (cost, share) in own.iter_mut().zip(value_added) {
                *cost = share * wage;
            }
            let inputs = self.economy.inputs[country * j * j..][..j * j].chunks_exact(j);
            for (row, price) in inputs.zip(&state.ln_prices[country * j..]) {
                for (cost, share) in own.iter_mut().zip(row) {
                    *cost += share * price;
                }
            }
        }
        costs
    }

    fn prices(&self, state: &State, next: &mut State, sweep: &mut Sweep) {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        for sector in 0..j {
            let theta = self.economy.theta[sector].median.get();
            let strength = &mut sweep.strength[sector * n..][..n];
            for (country, strength) in strength.iter_mut().enumerate() {
                *strength = libm::exp(-theta * sweep.ln_costs[country * j + sector]);
            }
            let rows = self.pull[sector * n * n..][..n * n].chunks_exact(n);
            for (importer, row) in rows.enumerate() {
                let market = dot(row, strength);
                let price = -libm::log(market) / theta;
                let cell = importer * j + sector;
                let gap = (price - state.ln_prices[cell]).abs();
                sweep.residuals.note(gap, cell, |r| &mut r.price);
                sweep.market[sector * n + importer] = market;
                next.ln_prices[cell] = price;
            }
        }
    }

    /// Output, and tariff revenue with rents as the gap between spending and sales.
    ///
    /// Returns exports, `[n][j]`.
    fn sales(&self, state: &State, sweep: &mut Sweep) -> Vec<f64> {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let mut exports = vec![0.0; n * j];
        let mut sold = vec![0.0; n];
        for sector in 0..j {
            let strength = &sweep.strength[sector * n..][..n];
            sold.fill(0.0);
            let rows = self.net[sector * n * n..][..n * n].chunks_exact(n);
            for (importer, row) in rows.enumerate() {
                let cell = importer * j + sector;
                let spent = self.economy.spending[cell] * state.growth[cell];
                let reach = spent / sweep.market[sector * n + importer];
                sweep.reach[sector * n + importer] = reach;
                if self.wedged[sector * n + importer] {
                    sweep.revenue[importer] += spent - reach * dot(row, strength);
                }
                for (sold, net) in sold.iter_mut().zip(row) {
                    *sold += net * reach;
                }
            }
            for country in 0..n {
                let output = sold[country] * strength[country];
                let own =
                    self.net[flow(n, sector, country, country)] * sweep.reach[sector * n + country] * strength[country];
                sweep.output[country * j + sector] = output;
                exports[country * j + sector] = output - own;
            }
        }
        for wedge in self.wedges {
            let received = self.received(sweep, wedge.flow(n));
            let rent = wedge.rent(received, self.tariffs[wedge.flow(n)], self.quantity(sweep, wedge));
            let abroad = rent * wedge.limit.rent_to_exporter;
            sweep.revenue[wedge.limit.importer] -= rent;
            sweep.rents[wedge.limit.importer] += rent - abroad;
            sweep.rents[wedge.limit.exporter] += abroad;
        }
        exports
    }

    /// What the exporter of a flow receives, net of the whole wedge.
    pub(super) fn received(&self, sweep: &Sweep, at: usize) -> f64 {
        let n = self.economy.countries.len();
        let (row, sector) = (at / n, at / (n * n));
        self.net[at] * sweep.reach[row] * sweep.strength[sector * n + at % n]
    }

    /// What the importer spends on a flow, wedge included.
    pub(super) fn spent(&self, sweep: &Sweep, at: usize) -> f64 {
        let n = self.economy.countries.len();
        let (row, sector) = (at / n, at / (n * n));
        self.pull[at] * sweep.reach[row] * sweep.strength[sector * n + at % n]
    }

    /// Quantity of a limited flow, new/old.
    pub(super) fn quantity(&self, sweep: &Sweep, wedge: &Wedge) -> f64 {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let at = wedge.flow(n);
        let base = self.economy.received[at];
        let cost = sweep.ln_costs[wedge.limit.exporter * j + wedge.limit.sector];
        if base == 0.0 { 0.0 } else { self.received(sweep, at) / base * libm::exp(-cost) }
    }

    fn incomes(&self, state: &State, sweep: &mut Sweep) {
        let n = self.economy.countries.len();
        let own: Vec<f64> = (0..n)
            .map(|c| {
                let wages = libm::exp(state.ln_wages[c]) * self.economy.wages[c];
                wages + sweep.revenue[c] + sweep.rents[c]
            })
            .collect();
        sweep.income.clone_from(&own);
        match self.closure {
            Closure::ZeroDeficits => {}
            Closure::FixedDeficits => {
                sweep.deficits.clone_from(&self.economy.deficits);
                for (income, deficit) in sweep.income.iter_mut().zip(&sweep.deficits) {
                    *income += deficit;
                }
            }
            Closure::ProportionalDeficits => self.proportional(&own, sweep),
        }
    }

    /// Deficits in fixed proportion to income; what they do not sum to zero is spread by income.
    ///
    /// Incomes are `own / (1 - ratio + gap)`, and the deficits that follow fall in `gap` from
    /// infinity to below zero, so that one gap makes them sum to zero; Newton steps inside a
    /// bracket find it.
    fn proportional(&self, own: &[f64], sweep: &mut Sweep) {
        let pole = self.deficit_ratio.iter().fold(f64::NEG_INFINITY, |most, r| most.max(*r)) - 1.0;
        let (mut low, mut high) = (pole, f64::INFINITY);
        let mut gap = if pole < 0.0 { 0.0 } else { pole + 1.0 };
        for _ in 0..100 {
            let (mut sum, mut slope) = (0.0, 0.0);
            for (own, ratio) in own.iter().zip(&self.deficit_ratio) {
                let left = 1.0 - ratio + gap;
                sum += own * (ratio - gap) / left;
                slope -= own / (left * left);
            }
            if sum > 0.0 {
                low = gap;
            } else {
                high = gap;
            }
            let newton = gap - sum / slope;
            let next = if newton > low && newton < high {
                newton
            } else {
                0.5 * (low + high.min(low + 2.0 * (gap - low).abs() + 1.0))
            };
            if (next - gap).abs() <= 1e-16 * (1.0 + gap.abs()) {
                break;
            }
            gap = next;
        }
        for (at, own) in own.iter().enumerate() {
            sweep.income[at] = own / (1.0 - self.deficit_ratio[at] + gap);
            sweep.deficits[at] = sweep.income[at] - own;
        }
    }

    fn spending(&self, state: &State, next: &mut State, sweep: &mut Sweep) {
        let j = self.economy.sectors.len();
        for (country, income) in sweep.income.iter().enumerate() {
            let made = &sweep.output[country * j..][..j];
            let inputs = self.economy.inputs[country * j * j..][..j * j].chunks_exact(j);
            for (k, row) in inputs.enumerate() {
                let cell = country * j + k;
                let base = self.economy.spending[cell];
                if base == 0.0 {
                    continue;
                }
                let spent = dot(row, made) + self.economy.tastes[cell] * income;
                let gap = (spent - base * state.growth[cell]).abs() * j as f64 / income;
                sweep.residuals.note(gap, cell, |r| &mut r.spending);
                next.growth[cell] = spent / base;
            }
        }
    }

    /// Wages move by the labour gap over how strongly the demand for labour answers them.
    fn labour(&self, state: &State, next: &mut State, sweep: &mut Sweep, exports: &[f64]) {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let mut sum = 0.0;
        for country in 0..n {
            let value_added = &self.economy.value_added[country * j..][..j];
            let wages = libm::exp(state.ln_wages[country]) * self.economy.wages[country];
            let wanted = dot(value_added, &sweep.output[country * j..][..j]);
            let slope: f64 = (0..j)
                .map(|s| {
                    let theta = self.economy.theta[s].median.get();
                    theta * value_added[s] * exports[country * j + s]
                })
                .sum();
            sum += wanted - wages;
            let gap = (wanted / wages - 1.0).abs();
            sweep.residuals.note(gap, n * j + country, |r| &mut r.labour);
            let step = ((wanted - wages) / (wages + slope)).clamp(-0.3, 0.3);
            next.ln_wages[country] = state.ln_wages[country] + libm::log1p(step);
        }
        sweep.residuals.walras = sum / self.world;
    }

    /// Puts world wage income back to its base: the numeraire.
    fn normalise(&self, next: &mut State) {
        let wages = next.ln_wages.iter().zip(&self.economy.wages);
        let total: f64 = wages.map(|(w, base)| libm::exp(*w) * base).sum();
        let shift = libm::log(total / self.world);
        let factor = self.world / total;
        next.ln_wages.iter_mut().for_each(|w| *w -= shift);
        next.ln_prices.iter_mut().for_each(|p| *p -= shift);
        next.growth.iter_mut().for_each(|g| *g *= factor);
    }
}

impl Residuals {
    fn note(&mut self, gap: f64, at: usize, field: fn(&mut Self) -> &mut f64) {
        // A gap that is no number must not pass for a small one.
        let gap = if gap.is_nan() { f64::INFINITY } else { gap };
        if gap > self.largest() {
            self.worst = at;
        }
        let field = field(self);
        *field = field.max(gap);
    }
}
