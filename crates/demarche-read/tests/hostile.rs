//! Bad input: whatever the bytes, a document comes back, in bounded time.

use std::io::Write as _;

use demarche_read::{Format, codes, read};
use proptest::prelude::*;

mod writer;
use writer::assemble;

/// A small PDF of two pages in two columns, drawn row by row across the columns, without tags.
fn pdf() -> Vec<u8> {
    let words = ["ferries", "cross", "the", "sound", "each", "hour", "while", "harbours", "sleep", "under", "snow"];
    let mut contents = Vec::new();
    for page in 0..2 {
        let mut content = String::from("BT /F1 10 Tf\n");
        for row in 0..30 {
            for column in 0..2 {
                let (x, y) = (60 + 250 * column, 720 - 14 * row);
                let line: Vec<&str> =
                    (0..6).map(|at| words[(row * 7 + column * 3 + at * (page + 2)) % words.len()]).collect();
                content.push_str(&format!("1 0 0 1 {x} {y} Tm (c{column}r{row} {}) Tj\n", line.join(" ")));
            }
        }
        content.push_str("ET\n");
        contents.push(content);
    }
    writer::pdf(&contents.join("%%page\n"))
}

#[test]
fn columns_drawn_row_by_row_are_read_one_after_the_other() {
    let document = read(&pdf(), "drawn.pdf").value;
    let text = document.to_text();
    let at = |mark: &str| text.find(mark).unwrap_or_else(|| panic!("{mark} is missing from\n{text}"));
    assert!(at("c0r29") < at("c1r0 "), "the left column comes first");
    assert!(at("c0r3 ") < at("c0r4 "));
    assert_eq!(document.pages.len(), 2);
}

#[test]
fn damaged_files_give_what_can_be_read() {
    let whole = pdf();
    let letters = |bytes: &[u8]| read(bytes, "damaged.pdf").value.to_text().len();
    let all = letters(&whole);
    let (mut full, mut some, mut none) = (0, 0, 0);
    let mut note = |bytes: Vec<u8>| match letters(&bytes) {
        n if n * 10 >= all * 9 => full += 1,
        0 => none += 1,
        _ => some += 1,
    };
    for part in 1..=24 {
        note(whole[..whole.len() * part / 25].to_vec());
        let mut holed = whole.clone();
        let from = whole.len() * part / 25;
        let to = (from + 64).min(whole.len());
        holed[from..to].fill(0);
        note(holed);
        let mut noisy = whole.clone();
        let mut state = u32::try_from(part).unwrap_or(1);
        for _ in 0..part {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = state as usize % noisy.len();
            noisy[at] ^= 1 << (state % 8);
        }
        note(noisy);
    }
    println!("72 damaged files: {full} read whole, {some} in part, {none} not at all");
    assert!(full + some >= 36, "most damage leaves something to read: {full} whole, {some} in part");
}

#[test]
fn pages_that_hold_themselves_end() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 3 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [2 0 R 4 0 R] /Count 99999999 >>".to_owned(),
        "<< /Type /StructTreeRoot /K 3 0 R /RoleMap << /P /Q /Q /P >> >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>".to_owned(),
    ];
    let document = read(&assemble(&objects, ""), "ring.pdf").value;
    assert_eq!(document.format, Format::Pdf);
}

/// A file of one page whose content, a form and a font's map are packed streams of so many spaces.
fn bomb(spaces: usize) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; spaces]).expect("memory can be written");
    let packed = encoder.finish().expect("memory can be written");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents [4 0 R 5 0 R] >>".to_owned(),
        "<< /Length 40 >>\nstream\nBT 12 0 0 12 72 700 Tm (words) Tj ET      \nendstream".to_owned(),
    ];
    let mut out = assemble(&objects, "");
    let at = out.windows(4).position(|word| word == b"xref").expect("there is a table of places");
    let mut last = format!("5 0 obj\n<< /Filter /FlateDecode /Length {} >>\nstream\n", packed.len()).into_bytes();
    last.extend(packed);
    last.extend(b"\nendstream\nendobj\n");
    out.splice(at..at, last);
    out
}

#[test]
fn packed_streams_are_bounded() {
    let small = read(&bomb(1 << 20), "small.pdf");
    assert_eq!((small.value.to_text().as_str(), small.diagnostics.len()), ("words\n", 0), "{:?}", small.diagnostics);
    let large = read(&bomb(100 << 20), "large.pdf");
    assert_eq!(large.value.to_text(), "words\n", "what stands before the bomb is read");
    assert!(large.diagnostics.iter().any(|one| one.code == codes::LIMIT), "{:?}", large.diagnostics);
}

#[test]
fn forms_that_draw_each_other_many_times_end() {
    let form = |number: usize| {
        let next = number + 1;
        let draws = format!("/F{next} Do ").repeat(20);
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /F{next} {next} 0 R >> >> /Length {} >>\nstream\n{draws}\nendstream",
            draws.len()
        )
    };
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /F5 5 0 R >> >> >>"
            .to_owned(),
        "<< /Length 7 >>\nstream\n/F5 Do \nendstream".to_owned(),
    ];
    objects.extend((5..30).map(form));
    let said = read(&assemble(&objects, ""), "forms.pdf").diagnostics;
    assert!(said.iter().any(|one| one.code == codes::LIMIT), "{said:?}");
}

#[test]
fn pages_that_claim_or_nest_without_end_are_bounded() {
    let words = "BT /F1 12 Tf 72 700 Td (words) Tj ET\n";
    let text = |bytes: &[u8]| read(bytes, "bomb.pdf").value.to_text();
    let nested = writer::pdf(&format!("{}{}{words}", "[".repeat(100_000), "]".repeat(100_000)));
    let nested = read(&nested, "nested.pdf");
    assert_eq!(nested.value.to_text(), "words\n", "what stands behind the nest is read");
    assert!(nested.diagnostics.iter().any(|one| one.code == codes::DAMAGED), "{:?}", nested.diagnostics);
    assert_eq!(text(&writer::pdf(&format!("{}{words}", "q ".repeat(500_000)))), "words\n");
    let claims = String::from_utf8(writer::pdf(words)).expect("a file of plain words");
    let length = format!("/Length {}", words.len());
    assert!(claims.contains(&length));
    assert_eq!(text(claims.replace(&length, "/Length 2147483647").as_bytes()), "words\n");
    let image = claims.replace("/Width 1 /Height 1", "/Width 2000000000 /Height 2000000000");
    let image = image.replace(words, &words.replace("BT", "/Im Do BT"));
    let image = read(image.as_bytes(), "image.pdf");
    let page =
        demarche_read::to_html(&image.value, &image.diagnostics, &claims.into_bytes().into(), &Default::default());
    assert!(page.contains("words"));
}

#[test]
fn an_encrypted_file_is_named() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [] /Count 0 >>".to_owned(),
        format!(
            "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{}> /U <{}> >>",
            "11".repeat(32),
            "22".repeat(32)
        ),
    ];
    let bytes = assemble(
        &objects,
        "/Encrypt 3 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]",
    );
    let said = read(&bytes, "locked.pdf").diagnostics;
    assert!(said.iter().any(|one| one.code == codes::ENCRYPTED && one.message.contains("locked.pdf")), "{said:?}");
}

#[test]
fn markup_bombs_end() {
    let deep = "<div>".repeat(200_000) + "words";
    assert!(read(deep.as_bytes(), "deep.html").value.to_text().contains("words"));
    let cells = "<table><tr><td>".repeat(50_000) + "words";
    assert!(read(cells.as_bytes(), "cells.html").value.text.contains("words"));
    let quotes = "> ".repeat(20_000) + "words";
    assert!(read(quotes.as_bytes(), "quotes.md").value.text.contains("words"));
    let marks = read("*é _b [c](d ".repeat(1_000_000).as_bytes(), "marks.md");
    assert!(marks.value.text.len() < 9 << 20 && marks.value.text.contains("é"));
    assert!(marks.diagnostics.iter().any(|one| one.code == codes::LIMIT), "{:?}", marks.diagnostics);
    let line = "word ".repeat(1_000_000);
    assert!(read(line.as_bytes(), "line.txt").value.text.len() > 4_000_000);
}

/// An archive with one part.
fn docx(body: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("word/document.xml", options).expect("memory can be written");
    writer.write_all(body).expect("memory can be written");
    writer.finish().expect("memory can be written").into_inner()
}

#[test]
fn word_files_are_read_and_bombs_are_refused() {
    let body = b"<w:document xmlns:w='w'><w:body><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Ferries</w:t></w:r></w:p>\
        <w:p><w:r><w:t>Two &amp; three </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:r><w:t>sail.</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>1951</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>40</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let document = read(&docx(body), "brief.docx").value;
    assert_eq!(document.text, "Ferries\nTwo & three sail.\n1951\t40\n");
    let bomb = docx(&vec![b' '; 300 << 20]);
    let said = read(&bomb, "bomb.docx").diagnostics;
    assert!(said.iter().any(|one| one.code == codes::LIMIT), "{said:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..2000), ending in "(txt|html|md|docx|pdf)") {
        let read = read(&bytes, &format!("random.{ending}"));
        for block in &read.value.blocks {
            prop_assert!(read.value.text.get(block.text.clone()).is_some());
        }
    }

    #[test]
    fn random_text_keeps_its_places(text in "([a-zA-Z“”’.,;()—\\-<>&/| ]{0,60}\n?){0,30}", ending in "(txt|html|md)") {
        let read = read(text.as_bytes(), &format!("random.{ending}")).value;
        for run in &read.runs {
            let words = read.text.get(run.text.clone());
            prop_assert!(words.is_some());
            if let demarche_read::Origin::Bytes(bytes) = &run.origin {
                let original = read.source.get(bytes.clone());
                prop_assert!(original.is_some());
                if bytes.len() == run.text.len() && !original.unwrap_or("").contains('&') {
                    prop_assert_eq!(words, original);
                }
            }
        }
    }

    #[test]
    fn flipped_bits_are_read(flips in proptest::collection::vec((any::<proptest::sample::Index>(), 0_u8..8), 1..40)) {
        let mut bytes = pdf();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let _ = read(&bytes, "flipped.pdf");
    }
}
