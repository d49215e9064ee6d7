//! The ledger as flat rows, for CSV and JSON.

use demarche_terms::{Evidence, Life, Method, StatementRank, Value};
use serde::Serialize;

use super::View;
use super::lineage::formula;

/// One statement as one row; texts only, empty where nothing is to be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportRow {
    /// Its id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// Whom it is about.
    pub subject: String,
    /// Its kind.
    pub predicate: String,
    /// Qualifiers as `name=value`, joined by `; `.
    pub with: String,
    /// The value as a person reads it.
    pub value: String,
    /// Lower end of a quantity, rank or count in the unit beside it; the first day of a date.
    pub low: String,
    /// Upper end.
    pub high: String,
    /// Unit of both ends.
    pub unit: String,
    /// Valid time, EDTF.
    pub valid: String,
    /// Recorded time.
    pub recorded: String,
    /// `live`, `unseen`, `ahead`, `due` or `dead`.
    pub life: &'static str,
    /// What ended it or why it is due.
    pub why: String,
    /// How the value came about.
    pub method: Method,
    /// Evidence grade.
    pub evidence: Evidence,
    /// How strongly it is said.
    pub modality: &'static str,
    /// Which of several rivals is read.
    pub rank: StatementRank,
    /// Whose word it is.
    pub attribution: String,
    /// The formula, rule or query.
    pub formula: String,
    /// Source keys, joined by `; `.
    pub sources: String,
    /// Quoted words, joined by ` | `.
    pub quotes: String,
}

impl View<'_> {
    /// Every statement as a flat row, in the order of ids.
    pub fn export(&self) -> Vec<ExportRow> {
        (0..self.ledger.entries.len()).map(|at| self.export_row(at)).collect()
    }

    fn export_row(&self, at: usize) -> ExportRow {
        let statement = self.entry(at);
        let computed = self.computed(at);
        let (low, high, unit) = computed.value.as_ref().map(ends).unwrap_or_default();
        let (life, why) = standing(self.life(at));
        let with: Vec<String> =
            statement.with.iter().map(|(name, values)| format!("{name}={}", values.join(","))).collect();
        let sources: Vec<&str> = statement.sources.iter().map(|source| source.source.as_str()).collect();
        let quotes: Vec<&str> = statement.sources.iter().filter_map(|source| source.quote.as_deref()).collect();
        ExportRow {
            id: statement.id.to_string(),
            says: statement.says.clone(),
            subject: statement.subject.to_string(),
            predicate: statement.predicate.to_string(),
            with: with.join("; "),
            value: computed.value.as_ref().map(Value::shown).unwrap_or_default(),
            low,
            high,
            unit,
            valid: computed.valid.as_ref().map(ToString::to_string).unwrap_or_default(),
            recorded: computed.recorded.map(|day| day.to_string()).unwrap_or_default(),
            life,
            why,
            method: computed.method,
            evidence: computed.evidence,
            modality: statement.modality.word(),
            rank: statement.rank,
            attribution: self.attribution(statement),
            formula: formula(statement),
            sources: sources.join("; "),
            quotes: quotes.join(" | "),
        }
    }
}

fn ends(value: &Value) -> (String, String, String) {
    match value {
        Value::Quantity(quantity) => {
            let end = |bound: Option<demarche_terms::Bound>| {
                bound.map(|bound| bound.at.normalize().to_string()).unwrap_or_default()
            };
            (end(quantity.interval.low), end(quantity.interval.high), quantity.unit.to_string())
        }
        Value::Rank { place, .. } => (place.to_string(), place.to_string(), String::new()),
        Value::Count { at_least, at_most } => {
            (at_least.to_string(), at_most.map(|most| most.to_string()).unwrap_or_default(), String::new())
        }
        Value::Date(date) => {
            let day = |day: Option<demarche_terms::Date>| day.map(|day| day.to_string()).unwrap_or_default();
            (day(date.earliest()), day(date.latest()), String::new())
        }
        Value::Text(_) | Value::Actor(_) => Default::default(),
    }
}

fn standing(life: &Life) -> (&'static str, String) {
    match life {
        Life::Live => ("live", String::new()),
        Life::Unseen { recorded } => ("unseen", format!("recorded {recorded}")),
        Life::Ahead => ("ahead", String::new()),
        Life::Due { since, why } => ("due", format!("since {since}: {why}")),
        Life::Dead { killer } => ("dead", killer.says.clone()),
    }
}
