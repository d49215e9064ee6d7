//! What follows a context, counted, and how the counts are written down in little room.
//!
//! A context is one line of text: its own numbers, then each follower with how often it was
//! seen. Numbers are written in digits of 47 values, each a printable character, the last
//! digit being of the lower half; followers rise, so only the distance to the one before is
//! written. How often is one character, on a scale of steps of 16 percent.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

/// The older word of a context of one word.
pub const NONE: u32 = u32::MAX - 1;

/// Followers of a context: how often each, how many in all, how many distinct.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    seen: FxHashMap<(u32, u32, u32), u32>,
    totals: FxHashMap<(u32, u32), (u32, u32)>,
}

impl Contexts {
    /// Counts `next` after the context so many times.
    pub fn add(&mut self, context: (u32, u32), next: u32, times: u32) {
        let seen = self.seen.entry((context.0, context.1, next)).or_insert(0);
        let total = self.totals.entry(context).or_insert((0, 0));
        total.0 += times;
        total.1 += u32::from(*seen == 0);
        *seen += times;
    }

    /// How often `next` was seen after the context.
    pub fn times(&self, context: (u32, u32), next: u32) -> f64 {
        f64::from(self.seen.get(&(context.0, context.1, next)).copied().unwrap_or(0))
    }

    /// Probability of `next`, with `below` from the shorter context.
    pub fn mix(&self, context: (u32, u32), next: u32, below: f64) -> f64 {
        let Some(&(total, distinct)) = self.totals.get(&context) else { return below };
        (self.times(context, next) + f64::from(distinct) * below) / f64::from(total + distinct)
    }

    /// Writes what was seen at least so often, under a name and the number of lines that follow.
    pub fn format(&self, out: &mut String, name: &str, least: u32) {
        let mut lines: Vec<String> = Vec::new();
        let (mut before, mut last) = ((0, NONE), None);
        for ((a, b, next), times) in self.seen_often(least) {
            if last.is_none() || before != (a, b) {
                let mut line = String::new();
                write_number(&mut line, a - if last.is_none() { 0 } else { before.0 });
                if b != NONE {
                    write_number(&mut line, b);
                }
                lines.push(line);
                (before, last) = ((a, b), Some(0));
            }
            if let (Some(line), Some(previous)) = (lines.last_mut(), last) {
                write_number(line, next - previous);
                line.push(char::from(FIRST + level(times)));
                last = Some(next);
            }
        }
        let _ = writeln!(out, "{name}: {}", lines.len());
        for line in lines {
            out.push_str(&line);
            out.push('\n');
        }
    }

    /// What was seen at least so often, rising.
    fn seen_often(&self, least: u32) -> Vec<((u32, u32, u32), u32)> {
        let often = self.seen.iter().filter(|&(_, &times)| times >= least);
        let mut often: Vec<_> = often.map(|(&words, &times)| (words, times)).collect();
        often.sort_unstable();
        often
    }

    /// Reads what [`Contexts::format`] wrote, contexts of two words where `triples`.
    pub fn parse<'a>(lines: &mut impl Iterator<Item = &'a str>, triples: bool) -> Self {
        let mut contexts = Self::default();
        let head = lines.next().and_then(|line| line.split_once(": "));
        let count: usize = head.and_then(|(_, count)| count.parse().ok()).unwrap_or(0);
        let lines: Vec<&str> = lines.take(count).collect();
        contexts.totals.reserve(lines.len());
        contexts.seen.reserve(lines.iter().map(|line| line.len()).sum::<usize>() / FOLLOWER);
        let scale: Vec<u32> = (0..=u8::MAX).map(times).collect();
        let mut a = 0_u32;
        for line in lines {
            let mut bytes = line.bytes();
            a = a.saturating_add(read_number(&mut bytes).unwrap_or(0));
            let b = if triples { read_number(&mut bytes).unwrap_or(0) } else { NONE };
            let mut next = 0_u32;
            while let Some((step, level)) = read_number(&mut bytes).zip(bytes.next()) {
                next = next.saturating_add(step);
                contexts.add((a, b), next, scale[usize::from(level.saturating_sub(FIRST))]);
            }
        }
        contexts
    }
}

/// Characters in which a follower is written, as good as always.
const FOLLOWER: usize = 3;
/// The first printable character.
const FIRST: u8 = b'!';
/// Values of a digit.
const DIGIT: u32 = 47;
/// The step of the scale of counts, and its highest level.
const SCALE: f64 = 1.16;
const LEVELS: f64 = 93.0;

fn write_number(out: &mut String, mut number: u32) {
    while number >= DIGIT {
        out.push(digit(number % DIGIT + DIGIT));
        number /= DIGIT;
    }
    out.push(digit(number));
}

fn digit(value: u32) -> char {
    char::from(FIRST.saturating_add(u8::try_from(value).unwrap_or(0)))
}

fn read_number(bytes: &mut impl Iterator<Item = u8>) -> Option<u32> {
    let (mut number, mut place) = (0_u32, 1_u32);
    loop {
        let digit = u32::from(bytes.next()?.saturating_sub(FIRST));
        number = number.saturating_add((digit % DIGIT).saturating_mul(place));
        if digit < DIGIT {
            return Some(number);
        }
        place = place.saturating_mul(DIGIT);
    }
}

fn level(times: u32) -> u8 {
    (libm::log(f64::from(times.max(1))) / libm::log(SCALE)).round().min(LEVELS) as u8
}

fn times(level: u8) -> u32 {
    libm::pow(SCALE, f64::from(level)).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_counts_read_back() {
        for number in [0, 1, 46, 47, 2208, 2209, 103_822, u32::MAX] {
            let mut written = String::new();
            write_number(&mut written, number);
            assert_eq!(read_number(&mut written.bytes()), Some(number));
        }
        for seen in (1..3000).chain([100_000, 900_000]) {
            let read = times(level(seen));
            assert!(f64::from(read.abs_diff(seen)) <= 0.08 * f64::from(seen) + 0.5, "{seen} is read as {read}");
            assert_eq!(level(read), level(seen), "a second writing is the same");
        }
    }

    #[test]
    fn contexts_read_back() {
        let mut pairs = Contexts::default();
        let mut triples = Contexts::default();
        for (a, next, seen) in [(3, 2, 1), (3, 90, 7), (4, 0, 3), (5000, 4999, 2)] {
            pairs.add((a, NONE), next, seen);
            triples.add((a, next), a, seen);
            triples.add((a, next + 1), 1, seen);
        }
        for (contexts, named) in [(pairs, false), (triples, true)] {
            let mut written = String::new();
            contexts.format(&mut written, "contexts", 2);
            let read = Contexts::parse(&mut written.lines(), named);
            assert_eq!(read.seen_often(0), contexts.seen_often(2));
        }
    }
}
