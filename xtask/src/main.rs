//! `cargo xtask`: measurements against peers and on real data.
fn main() {}
