//! One evaluation of all equations at a state, and the state they ask for next.
//!
//! A *sweep* costs one or two passes of multiply-adds over the trade shares, two
//! over the input shares, and `2 N J` exponentials or logarithms. Each sector's
//! shares are used for prices and for sales while they are at hand.

use super::anderson::dot;
use super::baseline::Closure;
use super::economy::Economy;
use super::problem::Problem;

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
    pub worst: usize,
}

impl Residuals {
    pub(super) fn largest(&self) -> f64 {
        self.price.max(self.spending).max(self.labour)
    }
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
    pub strength: Vec<f64>,
    /// Spending over the sum of trade shares times `strength`, `[j][n]`.
    pub reach: Vec<f64>,
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

    pub(super) fn pack(&self) -> Vec<f64> {
        [&self.ln_wages[..], &self.ln_prices, &self.growth].concat()
    }

    pub(super) fn unpack(&mut self, vector: &[f64]) {
        let (wages, rest) = vector.split_at(self.ln_wages.len());
        let (prices, growth) = rest.split_at(self.ln_prices.len());
        self.ln_wages.copy_from_slice(wages);
        self.ln_prices.copy_from_slice(prices);
        self.growth.copy_from_slice(growth);
    }
}

/// Work space of one sector, by country.
struct Scratch {
    /// Sales per unit of the exporter's strength.
    sold: Vec<f64>,
    /// Trade shares times strengths, summed by importer.
    markets: Vec<f64>,
}

impl Problem<'_> {
    /// Evaluates all equations at `state`; `next` becomes the state they ask for.
    pub(super) fn sweep(&self, state: &State, next: &mut State) -> Sweep {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let mut sweep = Sweep {
            ln_costs: self.costs_at(state),
            strength: vec![0.0; n * j],
            reach: vec![0.0; n * j],
            output: vec![0.0; n * j],
            income: vec![0.0; n],
            deficits: vec![0.0; n],
            revenue: vec![0.0; n],
            rents: vec![0.0; n],
            residuals: Residuals::default(),
        };
        let mut exports = vec![0.0; n * j];
        let mut scratch = Scratch { sold: vec![0.0; n], markets: vec![0.0; n] };
        for sector in 0..j {
            self.trade(state, next, &mut sweep, sector, &mut scratch);
            self.sales(&mut sweep, sector, &scratch.sold, &mut exports);
        }
        self.rents(&mut sweep);
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

    /// Prices of a sector, and what its exporters sell per unit of their strength.
    fn trade(&self, state: &State, next: &mut State, sweep: &mut Sweep, sector: usize, scratch: &mut Scratch) {
        let Scratch { sold, markets } = scratch;
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let theta = self.economy.theta[sector].median.get();
        let strength = &mut sweep.strength[sector * n..][..n];
        for (country, strength) in strength.iter_mut().enumerate() {
            *strength = libm::exp(-theta * sweep.ln_costs[country * j + sector]);
        }
        sold.fill(0.0);
        for (importer, market) in markets.iter_mut().enumerate() {
            let (pull, net) = self.row(sector * n + importer);
            *market = dot(pull, strength);
            let cell = importer * j + sector;
            let spent = self.economy.spending[cell] * state.growth[cell];
            let reach = spent / *market;
            sweep.reach[sector * n + importer] = reach;
            if let Some(net) = net {
                sweep.revenue[importer] += spent - reach * dot(net, strength);
            }
            for (sold, net) in sold.iter_mut().zip(net.unwrap_or(pull)) {
                *sold += net * reach;
            }
        }
        // Logarithms in a row of their own overlap in the processor.
        for (importer, market) in markets.iter().enumerate() {
            let cell = importer * j + sector;
            let price = -libm::log(*market) / theta;
            let gap = (price - state.ln_prices[cell]).abs();
            sweep.residuals.note(gap, cell, |r| &mut r.price);
            next.ln_prices[cell] = price;
        }
    }

    /// Output of a sector, and the part of it that is exported, `[n][j]`.
    fn sales(&self, sweep: &mut Sweep, sector: usize, sold: &[f64], exports: &mut [f64]) {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        for country in 0..n {
            let strength = sweep.strength[sector * n + country];
            let (pull, net) = self.row(sector * n + country);
            let home = net.unwrap_or(pull)[country] * sweep.reach[sector * n + country];
            sweep.output[country * j + sector] = sold[country] * strength;
            exports[country * j + sector] = (sold[country] - home) * strength;
        }
    }

    /// Moves quota rents from revenue to those who keep them.
    fn rents(&self, sweep: &mut Sweep) {
        let n = self.economy.countries.len();
        for wedge in &self.wedges {
            let at = wedge.flow(n);
            let received = self.received(sweep, at);
            let rent = wedge.rent(received, self.tariffs[at], self.quantity(sweep, wedge));
            let abroad = rent * wedge.limit.rent_to_exporter;
            sweep.revenue[wedge.limit.importer] -= rent;
            sweep.rents[wedge.limit.importer] += rent - abroad;
            sweep.rents[wedge.limit.exporter] += abroad;
        }
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
