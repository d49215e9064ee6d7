//! PDF, with and without its tags, whatever follows the first line.
#![no_main]

use demarche_read::{Tags, read_pdf};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = [b"%PDF-1.7\n".as_slice(), data].concat();
    demarche_fuzz::document(&bytes, "a.pdf");
    let _ = read_pdf(&bytes, "a.pdf", Tags::Ignore).value.to_text();
});
