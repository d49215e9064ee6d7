//! Charts: a figure as SVG whose bytes are the same on every machine.
//!
//! Every coordinate is printed with two decimals, angles go through `libm`,
//! and nothing depends on the width of a font: labels stand on lines of their
//! own, wrapped by a cautious estimate. Colours come from one style sheet,
//! `web/charts.css`, which the page shares and which knows light and dark.
//! Colour never stands alone: parties are listed in the order of the arc,
//! lines differ in dash and marker, vacant seats are hollow.

mod bands;
mod bars;
mod coalitions;
mod lines;
mod scale;
mod seats;

use demarche_brief::edition::{Chart, Figure};
use maud::{Markup, PreEscaped, html};

use crate::safe::printable;

pub use bands::BandRow;
pub use coalitions::CoalitionRow;

/// Colours of the charts, in light and dark.
pub(crate) const STYLE: &str = include_str!("../../../../web/charts.css");

/// Width of every chart in its own units; a phone shows them at three quarters of a pixel, a desk at a little over one.
const WIDTH: f64 = 440.0;

/// What a scenario's figure draws beside the charts that a brief knows.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// Figures with their bands on one scale.
    Bands {
        /// Axis title with unit.
        axis: String,
        /// The figures.
        rows: Vec<BandRow>,
    },
    /// Coalitions that reach a threshold.
    Coalitions {
        /// Votes needed.
        needed: u32,
        /// Seats that are filled.
        seats: u32,
        /// The coalitions.
        rows: Vec<CoalitionRow>,
    },
    /// A chart of a brief.
    Chart(Chart),
}

/// A picture as an inline element of a page; `id` begins the ids of its title and description.
pub(crate) fn picture(picture: &Picture, title: &str, alt: &str, id: &str) -> Markup {
    let drawing = match picture {
        Picture::Bands { axis, rows } => bands::draw(axis, rows),
        Picture::Coalitions { needed, seats, rows } => coalitions::draw(*needed, *seats, rows),
        Picture::Chart(chart) => draw(chart),
    };
    element(&drawing, title, alt, id)
}

/// Marks and height of a drawn chart.
struct Drawing {
    height: f64,
    marks: Markup,
}

/// One figure as a whole SVG file with its title, its text alternative and its own colours.
pub fn svg(figure: &Figure) -> String {
    let drawing = draw(&figure.chart);
    let markup = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(view_box(&drawing)) role="img" aria-labelledby="title desc" {
            title id="title" { (figure.title) }
            desc id="desc" { (figure.alt) }
            style { (PreEscaped(STYLE)) }
            (drawing.marks)
        }
    };
    printable(markup.into_string())
}

/// One figure as an inline element of a page; `id` begins the ids of its title and description.
pub(crate) fn inline(figure: &Figure, id: &str) -> Markup {
    element(&draw(&figure.chart), &figure.title, &figure.alt, id)
}

fn element(drawing: &Drawing, title: &str, alt: &str, id: &str) -> Markup {
    html! {
        svg.chart viewBox=(view_box(drawing)) role="img" aria-labelledby={ (id) ":title" } aria-describedby={ (id) ":desc" } {
            title id={ (id) ":title" } { (title) }
            desc id={ (id) ":desc" } { (alt) }
            (drawing.marks)
        }
    }
}

fn draw(chart: &Chart) -> Drawing {
    match chart {
        Chart::Seats { parties, vacant, total, majority } => seats::draw(parties, *vacant, *total, *majority),
        Chart::Bars { axis, bars } => bars::draw(axis, bars),
        Chart::Lines { axis, series } => lines::draw(axis, series),
    }
}

fn view_box(drawing: &Drawing) -> String {
    format!("0 0 {} {}", place(WIDTH), place(drawing.height))
}

/// A coordinate with two decimals; never `-0.00`, never `NaN`.
fn place(at: f64) -> String {
    let text = format!("{:.2}", if at.is_finite() { at } else { 0.0 });
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// Words broken into lines of at most `room` units by a cautious estimate of their width at 15 units a letter's height.
fn wrap(text: &str, room: f64) -> Vec<String> {
    let width = |word: &str| word.chars().map(|c| if c.is_ascii() { 8.4 } else { 15.0 }).sum::<f64>();
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 8.4 + width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Lines of text from a place downwards, 16 units apart.
fn text_lines(class: &str, x: f64, y: f64, lines: &[String]) -> Markup {
    html! {
        @for (number, line) in (0_u32..).zip(lines) {
            text class=(class) x=(place(x)) y=(place(y + 16.0 * f64::from(number))) { (line) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_plain_decimals() {
        assert_eq!(place(-0.001), "0.00");
        assert_eq!(place(1.005), "1.00");
        assert_eq!(place(f64::NAN), "0.00");
        assert_eq!(place(f64::INFINITY), "0.00");
    }

    #[test]
    fn long_labels_are_wrapped_at_words() {
        assert_eq!(wrap("one two three", 62.0), ["one two", "three"]);
        assert_eq!(wrap("", 60.0), [""]);
        assert_eq!(wrap("unbreakablylongword", 20.0), ["unbreakablylongword"]);
    }
}
