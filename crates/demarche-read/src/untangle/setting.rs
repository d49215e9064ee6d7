//! Setting: the running text of a brief set in two columns anew, to learn from.
//!
//! The lines of a brief break where they happen to break, and each break teaches one seam. Set
//! again in columns of another width, the same text breaks elsewhere and teaches as many seams more.
//! What stands on a page besides running text, headings and lists is left out.

use super::learn::Page;
use super::line::width;

/// Width of a column in average characters, and how much narrower lines of a list are.
const COLUMN: f64 = 54.0;
const INDENT: f64 = 3.07;
/// Heights in points: from line to line, of a page, and of what the title takes of the first.
const LEADING: f64 = 11.0;
const PAGE: f64 = 640.0;
const TITLE: f64 = 60.0;
/// From the line before to a heading.
const ABOVE_HEADING: f64 = 22.0;
/// A paragraph that is narrower is a heading if it does not end a sentence.
const HEADING: f64 = 60.0;

/// A paragraph, an item of a list, or a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Running,
    Item,
    Heading,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Width of a column against the usual one.
    width: f64,
    /// From the line before to a paragraph, in points.
    paragraph: f64,
}

/// Columns a little narrower and a little wider than usual, so that lines break elsewhere; the distances of paragraphs
/// are those that briefs have most often.
pub const STYLES: [Style; 2] = [Style { width: 0.95, paragraph: 17.0 }, Style { width: 1.05, paragraph: 22.0 }];

/// A line with where it stands.
struct Line {
    words: String,
    height: f64,
    column: u8,
}

/// Sets paragraphs, of which items of lists begin with a bullet; a last page of one column teaches nothing and is left out.
pub fn set(paragraphs: &[String], style: Style) -> Vec<Page> {
    let mut pages: Vec<Vec<Line>> = vec![Vec::new()];
    let (mut column, mut height) = (0_u8, TITLE);
    let mut after_heading = false;
    for paragraph in paragraphs {
        let sort = match () {
            () if paragraph.starts_with('•') => Sort::Item,
            () if width(paragraph) < HEADING && !paragraph.ends_with(['.', '?', '!', ':', ';', ',', ')', '”']) => {
                Sort::Heading
            }
            () => Sort::Running,
        };
        let measure = COLUMN * style.width - if sort == Sort::Item { INDENT } else { 0.0 };
        let above = match sort {
            Sort::Heading if !after_heading => ABOVE_HEADING,
            _ if after_heading => LEADING,
            _ => style.paragraph,
        };
        after_heading = sort == Sort::Heading;
        for (number, words) in broken(paragraph, measure).into_iter().enumerate() {
            height += if number == 0 { above } else { LEADING };
            if height > PAGE {
                let turns = column == 1;
                column = 1 - column;
                if turns {
                    pages.push(Vec::new());
                }
                height = if pages.len() == 1 { TITLE + above } else { above };
            }
            if let Some(page) = pages.last_mut() {
                page.push(Line { words, height, column });
            }
        }
    }
    pages.into_iter().filter(|page| page.iter().any(|line| line.column == 1)).map(written).collect()
}

/// The lines of a page as software that sorts by height writes them.
fn written(mut lines: Vec<Line>) -> Page {
    lines.sort_by(|a, b| a.height.total_cmp(&b.height).then(a.column.cmp(&b.column)));
    let columns = lines.iter().map(|line| line.column).collect();
    Page { lines: lines.into_iter().map(|line| line.words).collect(), columns, sure: 1.0 }
}

/// A paragraph in lines no wider than the measure, broken at spaces, and after hyphens and dashes.
fn broken(paragraph: &str, measure: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        let mut rest = word;
        let mut space = if line.is_empty() { "" } else { " " };
        while !rest.is_empty() {
            let (part, left) = rest.split_at(rest.split_inclusive(['-', '—']).next().map_or(rest.len(), str::len));
            if !line.is_empty() && width(&line) + width(space) + width(part) > measure {
                lines.push(std::mem::take(&mut line));
            } else {
                line.push_str(space);
            }
            line.push_str(part);
            (rest, space) = (left, "");
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_after_hyphens_and_dashes() {
        let measure = width("The north-");
        assert_eq!(broken("The north-south ferry—at noon", measure), ["The north-", "south", "ferry—at", "noon"]);
    }

    #[test]
    fn every_line_stands_once_and_columns_come_in_turns() {
        let paragraph = "Two ferries sail from the northern harbour every day, and a third lies there at night.";
        let text: Vec<String> = std::iter::repeat_n(paragraph.to_owned(), 60).collect();
        for style in STYLES {
            let pages = set(&text, style);
            let words = |column: u8| {
                let of = |page: &Page| {
                    let lines = page.lines.iter().zip(&page.columns).filter(|line| *line.1 == column);
                    lines.map(|line| line.0.clone()).collect::<Vec<_>>().join(" ")
                };
                pages.iter().map(of).collect::<Vec<_>>()
            };
            let read: Vec<String> =
                words(0).into_iter().zip(words(1)).map(|(left, right)| left + " " + &right).collect();
            let (read, text) = (read.join(" "), text.join(" "));
            assert!(text.starts_with(&read), "columns read one after the other are the text");
            assert!(2 * read.len() > text.len(), "only a last page of one column is left out");
            assert!(pages[0].columns.windows(2).filter(|two| two[0] != two[1]).count() > 40);
        }
    }
}
