//! Untangling: two columns that were written down line by line, put back in reading order.
//!
//! Software that sorts text by height writes the lines of two columns in turns.
//! Which line continues which is decided by `seam` scores summed over the whole
//! page (`search`), from one page to the next. The weights and the word counts
//! behind the scores are learnt by [`learn`] and lie in `data/`.

mod cohesion;
mod language;
pub mod learn;
mod seam;
mod search;

use std::sync::LazyLock;

pub use language::Language;
pub use seam::{Echo, FEATURES, Feature, Kind, PageReading};
use search::{Chances, Parting, Scores};

use crate::limits;

/// Word counts and weights.
#[derive(Clone, Debug)]
pub struct Model {
    /// Word counts.
    pub language: Language,
    /// One weight for each number that describes a seam.
    pub weights: Vec<f64>,
}

/// The model that the crate ships; `data/README.md` says from which documents it was learnt.
pub static SHIPPED: LazyLock<Model> = LazyLock::new(|| {
    Model::parse(include_str!("../../data/seam-counts.txt"), include_str!("../../data/seam-weights.txt"))
});

/// Names of the documents that taught the shipped model; none of them is ever scored with it.
pub fn taught() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/trained-on.txt").lines()
}

impl Model {
    /// Reads the two data files; weights that are missing are 0.
    pub fn parse(counts: &str, weights: &str) -> Self {
        let mut parsed = vec![0.0; FEATURES];
        for line in weights.lines().filter(|line| !line.starts_with('#')) {
            if let Some((index, weight)) = line.split_once(' ')
                && let (Ok(index), Ok(weight)) = (index.parse::<usize>(), weight.parse())
                && let Some(slot) = parsed.get_mut(index)
            {
                *slot = weight;
            }
        }
        Self { language: Language::parse(counts), weights: parsed }
    }

    fn score(&self, features: &[Feature]) -> f64 {
        features.iter().map(|&(index, value)| self.weights[usize::from(index)] * f64::from(value)).sum()
    }

    fn scores(&self, page: &PageReading, echo: &Echo) -> Scores {
        Scores::new(
            page.lines.len(),
            |a, b| {
                let note = if page.in_note(a, b) { NOTE } else { 0.0 };
                self.score(&page.seam(a, b, echo, &self.language)) + note
            },
            |b| self.score(&[PageReading::first(b)]) - LATER * (b.saturating_sub(1) as f64).min(3.0),
            |rest| self.score(&[PageReading::last(rest)]),
        )
    }
}

/// A line put in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Page, index into what was given.
    pub page: usize,
    /// Line, index into the page.
    pub line: usize,
    /// 0 for the column that is read first, 1 for the other; `None` where the page has one.
    pub column: Option<u8>,
    /// Probability that it follows the line before it.
    pub follows: f64,
}

/// How late, counted in lines, the second column may begin.
const LATE: usize = 40;
/// How many partings of a page are weighed against those of its neighbours.
const KEPT: usize = 60;

/// Puts the lines of each page in reading order.
///
/// Every line of every page comes back exactly once. Lines at the top of the first
/// page that are its title stay there, over both columns; with `titled` the title was taken off before.
pub fn untangle(pages: &[Vec<&str>], titled: bool, model: &Model) -> Vec<Placed> {
    let first = pages.first().filter(|_| !titled);
    let titles = first.map_or(0, |lines| PageReading::new(lines, &model.language).title_lines());
    let bodies: Vec<&[&str]> =
        pages.iter().enumerate().map(|(page, lines)| &lines[if page == 0 { titles } else { 0 }..]).collect();
    let echo = Echo::gather(pages.iter().flatten().copied());
    let readings: Vec<PageReading> = bodies.iter().map(|lines| PageReading::new(lines, &model.language)).collect();
    let sheets: Vec<Sheet> = readings.iter().map(|reading| Sheet::new(reading, &echo, model)).collect();
    let mut chosen: Vec<Order> = choose(&sheets, &echo, model).into_iter().cloned().collect();
    for at in 0..sheets.len() {
        cohesion::settle(&sheets, &mut chosen, at, &echo, model);
    }
    let mut placed: Vec<Placed> =
        (0..titles).map(|line| Placed { page: 0, line, column: None, follows: 1.0 }).collect();
    for (page, (sheet, order)) in sheets.iter().zip(&chosen).enumerate() {
        let from = placed.len();
        sheet.place(page, order, &echo, model, &mut placed);
        if page == 0 {
            placed[from..].iter_mut().for_each(|place| place.line += titles);
        }
    }
    placed
}

/// A page with its candidate orders.
struct Sheet<'a> {
    reading: &'a PageReading<'a>,
    scores: Scores,
    orders: Vec<Order>,
    /// Kinship of each two lines, one row a line.
    kinship: Vec<f64>,
}

/// A parting with the column that is read first put first.
#[derive(Clone, Debug)]
struct Order {
    first: Vec<usize>,
    second: Vec<usize>,
    score: f64,
}

impl Order {
    fn begin(&self) -> usize {
        self.first.first().copied().unwrap_or(0)
    }

    fn end(&self) -> usize {
        self.second.last().or(self.first.last()).copied().unwrap_or(0)
    }
}

impl<'a> Sheet<'a> {
    fn new(reading: &'a PageReading<'a>, echo: &Echo, model: &Model) -> Self {
        let scores = model.scores(reading, echo);
        let lines = reading.lines.len();
        let mut orders = Vec::new();
        for start in 1..lines.min(LATE) {
            for Parting { one, two, score } in search::best(&scores, start) {
                let link = |end: &[usize], begin: &[usize]| match (end.last(), begin.first()) {
                    (Some(&end), Some(&begin)) => {
                        model.score(&seam::link((reading, end), (reading, begin), echo, &model.language))
                    }
                    _ => 0.0,
                };
                let (forth, back) = (score + link(&one, &two), score + link(&two, &one));
                orders.push(Order { first: one.clone(), second: two.clone(), score: forth });
                orders.push(Order { first: two, second: one, score: back - SWAPPED });
            }
            keep_best(&mut orders);
        }
        if orders.is_empty() {
            orders.push(Order { first: (0..lines).collect(), second: Vec::new(), score: 0.0 });
        }
        let kinship = (0..lines * lines).map(|pair| reading.kinship(pair / lines, pair % lines, echo)).collect();
        Self { reading, scores, orders, kinship }
    }

    /// How much two lines speak of the same thing.
    fn kin(&self, a: usize, b: usize) -> f64 {
        self.kinship[a * self.reading.lines.len() + b]
    }

    fn place(&self, page: usize, order: &Order, echo: &Echo, model: &Model, placed: &mut Vec<Placed>) {
        let two = !order.second.is_empty();
        let chances = self.chances(order, echo, model);
        let lines = order.first.iter().map(|&line| (line, 0)).chain(order.second.iter().map(|&line| (line, 1)));
        let mut before: Option<(usize, u8)> = None;
        for (line, column) in lines {
            let follows = match before {
                Some((last, same)) if same == column => chances.get(&(last, line)).copied().unwrap_or(1.0),
                _ => 1.0,
            };
            placed.push(Placed { page, line, column: two.then_some(column), follows: follows.clamp(0.0, 1.0) });
            before = Some((line, column));
        }
    }

    /// Probability of each seam, given where the second column begins and which is read first.
    fn chances(&self, order: &Order, echo: &Echo, model: &Model) -> std::collections::BTreeMap<(usize, usize), f64> {
        let mut out = std::collections::BTreeMap::new();
        let (one, two) = (order.first.first(), order.second.first());
        let (Some(&one), Some(&two)) = (one, two) else { return out };
        let (start, swapped) = (one.max(two), one > two);
        let link =
            |end: usize| model.score(&seam::link((self.reading, end), (self.reading, two), echo, &model.language));
        let end = |one: usize, two: usize| link(if swapped { two } else { one });
        if let Some(chances) = Chances::new(&self.scores, start, end) {
            chances.seams(&self.scores, |a, b, p| {
                out.insert((a, b), p);
            });
        }
        out
    }
}

/// What speaks for a line of small print continuing the note before it.
const NOTE: f64 = 5.0;
/// What speaks against the second column beginning a line later, for up to three lines.
const LATER: f64 = 4.0;
/// What speaks against reading first the column whose first line comes second.
const SWAPPED: f64 = 4.0;

fn keep_best(orders: &mut Vec<Order>) {
    orders.sort_by(|a, b| b.score.total_cmp(&a.score));
    orders.truncate(KEPT);
}

/// The orders that together read best from page to page.
fn choose<'s>(sheets: &'s [Sheet], echo: &Echo, model: &Model) -> Vec<&'s Order> {
    let mut best: Vec<Vec<(f64, usize)>> = Vec::with_capacity(sheets.len());
    for (at, sheet) in sheets.iter().enumerate() {
        let row = sheet.orders.iter().map(|order| match at.checked_sub(1) {
            Some(before) if !sheet.reading.lines.is_empty() && !sheets[before].reading.lines.is_empty() => {
                let from = &sheets[before];
                let link = |end: usize| {
                    let (from, to) = ((from.reading, end), (sheet.reading, order.begin()));
                    model.score(&seam::link(from, to, echo, &model.language))
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

fn top(row: &[(f64, usize)]) -> (usize, f64) {
    row.iter()
        .enumerate()
        .map(|(at, &(score, _))| (at, score))
        .fold((0, f64::NEG_INFINITY), |a, b| if b.1 > a.1 { b } else { a })
}

/// Whether lines read better as two columns written in turns than as they stand.
///
/// Compares what the language says of the seams alone; without at least eight lines the answer is no.
pub fn is_tangled(pages: &[Vec<&str>], placed: &[Placed], model: &Model) -> bool {
    let echo = Echo::gather(pages.iter().flatten().copied());
    let readings: Vec<PageReading> = pages.iter().map(|lines| PageReading::new(lines, &model.language)).collect();
    let lines: usize = pages.iter().map(Vec::len).sum();
    if lines < 8 || lines > limits::PAGE_LINES * pages.len().max(1) {
        return false;
    }
    let say = |page: usize, a: usize, b: usize| {
        model.score(&seam::link((&readings[page], a), (&readings[page], b), &echo, &model.language))
    };
    let mut gain = 0.0;
    for (page, page_lines) in pages.iter().enumerate() {
        gain -= (1..page_lines.len()).map(|b| say(page, b - 1, b)).sum::<f64>();
    }
    for two in placed.windows(2).filter(|two| two[0].page == two[1].page) {
        gain += say(two[0].page, two[0].line, two[1].line);
    }
    gain > lines as f64
}
