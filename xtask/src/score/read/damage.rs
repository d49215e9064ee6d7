//! Damaged files: what is left of a text when its file is cut, holed or overwritten.
//!
//! Twelve sorts of damage, as transport, disks and careless programs do them, are
//! done to six real briefs each, always in the same places. Every engine reads
//! every variant in a process of its own.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::engines::{self, Engine, Outcome};
use super::reference::{Brief, key};

/// Briefs that are damaged.
const BRIEFS: usize = 6;

/// A sort of damage, with its name.
type Damage = (&'static str, fn(&[u8], &mut Random) -> Vec<u8>);

const DAMAGES: [Damage; 12] = [
    ("cut at a quarter", |bytes, _| bytes[..bytes.len() / 4].to_vec()),
    ("cut at half", |bytes, _| bytes[..bytes.len() / 2].to_vec()),
    ("cut at nine tenths", |bytes, _| bytes[..bytes.len() * 9 / 10].to_vec()),
    ("last kilobyte cut", |bytes, _| bytes[..bytes.len().saturating_sub(1024)].to_vec()),
    ("first kilobyte cut", |bytes, _| bytes[bytes.len().min(1024)..].to_vec()),
    ("20 bits flipped", |bytes, random| flipped(bytes, random, 20)),
    ("400 bits flipped", |bytes, random| flipped(bytes, random, 400)),
    ("4 kB of noise", |bytes, random| {
        let mut out = bytes.to_vec();
        let at = random.below(out.len().saturating_sub(4096).max(1));
        for byte in out.iter_mut().skip(at).take(4096) {
            *byte = random.next() as u8;
        }
        out
    }),
    ("8 kB of zeros", |bytes, random| {
        let mut out = bytes.to_vec();
        let at = random.below(out.len().saturating_sub(8192).max(1));
        out.iter_mut().skip(at).take(8192).for_each(|byte| *byte = 0);
        out
    }),
    ("2 kB missing", |bytes, random| {
        let at = random.below(bytes.len().saturating_sub(2048).max(1));
        [&bytes[..at], &bytes[(at + 2048).min(bytes.len())..]].concat()
    }),
    ("line ends changed", |bytes, _| {
        bytes.iter().flat_map(|&byte| if byte == b'\n' { vec![b'\r', b'\n'] } else { vec![byte] }).collect()
    }),
    ("places of objects lost", |bytes, _| {
        let mut out = bytes.to_vec();
        for word in [b"startxref".as_slice(), b"/Type/XRef", b"/Type /XRef"] {
            let places: Vec<usize> =
                out.windows(word.len()).enumerate().filter(|(_, seen)| *seen == word).map(|(at, _)| at).collect();
            places.into_iter().for_each(|at| out[at..at + word.len()].fill(b'x'));
        }
        out
    }),
];

fn flipped(bytes: &[u8], random: &mut Random, times: usize) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..times {
        let at = random.below(out.len());
        out[at] ^= 1 << (random.next() % 8);
    }
    out
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same damage in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % (bound.max(1) as u64)) as usize
    }
}

/// Counts of what became of the variants.
#[derive(Default)]
struct Tally {
    most: usize,
    some: usize,
    nothing: usize,
    refused: usize,
    crashed: usize,
    late: usize,
    sentences: usize,
}

/// The table of `cargo xtask score damage`.
///
/// # Errors
/// Any failure to read the folder or a file in it.
pub fn table(documents: &Path) -> io::Result<String> {
    let mut briefs = super::briefs(documents)?;
    briefs.truncate(BRIEFS);
    let folder = tempfile::tempdir()?;
    let mut engines = vec![Engine::OwnProcess];
    engines.extend(engines::peers().into_iter().filter(|peer| !peer.name().contains("-layout")));
    let all: usize = briefs.iter().map(|brief| brief.sentences.len()).sum::<usize>() * DAMAGES.len();
    let mut out =
        format!("{} damaged files, {all} sentences in them before the damage\n", briefs.len() * DAMAGES.len());
    let _ = writeln!(
        out,
        "{:<22} {:>9} {:>6} {:>5} {:>8} {:>8} {:>8} {:>8}",
        "engine", "sentences", "most", "some", "nothing", "refused", "crashed", "stopped"
    );
    for engine in engines {
        if !engine.is_installed() {
            let _ = writeln!(out, "{:<22} absent", engine.name());
            continue;
        }
        let mut tally = Tally::default();
        for brief in &briefs {
            let bytes = std::fs::read(&brief.pdf)?;
            let mut random = Random(bytes.len() as u64);
            for (name, damage) in DAMAGES {
                let path = folder.path().join("damaged.pdf");
                std::fs::write(&path, damage(&bytes, &mut random))?;
                let outcome = engine.read(&path)?;
                tally.add(brief, &outcome);
                if std::env::var_os("DEMARCHE_MISSED").is_some() && !matches!(outcome, Outcome::Text(_)) {
                    eprintln!("{} {}, {name}: {outcome:?}", engine.name(), brief.name);
                }
            }
        }
        let Tally { most, some, nothing, refused, crashed, late, sentences } = tally;
        let _ = writeln!(
            out,
            "{:<22} {sentences:>9} {most:>6} {some:>5} {nothing:>8} {refused:>8} {crashed:>8} {late:>8}",
            engine.name()
        );
    }
    out.push_str("most: nine tenths of the sentences or more; some: fewer; nothing: no sentence and no complaint\n");
    Ok(out)
}

impl Tally {
    fn add(&mut self, brief: &Brief, outcome: &Outcome) {
        match outcome {
            Outcome::Text(text) => {
                let text = key(text);
                let found = brief.sentences.iter().filter(|sentence| text.contains(&sentence.key)).count();
                self.sentences += found;
                match found {
                    0 => self.nothing += 1,
                    n if n * 10 >= brief.sentences.len() * 9 => self.most += 1,
                    _ => self.some += 1,
                }
            }
            Outcome::Refused => self.refused += 1,
            Outcome::Crashed => self.crashed += 1,
            Outcome::TimedOut => self.late += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_the_same_in_every_run_and_changes_every_file() {
        let bytes: Vec<u8> = (0..40_000_u32).flat_map(|n| format!("{n}\nstartxref ").into_bytes()).collect();
        for (name, damage) in DAMAGES {
            let (one, two) = (damage(&bytes, &mut Random(7)), damage(&bytes, &mut Random(7)));
            assert!(one == two && one != bytes, "{name}");
        }
    }
}
