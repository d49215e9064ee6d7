//! Bands: where a table or figure stands over both columns and cuts the page.
//!
//! A line wider than a column stands over both. Where such a line is a title or a note, the whole table or
//! figure between title and note does too: it has columns of its own, and the page's own end above it and begin
//! again below. A *band* is what lies between two such cuts; the bands that stand over both columns are set
//! aside before columns are looked for, so that neither side is torn apart by the other.

use std::ops::Range;

use super::line::{FILLED, clip, width};
use crate::roles;

/// Lines from edge to edge of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Index of the page.
    pub page: usize,
    /// Where they stand in it.
    pub lines: Range<usize>,
    /// What they are.
    pub part: Part,
}

/// What a band is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Two columns, or one.
    Columns,
    /// A table or figure over both, with its title.
    Table,
    /// Its notes.
    Notes,
}

/// How many times as wide as a full line no line of one column is: small print reaches 1.05, and what stands over
/// both columns is rarely narrower than this.
const OVER: f64 = 1.2;
/// Lines of a note after which a wide one may still follow.
const NOTE_GAP: usize = 2;

/// The bands of all pages, in order, without so many lines of title on the first; full lines of one column are `full`
/// wide. None is empty.
pub fn of(pages: &[Vec<&str>], titles: usize, full: f64) -> Vec<Band> {
    let mut bands = Vec::new();
    for (page, lines) in pages.iter().enumerate() {
        let mut from = if page == 0 { titles } else { 0 };
        let widths = lines.iter().map(|line| width(clip(line.trim())) / full).collect();
        let reading = Page { lines, widths };
        while let Some(over) = reading.next_over(from) {
            bands.push(Band { page, lines: from..over.table.start, part: Part::Columns });
            from = over.notes.end;
            bands.push(Band { page, lines: over.table, part: Part::Table });
            bands.push(Band { page, lines: over.notes, part: Part::Notes });
        }
        bands.push(Band { page, lines: from..lines.len(), part: Part::Columns });
    }
    bands.retain(|band| !band.lines.is_empty());
    bands
}

struct Page<'a> {
    lines: &'a [&'a str],
    /// Widths against a full line.
    widths: Vec<f64>,
}

/// Lines of a table or figure with its title, and of its notes.
struct Over {
    table: Range<usize>,
    notes: Range<usize>,
}

impl Page<'_> {
    /// The next table or figure whose title or note is wider than a column.
    fn next_over(&self, from: usize) -> Option<Over> {
        let wide = (from..self.lines.len()).find(|&line| self.is_wide(line) && self.is_framed(line, from))?;
        if roles::is_figure_title(self.lines[wide]) {
            let note = self.note_below(wide);
            return Some(Over { table: wide..note, notes: note..self.note_end(note) });
        }
        let note = (from..=wide).rev().take_while(|&line| line == wide || self.is_note(line)).last().unwrap_or(wide);
        Some(Over { table: self.top(from, note)..note, notes: note..self.note_end(wide) })
    }

    fn is_wide(&self, line: usize) -> bool {
        self.widths[line] > OVER
    }

    fn is_note(&self, line: usize) -> bool {
        roles::is_figure_note(self.lines[line]) || roles::is_lettered_note(self.lines[line])
    }

    /// Whether a wide line is a title or a note: two columns that were written on one line are neither.
    fn is_framed(&self, line: usize, from: usize) -> bool {
        self.is_note(line) || roles::is_figure_title(self.lines[line]) || line > from && self.is_note(line - 1)
    }

    /// The first line of what a note over both columns belongs to: its title, or the first line below running text.
    fn top(&self, from: usize, note: usize) -> usize {
        let title = (from..note).rev().take_while(|&line| !self.is_note(line));
        let mut title = title.filter(|&line| roles::is_figure_title(self.lines[line]));
        title.next().unwrap_or_else(|| (from..note).rev().take_while(|&line| !self.runs(line)).last().unwrap_or(note))
    }

    /// The note of what a title over both columns belongs to: one as wide, or one above any running text; else the line
    /// after its last.
    fn note_below(&self, title: usize) -> usize {
        let below = title + 1..self.lines.len();
        let near = below.clone().take_while(|&line| !roles::is_figure_title(self.lines[line]));
        let wide = near.clone().find(|&line| self.is_wide(line) && self.is_framed(line, title));
        let ends = |line: &usize| self.is_note(*line) || self.runs(*line);
        wide.or_else(|| near.clone().find(ends)).unwrap_or(near.last().map_or(title + 1, |last| last + 1))
    }

    /// Whether a line is as wide as running text in a column.
    fn runs(&self, line: usize) -> bool {
        self.widths[line] > FILLED && !self.is_wide(line)
    }

    /// The line after a note that begins with a line, and after the notes that follow it.
    fn note_end(&self, from: usize) -> usize {
        let mut end = from;
        for line in from..self.lines.len() {
            if line > end + NOTE_GAP {
                break;
            }
            if self.is_wide(line) || self.is_note(line) {
                end = line + 1;
            }
        }
        // The last line of a note is as long as it may be.
        let open = end > from && self.is_wide(end - 1) && !self.lines[end - 1].trim_end().ends_with(['.', '?', '!']);
        (end + usize::from(open)).min(self.lines.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Two ferries sail from the northern harbour every day";
    const WIDE: &str = "Notes: Fares are in dollars of the year, and what was paid for by the islands is left out of all \
                        figures above.";

    fn over(lines: &[&str]) -> Vec<(usize, usize)> {
        let mut over: Vec<(usize, usize)> = Vec::new();
        for band in of(&[lines.to_vec()], 0, width(TEXT)) {
            match over.last_mut() {
                Some(last) if band.part == Part::Notes && last.1 == band.lines.start => last.1 = band.lines.end,
                _ if band.part != Part::Columns => over.push((band.lines.start, band.lines.end)),
                _ => {}
            }
        }
        over
    }

    #[test]
    fn a_table_with_a_wide_note_is_set_aside_from_its_title_on() {
        let page = [TEXT, TEXT, "Table 1. Ferries", "Year", "Ferry", "Source: Harbour office.", WIDE, TEXT, TEXT];
        assert_eq!(over(&page), [(2, 7)]);
        let bands = of(&[page.to_vec()], 0, width(TEXT));
        assert_eq!(bands.iter().map(|band| band.lines.clone()).collect::<Vec<_>>(), [0..2, 2..5, 5..7, 7..9]);
    }

    #[test]
    fn without_a_title_it_reaches_up_to_running_text() {
        assert_eq!(over(&[TEXT, "1995", "Two a day", "1996", WIDE]), [(1, 5)]);
        assert_eq!(over(&["1995", "Two a day", WIDE, "a. On Sundays one.", TEXT]), [(0, 4)]);
    }

    #[test]
    fn a_note_is_whole() {
        let open = WIDE.trim_end_matches('.');
        assert_eq!(over(&["1995", open, "and below.", TEXT]), [(0, 3)]);
    }

    #[test]
    fn columns_written_on_one_line_are_no_band() {
        let merged = format!("{TEXT} {TEXT}");
        assert!(over(&[TEXT, &merged, TEXT]).is_empty());
        assert!(over(&["Table 1. Ferries", "1995", "Source: Harbour office.", TEXT]).is_empty());
    }
}
