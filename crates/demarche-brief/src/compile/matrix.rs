//! The matrix of positions: who wants what, from position statements on record.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use demarche_diagnostic::{Diagnostic, Span};
use demarche_terms::{Evidence, Life, Resolved, StatementId, StatementRank, Value, ValueType};

use crate::edition::Table;
use crate::faults::d0157_positions;
use crate::prose::PositionsBlock;
use crate::world::World;

/// The matrix as a table: a row a holder, a column an issue; newest position first in a cell.
///
/// The statements that it prints are added to `printed`.
pub(super) fn table(
    block: &PositionsBlock,
    world: &dyn World,
    printed: &mut BTreeSet<StatementId>,
    found: &mut Vec<Diagnostic>,
) -> Table {
    let positions = positions(world);
    let place = |key: &str| block.places.get(key).copied().unwrap_or(block.span);
    let rows = block.holders.iter().map(|holder| {
        let mut row = vec![name(holder, world, place("holders"), found)];
        for (issue, label) in &block.issues {
            let cell = cell(&positions, holder, issue, printed);
            if cell.is_empty() {
                let message = format!("no position of `{holder}` on {label:?} is on record");
                let help = format!("record one with `with = {{ issue = \"{issue}\" }}`, or leave the issue out");
                found.push(d0157_positions::fault(place("issues"), message, &help));
            }
            row.push(if cell.is_empty() { "none on record".to_owned() } else { cell });
        }
        row
    });
    let rows = rows.collect();
    let header =
        std::iter::once("Holder".to_owned()).chain(block.issues.iter().map(|(_, label)| label.clone())).collect();
    Table { anchor: block.id.clone(), title: block.title.clone(), header, rows, source: String::new() }
}

/// Positions that are held on the clocks, newest first.
fn positions(world: &dyn World) -> Vec<Resolved> {
    let held = |resolved: &Resolved| {
        let position = world.kind(&resolved.statement.predicate).is_some_and(|kind| kind.value == ValueType::Position);
        let gone = matches!(resolved.life, Life::Unseen { .. } | Life::Dead { .. } | Life::Ahead);
        position && !gone && resolved.statement.rank != StatementRank::Deprecated
    };
    let mut positions: Vec<Resolved> =
        world.statements().into_iter().filter_map(|id| world.statement(id.as_str()).found()).filter(held).collect();
    positions.sort_by_key(|resolved| Reverse(resolved.recorded));
    positions
}

fn cell(positions: &[Resolved], holder: &str, issue: &str, printed: &mut BTreeSet<StatementId>) -> String {
    let fits = |resolved: &&Resolved| {
        let statement = &resolved.statement;
        let by = statement.by.as_ref().map_or(&statement.subject, |by| &by.actor);
        by.as_str() == holder
            && statement.with.get("issue").is_some_and(|issues| issues.iter().any(|held| held == issue))
    };
    let words = |resolved: &Resolved| match &resolved.value {
        Some(Value::Text(text)) => text.clone(),
        _ => resolved.statement.says.clone(),
    };
    let dated = |resolved: &Resolved| {
        // A reader cannot open a cell, so what rests on no source that was seen says so here.
        let doubt = matches!(resolved.evidence, Evidence::Unverified | Evidence::Unsourced);
        let grade = doubt.then(|| resolved.evidence.word().to_owned());
        let beside: Vec<String> = resolved.recorded.map(|day| day.to_string()).into_iter().chain(grade).collect();
        if beside.is_empty() { words(resolved) } else { format!("{} ({})", words(resolved), beside.join(", ")) }
    };
    printed.extend(positions.iter().filter(fits).map(|resolved| resolved.statement.id.clone()));
    positions.iter().filter(fits).map(dated).collect::<Vec<_>>().join("; ")
}

fn name(holder: &str, world: &dyn World, place: Span, found: &mut Vec<Diagnostic>) -> String {
    let actor = world.actors().iter().find(|actor| actor.id.as_str() == holder);
    if actor.is_none() {
        let message = format!("`{holder}` is not an actor of this dossier");
        found.push(d0157_positions::fault(place, message, "name an id of `actors.toml`"));
    }
    actor.map_or_else(|| holder.to_owned(), |actor| actor.name.clone())
}
