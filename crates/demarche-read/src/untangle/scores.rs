//! The scores of a page: what is known of its seams before its lines are parted.
//!
//! Every seam has a score and a manner; the manners tell how likely the heights are that the order of the lines leaves.

use super::advance::{self, Advances, STEPS, Ways};
use crate::limits;

/// Scores above this count as this, so that their exponential is finite.
const HIGHEST: f64 = 300.0;

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
    pub worth: Ways,
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

    /// The scores of the page without its first lines, which differ in nothing else.
    pub fn below(&self, lines: usize) -> Self {
        let mut scores = self.clone();
        let lines = lines.min(self.lines);
        scores.lines -= lines;
        scores.seams.drain(..lines * self.window);
        scores.factors.drain(..lines * self.window);
        scores.manners.drain(..lines * self.window);
        scores.last.drain(..lines);
        scores
    }

    /// The same where advances are as likely as this.
    pub fn advanced(mut self, advances: &Advances) -> Self {
        self.worth = advances.ways().worth();
        self
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
        let levels = advance::levels(usize::from(first > second)).map(libm::log);
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
                advance::best_stay(&leads, way, 0.0)
            } else {
                let mut next = [f64::NEG_INFINITY; STEPS];
                advance::best_switch(&leads, way, levels[column], &mut next);
                next
            };
            (last[column], current) = (i + 1, column);
        }
        leads.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }
}
