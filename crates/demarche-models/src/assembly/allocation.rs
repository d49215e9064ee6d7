//! From votes to seats: mixed systems with a list tier, parallel or linked to the districts.
//!
//! In a *parallel* system the list seats follow list votes alone. In a *linked*
//! (compensatory) one a party's seats are topped up toward its share of the
//! whole house: of `house` seats less those won in districts by parties and
//! persons outside the list tier, the party's share by list votes, less its own
//! districts, times the ratio of the link, rounded to the nearest whole number
//! and nothing below 1. If these top-ups exceed the linked seats they are
//! scaled to them; if they fall short the rest is parallel. All arithmetic is in
//! whole numbers. A tie for the last seat is an error: laws decide it by lot.

use serde::Serialize;

use super::rules::Fraction;
use crate::error::{ModelError, Place};
use crate::form::{Fields, Form};

/// How votes are turned into whole seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Hare quota and largest remainders.
    LargestRemainder,
    /// Divisors 1, 2, 3 …
    DHondt,
    /// Divisors 1, 3, 5 …
    SainteLague,
}

/// The part of the list seats that tops up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Number of linked seats, at most the list seats.
    pub seats: u32,
    /// How much of the gap is topped up.
    pub ratio: Fraction,
}

/// An allocation rule, as an election law gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AllocationRule {
    /// Law and article.
    pub law: String,
    /// Seats of the whole house.
    pub house: u32,
    /// Seats of the list tier.
    pub list_seats: u32,
    /// Share of list votes that lets a party into the list tier.
    pub threshold: Option<Fraction>,
    /// Districts won that do the same; 0 for no such way in.
    pub or_districts: u32,
    /// The link, if the system compensates.
    pub link: Option<Link>,
    /// The method for parallel seats.
    pub method: Method,
}

/// What a party won at the polls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Poll {
    /// Party, or a group of persons such as independents.
    pub party: String,
    /// Votes for its list; 0 if it has none.
    pub votes: u64,
    /// Districts won.
    pub districts: u32,
}

/// The seats of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartySeats {
    /// Party.
    pub party: String,
    /// Districts won.
    pub districts: u32,
    /// Linked list seats.
    pub linked: u32,
    /// Parallel list seats.
    pub parallel: u32,
    /// All seats.
    pub total: u32,
}

/// Allocates the list seats.
///
/// `valid` is the number of valid list votes on which the threshold is counted, lists left out
/// of `polls` included; `None` takes the sum of `polls`.
///
/// # Errors
/// [`ModelError::Value`] if nobody enters the list tier, if districts and list seats exceed the
/// house, if the link has more seats than the lists, or for a tie that the law decides by lot.
pub fn allocate(rule: &AllocationRule, polls: &[Poll], valid: Option<u64>) -> Result<Vec<PartySeats>, ModelError> {
    check(rule, polls, valid)?;
    let votes = |poll: &Poll| u128::from(poll.votes);
    let all = valid.map_or_else(|| polls.iter().map(votes).sum(), u128::from);
    let enters = |poll: &Poll| {
        let by_votes = rule.threshold.is_none_or(|share| share.reached(votes(poll), all));
        let by_districts = rule.or_districts > 0 && poll.districts >= rule.or_districts;
        (poll.votes > 0 && by_votes) || by_districts
    };
    let weights: Vec<u128> = polls.iter().map(|poll| if enters(poll) { votes(poll) } else { 0 }).collect();
    let entered: Vec<bool> = polls.iter().map(enters).collect();
    let linked = match rule.link {
        None => vec![0; polls.len()],
        Some(link) => linked(rule, link, polls, &entered, &weights)?,
    };
    let fixed = rule.link.map_or(0, |link| link.seats);
    let short = fixed - linked.iter().sum::<u32>();
    let filled = share_out(Method::LargestRemainder, &weights, short, polls)?;
    let parallel = share_out(rule.method, &weights, rule.list_seats - fixed, polls)?;
    let seats = polls.iter().zip(linked.iter().zip(&filled).zip(&parallel));
    Ok(seats
        .map(|(poll, ((linked, filled), parallel))| PartySeats {
            party: poll.party.clone(),
            districts: poll.districts,
            linked: linked + filled,
            parallel: *parallel,
            total: poll.districts + linked + filled + parallel,
        })
        .collect())
}

/// Linked seats: the top-ups, scaled where they exceed the linked seats.
fn linked(
    rule: &AllocationRule,
    link: Link,
    polls: &[Poll],
    entered: &[bool],
    weights: &[u128],
) -> Result<Vec<u32>, ModelError> {
    let outside = polls.iter().zip(entered).filter(|(_, entered)| !**entered);
    let base = u128::from(rule.house) - outside.map(|(p, _)| u128::from(p.districts)).sum::<u128>();
    let all: u128 = weights.iter().sum();
    let due: Vec<u128> = polls
        .iter()
        .zip(weights)
        .map(|(poll, weight)| {
            let gap = (base * weight).saturating_sub(u128::from(poll.districts) * all);
            link.ratio.rounded(gap, all)
        })
        .collect();
    if due.iter().sum::<u128>() <= u128::from(link.seats) {
        // Each is at most the number of linked seats, so it fits.
        return Ok(due.iter().map(|d| u32::try_from(*d).unwrap_or(u32::MAX)).collect());
    }
    share_out(Method::LargestRemainder, &due, link.seats, polls)
}

/// Whole seats in proportion to weights.
fn share_out(method: Method, weights: &[u128], seats: u32, polls: &[Poll]) -> Result<Vec<u32>, ModelError> {
    match method {
        Method::LargestRemainder => largest_remainder(weights, seats, polls),
        Method::DHondt => divisors(weights, seats, polls, |won| u128::from(won) + 1),
        Method::SainteLague => divisors(weights, seats, polls, |won| 2 * u128::from(won) + 1),
    }
}

fn largest_remainder(weights: &[u128], seats: u32, polls: &[Poll]) -> Result<Vec<u32>, ModelError> {
    let all: u128 = weights.iter().sum();
    let due = |weight: &u128| u128::from(seats) * weight;
    let mut won: Vec<u32> =
        weights.iter().map(|weight| u32::try_from(due(weight) / all.max(1)).unwrap_or(u32::MAX)).collect();
    let left = (seats - won.iter().sum::<u32>()) as usize;
    let mut order: Vec<(u128, usize)> =
        weights.iter().enumerate().map(|(at, weight)| (due(weight) % all.max(1), at)).collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    if left > 0 && left < order.len() && order[left - 1].0 == order[left].0 {
        return Err(tie(polls, order[left - 1].1, order[left].1));
    }
    for (_, at) in order.iter().take(left) {
        won[*at] += 1;
    }
    Ok(won)
}

fn divisors(weights: &[u128], seats: u32, polls: &[Poll], divisor: fn(u32) -> u128) -> Result<Vec<u32>, ModelError> {
    let mut won = vec![0_u32; weights.len()];
    for seat in 0..seats {
        let beats = |a: usize, b: usize| (weights[a] * divisor(won[b])).cmp(&(weights[b] * divisor(won[a])));
        let best = (0..weights.len()).reduce(|best, at| if beats(at, best).is_gt() { at } else { best });
        let Some(best) = best else { break };
        let equal = (0..weights.len()).find(|at| *at != best && beats(*at, best).is_eq());
        if let (Some(other), true) = (equal, seat + 1 == seats) {
            return Err(tie(polls, best, other));
        }
        won[best] += 1;
    }
    Ok(won)
}

fn tie(polls: &[Poll], one: usize, other: usize) -> ModelError {
    ModelError::Value {
        place: Place::of("allocation of the last seat"),
        expected: "one party with the best claim".into(),
        found: format!("a tie of \"{}\" and \"{}\"", polls[one].party, polls[other].party),
        mend: "laws decide this by lot; enter the result as an event".into(),
    }
}

fn check(rule: &AllocationRule, polls: &[Poll], valid: Option<u64>) -> Result<(), ModelError> {
    let refuse = |expected: String, found: String, mend: &str| {
        Err(ModelError::Value {
            place: Place::of(format!("allocation under {}", rule.law)),
            expected,
            found,
            mend: mend.to_owned(),
        })
    };
    let districts: u64 = polls.iter().map(|p| u64::from(p.districts)).sum();
    if districts + u64::from(rule.list_seats) > u64::from(rule.house) {
        return refuse(
            format!("at most {} seats", rule.house),
            format!("{districts} districts and {} list seats", rule.list_seats),
            "check the number of districts of each party",
        );
    }
    if let Some(link) = rule.link.filter(|link| link.seats > rule.list_seats) {
        return refuse(
            format!("at most {} linked seats", rule.list_seats),
            link.seats.to_string(),
            "the linked seats are a part of the list seats",
        );
    }
    let cast: u128 = polls.iter().map(|p| u128::from(p.votes)).sum();
    let valid = valid.map_or(cast, u128::from);
    if valid < cast {
        return refuse(
            format!("at least {cast} valid votes, those of the lists"),
            valid.to_string(),
            "give all valid list votes, also of lists left out here",
        );
    }
    let entering = polls.iter().any(|p| {
        p.votes > 0
            && (rule.threshold.is_none_or(|t| t.reached(p.votes.into(), valid))
                || (rule.or_districts > 0 && p.districts >= rule.or_districts))
    });
    if !entering && rule.list_seats > 0 {
        return refuse("a list over the threshold".into(), "none".into(), "check the votes and the threshold");
    }
    Ok(())
}

/// An election as one file: the rule, the polls, and the seats that follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Election {
    /// The rule.
    pub rule: AllocationRule,
    /// The polls.
    pub polls: Vec<Poll>,
    /// Valid list votes, lists left out included.
    pub valid: Option<u64>,
}

impl Election {
    /// Reads an election from TOML: `law`, `house`, `list-seats`, `threshold = "3/100"`,
    /// `or-districts`, `method`, `link = { seats, ratio }`, `valid-votes` and `[[party]]` tables
    /// with `name`, `votes` and `districts`.
    ///
    /// # Errors
    /// The first value that is missing, refused or unknown, with its line.
    pub fn read(input: &str, text: &str) -> Result<Self, ModelError> {
        let form = Form::parse(input, text)?;
        let fields = form.fields();
        let election = Self::from_fields(&fields)?;
        fields.finish()?;
        Ok(election)
    }

    /// Reads the keys of an election from a table that may hold others.
    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, ModelError> {
        let rule = AllocationRule {
            law: fields.text("law")?,
            house: fields.integer("house", 1, 100_000)? as u32,
            list_seats: fields.integer("list-seats", 0, 100_000)? as u32,
            threshold: fields
                .optional_text("threshold")?
                .map(|text| Fraction::parse(&text, fields.place_of("threshold")))
                .transpose()?,
            or_districts: optional_count(fields, "or-districts")?,
            method: method(fields)?,
            link: link(fields)?,
        };
        let mut polls = Vec::new();
        for table in fields.tables("party")? {
            polls.push(Poll {
                party: table.text("name")?,
                votes: table.integer("votes", 0, i64::MAX)?.unsigned_abs(),
                districts: table.integer("districts", 0, 100_000)? as u32,
            });
            table.finish()?;
        }
        let valid = fields.has("valid-votes");
        let valid = valid.then(|| fields.integer("valid-votes", 1, i64::MAX).map(i64::unsigned_abs)).transpose()?;
        Ok(Self { rule, polls, valid })
    }

    /// The seats.
    ///
    /// # Errors
    /// As [`allocate`].
    pub fn seats(&self) -> Result<Vec<PartySeats>, ModelError> {
        allocate(&self.rule, &self.polls, self.valid)
    }
}

fn optional_count(fields: &Fields<'_>, key: &str) -> Result<u32, ModelError> {
    if fields.has(key) { fields.integer(key, 0, 100_000).map(|count| count as u32) } else { Ok(0) }
}

fn method(fields: &Fields<'_>) -> Result<Method, ModelError> {
    let names = ["largest-remainder", "d-hondt", "sainte-lague"];
    let methods = [Method::LargestRemainder, Method::DHondt, Method::SainteLague];
    Ok(methods[fields.choice("method", &names)?])
}

fn link(fields: &Fields<'_>) -> Result<Option<Link>, ModelError> {
    if !fields.has("link") {
        return Ok(None);
    }
    let table = fields.table("link", "a table { seats = …, ratio = \"1/2\" }")?;
    let link = Link {
        seats: table.integer("seats", 0, 100_000)? as u32,
        ratio: Fraction::parse(&table.text("ratio")?, table.place_of("ratio"))?,
    };
    table.finish()?;
    Ok(Some(link))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polls(votes: &[u64]) -> Vec<Poll> {
        let poll = |(at, votes): (usize, &u64)| Poll { party: format!("p{at}"), votes: *votes, districts: 0 };
        votes.iter().enumerate().map(poll).collect()
    }

    /// The worked example of most textbooks: 8 seats for 100, 80, 30 and 20 thousand votes.
    #[test]
    fn methods_differ_as_textbooks_say() {
        let polls = polls(&[100_000, 80_000, 30_000, 20_000]);
        let weights: Vec<u128> = polls.iter().map(|p| p.votes.into()).collect();
        let won = |method| share_out(method, &weights, 8, &polls).expect("no tie");
        assert_eq!(won(Method::DHondt), [4, 3, 1, 0]);
        assert_eq!(won(Method::SainteLague), [3, 3, 1, 1]);
        assert_eq!(won(Method::LargestRemainder), [3, 3, 1, 1]);
    }

    #[test]
    fn a_tie_for_the_last_seat_is_left_to_the_law() {
        let error = largest_remainder(&[5, 5], 1, &polls(&[5, 5])).unwrap_err();
        assert!(error.to_string().contains("by lot"), "{error}");
    }
}
