//! Orders drawn by their probability, and the one of which most pairs are likely right.
//!
//! Of a page with many uncertain places the best order as a whole is rarely the one with the fewest wrong pairs: what is
//! likely in most good orders is more to be trusted than what is in the best (minimum Bayes risk; Goel and Byrne
//! 2000). Orders are drawn from the sums over all partings, from the last line up (forward filtering, backward
//! sampling; Carter and Kohn 1994). How well its columns hold together is known of a whole order alone, so that each
//! is weighed by it (importance sampling). The same page gives the same draws.

use std::collections::BTreeMap;

use super::Model;
use super::advance::{self, STEPS, Steps, Way};
use super::cohesion;
use super::echo::Echo;
use super::scores::Scores;
use super::search;
use super::sheet::{self, Order, Sheet};

/// How many orders of a page are drawn.
const DRAWS: usize = 400;
/// What scores are divided by before sums are taken. Seams were learnt without heights, and the sums count each order
/// once for all heights its lines may have: as they are, scores would leave too much to doubt.
const SHARP: f64 = 0.4;
/// Begins of the second column are weighed where their best order is no further behind the best of all.
const BEHIND: f64 = 8.0;

/// The order of page `at` with the most right pairs to be expected, where its neighbours have these orders. A page that
/// was found to have one column keeps it.
pub fn expected(sheets: &[Sheet], orders: &[Order], at: usize, echo: &Echo, model: &Model) -> Order {
    if orders[at].second.is_empty() {
        return orders[at].clone();
    }
    let drawn = draw(sheets, orders, at, echo, model);
    let mut chances: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (order, share) in &drawn {
        pairs(order).for_each(|pair| *chances.entry(pair).or_default() += share);
    }
    let right = |order: &Order| pairs(order).filter_map(|pair| chances.get(&pair)).sum::<f64>();
    let mut best = (right(&orders[at]), &orders[at]);
    for (order, _) in &drawn {
        let right = right(order);
        // Sums of the same chances in another order differ by less.
        if right > best.0 + 1e-9 {
            best = (right, order);
        }
    }
    best.1.clone()
}

/// Lines that follow each other in an order.
fn pairs(order: &Order) -> impl Iterator<Item = (usize, usize)> + '_ {
    let over = order.first.last().copied().zip(order.second.first().copied());
    order.first.windows(2).chain(order.second.windows(2)).map(|two| (two[0], two[1])).chain(over)
}

/// Orders of page `at` in two columns with their shares of the probability.
fn draw(sheets: &[Sheet], orders: &[Order], at: usize, echo: &Echo, model: &Model) -> Vec<(Order, f64)> {
    let sheet = &sheets[at];
    let least = sheet.best() - BEHIND;
    let near = sheet.orders.iter().filter(|order| order.score > least).chain([&orders[at]]);
    let mut begins: Vec<(usize, usize)> = near.filter_map(begin).collect();
    begins.sort_unstable();
    begins.dedup();
    let manners: Vec<Way> = sheet.scores.worth.manners.iter().map(|way| way.map(factor)).collect();
    let sums: Vec<Sums> = begins
        .into_iter()
        .filter_map(|(start, left)| {
            let ends = |first, second: (usize, usize)| {
                sheet.frame(first, Some(second), echo, model)
                    + sheet::linked(sheets, orders, at, (first.0, second.1), echo, model)
            };
            Sums::new(&sheet.scores, &manners, start, left, ends)
        })
        .collect();
    let most = sums.iter().map(|sums| sums.total).fold(f64::NEG_INFINITY, f64::max);
    let mut chance = Chance(0);
    let mut drawn: BTreeMap<(Vec<usize>, Vec<usize>), f64> = BTreeMap::new();
    if !sums.is_empty() {
        let mut known = vec![Known::new(); sums.len()];
        for _ in 0..DRAWS {
            let of = chance.pick(sums.iter().map(|sums| libm::exp(sums.total - most)));
            *drawn.entry(sums[of].draw(&mut chance, &mut known[of])).or_default() += 1.0;
        }
    }
    let weighed = drawn.into_iter().map(|((first, second), times)| {
        let order = Order { first, second, score: 0.0 };
        let holds = cohesion::held(sheet, &order) / SHARP;
        (order, times, holds)
    });
    let weighed: Vec<(Order, f64, f64)> = weighed.collect();
    let most = weighed.iter().map(|drawn| drawn.2).fold(f64::NEG_INFINITY, f64::max);
    let all: f64 = weighed.iter().map(|(_, times, holds)| times * libm::exp(holds - most)).sum();
    weighed.into_iter().map(|(order, times, holds)| (order, times * libm::exp(holds - most) / all)).collect()
}

/// Where the second column of an order begins, and which column is the left one.
fn begin(order: &Order) -> Option<(usize, usize)> {
    let (&first, &second) = (order.first.first()?, order.second.first()?);
    Some((first.max(second), usize::from(first > second)))
}

fn factor(score: f64) -> f64 {
    libm::exp(score / SHARP)
}

/// Sums over the partings of a page whose second column begins at one line, for every state of the search.
struct Sums<'s> {
    scores: &'s Scores,
    manners: &'s [Way],
    start: usize,
    left: usize,
    levels: [f64; 2],
    /// Sums up to a line, one row a line from `start`, each scaled to 1.
    rows: Vec<Vec<Sum>>,
    /// For each state of the last row, its share.
    ends: Vec<f64>,
    /// Log of the sum over all partings.
    total: f64,
}

/// The last line of the other column, the column of the line placed last, and the sums for every lead.
struct Sum {
    other: usize,
    column: usize,
    leads: Steps,
}

impl<'s> Sums<'s> {
    /// Sums over the states that the search for the best parting keeps; `None` where it keeps none to the end.
    ///
    /// `ends(first, second)` is added for columns with these first and last lines.
    fn new(
        scores: &'s Scores,
        manners: &'s [Way],
        start: usize,
        left: usize,
        ends: impl Fn((usize, usize), (usize, usize)) -> f64,
    ) -> Option<Self> {
        let states = search::best(scores, start, left, &mut scores.alone()).states();
        if start + states.len() != scores.lines {
            return None;
        }
        let levels = advance::levels(left).map(|level| factor(libm::log(level)));
        let mut begun = scores.worth.begun.map(factor);
        begun[0] *= levels[1];
        let total = (1..start).map(|b| scores.seam(b - 1, b)).sum::<f64>() / SHARP;
        let rows = vec![vec![Sum { other: start - 1, column: 1, leads: begun }]];
        let mut sums = Self { scores, manners, start, left, levels, rows, ends: Vec::new(), total };
        for states in &states[1..] {
            sums.advance(states)?;
        }
        let last = sums.rows.last()?;
        let ends = last.iter().map(|sum| {
            let mut lasts = [sum.other; 2];
            lasts[sum.column] = scores.lines - 1;
            let columns = [(0, lasts[0]), (start, lasts[1])];
            let end = scores.last[sum.other] + ends(columns[left], columns[1 - left]);
            libm::log(sum.leads.iter().sum()) + end / SHARP
        });
        let ends: Vec<f64> = ends.collect();
        let most = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        sums.ends = ends.into_iter().map(|end| libm::exp(end - most)).collect();
        sums.total += most + libm::log(sums.ends.iter().sum());
        sums.total.is_finite().then_some(sums)
    }

    /// Adds the row of the next line, which has these states; `None` where no way leads to them.
    fn advance(&mut self, states: &[(usize, usize)]) -> Option<()> {
        let i = self.start + self.rows.len() - 1;
        let sum = |&(other, column): &(usize, usize)| Sum { other, column, leads: [0.0; STEPS] };
        let mut next: Vec<Sum> = states.iter().map(sum).collect();
        for before in self.rows.last()? {
            for to in &mut next {
                let mut leads = [0.0; STEPS];
                let Some((way, seam)) = self.way(i, before, to) else { continue };
                if to.column == before.column {
                    advance::stay(&before.leads, way, &mut leads);
                } else {
                    advance::switch(&before.leads, way, self.levels[to.column], &mut leads);
                }
                to.leads.iter_mut().zip(leads).for_each(|(sum, lead)| *sum += lead * seam);
            }
        }
        let all: f64 = next.iter().flat_map(|sum| sum.leads).sum();
        if !(all.is_finite() && all > 0.0) {
            return None;
        }
        next.iter_mut().for_each(|sum| sum.leads.iter_mut().for_each(|lead| *lead /= all));
        self.total += libm::log(all);
        self.rows.push(next);
        Some(())
    }

    /// How line `i + 1` comes from the state after line `i` to another, where it can, and what the seam is worth.
    fn way(&self, i: usize, before: &Sum, to: &Sum) -> Option<(&'s Way, f64)> {
        let above = match () {
            () if (before.other, before.column) == (to.other, to.column) => i,
            () if (i, 1 - before.column) == (to.other, to.column) => before.other,
            () => return None,
        };
        let seam = self.scores.within(above, i + 1).then(|| factor(self.scores.seam(above, i + 1)))?;
        Some((&self.manners[self.scores.manner(above, i + 1)], seam))
    }

    /// A parting drawn by its share, the column that is read first put first; `known` holds what earlier draws came upon.
    fn draw(&self, chance: &mut Chance, known: &mut Known) -> (Vec<usize>, Vec<usize>) {
        let mut columns = vec![0; self.scores.lines];
        let mut state = chance.pick(self.ends.iter().copied());
        let mut lead = self.rows.last().map_or(0, |row| chance.pick(row[state].leads.iter().copied()));
        for (at, row) in self.rows.iter().enumerate().rev() {
            columns[self.start + at] = row[state].column;
            let Some(before) = at.checked_sub(1) else { break };
            let ways = known.entry((before, state, lead)).or_insert_with(|| self.ways(before, &row[state], lead));
            let Some(way) = ways.get(chance.pick(ways.iter().map(|way| way.1))) else { break };
            (state, lead) = way.0;
        }
        let of = |wanted: usize| (0..columns.len()).filter(|&line| columns[line] == wanted).collect();
        if self.left == 0 { (of(0), of(1)) } else { (of(1), of(0)) }
    }

    /// The states of a row, and their leads, from which a state of the next came to a lead, with their shares.
    fn ways(&self, row: usize, to: &Sum, lead: usize) -> Vec<((usize, usize), f64)> {
        let level = if lead == 0 { self.levels[to.column] } else { 1.0 };
        let mut ways = Vec::new();
        for (state, from) in self.rows[row].iter().enumerate() {
            let Some((way, seam)) = self.way(self.start + row, from, to) else { continue };
            for (steps, sum) in from.leads.iter().enumerate() {
                let advance = if from.column == to.column {
                    advance::stayed(way, steps, lead).unwrap_or(0.0)
                } else {
                    level * advance::switched(way, steps, lead)
                };
                let share = sum * seam * advance;
                if share > 0.0 {
                    ways.push(((state, steps), share));
                }
            }
        }
        ways
    }
}

/// For a row, and a state and lead of the next, the states and leads it came from with their shares.
type Known = BTreeMap<(usize, usize, usize), Vec<((usize, usize), f64)>>;

/// Numbers between 0 and 1 in a fixed order (SplitMix64; Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of some shares, which need not sum to 1.
    fn pick(&mut self, shares: impl Iterator<Item = f64> + Clone) -> usize {
        let mut rest = self.next() * shares.clone().sum::<f64>();
        let mut picked = 0;
        for (at, share) in shares.enumerate().filter(|&(_, share)| share > 0.0) {
            picked = at;
            rest -= share;
            if rest < 0.0 {
                break;
            }
        }
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::untangle::seam::PageReading;
    use crate::untangle::search::tests::scores;

    /// The sums of the lines that the search is tested with.
    fn sums<R>(tell: impl FnOnce(&Sums) -> R) -> R {
        let scores = scores();
        let manners: Vec<Way> = scores.worth.manners.iter().map(|way| way.map(factor)).collect();
        let sums = Sums::new(&scores, &manners, 1, 0, |_, _| 0.0).expect("lines enough");
        tell(&sums)
    }

    #[test]
    fn partings_are_drawn_as_often_as_they_are_likely() {
        sums(|sums| {
            let mut drawn: BTreeMap<(Vec<usize>, Vec<usize>), usize> = BTreeMap::new();
            let (mut chance, mut known) = (Chance(0), Known::new());
            for _ in 0..20_000 {
                *drawn.entry(sums.draw(&mut chance, &mut known)).or_default() += 1;
            }
            let all = exact(sums);
            let sum: f64 = all.values().sum();
            for (parting, weight) in all.iter().filter(|(_, weight)| *weight / sum > 0.01) {
                let (share, seen) = (weight / sum, drawn.get(parting).copied().unwrap_or(0) as f64 / 20_000.0);
                assert!((share - seen).abs() < 0.02, "{parting:?}: {share} against {seen}");
            }
            assert!(all.values().any(|weight| weight / sum > 0.5), "the best is no matter of chance");
        });
    }

    /// What each parting is worth, its seams and all heights its lines may have taken together, one by one.
    fn exact(sums: &Sums) -> BTreeMap<(Vec<usize>, Vec<usize>), f64> {
        let n = sums.scores.lines;
        let mut all = BTreeMap::new();
        for way in 0..1_u32 << (n - 2) {
            let column = |line: usize| usize::from(line == 1 || line > 1 && way >> (line - 2) & 1 == 1);
            let mut leads = sums.rows[0][0].leads;
            let (mut last, mut worth) = ([0, 1], 1.0);
            for line in 2..n {
                let (own, current) = (column(line), column(line - 1));
                let way = &sums.manners[sums.scores.manner(last[own], line)];
                let mut next = [0.0; STEPS];
                if own == current {
                    advance::stay(&leads, way, &mut next);
                } else {
                    advance::switch(&leads, way, sums.levels[own], &mut next);
                }
                (leads, worth) = (next, worth * factor(sums.scores.seam(last[own], line)));
                last[own] = line;
            }
            worth *= leads.iter().sum::<f64>() * factor(sums.scores.last[last[0].min(last[1])]);
            let of = |wanted: usize| (0..n).filter(|&line| column(line) == wanted).collect::<Vec<_>>();
            all.insert((of(0), of(1)), worth);
        }
        all
    }

    #[test]
    fn the_same_chances_come_again() {
        let mut chance = Chance(0);
        let few: Vec<usize> = (0..6).map(|_| chance.pick([0.2, 0.0, 0.3, 0.5].into_iter())).collect();
        let mut again = Chance(0);
        assert_eq!(few, (0..6).map(|_| again.pick([0.2, 0.0, 0.3, 0.5].into_iter())).collect::<Vec<_>>());
        assert!(few.iter().all(|&picked| picked != 1), "what has no share is never picked");
    }

    #[test]
    fn a_page_of_one_column_keeps_it() {
        let lines = [
            "Fares were last changed by the council two years",
            "The ferries to the islands sail from the northern",
            "ago, after the price of fuel had risen. Those who",
            "harbour every day of the week. In winter the last",
            "live on the islands pay half, and children nothing.",
            "of them leaves before dark.",
        ];
        let (echo, model) = (Echo::gather(lines.into_iter()), &crate::untangle::SHIPPED);
        let reading = PageReading::new(&lines, &echo, &model.speech);
        let sheets = [Sheet::new(&reading, (true, true), &echo, model)];
        let expects = |first: &[usize], second: &[usize]| {
            let order = Order { first: first.to_vec(), second: second.to_vec(), score: 0.0 };
            let found = expected(&sheets, &[order], 0, &echo, model);
            (found.first, found.second)
        };
        let turns = (vec![0, 2, 4], vec![1, 3, 5]);
        assert_eq!(expects(&[0, 2, 4], &[1, 3, 5]), turns, "the likeliest order is kept");
        assert_eq!(expects(&[0, 2], &[1, 3, 4, 5]), turns, "an unlikely one is not");
        assert_eq!(expects(&[0, 1, 2, 3, 4, 5], &[]), ((0..6).collect(), vec![]));
    }
}
