//! The best way to part a page's lines into two columns.
//!
//! Reading down the page, every line continues one of two columns. A state is the last
//! line placed, the last line of the other column, which of the two is which, and the
//! lead of the one over the other; it is all that the next choice depends on, because the
//! lines between the ends of a seam all lie in the other column. States that fall far
//! behind the best are given up.

use super::advance::{self, Advances, From, STEPS, Steps, Ways};
use crate::limits;

/// Scores of a page: logarithms, any finite number.
#[derive(Clone, Debug)]
pub struct Scores {
    pub lines: usize,
    window: usize,
    seams: Vec<f64>,
    /// Exponentials of `seams`.
    factors: Vec<f64>,
    /// The manner of each seam.
    manners: Vec<u8>,
    /// What advances are worth, by the manner of their seam.
    worth: Ways,
    /// `last[a]`: a column ends with line `a`, the other with the last of the page.
    pub last: Vec<f64>,
}

impl Scores {
    /// All scores of a page of `lines` lines, `seam(a, b)` and its manner for every `a < b` close enough.
    pub fn new(
        lines: usize,
        advances: &Advances,
        mut seam: impl FnMut(usize, usize) -> (f64, usize),
        last: impl Fn(usize) -> f64,
    ) -> Self {
        let window = limits::COLUMN_GAP.min(lines.max(1));
        let mut seams = vec![f64::NEG_INFINITY; lines * window];
        let mut manners = vec![0; lines * window];
        for a in 0..lines {
            for b in a + 1..lines.min(a + window + 1) {
                let (score, manner) = seam(a, b);
                seams[a * window + (b - a - 1)] = score;
                manners[a * window + (b - a - 1)] = u8::try_from(manner).unwrap_or(0);
            }
        }
        let factors = seams.iter().map(|&seam| libm::exp(seam.min(HIGHEST))).collect();
        let worth = advances.ways().worth();
        let last = (0..lines).map(last).collect();
        Self { lines, window, seams, factors, manners, worth, last }
    }

    /// Whether line `b` may follow line `a`.
    pub fn within(&self, a: usize, b: usize) -> bool {
        b > a && b - a <= self.window
    }

    /// The earliest line that line `i + 1` could follow; a column that ended before it has no part in the probabilities.
    pub fn reach(&self, i: usize) -> usize {
        (i + 1).saturating_sub(self.window)
    }

    /// The exponential of the score of line `b` following line `a`.
    pub fn factor(&self, a: usize, b: usize) -> f64 {
        if self.within(a, b) { self.factors[a * self.window + (b - a - 1)] } else { 0.0 }
    }

    /// The manner of the seam.
    pub fn manner(&self, a: usize, b: usize) -> usize {
        if self.within(a, b) { usize::from(self.manners[a * self.window + (b - a - 1)]) } else { 0 }
    }

    /// Score of line `b` following line `a`.
    pub fn seam(&self, a: usize, b: usize) -> f64 {
        if self.within(a, b) { self.seams[a * self.window + (b - a - 1)] } else { f64::NEG_INFINITY }
    }

    /// The score after each line if all stand in one column.
    pub fn alone(&self) -> Vec<f64> {
        let seam = |b: usize| if b > 0 { self.seam(b - 1, b) } else { 0.0 };
        let sum = |sum: &mut f64, b| {
            *sum += seam(b);
            Some(*sum)
        };
        (0..self.lines).scan(0.0, sum).collect()
    }

    /// What the likeliest heights of the lines say of two columns, the left one first, whatever the seams say else.
    pub fn heights(&self, one: &[usize], two: &[usize]) -> f64 {
        let (Some(&first), Some(&second)) = (one.first(), two.first()) else { return 0.0 };
        let (opening, other) = if first < second { (one, two) } else { (two, one) };
        let levels = levels(usize::from(first > second)).map(libm::log);
        let start = other[0];
        let mut leads = self.worth.begun;
        leads[0] += levels[1];
        // The last line of each column, the next of each, and which of them was placed last.
        let mut last = [start - 1, start];
        let mut rest = [opening.iter().peekable(), other.iter().peekable()];
        rest[0].by_ref().take(start).for_each(drop);
        rest[1].next();
        let mut current = 1;
        for i in start..self.lines.saturating_sub(1) {
            let column = usize::from(rest[1].peek().is_some_and(|&&line| line == i + 1));
            rest[column].next();
            let a = last[column];
            let way = &self.worth.manners[self.manner(a, i + 1)];
            leads = if column == current {
                advance::best_stay(&leads, way, 0.0).0
            } else {
                let (mut next, mut from) = ([f64::NEG_INFINITY; STEPS], [(0, 0); STEPS]);
                advance::best_switch(&leads, &[0; STEPS], way, levels[column], &mut next, &mut from);
                next
            };
            (last[column], current) = (i + 1, column);
        }
        leads.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }
}

/// Scores above this count as this, so that their exponential is finite.
const HIGHEST: f64 = 300.0;
/// States so far behind the best are given up; so are all but the best `KEPT`.
const BEHIND: f64 = 25.0;
const KEPT: usize = 32;
/// Leads so far behind the best of their state are given up.
const ODD: f64 = 10.0;

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

/// A state after a line was placed, for every lead: the best score, and the state and lead that it comes from.
struct State {
    /// Last line of the other column.
    other: usize,
    /// Column of the line placed last.
    column: usize,
    scores: Steps,
    from: [From; STEPS],
    best: f64,
}

/// For each column, how likely its line is written at the same height as one of the other before it.
pub fn levels(left: usize) -> [f64; 2] {
    let mut levels = [1.0; 2];
    levels[left] = advance::RIGHT_FIRST;
    levels
}

/// For every end state, the best parting whose second column begins at `start`, `left` being the column on the left.
///
/// An end state is the last line of the other column and which column the page's last line is in. `bounds` holds the
/// best score known after each line, by whatever way, and is kept up; what falls far behind it is not followed.
pub fn best(scores: &Scores, start: usize, left: usize, bounds: &mut [f64]) -> Vec<Parting> {
    let n = scores.lines;
    if start == 0 || start >= n {
        return Vec::new();
    }
    let prefix = (1..start).map(|b| scores.seam(b - 1, b)).sum::<f64>();
    let mut begun = scores.worth.begun.map(|score| score + prefix);
    let levels = levels(left).map(libm::log);
    begun[0] += levels[1];
    let mut rows: Vec<Vec<State>> = Vec::with_capacity(n - start);
    rows.push(vec![State { other: start - 1, column: 1, scores: begun, from: [(0, 0); STEPS], best: 0.0 }]);
    for i in start..n - 1 {
        let mut next = advanced(scores, &rows[i - start], i, levels);
        next.iter_mut().for_each(|state| state.best = state.scores.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        next.sort_by(|a, b| b.best.total_cmp(&a.best));
        next.truncate(KEPT);
        let Some(bound) = bounds.get_mut(i + 1) else { return Vec::new() };
        *bound = next.first().map_or(*bound, |state| state.best.max(*bound));
        next.retain(|state| state.best > *bound - BEHIND);
        for state in &mut next {
            let least = state.best - ODD;
            state.scores.iter_mut().filter(|score| **score < least).for_each(|score| *score = f64::NEG_INFINITY);
        }
        if next.is_empty() {
            return Vec::new();
        }
        rows.push(next);
    }
    let Some(ends) = rows.last() else { return Vec::new() };
    (0..ends.len()).map(|at| trace(n, &rows, start, at, scores.last[ends[at].other])).collect()
}

/// The states after line `i + 1`.
fn advanced(scores: &Scores, states: &[State], i: usize, levels: [f64; 2]) -> Vec<State> {
    let none = [f64::NEG_INFINITY; STEPS];
    let (way, gain) = (&scores.worth.manners[scores.manner(i, i + 1)], scores.seam(i, i + 1));
    let mut next = Vec::with_capacity(states.len() + 2);
    // The best of all states of one column that are left by seams of one manner.
    let mut left: Vec<Option<(Steps, [u16; STEPS])>> = vec![None; 2 * advance::MANNERS];
    for (at, state) in (0_u16..).zip(states) {
        let (stayed, from) = advance::best_stay(&state.scores, way, gain);
        let from = from.map(|lead| (at, lead));
        next.push(State { other: state.other, column: state.column, scores: stayed, from, best: 0.0 });
        if scores.within(state.other, i + 1) {
            let seam = scores.seam(state.other, i + 1);
            let group = &mut left[2 * scores.manner(state.other, i + 1) + state.column];
            let (most, by) = group.get_or_insert((none, [0; STEPS]));
            for ((most, by), score) in most.iter_mut().zip(by).zip(&state.scores) {
                if score + seam > *most {
                    (*most, *by) = (score + seam, at);
                }
            }
        }
    }
    let mut switched = [(none, [(0, 0); STEPS]), (none, [(0, 0); STEPS])];
    for (group, left) in left.iter().enumerate() {
        if let Some((leads, by)) = left {
            let (next, from) = &mut switched[1 - group % 2];
            advance::best_switch(leads, by, &scores.worth.manners[group / 2], levels[1 - group % 2], next, from);
        }
    }
    for (column, (scores, from)) in switched.into_iter().enumerate() {
        if scores.iter().any(|&score| score > f64::NEG_INFINITY) {
            next.push(State { other: i, column, scores, from, best: 0.0 });
        }
    }
    next
}

fn trace(n: usize, rows: &[Vec<State>], start: usize, at: usize, last: f64) -> Parting {
    let mut columns = vec![0; n];
    let mut at = at;
    let end = &rows[n - 1 - start][at].scores;
    let (mut lead, score) = end
        .iter()
        .enumerate()
        .fold((0, f64::NEG_INFINITY), |a, (lead, &score)| if score > a.1 { (lead, score) } else { a });
    for i in (start..n).rev() {
        let state = &rows[i - start][at];
        columns[i] = state.column;
        let (before, step) = state.from[lead];
        (at, lead) = (usize::from(before), usize::from(step));
    }
    let of = |wanted: usize| (0..n).filter(|&line| columns[line] == wanted).collect();
    Parting { one: of(0), two: of(1), score: score + last }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::untangle::advance::LEADING;

    /// Lines 0, 2, 4 … and 1, 3, 5 … belong together, except that 6 and 7 both follow in the first.
    pub fn scores() -> Scores {
        let right = [(0, 2), (2, 4), (4, 6), (6, 7), (1, 3), (3, 5), (5, 8)];
        let seam = |a, b| (if right.contains(&(a, b)) { 1.0 } else { -1.0 }, 14);
        Scores::new(9, &Advances::default(), seam, |_| 0.0)
    }

    /// Seams with odd scores, every third a paragraph.
    fn odd(lines: usize, advances: &Advances) -> Scores {
        let seam = |a: usize, b: usize| {
            (((a * 7 + b * 13) % 11) as f64 / 3.0, if (a + b).is_multiple_of(3) { 16 } else { 14 })
        };
        Scores::new(lines, advances, seam, |a| a as f64 / 7.0)
    }

    /// All ways to part lines after `start` into two columns, of which the second begins there.
    fn partings(lines: usize, start: usize) -> Vec<[Vec<usize>; 2]> {
        let ways = 0..1_u32 << (lines - start - 1);
        ways.map(|way| {
            let second = |line: usize| line == start || line > start && way >> (line - start - 1) & 1 == 1;
            [(0..lines).filter(|&line| !second(line)).collect(), (0..lines).filter(|&line| second(line)).collect()]
        })
        .collect()
    }

    fn seams(scores: &Scores, lines: &[usize]) -> f64 {
        lines.windows(2).map(|two| scores.seam(two[0], two[1])).sum()
    }

    #[test]
    fn the_best_parting_is_found() {
        let parting = best(&scores(), 1, 0, &mut scores().alone())
            .into_iter()
            .max_by(|a, b| a.score.total_cmp(&b.score))
            .expect("one exists");
        assert_eq!((parting.one, parting.two), (vec![0, 2, 4, 6, 7], vec![1, 3, 5, 8]));
    }

    #[test]
    fn no_parting_is_better_than_the_one_found() {
        let scores = odd(9, &Advances::default());
        for (start, left) in [(1, 0), (1, 1), (3, 0)] {
            let found = best(&scores, start, left, &mut scores.alone())
                .into_iter()
                .map(|parting| parting.score)
                .fold(f64::MIN, f64::max);
            let worth = |[one, two]: &[Vec<usize>; 2]| {
                let (first, second) = if left == 0 { (one, two) } else { (two, one) };
                let last = one.last().min(two.last()).copied().unwrap_or(0);
                seams(&scores, one) + seams(&scores, two) + scores.heights(first, second) + scores.last[last]
            };
            let tried = partings(9, start).iter().map(worth).fold(f64::MIN, f64::max);
            assert!((found - tried).abs() < 1e-9, "{start} {left}: {found} against {tried}");
        }
    }

    /// The best of all heights in steps that are in the order of the lines, looked for one by one.
    fn tried(scores: &Scores, columns: &[usize], heights: &mut Vec<usize>) -> f64 {
        let line = heights.len();
        if line == columns.len() {
            return 0.0;
        }
        let before = (0..line).rev().find(|&other| columns[other] == columns[line]);
        let above = heights[line - 1];
        let mut best = f64::NEG_INFINITY;
        for height in above..above + 2 * LEADING {
            let chance = match before {
                Some(other) if height - heights[other] < advance::FAR => {
                    scores.worth.manners[scores.manner(other, line)].long[height - heights[other]]
                }
                Some(_) => continue,
                None => scores.worth.begun[height - above],
            };
            let level = height == above && columns[line] == 0 && columns[line - 1] == 1;
            heights.push(height);
            let rest = tried(scores, columns, heights);
            heights.pop();
            best = best.max(chance + rest + if level { libm::log(advance::RIGHT_FIRST) } else { 0.0 });
        }
        best
    }

    #[test]
    fn the_likeliest_heights_are_found() {
        let scores = odd(5, &Advances::default());
        // What is far has no height: no more than two lines of one column follow each other.
        let near = |lines: &[usize]| {
            lines.windows(2).all(|two| two[1] - two[0] <= 3) && lines.last().is_some_and(|&last| last > 2)
        };
        for [one, two] in partings(5, 1).into_iter().filter(|[one, two]| near(one) && near(two)) {
            let columns: Vec<usize> = (0..5).map(|line| usize::from(two.contains(&line))).collect();
            let (found, tried) = (scores.heights(&one, &two), tried(&scores, &columns, &mut vec![0]));
            assert!((found - tried).abs() < 1e-9, "{columns:?}: {found} against {tried}");
        }
    }
}
