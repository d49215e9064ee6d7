//! Work on many alike: on all cores where there are enough of them to be worth the start.

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

/// Fewer are done one after the other.
const MANY: usize = 128;

/// What `work` makes of each, in order.
pub(crate) fn each<T: Send, R: Send>(all: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if all.len() < MANY { all.into_iter().map(work).collect() } else { all.into_par_iter().map(work).collect() }
}
