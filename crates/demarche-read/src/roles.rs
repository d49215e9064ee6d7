//! Roles that only the words tell: titles and notes of figures, authors, the standing notice.

use std::collections::BTreeSet;

use crate::about;
use crate::authors::{self, is_author};
use crate::builder::{Content, DraftBlock};
use crate::document::Role;

/// Whether a line begins with a bullet or a short number in brackets or with a full stop.
pub(crate) fn is_bullet(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with(['•', '●', '▪', '◦', '■', '□', '➢', '✓']) {
        return true;
    }
    let Some(mark) = text.split_whitespace().next() else { return false };
    matches!(mark, "-" | "–" | "o" | "*")
}

/// The title of a figure or table: "Figure 1. …", "Table B-2. …".
///
/// A line of a list of figures names a page behind its dots and is none.
pub(crate) fn is_figure_title(text: &str) -> bool {
    if text.contains(".....") {
        return false;
    }
    let mut words = text.split_whitespace();
    let named = matches!(words.next(), Some("Figure" | "Table" | "Chart" | "Map" | "Box" | "Appendix"));
    let numbered = words.next().is_some_and(|word| {
        let word = word.strip_suffix(['.', ':']);
        word.is_some_and(|word| {
            word.len() <= 5
                && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
                && (word.chars().any(|c| c.is_ascii_digit()) || word.len() == 1)
        })
    });
    named && numbered
}

/// The note under a figure or table.
pub(crate) fn is_figure_note(text: &str) -> bool {
    ["Source:", "Sources:", "Note:", "Notes:"].iter().any(|start| text.starts_with(start))
}

/// The note to a mark in a table: "a. …".
pub(crate) fn is_lettered_note(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let mark = words.next().and_then(|word| word.strip_suffix('.'));
    let lettered = mark.is_some_and(|mark| mark.len() == 1 && mark.starts_with(|c: char| c.is_ascii_lowercase()));
    lettered && words.next().is_some_and(|word| !word.starts_with(char::is_lowercase))
}

/// Whether a line is the head of the standing notice.
pub(crate) fn opens_notice(text: &str) -> bool {
    matches!(text.strip_suffix(':').unwrap_or(text), "Disclaimer" | "DISCLAIMER")
}

/// A standing notice has at most so many bytes: what follows it, as where documents were joined, is text again.
pub(crate) const NOTICE_BYTES: usize = 2_500;

/// Gives blocks the roles that their words tell.
pub(crate) fn refine(blocks: &mut Vec<DraftBlock>) {
    authors::part(blocks);
    if let Some(title) = title(blocks) {
        blocks[title].role = Role::Title;
    }
    let furniture: BTreeSet<String> = blocks
        .iter()
        .filter(|block| matches!(block.role, Role::Header | Role::Footer))
        .map(|block| opening(block).trim().to_owned())
        .collect();
    let mut notice = Notice::default();
    let mut begun = false;
    for block in blocks.iter_mut() {
        let text = opening(block);
        let text = text.trim();
        let noticed = notice.holds(block, text);
        if matches!(block.role, Role::Header | Role::Footer | Role::Figure | Role::Table | Role::Title) {
            continue;
        }
        block.role = match block.role {
            _ if noticed => Role::Disclaimer,
            _ if is_figure_title(text) && text.len() < 300 => Role::FigureTitle,
            _ if is_figure_note(text) => Role::FigureNote,
            Role::Body | Role::Heading { .. } if is_author(text) || authors::is_entry(block) => Role::Author,
            Role::Body if is_product(text) || is_address(text) || is_imprint(text) || furniture.contains(text) => {
                Role::Footer
            }
            Role::Body if is_bullet(text) => Role::List,
            Role::Body if is_dateline(text) => Role::Header,
            // Large type makes a heading of the date beside a title.
            Role::Heading { .. } if !begun && is_printed(block) && is_dateline(text) => Role::Header,
            role => role,
        };
        begun |= matches!(block.role, Role::Body | Role::List);
    }
    level(blocks);
}

/// The standing notice, followed block by block.
#[derive(Default)]
struct Notice {
    /// Bytes so far, where one is open.
    bytes: Option<usize>,
    /// Whether the reader told its lines from the text before.
    told: bool,
}

impl Notice {
    /// Whether a block belongs to the notice: from its head to the next head or date of a text,
    /// or to its greatest length.
    fn holds(&mut self, block: &DraftBlock, text: &str) -> bool {
        if opens_notice(text) || text.starts_with("Disclaimer ") {
            *self = Self { bytes: Some(0), told: block.role == Role::Disclaimer };
            return true;
        }
        let ends = match block.role {
            Role::Title | Role::Heading { .. } => true,
            Role::Header | Role::Footer => is_dateline(text),
            role => is_figure_title(text) || is_dateline(text) || self.told && role != Role::Disclaimer,
        };
        self.bytes = self.bytes.filter(|&bytes| !ends && bytes < NOTICE_BYTES).map(|bytes| bytes + length(block));
        self.bytes.is_some()
    }
}

/// Counts heading levels from 1, whatever the file calls its highest level below the title.
fn level(blocks: &mut [DraftBlock]) {
    let own = |block: &DraftBlock| match block.role {
        Role::Heading { level } => Some(level),
        _ => None,
    };
    let above = blocks.iter().filter_map(own).min().unwrap_or(1).saturating_sub(1);
    for block in blocks {
        if let Role::Heading { level } = &mut block.role {
            *level -= above;
        }
    }
}

/// Whether the type size of a block is known, as on a printed page.
fn is_printed(block: &DraftBlock) -> bool {
    block.all_lines().any(|line| line.size > 0.0)
}

/// Bytes of a block's words.
fn length(block: &DraftBlock) -> usize {
    block.all_lines().map(|line| line.text.len()).sum()
}

/// The words of a block's first lines.
fn opening(block: &DraftBlock) -> String {
    let mut text = String::new();
    if let Content::Lines(lines) = &block.content {
        for line in lines.iter().take(8) {
            text.push_str(line.text.trim_end());
            text.push(' ');
        }
    }
    text
}

/// Blocks at the beginning among which the title is looked for.
const TITLE_BLOCKS: usize = 12;

/// The title: marked as such, or the largest words of the beginning, or a first line that is no sentence.
fn title(blocks: &[DraftBlock]) -> Option<usize> {
    if blocks.iter().any(|block| block.role == Role::Title) {
        return None;
    }
    let prose = |block: &DraftBlock| matches!(block.role, Role::Body | Role::Heading { .. });
    let titled = |text: &str| text.len() <= 300 && text.chars().filter(|c| c.is_alphabetic()).count() > 5;
    let size = |block: &DraftBlock| block.all_lines().map(|line| line.size).fold(0.0, f32::max);
    let mut sizes: Vec<f32> = blocks.iter().filter(|block| prose(block)).map(size).collect();
    sizes.sort_by(f32::total_cmp);
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
    if usual > 0.0 {
        let large = blocks
            .iter()
            .enumerate()
            .take(TITLE_BLOCKS)
            .filter(|(_, block)| prose(block) && titled(opening(block).trim()) && size(block) > usual * 1.25);
        return large.max_by(|a, b| size(a.1).total_cmp(&size(b.1)).then(b.0.cmp(&a.0))).map(|(at, _)| at);
    }
    let first = blocks.iter().position(|block| !matches!(block.role, Role::Header | Role::Footer))?;
    let text = opening(&blocks[first]);
    let text = text.trim();
    let caption = is_figure_title(text) || is_figure_note(text) || is_bullet(text);
    (prose(&blocks[first]) && !caption && blocks.len() > 1 && titled(text) && !text.ends_with(['.', ':', ';', ',']))
        .then_some(first)
}

/// A web address and nothing else.
fn is_address(text: &str) -> bool {
    (text.starts_with("http") || text.starts_with("www.")) && !text.contains(char::is_whitespace)
}

/// A line that holds the product's number with its edition, and little else.
fn is_imprint(text: &str) -> bool {
    text.len() < 120 && about::product(text).is_some() && about::edition(text).is_some() && !text.ends_with('.')
}

fn is_product(text: &str) -> bool {
    text.len() <= about::PRODUCT_BYTES && about::product(text).is_some_and(|found| found.len() == text.len())
}

/// A line that holds a date and nothing else but "Updated".
pub(crate) fn is_dateline(text: &str) -> bool {
    let text = text.strip_prefix("Updated").unwrap_or(text).trim();
    about::date(about::opening(text, 3)).is_some_and(|found| {
        let rest = text[found.end..].trim().trim_start_matches('(').trim_end_matches(')');
        found.start == 0 && (rest.is_empty() || is_product(rest))
    })
}
