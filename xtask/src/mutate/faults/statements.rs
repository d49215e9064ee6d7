//! Faults in statements and actors: removed, misdated, reversed, miscounted, misquoted, given to another person.

use std::ops::Range;

use super::{Alters, Variant, digits, misspelt, moved_year, other_digit, splice};
use crate::mutate::raw::{Block, Raw, tables};
use crate::mutate::reach::Thing;

/// Units and currencies as literals spell them, each beside another.
const UNITS: &[(&str, &str)] =
    &[("/a", "/mo"), ("%", "1"), ("{person}", "{seat}"), (" a\"", " mo\""), ("{seat}", "{person}"), (" 1\"", " %\"")];
const CURRENCIES: &[(&str, &str)] = &[("USD", "EUR"), ("KRW", "JPY")];
const HEDGES: &[(&str, &str)] = &[
    ("about ", "over "),
    ("over ", "about "),
    ("at least ", "at most "),
    ("at most ", "at least "),
    ("up to ", "at least "),
];

pub fn faults(raw: &Raw, found: &mut Vec<Variant>) {
    for (at, block) in raw.statements.iter().enumerate() {
        let mut statement = Statement { raw, text: raw.text(&block.file), block, at, found };
        statement.removed();
        statement.value();
        statement.formula();
        statement.times();
        statement.rank();
        statement.person();
        statement.quotes();
        statement.qualifiers();
    }
    for actor in &raw.actors {
        found.push(Variant {
            class: "actor removed",
            what: format!("actor `{}` removed", actor.id),
            file: actor.file.clone(),
            change: splice(actor.range.clone(), ""),
            around: actor.range.clone(),
            alters: Alters::Inputs(vec![Thing::Actor(actor.id.clone())]),
        });
    }
}

struct Statement<'a> {
    raw: &'a Raw,
    text: &'a str,
    block: &'a Block,
    at: usize,
    found: &'a mut Vec<Variant>,
}

impl Statement<'_> {
    fn push(&mut self, class: &'static str, what: String, range: Range<usize>, new: impl Into<String>) {
        self.found.push(Variant {
            class,
            what: format!("`{}`: {what}", self.block.id),
            file: self.block.file.clone(),
            change: splice(range, new),
            around: self.block.range.clone(),
            alters: Alters::Inputs(vec![Thing::Statement(self.at)]),
        });
    }

    fn removed(&mut self) {
        self.push("statement removed", "removed".to_owned(), self.block.range.clone(), "");
        if let Some(place) = self.block.place("id") {
            let new = misspelt(&self.block.id);
            self.push("statement renamed", format!("its id became `{new}`"), place, format!("{new:?}"));
        }
    }

    fn value(&mut self) {
        let Some(place) = self.block.place("value") else { return };
        let literal = self.text[place.clone()].to_owned();
        if self.block.str("value").is_some_and(|value| {
            value.starts_with(|c: char| {
                c.is_ascii_digit()
                    || "-[=".contains(c)
                    || value.contains(' ') && value.contains(|c: char| c.is_ascii_digit())
            })
        }) {
            for at in digits(self.text, place.clone()).collect::<Vec<_>>() {
                let new = other_digit(self.text.as_bytes()[at]);
                self.push("value digit", format!("{literal}: a digit became {new}"), at..at + 1, new.to_string());
            }
        } else {
            let new = format!("{}x\"", literal.trim_end_matches('"'));
            self.push("value text", format!("{literal} became {new}"), place.clone(), new);
        }
        for (class, words) in [("value unit", UNITS), ("value currency", CURRENCIES), ("value hedge", HEDGES)] {
            for (old, new) in words {
                if let Some(at) = literal.find(old) {
                    let at = place.start + at;
                    let what = format!("{literal}: {:?} became {:?}", old.trim(), new.trim());
                    self.push(class, what, at..at + old.len(), *new);
                    if class == "value hedge" {
                        self.push(class, format!("{literal}: {:?} left out", old.trim()), at..at + old.len(), "");
                    }
                }
            }
        }
        if let Some(number) = literal.strip_prefix("\"-") {
            self.push("value sign", format!("{literal} became positive"), place.clone(), format!("\"{number}"));
        }
    }

    fn formula(&mut self) {
        if let (Some(place), Some(formula)) = (self.block.place("derive"), self.block.str("derive")) {
            for (old, new) in [(" / ", " * "), (" - ", " + "), (" + ", " - "), ("years(", "days(")] {
                for (at, _) in formula.match_indices(old) {
                    let at = place.start + 1 + at;
                    let what = format!("{:?} became {:?} in its formula", old.trim(), new.trim());
                    self.push("formula changed", what, at..at + old.len(), new);
                }
            }
            for id in formula.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))) {
                if self.raw.statement(id).is_some() {
                    let at = place.start + 1 + formula.find(id).unwrap_or(0);
                    let new = misspelt(id);
                    self.push("formula changed", format!("`{id}` became `{new}`"), at..at + id.len(), new);
                }
            }
        }
        for key in ["data", "count", "position-in", "rule", "predicate"] {
            let (Some(place), Some(written)) = (self.block.place(key), self.block.written(key)) else { continue };
            let class = if key == "predicate" { "predicate misspelt" } else { "formula changed" };
            // The first text in it: a table, a predicate, a rule.
            let Some(start) = written.find('"').map(|at| at + 1) else { continue };
            let first = &written[start..start + written[start..].find('"').unwrap_or(0)];
            let new = misspelt(first);
            let at = place.start + start;
            self.push(class, format!("`{key}`: {first:?} became {new:?}"), at..at + first.len(), new);
            if matches!(key, "data" | "position-in") {
                for digit in digits(self.text, place.clone()).collect::<Vec<_>>() {
                    let new = other_digit(self.text.as_bytes()[digit]);
                    self.push(class, format!("`{key}`: a digit became {new}"), digit..digit + 1, new.to_string());
                }
            }
        }
    }

    fn times(&mut self) {
        if let (Some(place), Some(valid)) = (self.block.place("valid"), self.block.str("valid")) {
            let start = place.start + 1;
            let ends: Vec<(usize, &str)> = match valid.split_once('/') {
                Some((first, last)) => vec![(0, first), (first.len() + 1, last)],
                None => vec![(0, valid)],
            };
            for (at, date) in &ends {
                for years in [1, -1] {
                    let Some(new) = moved_year(date, years) else { continue };
                    let at = start + at;
                    self.push("valid year", format!("valid {date} became {new}"), at..at + date.len(), new);
                }
            }
            if let [(_, first), (at, _)] = ends[..]
                && let Some(before) = moved_year(first, -1)
            {
                let at = start + at;
                self.push(
                    "interval reversed",
                    format!("valid {valid} now ends in {before}"),
                    at..place.end - 1,
                    before,
                );
            }
        }
        if let (Some(place), Some(recorded)) = (self.block.place("recorded"), self.block.written("recorded")) {
            for years in [1, -1] {
                let Some(new) = moved_year(&recorded, years) else { continue };
                self.push("recorded year", format!("recorded {recorded} became {new}"), place.clone(), new);
            }
        }
        if let (Some(place), Some(review), Some(recorded)) =
            (self.block.place("review"), self.block.written("review"), self.block.written("recorded"))
            && let Some(new) = moved_year(&recorded, -1)
        {
            self.push("interval reversed", format!("review {review} now before its record, {new}"), place, new);
        }
        for key in ["count", "complete"] {
            for query in tables(self.block.keys.get(key)) {
                let (Some(from), Some(to)) = (query.get("from"), query.get("to")) else { continue };
                let (from, place) = (from.to_string().trim().to_owned(), to.span());
                if let (Some(new), Some(place)) = (moved_year(&from, -1), place) {
                    self.push("interval reversed", format!("`{key}` now ends in {new}"), place, new);
                }
            }
        }
        let steps: Vec<(String, Option<Range<usize>>)> = tables(self.block.keys.get("steps"))
            .iter()
            .filter_map(|step| step.get("on"))
            .map(|on| (on.to_string().trim().to_owned(), on.span()))
            .collect();
        for (at, (date, place)) in steps.iter().enumerate() {
            let Some(place) = place else { continue };
            if let Some(new) = moved_year(date.trim_matches('"'), 1) {
                let new = if date.starts_with('"') { format!("{new:?}") } else { new };
                self.push("step year", format!("step of {date} became {new}"), place.clone(), new);
            }
            if let Some((before, _)) = at.checked_sub(1).and_then(|at| steps.get(at))
                && let Some(new) = moved_year(before.trim_matches('"'), -1)
            {
                let new = if date.starts_with('"') { format!("{new:?}") } else { new };
                self.push(
                    "interval reversed",
                    format!("step of {date} now before the one above, {new}"),
                    place.clone(),
                    new,
                );
            }
        }
    }

    /// The rank that chooses between rivals, and how strongly it is said.
    fn rank(&mut self) {
        let end = self.block.range.end;
        if !self.block.keys.contains_key("rank") {
            let lead = if self.text[..end].ends_with('\n') { "" } else { "\n" };
            let line = format!("{lead}rank      = \"deprecated\"\n");
            self.push("rank changed", "ranked deprecated".to_owned(), end..end, line);
        } else if let Some(place) = self.block.place("rank") {
            self.push("rank changed", "ranked deprecated".to_owned(), place, "\"deprecated\"");
        }
        if let (Some(place), Some(modality)) = (self.block.place("modality"), self.block.str("modality")) {
            self.push("modality changed", format!("{modality} became denied"), place, "\"denied\"");
        }
    }

    /// Persons: another holder of the same office in their place.
    fn person(&mut self) {
        let place = |id: &str, range: Option<Range<usize>>| range.map(|range| (id.to_owned(), range));
        let mut named = Vec::new();
        named.extend(self.block.str("subject").and_then(|id| place(id, self.block.place("subject"))));
        for by in tables(self.block.keys.get("by")) {
            named.extend(by.get("actor").and_then(|actor| place(actor.as_str()?, actor.span())));
        }
        for (id, range) in named {
            if let Some(other) = successor(self.raw, &id) {
                self.push("officeholder swapped", format!("`{id}` became `{other}`"), range, format!("{other:?}"));
            }
        }
    }

    fn quotes(&mut self) {
        for citation in tables(self.block.keys.get("source")) {
            if let (Some(quote), Some(place)) = (
                citation.get("quote").and_then(|quote| quote.as_str()),
                citation.get("quote").and_then(|quote| quote.span()),
            ) {
                let old = &self.text[place.clone()];
                // A digit where there is one, else the middle word left out or the last letter cut.
                if let Some(at) = digits(self.text, place.clone()).next() {
                    let new = other_digit(self.text.as_bytes()[at]);
                    self.push("quote altered", format!("{old}: a digit became {new}"), at..at + 1, new.to_string());
                }
                let words: Vec<&str> = quote.split(' ').collect();
                let middle = words[words.len() / 2];
                if words.len() > 2
                    && !middle.is_empty()
                    && let Some(at) = old.find(&format!(" {middle} "))
                {
                    let at = place.start + at;
                    self.push("quote altered", format!("{old}: {middle:?} left out"), at..at + middle.len() + 1, "");
                }
            }
            if let (Some(key), Some(place)) =
                (citation.get("ref").and_then(|key| key.as_str()), citation.get("ref").and_then(|key| key.span()))
            {
                let new = misspelt(key);
                self.push("citation misspelt", format!("source `{key}` became `{new}`"), place, format!("{new:?}"));
            }
        }
        if let Some(place) = self.block.place("source") {
            let line = self.text[..place.start].rfind('\n').map_or(0, |at| at + 1);
            let end = self.text[place.end..].find('\n').map_or(self.text.len(), |at| place.end + at + 1);
            self.push("citation removed", "its source left out".to_owned(), line..end, "");
        }
    }

    fn qualifiers(&mut self) {
        for with in tables(self.block.keys.get("with")) {
            for (name, value) in with.iter() {
                let (Some(text), Some(place)) = (value.as_str(), value.span()) else { continue };
                let new = misspelt(text);
                self.push("qualifier changed", format!("`{name}` {text:?} became {new:?}"), place, format!("{new:?}"));
            }
        }
    }
}

/// Another holder of an office that a person held.
fn successor(raw: &Raw, person: &str) -> Option<String> {
    let office = |block: &Block| {
        tables(block.keys.get("with")).first().and_then(|with| with.get("office")?.as_str().map(str::to_owned))
    };
    let terms: Vec<(Option<String>, &str)> = raw
        .statements
        .iter()
        .filter(|block| block.str("predicate") == Some("holds-office"))
        .filter_map(|block| Some((office(block), block.str("subject")?)))
        .collect();
    let held: Vec<_> = terms.iter().filter(|(_, holder)| *holder == person).map(|(office, _)| office.clone()).collect();
    let same = terms.iter().find(|(office, holder)| *holder != person && held.contains(office));
    let any = || terms.iter().find(|(_, holder)| *holder != person);
    let other = same.or_else(|| (!held.is_empty()).then(any).flatten())?;
    Some(other.1.to_owned())
}
