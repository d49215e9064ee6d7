//! A page with its candidate orders, and the chain of pages that reads best.

use std::collections::BTreeMap;

use super::advance::Advances;
use super::chances::Chances;
use super::echo::Echo;
use super::leading::Course;
use super::scores::Scores;
use super::seam::{self, PageReading};
use super::search::{self, Parting};
use super::{Model, Placed};

/// How late, counted in lines, the second column may begin.
const LATE: usize = 16;
/// How many orders of a page are weighed against those of its neighbours.
const KEPT: usize = 60;
/// How many ways for the columns to end are weighed with how they are framed.
const ENDS: usize = 24;
/// What speaks against a page having a single column where others have two.
const ALONE: f64 = 8.0;

/// What speaks against the second column beginning below the second line.
const LATER: f64 = 4.0;

/// A page with its candidate orders.
pub struct Sheet<'a> {
    pub reading: &'a PageReading<'a>,
    pub scores: Scores,
    pub orders: Vec<Order>,
    /// Whether it is the first page, and the last.
    edges: (bool, bool),
    /// Kinship of each two lines, one row a line.
    kinship: Vec<f64>,
}

/// A parting with the column that is read first put first.
#[derive(Clone, Debug)]
pub struct Order {
    pub first: Vec<usize>,
    pub second: Vec<usize>,
    pub score: f64,
}

impl Order {
    pub fn begin(&self) -> usize {
        self.first.first().copied().unwrap_or(0)
    }

    pub fn end(&self) -> usize {
        self.second.last().or(self.first.last()).copied().unwrap_or(0)
    }
}

impl<'a> Sheet<'a> {
    /// Reads a page, the first or the last one or both.
    pub fn new(reading: &'a PageReading<'a>, edges: (bool, bool), echo: &Echo, model: &Model) -> Self {
        let lines = reading.lines.len();
        let kinship = (0..lines * lines).map(|pair| reading.kinship(pair / lines, pair % lines, echo)).collect();
        Self { kinship, ..Self::scored(reading, model.scores(reading, echo), edges, echo, model) }
    }

    /// The same where the scores are known, but of what its lines have in common nothing.
    pub fn scored(
        reading: &'a PageReading<'a>,
        scores: Scores,
        edges: (bool, bool),
        echo: &Echo,
        model: &Model,
    ) -> Self {
        let lines = reading.lines.len();
        let mut sheet = Self { reading, scores, orders: Vec::new(), edges, kinship: Vec::new() };
        let mut orders = Vec::new();
        let together = sheet.scores.alone();
        let mut bounds = together.clone();
        for start in 1..lines.min(LATE) {
            for left in 0..2 {
                let found = search::best(&sheet.scores, start, left, &mut bounds);
                let mut ends = found.ends();
                ends.sort_by(|a, b| b.score.total_cmp(&a.score));
                for end in ends.into_iter().take(ENDS) {
                    let columns = [(0, end.last[0]), (start, end.last[1])];
                    let score = end.score + sheet.frame(columns[left], Some(columns[1 - left]), echo, model);
                    if orders.len() < KEPT || orders.last().is_some_and(|least: &Order| score > least.score) {
                        let Parting { one, two, .. } = found.parting(&end);
                        let (first, second) = if left == 0 { (one, two) } else { (two, one) };
                        orders.push(Order { first, second, score });
                    }
                }
                keep_best(&mut orders);
            }
        }
        let alone: Vec<usize> = (0..lines).collect();
        let score = together.last().copied().unwrap_or(0.0) - ALONE;
        let score = score + ends(&alone).map_or(0.0, |whole| sheet.frame(whole, None, echo, model));
        orders.push(Order { first: alone, second: Vec::new(), score });
        sheet.orders = orders;
        sheet
    }

    /// The same page searched again where advances are as likely as this.
    pub fn advanced(self, advances: &Advances, echo: &Echo, model: &Model) -> Self {
        let kinship = self.kinship;
        Self { kinship, ..Self::scored(self.reading, self.scores.advanced(advances), self.edges, echo, model) }
    }

    /// The course that the page took if it was written in this order.
    pub fn course(&self, order: &Order) -> Course {
        let mut columns = vec![0; self.reading.lines.len()];
        order.second.iter().for_each(|&line| columns[line] = 1);
        Course::new(&columns, |a, b| self.reading.manner(a, b))
    }

    /// What speaks for columns of these first and last lines being read in this order, whatever the seams inside them.
    pub fn frame(
        &self,
        (begin, end): (usize, usize),
        second: Option<(usize, usize)>,
        echo: &Echo,
        model: &Model,
    ) -> f64 {
        let mut score = 0.0;
        if self.edges.0 {
            score += model.score(&[self.reading.begin(begin)]);
        }
        if self.edges.1 {
            score += model.score(&[self.reading.finish(second.map_or(end, |second| second.1))]);
        }
        if let Some((next, _)) = second {
            let link = seam::link((self.reading, end), (self.reading, next), false, echo, &model.speech);
            let start = begin.max(next);
            score += model.score(&link) + model.score(&[seam::first(start, begin > next)]);
            score -= if start > 2 { LATER } else { 0.0 };
        }
        score
    }

    /// The score of its best order.
    pub fn best(&self) -> f64 {
        self.orders.iter().map(|order| order.score).fold(f64::NEG_INFINITY, f64::max)
    }

    /// How much two lines speak of the same thing.
    pub fn kin(&self, a: usize, b: usize) -> f64 {
        self.kinship[a * self.reading.lines.len() + b]
    }

    /// Adds the lines of the page in an order.
    pub fn place(&self, page: usize, order: &Order, echo: &Echo, model: &Model, placed: &mut Vec<Placed>) {
        let two = !order.second.is_empty();
        let chances = self.chances(order, echo, model);
        let lines = order.first.iter().map(|&line| (line, 0)).chain(order.second.iter().map(|&line| (line, 1)));
        let start = order.first.first().max(order.second.first()).copied().filter(|_| two);
        let mut before: Option<(usize, u8)> = None;
        for (line, side) in lines {
            let follows = match before {
                // Above the second column nothing is open; below, a seam that no sum came upon is unlikely.
                Some((last, same)) if same == side && start.is_some_and(|start| line > start) => {
                    model.certainty.correct(chances.get(&(last, line)).copied().unwrap_or(0.0))
                }
                _ => 1.0,
            };
            let column = two.then_some(side);
            placed.push(Placed { page, line, column, follows: follows.clamp(0.0, 1.0), cell: None });
            before = Some((line, side));
        }
    }

    /// Probability of each seam, given where the second column begins and which is read first.
    fn chances(&self, order: &Order, echo: &Echo, model: &Model) -> BTreeMap<(usize, usize), f64> {
        let mut out = BTreeMap::new();
        let (one, two) = (order.first.first(), order.second.first());
        let (Some(&one), Some(&two)) = (one, two) else { return out };
        let (start, swapped) = (one.max(two), one > two);
        let link =
            |end: usize| model.score(&seam::link((self.reading, end), (self.reading, two), false, echo, &model.speech));
        let end = |one: usize, two: usize| link(if swapped { two } else { one });
        if let Some(chances) = Chances::new(&self.scores, start, end) {
            chances.seams(&self.scores, |a, b, p| {
                out.insert((a, b), p);
            });
        }
        out
    }
}

/// The first and the last line of a column.
pub fn ends(column: &[usize]) -> Option<(usize, usize)> {
    Some((*column.first()?, *column.last()?))
}

fn keep_best(orders: &mut Vec<Order>) {
    orders.sort_by(|a, b| b.score.total_cmp(&a.score));
    orders.truncate(KEPT);
}

/// The orders that together read best from page to page.
pub fn choose<'s>(sheets: &'s [Sheet], echo: &Echo, model: &Model) -> Vec<&'s Order> {
    let mut best: Vec<Vec<(f64, usize)>> = Vec::with_capacity(sheets.len());
    let mut links: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let row = sheet.orders.iter().map(|order| match at.checked_sub(1) {
            Some(before) if !sheet.reading.lines.is_empty() && !sheets[before].reading.lines.is_empty() => {
                let from = &sheets[before];
                let mut link = |end: usize| {
                    *links.entry((at, end, order.begin())).or_insert_with(|| {
                        let (from, to) = ((from.reading, end), (sheet.reading, order.begin()));
                        model.score(&seam::link(from, to, true, echo, &model.speech))
                    })
                };
                from.orders
                    .iter()
                    .enumerate()
                    .map(|(index, earlier)| (best[before][index].0 + link(earlier.end()) + order.score, index))
                    .fold((f64::NEG_INFINITY, 0), |a, b| if b.0 > a.0 { b } else { a })
            }
            Some(before) => {
                let (index, score) = top(&best[before]);
                (score + order.score, index)
            }
            None => (order.score, 0),
        });
        best.push(row.collect());
    }
    let mut chosen = Vec::with_capacity(sheets.len());
    let mut index = best.last().map_or(0, |row| top(row).0);
    for at in (0..sheets.len()).rev() {
        chosen.push(&sheets[at].orders[index]);
        index = best[at][index].1;
    }
    chosen.reverse();
    chosen
}

/// What speaks for page `at` beginning and ending with these lines, where its neighbours have these orders.
pub fn linked(
    sheets: &[Sheet],
    orders: &[Order],
    at: usize,
    (begin, end): (usize, usize),
    echo: &Echo,
    model: &Model,
) -> f64 {
    let link = |from: (usize, usize), to: (usize, usize)| {
        let (from, to) = ((sheets[from.0].reading, from.1), (sheets[to.0].reading, to.1));
        model.score(&seam::link(from, to, true, echo, &model.speech))
    };
    let has_lines = |page: usize| sheets.get(page).is_some_and(|sheet| !sheet.reading.lines.is_empty());
    let mut total = 0.0;
    if let Some(before) = at.checked_sub(1).filter(|&before| has_lines(before)) {
        total += link((before, orders[before].end()), (at, begin));
    }
    if has_lines(at + 1) {
        total += link((at, end), (at + 1, orders[at + 1].begin()));
    }
    total
}

fn top(row: &[(f64, usize)]) -> (usize, f64) {
    row.iter()
        .enumerate()
        .map(|(at, &(score, _))| (at, score))
        .fold((0, f64::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a })
}
