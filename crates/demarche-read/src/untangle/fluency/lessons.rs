//! Lessons: how the network learns from running text whether words read on.

use std::collections::{BTreeMap, HashMap};

use super::super::language::words;
use super::{AFTER, BEFORE, Fluency, Heard, KNOWN, PLACES, Rows, SIDE, UNITS, WIDTH, dot, first};

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
const LESSONS: usize = 24_000_000;
/// So many of them at once, all from one part of the text: what stands after each is strange to the others.
const TOGETHER: usize = 16;
/// They are at most so many words from its middle: about a page.
const NEAR: usize = 600;
/// In one part in so many the places are begins of paragraphs: what follows the end of the paragraph before.
const BEGINS: usize = 8;
/// First step length, and to what part of it steps fall.
const STEP: f32 = 0.1;
const LAST: f32 = 0.02;
/// At first steps are shorter, for everything is yet unlike what it will be: until one part in so many is learnt.
const WARM: usize = 50;
/// Places that hold no word, between two paragraphs.
const GAP: usize = 5;
/// Words of a line, and how many more there may be; the last of a paragraph may have as few as `LEAST`.
const LINE: usize = 7;
const MORE: usize = 6;
const LEAST: usize = 2;

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
    /// By how much each row is to change, and which are.
    changes: Vec<[f32; WIDTH]>,
    changed: Vec<u32>,
}

impl Pace {
    fn new(network: &Fluency) -> Self {
        let rows = network.rows.len() / WIDTH;
        Self {
            rows: vec![0.01; rows],
            layer: vec![0.1; network.layer.len() / SIDE],
            bias: vec![0.1; 2 * SIDE],
            out: vec![0.1; UNITS],
            changes: vec![[0.0; WIDTH]; rows],
            changed: Vec::new(),
        }
    }

    /// Notes that a row is to change.
    fn note(&mut self, row: u32, by: &[f32; WIDTH]) {
        let change = &mut self.changes[row as usize];
        if *change == [0.0; WIDTH] {
            self.changed.push(row);
        }
        change.iter_mut().zip(by).for_each(|(change, by)| *change += by);
    }

    /// Changes the rows as was noted.
    fn change(&mut self, rows: &mut [f32], step: f32) {
        for row in self.changed.drain(..) {
            let row = row as usize;
            let change = std::mem::replace(&mut self.changes[row], [0.0; WIDTH]);
            let by = paced(&mut self.rows[row], dot(&change, &change) / WIDTH as f32, step);
            let numbers = rows[row * WIDTH..].iter_mut().zip(&change);
            numbers.for_each(|(number, change)| *number += by * change);
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

    /// Two words stand before each place that is learnt from, and two after it, unless it begins a paragraph.
    pub fn teach(&self, network: &mut Fluency, chance: &mut Chance) {
        let places: Vec<u32> =
            (0..).zip(self.text).filter(|&(at, _)| self.goes_on(at as usize)).map(|(at, _)| at).collect();
        let mut pace = Pace::new(network);
        let all = places.len().min(LESSONS) / TOGETHER;
        for lesson in 0..all {
            let begins = chance.below(BEGINS) == 0;
            let middle = places[chance.below(places.len())] as usize;
            let mut seams: Vec<usize> = Vec::with_capacity(TOGETHER);
            for _ in 0..TOGETHER {
                let near = (middle + chance.below(2 * NEAR + 1)).saturating_sub(NEAR);
                let seam = if begins { self.begin(near) } else { Some(near).filter(|&at| self.goes_on(at)) };
                seams.extend(seam.filter(|at| !seams.contains(at)));
            }
            let warm = (lesson as f32 / (all / WARM).max(1) as f32).min(1.0);
            let step = STEP * (1.0 - (1.0 - LAST) * lesson as f32 / all as f32) * warm;
            self.lesson(network, &mut pace, &seams, step, chance);
        }
    }

    /// Whether a paragraph goes on at a place.
    fn goes_on(&self, at: usize) -> bool {
        let around = at.checked_sub(2).and_then(|from| self.text.get(from..at + 2));
        around.is_some_and(|around| around.iter().all(|&word| word != 0))
    }

    /// The begin of the paragraph that a place is in, if it is in one and another stands before.
    fn begin(&self, at: usize) -> Option<usize> {
        self.text.get(at).filter(|&&word| word != 0)?;
        self.text[..at].iter().rposition(|&word| word == 0).map(|gap| gap + 1).filter(|&begin| begin > GAP)
    }

    /// One step of gradient ascent: what stands after each place, and none of the others, continues what stands before.
    fn lesson(&self, network: &mut Fluency, pace: &mut Pace, seams: &[usize], step: f32, chance: &mut Chance) {
        let mut befores: Vec<Side<BEFORE>> = Vec::with_capacity(TOGETHER);
        let mut afters: Vec<Side<AFTER>> = Vec::with_capacity(TOGETHER);
        for &at in seams {
            let line = LINE + chance.below(MORE);
            let (end, before) = match self.text[at - 1] {
                0 => (at - GAP, LEAST + chance.below(LINE + MORE - LEAST)),
                _ => (at, LINE + chance.below(MORE)),
            };
            befores.push(Side::hear(network, 0, self.line(before, |back| end.checked_sub(back + 1))));
            afters.push(Side::hear(network, 1, self.line(line, |on| Some(at + on))));
        }
        let mut out = [0.0; UNITS];
        let strange = seams.len().saturating_sub(1).max(1) as f32;
        for (one, before) in befores.iter_mut().enumerate() {
            for (two, after) in afters.iter_mut().enumerate() {
                let chance = 1.0 / (1.0 + libm::expf(-network.said(&before.heard, &after.heard)));
                let error = if one == two { 1.0 - chance } else { -chance / strange };
                blame(network, error, before, after, &mut out);
            }
        }
        for ((weight, pace), gradient) in network.out.iter_mut().zip(&mut pace.out).zip(out) {
            *weight += gradient * paced(pace, gradient * gradient, step);
        }
        correct(&befores, network, pace, step);
        correct(&afters, network, pace, step);
        pace.change(&mut network.rows, step);
    }

    /// The words of a line of so many, from the seam, which end where the paragraph does.
    fn line<const WORDS: usize>(&self, long: usize, place: impl Fn(usize) -> Option<usize>) -> [Rows; WORDS] {
        let mut over = false;
        std::array::from_fn(|nth| {
            let word = place(nth).and_then(|at| self.text.get(at)).copied().unwrap_or(0);
            over |= word == 0 || nth >= long;
            self.rows[if over { 0 } else { word as usize }]
        })
    }
}

/// Adds to what both sides and the units are to change by, for an error of what they said.
fn blame<const ONE: usize, const TWO: usize>(
    network: &Fluency,
    error: f32,
    before: &mut Side<ONE>,
    after: &mut Side<TWO>,
    out: &mut [f32; UNITS],
) {
    for (unit, out) in out.iter_mut().enumerate() {
        let heard = before.heard[unit] + after.heard[unit];
        let error = if heard > 0.0 { error } else { 0.0 };
        *out += error * heard;
        before.change[unit] += error * network.out[unit];
        after.change[unit] += error * network.out[unit];
    }
    for product in UNITS..SIDE {
        before.change[product] += error * after.heard[product];
        after.change[product] += error * before.heard[product];
    }
}

/// One side of a seam that is learnt from: its words, what is heard of them, and how that should change.
struct Side<const WORDS: usize> {
    /// 0 before the seam, 1 after it.
    side: usize,
    rows: [Rows; WORDS],
    words: [[f32; WIDTH]; WORDS],
    heard: Heard,
    change: Heard,
}

impl<const WORDS: usize> Side<WORDS> {
    fn hear(network: &Fluency, side: usize, rows: [Rows; WORDS]) -> Self {
        let words = network.words(&rows);
        Self { side, rows, words, heard: network.heard(side, &words), change: [0.0; SIDE] }
    }
}

/// Changes the network so that what is heard on the same side of some seams changes; how words are to change is noted.
fn correct<const WORDS: usize>(sides: &[Side<WORDS>], network: &mut Fluency, pace: &mut Pace, step: f32) {
    let Some(side) = sides.first().map(|side| side.side) else { return };
    let mut all = [0.0; SIDE];
    sides.iter().for_each(|side| add(&mut all, &side.change, 1.0));
    let bias = network.bias[side * SIDE..].iter_mut().zip(&mut pace.bias[side * SIDE..]);
    for ((bias, pace), change) in bias.zip(&all) {
        *bias += change * paced(pace, change * change, step);
    }
    let mut changes = vec![[[0.0_f32; WIDTH]; WORDS]; sides.len()];
    let from = first(side);
    let layer = network.layer[from * SIDE..].chunks_exact_mut(SIDE).zip(&mut pace.layer[from..]);
    for (number, (weights, pace)) in layer.take(PLACES[side] * WIDTH).enumerate() {
        let (place, number) = (number / WIDTH, number % WIDTH);
        let mut all = [0.0; SIDE];
        for (side, changes) in sides.iter().zip(&mut changes) {
            changes[place][number] = dot(weights, &side.change);
            add(&mut all, &side.change, side.words[place][number]);
        }
        let by = paced(pace, dot(&all, &all) / SIDE as f32, step);
        weights.iter_mut().zip(&all).for_each(|(weight, change)| *weight += by * change);
    }
    for (side, changes) in sides.iter().zip(&changes) {
        for (place, rows) in network.placed(&side.rows) {
            rows.iter().for_each(|&row| pace.note(row, &changes[place]));
        }
    }
}

/// Adds so many times the numbers.
fn add(sum: &mut Heard, numbers: &Heard, times: f32) {
    sum.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += times * number);
}
