//! Regions: which lines may stand in a table or figure of one column.
//!
//! A table begins with its title and ends with its note. Its cells are narrow, while the text beside it fills its
//! lines: what a seam is worth there depends on whether it stays among cells, stays in the text, or goes from the
//! one to the other.

use super::line::{FILLED, Reading, start};

/// How many numbers describe seams where a table may stand.
pub const COUNT: usize = 5;
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

/// Which of the numbers describes a seam, by whether each of its lines fills a column that is `full` wide; cells beside
/// each other are told from those with lines between.
pub fn seam(a: &Reading, b: &Reading, apart: bool, full: f64) -> usize {
    let fills = |line: &Reading| line.width > FILLED * full;
    match (fills(a), fills(b)) {
        (false, false) => usize::from(apart),
        (false, true) => 2,
        (true, false) => 3,
        (true, true) => 4,
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
        let kinds = [(2, 3, false), (2, 3, true), (2, 0, false), (0, 2, false), (0, 0, false)];
        // The first line fills a column of its width, cells do not.
        let kind = |(a, b, apart): (usize, usize, bool)| seam(&lines[a], &lines[b], apart, lines[0].width);
        assert_eq!(kinds.map(kind), [0, 1, 2, 3, 4]);
    }
}
