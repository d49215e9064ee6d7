//! Quotations that no held source bears out, or that were spliced from two documents.
//!
//! Words in quotation marks are somebody's. Two quotations in one sentence whose
//! sources are different documents read as if they had been said together. A
//! quotation of three or more words that stands inside a binding and in no quoted
//! source of the dossier cannot be confirmed.
//!
//! False alarms: a phrase that is a name or a slogan. One- and two-word quotations
//! are left alone, and so is every quotation that the text's own source quotes.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Resolved, SourceId};
use std::collections::BTreeMap;
use std::ops::Range;

use super::{Bound, Check, evidence_line, rivals};

use crate::prose::ProseSentence;

const CODE: Code = Code("D0605");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "the quotation is not confirmed",
        source: include_str!("d0605_quotation.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in bound.brief.sentences.iter().filter(|sentence| !sentence.bindings.is_empty()) {
        let quotations: Vec<(Range<usize>, Vec<Resolved>)> =
            quoted(&sentence.text).map(|range| (range.clone(), bound.world.quoting(&sentence.text[range]))).collect();
        for (range, witnesses) in &quotations {
            let words = sentence.text[range.clone()].split_whitespace().count();
            let inside_binding = sentence.bindings.iter().any(|&at| {
                let binding = &bound.brief.bindings[at];
                binding.range.start <= range.start && range.end <= binding.range.end
            });
            if witnesses.is_empty() && inside_binding && words >= LONG {
                let message = "no quoted source that is held has these words";
                let diagnostic = Diagnostic::new(CODE, Grade::Query, message).at(sentence.place(range.clone()), "");
                found.push(diagnostic.with_help(
                    "quote the source in its statement, `source = { ref = …, quote = \"…\" }`, or mend the words",
                ));
            }
        }
        splices(sentence, &quotations, found);
    }
}

/// Quotations from this many words on must be borne out.
const LONG: usize = 3;

/// Reports neighbouring quotations that no one outside source has together.
fn splices(sentence: &ProseSentence, quotations: &[(Range<usize>, Vec<Resolved>)], found: &mut Vec<Diagnostic>) {
    for pair in quotations.windows(2) {
        let [(first, of_first), (second, of_second)] = pair else { continue };
        let (one, two) = (outside(of_first), outside(of_second));
        if one.is_empty() || two.is_empty() || one.keys().any(|source| two.contains_key(source)) {
            continue;
        }
        let line = |witnesses: &BTreeMap<&SourceId, &Resolved>| {
            witnesses.values().next().map(|w| evidence_line(w)).unwrap_or_default()
        };
        let diagnostic = Diagnostic::new(
            CODE,
            Grade::Query,
            "these two quotations come from different documents: were they said together?",
        )
        .at(sentence.place(second.clone()), "from one document")
        .with_other(sentence.place(first.clone()), "from another")
        .with_note(format!("the first: {}", line(&one)))
        .with_note(format!("the second: {}", line(&two)));
        found.push(diagnostic.with_help("give each quotation to its own document and date"));
    }
}

fn outside(witnesses: &[Resolved]) -> BTreeMap<&SourceId, &Resolved> {
    let outside = witnesses.iter().filter(|witness| rivals::is_outside_evidence(witness));
    outside.flat_map(|witness| witness.statement.sources.iter().map(move |at| (&at.source, witness))).collect()
}

/// Byte ranges of the words between quotation marks; a mark that is never closed quotes nothing.
fn quoted(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        open = match (open, c) {
            (None, '“') => Some((at + c.len_utf8(), '”')),
            (None, '"') => Some((at + 1, '"')),
            (Some((start, close)), c) if c == close => {
                let words = text[start..at].trim_end_matches(['.', ',', ';', ':']);
                ranges.push(start..start + words.len());
                None
            }
            (open, _) => open,
        };
    }
    ranges.into_iter().filter(|range| !range.is_empty())
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quotations_are_found_without_their_closing_point() {
        let text = "It called for “full openness.” and \"no more\" delays, “never closed";
        let words: Vec<&str> = quoted(text).map(|range| &text[range]).collect();
        assert_eq!(words, ["full openness", "no more"]);
    }
}
