//! Reading and resolving: the invented dossier, and the curve from a hundred to a hundred thousand statements.
//!
//! `cargo bench -p demarche-ledger`; the time for each statement should stay level down the curve.

#[path = "../tests/ledger/common.rs"]
mod common;

use std::fmt::Write as _;

use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// The invented dossier's vocabulary with `count` balances: a year each, every fifth revised, every tenth derived from two others.
fn large(count: usize) -> Vec<(String, String)> {
    let mut texts = common::folder(&common::root().join("tests/dossiers/north-south"));
    texts.retain(|(name, _)| !name.starts_with("statements/"));
    let mut text = String::new();
    for at in 0..count {
        let (year, flow) = (1500 + at % 500, at / 500);
        let _ = write!(
            text,
            "[[statement]]\nid = \"b.{at}\"\nsays = \"A balance\"\nsubject = \"NRL\"\npredicate = \"trade-flow\"\n\
             with = {{ partner = \"SDL\", flow = \"f{flow}\", basis = \"goods\" }}\n"
        );
        let _ = match at % 10 {
            9 => writeln!(text, "derive = \"b.{} + b.{}\"\nvalid = \"{year}\"", at - 1, at - 2),
            5 => writeln!(
                text,
                "value = \"{at}.5e6 USD/a\"\nvalid = \"{year}\"\nrecorded = 2018-12-06\nsource = {{ ref = \"nrl-stat-trade\", page = 2 }}\n\
                 supersedes = [{{ id = \"b.{}\", reason = \"revised\" }}]",
                at - 1
            ),
            _ => writeln!(
                text,
                "value = \"{at}.5e6 USD/a\"\nvalid = \"{year}\"\nrecorded = 2018-06-06\nsource = {{ ref = \"nrl-stat-trade\", page = 2 }}"
            ),
        };
        text.push('\n');
    }
    texts.push(("statements/large.toml".to_owned(), text));
    texts
}

#[divan::bench(args = [100, 400, 1_000, 10_000, 100_000])]
fn read_and_resolve(bencher: Bencher<'_, '_>, count: usize) {
    let texts = large(count);
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        let opened = common::open(&texts);
        assert!(opened.findings.is_empty(), "{:?}", opened.shown().first());
        let view = opened.ledger.at(common::on("2019-01-29"), &[]);
        let resolved: Vec<_> = opened.ledger.statements().filter_map(|statement| view.resolve(&statement.id)).collect();
        divan::black_box(resolved)
    });
}

#[divan::bench(args = [100, 400, 1_000, 10_000, 100_000])]
fn resolve(bencher: Bencher<'_, '_>, count: usize) {
    let opened = common::open(&large(count));
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        let view = opened.ledger.at(common::on("2019-01-29"), &[]);
        let resolved: Vec<_> = opened.ledger.statements().filter_map(|statement| view.resolve(&statement.id)).collect();
        divan::black_box(resolved)
    });
}

#[divan::bench]
fn north_south() {
    let opened = common::north_south();
    let view = opened.ledger.at(common::on("2019-01-29"), &[]);
    divan::black_box(view.export());
}
