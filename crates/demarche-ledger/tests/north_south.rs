//! The second dossier, invented for tests: every type of value, read, computed and looked at on several clocks.

#![allow(unused, reason = "the first look")]
mod common;

#[test]
fn look() {
    let opened = common::north_south();
    for line in opened.shown() {
        println!("{line}");
    }
    for clocks in ["2019-01-29", "2019-03-01"] {
        let from = [demarche_terms::SourceId::new("old-brief-2018").unwrap()];
        let view = opened.ledger.at(common::on(clocks), &from);
        for row in view.export() {
            println!(
                "{clocks} {:40} {:24} {:12}..{:12} {:5} {:6} {} {:?}/{:?}",
                row.id, row.value, row.low, row.high, row.unit, row.life, row.why, row.method, row.evidence
            );
        }
        for f in view.findings() {
            println!("  {}", common::shown(&f, &opened.files));
        }
    }
}
