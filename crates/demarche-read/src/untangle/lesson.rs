//! A lesson: a page whose order is known, with all that might be said of it.
//!
//! The true order is set against every other parting of the page, by the forward-backward recursion.

use super::advance::Advances;
use super::chances::Chances;
use super::echo::Echo;
use super::features::{FEATURES, Feature};
use super::learn::Page;
use super::scores::Scores;
use super::seam::{self, PageReading};
use super::speech::Speech;

/// Lines at which the second column might begin, weighed beside the true one.
const STARTS: [usize; 6] = [1, 2, 3, 5, 9, 16];

/// A page with the features of all that may happen on it.
pub struct Lesson {
    lines: usize,
    columns: Vec<u8>,
    /// Where the second column truly begins.
    start: usize,
    /// Features of every seam, one row a line.
    seams: Vec<Vec<Feature>>,
    /// Features of a column ending early with a line.
    last: Vec<Feature>,
    /// Places where a column may begin: the first line, and the starts that are weighed.
    begins: Vec<usize>,
    /// For each of these, the links from each line of the page taken as the end of the other column.
    links: Vec<Vec<Vec<Feature>>>,
    /// For each of these, the link from the page before, or the begin of the document.
    before: Vec<Vec<Feature>>,
    /// For each line, the link to the page after, or the end of the document.
    after: Vec<Vec<Feature>>,
}

/// First and last line of a page in true order.
fn edges(page: &Page) -> Option<(usize, usize)> {
    let of = |column: u8| page.columns.iter().position(|&of| of == column);
    let last = |column: u8| page.columns.iter().rposition(|&of| of == column);
    Some((of(0).or(of(1))?, last(1).or(last(0))?))
}

impl Lesson {
    /// A page of these, with what its neighbours say of it; `None` where it has one column.
    pub fn new(pages: &[Page], readings: &[PageReading], at: usize, echo: &Echo, speech: &Speech) -> Option<Self> {
        let (page, reading) = (&pages[at], &readings[at]);
        let n = page.lines.len();
        let opening = *page.columns.first()?;
        let start = page.columns.iter().position(|&column| column != opening)?;
        let mut seams = vec![Vec::new(); n * n];
        for a in 0..n {
            for b in a + 1..n.min(a + crate::limits::COLUMN_GAP + 1) {
                seams[a * n + b] = reading.seam(a, b, echo, speech);
            }
        }
        let mut begins: Vec<usize> = STARTS.into_iter().filter(|&other| other < n).chain([start]).collect();
        begins.sort_unstable();
        begins.dedup();
        begins.insert(0, 0);
        let link = |a, b, turns| seam::link(a, b, turns, echo, speech);
        let previous = at.checked_sub(1).and_then(|before| Some((&readings[before], edges(&pages[before])?.1)));
        let next = pages.get(at + 1).and_then(|page| Some((&readings[at + 1], edges(page)?.0)));
        Some(Self {
            lines: n,
            columns: page.columns.clone(),
            start,
            seams,
            last: (0..n).map(|a| reading.last(a, n - 1 - a)).collect(),
            links: begins.iter().map(|&b| (0..n).map(|a| link((reading, a), (reading, b), false)).collect()).collect(),
            before: begins
                .iter()
                .map(|&b| match previous {
                    Some(end) => link(end, (reading, b), true),
                    None => vec![reading.begin(b)],
                })
                .collect(),
            after: (0..n)
                .map(|a| match next {
                    Some(begin) => link((reading, a), begin, true),
                    None => vec![reading.finish(a)],
                })
                .collect(),
            begins,
        })
    }

    /// By how much each weight should change for the true order of the page to be likelier.
    pub fn gradient(&self, weights: &[f64]) -> Vec<f64> {
        let mut gradient = vec![0.0; FEATURES];
        let n = self.lines;
        let say = |features: &[Feature]| -> f64 {
            features.iter().map(|&(index, value)| weights[usize::from(index)] * f64::from(value)).sum()
        };
        let seam = |a: usize, b: usize| (say(&self.seams[a * n + b][..]), 0);
        let scores = Scores::new(n, &Advances::none(), seam, |a| say(&self.last[a..=a]));
        let links: Vec<Vec<f64>> =
            self.links.iter().map(|links| links.iter().map(|link| say(link)).collect()).collect();
        let after: Vec<f64> = self.after.iter().map(|features| say(features)).collect();
        // Every begin of the second column, read in either order.
        let mut cases = Vec::new();
        for (at, &start) in self.begins.iter().enumerate().skip(1) {
            let prefix: f64 = (1..start).map(|b| scores.seam(b - 1, b)).sum();
            for swapped in [false, true] {
                let (first, second) = if swapped { (at, 0) } else { (0, at) };
                let end = |one: usize, two: usize| {
                    let (one, two) = if swapped { (two, one) } else { (one, two) };
                    links[second][one] + after[two]
                };
                if let Some(chances) = Chances::new(&scores, start, end) {
                    let total = chances.total + prefix + say(&[seam::first(start, swapped)]) + say(&self.before[first]);
                    cases.push((total, start, swapped, first, second, chances));
                }
            }
        }
        let most = cases.iter().map(|case| case.0).fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = cases.iter().map(|case| libm::exp(case.0 - most)).sum();
        if !sum.is_finite() {
            return gradient;
        }
        let mut add = |features: &[Feature], by: f64| {
            for &(index, value) in features {
                gradient[usize::from(index)] += by * f64::from(value);
            }
        };
        for (total, start, swapped, first, second, chances) in &cases {
            let share = libm::exp(total - most) / sum;
            if share < SHARE {
                continue;
            }
            (1..*start).for_each(|b| add(&self.seams[(b - 1) * n + b], -share));
            add(&[seam::first(*start, *swapped)], -share);
            add(&self.before[*first], -share);
            chances.seams(&scores, |a, b, p| add(&self.seams[a * n + b], -p * share));
            chances.ends(|one, two, p| {
                let (end, over) = if *swapped { (two, one) } else { (one, two) };
                add(&[self.last[one.min(two)]], -p * share);
                add(&self.links[*second][end], -p * share);
                add(&self.after[over], -p * share);
            });
        }
        self.add_truth(&mut add);
        gradient
    }

    fn add_truth(&self, add: &mut impl FnMut(&[Feature], f64)) {
        let swapped = self.columns[0] != 0;
        let mut last: [Option<usize>; 2] = [None, None];
        for (line, &column) in self.columns.iter().enumerate() {
            if let Some(before) = last[usize::from(column)] {
                add(&self.seams[before * self.lines + line], 1.0);
            }
            last[usize::from(column)] = Some(line);
        }
        let at = |start| self.begins.iter().position(|&begin| begin == start).unwrap_or(0);
        let (first, second) = if swapped { (at(self.start), 0) } else { (0, at(self.start)) };
        if let [Some(left), Some(right)] = last {
            add(&[seam::first(self.start, swapped)], 1.0);
            add(&self.before[first], 1.0);
            add(&[self.last[left.min(right)]], 1.0);
            add(&self.links[second][left], 1.0);
            add(&self.after[right], 1.0);
        }
    }
}

/// Cases with a smaller share of the probability teach nothing.
const SHARE: f64 = 1e-4;
