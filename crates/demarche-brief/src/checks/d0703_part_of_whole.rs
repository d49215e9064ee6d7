//! What is said of a whole does not hold of one of its parts.
//!
//! The words rest on a statement about a group of products or a place; the dossier
//! holds another value of the same kind for a part of it (`part-of` in
//! `actors.toml`), and the paragraph does not name that part. Readers will take
//! the whole for all of it.
//!
//! False alarms: a part too small to matter to the sentence. Answer the query in `[accept]`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Actor, QualifierType, Resolved, Value};

use super::{Bound, Check, Tie, evidence_line, rivals};

const CODE: Code = Code("D0703");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "a part of it is otherwise",
        source: include_str!("d0703_part_of_whole.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties().filter(Tie::has_words) {
        for other in bound.of_kind(&tie.resolved.statement.predicate).iter() {
            let Some(part) = part_that_differs(bound, tie, other) else { continue };
            if names(part).any(|name| is_named(bound, tie, name)) {
                continue;
            }
            let value = other.value.as_ref().map(Value::shown).unwrap_or_default();
            let message =
                format!("of {} this does not hold: there it is {value}. Does the sentence mean all of it?", part.name);
            let diagnostic = bound.about(CODE, Grade::Query, tie, message).with_note(evidence_line(other));
            found.push(
                bound.beside(diagnostic, other, "the part").with_help("name the exception, or narrow the sentence"),
            );
        }
    }
}

/// The part that `other` speaks of, where everything else is as in the tie and the values exclude each other.
fn part_that_differs<'a>(bound: &'a Bound<'_>, tie: Tie<'_>, other: &Resolved) -> Option<&'a Actor> {
    let (ours, theirs) = (&tie.resolved.statement, &other.statement);
    let standing = ours.subject == theirs.subject && rivals::speaks(other) && rivals::is_outside_evidence(other);
    let same_time = matches!((&tie.resolved.valid, &other.valid), (Some(a), Some(b)) if a.overlaps(b));
    if !standing || !same_time || ours.with.len() != theirs.with.len() {
        return None;
    }
    let mut part = None;
    for (name, values) in &ours.with {
        let others = theirs.with.get(name)?;
        if values == others {
            continue;
        }
        let is_actor = tie.kind.with.get(name).is_some_and(|rule| rule.holds == QualifierType::Actor);
        let found =
            (is_actor && part.is_none()).then(|| part_of(bound.world.actors(), others.first()?, values.first()?))?;
        part = Some(found?);
    }
    // Last, since arithmetic over units costs more than all of the above.
    part.filter(|_| rivals::exclude(tie.resolved, other))
}

/// The actor `part`, where it belongs to `whole` through any number of steps.
fn part_of<'a>(actors: &'a [Actor], part: &str, whole: &str) -> Option<&'a Actor> {
    let find = |id: &str| actors.iter().find(|actor| actor.id.as_str() == id);
    let start = find(part)?;
    let mut at = start;
    for _ in 0..actors.len() {
        let above = at.part_of.as_ref()?;
        if above.as_str() == whole {
            return Some(start);
        }
        at = find(above.as_str())?;
    }
    None
}

fn names(actor: &Actor) -> impl Iterator<Item = &str> {
    std::iter::once(actor.name.as_str()).chain(actor.aliases.iter().map(String::as_str))
}

fn is_named(bound: &Bound<'_>, tie: Tie<'_>, name: &str) -> bool {
    let name = name.to_lowercase();
    let paragraph = bound.brief.sentences.iter().filter(|sentence| sentence.paragraph == tie.sentence.paragraph);
    paragraph.into_iter().any(|sentence| sentence.text.to_lowercase().contains(&name))
}
