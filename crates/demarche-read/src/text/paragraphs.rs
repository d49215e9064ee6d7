//! Paragraphs: which lines of plain text belong together.

use super::SourceLine;
use super::furniture::Sorted;
use crate::builder::{Content, DraftBlock, DraftLine};
use crate::document::Role;
use crate::roles;
use crate::untangle::{Echo, Kind, Model, PageReading, Placed};

/// Blocks of lines that were put in order.
pub(crate) fn of_columns(sorted: &Sorted, placed: &[Placed], model: &Model) -> Vec<DraftBlock> {
    let bodies: Vec<Vec<SourceLine>> = sorted
        .pages
        .iter()
        .map(|page| page.body.iter().filter(|line| !line.text.is_empty()).copied().collect())
        .collect();
    let echo = Echo::gather(bodies.iter().flatten().map(|line| line.text));
    let readings: Vec<PageReading> = bodies
        .iter()
        .map(|lines| PageReading::new(&lines.iter().map(|line| line.text).collect::<Vec<_>>(), &echo, &model.speech))
        .collect();
    let mut out: Vec<DraftBlock> = Vec::new();
    let mut before: Option<&Placed> = None;
    for place in placed {
        let line = bodies[place.page][place.line];
        let draft = line.draft(place.page, place.column, Some(place.follows));
        let reading = &readings[place.page];
        let kind = reading.kind(place.line);
        let goes_on = before.is_some_and(|last| {
            let last_reading = &readings[last.page];
            match (last_reading.kind(last.line), kind) {
                _ if place.cell.is_some() => place.cell == Some(true),
                (Kind::Heading, Kind::Heading) => last.page == place.page && last.column == place.column,
                (Kind::FigureTitle, Kind::Heading | Kind::Fragment) => {
                    last.page == place.page && last.column == place.column
                }
                (Kind::Heading, _) | (_, Kind::Heading | Kind::Bullet | Kind::FigureTitle | Kind::FigureNote) => false,
                _ => !last_reading.ends_paragraph(last.line, (reading, place.line)),
            }
        });
        let role = if place.cell.is_some() && kind != Kind::FigureTitle { Role::Body } else { role(kind) };
        add(&mut out, role, draft, goes_on);
        before = Some(place);
    }
    out
}

fn role(kind: Kind) -> Role {
    match kind {
        Kind::Heading => Role::Heading { level: 1 },
        Kind::Bullet => Role::List,
        Kind::FigureTitle => Role::FigureTitle,
        Kind::FigureNote => Role::FigureNote,
        Kind::Prose | Kind::Fragment => Role::Body,
    }
}

fn add(out: &mut Vec<DraftBlock>, role: Role, draft: DraftLine, goes_on: bool) {
    match out.last_mut().map(|block| &mut block.content) {
        Some(Content::Lines(lines)) if goes_on => lines.push(draft),
        _ => out.push(DraftBlock::lines(role, vec![draft])),
    }
}

/// Lines longer than this are paragraphs of their own.
const LONG: usize = 140;

/// Blocks of lines that stand in order: parted by blank lines, bullets and headings.
pub(crate) fn of_lines(sorted: &Sorted) -> Vec<DraftBlock> {
    let mut out: Vec<DraftBlock> = Vec::new();
    for (page, sorted) in sorted.pages.iter().enumerate() {
        let mut parted = true;
        let mut long = false;
        for (at, line) in sorted.body.iter().enumerate() {
            if line.text.is_empty() {
                parted = true;
                continue;
            }
            let alone = parted && sorted.body.get(at + 1).is_none_or(|next| next.text.is_empty());
            let starts =
                roles::is_bullet(line.text) || roles::is_figure_title(line.text) || roles::is_figure_note(line.text);
            let role = if alone && is_heading(line.text) { Role::Heading { level: 1 } } else { Role::Body };
            add(&mut out, role, line.draft(page, None, None), !(parted || starts || long));
            parted = matches!(role, Role::Heading { .. });
            long = line.text.len() > LONG;
        }
    }
    out
}

/// Short, begins with a capital or number, and does not end as a sentence does.
pub(super) fn is_heading(text: &str) -> bool {
    text.chars().count() <= 80
        && text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && !text.ends_with(['.', ',', ';', ':', '?', '!'])
        && text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{furniture, lines};
    use crate::untangle::SHIPPED;

    #[test]
    fn each_cell_of_a_table_is_a_paragraph() {
        let source = lines("Ferries in the\n$20 million\nnorthern harbour\nA second one");
        let sorted = furniture::sort(&source);
        let place = |line, cell| Placed { page: 0, line, column: None, follows: 1.0, cell: Some(cell) };
        let placed = [place(0, false), place(2, true), place(1, false), place(3, false)];
        let blocks = of_columns(&sorted, &placed, &SHIPPED);
        let numbers = |block: &DraftBlock| match &block.content {
            Content::Lines(lines) => lines.iter().filter_map(|line| line.number).collect(),
            _ => Vec::new(),
        };
        assert_eq!(blocks.iter().map(numbers).collect::<Vec<Vec<usize>>>(), [vec![1, 3], vec![2], vec![4]]);
        assert!(blocks.iter().all(|block| block.role == Role::Body), "a short cell is no heading");
    }
}
