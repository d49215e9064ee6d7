//! Pages: what a reader sees beside the sentences, from the finished editions alone.

use std::collections::BTreeMap;

use demarche_brief::edition::{Block, Chart, Edition, Figure, Table};
use demarche_terms::Evidence;

use super::PageChange;
use crate::Snapshot;
use crate::snapshot::plain;

/// What differs, part by part in the order of the page.
pub(super) fn compare(from: &Snapshot, to: &Snapshot) -> Vec<PageChange> {
    let mut changes = Vec::new();
    title_block(from, to, &mut changes);
    listed("sections", "section", &sections(from), &sections(to), &mut changes);
    changes.extend(figures_and_tables(&from.edition, &to.edition));
    sources(from, to, &mut changes);
    coverage(from, to, &mut changes);
    changes
}

/// What differs in the figures and tables of two editions, row by row.
pub fn figures_and_tables(from: &Edition, to: &Edition) -> Vec<PageChange> {
    let mut changes = Vec::new();
    figures(from, to, &mut changes);
    tables(from, to, &mut changes);
    changes
}

fn say(changes: &mut Vec<PageChange>, part: &str, says: String) {
    changes.push(PageChange { part: part.to_owned(), says });
}

fn title_block(from: &Snapshot, to: &Snapshot, changes: &mut Vec<PageChange>) {
    let (old, new) = (&from.edition.meta, &to.edition.meta);
    let authors = |meta: &demarche_brief::edition::Meta| {
        meta.authors.iter().map(|author| author.name.clone()).collect::<Vec<_>>().join(", ")
    };
    let parts = [
        ("title", old.title.clone(), new.title.clone()),
        ("product id", old.product.clone(), new.product.clone()),
        ("edition number", old.number.to_string(), new.number.to_string()),
        ("summary", old.summary.clone(), new.summary.clone()),
        ("authors", authors(old), authors(new)),
        ("language", old.language.clone(), new.language.clone()),
        ("closing note", old.disclaimer.clone(), new.disclaimer.clone()),
    ];
    for (part, old, new) in parts.into_iter().filter(|(_, old, new)| old != new) {
        say(changes, "title block", format!("{part}: {old} → {new}"));
    }
}

fn sections(snapshot: &Snapshot) -> Vec<String> {
    let headings = snapshot.edition.blocks.iter().filter_map(|block| match block {
        Block::Heading { text, .. } => Some(plain(text)),
        _ => None,
    });
    headings.collect()
}

/// Names that only one side has.
fn listed(part: &str, what: &str, old: &[String], new: &[String], changes: &mut Vec<PageChange>) {
    for name in old.iter().filter(|name| !new.contains(name)) {
        say(changes, part, format!("{what} removed: {name}"));
    }
    for name in new.iter().filter(|name| !old.contains(name)) {
        say(changes, part, format!("{what} added: {name}"));
    }
}

fn figures_of(edition: &Edition) -> BTreeMap<&str, &Figure> {
    let figures = edition.blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some((figure.anchor.as_str(), figure)),
        _ => None,
    });
    figures.collect()
}

fn figures(from: &Edition, to: &Edition, changes: &mut Vec<PageChange>) {
    let (old, new) = (figures_of(from), figures_of(to));
    let titles = |figures: &BTreeMap<&str, &Figure>, without: &BTreeMap<&str, &Figure>| -> Vec<String> {
        figures.iter().filter(|(at, _)| !without.contains_key(*at)).map(|(_, figure)| figure.title.clone()).collect()
    };
    for title in titles(&old, &new) {
        say(changes, "figure", format!("figure removed: {title}"));
    }
    for title in titles(&new, &old) {
        say(changes, "figure", format!("figure added: {title}"));
    }
    for (anchor, is) in &new {
        let Some(was) = old.get(anchor) else { continue };
        if was.title != is.title {
            say(changes, "figure", format!("title: {} → {}", was.title, is.title));
        }
        cells("figure", &was.title, &was.table, &is.table, changes);
        if let (Chart::Seats { vacant: a, total: b, .. }, Chart::Seats { vacant: c, total: d, .. }) =
            (&was.chart, &is.chart)
            && (a, b) != (c, d)
        {
            say(changes, "figure", format!("{}: {a} of {b} seats vacant → {c} of {d}", is.title));
        }
        for (part, a, b) in [
            ("note", &was.note, &is.note),
            ("source", &was.source, &is.source),
            ("text alternative", &was.alt, &is.alt),
        ] {
            if a != b {
                say(changes, "figure", format!("{part} of {}: {a} → {b}", is.title));
            }
        }
    }
}

fn tables(from: &Edition, to: &Edition, changes: &mut Vec<PageChange>) {
    let of = |edition: &Edition| -> BTreeMap<String, Table> {
        let blocks = edition.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table.clone()),
            _ => None,
        });
        blocks.chain(edition.annexes.iter().cloned()).map(|table| (table.anchor.clone(), table)).collect()
    };
    let (old, new) = (of(from), of(to));
    for table in old.values().filter(|table| !new.contains_key(&table.anchor)) {
        say(changes, "table", format!("table removed: {}", table.title));
    }
    for table in new.values() {
        match old.get(&table.anchor) {
            None => say(changes, "table", format!("table added: {}", table.title)),
            Some(was) => cells("table", &was.title, was, table, changes),
        }
    }
}

/// Rows by their first cell, cell by cell.
fn cells(part: &str, title: &str, old: &Table, new: &Table, changes: &mut Vec<PageChange>) {
    let rows = |table: &Table| -> BTreeMap<String, Vec<String>> {
        let rows = table.rows.iter().filter_map(|row| row.split_first());
        rows.map(|(head, cells)| (head.clone(), cells.to_vec())).collect()
    };
    let (was, is) = (rows(old), rows(new));
    for (head, row) in &was {
        match is.get(head) {
            None => say(changes, part, format!("{title}: {head} is gone ({})", row.join(", "))),
            Some(now) if now != row => {
                say(changes, part, format!("{title}: {head}: {} → {}", row.join(", "), now.join(", ")));
            }
            Some(_) => {}
        }
    }
    for (head, row) in is.iter().filter(|(head, _)| !was.contains_key(*head)) {
        say(changes, part, format!("{title}: {head} is new ({})", row.join(", ")));
    }
    if old.header != new.header {
        say(changes, part, format!("{title}: columns {} → {}", old.header.join(", "), new.header.join(", ")));
    }
}

fn sources(from: &Snapshot, to: &Snapshot, changes: &mut Vec<PageChange>) {
    let of = |snapshot: &Snapshot| -> BTreeMap<String, String> {
        let sources = snapshot.edition.sources.iter();
        sources.map(|source| (source.key.to_string(), source.reference.clone())).collect()
    };
    let (old, new) = (of(from), of(to));
    for (key, reference) in &new {
        match old.get(key) {
            None => say(changes, "sources", format!("now cited: {reference}")),
            Some(was) if was != reference => say(changes, "sources", format!("{was} → {reference}")),
            Some(_) => {}
        }
    }
    for (_, reference) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        say(changes, "sources", format!("no longer cited: {reference}"));
    }
}

fn coverage(from: &Snapshot, to: &Snapshot, changes: &mut Vec<PageChange>) {
    let (old, new) = (&from.edition.coverage, &to.edition.coverage);
    let of_grade = |coverage: &demarche_brief::edition::Coverage, grade: Evidence| -> u32 {
        coverage.bindings.iter().filter(|(found, ..)| *found == grade).map(|(.., count)| count).sum()
    };
    for grade in Evidence::ALL {
        let (was, is) = (of_grade(old, grade), of_grade(new, grade));
        if was != is {
            say(changes, "coverage", format!("{} bindings: {was} → {is}", grade.word()));
        }
    }
    if (old.sourced_sentences, old.sentences) != (new.sourced_sentences, new.sentences) {
        let said = format!(
            "sentences on a statement: {} of {} → {} of {}",
            old.sourced_sentences, old.sentences, new.sourced_sentences, new.sentences
        );
        say(changes, "coverage", said);
    }
}
