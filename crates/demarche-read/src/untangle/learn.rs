//! Learning the seam weights: logistic regression over whole pages.
//!
//! The model is a conditional random field (Lafferty, McCallum and Pereira 2001)
//! whose variables are the partings of a page in two columns, where the second column
//! begins and which is read first; its neighbours are held at their true order
//! (pseudo-likelihood, Besag 1975). The weights are those under which the true orders
//! are likeliest, with a Gaussian prior; found by gradient ascent with Adam steps
//! (Kingma and Ba 2015). Nothing is random: the same pages give the same weights.

use rayon::prelude::*;

use super::advance::Advances;
use super::bands::{self, Part};
use super::certainty::{self, Certainty};
use super::corpus::{self, Brief};
use super::echo::Echo;
use super::features::FEATURES;
use super::leading::{self, Course};
use super::lesson::Lesson;
use super::seam::PageReading;
use super::setting;
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

/// A brief whose order is known.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its pages as they are untangled, without title and furniture.
    pub pages: Vec<Page>,
    /// Its text set anew, once for each style.
    pub settings: Vec<Vec<Page>>,
}

impl Example {
    /// A brief and its text set anew.
    pub fn new(brief: &Brief) -> Self {
        let settings = setting::STYLES.into_iter().map(|style| setting::set(brief.blocks(), style));
        Self { pages: pages(brief), settings: settings.collect() }
    }
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

/// What a page that was set anew teaches against one as it is: it has no tables and figures.
const SET: f64 = 0.3;

/// A model of this language with weights learnt from whole briefs.
///
/// The speech must not have counted the briefs: with their own words counted in, it would seem
/// a far better guide than it is.
pub fn model(speech: Speech, examples: &[Example]) -> Model {
    let lessons: Vec<Vec<(Lesson, f64)>> = examples.iter().map(|example| lessons(&speech, example)).collect();
    let certainty = certainty(&speech, examples, &lessons);
    let weights = weights(&lessons.iter().flatten().collect::<Vec<_>>());
    Model { weights, advances: advances(&speech, examples.iter()), certainty, speech }
}

/// In how many parts the examples are split, each put in order by what the others teach.
const PARTS: usize = 2;

/// How often seams of a probability are right in briefs that did not teach the weights.
fn certainty(speech: &Speech, examples: &[Example], lessons: &[Vec<(Lesson, f64)>]) -> Certainty {
    let mut told = Vec::new();
    for part in 0..PARTS {
        let held = |at: &usize| at * PARTS / examples.len() == part;
        let others: Vec<usize> = (0..examples.len()).filter(|at| !held(at)).collect();
        let model = Model {
            weights: weights(&others.iter().flat_map(|&at| &lessons[at]).collect::<Vec<_>>()),
            advances: advances(speech, others.iter().map(|&at| &examples[at])),
            certainty: Certainty::default(),
            speech: speech.clone(),
        };
        for pages in (0..examples.len()).filter(held).map(|at| &examples[at].pages) {
            let lines: Vec<Vec<&str>> =
                pages.iter().map(|page| page.lines.iter().map(String::as_str).collect()).collect();
            told.extend(certainty::told(pages, &super::untangle(&lines, true, &model)));
        }
    }
    Certainty::fitted(&told)
}

/// How likely advances are in briefs as they are: the columns of every page are known.
fn advances<'e>(speech: &Speech, examples: impl Iterator<Item = &'e Example>) -> Advances {
    let courses: Vec<Course> = examples.flat_map(|example| courses(speech, &example.pages)).collect();
    leading::advances(&courses)
}

fn courses(speech: &Speech, pages: &[Page]) -> Vec<Course> {
    let (_, readings) = readings(speech, pages);
    let course = |(page, reading): (&Page, &PageReading)| Course::new(&page.columns, |a, b| reading.manner(a, b));
    pages.iter().zip(&readings).map(course).collect()
}

/// The pages of a brief as they are untangled.
fn pages(brief: &Brief) -> Vec<Page> {
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
fn weights(lessons: &[&(Lesson, f64)]) -> Vec<f64> {
    let mut weights = vec![0.0; FEATURES];
    let mut mean = vec![0.0; FEATURES];
    let mut square = vec![0.0; FEATURES];
    let (mut keep_mean, mut keep_square) = (1.0, 1.0);
    for round in 0..ROUNDS {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| -weight / VARIANCE).collect();
        let told: Vec<Vec<f64>> = lessons.par_iter().map(|(lesson, _)| lesson.gradient(&weights)).collect();
        for (told, (_, share)) in told.iter().zip(lessons) {
            gradient.iter_mut().zip(told).for_each(|(sum, told)| *sum += share * told);
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

fn readings<'a>(speech: &Speech, pages: &'a [Page]) -> (Echo, Vec<PageReading<'a>>) {
    let echo = Echo::gather(pages.iter().flat_map(|page| page.lines.iter().map(String::as_str)));
    let read =
        |page: &'a Page| PageReading::new(&page.lines.iter().map(String::as_str).collect::<Vec<_>>(), &echo, speech);
    let readings = pages.iter().map(read).collect();
    (echo, readings)
}

/// What a brief teaches: each page, and what it counts.
fn lessons(speech: &Speech, example: &Example) -> Vec<(Lesson, f64)> {
    let documents = std::iter::once((&example.pages, 1.0)).chain(example.settings.iter().map(|pages| (pages, SET)));
    let lessons = documents.flat_map(|(pages, share)| {
        let (echo, readings) = readings(speech, pages);
        let sure = (0..pages.len()).filter(|&at| pages[at].sure >= SURE);
        let lessons = sure.filter_map(|at| Lesson::new(pages, &readings, at, &echo, speech));
        lessons.map(|lesson| (lesson, share)).collect::<Vec<_>>()
    });
    lessons.collect()
}
