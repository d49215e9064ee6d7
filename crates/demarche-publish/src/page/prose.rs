//! Prose: blocks and words, with every bound word a link to its card.

use demarche_brief::edition::{Block, Edition, Figure, Inline, Table};
use maud::{Markup, html};

use super::is_section;
use crate::anchors::{Anchors, Places};
use crate::{charts, parts, safe};

/// Lists, quotes and emphasis nested deeper than this are printed as plain words.
const DEEPEST: usize = 24;
/// The most words of a binding that its way back repeats.
const LABEL_WORDS: usize = 6;

/// One place in the prose that rests on a statement.
pub(super) struct Use {
    /// Anchor of the words.
    pub(super) anchor: String,
    /// The first words, or an empty text for a clause that rests on the statement as a whole.
    pub(super) words: String,
}

/// What the prose left behind for the rest of the page.
pub(super) struct Written {
    /// Uses of each statement, in the order of the edition's statements.
    pub(super) uses: Vec<Vec<Use>>,
    /// Anchor and words of each section's heading.
    pub(super) headings: Vec<(String, Markup)>,
}

/// Writes blocks once, from the top, and notes where statements are used.
pub(super) struct Writer<'a> {
    edition: &'a Edition,
    places: &'a Places,
    anchors: &'a mut Anchors,
    written: Written,
    /// Bound words so far; numbers their anchors.
    count: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(edition: &'a Edition, places: &'a Places, anchors: &'a mut Anchors) -> Self {
        let uses = edition.bound.iter().map(|_| Vec::new()).collect();
        Self { edition, places, anchors, written: Written { uses, headings: Vec::new() }, count: 0 }
    }

    pub(super) fn finish(self) -> Written {
        self.written
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) -> Markup {
        self.nested(blocks, 0)
    }

    fn nested(&mut self, blocks: &[Block], depth: usize) -> Markup {
        let blocks: Vec<Markup> = blocks.iter().map(|block| self.block(block, depth)).collect();
        html! { @for block in blocks { (block) } }
    }

    fn block(&mut self, block: &Block, depth: usize) -> Markup {
        if depth > DEEPEST {
            return html! { p { "This part is nested too deep to be shown; the edition's JSON has it." } };
        }
        match block {
            Block::Heading { level, anchor, text } => {
                let anchor = self.anchors.take(anchor);
                if is_section(block) {
                    let plain = plain(text);
                    self.written.headings.push((anchor.clone(), html! { (plain) }));
                }
                let words = self.inlines(text, false);
                match level {
                    0..=2 => html! { h2 id=(anchor) { (words) } },
                    3 => html! { h3 id=(anchor) { (words) } },
                    4 => html! { h4 id=(anchor) { (words) } },
                    5 => html! { h5 id=(anchor) { (words) } },
                    _ => html! { h6 id=(anchor) { (words) } },
                }
            }
            Block::Paragraph { text } => html! { p { (self.inlines(text, false)) } },
            Block::List { ordered, items } => {
                let items: Vec<Markup> = items.iter().map(|item| self.item(item, depth)).collect();
                html! {
                    @if *ordered { ol { @for item in items { li { (item) } } } }
                    @else { ul { @for item in items { li { (item) } } } }
                }
            }
            Block::Quote { blocks } => html! { blockquote { (self.nested(blocks, depth + 1)) } },
            Block::Figure(figure) => self.figure(figure),
            Block::Table(table) => self.table(table),
        }
    }

    /// A list's item; a single paragraph needs no paragraph of its own.
    fn item(&mut self, item: &[Block], depth: usize) -> Markup {
        match item {
            [Block::Paragraph { text }] => self.inlines(text, false),
            blocks => self.nested(blocks, depth + 1),
        }
    }

    /// Words in order; inside a link (`linked`) nothing else can be one.
    fn inlines(&mut self, inlines: &[Inline], linked: bool) -> Markup {
        self.words(inlines, linked, 0)
    }

    fn words(&mut self, inlines: &[Inline], linked: bool, depth: usize) -> Markup {
        let words: Vec<Markup> = inlines.iter().map(|inline| self.inline(inline, linked, depth)).collect();
        html! { @for word in words { (word) } }
    }

    fn inline(&mut self, inline: &Inline, linked: bool, depth: usize) -> Markup {
        if depth > DEEPEST {
            return html! { "…" };
        }
        match inline {
            Inline::Text { text } => html! { (text) },
            Inline::Emphasis { content } => html! { em { (self.words(content, linked, depth + 1)) } },
            Inline::Strong { content } => html! { strong { (self.words(content, linked, depth + 1)) } },
            Inline::Break => html! { br; },
            Inline::Link { href, content } => match safe::href(href).filter(|_| !linked) {
                Some(href) => {
                    let words = self.words(content, true, depth + 1);
                    html! { a rel="external noopener noreferrer" href=(href) { (words) } }
                }
                None => self.words(content, linked, depth + 1),
            },
            Inline::Bound { content, statement } => self.bound(content, *statement, linked, depth),
        }
    }

    fn bound(&mut self, content: &[Inline], statement: usize, linked: bool, depth: usize) -> Markup {
        let (Some(bound), Some(card)) = (self.edition.bound.get(statement), self.places.statements.get(statement))
        else {
            return self.words(content, linked, depth + 1);
        };
        self.count += 1;
        let anchor = self.anchors.take(&format!("u:{}", self.count));
        let label: Vec<String> = plain(content).split_whitespace().take(LABEL_WORDS).map(str::to_owned).collect();
        if let Some(uses) = self.written.uses.get_mut(statement) {
            uses.push(Use { anchor: anchor.clone(), words: label.join(" ") });
        }
        let words = self.words(content, true, depth + 1);
        if linked {
            return html! { span id=(anchor) { (words) } };
        }
        let numbers: Vec<String> = bound.sources.iter().map(u32::to_string).collect();
        let numbers = (!numbers.is_empty()).then(|| numbers.join(","));
        let class = format!("bound g-{}", bound.lineage.evidence.word());
        html! {
            @if label.is_empty() {
                a id=(anchor) class={ (class) " clause" } href={ "#" (card) } data-sources=[numbers]
                    aria-label={ "What this rests on: " (bound.lineage.says) } { "◦" (words) }
            } @else {
                a id=(anchor) class=(class) href={ "#" (card) } data-sources=[numbers] { (words) }
            }
        }
    }

    pub(super) fn table(&mut self, table: &Table) -> Markup {
        let anchor = self.anchors.take(&table.anchor);
        parts::table(table, &anchor)
    }

    fn figure(&mut self, figure: &Figure) -> Markup {
        let anchor = self.anchors.take(&figure.anchor);
        let table = self.table(&figure.table);
        html! {
            figure id=(anchor) {
                figcaption { span.label { "Figure " (figure.number) } " " strong { (figure.title) } }
                (charts::inline(figure, &anchor))
                @if !figure.source.is_empty() { p.source-line { "Source: " (figure.source) } }
                @if !figure.note.is_empty() { p.source-line { "Note: " (figure.note) } }
                details.figures {
                    summary { "The figures as a table" }
                    (table)
                }
            }
        }
    }
}

/// The words alone.
fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    let mut open: Vec<&Inline> = inlines.iter().rev().collect();
    while let Some(inline) = open.pop() {
        match inline {
            Inline::Text { text } => out.push_str(text),
            Inline::Break => out.push(' '),
            Inline::Emphasis { content }
            | Inline::Strong { content }
            | Inline::Bound { content, .. }
            | Inline::Link { content, .. } => open.extend(content.iter().rev()),
        }
    }
    out
}
