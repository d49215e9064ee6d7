//! Compile: a brief and its world into an edition.
//!
//! [`edition`] places every word, resolves every binding with its lineage, numbers
//! the sources, computes figures from tables and counts what the prose rests on.
//! It looks nothing up that the world does not answer, and knows no clock.

mod coverage;
mod figures;
mod matrix;
mod rests;

use std::collections::BTreeSet;

use demarche_diagnostic::{Diagnostic, SourceMap, Warned};

use crate::edition::{Block, Edition, Inline, Meta, Sentence};
use crate::prose::{Brief, Part, ProseSentence, Words};
use crate::world::World;
use figures::Figures;
use rests::Rests;

/// What an edition is told from outside the brief.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionOptions {
    /// The publishing house, from `dossier.toml`.
    pub publisher: String,
    /// Why this is a draft; `None` for a clean edition.
    pub draft: Option<String>,
}

/// The edition of a brief on its world's clocks.
///
/// Bindings that lead nowhere leave their words plain: the checks say so. What they find, [`tell`] adds.
pub fn edition(brief: &Brief, world: &dyn World, map: &SourceMap, options: &EditionOptions) -> Warned<Edition> {
    let rests = Rests::new(brief, world);
    let (mut found, mut printed) = (Vec::new(), BTreeSet::new());
    let mut figures = Figures::new(world, &mut printed, &mut found);
    let mut composer = Composer { rests: &rests, figures: &mut figures, level: 1 };
    let blocks = composer.blocks(brief, &brief.parts);
    let annexes = brief
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Positions(block) => Some(matrix::table(block, world, &mut printed, &mut found)),
            _ => None,
        })
        .collect();
    let edition = Edition {
        meta: meta(brief, world, options),
        blocks,
        sentences: sentences(brief, &rests, map),
        coverage: coverage::count(brief, &rests),
        bound: rests.bound,
        sources: rests.sources,
        annexes,
        printed: printed.into_iter().collect(),
    };
    Warned { value: edition, diagnostics: found }
}

fn meta(brief: &Brief, world: &dyn World, options: &EditionOptions) -> Meta {
    let front = brief.front.clone();
    let clocks = world.clocks();
    Meta {
        title: front.title,
        product: front.product,
        number: front.edition,
        date: clocks.as_of,
        known_by: clocks.known_by,
        language: if front.language.is_empty() { "en".to_owned() } else { front.language },
        publisher: options.publisher.clone(),
        summary: front.summary,
        keywords: front.keywords,
        authors: front.authors,
        disclaimer: front.disclaimer,
        draft: options.draft.clone(),
        change: None,
    }
}

/// Adds findings to the sentences of a brief's edition that they touch.
pub fn tell(edition: &mut Edition, brief: &Brief, findings: &[Diagnostic]) {
    for (sentence, told) in spoken(brief).zip(&mut edition.sentences) {
        let touches = |finding: &&Diagnostic| {
            finding.span.is_some_and(|span| {
                span.file == sentence.span.file && span.start < sentence.span.end && sentence.span.start < span.end
            })
        };
        let words = |finding: &Diagnostic| format!("{}[{}]: {}", finding.grade.word(), finding.code, finding.message);
        told.findings = findings.iter().filter(touches).map(words).collect();
    }
}

/// The sentences that an edition numbers.
fn spoken(brief: &Brief) -> impl Iterator<Item = &ProseSentence> {
    brief.sentences.iter().filter(|sentence| !sentence.text.is_empty())
}

fn sentences(brief: &Brief, rests: &Rests, map: &SourceMap) -> Vec<Sentence> {
    let numbered = spoken(brief).zip(1..);
    numbered
        .map(|(sentence, number)| {
            let mut statements: Vec<usize> = Vec::new();
            for &index in sentence.bindings.iter().flat_map(|&binding| rests.of(binding)) {
                if !statements.contains(&index) {
                    statements.push(index);
                }
            }
            Sentence {
                number,
                section: sentence.section.clone(),
                text: sentence.text.clone(),
                statements,
                findings: Vec::new(),
                line: map.place(sentence.span).line,
            }
        })
        .collect()
}

/// Turns the document tree into blocks.
struct Composer<'a, 'f> {
    rests: &'a Rests,
    figures: &'a mut Figures<'f>,
    /// Level of the last heading; headings never skip one.
    level: u8,
}

impl Composer<'_, '_> {
    fn blocks(&mut self, brief: &Brief, parts: &[Part]) -> Vec<Block> {
        parts.iter().filter_map(|part| self.block(brief, part)).collect()
    }

    fn block(&mut self, brief: &Brief, part: &Part) -> Option<Block> {
        Some(match part {
            Part::Heading(index, words) => {
                let heading = brief.headings.get(*index)?;
                self.level = heading.level.clamp(2, (self.level + 1).min(6));
                Block::Heading { level: self.level, anchor: heading.anchor.clone(), text: self.inlines(words) }
            }
            Part::Paragraph(words) => Block::Paragraph { text: self.inlines(words) },
            Part::List { ordered, entries } => {
                let items = entries.iter().map(|entry| self.blocks(brief, entry)).collect();
                Block::List { ordered: *ordered, items }
            }
            Part::Quote(parts) => Block::Quote { blocks: self.blocks(brief, parts) },
            Part::Figure(block) => Block::Figure(self.figures.figure(block)?),
            Part::Table(block) => Block::Table(self.figures.table(block)?),
            Part::Positions(_) => return None,
        })
    }

    fn inlines(&self, words: &[Words]) -> Vec<Inline> {
        words.iter().flat_map(|word| self.inline(word)).collect()
    }

    fn inline(&self, word: &Words) -> Vec<Inline> {
        match word {
            Words::Text(text) => vec![Inline::Text { text: text.clone() }],
            Words::Emphasis(words) => vec![Inline::Emphasis { content: self.inlines(words) }],
            Words::Strong(words) => vec![Inline::Strong { content: self.inlines(words) }],
            Words::Link(href, words) => vec![Inline::Link { href: href.clone(), content: self.inlines(words) }],
            Words::Break => vec![Inline::Break],
            Words::Bound(binding, words) => self.bound(*binding, words),
        }
    }

    /// The words carry the first statement; further ones follow without words.
    fn bound(&self, binding: usize, words: &[Words]) -> Vec<Inline> {
        let mut content = Some(self.inlines(words));
        let statements = self.rests.of(binding);
        let mut inlines: Vec<Inline> = statements
            .iter()
            .map(|&statement| Inline::Bound { content: content.take().unwrap_or_default(), statement })
            .collect();
        inlines.extend(content.into_iter().flatten());
        inlines
    }
}
