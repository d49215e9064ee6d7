//! Holding two statements about one thing against each other.

use demarche_diagnostic::{Code, Diagnostic, Grade};
use demarche_terms::{Evidence, Fit, Life, Method, Resolved, Rival, StatementRank, Truth, Value};

use super::{Bound, Tie, evidence_line};

/// Whether two values can both hold: `No` only where they certainly cannot.
pub(super) fn agree(a: &Value, b: &Value) -> Truth {
    match (a, b) {
        (Value::Quantity(a), Value::Quantity(b)) => match (a.fit(b), b.fit(a)) {
            (Some(Fit::Disjoint), _) => Truth::No,
            (Some(Fit::Inside), _) | (_, Some(Fit::Inside)) => Truth::Yes,
            _ => Truth::Unknown,
        },
        (Value::Date(a), Value::Date(b)) => match (a.moment(), b.moment()) {
            (Some(a), Some(b)) if a.same_day(b) == Truth::No => Truth::No,
            (Some(a), Some(b)) if a.within(b) || b.within(a) => Truth::Yes,
            _ => Truth::Unknown,
        },
        (Value::Rank { place: a, .. }, Value::Rank { place: b, .. }) => (a == b).into(),
        (Value::Count { at_least: a, at_most: to_a }, Value::Count { at_least: b, at_most: to_b }) => {
            let apart = to_a.is_some_and(|most| most < *b) || to_b.is_some_and(|most| most < *a);
            match (apart, to_a.is_some() && to_b.is_some()) {
                (true, _) => Truth::No,
                (false, true) => Truth::Yes,
                (false, false) => Truth::Unknown,
            }
        }
        (Value::Text(a), Value::Text(b)) => a.eq_ignore_ascii_case(b).into(),
        (Value::Actor(a), Value::Actor(b)) => (a == b).into(),
        _ => Truth::Unknown,
    }
}

/// Whether the values of two answers certainly exclude each other.
pub(super) fn exclude(a: &Resolved, b: &Resolved) -> bool {
    matches!((&a.value, &b.value), (Some(a), Some(b)) if agree(a, b) == Truth::No)
}

/// Whether the values of two answers certainly agree.
pub(super) fn bears_out(a: &Resolved, b: &Resolved) -> bool {
    matches!((&a.value, &b.value), (Some(a), Some(b)) if agree(a, b) == Truth::Yes)
}

/// Whether outside evidence of the same time excludes the tie's value, on whichever basis.
pub(super) fn is_challenged(bound: &Bound<'_>, tie: Tie<'_>) -> bool {
    bound.rivals(tie).iter().any(|rival| {
        let other = &rival.resolved;
        rival.same_time && speaks(other) && is_outside_evidence(other) && exclude(tie.resolved, other)
    })
}

/// Whether a statement still speaks on these clocks.
pub(super) fn speaks(resolved: &Resolved) -> bool {
    matches!(resolved.life, Life::Live | Life::Due { .. } | Life::Ahead)
}

/// Whether it is evidence that the text itself did not give.
pub(super) fn is_outside_evidence(resolved: &Resolved) -> bool {
    matches!(resolved.evidence, Evidence::Independent | Evidence::Other)
}

/// Rivals on the same basis and at the same time whose value excludes the tie's.
pub(super) fn contradicting(bound: &Bound<'_>, tie: Tie<'_>) -> Vec<Rival> {
    if !tie.kind.functional || !speaks(tie.resolved) {
        return Vec::new();
    }
    let rivals = bound.rivals(tie);
    let contradicts = |rival: &&Rival| {
        rival.same_basis && rival.same_time && speaks(&rival.resolved) && exclude(tie.resolved, &rival.resolved)
    };
    rivals.iter().filter(contradicts).cloned().collect()
}

/// How grave a contradiction by `rival` is; `None` where it has no standing against the tie.
///
/// Independent evidence contradicts what has none. Against a preferred or an equally independent
/// figure it is a query: which of the two is meant? Weaker evidence never speaks against stronger.
pub(super) fn gravity(tie: Tie<'_>, rival: &Resolved) -> Option<Grade> {
    match (tie.resolved.evidence, rival.evidence) {
        (Evidence::Independent, Evidence::Independent) => Some(Grade::Query),
        (_, Evidence::Independent) if tie.resolved.statement.rank == StatementRank::Preferred => Some(Grade::Query),
        (_, Evidence::Independent) => Some(Grade::Contradicted),
        (Evidence::Independent, Evidence::Other) => None,
        (_, Evidence::Other) => Some(Grade::Query),
        _ => None,
    }
}

/// Reports contradictions of one grade by rivals of some methods.
pub(super) fn report(
    bound: &Bound<'_>,
    found: &mut Vec<Diagnostic>,
    code: Code,
    grade: Grade,
    methods: &[Method],
    say: impl Fn(&str) -> String,
) {
    for tie in bound.ties() {
        for rival in contradicting(bound, tie) {
            let other = &rival.resolved;
            if !methods.contains(&other.method) || gravity(tie, other) != Some(grade) {
                continue;
            }
            let value = other.value.as_ref().map(Value::shown).unwrap_or_default();
            let own = tie.resolved.value.as_ref().map(Value::shown).unwrap_or_default();
            let mut diagnostic = bound.about(code, grade, tie, say(&value));
            diagnostic.label = format!("rests on {own}");
            diagnostic = bound.beside(diagnostic.with_note(evidence_line(other)), other, "the other evidence");
            let help = format!(
                "`demarche why {}` shows its lineage; give the other value, or say whose figure this is",
                other.statement.id
            );
            found.push(diagnostic.with_help(help));
        }
    }
}
