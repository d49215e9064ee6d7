//! `export`: every statement of a dossier as rows.

use demarche_publish::StatementRow;

use crate::{HallError, Reading, Workspace};

/// Every statement of a dossier on today's date, unless another is asked for; graded against the main brief.
///
/// # Errors
/// [`HallError`] where today cannot be told.
pub fn statement_rows(workspace: &mut Workspace, reading: Reading) -> Result<Vec<StatementRow>, HallError> {
    let path = workspace.brief_path();
    let written_from = workspace.brief(&path).map(|(brief, _)| brief.front.written_from).unwrap_or_default();
    let clocks = reading.clocks(workspace.today()?);
    Ok(workspace.ledger().at(clocks, &written_from).export().into_iter().map(row).collect())
}

fn row(row: demarche_ledger::ExportRow) -> StatementRow {
    StatementRow {
        id: row.id,
        kind: row.kind,
        subject: row.subject,
        predicate: row.predicate,
        qualifiers: row.qualifiers,
        value: row.value,
        low: row.low,
        high: row.high,
        unit: row.unit,
        valid: row.valid,
        recorded: row.recorded,
        method: row.method,
        evidence: row.evidence,
        rank: row.rank,
        state: row.state,
        sources: row.sources,
        url: row.url,
        says: row.says,
    }
}
