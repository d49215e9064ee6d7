//! Order: lines of a page without tags, tables among them, as they are read.
//!
//! The order of drawing holds as long as it keeps to the columns; boxes that are drawn
//! late are put where they stand. Else lines are ordered by their places.

use std::ops::Range;

use super::floats;
use super::glyphs::PageGlyphs;
use super::layout::Columns;
use super::lines::Strip;
use super::tables;
use crate::builder::DraftBlock;
use crate::document::Rect;

/// A line, or a table that keeps its place among lines as one of them would.
pub(super) struct Piece {
    pub strip: Strip,
    pub table: Option<DraftBlock>,
}

/// Lines in the order of drawing, those of a table gathered.
pub(super) fn pieces(lines: Vec<Strip>, page: &PageGlyphs) -> Vec<Piece> {
    let tables: Vec<(Range<usize>, Piece)> = tables::find(&lines, page)
        .into_iter()
        .map(|found| {
            let all = lines[found.lines.clone()].iter();
            let rect = all.map(|line| line.rect).reduce(Rect::union).unwrap_or_default();
            let first = &lines[found.lines.start];
            let strip = Strip { glyphs: Vec::new(), rect, base: rect.top + first.size, ..first.clone() };
            (found.lines.clone(), Piece { strip, table: Some(found.block(&lines, page)) })
        })
        .collect();
    let mut out = Vec::with_capacity(lines.len());
    let mut tables = tables.into_iter().peekable();
    for (at, strip) in lines.into_iter().enumerate() {
        match tables.peek() {
            Some((range, _)) if range.contains(&at) => {
                if at + 1 == range.end {
                    out.extend(tables.next().map(|(_, piece)| piece));
                }
            }
            _ => out.push(Piece { strip, table: None }),
        }
    }
    out
}

/// Lines and tables in reading order.
pub(super) fn order(pieces: Vec<Piece>, columns: Columns, page: &PageGlyphs) -> Vec<Piece> {
    let sides: Vec<Option<u8>> = pieces.iter().map(|piece| columns.of(&piece.strip)).collect();
    let returns = sides.windows(2).filter(|two| matches!(two, [Some(1), Some(0)])).count();
    let full = sides.windows(2).filter(|two| two[0].is_some() && two[1].is_none()).count();
    let climbs = pieces.windows(2).filter(|two| {
        let (a, b) = (&two[0].strip, &two[1].strip);
        columns.of(a) == columns.of(b) && a.turn == b.turn && b.base < a.base - 2.0 * a.size
    });
    if returns <= full + 1 && climbs.count() <= 2 + pieces.len() / 20 {
        return settle(pieces, page);
    }
    by_place(pieces, columns)
}

/// Puts boxes that are drawn late where they stand, after the paragraph that goes on over them.
fn settle(pieces: Vec<Piece>, page: &PageGlyphs) -> Vec<Piece> {
    let ends = |piece: &Piece| piece.table.is_some() || ends_sentence(&piece.strip.text(page));
    let floats = floats::find(&pieces).into_iter().filter_map(|float| {
        let last = (float.after..float.lines.start).find(|&at| ends(&pieces[at]))?;
        Some((last, float.lines))
    });
    let floats: Vec<(usize, Range<usize>)> = floats.collect();
    if floats.is_empty() {
        return pieces;
    }
    let held = |at: &usize| floats.iter().any(|(_, lines)| lines.contains(at));
    // A box follows a line drawn before it, which may stand in a box itself.
    let mut next: Vec<usize> = (0..pieces.len()).rev().filter(|at| !held(at)).collect();
    let mut pieces: Vec<Option<Piece>> = pieces.into_iter().map(Some).collect();
    let mut out = Vec::with_capacity(pieces.len());
    while let Some(at) = next.pop() {
        out.extend(pieces[at].take());
        let following = floats.iter().filter(|(last, _)| *last == at);
        following.rev().for_each(|(_, lines)| next.extend(lines.clone().rev()));
    }
    out
}

impl AsRef<Strip> for Piece {
    fn as_ref(&self) -> &Strip {
        &self.strip
    }
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || crate::marks::is_raised(c));
    text.ends_with(['.', '?', '!', ':', '”', ')', ';'])
}

/// Bands between full-width lines, top to bottom; in each, the left column and then the right.
fn by_place(mut pieces: Vec<Piece>, columns: Columns) -> Vec<Piece> {
    let key = |piece: &Piece| (piece.strip.turn, piece.strip.base);
    pieces.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal));
    let mut out = Vec::with_capacity(pieces.len());
    let (mut left, mut right): (Vec<Piece>, Vec<Piece>) = (Vec::new(), Vec::new());
    for piece in pieces {
        match columns.of(&piece.strip) {
            Some(0) => left.push(piece),
            Some(_) => right.push(piece),
            None => {
                out.append(&mut left);
                out.append(&mut right);
                out.push(piece);
            }
        }
    }
    out.append(&mut left);
    out.append(&mut right);
    // Lines of one height in one column go left to right.
    let beside =
        |a: &Strip, b: &Strip| columns.of(a) == columns.of(b) && (a.base - b.base).abs() < 0.2 * a.size.min(b.size);
    for row in out.chunk_by_mut(|a, b| beside(&a.strip, &b.strip)) {
        row.sort_by(|a, b| a.strip.rect.left.total_cmp(&b.strip.rect.left));
    }
    out
}
