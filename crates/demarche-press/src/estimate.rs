//! Estimate: how tall an edition will be, before anything is set.
//!
//! One layout costs most of a pressing, so the first setting that is tried should be the right one. The figures below
//! were read off pages set by the template; a wrong estimate costs time and nothing else.

use crate::Setting;
use crate::chart::Drawing;
use crate::sheet::{Piece, Sheet};
use crate::words::Run;

/// Average width of a character, with its space, in ems.
const CHARACTER: f64 = 0.426;

/// Estimates for one setting and column width, in points.
pub(crate) struct Estimate {
    pub setting: Setting,
    pub column: f64,
}

impl Estimate {
    /// Height of title, prose and notes if set in one column after the other.
    pub fn height(&self, sheet: &Sheet) -> f64 {
        let title = 66.0 + 34.0 * sheet.title_length().div_ceil(44) as f64;
        let notes = 46.0 + 9.4 * sheet.note_lines() as f64;
        self.pieces(sheet.blocks(), self.column) + 2.0 * (title + notes)
    }

    fn pieces(&self, pieces: &[Piece], width: f64) -> f64 {
        pieces.iter().map(|piece| self.piece(piece, width)).sum()
    }

    fn piece(&self, piece: &Piece, width: f64) -> f64 {
        let Setting { size, line } = self.setting;
        match piece {
            Piece::Heading { level, .. } if *level < 3 => line * 1.2 + size,
            Piece::Heading { .. } => line * 0.85 + size,
            Piece::Paragraph { runs } => line * self.lines(runs, width),
            Piece::List { items, .. } => items.iter().map(|item| self.pieces(item, width - 12.0)).sum::<f64>() + 4.0,
            Piece::Quote { pieces } => self.pieces(pieces, width - 9.0) + 8.0,
            Piece::Figure { drawing, .. } => {
                let drawn = match drawing {
                    Drawing::Seats(seats) => 132.0 + 9.0 * seats.groups.len().div_ceil(2) as f64,
                    Drawing::Bars { bars, .. } => 15.0 + 11.0 * bars.len() as f64,
                    Drawing::Lines(_) => 140.0,
                };
                drawn + 54.0 + line
            }
            Piece::Table(grid) => {
                // A wide table lies across both columns.
                let columns = if grid.columns() > 4 { 2.0 } else { 1.0 };
                columns * (44.0 + 14.0 * (grid.rows() + 1) as f64 + line)
            }
        }
    }

    fn lines(&self, runs: &[Run], width: f64) -> f64 {
        let characters: usize = runs.iter().map(|run| run.text.chars().count()).sum();
        libm::ceil((characters as f64 + 3.0) * CHARACTER * self.setting.size / width)
    }
}
