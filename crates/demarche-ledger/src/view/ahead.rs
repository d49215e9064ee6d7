//! Days ahead on which a statement may come to stand otherwise, though nothing new is put on record.

use std::collections::BTreeSet;

use demarche_terms::{Date, Edtf, StatementId, Value, ValueType};

use super::View;

impl View<'_> {
    /// Days after `as_of` on which one of these statements may begin, end, lapse or fall due, as far as is on record.
    ///
    /// Terms of office count too, since a title in the prose rests on them unasked. There may be more days than
    /// changes: what happens on a day is for the view on that day to say.
    pub fn turning_days(&self, statements: &[StatementId]) -> BTreeSet<Date> {
        let bound = statements.iter().filter_map(|id| self.ledger.find(id.as_str()));
        let terms = (0..self.ledger.entries.len()).filter(|at| self.value_type(*at) == Some(ValueType::Term));
        let mut met: BTreeSet<usize> = bound.chain(terms).collect();
        let mut open: Vec<usize> = met.iter().copied().collect();
        let mut days = BTreeSet::new();
        while let Some(at) = open.pop() {
            self.days_of(at, &mut days);
            let replaced_by = self.ledger.superseded_by[at].iter().map(|(by, _)| *by);
            let rivals = self.ledger.preferred(at).iter().copied();
            let beside = self.ledger.inputs[at].iter().copied().chain(replaced_by).chain(rivals);
            open.extend(beside.filter(|other| met.insert(*other)));
        }
        days.retain(|day| *day > self.clocks.as_of);
        days
    }

    /// Every day that a statement names, and the day after each last one.
    fn days_of(&self, at: usize, days: &mut BTreeSet<Date>) {
        if !self.seen(at) {
            return;
        }
        let mut span = |time: &Edtf| {
            days.extend(time.earliest());
            days.extend(time.latest().into_iter().flat_map(|last| [Some(last), last.tomorrow().ok()]).flatten());
        };
        let (statement, computed) = (self.entry(at), self.computed(at));
        computed.valid.iter().for_each(&mut span);
        statement.steps.iter().for_each(|step| span(&step.on));
        if let Some(Value::Date(date)) = &computed.value {
            span(date);
        }
        days.extend(statement.expects.as_ref().and_then(|expects| expects.by.tomorrow().ok()));
        days.extend(self.review_day(at).map(|(since, _)| since));
    }
}
