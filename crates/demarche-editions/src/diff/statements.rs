//! Statements: which came, went, ended, were replaced or read otherwise.

use std::collections::{BTreeMap, BTreeSet};

use demarche_brief::edition::ChangeKind;
use demarche_terms::{
    Cause, Content, Date, Killer, Life, QualifierType, Statement, StatementId, StatementRank, Tense, ValueType,
};

use super::{How, StatementChange};
use crate::{Snapshot, Standing};

/// Every change, those that the prose rests on first.
pub(super) fn compare(from: &Snapshot, to: &Snapshot) -> Vec<StatementChange> {
    let work = Comparison { from, to, before: from.carries(), after: to.carries() };
    let mut changes = work.changes();
    changes.sort_by(|a, b| order(a).cmp(&order(b)));
    changes
}

/// Carried ones first, then by gravity, bound in the prose, way, id.
fn order(change: &StatementChange) -> (bool, bool, ChangeKind, How, &StatementId) {
    let bound = change.in_prose.0 || change.in_prose.1;
    (!change.carries, !bound, change.kind, change.how, &change.id)
}

struct Comparison<'a> {
    from: &'a Snapshot,
    to: &'a Snapshot,
    before: BTreeMap<StatementId, bool>,
    after: BTreeMap<StatementId, bool>,
}

/// A statement where it can be read.
fn seen(standing: Option<&Standing>) -> Option<&Standing> {
    standing.filter(|standing| !matches!(standing.resolved.life, Life::Unseen { .. }))
}

impl<'a> Comparison<'a> {
    fn changes(&self) -> Vec<StatementChange> {
        let mut changes = Vec::new();
        let ids: BTreeSet<&StatementId> = self.from.statements.keys().chain(self.to.statements.keys()).collect();
        let renamed = self.renamed();
        for id in ids {
            let (old, new) = (self.from.statements.get(id), self.to.statements.get(id));
            match (old, new) {
                (Some(old), Some(new)) => self.both(old, new, &mut changes),
                (Some(old), None) => match renamed.get(id).and_then(|now| self.to.statements.get(*now)) {
                    Some(new) => {
                        changes.push(self.renaming(old, new));
                        self.both(old, new, &mut changes);
                    }
                    None => changes.push(self.came(How::Withdrawn, old, true)),
                },
                // A renaming was told from the other side.
                (None, Some(_)) if renamed.values().any(|now| *now == id) => {}
                (None, Some(new)) => changes.push(self.came(How::Added, new, true)),
                (None, None) => {}
            }
        }
        self.replaced_in_prose(&mut changes);
        changes
    }

    /// Ids of the one side that the other knows as former ones, in both directions.
    fn renamed(&self) -> BTreeMap<&'a StatementId, &'a StatementId> {
        let mut renamed = BTreeMap::new();
        for (id, standing) in &self.to.statements {
            let gone = standing.resolved.statement.was.iter().filter_map(|was| self.from.statements.get_key_value(was));
            renamed.extend(gone.filter(|(was, _)| !self.to.statements.contains_key(*was)).map(|(was, _)| (was, id)));
        }
        for (id, standing) in &self.from.statements {
            let gone = standing.resolved.statement.was.iter().filter_map(|was| self.to.statements.get_key_value(was));
            renamed.extend(gone.filter(|(was, _)| !self.from.statements.contains_key(*was)).map(|(was, _)| (id, was)));
        }
        renamed
    }

    fn renaming(&self, old: &Standing, new: &Standing) -> StatementChange {
        let (was, is) = (&old.resolved.statement.id, &new.resolved.statement.id);
        StatementChange {
            before: was.to_string(),
            after: is.to_string(),
            ..self.change(How::Renamed, ChangeKind::Mechanical, old, new)
        }
    }

    /// A statement that both dossiers hold.
    fn both(&self, old: &'a Standing, new: &'a Standing, changes: &mut Vec<StatementChange>) {
        match (seen(Some(old)), seen(Some(new))) {
            (None, Some(new)) => changes.push(self.came(How::Added, new, false)),
            (Some(old), None) => changes.push(self.came(How::Withdrawn, old, false)),
            (None, None) => {}
            (Some(old), Some(new)) => {
                self.life(old, new, changes);
                if old.resolved.statement == new.resolved.statement && old.value != new.value && !old.value.is_empty() {
                    // Same words, other value: an input or a table has another vintage.
                    changes.push(StatementChange {
                        before: old.value.clone(),
                        after: new.value.clone(),
                        reason: "what it is computed from has another release or value".to_owned(),
                        ..self.change(How::Revalued, ChangeKind::DataRefresh, old, new)
                    });
                }
            }
        }
        self.text(old, new, changes);
    }

    /// What its text says otherwise, whichever clocks.
    fn text(&self, old: &Standing, new: &Standing, changes: &mut Vec<StatementChange>) {
        let (was, is) = (&old.resolved.statement, &new.resolved.statement);
        if was == is {
            return;
        }
        let start = changes.len();
        let mut say = |how, kind, before: String, after: String| {
            changes.push(StatementChange { before, after, ..self.change(how, kind, old, new) });
        };
        let source = |statement: &Statement| {
            statement.sources.iter().map(|at| at.source.to_string()).collect::<Vec<_>>().join(", ")
        };
        let with = |statement: &Statement| {
            let pairs = statement.with.iter().map(|(name, values)| format!("{name}: {}", values.join(", ")));
            pairs.collect::<Vec<_>>().join("; ")
        };
        let times = |statement: &Statement| {
            let valid = statement.valid.as_ref().map(|valid| format!("valid {valid}"));
            let recorded = statement.recorded.map(|day| format!("recorded {day}"));
            valid.into_iter().chain(recorded).collect::<Vec<_>>().join(", ")
        };
        if was.content != is.content || old.value != new.value {
            let shown = |standing: &Standing| match standing.value.as_str() {
                "" => content(&standing.resolved.statement),
                value => value.to_owned(),
            };
            say(How::Revalued, ChangeKind::Correction, shown(old), shown(new));
        }
        if (&was.subject, &was.predicate, &was.with, was.modality)
            != (&is.subject, &is.predicate, &is.with, is.modality)
        {
            say(How::Requalified, ChangeKind::Correction, with(was), with(is));
        }
        if (&was.valid, was.recorded) != (&is.valid, is.recorded) {
            say(How::Redated, ChangeKind::Correction, times(was), times(is));
        }
        if was.rank != is.rank {
            say(How::Reranked, ChangeKind::Correction, was.rank.word().to_owned(), is.rank.word().to_owned());
        }
        if source(was) != source(is) || was.data != is.data {
            let same_grade = old.resolved.evidence == new.resolved.evidence;
            let kind = if same_grade { ChangeKind::Mechanical } else { ChangeKind::Correction };
            let all = |statement: &Statement| match &statement.data {
                Some(cell) => format!("{}, {cell}", source(statement)),
                None => source(statement),
            };
            say(How::Resourced, kind, all(was), all(is));
        }
        if changes.len() == start {
            let (before, after) =
                if was.says == is.says { Default::default() } else { (was.says.clone(), is.says.clone()) };
            changes.push(StatementChange {
                before,
                after,
                ..self.change(How::Reworded, ChangeKind::Mechanical, old, new)
            });
        }
    }

    /// How it stands on either side.
    fn life(&self, old: &'a Standing, new: &'a Standing, changes: &mut Vec<StatementChange>) {
        match (&old.resolved.life, &new.resolved.life) {
            (Life::Dead { .. }, Life::Dead { .. }) => {}
            (_, Life::Dead { killer }) => changes.push(self.death(old, new, killer, false)),
            (Life::Dead { killer }, _) => changes.push(self.death(old, new, killer, true)),
            (Life::Due { .. }, Life::Due { .. }) => {}
            (_, Life::Due { since, why }) => changes.push(StatementChange {
                reason: why.clone(),
                on: Some(*since),
                carries: self.after.contains_key(&new.resolved.statement.id),
                ..self.change(How::Due, ChangeKind::Mechanical, old, new)
            }),
            (Life::Due { since, why }, _) => changes.push(StatementChange {
                reason: why.clone(),
                on: Some(*since),
                carries: self.before.contains_key(&old.resolved.statement.id),
                ..self.change(How::Renewed, ChangeKind::Mechanical, old, new)
            }),
            _ => {}
        }
    }

    /// A statement that one side's clocks saw end; `back` where that is the side before.
    fn death(&self, old: &Standing, new: &Standing, killer: &Killer, back: bool) -> StatementChange {
        let how = match killer.cause {
            Cause::Superseded => How::Superseded,
            Cause::PreferredRival => How::Outranked,
            Cause::Ended | Cause::EventCame | Cause::ExpectationMet | Cause::ExpectationLapsed => How::Ended,
        };
        let side = if back { self.from } else { self.to };
        let by = killer.by.as_ref().and_then(|by| side.statements.get(by));
        let kind = match killer.cause {
            Cause::Superseded if killer.says.contains(": revised") && (old.figure || new.figure) => {
                ChangeKind::DataRefresh
            }
            Cause::Superseded if killer.says.contains(": corrected") => ChangeKind::Correction,
            Cause::PreferredRival => ChangeKind::Correction,
            _ => ChangeKind::Substantive,
        };
        let mut change = self.change(if back { how.mirrored() } else { how }, kind, old, new);
        let replaces = matches!(killer.cause, Cause::Superseded | Cause::PreferredRival);
        let after = by.filter(|_| replaces).map(|by| by.value.clone()).unwrap_or_default();
        (change.before, change.after) = (old.value.clone(), after);
        if back {
            std::mem::swap(&mut change.before, &mut change.after);
            change.after.clone_from(&new.value);
        }
        change.reason.clone_from(&killer.says);
        change.on = Some(killer.on);
        if let Some(by) = by {
            if replaces {
                let (a, b) = if back { (by, new) } else { (old, by) };
                change.not_comparable = self.basis(a, b);
            }
            change.by = Some(by.resolved.statement.id.clone());
            change.by_says.clone_from(&by.resolved.statement.says);
            change.sources = self.sources(side, by);
        }
        change
    }

    /// A statement that came on record or into the dossier, or the reverse.
    fn came(&self, how: How, standing: &Standing, text: bool) -> StatementChange {
        let side = if how == How::Added { self.to } else { self.from };
        let other = if how == How::Added { self.from } else { self.to };
        let resolved = &standing.resolved;
        let successor = self.follows(resolved.statement.id.as_str(), side, other);
        let kind = if successor { ChangeKind::DataRefresh } else { ChangeKind::Substantive };
        let recorded = resolved.recorded;
        let late = recorded.is_some_and(|day| day <= other.edition.meta.known_by);
        let reason = match (text, recorded) {
            (true, Some(day)) if late => format!("put into the dossier; on record since {day}"),
            (true, _) => "put into the dossier".to_owned(),
            (false, Some(day)) => format!("on record since {day}"),
            (false, None) => String::new(),
        };
        let mut change = self.change(how, kind, standing, standing);
        change.reason = if how == How::Added { reason } else { reason.replacen("put into", "taken out of", 1) };
        change.on = recorded;
        change.sources = self.sources(side, standing);
        (change.before, change.after) = match how {
            How::Added => (String::new(), standing.value.clone()),
            _ => (standing.value.clone(), String::new()),
        };
        change
    }

    /// Whether the other side holds an earlier period of the same figure from the same sort of source.
    fn follows(&self, id: &str, side: &Snapshot, other: &Snapshot) -> bool {
        let Some(own) = side.statements.get(id) else { return false };
        let Some(kind) = side.kinds.get(&own.resolved.statement.predicate) else { return false };
        let figure = matches!(
            kind.value,
            ValueType::Quantity | ValueType::Share | ValueType::Change | ValueType::Rank | ValueType::Count
        );
        figure
            && kind.tense == Tense::Period
            && other.statements.values().any(|earlier| {
                earlier.resolved.statement.predicate == own.resolved.statement.predicate
                    && seen(Some(earlier)).is_some()
                    && self.topic(&earlier.resolved.statement) == self.topic(&own.resolved.statement)
                    && self.basis(earlier, own).is_empty()
            })
    }

    /// Statements that only the one prose is bound to, beside one of the same topic that only the other is bound to.
    fn replaced_in_prose(&self, changes: &mut Vec<StatementChange>) {
        let bound = |carries: &BTreeMap<StatementId, bool>, id: &StatementId| carries.get(id).copied() == Some(true);
        let only = |here: &BTreeMap<StatementId, bool>, there: &BTreeMap<StatementId, bool>, side: &'a Snapshot| {
            let ids = side.edition.bound.iter().map(|bound| &bound.id);
            let ids = ids.filter(|id| bound(here, id) && !bound(there, id));
            ids.filter_map(|id| side.statements.get(id)).collect::<Vec<&Standing>>()
        };
        let (left, right) = (only(&self.before, &self.after, self.from), only(&self.after, &self.before, self.to));
        for old in &left {
            let topic = self.topic(&old.resolved.statement);
            let same = |side: &[&'a Standing]| -> Vec<&'a Standing> {
                side.iter().copied().filter(|one| self.topic(&one.resolved.statement) == topic).collect()
            };
            // Only a pair says which follows which.
            let ([_], [new]) = (&same(&left)[..], &same(&right)[..]) else { continue };
            let told = |change: &StatementChange| {
                change.id == old.resolved.statement.id && change.by.as_ref() == Some(&new.resolved.statement.id)
            };
            if changes.iter().any(told) || old.value.is_empty() && new.value.is_empty() {
                continue;
            }
            let basis = self.basis(old, new);
            let time =
                |standing: &Standing| standing.resolved.valid.as_ref().map(ToString::to_string).unwrap_or_default();
            let refresh = basis.is_empty() && self.follows(new.resolved.statement.id.as_str(), self.to, self.from);
            let kind = if refresh { ChangeKind::DataRefresh } else { ChangeKind::Substantive };
            let mut change = self.change(How::Replaced, kind, old, new);
            (change.before, change.after) = (old.value.clone(), new.value.clone());
            change.not_comparable = basis;
            change.reason = format!("{} then, {} now", time(old), time(new));
            change.by = Some(new.resolved.statement.id.clone());
            change.by_says.clone_from(&new.resolved.statement.says);
            change.on = new.resolved.recorded;
            change.sources = self.sources(self.to, new);
            change.in_prose = (true, true);
            changes.push(change);
        }
    }

    /// Subject, predicate and qualifiers that are no basis: what makes statements be about one thing.
    fn topic<'s>(&self, statement: &'s Statement) -> (&'s str, &'s str, Vec<(&'s String, &'s Vec<String>)>) {
        let kind = self.to.kinds.get(&statement.predicate).or_else(|| self.from.kinds.get(&statement.predicate));
        let term = kind.is_some_and(|kind| kind.value == ValueType::Term);
        let with = statement.with.iter().filter(|(name, _)| match kind.and_then(|kind| kind.with.get(*name)) {
            Some(rule) => !rule.basis && rule.holds != QualifierType::Statement,
            None => true,
        });
        (if term { "" } else { statement.subject.as_str() }, statement.predicate.as_str(), with.collect())
    }

    /// Basis qualifiers in which two statements differ, and units where both have one.
    fn basis(&self, a: &Standing, b: &Standing) -> Vec<(String, String, String)> {
        let (one, other) = (&a.resolved.statement, &b.resolved.statement);
        if one.predicate != other.predicate {
            return vec![("kind".to_owned(), one.predicate.to_string(), other.predicate.to_string())];
        }
        let kind = self.to.kinds.get(&one.predicate).or_else(|| self.from.kinds.get(&one.predicate));
        let value = |statement: &Statement, name: &String| match statement.with.get(name) {
            Some(values) => values.join(", "),
            None => "unstated".to_owned(),
        };
        let basis = kind.into_iter().flat_map(|kind| kind.with.iter().filter(|(_, rule)| rule.basis));
        basis
            .map(|(name, _)| (name.clone(), value(one, name), value(other, name)))
            .filter(|(_, ours, theirs)| ours != theirs)
            .collect()
    }

    fn sources(&self, side: &Snapshot, standing: &Standing) -> Vec<String> {
        let own = &standing.resolved.statement.sources;
        let mut sources: Vec<String> = own.iter().map(|at| side.short(&at.source)).collect();
        sources.dedup();
        sources
    }

    fn change(&self, how: How, kind: ChangeKind, old: &Standing, new: &Standing) -> StatementChange {
        let (was, is) = (&old.resolved.statement, &new.resolved.statement);
        let bound = |carries: &BTreeMap<StatementId, bool>| {
            carries.get(&was.id).copied().unwrap_or(false) || carries.get(&is.id).copied().unwrap_or(false)
        };
        let first = self.from.edition.meta.date.min(self.to.edition.meta.date);
        let began = new.resolved.valid.as_ref().and_then(demarche_terms::Edtf::earliest);
        let carries =
            [&self.before, &self.after].iter().any(|all| all.contains_key(&was.id) || all.contains_key(&is.id));
        StatementChange {
            id: was.id.clone(),
            how,
            kind,
            says: was.says.clone(),
            before: String::new(),
            after: String::new(),
            not_comparable: Vec::new(),
            reason: String::new(),
            by: None,
            by_says: String::new(),
            on: None::<Date>,
            sources: self.sources(self.to, new),
            in_prose: (bound(&self.before), bound(&self.after)),
            carries,
            figures: old.figure || new.figure,
            new_in_the_world: began.is_some_and(|day| day > first),
            theme: new.theme.clone(),
        }
    }
}

/// What a statement without a value in view says instead.
fn content(statement: &Statement) -> String {
    match &statement.content {
        Content::Value { value } | Content::Model { value, .. } => value.shown(),
        Content::Derive { formula } => formula.clone(),
        Content::Rule { rule } => rule.to_string(),
        Content::Count { query } => format!("number of {}", query.predicate),
        Content::Position { table, measure, of, .. } => format!("place of {of} in {table} by {measure}"),
        Content::Bare if statement.rank == StatementRank::Deprecated => "deprecated".to_owned(),
        Content::Bare => String::new(),
    }
}
