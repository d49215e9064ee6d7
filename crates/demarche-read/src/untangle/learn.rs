//! Learning the seam weights: logistic regression over whole pages.
//!
//! The model is a conditional random field (Lafferty, McCallum and Pereira 2001)
//! whose variables are the partings of a page in two columns, where the second column
//! begins and which is read first; its neighbours are held at their true order
//! (pseudo-likelihood, Besag 1975). The weights are those under which the true orders
//! are likeliest, with a Gaussian prior; found by gradient ascent with Adam steps
//! (Kingma and Ba 2015). Nothing is random: the same pages give the same weights.

use super::advance::Advances;
use super::bands::{self, Part};
use super::certainty::{self, Certainty};
use super::chances::Chances;
use super::corpus::{self, Brief};
use super::echo::Echo;
use super::features::{FEATURES, Feature};
use super::leading::{self, Course};
use super::scores::Scores;
use super::seam::{self, PageReading};
use super::{Model, Speech};

/// A page whose order is known: its lines as written down, and the column of each (0 is read first).
#[derive(Clone, Debug)]
pub struct Page {
    /// Lines in the order of the file.
    pub lines: Vec<String>,
    /// 0 or 1 for every line.
    pub columns: Vec<u8>,
    /// Share of its seams that another edition bears out.
    pub sure: f64,
}

/// How often all pages are gone through.
const ROUNDS: usize = 80;
/// Variance of the prior on a weight.
const VARIANCE: f64 = 0.7;
/// First step length; it falls to nothing over the rounds.
const STEP: f64 = 0.1;
/// What remains of the running mean of the gradient, and of its square, after a round.
const MEAN: f64 = 0.9;
const SQUARE: f64 = 0.99;

/// A page teaches if at least this share of its seams is borne out by another edition: where it is
/// less, a table or a figure stands over both columns, and its order is arbitrary.
const SURE: f64 = 0.85;
/// Lines at which the second column might begin, weighed beside the true one.
const STARTS: [usize; 6] = [1, 2, 3, 5, 9, 16];

/// A model of this language with weights learnt from whole documents, each a list of pages without
/// title and furniture.
///
/// The speech must not have counted the documents: with their own words counted in, it would seem
/// a far better guide than it is.
pub fn model(speech: Speech, documents: &[Vec<Page>]) -> Model {
    let lessons: Vec<Vec<Lesson>> = documents.iter().map(|pages| lessons(&speech, pages)).collect();
    let certainty = certainty(&speech, documents, &lessons);
    let weights = weights(&lessons.iter().flatten().collect::<Vec<_>>());
    Model { weights, advances: advances(&speech, documents), certainty, speech }
}

/// In how many parts the documents are split, each put in order by what the others teach.
const PARTS: usize = 2;

/// How often seams of a probability are right in documents that did not teach the weights.
fn certainty(speech: &Speech, documents: &[Vec<Page>], lessons: &[Vec<Lesson>]) -> Certainty {
    let mut told = Vec::new();
    for part in 0..PARTS {
        let held = |at: &usize| at * PARTS / documents.len() == part;
        let others = (0..documents.len()).filter(|at| !held(at));
        let (pages, taught): (Vec<_>, Vec<_>) = others.map(|at| (documents[at].clone(), &lessons[at])).unzip();
        let model = Model {
            weights: weights(&taught.into_iter().flatten().collect::<Vec<_>>()),
            advances: advances(speech, &pages),
            certainty: Certainty::default(),
            speech: speech.clone(),
        };
        for pages in (0..documents.len()).filter(held).map(|at| &documents[at]) {
            let lines: Vec<Vec<&str>> =
                pages.iter().map(|page| page.lines.iter().map(String::as_str).collect()).collect();
            told.extend(certainty::told(pages, &super::untangle(&lines, true, &model)));
        }
    }
    Certainty::fitted(&told)
}

/// How likely advances are in documents, each a list of pages: the columns of every page are known.
fn advances(speech: &Speech, documents: &[Vec<Page>]) -> Advances {
    let courses: Vec<Course> = documents.iter().flat_map(|pages| courses(speech, pages)).collect();
    leading::advances(&courses)
}

fn courses(speech: &Speech, pages: &[Page]) -> Vec<Course> {
    let (_, readings) = readings(speech, pages);
    let course = |(page, reading): (&Page, &PageReading)| Course::new(&page.columns, |a, b| reading.manner(a, b));
    pages.iter().zip(&readings).map(course).collect()
}

/// The pages of a brief as they are untangled.
pub fn pages(brief: &Brief) -> Vec<Page> {
    let text = brief.text();
    let pages = columned(&corpus::bodies(brief, &text)).into_iter().map(|lines| {
        let (numbers, lines): (Vec<usize>, Vec<&str>) = lines.into_iter().unzip();
        let columns = corpus::columns(brief, &numbers);
        let of = |wanted| numbers.iter().zip(&columns).filter(move |&(_, &column)| column == wanted);
        let seams: Vec<(usize, usize)> = [0, 1]
            .into_iter()
            .flat_map(|column| of(column).zip(of(column).skip(1)))
            .map(|((a, _), (b, _))| (*a, *b))
            .collect();
        let sure = seams.iter().filter(|&&(a, b)| brief.confirms(a, b)).count();
        let sure = sure as f64 / seams.len().max(1) as f64;
        Page { lines: lines.into_iter().map(str::to_owned).collect(), columns, sure }
    });
    pages.collect()
}

/// The stretches of pages that have columns.
fn columned<'a>(bodies: &[Vec<(usize, &'a str)>]) -> Vec<Vec<(usize, &'a str)>> {
    let texts: Vec<Vec<&str>> = bodies.iter().map(|lines| lines.iter().map(|&(_, line)| line).collect()).collect();
    let full = Echo::gather(texts.iter().flatten().copied()).full;
    let bands = bands::of(&texts, 0, full).into_iter().filter(|band| band.part == Part::Columns);
    bands.map(|band| bodies[band.page][band.lines].to_vec()).collect()
}

/// The weights under which the true orders are likeliest.
fn weights(lessons: &[&Lesson]) -> Vec<f64> {
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

/// A page with the features of all that may happen on it.
struct Lesson {
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

fn readings<'a>(speech: &Speech, pages: &'a [Page]) -> (Echo, Vec<PageReading<'a>>) {
    let echo = Echo::gather(pages.iter().flat_map(|page| page.lines.iter().map(String::as_str)));
    let read =
        |page: &'a Page| PageReading::new(&page.lines.iter().map(String::as_str).collect::<Vec<_>>(), &echo, speech);
    let readings = pages.iter().map(read).collect();
    (echo, readings)
}

fn lessons(speech: &Speech, pages: &[Page]) -> Vec<Lesson> {
    let (echo, readings) = readings(speech, pages);
    (0..pages.len()).filter_map(|at| Lesson::new(pages, &readings, at, &echo, speech)).collect()
}

impl Lesson {
    fn new(pages: &[Page], readings: &[PageReading], at: usize, echo: &Echo, speech: &Speech) -> Option<Self> {
        let (page, reading) = (&pages[at], &readings[at]);
        if page.sure < SURE {
            return None;
        }
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

    fn add_gradient(&self, weights: &[f64], gradient: &mut [f64]) {
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
            return;
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
