//! Memo: what changed and why, as a brief of its own.
//!
//! The memo is Markdown whose every line is bound to the statement that carries
//! it, so it is compiled, sourced, numbered and set like any brief, and a person
//! may take the text and edit it. The words are the dossier's own; only their
//! order, the days and the joining words are made here. Two figures on different
//! bases stand beside each other as *not comparable*.

mod offices;

use std::collections::BTreeMap;
use std::fmt::Write;

use demarche_terms::{Date, DayOrder, StatementId, ValueType};

use crate::diff::{Diff, How, StatementChange};
use crate::show::{kind, not_comparable};
use crate::snapshot::Snapshot;

/// A memo as the text of a brief.
pub struct Memo {
    /// Front matter and prose.
    pub text: String,
    /// Lines in it.
    pub lines: usize,
    /// Changes that found no room.
    pub left_out: usize,
}

/// The memo of a diff with at most `most` lines, the gravest first, grouped by the sections of the newer prose.
pub fn memo(from: &Snapshot, to: &Snapshot, diff: &Diff, most: usize) -> Memo {
    let first = to.edition.sentences.first().map(|sentence| to.heading(&sentence.section)).unwrap_or_default();
    let homes = homes(to, &first);
    let mut sections: Vec<String> = Vec::new();
    for heading in to.edition.sentences.iter().map(|sentence| to.heading(&sentence.section)) {
        if !sections.contains(&heading) {
            sections.push(heading);
        }
    }
    let days = DayOrder::of(&to.edition.meta.language);
    let offices = offices::handovers(from, to, |date| days.words(date));
    let places = places(diff);
    let writer = Writer { to, diff, offices, places, sections: sections.clone(), opening: first, homes, days };
    let mut chosen: Vec<usize> = (0..diff.statements.len()).filter(|at| writer.belongs(*at)).collect();
    chosen.sort_by_key(|at| writer.weight(*at));
    let most = most.saturating_sub(writer.offices.len());
    let left_out = chosen.len().saturating_sub(most);
    let left: Vec<usize> = chosen.split_off(chosen.len() - left_out);
    let mut text = front(from, to, &writer);
    let _ = writeln!(text, "\n{}\n", opening(diff, &writer));
    // What only the opening sums up, such as who governs, stands first here as it does there.
    let homes = chosen.iter().map(|at| writer.section(*at));
    let homes = homes.chain(writer.offices.iter().map(|office| writer.home(&office.theme)));
    let mut others: Vec<String> = homes.filter(|section| !sections.contains(section)).collect();
    others.sort();
    others.dedup();
    sections.splice(0..0, others);
    for section in &sections {
        let of = |all: &[usize]| -> Vec<usize> {
            all.iter().copied().filter(|at| writer.section(*at) == *section).collect()
        };
        let (lines, more) = (of(&chosen), of(&left).len());
        let offices: Vec<&str> = writer
            .offices
            .iter()
            .filter(|office| writer.home(&office.theme) == *section)
            .map(|office| office.line.as_str())
            .collect();
        if lines.is_empty() && offices.is_empty() {
            continue;
        }
        let _ = writeln!(text, "## {}\n", escaped(section));
        for line in offices {
            let _ = writeln!(text, "- {line}");
        }
        for line in writer.lines(&lines) {
            let _ = writeln!(text, "- {line}");
        }
        if more > 0 {
            let _ = writeln!(
                text,
                "- {more} further {} of less weight here.",
                if more == 1 { "change" } else { "changes" }
            );
        }
        text.push('\n');
    }
    Memo { text, lines: chosen.len() + writer.offices.len(), left_out }
}

fn front(from: &Snapshot, to: &Snapshot, writer: &Writer<'_>) -> String {
    let meta = &to.edition.meta;
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let (since, until) = (writer.day(from.edition.meta.date), writer.day(meta.date));
    let title = format!("{}: what changed since {since}", meta.title);
    let summary = format!("What changed between {since} and {until}, why, and on whose word.");
    let mut text = format!(
        "---\ntitle: {}\nproduct: {}\nedition: {}\ndate: {}\nlanguage: {}\nsummary: {}\n",
        quoted(&title),
        quoted(&meta.product),
        meta.number.max(1),
        meta.date,
        quoted(&meta.language),
        quoted(&summary)
    );
    let authors = meta
        .authors
        .iter()
        .map(|author| format!("{{ name: {}, role: {} }}", quoted(&author.name), quoted(&author.role)));
    let authors: Vec<String> = authors.collect();
    if !authors.is_empty() {
        let _ = writeln!(text, "authors: [{}]", authors.join(", "));
    }
    if !meta.keywords.is_empty() {
        let keywords: Vec<String> = meta.keywords.iter().map(|keyword| quoted(keyword)).collect();
        let _ = writeln!(text, "keywords: [{}]", keywords.join(", "));
    }
    let note = "The lines are the dossier's own statements, ordered by weight; the notes name their sources.";
    let disclaimer = if meta.disclaimer.is_empty() { note.to_owned() } else { format!("{note} {}", meta.disclaimer) };
    let _ = writeln!(text, "disclaimer: {}\n---", quoted(&disclaimer));
    text
}

/// The counts, in one paragraph.
fn opening(diff: &Diff, writer: &Writer<'_>) -> String {
    let bound = |hows: &[How]| {
        let all = diff.statements.iter().filter(|change| change.in_prose.0 || change.in_prose.1);
        all.filter(|change| hows.contains(&change.how)).count()
    };
    let ended = bound(&[How::Ended]);
    let replaced = bound(&[How::Superseded, How::Outranked, How::Replaced, How::Revalued]);
    let added = bound(&[How::Added]);
    let fresh = diff.statements.iter().filter(|one| one.how == How::Added && one.in_prose.1 && one.new_in_the_world);
    let fresh = fresh.count();
    let same = diff.to.sentences.saturating_sub(diff.sentences.iter().filter(|one| one.after.is_some()).count());
    let whole = diff.kind.map(|found| format!(" Taken together the change is {}.", kind(found))).unwrap_or_default();
    format!(
        "Between {} and {}, of what the brief rests on {ended} {} ended, {replaced} {} replaced by another or another \
         value, and {added} {} new: {fresh} of these tell what came after the earlier date, the others what was so before and is said now. {same} of {} sentences stand as they were.{whole}",
        writer.day(diff.from.as_of),
        writer.day(diff.to.as_of),
        if ended == 1 { "statement" } else { "statements" },
        if replaced == 1 { "was" } else { "were" },
        if added == 1 { "is" } else { "are" },
        diff.to.sentences
    )
}

/// For every change the last section whose sentences it concerns (the first ones summarise), and how many they are.
fn places(diff: &Diff) -> BTreeMap<usize, (String, usize)> {
    let mut places: BTreeMap<usize, (String, usize)> = BTreeMap::new();
    for sentence in &diff.sentences {
        for at in &sentence.because {
            let place = places.entry(*at).or_default();
            place.1 += 1;
            place.0.clone_from(&sentence.section);
        }
    }
    places
}

/// For every theme the section in which most of its statements are used; none where that is the opening one.
fn homes(to: &Snapshot, opening: &str) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for sentence in &to.edition.sentences {
        let section = to.heading(&sentence.section);
        let used = sentence.statements.iter().filter_map(|at| to.statements.get(&to.edition.bound.get(*at)?.id));
        for standing in used {
            *counts.entry(standing.theme.clone()).or_default().entry(section.clone()).or_default() += 1;
        }
    }
    let most = |sections: BTreeMap<String, usize>| {
        sections.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0))).map(|(section, _)| section)
    };
    let homes = counts.into_iter().filter_map(|(theme, sections)| Some((theme, most(sections)?)));
    homes.filter(|(_, section)| section != opening).collect()
}

struct Writer<'a> {
    to: &'a Snapshot,
    diff: &'a Diff,
    /// Offices that changed hands.
    offices: Vec<offices::Handover>,
    places: BTreeMap<usize, (String, usize)>,
    /// The sections of the newer prose.
    sections: Vec<String>,
    /// The first of them, which sums the others up.
    opening: String,
    /// The section in which most statements of a theme are used.
    homes: BTreeMap<String, String>,
    days: DayOrder,
}

impl Writer<'_> {
    /// Whether a reader of the brief would want to hear of it.
    fn belongs(&self, at: usize) -> bool {
        let change = &self.diff.statements[at];
        let (before, after) = change.in_prose;
        let told = |id: &StatementId| self.offices.iter().any(|office| office.told.contains(id));
        if told(&change.id) || change.by.as_ref().is_some_and(told) {
            return false;
        }
        match change.how {
            How::Ended | How::Superseded | How::Outranked => before && !self.told_by_another(change),
            How::Replaced | How::Revalued => before || after,
            // What was so before and only came on record is no change of the world.
            How::Added => after && change.new_in_the_world && !self.told_by_another(change),
            How::Revived | How::Reinstated | How::Restored | How::Withdrawn => before || after,
            How::Requalified | How::Redated | How::Reranked => before || after,
            How::Resourced | How::Renamed | How::Reworded | How::Due | How::Renewed => false,
        }
    }

    /// Whether a line about another change names this statement already.
    fn told_by_another(&self, change: &StatementChange) -> bool {
        self.diff.statements.iter().any(|other| {
            let names = other.by.as_ref() == Some(&change.id);
            let told = match change.how {
                How::Added => matches!(other.how, How::Ended | How::Superseded | How::Outranked | How::Replaced),
                _ => false,
            };
            // Of one that was replaced in the prose the pair is told.
            let pair = other.how == How::Replaced && other.id == change.id && change.how != How::Replaced;
            (names && told && (other.in_prose.0 || other.in_prose.1)) || pair
        })
    }

    /// Gravest kind first; what ended by what happened, then what happened beside it, then what is only seen otherwise;
    /// much leaned on before little, newest first.
    fn weight(
        &self,
        at: usize,
    ) -> (demarche_brief::edition::ChangeKind, u8, std::cmp::Reverse<usize>, std::cmp::Reverse<Option<Date>>, StatementId)
    {
        let change = &self.diff.statements[at];
        // What came on record on the edition's own day is mostly how others see it: no source tells it by itself.
        let dated = change.on.is_some_and(|on| on < self.diff.to.as_of);
        let rank = match change.how {
            How::Ended | How::Superseded | How::Outranked | How::Replaced | How::Revalued if dated => 0,
            How::Added if dated && self.happened(&change.id) => 1,
            How::Ended | How::Superseded | How::Outranked | How::Replaced | How::Revalued => 2,
            How::Added if dated => 3,
            How::Added => 4,
            _ => 5,
        };
        let leaned = self.places.get(&at).map_or(0, |place| place.1);
        (change.kind, rank, std::cmp::Reverse(leaned), std::cmp::Reverse(change.on), change.id.clone())
    }

    /// Whether it tells of an event: a meeting, a ruling, a signature.
    fn happened(&self, id: &StatementId) -> bool {
        let kind = self.to.statements.get(id).map(|standing| &standing.resolved.statement.predicate);
        kind.and_then(|kind| self.to.kinds.get(kind)).is_some_and(|kind| kind.value == ValueType::Event)
    }

    /// The section in which a theme is at home, or one of its own name.
    fn home(&self, theme: &str) -> String {
        self.homes.get(theme).cloned().unwrap_or_else(|| capital(&theme.replace('-', " ")))
    }

    /// The section that it concerns; what only the opening section speaks of goes where its theme is at home.
    fn section(&self, at: usize) -> String {
        let theme = &self.diff.statements[at].theme;
        match self.places.get(&at) {
            // A theme of the opening section is told in one place, wherever else a sentence touches it.
            Some((section, _))
                if self.homes.contains_key(theme) && *section != self.opening && self.sections.contains(section) =>
            {
                section.clone()
            }
            _ => self.home(theme),
        }
    }

    /// A line for each change; what one and the same statement ended or replaced stands in one.
    fn lines(&self, changes: &[usize]) -> Vec<String> {
        let mut lines: Vec<(Option<&StatementId>, String)> = Vec::new();
        for change in changes.iter().map(|at| &self.diff.statements[*at]) {
            let by = change.by.as_ref().filter(|_| !change.figures || change.how == How::Ended);
            match lines.iter_mut().find(|(told, _)| told.is_some() && *told == by) {
                Some((_, line)) => {
                    line.truncate(line.trim_end_matches('.').len());
                    let _ = write!(line, "; {}.", bound(&change.says, &change.id));
                }
                None => lines.push((by, self.line(change))),
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn line(&self, change: &StatementChange) -> String {
        let own = bound(&change.says, &change.id);
        let other = change.by.as_ref().map(|by| bound(&change.by_says, by));
        let day = self.time(change).map(|time| format!(" ({time})")).unwrap_or_default();
        let figure = |text: &str| if change.figures { escaped(text) } else { String::new() };
        let (before, after) = (figure(&change.before), figure(&change.after));
        let apart = if change.not_comparable.is_empty() || before.is_empty() || after.is_empty() {
            String::new()
        } else {
            format!("; {}", escaped(&not_comparable(change)))
        };
        match (change.how, other) {
            (How::Ended, Some(other)) => format!("{other}{day}. Before: {own}."),
            (How::Ended, None) => {
                format!("{own}: over{}.", change.on.map(|on| format!(" since {}", self.day(on))).unwrap_or_default())
            }
            (How::Superseded | How::Outranked | How::Replaced, Some(other)) if !after.is_empty() => {
                let was = if before.is_empty() { own } else { format!("{before} ({own})") };
                format!("{other}: {after}{day}. Before: {was}{apart}.")
            }
            (How::Superseded | How::Outranked | How::Replaced, Some(other)) => {
                format!("{other}{day}. Before: {own}{apart}.")
            }
            (How::Added, _) if after.is_empty() => format!("{own}{day}."),
            (How::Added, _) => format!("{own}: {after}{day}."),
            (How::Withdrawn, _) => format!("{own}: no longer in the dossier."),
            (How::Revived | How::Reinstated | How::Restored, _) => format!("{own}: holds{day}."),
            (how, _) if before.is_empty() && after.is_empty() => format!("{own}: {}{day}.", how.word()),
            (how, _) => format!("{own}: {after}, before {before} ({}){day}{apart}.", how.word()),
        }
    }

    /// When it happened, for a moment that came on record; else the day on which it came on record or ended.
    fn time(&self, change: &StatementChange) -> Option<String> {
        let valid = self.to.statements.get(&change.id).and_then(|standing| standing.resolved.valid.as_ref());
        let happened = valid.filter(|_| change.how == How::Added && self.happened(&change.id));
        match happened.map(|valid| (valid.earliest(), valid.latest(), valid)) {
            Some((Some(first), Some(last), _)) if first == last => Some(self.day(first)),
            Some((_, _, valid)) => Some(valid.to_string()),
            None => change.on.map(|on| self.day(on)),
        }
    }

    fn day(&self, date: Date) -> String {
        self.days.words(date)
    }
}

/// Words bound to a statement, with a capital and without a full stop.
fn bound(says: &str, id: &StatementId) -> String {
    let says = says.trim().trim_end_matches('.');
    let words = if says.is_empty() { id.as_str() } else { says };
    format!("[{}](@{id})", escaped(&capital(words)))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Words that Markdown reads as words.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~' | '|' | '!') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}
