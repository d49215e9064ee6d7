//! The Global Simulation Model of Francois and Hall (2003): the linear form, for comparison.
//!
//! Every region buys one product from every region. With `theta` the shares of
//! spending at home prices, `phi` the shares of sales at world prices, `T` the
//! power of the tariff and hats for relative changes, world prices solve
//!
//! ```text
//! Ex_i p_i = sum_v phi_iv (N_iv,ii (p_i + T_iv) + sum_r N_iv,ir (p_r + T_rv)),   r other than i
//! N_iv,ii  = theta_iv Em_v - (1 - theta_iv) Es       N_iv,ir = theta_rv (Em_v + Es)
//! ```
//!
//! It is a first-order answer: good for a few percent, rough for large changes.

use serde::Serialize;

use crate::error::{ModelError, Place};
use crate::number::{Elasticity, Rate, Value};
use crate::trade::linear;

/// A world of regions that trade one product. Matrices are exporter by importer.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Names of the regions.
    pub regions: Vec<String>,
    /// Trade at world prices.
    pub trade: Vec<Vec<Value>>,
    /// Tariffs before.
    pub before: Vec<Vec<Rate>>,
    /// Tariffs after.
    pub after: Vec<Vec<Rate>>,
    /// Size of the elasticity of import demand of each importer.
    pub demand: Vec<Elasticity>,
    /// Elasticity of export supply of each exporter.
    pub supply: Vec<Elasticity>,
    /// Elasticity of substitution between sources.
    pub substitution: Elasticity,
}

/// The first-order answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Relative change of each region's world price.
    pub world_prices: Vec<(String, f64)>,
    /// Relative change of each quantity, exporter by importer.
    pub quantities: Vec<Vec<f64>>,
}

/// Solves the linear model.
///
/// # Errors
/// [`ModelError::Shape`] if a matrix or list does not fit the regions, [`ModelError::Value`]
/// if a region sells or buys nothing.
pub fn solve(world: &World) -> Result<Change, ModelError> {
    let n = world.regions.len();
    check_shape(world)?;
    let (spending, sales) = shares(world)?;
    let own = |i: usize, v: usize| {
        -spending[i][v] * world.demand[v].get() - (1.0 - spending[i][v]) * world.substitution.get()
    };
    let cross = |r: usize, v: usize| spending[r][v] * (world.substitution.get() - world.demand[v].get());
    let tariff = |r: usize, v: usize| (1.0 + world.after[r][v].get()) / (1.0 + world.before[r][v].get()) - 1.0;
    let answer = |i: usize, r: usize, v: usize| if r == i { own(i, v) } else { cross(r, v) };

    let mut matrix = vec![0.0; n * n];
    let mut right = vec![0.0; n];
    for i in 0..n {
        matrix[i * n + i] += world.supply[i].get();
        for r in 0..n {
            for (v, share) in sales[i].iter().enumerate() {
                let weight = share * answer(i, r, v);
                matrix[i * n + r] -= weight;
                right[i] += weight * tariff(r, v);
            }
        }
    }
    linear::solve(&mut matrix, &mut right).ok_or_else(|| ModelError::Value {
        place: Place::of("regions of the linear model"),
        expected: "elasticities that determine all prices".into(),
        found: "a singular system".into(),
        mend: "check for two regions with the same flows and no supply response".into(),
    })?;
    let price = |r: usize, v: usize| right[r] + tariff(r, v);
    let quantity = |i: usize, v: usize| (0..n).map(|r| answer(i, r, v) * price(r, v)).sum();
    Ok(Change {
        quantities: (0..n).map(|i| (0..n).map(|v| quantity(i, v)).collect()).collect(),
        world_prices: world.regions.iter().cloned().zip(right.clone()).collect(),
    })
}

type Matrix = Vec<Vec<f64>>;

/// Shares of spending at home prices by importer, and of sales at world prices by exporter.
fn shares(world: &World) -> Result<(Matrix, Matrix), ModelError> {
    let n = world.regions.len();
    let paid = |i: usize, v: usize| world.trade[i][v].get() * (1.0 + world.before[i][v].get());
    let idle = |v: usize, what: &str| ModelError::Value {
        place: Place::of(format!("trade of {}", world.regions[v])),
        expected: format!("some {what}"),
        found: "none".into(),
        mend: "leave the region out, or merge it with another".into(),
    };
    let mut spending = vec![vec![0.0; n]; n];
    let mut sales = vec![vec![0.0; n]; n];
    for at in 0..n {
        let bought: f64 = (0..n).map(|i| paid(i, at)).sum();
        let sold: f64 = world.trade[at].iter().map(|x| x.get()).sum();
        if bought <= 0.0 {
            return Err(idle(at, "purchases"));
        }
        if sold <= 0.0 {
            return Err(idle(at, "sales"));
        }
        for other in 0..n {
            spending[other][at] = paid(other, at) / bought;
            sales[at][other] = world.trade[at][other].get() / sold;
        }
    }
    Ok((spending, sales))
}

fn check_shape(world: &World) -> Result<(), ModelError> {
    let n = world.regions.len();
    let square = |rows: &[usize]| rows.len() == n && rows.iter().all(|len| *len == n);
    let lengths = |rows: &[Vec<Rate>]| rows.iter().map(Vec::len).collect::<Vec<_>>();
    let trade: Vec<usize> = world.trade.iter().map(Vec::len).collect();
    let fits = n > 0
        && square(&trade)
        && square(&lengths(&world.before))
        && square(&lengths(&world.after))
        && world.demand.len() == n
        && world.supply.len() == n;
    if fits {
        return Ok(());
    }
    Err(ModelError::Shape {
        place: Place::of("input of the linear model"),
        expected: format!("{n} regions in every matrix and list"),
        found: format!("{} rows of trade", trade.len()),
    })
}
