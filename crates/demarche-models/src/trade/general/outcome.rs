//! What a scenario does to each country, with everything that went in.

use serde::Serialize;

use super::baseline::{Baseline, Closure};
use super::economy::{About, Economy};
use super::problem::Problem;
use super::scenario::{Change, ChangePlace, Resolved, Scenario};
use super::sweep::{State, Sweep};
use crate::error::ModelError;
use crate::number::{Elasticity, Sourced};

/// How well the equations hold, and how far the data were from an equilibrium.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quality {
    /// Largest residual of the price equations, in logs.
    pub price_residual: f64,
    /// Largest residual of the spending equations, relative to a mean sector.
    pub spending_residual: f64,
    /// Largest residual of the labour markets, relative to wages.
    pub labour_residual: f64,
    /// Sum of the labour-market gaps over world wages; Walras' law says zero.
    pub walras_residual: f64,
    /// Largest change of a log wage from the data to the solved baseline.
    pub baseline_moved: f64,
}

/// One country. Changes are in percent, values in the unit of the data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountryOutcome {
    /// Name of the country.
    pub country: String,
    /// Exact change of real income: income over the price of consumption.
    pub real_income_percent: f64,
    /// Exact change of the real wage.
    pub real_wage_percent: f64,
    /// First-order terms-of-trade term (Caliendo and Parro 2015, section 2).
    pub terms_of_trade_first_order_percent: f64,
    /// First-order volume-of-trade term, same place.
    pub volume_of_trade_first_order_percent: f64,
    /// The sum of the two terms: what papers print as welfare. It is a first-order formula and
    /// may differ from the exact change of real income even in sign.
    pub welfare_first_order_percent: f64,
    /// Change of the wage against the numeraire.
    pub wage_percent: f64,
    /// Change of the price of consumption against the numeraire.
    pub price_percent: f64,
    /// Income in the baseline and after.
    pub income: [f64; 2],
    /// Tariff revenue in the baseline and after.
    pub revenue: [f64; 2],
    /// Quota rents that the country keeps, after.
    pub rents: f64,
    /// Imports net of tariffs, baseline and after.
    pub imports: [f64; 2],
    /// Exports net of tariffs, baseline and after.
    pub exports: [f64; 2],
}

/// One flow that a change touches, net of tariffs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowOutcome {
    /// Importing country.
    pub importer: String,
    /// Exporting country.
    pub exporter: String,
    /// Sector.
    pub sector: String,
    /// Tariff in the baseline and after; within the quota where there is one.
    pub tariff: [f64; 2],
    /// Value in the baseline and after.
    pub value: [f64; 2],
    /// Quantity, new/old.
    pub quantity: f64,
    /// Shadow tariff of the quota.
    pub shadow_tariff: f64,
    /// Quota rent.
    pub rent: f64,
}

/// One sector of one country.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectorOutcome {
    /// Country.
    pub country: String,
    /// Sector.
    pub sector: String,
    /// Value added in the baseline and after, in the unit of the data.
    pub value_added: [f64; 2],
}

/// All goods and services that one country buys from another, net of tariffs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BilateralOutcome {
    /// Importing country.
    pub importer: String,
    /// Exporting country.
    pub exporter: String,
    /// Value in the baseline and after, in the unit of the data.
    pub value: [f64; 2],
}

/// The world after a scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// What the data are.
    pub about: About,
    /// The closure.
    pub closure: Closure,
    /// The closure as a sentence.
    pub closure_sentence: &'static str,
    /// The changes, with their reasons.
    pub changes: Vec<Change>,
    /// Trade elasticities by sector, with their sources.
    pub theta: Vec<(String, Sourced<Elasticity>)>,
    /// How well the equations hold.
    pub quality: Quality,
    /// The countries, in the order of the data.
    pub countries: Vec<CountryOutcome>,
    /// The flows that the scenario touches and that trade in the baseline.
    pub flows: Vec<FlowOutcome>,
    /// Every pair of countries, by importer and exporter in the order of the data.
    pub bilateral: Vec<BilateralOutcome>,
    /// Every sector of every country.
    pub sectors: Vec<SectorOutcome>,
    /// Corrections of the data, one line per reason with their number.
    pub corrections: Vec<String>,
    /// What the model cannot say.
    pub outside: Vec<String>,
}

impl Baseline {
    /// Answers a scenario.
    ///
    /// # Errors
    /// [`ModelError::Unknown`] for names that the data lack, [`ModelError::Value`] for changes
    /// that contradict each other, [`ModelError::NotConverged`] if there is no answer.
    pub fn respond(&self, scenario: &Scenario) -> Result<Outcome, ModelError> {
        self.respond_at(scenario, &[])
    }

    /// As [`Baseline::respond`], with the place of each change for errors.
    ///
    /// # Errors
    /// As [`Baseline::respond`].
    pub fn respond_at(&self, scenario: &Scenario, places: &[ChangePlace]) -> Result<Outcome, ModelError> {
        let resolved = scenario.resolve(&self.economy, places)?;
        let mut state = State::unchanged(&self.economy);
        let (problem, sweep) = self.equilibrium(&resolved, &mut state)?;
        let report = Report {
            changes: &scenario.changes,
            baseline: self,
            economy: &self.economy,
            resolved: &resolved,
            problem: &problem,
            state: &state,
            sweep: &sweep,
        };
        Ok(report.outcome())
    }
}

impl Outcome {
    /// The outcome of one country, by name.
    pub fn country(&self, name: &str) -> Option<&CountryOutcome> {
        self.countries.iter().find(|c| c.country == name)
    }

    /// One touched flow, by names.
    pub fn flow(&self, importer: &str, exporter: &str, sector: &str) -> Option<&FlowOutcome> {
        self.flows.iter().find(|f| f.importer == importer && f.exporter == exporter && f.sector == sector)
    }
}

/// Exact change of real income of each country, new/old.
pub(super) fn real_income(economy: &Economy, state: &State, sweep: &Sweep) -> Vec<f64> {
    (0..economy.countries.len())
        .map(|c| {
            let price = ln_price(economy, state, c);
            sweep.income[c] / economy.incomes[c] * libm::exp(-price)
        })
        .collect()
}

/// Log of the price of consumption of a country, new/old.
pub(super) fn ln_price(economy: &Economy, state: &State, country: usize) -> f64 {
    let j = economy.sectors.len();
    let own = country * j..(country + 1) * j;
    let tastes = &economy.tastes[own.clone()];
    let prices = &state.ln_prices[own];
    tastes.iter().zip(prices).map(|(a, p)| a * p).sum()
}

struct Report<'a> {
    changes: &'a [Change],
    baseline: &'a Baseline,
    economy: &'a Economy,
    resolved: &'a Resolved,
    problem: &'a Problem<'a>,
    state: &'a State,
    sweep: &'a Sweep,
}

impl Report<'_> {
    fn outcome(&self) -> Outcome {
        let residuals = self.sweep.residuals;
        let (totals, pairs) = self.totals();
        let theta = self.economy.sectors.iter().cloned();
        Outcome {
            about: self.economy.about.clone(),
            closure: self.baseline.closure,
            closure_sentence: self.baseline.closure.sentence(),
            changes: self.changes.to_vec(),
            theta: theta.zip(self.economy.theta.iter().cloned()).collect(),
            quality: Quality {
                price_residual: residuals.price,
                spending_residual: residuals.spending,
                labour_residual: residuals.labour,
                walras_residual: residuals.walras,
                baseline_moved: self.baseline.moved,
            },
            countries: self.countries(&totals),
            flows: self.flows(),
            bilateral: self.bilateral(&pairs),
            sectors: self.sectors(),
            corrections: self.economy.correction_lines(),
            outside: self.outside(),
        }
    }

    fn countries(&self, totals: &[Totals]) -> Vec<CountryOutcome> {
        let real_income = real_income(self.economy, self.state, self.sweep);
        let countries = self.economy.countries.iter().enumerate();
        countries
            .map(|(c, name)| {
                let ln_price = ln_price(self.economy, self.state, c);
                let ln_wage = self.state.ln_wages[c];
                let base = self.economy.incomes[c];
                let total = &totals[c];
                let terms = 100.0 * total.terms / base;
                let volume = 100.0 * total.volume / base;
                CountryOutcome {
                    country: name.clone(),
                    real_income_percent: 100.0 * (real_income[c] - 1.0),
                    real_wage_percent: 100.0 * libm::expm1(ln_wage - ln_price),
                    terms_of_trade_first_order_percent: terms,
                    volume_of_trade_first_order_percent: volume,
                    welfare_first_order_percent: terms + volume,
                    wage_percent: 100.0 * libm::expm1(ln_wage),
                    price_percent: 100.0 * libm::expm1(ln_price),
                    income: [base, self.sweep.income[c]],
                    revenue: [total.revenue, self.sweep.revenue[c]],
                    rents: self.sweep.rents[c],
                    imports: total.imports,
                    exports: total.exports,
                }
            })
            .collect()
    }

    /// Sums over all flows between countries: by country, and by importer and exporter.
    fn totals(&self) -> (Vec<Totals>, Vec<[f64; 2]>) {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let mut totals = vec![Totals::default(); n];
        let mut pairs = vec![[0.0; 2]; n * n];
        for sector in 0..j {
            let rises: Vec<f64> = (0..n).map(|i| libm::expm1(self.sweep.ln_costs[i * j + sector])).collect();
            for importer in 0..n {
                let row = sector * n + importer;
                let base = &self.economy.received[row * n..][..n];
                let tariffs = &self.economy.tariffs[row * n..][..n];
                let after = self.problem.row_received(self.sweep, row);
                for (exporter, (after, base)) in after.zip(base).enumerate() {
                    if exporter == importer || *base == 0.0 {
                        continue;
                    }
                    let (rise, tariff) = (rises[exporter], tariffs[exporter]);
                    let buyer = &mut totals[importer];
                    buyer.terms -= base * rise;
                    buyer.volume += tariff * (after - base * (1.0 + rise));
                    buyer.revenue += tariff * base;
                    buyer.imports[0] += base;
                    buyer.imports[1] += after;
                    let seller = &mut totals[exporter];
                    seller.terms += base * rise;
                    seller.exports[0] += base;
                    seller.exports[1] += after;
                    let pair = &mut pairs[importer * n + exporter];
                    pair[0] += base;
                    pair[1] += after;
                }
            }
        }
        (totals, pairs)
    }

    fn bilateral(&self, pairs: &[[f64; 2]]) -> Vec<BilateralOutcome> {
        let countries = &self.economy.countries;
        let n = countries.len();
        let abroad = pairs.iter().enumerate().filter(|(at, _)| at / n != at % n);
        abroad
            .map(|(at, value)| BilateralOutcome {
                importer: countries[at / n].clone(),
                exporter: countries[at % n].clone(),
                value: *value,
            })
            .collect()
    }

    fn flows(&self) -> Vec<FlowOutcome> {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let outcome = |at: usize| {
            let (sector, importer, exporter) = (at / (n * n), at / n % n, at % n);
            let base = self.economy.received[at];
            let after = self.problem.received(self.sweep, at);
            let tariff = self.resolved.tariffs[at];
            let quantity = after / base * libm::exp(-self.sweep.ln_costs[exporter * j + sector]);
            let wedge = self.problem.wedges.iter().find(|w| w.flow(n) == at);
            FlowOutcome {
                importer: self.economy.countries[importer].clone(),
                exporter: self.economy.countries[exporter].clone(),
                sector: self.economy.sectors[sector].clone(),
                tariff: [self.economy.tariffs[at], tariff],
                value: [base, after],
                quantity,
                shadow_tariff: wedge.map_or(0.0, |w| libm::expm1(w.ln_extra)),
                rent: wedge.map_or(0.0, |w| w.rent(after, tariff, quantity)),
            }
        };
        let trades = |at: &usize| self.economy.received[*at] > 0.0;
        self.resolved.touched.iter().copied().filter(trades).map(outcome).collect()
    }

    fn sectors(&self) -> Vec<SectorOutcome> {
        let (n, j) = (self.economy.countries.len(), self.economy.sectors.len());
        let mut base = vec![0.0; n * j];
        for (row, received) in self.economy.received.chunks_exact(n).enumerate() {
            for (exporter, value) in received.iter().enumerate() {
                base[exporter * j + row / n] += value;
            }
        }
        (0..n * j)
            .map(|cell| {
                let share = self.economy.value_added[cell];
                SectorOutcome {
                    country: self.economy.countries[cell / j].clone(),
                    sector: self.economy.sectors[cell % j].clone(),
                    value_added: [share * base[cell], share * self.sweep.output[cell]],
                }
            })
            .collect()
    }

    fn outside(&self) -> Vec<String> {
        let n = self.economy.countries.len();
        let mut outside = self.economy.about.outside.clone();
        let idle: Vec<usize> =
            self.resolved.touched.iter().copied().filter(|at| self.economy.received[*at] == 0.0).collect();
        if let Some(first) = idle.first() {
            outside.push(format!(
                "outside the model: {} flows that the scenario touches have no trade in the base \
                 year and stay at nothing, such as {} of {} from {}",
                idle.len(),
                self.economy.sectors[first / (n * n)],
                self.economy.countries[first / n % n],
                self.economy.countries[first % n],
            ));
        }
        outside
    }
}

#[derive(Clone, Default)]
struct Totals {
    terms: f64,
    volume: f64,
    revenue: f64,
    imports: [f64; 2],
    exports: [f64; 2],
}

impl Economy {
    /// Corrections grouped by reason, with their number and the sum of what they moved.
    pub fn correction_lines(&self) -> Vec<String> {
        let mut groups: Vec<(&str, usize, f64)> = Vec::new();
        for correction in &self.corrections {
            let moved = (correction.now - correction.was).abs();
            match groups.iter_mut().find(|g| g.0 == correction.reason) {
                Some(group) => {
                    group.1 += 1;
                    group.2 += moved;
                }
                None => groups.push((correction.reason, 1, moved)),
            }
        }
        groups
            .into_iter()
            .map(|(reason, count, moved)| {
                let cells = if count == 1 { "cell" } else { "cells" };
                format!("{reason}: {count} {cells}, {moved:.6} in all")
            })
            .collect()
    }
}
