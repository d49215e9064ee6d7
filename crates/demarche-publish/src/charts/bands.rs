//! Bands: one figure a row as a bar from the low to the high end, its middle marked; a figure without a band is a mark.

use maud::html;

use super::{Drawing, WIDTH, place, scale, text_lines, wrap};
use crate::words;

/// A figure with the ends of its band; all three in one unit.
#[derive(Clone, Debug, PartialEq)]
pub struct BandRow {
    /// What it is.
    pub name: String,
    /// The low end; equal to the high one where there is no band.
    pub low: f64,
    /// The middle.
    pub middle: f64,
    /// The high end.
    pub high: f64,
    /// The figure as people read it.
    pub shown: String,
    /// Its band as people read it.
    pub band: String,
}

/// Draws rows in the order given, each name and figure above its band, all on one scale with zero.
pub(super) fn draw(axis: &str, rows: &[BandRow]) -> Drawing {
    let ends = rows.iter().flat_map(|row| [row.low, row.high]);
    let scale = scale::Scale::over(ends, true, 5.0);
    // Room for half a label at either end.
    let x = |value: f64| 20.0 + scale.at(value) * (WIDTH - 40.0);
    let title = wrap(axis, WIDTH);
    let mut y = 16.0 * title.len() as f64 + 6.0;
    let placed: Vec<_> = rows
        .iter()
        .map(|row| {
            let label = wrap(&format!("{}: {}", row.name, words::quantity(&row.shown)), WIDTH - 10.0);
            let at = y;
            y += 16.0 * label.len() as f64 + 24.0;
            (at, label, row)
        })
        .collect();
    let marks = html! {
        (text_lines("axis", 0.0, 12.0, &title))
        @for (at, label, row) in &placed {
            @let bar = at + 16.0 * label.len() as f64 + 8.0;
            @let (from, to) = (x(row.low), x(row.high));
            (text_lines("name", 0.0, at + 12.0, label))
            line.zero x1=(place(x(0.0))) y1=(place(bar - 9.0)) x2=(place(x(0.0))) y2=(place(bar + 9.0)) {}
            @if to - from > 0.5 {
                rect.band x=(place(from)) y=(place(bar - 5.0)) width=(place(to - from)) height="10.00" rx="1.50" {}
            }
            circle.ring.l0 cx=(place(x(row.middle))) cy=(place(bar)) r="4.50" {}
        }
        @for (value, label) in scale.ticks() {
            line.grid x1=(place(x(value))) y1=(place(y + 2.0)) x2=(place(x(value))) y2=(place(y + 7.0)) {}
            text.tick.middle x=(place(x(value))) y=(place(y + 20.0)) { (label) }
        }
    };
    Drawing { height: y + 26.0, marks }
}
