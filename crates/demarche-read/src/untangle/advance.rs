//! Advances: how far below a line the next of its column stands.
//!
//! Lines that were sorted by height tell of the heights: inside a paragraph a column
//! advances by one leading, at a paragraph by a little more, around headings, bullets
//! and small print by distances of their own. An *advance* is counted in steps of a
//! part of a leading, and how likely each is depends on the *manner* of the seam. Where
//! both columns stand is then known up to a *lead*: how far the line placed last stands
//! below the last line of the other column. It can never be that a line stands above one
//! that was written before it, and that is what tells which columns are possible.

use super::line::{Reading, end, start};

/// Steps in one leading of running text.
pub const LEADING: usize = 8;
/// An advance or a lead of so many steps or more is far, and how far is not known.
pub const FAR: usize = 28;
/// How many advances, and leads, are told apart.
pub const STEPS: usize = FAR + 1;
/// How many manners of seams are told apart.
pub const MANNERS: usize = 20;
/// The manner of running text that goes on.
const RUNNING: usize = 14;
/// Row for leads at the begin of the second column.
const BEGUN: usize = MANNERS;
const ROWS: usize = MANNERS + 1;
/// A far advance goes on by one step more with this probability.
const ON: f64 = 1.0 - 1.0 / (10.0 * LEADING as f64);

/// A number for every advance, or every lead.
pub type Steps = [f64; STEPS];

/// The manner of a seam, for which advances are counted.
pub fn manner(a: &Reading, b: &Reading, room: f64) -> usize {
    let (ends, starts) = (a.end, b.start);
    match () {
        () if starts == start::FIGURE => 0,
        () if starts == start::NOTE && (a.start == start::FIGURE || ends == end::HEADING) => 19,
        () if starts == start::NOTE => 1,
        () if a.start == start::NOTE || a.small && b.small => 2,
        () if a.start == start::FIGURE => 3,
        () if starts == start::BULLET => 4,
        () if ends == end::HEADING && starts == start::HEADING => 5,
        () if starts == start::HEADING && matches!(ends, end::SENTENCE | end::COLON) => 6,
        () if starts == start::HEADING => 7,
        () if ends == end::HEADING => 8,
        () if ends == end::FRAGMENT && starts == start::FRAGMENT => 9,
        () if ends == end::FRAGMENT => 10,
        () if starts == start::FRAGMENT => 11,
        () if a.small != b.small => 12,
        () if !matches!(ends, end::SENTENCE | end::COLON) && room > 6.0 => 13,
        () if !matches!(ends, end::SENTENCE | end::COLON) => RUNNING,
        () if matches!(starts, start::LOWER | start::LOWER_FUNCTION) => 15,
        () if room > 2.5 => 16,
        () if room > 0.0 => 17,
        () => 18,
    }
}

/// How likely each advance is in each manner, and each lead where columns begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Advances {
    rows: Vec<Steps>,
}

impl Default for Advances {
    /// Lines one leading apart, or somewhat more or less; next to none are far.
    fn default() -> Self {
        let row = |at: usize| -> Steps {
            let near = |step: usize| 1.0 / (1.0 + (step as f64 - 1.25 * LEADING as f64).abs() / 2.0).powi(2);
            let mut row = std::array::from_fn(|step| match (at, step) {
                (BEGUN, _) => 1.0,
                (_, FAR) => 0.02,
                (RUNNING, LEADING) => 40.0,
                (_, LEADING) => 2.0,
                _ => near(step),
            });
            let sum: f64 = row.iter().sum();
            row.iter_mut().for_each(|chance| *chance /= sum);
            row
        };
        Self { rows: (0..ROWS).map(row).collect() }
    }
}

impl Advances {
    /// Reads what [`Advances::format`] writes; a manner that is missing keeps what is known of none.
    pub fn parse(text: &str) -> Self {
        let mut parsed = Self::default();
        for (row, line) in parsed.rows.iter_mut().zip(text.lines().filter(|line| !line.starts_with('#'))) {
            for (chance, word) in row.iter_mut().zip(line.split_whitespace()) {
                *chance = word.parse().unwrap_or(*chance);
            }
        }
        parsed
    }

    /// One line a manner, in parts of one.
    pub fn format(&self) -> String {
        let row = |row: &Steps| row.iter().map(|chance| format!("{chance:.5}")).collect::<Vec<_>>().join(" ") + "\n";
        self.rows.iter().map(row).collect()
    }

    /// No advance counted yet.
    pub fn none() -> Self {
        Self { rows: vec![[0.0; STEPS]; ROWS] }
    }

    /// The chances of the advances of a manner, or their counts.
    pub fn of_mut(&mut self, manner: usize) -> &mut Steps {
        &mut self.rows[manner]
    }

    /// The chances of the leads at the begin of the second column, or their counts.
    pub fn begun_mut(&mut self) -> &mut Steps {
        &mut self.rows[BEGUN]
    }

    /// Chances from counts, each row with so many more that are spread as in all manners, and so many spread evenly.
    pub fn smoothed(&self, pooled: f64, any: f64) -> Self {
        let mut pool = [0.0; STEPS];
        for row in &self.rows[..MANNERS] {
            pool.iter_mut().zip(row).for_each(|(sum, count)| *sum += count);
        }
        let all: f64 = pool.iter().sum::<f64>().max(1.0);
        let rows = self.rows.iter().enumerate().map(|(at, row)| {
            let pooled = if at < MANNERS { pooled } else { 0.0 };
            let total = row.iter().sum::<f64>() + pooled + any;
            std::array::from_fn(|step| (row[step] + pooled * pool[step] / all + any / STEPS as f64) / total)
        });
        Self { rows: rows.collect() }
    }

    /// Chances from counts, each row with so many more that are spread as in `known`.
    pub fn beside(&self, known: &Self, more: f64) -> Self {
        let rows = self.rows.iter().zip(&known.rows).map(|(row, known)| {
            let total = row.iter().sum::<f64>() + more;
            std::array::from_fn(|step| (row[step] + more * known[step]) / total)
        });
        Self { rows: rows.collect() }
    }

    /// The chances as they are needed to follow leads.
    pub fn ways(&self) -> Ways {
        let manners = self.rows[..MANNERS].iter().map(|row| {
            let on = |steps: usize| row[FAR] * libm::pow(ON, steps as f64);
            let mut beyond = row[FAR];
            Way {
                long: std::array::from_fn(|step| if step < FAR { row[step] } else { on(step - FAR) * (1.0 - ON) }),
                stays: std::array::from_fn(|lead| {
                    if lead > 0 {
                        beyond += row[FAR - lead];
                    }
                    beyond
                }),
                switches: std::array::from_fn(on),
            }
        });
        Ways { manners: manners.collect(), begun: self.rows[BEGUN] }
    }
}

/// How likely advances of one manner are.
#[derive(Clone, Debug)]
pub struct Way {
    /// Advances up to twice what is far.
    pub long: [f64; 2 * FAR],
    /// For each lead, how likely the line placed next is far below the other column if it stays in its own.
    pub stays: Steps,
    /// The same if it switches.
    pub switches: Steps,
}

impl Way {
    /// Each number made into another.
    pub fn map(&self, with: impl Fn(f64) -> f64) -> Self {
        Self { long: self.long.map(&with), stays: self.stays.map(&with), switches: self.switches.map(&with) }
    }
}

/// The way of each manner.
#[derive(Clone, Debug)]
pub struct Ways {
    pub manners: Vec<Way>,
    /// Leads at the begin of the second column.
    pub begun: Steps,
}

impl Ways {
    /// What all chances are worth beside the seams: weighed logarithms.
    pub fn worth(&self) -> Self {
        let worth = |weight: f64| move |chance: f64| weight * (libm::log(chance.max(LEAST)) + REGULAR);
        let manners = self.manners.iter().enumerate().map(|(manner, way)| {
            let weight = if is_tabular(manner) { TABULAR_WEIGHT } else { WEIGHT };
            let mut stays = way.stays.map(worth(weight));
            // While the other column stands still for long, nothing is regular.
            stays[FAR] -= weight * REGULAR;
            Way { long: way.long.map(worth(weight)), stays, switches: way.switches.map(worth(weight)) }
        });
        Self { manners: manners.collect(), begun: self.begun.map(worth(WEIGHT)) }
    }
}

/// What the logarithm of a chance is worth against the seams, which know something of distances too;
/// less in figures and tables, whose distances are their own.
const WEIGHT: f64 = 0.7;
const TABULAR_WEIGHT: f64 = 0.4;
/// What lines that keep step lose to their chances on average, and are given back: else it would seem
/// better that a column ends.
const REGULAR: f64 = 0.5;
/// No chance counts as smaller: a height may always be odd.
const LEAST: f64 = 1e-3;

/// Whether seams of a manner stand in figures, tables or small print.
fn is_tabular(manner: usize) -> bool {
    matches!(manner, 0..=3 | 9..=12 | 19)
}

/// How likely of two lines at one height the right one was written first; the left one is the rule.
pub const RIGHT_FIRST: f64 = 0.005;

/// For each column, how likely its line is written at the same height as one of the other before it.
pub fn levels(left: usize) -> [f64; 2] {
    let mut levels = [1.0; 2];
    levels[left] = RIGHT_FIRST;
    levels
}

/// Leads after a line that stays in the column of the line before.
pub fn stay(leads: &Steps, way: &Way, next: &mut Steps) {
    for (lead, &chance) in leads.iter().enumerate().filter(|&(_, &chance)| chance > 0.0) {
        for (to, advance) in next[lead..FAR].iter_mut().zip(&way.long[..FAR - lead]) {
            *to += chance * advance;
        }
        next[FAR] += chance * way.stays[lead];
    }
}

/// Leads after a line that switches to the other column: it has to stand below the line placed last.
///
/// `level` is how likely it is that it stands at the same height.
pub fn switch(leads: &Steps, way: &Way, level: f64, next: &mut Steps) {
    let before = next[0];
    for (lead, &chance) in leads.iter().enumerate().filter(|&(_, &chance)| chance > 0.0) {
        for (to, advance) in next[..FAR].iter_mut().zip(&way.long[lead..lead + FAR]) {
            *to += chance * advance;
        }
        next[FAR] += chance * way.switches[lead];
    }
    next[0] = before + (next[0] - before) * level;
}

/// What [`stay`] leads to, seen from each lead before it.
pub fn stay_back(later: &Steps, way: &Way) -> Steps {
    std::array::from_fn(|lead| {
        let near: f64 = later[lead..FAR].iter().zip(&way.long).map(|(a, b)| a * b).sum();
        near + later[FAR] * way.stays[lead]
    })
}

/// What [`switch`] leads to, seen from each lead before it.
pub fn switch_back(later: &Steps, way: &Way, level: f64) -> Steps {
    let mut later = *later;
    later[0] *= level;
    std::array::from_fn(|lead| {
        let near: f64 = later[..FAR].iter().zip(&way.long[lead..]).map(|(a, b)| a * b).sum();
        near + later[FAR] * way.switches[lead]
    })
}

/// The likeliest way to each lead by [`stay`], on logarithms.
pub fn best_stay(leads: &Steps, way: &Way, gain: f64) -> Steps {
    let mut next = [f64::NEG_INFINITY; STEPS];
    for (lead, score) in leads.iter().enumerate().filter(|&(_, &score)| score > f64::NEG_INFINITY) {
        let score = score + gain;
        raise(&mut next[lead..FAR], &way.long, score);
        raise(&mut next[FAR..], &way.stays[lead..=lead], score);
    }
    next
}

/// How likely staying leads from one lead to another, where it can.
pub fn stayed(way: &Way, from: usize, to: usize) -> Option<f64> {
    match to {
        FAR => Some(way.stays[from]),
        _ if from <= to => Some(way.long[to - from]),
        _ => None,
    }
}

/// The likeliest way to each lead by [`switch`], on logarithms.
pub fn best_switch(leads: &Steps, way: &Way, level: f64, next: &mut Steps) {
    for (lead, &score) in leads.iter().enumerate().filter(|&(_, &score)| score > f64::NEG_INFINITY) {
        raise(&mut next[..1], &[way.long[lead] + level], score);
        raise(&mut next[1..FAR], &way.long[lead + 1..], score);
        raise(&mut next[FAR..], &way.switches[lead..=lead], score);
    }
}

/// How likely switching leads from one lead to another, but for how likely both lines stand at one height.
pub fn switched(way: &Way, from: usize, to: usize) -> f64 {
    if to == FAR { way.switches[from] } else { way.long[from + to] }
}

/// Raises numbers to what a way to them is worth, where that is more.
fn raise(next: &mut [f64], advances: &[f64], score: f64) {
    for (to, advance) in next.iter_mut().zip(advances) {
        let reached = score + advance;
        *to = if reached > *to { reached } else { *to };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut advances = Advances::default();
        advances.of_mut(3)[7] = 0.25;
        let text = advances.format();
        assert_eq!(Advances::parse(&text).format(), text);
    }

    #[test]
    fn chances_of_a_step_sum_to_one() {
        let ways = Advances::default().ways();
        let mut leads = [0.0; STEPS];
        leads[5] = 1.0;
        let mut next = [0.0; STEPS];
        stay(&leads, &ways.manners[RUNNING], &mut next);
        assert!((next.iter().sum::<f64>() - 1.0).abs() < 1e-9, "a line that stays may have any advance");
        let mut next = [0.0; STEPS];
        switch(&leads, &ways.manners[RUNNING], 1.0, &mut next);
        let above: f64 = ways.manners[RUNNING].long[..5].iter().sum();
        assert!((next.iter().sum::<f64>() - 1.0 + above).abs() < 1e-9, "one that switches any that is below the lead");
    }
}
