//! Mending: edits applied to a text, shown as a difference, and judged by a second check.
//!
//! An edit is right where a check of the edited texts no longer has its finding and has none that it did not have
//! before. Findings of the two checks are told apart by code, grade, message and place; a place behind an edit is
//! counted back by what the edit added.

use std::fmt::Write as _;
use std::ops::Range;

use crate::{Diagnostic, Edit, Grade, SourceMap, Span};

/// `text` with edits of it applied; `None` where two of them overlap, touch at the same place, or one lies outside.
pub fn apply(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut done = String::with_capacity(text.len());
    let mut at = 0;
    for (count, edit) in ordered(edits).into_iter().enumerate() {
        if count > 0 && edit.span.start <= at {
            return None;
        }
        done.push_str(text.get(at..edit.span.start)?);
        done.push_str(&edit.text);
        text.get(edit.span.range())?;
        at = edit.span.end;
    }
    done.push_str(text.get(at..)?);
    Some(done)
}

fn ordered<'e>(edits: &[&'e Edit]) -> Vec<&'e Edit> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// What a second check says of edits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// Findings of the first check that the second has no longer, by their place in its list.
    pub gone: Vec<usize>,
    /// Findings of the second check that the first did not have, by their place in its list; notes do not count.
    pub come: Vec<usize>,
}

/// Holds the findings of a check of edited texts against those of the check before.
///
/// `edits` are those that were applied, with places in the texts of `before`; files are the same where their names are.
pub fn mended(before: (&[Diagnostic], &SourceMap), after: (&[Diagnostic], &SourceMap), edits: &[&Edit]) -> Mended {
    let edits = ordered(edits);
    let moves = |name: &str| -> Vec<(Range<usize>, usize)> {
        let own = edits.iter().filter(|edit| before.1.name(edit.span.file) == name);
        own.map(|edit| (edit.span.range(), edit.text.len())).collect()
    };
    let key = |finding: &Diagnostic, sources: &SourceMap, edited: bool| {
        let place = finding.span.map(|Span { file, start, .. }| {
            let name = sources.name(file);
            (name.to_owned(), settled(start, &moves(name), edited))
        });
        (finding.code, finding.grade, finding.message.clone(), place)
    };
    let then: Vec<_> = before.0.iter().map(|finding| key(finding, before.1, false)).collect();
    let now: Vec<_> = after.0.iter().map(|finding| key(finding, after.1, true)).collect();
    let gone = (0..then.len()).filter(|at| !now.contains(&then[*at])).collect();
    let come = (0..now.len()).filter(|at| after.0[*at].grade != Grade::Note && !then.contains(&now[*at])).collect();
    Mended { gone, come }
}

/// An offset before the edits: one inside an edit is the edit's start. `edited` offsets are counted after them.
fn settled(at: usize, moves: &[(Range<usize>, usize)], edited: bool) -> usize {
    let (mut removed, mut added) = (0, 0);
    for (range, length) in moves {
        let start = if edited { range.start + added - removed } else { range.start };
        let end = start + if edited { *length } else { range.len() };
        if at < start {
            break;
        }
        if at < end || at == start {
            return range.start;
        }
        (removed, added) = (removed + range.len(), added + length);
    }
    if edited { at + removed - added } else { at }
}

/// Lines around a change that are shown as they are.
const AROUND: usize = 3;

/// Edits of one file as a unified difference, with `name` in both heads; empty where they cannot be applied.
pub fn unified(name: &str, text: &str, edits: &[&Edit]) -> String {
    let edits = ordered(edits);
    if edits.is_empty() || apply(text, &edits).is_none() {
        return String::new();
    }
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .filter(|at| *at < text.len())
        .collect();
    let line_of = |at: usize| starts.partition_point(|start| *start <= at).saturating_sub(1);
    // Lines that change, with the edits in them.
    let mut changes: Vec<(Range<usize>, Vec<&Edit>)> = Vec::new();
    for edit in edits {
        let lines = line_of(edit.span.start)..line_of(edit.span.end.max(edit.span.start + 1) - 1) + 1;
        match changes.last_mut() {
            Some((last, own)) if lines.start < last.end => {
                last.end = last.end.max(lines.end);
                own.push(edit);
            }
            _ => changes.push((lines, vec![edit])),
        }
    }
    let mut hunks: Vec<Vec<(Range<usize>, Vec<&Edit>)>> = Vec::new();
    for change in changes {
        match hunks.last_mut() {
            Some(hunk) if hunk.last().is_some_and(|(last, _)| change.0.start <= last.end + 2 * AROUND) => {
                hunk.push(change)
            }
            _ => hunks.push(vec![change]),
        }
    }
    let mut shown = format!("--- {name}\n+++ {name}\n");
    let mut grown = 0_isize;
    let file = Lines { text, starts: &starts };
    hunks.iter().for_each(|hunk| file.hunk(hunk, &mut grown, &mut shown));
    shown
}

/// A text by its lines.
struct Lines<'a> {
    text: &'a str,
    starts: &'a [usize],
}

impl Lines<'_> {
    fn range(&self, lines: &Range<usize>) -> Range<usize> {
        let at = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        at(lines.start)..at(lines.end)
    }

    /// One hunk; `grown` is by how many lines the file has grown before it.
    fn hunk(&self, changes: &[(Range<usize>, Vec<&Edit>)], grown: &mut isize, shown: &mut String) {
        let (Some((first, _)), Some((last, _))) = (changes.first(), changes.last()) else { return };
        let whole = first.start.saturating_sub(AROUND)..(last.end + AROUND).min(self.starts.len());
        let mut body = String::new();
        let mut at = whole.start;
        let mut new_lines = 0;
        for (lines, edits) in changes {
            new_lines += put(&mut body, ' ', &self.text[self.range(&(at..lines.start))]);
            let bytes = self.range(lines);
            put(&mut body, '-', &self.text[bytes.clone()]);
            let moved: Vec<Edit> = edits
                .iter()
                .map(|edit| Edit {
                    span: Span::new(edit.span.file, edit.span.start - bytes.start..edit.span.end - bytes.start),
                    ..(*edit).clone()
                })
                .collect();
            let after = apply(&self.text[bytes], &moved.iter().collect::<Vec<_>>()).unwrap_or_default();
            new_lines += put(&mut body, '+', &after);
            at = lines.end;
        }
        new_lines += put(&mut body, ' ', &self.text[self.range(&(at..whole.end))]);
        let start = (whole.start + 1).saturating_add_signed(*grown);
        let _ = writeln!(shown, "@@ -{},{} +{start},{new_lines} @@", whole.start + 1, whole.len());
        shown.push_str(&body);
        *grown += isize::try_from(new_lines).unwrap_or(0) - isize::try_from(whole.len()).unwrap_or(0);
    }
}

/// Adds lines with a mark before each; says how many they are.
fn put(body: &mut String, mark: char, text: &str) -> usize {
    let mut count = 0;
    for line in text.split_inclusive('\n') {
        count += 1;
        body.push(mark);
        body.push_str(line.trim_end_matches(['\r', '\n']));
        body.push('\n');
        if !line.ends_with('\n') {
            body.push_str("\\ No newline at end of file\n");
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Applies, Code, FileId};

    fn text(lines: &str) -> (SourceMap, FileId) {
        let mut map = SourceMap::default();
        let file = map.add("a.md", lines);
        (map, file)
    }

    fn edit(file: FileId, range: Range<usize>, text: &str) -> Edit {
        Edit { span: Span::new(file, range), text: text.to_owned(), applies: Applies::Mechanically }
    }

    #[test]
    fn edits_are_applied_in_any_order_and_never_over_each_other() {
        let (map, file) = text("one two three");
        let (one, three, over) = (edit(file, 0..3, "1"), edit(file, 8..13, "3"), edit(file, 2..5, "x"));
        assert_eq!(apply(map.text(file), &[&three, &one]).as_deref(), Some("1 two 3"));
        assert_eq!(apply(map.text(file), &[&one, &over]), None);
        assert_eq!(apply(map.text(file), &[&edit(file, 9..99, "")]), None);
    }

    #[test]
    fn a_difference_shows_the_lines_around_and_joins_what_is_near() {
        let (map, file) = text("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm");
        let edits = [edit(file, 2..3, "B1\nB2"), edit(file, 8..9, "E"), edit(file, 24..25, "M")];
        let shown = unified("a.md", map.text(file), &edits.iter().collect::<Vec<_>>());
        let expected = "--- a.md\n+++ a.md\n@@ -1,8 +1,9 @@\n a\n-b\n+B1\n+B2\n c\n d\n-e\n+E\n f\n g\n h\n\
                        @@ -10,4 +11,4 @@\n j\n k\n l\n-m\n\\ No newline at end of file\n+M\n\\ No newline at end of file\n";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_finding_behind_an_edit_is_the_same_one_and_another_grade_is_another() {
        let (before, file) = text("ab cd ef");
        let (after, edited) = text("abcdef cd ef");
        let at = |file, range, grade| Diagnostic::new(Code("D0001"), grade, "m").at(Span::new(file, range), "");
        let change = edit(file, 0..2, "abcdef");
        let found = [at(file, 0..2, Grade::Error), at(file, 6..8, Grade::Query)];
        let left = [at(edited, 10..12, Grade::Query), at(edited, 7..9, Grade::Note)];
        let mended_by = mended((&found, &before), (&left, &after), &[&change]);
        assert_eq!(mended_by, Mended { gone: vec![0], come: vec![] });
        let worse = [at(edited, 0..2, Grade::Error), at(edited, 10..12, Grade::Error)];
        let mended_by = mended((&found, &before), (&worse, &after), &[&change]);
        assert_eq!(mended_by, Mended { gone: vec![1], come: vec![1] });
    }
}
