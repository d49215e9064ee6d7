//! A document as plain text, Markdown, JSON and a web page.

pub(crate) mod html;

use serde_json::{Value, json};

use crate::document::{Block, Document, Mark, Role, Table};

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
            (None, _) => out.push_str(&format!("{}\n", escape(words))),
        }
    }

    fn table_markdown(&self, table: &Table, out: &mut String) {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        for (at, row) in table.rows.iter().enumerate() {
            out.push('|');
            for column in 0..width {
                let words = row.get(column).map_or("", |cell| self.words(&cell.text));
                out.push_str(&format!(" {} |", escape(words).replace('|', "\\|")));
            }
            out.push('\n');
            if at == 0 {
                out.push_str(&format!("|{}\n", " --- |".repeat(width)));
            }
        }
    }

    /// Everything as JSON: words, roles, pages, columns, sentences, and places in the original.
    pub fn to_json(&self) -> Value {
        let said = |range: &Option<std::ops::Range<usize>>| range.as_ref().map(|range| self.words(range));
        json!({
            "name": self.name,
            "format": self.format,
            "about": {
                "title": said(&self.about.title),
                "product": said(&self.about.product),
                "edition": said(&self.about.edition),
                "date": said(&self.about.date),
                "authors": self.about.authors.iter().map(|range| self.words(range)).collect::<Vec<_>>(),
            },
            "pages": self.pages,
            "text": self.text,
            "blocks": self.blocks.iter().enumerate().map(|(at, block)| self.block_json(at, block)).collect::<Vec<_>>(),
            "marks": self.marks.iter().map(|mark| self.mark_json(mark)).collect::<Vec<_>>(),
            "runs": self.runs,
        })
    }

    fn mark_json(&self, mark: &Mark) -> Value {
        json!({
            "text": mark.text,
            "words": self.words(&mark.text),
            "sentence": mark.sentence.map(|at| &self.sentences[at].id),
            "note": mark.note.map(|at| format!("b{}", at + 1)),
        })
    }

    fn block_json(&self, at: usize, block: &Block) -> Value {
        let mut value = json!({ "id": format!("b{}", at + 1), "text": block.text, "words": self.words(&block.text) });
        if let (Some(object), Ok(Value::Object(role))) = (value.as_object_mut(), serde_json::to_value(block.role)) {
            object.extend(role);
            object.insert("lines".to_owned(), json!(self.lines[block.lines.clone()]));
            let sentences = self.sentences_of(at).map(|sentence| {
                json!({ "id": sentence.id, "text": sentence.text, "words": self.words(&sentence.text), "page": self.page(&sentence.text) })
            });
            object.insert("sentences".to_owned(), sentences.collect());
            if let Some(table) = &block.table {
                object.insert("table".to_owned(), json!(table));
            }
        }
        value
    }
}

/// Backslashes before what Markdown would take for a mark.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '#') {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

fn strip_bullet(words: &str) -> &str {
    words.trim_start_matches(['•', '●', '▪', '◦', '·', '–', '\u{f0b7}']).trim_start()
}
