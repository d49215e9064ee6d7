//! Fit: the largest setting of the text that keeps the edition on two pages.
//!
//! Five settings lie between 10 and 9 points ([`SETTINGS`]); nothing else of
//! the page changes. A guess from the length of the prose comes first, then
//! the neighbours that its fill asks for, so two or three layouts are enough.

use serde::Serialize;
use typst::foundations::Label;
use typst::introspection::Introspector;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use crate::sheet::Sheet;
use crate::world::Desk;
use crate::{Fill, PAGES, PressError, Setting};

/// The settings that may be chosen, largest first: text size and distance of lines in points.
pub const SETTINGS: [Setting; 5] = [
    Setting { size: 10.0, line: 12.75 },
    Setting { size: 9.75, line: 12.4 },
    Setting { size: 9.5, line: 12.0 },
    Setting { size: 9.25, line: 11.7 },
    Setting { size: 9.0, line: 11.4 },
];

/// The type area of a sheet, in points.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Area {
    width: f64,
    height: f64,
    /// Left and right margin.
    side: f64,
    top: f64,
    bottom: f64,
    /// Space between the columns.
    gutter: f64,
}

impl Area {
    /// US Letter or A4; the columns of both are about 248 points wide.
    fn new(letter: bool) -> Self {
        let (width, height, side) = if letter { (612.0, 792.0, 47.0) } else { (595.28, 841.89, 40.0) };
        Self { width, height, side, top: 50.0, bottom: 50.0, gutter: 20.0 }
    }

    fn column(&self) -> f64 {
        self.height - self.top - self.bottom
    }
}

/// What the template reads besides the sheet.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Page<'a> {
    sheet: &'a Sheet,
    setting: Setting,
    area: Area,
    /// Whether the notes start a page of their own, so that a short edition still has two.
    notes_apart: bool,
}

/// An edition laid out.
pub(crate) struct Layout {
    pub document: PagedDocument,
    pub setting: Setting,
    pub fill: Fill,
}

/// Lays a sheet out in the largest setting that fits.
///
/// If none does, the smallest comes back with its overflow.
pub(crate) fn fit(sheet: &Sheet) -> Result<Layout, PressError> {
    let mut index = guess(sheet.characters());
    let mut best = lay_out(sheet, index)?;
    if best.fill.overflow > 0 {
        while best.fill.overflow > 0 && index + 1 < SETTINGS.len() {
            // A step saves about one line in twenty.
            let steps = usize::try_from(best.fill.overflow / 12).unwrap_or(SETTINGS.len()) + 1;
            index = (index + steps).min(SETTINGS.len() - 1);
            best = lay_out(sheet, index)?;
        }
        return Ok(best);
    }
    while index > 0 && best.fill.lines_left >= LARGER {
        let larger = lay_out(sheet, index - 1)?;
        if larger.fill.overflow > 0 {
            break;
        }
        (best, index) = (larger, index - 1);
    }
    Ok(best)
}

/// With fewer lines left than this a larger setting cannot fit and is not tried.
const LARGER: u32 = 6;

/// Setting that usually fits prose of this many characters beside one figure and a dozen sources.
fn guess(characters: usize) -> usize {
    const LIMITS: [usize; 4] = [8_200, 8_800, 9_400, 10_000];
    LIMITS.iter().position(|&limit| characters <= limit).unwrap_or(LIMITS.len())
}

fn lay_out(sheet: &Sheet, index: usize) -> Result<Layout, PressError> {
    let setting = SETTINGS[index.min(SETTINGS.len() - 1)];
    let area = Area::new(sheet.letter());
    let mut page = Page { sheet, setting, area, notes_apart: false };
    let mut document = compile(&page)?;
    if document.pages().len() < PAGES {
        page.notes_apart = true;
        document = compile(&page)?;
    }
    let fill = fill(&document, &page);
    Ok(Layout { document, setting, fill })
}

fn compile(page: &Page<'_>) -> Result<PagedDocument, PressError> {
    let broken = |why: String| PressError::Typesetting(vec![why]);
    let json = serde_json::to_vec(page).map_err(|error| broken(error.to_string()))?;
    let desk = Desk::new(json).ok_or_else(|| broken("the template is missing".into()))?;
    let warned = typst::compile::<PagedDocument>(&desk);
    warned.output.map_err(|errors| PressError::Typesetting(crate::messages(&errors)))
}

/// A place in the run of columns.
struct Mark {
    page: usize,
    column: usize,
    /// Distance from the top of the column.
    depth: f64,
}

fn mark(document: &PagedDocument, area: &Area, label: &str) -> Option<Mark> {
    let introspector = document.introspector();
    let label = Label::new(PicoStr::intern(label))?;
    let location = introspector.query_label(label).ok()?.location()?;
    let position = introspector.position(location)?;
    let column = usize::from(position.point.x.to_pt() > area.width / 2.0);
    Some(Mark { page: position.page.get(), column, depth: position.point.y.to_pt() - area.top })
}

/// How full the last column is, from where the prose ends and where the notes begin.
fn fill(document: &PagedDocument, page: &Page<'_>) -> Fill {
    let area = &page.area;
    let height = area.column();
    let end = mark(document, area, "end").unwrap_or(Mark { page: 1, column: 0, depth: 0.0 });
    let notes = mark(document, area, "notes").unwrap_or(Mark { page: 1, column: 0, depth: height });
    let band = (height - notes.depth).max(0.0);
    // The notes take their height from both columns of the page they stand on.
    let room = if end.page == notes.page { (height - band).max(1.0) } else { height };
    let lines = |points: f64| (points / page.setting.line).max(0.0);
    let pages = document.pages().len();
    if pages <= PAGES {
        let columns_left = (PAGES - end.page.min(PAGES)) * 2 + (1 - end.column);
        let left = (room - end.depth).max(0.0) + columns_left as f64 * (height - band).max(0.0);
        let share = if end.page < PAGES || end.column == 0 { 0.0 } else { (end.depth / room).clamp(0.0, 1.0) };
        return Fill { share, lines_left: lines(left) as u32, overflow: 0 };
    }
    let before = (end.page.saturating_sub(PAGES + 1) * 2 + end.column) as f64 * height + end.depth;
    let beyond = if end.page > PAGES {
        before + 2.0 * band
    } else {
        // Only the notes fell off: what they need less what the prose left free.
        2.0 * band - (1 - end.column) as f64 * height - (height - end.depth)
    };
    Fill { share: 1.0, lines_left: 0, overflow: (libm::ceil(lines(beyond)) as u32).max(1) }
}
