//! The calendar ahead: the brief checked on every day on which something may turn.

use std::collections::{BTreeMap, BTreeSet};

use demarche_brief::World;
use demarche_brief::prose::Brief;
use demarche_diagnostic::{Code, Diagnostic, Grade, Span};
use demarche_publish::calendar::{Calendar, Turn};
use demarche_terms::{Clocks, Date, Lookup, StatementId};

use crate::world::Held;
use crate::{HallError, Reading, Workspace};

/// What makes two findings of different days the same one: its code, its words and the statement beside it.
type Same = (Code, Option<Span>, Option<Span>);

impl Workspace {
    /// What `check` will say on which later day of the brief that PATH leads to, if nothing new is put on record.
    ///
    /// Each finding stands on the first day on which it appears, to `until` inclusive; what is found already is left out.
    ///
    /// # Errors
    /// [`HallError`] where the brief cannot be read.
    pub fn ahead(&mut self, reading: Reading, until: Option<Date>) -> Result<Calendar, HallError> {
        let path = self.brief_path();
        let (brief, _) = self.brief(&path)?;
        let clocks = reading.clocks(match reading.as_of {
            Some(date) => date,
            None => self.today()?,
        });
        let world = Held(self.ledger().at(clocks, &brief.front.written_from));
        let mut days = world.0.turning_days(&bound(&brief, &world));
        days.extend(self.outlived(&brief));
        days.retain(|day| *day > clocks.as_of && until.is_none_or(|until| *day <= until));
        let mut standing: BTreeSet<Same> = self.found(&brief, clocks).iter().map(same).collect();
        let mut turns = Vec::new();
        for day in days {
            let found = self.found(&brief, Clocks { as_of: day, ..clocks });
            let new = found.iter().filter(|finding| !standing.contains(&same(finding)));
            turns.extend(new.map(|finding| self.turn(&brief, &world, day, finding)));
            standing = found.iter().map(same).collect();
        }
        number(&mut turns);
        let manifest = self.ledger().manifest();
        Ok(Calendar {
            dossier: manifest.id.clone(),
            brief: path.strip_prefix(self.root()).unwrap_or(&path).display().to_string(),
            title: brief.front.title.clone(),
            publisher: manifest.publisher.clone(),
            as_of: clocks.as_of,
            known_by: clocks.known_by,
            until,
            turns,
        })
    }

    /// What the checks say on these clocks, notes apart.
    fn found(&self, brief: &Brief, clocks: Clocks) -> Vec<Diagnostic> {
        let world = Held(self.ledger().at(clocks, &brief.front.written_from));
        let mut found = demarche_brief::check(brief, &world, self.lexicon());
        found.retain(|finding| finding.grade != Grade::Note);
        found
    }

    /// Days on which a word such as "recently" has outlived its time, and on which an answered query is asked again.
    fn outlived(&self, brief: &Brief) -> Vec<Date> {
        let words = brief.sentences.iter().flat_map(|sentence| self.lexicon().decay.find(&sentence.text));
        let decay = words.filter_map(|spot| {
            brief.front.date?.checked_add(jiff::Span::new().days(i64::from(spot.row.days) + 1)).ok()
        });
        let answers = self.ledger().manifest().house.accepted.iter().filter_map(|answer| answer.until.tomorrow().ok());
        decay.chain(answers).collect()
    }

    fn turn(&self, brief: &Brief, world: &Held<'_>, on: Date, finding: &Diagnostic) -> Turn {
        let span = finding.span;
        let touches = |other: Span| {
            span.is_some_and(|span| span.file == other.file && span.start < other.end && other.start < span.end)
        };
        let sentence = brief.sentences.iter().find(|sentence| touches(sentence.span));
        let beside = finding.others.first().map(|label| label.span);
        let targets =
            brief.bindings.iter().filter(|binding| touches(binding.span)).flat_map(|binding| &binding.targets);
        let statement = targets
            .filter_map(|(id, _)| world.statement(id).found())
            .find(|resolved| beside.is_none() || world.place(&resolved.statement.id) == beside);
        let words = sentence.zip(span).map(|(_, span)| self.sources().words(span)).unwrap_or_default();
        Turn {
            on,
            code: finding.code.to_string(),
            grade: finding.grade.word().to_owned(),
            words: if words.starts_with('[') { String::new() } else { words.to_owned() },
            sentence: sentence.map(|sentence| sentence.text.clone()).unwrap_or_default(),
            line: span.map_or(0, |span| self.sources().place(span).line),
            statement: statement.map(|resolved| resolved.statement.id.to_string()),
            message: finding.message.clone(),
            nth: 0,
        }
    }
}

fn same(finding: &Diagnostic) -> Same {
    (finding.code, finding.span, finding.others.first().map(|label| label.span))
}

/// Every statement that a binding leads to.
fn bound(brief: &Brief, world: &Held<'_>) -> Vec<StatementId> {
    let targets = brief.bindings.iter().flat_map(|binding| &binding.targets);
    let found = targets.filter_map(|(id, _)| match world.statement(id) {
        Lookup::Found(resolved) | Lookup::Renamed(resolved) => Some(resolved.statement.id.clone()),
        Lookup::Unknown { .. } => None,
    });
    found.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Numbers turns that would else be told apart by their day alone.
fn number(turns: &mut [Turn]) {
    let mut met: BTreeMap<(String, Option<String>, String, String), usize> = BTreeMap::new();
    for turn in turns {
        let key = (turn.code.clone(), turn.statement.clone(), turn.words.clone(), turn.sentence.clone());
        let count = met.entry(key).or_default();
        turn.nth = *count;
        *count += 1;
    }
}
