//! Bars: one value a category, lying, so that long names can be read on a phone.

use maud::html;

use super::{Drawing, WIDTH, place, scale, text_lines, wrap};
use crate::words;

const ROOM: f64 = 84.0;

/// Draws categories in the order given, each name above its bar and each value beside it.
pub(super) fn draw(axis: &str, bars: &[(String, String)]) -> Drawing {
    let values: Vec<Option<f64>> = bars.iter().map(|(_, value)| scale::number(value)).collect();
    let scale = scale::Scale::over(values.iter().flatten().copied(), true, 4.0);
    let width = WIDTH - ROOM;
    let x = |value: f64| scale.at(value) * width;
    let zero = x(0.0);
    let title = wrap(axis, WIDTH);
    let mut y = 16.0 * title.len() as f64 + 6.0;
    let rows: Vec<_> = bars
        .iter()
        .zip(values)
        .map(|((name, printed), value)| {
            let label = wrap(name, WIDTH - 10.0);
            let row = (y, label, printed, value);
            y += 16.0 * row.1.len() as f64 + 26.0;
            row
        })
        .collect();
    let marks = html! {
        (text_lines("axis", 0.0, 12.0, &title))
        @for (y, label, printed, value) in &rows {
            @let bar = y + 16.0 * label.len() as f64 + 1.0;
            (text_lines("name", 0.0, y + 12.0, label))
            line.zero x1=(place(zero)) y1=(place(bar - 2.0)) x2=(place(zero)) y2=(place(bar + 15.0)) {}
            @match value {
                Some(value) => {
                    @let (from, to) = (zero.min(x(*value)), zero.max(x(*value)));
                    rect.bar x=(place(from)) y=(place(bar)) width=(place((to - from).max(1.0))) height="13.00" rx="1.50" {}
                    text.value x=(place(to + 6.0)) y=(place(bar + 11.0)) { (words::quantity(printed)) }
                }
                None => { text.value x="0.00" y=(place(bar + 11.0)) { (printed) } }
            }
        }
    };
    Drawing { height: y, marks }
}
