//! Findings as comments in a Word file: the same file back, with a comment on the words of each finding.
//!
//! ECMA-376 part 1, 17.13.4 (comments). A comment is anchored by a start and an end mark between runs and a
//! reference after the end, so a run is split where its words begin or end inside it; both halves keep its
//! properties. Three parts change (the document, its relationships, the list of content types) and one is
//! added or lengthened (the comments); every other part is copied as it was packed, byte for byte.

mod anchors;
mod parts;

use std::io::{Cursor, Read, Write};

use demarche_read::limits;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub use anchors::Spot;

/// A comment to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Bytes of the part `word/document.xml`, or beyond its end of `word/footnotes.xml`, as the reader counts them.
    pub spot: Spot,
    /// Its paragraphs.
    pub lines: Vec<String>,
}

/// Who comments, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author<'a> {
    /// Name.
    pub name: &'a str,
    /// Initials.
    pub initials: &'a str,
    /// Day, as `2019-01-29`.
    pub day: String,
}

/// Why a file cannot be given comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordError {
    /// It is no word processing document.
    NotWord(String),
    /// It is signed: any change would break the signature.
    Signed,
    /// A part is damaged, or larger than is read.
    Part(String, String),
}

impl std::fmt::Display for WordError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotWord(why) => write!(f, "comments are written into DOCX files only: {why}"),
            Self::Signed => f.write_str("is signed, and comments would break the signature: save a copy without it"),
            Self::Part(part, why) => write!(f, "its part {part} cannot be given comments: {why}"),
        }
    }
}

impl std::error::Error for WordError {}

/// The main part.
const DOCUMENT: &str = "word/document.xml";

/// The same file with comments; without any, the same bytes.
///
/// # Errors
/// [`WordError`] for what is no DOCX file, is signed, or has a damaged part.
pub fn with_comments(bytes: &[u8], comments: &[Comment], author: &Author<'_>) -> Result<Vec<u8>, WordError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| WordError::NotWord(error.to_string()))?;
    if names(&archive).iter().any(|name| name.starts_with("_xmlsignatures/")) {
        return Err(WordError::Signed);
    }
    let document =
        part(&mut archive, DOCUMENT)?.ok_or_else(|| WordError::NotWord(format!("the part {DOCUMENT} is missing")))?;
    if comments.is_empty() {
        return Ok(bytes.to_vec());
    }
    let notes = part(&mut archive, "word/footnotes.xml")?.unwrap_or_default();
    let relations = part(&mut archive, parts::RELATIONS)?.unwrap_or_else(parts::no_relations);
    let types = part(&mut archive, parts::TYPES)?
        .ok_or_else(|| WordError::NotWord(format!("the part {} is missing", parts::TYPES)))?;
    let schema = parts::Schema::of(&document)?;
    let known = parts::comments_part(&relations);
    let old = match &known {
        Some(name) => part(&mut archive, name)?,
        None => None,
    };
    let name = known.clone().unwrap_or_else(|| free_name(&archive));
    let first = old.as_deref().map_or(0, parts::next_id);
    let (marked, kept) = anchors::mark(&document, &notes, comments, first, &schema)?;
    let mut changed = vec![(DOCUMENT.to_owned(), marked)];
    changed.push((name.clone(), parts::comments(old.as_deref(), &kept, first, author, &schema)?));
    if known.is_none() {
        changed.push((parts::RELATIONS.to_owned(), parts::with_relation(&relations, &name, &schema)?));
        changed.push((parts::TYPES.to_owned(), parts::with_type(&types, &name)?));
    }
    rewritten(&mut archive, changed)
}

/// A name for the part of comments that no other part has.
fn free_name(archive: &ZipArchive<Cursor<&[u8]>>) -> String {
    let known = names(archive);
    let taken = |name: &String| known.iter().any(|known| known.eq_ignore_ascii_case(name));
    let names = std::iter::once("word/comments.xml".to_owned()).chain((1..).map(|n| format!("word/comments{n}.xml")));
    names.take(1000).find(|name| !taken(name)).unwrap_or_default()
}

/// Names of the parts; one that is no text is none that is looked for.
fn names(archive: &ZipArchive<Cursor<&[u8]>>) -> Vec<String> {
    archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
}

/// The text of a part; `None` where there is none.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, WordError> {
    let fault = |why: String| WordError::Part(name.to_owned(), why);
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(fault(error.to_string())),
    };
    let most = limits::PART_BYTES.min(file.compressed_size().max(1).saturating_mul(limits::PART_RATIO).max(1 << 20));
    let mut text = Vec::new();
    file.take(most + 1).read_to_end(&mut text).map_err(|error| fault(error.to_string()))?;
    if text.len() as u64 > most {
        return Err(fault("it unpacks to more than is read".to_owned()));
    }
    String::from_utf8(text).map(Some).map_err(|_| fault("it is not UTF-8".to_owned()))
}

/// The archive with some parts replaced or added; the others are copied as they are packed, in their order.
fn rewritten(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    mut changed: Vec<(String, String)>,
) -> Result<Vec<u8>, WordError> {
    let fault = |name: &str, error: &dyn std::fmt::Display| WordError::Part(name.to_owned(), error.to_string());
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(|error| fault("of the archive", &error))?;
        let name = file.name().map(|name| name.into_owned()).unwrap_or_default();
        match changed.iter().position(|(changed, _)| *changed == name) {
            None => out.raw_copy_file(file).map_err(|error| fault(&name, &error))?,
            Some(found) => {
                let options = SimpleFileOptions::default().last_modified_time(file.last_modified().unwrap_or_default());
                let (_, text) = changed.remove(found);
                write(&mut out, &name, &text, options)?;
            }
        }
    }
    for (name, text) in changed {
        write(&mut out, &name, &text, SimpleFileOptions::default().last_modified_time(zip::DateTime::default()))?;
    }
    let written = out.finish().map_err(|error| fault("of the archive", &error))?;
    Ok(written.into_inner())
}

fn write(
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    text: &str,
    options: SimpleFileOptions,
) -> Result<(), WordError> {
    let fault = |error: &dyn std::fmt::Display| WordError::Part(name.to_owned(), error.to_string());
    out.start_file(name, options).map_err(|error| fault(&error))?;
    out.write_all(text.as_bytes()).map_err(|error| fault(&error))
}
