//! Sequels: what may follow the title of a figure, come before its note, or before an item of a list.
//!
//! The picture of a figure leaves no lines, so that its title is followed by its note, with a subtitle of units or
//! years between at most. Beside it stand headings and paragraphs of the other column, which look much the same.

use super::line::{FILLED, Reading, end, start};

/// How many sequels are told apart.
pub const COUNT: usize = Sequel::BulletToBullet as usize + 1;

/// Two lines one after the other of which one is part of a figure or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequel {
    TitleToNote,
    /// A title of several lines, of which the last is no more than a heading by itself.
    BrokenTitleToNote,
    HeadingToNote,
    FragmentToNote,
    NoteToNote,
    TextToNote,
    TitleToSubtitle,
    TitleToText,
    /// A title that filled its line, and a line that may be its next.
    TitleToHeading,
    TitleOn,
    TitleToOther,
    HeadingToSubtitle,
    OtherToSubtitle,
    SubtitleToText,
    SubtitleToOther,
    /// An item of a list whose items end in commas, below a full stop.
    SentenceToItem,
    BulletToBullet,
}

/// A title goes on below where there was less room left for the next word, in characters.
const BROKEN: f64 = 5.0;
/// So many lines above it are looked at for the title that a line goes on with, and for that of a subtitle.
const TITLE_ABOVE: usize = 3;
const SUBTITLE_BELOW: usize = 4;

impl Sequel {
    /// Which sequel line `b` would be to line `a`, where a full line is so wide; `room` is what a line leaves after the
    /// first word of the next.
    pub fn between(
        lines: &[Reading],
        a: usize,
        b: usize,
        room: impl Fn(&Reading, &Reading) -> f64,
        full: f64,
    ) -> Option<Self> {
        let (one, two) = (&lines[a], &lines[b]);
        let is_title = |line: &Reading| line.start == start::FIGURE;
        let breaks = |title: &Reading, next: &Reading| is_title(title) && room(title, next) < BROKEN;
        let fills = |line: &Reading| line.width > FILLED * full;
        if two.start == start::NOTE {
            return Some(match one.end {
                _ if is_title(one) => Self::TitleToNote,
                _ if one.start == start::NOTE || one.small => Self::NoteToNote,
                end::HEADING if lines[a.saturating_sub(TITLE_ABOVE)..a].iter().any(|title| breaks(title, one)) => {
                    Self::BrokenTitleToNote
                }
                end::HEADING => Self::HeadingToNote,
                end::FRAGMENT => Self::FragmentToNote,
                _ => Self::TextToNote,
            });
        }
        if is_title(one) {
            return Some(match () {
                () if fills(two) => Self::TitleToText,
                () if is_subtitle(two) => Self::TitleToSubtitle,
                () if breaks(one, two) && two.start == start::HEADING => Self::TitleToHeading,
                () if breaks(one, two) => Self::TitleOn,
                () => Self::TitleToOther,
            });
        }
        let subtitle = |at: usize| {
            let titled = || lines[at.saturating_sub(SUBTITLE_BELOW)..at].iter().any(is_title);
            !fills(&lines[at]) && is_subtitle(&lines[at]) && titled()
        };
        match () {
            () if subtitle(b) && one.end == end::HEADING => Some(Self::HeadingToSubtitle),
            () if subtitle(b) => Some(Self::OtherToSubtitle),
            () if subtitle(a) && fills(two) => Some(Self::SubtitleToText),
            () if subtitle(a) => Some(Self::SubtitleToOther),
            () if two.start != start::BULLET => None,
            () if one.end == end::SENTENCE && matches!(two.words.last(), Some(&"," | &";")) => {
                Some(Self::SentenceToItem)
            }
            () if one.start == start::BULLET => Some(Self::BulletToBullet),
            () => None,
        }
    }
}

/// Whether a line may say in which units a figure is, or for which years.
fn is_subtitle(line: &Reading) -> bool {
    const OPENS: [&str; 11] =
        ["(", "In", "Fiscal", "As", "By", "by", "Dollars", "Percent", "Billions", "Millions", "Thousands"];
    const UNITS: [&str; 9] = ["million", "billion", "thousand", "dollar", "percent", "percentage", "year", "%", "$"];
    let opens = line.words.first().is_some_and(|first| OPENS.contains(first) || first.starts_with("FY"));
    let is_unit = |word: &&str| {
        let word = word.to_lowercase();
        UNITS.contains(&word.trim_end_matches('s')) || word.starts_with("fy")
    };
    opens && line.end != end::SENTENCE && line.words.iter().any(is_unit)
}

#[cfg(test)]
mod tests {
    use super::Sequel::{self, *};
    use crate::untangle::echo::Echo;
    use crate::untangle::line::{Reading, width};
    use crate::untangle::speech::Speech;

    const FULL: &str = "Two ferries sail from the northern harbour every day";

    fn sequels(lines: &[&str]) -> Vec<Option<Sequel>> {
        let (echo, speech) = (Echo::gather(lines.iter().copied()), Speech::parse("", ""));
        let lines: Vec<Reading> = lines.iter().map(|line| Reading::new(line, width(FULL), &speech, &echo)).collect();
        let room = |a: &Reading, b: &Reading| width(FULL) - a.width - width(" ") - b.first_width;
        (1..lines.len()).map(|b| Sequel::between(&lines, b - 1, b, room, width(FULL))).collect()
    }

    #[test]
    fn a_figure_is_followed_from_its_title_to_its_note() {
        let lines =
            ["Figure 1. Ferries", "In thousands of passengers", "Source: Harbour Office.", "Note: None sailed."];
        assert_eq!(sequels(&lines), [Some(TitleToSubtitle), Some(FragmentToNote), Some(NoteToNote)]);
        assert_eq!(sequels(&["Figure 1. Ferries", "Source: Harbour Office."]), [Some(TitleToNote)]);
        assert_eq!(sequels(&["Figure 1. Ferries", FULL]), [Some(TitleToText)]);
    }

    #[test]
    fn a_title_that_filled_its_line_may_go_on() {
        let long = "Figure 1. Ferries that Sail from the Northern";
        let lines = [long, "Harbour", "Source: Harbour Office."];
        assert_eq!(sequels(&lines), [Some(TitleToHeading), Some(BrokenTitleToNote)]);
        let lines = ["Figure 1. Ferries", "Harbour", "Source: Harbour Office."];
        assert_eq!(sequels(&lines), [Some(TitleToOther), Some(HeadingToNote)]);
    }

    #[test]
    fn units_are_a_subtitle_below_a_title_alone() {
        assert_eq!(sequels(&["The ferries", "In thousands of passengers"]), [None]);
    }

    #[test]
    fn an_item_below_a_full_stop_is_told_from_one_below_another() {
        let lines = ["Do they sail?", "• to the islands,", "• to the lighthouse,"];
        assert_eq!(sequels(&lines), [Some(SentenceToItem), Some(BulletToBullet)]);
    }
}
