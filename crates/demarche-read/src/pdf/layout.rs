//! Layout: the lines of a page without tags, in order, each as a draft.
//!
//! Drawing order is usually reading order, because the programs that set the page
//! knew it. It is held against the page's columns: if it wanders between them more
//! often than bands of full-width text explain, lines are ordered by their places.

use std::ops::Range;

use super::floats::{self, Float};
use super::flow::Measure;
use super::furniture;
use super::glyphs::PageGlyphs;
use super::lines::{Place, Strip, places, strips};
use super::order::{order, pieces as pieces_of};
use crate::builder::{DraftBlock, DraftLine};

/// The columns of a page: none, or two parted at `gutter`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns {
    gutter: Option<(f32, f32)>,
}

/// A gap between words as wide as so many font sizes parts two columns or cells.
const WIDE: f32 = 1.1;
/// Lines each column needs.
const COLUMN_LINES: usize = 5;

impl Columns {
    /// Looks for a vertical stripe in the middle of the page that few lines cross.
    pub fn find(page: &PageGlyphs, places: &[Place]) -> Self {
        let lines: Vec<&Strip> = places
            .iter()
            .map(|place| &place.strip)
            .filter(|strip| strip.turn == 0 && strip.rect.right - strip.rect.left > strip.size * 4.0)
            .collect();
        if lines.len() < 2 * COLUMN_LINES {
            return Self { gutter: None };
        }
        let steps = 60;
        let mut best: Option<(usize, f32)> = None;
        for step in 0..=steps {
            let x = page.width * (0.35 + 0.30 * step as f32 / steps as f32);
            let crossing = lines.iter().filter(|line| line.rect.left < x && line.rect.right > x).count();
            let centred = |x: f32| (x - page.width / 2.0).abs();
            if best.is_none_or(|(fewest, at)| crossing < fewest || crossing == fewest && centred(x) < centred(at)) {
                best = Some((crossing, x));
            }
        }
        let Some((crossing, x)) = best else { return Self { gutter: None } };
        let left = lines.iter().filter(|line| line.rect.right <= x);
        let right = lines.iter().filter(|line| line.rect.left >= x);
        let body = |count: usize| count >= COLUMN_LINES && count * 6 >= lines.len();
        if !body(left.clone().count()) || !body(right.clone().count()) || crossing * 3 > lines.len() {
            return Self { gutter: None };
        }
        let from = left.map(|line| line.rect.right).fold(f32::MIN, f32::max);
        let to = right.map(|line| line.rect.left).fold(f32::MAX, f32::min);
        Self { gutter: Some((from.min(x), to.max(x))) }
    }

    /// The column of a line; `None` where it crosses the gutter or there is none.
    pub fn of(&self, strip: &Strip) -> Option<u8> {
        let (from, to) = self.gutter?;
        if strip.rect.right <= to - 0.5 && strip.rect.left < from {
            Some(0)
        } else if strip.rect.left >= from + 0.5 && strip.rect.right > to {
            Some(1)
        } else {
            None
        }
    }
}

/// Boxes of a page that are drawn after the text they stand in: their glyphs, and the glyph that they follow.
pub(crate) type Boxes = Vec<(Range<usize>, usize)>;

/// The columns and boxes of a page.
pub(crate) fn find(page: &PageGlyphs) -> (Columns, Boxes) {
    let lines = places(page, WIDE);
    let columns = Columns::find(page, &lines);
    let lines: Vec<Place> = lines.into_iter().filter(|line| !furniture::is_edge(line.strip.base, page)).collect();
    let own = |float: &Float| {
        let (first, last) = (lines[float.lines.start].glyphs.0, lines[float.lines.end - 1].glyphs.1);
        (first..last + 1, lines[float.after].glyphs.1)
    };
    (columns, floats::find(&lines).iter().map(own).collect())
}

/// Lines and tables of a page in reading order; they hold no glyphs any more.
pub(crate) struct Laid {
    /// Index.
    pub page: usize,
    /// Points.
    pub height: f32,
    pub columns: Columns,
    pub pieces: Vec<Piece>,
    /// Of its lines as they were before those that stand beside each other were joined.
    pub measures: Vec<Measure>,
}

/// A line or a table as it is laid.
pub(crate) enum Piece {
    /// Where it stands, and its words.
    Line(Strip, DraftLine, Measure),
    Table(DraftBlock),
}

/// Lays a page out, by the glyphs that are read.
pub(crate) fn lay(page: usize, drawn: &PageGlyphs, glyphs: impl Iterator<Item = usize>, columns: Columns) -> Laid {
    let lines = strips(page, drawn, glyphs, Some(WIDE));
    let (pieces, measures) = (Vec::with_capacity(lines.len()), Vec::with_capacity(lines.len()));
    let mut laid = Laid { page, height: drawn.height, columns, pieces, measures };
    let mut row: Option<Row> = None;
    for piece in order(pieces_of(lines, drawn), columns, drawn) {
        let strip = match piece.table {
            Some(table) => {
                laid.close(row.take(), drawn);
                laid.pieces.push(Piece::Table(table));
                continue;
            }
            None => piece.strip,
        };
        match &mut row {
            Some(row) if row.goes_on(&strip) => laid.join(row, strip, drawn),
            _ => laid.close(row.replace(Row { line: strip, parted: false }), drawn),
        }
    }
    laid.close(row, drawn);
    laid
}

/// Strips that stand on one base line in one column: words that a wide space had parted.
struct Row {
    line: Strip,
    /// Whether it is more than one strip.
    parted: bool,
}

impl Row {
    fn goes_on(&self, strip: &Strip) -> bool {
        let Self { line, .. } = self;
        line.turn == strip.turn
            && (line.base - strip.base).abs() < 0.2 * strip.size
            && strip.rect.left >= line.rect.right
            && strip.rect.left - line.rect.right < 2.5 * strip.size
    }
}

impl Laid {
    fn join(&mut self, Row { line, parted }: &mut Row, strip: Strip, drawn: &PageGlyphs) {
        if !std::mem::replace(parted, true) {
            self.measures.push(Measure::of(line, &line.text(drawn)));
        }
        self.measures.push(Measure::of(&strip, &strip.text(drawn)));
        line.rect = line.rect.union(strip.rect);
        line.glyphs.extend(strip.glyphs);
        line.bold &= strip.bold;
    }

    fn close(&mut self, row: Option<Row>, drawn: &PageGlyphs) {
        let Some(Row { mut line, parted }) = row else { return };
        let draft = line.draft(drawn, self.columns.of(&line));
        let measure = Measure::of(&line, &draft.text);
        if !parted {
            self.measures.push(measure);
        }
        line.glyphs = Vec::new();
        self.pieces.push(Piece::Line(line, draft, measure));
    }
}
