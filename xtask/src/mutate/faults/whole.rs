//! Faults of whole files: taken away, cut short, in another encoding.

use super::{Alters, Change, Variant};
use crate::mutate::raw::Raw;

pub fn faults(raw: &Raw, found: &mut Vec<Variant>) {
    for name in used(raw) {
        let text = raw.text(&name);
        let mut push = |class, what: &str, change| {
            found.push(Variant {
                class,
                what: format!("{name} {what}"),
                file: name.clone(),
                change,
                around: 0..text.len(),
                alters: Alters::File,
            });
        };
        // The calendar ships with the program and comes back when the dossier's own is gone; the brief and the
        // manifest make a dossier: without them the command says so and ends with 2.
        if !name.starts_with("rules/") {
            push("file removed", "removed", Change::Remove);
        }
        let mut half = text.len() / 2;
        while !text.is_char_boundary(half) {
            half -= 1;
        }
        push("file cut short", "cut in the middle", Change::Bytes(text.as_bytes()[..half].to_vec()));
        let wide = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes));
        push("encoding", "as UTF-16", Change::Bytes(wide.collect()));
        if !text.is_ascii() {
            let latin = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'));
            let latin: Vec<u8> = latin.collect();
            if latin.iter().any(|byte| !byte.is_ascii()) {
                push("encoding", "as Latin-1", Change::Bytes(latin));
            }
        }
    }
}

/// The files that the main brief is compiled from.
pub fn used(raw: &Raw) -> Vec<String> {
    let other_brief = |name: &&String| name.starts_with("briefs/") && **name != raw.brief;
    raw.files.keys().filter(|name| !other_brief(name)).cloned().collect()
}
