//! Edition to PDF.
//!
//! One call, [`press`], sets a frozen edition on two pages in two columns and
//! returns a tagged PDF that meets PDF/A-2a (archiving) and PDF/UA-1
//! (accessibility) together. This is the only crate that knows Typst. The
//! template is a checked-in file; an edition reaches it as data and never as
//! markup, so nothing in a brief can run. Faces are bundled; nothing is read
//! from the machine, and the same edition gives the same bytes.
//!
//! The page is US Letter where readers' printers hold that (see the territory
//! list in `paper.rs`), else A4; the edition's language tag decides.

mod chart;
mod error;
mod estimate;
mod fit;
mod fonts;
mod paper;
mod proof;
mod sheet;
mod words;
mod world;

pub use error::PressError;
pub use fit::SETTINGS;

use demarche_brief::edition::Edition;
use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Pages of a brief.
pub const PAGES: usize = 2;

/// Deepest nesting of blocks or of emphasis that is set.
pub const MAX_DEPTH: usize = 12;

/// Bytes of words beyond which an edition is refused unset: about ten times what two pages hold.
pub const MAX_CHARACTERS: usize = 120_000;

/// A pressed edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Pressed {
    /// The PDF, byte for byte the same for the same edition.
    pub pdf: Vec<u8>,
    /// Number of pages: 2, or more if the edition overflows even in the smallest setting.
    pub pages: usize,
    /// How full the pages are.
    pub fill: Fill,
    /// The setting that was chosen from [`SETTINGS`].
    pub setting: Setting,
}

/// How full the last column of the second page is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Share of the last column's height that the prose takes, 0 to 1; 1 if it overflows.
    pub share: f64,
    /// Lines of text that still fit before the notes at the end of page two.
    pub lines_left: u32,
    /// Lines of text beyond page two, about; 0 if everything fits.
    pub overflow: u32,
}

impl std::fmt::Display for Fill {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines = |count: u32| if count == 1 { "line" } else { "lines" };
        if self.overflow > 0 {
            return write!(f, "{} {} too long for {PAGES} pages", self.overflow, lines(self.overflow));
        }
        let (left, percent) = (self.lines_left, self.share * 100.0);
        write!(f, "last column {percent:.0}% full, {left} {} left", lines(left))
    }
}

/// Size of the text and distance of its lines, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Setting {
    /// Size.
    pub size: f64,
    /// From baseline to baseline.
    pub line: f64,
}

/// Sets an edition and exports it.
///
/// An edition that is too short still gets two pages; one that is too long in the smallest setting comes back with
/// more, and [`Fill::overflow`] says by how much. Whether that is an error is the caller's to say.
///
/// # Errors
/// [`PressError`]: a character without a glyph, values that cannot be drawn, or a page that would miss a standard.
pub fn press(edition: &Edition) -> Result<Pressed, PressError> {
    set(edition, PAGES)
}

/// Sets a memo: as [`press`] does, on one page where that holds it.
///
/// # Errors
/// [`PressError`], as for [`press`].
pub fn press_memo(edition: &Edition) -> Result<Pressed, PressError> {
    set(edition, 1)
}

fn set(edition: &Edition, least: usize) -> Result<Pressed, PressError> {
    let sheet = sheet::Sheet::new(edition)?;
    let layout = fit::fit(&sheet, least)?;
    let pdf = typst_pdf::pdf(&layout.document, &options(edition)?)
        .map_err(|errors| PressError::Standard(messages(&errors)))?;
    Ok(Pressed { pdf, pages: layout.document.pages().len(), fill: layout.fill, setting: layout.setting })
}

fn options(edition: &Edition) -> Result<PdfOptions, PressError> {
    let meta = &edition.meta;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| PressError::Standard(vec![error.message().to_string()]))?;
    let part = |value: i8| u8::try_from(value).ok();
    let midnight = part(meta.date.month())
        .zip(part(meta.date.day()))
        .and_then(|(month, day)| Datetime::from_ymd_hms(meta.date.year().into(), month, day, 0, 0, 0));
    Ok(PdfOptions {
        ident: Smart::Custom(format!("{} {} {} {}", meta.publisher, meta.product, meta.number, meta.date)),
        creator: Smart::Custom(Some("Demarche".into())),
        timestamp: midnight.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    })
}

/// Messages of the typesetter, each with its first hint.
fn messages(errors: &[SourceDiagnostic]) -> Vec<String> {
    let text = |error: &SourceDiagnostic| match error.hints.first() {
        Some(hint) => format!("{} ({})", error.message, hint.v),
        None => error.message.to_string(),
    };
    errors.iter().map(text).collect()
}
