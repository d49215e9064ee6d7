//! What a policy does to the market, source by source, with everything that went in.

use jiff::civil::Date;
use serde::Serialize;

use super::equilibrium::{Demand, Hat, Line, Side};
use super::linear::{self, LinearForm};
use super::market::{Market, Origin, Supplier};
use super::policy::{Measure, Policy, Regime, Treatment};
use crate::error::{ModelError, Place};
use crate::number::{Elasticity, Sourced};

/// The closure of the model, printed with every result.
pub(super) const CLOSURE: &str = "partial equilibrium: income, wages and all other prices stay as they are";

/// Where a source stands with its quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuotaState {
    /// There is none.
    None,
    /// The quota is not filled; no rent.
    Unfilled,
    /// The quota is exactly filled and carries a rent.
    Filled,
    /// More than the quota comes in and pays the over-quota rate.
    Exceeded,
}

/// One source after the change. Values are in the unit of the market, at world prices
/// (before duty) unless said otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceOutcome {
    /// Name of the source.
    pub name: String,
    /// Foreign or domestic.
    pub origin: Origin,
    /// Sales in the base year.
    pub base: f64,
    /// Sales after the change.
    pub after: f64,
    /// Quantity, new/old.
    pub quantity: f64,
    /// Price that the producer receives, new/old.
    pub producer_price: f64,
    /// Price that the consumer pays, new/old.
    pub consumer_price: f64,
    /// Rate in the base year.
    pub base_rate: f64,
    /// First rate after the change: the tariff, or the rate within the quota.
    pub rate: f64,
    /// Shadow tariff of the quota, on top of the rate.
    pub shadow_tariff: f64,
    /// Where the source stands with its quota.
    pub quota: QuotaState,
    /// Tariff revenue after the change less before.
    pub revenue: f64,
    /// Quota rent.
    pub rent: f64,
    /// The part of the rent that exporters keep.
    pub rent_to_exporter: f64,
    /// Gain of the producers of this source.
    pub producer_surplus: f64,
}

/// A market after a change of policy. Money is in the unit of the market.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// The product.
    pub product: String,
    /// What the values count, and where they were published.
    pub basis: String,
    /// Year of the data.
    pub data_year: i16,
    /// Currency and scale.
    pub unit: String,
    /// What the model holds fixed.
    pub closure: &'static str,
    /// The measures in force, with their reasons.
    pub measures: Vec<Treatment>,
    /// Elasticity of substitution, with its source.
    pub substitution: Sourced<Elasticity>,
    /// Elasticity of demand, with its source.
    pub demand: Sourced<Elasticity>,
    /// Elasticities of supply with their sources, one line each.
    pub supply: Vec<String>,
    /// Price index of the product, new/old.
    pub price_index: f64,
    /// The sources, in the order of the input.
    pub sources: Vec<SourceOutcome>,
    /// Rise of imports from foreign sources whose own treatment does not change.
    pub diversion: f64,
    /// Fall of domestic sales: imports created at the cost of home producers.
    pub creation: f64,
    /// Change of tariff revenue.
    pub revenue: f64,
    /// Quota rents, whoever keeps them.
    pub rent: f64,
    /// Consumer surplus, exact.
    pub consumer_surplus: f64,
    /// Consumer surplus by the Harberger trapezoid, for comparison.
    pub consumer_surplus_harberger: f64,
    /// The Harberger triangle: half the wedge between consumer and producer prices times the
    /// change of quantity, over all sources, at base values; the loss that a straight line gives.
    pub harberger_triangle: f64,
    /// Gain of domestic producers.
    pub producer_surplus: f64,
    /// Consumers, domestic producers, revenue and the rents that stay at home.
    pub home_welfare: f64,
    /// The linear form of the same market, for comparison; none where there is a quota.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linear: Option<LinearForm>,
    /// What the model cannot say about this input.
    pub outside: Vec<String>,
}

/// A year as the day-weighted mix of one equilibrium per regime.
///
/// Flows of money and trade are mixed, never rates: revenue is not linear in the rate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearOutcome {
    /// The calendar year of the policy.
    pub year: i16,
    /// Days and outcome of each regime, in order.
    pub regimes: Vec<(u32, Outcome)>,
    /// Sales of each source over the year, in the order of the input.
    pub sales: Vec<(String, f64)>,
    /// First rate of each foreign source on the last day of the year, in the order of the input.
    pub last_rates: Vec<(String, f64)>,
    /// Change of tariff revenue over the year.
    pub revenue: f64,
    /// Quota rents over the year.
    pub rent: f64,
    /// Exact consumer surplus over the year.
    pub consumer_surplus: f64,
    /// Gain of domestic producers over the year.
    pub producer_surplus: f64,
    /// Home welfare over the year.
    pub home_welfare: f64,
}

impl Market {
    /// The market under all measures of the policy, whatever their days.
    ///
    /// # Errors
    /// [`ModelError::Extreme`] if floating point runs out on extreme inputs.
    pub fn respond(&self, policy: &Policy) -> Result<Outcome, ModelError> {
        self.outcome(policy, &policy.undated(self))
    }

    /// The market under the measures in force on `day`, at annual rates.
    ///
    /// # Errors
    /// As [`Market::respond`].
    pub fn respond_on(&self, policy: &Policy, day: Date) -> Result<Outcome, ModelError> {
        self.outcome(policy, &policy.on(self, day))
    }

    /// The market over a calendar year: one equilibrium per regime, mixed by days.
    ///
    /// A cap in force for a part of the year is met at its annual rate.
    ///
    /// # Errors
    /// As [`Market::respond`]; also if `year` is no year of the calendar from 1800 to 2200.
    pub fn respond_in(&self, policy: &Policy, year: i16) -> Result<YearOutcome, ModelError> {
        if !(1800..=2200).contains(&year) {
            return Err(ModelError::Value {
                place: Place::of("year"),
                expected: "a year from 1800 to 2200".into(),
                found: year.to_string(),
                mend: "give a calendar year".into(),
            });
        }
        let regimes = policy
            .in_year(self, year)
            .into_iter()
            .map(|(days, regime)| Ok((days, self.outcome(policy, &regime)?)))
            .collect::<Result<Vec<_>, ModelError>>()?;
        Ok(YearOutcome::mix(year, regimes))
    }

    /// The equations' view of the suppliers under a regime, with the medians of the elasticities.
    pub(super) fn lines(&self, regime: &Regime) -> Vec<Line> {
        let spending = self.spending();
        self.suppliers()
            .iter()
            .zip(regime)
            .map(|(supplier, measure)| {
                let base = supplier.tariff.get();
                let rate = measure.map_or(base, |m| m.first_rate());
                let (ln_cap, ln_ceiling) = measure.map_or((f64::INFINITY, f64::INFINITY), |m| m.cap());
                Line {
                    share: supplier.value.get() / spending,
                    ln_wedge: libm::log1p(rate) - libm::log1p(base),
                    supply: supplier.supply.median.get(),
                    ln_cap,
                    ln_ceiling,
                }
            })
            .collect()
    }

    fn outcome(&self, policy: &Policy, regime: &Regime) -> Result<Outcome, ModelError> {
        let demand = Demand { sigma: self.substitution().median.get(), eta: self.demand().median.get() };
        let lines = self.lines(regime);
        let ln_index = demand.index(&lines).ok_or_else(|| extreme(format!("the market of {}", self.product())))?;
        let sources: Vec<SourceOutcome> = self
            .suppliers()
            .iter()
            .zip(demand.hats(&lines, ln_index))
            .zip(lines.iter().zip(regime))
            .map(|((supplier, hat), (line, measure))| source(supplier, &hat, line, *measure))
            .collect();
        let measures = policy.within(self, regime);
        let linear = linear::form(self.suppliers(), &lines, demand);
        Ok(Outcome { measures, linear, ..self.summary(regime, demand, ln_index, sources) })
    }

    fn summary(&self, regime: &Regime, demand: Demand, ln_index: f64, sources: Vec<SourceOutcome>) -> Outcome {
        let surplus = consumer_surplus(self.spending(), demand.eta, ln_index);
        let diversion = sources
            .iter()
            .zip(regime)
            .filter(|(s, measure)| s.origin == Origin::Foreign && !changes(s, **measure))
            .map(|(s, _)| s.after - s.base)
            .sum();
        let home = |f: fn(&SourceOutcome) -> f64| -> f64 {
            let domestic = sources.iter().filter(|s| s.origin == Origin::Domestic);
            domestic.map(f).sum()
        };
        let all = |f: fn(&SourceOutcome) -> f64| -> f64 { sources.iter().map(f).sum() };
        let (revenue, rent) = (all(|s| s.revenue), all(|s| s.rent));
        let producer_surplus = home(|s| s.producer_surplus);
        Outcome {
            product: self.product().to_owned(),
            basis: self.basis().to_owned(),
            data_year: self.year(),
            unit: self.unit().to_owned(),
            closure: CLOSURE,
            measures: Vec::new(),
            substitution: self.substitution().clone(),
            demand: self.demand().clone(),
            supply: self.supply_notes(),
            price_index: libm::exp(ln_index),
            diversion,
            creation: home(|s| s.base - s.after),
            revenue,
            rent,
            consumer_surplus: surplus,
            consumer_surplus_harberger: trapezoid(self.spending(), demand.eta, ln_index),
            harberger_triangle: all(triangle),
            producer_surplus,
            home_welfare: surplus + producer_surplus + revenue + rent - all(|s| s.rent_to_exporter),
            linear: None,
            outside: self.outside(regime),
            sources,
        }
    }

    fn supply_notes(&self) -> Vec<String> {
        self.suppliers()
            .iter()
            .map(|s| {
                let supply = &s.supply;
                format!("{}: {} ({})", s.name, supply.median.get(), supply.source)
            })
            .collect()
    }

    pub(super) fn outside(&self, regime: &Regime) -> Vec<String> {
        let unsaid = self.suppliers().iter().zip(regime).filter(|(s, _)| s.value.get() == 0.0).map(|(s, measure)| {
            let reason = "no sales in the base year, and shares of nothing stay nothing";
            match measure {
                Some(_) => format!("outside the model: the measure on {}: {reason}", s.name),
                None => format!("outside the model: new sales of {}: {reason}", s.name),
            }
        });
        self.scope().iter().cloned().chain(unsaid).collect()
    }
}

/// Whether a measure is anything else than the rate of the base year.
fn changes(source: &SourceOutcome, measure: Option<Measure>) -> bool {
    match measure {
        None => false,
        Some(Measure::Tariff { rate }) => rate.get() != source.base_rate,
        Some(Measure::Quota { .. } | Measure::TariffRateQuota { .. }) => true,
    }
}

pub(super) fn extreme(what: String) -> ModelError {
    ModelError::Extreme { what }
}

fn source(supplier: &Supplier, hat: &Hat, line: &Line, measure: Option<Measure>) -> SourceOutcome {
    let base_rate = supplier.tariff.get();
    let rate = measure.map_or(base_rate, |m| m.first_rate());
    let base = supplier.value.get() / (1.0 + base_rate);
    let after = base * libm::exp(hat.ln_quantity + hat.ln_price);
    let (revenue, rent) = duties(hat, line, rate, after);
    SourceOutcome {
        name: supplier.name.clone(),
        origin: supplier.origin,
        base,
        after,
        quantity: libm::exp(hat.ln_quantity),
        producer_price: libm::exp(hat.ln_price),
        consumer_price: libm::exp(hat.ln_consumer),
        base_rate,
        rate,
        shadow_tariff: libm::expm1(hat.ln_shadow),
        quota: match hat.side {
            _ if line.ln_cap.is_infinite() => QuotaState::None,
            Side::Below => QuotaState::Unfilled,
            Side::At => QuotaState::Filled,
            Side::Over => QuotaState::Exceeded,
        },
        revenue: revenue - base_rate * base,
        rent,
        rent_to_exporter: rent * measure.map_or(0.0, |m| m.rent_to_exporter()),
        producer_surplus: producer_surplus(base, supplier.supply.median.get(), hat.ln_price),
    }
}

/// Tariff revenue and quota rent on sales of `after` at world prices.
///
/// The whole wedge is `(1 + rate)(1 + shadow)`. Within a quota the part of the
/// shadow tariff is rent; what comes in over the quota pays it as duty.
pub(super) fn duties(hat: &Hat, line: &Line, rate: f64, after: f64) -> (f64, f64) {
    let shadow = (1.0 + rate) * libm::expm1(hat.ln_shadow);
    let within = match hat.side {
        Side::Over => libm::exp(line.ln_cap - hat.ln_quantity),
        Side::Below | Side::At => 1.0,
    };
    let rent = shadow * after * within;
    (rate * after + shadow * after * (1.0 - within), rent)
}

pub(super) fn producer_surplus(base: f64, supply: f64, ln_price: f64) -> f64 {
    if supply.is_infinite() { 0.0 } else { base * libm::expm1((1.0 + supply) * ln_price) / (1.0 + supply) }
}

/// Exact consumer surplus of a change of the price index: the area left of demand.
pub(super) fn consumer_surplus(spending: f64, eta: f64, ln_index: f64) -> f64 {
    let power = 1.0 - eta;
    if power == 0.0 { -spending * ln_index } else { -spending * libm::expm1(power * ln_index) / power }
}

/// The same area with demand drawn as a straight line (Harberger).
fn trapezoid(spending: f64, eta: f64, ln_index: f64) -> f64 {
    -spending * libm::expm1(ln_index) * (1.0 + libm::exp(-eta * ln_index)) / 2.0
}

fn triangle(source: &SourceOutcome) -> f64 {
    let wedge = source.consumer_price - source.producer_price;
    0.5 * source.base * (1.0 + source.base_rate) * wedge * (source.quantity - 1.0)
}

impl YearOutcome {
    fn mix(year: i16, regimes: Vec<(u32, Outcome)>) -> Self {
        let days: u32 = regimes.iter().map(|(days, _)| days).sum();
        let weights = || regimes.iter().map(|(d, o)| (f64::from(*d) / f64::from(days), o));
        let mean = |f: fn(&Outcome) -> f64| -> f64 { weights().map(|(w, o)| w * f(o)).sum() };
        let names = regimes.first().map_or(&[][..], |(_, o)| &o.sources);
        let sales = names.iter().enumerate().map(|(at, s)| {
            let sold = weights().map(|(w, o)| w * o.sources[at].after).sum();
            (s.name.clone(), sold)
        });
        Self {
            year,
            sales: sales.collect(),
            last_rates: regimes.last().map_or_else(Vec::new, |(_, outcome)| {
                let foreign = outcome.sources.iter().filter(|source| source.origin == Origin::Foreign);
                foreign.map(|source| (source.name.clone(), source.rate)).collect()
            }),
            revenue: mean(|o| o.revenue),
            rent: mean(|o| o.rent),
            consumer_surplus: mean(|o| o.consumer_surplus),
            producer_surplus: mean(|o| o.producer_surplus),
            home_welfare: mean(|o| o.home_welfare),
            regimes,
        }
    }
}
