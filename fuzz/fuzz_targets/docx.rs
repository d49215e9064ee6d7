//! Word files: the parts of a sound archive, parted by NUL, so that no checksum stands between the input and the parser.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PARTS: [&str; 4] = ["word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/header1.xml"];

fuzz_target!(|data: &[u8]| {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in PARTS.iter().zip(data.split(|byte| *byte == 0)) {
        archive.start_file(*name, options).expect("memory can be written");
        archive.write_all(part).expect("memory can be written");
    }
    let bytes = archive.finish().expect("memory can be written").into_inner();
    demarche_fuzz::document(&bytes, "a.docx");
});
