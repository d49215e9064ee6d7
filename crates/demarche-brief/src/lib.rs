//! The compiler: a brief's prose in, findings and an edition out.

pub mod checks;
pub mod edition;
pub mod printed;
pub mod lexicon;
mod fields;
mod faults;
pub mod prose;
mod world;

pub use demarche_terms::{Accepted, House, Lookup, Rows};
pub use world::World;
