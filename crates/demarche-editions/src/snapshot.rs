//! Snapshot: a dossier and its prose on one pair of clocks, ready to be compared.

use std::collections::BTreeMap;

use demarche_brief::edition::{Block, Edition, Inline};
use demarche_terms::{Kind, KindId, Resolved, Source, SourceId, StatementId};

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// As the user named it, such as `2019-01-29` or `rev:HEAD~3`.
    pub name: String,
    /// The prose, compiled on the side's clocks.
    pub edition: Edition,
    /// Every statement of the dossier, seen or not.
    pub statements: BTreeMap<StatementId, Standing>,
    /// The vocabulary.
    pub kinds: BTreeMap<KindId, Kind>,
    /// The sources.
    pub sources: BTreeMap<SourceId, Source>,
}

/// A statement on a side's clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How it stands.
    pub resolved: Resolved,
    /// Its value in a reader's words; empty for none or where it is not seen.
    pub value: String,
    /// Whether the value is a figure or a date, not words.
    pub figure: bool,
    /// The name of its file, which is its theme.
    pub theme: String,
}

impl Snapshot {
    /// Ids that the prose rests on: bound itself, or an input of what is bound.
    pub(crate) fn carries(&self) -> BTreeMap<StatementId, bool> {
        fn walk(lineage: &demarche_terms::Lineage, direct: bool, all: &mut BTreeMap<StatementId, bool>) {
            if let Some(id) = &lineage.id {
                *all.entry(id.clone()).or_insert(false) |= direct;
            }
            lineage.from.iter().for_each(|below| walk(below, false, all));
        }
        let mut all = BTreeMap::new();
        self.edition.bound.iter().for_each(|bound| walk(&bound.lineage, true, &mut all));
        all
    }

    /// The words of a section's heading; the anchor itself where it has none, "Opening" before the first.
    pub(crate) fn heading(&self, anchor: &str) -> String {
        let found = self.edition.blocks.iter().find_map(|block| match block {
            Block::Heading { anchor: own, text, .. } if own == anchor => Some(plain(text)),
            _ => None,
        });
        found.unwrap_or_else(|| if anchor.is_empty() { "Opening".to_owned() } else { anchor.to_owned() })
    }

    /// A source in a few words: who and when.
    pub(crate) fn short(&self, key: &SourceId) -> String {
        match self.sources.get(key) {
            Some(source) => {
                let who = if source.author.is_empty() { &source.title } else { &source.author };
                if source.date.is_empty() { who.clone() } else { format!("{who}, {}", source.date) }
            }
            None => key.to_string(),
        }
    }
}

/// The words of inline content.
pub(crate) fn plain(content: &[Inline]) -> String {
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
