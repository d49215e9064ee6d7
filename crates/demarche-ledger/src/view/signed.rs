//! Who has signed a statement off, and whether that still counts.

use std::collections::BTreeSet;

use demarche_diagnostic::Diagnostic;
use demarche_terms::{Signature, StatementId};

use super::View;
use crate::checks;

impl View<'_> {
    /// Who signed a statement, by day, and how many people's sign-off the dossier still wants; `None` for an unknown or unseen one.
    pub fn sign_offs(&self, id: &StatementId) -> Option<(Vec<Signature>, usize)> {
        let at = self.ledger.find(id.as_str()).filter(|at| self.seen(*at))?;
        let signed = self.signatures(at);
        let missing = self.people_wanted(at).saturating_sub(people(&signed));
        Some((signed, missing))
    }

    /// How many people the dossier wants to sign a statement.
    fn people_wanted(&self, at: usize) -> usize {
        let policy = self.ledger.manifest.review.as_ref();
        let kind = &self.entry(at).predicate;
        let asked = policy.filter(|policy| policy.kinds.is_empty() || policy.kinds.contains(kind));
        asked.map_or(0, |policy| usize::from(policy.people))
    }

    /// The sign-offs of a statement that can be seen, in the order of days. One is void when the statement says something else now.
    pub(super) fn signatures(&self, at: usize) -> Vec<Signature> {
        let id = &self.entry(at).id;
        let Some(reviews) = self.ledger.reviews.get(id) else { return Vec::new() };
        let content = self.ledger.entries[at].content_hash();
        let seen = reviews.iter().filter(|review| review.on <= self.clocks.known_by);
        let mut signed: Vec<Signature> = seen
            .map(|review| Signature { by: review.by.clone(), on: review.on, stands: review.content == content })
            .collect();
        signed.sort_by_key(|signature| signature.on);
        signed
    }

    /// Void sign-offs, and statements that too few people have signed.
    pub(super) fn review_findings(&self, at: usize) -> Vec<Diagnostic> {
        let entry = &self.ledger.entries[at];
        let signed = self.signatures(at);
        let mut found: Vec<Diagnostic> = signed
            .iter()
            .filter(|signature| {
                !signature.stands && !signed.iter().any(|other| other.stands && other.is_by(&signature.by))
            })
            .map(|signature| checks::d2101_void_review::finding(entry.place, &entry.statement.id, signature))
            .collect();
        let (have, want) = (people(&signed), self.people_wanted(at));
        if have < want && self.seen(at) {
            found.push(checks::d2102_unsigned::finding(entry.place, &entry.statement, have, want));
        }
        found
    }
}

/// How many people's sign-off counts.
fn people(signed: &[Signature]) -> usize {
    let names: BTreeSet<String> =
        signed.iter().filter(|signature| signature.stands).map(|signature| signature.by.to_lowercase()).collect();
    names.len()
}
