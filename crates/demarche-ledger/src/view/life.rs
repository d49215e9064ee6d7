//! How a statement stands on a view's clocks.
//!
//! A statement dies of reasons, each with a day in the world and, mostly, the
//! statement that brought it. The killer is found on the day it died: the
//! earliest-recorded seen statement without which it would have lived that day;
//! where none is, the date itself. Later reasons do not change who killed it.

use std::collections::{BTreeMap, BTreeSet};

use demarche_terms::{
    Cause, Content, Date, Edtf, EventQuery, Killer, Life, Modality, StatementRank, Tense, Truth, ValueType,
};

use super::View;

/// A reason for which a statement no longer stands.
#[derive(Clone, Debug)]
struct Reason {
    cause: Cause,
    /// The statement that brought it; `None` where a date passed.
    by: Option<usize>,
    on: Date,
    says: String,
}

/// What lies under a statement that is computed, as far as it can end it or make it due; made once for each, from its
/// inputs', so that a long chain costs what it has links.
#[derive(Clone, Debug, Default)]
pub(super) struct Beneath {
    /// Replacements of the first day on which one of what it rests on, itself included, was replaced: at most two, by
    /// different statements. A third would change neither the day nor whether one alone is to blame.
    replaced: Vec<Replaced>,
    /// The earliest review that is due of what it rests on, with the reason.
    review: Option<(Date, String)>,
}

#[derive(Clone, Debug)]
struct Replaced {
    on: Date,
    by: usize,
    root: usize,
    reason: String,
}

impl View<'_> {
    pub(super) fn live(&self, at: usize) -> Life {
        let recorded = self.computed(at).recorded;
        if let Some(recorded) = recorded.filter(|recorded| *recorded > self.clocks.known_by) {
            return Life::Unseen { recorded };
        }
        if let Some(killer) = self.killer(at) {
            return Life::Dead { killer };
        }
        let valid = self.computed(at).valid.as_ref();
        let awaited = self.entry(at).expects.is_some() || self.entry(at).modality == Modality::Expected;
        if !awaited && valid.is_some_and(|valid| valid.started_by(self.clocks.as_of) == Truth::No) {
            return Life::Ahead;
        }
        match self.due(at) {
            Some((since, why)) => Life::Due { since, why },
            None => Life::Live,
        }
    }

    fn killer(&self, at: usize) -> Option<Killer> {
        let all = self.reasons(at, None);
        let died = all.iter().map(|reason| reason.on).min()?;
        let that_day: Vec<&Reason> = all.iter().filter(|reason| reason.on <= died).collect();
        let mut suspects: Vec<usize> = that_day.iter().filter_map(|reason| reason.by).collect();
        suspects.sort_by_key(|suspect| (self.entry(*suspect).recorded, *suspect));
        suspects.dedup();
        let revives = |suspect: &usize| self.reasons(at, Some(*suspect)).iter().all(|reason| reason.on > died);
        let alone = suspects.iter().copied().find(revives);
        let date = that_day.iter().find(|reason| reason.by.is_none());
        let reason = match (alone, date) {
            (Some(suspect), _) => that_day.iter().find(|reason| reason.by == Some(suspect))?,
            (None, Some(date)) => date,
            // Several statements each suffice: the first on record had done it before the others came.
            (None, None) => that_day.iter().find(|reason| reason.by == suspects.first().copied())?,
        };
        let by = reason.by.map(|by| self.entry(by).id.clone());
        Some(Killer { cause: reason.cause, by, on: reason.on, says: reason.says.clone() })
    }

    /// Every reason that holds on `as_of`, as if the statement `without` had never been recorded.
    fn reasons(&self, at: usize, without: Option<usize>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        self.replaced(at, without, &mut reasons);
        self.ended(at, &mut reasons);
        self.met_or_lapsed(at, without, &mut reasons);
        self.outranked(at, without, &mut reasons);
        reasons
    }

    /// Seen statements that replace another; a change in the world replaces only once it has come.
    pub(super) fn superseders(&self, at: usize, without: Option<usize>) -> impl Iterator<Item = (usize, &str)> {
        let clocks = self.clocks;
        self.ledger.superseded_by[at].iter().filter(move |(by, _)| Some(*by) != without).filter_map(
            move |(by, reason)| {
                let entry = self.entry(*by);
                let seen = entry.recorded.is_none_or(|recorded| recorded <= clocks.known_by);
                let began = entry.valid.as_ref().is_none_or(|valid| valid.started_by(clocks.as_of) != Truth::No);
                let effective = !reason.starts_with("world-changed") || began;
                (seen && effective && entry.rank != StatementRank::Deprecated).then_some((*by, reason.as_str()))
            },
        )
    }

    /// Replaced itself, or computed from something that was.
    fn replaced(&self, at: usize, without: Option<usize>, reasons: &mut Vec<Reason>) {
        for Replaced { on, by, root, reason } in &self.beneath(at).replaced {
            if Some(*by) == without {
                continue;
            }
            let what = if *root == at { String::new() } else { format!("its input `{}` was ", self.entry(*root).id) };
            let says = format!("{what}replaced by `{}` on {on}: {reason}", self.entry(*by).id);
            reasons.push(Reason { cause: Cause::Superseded, by: Some(*by), on: *on, says });
        }
    }

    /// Whether it stands and falls with other statements.
    fn is_computed(&self, at: usize) -> bool {
        matches!(self.entry(at).content, Content::Derive { .. } | Content::Rule { .. } | Content::Model { .. })
    }

    fn beneath(&self, at: usize) -> &Beneath {
        self.settled(&self.beneath, at, |at| self.computed_from(at), |at| self.look_beneath(at))
    }

    /// The inputs of what is derived or ruled.
    fn computed_from(&self, at: usize) -> &[usize] {
        if self.is_computed(at) && !self.ledger.cut.contains(&at) { &self.ledger.inputs[at] } else { &[] }
    }

    fn look_beneath(&self, at: usize) -> Beneath {
        let mut beneath = Beneath::default();
        let mut replaced = self.replacements(at, at);
        for input in self.computed_from(at).iter().copied() {
            let below = self.beneath(input);
            replaced.extend(below.replaced.iter().cloned());
            let own = self.review(input);
            let own = own.map(|(since, why)| (since, format!("of its input `{}` {why}", self.entry(input).id)));
            beneath.review = beneath.review.into_iter().chain(own).chain(below.review.clone()).min();
        }
        if replaced.iter().any(|replaced| replaced.by == at) {
            replaced = self.replaced_by_others(at);
        }
        replaced.sort_by_key(|replaced| (replaced.on, replaced.by));
        replaced.dedup_by_key(|replaced| replaced.by);
        let first = replaced.first().map(|replaced| replaced.on);
        replaced.retain(|replaced| Some(replaced.on) == first);
        replaced.truncate(2);
        Beneath { replaced, ..beneath }
    }

    /// What replaced `root`, `at` left out unless it is the same.
    fn replacements(&self, root: usize, at: usize) -> Vec<Replaced> {
        let without = (root != at).then_some(at);
        let by = self.superseders(root, without).map(|(by, reason)| Replaced {
            on: self.entry(by).recorded.unwrap_or(Date::MIN),
            by,
            root,
            reason: reason.to_owned(),
        });
        by.collect()
    }

    /// Replacements of what `at` rests on, by others: computed from what it replaces, it is not ended by itself.
    fn replaced_by_others(&self, at: usize) -> Vec<Replaced> {
        let (mut met, mut open) = (BTreeSet::new(), vec![at]);
        let mut replaced = Vec::new();
        while let Some(root) = open.pop() {
            if met.insert(root) {
                replaced.extend(self.replacements(root, at));
                open.extend(self.computed_from(root));
            }
        }
        replaced
    }

    /// A state whose time is over. One that was put on record after its end is history and stays true of its time.
    fn ended(&self, at: usize, reasons: &mut Vec<Reason>) {
        let state = self.ledger.kind_of(at).is_some_and(|kind| kind.tense == Tense::State);
        let Some(valid) = self.computed(at).valid.as_ref().filter(|_| state) else { return };
        let Some(last) = valid.latest() else { return };
        let history = self.computed(at).recorded.is_some_and(|recorded| recorded > last);
        if !history && valid.ended_before(self.clocks.as_of) == Truth::Yes {
            let on = last.tomorrow().unwrap_or(last);
            reasons.push(Reason { cause: Cause::Ended, by: None, on, says: format!("its time ended on {last}") });
        }
    }

    /// The event that ends it, the event that it expected, or the date by which that should have come.
    fn met_or_lapsed(&self, at: usize, without: Option<usize>, reasons: &mut Vec<Reason>) {
        let statement = self.entry(at);
        if let Some(query) = &statement.ends {
            let from = statement.valid.as_ref().and_then(Edtf::earliest);
            for (event, on) in self.came(query, from, at, without) {
                reasons.push(self.happening(Cause::EventCame, event, on));
            }
        }
        let Some(expects) = &statement.expects else { return };
        let met = self.came(&expects.event, statement.recorded, at, without);
        let in_time = met.iter().any(|(_, on)| *on <= expects.by);
        for (event, on) in met {
            reasons.push(self.happening(Cause::ExpectationMet, event, on));
        }
        if !in_time && expects.by < self.clocks.as_of {
            let says = format!("what it expected by {} had not come", expects.by);
            let on = expects.by.tomorrow().unwrap_or(expects.by);
            reasons.push(Reason { cause: Cause::ExpectationLapsed, by: None, on, says });
        }
    }

    /// Events that match and came on or after `from` unless the query says otherwise, each with its day.
    fn came(&self, query: &EventQuery, from: Option<Date>, own: usize, without: Option<usize>) -> Vec<(usize, Date)> {
        let query = EventQuery { from: query.from.or(from), ..query.clone() };
        let events = self.happened(&query, without).into_iter().filter(|event| *event != own);
        events.filter_map(|event| Some((event, self.valid(event)?.latest()?))).collect()
    }

    fn happening(&self, cause: Cause, event: usize, on: Date) -> Reason {
        let entry = self.entry(event);
        let recorded = entry.recorded.map(|day| format!(", recorded {day}")).unwrap_or_default();
        Reason { cause, by: Some(event), on, says: format!("`{}` came on {on}{recorded}", entry.id) }
    }

    /// A rival of higher rank on the same basis at the same time.
    fn outranked(&self, at: usize, without: Option<usize>, reasons: &mut Vec<Reason>) {
        let functional = self.ledger.kind_of(at).is_some_and(|kind| kind.functional);
        if !functional || self.entry(at).rank == StatementRank::Preferred {
            return;
        }
        for rival in self.outranking(at, without) {
            let on = self.computed(rival).recorded.unwrap_or(Date::MIN);
            let says = format!("`{}`, recorded {on}, is preferred", self.entry(rival).id);
            reasons.push(Reason { cause: Cause::PreferredRival, by: Some(rival), on, says });
        }
    }

    /// Preferred rivals that are read in place of `at`. One that was itself replaced still counts from its own day
    /// when all that replaced it outranks `at` too: the statement has not been read since.
    fn outranking(&self, at: usize, without: Option<usize>) -> BTreeSet<usize> {
        let rivals = self.ledger.preferred(at).iter().copied().filter(|rival| {
            *rival != at
                && Some(*rival) != without
                && self.seen(*rival)
                && self.differs(at, *rival).is_empty()
                && self.same_time(at, *rival)
        });
        let mut outranking: BTreeSet<usize> = rivals.collect();
        let mut replaced: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut fallen = Vec::new();
        for rival in outranking.iter().copied() {
            for (by, _) in self.superseders(rival, without) {
                if outranking.contains(&by) {
                    replaced.entry(by).or_default().push(rival);
                } else {
                    fallen.push(rival);
                }
            }
        }
        while let Some(rival) = fallen.pop() {
            if outranking.remove(&rival) {
                fallen.extend(replaced.remove(&rival).unwrap_or_default());
            }
        }
        outranking
    }

    /// Since when another look is due, and why: the earliest reason.
    fn due(&self, at: usize) -> Option<(Date, String)> {
        let mut reasons = Vec::new();
        reasons.extend(self.review(at));
        reasons.extend(self.grounds(at));
        reasons.extend(self.beneath(at).review.clone());
        reasons.into_iter().min()
    }

    /// The review that has come, with the reason.
    fn review(&self, at: usize) -> Option<(Date, String)> {
        self.review_day(at).filter(|(since, _)| *since <= self.clocks.as_of)
    }

    /// The review date, or for open states the end of the shelf life; confirmations on record renew it.
    pub(super) fn review_day(&self, at: usize) -> Option<(Date, String)> {
        let statement = self.entry(at);
        let kind = self.ledger.kind_of(at)?;
        let clocks = self.clocks;
        let first = statement.recorded;
        let confirmed = statement
            .confirmed
            .iter()
            .map(|confirmation| confirmation.date)
            .filter(|day| *day <= clocks.known_by)
            .max();
        let open = kind.tense == Tense::State && statement.valid.as_ref().is_some_and(Edtf::is_open);
        let shelf = |from: Date, days: i32| from.saturating_add(jiff::Span::new().days(days));
        let interval = kind.shelf_days.or_else(|| Some(first?.until(statement.review?).ok()?.get_days()));
        let renewed = confirmed.zip(interval).map(|(day, days)| shelf(day, days.max(1)));
        let (since, why) = match (statement.review, kind.shelf_days.filter(|_| open)) {
            (Some(review), _) => (review, "its review date has come".to_owned()),
            (None, Some(days)) => (shelf(first?, days), format!("nobody has looked again for {days} days")),
            (None, None) => return None,
        };
        Some((renewed.map_or(since, |renewed| renewed.max(since)), why))
    }

    /// A ground that no longer stands, unless someone judged again since.
    fn grounds(&self, at: usize) -> Option<(Date, String)> {
        let statement = self.entry(at);
        let judgement = self.value_type(at) == Some(ValueType::Judgement);
        if !judgement || self.ledger.cut.contains(&at) {
            return None;
        }
        let judged = statement.judged.as_ref().map(|(_, day)| *day);
        let fallen = statement.grounds.iter().filter_map(|id| {
            let ground = self.ledger.find(id.as_str())?;
            match self.life(ground) {
                Life::Dead { killer } if judged.is_none_or(|judged| judged < killer.on) => {
                    Some((killer.on, format!("its ground `{id}` no longer stands: {}", killer.says)))
                }
                Life::Due { since, why } if judged.is_none_or(|judged| judged < *since) => {
                    Some((*since, format!("its ground `{id}` is due: {why}")))
                }
                _ => None,
            }
        });
        fallen.min()
    }
}
