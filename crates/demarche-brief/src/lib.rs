//! The compiler: a brief's prose in, findings and an edition out.

pub mod checks;
pub mod compile;
pub mod edition;
pub mod syntax;
mod front;
pub mod printed;
pub mod lexicon;
mod fields;
pub mod faults;
pub mod prose;
#[cfg(test)]
pub(crate) mod testing;
mod world;

pub use demarche_terms::{Accepted, House, Lookup, Rows};
pub use world::World;

// The fixture in `testing` names this crate as the integration tests do, which share it.
#[cfg(test)]
extern crate self as demarche_brief;
