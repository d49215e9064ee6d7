//! Lessons: how the network learns from running text whether words read on.

use std::collections::{BTreeMap, HashMap};

use super::super::language::words;
use super::{AFTER, BEFORE, Fluency, Heard, KNOWN, Rows, SIDE, UNITS, WIDTH, dot};

/// A fixed sequence that stands for chance (Knuth's MMIX generator).
pub(super) struct Chance(pub(super) u64);

impl Chance {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    pub fn between(&mut self, spread: f32) -> f32 {
        (self.next() as f32 / (1_u32 << 31) as f32 * 2.0 - 1.0) * spread
    }

    fn below(&mut self, limit: usize) -> usize {
        self.next() as usize % limit.max(1)
    }
}

/// At most so many places of the text are learnt from.
const LESSONS: usize = 8_000_000;
/// So many strange places are set against each true one.
const STRANGE: usize = 6;
/// They are at most so many words away: about a page.
const NEAR: usize = 600;
/// First step length; it falls to a tenth.
const STEP: f32 = 0.1;
/// Places that hold no word, between two paragraphs.
const GAP: usize = 5;

/// Running text: the number of each word, 0 where there is none.
pub(super) struct Text<'t> {
    places: Vec<u32>,
    /// Each word by its number, from 1, and how often it was seen.
    seen: Vec<(&'t str, u32)>,
}

impl<'t> Text<'t> {
    pub fn new(paragraphs: impl Iterator<Item = &'t str>) -> Self {
        let mut text = Self { places: vec![0; GAP], seen: Vec::new() };
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for paragraph in paragraphs {
            for word in words(paragraph) {
                let next = text.seen.len();
                let at = *numbers.entry(word).or_insert(next);
                if at == next {
                    text.seen.push((word, 0));
                }
                text.seen[at].1 += 1;
                text.places.push(u32::try_from(at + 1).unwrap_or(0));
            }
            text.places.extend([0; GAP]);
        }
        text
    }

    /// The most frequent words, whatever their case, in order.
    pub fn known(&self) -> Vec<String> {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for (word, times) in &self.seen {
            *counts.entry(word.to_lowercase()).or_insert(0) += times;
        }
        let mut known: Vec<(String, u32)> = counts.into_iter().collect();
        known.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        known.truncate(KNOWN);
        let mut known: Vec<String> = known.into_iter().map(|(word, _)| word).collect();
        known.sort_unstable();
        known
    }
}

/// How far each number has moved, for it moves by less the more it did (Adagrad: Duchi, Hazan and Singer 2011).
///
/// The numbers of one word share one sum of squares, as do the weights that one number of a word has.
struct Pace {
    rows: Vec<f32>,
    layer: Vec<f32>,
    bias: Vec<f32>,
    out: Vec<f32>,
}

impl Pace {
    fn new(network: &Fluency) -> Self {
        Self {
            rows: vec![0.01; network.rows.len() / WIDTH],
            layer: vec![0.1; network.layer.len() / SIDE],
            bias: vec![0.1; 2 * SIDE],
            out: vec![0.1; UNITS],
        }
    }
}

/// The length of a step of numbers whose gradient has this mean square.
fn paced(sum: &mut f32, square: f32, step: f32) -> f32 {
    *sum += square;
    step / sum.sqrt()
}

/// Running text to learn from, with the rows of each word by its number.
pub(super) struct Lessons<'t> {
    text: &'t [u32],
    rows: Vec<Rows>,
}

impl<'t> Lessons<'t> {
    pub fn new(text: &'t Text<'_>, network: &Fluency) -> Self {
        let words = text.seen.iter().map(|&(word, _)| Some(word));
        let rows = std::iter::once(None).chain(words).map(|word| network.rows(word)).collect();
        Self { text: &text.places, rows }
    }

    /// Two words stand before each place that is learnt from, and two after it.
    pub fn teach(&self, network: &mut Fluency, chance: &mut Chance) {
        let spoken = |around: &[u32]| around.iter().all(|&word| word != 0);
        let places: Vec<u32> =
            (2..).zip(self.text.windows(4)).filter(|(_, around)| spoken(around)).map(|(at, _)| at).collect();
        let mut pace = Pace::new(network);
        let all = places.len().min(LESSONS);
        for lesson in 0..all {
            let at = places[chance.below(places.len())] as usize;
            let mut afters = vec![at];
            for _ in 0..STRANGE {
                let other = (at + chance.below(2 * NEAR + 1)).saturating_sub(NEAR).min(self.text.len() - 1);
                if other != at && self.text[other] != 0 {
                    afters.push(other);
                }
            }
            let step = STEP * (1.0 - 0.9 * lesson as f32 / all as f32);
            self.lesson(network, &mut pace, at, &afters, step);
        }
    }

    /// One step of gradient ascent: the first of the places after reads on, the others do not.
    fn lesson(&self, network: &mut Fluency, pace: &mut Pace, at: usize, afters: &[usize], step: f32) {
        let mut before: Side<BEFORE> = Side::hear(network, 0, |place| self.rows_at(at.checked_sub(place + 1)));
        let heard = |&at: &usize| Side::hear(network, BEFORE, |place| self.rows_at(Some(at + place)));
        let mut afters: Vec<Side<AFTER>> = afters.iter().map(heard).collect();
        let mut out = [0.0; UNITS];
        for (nth, after) in afters.iter_mut().enumerate() {
            let chance = 1.0 / (1.0 + libm::expf(-network.said(&before.heard, &after.heard)));
            let error = if nth == 0 { 1.0 - chance } else { -chance / STRANGE as f32 };
            blame(network, error, &mut before, after, &mut out);
        }
        for ((weight, pace), gradient) in network.out.iter_mut().zip(&mut pace.out).zip(out) {
            *weight += gradient * paced(pace, gradient * gradient, step);
        }
        before.correct(network, pace, step);
        afters.iter().for_each(|after| after.correct(network, pace, step));
    }

    fn rows_at(&self, at: Option<usize>) -> Rows {
        let word = at.and_then(|at| self.text.get(at)).copied().unwrap_or(0);
        self.rows[word as usize]
    }
}

/// Adds to what both sides and the units are to change by, for an error of what they said.
fn blame(network: &Fluency, error: f32, before: &mut Side<BEFORE>, after: &mut Side<AFTER>, out: &mut [f32; UNITS]) {
    for (unit, out) in out.iter_mut().enumerate() {
        let heard = before.heard[unit] + after.heard[unit];
        if heard > 0.0 {
            *out += error * heard;
            before.change[unit] += error * network.out[unit];
            after.change[unit] += error * network.out[unit];
        }
    }
    for product in UNITS..SIDE {
        before.change[product] += error * after.heard[product];
        after.change[product] += error * before.heard[product];
    }
}

/// One side of a seam that is learnt from: its words, what is heard of them, and how that should change.
struct Side<const WORDS: usize> {
    /// The first of its places.
    first: usize,
    rows: [Rows; WORDS],
    words: [[f32; WIDTH]; WORDS],
    heard: Heard,
    change: Heard,
}

impl<const WORDS: usize> Side<WORDS> {
    fn hear(network: &Fluency, first: usize, rows: impl Fn(usize) -> Rows) -> Self {
        let rows = std::array::from_fn(rows);
        let words = rows.map(|rows| network.word(rows));
        let mut heard = network.silence(first);
        (first..).zip(&words).for_each(|(place, word)| network.hear(place, word, &mut heard));
        Self { first, rows, words, heard, change: [0.0; SIDE] }
    }

    /// Changes the network so that what is heard changes.
    fn correct(&self, network: &mut Fluency, pace: &mut Pace, step: f32) {
        let side = usize::from(self.first > 0) * SIDE..;
        let bias = network.bias[side.clone()].iter_mut().zip(&mut pace.bias[side]);
        for ((bias, pace), change) in bias.zip(&self.change) {
            *bias += change * paced(pace, change * change, step);
        }
        let square = dot(&self.change, &self.change) / SIDE as f32;
        let first = self.first * WIDTH;
        let layer = network.layer[first * SIDE..].chunks_exact_mut(SIDE).zip(&mut pace.layer[first..]);
        let mut changes = [[0.0_f32; WIDTH]; WORDS];
        for (((weights, pace), value), change) in layer.zip(self.words.as_flattened()).zip(changes.as_flattened_mut()) {
            *change = dot(weights, &self.change);
            let by = value * paced(pace, value * value * square, step);
            weights.iter_mut().zip(&self.change).for_each(|(weight, change)| *weight += by * change);
        }
        for (rows, change) in self.rows.iter().zip(&changes) {
            let square = dot(change, change) / WIDTH as f32;
            for &row in rows {
                let by = paced(&mut pace.rows[row as usize], square, step);
                let numbers = &mut network.rows[row as usize * WIDTH..][..WIDTH];
                numbers.iter_mut().zip(change).for_each(|(number, change)| *number += by * change);
            }
        }
    }
}
