//! Edition to a Word document: for readers who comment and edit there.
//!
//! Real headings, lists, tables with header rows, links and page numbers, so that
//! outlines, screen readers and styles of a house work. Every bound sentence
//! carries the raised numbers of its sources, which stand at the end. Charts
//! have no place in a text that is edited; their figures come as tables.

use std::collections::BTreeSet;
use std::io::Cursor;

use demarche_brief::edition::{Block, Edition, Inline, PublishedSource, Table as Grid};
use docx_rs::{
    AbstractNumbering, AlignmentType, BreakType, Docx, Footer, Hyperlink, HyperlinkData, HyperlinkType, IndentLevel,
    Level, LevelJc, LevelText, LineSpacing, LineSpacingType, NumPages, NumberFormat, Numbering, NumberingId,
    PageMargin, PageNum, Paragraph, Run, RunFonts, SpecialIndentType, Start, Style, StyleType, Table, TableCell,
    TableRow, VertAlignType, WidthType,
};

use crate::safe;

/// Deepest nesting of blocks or of emphasis that is written; what lies deeper is set flat.
const DEEPEST: usize = 12;

const ACCENT: &str = "0D4B52";
const SOFT: &str = "525C62";

/// How closely a document is set.
struct Setting {
    /// Face of the text; headings are in Arial.
    face: &'static str,
    /// Size of the text, in half points.
    text: usize,
    /// Size of the title, in half points.
    title: usize,
    /// Size of the headings by level, in half points.
    headings: [usize; 3],
    /// Above a heading, in twentieths of a point.
    above: u32,
    /// Below a paragraph, in twentieths of a point.
    below: u32,
    /// Margins above and below, and at the sides, in twentieths of a point.
    margins: (i32, i32),
    /// Whether sources follow each other in one paragraph.
    run_in: bool,
}

const BRIEF: Setting = Setting {
    face: "Georgia",
    text: 20,
    title: 40,
    headings: [26, 22, 20],
    above: 220,
    below: 70,
    margins: (1080, 1180),
    run_in: false,
};

/// Times New Roman and Arial are on most machines, or stand-ins of their very widths.
const MEMO: Setting = Setting {
    face: "Times New Roman",
    text: 19,
    title: 32,
    headings: [22, 20, 20],
    above: 120,
    below: 30,
    margins: (860, 1000),
    run_in: true,
};

/// The edition as the bytes of a `.docx`, the same for the same edition.
///
/// # Errors
/// Only where the archive cannot be put together in memory.
pub fn docx(edition: &Edition) -> std::io::Result<Vec<u8>> {
    written(edition, &BRIEF)
}

/// A change memo as the bytes of a `.docx`: set closer than a brief, in a face that has the same widths on every
/// machine, its sources run in.
///
/// # Errors
/// Only where the archive cannot be put together in memory.
pub fn docx_memo(edition: &Edition) -> std::io::Result<Vec<u8>> {
    written(edition, &MEMO)
}

fn written(edition: &Edition, setting: &'static Setting) -> std::io::Result<Vec<u8>> {
    let document = frame(edition, setting);
    let mut writer = Writer { edition, setting, document, paragraphs: 0, links: 0 };
    writer.title();
    writer.blocks(&edition.blocks, 0);
    writer.annexes();
    if setting.run_in {
        writer.sources_run_in()
    } else {
        writer.sources()
    }
    writer.closing();
    let mut document = writer.document.build();
    document.doc_props.core = properties(edition).into_bytes();
    document.document_rels = in_order(&document.document_rels);
    let mut bytes = Cursor::new(Vec::new());
    document.pack(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.into_inner())
}

/// Relationships in order of their text: the library writes links as a hash map has them.
fn in_order(relationships: &[u8]) -> Vec<u8> {
    const MARK: &str = "<Relationship ";
    let text = String::from_utf8_lossy(relationships).into_owned();
    let (Some(first), Some(last)) = (text.find(MARK), text.rfind("/>")) else { return relationships.to_vec() };
    let mut all: Vec<&str> = text[first..last].split(MARK).map(|one| one.trim_end().trim_end_matches("/>")).collect();
    all.retain(|one| !one.is_empty());
    all.sort_unstable();
    let all: String = all.into_iter().map(|one| format!("{MARK}{one}/>")).collect();
    format!("{}{all}{}", &text[..first], &text[last + 2..]).into_bytes()
}

/// Page, faces, styles and lists.
fn frame(edition: &Edition, setting: &Setting) -> Docx {
    let meta = &edition.meta;
    let face = |name: &str| RunFonts::new().ascii(name).hi_ansi(name).east_asia(name).cs(name);
    let heading = |id: &str, name: &str, size: usize, level: usize| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .based_on("Normal")
            .next("Normal")
            .q_format(true)
            .fonts(face("Arial"))
            .size(size)
            .bold()
            .color(ACCENT)
            .outline_lvl(level)
            .line_spacing(lines(252).before(setting.above).after(setting.below + 10))
    };
    let level = |format: &str, text: &str| {
        Level::new(0, Start::new(1), NumberFormat::new(format), LevelText::new(text), LevelJc::new("left")).indent(
            Some(360),
            Some(SpecialIndentType::Hanging(260)),
            None,
            None,
        )
    };
    let (width, height) = if is_letter(&meta.language) { (12_240, 15_840) } else { (11_906, 16_838) };
    let change = meta.change.as_ref().map(|change| format!("  ·  {}", change.said(|date| day(edition, date))));
    let foot = Paragraph::new()
        .id("0f000001")
        .style("Footer")
        .add_run(Run::new().add_text(format!("{}{}  ·  page ", imprint(edition), change.unwrap_or_default())))
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" of "))
        .add_num_pages(NumPages::new());
    Docx::new()
        .page_size(width, height)
        .page_margin(PageMargin {
            top: setting.margins.0,
            bottom: setting.margins.0,
            left: setting.margins.1,
            right: setting.margins.1,
            header: setting.margins.0 * 5 / 9,
            footer: setting.margins.0 * 5 / 9,
            gutter: 0,
        })
        .default_fonts(face(setting.face))
        .default_size(setting.text)
        .default_line_spacing(lines(252).after(setting.below))
        .add_style(heading("Title", "Title", setting.title, 0).line_spacing(lines(240).before(60).after(60)))
        .add_style(heading("Heading1", "heading 1", setting.headings[0], 0))
        .add_style(heading("Heading2", "heading 2", setting.headings[1], 1))
        .add_style(heading("Heading3", "heading 3", setting.headings[2], 2))
        .add_style(
            Style::new("Footer", StyleType::Paragraph)
                .name("footer")
                .based_on("Normal")
                .fonts(face("Arial"))
                .size(15)
                .color(SOFT),
        )
        .add_abstract_numbering(AbstractNumbering::new(2).add_level(level("bullet", "•")))
        .add_abstract_numbering(AbstractNumbering::new(3).add_level(level("decimal", "%1.")))
        .add_numbering(Numbering::new(2, 2))
        .add_numbering(Numbering::new(3, 3))
        .footer(Footer::new().add_paragraph(foot))
}

/// Lines a part of their face's own height apart: 240 is the height itself.
fn lines(height: i32) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Auto).line(height)
}

/// A day as the language of the edition writes it.
fn day(edition: &Edition, date: demarche_terms::Date) -> String {
    crate::parts::days(&edition.meta).words(date)
}

/// Territories of US Letter paper, as for the PDF where English without a territory is American.
fn is_letter(language: &str) -> bool {
    let territory = language.split(['-', '_']).skip(1).find(|part| part.len() == 2);
    territory
        .map_or(language.starts_with("en"), |part| matches!(part.to_ascii_uppercase().as_str(), "US" | "CA" | "MX"))
}

fn imprint(edition: &Edition) -> String {
    let meta = &edition.meta;
    format!("{}  ·  Edition {}  ·  {}", meta.product, meta.number, day(edition, meta.date))
}

/// Title, authors, language and dates, which the library leaves at "unknown".
fn properties(edition: &Edition) -> String {
    let meta = &edition.meta;
    let authors: Vec<&str> = meta.authors.iter().map(|author| author.name.as_str()).collect();
    let creator = if authors.is_empty() { meta.publisher.clone() } else { authors.join(", ") };
    let day = format!("{}T00:00:00Z", meta.date);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:description>{}</dc:description>\
         <dc:language>{}</dc:language><cp:keywords>{}</cp:keywords>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:modified></cp:coreProperties>",
        xml(&meta.title),
        xml(&creator),
        xml(&meta.summary),
        xml(&meta.language),
        xml(&meta.keywords.join(", "))
    )
}

fn xml(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    safe::printable(escaped)
}

struct Writer<'e> {
    edition: &'e Edition,
    setting: &'static Setting,
    document: Docx,
    paragraphs: u32,
    links: u32,
}

/// How a run of words is set.
#[derive(Clone, Copy, Default)]
struct Look {
    italic: bool,
    bold: bool,
}

impl<'e> Writer<'e> {
    /// A paragraph with an id of its own, so that the same edition gives the same bytes.
    fn paragraph(&mut self) -> Paragraph {
        self.paragraphs += 1;
        Paragraph::new().id(format!("{:08x}", self.paragraphs))
    }

    fn put(&mut self, paragraph: Paragraph) {
        let document = std::mem::take(&mut self.document);
        self.document = document.add_paragraph(paragraph);
    }

    fn title(&mut self) {
        let meta = &self.edition.meta;
        let imprint = self
            .paragraph()
            .add_run(text(&format!("{}  ·  {}", meta.publisher, imprint(self.edition))).size(16).color(SOFT));
        self.put(imprint);
        let title = self.paragraph().style("Title").add_run(text(&meta.title));
        self.put(title);
        if let Some(reason) = &meta.draft {
            let draft = self.paragraph().add_run(text(&format!("Draft: {reason}")).bold().color("8C1D18"));
            self.put(draft);
        }
        if !meta.summary.is_empty() {
            let summary = self.paragraph().add_run(text(&meta.summary).italic().color(SOFT));
            self.put(summary);
        }
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            self.block(block, depth, None);
        }
    }

    /// A block; inside a list its first paragraph carries the mark.
    fn block(&mut self, block: &Block, depth: usize, list: Option<usize>) {
        match block {
            Block::Heading { level, text, .. } => {
                let style = format!("Heading{}", level.saturating_sub(1).clamp(1, 3));
                let paragraph = self.paragraph().style(&style).keep_next(true);
                let paragraph = self.inlines(paragraph, text, Look::default(), &mut Vec::new(), 0);
                self.put(paragraph);
            }
            Block::Paragraph { text } => {
                let mut paragraph = self.paragraph();
                if let Some(numbering) = list {
                    paragraph = paragraph.numbering(NumberingId::new(numbering), IndentLevel::new(0));
                }
                let mut marks = Vec::new();
                paragraph = self.inlines(paragraph, text, Look::default(), &mut marks, 0);
                paragraph = paragraph.add_run(raised(&marks));
                self.put(paragraph);
            }
            Block::List { ordered, items } => {
                let numbering = if *ordered { 3 } else { 2 };
                for block in items.iter().flatten() {
                    if depth < DEEPEST {
                        self.block(block, depth + 1, Some(numbering));
                    }
                }
            }
            Block::Quote { blocks } if depth < DEEPEST => self.blocks(blocks, depth + 1),
            Block::Quote { .. } => {}
            Block::Figure(figure) => {
                let title = format!("Figure {}. {}", figure.number, figure.title);
                let notes: Vec<String> =
                    [&figure.note, &figure.source].into_iter().filter(|note| !note.is_empty()).cloned().collect();
                self.grid(&title, &figure.table, &notes);
            }
            Block::Table(table) => self.grid(&table.title, table, &[]),
        }
    }

    fn grid(&mut self, title: &str, grid: &Grid, notes: &[String]) {
        let caption = self.paragraph().keep_next(true).add_run(text(title).bold());
        self.put(caption);
        let mut row = |cells: &[String], head: bool| {
            let cells = cells.iter().map(|words| {
                let run = if head { text(words).bold().size(17) } else { text(words).size(17) };
                let paragraph = self.paragraph().align(AlignmentType::Left).add_run(run);
                TableCell::new().add_paragraph(paragraph)
            });
            TableRow::new(cells.collect())
        };
        let mut rows = vec![row(&grid.header, true)];
        rows.extend(grid.rows.iter().map(|cells| row(cells, false)));
        let document = std::mem::take(&mut self.document);
        self.document = document.add_table(Table::new(rows).width(5000, WidthType::Pct));
        for note in notes.iter().chain((!grid.source.is_empty() && notes.is_empty()).then_some(&grid.source)) {
            let note = self.paragraph().add_run(text(note).size(16).color(SOFT));
            self.put(note);
        }
    }

    fn annexes(&mut self) {
        for annex in &self.edition.annexes {
            self.grid(&annex.title, annex, &[]);
        }
    }

    fn inlines(
        &mut self,
        mut paragraph: Paragraph,
        content: &[Inline],
        look: Look,
        marks: &mut Vec<u32>,
        depth: usize,
    ) -> Paragraph {
        if depth > DEEPEST {
            return paragraph;
        }
        for inline in content {
            paragraph = match inline {
                Inline::Text { text: words } => {
                    // Numbers stand behind the sentence that they carry.
                    let (done, open) = ended(words);
                    if !marks.is_empty() && !done.is_empty() {
                        paragraph = paragraph.add_run(looking(done, look)).add_run(raised(marks));
                        marks.clear();
                        paragraph.add_run(looking(open, look))
                    } else {
                        paragraph.add_run(looking(words, look))
                    }
                }
                Inline::Emphasis { content } => {
                    self.inlines(paragraph, content, Look { italic: true, ..look }, marks, depth + 1)
                }
                Inline::Strong { content } => {
                    self.inlines(paragraph, content, Look { bold: true, ..look }, marks, depth + 1)
                }
                Inline::Bound { content, statement } => {
                    let sources = self.edition.bound.get(*statement).map(|bound| bound.sources.first().copied());
                    marks.extend(sources.flatten());
                    self.inlines(paragraph, content, look, marks, depth + 1)
                }
                Inline::Link { href, content } => match safe::href(href) {
                    Some(href) => {
                        let words = plain(content);
                        let link = self.link(href, &words, self.setting.text);
                        paragraph.add_hyperlink(link)
                    }
                    None => self.inlines(paragraph, content, look, marks, depth + 1),
                },
                Inline::Break => paragraph.add_run(Run::new().add_break(BreakType::TextWrapping)),
            };
        }
        paragraph
    }

    /// A link with an id of its own.
    fn link(&mut self, href: &str, words: &str, size: usize) -> Hyperlink {
        self.links += 1;
        let mut link = Hyperlink::new(href, HyperlinkType::External).add_run(text(words).color(ACCENT).size(size));
        if let HyperlinkData::External { rid, .. } = &mut link.link {
            *rid = format!("rIdHyperlink{}", self.links);
        }
        link
    }

    /// The sources whose numbers stand in the text.
    fn leading(&self) -> Vec<&'e PublishedSource> {
        let leading: BTreeSet<u32> =
            self.edition.bound.iter().filter_map(|bound| bound.sources.first().copied()).collect();
        self.edition.sources.iter().filter(|source| leading.contains(&source.number)).collect()
    }

    fn sources(&mut self) {
        if self.edition.sources.is_empty() {
            return;
        }
        let heading = self.paragraph().style("Heading1").keep_next(true).add_run(text("Sources"));
        self.put(heading);
        for source in self.leading() {
            let unseen = if source.seen { "" } else { " (not seen)" };
            let number = text(&format!("{}  ", source.number)).bold().size(16);
            let mut paragraph = self.paragraph().add_run(number).line_spacing(lines(220).after(10));
            let words = format!("{}{unseen}", source.reference);
            paragraph = match safe::web_href(&source.url) {
                Some(href) => {
                    let link = self.link(href, &words, 16);
                    paragraph.add_hyperlink(link)
                }
                None => paragraph.add_run(text(&words).size(16)),
            };
            self.put(paragraph);
        }
    }

    /// Sources one after the other in a paragraph of small type.
    fn sources_run_in(&mut self) {
        let mut paragraph = self.paragraph().line_spacing(lines(240).before(80).after(40));
        paragraph = paragraph.add_run(text("Sources  ").bold().size(16).color(ACCENT));
        for source in self.leading() {
            let unseen = if source.seen { "" } else { " (not seen)" };
            paragraph = paragraph.add_run(text(&format!("{} ", source.number)).bold().size(15));
            let words = format!("{}{unseen}", source.reference);
            paragraph = match safe::web_href(&source.url) {
                Some(href) => {
                    let link = self.link(href, &words, 15);
                    paragraph.add_hyperlink(link)
                }
                None => paragraph.add_run(text(&words).size(15)),
            };
            paragraph = paragraph.add_run(text(".  ").size(15));
        }
        self.put(paragraph);
    }

    fn closing(&mut self) {
        let meta = &self.edition.meta;
        let signed = meta.authors.iter().map(|author| match author.role.as_str() {
            "" => author.name.clone(),
            role => format!("{}, {role}", author.name),
        });
        let signed = signed.collect::<Vec<_>>().join("; ");
        for words in [&signed, &meta.disclaimer] {
            if !words.is_empty() {
                let paragraph = self.paragraph().add_run(text(words).italic().size(17).color(SOFT));
                self.put(paragraph);
            }
        }
    }
}

/// Pages that a change memo fills at most as a Word document, reckoned from its words.
///
/// The widths are those of DejaVu, the widest faces that stand in where Times New Roman and Arial are not installed, a
/// little above their mean for English prose.
pub fn docx_memo_pages(edition: &Edition) -> f64 {
    let meta = &edition.meta;
    let (width, height) = if is_letter(&meta.language) { (612.0, 792.0) } else { (595.0, 842.0) };
    let points = |twentieths: i32| f64::from(twentieths) / 20.0;
    let (width, height) = (width - 2.0 * points(MEMO.margins.1), height - 2.0 * points(MEMO.margins.0));
    // Lines of some words in a size, each 1.2 times as high; a letter is `em` of the size wide.
    let set = |words: &str, size: f64, em: f64, width: f64| {
        let letters = words.chars().count().max(1);
        let letters = f64::from(u32::try_from(letters).unwrap_or(u32::MAX));
        (letters * size * em / width).ceil() * size * 1.23
    };
    let text = |words: &str, width: f64| set(words, 9.5, 0.54, width) + 1.5;
    let mut filled = set(&meta.title, 16.0, 0.66, width) + 8.0 + text(&meta.summary, width) + 14.0;
    fn walk(blocks: &[Block], add: &mut impl FnMut(&Block)) {
        for block in blocks {
            match block {
                Block::List { items, .. } => items.iter().for_each(|blocks| walk(blocks, add)),
                Block::Quote { blocks } => walk(blocks, add),
                other => add(other),
            }
        }
    }
    walk(&edition.blocks, &mut |block| match block {
        Block::Heading { text, .. } => filled += set(&plain(text), 11.0, 0.66, width) + 8.0,
        Block::Paragraph { text: words } => filled += text(&plain(words), width - 18.0),
        _ => {}
    });
    let leading: BTreeSet<u32> = edition.bound.iter().filter_map(|bound| bound.sources.first().copied()).collect();
    let sources = edition.sources.iter().filter(|source| leading.contains(&source.number));
    let sources: String = sources.map(|source| format!("{}    .  {}", source.number, source.reference)).collect();
    filled += set(&sources, 7.5, 0.54, width) + 6.0 + set(&meta.disclaimer, 8.5, 0.54, width) + 14.0;
    filled / height
}

fn text(words: &str) -> Run {
    Run::new().add_text(safe::printable(words.to_owned()))
}

fn looking(words: &str, look: Look) -> Run {
    let run = text(words);
    let run = if look.italic { run.italic() } else { run };
    if look.bold { run.bold() } else { run }
}

/// The text up to and with the last end of a sentence in it, and the rest.
fn ended(words: &str) -> (&str, &str) {
    let ends = words.match_indices(['.', '!', '?']).filter(|(at, _)| !is_initial(&words[..*at]));
    let first = ends.map(|(at, mark)| at + mark.len()).find(|at| {
        let rest = &words[*at..];
        rest.is_empty() || rest.starts_with([' ', '\n', '”', '"', ')'])
    });
    first.map_or(("", words), |at| words.split_at(at))
}

/// Whether words end in a single capital, as "U.S" does before its last point.
fn is_initial(words: &str) -> bool {
    let mut last = words.chars().rev();
    last.next().is_some_and(char::is_uppercase) && last.next().is_none_or(|before| !before.is_alphanumeric())
}

/// Source numbers in raised digits, each once.
fn raised(numbers: &[u32]) -> Run {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    let said: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let mut run = Run::new();
    if !said.is_empty() {
        run = run.add_text(said.join(","));
        run.run_property = run.run_property.vert_align(VertAlignType::SuperScript);
    }
    run
}

fn plain(content: &[Inline]) -> String {
    let word = |inline: &Inline| match inline {
        Inline::Text { text } => text.clone(),
        Inline::Emphasis { content }
        | Inline::Strong { content }
        | Inline::Bound { content, .. }
        | Inline::Link { content, .. } => plain(content),
        Inline::Break => " ".to_owned(),
    };
    content.iter().map(word).collect()
}
