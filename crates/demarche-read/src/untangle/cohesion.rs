//! Cohesion: which paragraphs belong in one column, by what they speak of.
//!
//! Where both columns begin a paragraph at the same height, neither the seams nor the
//! heights can tell which follows which. Columns speak of one thing after another, so the words of a
//! paragraph recur in its neighbours (Hearst 1997 on text tiling). The tails of the
//! two columns are swapped at one or two such places if the page then holds together
//! better by more than the seams lose.

use super::Model;
use super::echo::Echo;
use super::sheet::{self, Order, Sheet};

/// How many lines back words are compared.
const REACH: usize = 10;
/// What a shared word is worth against the seams, per unit of its rarity.
const WORTH: f64 = 0.18;
/// A swap that costs the seams more is not weighed.
const DEAR: f64 = 9.0;
/// The same where a sentence goes on over the place.
const DEAR_INSIDE: f64 = 2.0;
/// How often a page is gone over.
const ROUNDS: usize = 4;
/// How many places to swap at are weighed in pairs.
const CUTS: usize = 24;

/// A place at which the tails of the columns may change sides: first lines of the tails.
#[derive(Clone, Copy, Debug)]
struct Cut {
    first: usize,
    second: usize,
    gain: f64,
}

/// Swaps tails on page `at` as long as that is a gain.
pub(super) fn settle(sheets: &[Sheet], orders: &mut [Order], at: usize, echo: &Echo, model: &Model) {
    if orders[at].second.is_empty() {
        return;
    }
    for _ in 0..ROUNDS {
        let worth = |order: &Order| worth(sheets, orders, at, order, echo, model);
        let mut best = (worth(&orders[at]) + 1e-6, None);
        let cuts = cuts(&sheets[at], &orders[at]);
        for (number, &cut) in cuts.iter().enumerate() {
            let once = swap(&orders[at], cut);
            let score = worth(&once);
            if score > best.0 {
                best = (score, Some(once.clone()));
            }
            for &second in &cuts[number + 1..] {
                let (early, late) = if cut.first <= second.first { (cut, second) } else { (second, cut) };
                let Some(twice) = swap_between(&orders[at], early, late) else { continue };
                let score = worth(&twice);
                if score > best.0 {
                    best = (score, Some(twice));
                }
            }
        }
        match best.1 {
            Some(order) => orders[at] = order,
            None => break,
        }
    }
}

/// What speaks for an order of page `at`: seams, heights, links to its neighbours, cohesion.
fn worth(sheets: &[Sheet], orders: &[Order], at: usize, order: &Order, echo: &Echo, model: &Model) -> f64 {
    let sheet = &sheets[at];
    let seams = |lines: &[usize]| lines.windows(2).map(|two| sheet.scores.seam(two[0], two[1])).sum::<f64>();
    let mut total = seams(&order.first) + seams(&order.second);
    total += sheet.scores.heights(&order.first, &order.second);
    if let (Some(&one), Some(&two)) = (order.first.last(), order.second.last()) {
        total += sheet.scores.last[one.min(two)];
    }
    total += sheet::ends(&order.first).map_or(0.0, |first| sheet.frame(first, sheet::ends(&order.second), echo, model));
    total += sheet::linked(sheets, orders, at, (order.begin(), order.end()), echo, model);
    total + held(sheet, order)
}

/// What it is worth that the columns of an order hold together.
pub(super) fn held(sheet: &Sheet, order: &Order) -> f64 {
    WORTH * (cohesion(sheet, &order.first) + cohesion(sheet, &order.second))
}

/// How often the words of a line stand in the lines before it, near ones counting more.
fn cohesion(sheet: &Sheet, lines: &[usize]) -> f64 {
    let mut total = 0.0;
    for (at, &line) in lines.iter().enumerate() {
        for back in 1..=REACH.min(at) {
            let weight = 1.0 - back as f64 / (REACH + 1) as f64;
            total += weight * sheet.kin(lines[at - back], line);
        }
    }
    total
}

/// Places where the tails may change sides without great loss, cheapest first.
fn cuts(sheet: &Sheet, order: &Order) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for p in 1..order.first.len() {
        for q in 1..order.second.len() {
            let (a, b) = (order.first[p - 1], order.first[p]);
            let (c, d) = (order.second[q - 1], order.second[q]);
            if a >= d || c >= b {
                continue;
            }
            let seam = |a, b| sheet.scores.seam(a, b);
            let gain = seam(a, d) + seam(c, b) - seam(a, b) - seam(c, d);
            let ends = sheet.reading.may_end(a) && sheet.reading.may_end(c);
            if gain > if ends { -DEAR } else { -DEAR_INSIDE } {
                cuts.push(Cut { first: p, second: q, gain });
            }
        }
    }
    cuts.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    cuts.truncate(CUTS);
    cuts
}

fn swap(order: &Order, cut: Cut) -> Order {
    let join = |head: &[usize], tail: &[usize]| head.iter().chain(tail).copied().collect();
    Order {
        first: join(&order.first[..cut.first], &order.second[cut.second..]),
        second: join(&order.second[..cut.second], &order.first[cut.first..]),
        score: order.score,
    }
}

/// Exchanges what lies between two cuts.
fn swap_between(order: &Order, early: Cut, late: Cut) -> Option<Order> {
    if early.first >= late.first || early.second >= late.second {
        return None;
    }
    let splice = |own: &[usize], from: usize, to: usize, other: &[usize]| {
        own[..from].iter().chain(other).chain(&own[to..]).copied().collect()
    };
    let (one, two) = (&order.first[early.first..late.first], &order.second[early.second..late.second]);
    Some(Order {
        first: splice(&order.first, early.first, late.first, two),
        second: splice(&order.second, early.second, late.second, one),
        score: order.score,
    })
}
