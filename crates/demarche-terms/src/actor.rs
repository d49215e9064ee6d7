//! Actors: whoever and whatever statements are about.

use serde::Serialize;

use crate::ActorId;

/// A state, organisation, party, office, person, place, product or instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Actor {
    /// Its id; states take their ISO 3166 alpha-3 code.
    pub id: ActorId,
    /// What it is.
    pub sort: ActorSort,
    /// Name as printed.
    pub name: String,
    /// Name in its own script; empty where the same.
    pub native: String,
    /// Other spellings in prose.
    pub aliases: Vec<String>,
    /// Titles that go before a holder's name, for offices.
    pub titles: Vec<String>,
    /// The whole it belongs to, for places and products.
    pub part_of: Option<ActorId>,
    /// Codes by scheme: `iso`, `cameo`, `wikidata`.
    pub codes: Vec<(String, String)>,
}

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorSort {
    /// A state.
    State,
    /// An organisation.
    Organisation,
    /// A political party.
    Party,
    /// An office that persons hold.
    Office,
    /// A person.
    Person,
    /// A place.
    Place,
    /// A good or group of goods.
    Product,
    /// A treaty, law or other paper.
    Instrument,
}

impl ActorSort {
    /// Every sort with its word in `actors.toml`.
    pub const WORDS: [(Self, &'static str); 8] = [
        (Self::State, "state"),
        (Self::Organisation, "organisation"),
        (Self::Party, "party"),
        (Self::Office, "office"),
        (Self::Person, "person"),
        (Self::Place, "place"),
        (Self::Product, "product"),
        (Self::Instrument, "instrument"),
    ];

    /// The word in a dossier.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(sort, _)| *sort == self).map_or("actor", |(_, word)| word)
    }
}
