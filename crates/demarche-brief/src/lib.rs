//! The compiler: a brief's prose in, findings and an edition out.

pub mod edition;
pub mod prose;
mod world;

pub use world::{Lookup, Rows, World};
