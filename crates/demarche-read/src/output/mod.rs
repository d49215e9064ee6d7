//! A document as plain text, Markdown, JSON and a web page.

pub(crate) mod html;
mod json;

use std::borrow::Cow;

use crate::document::{Block, Document, Role, Table};

impl Document {
    /// The prose in reading order, one block a paragraph; page furniture is left out.
    pub fn to_text(&self) -> String {
        let mut out = String::with_capacity(self.text.len() + self.blocks.len());
        for block in self.blocks.iter().filter(|block| block.role.is_prose()) {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(self.words(&block.text));
            out.push('\n');
        }
        out
    }

    /// CommonMark with pipe tables; page furniture is left out.
    pub fn to_markdown(&self) -> String {
        let mut out = String::with_capacity(self.text.len() * 9 / 8);
        let mut before: Option<Role> = None;
        for block in self.blocks.iter().filter(|block| block.role.is_prose()) {
            if before.is_some_and(|role| !(role == Role::List && block.role == Role::List)) {
                out.push('\n');
            }
            self.block_markdown(block, &mut out);
            before = Some(block.role);
        }
        out
    }

    fn block_markdown(&self, block: &Block, out: &mut String) {
        let words = self.words(&block.text);
        match (&block.table, block.role) {
            (Some(table), _) => self.table_markdown(table, out),
            (None, Role::Title) => out.push_str(&format!("# {}\n", escape(words))),
            (None, Role::Heading { level }) => {
                let marks = "#".repeat(usize::from(level.saturating_add(1)).min(6));
                out.push_str(&format!("{marks} {}\n", escape(words)));
            }
            (None, Role::List) => out.push_str(&format!("- {}\n", escape(strip_bullet(words)))),
            (None, Role::FigureTitle) => out.push_str(&format!("**{}**\n", escape(words))),
            (None, Role::FigureNote | Role::Disclaimer) => out.push_str(&format!("*{}*\n", escape(words))),
            (None, _) => {
                let words = escape(words);
                // What would begin a list or a quotation is no mark here.
                let mark = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
                if words[mark..].starts_with(if mark > 0 { &['.', ')'][..] } else { &['-', '+', '>', '~', '|', '='] }) {
                    out.push_str(&format!("{}\\{}\n", &words[..mark], &words[mark..]));
                } else {
                    out.push_str(&format!("{words}\n"));
                }
            }
        }
    }

    fn table_markdown(&self, table: &Table, out: &mut String) {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        // Rows below that cells of rows above still reach into, by column.
        let mut held: Vec<u16> = vec![0; width];
        for (at, row) in table.rows.iter().enumerate() {
            out.push('|');
            let mut cells = row.iter();
            let mut column = 0;
            while column < width {
                // No cell is pushed out of the table by those that claim much room.
                let room = width - column > cells.len();
                match cells.as_slice().first().filter(|_| held[column] == 0 || !room) {
                    Some(cell) => {
                        cells.next();
                        out.push_str(&format!(" {} |", escape(self.words(&cell.text)).replace('|', "\\|")));
                        let reach = usize::from(cell.columns.max(1)).min(width - column - cells.len()).max(1);
                        out.push_str(&"  |".repeat(reach - 1));
                        held[column..column + reach].fill(cell.rows.max(1));
                        column += reach;
                    }
                    None => {
                        out.push_str("  |");
                        column += 1;
                    }
                }
            }
            held.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            out.push('\n');
            if at == 0 {
                out.push_str(&format!("|{}\n", " --- |".repeat(width)));
            }
        }
    }
}

/// Backslashes before what Markdown would take for a mark.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let words = unled(words);
    for c in words.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '#') {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

/// Words with the dots that lead the eye from a title to its page number drawn together.
fn unled(words: &str) -> Cow<'_, str> {
    const LED: &str = ".....";
    if !words.contains(LED) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(LED) {
        out.push_str(rest[..at].trim_end());
        out.push_str(" … ");
        rest = rest[at..].trim_start_matches(['.', ' ']);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn strip_bullet(words: &str) -> &str {
    let words = words.trim_start_matches(['•', '●', '▪', '◦', '·', '–', '\u{f0b7}']).trim_start();
    match words.split_once(' ') {
        Some(("-" | "o" | "*", rest)) => rest,
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    fn markdown(text: &str, name: &str) -> String {
        crate::read(text.as_bytes(), name).value.to_markdown()
    }

    #[test]
    fn what_looks_like_a_mark_is_none() {
        let html = "<p>1951. The pact holds.</p><p>- 4 % fell.</p><p>+ 5 % rose.</p><p>Ferries ........ 12</p><p>40 (of 50) sail.</p>";
        assert_eq!(
            markdown(html, "a.html"),
            "1951\\. The pact holds.\n\n- 4 % fell.\n\n\\+ 5 % rose.\n\nFerries … 12\n\n40 (of 50) sail.\n"
        );
    }

    #[test]
    fn cells_keep_to_their_columns() {
        let html = "<table><tr><th>Port</th><th colspan=2>Ships</th></tr><tr><td rowspan=2>North</td><td>2</td><td>3</td></tr>\
            <tr><td>4</td><td>5</td></tr></table>";
        let rows = ["| Port | Ships |  |", "| --- | --- | --- |", "| North | 2 | 3 |", "|  | 4 | 5 |"];
        assert_eq!(markdown(html, "a.html").lines().collect::<Vec<_>>(), rows);
    }
}
