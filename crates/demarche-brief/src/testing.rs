//! A world of a few lines of text, for tests.
//!
//! ```text
//! as-of 2019-01-29                     # also: known-by, loaded-words, likelihood icd-203
//! accept D0304 | a.b.c | reason | 2019-12-31
//! actor NOR | state | Norland | alias, alias | title, title
//! kind trade-balance | quantity | period | functional     # only where the guess from its statements is wrong
//! words trade-balance | basis | goods | goods trade, goods alone
//! source slstat | dataset | unseen                        # only where a document that was seen is wrong
//! table seats | party,seats | Blue,123 | Red,122          # a reference is the text up to the first bar, spaces aside
//! a.b | trade-balance | 9.3e9 USD/a | 2017 | 2018-06-06 | slstat | independent | key=value | key=value
//! ```
//! A statement's value is `-`, a quantity (`9.3e9 USD/a`, `[45, 55] %`, `about` is not known), `rank 7`, `rank =7`,
//! `count 3`, `count 3..`, `date 2018-06-12`, `text …` or `actor NOR`. Its keys are `says`, `subject`, `with.NAME`
//! (`with.basis` is the kind's basis), `was`, `quote`, `page`, `modality`, `rank` (preferred …), `by` (actor:act), `grounds`
//! (spaces between), `judged` (name:date), `step` (rung:date, repeated), `expects` (kind:by), `method`, `rule`, `derive`,
//! `review`, `dead` (cause:by or -:date:says), `due` (date:why), `ahead`, `history` (repeated), `from` (ids below it in the lineage).
//! Fields are split at ` | `; a fixture that is not understood panics with its line.

use std::collections::BTreeMap;
use std::sync::Arc;

use demarche_brief::World;
use demarche_diagnostic::Span;
use demarche_terms::{
    Accepted, Actor, ActorId, ActorSort, Attribution, Cause, Citation, Clocks, Content, Date, Decimal, Digits, Edtf,
    EventQuery, Evidence, Expectation, House, Interval, Killer, Kind, KindId, Life, Lineage, Lookup, Method, Modality,
    QualifierRule, QualifierType, Quantity, Resolved, Rival, Rows, RuleId, Rung, Source, SourceId, SourceRef,
    SourceSort, Statement, StatementId, StatementRank, Step, Tense, TrailingZeros, Unit, Value, ValueType,
};

/// A world made of text.
pub struct Fixture {
    clocks: Clocks,
    house: House,
    actors: Vec<Actor>,
    kinds: BTreeMap<KindId, Kind>,
    sources: BTreeMap<SourceId, Source>,
    statements: BTreeMap<StatementId, Resolved>,
    histories: BTreeMap<StatementId, Vec<String>>,
    below: BTreeMap<StatementId, Vec<StatementId>>,
    tables: BTreeMap<String, Rows>,
}

/// The world that a text describes; see the module's head.
pub fn world(text: &str) -> Fixture {
    let day = date("2019-01-29");
    let mut fixture = Fixture {
        clocks: Clocks { as_of: day, known_by: day },
        house: House::default(),
        actors: Vec::new(),
        kinds: BTreeMap::new(),
        sources: BTreeMap::new(),
        statements: BTreeMap::new(),
        histories: BTreeMap::new(),
        below: BTreeMap::new(),
        tables: BTreeMap::new(),
    };
    let lines: Vec<&str> =
        text.lines().map(|line| line.split(" #").next().unwrap_or("").trim()).filter(|line| !line.is_empty()).collect();
    // Clocks and kinds first, whatever the order of lines.
    for line in &lines {
        fixture.declare(line);
    }
    for line in &lines {
        fixture.state(line);
    }
    fixture.actors.sort_by(|a, b| a.id.cmp(&b.id));
    fixture
}

fn date(text: &str) -> Date {
    text.trim().parse().unwrap_or_else(|_| panic!("{text:?} is not a day"))
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

fn word<T: Copy>(words: &[(T, &str)], wanted: &str) -> T {
    words.iter().find(|(_, word)| *word == wanted).unwrap_or_else(|| panic!("{wanted:?} is not known")).0
}

fn statement_id(text: &str) -> StatementId {
    StatementId::new(text.trim()).unwrap_or_else(|why| panic!("{text:?}: {why}"))
}

fn actor_id(text: &str) -> ActorId {
    ActorId::new(text.trim()).unwrap_or_else(|why| panic!("{text:?}: {why}"))
}

fn kind_id(text: &str) -> KindId {
    KindId::new(text.trim()).unwrap_or_else(|why| panic!("{text:?}: {why}"))
}

const HEADS: [&str; 10] =
    ["as-of", "known-by", "loaded-words", "likelihood", "accept", "actor", "kind", "words", "source", "table"];

impl Fixture {
    fn declare(&mut self, line: &str) {
        let (head, rest) = line.split_once(' ').unwrap_or((line, ""));
        let parts: Vec<&str> = rest.split(" | ").map(str::trim).collect();
        let part = |at: usize| parts.get(at).copied().unwrap_or("");
        match head {
            "as-of" => self.clocks = Clocks { as_of: date(rest), known_by: date(rest) },
            "known-by" => self.clocks.known_by = date(rest),
            "loaded-words" => self.house.loaded_words = true,
            "likelihood" => self.house.likelihood = Some(rest.trim().to_owned()),
            "accept" => self.house.accepted.push(Accepted {
                code: part(0).to_owned(),
                binding: part(1).to_owned(),
                reason: part(2).to_owned(),
                until: date(part(3)),
            }),
            "actor" => self.actors.push(Actor {
                id: actor_id(part(0)),
                sort: word(&ActorSort::WORDS, part(1)),
                name: part(2).to_owned(),
                native: String::new(),
                aliases: list(part(3)),
                titles: list(part(4)),
                part_of: None,
                codes: Vec::new(),
            }),
            "kind" => {
                let kind = self.kind_of(&kind_id(part(0)), word(&ValueType::WORDS, part(1)));
                kind.tense = match part(2) {
                    "moment" => Tense::Moment,
                    "state" => Tense::State,
                    _ => Tense::Period,
                };
                kind.functional = part(3) != "many";
            }
            "source" => {
                let source = self.source_of(part(0));
                source.sort = word(&SourceSort::WORDS, part(1));
                source.seen = part(2) != "unseen";
            }
            "table" => {
                let rows =
                    parts[2..].iter().map(|row| row.split(',').map(|cell| cell.trim().to_owned()).collect()).collect();
                let source = SourceId::new("fixture-table").ok();
                let rows = Rows {
                    columns: list(part(1)),
                    units: BTreeMap::new(),
                    rows,
                    source,
                    release: "2018-12-31".to_owned(),
                };
                self.source_of("fixture-table");
                self.tables.insert(part(0).replace(' ', ""), rows);
            }
            _ => {}
        }
    }

    fn state(&mut self, line: &str) {
        let head = line.split(' ').next().unwrap_or("");
        let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
        if head == "words" {
            let kind = kind_id(parts[0].trim_start_matches("words").trim());
            let rule = self.kinds.get_mut(&kind).and_then(|kind| kind.with.get_mut(parts[1]));
            let rule = rule.unwrap_or_else(|| panic!("{line:?}: no statement has this qualifier yet"));
            rule.words.insert(parts[2].to_owned(), list(parts[3]));
            return;
        }
        if HEADS.contains(&head) {
            return;
        }
        assert!(parts.len() >= 7, "{line:?} has fewer than seven fields");
        let id = statement_id(parts[0]);
        let value = literal(parts[2]);
        let kind = kind_id(parts[1]);
        let mut resolved = self.plain(id.clone(), kind.clone(), value, &parts);
        for pair in &parts[7..] {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.set(&mut resolved, key.trim(), value.trim());
        }
        if let Some(recorded) = resolved.recorded.filter(|day| *day > self.clocks.known_by) {
            resolved.life = Life::Unseen { recorded };
        }
        self.statements.insert(id, resolved);
    }

    fn plain(&mut self, id: StatementId, kind: KindId, value: Option<Value>, parts: &[&str]) -> Resolved {
        let valid = (parts[3] != "-").then(|| Edtf::parse(parts[3]).unwrap_or_else(|why| panic!("{why}")));
        let recorded = (parts[4] != "-").then(|| date(parts[4]));
        let sources: Vec<SourceRef> = list(parts[5])
            .into_iter()
            .filter(|key| key != "-")
            .map(|key| SourceRef { source: self.source_of(&key).id.clone(), page: None, place: None, quote: None })
            .collect();
        let evidence = Evidence::ALL.into_iter().find(|grade| grade.word() == parts[6]);
        let guess = match &value {
            None => ValueType::Event,
            Some(Value::Quantity(quantity)) if quantity.unit.is_ratio() => ValueType::Share,
            Some(Value::Quantity(_)) => ValueType::Quantity,
            Some(Value::Rank { .. }) => ValueType::Rank,
            Some(Value::Count { .. }) => ValueType::Count,
            Some(Value::Date(_)) => ValueType::Date,
            Some(Value::Text(_)) => ValueType::Text,
            Some(Value::Actor(_)) => ValueType::Actor,
        };
        let known = self.kinds.contains_key(&kind);
        let made = self.kind_of(&kind, guess);
        if !known && valid.as_ref().is_some_and(Edtf::is_open) {
            made.tense = Tense::State;
        }
        let statement = Arc::new(Statement {
            says: id.as_str().replace(['.', '-'], " "),
            id,
            was: Vec::new(),
            subject: actor_id("NOR"),
            predicate: kind,
            with: BTreeMap::new(),
            content: value.clone().map_or(Content::Bare, |value| Content::Value { value }),
            valid: valid.clone(),
            recorded,
            sources,
            data: None,
            modality: Modality::Asserted,
            by: None,
            rank: StatementRank::Normal,
            supersedes: Vec::new(),
            review: None,
            confirmed: Vec::new(),
            ends: None,
            expects: None,
            grounds: Vec::new(),
            judged: None,
            steps: Vec::new(),
            instrument: None,
            plover: None,
            place: None,
            complete: None,
        });
        let evidence = evidence.unwrap_or_else(|| panic!("{:?} is not a grade", parts[6]));
        Resolved { statement, value, valid, recorded, method: Method::Stated, evidence, life: Life::Live }
    }

    fn set(&mut self, resolved: &mut Resolved, key: &str, value: &str) {
        let statement = Arc::make_mut(&mut resolved.statement);
        let parts: Vec<&str> = value.splitn(4, ':').collect();
        let part = |at: usize| parts.get(at).copied().unwrap_or("");
        match key {
            "says" => value.clone_into(&mut statement.says),
            "subject" => statement.subject = actor_id(value),
            "was" => statement.was.push(statement_id(value)),
            "quote" => statement.sources.iter_mut().for_each(|at| at.quote = Some(value.to_owned())),
            "page" => statement.sources.iter_mut().for_each(|at| at.page = Some(value.to_owned())),
            "modality" => statement.modality = word(&Modality::WORDS, value),
            "rank" => {
                let ranks = [
                    (StatementRank::Preferred, "preferred"),
                    (StatementRank::Normal, "normal"),
                    (StatementRank::Deprecated, "deprecated"),
                ];
                statement.rank = word(&ranks, value);
            }
            "by" => {
                let (actor, act) = (actor_id(part(0)), part(1).to_owned());
                statement.by = Some(Attribution { actor, act, on: None, to: None, place: None });
            }
            "grounds" => statement.grounds = value.split_whitespace().map(statement_id).collect(),
            "judged" => statement.judged = Some((part(0).to_owned(), date(part(1)))),
            "step" => {
                let on = Edtf::parse(part(1)).unwrap_or_else(|why| panic!("{why}"));
                statement.steps.push(Step { rung: word(&Rung::WORDS, part(0)), on, source: None });
            }
            "expects" => {
                let event = EventQuery {
                    predicate: kind_id(part(0)),
                    subject: None,
                    with: BTreeMap::new(),
                    from: None,
                    to: None,
                };
                statement.expects = Some(Expectation { event, by: date(part(1)) });
            }
            "method" => {
                let method = Method::ALL.into_iter().find(|method| method.word() == value);
                resolved.method = method.unwrap_or_else(|| panic!("{value:?} is not a method"));
            }
            "rule" => {
                let rule = RuleId::new(value).unwrap_or_else(|why| panic!("{why}"));
                (statement.content, resolved.method) = (Content::Rule { rule }, Method::Rule);
            }
            "derive" => {
                (statement.content, resolved.method) = (Content::Derive { formula: value.to_owned() }, Method::Derived)
            }
            "review" => statement.review = Some(date(value)),
            "ahead" => resolved.life = Life::Ahead,
            "due" => resolved.life = Life::Due { since: date(part(0)), why: part(1).to_owned() },
            "dead" => {
                let causes = [
                    (Cause::Ended, "ended"),
                    (Cause::Superseded, "superseded"),
                    (Cause::EventCame, "event-came"),
                    (Cause::ExpectationMet, "met"),
                    (Cause::ExpectationLapsed, "lapsed"),
                    (Cause::PreferredRival, "preferred"),
                ];
                let by = (part(1) != "-").then(|| statement_id(part(1)));
                let killer = Killer { cause: word(&causes, part(0)), by, on: date(part(2)), says: part(3).to_owned() };
                resolved.life = Life::Dead { killer };
            }
            "history" => self.histories.entry(statement.id.clone()).or_default().push(value.to_owned()),
            "from" => {
                self.below.insert(statement.id.clone(), value.split_whitespace().map(statement_id).collect());
            }
            _ => {
                let name = key.strip_prefix("with.").unwrap_or_else(|| panic!("{key:?} is no key of a fixture"));
                statement.with.insert(name.to_owned(), list(value));
                let kind = statement.predicate.clone();
                self.qualify(&kind, name, value);
            }
        }
    }

    fn qualify(&mut self, kind: &KindId, name: &str, value: &str) {
        let Some(kind) = self.kinds.get_mut(kind) else { return };
        let basis = name == "basis";
        let rule = kind.with.entry(name.to_owned()).or_insert_with(|| QualifierRule {
            holds: if basis { QualifierType::Text } else { QualifierType::Actor },
            required: basis,
            basis,
            words: BTreeMap::new(),
        });
        if basis {
            rule.words.entry(value.to_owned()).or_insert_with(|| vec![value.replace('-', " ")]);
        }
    }

    fn kind_of(&mut self, id: &KindId, value: ValueType) -> &mut Kind {
        self.kinds.entry(id.clone()).or_insert_with(|| Kind {
            id: id.clone(),
            label: id.as_str().replace('-', " "),
            value,
            dimension: String::new(),
            tense: if value == ValueType::Event { Tense::Moment } else { Tense::Period },
            functional: !matches!(value, ValueType::Event | ValueType::Position | ValueType::Relation),
            shelf_days: None,
            answers: None,
            with: BTreeMap::new(),
        })
    }

    fn source_of(&mut self, key: &str) -> &mut Source {
        let id = SourceId::new(key.trim()).unwrap_or_else(|why| panic!("{key:?}: {why}"));
        self.sources.entry(id.clone()).or_insert_with(|| Source {
            title: format!("Title of {id}"),
            author: "Statistics Norland".to_owned(),
            date: "2018-06-06".to_owned(),
            public: None,
            url: format!("https://example.org/{id}"),
            id,
            archive: String::new(),
            accessed: None,
            sort: SourceSort::Document,
            producer: false,
            seen: true,
            was: Vec::new(),
        })
    }

    fn seen(&self) -> impl Iterator<Item = &Resolved> {
        let read = |resolved: &&Resolved| {
            !matches!(resolved.life, Life::Unseen { .. }) && resolved.statement.rank != StatementRank::Deprecated
        };
        self.statements.values().filter(read)
    }

    fn is_basis(&self, kind: &KindId, name: &str) -> bool {
        self.kinds.get(kind).and_then(|kind| kind.with.get(name)).is_some_and(|rule| rule.basis)
    }
}

/// A literal value of a fixture.
fn literal(text: &str) -> Option<Value> {
    let (head, rest) = text.split_once(' ').unwrap_or((text, ""));
    Some(match head {
        "-" => return None,
        "rank" => {
            let place = rest.trim_start_matches('=').parse().unwrap_or_else(|_| panic!("{text:?} is no rank"));
            Value::Rank { place, tied: rest.starts_with('=') }
        }
        "count" => {
            let at_least = rest.trim_end_matches("..").parse().unwrap_or_else(|_| panic!("{text:?} is no count"));
            Value::Count { at_least, at_most: (!rest.ends_with("..")).then_some(at_least) }
        }
        "date" => Value::Date(Edtf::parse(rest).unwrap_or_else(|why| panic!("{why}"))),
        "text" => Value::Text(rest.to_owned()),
        "actor" => Value::Actor(actor_id(rest)),
        _ => Value::Quantity(quantity(text)),
    })
}

fn quantity(text: &str) -> Quantity {
    let unit = |text: &str| {
        if text.trim().is_empty() { Unit::one() } else { Unit::parse(text).unwrap_or_else(|why| panic!("{why}")) }
    };
    if let Some((bounds, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        let ends: Vec<Decimal> =
            bounds.split(',').map(|end| end.trim().parse().unwrap_or_else(|_| panic!("{text:?}"))).collect();
        return Quantity { interval: Interval::closed(ends[0], ends[1]), stated: None, unit: unit(rest) };
    }
    let (number, rest) = text.split_once(' ').unwrap_or((text, ""));
    let zeros = if rest.trim() == "%" { TrailingZeros::Count } else { TrailingZeros::Hold };
    let digits = Digits::read(number, zeros).unwrap_or_else(|| panic!("{text:?} is no value"));
    Quantity { interval: digits.interval(), stated: Some(digits.value), unit: unit(rest) }
}

impl World for Fixture {
    fn clocks(&self) -> Clocks {
        self.clocks
    }

    fn statement(&self, id: &str) -> Lookup {
        if let Some(resolved) = self.statements.get(id) {
            return Lookup::Found(Box::new(resolved.clone()));
        }
        let renamed =
            self.statements.values().find(|resolved| resolved.statement.was.iter().any(|was| was.as_str() == id));
        match renamed {
            Some(resolved) => Lookup::Renamed(Box::new(resolved.clone())),
            None => {
                let close: Vec<StatementId> =
                    self.statements.keys().filter(|known| known.as_str().starts_with(id)).take(3).cloned().collect();
                Lookup::Unknown { nearest: close.len(), close }
            }
        }
    }

    fn statements(&self) -> Vec<StatementId> {
        self.statements.keys().cloned().collect()
    }

    fn rivals(&self, id: &StatementId) -> Vec<Rival> {
        let Some(own) = self.statements.get(id) else { return Vec::new() };
        let kind = &own.statement.predicate;
        let others = |resolved: &Resolved| -> BTreeMap<String, Vec<String>> {
            resolved
                .statement
                .with
                .iter()
                .filter(|(name, _)| !self.is_basis(kind, name))
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect()
        };
        let alike = |resolved: &&Resolved| {
            let (a, b) = (&resolved.statement, &own.statement);
            a.id != b.id && a.predicate == b.predicate && a.subject == b.subject && others(resolved) == others(own)
        };
        self.seen()
            .filter(alike)
            .map(|resolved| {
                let basis =
                    |of: &Resolved, name: &str| of.statement.with.get(name).map(|v| v.join(", ")).unwrap_or_default();
                let names = own.statement.with.keys().chain(resolved.statement.with.keys());
                let mut names: Vec<&String> = names.filter(|name| self.is_basis(kind, name)).collect();
                names.sort();
                names.dedup();
                let differs: Vec<(String, String, String)> = names
                    .into_iter()
                    .map(|name| (name.clone(), basis(own, name), basis(resolved, name)))
                    .filter(|(_, a, b)| a != b)
                    .collect();
                let same_time = match (&own.valid, &resolved.valid) {
                    (Some(a), Some(b)) => a.overlaps(b),
                    _ => true,
                };
                Rival { resolved: resolved.clone(), same_basis: differs.is_empty(), differs, same_time }
            })
            .collect()
    }

    fn of_kind(&self, kind: &KindId) -> Vec<Resolved> {
        self.seen().filter(|resolved| resolved.statement.predicate == *kind).cloned().collect()
    }

    fn quoting(&self, words: &str) -> Vec<Resolved> {
        let plain = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted = plain(words);
        let quotes = |resolved: &&Resolved| {
            resolved
                .statement
                .sources
                .iter()
                .filter_map(|at| at.quote.as_deref())
                .any(|quote| plain(quote).contains(&wanted))
        };
        self.seen().filter(quotes).cloned().collect()
    }

    fn lineage(&self, id: &StatementId) -> Option<Lineage> {
        let resolved = self.statements.get(id)?;
        let statement = &resolved.statement;
        let cite = |at: &SourceRef| {
            let source = self.sources.get(&at.source)?;
            Some(Citation {
                source: at.source.clone(),
                reference: source.reference(),
                url: source.url.clone(),
                place: at.page.clone().map(|page| format!("page {page}")).unwrap_or_default(),
                quote: at.quote.clone().unwrap_or_default(),
                release: String::new(),
            })
        };
        Some(Lineage {
            id: Some(id.clone()),
            says: statement.says.clone(),
            value: resolved.value.as_ref().map(Value::shown).unwrap_or_default(),
            interval: resolved.value.as_ref().map(Value::shown_interval).unwrap_or_default(),
            valid: resolved.valid.as_ref().map(ToString::to_string).unwrap_or_default(),
            recorded: resolved.recorded,
            method: resolved.method,
            evidence: resolved.evidence,
            formula: match &statement.content {
                Content::Derive { formula } => formula.clone(),
                Content::Rule { rule } => rule.to_string(),
                _ => String::new(),
            },
            attribution: statement.by.as_ref().map(|by| format!("{} by {}", by.act, by.actor)).unwrap_or_default(),
            citations: statement.sources.iter().filter_map(cite).collect(),
            signed: Vec::new(),
            from: self
                .below
                .get(id)
                .into_iter()
                .flatten()
                .filter(|below| *below != id)
                .filter_map(|id| self.lineage(id))
                .collect(),
        })
    }

    fn history(&self, id: &StatementId) -> Vec<String> {
        self.histories.get(id).cloned().unwrap_or_default()
    }

    fn place(&self, _: &StatementId) -> Option<Span> {
        None
    }

    fn kind(&self, kind: &KindId) -> Option<&Kind> {
        self.kinds.get(kind)
    }

    fn kinds(&self) -> Vec<&Kind> {
        self.kinds.values().collect()
    }

    fn source(&self, source: &SourceId) -> Option<&Source> {
        self.sources.get(source)
    }

    fn sources(&self) -> Vec<&Source> {
        self.sources.values().collect()
    }

    fn sources_near(&self, _: &str) -> Vec<SourceId> {
        Vec::new()
    }

    fn actors(&self) -> &[Actor] {
        &self.actors
    }

    fn house(&self) -> &House {
        &self.house
    }

    fn rows(&self, reference: &str) -> Result<Rows, String> {
        let known: Vec<&str> = self.tables.keys().map(String::as_str).collect();
        self.tables
            .get(&reference.replace(' ', ""))
            .cloned()
            .ok_or_else(|| format!("no table {reference:?}; there are {}", known.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixture_answers_as_it_is_told() {
        let world = world(
            "known-by 2018-12-31
            actor NOR | state | Norland | North
            a.goods | balance | -9.3e9 USD/a | 2017 | 2018-06-06 | slstat | independent | with.basis=goods | with.partner=SUD
            a.all | balance | -8e9 USD/a | 2017 | 2018-06-07 | slstat | other | with.basis=all | with.partner=SUD | was=a.old
            a.late | balance | -8.1e9 USD/a | 2017 | 2019-01-07 | slstat | other | with.basis=all | with.partner=SUD",
        );
        let goods = statement_id("a.goods");
        let rivals = world.rivals(&goods);
        assert_eq!(rivals.len(), 1, "what was recorded later is not seen");
        assert_eq!(rivals[0].differs, [("basis".to_owned(), "goods".to_owned(), "all".to_owned())]);
        assert!(matches!(world.statement("a.old"), Lookup::Renamed(_)));
        assert!(matches!(world.statement("a.late").found().map(|r| r.life), Some(Life::Unseen { .. })));
        assert_eq!(world.lineage(&goods).map(|tree| tree.citations.len()), Some(1));
    }
}
