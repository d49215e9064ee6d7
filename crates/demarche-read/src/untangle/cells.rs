//! Cells: a table over both columns, with lines of one cell put together.
//!
//! The lines of a table were sorted by height, so that its columns come in turns, each line from left to right.
//! How many columns there are, and in which of them a line stands, is not written down; a line either goes on
//! with the cell above it or begins one of its own. The likeliest columns are searched line by line (a beam
//! of states, each the open cell of every column): a cell goes on while its column has a line in every turn, and
//! where it has none it is over. Cells are then read in the order in which they begin, which is row by row.

use super::Model;
use super::echo::Echo;
use super::line::end;
use super::seam::PageReading;

/// A table has at least and at most so many columns.
const COLUMNS: std::ops::RangeInclusive<usize> = 2..=MOST;
const MOST: usize = 6;
/// How many states are followed.
const KEPT: usize = 64;
/// How far above the next line of its cell a line may stand, counted in lines.
const REACH: usize = 14;

/// What the network, the language and the seam say of a line going on with a cell, against each other.
const READS_ON: f64 = 0.5;
const WORDS: f64 = 0.3;
const SEAM: f64 = 0.7;
/// The network and the language say no more than this.
const SAID: f64 = 6.0;
/// What speaks against a cell beginning with a small letter, against going on with a capital or number, and
/// against going on after a full stop.
const SMALL: f64 = 6.0;
const CAPITAL: f64 = 3.0;
const CLOSED: f64 = 3.0;
/// What speaks against a cell that is over, and against a turn.
const OVER: f64 = 1.0;
const TURN: f64 = 0.3;

/// A line of a table in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Celled {
    /// Index of the line.
    pub line: usize,
    /// Whether it goes on with the cell of the line before.
    pub goes_on: bool,
}

/// How often a line that goes on with a cell is right, and one that begins the next: the HTML edition of briefs with wide
/// tables had the same words together in 68 of 76 places, and in 82 of 204.
const GOES_ON: f64 = 0.9;
const BEGINS: f64 = 0.4;

impl Celled {
    /// Probability that the line follows the line before it.
    pub fn follows(self) -> f64 {
        if self.goes_on { GOES_ON } else { BEGINS }
    }
}

/// The lines of a table, cell by cell.
pub fn order(table: &PageReading, echo: &Echo, model: &Model) -> Vec<Celled> {
    let lines = table.lines.len();
    let score = |above: usize, line: usize| goes_on(table, above, line, echo, model);
    let joins: Vec<Vec<f64>> =
        (0..lines).map(|line| (line.saturating_sub(REACH)..line).map(|above| score(above, line)).collect()).collect();
    let begins: Vec<f64> = (0..lines).map(|line| if begins_small(table, line) { -SMALL } else { 0.0 }).collect();
    cells(&search(&joins, &begins))
}

/// The lines cell by cell, where the line above each in its cell is known.
fn cells(above: &[Option<usize>]) -> Vec<Celled> {
    let mut below = vec![None; above.len()];
    for (line, above) in above.iter().enumerate() {
        if let Some(above) = *above {
            below[above] = Some(line);
        }
    }
    let mut order = Vec::with_capacity(above.len());
    for first in (0..above.len()).filter(|&line| above[line].is_none()) {
        let cell = std::iter::successors(Some(first), |&line| below[line]);
        order.extend(cell.map(|line| Celled { line, goes_on: line != first }));
    }
    order
}

/// What speaks for a line going on with the cell of a line above.
fn goes_on(table: &PageReading, above: usize, line: usize, echo: &Echo, model: &Model) -> f64 {
    let (a, b) = (&table.lines[above], &table.lines[line]);
    let heard = model.speech.fluency.reads_on(&a.before, &b.after);
    let said = b.head.first().map_or(0.0, |&first| model.speech.language.words_gain(&a.tail, first));
    let seam = model.score(&table.seam(above, line, echo, &model.speech));
    let against = if begins_small(table, line) { 0.0 } else { CAPITAL };
    let closed = if a.end == end::SENTENCE { CLOSED } else { 0.0 };
    READS_ON * heard.clamp(-SAID, SAID) + WORDS * said.clamp(-SAID, SAID) + SEAM * seam - against - closed
}

/// Whether a line begins with a small letter that is no mark of a note.
fn begins_small(table: &PageReading, line: usize) -> bool {
    let line = &table.lines[line];
    line.letters > 2 && line.words.first().is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// The last line of every cell that may go on, and the column of the line placed last.
type Open = ([Option<usize>; MOST], usize);

/// A state with its score, where it came from, and the line that the line placed last goes on with.
#[derive(Clone, Copy)]
struct State {
    open: Open,
    score: f64,
    from: usize,
    above: Option<usize>,
}

/// For each line the line above it in its cell, where there is one: by the number of columns that explains most.
fn search(joins: &[Vec<f64>], begins: &[f64]) -> Vec<Option<usize>> {
    let mut best = (f64::NEG_INFINITY, vec![None; begins.len()]);
    for columns in COLUMNS {
        let found = columned(joins, begins, columns);
        if found.0 > best.0 {
            best = found;
        }
    }
    best.1
}

/// The same for so many columns, with its score.
fn columned(joins: &[Vec<f64>], begins: &[f64], columns: usize) -> (f64, Vec<Option<usize>>) {
    let start = State { open: ([None; MOST], columns - 1), score: 0.0, from: 0, above: None };
    let mut rows = vec![vec![start]];
    for (line, (joins, begin)) in joins.iter().zip(begins).enumerate() {
        let mut next = Vec::new();
        for (from, state) in rows.last().map_or(&[][..], Vec::as_slice).iter().enumerate() {
            for column in 0..columns {
                let (mut open, before) = state.open;
                let over = skipped(&mut open, before, column, columns);
                let score = state.score - OVER * over as f64 - if column <= before { TURN } else { 0.0 };
                let above = open[column].replace(line);
                let open = (open, column);
                next.push(State { open, score: score + begin, from, above: None });
                // The joins are those with the lines before, the nearest last.
                let join = above.and_then(|above| Some(joins[joins.len().checked_sub(line - above)?]));
                if let Some(join) = join {
                    next.push(State { open, score: score + join, from, above });
                }
            }
        }
        rows.push(kept(next));
    }
    let mut above = vec![None; begins.len()];
    let score = rows.last().and_then(|row| row.first()).map_or(0.0, |state| state.score);
    let mut at = 0;
    for line in (0..begins.len()).rev() {
        let state = rows[line + 1][at];
        (above[line], at) = (state.above, state.from);
    }
    (score, above)
}

/// Ends the cells of the columns that have no line between one placed before and the next, and says how many.
fn skipped(open: &mut [Option<usize>; MOST], before: usize, next: usize, columns: usize) -> usize {
    // Columns after the one and before the other; in a new turn either will do.
    let sides = if next <= before { 1 } else { 2 };
    let passed = |&column: &usize| usize::from(column > before) + usize::from(column < next) == sides;
    (0..columns).filter(passed).filter(|&column| open[column].take().is_some()).count()
}

/// The best state of each kind, the best `KEPT` of them, best first.
fn kept(mut states: Vec<State>) -> Vec<State> {
    states.sort_by(|a, b| a.open.cmp(&b.open).then(b.score.total_cmp(&a.score)).then(a.from.cmp(&b.from)));
    states.dedup_by(|a, b| a.open == b.open);
    states.sort_by(|a, b| b.score.total_cmp(&a.score));
    states.truncate(KEPT);
    states
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Joins in which a line goes on with the one so many lines above it, where it goes on.
    fn joins(backs: &[Option<usize>]) -> Vec<Vec<f64>> {
        let join = |line: usize, above: usize| if backs[line] == Some(line - above) { 3.0 } else { -3.0 };
        (0..backs.len())
            .map(|line| (line.saturating_sub(REACH)..line).map(|above| join(line, above)).collect())
            .collect()
    }

    #[test]
    fn lines_of_three_columns_go_on_with_their_cells() {
        // Three cells; three lines below them; the third cell is over; two more lines.
        let backs = [None, None, None, Some(3), Some(3), Some(3), Some(3), Some(3)];
        assert_eq!(search(&joins(&backs), &[0.0; 8]), [None, None, None, Some(0), Some(1), Some(2), Some(3), Some(4)]);
    }

    #[test]
    fn cells_are_read_one_after_the_other() {
        let above = [None, None, Some(0), Some(1), None, Some(2)];
        let order: Vec<(usize, bool)> = cells(&above).iter().map(|cell| (cell.line, cell.goes_on)).collect();
        assert_eq!(order, [(0, false), (2, true), (5, true), (1, false), (3, true), (4, false)]);
    }

    #[test]
    fn a_cell_is_over_where_its_column_has_no_line_in_a_turn() {
        let mut open = [Some(3), Some(4), Some(5), None, None, None];
        assert_eq!(skipped(&mut open, 2, 1, 3), 1);
        assert_eq!(open[..3], [None, Some(4), Some(5)]);
    }
}
