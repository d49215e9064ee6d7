//! Charts: where every mark stands, in numbers that the template only draws.
//!
//! Lengths are fractions of the plot for bars and lines, and of the outer
//! radius for seats, so the template alone decides sizes. Sines come from
//! `libm`, so the same seats fall on the same points on every machine.

use demarche_brief::edition::{Chart, Party, shades};
use serde::Serialize;
use std::f64::consts::PI;

/// What the template draws.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Drawing {
    Seats(Seats),
    Bars { axis: String, zero: f64, bars: Vec<Bar> },
    Lines(Lines),
}

/// A half circle of seats.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Seats {
    /// Radius of one seat.
    pub radius: f64,
    /// Inner radius of the half circle.
    pub inner: f64,
    pub total: u32,
    pub groups: Vec<Group>,
    /// The line that a majority reaches, `None` where the law asks for none.
    pub majority: Option<Majority>,
}

/// Seats of one colour.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Group {
    /// Name as printed; empty for the vacant seats, which the template names.
    pub name: String,
    pub seats: u32,
    /// `government`, `opposition`, `independent`, `other` or `vacant`.
    pub tint: &'static str,
    /// How many larger groups have this tint.
    pub shade: usize,
    /// Centres; x from -1 to 1, y from 0 up to 1.
    pub points: Vec<(f64, f64)>,
}

/// The majority mark.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Majority {
    pub seats: u32,
    /// Direction of the mark from the centre, a unit vector.
    pub x: f64,
    pub y: f64,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Bar {
    pub name: String,
    /// The value as given.
    pub value: String,
    /// Left end and length as shares of the plot's width.
    pub start: f64,
    pub length: f64,
}

/// Series over time; x runs right and y runs down, both from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Lines {
    pub axis: String,
    pub series: Vec<Series>,
    /// Label and y.
    pub y_ticks: Vec<(String, f64)>,
    /// Label and x.
    pub x_ticks: Vec<(String, f64)>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Series {
    pub name: String,
    pub points: Vec<(f64, f64)>,
}

/// More marks than this cannot be told apart in one column.
const MAX_MARKS: usize = 3000;

/// Places every mark of a chart; the error says what is wrong with its values.
pub(crate) fn draw(chart: &Chart) -> Result<Drawing, String> {
    match chart {
        Chart::Seats { parties, vacant, total, majority } => {
            seats(parties, *vacant, *total, *majority).map(Drawing::Seats)
        }
        Chart::Bars { axis, bars } => draw_bars(axis, bars),
        Chart::Lines { axis, series } => lines(axis, series).map(Drawing::Lines),
    }
}

/// Every word that the drawing prints, apart from numbers.
pub(crate) fn words(drawing: &Drawing) -> Vec<&String> {
    match drawing {
        Drawing::Seats(seats) => seats.groups.iter().map(|group| &group.name).collect(),
        Drawing::Bars { axis, bars, .. } => bars.iter().flat_map(|bar| [&bar.name, &bar.value]).chain([axis]).collect(),
        Drawing::Lines(lines) => lines.series.iter().map(|series| &series.name).chain([&lines.axis]).collect(),
    }
}

fn seats(parties: &[Party], vacant: u32, total: u32, majority: u32) -> Result<Seats, String> {
    let held: u64 = parties.iter().map(|party| u64::from(party.seats)).sum();
    if held + u64::from(vacant) != u64::from(total) {
        return Err(format!("{held} seats held and {vacant} vacant do not make {total}"));
    }
    let count = usize::try_from(total).unwrap_or(usize::MAX);
    if !(1..=MAX_MARKS).contains(&count) {
        return Err(format!("a chamber has 1 to {MAX_MARKS} seats, not {total}"));
    }
    let plan = Plan::new(count);
    let places = plan.places();
    let mark = majority.checked_sub(1).and_then(|before| places.get(usize::try_from(before).ok()?..)).map(|rest| {
        let angle = match rest {
            [last, next, ..] => (last.angle + next.angle) / 2.0,
            _ => 0.0,
        };
        Majority { seats: majority, x: libm::cos(angle), y: libm::sin(angle) }
    });
    let mut left = places.iter().map(Place::point);
    let mut groups: Vec<Group> = Vec::new();
    for (party, shade) in parties.iter().zip(shades(parties)) {
        let tint = tint(&party.side);
        let points = left.by_ref().take(usize::try_from(party.seats).unwrap_or(usize::MAX)).collect();
        groups.push(Group { name: party.name.clone(), seats: party.seats, tint, shade, points });
    }
    if vacant > 0 {
        groups.push(Group { name: String::new(), seats: vacant, tint: "vacant", shade: 0, points: left.collect() });
    }
    Ok(Seats { radius: plan.radius, inner: INNER, total, groups, majority: mark })
}

fn tint(side: &str) -> &'static str {
    match side {
        "government" => "government",
        "opposition" => "opposition",
        "independent" => "independent",
        _ => "other",
    }
}

/// Inner radius of the half circle; the chamber's size is printed in the space that it leaves.
const INNER: f64 = 0.40;

/// Rows of a half circle with their share of the seats.
struct Plan {
    /// Radius and number of seats of each row, innermost first.
    rows: Vec<(f64, usize)>,
    /// Radius of a seat.
    radius: f64,
}

/// One seat; angle 0 lies right, pi lies left.
struct Place {
    angle: f64,
    distance: f64,
}

impl Place {
    fn point(&self) -> (f64, f64) {
        (libm::cos(self.angle) * self.distance, libm::sin(self.angle) * self.distance)
    }
}

impl Plan {
    /// The fewest rows on which the seats stand no closer along the row than the rows stand apart.
    fn new(count: usize) -> Self {
        let mut rows = 1;
        loop {
            let gap = (1.0 - INNER) / rows as f64;
            let radii: Vec<f64> = (0..rows).map(|row| INNER + gap * (row as f64 + 0.5)).collect();
            let length: f64 = radii.iter().sum::<f64>() * PI;
            if (length / gap) as usize >= count || rows >= count {
                let rows = share(&radii, count);
                return Self { radius: gap * 0.41, rows };
            }
            rows += 1;
        }
    }

    /// Every seat, from left to right, so that a party fills a wedge.
    fn places(&self) -> Vec<Place> {
        let mut places: Vec<Place> = self
            .rows
            .iter()
            .flat_map(|&(distance, seats)| {
                (0..seats).map(move |seat| {
                    let share = if seats > 1 { seat as f64 / (seats - 1) as f64 } else { 0.5 };
                    Place { angle: PI * (1.0 - share), distance }
                })
            })
            .collect();
        places.sort_by(|a, b| b.angle.total_cmp(&a.angle).then(a.distance.total_cmp(&b.distance)));
        places
    }
}

/// Shares `count` seats over rows in proportion to their radius, by largest remainder.
fn share(radii: &[f64], count: usize) -> Vec<(f64, usize)> {
    let sum: f64 = radii.iter().sum();
    let quotas: Vec<f64> = radii.iter().map(|radius| radius / sum * count as f64).collect();
    let mut rows: Vec<(f64, usize)> =
        radii.iter().zip(&quotas).map(|(&radius, &quota)| (radius, quota as usize)).collect();
    let given: usize = rows.iter().map(|(_, seats)| seats).sum();
    let mut order: Vec<usize> = (0..radii.len()).collect();
    order.sort_by(|&a, &b| quotas[b].fract().total_cmp(&quotas[a].fract()).then(b.cmp(&a)));
    for &row in order.iter().cycle().take(count.saturating_sub(given)) {
        rows[row].1 += 1;
    }
    rows
}

fn number(text: &str) -> Result<f64, String> {
    let value = text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    value.ok_or_else(|| format!("{text:?} is not a decimal number"))
}

fn draw_bars(axis: &str, bars: &[(String, String)]) -> Result<Drawing, String> {
    if bars.is_empty() || bars.len() > MAX_MARKS {
        return Err(format!("{} bars", bars.len()));
    }
    let values = bars.iter().map(|(_, value)| number(value)).collect::<Result<Vec<f64>, _>>()?;
    let low = values.iter().copied().fold(0.0, f64::min);
    let high = values.iter().copied().fold(0.0, f64::max);
    let span = if high > low { high - low } else { 1.0 };
    let bar = |((name, value), number): (&(String, String), &f64)| Bar {
        name: name.clone(),
        value: value.trim().replacen('-', "\u{2212}", 1),
        start: (number.min(0.0) - low) / span,
        length: number.abs() / span,
    };
    let bars = bars.iter().zip(&values).map(bar).collect();
    Ok(Drawing::Bars { axis: axis.into(), zero: -low / span, bars })
}

fn lines(axis: &str, series: &[(String, Vec<(String, String)>)]) -> Result<Lines, String> {
    let marks: usize = series.iter().map(|(_, points)| points.len()).sum();
    if marks == 0 || marks > MAX_MARKS {
        return Err(format!("{marks} points"));
    }
    let mut read: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
    for (name, points) in series {
        let mut points =
            points.iter().map(|(date, value)| Ok((year(date)?, number(value)?))).collect::<Result<Vec<_>, String>>()?;
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        read.push((name.clone(), points));
    }
    let all = || read.iter().flat_map(|(_, points)| points);
    let (first, last) = range(all().map(|point| point.0));
    let (low, high) = range(all().map(|point| point.1));
    // The value axis starts at zero unless the values stay far from it.
    let low = if low > 0.0 && low < high * 0.6 { 0.0 } else { low };
    let high = if high < 0.0 && high > low * 0.6 { 0.0 } else { high };
    let y_axis = ticks(low, high, 4);
    let (bottom, top) = range(y_axis.iter().copied().chain([low, high]));
    let x = |value: f64| if last > first { (value - first) / (last - first) } else { 0.5 };
    let y = |value: f64| if top > bottom { (top - value) / (top - bottom) } else { 0.5 };
    let step = y_axis.get(1).zip(y_axis.first()).map_or(1.0, |(b, a)| b - a);
    let years = ticks(first, last, 5).into_iter().filter(|tick| tick.fract() == 0.0 && *tick >= first && *tick <= last);
    Ok(Lines {
        axis: axis.into(),
        y_ticks: y_axis.iter().map(|&tick| (label(tick, step), y(tick))).collect(),
        x_ticks: years.map(|tick| (format!("{tick:.0}"), x(tick))).collect(),
        series: read
            .into_iter()
            .map(|(name, points)| Series { name, points: points.iter().map(|&(a, b)| (x(a), y(b))).collect() })
            .collect(),
    })
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// Round values that enclose `low` to `high` in about `count` steps of 1, 2 or 5 times a power of ten.
fn ticks(low: f64, high: f64, count: u32) -> Vec<f64> {
    let span = high - low;
    if !span.is_finite() || span <= 0.0 {
        return vec![low];
    }
    let raw = span / f64::from(count);
    let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|step| step * power >= raw * 0.999).unwrap_or(10.0) * power;
    let (from, to) = (libm::floor(low / step), libm::ceil(high / step));
    let steps = (to - from).clamp(0.0, 50.0) as u32;
    (0..=steps).map(|index| (from + f64::from(index)) * step).collect()
}

/// A tick's label with as many decimals as the step needs.
fn label(value: f64, step: f64) -> String {
    let decimals = if step > 0.0 { (-libm::floor(libm::log10(step))).clamp(0.0, 6.0) as usize } else { 0 };
    let text = format!("{value:.decimals$}");
    let zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if zero { text.trim_start_matches('-').into() } else { text.replacen('-', "\u{2212}", 1) }
}

/// An EDTF date of level 0 as a year with its fraction; `?`, `~` and `%` are passed over.
fn year(date: &str) -> Result<f64, String> {
    let bad = || format!("{date:?} is not a date such as 2018, 2018-07 or 2018-07-01");
    let plain = date.trim().trim_end_matches(['?', '~', '%']);
    let (sign, digits) = plain.strip_prefix('-').map_or((1.0, plain), |rest| (-1.0, rest));
    let mut parts = digits.split('-').map(|part| part.parse::<u16>().map_err(|_| bad()));
    let year = f64::from(parts.next().ok_or_else(bad)??) * sign;
    let mut part = |limit: u16| match parts.next().transpose()? {
        Some(value) if (1..=limit).contains(&value) => Ok(f64::from(value - 1)),
        Some(_) => Err(bad()),
        None => Ok(0.0),
    };
    let (month, day) = (part(12)?, part(31)?);
    if parts.next().is_some() { Err(bad()) } else { Ok(year + (month + day / 31.0) / 12.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str, seats: u32, side: &str) -> Party {
        Party { name: name.into(), seats, side: side.into() }
    }

    #[test]
    fn every_seat_has_a_place_of_its_own() {
        for total in [1, 2, 7, 50, 179, 300, 650, 2980] {
            let drawn = seats(&[party("A", total - 1, "government")], 1, total, total / 2 + 1).unwrap();
            let points: Vec<(f64, f64)> = drawn.groups.iter().flat_map(|group| group.points.clone()).collect();
            assert_eq!(points.len(), total as usize);
            for (index, a) in points.iter().enumerate() {
                assert!(a.1 >= 0.0 && libm::hypot(a.0, a.1) <= 1.0 - drawn.radius, "{total}: {a:?}");
                for b in &points[index + 1..] {
                    let apart = libm::hypot(a.0 - b.0, a.1 - b.1);
                    assert!(apart > drawn.radius * 2.0, "{total}: {a:?} and {b:?} touch at {apart}");
                }
            }
        }
    }

    #[test]
    fn seats_that_do_not_add_up_are_refused() {
        let parties = [party("A", 60, "government"), party("B", 38, "opposition")];
        assert_eq!(seats(&parties, 1, 100, 50), Err("98 seats held and 1 vacant do not make 100".into()));
        assert!(seats(&[], 0, 0, 0).is_err());
        assert!(seats(&[], u32::MAX, u32::MAX, 1).is_err());
    }

    #[test]
    fn the_majority_mark_parts_the_seats() {
        let drawn = seats(&[party("A", 51, "government"), party("B", 49, "opposition")], 0, 100, 51).unwrap();
        let mark = drawn.majority.unwrap();
        // Seats of several rows may stand on the mark itself.
        let right_of = |(x, y): &(f64, f64)| x * mark.y - y * mark.x;
        assert!(drawn.groups[0].points.iter().all(|point| right_of(point) < 1e-9));
        assert!(drawn.groups[1].points.iter().all(|point| right_of(point) > -1e-9));
        assert_eq!(seats(&[party("A", 3, "")], 0, 3, 0).unwrap().majority, None);
    }

    #[test]
    fn bars_grow_from_zero_on_both_sides() {
        let bars = [("up".into(), "3".into()), ("down".into(), "-1.0".into())];
        let Ok(Drawing::Bars { zero, bars, .. }) = draw_bars("m", &bars) else { panic!("no bars") };
        assert_eq!((zero, bars[0].start, bars[0].length), (0.25, 0.25, 0.75));
        assert_eq!((bars[1].start, bars[1].length, bars[1].value.as_str()), (0.0, 0.25, "\u{2212}1.0"));
        assert!(draw_bars("m", &[("x".into(), "1e999".into())]).is_err());
        assert!(draw_bars("m", &[("x".into(), "many".into())]).is_err());
    }

    #[test]
    fn dates_of_three_precisions_lie_on_one_axis() {
        assert_eq!(year("2018"), Ok(2018.0));
        assert_eq!(year("2018-07~"), Ok(2018.5));
        assert_eq!(year("-0044"), Ok(-44.0));
        for bad in ["", "soon", "2018-13", "2018-00", "2018-01-32", "2018-01-01-01", "2018/2019"] {
            assert!(year(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn axes_carry_round_numbers() {
        assert_eq!(ticks(0.0, 100.0, 4), [0.0, 50.0, 100.0]);
        assert_eq!(ticks(3.0, 3.0, 4), [3.0]);
        let drawn =
            lines("m", &[("a".into(), vec![("2011".into(), "5.5".into()), ("2013".into(), "9.3".into())])]).unwrap();
        let labels: Vec<&str> = drawn.y_ticks.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(labels, ["0", "5", "10"]);
        let rounded = drawn.series[0].points.iter().map(|&(x, y)| (x, (y * 100.0).round()));
        assert_eq!(rounded.collect::<Vec<_>>(), [(0.0, 45.0), (1.0, 7.0)]);
    }
}
