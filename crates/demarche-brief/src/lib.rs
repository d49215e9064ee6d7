//! The compiler: a brief's prose in, findings and an edition out.
//!
//! ```text
//! text ─► syntax ─► Brief ─► checks ─► findings
//!                     │ asks a World     │
//!                     └────► compile ◄───┘ ─► Edition
//! ```

pub mod checks;
mod compile;
pub mod edition;
pub mod faults;
mod fields;
mod front;
pub mod lexicon;
pub mod printed;
pub mod prose;
pub mod syntax;
#[cfg(test)]
pub(crate) mod testing;
pub mod wording;
mod world;

pub use checks::check;
pub use compile::{EditionOptions, edition, tell};
pub use demarche_terms::{Accepted, House, Lookup, Rows};
pub use world::World;

/// Every finding about a brief: its text, its bindings and its prose, by code.
pub fn rules() -> Vec<demarche_diagnostic::Rule> {
    let mut rules = faults::rules();
    rules.extend(checks::rules());
    rules.sort_by_key(|rule| rule.code);
    rules
}

// The fixture in `testing` names this crate as the integration tests do, which share it.
#[cfg(test)]
extern crate self as demarche_brief;
