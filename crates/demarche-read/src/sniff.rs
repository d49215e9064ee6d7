//! Telling formats apart: by the bytes where they say it, else by the name.

use crate::document::Format;

/// The format of a file.
pub(crate) fn format(bytes: &[u8], name: &str) -> Format {
    let head = &bytes[..bytes.len().min(1024)];
    if find(head, b"%PDF-").is_some() {
        return Format::Pdf;
    }
    let extension = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return if extension == "docx" || find(bytes, b"word/").is_some() { Format::Docx } else { Format::Unknown };
    }
    if is_binary(head) {
        return Format::Unknown;
    }
    match extension.as_str() {
        "html" | "htm" | "xhtml" => Format::Html,
        "md" | "markdown" => Format::Markdown,
        _ if is_html(head) => Format::Html,
        _ => Format::Text,
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

/// Pictures, old Word files and programs, by the bytes they begin with.
fn is_binary(head: &[u8]) -> bool {
    const MAGIC: [&[u8]; 9] = [
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"\xd0\xcf\x11\xe0",
        b"\x7fELF",
        b"\x1f\x8b",
        b"MZ\x90",
        b"II*\0",
        b"MM\0*",
    ];
    MAGIC.iter().any(|magic| head.starts_with(magic))
}

fn is_html(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let marks = ["<!doctype html", "<html", "<head", "<body", "<div", "<p>", "<p ", "<h1", "<article", "<main"];
    marks.iter().any(|mark| text.starts_with(mark))
        || text.starts_with("<?xml") && text.contains("<html")
        || text.starts_with("<!--") && text.contains("<html")
}
