//! Seats: a chamber seen from the chair, vacant seats hollow, the majority marked.

use demarche_brief::edition::{Party, shades};
use maud::{Markup, html};

use super::{Drawing, WIDTH, place, text_lines, wrap};
use crate::words;

/// Above this many seats a dot would be smaller than a pixel on a phone: the chamber is drawn as one bar.
const MOST_DOTS: u64 = 700;
/// Tints that the style sheet has for each side.
const TINTS: usize = 4;
const CENTRE: (f64, f64) = (WIDTH / 2.0, 222.0);
const OUTER: f64 = 196.0;
const INNER: f64 = 78.0;

/// A run of neighbouring seats of one kind.
struct Bench {
    class: String,
    name: String,
    seats: u64,
}

/// Draws parties in the order given from the left, then seats that the total holds but nobody accounts for, then vacant ones.
pub(super) fn draw(parties: &[Party], vacant: u32, total: u32, majority: u32) -> Drawing {
    let benches = benches(parties, vacant, total);
    let seats: u64 = benches.iter().map(|bench| bench.seats).sum();
    let (picture, bottom) = if seats <= MOST_DOTS {
        (hemicycle(&benches, seats, majority), CENTRE.1 + 14.0)
    } else {
        (bar(&benches, seats, majority), 96.0)
    };
    let in_office: u64 = parties.iter().map(|party| u64::from(party.seats)).sum();
    let said = format!("Majority: {} of {in_office} in office", words::count(majority as usize, "seat", "seats"));
    let mut y = bottom + 34.0;
    let rows: Vec<(f64, &Bench, Vec<String>)> = benches
        .iter()
        .map(|bench| {
            let lines = wrap(&bench.name, WIDTH - 130.0);
            let at = y;
            y += 16.0 * lines.len() as f64 + 5.0;
            (at, bench, lines)
        })
        .collect();
    let marks = html! {
        (picture)
        text.axis.middle x=(place(WIDTH / 2.0)) y=(place(bottom + 12.0)) { (said) }
        @for (at, bench, lines) in &rows {
            circle class=(bench.class) cx="46.00" cy=(place(at + 7.5)) r="5.00" {}
            (text_lines("name", 60.0, at + 12.0, lines))
            text.value.end x=(place(WIDTH - 40.0)) y=(place(at + 12.0)) { (bench.seats) }
        }
    };
    Drawing { height: y + 4.0, marks }
}

fn benches(parties: &[Party], vacant: u32, total: u32) -> Vec<Bench> {
    let mut benches: Vec<Bench> = parties
        .iter()
        .zip(shades(parties))
        .map(|(party, shade)| {
            let side = match party.side.as_str() {
                known @ ("government" | "opposition" | "independent") => known,
                _ => "other",
            };
            // When the tints run out they begin again as rings, so that two neighbours never look the same.
            let ring = if shade < TINTS { "" } else { " seat-ring" };
            let class = format!("seat {side}-{}{ring}", shade % TINTS);
            Bench { class, name: party.name.clone(), seats: u64::from(party.seats) }
        })
        .collect();
    let held: u64 = benches.iter().map(|bench| bench.seats).sum();
    let open = u64::from(total).saturating_sub(held + u64::from(vacant));
    let further = [("seat open", "Not accounted for", open), ("seat vacant", "Vacant", u64::from(vacant))];
    benches.extend(further.into_iter().filter(|row| row.2 > 0).map(|(class, name, seats)| Bench {
        class: class.to_owned(),
        name: name.to_owned(),
        seats,
    }));
    benches
}

/// A seat's place in the half circle: angle from the left in half turns, and distance from the centre.
struct Seat {
    angle: f64,
    radius: f64,
}

fn hemicycle(benches: &[Bench], seats: u64, majority: u32) -> Markup {
    let (places, dot) = chairs(seats);
    let classes = benches.iter().flat_map(|bench| std::iter::repeat_n(&bench.class, bench.seats as usize));
    let (cx, cy) = CENTRE;
    let line = after(&places, majority).map(|angle| {
        let end = |radius: f64| (cx - radius * cos(angle), cy - radius * sin(angle));
        (end(INNER - dot - 8.0), end(OUTER + dot + 6.0))
    });
    html! {
        @if let Some((from, to)) = line {
            line.majority x1=(place(from.0)) y1=(place(from.1)) x2=(place(to.0)) y2=(place(to.1)) {}
        }
        @for (seat, class) in places.iter().zip(classes) {
            circle class=(class) cx=(place(cx - seat.radius * cos(seat.angle)))
                cy=(place(cy - seat.radius * sin(seat.angle))) r=(place(dot)) {}
        }
        text.total.middle x=(place(cx)) y=(place(cy - 22.0)) { (seats) }
        text.axis.middle x=(place(cx)) y=(place(cy - 6.0)) { (if seats == 1 { "seat" } else { "seats" }) }
    }
}

fn cos(half_turns: f64) -> f64 {
    libm::cos(half_turns * std::f64::consts::PI)
}

fn sin(half_turns: f64) -> f64 {
    libm::sin(half_turns * std::f64::consts::PI)
}

/// Halfway between the seat that makes the majority and the next one, counted from the left.
fn after(places: &[Seat], majority: u32) -> Option<f64> {
    let majority = usize::try_from(majority).ok()?;
    let last = places.get(majority.checked_sub(1)?)?;
    let next = places.get(majority)?;
    Some((last.angle + next.angle) / 2.0)
}

/// Chairs in rows whose lengths grow with their radius, sorted from left to right, and the radius of a dot.
fn chairs(seats: u64) -> (Vec<Seat>, f64) {
    let rows = (1..=14_u32).find(|&rows| fits(rows) >= seats).unwrap_or(14);
    let radii: Vec<f64> = (0..rows).map(|row| radius(row, rows)).collect();
    let whole: f64 = radii.iter().sum();
    let mut counts: Vec<u64> = radii.iter().map(|radius| libm::floor(seats as f64 * radius / whole) as u64).collect();
    // Rounding down loses less than one seat a row: the longest rows take what is missing.
    let missing = seats - counts.iter().sum::<u64>().min(seats);
    for (count, _) in counts.iter_mut().rev().zip(0..missing) {
        *count += 1;
    }
    let mut places: Vec<Seat> = Vec::new();
    for (&radius, &count) in radii.iter().zip(&counts) {
        let step = if count > 1 { 1.0 / (count - 1) as f64 } else { 0.0 };
        let start = if count > 1 { 0.0 } else { 0.5 };
        places.extend((0..count).map(|number| Seat { angle: start + step * number as f64, radius }));
    }
    places.sort_by(|a, b| a.angle.total_cmp(&b.angle).then(a.radius.total_cmp(&b.radius)));
    let across = if rows > 1 { (OUTER - INNER) / f64::from(rows - 1) } else { 28.0 };
    let along = radii
        .iter()
        .zip(&counts)
        .filter(|(_, count)| **count > 1)
        .map(|(radius, count)| std::f64::consts::PI * radius / (count - 1) as f64)
        .fold(across, f64::min);
    (places, (across.min(along) * 0.41).min(10.0))
}

fn radius(row: u32, rows: u32) -> f64 {
    if rows == 1 { OUTER } else { INNER + (OUTER - INNER) * f64::from(row) / f64::from(rows - 1) }
}

/// Seats that `rows` rows hold when neighbours are as far apart as the rows are.
fn fits(rows: u32) -> u64 {
    let gap = if rows == 1 { 28.0 } else { (OUTER - INNER) / f64::from(rows - 1) };
    (0..rows).map(|row| libm::floor(std::f64::consts::PI * radius(row, rows) / gap) as u64 + 1).sum()
}

fn bar(benches: &[Bench], seats: u64, majority: u32) -> Markup {
    let (left, width) = (20.0, WIDTH - 40.0);
    let x = |seat: u64| left + width * seat as f64 / seats as f64;
    let mut from = 0;
    let spans: Vec<(&Bench, u64)> = benches
        .iter()
        .map(|bench| {
            let start = from;
            from += bench.seats;
            (bench, start)
        })
        .collect();
    html! {
        @for (bench, start) in spans {
            rect class=(bench.class) x=(place(x(start))) y="30.00"
                width=(place((x(start + bench.seats) - x(start) - 1.0).max(0.5))) height="36.00" {}
        }
        @if u64::from(majority) < seats {
            line.majority x1=(place(x(majority.into()))) y1="22.00" x2=(place(x(majority.into()))) y2="74.00" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str, seats: u32, side: &str) -> Party {
        Party { name: name.into(), seats, side: side.into() }
    }

    fn drawn(parties: &[Party], vacant: u32, total: u32, majority: u32) -> String {
        draw(parties, vacant, total, majority).marks.into_string()
    }

    #[test]
    fn every_seat_is_drawn_once_and_vacant_ones_are_hollow() {
        for seats in [1, 2, 3, 7, 40, 179, 300, 435, 699] {
            let parties = [party("A", seats - seats / 3, "government"), party("B", seats / 3, "opposition")];
            let text = drawn(&parties, 1, seats + 1, seats / 2 + 1);
            assert_eq!(text.matches("seat vacant").count(), 2, "{seats}: one chair, one in the legend");
            assert_eq!(text.matches("<circle").count(), seats as usize + 1 + 3, "{seats}: and three in the legend");
        }
    }

    #[test]
    fn chairs_do_not_overlap() {
        for seats in [2, 10, 100, 300, 700] {
            let (places, dot) = chairs(seats);
            assert_eq!(places.len(), seats as usize);
            let spot = |seat: &Seat| (seat.radius * cos(seat.angle), seat.radius * sin(seat.angle));
            for (at, seat) in places.iter().enumerate() {
                for other in &places[at + 1..] {
                    let ((ax, ay), (bx, by)) = (spot(seat), spot(other));
                    assert!(libm::hypot(ax - bx, ay - by) >= 2.0 * dot, "{seats}");
                }
            }
        }
    }

    #[test]
    fn a_majority_that_cannot_be_marked_is_not_marked() {
        assert!(drawn(&[party("A", 10, "")], 0, 10, 6).contains("class=\"majority\""));
        assert!(!drawn(&[party("A", 10, "")], 0, 10, 11).contains("class=\"majority\""));
        assert!(!drawn(&[], 0, 0, 0).contains("class=\"majority\""));
    }

    #[test]
    fn a_chamber_of_billions_is_a_bar() {
        let text = drawn(&[party("A", u32::MAX, "government"), party("B", u32::MAX, "x")], u32::MAX, u32::MAX, 1 << 31);
        assert!(text.contains("<rect") && text.len() < 4000);
    }

    #[test]
    fn no_two_parties_of_a_side_look_the_same() {
        let parties: Vec<Party> = (1..=7).map(|seats| party("A", seats, "opposition")).collect();
        let classes: std::collections::BTreeSet<String> =
            benches(&parties, 0, 28).into_iter().map(|bench| bench.class).collect();
        assert_eq!(classes.len(), parties.len(), "{classes:?}");
        assert!(classes.contains("seat opposition-0"), "the largest takes the first tint");
    }

    #[test]
    fn seats_nobody_accounts_for_are_shown_as_such() {
        assert!(drawn(&[party("A", 5, "government")], 1, 10, 3).contains("Not accounted for"));
    }
}
