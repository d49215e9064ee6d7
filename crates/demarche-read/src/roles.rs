//! Roles that only the words tell: titles and notes of figures, authors, the standing notice.

use crate::about;
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
pub(crate) fn is_figure_title(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let named = matches!(words.next(), Some("Figure" | "Table" | "Chart" | "Map" | "Box" | "Appendix"));
    let numbered = words.next().is_some_and(|word| {
        let word = word.strip_suffix(['.', ':']);
        word.is_some_and(|word| {
            word.len() <= 5 && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
                && (word.chars().any(|c| c.is_ascii_digit()) || word.len() == 1)
        })
    });
    named && numbered
}

/// The note under a figure or table.
pub(crate) fn is_figure_note(text: &str) -> bool {
    ["Source:", "Sources:", "Note:", "Notes:"].iter().any(|start| text.starts_with(start))
}

/// A line of authors: a name, then an office or another name.
pub(crate) fn is_author(text: &str) -> bool {
    let text = text.trim().trim_end_matches(',');
    if text.len() > 200 {
        return false;
    }
    match text.split_once(',') {
        Some((name, rest)) => about::is_name(name) && names_office(rest),
        None => false,
    }
}

fn names_office(text: &str) -> bool {
    const OFFICES: [&str; 10] = [
        "Specialist", "Analyst", "Coordinator", "Attorney", "Economist", "Librarian", "Fellow", "Section Research",
        "Research Assistant", "Acting",
    ];
    let text = text.trim_start();
    OFFICES.iter().any(|office| text.starts_with(office) || text.contains(&format!(" {office} ")))
}

/// Gives blocks the roles that their words tell.
pub(crate) fn refine(blocks: &mut [DraftBlock]) {
    let mut titled = blocks.iter().any(|block| block.role == Role::Title);
    let mut notice = false;
    for block in blocks.iter_mut() {
        let Content::Lines(lines) = &block.content else { continue };
        let mut text = String::new();
        for line in lines.iter().take(8) {
            text.push_str(line.text().trim_end());
            text.push(' ');
        }
        let text = text.trim();
        let fixed = matches!(block.role, Role::Header | Role::Footer | Role::Figure | Role::Table | Role::Title);
        if fixed {
            continue;
        }
        if text == "Disclaimer" || text.starts_with("Disclaimer ") || text == "Disclaimer:" {
            notice = true;
        }
        block.role = match block.role {
            _ if notice => Role::Disclaimer,
            Role::Heading { .. } if !titled && !is_figure_title(text) => {
                titled = true;
                Role::Title
            }
            _ if is_figure_title(text) && text.len() < 300 => Role::FigureTitle,
            _ if is_figure_note(text) => Role::FigureNote,
            Role::Body | Role::Heading { .. } if is_author(text) => Role::Author,
            Role::Body if is_product(text) => Role::Footer,
            Role::Body if is_bullet(text) => Role::List,
            Role::Body if is_dateline(text) => Role::Header,
            role => role,
        };
    }
}

fn is_product(text: &str) -> bool {
    about::product(text).is_some_and(|found| found.len() == text.len())
}

/// A line that holds a date and nothing else but "Updated".
pub(crate) fn is_dateline(text: &str) -> bool {
    let text = text.strip_prefix("Updated").unwrap_or(text).trim();
    about::date(text).is_some_and(|found| found.len() == text.len())
}
