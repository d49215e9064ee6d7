//! Offices whose elections the law dates: tables of terms and rule files worked out into dates.

use demarche_diagnostic::{FileId, SourceMap};
use demarche_ledger::Calendar;
use demarche_proof::{Election, Office};
use demarche_terms::{Date, Edtf};
use serde::Deserialize;

use crate::shipped;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "format")]
    _format: u32,
    #[serde(rename = "jurisdiction")]
    _jurisdiction: String,
    names: Vec<String>,
    office: Vec<OfficeRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeRow {
    #[serde(rename = "id")]
    _id: String,
    election: String,
    #[serde(default)]
    words: Vec<String>,
    rule: String,
    term: Vec<Term>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    from: toml::value::Datetime,
    to: toml::value::Datetime,
    ended: Option<toml::value::Datetime>,
    source: String,
}

/// The offices of every shipped table, with the elections that the shipped rules date.
pub(crate) fn shipped_offices() -> Vec<Office> {
    let mut map = SourceMap::default();
    let rules: Vec<FileId> =
        shipped::texts(&shipped::RULES, "toml").into_iter().map(|(name, text)| map.add(name, text)).collect();
    let calendar = demarche_ledger::calendar(&rules, &map).value;
    let tables = shipped::texts(&shipped::OFFICES, "toml").into_iter();
    tables.filter_map(|(_, text)| toml::from_str::<File>(text).ok()).flat_map(|file| offices(file, &calendar)).collect()
}

fn offices(file: File, calendar: &Calendar) -> Vec<Office> {
    let names = file.names;
    let office = |row: OfficeRow| {
        let mut elections: Vec<Election> =
            row.term.iter().filter_map(|term| election(&row.rule, term, calendar)).collect();
        elections.sort_by_key(|election| election.from);
        Office { countries: names.clone(), election: row.election, words: row.words, elections }
    };
    file.office.into_iter().map(office).collect()
}

/// The election at the end of a term; of a term that ended early none, but for the days before.
fn election(rule: &str, term: &Term, calendar: &Calendar) -> Option<Election> {
    let (from, to) = (day(&term.from)?, day(&term.to)?);
    let ruled = calendar.date(rule, to)?;
    let ended = term.ended.as_ref().and_then(day);
    let mut lineage = ruled.lineage;
    lineage.push(format!("term {from} to {to}: {}", term.source));
    Some(Election { on: ruled.on, from, until: ended, lineage })
}

fn day(date: &toml::value::Datetime) -> Option<Date> {
    let date = date.date?;
    let edtf = Edtf::parse(&format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)).ok()?;
    edtf.moment()?.exact()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_table_is_read_and_its_rules_give_dates() {
        let tables = shipped::texts(&shipped::OFFICES, "toml");
        for (name, text) in &tables {
            let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!file.names.is_empty() && !file.office.is_empty(), "{name}");
        }
        let offices = shipped_offices();
        assert_eq!(offices.len(), tables.len());
        assert!(offices.iter().all(|office| !office.elections.is_empty()));
    }

    #[test]
    fn the_law_gives_known_elections() {
        let on: Vec<String> = shipped_offices()
            .iter()
            .flat_map(|office| &office.elections)
            .map(|election| election.on.to_string())
            .collect();
        for known in ["2022-03-09", "2020-11-03", "2024-11-05", "2028-11-07"] {
            assert!(on.iter().any(|found| found == known), "{known} is not among {on:?}");
        }
    }
}
