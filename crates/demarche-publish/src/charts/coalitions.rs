//! Coalitions: the smallest sets of parties that reach a threshold, each a bar of its partners' votes, the threshold marked.

use maud::html;

use super::{Drawing, WIDTH, place, text_lines, wrap};

/// Tints that a partner may have; neighbours in one bar differ.
const TINTS: [&str; 6] = ["government-0", "opposition-0", "independent-0", "other-0", "government-1", "opposition-2"];

/// A set of parties with their votes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoalitionRow {
    /// Partners with their votes, largest first.
    pub partners: Vec<(String, u32)>,
}

/// Draws coalitions in the order given; `seats` is the length of a whole bar.
pub(super) fn draw(needed: u32, seats: u32, coalitions: &[CoalitionRow]) -> Drawing {
    let x = |votes: u32| f64::from(votes.min(seats)) / f64::from(seats.max(1)) * (WIDTH - 2.0);
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in coalitions.iter().flat_map(|coalition| &coalition.partners) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    // A party keeps its tint in every bar.
    let tint = |name: &str| {
        let at = names.iter().position(|known| *known == name).unwrap_or(0);
        TINTS[at % TINTS.len()]
    };
    let title = wrap(&format!("votes of {seats}; the broken line marks the {needed} that are needed"), WIDTH);
    let mut y = 16.0 * title.len() as f64 + 6.0;
    let placed: Vec<_> = coalitions
        .iter()
        .map(|coalition| {
            let words: Vec<String> = coalition.partners.iter().map(|(name, votes)| format!("{name} {votes}")).collect();
            let total: u32 = coalition.partners.iter().map(|(_, votes)| votes).sum();
            let label = wrap(&format!("{} = {total}", words.join(" + ")), WIDTH - 10.0);
            let at = y;
            y += 16.0 * label.len() as f64 + 24.0;
            let mut from = 0;
            let parts: Vec<(u32, u32, &str)> = coalition
                .partners
                .iter()
                .map(|(name, votes)| {
                    let part = (from, from + votes, tint(name));
                    from += votes;
                    part
                })
                .collect();
            (at, label, parts)
        })
        .collect();
    let marks = html! {
        (text_lines("axis", 0.0, 12.0, &title))
        @for (at, label, parts) in &placed {
            @let bar = at + 16.0 * label.len() as f64 + 3.0;
            (text_lines("name", 0.0, at + 12.0, label))
            rect.open x="1.00" y=(place(bar)) width=(place(x(seats))) height="13.00" {}
            @for (from, to, tint) in parts {
                @let width = (x(*to) - x(*from) - 1.0).max(1.0);
                rect class={ "seat " (tint) } x=(place(1.0 + x(*from))) y=(place(bar)) width=(place(width)) height="13.00" {}
            }
            @let mark = 1.0 + x(needed);
            line.majority x1=(place(mark)) y1=(place(bar - 3.0)) x2=(place(mark)) y2=(place(bar + 16.0)) {}
        }
    };
    Drawing { height: y, marks }
}
