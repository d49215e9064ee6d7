//! Work on many alike: on all cores where there are enough of them to be worth the start.
//!
//! What is made does not depend on the number of cores.

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

/// Fewer are done one after the other.
const MANY: usize = 128;

/// A document of so many pages is read on all cores; for a shorter one that is not worth the start.
pub(crate) const LONG: usize = 32;

/// What `work` makes of each, in order.
pub(crate) fn each<T: Send, R: Send>(all: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    let many = all.len() >= MANY;
    each_if(many, all, work)
}

/// What `work` makes of each, in order; one after the other but where there are `many`.
pub(crate) fn each_if<T: Send, R: Send>(many: bool, all: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if many { all.into_par_iter().map(work).collect() } else { all.into_iter().map(work).collect() }
}

/// What both make; one after the other but where there is `much` to do.
pub(crate) fn both<A: Send, B: Send>(
    much: bool,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if much { rayon::join(one, other) } else { (one(), other()) }
}
