//! Scripts that run to the left: from the order in which glyphs are drawn to the order in which they are said.
//!
//! A file may draw Hebrew or Arabic as it is said, each glyph to the left of the
//! one before, or as it looks, from left to right. The second is turned round:
//! the whole line where most of its letters run to the left, else each stretch of
//! such letters; numbers and words that run to the right keep their own order.

use std::borrow::Cow;

use super::glyphs::PageGlyphs;

/// How a glyph runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Runs {
    Left,
    Right,
    Number,
    Either,
}

/// Glyph numbers of a line in the order in which they are said.
pub(crate) fn said<'l>(line: &'l [u32], page: &PageGlyphs) -> Cow<'l, [u32]> {
    let leftward = |c: char| !matches!(c, '\0'..='\u{58f}' | '\u{2000}'..='\u{2fff}') && runs(c) == Runs::Left;
    if !page.may_run_left() {
        return Cow::Borrowed(line);
    }
    if !line.iter().filter_map(|&at| page.get(at as usize)).any(|glyph| page.text(&glyph).chars().any(leftward)) {
        return Cow::Borrowed(line);
    }
    let text = |at: &u32| page.get(*at as usize).and_then(|glyph| page.text(&glyph).chars().next());
    let kinds: Vec<Runs> = line.iter().map(|at| text(at).map_or(Runs::Either, runs)).collect();
    let count = |kind| kinds.iter().filter(|&&other| other == kind).count();
    let leftward = count(Runs::Left);
    if leftward == 0 || drawn_as_said(line, &kinds, page) {
        return Cow::Borrowed(line);
    }
    let mut out: Vec<(u32, Runs)> = line.iter().copied().zip(kinds.iter().copied()).collect();
    if leftward > count(Runs::Right) {
        out.reverse();
        turn_stretches(&mut out, &[Runs::Right, Runs::Number]);
    } else {
        turn_stretches(&mut out, &[Runs::Left]);
    }
    out.into_iter().map(|(at, _)| at).collect()
}

/// Turns round every stretch that begins and ends with one of `kinds` and holds besides them only what runs either way.
fn turn_stretches(line: &mut [(u32, Runs)], kinds: &[Runs]) {
    let mut at = 0;
    while at < line.len() {
        if !kinds.contains(&line[at].1) {
            at += 1;
            continue;
        }
        let inner = |kind: Runs| kinds.contains(&kind) || kind == Runs::Either;
        let reach = line[at..].iter().take_while(|(_, kind)| inner(*kind)).count();
        let end = at + line[at..at + reach].iter().rposition(|(_, kind)| kinds.contains(kind)).unwrap_or(0) + 1;
        line[at..end].reverse();
        at = end;
    }
}

/// Whether most neighbours that run to the left are drawn from right to left.
fn drawn_as_said(line: &[u32], kinds: &[Runs], page: &PageGlyphs) -> bool {
    let (mut left, mut right) = (0, 0);
    for (pair, kind) in line.windows(2).zip(kinds.windows(2)) {
        if kind == [Runs::Left, Runs::Left] {
            let place = |at: u32| page.get(at as usize).map_or(0.0, |glyph| glyph.left);
            let falls = place(pair[1]) < place(pair[0]);
            if falls { left += 1 } else { right += 1 }
        }
    }
    left > right
}

/// The strong letters of Hebrew, Arabic and their kin (Unicode 16, blocks of bidirectional class R and AL).
fn runs(c: char) -> Runs {
    match c {
        '\u{590}'..='\u{65f}' | '\u{66e}'..='\u{6ef}' | '\u{6fa}'..='\u{8ff}' => Runs::Left,
        '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' => Runs::Left,
        _ if c.is_numeric() => Runs::Number,
        _ if c.is_alphabetic() => Runs::Right,
        _ => Runs::Either,
    }
}
