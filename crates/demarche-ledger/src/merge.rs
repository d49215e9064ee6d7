//! Two people's versions of one file, joined by the ids of its blocks.
//!
//! Text merging goes by neighbouring lines: two statements added in one place
//! conflict although they have nothing to do with each other, and half of one
//! edit may be joined to half of another. Here a block is the unit, and within a
//! statement what it claims (value, time, source, …) is one unit too: a value
//! from one side beside the source of the other would be a statement that nobody
//! made. Where both sides changed the same unit, both statements stand in the
//! file as rivals under two ids, and a person says which is to be read.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

use crate::format;
use crate::reading::CLAIM_KEYS;

/// A file joined from two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The canonical text; it holds everything that either side says.
    pub text: String,
    /// What a person has to settle, in the order of the file.
    pub conflicts: Vec<Conflict>,
}

/// Something that both sides changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Id of the block; empty for the head of the file.
    pub id: String,
    /// What happened, as a sentence.
    pub says: String,
    /// The id under which their version stands beside ours, where it does.
    pub rival: Option<String>,
}

/// One of the three texts cannot be read as TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Which: the common base, ours or theirs.
    pub side: &'static str,
    /// What the parser says.
    pub reason: String,
}

/// Joins `ours` and `theirs`, which both come from `base` (empty where the file is new on both sides).
///
/// # Errors
/// [`Unreadable`] names the text that is no TOML.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Result<Merged, Unreadable> {
    let read = |side, text: &str| {
        let (head, body) = format::split_head(text);
        let body = body.parse::<DocumentMut>();
        body.map(|body| (head, body)).map_err(|error| Unreadable { side, reason: error.message().to_owned() })
    };
    let (base_head, base) = read("base", base)?;
    let (our_head, mut ours) = read("ours", ours)?;
    let (their_head, theirs) = read("theirs", theirs)?;
    let mut conflicts = Vec::new();
    let head = if our_head == base_head { their_head } else { our_head };
    let names: BTreeSet<String> =
        [&base, &ours, &theirs].iter().flat_map(|side| side.iter().map(|(name, _)| name.to_owned())).collect();
    for name in names {
        let sides = [&base, &ours, &theirs].map(|side: &DocumentMut| side.get(&name));
        match sides.map(blocks) {
            [Some(base), Some(our), Some(their)] => {
                let joined = join_blocks(&base, &our, &their, &mut conflicts);
                ours.insert(&name, Item::ArrayOfTables(joined));
            }
            _ => {
                let shown = |item: Option<&Item>| item.map(shown);
                let [base, our, their] = sides;
                if shown(our) == shown(base) {
                    match their.cloned() {
                        Some(item) => ours.insert(&name, item),
                        None => ours.remove(&name),
                    };
                } else if shown(their) != shown(base) && shown(our) != shown(their) {
                    let says = format!("both sides changed `{name}`; ours was kept, theirs was {}", told(their));
                    conflicts.push(Conflict { id: String::new(), says, rival: None });
                }
            }
        }
    }
    Ok(Merged { text: format::document(&head, ours), conflicts })
}

/// The blocks of one name by id, in order; none where the name is absent, `None` where a block has no id.
fn blocks(item: Option<&Item>) -> Option<BTreeMap<String, Table>> {
    let Some(item) = item else { return Some(BTreeMap::new()) };
    let tables = item.as_array_of_tables()?;
    let by_id: BTreeMap<String, Table> =
        tables.iter().filter_map(|table| Some((id(table)?.to_owned(), table.clone()))).collect();
    // A block without an id, or two of one id, cannot be told apart: such a file is joined as a whole or not at all.
    (by_id.len() == tables.len()).then_some(by_id)
}

fn id(table: &Table) -> Option<&str> {
    table.get("id").and_then(Item::as_str)
}

type Blocks = BTreeMap<String, Table>;

fn join_blocks(base: &Blocks, ours: &Blocks, theirs: &Blocks, conflicts: &mut Vec<Conflict>) -> ArrayOfTables {
    let ids: BTreeSet<&String> = base.keys().chain(ours.keys()).chain(theirs.keys()).collect();
    let mut joined = Blocks::new();
    for id in ids {
        let mut told = |says: &str, rival: Option<String>| {
            conflicts.push(Conflict { id: id.clone(), says: says.to_owned(), rival });
        };
        match (base.get(id), ours.get(id), theirs.get(id)) {
            (_, Some(our), Some(their)) => match join(base.get(id), our, their) {
                Ok(table) => {
                    joined.insert(id.clone(), table);
                }
                Err(keys) => {
                    let rival = free_id(id, [base, ours, theirs], &joined);
                    let keys = keys.into_iter().collect::<Vec<_>>().join(", ");
                    told(&format!("both sides changed {keys}"), Some(rival.clone()));
                    joined.insert(id.clone(), our.clone());
                    joined.insert(rival.clone(), as_rival(their, id, &rival, &keys));
                }
            },
            (None, Some(only), None) | (None, None, Some(only)) => {
                joined.insert(id.clone(), only.clone());
            }
            (Some(base), Some(kept), None) | (Some(base), None, Some(kept)) if fields(base) != fields(kept) => {
                told("one side took it away, the other changed it; it was kept", None);
                joined.insert(id.clone(), kept.clone());
            }
            _ => {}
        }
    }
    joined.into_values().collect()
}

/// Both versions of a block as one, or the keys that both changed, each in another way.
fn join(base: Option<&Table>, ours: &Table, theirs: &Table) -> Result<Table, BTreeSet<String>> {
    let (our, their) = (fields(ours), fields(theirs));
    if our == their {
        return Ok(ours.clone());
    }
    let base = base.map(fields).unwrap_or_default();
    let keys: BTreeSet<&String> = base.keys().chain(our.keys()).chain(their.keys()).collect();
    let changed = |side: &Fields| -> BTreeSet<String> {
        keys.iter().filter(|key| side.get(**key) != base.get(**key)).map(|key| (*key).clone()).collect()
    };
    let (ours_changed, theirs_changed) = (changed(&our), changed(&their));
    let claims = |keys: &BTreeSet<String>| keys.iter().any(|key| CLAIM_KEYS.contains(&key.as_str()));
    let differs = |key: &&String| our.get(*key) != their.get(*key);
    let mut both: BTreeSet<String> = ours_changed.intersection(&theirs_changed).filter(differs).cloned().collect();
    if claims(&ours_changed) && claims(&theirs_changed) {
        let touched = ours_changed.union(&theirs_changed);
        both.extend(touched.filter(|key| CLAIM_KEYS.contains(&key.as_str())).filter(differs).cloned());
    }
    if !both.is_empty() {
        return Err(both);
    }
    let mut table = ours.clone();
    for key in theirs_changed {
        match theirs.get_key_value(&key) {
            Some((spelt, item)) => table.insert_formatted(spelt, item.clone()),
            None => table.remove(&key),
        };
    }
    Ok(table)
}

type Fields = BTreeMap<String, String>;

/// What a block says, without its looks: comments, blanks and the order of keys do not count.
fn fields(table: &Table) -> Fields {
    table.iter().map(|(key, item)| (key.to_owned(), shown(item))).collect()
}

fn shown(item: &Item) -> String {
    match item {
        Item::Value(value) => format::plain(value),
        Item::Table(table) => shown_table(table),
        Item::ArrayOfTables(tables) => tables.iter().map(shown_table).collect::<Vec<_>>().join(";"),
        Item::None => String::new(),
    }
}

fn shown_table(table: &Table) -> String {
    fields(table).iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(",")
}

/// What became of the other side's version of something that has no id.
fn told(item: Option<&Item>) -> String {
    item.map_or_else(|| "taken away".to_owned(), |item| format!("`{}`", shown(item)))
}

/// `id` with an ending that no block has yet.
fn free_id(id: &str, sides: [&Blocks; 3], joined: &Blocks) -> String {
    let mut number = 2;
    loop {
        let rival = format!("{id}.rival-{number}");
        if !joined.contains_key(&rival) && sides.iter().all(|side| !side.contains_key(&rival)) {
            return rival;
        }
        number += 1;
    }
}

/// Their version under an id of its own, with a comment that says how to settle it.
fn as_rival(theirs: &Table, id: &str, rival: &str, keys: &str) -> Table {
    let mut table = theirs.clone();
    table.insert("id", toml_edit::value(rival));
    // Former ids lead to one statement only.
    table.remove("was");
    let above = table.decor().prefix().and_then(|text| text.as_str()).unwrap_or("").to_owned();
    let note = format!(
        "# Merged: two people changed `{id}` ({keys}). Keep one of the two blocks, or keep both and give one a `rank`\n\
         # or let it supersede the other with a reason.\n"
    );
    table.decor_mut().set_prefix(format!("{above}{note}"));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "[[statement]]\nid = \"a\"\nvalue = \"1\"\nsource = \"x\"\nreview = 2020-01-01\n";

    fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
        merge(base, ours, theirs).expect("TOML")
    }

    #[test]
    fn statements_added_in_one_place_both_stand() {
        let ours = format!("{BASE}\n[[statement]]\nid = \"c\"\nvalue = \"3\"\n");
        let theirs = format!("{BASE}\n# theirs\n[[statement]]\nid = \"b\"\nvalue = \"2\"\n");
        let joined = merged(BASE, &ours, &theirs);
        assert_eq!(joined.conflicts, []);
        let order: Vec<&str> = joined.text.lines().filter(|line| line.starts_with("id")).collect();
        assert_eq!(order, ["id     = \"a\"", "id    = \"b\"", "id    = \"c\""]);
        assert!(joined.text.contains("# theirs\n[[statement]]"));
    }

    #[test]
    fn a_claim_and_a_review_date_join() {
        let ours = BASE.replace("\"1\"", "\"2\"");
        let theirs = BASE.replace("2020", "2021");
        let joined = merged(BASE, &ours, &theirs);
        assert_eq!(joined.conflicts, []);
        assert!(joined.text.contains("\"2\"") && joined.text.contains("2021-01-01"));
    }

    #[test]
    fn a_value_never_meets_the_other_sides_source() {
        let ours = BASE.replace("\"1\"", "\"2\"");
        let theirs = BASE.replace("\"x\"", "\"y\"");
        let joined = merged(BASE, &ours, &theirs);
        let [conflict] = &joined.conflicts[..] else { panic!("{:?}", joined.conflicts) };
        assert_eq!(conflict.rival.as_deref(), Some("a.rival-2"));
        assert_eq!(conflict.says, "both sides changed source, value");
        let again: DocumentMut = joined.text.parse().expect("TOML");
        assert_eq!(blocks(again.get("statement")).map(|blocks| blocks.len()), Some(2));
    }

    #[test]
    fn what_was_taken_away_here_and_changed_there_is_kept_and_said() {
        let joined = merged(BASE, "", &BASE.replace("\"1\"", "\"2\""));
        assert!(joined.text.contains("\"2\""));
        assert_eq!(joined.conflicts.len(), 1);
        assert_eq!(merged(BASE, "", BASE), Merged { text: String::new(), conflicts: vec![] });
    }

    #[test]
    fn a_side_that_changed_nothing_gives_the_other() {
        let theirs = format!("# Head.\n\n{}", BASE.replace("\"1\"", "\"7\""));
        for (ours, theirs) in [(BASE, theirs.as_str()), (theirs.as_str(), BASE)] {
            assert!(merged(BASE, ours, theirs).text.contains("\"7\""));
        }
    }

    #[test]
    fn a_table_below_a_block_stays_with_it() {
        let with = |id: &str| format!("[[statement]]\nid = \"{id}\"\n[statement.with]\npartner = \"{id}\"\n");
        let joined = merged(&with("b"), &(with("b") + &with("d")), &(with("a") + &with("b") + &with("c")));
        let text = joined.text.parse::<DocumentMut>().expect("TOML");
        for (id, table) in blocks(text.get("statement")).expect("blocks") {
            assert_eq!(table["with"]["partner"].as_str(), Some(id.as_str()));
        }
    }

    #[test]
    fn a_broken_side_is_named() {
        assert_eq!(merge(BASE, "id = ", BASE).expect_err("is broken").side, "ours");
    }
}
