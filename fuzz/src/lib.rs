//! What the fuzz targets share: a small whole dossier to put a broken file into, and what must hold whatever is read.

use std::sync::LazyLock;

use demarche_brief::EditionOptions;
use demarche_brief::lexicon::Lexicon;
use demarche_diagnostic::{Diagnostic, FileId, SourceMap, Terminal};
use demarche_ledger::{DossierText, Ledger};
use demarche_read::Options;
use demarche_terms::{Clocks, Date, HedgeTable};

/// The hall's own answer to what a brief asks, without the rest of the hall.
#[path = "../../crates/demarche/src/world.rs"]
mod world;

/// The invented dossier of the text cases.
macro_rules! base {
    ($name:literal) => {
        include_str!(concat!("../../tests/suite/check/base/", $name))
    };
}

const KINDS: [(&str, &str); 10] = [
    ("kinds/amount.toml", base!("kinds/amount.toml")),
    ("kinds/balance.toml", base!("kinds/balance.toml")),
    ("kinds/cost-share.toml", base!("kinds/cost-share.toml")),
    ("kinds/election-day.toml", base!("kinds/election-day.toml")),
    ("kinds/growth.toml", base!("kinds/growth.toml")),
    ("kinds/pact.toml", base!("kinds/pact.toml")),
    ("kinds/summit.toml", base!("kinds/summit.toml")),
    ("kinds/summits.toml", base!("kinds/summits.toml")),
    ("kinds/term-end.toml", base!("kinds/term-end.toml")),
    ("kinds/troops.toml", base!("kinds/troops.toml")),
];

const STATEMENTS: &str = include_str!("statements.toml");
const PACKAGE: &str = include_str!("datapackage.json");
const TABLE: &str = include_str!("trade.csv");

/// The word lists that come with the program.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::shipped);

static HEDGES: LazyLock<HedgeTable> = LazyLock::new(|| HedgeTable::new(LEXICON.hedges.rows().to_vec()));

/// The whole dossier, unbroken.
static LEDGER: LazyLock<Ledger> = LazyLock::new(|| {
    let (findings, ledger) = dossier(Part::Statements, STATEMENTS);
    assert!(findings.is_empty(), "the dossier to break things in is whole: {findings:#?}");
    ledger
});

/// A file of the dossier that a target breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `dossier.toml`.
    Manifest,
    /// `sources.yml`.
    Sources,
    /// `actors.toml`.
    Actors,
    /// `statements/*.toml`.
    Statements,
    /// `kinds/*.toml`.
    Kind,
    /// `reviews.toml`.
    Reviews,
    /// `rules/*.toml`.
    Rules,
    /// `series/datapackage.json`.
    Package,
    /// `series/*.csv`.
    Table,
    /// `scenarios/*.toml`.
    Scenario,
}

/// Reads the whole dossier with `text` in the place of `part`, asks it everything, and holds its findings against the texts.
pub fn dossier(part: Part, text: &str) -> (Vec<Diagnostic>, Ledger) {
    let mut files = SourceMap::default();
    let or = |wanted: Part, usual: &'static str| if part == wanted { text } else { usual };
    let mut kinds: Vec<FileId> = KINDS.iter().map(|(name, text)| files.add(*name, *text)).collect();
    if part == Part::Kind {
        kinds.push(files.add("kinds/amount.toml", text));
    }
    let scenarios = if part == Part::Scenario { vec![files.add("scenarios/a.toml", text)] } else { Vec::new() };
    let dossier = DossierText {
        scenarios,
        figures: demarche_ledger::ModelFigures::new(),
        manifest: Some(files.add("dossier.toml", or(Part::Manifest, base!("dossier.toml")))),
        sources: Some(files.add("sources.yml", or(Part::Sources, base!("sources.yml")))),
        actors: Some(files.add("actors.toml", or(Part::Actors, base!("actors.toml")))),
        statements: vec![files.add("statements/a.toml", or(Part::Statements, STATEMENTS))],
        kinds,
        reviews: Some(files.add("reviews.toml", or(Part::Reviews, ""))),
        rules: vec![files.add("rules/sl.toml", or(Part::Rules, base!("rules/sl.toml")))],
        package: Some(files.add("series/datapackage.json", or(Part::Package, PACKAGE))),
        tables: vec![("trade.csv".to_owned(), files.add("series/trade.csv", or(Part::Table, TABLE)))],
    };
    let read = demarche_ledger::read(&dossier, &files, &HEDGES);
    hold(&read.diagnostics, &files);
    ask(&read.value, &files);
    (read.diagnostics, read.value)
}

/// Asks a ledger all that a check, `why` and `export` ask, on early, usual and late clocks.
fn ask(ledger: &Ledger, files: &SourceMap) {
    for clocks in [(1, 1), (2019, 2019), (2019, 2024), (9999, 9999)].map(|(as_of, known_by)| Clocks {
        as_of: Date::constant(as_of, 1, 29),
        known_by: Date::constant(known_by, 1, 29),
    }) {
        let view = ledger.at(clocks, &[]);
        for id in view.statements() {
            let _ = (view.resolve(&id), view.rivals(&id), view.lineage(&id), view.history(&id), view.place(&id));
        }
        let _ = (view.export(), view.rows("trade[year=2017]"), view.cell("trade[year=2017].balance"));
        hold(&view.findings(), files);
    }
}

/// Reads a brief, checks it against the whole dossier and compiles it on early and late clocks.
pub fn brief(text: &str) {
    let mut files = SourceMap::default();
    let file = files.add("briefs/a.md", text);
    let read = demarche_brief::syntax::parse(file, &files);
    hold(&read.diagnostics, &files);
    let brief = read.value;
    for sentence in &brief.sentences {
        for (start, range) in &sentence.pieces {
            let piece = sentence.text.get(*start..start + range.len());
            assert_eq!(piece, text.get(range.clone()), "a piece of {sentence:?} is not verbatim");
        }
    }
    for (as_of, known_by) in [(2019, 2019), (2024, 2024)] {
        let clocks = Clocks { as_of: Date::constant(as_of, 1, 29), known_by: Date::constant(known_by, 1, 29) };
        let world = world::Held(LEDGER.at(clocks, &brief.front.written_from));
        let findings = demarche_brief::check(&brief, &world, &LEXICON);
        // Findings beside a statement point into the dossier's files, which are not in this map.
        let alone: Vec<Diagnostic> = findings.iter().filter(|found| found.others.is_empty()).cloned().collect();
        hold(&alone, &files);
        let mut edition = demarche_brief::edition(&brief, &world, &files, &EditionOptions::default()).value;
        demarche_brief::tell(&mut edition, &brief, &alone);
    }
}

/// Every finding points at whole characters of a text that is there, and can be printed in every form.
pub fn hold(findings: &[Diagnostic], files: &SourceMap) {
    for finding in findings {
        let edits = finding.help.iter().filter_map(|help| help.edit.as_ref().map(|edit| edit.span));
        for span in finding.span.into_iter().chain(finding.others.iter().map(|other| other.span)).chain(edits) {
            assert!(files.text(span.file).get(span.range()).is_some(), "{finding:?} points between characters");
        }
        let _ = demarche_diagnostic::human(finding, files, Terminal { width: 100, colour: false });
        let _ = (demarche_diagnostic::json(finding, files), demarche_diagnostic::github(finding, files));
    }
}

/// Everything that a document promises, whatever it was read from: ranges within the text, sentences in order, every form.
pub fn document(bytes: &[u8], name: &str) {
    let options = Options::default();
    let read = demarche_read::read_with(bytes, name, &options);
    let document = &read.value;
    let within = |range: &std::ops::Range<usize>| document.text.get(range.clone()).is_some();
    for block in &document.blocks {
        assert!(within(&block.text), "{block:?} is not in the text");
        assert!(
            block.lines.start <= block.lines.end && block.lines.end <= document.lines.len(),
            "{block:?} has no lines"
        );
        let cells = block.table.iter().flat_map(|table| table.rows.iter().flatten());
        assert!(cells.map(|cell| &cell.text).all(within), "a cell of {block:?} is not in the text");
    }
    let mut last = 0;
    for sentence in &document.sentences {
        assert!(within(&sentence.text) && sentence.block < document.blocks.len(), "{sentence:?} is nowhere");
        assert!(sentence.text.start >= last, "{sentence:?} begins inside the one before");
        last = sentence.text.end;
        let _ = (document.places(&sentence.text), document.page(&sentence.text));
    }
    for mark in &document.marks {
        assert!(within(&mark.text) && !mark.text.is_empty(), "{mark:?} is not in the text");
        assert!(mark.sentence.is_none_or(|at| at < document.sentences.len()), "{mark:?} has no sentence");
        assert!(mark.note.is_none_or(|at| at < document.blocks.len()), "{mark:?} has no note");
    }
    let _ = (document.to_text(), document.to_markdown(), document.to_json_text());
    let _ = demarche_read::to_html(document, &read.diagnostics, &bytes.to_vec().into(), &options);
}

/// Reads a lock; what can be read is written so that it reads the same again, sealed.
pub fn lock(text: &str) {
    let mut map = SourceMap::default();
    let file = map.add("2019-01-29.lock", text);
    let read = demarche_editions::read(file, &map);
    assert!(read.value.is_some() || !read.diagnostics.is_empty(), "a lock that cannot be read is told");
    if let Some(lock) = read.value {
        let again = map.add("again.lock", demarche_editions::write(&lock));
        let again = demarche_editions::read(again, &map);
        assert!(again.diagnostics.is_empty(), "what is written is sealed: {:#?}", again.diagnostics);
        assert_eq!(again.value, Some(lock));
    }
    let day = Date::constant(2019, 1, 29);
    let _ = (demarche_editions::of_toml(text, &["a"]), demarche_editions::of_statement(text, day));
}
