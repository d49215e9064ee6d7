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
    /// `first[b]`: the second column begins at line `b`.
    pub first: Vec<f64>,
    /// `last[r]`: a column ends with `r` lines of the other still to come.
    pub last: Vec<f64>,
}

impl Scores {
    /// All scores of a page of `lines` lines, `seam(a, b)` for every `a < b` close enough.
    pub fn new(
        lines: usize,
        mut seam: impl FnMut(usize, usize) -> f64,
        first: impl Fn(usize) -> f64,
        last: impl Fn(usize) -> f64,
    ) -> Self {
        let window = limits::COLUMN_GAP.min(lines.max(1));
        let mut seams = vec![f64::NEG_INFINITY; lines * window];
        for a in 0..lines {
            for b in a + 1..lines.min(a + window + 1) {
                seams[a * window + (b - a - 1)] = seam(a, b);
            }
        }
        Self { lines, window, seams, first: (0..lines).map(first).collect(), last: (0..lines).map(last).collect() }
    }

    /// Score of line `b` following line `a`.
    pub fn seam(&self, a: usize, b: usize) -> f64 {
        if b > a && b - a <= self.window { self.seams[a * self.window + (b - a - 1)] } else { f64::NEG_INFINITY }
    }
}

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
    row[state(start - 1, 1)] = (1..start).map(|b| scores.seam(b - 1, b)).sum::<f64>() + scores.first[start];
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
    ends.map(|(j, column)| trace(n, &from, start, (j, column), row[state(j, column)] + scores.last[n - 1 - j]))
        .collect()
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

/// Sums over all partings whose second column begins at `start`.
pub struct Chances {
    forward: Vec<Vec<f64>>,
    backward: Vec<Vec<f64>>,
    start: usize,
    /// Log of the sum over all partings.
    pub total: f64,
}

impl Chances {
    /// Runs the forward-backward recursion.
    ///
    /// `end(one, two)` is added for columns that end at these lines, the first being the one the page begins with.
    pub fn new(scores: &Scores, start: usize, end: impl Fn(usize, usize) -> f64) -> Option<Self> {
        let n = scores.lines;
        if start == 0 || start >= n {
            return None;
        }
        let none = f64::NEG_INFINITY;
        let mut forward = vec![vec![none; 2 * n]; n - start];
        forward[0][state(start - 1, 1)] = 0.0;
        for i in start..n - 1 {
            let mut switched = [none; 2];
            for j in 0..i {
                for column in 0..2 {
                    let score = forward[i - start][state(j, column)];
                    if score > none {
                        forward[i + 1 - start][state(j, column)] = score + scores.seam(i, i + 1);
                        switched[1 - column] = add(switched[1 - column], score + scores.seam(j, i + 1));
                    }
                }
            }
            for column in 0..2 {
                forward[i + 1 - start][state(i, column)] = switched[column];
            }
        }
        let mut backward = vec![vec![none; 2 * n]; n - start];
        for j in 0..n - 1 {
            let rest = scores.last[n - 1 - j];
            backward[n - 1 - start][state(j, 0)] = end(n - 1, j) + rest;
            backward[n - 1 - start][state(j, 1)] = end(j, n - 1) + rest;
        }
        for i in (start..n - 1).rev() {
            for j in 0..i {
                for column in 0..2 {
                    let stay = scores.seam(i, i + 1) + backward[i + 1 - start][state(j, column)];
                    let switch = scores.seam(j, i + 1) + backward[i + 1 - start][state(i, 1 - column)];
                    backward[i - start][state(j, column)] = add(stay, switch);
                }
            }
        }
        let total = backward[0][state(start - 1, 1)];
        total.is_finite().then_some(Self { forward, backward, start, total })
    }

    /// Calls `visit(a, b, p)` for every seam after line `start` that has a probability worth counting.
    pub fn seams(&self, scores: &Scores, mut visit: impl FnMut(usize, usize, f64)) {
        let n = scores.lines;
        for i in self.start..n - 1 {
            let mut stay = 0.0;
            for j in 0..i {
                let mut switch = 0.0;
                for column in 0..2 {
                    let before = self.forward[i - self.start][state(j, column)];
                    if before > f64::NEG_INFINITY {
                        let after = &self.backward[i + 1 - self.start];
                        stay += self.chance(before + scores.seam(i, i + 1) + after[state(j, column)]);
                        switch += self.chance(before + scores.seam(j, i + 1) + after[state(i, 1 - column)]);
                    }
                }
                if switch > WORTH {
                    visit(j, i + 1, switch);
                }
            }
            if stay > WORTH {
                visit(i, i + 1, stay);
            }
        }
    }

    /// Probability that the page's first column ends at `one` and its second at `two`; one of them is the last line.
    pub fn end(&self, scores: &Scores, one: usize, two: usize) -> f64 {
        let last = scores.lines - 1;
        let end = if one == last { state(two, 0) } else { state(one, 1) };
        self.chance(self.forward[last - self.start][end] + self.backward[last - self.start][end])
    }

    fn chance(&self, log: f64) -> f64 {
        libm::exp(log - self.total)
    }
}

/// A smaller probability is not counted.
const WORTH: f64 = 1e-6;

fn add(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + libm::log1p(libm::exp(low - high)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines 0, 2, 4 … and 1, 3, 5 … belong together, except that 6 and 7 both follow in the first.
    fn scores() -> Scores {
        let right = [(0, 2), (2, 4), (4, 6), (6, 7), (1, 3), (3, 5), (5, 8)];
        Scores::new(9, |a, b| if right.contains(&(a, b)) { 1.0 } else { -1.0 }, |_| 0.0, |_| 0.0)
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
        let ends: f64 = (0..8).map(|j| chances.end(&scores, j, 8) + chances.end(&scores, 8, j)).sum();
        assert!((ends - 1.0).abs() < 1e-9);
    }
}
