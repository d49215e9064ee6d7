//! Trade in two sizes: one product in one market, and the whole world economy.

pub mod general;
mod linear;
pub mod product;
