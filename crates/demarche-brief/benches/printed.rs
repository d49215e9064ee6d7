//! How fast printed amounts are read: bytes a second over the suite's prose, which is dense with them.
//!
//! `cargo bench -p demarche-brief`

use demarche_brief::lexicon::Lexicon;
use demarche_brief::printed::read_words;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const SUITE: &str = include_str!("../../../tests/suite/brief/printed.txt");

#[divan::bench]
fn read(bencher: divan::Bencher<'_, '_>) {
    let lexicon = Lexicon::shipped();
    let bench = bencher.counter(BytesCount::of_str(SUITE));
    bench.bench(|| SUITE.lines().map(|line| read_words(line, &lexicon).len()).sum::<usize>());
}
