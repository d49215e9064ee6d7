//! What the prose rests on: statements in order of first use, and their sources, numbered.

use std::collections::{BTreeMap, BTreeSet};

use demarche_terms::{
    Citation, Edtf, Evidence, Life, Lineage, Method, Precision, Resolved, SourceId, SourceRef, StatementId,
};
use jiff::ToSpan;

use crate::edition::{BoundStatement, PublishedSource};
use crate::prose::Brief;
use crate::world::World;

/// Statements and sources of a brief.
pub(super) struct Rests {
    /// Every statement that a binding leads to, in order of first use.
    pub bound: Vec<BoundStatement>,
    /// Every source of one of them: those that lead a statement first, each group in order of first use.
    pub sources: Vec<PublishedSource>,
    /// Grade and method by index in `bound`.
    pub quality: Vec<(Evidence, Method)>,
    /// Sources that lead a statement so far.
    leads: BTreeSet<SourceId>,
    /// For every binding the statements that it leads to.
    bindings: Vec<Vec<usize>>,
}

impl Rests {
    /// Looks every binding up.
    pub fn new(brief: &Brief, world: &dyn World) -> Self {
        let mut rests = Self {
            bound: Vec::new(),
            sources: Vec::new(),
            quality: Vec::new(),
            leads: BTreeSet::new(),
            bindings: Vec::new(),
        };
        let mut known: BTreeMap<StatementId, usize> = BTreeMap::new();
        for binding in &brief.bindings {
            let found = binding.targets.iter().filter_map(|(id, _)| world.statement(id).found());
            let indices: Vec<usize> = found
                .map(|resolved| match known.get(&resolved.statement.id) {
                    Some(&index) => index,
                    None => {
                        known.insert(resolved.statement.id.clone(), rests.bound.len());
                        rests.add(resolved, &brief.front.written_from, world)
                    }
                })
                .collect();
            rests.bindings.push(indices);
        }
        rests.number_leading_first();
        rests
    }

    /// Renumbers: first the sources that lead a statement, in order of first use, then the others.
    ///
    /// The printed page notes the leading ones only; so its notes run without gaps and agree with the web page.
    fn number_leading_first(&mut self) {
        let leads: BTreeSet<u32> = self.bound.iter().filter_map(|bound| bound.sources.first().copied()).collect();
        self.sources.sort_by_key(|source| (!leads.contains(&source.number), source.number));
        let mut renumbered = BTreeMap::new();
        for (source, number) in self.sources.iter_mut().zip(1..) {
            renumbered.insert(source.number, number);
            source.number = number;
        }
        for number in self.bound.iter_mut().flat_map(|bound| &mut bound.sources) {
            *number = renumbered.get(number).copied().unwrap_or(*number);
        }
    }

    /// The statements of a binding, by index.
    pub fn of(&self, binding: usize) -> &[usize] {
        self.bindings.get(binding).map_or(&[], Vec::as_slice)
    }

    /// The statements of every binding, binding by binding.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        self.bindings.iter().flatten().copied()
    }

    fn add(&mut self, resolved: Resolved, written_from: &[SourceId], world: &dyn World) -> usize {
        let id = resolved.statement.id.clone();
        let lineage = world.lineage(&id).unwrap_or_else(|| bare(&resolved));
        let mut sources = Vec::new();
        let mut own: Vec<&SourceId> = lineage.citations.iter().map(|cited| &cited.source).collect();
        // Among equals one that leads already: fewer notes say the same.
        own.sort_by_key(|key| (standing(key, written_from, world), !self.leads.contains(*key)));
        self.leads.extend(own.first().map(|key| (*key).clone()));
        for key in own {
            self.cite(key, "", "", world, &mut sources);
        }
        self.cite_all(&lineage, world, &mut sources);
        let kind = world.kind(&resolved.statement.predicate);
        self.quality.push((resolved.evidence, resolved.method));
        self.bound.push(BoundStatement {
            kind: kind.map_or_else(|| resolved.statement.predicate.to_string(), |kind| kind.label.clone()),
            lineage,
            sources,
            history: world.history(&id),
            review: review(&resolved, kind.and_then(|kind| kind.shelf_days)),
            id,
        });
        self.bound.len() - 1
    }

    fn cite_all(&mut self, lineage: &Lineage, world: &dyn World, numbers: &mut Vec<u32>) {
        for citation in &lineage.citations {
            self.cite(&citation.source, &citation.reference, &citation.url, world, numbers);
        }
        for below in &lineage.from {
            self.cite_all(below, world, numbers);
        }
    }

    /// Adds a source's number, giving it one on first use; `reference` and `url` serve where the world does not know it.
    fn cite(&mut self, key: &SourceId, reference: &str, url: &str, world: &dyn World, numbers: &mut Vec<u32>) {
        let known = self.sources.iter().find(|source| source.key == *key).map(|source| source.number);
        let number = known.unwrap_or_else(|| {
            let number = u32::try_from(self.sources.len() + 1).unwrap_or(u32::MAX);
            let source = world.source(key);
            self.sources.push(PublishedSource {
                number,
                key: key.clone(),
                reference: source.map_or_else(|| reference.to_owned(), demarche_terms::Source::reference),
                short: source
                    .map_or_else(|| key.to_string(), |source| short(&source.author, &source.title, &source.date)),
                url: source.map_or_else(|| url.to_owned(), |source| source.url.clone()),
                seen: source.is_none_or(|source| source.seen),
            });
            number
        });
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
}

/// How well a source stands to lead a statement, best first: the producer, another, what the text was written from,
/// what nobody saw.
fn standing(key: &SourceId, written_from: &[SourceId], world: &dyn World) -> u8 {
    match world.source(key) {
        Some(source) if !source.seen => 3,
        _ if written_from.contains(key) => 2,
        Some(source) if source.is_producer() => 0,
        _ => 1,
    }
}

/// A statement's own node where the world draws no tree.
fn bare(resolved: &Resolved) -> Lineage {
    let value = resolved.value.as_ref();
    let cited = |place: &SourceRef| Citation {
        source: place.source.clone(),
        reference: String::new(),
        url: String::new(),
        place: place.place.clone().unwrap_or_default(),
        quote: place.quote.clone().unwrap_or_default(),
        release: String::new(),
    };
    Lineage {
        id: Some(resolved.statement.id.clone()),
        says: resolved.statement.says.clone(),
        value: value.map(demarche_terms::Value::shown).unwrap_or_default(),
        interval: value.map(demarche_terms::Value::shown_interval).unwrap_or_default(),
        valid: resolved.valid.as_ref().map(ToString::to_string).unwrap_or_default(),
        recorded: resolved.recorded,
        method: resolved.method,
        evidence: resolved.evidence,
        formula: String::new(),
        attribution: String::new(),
        citations: resolved.statement.sources.iter().map(cited).collect(),
        signed: Vec::new(),
        from: Vec::new(),
    }
}

/// "USTR, Oct. 2018": who and when, for the printed page.
fn short(author: &str, title: &str, date: &str) -> String {
    let who = if author.is_empty() { title } else { author };
    match printed_date(date) {
        when if when.is_empty() => who.to_owned(),
        when => format!("{who}, {when}"),
    }
}

/// Month and year, or the year alone.
fn printed_date(date: &str) -> String {
    const MONTHS: [&str; 12] =
        ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
    let Some(moment) = Edtf::parse(date).ok().and_then(|date| date.moment()) else { return date.to_owned() };
    let year = moment.min.year();
    match (moment.precision, MONTHS.get((moment.min.month() - 1).unsigned_abs() as usize)) {
        (Precision::Day | Precision::Month, Some(month)) => format!("{month} {year}"),
        _ => year.to_string(),
    }
}

/// When a statement needs another look; empty for what is closed.
fn review(resolved: &Resolved, shelf_days: Option<i32>) -> String {
    let statement = &resolved.statement;
    let mut conditions = Vec::new();
    if let Life::Due { since, why } = &resolved.life {
        conditions.push(format!("due since {since}: {why}"));
    } else if let Some(day) = statement.review {
        conditions.push(day.to_string());
    }
    if let Some(expected) = &statement.expects {
        conditions.push(format!("when {} comes, at the latest {}", expected.event.predicate, expected.by));
    }
    if let Some(end) = &statement.ends {
        conditions.push(format!("when {} comes", end.predicate));
    }
    let open = resolved.valid.as_ref().is_some_and(Edtf::is_open);
    if conditions.is_empty()
        && open
        && let Some((days, recorded)) = shelf_days.zip(resolved.recorded)
        && let Ok(day) = recorded.checked_add(days.days())
    {
        conditions.push(day.to_string());
    }
    conditions.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_references_name_who_and_when() {
        assert_eq!(short("Statistics Sudland", "Trade", "2018-10-05"), "Statistics Sudland, Oct. 2018");
        assert_eq!(short("", "Election Act", "2004"), "Election Act, 2004");
        assert_eq!(short("A. Jensen", "T", ""), "A. Jensen");
    }
}
