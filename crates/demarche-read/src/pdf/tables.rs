//! Tables of pages without tags, found by where their cells stand.
//!
//! Programs draw a table cell by cell, row by row: within a row each cell begins to
//! the right of the one before and not below the row; the next row begins back at
//! the left, below it. Rows whose cells keep to the same columns are a table. What
//! merely looks so is left alone: columns of prose, lists with hanging marks.

use std::ops::Range;

use super::glyphs::PageGlyphs;
use super::lines::Strip;
use crate::builder::{Content, DraftBlock, DraftCell};
use crate::document::{Rect, Role};
use crate::roles::is_bullet;

/// Lines of one cell at most; more are a column of prose.
const CELL_LINES: usize = 14;
/// Lines of one paragraph stand at most so many font sizes apart.
const LEADING: f32 = 1.45;
/// Paragraphs of one cell stand at most so far apart; below a first cell the next row may be as near.
const PARAGRAPHS: f32 = 1.55;
/// Rows with at least two cells that a table of two columns needs; one of more columns needs one less.
const ROWS: usize = 3;

/// Lines of a page, in order, that make up a table.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Numbers of the lines.
    pub lines: Range<usize>,
    rows: Vec<Vec<Cell>>,
    columns: Vec<(f32, f32)>,
}

/// Lines that stand under each other.
#[derive(Clone, Debug)]
struct Cell {
    lines: Range<usize>,
    rect: Rect,
}

/// The tables among lines in the order of drawing.
pub(crate) fn find(lines: &[Strip], page: &PageGlyphs) -> Vec<Found> {
    let rows = rows(&cells(lines));
    let mut out: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let run = run(&rows[at..]);
        match table(&rows[at..at + run], lines, page) {
            Some(found) => {
                out.push(found);
                at += run;
            }
            None => at += 1,
        }
    }
    out
}

/// Lines that go on straight below each other, gathered.
fn cells(lines: &[Strip]) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let goes_on = out.last().is_some_and(|cell| {
            let last = &lines[cell.lines.end - 1];
            let drop = line.base - last.base;
            let over = line.rect.left < cell.rect.right && line.rect.right > cell.rect.left;
            let most = if stands_right(&out) { PARAGRAPHS } else { LEADING };
            line.turn == 0 && last.turn == 0 && over && drop > 0.3 * line.size && drop < most * line.size.max(last.size)
        });
        match out.last_mut() {
            Some(cell) if goes_on => {
                cell.lines.end = at + 1;
                cell.rect = cell.rect.union(line.rect);
            }
            _ => out.push(Cell { lines: at..at + 1, rect: line.rect }),
        }
    }
    out
}

/// Whether the last cell stands to the right of the one before, and so in no first column.
fn stands_right(cells: &[Cell]) -> bool {
    let [.., before, last] = cells else { return false };
    last.rect.left >= before.rect.right && last.rect.top < before.rect.bottom && last.rect.bottom > before.rect.top
}

/// Cells that stand beside each other, gathered.
fn rows(cells: &[Cell]) -> Vec<Vec<Cell>> {
    let mut out: Vec<Vec<Cell>> = Vec::new();
    for cell in cells {
        let beside = out.last().is_some_and(|row| {
            let right = row.iter().map(|cell| cell.rect.right).fold(f32::MIN, f32::max);
            let top = row.iter().map(|cell| cell.rect.top).fold(f32::MAX, f32::min);
            let bottom = row.iter().map(|cell| cell.rect.bottom).fold(f32::MIN, f32::max);
            let middle = (cell.rect.top + cell.rect.bottom) / 2.0;
            cell.rect.left >= right - 1.0 && cell.rect.bottom > top && cell.rect.top < bottom && {
                // Cells may be centred on their row: one of the two must hold the other's middle.
                let own = (top + bottom) / 2.0;
                (top..bottom).contains(&middle) || (cell.rect.top..cell.rect.bottom).contains(&own)
            }
        });
        match out.last_mut() {
            Some(row) if beside => row.push(cell.clone()),
            _ => out.push(vec![cell.clone()]),
        }
    }
    out
}

/// How many rows from the first on follow each other downwards in the same columns.
fn run(rows: &[Vec<Cell>]) -> usize {
    if rows[0].len() < 2 {
        return 1;
    }
    let mut columns: Vec<(f32, f32)> = bands(&rows[0]);
    // The lowest cell of each column: beside a high one several may stand below each other.
    let mut lowest: Vec<&Cell> = rows[0].iter().collect();
    let mut count = 1;
    for row in &rows[1..] {
        let top = row.iter().map(|cell| cell.rect.top).fold(f32::MAX, f32::min);
        let height = row.iter().map(|cell| cell.rect.bottom - cell.rect.top).fold(f32::MAX, f32::min);
        let bottom = edge(&lowest, row);
        let near = top > bottom - height * 0.5 && top < bottom + height.min(12.0) * 4.0;
        // A row of one cell may head a group of rows; it must not reach over more than the table.
        let (left, right) = (columns[0].0, columns[columns.len() - 1].1);
        // One that begins where another column does is a cell of that column.
        let aligned = row.len() < 2 && columns[1..].iter().any(|(left, _)| (row[0].rect.left - left).abs() < 3.0);
        let within = row.len() > 1 || aligned || row[0].rect.left > left - 3.0 && row[0].rect.right < right + 3.0;
        let fits = row.len() < 2 || row.iter().all(|cell| covered(cell, &columns) <= columns.len() / 2 + 1);
        let lines = row.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
        if !(near && within && fits) || row.len() < 2 && !aligned && lines > 2 {
            break;
        }
        if row.len() > columns.len() {
            columns = bands(row);
        }
        lowest.retain(|above| !row.iter().any(|cell| is_over(above, cell)));
        lowest.extend(row);
        count += 1;
    }
    // What ends with single cells ends before them.
    while count > 1 && rows[count - 1].len() < 2 {
        count -= 1;
    }
    count
}

/// Where the cells end below which a row stands; of all of them where it stands below none.
fn edge(lowest: &[&Cell], row: &[Cell]) -> f32 {
    let over = |above: &&&Cell| row.iter().any(|cell| is_over(above, cell));
    let bottom = |cells: &mut dyn Iterator<Item = &&Cell>| cells.map(|cell| cell.rect.bottom).fold(f32::MIN, f32::max);
    let own = bottom(&mut lowest.iter().filter(over));
    if own > f32::MIN { own } else { bottom(&mut lowest.iter()) }
}

/// Whether two cells share a part of the line.
fn is_over(above: &Cell, cell: &Cell) -> bool {
    above.rect.left < cell.rect.right && above.rect.right > cell.rect.left
}

fn bands(row: &[Cell]) -> Vec<(f32, f32)> {
    row.iter().map(|cell| (cell.rect.left, cell.rect.right)).collect()
}

/// How many columns a cell stands in.
fn covered(cell: &Cell, columns: &[(f32, f32)]) -> usize {
    columns.iter().filter(|(left, right)| cell.rect.left < *right && cell.rect.right > *left).count()
}

/// Rows as a table, if they are one.
fn table(rows: &[Vec<Cell>], lines: &[Strip], page: &PageGlyphs) -> Option<Found> {
    let full: Vec<&Vec<Cell>> = rows.iter().filter(|row| row.len() > 1).collect();
    let most = full.iter().map(|row| row.len()).max()?;
    let text = |cell: &Cell| lines[cell.lines.start].text(page);
    let prose = |row: &&Vec<Cell>| row.iter().any(|cell| cell.lines.len() > CELL_LINES);
    let listed = |row: &&Vec<Cell>| row.len() == 2 && is_mark(&text(&row[0]));
    if full.len() + usize::from(most > 2) < ROWS
        || full.iter().filter(|row| prose(row)).count() * 4 > full.len()
        || full.iter().filter(|row| listed(row)).count() * 2 > full.len()
    {
        return None;
    }
    let columns = columns(&full, most);
    // Cells that keep to one column each show that the columns are those of a table.
    let kept = full.iter().flat_map(|row| row.iter()).filter(|cell| covered(cell, &columns) == 1).count();
    let all: usize = full.iter().map(|row| row.len()).sum();
    if columns.len() < 2 || kept * 3 < all * 2 {
        return None;
    }
    if is_prose(&full, &columns, lines) {
        return None;
    }
    let lines = rows.first()?.first()?.lines.start..rows.last()?.last()?.lines.end;
    Some(Found { lines, rows: rows.to_vec(), columns })
}

/// Whether rows are lines of two columns of prose, drawn across: single lines, close together, that fill their columns.
fn is_prose(rows: &[&Vec<Cell>], columns: &[(f32, f32)], lines: &[Strip]) -> bool {
    let size = rows[0][0].lines.clone().next().map_or(10.0, |line| lines[line].size);
    let close = rows.windows(2).filter(|two| two[1][0].rect.top - two[0][0].rect.top < 1.5 * size).count();
    let single = rows.iter().flat_map(|row| row.iter()).all(|cell| cell.lines.len() == 1);
    let wide = columns.iter().all(|(left, right)| {
        let own: Vec<f32> = rows
            .iter()
            .flat_map(|row| row.iter())
            .filter(|cell| cell.rect.left < *right && cell.rect.right > *left)
            .map(|cell| cell.rect.right - cell.rect.left)
            .collect();
        let mean = own.iter().sum::<f32>() / own.len().max(1) as f32;
        right - left > 12.0 * size && mean > 0.7 * (right - left)
    });
    columns.len() == 2 && single && wide && close * 4 >= (rows.len() - 1) * 3
}

/// The columns: what the cells of the fullest rows cover.
fn columns(rows: &[&Vec<Cell>], most: usize) -> Vec<(f32, f32)> {
    let mut spans: Vec<(f32, f32)> = rows.iter().filter(|row| row.len() == most).flat_map(|row| bands(row)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (left, right) in spans {
        match out.last_mut() {
            Some(last) if left < last.1 => last.1 = last.1.max(right),
            _ => out.push((left, right)),
        }
    }
    out
}

/// A bullet, or a short number with its point: what stands before a point of a list, not in a table.
fn is_mark(text: &str) -> bool {
    let text = text.trim();
    is_bullet(text) && text.chars().count() <= 2
        || text.len() <= 4 && text.ends_with(['.', ')']) && text.chars().any(char::is_alphanumeric)
}

impl Found {
    /// The table as a block: each cell in the columns it covers, empty cells where there is none.
    pub fn block(&self, lines: &[Strip], page: &PageGlyphs) -> DraftBlock {
        let rows = self.rows.iter().zip(0..).map(|(row, number)| {
            let mut out: Vec<DraftCell> = Vec::new();
            let mut next = 0;
            for cell in row {
                let first = self.column(cell).max(next);
                let last =
                    self.columns.iter().rposition(|(left, _)| *left < cell.rect.right).unwrap_or(first).max(first);
                out.extend((next..first).map(|_| empty(number == 0)));
                let drafts = lines[cell.lines.clone()].iter().map(|line| line.draft(page, None));
                let columns = u16::try_from(last + 1 - first).unwrap_or(1);
                out.push(DraftCell { lines: drafts.collect(), heads: number == 0, columns, rows: 1 });
                next = last + 1;
            }
            out.extend((next..self.columns.len()).map(|_| empty(number == 0)));
            out
        });
        DraftBlock { role: Role::Table, content: Content::Rows(rows.collect()) }
    }

    /// The column in which a cell begins: the first that it reaches into.
    fn column(&self, cell: &Cell) -> usize {
        let reached = self.columns.iter().position(|(_, right)| *right > cell.rect.left);
        reached.unwrap_or(self.columns.len() - 1)
    }
}

fn empty(heads: bool) -> DraftCell {
    DraftCell { lines: Vec::new(), heads, columns: 1, rows: 1 }
}
