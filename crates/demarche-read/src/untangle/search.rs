//! The best way to part a page's lines into two columns.
//!
//! Reading down the page, every line continues one of two columns. A state is the last
//! line placed, the last line of the other column, which of the two is which, and the
//! lead of the one over the other; it is all that the next choice depends on, because the
//! lines between the ends of a seam all lie in the other column. States that fall far
//! behind the best are given up.

use super::advance::{self, STEPS, Steps};
use super::scores::Scores;

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

/// A state after a line was placed, with the best score for every lead.
struct State {
    /// Last line of the other column.
    other: usize,
    /// Column of the line placed last.
    column: usize,
    scores: Steps,
    best: f64,
}

/// A way for both columns to end.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// The last line of the column of the first line, and of the other.
    pub last: [usize; 2],
    /// The score of the best parting that ends so.
    pub score: f64,
    state: usize,
}

/// What the search found of partings whose second column begins at one line.
///
/// Where a state came from is not kept but found again for the partings that are asked for, which are few.
pub struct Found<'s> {
    scores: &'s Scores,
    start: usize,
    levels: [f64; 2],
    rows: Vec<Vec<State>>,
}

/// For every end state, the best parting whose second column begins at `start`, `left` being the column on the left.
///
/// An end state is the last line of the other column and which column the page's last line is in. `bounds` holds the
/// best score known after each line, by whatever way, and is kept up; what falls far behind it is not followed.
pub fn best<'s>(scores: &'s Scores, start: usize, left: usize, bounds: &mut [f64]) -> Found<'s> {
    let n = scores.lines;
    let levels = advance::levels(left).map(libm::log);
    let mut found = Found { scores, start, levels, rows: Vec::new() };
    if start == 0 || start >= n {
        return found;
    }
    let prefix = (1..start).map(|b| scores.seam(b - 1, b)).sum::<f64>();
    let mut begun = scores.worth.begun.map(|score| score + prefix);
    begun[0] += levels[1];
    found.rows.reserve(n - start);
    found.rows.push(vec![State { other: start - 1, column: 1, scores: begun, best: 0.0 }]);
    for (i, bound) in bounds.iter_mut().enumerate().take(n).skip(start + 1) {
        let states = found.rows.last().map_or(&[][..], Vec::as_slice);
        let mut next = advanced(scores, states, i - 1, levels);
        next.iter_mut().for_each(|state| state.best = state.scores.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        next.sort_by(|a, b| b.best.total_cmp(&a.best));
        next.truncate(KEPT);
        *bound = next.first().map_or(*bound, |state| state.best.max(*bound));
        next.retain(|state| state.best > *bound - BEHIND);
        for state in &mut next {
            let least = state.best - ODD;
            state.scores.iter_mut().filter(|score| **score < least).for_each(|score| *score = f64::NEG_INFINITY);
        }
        if next.is_empty() {
            found.rows.clear();
            return found;
        }
        found.rows.push(next);
    }
    found
}

/// The states after line `i + 1`.
fn advanced(scores: &Scores, states: &[State], i: usize, levels: [f64; 2]) -> Vec<State> {
    let none = [f64::NEG_INFINITY; STEPS];
    let (way, gain) = (&scores.worth.manners[scores.manner(i, i + 1)], scores.seam(i, i + 1));
    let mut next = Vec::with_capacity(states.len() + 2);
    // The best of all states of one column that are left by seams of one manner.
    let mut left: Vec<(usize, usize, Steps)> = Vec::new();
    for state in states {
        let stayed = advance::best_stay(&state.scores, way, gain);
        next.push(State { other: state.other, column: state.column, scores: stayed, best: 0.0 });
        if scores.within(state.other, i + 1) {
            let (seam, manner) = (scores.seam(state.other, i + 1), scores.manner(state.other, i + 1));
            let known = left.iter().position(|group| (group.0, group.1) == (manner, state.column));
            let at = known.unwrap_or(left.len());
            if known.is_none() {
                left.push((manner, state.column, none));
            }
            for (most, score) in left[at].2.iter_mut().zip(&state.scores) {
                *most = higher(*most, score + seam);
            }
        }
    }
    let mut switched = [none; 2];
    for (manner, column, leads) in &left {
        let column = 1 - column;
        advance::best_switch(leads, &scores.worth.manners[*manner], levels[column], &mut switched[column]);
    }
    for (column, scores) in switched.into_iter().enumerate() {
        if scores.iter().any(|&score| score > f64::NEG_INFINITY) {
            next.push(State { other: i, column, scores, best: 0.0 });
        }
    }
    next
}

impl Found<'_> {
    /// The states after each line from the first of the second column on: the last line of the other column, and the
    /// column of the line placed last.
    pub fn states(&self) -> Vec<Vec<(usize, usize)>> {
        let states = |row: &Vec<State>| row.iter().map(|state| (state.other, state.column)).collect();
        self.rows.iter().map(states).collect()
    }

    /// The ways for the columns to end.
    pub fn ends(&self) -> Vec<End> {
        let last = self.scores.lines.saturating_sub(1);
        let whole = self.start + self.rows.len() == self.scores.lines;
        let states = self.rows.last().filter(|_| whole).map_or(&[][..], Vec::as_slice);
        let end = |(at, state): (usize, &State)| {
            let mut lasts = [state.other; 2];
            lasts[state.column] = last;
            let best = state.scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            End { last: lasts, score: best + self.scores.last[state.other], state: at }
        };
        states.iter().enumerate().map(end).collect()
    }

    /// The best parting that ends so.
    pub fn parting(&self, end: &End) -> Parting {
        let n = self.scores.lines;
        let mut columns = vec![0; n];
        let mut at = end.state;
        let mut lead = self.rows.last().map_or(0, |row| highest(&row[at].scores));
        for (i, row) in (self.start..self.start + self.rows.len()).zip(&self.rows).rev() {
            columns[i] = row[at].column;
            if i > self.start {
                (at, lead) = self.source(i - 1, &row[at], lead);
            }
        }
        let of = |wanted: usize| (0..n).filter(|&line| columns[line] == wanted).collect();
        Parting { one: of(0), two: of(1), score: end.score }
    }

    /// The state and lead after line `i` from which a state after the next line came to this lead.
    fn source(&self, i: usize, to: &State, lead: usize) -> (usize, usize) {
        let before = self.rows[i - self.start].iter().enumerate();
        let mut best = (f64::NEG_INFINITY, (0, 0, 0));
        let mut weigh = |score: f64, order: (usize, usize, usize)| {
            // Of equals the one that the search came upon first.
            if score > best.0 || score == best.0 && order < best.1 {
                best = (score, order);
            }
        };
        if to.other < i {
            let (way, gain) = (&self.scores.worth.manners[self.scores.manner(i, i + 1)], self.scores.seam(i, i + 1));
            for (at, state) in before.filter(|(_, state)| (state.other, state.column) == (to.other, to.column)) {
                for from in leads(state) {
                    let way = advance::stayed(way, from, lead).unwrap_or(f64::NEG_INFINITY);
                    weigh(state.scores[from] + gain + way, (0, from, at));
                }
            }
        } else {
            for (at, state) in before.filter(|(_, state)| state.column != to.column) {
                let manner = self.scores.manner(state.other, i + 1);
                let (way, seam) = (&self.scores.worth.manners[manner], self.scores.seam(state.other, i + 1));
                let level = if lead == 0 { self.levels[to.column] } else { 0.0 };
                for from in leads(state) {
                    let way = advance::switched(way, from, lead) + level;
                    weigh(state.scores[from] + seam + way, (manner, from, at));
                }
            }
        }
        (best.1.2, best.1.1)
    }
}

/// The leads of a state that are followed.
fn leads(state: &State) -> impl Iterator<Item = usize> + '_ {
    (0..STEPS).filter(|&lead| state.scores[lead] > f64::NEG_INFINITY)
}

fn highest(scores: &Steps) -> usize {
    (0..STEPS).fold(0, |best, lead| if scores[lead] > scores[best] { lead } else { best })
}

/// The higher of two numbers, in the form that the machine does four at once.
fn higher(one: f64, other: f64) -> f64 {
    if other > one { other } else { one }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::untangle::advance::{Advances, LEADING};

    /// Lines 0, 2, 4 … and 1, 3, 5 … belong together, except that 6 and 7 both follow in the first.
    pub fn scores() -> Scores {
        let right = [(0, 2), (2, 4), (4, 6), (6, 7), (1, 3), (3, 5), (5, 8)];
        let seam = |a, b| (if right.contains(&(a, b)) { 2.0 } else { -2.0 }, 14);
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
        let scores = scores();
        let found = best(&scores, 1, 0, &mut scores.alone());
        let end = found.ends().into_iter().max_by(|a, b| a.score.total_cmp(&b.score)).expect("one exists");
        let parting = found.parting(&end);
        assert_eq!((parting.one, parting.two), (vec![0, 2, 4, 6, 7], vec![1, 3, 5, 8]));
    }

    #[test]
    fn no_parting_is_better_than_the_one_found() {
        let scores = odd(9, &Advances::default());
        for (start, left) in [(1, 0), (1, 1), (3, 0)] {
            let worth = |[one, two]: &[Vec<usize>; 2]| {
                let (first, second) = if left == 0 { (one, two) } else { (two, one) };
                let last = one.last().min(two.last()).copied().unwrap_or(0);
                seams(&scores, one) + seams(&scores, two) + scores.heights(first, second) + scores.last[last]
            };
            let search = best(&scores, start, left, &mut scores.alone());
            for end in search.ends() {
                let Parting { one, two, score } = search.parting(&end);
                assert_eq!([one.last(), two.last()], end.last.each_ref().map(Some));
                assert!((score - worth(&[one, two])).abs() < 1e-9, "a parting is worth what the search says");
            }
            let found = search.ends().iter().map(|end| end.score).fold(f64::MIN, f64::max);
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
