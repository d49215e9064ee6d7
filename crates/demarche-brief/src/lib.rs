//! The compiler: a brief's prose in, findings and an edition out.

pub mod edition;
