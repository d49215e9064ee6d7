//! Lock: what a published edition rests on, frozen.
//!
//! The lock is made from the finished [`Edition`], which already holds every
//! lineage, and from the [`Ground`] that the hall reads beside it: hashes of the
//! texts behind each part. A second lock made later on the same clocks differs
//! from the first exactly where something has changed.

use std::collections::BTreeMap;

use demarche_brief::edition::{Change, Edition};
use demarche_terms::{Date, Lineage, Method};

use crate::sha256;

/// What an edition rests on. Everything is text as people read it, sorted by id or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Product id.
    pub product: String,
    /// Title.
    pub title: String,
    /// Edition number.
    pub number: u32,
    /// The edition's date.
    pub date: Date,
    /// What could be known.
    pub known_by: Date,
    /// What it changed against the edition before.
    pub change: Change,
    /// The program that set it.
    pub program: Program,
    /// Hash of the prose as published.
    pub prose: String,
    /// Hash of the edition as data, every word and lineage.
    pub content: String,
    /// Hash of each output by its ending.
    pub outputs: BTreeMap<String, String>,
    /// Hash of each kind, rule, lexicon, source, actor, figure table, further statement and of the house style, by sort and name.
    pub grounds: BTreeMap<(String, String), String>,
    /// Table cells by reference.
    pub cells: BTreeMap<String, LockedCell>,
    /// Statements, by id.
    pub statements: BTreeMap<String, LockedStatement>,
}

/// The program that set an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// Its version.
    pub version: String,
    /// Fingerprint of the code that makes pages.
    pub code: String,
}

/// A statement as an edition rests on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockedStatement {
    /// The value as printed by `why`; empty for none.
    pub value: String,
    /// Valid time, EDTF.
    pub valid: String,
    /// Recorded time; empty where it has none.
    pub recorded: String,
    /// How the value came about.
    pub method: String,
    /// Evidence grade.
    pub evidence: String,
    /// How it stands: live, due, ahead or dead.
    pub state: String,
    /// Source keys.
    pub sources: Vec<String>,
    /// Statements that it is computed from.
    pub rests_on: Vec<String>,
    /// Other statements about the same thing that were on record.
    pub beside: Vec<String>,
    /// Hash of its text; see [`crate::of_statement`].
    pub hash: String,
}

/// A table cell as an edition rests on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockedCell {
    /// The value.
    pub value: String,
    /// Release and hash of the row.
    pub release: String,
}

/// What the hall reads beside an edition: texts that the edition does not carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// Hash, state and statements beside it, by statement id.
    pub statements: BTreeMap<String, (String, String, Vec<String>)>,
    /// Hash by sort (`actor`, `kind`, `rule`, `lexicon`, `source`, `statement`, `table`, `house`) and name.
    pub texts: BTreeMap<(String, String), String>,
}

impl Lock {
    /// The lock of an edition. `content` and `outputs` are bytes as published.
    pub fn of(
        edition: &Edition,
        change: Change,
        program: Program,
        prose: &str,
        content: &[u8],
        outputs: &[(String, Vec<u8>)],
        ground: &Ground,
    ) -> Self {
        let mut statements = BTreeMap::new();
        let mut cells = BTreeMap::new();
        for bound in &edition.bound {
            gather(&bound.lineage, &mut statements, &mut cells);
        }
        for (id, statement) in &mut statements {
            if let Some((hash, state, beside)) = ground.statements.get(id) {
                (statement.hash, statement.state, statement.beside) = (hash.clone(), state.clone(), beside.clone());
            }
        }
        let meta = &edition.meta;
        Self {
            product: meta.product.clone(),
            title: meta.title.clone(),
            number: meta.number,
            date: meta.date,
            known_by: meta.known_by,
            change,
            program,
            prose: sha256(prose.as_bytes()),
            content: sha256(content),
            outputs: outputs.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect(),
            grounds: ground.texts.clone(),
            cells,
            statements,
        }
    }

    /// Whether another lock freezes the same prose on the same ground, whatever program set it.
    pub fn rests_as(&self, other: &Self) -> bool {
        self.prose == other.prose
            && self.change == other.change
            && self.grounds == other.grounds
            && self.cells == other.cells
            && self.statements == other.statements
    }

    /// Statements that an edition rests on, inputs included, in the order of ids.
    pub fn closure(edition: &Edition) -> Vec<String> {
        let (mut statements, mut cells) = (BTreeMap::new(), BTreeMap::new());
        for bound in &edition.bound {
            gather(&bound.lineage, &mut statements, &mut cells);
        }
        statements.into_keys().collect()
    }

    /// Rules of law that an edition applies, in the order of ids.
    pub fn rules_of(edition: &Edition) -> Vec<String> {
        fn walk(lineage: &Lineage, rules: &mut Vec<String>) {
            if lineage.id.is_none() && lineage.method == Method::Rule {
                rules.push(lineage.formula.clone());
            }
            lineage.from.iter().for_each(|below| walk(below, rules));
        }
        let mut rules = Vec::new();
        edition.bound.iter().for_each(|bound| walk(&bound.lineage, &mut rules));
        rules.sort();
        rules.dedup();
        rules
    }
}

/// Every statement and cell of a lineage.
fn gather(
    lineage: &Lineage,
    statements: &mut BTreeMap<String, LockedStatement>,
    cells: &mut BTreeMap<String, LockedCell>,
) {
    match &lineage.id {
        Some(id) => {
            let mut sources: Vec<String> = lineage.citations.iter().map(|cited| cited.source.to_string()).collect();
            sources.dedup();
            let mut rests_on: Vec<String> =
                lineage.from.iter().filter_map(|below| below.id.as_ref().map(ToString::to_string)).collect();
            rests_on.sort();
            statements.entry(id.to_string()).or_insert_with(|| LockedStatement {
                value: lineage.value.clone(),
                valid: lineage.valid.clone(),
                recorded: lineage.recorded.map(|day| day.to_string()).unwrap_or_default(),
                method: lineage.method.word().to_owned(),
                evidence: lineage.evidence.word().to_owned(),
                sources,
                rests_on,
                ..LockedStatement::default()
            });
        }
        None if lineage.method == Method::Stated => {
            // A cell of a table; its reference is the place of its citation, or the end of what it says.
            let cited = lineage.citations.first();
            let reference = cited.map_or_else(|| lineage.says.clone(), |cited| cited.place.clone());
            let release = cited.map(|cited| cited.release.clone()).unwrap_or_default();
            cells.entry(reference).or_insert_with(|| LockedCell { value: lineage.value.clone(), release });
        }
        None => {}
    }
    lineage.from.iter().for_each(|below| gather(below, statements, cells));
}
