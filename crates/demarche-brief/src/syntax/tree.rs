//! The document tree, grown from the parser's events.

use std::collections::BTreeSet;
use std::ops::Range;

use demarche_diagnostic::{Diagnostic, Span};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag};

use super::blocks::{self, Fence};
use super::run::{Run, Ties};
use crate::faults::{
    d0140_binding_syntax, d0141_free_words, d0142_not_in_a_brief, d0143_fence, d0144_bound_heading,
    d0145_heading_level, d0146_too_deep, d0147_link, d0158_anchor,
};
use crate::prose::{Binding, Brief, FreeWords, Heading, Link, Part, Words};

/// Grows the tree of the text from byte `body` on into `brief`.
pub(super) fn grow(brief: Brief, text: &str, body: usize, found: &mut Vec<Diagnostic>) -> Brief {
    let mut grower = Grower {
        text,
        base: body,
        brief,
        found,
        frames: vec![Frame::Blocks(Vec::new())],
        kept: Vec::new(),
        run: None,
        paragraph: 0,
        open_headings: Vec::new(),
        anchors: BTreeSet::new(),
        told_depth: false,
    };
    for (event, range) in Parser::new_ext(&text[body..], Options::empty()).into_offset_iter() {
        grower.event(event, body + range.start..body + range.end);
    }
    grower.finish()
}

/// Deeper lists, quotations and emphasis are set as if at this depth.
const DEEPEST: usize = 24;

/// Something that is open at the current place.
enum Frame {
    /// The page, a quotation or a list's entry: blocks.
    Blocks(Vec<Part>),
    /// A list's entries.
    Entries(Vec<Vec<Part>>),
    /// Words: a paragraph, heading, emphasis or link.
    Words(Inline),
    /// A fenced block: its sort, its text so far and where that stands.
    Fence { sort: String, text: String, place: Option<Range<usize>> },
    /// An HTML block.
    Dropped,
}

struct Inline {
    sort: InlineSort,
    words: Vec<Words>,
    /// Where its words begin in the run.
    start: usize,
}

enum InlineSort {
    Paragraph { implied: bool },
    Heading,
    Emphasis,
    Strong,
    Link { target: String, title: String },
    Image,
}

struct Grower<'a, 'f> {
    text: &'a str,
    base: usize,
    brief: Brief,
    found: &'f mut Vec<Diagnostic>,
    frames: Vec<Frame>,
    /// For every open tag whether it has a frame.
    kept: Vec<bool>,
    run: Option<Run>,
    paragraph: usize,
    /// Headings under which the current place stands, outermost first.
    open_headings: Vec<usize>,
    anchors: BTreeSet<String>,
    told_depth: bool,
}

impl Grower<'_, '_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.brief.file, range)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(_) => {
                if self.kept.pop() == Some(true) {
                    self.end(range);
                }
            }
            Event::Text(words) => self.words(&words, range),
            Event::Code(words) => {
                self.not_in_a_brief(range.clone(), "code has no place in a brief", "write the words without backticks");
                let inner = self.text.get(range.clone()).and_then(|source| source.find(&*words));
                // Code over two lines does not stand in the file as it reads.
                let place = inner.map(|at| range.start + at..range.start + at + words.len());
                self.words(&words, place.unwrap_or(range));
            }
            Event::SoftBreak => self.push(" ", None, None),
            Event::HardBreak => self.push(" ", None, Some(Words::Break)),
            Event::Html(_) if matches!(self.frames.last(), Some(Frame::Dropped)) => {}
            Event::Html(_) | Event::InlineHtml(_) => {
                self.not_in_a_brief(
                    range,
                    "HTML has no place in a brief",
                    "take it out, or write `\\<` for a bare sign",
                );
            }
            Event::Rule => self.not_in_a_brief(range, "a rule has no place in a brief", "use a heading"),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn not_in_a_brief(&mut self, range: Range<usize>, message: &str, help: &str) {
        let place = self.span(range);
        self.found.push(d0142_not_in_a_brief::fault(place, message.to_owned(), help));
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let too_deep = self.frames.len() >= DEEPEST;
        if too_deep && !self.told_depth {
            self.told_depth = true;
            let place = self.span(range.clone());
            self.found.push(d0146_too_deep::fault(
                place,
                "this is nested too deeply to be printed".to_owned(),
                "flatten it",
            ));
        }
        let inline = |sort| Frame::Words(Inline { sort, words: Vec::new(), start: 0 });
        let frame = match tag {
            Tag::Emphasis => Some(inline(InlineSort::Emphasis)),
            Tag::Strong => Some(inline(InlineSort::Strong)),
            Tag::Link { dest_url, title, .. } => {
                Some(inline(InlineSort::Link { target: dest_url.into_string(), title: title.into_string() }))
            }
            Tag::Image { .. } => {
                self.not_in_a_brief(range, "an image has no place in a brief", "draw a figure from a table");
                Some(inline(InlineSort::Image))
            }
            block => {
                self.close_implied();
                self.block_frame(block, range)
            }
        };
        let frame = frame.filter(|_| !too_deep);
        self.kept.push(frame.is_some());
        let Some(mut frame) = frame else { return };
        if let Frame::Words(inline) = &mut frame {
            match inline.sort {
                InlineSort::Paragraph { .. } | InlineSort::Heading => self.run = Some(Run::default()),
                _ => self.open_implied(),
            }
            inline.start = self.run.as_ref().map_or(0, |run| run.text.len());
        }
        self.frames.push(frame);
    }

    fn block_frame(&mut self, tag: Tag<'_>, range: Range<usize>) -> Option<Frame> {
        let words = |sort| Some(Frame::Words(Inline { sort, words: Vec::new(), start: 0 }));
        match tag {
            Tag::Paragraph => words(InlineSort::Paragraph { implied: false }),
            Tag::Heading { level, .. } => {
                self.open_heading(level as u8, range);
                words(InlineSort::Heading)
            }
            Tag::BlockQuote(_) | Tag::Item => Some(Frame::Blocks(Vec::new())),
            Tag::List(_) => Some(Frame::Entries(Vec::new())),
            Tag::CodeBlock(CodeBlockKind::Fenced(sort)) => {
                Some(Frame::Fence { sort: sort.trim().to_owned(), text: String::new(), place: None })
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                self.not_in_a_brief(range, "lines that begin with four spaces are code", "move them to the margin");
                Some(Frame::Dropped)
            }
            Tag::HtmlBlock => {
                self.not_in_a_brief(range, "HTML has no place in a brief", "take it out");
                Some(Frame::Dropped)
            }
            _ => None,
        }
    }

    /// Words directly in a list's entry, without a paragraph of their own.
    fn open_implied(&mut self) {
        if matches!(self.frames.last(), Some(Frame::Blocks(_) | Frame::Entries(_))) {
            self.run = Some(Run::default());
            self.frames.push(Frame::Words(Inline {
                sort: InlineSort::Paragraph { implied: true },
                words: Vec::new(),
                start: 0,
            }));
        }
    }

    fn close_implied(&mut self) {
        if matches!(
            self.frames.last(),
            Some(Frame::Words(Inline { sort: InlineSort::Paragraph { implied: true }, .. }))
        ) && let Some(Frame::Words(inline)) = self.frames.pop()
        {
            self.close_paragraph(inline.words);
        }
    }

    fn words(&mut self, words: &CowStr<'_>, range: Range<usize>) {
        match self.frames.last_mut() {
            Some(Frame::Fence { text, place, .. }) => {
                text.push_str(words);
                let start = place.as_ref().map_or(range.start, |place| place.start);
                *place = Some(start..range.end);
            }
            Some(Frame::Dropped) => {}
            _ => {
                let verbatim = self.text.get(range.clone()) == Some(&**words);
                self.push(words, Some((range, verbatim)), Some(Words::Text(words.to_string())));
            }
        }
    }

    /// Adds words to the run and to the tree, with their place and whether they are verbatim there; a line's end has none.
    /// Without a word for the tree, as text.
    fn push(&mut self, words: &str, range: Option<(Range<usize>, bool)>, node: Option<Words>) {
        self.open_implied();
        let Some(Frame::Words(inline)) = self.frames.last_mut() else { return };
        match (node.unwrap_or_else(|| Words::Text(words.to_owned())), inline.words.last_mut()) {
            (Words::Text(more), Some(Words::Text(text))) => text.push_str(&more),
            (node, _) => inline.words.push(node),
        }
        if let Some(run) = &mut self.run {
            match range {
                Some((range, true)) => run.push(words, range),
                Some((range, false)) => run.push_written(words, range),
                None => run.space(),
            }
        }
    }

    fn end(&mut self, range: Range<usize>) {
        self.close_implied();
        match self.frames.pop() {
            None => {}
            Some(Frame::Words(inline)) => self.end_words(inline, range),
            Some(Frame::Blocks(parts)) => match self.frames.last_mut() {
                Some(Frame::Entries(entries)) => entries.push(parts),
                _ => self.add(Part::Quote(parts)),
            },
            Some(Frame::Entries(entries)) => {
                let ordered = self.text[range.clone()].trim_start().starts_with(|c: char| c.is_ascii_digit());
                self.add(Part::List { ordered, entries });
            }
            Some(Frame::Fence { sort, text, place }) => self.end_fence(&sort, &text, place, range),
            Some(Frame::Dropped) => {}
        }
    }

    fn end_words(&mut self, inline: Inline, range: Range<usize>) {
        let Inline { sort, words, start } = inline;
        match sort {
            InlineSort::Paragraph { .. } => self.close_paragraph(words),
            InlineSort::Heading => self.close_heading(words),
            InlineSort::Emphasis => self.wrap(Words::Emphasis(words), start, range),
            InlineSort::Strong => self.wrap(Words::Strong(words), start, range),
            InlineSort::Image => self.splice(words),
            InlineSort::Link { target, title } => self.link(&target, &title, words, start, range),
        }
    }

    fn wrap(&mut self, node: Words, start: usize, range: Range<usize>) {
        self.mark(start, range, Ties::Nothing);
        self.splice(vec![node]);
    }

    fn mark(&mut self, start: usize, range: Range<usize>, ties: Ties) {
        if let Some(run) = &mut self.run {
            run.mark(start, range, ties);
        }
    }

    /// Adds words to the open frame.
    fn splice(&mut self, words: Vec<Words>) {
        if let Some(Frame::Words(parent)) = self.frames.last_mut() {
            parent.words.extend(words);
        }
    }

    fn link(&mut self, target: &str, title: &str, words: Vec<Words>, start: usize, range: Range<usize>) {
        let place = self.span(range.clone());
        let heading =
            self.frames.iter().any(|frame| matches!(frame, Frame::Words(Inline { sort: InlineSort::Heading, .. })));
        if heading && (target.starts_with('@') || target.starts_with("free:")) {
            let help = "bind the words in a sentence below it";
            self.found.push(d0144_bound_heading::fault(place, "a heading carries no binding".to_owned(), help));
            return self.splice(words);
        }
        if let Some(ids) = target.strip_prefix('@') {
            if !title.is_empty() {
                self.found.push(d0140_binding_syntax::fault(
                    place,
                    "a binding has no title".to_owned(),
                    "write `[words](@id)`",
                ));
            }
            let index = self.brief.bindings.len();
            let targets = self.targets(ids, &range);
            self.brief.bindings.push(Binding {
                targets,
                words: String::new(),
                words_span: place,
                span: place,
                sentence: 0,
                range: 0..0,
            });
            self.mark(start, range, Ties::Binding(index));
            self.splice(vec![Words::Bound(index, words)]);
        } else if target.starts_with("free:") {
            self.free_words(target, title, start, range);
            self.splice(words);
        } else if is_safe(target) {
            let written = self.text.get(range.clone()).and_then(|source| source.rfind(target));
            let address = written.map(|at| self.span(range.start + at..range.start + at + target.len()));
            self.brief.links.push(Link { target: target.to_owned(), place: address, span: place });
            self.mark(start, range, Ties::Nothing);
            self.splice(vec![Words::Link(target.to_owned(), words)]);
        } else {
            let help = "write an address that begins with https://, or `@` before a statement's id";
            self.found.push(d0147_link::fault(
                place,
                format!("{target:?} leads nowhere once the page is published"),
                help,
            ));
            self.mark(start, range, Ties::Nothing);
            self.splice(words);
        }
    }

    /// The ids of a binding with their places.
    fn targets(&mut self, ids: &str, link: &Range<usize>) -> Vec<(String, Span)> {
        let whole = self.span(link.clone());
        let written = self.text.get(link.clone()).and_then(|source| source.rfind(ids));
        let mut targets = Vec::new();
        let mut at = written.map(|start| link.start + start);
        for id in ids.split(',') {
            let place = at.map_or(whole, |at| Span::new(self.brief.file, at..at + id.len()));
            at = at.map(|at| at + id.len() + 1);
            let bare = id.strip_prefix('@').unwrap_or(id);
            if bare.is_empty() {
                let message = "this binding names no statement".to_owned();
                self.found.push(d0140_binding_syntax::fault(whole, message, "write `[words](@id)` or `[words](@a,b)`"));
            } else {
                let place = if written.is_some() { place.slice(id.len() - bare.len()..id.len()) } else { whole };
                targets.push((bare.to_owned(), place));
            }
        }
        targets
    }

    fn free_words(&mut self, target: &str, title: &str, start: usize, range: Range<usize>) {
        let place = self.span(range.clone());
        let reason = title.trim();
        let empty = self.run.as_ref().is_none_or(|run| run.text[start..].trim().is_empty());
        if reason.is_empty() || target != "free:" || empty {
            let message = if empty { "no words are marked free here" } else { "these words are free without a reason" };
            self.found.push(d0141_free_words::fault(
                place,
                message.to_owned(),
                "write `[1950s](free: \"why no source is needed\")`",
            ));
            return;
        }
        let index = self.brief.free.len();
        self.brief.free.push(FreeWords { reason: reason.to_owned(), sentence: 0, range: 0..0, span: place });
        self.mark(start, range, Ties::Free(index));
    }

    fn close_paragraph(&mut self, words: Vec<Words>) {
        let Some(run) = self.run.take() else { return };
        self.look_for_broken_links(&run);
        let section = self.open_headings.last().map(|&at| self.brief.headings[at].anchor.clone()).unwrap_or_default();
        run.finish(self.brief.file, &section, self.paragraph, &mut self.brief);
        self.paragraph += 1;
        self.add(Part::Paragraph(words));
    }

    /// `](@` in words: a link that CommonMark did not see.
    fn look_for_broken_links(&mut self, run: &Run) {
        for sign in ["](@", "](free:"] {
            for (at, _) in run.text.match_indices(sign) {
                let place = run.place(self.brief.file, at..at + sign.len());
                let place = place.unwrap_or(Span::new(self.brief.file, self.base..self.base));
                let help = "write `[words](@id)` or `[words](@a,b)` without spaces, or `[words](free: \"reason\")`";
                self.found.push(d0140_binding_syntax::fault(place, "this is not a link yet".to_owned(), help));
            }
        }
    }

    /// Adds a block where the current place stands.
    fn add(&mut self, part: Part) {
        for &heading in &self.open_headings {
            self.brief.headings[heading].has_text = true;
        }
        match self.frames.last_mut() {
            Some(Frame::Blocks(parts)) => parts.push(part),
            Some(Frame::Entries(entries)) => entries.push(vec![part]),
            _ => self.brief.parts.push(part),
        }
    }

    fn open_heading(&mut self, level: u8, range: Range<usize>) {
        let place = self.span(range);
        self.open_headings.retain(|&at| self.brief.headings[at].level < level);
        let above = self.open_headings.last().map_or(1, |&at| self.brief.headings[at].level);
        if level == 1 {
            let help = "put the title into the front matter and begin sections with `##`";
            self.found.push(d0145_heading_level::fault(place, "the title stands in the front matter".to_owned(), help));
        } else if level > above + 1 {
            let message = format!("this heading has level {level}, but the one above it {above}");
            let help = format!("begin it with {} number signs", above + 1);
            self.found.push(d0145_heading_level::fault(place, message, &help));
        }
        self.open_headings.push(self.brief.headings.len());
        let (text, anchor) = (String::new(), String::new());
        self.brief.headings.push(Heading { level, text, anchor, span: place, has_text: false });
    }

    fn close_heading(&mut self, words: Vec<Words>) {
        let text = self.run.take().map(|run| run.text).unwrap_or_default();
        let anchor = self.fresh_anchor(&text);
        let Some(index) = self.brief.headings.len().checked_sub(1) else { return };
        self.brief.headings[index].text = text.trim().to_owned();
        self.brief.headings[index].anchor = anchor;
        let part = Part::Heading(index, words);
        match self.frames.last_mut() {
            Some(Frame::Blocks(parts)) => parts.push(part),
            _ => self.brief.parts.push(part),
        }
    }

    /// An anchor from words, unique in the page.
    fn fresh_anchor(&mut self, words: &str) -> String {
        let lower = words.to_lowercase();
        let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
        let slug = if parts.is_empty() { "section".to_owned() } else { parts.join("-") };
        let anchor = (1..)
            .map(|n| if n == 1 { slug.clone() } else { format!("{slug}-{n}") })
            .find(|a| !self.anchors.contains(a));
        let anchor = anchor.unwrap_or(slug);
        self.anchors.insert(anchor.clone());
        anchor
    }

    fn end_fence(&mut self, sort: &str, text: &str, place: Option<Range<usize>>, range: Range<usize>) {
        let span = self.span(range.clone());
        let place = place.unwrap_or(range.end..range.end);
        let file = self.brief.file;
        // The parser gives each line end as `\n`, whatever stands in the file.
        let own = self.text.get(place.clone()).map(|own| own.trim_end_matches('\r'));
        let same = |own: &&str| own.replace("\r\n", "\n").trim_end() == text.trim_end();
        let Some(text) = own.filter(|own| self.frames.len() <= 1 && same(own)) else {
            let message = "a fenced block stands at the left margin, not in a list or quotation".to_owned();
            self.found.push(d0143_fence::fault(span, message, "move it out"));
            return;
        };
        let fence = Fence { sort, text, file, base: place.start, span };
        let Some(part) = blocks::block(&fence, self.found) else { return };
        if let Part::Figure(_) | Part::Table(_) | Part::Positions(_) = &part {
            self.claim_anchor(&part);
        }
        self.add(part);
    }

    fn claim_anchor(&mut self, part: &Part) {
        let (id, places, span) = match part {
            Part::Figure(figure) => (&figure.id, &figure.places, figure.span),
            Part::Table(table) => (&table.id, &table.places, table.span),
            Part::Positions(matrix) => (&matrix.id, &matrix.places, matrix.span),
            _ => return,
        };
        if !self.anchors.insert(id.clone()) {
            let place = places.get("id").copied().unwrap_or(span);
            self.found.push(d0158_anchor::fault(
                place,
                format!("the anchor {id:?} is used twice"),
                "choose another id",
            ));
        }
    }

    fn finish(mut self) -> Brief {
        self.close_implied();
        while let Some(frame) = self.frames.pop() {
            if let Frame::Blocks(parts) = frame {
                self.brief.parts = parts;
            }
        }
        self.brief
    }
}

/// Whether an address can be published.
fn is_safe(target: &str) -> bool {
    let lower = target.trim().to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme) && lower.len() > scheme.len())
}
