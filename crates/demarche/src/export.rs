//! `export`: every statement of a dossier as rows.

use demarche_ledger::{ExportRow, Ledger};
use demarche_publish::StatementRow;
use demarche_terms::{KindId, SourceId};

use crate::{HallError, Reading, Workspace};

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
