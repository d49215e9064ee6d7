//! Fluency: whether words read on, as a small network has learnt it.
//!
//! Counts of pairs say nothing of a pair that was never seen. Here every word is a short
//! list of numbers (what the word is, how it ends, what shape it has), and one layer of
//! units weighs the last words before a seam together with the first words after it
//! (Bengio et al. 2003). It has learnt to tell how running text goes on from how other
//! lines of the same text do (noise-contrastive estimation, Gutmann and Hyvärinen 2010),
//! so its answer is the log odds of a true seam. The layer is a sum of what it hears
//! before and after the seam: each line is heard once, and a pair of lines costs one
//! addition for each unit.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::language::{CLASSES, shape_number, words};

/// Numbers that describe a word.
const WIDTH: usize = 24;
/// Units of the layer.
pub const UNITS: usize = 64;
/// Words heard before a seam.
const BEFORE: usize = 5;
/// Words heard after it.
const AFTER: usize = 4;
/// Endings of words are told apart in so many groups.
const ENDINGS: usize = 1024;
/// A word is known if it was seen this often.
const KNOWN: u32 = 10;

/// What the layer hears on one side of a seam.
pub type Heard = [f32; UNITS];

/// The network.
#[derive(Clone, Debug, Default)]
pub struct Fluency {
    words: BTreeMap<String, u32>,
    /// One row of `WIDTH` for each known word, ending, shape, and for the absence of a word.
    rows: Vec<f32>,
    /// For each place and number of a word there, one weight a unit.
    layer: Vec<f32>,
    bias: Vec<f32>,
    out: Vec<f32>,
}

/// Rows of a word: itself where it is known, its ending, its shape.
type Rows = [u32; 3];

impl Fluency {
    /// What is heard of the end of a line.
    pub fn before(&self, line: &[&str]) -> Heard {
        let mut heard = [0.0; UNITS];
        for place in 0..BEFORE {
            let word = line.len().checked_sub(place + 1).map(|at| line[at]);
            self.hear(place, self.rows(word), &mut heard);
        }
        heard
    }

    /// What is heard of the begin of a line.
    pub fn after(&self, line: &[&str]) -> Heard {
        let mut heard = [0.0; UNITS];
        heard.copy_from_slice(&self.bias);
        for place in 0..AFTER {
            self.hear(BEFORE + place, self.rows(line.get(place).copied()), &mut heard);
        }
        heard
    }

    /// Log odds that what was heard before is continued by what was heard after.
    pub fn reads_on(&self, before: &Heard, after: &Heard) -> f64 {
        let units = before.iter().zip(after).zip(&self.out);
        f64::from(units.map(|((before, after), out)| (before + after).max(0.0) * out).sum::<f32>())
    }

    fn hear(&self, place: usize, rows: Rows, heard: &mut Heard) {
        let word = self.word(rows);
        for (number, value) in word.into_iter().enumerate() {
            let weights = &self.layer[(place * WIDTH + number) * UNITS..][..UNITS];
            heard.iter_mut().zip(weights).for_each(|(heard, weight)| *heard += value * weight);
        }
    }

    fn word(&self, rows: Rows) -> [f32; WIDTH] {
        let mut word = [0.0; WIDTH];
        for row in rows {
            let numbers = &self.rows[row as usize * WIDTH..][..WIDTH];
            word.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
        }
        word
    }

    fn rows(&self, word: Option<&str>) -> Rows {
        let known = self.words.len();
        let row = |at: usize| u32::try_from(at).unwrap_or(0);
        let none = row(known + ENDINGS + CLASSES);
        let Some(word) = word else { return [none; 3] };
        let lower = word.to_lowercase();
        let itself = self.words.get(&lower).copied().unwrap_or(none);
        [itself, row(known + ending(&lower)), row(known + ENDINGS + shape_number(word))]
    }

    /// A network that has learnt from running text, one paragraph a string.
    ///
    /// The same text gives the same network: the order is fixed, and what stands for chance is a fixed sequence.
    pub fn learn(paragraphs: &[String]) -> Self {
        let texts: Vec<Vec<&str>> = paragraphs.iter().map(|paragraph| words(paragraph)).collect();
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for word in texts.iter().flatten() {
            *counts.entry(word.to_lowercase()).or_insert(0) += 1;
        }
        let known = counts.into_iter().filter(|&(_, count)| count >= KNOWN).map(|(word, _)| word);
        let mut chance = Chance(1);
        let mut network = Self::blank(known.collect(), |spread| chance.between(spread));
        let mut pace = Pace::new(&network);
        let text: Vec<Vec<Rows>> =
            texts.iter().map(|text| text.iter().map(|word| network.rows(Some(word))).collect()).collect();
        Lessons { text: &text, none: network.rows(None) }.teach(&mut network, &mut pace, &mut chance);
        network
    }

    fn blank(known: Vec<String>, mut number: impl FnMut(f32) -> f32) -> Self {
        let rows = known.len() + ENDINGS + CLASSES + 1;
        let mut many = |length: usize, spread: f32| (0..length).map(|_| number(spread)).collect::<Vec<f32>>();
        Self {
            rows: many(rows * WIDTH, 0.2),
            layer: many((BEFORE + AFTER) * WIDTH * UNITS, 0.15),
            bias: vec![0.0; UNITS],
            out: many(UNITS, 0.3),
            words: (0..).zip(known).map(|(at, word)| (word, at)).collect(),
        }
    }

    /// The network as text: every number is one printable character, each group on its own scale.
    pub fn format(&self) -> String {
        let mut out = String::new();
        for (name, numbers) in [("layer", &self.layer), ("bias", &self.bias), ("out", &self.out)] {
            let scale = scale(numbers);
            let _ = writeln!(out, "{name} {scale} {}", written(numbers, scale));
        }
        let scale = scale(&self.rows);
        let mut names: Vec<&str> = vec![""; self.words.len()];
        self.words.iter().for_each(|(word, &at)| names[at as usize] = word);
        let _ = writeln!(out, "words {scale} {}", names.len());
        for (at, row) in self.rows.chunks(WIDTH).enumerate() {
            let _ = writeln!(out, "{} {}", names.get(at).unwrap_or(&"#"), written(row, scale));
        }
        out
    }

    /// Reads what [`Fluency::format`] wrote; where that does not fit, a network that has nothing to say.
    pub fn parse(text: &str) -> Self {
        Self::parsed(text).unwrap_or_else(|| Self::blank(Vec::new(), |_| 0.0))
    }

    fn parsed(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut group = |length: usize| {
            let mut parts = lines.next()?.splitn(3, ' ').skip(1);
            let scale: f32 = parts.next()?.parse().ok()?;
            Some(read(parts.next()?, scale)).filter(|numbers: &Vec<f32>| numbers.len() == length)
        };
        let layer = group((BEFORE + AFTER) * WIDTH * UNITS)?;
        let (bias, out) = (group(UNITS)?, group(UNITS)?);
        let mut head = lines.next()?.splitn(3, ' ').skip(1);
        let (scale, known): (f32, usize) = (head.next()?.parse().ok()?, head.next()?.parse().ok()?);
        let (mut words, mut rows) = (BTreeMap::new(), Vec::new());
        for (at, line) in lines.enumerate() {
            let (word, numbers) = line.split_once(' ')?;
            rows.extend(read(numbers, scale));
            if at < known {
                words.insert(word.to_owned(), u32::try_from(at).ok()?);
            }
        }
        let fits = rows.len() == (known + ENDINGS + CLASSES + 1) * WIDTH;
        fits.then_some(Self { words, rows, layer, bias, out })
    }
}

/// Steps of a number as it is written, to either side of 0.
const STEPS: f32 = 46.0;
/// The character for 0.
const ZERO: u8 = 80;

fn scale(numbers: &[f32]) -> f32 {
    numbers.iter().fold(0.0_f32, |most, number| most.max(number.abs())).max(f32::MIN_POSITIVE) / STEPS
}

fn written(numbers: &[f32], scale: f32) -> String {
    let steps = numbers.iter().map(|number| (number / scale).round().clamp(-STEPS, STEPS));
    steps.map(|steps| char::from((f32::from(ZERO) + steps) as u8)).collect()
}

fn read(written: &str, scale: f32) -> Vec<f32> {
    written.bytes().map(|byte| (f32::from(byte) - f32::from(ZERO)) * scale).collect()
}

/// The group of a word's ending: its last three letters.
fn ending(lower: &str) -> usize {
    let last = lower.chars().rev().take(3);
    last.fold(7_usize, |sum, letter| sum.wrapping_mul(31).wrapping_add(letter as usize)) % ENDINGS
}

/// A fixed sequence that stands for chance (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    fn between(&mut self, spread: f32) -> f32 {
        (self.next() as f32 / (1_u32 << 31) as f32 * 2.0 - 1.0) * spread
    }

    fn below(&mut self, limit: usize) -> usize {
        self.next() as usize % limit.max(1)
    }
}

/// How often the text is gone through.
const EPOCHS: usize = 1;
/// First step length; it falls to a tenth.
const STEP: f32 = 0.1;
/// A wrong continuation is taken from at most so many paragraphs away.
const NEAR: usize = 4;

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
            layer: vec![0.1; network.layer.len() / UNITS],
            bias: vec![0.1; UNITS],
            out: vec![0.1; UNITS],
        }
    }
}

/// The length of a step of numbers whose gradient has this mean square.
fn paced(sum: &mut f32, square: f32, step: f32) -> f32 {
    *sum += square;
    step / sum.sqrt()
}

/// Running text to learn from.
struct Lessons<'t> {
    text: &'t [Vec<Rows>],
    none: Rows,
}

impl Lessons<'_> {
    fn teach(&self, network: &mut Fluency, pace: &mut Pace, chance: &mut Chance) {
        let places: Vec<(usize, usize)> = self
            .text
            .iter()
            .enumerate()
            .flat_map(|(paragraph, words)| (2..words.len().saturating_sub(1)).map(move |word| (paragraph, word)))
            .collect();
        let all = (places.len() * EPOCHS).max(1);
        for lesson in 0..all {
            let (paragraph, word) = places[chance.below(places.len())];
            let step = STEP * (1.0 - 0.9 * lesson as f32 / all as f32);
            let other = (paragraph + chance.below(2 * NEAR + 1)).saturating_sub(NEAR).min(self.text.len() - 1);
            let strange = chance.below(self.text[other].len());
            let truth = self.around(paragraph, word, paragraph, word);
            step_towards(network, pace, &truth, 1.0, step);
            if (other, strange) != (paragraph, word) && !self.text[other].is_empty() {
                let wrong = self.around(paragraph, word, other, strange);
                step_towards(network, pace, &wrong, 0.0, step);
            }
        }
    }

    fn around(&self, paragraph: usize, word: usize, other: usize, next: usize) -> [Rows; BEFORE + AFTER] {
        let mut rows = [self.none; BEFORE + AFTER];
        let (text, other) = (&self.text[paragraph], &self.text[other]);
        for (place, row) in rows.iter_mut().enumerate() {
            let found = match place.checked_sub(BEFORE) {
                Some(after) => other.get(next + after),
                None => word.checked_sub(place + 1).map(|at| &text[at]),
            };
            *row = found.copied().unwrap_or(self.none);
        }
        rows
    }
}

/// One step of gradient ascent: words that read on (`truth` 1) or do not (0).
fn step_towards(network: &mut Fluency, pace: &mut Pace, rows: &[Rows; BEFORE + AFTER], truth: f32, step: f32) {
    let heard_words = rows.map(|rows| network.word(rows));
    let mut heard = [0.0_f32; UNITS];
    heard.copy_from_slice(&network.bias);
    for (weights, value) in network.layer.chunks(UNITS).zip(heard_words.as_flattened()) {
        heard.iter_mut().zip(weights).for_each(|(heard, weight)| *heard += value * weight);
    }
    let said: f32 = heard.iter().zip(&network.out).map(|(heard, out)| heard.max(0.0) * out).sum();
    let error = truth - 1.0 / (1.0 + libm::expf(-said));
    let mut back = [0.0_f32; UNITS];
    for unit in (0..UNITS).filter(|&unit| heard[unit] > 0.0) {
        back[unit] = error * network.out[unit];
        let gradient = error * heard[unit];
        network.out[unit] += gradient * paced(&mut pace.out[unit], gradient * gradient, step);
        network.bias[unit] += back[unit] * paced(&mut pace.bias[unit], back[unit] * back[unit], step);
    }
    let square = back.iter().map(|back| back * back).sum::<f32>() / UNITS as f32;
    let layer = network.layer.chunks_mut(UNITS).zip(&mut pace.layer);
    let mut changes = [[0.0_f32; WIDTH]; BEFORE + AFTER];
    for (((weights, pace), value), change) in layer.zip(heard_words.as_flattened()).zip(changes.as_flattened_mut()) {
        *change = dot(weights, &back);
        let by = value * paced(pace, value * value * square, step);
        weights.iter_mut().zip(&back).for_each(|(weight, back)| *weight += by * back);
    }
    for (rows, change) in rows.iter().zip(&changes) {
        let square = change.iter().map(|change| change * change).sum::<f32>() / WIDTH as f32;
        for &row in rows {
            let by = paced(&mut pace.rows[row as usize], square, step);
            let numbers = &mut network.rows[row as usize * WIDTH..][..WIDTH];
            numbers.iter_mut().zip(change).for_each(|(number, change)| *number += by * change);
        }
    }
}

/// The sum of products, in eight lanes so that the machine may add them at once.
fn dot(one: &[f32], two: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (one, two) in one.chunks_exact(8).zip(two.chunks_exact(8)) {
        lanes.iter_mut().zip(one).zip(two).for_each(|((lane, one), two)| *lane += one * two);
    }
    lanes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_and_reads_on() {
        let text: Vec<String> =
            (0..900).map(|_| "the ferry sails to the north and the train runs to the south".to_owned()).collect();
        let network = Fluency::parse(&Fluency::learn(&text).format());
        let odds = |before: &[&str], after: &[&str]| network.reads_on(&network.before(before), &network.after(after));
        assert!(odds(&["the", "ferry"], &["sails", "to"]) > odds(&["the", "ferry"], &["and", "the"]));
        assert_eq!(network.format(), Fluency::parse(&network.format()).format());
        assert_eq!(odds_of_nothing(), 0.0);
    }

    fn odds_of_nothing() -> f64 {
        let none = Fluency::parse("no network");
        none.reads_on(&none.before(&["a"]), &none.after(&["b"]))
    }
}
