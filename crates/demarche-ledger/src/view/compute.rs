//! Values: as written, derived, ruled, counted, ranked.

use demarche_diagnostic::Diagnostic;
use demarche_terms::{
    Content, Date, Edtf, EventQuery, Evidence, Fit, Method, RuleId, Statement, Truth, Value, ValueType,
};

use super::evidence::method;
use super::{View, within};
use crate::calendar::{CalendarRule, Mechanism};
use crate::checks;
use crate::reading::Entry;
use crate::tables::{Absent, Cell, Reference, Table, shown};

/// A statement on the clocks of a view, without how it stands.
#[derive(Clone, Debug)]
pub(super) struct Computed {
    pub value: Option<Value>,
    pub valid: Option<Edtf>,
    pub recorded: Option<Date>,
    pub method: Method,
    pub evidence: Evidence,
    /// Table cells that it rests on, with their references.
    pub cells: Vec<(String, Cell)>,
    /// How it was computed, one line each.
    pub notes: Vec<String>,
    pub findings: Vec<Diagnostic>,
}

/// What a computation has met so far.
pub(super) struct Trail {
    /// When the last input was put on record.
    pub recorded: Option<Date>,
    /// The weakest leaf.
    pub evidence: Evidence,
    /// Whether an input is not on record yet.
    pub unseen: bool,
    pub valid: Vec<Edtf>,
    pub cells: Vec<(String, Cell)>,
    pub notes: Vec<String>,
    pub findings: Vec<Diagnostic>,
}

impl Trail {
    fn new() -> Self {
        Self {
            recorded: None,
            evidence: Evidence::Independent,
            unseen: false,
            valid: Vec::new(),
            cells: Vec::new(),
            notes: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Rests on something put on record on `day`.
    pub fn since(&mut self, day: Option<Date>) {
        self.recorded = self.recorded.max(day);
    }

    pub fn graded(&mut self, evidence: Evidence) {
        self.evidence = self.evidence.max(evidence);
    }

    pub fn say(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }
}

impl View<'_> {
    pub(super) fn compute(&self, at: usize) -> Computed {
        let entry = &self.ledger.entries[at];
        let statement = &entry.statement;
        if self.ledger.cut.contains(&at) {
            return plain(statement, None, Evidence::Unsourced);
        }
        let mut trail = Trail::new();
        let value = match &statement.content {
            Content::Value { value } => return self.stated(entry, Some(value)),
            Content::Model { value, .. } if rests_on_nothing(entry) => return self.stated(entry, Some(value)),
            Content::Model { value, .. } => {
                self.modelled(at, entry, &mut trail);
                Some(value.clone())
            }
            Content::Bare => return self.stated(entry, None),
            Content::Derive { .. } => self.derive(at, entry, &mut trail),
            Content::Rule { rule } => self.rule(entry, rule, &mut trail),
            Content::Count { query } => self.count(query, &mut trail),
            Content::Position { measure, of, smallest_first, .. } => {
                self.rank(entry, measure, of, *smallest_first, &mut trail)
            }
        };
        let recorded = statement.recorded.max(trail.recorded);
        let seen = !trail.unseen && recorded.is_none_or(|day| day <= self.clocks.known_by);
        Computed {
            value: value.filter(|_| seen),
            valid: statement.valid.clone().or_else(|| spanning(&trail.valid)),
            recorded,
            method: method(statement),
            evidence: trail.evidence,
            cells: trail.cells,
            notes: trail.notes,
            findings: if seen { trail.findings } else { Vec::new() },
        }
    }

    /// A statement that speaks for itself, beside the cell that says the same.
    fn stated(&self, entry: &Entry, value: Option<&Value>) -> Computed {
        let statement = &entry.statement;
        let seen = statement.recorded.is_none_or(|day| day <= self.clocks.known_by);
        let mut computed = plain(statement, value.filter(|_| seen).cloned(), self.own_grade(statement));
        let Some(reference) = entry.data.as_ref().filter(|_| seen) else { return computed };
        let name = statement.data.clone().unwrap_or_default();
        let Some(table) = self.ledger.table(&reference.table) else { return computed };
        let row = || table.row_place(reference, self.clocks.known_by);
        match table.cell(reference, self.clocks.known_by) {
            Ok(cell) => {
                if agrees(value, &cell) {
                    let grade = cell.source.as_ref().map_or(Evidence::Unsourced, |source| self.grade(source));
                    computed.evidence = computed.evidence.min(grade);
                } else if let Some(value) = value {
                    let (says, shows) = (value.shown(), cell.shown());
                    let finding = checks::d0417_cell_disagrees::finding(entry.content, row(), &says, &name, &shows);
                    computed.findings.push(finding);
                }
                computed.cells.push((name, cell));
            }
            Err(Absent::Missing(why)) => {
                computed.findings.push(checks::d0416_cell_missing::finding(entry.at("data"), row(), &why));
            }
            Err(Absent::Unnamed(_)) => {}
            Err(Absent::Later(day)) => computed.notes.push(format!("{name} was only released on {day}")),
        }
        computed
    }

    /// What a model's output rests on, statements and cells.
    fn modelled(&self, at: usize, entry: &Entry, trail: &mut Trail) {
        for input in &self.ledger.inputs[at] {
            self.rests_on(*input, trail);
        }
        for (name, reference) in &entry.cells {
            let Some(table) = self.ledger.table(&reference.table) else { continue };
            if reference.column.is_none() {
                self.rows_used(table, name, reference, trail);
                continue;
            }
            match table.cell(reference, self.clocks.known_by) {
                Ok(cell) => self.cell_used(name, cell, trail),
                Err(Absent::Later(day)) => {
                    trail.unseen = true;
                    trail.since(Some(day));
                }
                Err(Absent::Missing(why) | Absent::Unnamed(why)) => {
                    let near = table.row_place(reference, self.clocks.known_by);
                    trail.say(checks::d0416_cell_missing::finding(entry.content, near, &why));
                }
            }
        }
    }

    /// Rows that a model read whole, as one leaf for each source.
    fn rows_used(&self, table: &Table, name: &str, reference: &Reference, trail: &mut Trail) {
        let Some(rows) = self.seen_rows(table, reference, trail) else { return };
        let mut by_source: Vec<(Option<demarche_terms::SourceId>, Vec<usize>)> = Vec::new();
        for row in rows {
            let source = table.rows[row].source.clone();
            match by_source.iter_mut().find(|(known, _)| *known == source) {
                Some((_, rows)) => rows.push(row),
                None => by_source.push((source, vec![row])),
            }
        }
        for (source, rows) in by_source {
            let newest = rows.iter().copied().max_by_key(|row| table.rows[*row].seen_from);
            let Some(cell) = newest.map(|row| table.cell_at(row, 0)) else { continue };
            let text = if rows.len() == 1 { "1 row".to_owned() } else { format!("{} rows", rows.len()) };
            // A name of its own for each source, so that the lineage shows them all.
            let from = source.as_ref().map_or_else(String::new, |source| format!(" from {source}"));
            trail.cells.push((format!("{name}{from}"), Cell { text, quantity: None, source, ..cell }));
        }
    }

    fn rule(&self, entry: &Entry, id: &RuleId, trail: &mut Trail) -> Option<Value> {
        let rule = self.ledger.rule(id)?;
        let name = rule.inputs.first()?;
        let input = entry.statement.with.get(name)?.first()?;
        let input = self.ledger.find(input)?;
        self.rests_on(input, trail);
        for source in &rule.sources {
            trail.graded(self.grade(&source.source));
        }
        trail.since(rule.valid.earliest());
        if trail.unseen {
            return None;
        }
        let say = |why: String| checks::d0414_rule_silent::finding(entry.content, &why);
        let Some(day) = self.input_day(input, rule) else {
            trail.say(say(format!("the rule needs one certain day, and `{}` gives none", self.entry(input).id)));
            return None;
        };
        let outcome = match rule.apply(day, &self.ledger.holidays) {
            Ok(outcome) => outcome,
            Err(why) => {
                trail.say(say(why));
                return None;
            }
        };
        if let Some(result) = outcome.date.latest().filter(|result| !rule.holidays_reach(*result)) {
            trail.say(say(format!("the holidays are not listed as far as {result}: the date may move")));
        }
        trail.notes.push(counted(rule, name, day));
        trail.notes.extend(outcome.steps);
        Some(Value::Date(outcome.date))
    }

    /// The day that a rule counts from: a date statement's value, the end or start of a term, else the day of an event.
    fn input_day(&self, input: usize, rule: &CalendarRule) -> Option<Date> {
        let computed = self.computed(input);
        if let Some(Value::Date(date)) = &computed.value {
            return date.moment()?.exact();
        }
        let valid = computed.valid.as_ref()?;
        if self.value_type(input) != Some(ValueType::Term) {
            return valid.moment()?.exact();
        }
        let end = if matches!(rule.mechanism, Mechanism::Term { .. }) { valid.from() } else { valid.to() };
        match end {
            demarche_terms::End::At(date) => date.exact(),
            _ => None,
        }
    }

    /// Distinct events in the window; exact only where the record is said to be complete there.
    fn count(&self, query: &EventQuery, trail: &mut Trail) -> Option<Value> {
        let (mut certain, mut possible) = (0u64, 0u64);
        for at in self.ledger.of_kind(&query.predicate).iter().copied().filter(|at| self.counts(*at, None)) {
            let happened = self.valid(at).map_or(Truth::Unknown, |valid| valid.started_by(self.clocks.as_of));
            match within(self.entry(at), query).and(happened) {
                Truth::Yes => {
                    certain += 1;
                    self.rests_on(at, trail);
                }
                Truth::Unknown => possible += 1,
                Truth::No => {}
            }
        }
        let complete = self.completing(query);
        match complete {
            Some(at) => {
                self.rests_on(at, trail);
                trail.notes.push(format!("the record is complete in the window: `{}`", self.entry(at).id));
            }
            None => trail.notes.push("no statement says that the record is complete in the window".to_owned()),
        }
        if certain == 0 && complete.is_none() {
            trail.graded(Evidence::Unsourced);
        }
        Some(Value::Count { at_least: certain, at_most: complete.map(|_| certain + possible) })
    }

    /// The statement by which the record holds every event of a query.
    pub(super) fn completing(&self, query: &EventQuery) -> Option<usize> {
        self.ledger.completes.iter().copied().find(|at| self.covers(*at, query))
    }

    /// Whether a seen statement says that the record holds every event of a query.
    fn covers(&self, at: usize, query: &EventQuery) -> bool {
        let Some(complete) = &self.entry(at).complete else { return false };
        let to = query.to.unwrap_or(self.clocks.as_of);
        let wider = complete.subject.is_none() || complete.subject == query.subject;
        let all = complete.with.iter().all(|(name, values)| query.with.get(name) == Some(values));
        let from = match (complete.from, query.from) {
            (Some(first), Some(from)) => first <= from,
            (None, _) => true,
            (Some(_), None) => false,
        };
        complete.predicate == query.predicate
            && wider
            && all
            && from
            && complete.to.is_none_or(|last| to <= last)
            && to <= self.clocks.as_of
            && self.counts(at, None)
    }

    /// One plus the number strictly larger (or smaller) in the table's rows.
    fn rank(&self, entry: &Entry, measure: &str, of: &str, smallest_first: bool, trail: &mut Trail) -> Option<Value> {
        let reference = entry.table.as_ref()?;
        let table = self.ledger.table(&reference.table)?;
        let say = |why: &str| checks::d0415_rank_open::finding(entry.content, why);
        let (column, value) = of.split_once('=')?;
        let (column, measure) = (table.column(column.trim()).ok()?, table.column(measure).ok()?);
        let rows = self.seen_rows(table, reference, trail)?;
        let Some(own) = rows.iter().copied().find(|row| table.rows[*row].cells[column] == value.trim()) else {
            trail.say(say(&format!("`{}` has no row with {of} among those {}", table.id, shown(&reference.filter))));
            return None;
        };
        trail.cells.push((format!("{}[{of}]", table.id), table.cell_at(own, measure)));
        let Some(mine) = table.number(own, measure) else {
            trail.say(say(&format!("`{}` has no figure for {of}", table.id)));
            return None;
        };
        let others: Vec<_> = rows.iter().filter(|row| **row != own).map(|row| table.number(*row, measure)).collect();
        let ahead =
            others.iter().flatten().filter(|other| if smallest_first { **other < mine } else { **other > mine });
        let place = 1 + u32::try_from(ahead.count()).ok()?;
        let unknown = others.iter().filter(|other| other.is_none()).count();
        if !table.complete || unknown > 0 {
            let why = if table.complete {
                format!("{unknown} rows of `{}` have no figure", table.id)
            } else {
                format!("`{}` does not say that it holds the whole set", table.id)
            };
            trail.say(say(&format!("{why}: of what is held, the place is {place}")));
            return None;
        }
        trail.notes.push(format!("among {} rows of `{}` {}", rows.len(), table.id, shown(&reference.filter)));
        Some(Value::Rank { place, tied: others.contains(&Some(mine)) })
    }

    /// A table's rows that are seen, with the grades of their sources; `None` where all of it is of later date.
    fn seen_rows(&self, table: &Table, reference: &Reference, trail: &mut Trail) -> Option<Vec<usize>> {
        let rows = table.rows_seen(reference, self.clocks.known_by).ok()?;
        for row in &rows {
            let row = &table.rows[*row];
            trail.since(row.seen_from);
            trail.graded(row.source.as_ref().map_or(Evidence::Unsourced, |source| self.grade(source)));
        }
        if rows.is_empty() {
            trail.unseen = true;
            trail.since(table.rows.iter().filter_map(|row| row.seen_from).min());
            return None;
        }
        Some(rows)
    }

    /// Takes another statement's date, grade and valid time into the trail.
    pub(super) fn rests_on(&self, at: usize, trail: &mut Trail) {
        let computed = self.computed(at);
        trail.since(computed.recorded);
        trail.graded(computed.evidence);
        trail.unseen |= !self.seen(at);
        trail.valid.extend(computed.valid.clone());
    }

    /// Takes a cell into the trail.
    pub(super) fn cell_used(&self, reference: &str, cell: Cell, trail: &mut Trail) {
        trail.since(cell.recorded);
        trail.graded(cell.source.as_ref().map_or(Evidence::Unsourced, |source| self.grade(source)));
        trail.cells.push((reference.to_owned(), cell));
    }
}

/// Whether a model's output says nothing of what it was given.
fn rests_on_nothing(entry: &Entry) -> bool {
    entry.named.is_empty() && entry.cells.is_empty()
}

fn plain(statement: &Statement, value: Option<Value>, evidence: Evidence) -> Computed {
    Computed {
        value,
        valid: statement.valid.clone(),
        recorded: statement.recorded,
        method: method(statement),
        evidence,
        cells: Vec::new(),
        notes: Vec::new(),
        findings: Vec::new(),
    }
}

/// Whether a statement and the cell that says the same share a value.
fn agrees(value: Option<&Value>, cell: &Cell) -> bool {
    match value {
        None => true,
        Some(Value::Quantity(quantity)) => {
            cell.quantity.as_ref().and_then(|cell| quantity.fit(cell)).is_some_and(|fit| fit != Fit::Disjoint)
        }
        Some(Value::Count { at_least, at_most }) => cell
            .text
            .trim()
            .parse::<u64>()
            .is_ok_and(|number| *at_least <= number && at_most.is_none_or(|most| number <= most)),
        Some(Value::Rank { place, .. }) => cell.text.trim().parse() == Ok(*place),
        Some(value) => value.shown() == cell.text.trim(),
    }
}

fn counted(rule: &CalendarRule, input: &str, day: Date) -> String {
    match &rule.mechanism {
        Mechanism::WeekdayFrom { days, weekday, .. } => {
            format!("the first {weekday:?} on or after {input} {day} {days:+} days").to_lowercase()
        }
        Mechanism::Term { years } => format!("{years} years from {input} {day}"),
        Mechanism::Deadline { days } => format!("within {days} days of {input} {day}"),
    }
}

/// The time from the earliest to the latest of several, in their own notation.
fn spanning(all: &[Edtf]) -> Option<Edtf> {
    let first = all.iter().min_by_key(|valid| valid.earliest())?;
    let last = all.iter().max_by_key(|valid| valid.latest().map_or((1, Date::MIN), |day| (0, day)))?;
    if first == last || (first.earliest() == last.earliest() && first.latest() == last.latest()) {
        return Some(first.clone());
    }
    let start = first.as_str().split('/').next().unwrap_or_default();
    let end = last.as_str().rsplit('/').next().unwrap_or_default();
    Edtf::parse(&format!("{start}/{end}")).ok().or_else(|| Some(Edtf::between(first.earliest()?, last.latest()?)))
}
