//! Thresholds: how many votes a law asks for, counted on the members it names.

use jiff::civil::Date;
use serde::Serialize;

use super::history::Chamber;
use crate::error::{ModelError, Place};

/// A share as a law writes it: three fifths is 3 over 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Fraction {
    numerator: u32,
    denominator: u32,
}

impl Fraction {
    /// A fraction above 0 and at most 1.
    ///
    /// # Errors
    /// [`ModelError::Value`] for any other.
    pub fn new(numerator: u32, denominator: u32, place: Place) -> Result<Self, ModelError> {
        if numerator == 0 || numerator > denominator {
            return Err(ModelError::Value {
                place,
                expected: "a fraction above 0 and at most 1".into(),
                found: format!("{numerator}/{denominator}"),
                mend: "write it as the law does, such as 3/5".into(),
            });
        }
        Ok(Self { numerator, denominator })
    }

    /// Parses `3/5`.
    ///
    /// # Errors
    /// [`ModelError::Value`] if it is no fraction above 0 and at most 1.
    pub fn parse(text: &str, place: Place) -> Result<Self, ModelError> {
        let part = |part: &str| part.trim().parse().unwrap_or(0);
        let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
        Self::new(part(numerator), part(denominator), place)
    }

    /// Whether `part` is at least this share of `whole`.
    pub(super) fn reached(self, part: u128, whole: u128) -> bool {
        part * u128::from(self.denominator) >= whole * u128::from(self.numerator)
    }

    /// This share of `top / bottom`, rounded to the nearest whole number; nothing below 1.
    pub(super) fn rounded(self, top: u128, bottom: u128) -> u128 {
        let top = top * u128::from(self.numerator);
        let bottom = bottom.max(1) * u128::from(self.denominator);
        if top < bottom { 0 } else { (2 * top + bottom) / (2 * bottom) }
    }

    /// The fewest members that are at least this share of `of`, or more than it.
    fn least(self, of: u32, more_than: bool) -> u32 {
        let product = u64::from(of) * u64::from(self.numerator);
        let denominator = u64::from(self.denominator);
        let least = if more_than { product / denominator + 1 } else { product.div_ceil(denominator) };
        // At most `of + 1`, so it fits.
        u32::try_from(least).unwrap_or(u32::MAX)
    }
}

/// The members on whom a share is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// All seats that the law provides for, vacant or not.
    SeatsByLaw,
    /// Members enrolled on the day.
    Enrolled,
    /// Members present and voting.
    Voting,
}

impl Base {
    /// The names that forms use, in the order of [`Base::ALL`].
    pub const NAMES: [&'static str; 3] = ["seats-by-law", "enrolled", "voting"];
    /// All bases.
    pub const ALL: [Self; 3] = [Self::SeatsByLaw, Self::Enrolled, Self::Voting];
}

/// A threshold of a law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// What it is for.
    pub name: String,
    /// Law and article.
    pub law: String,
    /// The share.
    pub share: Fraction,
    /// Whether the share must be exceeded ("more than half") or only reached ("two thirds or more").
    pub more_than: bool,
    /// The members it is counted on.
    pub of: Base,
    /// The share of enrolled members who must take part; reached, not exceeded, unless
    /// `quorum_more_than`.
    pub quorum: Option<Fraction>,
    /// Whether the quorum must be exceeded.
    pub quorum_more_than: bool,
    /// First day on which the law says so; none is since ever.
    pub from: Option<Date>,
    /// Last day; none is until further notice.
    pub until: Option<Date>,
}

/// What a rule asks for on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Needed {
    /// Votes needed.
    pub votes: u32,
    /// Members that the share was counted on.
    pub of: u32,
    /// Members who must take part.
    pub quorum: u32,
    /// Whether enrolled members can reach it at all.
    pub possible: bool,
}

impl Rule {
    /// Whether the law says so on `day`.
    pub fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Votes needed in a chamber, with `voting` members taking part (all enrolled if `None`).
    ///
    /// # Errors
    /// [`ModelError::Value`] if more members vote than are enrolled, or fewer than the quorum.
    pub fn needed(&self, chamber: &Chamber, voting: Option<u32>) -> Result<Needed, ModelError> {
        let present = voting.unwrap_or(chamber.enrolled);
        let quorum = self.quorum.map_or(0, |q| q.least(chamber.enrolled, self.quorum_more_than));
        if present > chamber.enrolled || present < quorum {
            return Err(ModelError::Value {
                place: Place::of(format!("{} on {}", self.name, chamber.day)),
                expected: format!("between {quorum} members, the quorum, and {}, those enrolled", chamber.enrolled),
                found: present.to_string(),
                mend: "give the number of members who take part".into(),
            });
        }
        let of = match self.of {
            Base::SeatsByLaw => chamber.by_law,
            Base::Enrolled => chamber.enrolled,
            Base::Voting => present,
        };
        let votes = self.share.least(of, self.more_than);
        Ok(Needed { votes, of, quorum, possible: votes <= present })
    }
}
