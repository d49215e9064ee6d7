//! How sure a parting is: the probability of every seam, by the forward-backward recursion.
//!
//! Here a state is the pair (last line placed, last line of the other column) and which of
//! the two is which: what the seams say by themselves, whatever the heights say.

use super::scores::Scores;

fn state(other: usize, column: usize) -> usize {
    2 * other + column
}

/// Sums over all partings of a page whose second column begins at one line.
///
/// The recursion runs on products, each row scaled to sum to 1, so that no sum of
/// exponentials has to be taken through logarithms (Rabiner 1989, section V).
pub struct Chances {
    lines: usize,
    start: usize,
    /// Products of scores up to a row, one row a line from `start`, scaled.
    forward: Vec<f64>,
    backward: Vec<f64>,
    /// Log of the sum over all partings.
    pub total: f64,
}

impl Chances {
    /// Runs the forward-backward recursion; `None` where no parting is possible.
    ///
    /// `end(one, two)` is added for columns that end at these lines, the first being the one the page begins with.
    pub fn new(scores: &Scores, start: usize, end: impl Fn(usize, usize) -> f64) -> Option<Self> {
        let n = scores.lines;
        if start == 0 || start >= n {
            return None;
        }
        let row = |i: usize| (i - start) * 2 * n;
        let mut forward = vec![0.0; (n - start) * 2 * n];
        forward[state(start - 1, 1)] = 1.0;
        let mut total = 0.0;
        for i in start..n - 1 {
            let (past, next) = forward.split_at_mut(row(i + 1));
            let (past, next) = (&past[row(i)..], &mut next[..2 * n]);
            let stay = scores.factor(i, i + 1);
            let mut switched = [0.0; 2];
            for j in scores.reach(i)..i {
                let switch = scores.factor(j, i + 1);
                for column in 0..2 {
                    let before = past[state(j, column)];
                    next[state(j, column)] = before * stay;
                    switched[1 - column] += before * switch;
                }
            }
            next[state(i, 0)] = switched[0];
            next[state(i, 1)] = switched[1];
            total += scale(next)?;
        }
        let mut backward = vec![0.0; (n - start) * 2 * n];
        let ends: Vec<(usize, f64)> = (0..n - 1)
            .flat_map(|j| [(state(j, 0), end(n - 1, j)), (state(j, 1), end(j, n - 1))])
            .zip((0..n - 1).flat_map(|j| [scores.last[j]; 2]))
            .map(|((at, end), last)| (at, end + last))
            .collect();
        let most = ends.iter().map(|&(_, end)| end).fold(f64::NEG_INFINITY, f64::max);
        for (at, end) in ends {
            backward[row(n - 1) + at] = libm::exp(end - most);
        }
        let seen: f64 = forward[row(n - 1)..].iter().zip(&backward[row(n - 1)..]).map(|(a, b)| a * b).sum();
        total += libm::log(seen) + most;
        for i in (start..n - 1).rev() {
            let (own, later) = backward.split_at_mut(row(i + 1));
            let (own, later) = (&mut own[row(i)..], &later[..2 * n]);
            let stay = scores.factor(i, i + 1);
            for j in scores.reach(i)..i {
                let switch = scores.factor(j, i + 1);
                for column in 0..2 {
                    own[state(j, column)] = stay * later[state(j, column)] + switch * later[state(i, 1 - column)];
                }
            }
            scale(own)?;
        }
        total.is_finite().then_some(Self { lines: n, start, forward, backward, total })
    }

    fn row<'s>(&self, rows: &'s [f64], line: usize) -> &'s [f64] {
        &rows[(line - self.start) * 2 * self.lines..][..2 * self.lines]
    }

    /// Calls `visit(a, b, p)` for every seam after line `start` that has a probability worth counting.
    pub fn seams(&self, scores: &Scores, mut visit: impl FnMut(usize, usize, f64)) {
        let mut switches = vec![0.0; self.lines];
        for i in self.start..self.lines - 1 {
            let (before, after) = (self.row(&self.forward, i), self.row(&self.backward, i + 1));
            let stay = scores.factor(i, i + 1);
            let (mut stays, mut all) = (0.0, 0.0);
            let from = scores.reach(i);
            for (j, switched) in (from..i).zip(&mut switches[from..i]) {
                let switch = scores.factor(j, i + 1);
                let at = [state(j, 0), state(j, 1)];
                stays += stay * (before[at[0]] * after[at[0]] + before[at[1]] * after[at[1]]);
                *switched = switch * (before[at[0]] * after[state(i, 1)] + before[at[1]] * after[state(i, 0)]);
                all += *switched;
            }
            all += stays;
            for (j, switched) in (from..i).zip(&switches[from..i]) {
                if *switched > WORTH * all {
                    visit(j, i + 1, switched / all);
                }
            }
            if stays > WORTH * all {
                visit(i, i + 1, stays / all);
            }
        }
    }

    /// Calls `visit(one, two, p)` for each two ends of the columns, the first being of the one the page begins with.
    pub fn ends(&self, mut visit: impl FnMut(usize, usize, f64)) {
        let last = self.lines - 1;
        let (before, after) = (self.row(&self.forward, last), self.row(&self.backward, last));
        let all: f64 = before.iter().zip(after).map(|(a, b)| a * b).sum();
        for j in 0..last {
            for (one, two, at) in [(last, j, state(j, 0)), (j, last, state(j, 1))] {
                let p = before[at] * after[at] / all;
                if p > WORTH {
                    visit(one, two, p);
                }
            }
        }
    }
}

/// Scales a row to sum to 1 and returns the log of what it was divided by.
fn scale(row: &mut [f64]) -> Option<f64> {
    let sum: f64 = row.iter().sum();
    if !(sum.is_finite() && sum > 0.0) {
        return None;
    }
    row.iter_mut().for_each(|value| *value /= sum);
    Some(libm::log(sum))
}

/// A smaller probability is not counted.
const WORTH: f64 = 1e-6;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::untangle::search::tests::scores;

    #[test]
    fn chances_of_what_a_line_follows_sum_to_one() {
        let scores = scores();
        let chances = Chances::new(&scores, 1, |_, _| 0.0).expect("lines enough");
        let mut sums = [0.0; 9];
        chances.seams(&scores, |_, b, p| sums[b] += p);
        for (line, sum) in sums.iter().enumerate().skip(2) {
            assert!((sum - 1.0).abs() < 1e-5, "line {line}: {sum}");
        }
        let mut ends = 0.0;
        chances.ends(|_, _, p| ends += p);
        assert!((ends - 1.0).abs() < 1e-5);
    }
}
