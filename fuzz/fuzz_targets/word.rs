//! Comments in Word files: parts of a sound archive, parted by NUL, with a comment on every sentence and on every run.
//!
//! A file that takes comments reads as before, and takes them again.
#![no_main]

use std::io::{Cursor, Write};

use demarche_proof::word::{Author, Comment, with_comments};
use demarche_read::Origin;
use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PARTS: [&str; 5] = [
    "word/document.xml",
    "word/footnotes.xml",
    "word/comments.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
];
const TYPES: &[u8] = b"<Types/>";

fuzz_target!(|data: &[u8]| {
    let file = packed(data);
    let document = demarche_read::read(&file, "a.docx").value;
    let sentences = document.sentences.iter().map(|sentence| sentence.text.clone());
    let spots = sentences.chain(document.runs.iter().map(|run| run.text.clone())).flat_map(|range| {
        document.places(&range).into_iter().filter_map(|place| match place {
            Origin::Bytes(bytes) => Some(bytes),
            Origin::Glyphs { .. } => None,
        })
    });
    let comment = |spot| Comment { spot, lines: vec!["query: as of <when>?".to_owned(), String::new()] };
    let comments: Vec<Comment> = spots.take(200).map(comment).collect();
    let author = Author { name: "Demarche & \"others\"", initials: "D", day: "2019-01-29".to_owned() };
    let Ok(once) = with_comments(&file, &comments, &author) else { return };
    let again = demarche_read::read(&once, "a.docx").value;
    assert_eq!(document.text, again.text, "comments change the words");
    if let Some(first) = comments.first() {
        // The first words stand where they stood, or later.
        let _ = with_comments(&once, std::slice::from_ref(first), &author);
    }
});

fn packed(data: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut parts = data.split(|byte| *byte == 0);
    for name in PARTS {
        let given = parts.next().filter(|part| !part.is_empty());
        let part = given.or((name == "[Content_Types].xml").then_some(TYPES));
        if let Some(part) = part {
            archive.start_file(name, options).expect("memory can be written");
            archive.write_all(part).expect("memory can be written");
        }
    }
    archive.finish().expect("memory can be written").into_inner()
}
