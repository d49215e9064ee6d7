//! Learning the seam weights: logistic regression over whole pages.
//!
//! The model is a conditional random field (Lafferty, McCallum and Pereira 2001)
//! whose variables are the partings of a page in two columns. The weights are
//! those under which the true partings are likeliest, with a Gaussian prior;
//! found by gradient ascent with Adam steps (Kingma and Ba 2015).
//! Nothing is random: the same pages give the same weights.

use super::seam::{self, Echo, FEATURES, Feature, PageReading};
use super::search::{Chances, Scores};
use super::{Language, Model};

/// A page whose order is known: its lines as written down, and the column of each (0 is read first).
#[derive(Clone, Debug)]
pub struct Example {
    /// Lines in the order of the file.
    pub lines: Vec<String>,
    /// 0 or 1 for every line.
    pub columns: Vec<u8>,
}

/// How often all pages are gone through.
const ROUNDS: usize = 120;
/// Variance of the prior on a weight.
const VARIANCE: f64 = 5.0;
/// First step length; it falls to nothing over the rounds.
const STEP: f64 = 0.08;
/// What remains of the running mean of the gradient, and of its square, after a round.
const MEAN: f64 = 0.9;
const SQUARE: f64 = 0.99;

/// A page with a larger share of cells and labels teaches nothing about running text.
const FRAGMENTS: f64 = 0.25;

struct Lesson {
    lines: usize,
    seams: Vec<Vec<Feature>>,
    /// Features of the link from each line, taken as the end of the first column, to the true begin of the second.
    links: Vec<Vec<Feature>>,
    columns: Vec<u8>,
    start: usize,
}

/// A document to learn from: its running text, one string a paragraph, and its pages.
#[derive(Clone, Debug)]
pub struct Document {
    /// Running text of the same document from another source.
    pub text: Vec<String>,
    /// Pages with their columns; empty for a document that only lends its text.
    pub pages: Vec<Example>,
}

/// In how many parts the documents are split so that none is judged by words counted in itself.
const PARTS: usize = 4;

/// A model learnt from `texts` (paragraphs) and `documents`.
///
/// The weights are learnt with counts that leave out the document in hand: with
/// its own words counted in, language would seem a far better guide than it is.
pub fn model(texts: &[String], documents: &[Document]) -> Model {
    let count = |keep: &dyn Fn(usize) -> bool| {
        let kept = documents.iter().enumerate().filter(|&(at, _)| keep(at)).flat_map(|(_, document)| &document.text);
        let counted = Language::learn(texts.iter().chain(kept).map(String::as_str));
        Language::parse(&counted.format())
    };
    let mut lessons = Vec::new();
    for part in 0..PARTS {
        let language = count(&|at| at % PARTS != part);
        for document in documents.iter().skip(part).step_by(PARTS) {
            lessons.extend(self::lessons(&language, &document.pages));
        }
    }
    Model { language: count(&|_| true), weights: weights(&lessons) }
}

/// The weights under which the true orders are likeliest.
fn weights(lessons: &[Lesson]) -> Vec<f64> {
    let mut weights = vec![0.0; FEATURES];
    let mut mean = vec![0.0; FEATURES];
    let mut square = vec![0.0; FEATURES];
    let (mut keep_mean, mut keep_square) = (1.0, 1.0);
    for round in 0..ROUNDS {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| -weight / VARIANCE).collect();
        for lesson in lessons {
            lesson.add_gradient(&weights, &mut gradient);
        }
        keep_mean *= MEAN;
        keep_square *= SQUARE;
        let step = STEP * (1.0 - round as f64 / ROUNDS as f64);
        for index in 0..FEATURES {
            mean[index] = MEAN * mean[index] + (1.0 - MEAN) * gradient[index];
            square[index] = SQUARE * square[index] + (1.0 - SQUARE) * gradient[index] * gradient[index];
            let (mean, square) = (mean[index] / (1.0 - keep_mean), square[index] / (1.0 - keep_square));
            weights[index] += step * mean / (square.sqrt() + 1e-8);
        }
    }
    weights
}

fn lessons(language: &Language, pages: &[Example]) -> Vec<Lesson> {
    let echo = Echo::gather(pages.iter().flat_map(|page| page.lines.iter().map(String::as_str)));
    pages.iter().filter_map(|page| Lesson::new(page, &echo, language)).collect()
}

impl Lesson {
    fn new(page: &Example, echo: &Echo, language: &Language) -> Option<Self> {
        let lines: Vec<&str> = page.lines.iter().map(String::as_str).collect();
        let reading = PageReading::new(&lines, language);
        if reading.fragments() > FRAGMENTS {
            return None;
        }
        let n = lines.len();
        let opening = *page.columns.first()?;
        let start = page.columns.iter().position(|&column| column != opening)?;
        let second = page.columns.iter().position(|&column| column == 1)?;
        let mut seams = vec![Vec::new(); n * n];
        for a in 0..n {
            for b in a + 1..n.min(a + crate::limits::COLUMN_GAP + 1) {
                seams[a * n + b] = reading.seam(a, b, echo, language);
            }
        }
        let links = (0..n).map(|end| seam::link((&reading, end), (&reading, second), echo, language)).collect();
        Some(Self { lines: n, seams, links, columns: page.columns.clone(), start })
    }

    fn add_gradient(&self, weights: &[f64], gradient: &mut [f64]) {
        let n = self.lines;
        let say = |features: &[Feature]| -> f64 {
            features.iter().map(|&(index, value)| weights[usize::from(index)] * f64::from(value)).sum()
        };
        let scores = Scores::new(
            n,
            |a, b| say(&self.seams[a * n + b]),
            |b| say(&[PageReading::first(b)]),
            |rest| say(&[PageReading::last(rest)]),
        );
        // The column read first need not be the one the page begins with.
        let swapped = self.columns[0] != 0;
        let read_first = |one: usize, two: usize| if swapped { two } else { one };
        let end = |one: usize, two: usize| say(&self.links[read_first(one, two)]);
        let Some(chances) = Chances::new(&scores, self.start, end) else { return };
        let mut add = |features: &[Feature], by: f64| {
            for &(index, value) in features {
                gradient[usize::from(index)] += by * f64::from(value);
            }
        };
        chances.seams(&scores, |a, b, p| add(&self.seams[a * n + b], -p));
        for j in 0..n - 1 {
            for (one, two) in [(n - 1, j), (j, n - 1)] {
                let p = chances.end(&scores, one, two);
                if p > 1e-6 {
                    add(&[PageReading::last(n - 1 - j)], -p);
                    add(&self.links[read_first(one, two)], -p);
                }
            }
        }
        let mut last: [Option<usize>; 2] = [None, None];
        for (line, &column) in self.columns.iter().enumerate() {
            if let Some(before) = last[usize::from(column)]
                && line > self.start
            {
                add(&self.seams[before * n + line], 1.0);
            }
            last[usize::from(column)] = Some(line);
        }
        if let [Some(zero), Some(one)] = last {
            add(&[PageReading::last(n - 1 - zero.min(one))], 1.0);
            add(&self.links[zero], 1.0);
        }
    }
}
