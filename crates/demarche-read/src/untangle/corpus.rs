//! What teaches and what is scored: briefs whose true order is known.
//!
//! A *table* is tab-separated with a head line: page, line, column (`L` or `R`), rank in
//! reading order inside the page, words; its lines stand in the order in which software
//! that sorts by height writes them. The same product's text in Markdown comes from an
//! edition without columns: it tells the title, which neighbours truly are neighbours, and what can be set anew.

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Page, from 1.
    pub page: u32,
    /// Whether it stands in the right column.
    pub right: bool,
    /// Place in reading order inside the page.
    pub rank: u32,
    /// Its words.
    pub words: String,
}

/// A brief with its columns written in turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// Lines in the order of the file.
    pub rows: Vec<Row>,
    /// Title, as letters and digits.
    title: String,
    /// Paragraphs, headings and items of lists of the other edition, the latter with a bullet.
    blocks: Vec<String>,
    /// Running text of the other edition, as letters and digits.
    said: String,
}

impl Brief {
    /// Reads a table and the Markdown of the same product; a line that does not fit is skipped.
    pub fn parse(table: &str, markdown: &str) -> Self {
        let rows = table.lines().skip(1).filter_map(|row| {
            let cells: Vec<&str> = row.splitn(5, '\t').collect();
            let [page, _, column, rank, words] = cells.as_slice() else { return None };
            Some(Row {
                page: page.parse().ok()?,
                right: *column == "R",
                rank: rank.parse().ok()?,
                words: (*words).to_owned(),
            })
        });
        let title = markdown.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("");
        Self {
            rows: rows.collect(),
            blocks: blocks(markdown),
            title: key(title),
            said: key(&paragraphs(markdown).join(" ")),
        }
    }

    /// The brief as plain text, pages parted by form feeds.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (at, row) in self.rows.iter().enumerate() {
            if at > 0 && self.rows[at - 1].page != row.page {
                text.push('\u{c}');
            }
            text.push_str(&row.words);
            text.push('\n');
        }
        text
    }

    /// Line numbers of the text, from 1, in true order.
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (1..=self.rows.len()).collect();
        order.sort_by_key(|&number| (self.rows[number - 1].page, self.rows[number - 1].rank));
        order
    }

    /// Its paragraphs, headings and items of lists, the latter with a bullet; tables and figures are left out.
    pub fn blocks(&self) -> &[String] {
        &self.blocks
    }

    /// Whether the other edition bears out that one line follows another.
    pub fn confirms(&self, before: usize, after: usize) -> bool {
        let (before, after) = (key(&self.rows[before - 1].words), key(&self.rows[after - 1].words));
        let tail = before.char_indices().rev().nth(SHOWN - 1).map_or(0, |(at, _)| at);
        let head = after.char_indices().nth(SHOWN).map_or(after.len(), |(at, _)| at);
        self.said.contains(&format!("{}{}", &before[tail..], &after[..head]))
    }

    /// How many of these lines, from the first, hold the title and nothing else.
    pub fn title_lines<'a>(&self, lines: impl Iterator<Item = &'a str>) -> usize {
        let mut rest = self.title.as_str();
        lines
            .map(key)
            .take_while(|line| match rest.strip_prefix(line.as_str()) {
                Some(left) if !line.is_empty() => {
                    rest = left;
                    true
                }
                _ => false,
            })
            .count()
    }
}

/// How many letters on either side of a seam must stand together in the other edition.
const SHOWN: usize = 18;

/// The product's number: what stands before the version or the slug of a file's name.
pub fn product(name: &str) -> &str {
    let digits = name.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let end = name[digits..].find(|c: char| !c.is_ascii_digit()).map_or(name.len(), |end| digits + end);
    &name[..end]
}

/// The paragraphs of a report in Markdown, without its chrome and marks.
pub fn paragraphs(markdown: &str) -> Vec<String> {
    body(markdown).map(plain).filter(|line| line.len() > 3).collect()
}

/// The same without tables, figures and their notes; an item of a list begins with a bullet.
fn blocks(markdown: &str) -> Vec<String> {
    let aside = |line: &&str| line.starts_with('|') || crate::roles::is_figure_note(line.trim());
    let block = |line: &str| line.strip_prefix("- ").map_or_else(|| plain(line), |item| format!("• {}", plain(item)));
    body(markdown).filter(|line| !aside(line)).map(block).filter(|line| line.len() > 5).collect()
}

/// The lines of a report in Markdown without its chrome.
fn body(markdown: &str) -> impl Iterator<Item = &str> {
    let body = markdown.lines().skip_while(|line| !line.starts_with("[Listen](")).skip(1);
    body.take_while(|line| line.trim() != "Disclaimer:")
}

/// Letters and digits in lower case: what spacing, hyphens and quotation marks cannot change.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn plain(line: &str) -> String {
    let characters: Vec<char> = line.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < characters.len() {
        let c = characters[at];
        match c {
            ']' if characters.get(at + 1) == Some(&'(') => at = link_end(&characters, at + 1),
            '[' | ']' | '*' | '_' | '#' => {}
            '|' => out.push(' '),
            '"' => {
                let opens = at == 0 || characters[at - 1].is_whitespace() || "([—_".contains(characters[at - 1]);
                out.push(if opens { '“' } else { '”' });
            }
            '\'' => out.push('’'),
            c => out.push(c),
        }
        at += 1;
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The place of the bracket that closes the one at `open`.
fn link_end(characters: &[char], open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in characters.iter().enumerate().skip(open) {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        if depth == 0 {
            return at;
        }
    }
    characters.len()
}

/// Pages of a text as they are untangled, each line with its number: furniture and title taken off.
pub fn bodies<'a>(brief: &Brief, text: &'a str) -> Vec<Vec<(usize, &'a str)>> {
    let mut pages = crate::text::bodies(text);
    if let Some(first) = pages.first_mut() {
        let title = brief.title_lines(first.iter().map(|&(_, line)| line));
        first.drain(..title);
    }
    pages
}

/// The columns of lines of a brief: 0 for the left one.
pub fn columns(brief: &Brief, numbers: &[usize]) -> Vec<u8> {
    numbers.iter().map(|&number| u8::from(brief.rows[number - 1].right)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_knows_its_neighbours() {
        let table = "page\traw_line\tcolumn\ttrue_rank\ttext\n1\t1\tL\t1\tSea Trade\n1\t2\tR\t4\tin the south.\n\
                     1\t3\tL\t2\tTwo ferries sail from\n1\t4\tL\t3\tthe north. A third lies\n";
        let markdown =
            "# Sea Trade\n[Listen](x)\nTwo *ferries* sail from the north. A third lies in the south.\nDisclaimer:\n";
        let brief = Brief::parse(table, markdown);
        assert_eq!(brief.order(), [1, 3, 4, 2]);
        assert!(brief.confirms(3, 4) && brief.confirms(4, 2) && !brief.confirms(1, 2));
        assert_eq!(brief.title_lines(brief.rows.iter().map(|row| row.words.as_str())), 1);
        assert_eq!(product("IF10753.6"), "IF10753");
    }
}
