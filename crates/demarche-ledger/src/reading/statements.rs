//! `statements/*.toml`: each block into a statement, held against its kind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Span};
use demarche_terms::{
    ActorId, Content, Digits, Edtf, Expectation, HedgeTable, Kind, KindId, Modality, QualifierRule, QualifierType,
    RuleId, Statement, StatementId, StatementRank, Tense, TrailingZeros, Value, ValueType,
};

use super::formula::{self, Expr};
use super::keys::{self, CONTENT};
use super::literal::{self, Refusal};
use super::parts::{self, QueryUse};
use crate::calendar::CalendarRule;
use crate::checks;
use crate::syntax::{Field, Fields, Node, Shape, toml};
use crate::tables::{Reference, sha256};

/// Keys whose values are held against what they name, or against each other.
const HELD: &[&str] = &[
    "subject",
    "predicate",
    "with",
    "source",
    "by",
    "instrument",
    "confirmed",
    "steps",
    "ends",
    "expects",
    "complete",
    "count",
    "data",
    "says",
    "value",
    "valid",
    "recorded",
    "review",
];

/// A statement with its places and what its text was read into.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub statement: Arc<Statement>,
    /// The id's value.
    pub place: Span,
    /// The block's header.
    pub block: Span,
    /// The block as it was read.
    pub node: Arc<Node>,
    /// The value, formula or query; the id where there is none.
    pub content: Span,
    /// The values of keys that are held against what they name, or against each other.
    pub keys: Vec<(&'static str, Span)>,
    pub formula: Option<Expr>,
    pub table: Option<Reference>,
    pub data: Option<Reference>,
    /// Cells and rows that a model's output rests on.
    pub cells: Vec<(String, Reference)>,
    /// Other statements that are named, with the place.
    pub named: Vec<(StatementId, Span)>,
    /// Where `supersedes` names each.
    pub superseded_at: Vec<Span>,
    /// Where the former ids stand.
    pub was_at: Vec<Span>,
}

impl Entry {
    /// SHA-256 of what the block says.
    pub fn content_hash(&self) -> String {
        sha256(&self.node.written())
    }

    /// The statement while it is being read.
    fn edit(&mut self) -> &mut Statement {
        Arc::make_mut(&mut self.statement)
    }

    /// Where the value of a key stands; the id's place where it is not there.
    pub fn at(&self, key: &str) -> Span {
        self.keys.iter().find(|(known, _)| *known == key).map_or(self.place, |(_, at)| *at)
    }
}

/// What statements are read against.
pub(crate) struct Vocabulary<'a> {
    pub kinds: &'a BTreeMap<KindId, Kind>,
    pub rules: &'a [CalendarRule],
    pub hedges: &'a HedgeTable,
    pub files: &'a SourceMap,
}

/// A file's blocks, one a statement.
pub(crate) fn blocks(file: FileId, files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Vec<Node> {
    let root = toml(file, files, sink);
    let Some(fields) = Fields::open(&root, "a file of statements", &["format", "statement"], sink) else {
        return Vec::new();
    };
    super::check_format(&fields, sink);
    let Shape::Table(fields) = root.shape else { return Vec::new() };
    match fields.into_iter().find(|field| field.key == "statement").map(|field| field.value) {
        Some(Node { shape: Shape::List(blocks), .. }) => blocks,
        one => one.into_iter().collect(),
    }
}

/// Reads blocks; ids whose statements cannot be used go to `broken`, so that naming them is no second finding.
pub(crate) fn statements(
    blocks: &[Arc<Node>],
    vocabulary: &Vocabulary<'_>,
    broken: &mut BTreeSet<String>,
    sink: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut all = Vec::new();
    for node in blocks {
        match statement(node, vocabulary, sink) {
            Some(entry) => all.push(entry),
            None => broken.extend(node.name("id")),
        }
    }
    all
}

fn statement(node: &Arc<Node>, vocabulary: &Vocabulary<'_>, sink: &mut Vec<Diagnostic>) -> Option<Entry> {
    let fields = Fields::open(node, "a statement", keys::STATEMENT, sink)?;
    let at = fields.required("id", sink)?;
    let id = at.id("id", StatementId::new, sink);
    let fields = fields.named_at(at.span);
    let says = fields.required("says", sink).and_then(|node| node.text("says", sink)).unwrap_or_default().to_owned();
    let subject = fields.required("subject", sink).and_then(|node| node.id("subject", ActorId::new, sink));
    let predicate = fields.required("predicate", sink).and_then(|node| node.id("predicate", KindId::new, sink));
    let kind = predicate.as_ref().and_then(|id| vocabulary.kinds.get(id));
    // Reading goes on without a subject or kind, so that everything wrong with the block is said at once.
    let usable = id.is_some() && subject.is_some() && predicate.is_some();
    let (id, subject, predicate) = (
        id.or_else(|| StatementId::new("nothing").ok())?,
        subject.or_else(|| ActorId::new("nobody").ok())?,
        predicate.or_else(|| KindId::new("nothing").ok())?,
    );
    let mut entry = Entry {
        statement: Arc::new(blank(id, says, subject, predicate)),
        place: at.span,
        block: node.span,
        node: Arc::clone(node),
        content: at.span,
        keys: HELD.iter().filter_map(|key| Some((*key, fields.get(key)?.span))).collect(),
        formula: None,
        table: None,
        data: None,
        cells: Vec::new(),
        named: Vec::new(),
        superseded_at: Vec::new(),
        was_at: Vec::new(),
    };
    let content = content(&mut entry, &fields, kind, vocabulary, sink);
    if let Some(node) = fields.get("with") {
        entry.edit().with = parts::qualifiers(node, sink);
        if let (Some(kind), Shape::Table(written)) = (kind, &node.shape) {
            hold_qualifiers(&mut entry, written, kind, vocabulary.rules, sink);
        }
    }
    if let Some(kind) = kind {
        missing_qualifiers(&entry, kind, sink);
    }
    times(&mut entry, &fields, content.is_none(), sink);
    account(&mut entry, &fields, sink);
    future(&mut entry, &fields, kind, sink);
    if let Some(kind) = kind {
        demands_of_kind(&entry, &fields, kind, sink);
    }
    usable.then_some(entry)
}

fn blank(id: StatementId, says: String, subject: ActorId, predicate: KindId) -> Statement {
    Statement {
        id,
        was: Vec::new(),
        says,
        subject,
        predicate,
        with: BTreeMap::new(),
        content: Content::Bare,
        valid: None,
        recorded: None,
        sources: Vec::new(),
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
    }
}

/// Reads the content; gives a marker where it is computed from elsewhere, `None` where the statement speaks for itself.
fn content(
    entry: &mut Entry,
    fields: &Fields<'_>,
    kind: Option<&Kind>,
    vocabulary: &Vocabulary<'_>,
    sink: &mut Vec<Diagnostic>,
) -> Option<()> {
    let given: Vec<(&str, &Node)> = CONTENT.iter().filter_map(|key| Some((*key, fields.get(key)?))).collect();
    let (key, node) = match given[..] {
        [] => {
            if let Some(kind) = kind.filter(|kind| has_value(kind.value)) {
                let message = format!("`{}` is a {}: give its value", kind.id, kind.value.word());
                let help = format!("one of {}", crate::suggest::one_of(CONTENT));
                sink.push(checks::d0013_content::finding(entry.place, message).with_help(help));
            }
            return None;
        }
        [one] => one,
        [(first, _), (second, node), ..] => {
            let message = format!("both `{first}` and `{second}` give the content: keep one");
            sink.push(checks::d0013_content::finding(node.span, message));
            return None;
        }
    };
    entry.content = node.span;
    if let Some(kind) = kind
        && let Some(why) = misfit(key, kind.value)
    {
        sink.push(checks::d0013_content::finding(node.span, why));
        return None;
    }
    let computed = key != "value";
    let content = match key {
        "value" => value(entry, fields, node, kind, vocabulary, sink)?,
        "derive" => derive(entry, node, vocabulary.files, sink)?,
        "rule" => Content::Rule { rule: node.id("rule", RuleId::new, sink)? },
        "count" => Content::Count { query: parts::query(node, QueryUse::Count, None, sink)?.query },
        _ => position(entry, node, sink)?,
    };
    entry.edit().content = content;
    computed.then_some(())
}

fn has_value(value: ValueType) -> bool {
    use ValueType::{Commitment, Event, Judgement, Position, Relation, Term};
    !matches!(value, Event | Commitment | Position | Relation | Judgement | Term)
}

fn misfit(key: &str, value: ValueType) -> Option<String> {
    use ValueType::{Change, Count, Date, Quantity, Rank, Share};
    let fits = match key {
        "value" => has_value(value),
        "derive" => matches!(value, Quantity | Share | Change | Count),
        "rule" => value == Date,
        "count" => value == Count,
        _ => value == Rank,
    };
    (!fits).then(|| format!("`{key}` gives no {}", value.word()))
}

fn value(
    entry: &mut Entry,
    fields: &Fields<'_>,
    node: &Node,
    kind: Option<&Kind>,
    vocabulary: &Vocabulary<'_>,
    sink: &mut Vec<Diagnostic>,
) -> Option<Content> {
    let kind = kind?;
    let at = entry.content;
    let day = match &node.shape {
        Shape::Day(day) => day.to_string(),
        _ => node.text("value", sink)?.to_owned(),
    };
    let value = match literal::literal(&day, kind, vocabulary.hedges) {
        Ok(value) => value,
        Err(Refusal::Form(why)) => {
            sink.push(checks::d0009_literal::finding(at, &why));
            return None;
        }
        Err(Refusal::Dimension { unit, dimension }) => {
            let expected = literal::expected_dimension(kind);
            sink.push(checks::d0010_dimension::finding(at, &unit, &dimension, &kind.id, expected));
            return None;
        }
    };
    match fields.get("model") {
        None => Some(Content::Value { value }),
        Some(model) => run(entry, model, value, sink),
    }
}

/// Reads `model = { … }`: what the run was, and which statements and cells it rests on.
fn run(entry: &mut Entry, node: &Node, mut value: Value, sink: &mut Vec<Diagnostic>) -> Option<Content> {
    let known: Vec<&str> = keys::RUN.iter().chain(keys::RUN_INPUTS).copied().collect();
    let fields = Fields::open(node, "a model's run", &known, sink)?;
    fields.required("name", sink);
    fields.required("version", sink);
    for input in fields.get("inputs").map(Node::items).unwrap_or_default() {
        if let Some(id) = input.id("inputs", StatementId::new, sink) {
            entry.named.push((id, input.span));
        }
    }
    for cell in fields.get("cells").map(Node::items).unwrap_or_default() {
        let Some(text) = cell.text("cells", sink) else { continue };
        match Reference::parse(text) {
            Ok(reference) => entry.cells.push((text.to_owned(), reference)),
            Err(why) => sink.push(checks::d0027_column::finding(cell.span, &why)),
        }
    }
    let run: BTreeMap<String, String> =
        keys::RUN.iter().filter_map(|key| Some(((*key).to_owned(), fields.text(key, sink)?))).collect();
    // Between the ends of a band people read its middle.
    if let (Value::Quantity(quantity), Some(central)) = (&mut value, run.get("central")) {
        match Digits::read(central, TrailingZeros::Count).map(|digits| digits.value) {
            Some(central) if quantity.interval.contains(central) => quantity.stated = Some(central),
            _ => {
                let at = fields.get("central").map_or(node.span, |node| node.span);
                sink.push(checks::d0009_literal::finding(at, "`central` is no number between the ends of the value"));
            }
        }
    }
    Some(Content::Model { value, run })
}

fn derive(entry: &mut Entry, node: &Node, files: &SourceMap, sink: &mut Vec<Diagnostic>) -> Option<Content> {
    let text = node.text("derive", sink)?;
    match formula::parse(text) {
        Ok(expr) => {
            expr.walk(&mut |part| {
                if let Expr::Statement(id, at) = part {
                    entry.named.push((id.clone(), node.inside(at.clone(), files)));
                }
            });
            entry.formula = Some(expr);
            Some(Content::Derive { formula: text.to_owned() })
        }
        Err(why) => {
            sink.push(checks::d0014_formula::finding(node.inside(why.at, files), &why.why));
            None
        }
    }
}

fn position(entry: &mut Entry, node: &Node, sink: &mut Vec<Diagnostic>) -> Option<Content> {
    let fields = Fields::open(node, "`position-in`", keys::POSITION, sink)?;
    let table = fields.required("table", sink)?;
    let text = table.text("table", sink)?.to_owned();
    match Reference::parse(&text) {
        Ok(reference) => entry.table = Some(reference),
        Err(why) => {
            sink.push(checks::d0027_column::finding(table.span, &why));
            return None;
        }
    }
    Some(Content::Position {
        table: text,
        measure: fields.required("measure", sink)?.text("measure", sink)?.to_owned(),
        of: fields.required("of", sink)?.text("of", sink)?.to_owned(),
        smallest_first: match fields.get("order") {
            Some(node) => node.word("order", &keys::ORDERS, sink)?,
            None => false,
        },
    })
}

/// Holds qualifiers against the kind: names, types and, for bases, the words that are known.
fn hold_qualifiers(
    entry: &mut Entry,
    written: &[Field],
    kind: &Kind,
    rules: &[CalendarRule],
    sink: &mut Vec<Diagnostic>,
) {
    let inputs: &[String] = match &entry.statement.content {
        Content::Rule { rule } => rules.iter().find(|known| known.id == *rule).map_or(&[], |rule| &rule.inputs),
        _ => &[],
    };
    for field in written {
        let values = entry.statement.with.get(field.key.as_str()).cloned().unwrap_or_default();
        match kind.with.get(field.key.as_str()) {
            Some(rule) => values.iter().for_each(|value| hold_qualifier(entry, field, value, rule, sink)),
            None if inputs.iter().any(|input| *input == field.key) => {
                entry.named.extend(values.iter().filter_map(|id| Some((StatementId::new(id).ok()?, field.value.span))));
            }
            None if matches!(entry.statement.content, Content::Rule { .. }) && inputs.is_empty() => {}
            None => {
                let known: Vec<&str> = kind.with.keys().map(String::as_str).collect();
                sink.push(checks::d0011_qualifier::unknown(field, &kind.id, &known));
            }
        }
    }
}

fn hold_qualifier(entry: &mut Entry, field: &Field, value: &str, rule: &QualifierRule, sink: &mut Vec<Diagnostic>) {
    let at = field.value.span;
    if value == "unstated" {
        return;
    }
    match rule.holds {
        QualifierType::Actor => {
            if let Err(why) = ActorId::new(value) {
                sink.push(checks::d0006_id::finding(at, &why));
            }
        }
        QualifierType::Statement => match StatementId::new(value) {
            Ok(id) => entry.named.push((id, at)),
            Err(why) => sink.push(checks::d0006_id::finding(at, &why)),
        },
        QualifierType::Date => {
            if let Err(why) = Edtf::parse(value) {
                sink.push(checks::d0008_date::finding(at, &why));
            }
        }
        QualifierType::Number => {
            if value.parse::<rust_decimal::Decimal>().is_err() {
                sink.push(checks::d0004_type::said(at, format!("`{}` takes a number", field.key)));
            }
        }
        QualifierType::Text => {
            if rule.basis && !rule.words.is_empty() && !rule.words.contains_key(value) {
                let words: Vec<&str> = rule.words.keys().map(String::as_str).collect();
                sink.push(checks::d0005_unknown_word::finding(at, &field.key, value, &words));
            }
        }
    }
}

fn missing_qualifiers(entry: &Entry, kind: &Kind, sink: &mut Vec<Diagnostic>) {
    for (name, rule) in kind.with.iter().filter(|(_, rule)| rule.required) {
        if entry.statement.with.get(name).is_none_or(Vec::is_empty) {
            sink.push(checks::d0011_qualifier::missing(entry.place, &kind.id, name, rule.basis));
        }
    }
}

/// Valid and recorded time; only what is computed may leave them to its inputs.
fn times(entry: &mut Entry, fields: &Fields<'_>, required: bool, sink: &mut Vec<Diagnostic>) {
    let get = |key, sink: &mut Vec<Diagnostic>| if required { fields.required(key, sink) } else { fields.get(key) };
    entry.edit().valid = get("valid", sink).and_then(|node| node.edtf("valid", sink));
    entry.edit().recorded = get("recorded", sink).and_then(|node| node.day("recorded", sink));
}

/// Who says so, how strongly, and how it stands to others.
fn account(entry: &mut Entry, fields: &Fields<'_>, sink: &mut Vec<Diagnostic>) {
    let statement = Arc::make_mut(&mut entry.statement);
    for node in fields.get("was").map(Node::items).unwrap_or_default() {
        if let Some(id) = node.id("was", StatementId::new, sink) {
            statement.was.push(id);
            entry.was_at.push(node.span);
        }
    }
    statement.sources = fields.get("source").map(|node| parts::source_refs(node, sink)).unwrap_or_default();
    statement.by = fields.get("by").and_then(|node| parts::attribution(node, sink));
    statement.modality =
        fields.get("modality").and_then(|node| node.word("modality", &Modality::WORDS, sink)).unwrap_or_default();
    statement.rank =
        fields.get("rank").and_then(|node| node.word("rank", &StatementRank::WORDS, sink)).unwrap_or_default();
    for (supersession, at) in fields.get("supersedes").map(|n| parts::supersessions(n, sink)).unwrap_or_default() {
        statement.supersedes.push(supersession);
        entry.superseded_at.push(at);
    }
    if let Some(node) = fields.get("data")
        && let Some(text) = node.text("data", sink)
    {
        match Reference::parse(text) {
            Ok(reference) => {
                entry.data = Some(reference);
                statement.data = Some(text.to_owned());
            }
            Err(why) => sink.push(checks::d0027_column::finding(node.span, &why)),
        }
    }
}

/// Review, expectation, ladder and the rest of what a statement's life depends on.
fn future(entry: &mut Entry, fields: &Fields<'_>, kind: Option<&Kind>, sink: &mut Vec<Diagnostic>) {
    let statement = Arc::make_mut(&mut entry.statement);
    statement.review = fields.get("review").and_then(|node| node.day("review", sink));
    statement.confirmed = fields.get("confirmed").map(|node| parts::confirmations(node, sink)).unwrap_or_default();
    statement.ends =
        fields.get("ends").and_then(|node| parts::query(node, QueryUse::Ends, None, sink)).map(|ends| ends.query);
    let answers = kind.and_then(|kind| kind.answers.as_ref());
    statement.expects = fields
        .get("expects")
        .and_then(|node| parts::query(node, QueryUse::Expects, answers, sink))
        .and_then(|expects| Some(Expectation { event: expects.query, by: expects.by? }));
    for node in fields.get("grounds").map(Node::items).unwrap_or_default() {
        if let Some(id) = node.id("grounds", StatementId::new, sink) {
            entry.named.push((id.clone(), node.span));
            statement.grounds.push(id);
        }
    }
    let judged = fields.get("judged").and_then(|node| node.day("judged", sink));
    match (fields.text("analyst", sink), judged) {
        (Some(analyst), Some(day)) => statement.judged = Some((analyst, day)),
        (None, None) => {}
        (Some(_), None) => sink.push(checks::d0003_missing_key::finding(entry.place, "a named analyst", "judged")),
        (None, Some(_)) => sink.push(checks::d0003_missing_key::finding(entry.place, "a judged date", "analyst")),
    }
    statement.steps = fields.get("steps").map(|node| parts::steps(node, sink)).unwrap_or_default();
    statement.instrument = fields.get("instrument").and_then(|node| node.id("instrument", ActorId::new, sink));
    statement.plover = fields.text("plover", sink);
    statement.place = fields.text("place", sink);
    if let Some(complete) = fields.get("complete").and_then(|node| parts::query(node, QueryUse::Complete, None, sink)) {
        statement.sources.extend(complete.sources);
        statement.complete = Some(complete.query);
    }
}

/// What the kind's type asks for beyond its qualifiers.
fn demands_of_kind(entry: &Entry, fields: &Fields<'_>, kind: &Kind, sink: &mut Vec<Diagnostic>) {
    let statement = &entry.statement;
    let claimed = matches!(statement.modality, Modality::Pledged | Modality::Demanded | Modality::Denied);
    if statement.by.is_none() && fields.get("by").is_none() {
        if kind.value == ValueType::Position {
            sink.push(checks::d0026_attribution::finding(entry.place, "a position"));
        } else if claimed && kind.value != ValueType::Commitment {
            let what = format!("what is {}", statement.modality.word());
            sink.push(checks::d0026_attribution::finding(entry.place, &what));
        }
    }
    if kind.value == ValueType::Commitment && fields.get("instrument").is_none() {
        let finding = checks::d0003_missing_key::finding(entry.place, "a commitment", "instrument");
        sink.push(finding.with_note("without a paper that carries it, it is a position"));
    }
    let open = kind.tense == Tense::State && statement.valid.as_ref().is_some_and(Edtf::is_open);
    let watched = fields.get("review").is_some() || kind.shelf_days.is_some() || fields.get("ends").is_some();
    if open && !watched && fields.get("expects").is_none() {
        let at = fields.get("valid").map_or(entry.place, |node| node.span);
        sink.push(checks::d0019_no_review::finding(at));
    }
}
