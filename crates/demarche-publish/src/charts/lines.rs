//! Lines: series over time, told apart by colour, dash and marker together.

use maud::{Markup, html};

use super::{Drawing, WIDTH, place, scale, text_lines, wrap};

/// Kinds of line that the style sheet knows.
const STYLES: usize = 5;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const HEIGHT: f64 = 210.0;

/// Draws the series over a common time axis, with a legend below.
///
/// Points whose date or value cannot be read as a number are left out of the drawing; the table beside it has them.
pub(super) fn draw(axis: &str, series: &[(String, Vec<(String, String)>)]) -> Drawing {
    let points: Vec<Vec<(f64, f64)>> = series
        .iter()
        .map(|(_, points)| {
            let mut points: Vec<(f64, f64)> =
                points.iter().filter_map(|(date, value)| scale::year(date).zip(scale::number(value))).collect();
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            points
        })
        .collect();
    let values = scale::Scale::over(points.iter().flatten().map(|point| point.1), true, 4.0);
    let title = wrap(axis, WIDTH);
    let top = 16.0 * title.len() as f64 + 12.0;
    let bottom = top + HEIGHT;
    let (first, last) = years(&points);
    let x = |year: f64| LEFT + (year - first) / (last - first) * (WIDTH - LEFT - RIGHT);
    let y = |value: f64| bottom - values.at(value) * HEIGHT;

    let mut legend = bottom + 48.0;
    let names: Vec<(f64, Vec<String>)> = series
        .iter()
        .map(|(name, _)| {
            let lines = wrap(name, WIDTH - 60.0);
            let at = legend;
            legend += 16.0 * lines.len() as f64 + 6.0;
            (at, lines)
        })
        .collect();
    let marks = html! {
        (text_lines("axis", 0.0, 12.0, &title))
        @for (value, label) in values.ticks() {
            line.grid x1=(place(LEFT)) y1=(place(y(value))) x2=(place(WIDTH - RIGHT)) y2=(place(y(value))) {}
            text.tick.end x=(place(LEFT - 8.0)) y=(place(y(value) + 4.0)) { (label) }
        }
        @for year in year_ticks(first, last) {
            text.tick.middle x=(place(x(year + 0.5))) y=(place(bottom + 20.0)) { (format!("{year:.0}")) }
        }
        @for (number, points) in points.iter().enumerate() {
            @let style = number % STYLES;
            polyline class={ "line l" (style) } points=(path(points, &x, &y)) {}
            @for (at, value) in points { (marker(style, x(*at), y(*value))) }
        }
        @for (number, (at, name)) in names.iter().enumerate() {
            @let style = number % STYLES;
            line class={ "line l" (style) } x1="0.00" y1=(place(at - 4.5)) x2="34.00" y2=(place(at - 4.5)) {}
            (marker(style, 17.0, at - 4.5))
            (text_lines("name", 44.0, *at, name))
        }
    };
    Drawing { height: legend - 8.0, marks }
}

/// The time axis: whole years around every point.
fn years(points: &[Vec<(f64, f64)>]) -> (f64, f64) {
    let all = || points.iter().flatten().map(|point| point.0);
    let first = all().fold(f64::INFINITY, f64::min);
    let last = all().fold(f64::NEG_INFINITY, f64::max);
    if first.is_finite() && last.is_finite() { (libm::floor(first), libm::floor(last) + 1.0) } else { (0.0, 1.0) }
}

/// The years that are labelled: all of them, or every 2nd, 5th, 10th, … so that at most nine fit.
fn year_ticks(first: f64, last: f64) -> Vec<f64> {
    let span = last - first;
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0, 1000.0, 2000.0]
        .into_iter()
        .find(|step| span / step <= 9.0)
        .unwrap_or(5000.0);
    let start = libm::ceil(first / step) * step;
    (0_u32..10).map(|number| start + step * f64::from(number)).take_while(|year| *year < last).collect()
}

fn path(points: &[(f64, f64)], x: &impl Fn(f64) -> f64, y: &impl Fn(f64) -> f64) -> String {
    let places: Vec<String> =
        points.iter().map(|&(at, value)| format!("{},{}", place(x(at)), place(y(value)))).collect();
    places.join(" ")
}

/// A dot, a square, a diamond, a triangle or a ring.
fn marker(style: usize, x: f64, y: f64) -> Markup {
    let polygon = |corners: &[(f64, f64)]| {
        let places: Vec<String> =
            corners.iter().map(|(dx, dy)| format!("{},{}", place(x + dx), place(y + dy))).collect();
        html! { polygon class={ "dot l" (style) } points=(places.join(" ")) {} }
    };
    match style {
        0 => html! { circle class="dot l0" cx=(place(x)) cy=(place(y)) r="3.20" {} },
        1 => polygon(&[(-3.0, -3.0), (3.0, -3.0), (3.0, 3.0), (-3.0, 3.0)]),
        2 => polygon(&[(0.0, -4.2), (4.2, 0.0), (0.0, 4.2), (-4.2, 0.0)]),
        3 => polygon(&[(0.0, -4.0), (4.0, 3.2), (-4.0, 3.2)]),
        _ => html! { circle class="dot ring l4" cx=(place(x)) cy=(place(y)) r="3.20" {} },
    }
}
