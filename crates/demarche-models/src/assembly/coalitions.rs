//! Minimal winning coalitions: enough together, and not without any of them.

use serde::Serialize;

use super::history::Chamber;

/// Members of a party in a coalition; fewer than all only where members vote each for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Partner {
    /// Name of the party or group.
    pub party: String,
    /// Votes it brings.
    pub votes: u32,
}

/// A coalition that reaches the threshold and would miss it without any partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coalition {
    /// The partners, largest blocs first.
    pub partners: Vec<Partner>,
    /// Votes together.
    pub votes: u32,
}

/// The minimal winning coalitions of a chamber.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coalitions {
    /// Fewest partners first, then most votes.
    pub minimal: Vec<Coalition>,
    /// Whether there are more than were asked for.
    pub cut_off: bool,
    /// Parties in every winning coalition: nothing passes without them.
    pub indispensable: Vec<String>,
}

/// One bloc of equal voters.
struct Bloc<'a> {
    party: &'a str,
    weight: u32,
    count: u32,
}

/// The minimal winning coalitions for a number of votes, at most `limit` of them.
///
/// Blocs are taken in order of falling size; a coalition that first reaches the threshold with
/// its last and smallest partner is minimal, and every minimal one is found so once.
pub fn minimal(chamber: &Chamber, votes: u32, limit: usize) -> Coalitions {
    let mut blocs: Vec<Bloc<'_>> = chamber
        .parties
        .iter()
        .map(|(party, seats)| {
            let alone = chamber.individuals.contains(party);
            Bloc { party, weight: if alone { 1 } else { *seats }, count: if alone { *seats } else { 1 } }
        })
        .collect();
    blocs.sort_by_key(|bloc| std::cmp::Reverse(bloc.weight));
    let mut search = Search {
        votes,
        limit,
        left: suffix_sums(&blocs),
        blocs,
        chosen: Vec::new(),
        found: Vec::new(),
        cut_off: false,
    };
    if votes > 0 {
        search.extend(0, 0);
    }
    let mut minimal = search.found;
    minimal.sort_by(|a, b| {
        let size = |c: &Coalition| c.partners.len();
        size(a).cmp(&size(b)).then(b.votes.cmp(&a.votes)).then_with(|| names(a).cmp(&names(b)))
    });
    Coalitions { indispensable: indispensable(chamber, votes), minimal, cut_off: search.cut_off }
}

fn names(coalition: &Coalition) -> Vec<&str> {
    let partners = coalition.partners.iter();
    partners.map(|p| p.party.as_str()).collect()
}

/// Parties without whom the others together miss the threshold.
fn indispensable(chamber: &Chamber, votes: u32) -> Vec<String> {
    let blocs = chamber.parties.iter();
    blocs
        .filter(|(party, seats)| {
            !chamber.individuals.contains(party)
                && chamber.enrolled >= votes
                && chamber.enrolled.saturating_sub(*seats) < votes
        })
        .map(|(party, _)| party.clone())
        .collect()
}

fn suffix_sums(blocs: &[Bloc<'_>]) -> Vec<u32> {
    let mut sums = vec![0_u32; blocs.len() + 1];
    for (at, bloc) in blocs.iter().enumerate().rev() {
        sums[at] = sums[at + 1].saturating_add(bloc.weight.saturating_mul(bloc.count));
    }
    sums
}

struct Search<'a> {
    votes: u32,
    limit: usize,
    blocs: Vec<Bloc<'a>>,
    /// Votes of all blocs from each on.
    left: Vec<u32>,
    /// Chosen blocs with the number of their voters.
    chosen: Vec<(usize, u32)>,
    found: Vec<Coalition>,
    cut_off: bool,
}

impl Search<'_> {
    fn extend(&mut self, at: usize, sum: u32) {
        if self.cut_off || at == self.blocs.len() || sum + self.left[at] < self.votes {
            return;
        }
        let Bloc { weight, count, .. } = self.blocs[at];
        for voters in (1..=count).rev() {
            let before = sum + (voters - 1) * weight;
            if before >= self.votes {
                continue;
            }
            self.chosen.push((at, voters));
            if before + weight >= self.votes {
                self.record(before + weight);
            } else {
                self.extend(at + 1, before + weight);
            }
            self.chosen.pop();
        }
        self.extend(at + 1, sum);
    }

    fn record(&mut self, votes: u32) {
        if self.found.len() == self.limit {
            self.cut_off = true;
            return;
        }
        let partner = |(at, voters): &(usize, u32)| Partner {
            party: self.blocs[*at].party.to_owned(),
            votes: self.blocs[*at].weight * voters,
        };
        self.found.push(Coalition { partners: self.chosen.iter().map(partner).collect(), votes });
    }
}
