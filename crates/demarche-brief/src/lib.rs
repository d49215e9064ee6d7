//! The compiler: a brief's prose in, findings and an edition out.

pub mod checks;
pub mod edition;
pub mod syntax;
mod front;
pub mod printed;
pub mod lexicon;
mod fields;
pub mod faults;
pub mod prose;
mod world;

pub use demarche_terms::{Accepted, House, Lookup, Rows};
pub use world::World;
