//! Power indices: how often a party decides.
//!
//! *Banzhaf*: the share of all coalitions of the others that a party turns from
//! losing to winning. *Shapley and Shubik*: the same over orders in which
//! parties join. Both are counted by generating functions, so that many parties
//! cost little: the number of coalitions of `k` others with `s` votes comes
//! from multiplying out `(1 + y x^seats)` over them (Mann and Shapley, RAND
//! RM-3158, 1962). Counts are held as floating-point numbers, exact up to 2^53
//! and good to 13 digits beyond.

use serde::Serialize;

use super::history::Chamber;

/// The power of one party, or of one member where members vote each for themselves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Power {
    /// Name of the party or group.
    pub party: String,
    /// Seats of the whole party or group.
    pub seats: u32,
    /// Share of seats.
    pub seat_share: f64,
    /// Probability that the party's vote decides when all others toss a coin.
    pub decisive: f64,
    /// Banzhaf index: `decisive` as a share of the sum over all voters.
    pub banzhaf: f64,
    /// Shapley-Shubik index; sums to 1 over all voters.
    pub shapley_shubik: f64,
    /// Whether the party ever decides; one that never does is a dummy.
    pub pivotal: bool,
}

/// The power of all parties at a threshold of `votes`, in the order of the chamber.
///
/// For a group whose members vote each for themselves the figures are those of one member
/// times their number. If the threshold cannot be reached nobody has power.
pub fn indices(chamber: &Chamber, votes: u32) -> Vec<Power> {
    let voters = voters(chamber);
    let players: u32 = voters.iter().map(|(_, count)| count).sum();
    let figures: Vec<(f64, f64)> = voters
        .iter()
        .enumerate()
        .map(|(at, (weight, _))| {
            let counts = Counts::without(&voters, at, votes);
            counts.decisions(*weight, votes, players)
        })
        .collect();
    let whole = |pick: fn(&(f64, f64)) -> f64| -> f64 {
        let members = figures.iter().zip(&voters);
        members.map(|(f, (_, count))| pick(f) * f64::from(*count)).sum()
    };
    let swings = whole(|f| f.0);
    chamber
        .parties
        .iter()
        .zip(figures.iter().zip(&voters))
        .map(|((party, seats), ((decisive, shapley), (_, count)))| {
            let members = f64::from(*count);
            Power {
                party: party.clone(),
                seats: *seats,
                seat_share: f64::from(*seats) / f64::from(chamber.enrolled.max(1)),
                decisive: *decisive,
                banzhaf: if swings > 0.0 { decisive * members / swings } else { 0.0 },
                shapley_shubik: shapley * members,
                pivotal: *decisive > 0.0,
            }
        })
        .collect()
}

/// Weight and number of equal voters of each party of the chamber.
fn voters(chamber: &Chamber) -> Vec<(u32, u32)> {
    let voter = |(party, seats): &(String, u32)| {
        if chamber.individuals.contains(party) { (1, *seats) } else { (*seats, 1) }
    };
    chamber.parties.iter().map(voter).collect()
}

/// Number of coalitions by size and votes, `[size][votes]`, below the threshold.
struct Counts {
    table: Vec<Vec<f64>>,
}

impl Counts {
    /// Counts over all voters but one of party `at`; votes at or over the threshold are left out.
    fn without(voters: &[(u32, u32)], at: usize, votes: u32) -> Self {
        let width = votes as usize;
        let mut table = vec![vec![0.0; width]];
        if width > 0 {
            table[0][0] = 1.0;
        }
        for (other, (weight, count)) in voters.iter().enumerate() {
            for _ in 0..count - u32::from(other == at) {
                Self::join(&mut table, *weight as usize, width);
            }
        }
        Self { table }
    }

    fn join(table: &mut Vec<Vec<f64>>, weight: usize, width: usize) {
        table.push(vec![0.0; width]);
        for size in (1..table.len()).rev() {
            let (smaller, larger) = table.split_at_mut(size);
            let (from, to) = (&smaller[size - 1], &mut larger[0]);
            for (to, from) in to.iter_mut().skip(weight).zip(from) {
                *to += from;
            }
        }
    }

    /// How often a voter of this weight decides: over coalitions, and over orders.
    fn decisions(&self, weight: u32, votes: u32, players: u32) -> (f64, f64) {
        let from = votes.saturating_sub(weight) as usize;
        let others = players - 1;
        // 1 / C(others, size), kept up step by step; a coalition of `size` others is met in
        // size! (others - size)! of the (others + 1)! orders.
        let mut rarity = 1.0;
        let (mut coalitions, mut orders) = (0.0, 0.0);
        for (size, row) in self.table.iter().enumerate() {
            let swings: f64 = row.iter().skip(from).sum();
            coalitions += swings * libm::ldexp(1.0, -(others as i32));
            orders += swings * rarity / f64::from(players);
            let size = size as f64;
            rarity *= (size + 1.0) / (f64::from(others) - size).max(1.0);
        }
        (coalitions, orders)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;

    fn chamber(seats: &[u32], individuals: &[&str]) -> Chamber {
        let parties: Vec<(String, u32)> =
            seats.iter().enumerate().map(|(at, seats)| (format!("p{at}"), *seats)).collect();
        Chamber {
            day: date(2020, 1, 1),
            by_law: seats.iter().sum(),
            enrolled: seats.iter().sum(),
            parties,
            individuals: individuals.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>(),
            as_of: (date(2020, 1, 1), "test".into()),
        }
    }

    /// The textbook game [51; 50, 49, 1]: Banzhaf (3/5, 1/5, 1/5), Shapley (2/3, 1/6, 1/6).
    #[test]
    fn the_textbook_game_has_its_textbook_power() {
        let power = indices(&chamber(&[50, 49, 1], &[]), 51);
        for (p, (banzhaf, shapley)) in power.iter().zip([(0.6, 2.0 / 3.0), (0.2, 1.0 / 6.0), (0.2, 1.0 / 6.0)]) {
            assert!((p.banzhaf - banzhaf).abs() < 1e-15, "{p:?}");
            assert!((p.shapley_shubik - shapley).abs() < 1e-15, "{p:?}");
        }
    }

    #[test]
    fn a_group_of_individuals_counts_as_its_members() {
        let apart = indices(&chamber(&[3, 1, 1, 1], &[]), 4);
        let group = indices(&chamber(&[3, 3], &["p1"]), 4);
        let sum: f64 = apart[1..].iter().map(|p| p.shapley_shubik).sum();
        assert!((group[1].shapley_shubik - sum).abs() < 1e-15);
        let sum: f64 = apart[1..].iter().map(|p| p.banzhaf).sum();
        assert!((group[1].banzhaf - sum).abs() < 1e-15);
    }

    #[test]
    fn out_of_reach_nobody_has_power() {
        assert!(indices(&chamber(&[3, 2], &[]), 6).iter().all(|p| !p.pivotal));
    }

    #[test]
    fn three_hundred_individuals_share_power_evenly() {
        let power = indices(&chamber(&[150, 150], &["p0", "p1"]), 151);
        assert!((power[0].shapley_shubik - 0.5).abs() < 1e-10);
    }
}
