//! Statements about the same thing, and what was said of it before.

use demarche_terms::{Edtf, Rival, StatementId, StatementRank, Tense, Value, ValueType};

use super::View;

impl View<'_> {
    /// Seen, undeprecated statements about the same subject, predicate and qualifiers that are no basis; never itself.
    pub fn rivals(&self, id: &StatementId) -> Vec<Rival> {
        let Some(at) = self.ledger.find(id.as_str()) else { return Vec::new() };
        let topic = self.ledger.same_topic(at).iter().copied();
        topic
            .filter(|rival| *rival != at && self.entry(*rival).rank != StatementRank::Deprecated && self.seen(*rival))
            .map(|rival| {
                let differs = self.differs(at, rival);
                Rival {
                    resolved: self.resolve_at(rival),
                    same_basis: differs.is_empty(),
                    differs,
                    same_time: self.same_time(at, rival),
                }
            })
            .collect()
    }

    /// Other statements that [`Self::history`] has a line for.
    pub fn told_beside(&self, id: &StatementId) -> Vec<StatementId> {
        let Some(at) = self.ledger.find(id.as_str()) else { return Vec::new() };
        self.told(at).into_iter().filter(|other| *other != at).map(|other| self.entry(other).id.clone()).collect()
    }

    /// The statement and those about the same thing that are on record and of the same time, or replace one another.
    fn told(&self, at: usize) -> Vec<usize> {
        let mut topic: Vec<usize> =
            self.ledger.same_topic(at).iter().copied().filter(|other| self.seen(*other)).collect();
        if topic.is_empty() {
            topic.push(at);
        }
        topic.retain(|other| *other == at || self.same_time(at, *other) || self.replaces(at, *other));
        topic
    }

    /// Earlier and rival values of the same thing that are on record, newest first, one line each.
    pub fn history(&self, id: &StatementId) -> Vec<String> {
        let Some(at) = self.ledger.find(id.as_str()) else { return Vec::new() };
        let mut topic = self.told(at);
        topic.sort_by_key(|other| (std::cmp::Reverse(self.computed(*other).recorded), *other));
        topic.into_iter().map(|other| self.line(at, other)).chain(self.vintages(at)).collect()
    }

    /// Whether one of the two replaces the other.
    fn replaces(&self, a: usize, b: usize) -> bool {
        self.ledger.supersedes[a].contains(&b) || self.ledger.supersedes[b].contains(&a)
    }

    fn line(&self, at: usize, other: usize) -> String {
        let computed = self.computed(other);
        let statement = self.entry(other);
        let mut line = computed.recorded.map_or_else(|| "undated".to_owned(), |day| day.to_string());
        let value = computed.value.as_ref().map_or_else(|| statement.says.clone(), Value::shown);
        line.push_str(&format!(": {value}"));
        if let Some(valid) = &computed.valid {
            line.push_str(&format!(" ({valid})"));
        }
        let sources: Vec<&str> = statement.sources.iter().map(|source| source.source.as_str()).collect();
        if !sources.is_empty() {
            line.push_str(&format!(", {}", sources.join(", ")));
        }
        for (name, _, theirs) in self.differs(at, other) {
            line.push_str(&format!(", {name} {theirs}"));
        }
        match statement.rank {
            StatementRank::Preferred => line.push_str(", preferred"),
            StatementRank::Deprecated => line.push_str(", deprecated"),
            StatementRank::Normal => {}
        }
        if let Some((by, reason)) = self.superseders(other, None).next() {
            line.push_str(&format!(", replaced by `{}`: {reason}", self.entry(by).id));
        }
        if other == at {
            line.push_str(" [this]");
        }
        line
    }

    /// Basis qualifiers in which two statements differ: name, the one's value, the other's.
    pub(super) fn differs(&self, a: usize, b: usize) -> Vec<(String, String, String)> {
        let Some(kind) = self.ledger.kind_of(a) else { return Vec::new() };
        let value = |at: usize, name: &String| match self.entry(at).with.get(name) {
            Some(values) => values.join(", "),
            None => "unstated".to_owned(),
        };
        let basis = kind.with.iter().filter(|(_, rule)| rule.basis).map(|(name, _)| name);
        basis
            .map(|name| (name.clone(), value(a, name), value(b, name)))
            .filter(|(_, ours, theirs)| ours != theirs)
            .collect()
    }

    /// Whether two statements speak of the same time: the same period, or for anything else a day in common.
    pub(super) fn same_time(&self, a: usize, b: usize) -> bool {
        let (Some(first), Some(second)) = (&self.computed(a).valid, &self.computed(b).valid) else { return true };
        let period = self.ledger.kind_of(a).is_some_and(|kind| kind.tense == Tense::Period);
        let extent = |valid: &Edtf| (valid.earliest(), valid.latest());
        if self.value_type(a) == Some(ValueType::Term) {
            // The last day of a term is the first of the next holder's.
            return overlap_beyond_an_end(first, second);
        }
        if period { extent(first) == extent(second) } else { first.overlaps(second) }
    }
}

fn overlap_beyond_an_end(a: &Edtf, b: &Edtf) -> bool {
    let touches = |a: &Edtf, b: &Edtf| a.latest().is_some() && a.latest() == b.earliest();
    a.overlaps(b) && !touches(a, b) && !touches(b, a)
}
