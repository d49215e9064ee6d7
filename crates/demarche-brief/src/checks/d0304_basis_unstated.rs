//! The words hold on one basis and not on another, and do not say which is meant.
//!
//! Ranks, totals, shares, changes and balances depend on their basis: goods alone
//! or goods and services, flows or stocks, Census or balance of payments. Values
//! on different bases are *not comparable*; they never contradict each other. But
//! words that leave the basis open let the reader pick the wrong one.
//!
//! The paragraph states a basis when it uses the words that the kind lists for it. One
//! stated basis in which the two differ is enough: nobody can then take the one for the other.
//!
//! False alarms: a basis that the paragraph states in words the kind does not
//! list. Add them to `words` in the kind's file, or answer the query in `[accept]`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Rival, Value};

use super::{Bound, Check, Tie, evidence_line, rivals};

const CODE: Code = Code("D0304");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "the basis is not stated",
        source: include_str!("d0304_basis_unstated.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties().filter(Tie::has_words) {
        let rivals = bound.rivals(tie);
        let others: Vec<&Rival> = rivals.iter().filter(|rival| speaks_otherwise(bound, tie, rival)).collect();
        let Some(first) = others.first() else { continue };
        let own = tie.resolved.value.as_ref().map(Value::shown).unwrap_or_default();
        let (ours, theirs) = names(tie, first);
        let value = first.resolved.value.as_ref().map(Value::shown).unwrap_or_default();
        let message = if ours == UNSTATED {
            format!("the source does not say on which basis this is {own}; on {theirs} it is {value}. State the basis?")
        } else {
            format!("on {ours} this holds ({own}); on {theirs} it is {value}. State the basis?")
        };
        let mut diagnostic = bound.about(CODE, Grade::Query, tie, message);
        for rival in others {
            diagnostic = diagnostic.with_note(format!("not comparable: {}", evidence_line(&rival.resolved)));
        }
        found.push(diagnostic.with_help("name the basis in the sentence"));
    }
}

/// What a source's basis is called that does not say it.
const UNSTATED: &str = "unstated";

fn speaks_otherwise(bound: &Bound<'_>, tie: Tie<'_>, rival: &Rival) -> bool {
    !rival.same_basis
        && rival.same_time
        && rivals::speaks(&rival.resolved)
        && rivals::is_outside_evidence(&rival.resolved)
        && rivals::exclude(tie.resolved, &rival.resolved)
        && !rival.differs.iter().any(|(name, ours, _)| is_stated(bound, tie, name, ours))
}

/// Whether the paragraph uses a word for this value of a basis qualifier.
fn is_stated(bound: &Bound<'_>, tie: Tie<'_>, name: &str, value: &str) -> bool {
    let Some(words) = tie.kind.with.get(name).and_then(|rule| rule.words.get(value)) else { return false };
    let paragraph = bound.brief.sentences.iter().filter(|sentence| sentence.paragraph == tie.sentence.paragraph);
    let text: Vec<String> = paragraph.map(|sentence| sentence.text.to_lowercase()).collect();
    words.iter().any(|word| text.iter().any(|sentence| sentence.contains(&word.to_lowercase())))
}

/// The two bases as the kind's words name them.
fn names(tie: Tie<'_>, rival: &Rival) -> (String, String) {
    let word = |name: &str, value: &str| {
        let words = tie.kind.with.get(name).and_then(|rule| rule.words.get(value));
        words.and_then(|words| words.first()).cloned().unwrap_or_else(|| value.to_owned())
    };
    let side = |pick: fn(&(String, String, String)) -> &String| -> String {
        let parts: Vec<String> = rival.differs.iter().map(|differ| word(&differ.0, pick(differ))).collect();
        parts.join(", ")
    };
    (side(|differ| &differ.1), side(|differ| &differ.2))
}
