//! Faults in the brief: ids, digits, numerals, units, currencies, dates, hedges, ranks, names.

use std::collections::BTreeMap;
use std::ops::Range;

use toml_edit::Item;

use super::{Alters, Variant, digits, misspelt, other_digit, splice, whole_words};
use crate::mutate::raw::{Link, Raw, lines, tables, texts};

/// Words that print a number, each beside another.
const NUMERALS: &[(&str, &str)] = &[
    ("two", "three"),
    ("three", "four"),
    ("Three", "Four"),
    ("four", "five"),
    ("five", "six"),
    ("six", "seven"),
    ("second", "third"),
    ("third", "fourth"),
    ("sixth", "seventh"),
    ("seventh", "eighth"),
    ("decade", "century"),
];

/// Words of scale and unit, each beside another.
const UNITS: &[(&str, &str)] = &[
    ("million", "billion"),
    ("billion", "million"),
    ("%", ""),
    ("years", "months"),
    ("year-old", "month-old"),
    ("ballistic missiles", "cruise missiles"),
    ("cars", "trucks"),
];

/// Signs and names of currencies.
const CURRENCIES: &[(&str, &str)] = &[("$", "€"), ("won", "yen")];

/// Names of months, each followed by the next.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Words that widen or turn the figure after them, each beside the opposite and nothing.
const HEDGES: &[(&str, &str)] = &[
    ("About ", "Over "),
    ("about ", "over "),
    ("over ", "under "),
    ("as many as ", "more than "),
    ("almost ", "hardly "),
    ("near the end of ", "at the beginning of "),
    ("until the end of ", "from the end of "),
    ("at the end of ", "at the beginning of "),
];

/// Words that print a rank without a number.
const RANKS: &[(&str, &str)] = &[("largest", "second-largest"), ("the first", "the second")];

pub fn faults(raw: &Raw, found: &mut Vec<Variant>) {
    let mut prose = Prose { raw, text: raw.prose(), printed: printed(raw), found };
    prose.ids();
    prose.digits();
    prose.words();
    prose.hedges();
    prose.names();
}

struct Prose<'a> {
    raw: &'a Raw,
    text: &'a str,
    /// Printed stretches, links' targets left out.
    printed: Vec<Range<usize>>,
    found: &'a mut Vec<Variant>,
}

impl Prose<'_> {
    fn push(&mut self, class: &'static str, range: Range<usize>, new: &str) {
        let old = &self.text[range.clone()];
        let what = if new.is_empty() { format!("{old:?} left out") } else { format!("{old:?} printed as {new:?}") };
        // Words inside a link are that link's; others stand for themselves.
        let around = self.link_at(range.start).map_or(range.clone(), |link| link.range.clone());
        self.found.push(Variant {
            class,
            what,
            file: self.raw.brief.clone(),
            change: splice(range, new),
            alters: Alters::Print(around.clone()),
            around,
        });
    }

    fn link_at(&self, at: usize) -> Option<&Link> {
        self.raw.links.iter().find(|link| link.range.contains(&at))
    }

    fn ids(&mut self) {
        for link in &self.raw.links {
            for (id, range) in &link.ids {
                let others = [misspelt(id), id[..id.len() - 1].to_owned(), id.replacen('.', "", 1)];
                for other in others.into_iter().filter(|other| other != id) {
                    self.found.push(Variant {
                        class: "id misspelt",
                        what: format!("`{id}` bound as `{other}`"),
                        file: self.raw.brief.clone(),
                        change: splice(range.clone(), other),
                        around: link.range.clone(),
                        alters: Alters::Print(link.range.clone()),
                    });
                }
            }
        }
        for fence in &self.raw.fences {
            for key in ["total", "vacant", "table", "source"] {
                let (Some(id), Some(place)) =
                    (fence.keys.get(key).and_then(Item::as_str), fence.keys.get(key).and_then(Item::span))
                else {
                    continue;
                };
                let place = fence.body.start + place.start..fence.body.start + place.end;
                self.found.push(Variant {
                    class: "id misspelt",
                    what: format!("`{key} = {id:?}` misspelt"),
                    file: self.raw.brief.clone(),
                    change: splice(place, format!("{:?}", misspelt(id))),
                    around: fence.range.clone(),
                    alters: Alters::Print(fence.range.clone()),
                });
            }
        }
    }

    fn digits(&mut self) {
        for stretch in self.printed.clone() {
            for at in digits(self.text, stretch.clone()) {
                let new = other_digit(self.text.as_bytes()[at]).to_string();
                self.push("printed digit", at..at + 1, &new);
            }
            for (start, word) in numbers(&self.text[stretch.clone()]) {
                let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
                if let (true, Ok(number)) = (year, word.parse::<u32>()) {
                    let at = stretch.start + start;
                    self.push("printed year", at..at + 4, &(number + 1).to_string());
                }
            }
        }
    }

    fn words(&mut self) {
        let months = MONTHS.iter().enumerate().map(|(at, month)| (*month, MONTHS[(at + 1) % 12]));
        self.swap("printed month", months.collect::<Vec<_>>().as_slice());
        self.swap("printed numeral", NUMERALS);
        self.swap("printed unit", UNITS);
        self.swap("printed currency", CURRENCIES);
        self.swap("printed rank", RANKS);
    }

    fn swap(&mut self, class: &'static str, words: &[(&str, &str)]) {
        for stretch in self.printed.clone() {
            for (old, new) in words {
                let text = &self.text[stretch.clone()];
                let sign = !old.starts_with(char::is_alphabetic);
                let places: Vec<usize> = if sign {
                    text.match_indices(old).map(|(at, _)| at).collect()
                } else {
                    whole_words(text, old).collect()
                };
                for at in places {
                    // "May" is also a word, and a hyphen makes another rank of "largest".
                    let before = &text[..at];
                    let after = text[at + old.len()..].trim_start();
                    let month = *old != "May"
                        || after.starts_with(|c: char| c.is_ascii_digit())
                        || before.trim_end().ends_with("in");
                    if month && !before.ends_with('-') {
                        let at = stretch.start + at;
                        self.push(class, at..at + old.len(), new);
                    }
                }
            }
        }
    }

    /// Hedges directly before a figure or a date, or inside bound words.
    fn hedges(&mut self) {
        for stretch in self.printed.clone() {
            for (old, new) in HEDGES {
                let text = &self.text[stretch.clone()];
                for (at, _) in text.match_indices(old) {
                    let after = &text[at + old.len()..];
                    let figure = after.starts_with(|c: char| c.is_ascii_digit() || c == '$');
                    let place = stretch.start + at..stretch.start + at + old.len();
                    let bound = self.link_at(place.start).is_some_and(|link| !link.ids.is_empty());
                    let alone = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
                    if alone && (figure || (bound && !matches!(*old, "about " | "over "))) {
                        self.push("printed hedge", place.clone(), new);
                        self.push("printed hedge", place, "");
                    }
                }
            }
        }
    }

    /// Each officeholder's name, another holder of the same office in its place.
    fn names(&mut self) {
        let holders = holders(self.raw);
        for stretch in self.printed.clone() {
            let mut taken: Vec<Range<usize>> = Vec::new();
            let mut names: Vec<(&String, &String)> =
                holders.values().flat_map(|names| names.iter().map(|(old, new)| (old, new))).collect();
            names.sort_by_key(|(old, _)| std::cmp::Reverse(old.len()));
            for (old, new) in names {
                for at in whole_words(&self.text[stretch.clone()], old).map(|at| at + stretch.start).collect::<Vec<_>>()
                {
                    let range = at..at + old.len();
                    if taken.iter().all(|met| met.end <= range.start || range.end <= met.start) {
                        taken.push(range.clone());
                        self.push("printed officeholder", range, new);
                    }
                }
            }
        }
    }
}

/// Printed stretches of the brief: the body without links' targets, and the words of fences.
fn printed(raw: &Raw) -> Vec<Range<usize>> {
    let prose = raw.prose();
    let body = prose.match_indices("\n---\n").next().map_or(0, |(at, _)| at + 5);
    let mut found = Vec::new();
    for (at, _) in lines(prose).filter(|(at, _)| at.start >= body) {
        if raw.fences.iter().any(|fence| fence.range.contains(&at.start)) {
            continue;
        }
        let mut start = at.start;
        for link in raw.links.iter().filter(|link| at.contains(&link.range.start)) {
            found.push(start..link.words.end);
            start = link.range.end;
        }
        found.push(start..at.end);
    }
    for fence in &raw.fences {
        for key in ["title", "alt", "note", "axis"] {
            let place = fence.keys.get(key).and_then(Item::span);
            found.extend(place.map(|place| fence.body.start + place.start..fence.body.start + place.end));
        }
    }
    found.retain(|range| !range.is_empty());
    found.sort_by_key(|range| range.start);
    found
}

/// Runs of digits with the points and commas inside them.
fn numbers(text: &str) -> Vec<(usize, &str)> {
    let inside = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let mut found = Vec::new();
    let mut at = 0;
    for run in text.split(|c| !inside(c)) {
        let start = text[at..].find(run).map_or(at, |here| at + here);
        let kept = run.trim_matches(['.', ',']);
        if !kept.is_empty() {
            found.push((start + run.find(kept).unwrap_or(0), kept));
        }
        at = start + run.len();
    }
    found
}

/// Persons who held an office, by id: each spelling of their name beside that of another holder of the office.
fn holders(raw: &Raw) -> BTreeMap<String, Vec<(String, String)>> {
    let mut offices: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for block in raw.statements.iter().filter(|block| block.str("predicate") == Some("holds-office")) {
        let office =
            tables(block.keys.get("with")).first().and_then(|with| with.get("office")?.as_str().map(str::to_owned));
        if let (Some(office), Some(holder)) = (office, block.str("subject")) {
            offices.entry(office).or_default().push(holder.to_owned());
        }
    }
    let spellings = |id: &str| {
        let block = raw.actors.iter().find(|actor| actor.id == id);
        let mut names: Vec<String> = block.and_then(|actor| actor.str("name")).map(str::to_owned).into_iter().collect();
        names.extend(block.map(|actor| texts(actor.keys.get("aliases"))).unwrap_or_default());
        names
    };
    let mut found = BTreeMap::new();
    for persons in offices.values() {
        for (at, id) in persons.iter().enumerate() {
            let other = persons.iter().cycle().skip(at + 1).take(persons.len()).find(|other| *other != id);
            // An office with one holder on file: the holder of another office.
            let other = other.or_else(|| offices.values().flatten().find(|other| *other != id));
            let Some(other) = other else { continue };
            let theirs = spellings(other);
            let longest = theirs.first().cloned().unwrap_or_default();
            let shortest = theirs.iter().min_by_key(|name| name.len()).cloned().unwrap_or_default();
            let pairs = spellings(id).into_iter().map(|name| {
                let new = if name.contains(' ') { longest.clone() } else { shortest.clone() };
                (name, new)
            });
            found.insert(id.clone(), pairs.filter(|(old, new)| !new.is_empty() && old != new).collect());
        }
    }
    found
}
