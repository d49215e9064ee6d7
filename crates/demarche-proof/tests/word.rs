//! Comments in a Word file: formatting, tracked changes and earlier comments stay, every other part is the same bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use demarche_proof::word::{Author, Comment, WordError, with_comments};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";

fn document(body: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"{SPACE}\"><w:body>{body}</w:body></w:document>")
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("an archive").into_inner()
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).expect("a part");
            let mut text = Vec::new();
            file.read_to_end(&mut text).expect("its text");
            (file.name().expect("a name").into_owned(), text)
        })
        .collect()
}

fn author() -> Author<'static> {
    Author { name: "Demarche", initials: "D", day: "2019-01-29".to_owned() }
}

fn comment(document: &str, words: &str) -> Comment {
    let at = document.find(words).expect("the document holds the words");
    Comment { spot: at..at + words.len(), lines: vec!["query D1051: by what & when?".to_owned()] }
}

fn text_of(bytes: &[u8]) -> String {
    demarche_read::read(bytes, "a.docx").value.text
}

#[test]
fn a_run_is_split_and_keeps_its_properties_and_every_other_part_its_bytes() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Two ferries sail on.</w:t></w:r></w:p>";
    let main = document(body);
    let file = packed(&[
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", &main),
        ("word/styles.xml", "<w:styles/>"),
        ("media/a.bin", "\u{1}x"),
    ]);
    let out = with_comments(&file, &[comment(&main, "ferries")], &author()).expect("a DOCX");
    let (before, after) = (parts(&file), parts(&out));
    assert_eq!(before["word/styles.xml"], after["word/styles.xml"]);
    assert_eq!(before["media/a.bin"], after["media/a.bin"]);
    let made = String::from_utf8_lossy(&after["word/document.xml"]).into_owned();
    assert_eq!(made.matches("<w:rPr><w:b/></w:rPr>").count(), 3, "{made}");
    assert!(made.contains("<w:t xml:space=\"preserve\">Two </w:t></w:r><w:commentRangeStart w:id=\"0\"/>"), "{made}");
    assert!(made.contains("ferries</w:t></w:r><w:commentRangeEnd w:id=\"0\"/>"), "{made}");
    assert_eq!(text_of(&file), text_of(&out));
    let comments = String::from_utf8_lossy(&after["word/comments.xml"]).into_owned();
    assert!(comments.contains("by what &amp; when?") && comments.contains("w:author=\"Demarche\""), "{comments}");
    assert!(String::from_utf8_lossy(&after["[Content_Types].xml"]).contains("/word/comments.xml"));
    assert!(String::from_utf8_lossy(&after["word/_rels/document.xml.rels"]).contains("relationships/comments"));
}

#[test]
fn tracked_changes_and_earlier_comments_are_kept() {
    let body = "<w:p><w:commentRangeStart w:id=\"7\"/><w:ins w:id=\"1\" w:author=\"A\"><w:r><w:t>Three</w:t></w:r></w:ins><w:del w:id=\"2\" w:author=\"A\"><w:r><w:delText>Two</w:delText></w:r></w:del><w:r><w:t xml:space=\"preserve\"> ferries sail.</w:t></w:r><w:commentRangeEnd w:id=\"7\"/><w:r><w:commentReference w:id=\"7\"/></w:r></w:p>";
    let main = document(body);
    let old =
        format!("<w:comments xmlns:w=\"{SPACE}\"><w:comment w:id=\"7\" w:author=\"A\"><w:p/></w:comment></w:comments>");
    let rels = "<Relationships xmlns=\"r\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>";
    let file = packed(&[
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", &main),
        ("word/comments.xml", &old),
        ("word/_rels/document.xml.rels", rels),
    ]);
    let both = [comment(&main, "Three"), comment(&main, "ferries sail")];
    let after = parts(&with_comments(&file, &both, &author()).expect("a DOCX"));
    let made = String::from_utf8_lossy(&after["word/document.xml"]).into_owned();
    for kept in ["<w:delText>Two</w:delText>", "<w:commentRangeStart w:id=\"7\"/>", "<w:ins w:id=\"1\" w:author=\"A\">"]
    {
        assert!(made.contains(kept), "{kept} is gone from {made}");
    }
    assert!(
        made.contains("<w:commentRangeStart w:id=\"8\"/>") && made.contains("<w:commentRangeStart w:id=\"9\"/>"),
        "{made}"
    );
    let comments = String::from_utf8_lossy(&after["word/comments.xml"]).into_owned();
    assert!(comments.starts_with(&old[..old.len() - "</w:comments>".len()]), "{comments}");
    assert_eq!(after["word/_rels/document.xml.rels"], rels.as_bytes());
}

#[test]
fn words_over_several_runs_and_paragraphs_take_one_comment() {
    let body = "<w:p><w:r><w:t>sail to </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>the isl</w:t></w:r><w:r><w:t>and now</w:t></w:r></w:p>";
    let main = document(body);
    let from = main.find("the isl").expect("the words");
    let to = main.find("and now").expect("the words") + 3;
    let one = Comment { spot: from..to, lines: vec!["due".to_owned()] };
    let file = packed(&[("[Content_Types].xml", TYPES), ("word/document.xml", &main)]);
    let out = with_comments(&file, &[one], &author()).expect("a DOCX");
    let made = String::from_utf8_lossy(&parts(&out)["word/document.xml"]).into_owned();
    assert!(made.contains("<w:commentRangeStart w:id=\"0\"/><w:r><w:rPr><w:i/>"), "{made}");
    assert!(made.contains("and</w:t></w:r><w:commentRangeEnd w:id=\"0\"/>"), "{made}");
    assert_eq!(text_of(&file), text_of(&out));
}

#[test]
fn text_that_holds_elements_is_not_cut() {
    let body = "<w:p><w:r><w:t>Two <w:del><w:r><w:delText>no</w:delText></w:r></w:del>ferries <w:t>sail</w:t> on</w:t></w:r><w:r><w:t>One stops.</w:t></w:r></w:p>";
    let main = document(body);
    let file = packed(&[("[Content_Types].xml", TYPES), ("word/document.xml", &main)]);
    let all = [comment(&main, "wo "), comment(&main, "erri"), comment(&main, "sai"), comment(&main, "stops")];
    let out = with_comments(&file, &all, &author()).expect("a DOCX");
    let made = String::from_utf8_lossy(&parts(&out)["word/document.xml"]).into_owned();
    assert_eq!(made.matches("commentRangeStart").count(), 1, "{made}");
    assert_eq!(text_of(&file), text_of(&out));
}

#[test]
fn a_byte_order_mark_moves_no_comment() {
    let body = "<w:p><w:r><w:t>Two &amp; three ferries sail.</w:t></w:r></w:p>";
    let main = format!("\u{feff}{}", document(body));
    let file = packed(&[("[Content_Types].xml", TYPES), ("word/document.xml", &main)]);
    let read = demarche_read::read(&file, "a.docx").value;
    let at = read.text.find("ferries").expect("the words");
    let places = read.places(&(at..at + "ferries".len()));
    let [demarche_read::Origin::Bytes(spot)] = places.as_slice() else { panic!("{places:?}") };
    assert_eq!(&main[spot.clone()], "ferries", "the reader's place");
    let one = Comment { spot: spot.clone(), lines: vec!["due".to_owned()] };
    let out = with_comments(&file, &[one], &author()).expect("a DOCX");
    let made = String::from_utf8_lossy(&parts(&out)["word/document.xml"]).into_owned();
    assert!(made.contains("<w:commentRangeStart w:id=\"0\"/><w:r><w:t xml:space=\"preserve\">ferries</w:t>"), "{made}");
    assert_eq!(text_of(&file), text_of(&out));
}

#[test]
fn nothing_found_changes_nothing_and_other_files_are_refused() {
    let main = document("<w:p/>");
    let file = packed(&[("[Content_Types].xml", TYPES), ("word/document.xml", &main)]);
    assert_eq!(with_comments(&file, &[], &author()).as_deref(), Ok(file.as_slice()));
    assert!(matches!(with_comments(b"%PDF-1.7", &[], &author()), Err(WordError::NotWord(_))));
    let signed =
        packed(&[("[Content_Types].xml", TYPES), ("word/document.xml", &main), ("_xmlsignatures/sig1.xml", "<s/>")]);
    assert_eq!(with_comments(&signed, &[], &author()), Err(WordError::Signed));
    let broken =
        packed(&[("[Content_Types].xml", TYPES), ("word/document.xml", "<w:document xmlns:w=\"x\"><w:r></w:p>")]);
    let one = Comment { spot: 0..3, lines: Vec::new() };
    assert!(matches!(with_comments(&broken, &[one], &author()), Err(WordError::Part(..))));
}
