//! Regions: which lines may stand in a table or figure of one column.
//!
//! A table begins with its title and ends with its note. Its cells are narrow, while the text beside it fills its
//! lines: what a seam is worth there depends on whether it stays among cells, stays in the text, or goes from the
//! one to the other.

use super::line::{FILLED, Reading, start};

/// How many numbers describe seams where a table may stand.
pub const COUNT: usize = 25;
/// Lines between the notes of one table.
const NOTES: usize = 8;

/// For each line whether a title stands before it and the note that ends its table does not.
pub fn open(lines: &[Reading]) -> Vec<bool> {
    let mut titles = 0_usize;
    let mut noted = None;
    let step = |(at, line): (usize, &Reading)| {
        match line.start {
            start::FIGURE => titles += 1,
            start::NOTE => {
                // "Source: …" and "Notes: …" end the same table.
                if noted.is_none_or(|noted| at > noted + NOTES) {
                    titles = titles.saturating_sub(1);
                }
                noted = Some(at);
            }
            _ => return titles > 0,
        }
        false
    };
    lines.iter().enumerate().map(step).collect()
}

/// Which of the numbers describes a seam between lines where a full line is so wide.
///
/// Cells are told from lines that fill the column, those of figures alone (years, amounts) from those with words, and
/// of these the ones that begin with a small letter, which mostly go on; cells beside each other are told from those
/// with lines between.
pub fn seam(a: &Reading, b: &Reading, apart: bool, full: f64) -> usize {
    match (Cell::of(a, full), Cell::of(b, full)) {
        (Some(a), Some(b)) => 9 * usize::from(apart) + 3 * a as usize + b as usize,
        (None, Some(b)) => 18 + b as usize,
        (Some(a), None) => 21 + a as usize,
        (None, None) => 24,
    }
}

/// What a cell holds.
#[derive(Clone, Copy)]
enum Cell {
    Figures,
    Words,
    SmallWords,
}

impl Cell {
    /// A line that fills a column is no cell.
    fn of(line: &Reading, full: f64) -> Option<Self> {
        let small = || line.words.first().is_some_and(|word| word.len() > 1 && word.starts_with(char::is_lowercase));
        match () {
            () if line.width > FILLED * full => None,
            () if small() => Some(Self::SmallWords),
            () if line.is_worded() => Some(Self::Words),
            () => Some(Self::Figures),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::untangle::echo::Echo;
    use crate::untangle::speech::Speech;

    #[test]
    fn a_table_is_open_from_its_title_to_its_note() {
        let lines = [
            "Two ferries sail every day.",
            "Table 1. Ferries",
            "1995",
            "Two a day",
            "Source: Harbour office.",
            "Notes: No ferry sails in a storm.",
            "Table 2. Fares",
            "$3",
        ];
        let (echo, speech) = (Echo::gather(lines.into_iter()), Speech::parse("", ""));
        let lines = lines.map(|line| Reading::new(line, 40.0, &speech, &echo));
        assert_eq!(open(&lines), [false, false, true, true, false, false, false, true]);
        // The year and the amount are figures, how often the ferries sail is in words; the first line fills a column.
        let kinds = [(2, 3, false), (3, 2, true), (2, 7, false), (0, 2, false), (3, 0, false), (0, 0, false)];
        let kind = |(a, b, apart): (usize, usize, bool)| seam(&lines[a], &lines[b], apart, lines[0].width);
        assert_eq!(kinds.map(kind), [1, 12, 0, 18, 22, 24]);
    }
}
