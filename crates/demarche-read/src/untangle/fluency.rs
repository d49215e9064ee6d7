//! Fluency: whether words read on, as a small network has learnt it.
//!
//! Counts of pairs say nothing of a pair that was never seen. Here every word is a short
//! list of numbers (what the word is, how it ends, what shape it has). One layer of units
//! weighs the last words before a seam together with the first words after it (Bengio et
//! al. 2003), each by its place, and the further words of either line all at once. Beside it
//! each side gives products, numbers that are multiplied with those of the other side, so
//! that what the one asks for the other can answer (the log-bilinear model: Mnih and Hinton
//! 2007). It has learnt to tell how running text goes on from how other places near by do
//! (noise-contrastive estimation, Gutmann and Hyvärinen 2010, several strange places against
//! each true one as in Mnih and Kavukcuoglu 2013), so its answer is the log odds of a true
//! seam against one other. The layer is a sum of what it hears before and after the seam: each
//! line is heard once, and a pair of lines costs one addition for each unit and one product.

mod lessons;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::language::{CLASSES, shape_number};
use lessons::{Chance, Lessons, Text};

/// Numbers that describe a word.
const WIDTH: usize = 40;
/// Units of the layer.
const UNITS: usize = 64;
/// Products of a number of one side and a number of the other.
const PRODUCTS: usize = 32;
/// Numbers that are heard on one side.
const SIDE: usize = UNITS + PRODUCTS;
/// Words heard before a seam.
const BEFORE: usize = 11;
/// Words heard after it.
const AFTER: usize = 10;
/// So many of them, the furthest from the seam, are heard all at once: what the line is about.
const FURTHER: usize = 6;
/// Places before a seam and after it: one for each word that is heard by itself, and one for the further words.
const PLACES: [usize; 2] = [BEFORE - FURTHER + 1, AFTER - FURTHER + 1];
/// Endings of words are told apart in so many groups.
const ENDINGS: usize = 1024;
/// So many of the most frequent words are known.
const KNOWN: usize = 13_000;

/// What is heard on one side of a seam: what goes to the units, then what goes to the products.
pub type Heard = [f32; SIDE];

/// The network.
#[derive(Clone, Debug, Default)]
pub struct Fluency {
    words: BTreeMap<String, u32>,
    /// One row of `WIDTH` for each known word, ending, shape, and for the absence of a word.
    rows: Vec<f32>,
    /// For each place and number of a word there, one weight for each number that is heard.
    layer: Vec<f32>,
    /// What is heard where nothing is said, before and after.
    bias: Vec<f32>,
    out: Vec<f32>,
}

/// Rows of a word: itself where it is known, its ending, its shape.
type Rows = [u32; 3];

impl Fluency {
    /// What is heard of the end of a line.
    pub fn before(&self, line: &[&str]) -> Heard {
        let word = |back: usize| self.rows(line.len().checked_sub(back + 1).map(|at| line[at]));
        self.heard(0, &self.words::<BEFORE>(&std::array::from_fn(word)))
    }

    /// What is heard of the begin of a line.
    pub fn after(&self, line: &[&str]) -> Heard {
        let word = |on: usize| self.rows(line.get(on).copied());
        self.heard(1, &self.words::<AFTER>(&std::array::from_fn(word)))
    }

    /// Log odds that what was heard before is continued by what was heard after.
    pub fn reads_on(&self, before: &Heard, after: &Heard) -> f64 {
        f64::from(self.said(before, after))
    }

    fn said(&self, before: &Heard, after: &Heard) -> f32 {
        let units = before.iter().zip(after).zip(&self.out);
        let units: f32 = units.map(|((before, after), out)| (before + after).max(0.0) * out).sum();
        units + dot(&before[UNITS..], &after[UNITS..])
    }

    /// What is heard on a side, 0 before the seam and 1 after it, of the words at its places.
    fn heard(&self, side: usize, words: &[[f32; WIDTH]]) -> Heard {
        let mut heard = [0.0; SIDE];
        heard.copy_from_slice(&self.bias[side * SIDE..][..SIDE]);
        let weights = self.layer[first(side) * SIDE..].chunks_exact(SIDE);
        for (value, weights) in words[..PLACES[side]].as_flattened().iter().zip(weights) {
            heard.iter_mut().zip(weights).for_each(|(heard, weight)| *heard += value * weight);
        }
        heard
    }

    /// What stands at the places of a side; the list is as long as its words are many.
    fn words<const WORDS: usize>(&self, rows: &[Rows; WORDS]) -> [[f32; WIDTH]; WORDS] {
        let mut words = [[0.0; WIDTH]; WORDS];
        for (place, rows) in self.placed(rows) {
            for row in rows {
                let numbers = &self.rows[row as usize * WIDTH..][..WIDTH];
                words[place].iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
            }
        }
        words
    }

    /// The words of a side, from the seam, each with its place. That a word is absent is heard too, but not further on.
    fn placed<const WORDS: usize>(&self, rows: &[Rows; WORDS]) -> impl Iterator<Item = (usize, Rows)> {
        let (last, absent) = (WORDS - FURTHER, self.rows(None));
        let placed = rows.iter().enumerate().map(move |(nth, &rows)| (nth.min(last), rows));
        placed.filter(move |&(place, rows)| place < last || rows != absent)
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
    pub fn learn<'t>(paragraphs: impl Iterator<Item = &'t str>) -> Self {
        let text = Text::new(paragraphs);
        let mut chance = Chance(1);
        let mut network = Self::blank(text.known(), |spread| chance.between(spread));
        Lessons::new(&text, &network).teach(&mut network, &mut chance);
        network
    }

    fn blank(known: Vec<String>, mut number: impl FnMut(f32) -> f32) -> Self {
        let rows = known.len() + ENDINGS + CLASSES + 1;
        let mut many = |length: usize, spread: f32| (0..length).map(|_| number(spread)).collect::<Vec<f32>>();
        Self {
            rows: many(rows * WIDTH, 0.2),
            layer: many((PLACES[0] + PLACES[1]) * WIDTH * SIDE, 0.1),
            bias: vec![0.0; 2 * SIDE],
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
            Some(read(parts.next()?, scale).collect()).filter(|numbers: &Vec<f32>| numbers.len() == length)
        };
        let layer = group((PLACES[0] + PLACES[1]) * WIDTH * SIDE)?;
        let (bias, out) = (group(2 * SIDE)?, group(UNITS)?);
        let mut head = lines.next()?.splitn(3, ' ').skip(1);
        let (scale, known): (f32, usize) = (head.next()?.parse().ok()?, head.next()?.parse().ok()?);
        let (mut words, mut rows) = (Vec::with_capacity(known), Vec::with_capacity(text.len()));
        for (at, line) in lines.enumerate() {
            let (word, numbers) = line.split_once(' ')?;
            rows.extend(read(numbers, scale));
            if at < known {
                words.push((word.to_owned(), u32::try_from(at).ok()?));
            }
        }
        let words = words.into_iter().collect();
        let fits = rows.len() == (known + ENDINGS + CLASSES + 1) * WIDTH;
        fits.then_some(Self { words, rows, layer, bias, out })
    }
}

/// The first number of a word that is heard on a side.
const fn first(side: usize) -> usize {
    side * PLACES[0] * WIDTH
}

/// Steps of a number as it is written, to either side of 0; they grow with their distance from it, as squares do, for
/// most numbers are small.
const STEPS: f32 = 46.0;
/// The character for 0.
const ZERO: u8 = 80;

/// The largest of the numbers, by which all are measured.
fn scale(numbers: &[f32]) -> f32 {
    numbers.iter().fold(0.0_f32, |most, number| most.max(number.abs())).max(f32::MIN_POSITIVE)
}

fn written(numbers: &[f32], scale: f32) -> String {
    let steps = |number: &f32| ((number.abs() / scale).sqrt() * STEPS).round().min(STEPS).copysign(*number);
    numbers.iter().map(|number| char::from((f32::from(ZERO) + steps(number)) as u8)).collect()
}

fn read(written: &str, scale: f32) -> impl Iterator<Item = f32> {
    let steps = written.bytes().map(|byte| f32::from(byte) - f32::from(ZERO));
    steps.map(move |steps| steps * steps.abs() / (STEPS * STEPS) * scale)
}

/// The group of a word's ending: its last three letters.
fn ending(lower: &str) -> usize {
    let last = lower.chars().rev().take(3);
    last.fold(7_usize, |sum, letter| sum.wrapping_mul(31).wrapping_add(letter as usize)) % ENDINGS
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
            (0..300).map(|_| "the ferry sails to the north and the train runs to the south".to_owned()).collect();
        let network = Fluency::parse(&Fluency::learn(text.iter().map(String::as_str)).format());
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
