//! `export`: what a dossier holds, statement by statement.

use std::path::{Path, PathBuf};

use demarche_ledger::{ExportRow, Ledger, View};
use demarche_publish::{Held, Holdings, Names, StatementRow};
use demarche_terms::{KindId, SourceId, Statement};

use crate::{HallError, Reading, Workspace, write_atomically};

/// Every statement of a dossier on today's date, unless another is asked for; graded against the main brief.
///
/// # Errors
/// [`HallError`] where today cannot be told.
pub fn statement_rows(workspace: &mut Workspace, reading: Reading) -> Result<Vec<StatementRow>, HallError> {
    let path = workspace.brief_path();
    let written_from = workspace.brief(&path).map(|(brief, _)| brief.front.written_from).unwrap_or_default();
    let clocks = reading.clocks(workspace.today()?);
    let ledger = workspace.ledger();
    Ok(ledger.at(clocks, &written_from).export().into_iter().map(|exported| row(ledger, exported)).collect())
}

/// All that a dossier holds on today's date, unless another is asked for; graded against the main brief.
///
/// # Errors
/// [`HallError`] where today cannot be told.
pub fn holdings(workspace: &mut Workspace, reading: Reading) -> Result<Holdings, HallError> {
    let path = workspace.brief_path();
    let written_from = workspace.brief(&path).map(|(brief, _)| brief.front.written_from).unwrap_or_default();
    let clocks = reading.clocks(workspace.today()?);
    let ledger = workspace.ledger();
    let view = ledger.at(clocks, &written_from);
    let held = |(exported, statement)| held(ledger, &view, exported, statement);
    let manifest = ledger.manifest();
    Ok(Holdings {
        id: manifest.id.clone(),
        title: manifest.title.clone(),
        publisher: manifest.publisher.clone(),
        names: names(ledger),
        as_of: clocks.as_of,
        known_by: clocks.known_by,
        statements: view.export().into_iter().zip(ledger.statements()).map(held).collect(),
        sources: ledger.sources().cloned().collect(),
        actors: ledger.actors().to_vec(),
    })
}

/// The IRIs of a dossier.
pub(crate) fn names(ledger: &Ledger) -> Names {
    Names::new(&ledger.manifest().base, &ledger.manifest().id)
}

/// Writes files into a folder, each whole or not at all; gives their paths.
///
/// # Errors
/// [`HallError::Io`] names the file that could not be written.
pub fn write_files(out: &Path, files: Vec<(String, String)>) -> Result<Vec<PathBuf>, HallError> {
    let write = |(name, text): (String, String)| {
        let path = out.join(name);
        write_atomically(&path, text.as_bytes()).map(|()| path)
    };
    files.into_iter().map(write).collect()
}

fn held(ledger: &Ledger, view: &View<'_>, exported: ExportRow, statement: &Statement) -> Held {
    let lineage = view.lineage(&statement.id);
    let with =
        statement.with.iter().flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone())));
    let valid = demarche_terms::Edtf::parse(&exported.valid).ok();
    Held {
        with: with.collect(),
        valid: valid.map_or((None, None), |valid| (valid.earliest(), valid.latest())),
        citations: lineage.as_ref().map(|lineage| lineage.citations.clone()).unwrap_or_default(),
        from: lineage.iter().flat_map(|lineage| &lineage.from).filter_map(|input| input.id.clone()).collect(),
        replaces: statement.supersedes.iter().map(|replaced| replaced.id.clone()).collect(),
        row: row(ledger, exported),
    }
}

fn row(ledger: &Ledger, row: ExportRow) -> StatementRow {
    let kind = KindId::new(&row.predicate).ok().and_then(|id| ledger.kind(&id)).map(|kind| kind.label.clone());
    let first = row.sources.split("; ").next().and_then(|key| SourceId::new(key).ok());
    let url = first.and_then(|key| ledger.source(&key)).map(|source| source.url.clone());
    StatementRow {
        id: row.id,
        kind: kind.unwrap_or_default(),
        subject: row.subject,
        predicate: row.predicate,
        qualifiers: row.with,
        value: row.value,
        low: row.low,
        high: row.high,
        unit: row.unit,
        valid: row.valid,
        recorded: row.recorded,
        method: row.method.word().to_owned(),
        evidence: row.evidence.word().to_owned(),
        rank: row.rank.word().to_owned(),
        state: row.life.to_owned(),
        sources: row.sources,
        url: url.unwrap_or_default(),
        says: row.says,
    }
}
