//! House style: what a service has decided for all its briefs.

use jiff::civil::Date;

/// House style and the editor's answers, from `dossier.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct House {
    /// Whether loaded words are reported.
    pub loaded_words: bool,
    /// Name of the likelihood scale that the house declares; `None` leaves likelihood words alone.
    pub likelihood: Option<String>,
    /// Queries that an editor has answered.
    pub accepted: Vec<Accepted>,
}

/// A query that an editor has answered, so that it stays silent for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Code of the finding.
    pub code: String,
    /// Statement id of the binding.
    pub binding: String,
    /// Why it can stand.
    pub reason: String,
    /// Last day on which the answer counts.
    pub until: Date,
}
