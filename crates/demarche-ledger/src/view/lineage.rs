//! Lineage: a value with everything it rests on, down to sources.

use demarche_terms::{
    ActorId, Citation, Content, Date, EventQuery, Evidence, Lineage, Method, Modality, RuleId, SourceRef, Statement,
    StatementId, Value,
};

use super::View;
use crate::tables::Cell;

/// Deepest tree that is drawn; derivations themselves may be deeper.
const DEPTH: usize = 32;

/// Most parts of one tree, so that a formula that uses its inputs many times stays readable.
const PARTS: usize = 10_000;

impl View<'_> {
    /// A statement's whole lineage.
    pub fn lineage(&self, id: &StatementId) -> Option<Lineage> {
        let mut parts = 0;
        Some(self.tree(self.ledger.find(id.as_str())?, 0, &mut parts))
    }

    fn tree(&self, at: usize, depth: usize, parts: &mut usize) -> Lineage {
        *parts += 1;
        let statement = self.entry(at);
        let computed = self.computed(at);
        let mut from = Vec::new();
        if depth < DEPTH && *parts < PARTS && !self.ledger.cut.contains(&at) {
            for input in self.rested_on(at) {
                from.push(self.tree(input, depth + 1, parts));
            }
        }
        if let Content::Rule { rule } = &statement.content {
            from.extend(self.law(rule));
        }
        for (at, (reference, cell)) in computed.cells.iter().enumerate() {
            if !computed.cells[..at].iter().any(|(earlier, _)| earlier == reference) {
                from.push(self.cell_leaf(reference, cell));
            }
        }
        let mut formula = formula(statement);
        for note in &computed.notes {
            formula.push_str(if formula.is_empty() { "" } else { "; " });
            formula.push_str(note);
        }
        Lineage {
            id: Some(statement.id.clone()),
            says: statement.says.clone(),
            value: computed.value.as_ref().map(Value::shown).unwrap_or_default(),
            interval: computed.value.as_ref().map(Value::shown_interval).unwrap_or_default(),
            valid: computed.valid.as_ref().map(ToString::to_string).unwrap_or_default(),
            recorded: computed.recorded,
            method: computed.method,
            evidence: computed.evidence,
            formula,
            attribution: self.attribution(statement),
            citations: self.public(statement).filter_map(|source| self.citation(source, String::new())).collect(),
            signed: self.signatures(at),
            from,
        }
    }

    /// Statements that a value rests on, in the order of the formula where there is one.
    fn rested_on(&self, at: usize) -> Vec<usize> {
        let statement = self.entry(at);
        match &statement.content {
            Content::Count { query } => {
                let day = |day: Option<Date>| day.map_or(self.clocks.as_of, |day| day.min(self.clocks.as_of));
                let until_now = EventQuery { to: Some(day(query.to)), ..query.clone() };
                let mut all = self.happened(&until_now, None);
                all.extend(self.completing(query));
                all
            }
            _ => {
                let mut all = Vec::new();
                for (id, _) in &self.ledger.entries[at].named {
                    all.extend(self.ledger.find(id.as_str()).filter(|input| *input != at && !all.contains(input)));
                }
                all
            }
        }
    }

    /// The text of law that a rule applies.
    fn law(&self, id: &RuleId) -> Option<Lineage> {
        let rule = self.ledger.rule(id)?;
        let grades = rule.sources.iter().map(|source| self.grade(&source.source));
        Some(Lineage {
            id: None,
            says: rule.title.clone(),
            value: String::new(),
            interval: String::new(),
            valid: rule.valid.to_string(),
            recorded: None,
            method: Method::Rule,
            evidence: grades.min().unwrap_or(Evidence::Unsourced),
            formula: rule.id.to_string(),
            attribution: String::new(),
            citations: self.cited_law(&rule.sources),
            signed: Vec::new(),
            from: Vec::new(),
        })
    }

    /// Where a law is read: in sources that were public, else in any, since a law binds before its copy is dated.
    fn cited_law(&self, sources: &[SourceRef]) -> Vec<Citation> {
        let public = |place: &&SourceRef| {
            self.ledger.source(&place.source).is_none_or(|source| source.is_public(self.clocks.known_by))
        };
        let cite = |place: &SourceRef| self.citation(place, String::new());
        let cited: Vec<Citation> = sources.iter().filter(public).filter_map(cite).collect();
        if cited.is_empty() { sources.iter().filter_map(cite).collect() } else { cited }
    }

    fn cell_leaf(&self, reference: &str, cell: &Cell) -> Lineage {
        let release = format!("{}, sha256 {}", cell.vintage, cell.sha256);
        let place = SourceRef {
            source: match &cell.source {
                Some(source) => source.clone(),
                None => return self.bare_cell(reference, cell),
            },
            page: None,
            place: Some(reference.to_owned()),
            quote: None,
        };
        let citations = self.citation(&place, release).into_iter().collect();
        Lineage { citations, evidence: self.grade(&place.source), ..self.bare_cell(reference, cell) }
    }

    fn bare_cell(&self, reference: &str, cell: &Cell) -> Lineage {
        let title = self.ledger.table(cell.table.as_str()).map(|table| table.title.clone()).unwrap_or_default();
        Lineage {
            id: None,
            says: if title.is_empty() { reference.to_owned() } else { format!("{title}: {reference}") },
            value: cell.shown(),
            interval: cell.shown_interval(),
            valid: String::new(),
            recorded: cell.recorded,
            method: Method::Stated,
            evidence: Evidence::Unsourced,
            formula: String::new(),
            attribution: String::new(),
            citations: Vec::new(),
            signed: Vec::new(),
            from: Vec::new(),
        }
    }

    fn citation(&self, place: &SourceRef, release: String) -> Option<Citation> {
        let source = self.ledger.source(&place.source)?;
        let page = place.page.as_ref().map(|page| format!("page {page}"));
        let parts: Vec<String> = page.into_iter().chain(place.place.clone()).collect();
        Some(Citation {
            source: source.id.clone(),
            reference: source.reference(),
            url: source.url.clone(),
            place: parts.join(", "),
            quote: place.quote.clone().unwrap_or_default(),
            release,
        })
    }
}

/// The formula, rule, query or model as one line.
pub(super) fn formula(statement: &Statement) -> String {
    match &statement.content {
        Content::Value { .. } | Content::Bare => String::new(),
        Content::Derive { formula } => formula.clone(),
        Content::Rule { rule } => rule.to_string(),
        Content::Count { query } => {
            let day = |day: Option<Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
            format!("number of {} from {} to {}", query.predicate, day(query.from), day(query.to))
        }
        Content::Position { table, measure, of, smallest_first } => {
            let order = if *smallest_first { "smallest" } else { "largest" };
            format!("place of {of} in {table} by {measure}, {order} first")
        }
        Content::Model { run, .. } => {
            let parts: Vec<String> = run.iter().map(|(key, value)| format!("{key} {value}")).collect();
            parts.join(", ")
        }
    }
}

impl View<'_> {
    /// Who said it, how strongly: "pledged: Norland said to Sudland, 2018-04".
    pub(super) fn attribution(&self, statement: &Statement) -> String {
        let modality = match statement.modality {
            Modality::Asserted => "",
            modality => modality.word(),
        };
        let Some(by) = &statement.by else { return modality.to_owned() };
        let mut words = format!("{} {}", self.name(&by.actor), by.act);
        if let Some(to) = &by.to {
            words.push_str(&format!(" to {}", self.name(to)));
        }
        if let Some(on) = &by.on {
            words.push_str(&format!(", {on}"));
        }
        if let Some(place) = &by.place {
            words.push_str(&format!(", {place}"));
        }
        if modality.is_empty() || by.act == modality { words } else { format!("{modality}: {words}") }
    }

    /// An actor's name as printed; its id where the dossier does not know it.
    fn name<'n>(&'n self, actor: &'n ActorId) -> &'n str {
        let actors = self.ledger.actors();
        actors.binary_search_by(|known| known.id.cmp(actor)).map_or(actor.as_str(), |at| &actors[at].name)
    }
}
