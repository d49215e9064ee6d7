//! The best way to part a page's lines into two columns, and how sure it is.
//!
//! Reading down the page, every line continues one of two columns. A state is
//! the pair (last line placed, last line of the other column) and which of the
//! two is which; it is all that the next choice depends on, because the lines
//! between the ends of a seam all lie in the other column. So the best parting of n lines is found in n²
//! steps, and the probability of every seam by the forward-backward recursion.

use crate::limits;

/// Scores of a page: logarithms, any finite number.
#[derive(Clone, Debug)]
pub struct Scores {
    lines: usize,
    window: usize,
    seams: Vec<f64>,
    /// Exponentials of `seams`.
    factors: Vec<f64>,
    /// `last[a]`: a column ends with line `a`, the other with the last of the page.
    pub last: Vec<f64>,
}

impl Scores {
    /// All scores of a page of `lines` lines, `seam(a, b)` for every `a < b` close enough.
    pub fn new(lines: usize, mut seam: impl FnMut(usize, usize) -> f64, last: impl Fn(usize) -> f64) -> Self {
        let window = limits::COLUMN_GAP.min(lines.max(1));
        let mut seams = vec![f64::NEG_INFINITY; lines * window];
        for a in 0..lines {
            for b in a + 1..lines.min(a + window + 1) {
                seams[a * window + (b - a - 1)] = seam(a, b);
            }
        }
        let factors = seams.iter().map(|&seam| libm::exp(seam.min(HIGHEST))).collect();
        Self { lines, window, seams, factors, last: (0..lines).map(last).collect() }
    }

    /// The earliest line that line `i + 1` could follow; a column that ended before it has no part in the probabilities.
    fn reach(&self, i: usize) -> usize {
        (i + 1).saturating_sub(self.window)
    }

    fn factor(&self, a: usize, b: usize) -> f64 {
        if b > a && b - a <= self.window { self.factors[a * self.window + (b - a - 1)] } else { 0.0 }
    }

    /// Score of line `b` following line `a`.
    pub fn seam(&self, a: usize, b: usize) -> f64 {
        if b > a && b - a <= self.window { self.seams[a * self.window + (b - a - 1)] } else { f64::NEG_INFINITY }
    }
}

/// Scores above this count as this, so that their exponential is finite.
const HIGHEST: f64 = 300.0;

/// One parting of a page in two columns, each a list of lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Parting {
    /// The column of the first line.
    pub one: Vec<usize>,
    /// The other; empty if there is none.
    pub two: Vec<usize>,
    /// Sum of scores.
    pub score: f64,
}

/// For every end state, the best parting whose second column begins at `start`.
///
/// An end state is the last line of the other column and which column the page's last line is in.
pub fn best(scores: &Scores, start: usize) -> Vec<Parting> {
    let n = scores.lines;
    if start == 0 || start >= n {
        return Vec::new();
    }
    let none = f64::NEG_INFINITY;
    let mut row = vec![none; 2 * n];
    row[state(start - 1, 1)] = (1..start).map(|b| scores.seam(b - 1, b)).sum::<f64>();
    // For each step, which line ended the other column before the last switch.
    let mut from: Vec<[u32; 2]> = Vec::with_capacity(n - start);
    for i in start..n - 1 {
        let stay = scores.seam(i, i + 1);
        let mut next = vec![none; 2 * n];
        let mut before = [0, 0];
        for j in 0..i {
            let seam = scores.seam(j, i + 1);
            for column in 0..2 {
                let score = row[state(j, column)];
                if score == none {
                    continue;
                }
                next[state(j, column)] = score + stay;
                let switched = &mut next[state(i, 1 - column)];
                if score + seam > *switched {
                    *switched = score + seam;
                    before[1 - column] = u32::try_from(j).unwrap_or(0);
                }
            }
        }
        from.push(before);
        row = next;
    }
    let ends = (0..n - 1).flat_map(|j| [(j, 0), (j, 1)]).filter(|&(j, column)| row[state(j, column)] > none);
    ends.map(|(j, column)| trace(n, &from, start, (j, column), row[state(j, column)] + scores.last[j])).collect()
}

fn state(other: usize, column: usize) -> usize {
    2 * other + column
}

fn trace(n: usize, from: &[[u32; 2]], start: usize, end: (usize, usize), score: f64) -> Parting {
    let mut columns = vec![0; n];
    let (mut j, mut column) = end;
    for i in (start..n).rev() {
        columns[i] = column;
        if i > start && j == i - 1 {
            // Line i followed an earlier line of its column, line i - 1 is of the other.
            j = from[i - 1 - start][column] as usize;
            column = 1 - column;
        }
    }
    let of = |wanted: usize| (0..n).filter(|&line| columns[line] == wanted).collect();
    Parting { one: of(0), two: of(1), score }
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

    /// Lines 0, 2, 4 … and 1, 3, 5 … belong together, except that 6 and 7 both follow in the first.
    fn scores() -> Scores {
        let right = [(0, 2), (2, 4), (4, 6), (6, 7), (1, 3), (3, 5), (5, 8)];
        Scores::new(9, |a, b| if right.contains(&(a, b)) { 1.0 } else { -1.0 }, |_| 0.0)
    }

    #[test]
    fn the_best_parting_is_found() {
        let parting = best(&scores(), 1).into_iter().max_by(|a, b| a.score.total_cmp(&b.score)).expect("one exists");
        assert_eq!((parting.one, parting.two), (vec![0, 2, 4, 6, 7], vec![1, 3, 5, 8]));
        assert!((parting.score - 7.0).abs() < 1e-9);
    }

    #[test]
    fn chances_of_what_a_line_follows_sum_to_one() {
        let scores = scores();
        let chances = Chances::new(&scores, 1, |_, _| 0.0).expect("lines enough");
        let mut sums = [0.0; 9];
        chances.seams(&scores, |_, b, p| sums[b] += p);
        for (line, sum) in sums.iter().enumerate().skip(2) {
            assert!((sum - 1.0).abs() < 1e-9, "line {line}: {sum}");
        }
        let mut ends = 0.0;
        chances.ends(|_, _, p| ends += p);
        assert!((ends - 1.0).abs() < 1e-5);
    }
}
