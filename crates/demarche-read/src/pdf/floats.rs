//! Floats: boxes that a page draws after the text they stand in.
//!
//! Programs that set a frame or a text box draw it when the rest of the page is done.
//! It shows in the drawing as a climb into a gap that two lines drawn one after the
//! other left open, and there its words belong.

use std::ops::Range;

use super::lines::Strip;

/// Lines that are drawn later than they are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Float {
    /// Numbers of the lines.
    pub lines: Range<usize>,
    /// The line after which they stand.
    pub after: usize,
}

/// A page that climbs more often is not drawn from top to bottom at all.
const CLIMBS: usize = 16;

/// The floats among the lines of a page in the order of drawing.
pub(crate) fn find<'l>(lines: &'l [impl AsRef<Strip>]) -> Vec<Float> {
    let line = |at: usize| -> &'l Strip { lines[at].as_ref() };
    let climbs = |at: &usize| {
        let (before, own) = (line(at - 1), line(*at));
        // What is drawn beside the line before is the next column.
        before.turn == 0 && own.turn == 0 && over(before, own) && own.base < before.base - 2.0 * own.size
    };
    let starts: Vec<usize> = (1..lines.len()).filter(climbs).take(CLIMBS + 1).collect();
    if starts.len() > CLIMBS {
        return Vec::new();
    }
    let mut out: Vec<Float> = Vec::new();
    for start in starts {
        if out.last().is_some_and(|last| last.lines.contains(&start)) {
            continue;
        }
        let first = line(start);
        let gaps = (0..start - 1).filter(|&above| holds(line(above), line(above + 1), first));
        let Some(after) = gaps.max_by(|&a, &b| line(a).rect.bottom.total_cmp(&line(b).rect.bottom)) else { continue };
        let inside = |at: &usize| holds(line(after), line(after + 1), line(*at));
        let end = start + (start..lines.len()).take_while(inside).count();
        let Some(rect) = (start..end).map(|at| line(at).rect).reduce(|a, b| a.union(b)) else { continue };
        let crosses = |other: &Strip| {
            other.rect.left < rect.right
                && other.rect.right > rect.left
                && other.base > rect.top
                && other.base < rect.bottom
        };
        let alone = !(0..start).chain(end..lines.len()).any(|at| crosses(line(at)));
        if alone && (end - start) * 2 <= lines.len() {
            out.push(Float { lines: start..end, after });
        }
    }
    out
}

/// Whether a line stands in the gap between two others, above the one and below the other.
fn holds(above: &Strip, below: &Strip, line: &Strip) -> bool {
    let upright = above.turn == 0 && below.turn == 0 && line.turn == 0;
    let between = line.rect.top > above.base && line.rect.bottom < below.rect.top + EDGE;
    upright && between && over(above, line) && over(below, line)
}

fn over(one: &Strip, other: &Strip) -> bool {
    one.rect.left < other.rect.right && one.rect.right > other.rect.left
}

/// Boxes of lines may overlap by so many points: a box holds the deepest and the highest letter.
const EDGE: f32 = 1.0;

impl AsRef<Strip> for Strip {
    fn as_ref(&self) -> &Strip {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rect;

    fn line(left: f32, right: f32, base: f32) -> Strip {
        let rect = Rect { left, top: base - 8.0, right, bottom: base + 2.0 };
        Strip { page: 0, glyphs: Vec::new(), rect, size: 10.0, base, bold: false, turn: 0 }
    }

    #[test]
    fn a_box_drawn_last_stands_in_its_gap() {
        let bases = [100.0, 112.0, 180.0, 192.0, 204.0, 216.0, 130.0, 142.0, 154.0];
        let lines = bases.map(|base| line(50.0, 300.0, base));
        assert_eq!(find(&lines), [Float { lines: 6..9, after: 1 }]);
    }

    #[test]
    fn a_second_column_is_no_box() {
        let column = |left: f32| (0..6_u8).map(move |at| line(left, left + 200.0, 112.0 + 12.0 * f32::from(at)));
        let lines: Vec<Strip> =
            [line(50.0, 500.0, 90.0)].into_iter().chain(column(50.0)).chain(column(300.0)).collect();
        assert_eq!(find(&lines), []);
    }

    #[test]
    fn what_would_lie_on_other_words_is_left() {
        let bases = [100.0, 180.0, 192.0, 140.0, 204.0, 140.0];
        let lines = bases.map(|base| line(50.0, 300.0, base));
        assert_eq!(find(&lines), []);
    }
}
