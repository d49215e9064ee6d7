//! DOCX: the paragraphs and tables of a word processing document.
//!
//! ECMA-376 part 1, chapter 17. The parts read are `word/document.xml`,
//! notes, running heads and feet; places are bytes of them, one after the other.
//! Deleted text of tracked changes is left out, inserted text is read; a note and
//! its reference carry the number that a word processor would print.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::Range;

use demarche_diagnostic::Diagnostic;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::builder::{Content, DraftBlock, DraftCell, DraftLine, build, superscript};
use crate::document::{Document, Format, Origin, Page, Role};
use crate::findings::{d0902_damaged, d0905_limit};
use crate::{limits, roles};

/// What some programs put before the first tag of a part. The XML reader passes over it without counting its bytes.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a DOCX file.
pub(crate) fn read(bytes: &[u8], name: &str, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            let text = format!("{name} begins like a DOCX file, but its archive cannot be opened: {error}");
            diagnostics.push(d0902_damaged::unread(text));
            return build(name, Format::Docx, String::new(), Vec::new(), Vec::new());
        }
    };
    let styles =
        part(&mut archive, "word/styles.xml", name, diagnostics).map(|text| style_names(&text)).unwrap_or_default();
    let Some(mut source) = part(&mut archive, "word/document.xml", name, diagnostics) else {
        let text = format!("{name} holds no text: its part word/document.xml is missing or cannot be unpacked");
        diagnostics.push(d0902_damaged::unread(text));
        return build(name, Format::Docx, String::new(), Vec::new(), Vec::new());
    };
    let mut walk = Walk { styles, page: 1, ..Walk::default() };
    let mut whole = walk.part(&source, 0);
    for (role, part_names) in others(&archive) {
        walk.around = Some(role);
        for path in part_names {
            let text = part(&mut archive, &path, name, diagnostics).unwrap_or_default();
            whole &= walk.part(&text, source.len());
            source.push_str(&text);
        }
    }
    walk.settle();
    if !whole {
        let text = format!("{name} is damaged inside; what stands before the damage was read");
        diagnostics.push(d0902_damaged::partly(text));
    }
    roles::refine(&mut walk.blocks);
    let pages = (1..=walk.page).map(|number| Page { number, width: 0.0, height: 0.0 }).collect();
    build(name, Format::Docx, source, pages, walk.blocks)
}

/// The parts beside the main one: notes, and what stands at the head and foot of each page.
fn others(archive: &ZipArchive<Cursor<&[u8]>>) -> [(Role, Vec<String>); 3] {
    let named = |starts: &[&str]| {
        let of = |name: &String| starts.iter().any(|start| name.starts_with(start)) && name.ends_with(".xml");
        let names = archive.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned);
        let mut names: Vec<String> = names.filter(of).collect();
        names.sort();
        names
    };
    [
        (Role::Footnote, named(&["word/footnotes", "word/endnotes"])),
        (Role::Header, named(&["word/header"])),
        (Role::Footer, named(&["word/footer"])),
    ]
}

/// Unpacks one part as text; a part that claims or turns out too large is refused.
fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    path: &str,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let file = archive.by_name(path).ok()?;
    let packed = file.compressed_size().max(1);
    let most = limits::PART_BYTES.min((packed.saturating_mul(limits::PART_RATIO)).max(1 << 20));
    let mut unpacked = Vec::new();
    let outcome = file.take(most + 1).read_to_end(&mut unpacked);
    if unpacked.len() as u64 > most {
        let text = format!(
            "{name}: the part {path} unpacks to more than {} times its size and was not read",
            limits::PART_RATIO
        );
        diagnostics.push(d0905_limit::partly(text));
        return None;
    }
    if let Err(error) = outcome {
        let text = format!("{name}: the part {path} is damaged ({error}); what could be unpacked was read");
        diagnostics.push(d0902_damaged::partly(text));
    }
    Some(String::from_utf8_lossy(&unpacked).into_owned())
}

/// Names of styles by their ids: ids are translated and shortened, names are not.
fn style_names(text: &str) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut reader = Reader::from_str(text);
    let mut id = None;
    for _ in 0..limits::NODES {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "style" => id = attribute(&tag, "styleId"),
            Ok(Event::Empty(tag) | Event::Start(tag)) if tag.local_name().as_ref() == "name" => {
                if let (Some(id), Some(name)) = (id.take(), attribute(&tag, "val")) {
                    names.insert(id, name.to_lowercase());
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    names
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.clone().into_owned())
}

#[derive(Default)]
struct Walk {
    styles: BTreeMap<String, String>,
    blocks: Vec<DraftBlock>,
    lines: Vec<DraftLine>,
    role: Option<Role>,
    page: u32,
    /// What the part that is read holds, where it is not the main one.
    around: Option<Role>,
    /// Numbers of notes by the ids that their references name.
    notes: BTreeMap<String, usize>,
    /// The note that is read.
    note: Option<usize>,
    reading: bool,
    raised: bool,
    deleted: usize,
    tables: Vec<Vec<Vec<DraftCell>>>,
    depth: usize,
}

impl Walk {
    /// Walks one part; false where it is not well formed.
    fn part(&mut self, text: &str, offset: usize) -> bool {
        let (text, offset) = match text.strip_prefix(BYTE_ORDER_MARK) {
            Some(rest) => (rest, offset + BYTE_ORDER_MARK.len_utf8()),
            None => (text, offset),
        };
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        for _ in 0..limits::NODES {
            let start = usize::try_from(reader.buffer_position()).unwrap_or(0);
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(_) => {
                    self.flush();
                    return false;
                }
            };
            let end = usize::try_from(reader.buffer_position()).unwrap_or(0);
            let bytes = start + offset..end + offset;
            match event {
                Event::Start(tag) => self.start(&tag, bytes),
                Event::Empty(tag) => {
                    self.start(&tag, bytes);
                    self.end(tag.local_name().as_ref());
                }
                Event::End(tag) => self.end(tag.local_name().as_ref()),
                Event::Text(words) if self.reading => {
                    self.push(words.to_string(), bytes);
                }
                Event::GeneralRef(reference) if self.reading => {
                    let words = character(&reference);
                    self.push(words, bytes);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        while !self.tables.is_empty() {
            self.end("tbl");
        }
        self.flush();
        true
    }

    fn start(&mut self, tag: &BytesStart<'_>, bytes: Range<usize>) {
        match tag.local_name().as_ref() {
            "p" => self.role = None,
            "pStyle" => self.role = attribute(tag, "val").and_then(|id| self.style(&id)).or(self.role),
            "numPr" => self.role = self.role.or(Some(Role::List)),
            "outlineLvl" => {
                let level = attribute(tag, "val").and_then(|level| level.parse::<u8>().ok());
                self.role =
                    level.filter(|&level| level < 9).map(|level| Role::Heading { level: level + 1 }).or(self.role);
            }
            "r" => self.raised = false,
            "footnoteReference" | "endnoteReference" => {
                let id = format!("{}{}", tag.local_name().as_ref(), attribute(tag, "id").unwrap_or_default());
                let next = self.notes.len() + 1;
                let number = *self.notes.entry(id).or_insert(next);
                self.push(superscript(&number.to_string()).into_owned(), bytes);
            }
            "footnote" | "endnote" => {
                let id = format!("{}Reference{}", tag.local_name().as_ref(), attribute(tag, "id").unwrap_or_default());
                self.note = self.notes.get(&id).copied();
            }
            "footnoteRef" | "endnoteRef" => {
                if let Some(number) = self.note {
                    self.push(superscript(&number.to_string()).into_owned(), bytes);
                }
            }
            "vertAlign" => self.raised = attribute(tag, "val").as_deref() == Some("superscript"),
            "t" => self.reading = self.deleted == 0,
            "del" | "moveFrom" => self.deleted += 1,
            "tab" | "noBreakHyphen" if self.lines.last().is_some_and(|line| !line.runs.is_empty()) => {
                let words = if tag.local_name().as_ref() == "tab" { " " } else { "-" };
                self.push(words.to_owned(), bytes);
            }
            "br" | "cr" => {
                self.turn(attribute(tag, "type").as_deref() == Some("page"));
                self.lines.push(DraftLine::default());
            }
            "lastRenderedPageBreak" => self.turn(true),
            "tbl" if self.depth < limits::DEPTH => {
                self.flush();
                self.depth += 1;
                self.tables.push(Vec::new());
            }
            "tr" => self.tables.last_mut().into_iter().for_each(|rows| rows.push(Vec::new())),
            "tc" => {
                let cell = DraftCell { lines: Vec::new(), heads: false, columns: 1, rows: 1 };
                if let Some(row) = self.tables.last_mut().and_then(|rows| rows.last_mut()) {
                    row.push(cell);
                }
            }
            "gridSpan" => {
                let span = attribute(tag, "val").and_then(|span| span.parse().ok()).unwrap_or(1);
                self.cell().into_iter().for_each(|cell| cell.columns = span);
            }
            "tblHeader" => self
                .tables
                .last_mut()
                .and_then(|rows| rows.last_mut())
                .into_iter()
                .flatten()
                .for_each(|cell| cell.heads = true),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.flush(),
            "t" => self.reading = false,
            "del" | "moveFrom" => self.deleted = self.deleted.saturating_sub(1),
            "tbl" => {
                let Some(rows) = self.tables.pop() else { return };
                self.depth = self.depth.saturating_sub(1);
                match self.cell() {
                    // A table in a cell adds its lines to the cell.
                    Some(outer) => outer.lines.extend(rows.into_iter().flatten().flat_map(|cell| cell.lines)),
                    None => self.blocks.push(DraftBlock { role: Role::Table, content: Content::Rows(rows) }),
                }
            }
            _ => {}
        }
    }

    /// Puts running heads before the text, where a reader meets them.
    fn settle(&mut self) {
        let (heads, rest): (Vec<DraftBlock>, Vec<DraftBlock>) =
            std::mem::take(&mut self.blocks).into_iter().partition(|block| block.role == Role::Header);
        self.blocks.extend(heads);
        self.blocks.extend(rest);
    }

    /// The cell that is being read.
    fn cell(&mut self) -> Option<&mut DraftCell> {
        self.tables.last_mut()?.last_mut()?.last_mut()
    }

    fn turn(&mut self, page: bool) {
        if page && (self.page as usize) < limits::PAGES {
            self.page += 1;
        }
    }

    fn style(&self, id: &str) -> Option<Role> {
        let name = self.styles.get(id).cloned().unwrap_or_else(|| id.to_lowercase());
        match name.as_str() {
            "title" => Some(Role::Title),
            "caption" => Some(Role::FigureTitle),
            "footnote text" | "footnotetext" | "endnote text" => Some(Role::Footnote),
            name if name.starts_with("list") => Some(Role::List),
            name if name.starts_with("heading") => {
                let level = name.bytes().rev().find(u8::is_ascii_digit).map_or(1, |digit| digit - b'0');
                Some(Role::Heading { level: level.max(1) })
            }
            _ => None,
        }
    }

    fn push(&mut self, text: String, bytes: Range<usize>) {
        if self.lines.is_empty() {
            self.lines.push(DraftLine::default());
        }
        if let Some(line) = self.lines.last_mut() {
            line.page = self.page;
            let text = if self.raised { superscript(&text).into_owned() } else { text };
            line.push(&text, Origin::Bytes(bytes));
        }
    }

    fn flush(&mut self) {
        self.reading = false;
        let lines: Vec<DraftLine> =
            std::mem::take(&mut self.lines).into_iter().filter(|line| !line.runs.is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        if let Some(cell) = self.cell() {
            cell.lines.extend(lines);
            return;
        }
        let role = self.around.or(self.role).unwrap_or(Role::Body);
        self.blocks.push(DraftBlock::lines(role, lines));
    }
}

/// What a character reference stands for.
fn character(text: &str) -> String {
    let code =
        text.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16)).or(text.strip_prefix('#').map(str::parse));
    match (text, code) {
        ("amp", _) => "&".to_owned(),
        ("lt", _) => "<".to_owned(),
        ("gt", _) => ">".to_owned(),
        ("quot", _) => "\"".to_owned(),
        ("apos", _) => "'".to_owned(),
        (_, Some(Ok(code))) => char::from_u32(code).map_or_else(String::new, String::from),
        _ => String::new(),
    }
}
