//! A document as one web page for looking: each page as printed beside the words that were read from it.
//!
//! The page is one file, opens nothing else and can be read without its script:
//! every block of the text and its place in the picture are links to each other.
//! The script only lights both up when the pointer is over one of them.

use std::fmt::Write as _;
use std::ops::Range;

use demarche_diagnostic::Diagnostic;

use crate::document::{Block, Document, Origin, Page, Rect, Role, Table};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes the page; `picture` gives a page as SVG, where there is a picture of it.
pub(crate) fn page(
    document: &Document,
    findings: &[Diagnostic],
    mut picture: impl FnMut(u32) -> Option<String>,
) -> String {
    let title = document.about.title.as_ref().map_or(document.name.as_str(), |range| document.words(range));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(title)
    );
    about(document, findings, &mut out);
    let boxes = boxes(document);
    let starts: Vec<u32> = document.blocks.iter().map(|block| first_page(document, block)).collect();
    for page in &document.pages {
        let _ = writeln!(out, "<section aria-label=\"Page {}\">", page.number);
        sheet(document, page, &boxes, picture(page.number), &mut out);
        out.push_str("<div class=\"words\">\n");
        for at in (0..document.blocks.len()).filter(|&at| starts[at] == page.number) {
            block(document, at, &mut out);
        }
        out.push_str("</div>\n</section>\n");
    }
    let _ = write!(out, "<script>\n{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

/// What the document says about itself, and what reading has to say.
fn about(document: &Document, findings: &[Diagnostic], out: &mut String) {
    let about = &document.about;
    let said = |range: &Option<Range<usize>>| range.as_ref().map(|range| document.words(range).to_owned());
    let authors: Vec<&str> = about.authors.iter().map(|range| document.words(range)).collect();
    let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let rows = [
        ("file", Some(format!("{}, {}", document.name, document.format.name()))),
        ("title", said(&about.title)),
        ("product", said(&about.product)),
        ("edition", said(&about.edition)),
        ("date", said(&about.date)),
        ("authors", Some(authors.join(", ")).filter(|authors| !authors.is_empty())),
        (
            "read",
            Some(format!(
                "{}, {}, {}",
                count(document.pages.len(), "page"),
                count(document.blocks.len(), "block"),
                count(document.sentences.len(), "sentence")
            )),
        ),
    ];
    out.push_str("<header>\n<dl>\n");
    for (name, value) in rows {
        if let Some(value) = value {
            let _ = writeln!(out, "<dt>{name}</dt><dd>{}</dd>", escaped(&value));
        }
    }
    out.push_str("</dl>\n");
    for finding in findings {
        let _ = writeln!(
            out,
            "<p class=\"finding\"><b>{} {}</b> {}</p>",
            finding.grade.word(),
            finding.code,
            escaped(&finding.message)
        );
    }
    out.push_str("</header>\n");
}

/// A page's picture with the places of its lines, or the empty sheet where there is none.
fn sheet(document: &Document, page: &Page, boxes: &[Place], picture: Option<String>, out: &mut String) {
    if page.width <= 0.0 || page.height <= 0.0 {
        return;
    }
    let _ = writeln!(out, "<div class=\"sheet\" style=\"aspect-ratio:{}/{}\">", page.width, page.height);
    match picture {
        Some(svg) => {
            let _ = write!(out, "<img alt=\"Page {} as printed\" src=\"data:image/svg+xml,", page.number);
            data_uri(&svg, out);
            out.push_str("\">\n");
        }
        None => out.push_str("<p>no picture of this page</p>\n"),
    }
    let here: Vec<&Place> = boxes.iter().filter(|place| place.page == page.number).collect();
    for lines in here.chunk_by(|a, b| a.block == b.block) {
        let block = lines[0].block;
        let role = document.blocks[block].role;
        let first = lines[0].first;
        let id = if first { format!(" id=\"p{}\"", block + 1) } else { String::new() };
        let _ = write!(
            out,
            "<a class=\"{}\" href=\"#b{n}\" data-b=\"{n}\"{id} title=\"b{n}, {}\" tabindex=\"-1\">",
            class(role),
            name(role),
            n = block + 1
        );
        for line in lines {
            let part = |value: f32, whole: f32| (value / whole * 10_000.0).round() / 100.0;
            let Rect { left, top, right, bottom } = line.rect;
            let _ = write!(
                out,
                "<i style=\"left:{}%;top:{}%;width:{}%;height:{}%\"></i>",
                part(left, page.width),
                part(top, page.height),
                part(right - left, page.width),
                part(bottom - top, page.height)
            );
        }
        out.push_str("</a>\n");
    }
    out.push_str("</div>\n");
}

/// Where a line of a block stands.
struct Place {
    block: usize,
    page: u32,
    rect: Rect,
    /// Whether it belongs to the first page on which the block stands.
    first: bool,
}

fn boxes(document: &Document) -> Vec<Place> {
    let mut out = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        let first = first_page(document, block);
        for line in &document.lines[block.lines.clone()] {
            let rects = document.places(&line.text).into_iter().filter_map(|place| match place {
                Origin::Glyphs { page, rect, glyphs } if page == line.page && !glyphs.is_empty() => Some(rect),
                _ => None,
            });
            if let Some(rect) = rects.reduce(Rect::union) {
                out.push(Place { block: at, page: line.page, rect, first: line.page == first });
            }
        }
    }
    // A block that comes back to a page after another has its lines there in one link.
    out.sort_by_key(|place| (place.page, place.block));
    out
}

fn first_page(document: &Document, block: &Block) -> u32 {
    document.lines.get(block.lines.start).map_or(1, |line| line.page)
}

fn block(document: &Document, at: usize, out: &mut String) {
    let block = &document.blocks[at];
    let n = at + 1;
    let _ = write!(
        out,
        "<div class=\"block {}\" id=\"b{n}\" data-b=\"{n}\"><a class=\"role\" href=\"#p{n}\">{}</a>",
        class(block.role),
        name(block.role)
    );
    let tag = match block.role {
        Role::Title => "h1",
        Role::Heading { level: 1 } => "h2",
        Role::Heading { level: 2 } => "h3",
        Role::Heading { level: 3 } => "h4",
        Role::Heading { .. } => "h5",
        _ => "p",
    };
    match &block.table {
        Some(table) => self::table(document, table, out),
        None => {
            let _ = write!(out, "<{tag}>");
            let mut done = block.text.start;
            for sentence in document.sentences_of(at) {
                out.push_str(&signed(document, &(done..sentence.text.start)));
                let _ = write!(out, "<span title=\"{}\">{}</span>", sentence.id(), signed(document, &sentence.text));
                done = sentence.text.end;
            }
            let _ = write!(out, "{}</{tag}>", signed(document, &(done..block.text.end)));
        }
    }
    out.push_str("</div>\n");
}

/// Words as HTML in which every mark leads to its note.
fn signed(document: &Document, range: &Range<usize>) -> String {
    let mut out = String::new();
    let mut done = range.start;
    let first = document.marks.partition_point(|mark| mark.text.start < range.start);
    for mark in document.marks[first..].iter().take_while(|mark| mark.text.end <= range.end) {
        let Some(note) = mark.note else { continue };
        out.push_str(&escaped(document.words(&(done..mark.text.start))));
        let _ = write!(out, "<a href=\"#b{}\">{}</a>", note + 1, document.words(&mark.text));
        done = mark.text.end;
    }
    out + &escaped(document.words(&(done..range.end)))
}

fn table(document: &Document, table: &Table, out: &mut String) {
    out.push_str("<table>");
    for row in &table.rows {
        out.push_str("<tr>");
        for cell in row {
            let tag = if cell.heads { "th" } else { "td" };
            let span = |name: &str, count: u16| if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() };
            let (columns, rows) = (span("colspan", cell.columns), span("rowspan", cell.rows));
            let _ = write!(out, "<{tag}{columns}{rows}>{}</{tag}>", signed(document, &cell.text));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Title | Role::Heading { .. } => "head",
        Role::Header | Role::Footer => "edge",
        Role::Figure | Role::FigureTitle | Role::FigureNote | Role::Table => "figure",
        Role::Footnote | Role::Author | Role::Disclaimer => "note",
        Role::Body | Role::List => "body",
    }
}

/// A role as a person calls it.
fn name(role: Role) -> String {
    match role {
        Role::Title => "title".to_owned(),
        Role::Heading { level } => format!("heading {level}"),
        Role::Body => "body".to_owned(),
        Role::List => "list".to_owned(),
        Role::Footnote => "footnote".to_owned(),
        Role::Table => "table".to_owned(),
        Role::FigureTitle => "figure title".to_owned(),
        Role::FigureNote => "figure note".to_owned(),
        Role::Figure => "figure".to_owned(),
        Role::Header => "header".to_owned(),
        Role::Footer => "footer".to_owned(),
        Role::Author => "author".to_owned(),
        Role::Disclaimer => "disclaimer".to_owned(),
    }
}

/// Words as HTML; marks that turn the direction of what follows are shown, not obeyed.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push(char::REPLACEMENT_CHARACTER),
            _ => out.push(c),
        }
    }
    out
}

/// RFC 2397: only what would end the attribute or the address is escaped, so that the picture stays small.
fn data_uri(svg: &str, out: &mut String) {
    out.reserve(svg.len() * 9 / 8);
    for c in svg.chars() {
        match c {
            '%' => out.push_str("%25"),
            '#' => out.push_str("%23"),
            '"' => out.push('\''),
            '\'' => out.push_str("%27"),
            '&' => out.push_str("%26"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_ascii() => out.push(c),
            c => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_cannot_leave_its_attribute() {
        let mut out = String::new();
        data_uri("<svg a=\"#b\">é</svg>\n", &mut out);
        assert_eq!(out, "<svg a='%23b'>%C3%A9</svg> ");
    }

    #[test]
    fn words_are_text_and_nothing_else() {
        let read = crate::read(b"# A <b>title\n\nTwo *words* & \"more\".\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "a.md");
        let html = page(&read.value, &read.diagnostics, |_| None);
        assert!(html.contains("&amp; &quot;more&quot;."), "{html}");
        assert!(html.contains("<th>a</th>") && html.contains("<td>2</td>"), "{html}");
        assert!(!html.contains("<b>title"), "{html}");
    }
}
