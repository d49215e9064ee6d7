//! Fit: the largest setting of the text that keeps the edition on two pages.
//!
//! Five settings lie between 10 and 9 points ([`SETTINGS`]); nothing else of
//! the page changes. An estimate names the first to try, then
//! come the neighbours that its fill asks for, so one or two layouts are enough.

use serde::Serialize;
use typst::foundations::Label;
use typst::introspection::Introspector;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use crate::estimate::Estimate;
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
    /// Space between the prose and the notes below it.
    clearance: f64,
}

impl Area {
    /// US Letter or A4; the columns of both are about 248 points wide.
    fn new(letter: bool) -> Self {
        let (width, height, side) = if letter { (612.0, 792.0, 47.0) } else { (595.28, 841.89, 40.0) };
        Self { width, height, side, top: 50.0, bottom: 50.0, gutter: 20.0, clearance: 12.0 }
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

/// Lays a sheet out in the largest setting that fits two pages, on `least` pages or more.
///
/// If none does, the smallest comes back with its overflow.
pub(crate) fn fit(sheet: &Sheet, least: usize) -> Result<Layout, PressError> {
    let last = SETTINGS.len() - 1;
    let mut index = guess(sheet);
    let mut layout = lay_out(sheet, index, least)?;
    // Smaller until it fits; a step saves some dozen lines.
    let mut too_large = None;
    while layout.fill.overflow > 0 && index < last {
        too_large = Some(index);
        let steps = usize::try_from(layout.fill.overflow / 12).unwrap_or(last) + 1;
        index = (index + steps).min(last);
        layout = lay_out(sheet, index, least)?;
    }
    // Larger again while there is room, up to what is known not to fit.
    let floor = too_large.map_or(0, |known| known + 1);
    while layout.fill.overflow == 0 && index > floor && layout.fill.lines_left >= LARGER {
        let larger = lay_out(sheet, index - 1, least)?;
        if larger.fill.overflow > 0 {
            break;
        }
        (layout, index) = (larger, index - 1);
    }
    Ok(layout)
}

/// With fewer lines left than this a larger setting cannot fit and is not tried.
const LARGER: u32 = 6;

/// The largest setting in which the edition should fit.
fn guess(sheet: &Sheet) -> usize {
    let area = Area::new(sheet.letter());
    let column = (area.width - 2.0 * area.side - area.gutter) / 2.0;
    let room = area.column() * 2.0 * PAGES as f64;
    let fits = |&setting: &Setting| Estimate { setting, column }.height(sheet) <= room;
    SETTINGS.iter().position(fits).unwrap_or(SETTINGS.len() - 1)
}

fn lay_out(sheet: &Sheet, index: usize, least: usize) -> Result<Layout, PressError> {
    let setting = SETTINGS[index.min(SETTINGS.len() - 1)];
    let area = Area::new(sheet.letter());
    let mut page = Page { sheet, setting, area, notes_apart: false };
    let mut document = compile(&page)?;
    if document.pages().len() < least {
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
    let lines = |points: f64| (points / page.setting.line).max(0.0);
    if document.pages().len() <= PAGES {
        let rooms = (end.page..=PAGES).flat_map(|number| [0, 1].map(|column| (number, column)));
        let free = |(number, column): (usize, usize)| {
            // The notes take their height from both columns of page two.
            let room = if number == PAGES { height - band } else { height };
            let from = if (number, column) == (end.page, end.column) { end.depth } else { 0.0 };
            (room - from - taken(document, area, (number, column), from, room)).max(0.0)
        };
        let ahead = rooms.skip_while(|&place| place != (end.page, end.column));
        let left: f64 = ahead.map(free).sum();
        let last = height - band;
        let share = if last > 0.0 { 1.0 - free((PAGES, 1)).min(last) / last } else { 1.0 };
        let begun = (end.page, end.column) == (PAGES, 1);
        return Fill { share: if begun { share } else { 0.0 }, lines_left: lines(left) as u32, overflow: 0 };
    }
    // Columns hold whole lines: those of page two and after, less what fits above the notes on page two.
    let Setting { size, line } = page.setting;
    let whole = |points: f64| ((points + line - size) / line).max(0.0);
    let fits = 2.0 * libm::floor(whole(height - band - area.clearance));
    let second = [0, 1].map(|column| libm::round(whole(taken(document, area, (PAGES, column), 0.0, height))));
    let columns = ((end.page.saturating_sub(PAGES + 1)) * 2 + end.column) as f64;
    let after = if end.page > PAGES { columns * libm::floor(whole(height)) + end.depth / line } else { 0.0 };
    let beyond = libm::ceil(second.iter().sum::<f64>() + after - fits);
    Fill { share: 1.0, lines_left: 0, overflow: (beyond.max(1.0)) as u32 }
}

/// Height that figures and titles take in one column between two depths.
fn taken(document: &PagedDocument, area: &Area, place: (usize, usize), from: f64, to: f64) -> f64 {
    let Some(page) = document.pages().get(place.0.saturating_sub(1)) else { return 0.0 };
    let middle = area.width / 2.0;
    let (mut top, mut bottom) = (f64::INFINITY, f64::NEG_INFINITY);
    visit(&page.frame, Point::zero(), &mut |left, upper, lower| {
        let (upper, lower) = (upper - area.top, lower - area.top);
        let beside = if place.1 == 0 { left >= middle } else { left < middle };
        if !beside && upper >= from && lower <= to {
            (top, bottom) = (top.min(upper), bottom.max(lower));
        }
    });
    // A figure keeps a line's distance; what touches the lower end pushes the free space up as a whole.
    (bottom - top).max(0.0)
}

/// Calls with the left, upper and lower edge of everything that is drawn upright.
fn visit(frame: &Frame, origin: Point, seen: &mut impl FnMut(f64, f64, f64)) {
    for (at, item) in frame.items() {
        let at = origin + *at;
        let (x, y) = (at.x.to_pt(), at.y.to_pt());
        match item {
            FrameItem::Group(group) => {
                let Transform { sx, ky, kx, sy, tx, ty } = group.transform;
                if sx.is_one() && sy.is_one() && kx.is_zero() && ky.is_zero() {
                    visit(&group.frame, at + Point::new(tx, ty), seen);
                }
            }
            FrameItem::Text(text) => seen(x, y - text.size.to_pt() * 0.78, y + text.size.to_pt() * 0.22),
            FrameItem::Shape(shape, _) => {
                let edges = shape.bbox(false);
                seen(x + edges.min.x.to_pt(), y + edges.min.y.to_pt(), y + edges.max.y.to_pt());
            }
            FrameItem::Image(_, size, _) => seen(x, y, y + size.y.to_pt()),
            FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}
