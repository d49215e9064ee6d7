//! Presses the tests' made-up edition: `cargo run -p demarche-press --example press_fixture -- OUT.pdf [blocks|draft|a4|short|full]...`.
//!
//! Prints how long the first (cold) and the second (warm) pressing take, for the budget of a whole build.

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("usage: press_fixture OUT.pdf [blocks|draft|a4|short|full]...")?;
    let mut edition = fixture::edition();
    for variant in arguments {
        match variant.as_str() {
            "blocks" => edition.blocks = fixture::every_block(),
            "draft" => edition.meta.draft = Some("Built over 2 open errors and 1 query; not for release.".into()),
            "a4" => edition.meta.language = "en-GB".into(),
            "full" => {
                let more: Vec<_> = edition.blocks[1..4].to_vec();
                edition.blocks.extend(more);
                edition.blocks.extend(fixture::wide_table());
                edition.meta.title = "Sudland: Background and Relations with Norland after the Second Summit".into();
                edition.meta.known_by = edition.meta.date.tomorrow()?;
                let again = edition.sources.clone();
                edition.sources.extend(again.into_iter().map(|mut source| {
                    source.number += 16;
                    source
                }));
            }
            "short" => edition.blocks.truncate(4),
            other => return Err(format!("unknown variant {other}").into()),
        }
    }
    let start = Instant::now();
    let pressed = demarche_press::press(&edition)?;
    let cold = start.elapsed();
    let start = Instant::now();
    let again = demarche_press::press(&edition)?;
    println!("cold {cold:.1?}, warm {:.1?}, same bytes: {}", start.elapsed(), pressed == again);
    println!("{} pages, {} bytes, {}, {:?}", pressed.pages, pressed.pdf.len(), pressed.fill, pressed.setting);
    std::fs::write(out, pressed.pdf)?;
    Ok(())
}
