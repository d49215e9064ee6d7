//! How a sentence speaks of an expectation that has come true: still as one, or as a thing of the past.

use std::ops::Range;

use demarche_terms::{Cause, Life};

use super::{Bound, Tie};
use crate::lexicon::{Spot, TenseWord};
use crate::wording::is_quoted;

/// The tense of a clause that rests on an expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// It says that something was expected, and nothing in the sentence is still to come.
    Past,
    /// It speaks of what is to come by one verb: where that stands in the sentence's text, and its past.
    Future(Range<usize>, String),
    /// Neither, or not safe to tell.
    Other,
}

/// Whether what the statement expected came, by an event that the dossier holds.
pub(super) fn has_come(tie: Tie<'_>) -> bool {
    let Life::Dead { killer } = &tie.resolved.life else { return false };
    tie.resolved.statement.expects.is_some() && killer.cause == Cause::ExpectationMet && killer.by.is_some()
}

/// The tense of the clause in which a binding stands.
///
/// A verb is named only where it is the sentence's one word of the future, stands in nobody's quotation, no word beside
/// it lasts a while only ("next month"), and every expectation of the sentence has come.
pub(super) fn of(bound: &Bound<'_>, tie: Tie<'_>) -> Tense {
    let text = &tie.sentence.text;
    let clause = clause(text, &tie.binding.range);
    let within = |spot: &Range<usize>| clause.start <= spot.start && spot.end <= clause.end;
    let language = bound.brief.front.language.split('-').next().unwrap_or_default();
    let spoken = |spot: &Spot<'_, TenseWord>| spot.row.language == language && within(&spot.range);
    let futures = bound.lexicon.futures.find(text);
    let mut pasts = bound.lexicon.pasts.find(text).into_iter().filter(spoken);
    if futures.is_empty() && pasts.next().is_some_and(|spot| !is_quoted(text, spot.range.start)) {
        return Tense::Past;
    }
    let mut verbs = bound.lexicon.tenses.find(text).into_iter().filter(spoken);
    let (Some(verb), None, [future]) = (verbs.next(), verbs.next(), futures.as_slice()) else { return Tense::Other };
    let same = verb.range.start == future.range.start;
    let others = bound.ties_of(tie.sentence).all(|other| other.resolved.statement.expects.is_none() || has_come(other));
    let apart = |spot: &Range<usize>| spot.end <= verb.range.start || verb.range.end <= spot.start;
    let lasting = !bound.lexicon.decay.find(text).iter().any(|spot| apart(&spot.range));
    let small = text[verb.range.clone()].starts_with(char::is_lowercase);
    if same && others && lasting && small && !is_quoted(text, verb.range.start) {
        Tense::Future(verb.range, verb.row.past.clone())
    } else {
        Tense::Other
    }
}

/// The words between two commas, semicolons, colons, dashes or brackets in which a range stands.
fn clause(text: &str, range: &Range<usize>) -> Range<usize> {
    let parts = |c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | '—');
    let start = text[..range.start].rfind(parts).map_or(0, |at| at + 1);
    let end = text[range.end..].find(parts).map_or(text.len(), |at| range.end + at);
    start..end
}

#[cfg(test)]
mod tests {
    use super::clause;

    #[test]
    fn a_clause_ends_at_its_commas() {
        let text = "A summit was due in March, he said, and a pact (the first) is planned.";
        let at = |word: &str| text.find(word).map(|at| at..at + word.len()).expect("the text holds it");
        assert_eq!(&text[clause(text, &at("March"))], "A summit was due in March");
        assert_eq!(&text[clause(text, &at("planned"))], " is planned.");
    }
}
