//! The linear form of a market, for comparison with the exact one.
//!
//! This is GSIM (Francois and Hall 2003) for one importing market: with `T` the
//! relative change of the power of the tariff, shares `lambda` and hats for
//! relative changes,
//!
//! ```text
//! c_i = p_i + T_i      P = sum lambda_i c_i      q_i = (sigma-eta) P - sigma c_i      q_i = eps_i p_i
//! ```
//!
//! It is good for a few percent and rough for large changes, and it knows no
//! quotas: a market with one has no linear form here.

use serde::Serialize;

use super::equilibrium::{Demand, Line};
use super::market::Supplier;

/// One source in the linear form; changes are relative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinearSource {
    /// Name of the source.
    pub name: String,
    /// Change of the price that the producer receives.
    pub producer_price: f64,
    /// Change of the price that the consumer pays.
    pub consumer_price: f64,
    /// Change of the quantity.
    pub quantity: f64,
}

/// The linear form of a market; changes are relative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinearForm {
    /// Change of the price index.
    pub price_index: f64,
    /// The sources, in the order of the input.
    pub sources: Vec<LinearSource>,
}

/// The linear form, or `None` where there is a quota or the system determines no index.
pub(super) fn form(suppliers: &[Supplier], lines: &[Line], demand: Demand) -> Option<LinearForm> {
    if lines.iter().any(|line| line.ln_cap.is_finite()) {
        return None;
    }
    let Demand { sigma, eta } = demand;
    let power = |line: &Line| libm::expm1(line.ln_wedge);
    // The producer's price is `pass * ((sigma - eta) P - sigma T)`, with flat supply none of it.
    let pass = |line: &Line| if line.supply.is_infinite() { 0.0 } else { 1.0 / (line.supply + sigma) };
    let sum = |f: &dyn Fn(&Line) -> f64| -> f64 { lines.iter().map(|line| line.share * f(line)).sum() };
    let moved = sum(&|line| power(line) * (1.0 - sigma * pass(line)));
    let slope = 1.0 - (sigma - eta) * sum(&pass);
    let index = moved / slope;
    if !index.is_finite() {
        return None;
    }
    let sources = suppliers.iter().zip(lines).map(|(supplier, line)| {
        let producer_price = pass(line) * ((sigma - eta) * index - sigma * power(line));
        let consumer_price = producer_price + power(line);
        LinearSource {
            name: supplier.name.clone(),
            producer_price,
            consumer_price,
            quantity: (sigma - eta) * index - sigma * consumer_price,
        }
    });
    Some(LinearForm { price_index: index, sources: sources.collect() })
}
