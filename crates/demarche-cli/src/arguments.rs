//! What the command line may say.

mod editions;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use demarche::Reading;
use demarche_diagnostic::Grade;
use demarche_terms::Date;

pub use editions::*;

/// A compiler for living country briefs: checks every number against sourced statements, then publishes.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, arg_required_else_help = true, after_help = AFTER_HELP)]
pub struct Arguments {
    /// Say only what was found, nothing about progress or results.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "Exit status: 0 nothing that counts was found; 1 an error or a contradiction was found, or a grade \
named by --deny; 2 the command, the path or a file cannot be used; 101 a fault of the program itself.\n\
Set NO_COLOR to print without colours.";

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Hold a brief against its dossier, or any document against itself: numbers, ranks, hedges, dates, and what has died since.
    Check(Check),
    /// Check a brief and publish it as a two-page PDF, a web page and data.
    Build(Build),
    /// Freeze editions, list them, and report every change to what they rest on.
    Edition(Edition),
    /// Compare two dates, editions, git revisions or two documents: statements, the sentences on them, and the pages, with reasons.
    Diff(Diff),
    /// Print where a statement's value comes from, down to its sources.
    Why(Why),
    /// Print every statement of a dossier as CSV, JSON, RDF or a data package, or the schema of its statement files.
    Export(Export),
    /// Read a PDF, web page, Word file or text in reading order, and print its words with their roles and places.
    Read(Read),
    /// Run a trade, burden-sharing or assembly model on a study file.
    Model(Model),
    /// Lay scenarios over a dossier: figures with lineage, and the sentences that would have to change.
    Scenario(Scenario),
    /// Check again on every save and say what appeared and what went; with --dates print the calendar ahead.
    Watch(Watch),
    /// Propose edits for what can be mended mechanically, as differences; write those that are chosen.
    Fix(Fix),
    /// Bring a dossier's TOML files into canonical form, comments kept.
    Fmt(Fmt),
    /// Sign statements off by name, bound to what they say; without --sign, list who signed what and what is open.
    Review(Review),
    /// Join two people's versions of a statements file by the ids of its blocks; made to be a git merge driver.
    Merge(Merge),
    /// Tell what a finding's code means, with an example; without a code list them all.
    Explain(Explain),
    /// Start a small dossier that checks clean, to be written over.
    Init(Init),
    /// Print a completion script for a shell.
    Completions(Completions),
    /// Print the manual page (roff) of the command or of one verb.
    Man(Man),
}

/// Which dossier, and on which dates.
#[derive(Debug, Args)]
pub struct Where {
    /// A dossier's folder or a brief in it; the nearest dossier upward if left out.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Dates to read the dossier on.
    #[command(flatten)]
    pub dates: Dates,
}

/// The two clocks.
#[derive(Clone, Copy, Debug, Args)]
pub struct Dates {
    /// The world at this date (YYYY-MM-DD), as it was known by then.
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// What could be known: nothing recorded after this date is seen.
    #[arg(long, value_name = "DATE")]
    known_by: Option<Date>,
}

impl Dates {
    /// Whether the world is read as of today.
    pub fn today(self) -> bool {
        self.as_of.is_none()
    }
}

impl From<Dates> for Reading {
    fn from(dates: Dates) -> Self {
        Self { as_of: dates.as_of, known_by: dates.known_by }
    }
}

impl Dates {
    /// `--as-of`.
    pub fn as_of(self) -> Option<Date> {
        self.as_of
    }

    /// `--known-by`.
    pub fn known_by(self) -> Option<Date> {
        self.known_by
    }
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// A dossier's folder or a brief in it; or, outside any dossier, a document (PDF, HTML, DOCX, Markdown, text) or a
    /// folder of documents. The nearest dossier upward if left out.
    pub path: Option<PathBuf>,
    /// Dates to read on.
    #[command(flatten)]
    pub dates: Dates,
    /// The date of a document, where it prints none or another is meant.
    #[arg(long, value_name = "DATE")]
    pub dated: Option<Date>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    pub format: ReportFormat,
    /// Further grades that make the exit status 1: query, due, note, or `warnings` for query and due.
    #[arg(long, value_name = "GRADES", value_delimiter = ',')]
    pub deny: Vec<Denied>,
    /// Print notes too (unverified sources, former ids, days to look again).
    #[arg(long)]
    pub notes: bool,
    /// Check as if these scenarios held (`X` or `X+Y`).
    #[arg(long, value_name = "NAMES")]
    pub scenario: Vec<String>,
    /// Write a Word document again with each finding as a comment on its words.
    #[arg(long, value_name = "OUT.docx")]
    pub comments: Option<PathBuf>,
    /// Write a document as a web page with its findings marked.
    #[arg(long, value_name = "OUT.html")]
    pub marked: Option<PathBuf>,
}

impl Check {
    /// The grades that make the exit status 1.
    pub fn counted(&self) -> Vec<Grade> {
        let denied = self.deny.iter().flat_map(|denied| denied.grades()).copied();
        [Grade::Error, Grade::Contradicted].into_iter().chain(denied).collect()
    }
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people, with the words underlined.
    Human,
    /// One JSON object with findings and coverage.
    Json,
    /// SARIF 2.1.0 for code hosts and editors.
    Sarif,
    /// One row a finding, for a spreadsheet.
    Csv,
    /// GitHub workflow commands.
    Github,
}

/// A grade after `--deny`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    /// Query and due.
    Warnings,
    /// Query.
    Query,
    /// Due.
    Due,
    /// Note.
    Note,
}

impl Denied {
    /// The grades meant.
    pub fn grades(self) -> &'static [Grade] {
        match self {
            Self::Warnings => &[Grade::Query, Grade::Due],
            Self::Query => &[Grade::Query],
            Self::Due => &[Grade::Due],
            Self::Note => &[Grade::Note],
        }
    }
}

/// `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// Where.
    #[command(flatten)]
    pub target: Where,
    /// The folder that receives the files.
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Build the locked edition of this date again, to the same bytes.
    #[arg(long, value_name = "DATE", conflicts_with_all = ["as_of", "known_by", "draft", "packet"])]
    pub edition: Option<Date>,
    /// Build over open errors, stamped as a draft on every page.
    #[arg(long)]
    pub draft: bool,
    /// Write the fact-check packet too: every sentence with its statements, quotes and open queries.
    #[arg(long)]
    pub packet: bool,
}

/// `why`.
#[derive(Debug, Args)]
pub struct Why {
    /// The statement.
    pub id: String,
    /// Where.
    #[command(flatten)]
    pub target: Where,
    /// Print the tree as JSON.
    #[arg(long)]
    pub json: bool,
    /// Look it up as if these scenarios held (`X` or `X+Y`).
    #[arg(long, value_name = "NAMES")]
    pub scenario: Vec<String>,
    /// The folder of tables for a scenario's runs of the economy-wide model.
    #[arg(long, value_name = "FOLDER", requires = "scenario")]
    pub data: Option<PathBuf>,
}

/// `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// Where.
    #[command(flatten)]
    pub target: Where,
    /// As what.
    #[arg(long, value_enum, default_value_t = ExportFormat::Csv)]
    pub format: ExportFormat,
    /// A folder that receives the files, in place of standard output; a data package needs one.
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

/// As what statements are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One row a statement.
    Csv,
    /// One object a statement.
    Json,
    /// RDF in one graph.
    Turtle,
    /// RDF with a named graph for each source.
    Trig,
    /// A Frictionless data package: statements, citations, inputs and sources as tables.
    Datapackage,
    /// A JSON schema of the dossier's statement files, for editors.
    Schema,
}

/// `read`.
#[derive(Debug, Args)]
pub struct Read {
    /// The document: PDF, HTML, DOCX, Markdown or plain text; `-` reads standard input.
    pub file: PathBuf,
    /// As what it is printed.
    #[arg(long, value_enum, default_value_t = ReadFormat::Text)]
    pub format: ReadFormat,
    /// Write to this file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The password of an encrypted PDF.
    #[arg(long, value_name = "WORD")]
    pub password: Option<String>,
    /// Further grades that make the exit status 1: query, due, note, or `warnings` for query and due.
    #[arg(long, value_name = "GRADES", value_delimiter = ',')]
    pub deny: Vec<Denied>,
    /// Print notes too (how the file was decoded).
    #[arg(long)]
    pub notes: bool,
}

/// As what a document is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReadFormat {
    /// The words in reading order, without running heads and page numbers.
    Text,
    /// Everything: pages, blocks with their roles, lines, sentences, tables, places in the original.
    Json,
    /// CommonMark with pipe tables, without running heads and page numbers.
    Markdown,
    /// One web page: each page of a PDF as printed beside the words that were read from it.
    Html,
}

/// `model`.
#[derive(Debug, Args)]
pub struct Model {
    /// Which model.
    #[command(subcommand)]
    pub model: ModelKind,
}

/// The models.
#[derive(Debug, Subcommand)]
pub enum ModelKind {
    /// What tariffs and quotas do to one product, or to the economies of the world.
    #[command(subcommand)]
    Trade(TradeKind),
    /// What burden-sharing agreements cost by year, unit and definition, and what demands for more come to.
    Sma(Study),
    /// Seats on a day, the votes each law needs, who can reach them together, and who decides how often.
    Assembly(Study),
}

/// The trade models.
#[derive(Debug, Subcommand)]
pub enum TradeKind {
    /// One product in one market: sales by source, prices, revenue, surplus and quota rent.
    Product(Study),
    /// The world economy on input-output tables: real income, trade and revenue of every country.
    General(General),
}

/// A model whose study is one file.
#[derive(Debug, Args)]
pub struct Study {
    /// The study, a TOML file.
    pub file: PathBuf,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = ModelFormat::Human)]
    pub format: ModelFormat,
}

/// `model trade general`.
#[derive(Debug, Args)]
pub struct General {
    /// The folder of the tables: `wiotYYYY.csv`, plain or `.gz`, or `xbilatYYYY.txt` with the files beside it.
    #[arg(long, value_name = "FOLDER")]
    pub data: PathBuf,
    /// The scenario, a TOML file.
    #[arg(long, value_name = "FILE")]
    pub scenario: PathBuf,
    /// The year of the tables, in place of the scenario's `data-year`.
    #[arg(long)]
    pub year: Option<i16>,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = ModelFormat::Human)]
    pub format: ModelFormat,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModelFormat {
    /// Tables with notes, about six digits.
    Human,
    /// One object with everything the model says, every digit.
    Json,
    /// One table of rows `table,row,column,value`, every digit; notes are rows too.
    Csv,
}

/// `scenario`.
#[derive(Debug, Args)]
pub struct Scenario {
    /// What to do.
    #[command(subcommand)]
    pub verb: ScenarioVerb,
}

/// What can be done with scenarios.
#[derive(Debug, Subcommand)]
pub enum ScenarioVerb {
    /// List the scenarios of a dossier.
    List(ScenarioList),
    /// Run the models of scenarios and print their figures as statements.
    Run(ScenarioRun),
    /// Compile the brief with and without scenarios: the statements and sentences that change, and why.
    Diff(ScenarioDiff),
    /// Run scenarios apart and print their figures side by side.
    Compare(ScenarioDiff),
}

/// `scenario list`.
#[derive(Debug, Args)]
pub struct ScenarioList {
    /// The dossier.
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub dossier: PathBuf,
    /// How the list is printed.
    #[arg(long, value_enum, default_value_t = ModelFormat::Human)]
    pub format: ModelFormat,
}

/// Which scenarios, in which dossier, on which dates.
#[derive(Debug, Args)]
pub struct Laid {
    /// Names of scenarios: files in `scenarios/` without the ending; `X+Y` lays both over the dossier.
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
    /// The dossier's folder or a brief in it.
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub dossier: PathBuf,
    /// Dates to read the dossier on; the later of the brief's date and the scenario's day if left out.
    #[command(flatten)]
    pub dates: Dates,
    /// The folder of tables for runs of the economy-wide model, which are left out without it.
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
}

/// `scenario run`.
#[derive(Debug, Args)]
pub struct ScenarioRun {
    /// Which.
    #[command(flatten)]
    pub laid: Laid,
    /// How the figures are printed.
    #[arg(long, value_enum, default_value_t = ScenarioFormat::Human)]
    pub format: ScenarioFormat,
}

/// `scenario diff` and `scenario compare`.
#[derive(Debug, Args)]
pub struct ScenarioDiff {
    /// Which.
    #[command(flatten)]
    pub laid: Laid,
    /// How the answer is printed.
    #[arg(long, value_enum, default_value_t = ModelFormat::Human)]
    pub format: ModelFormat,
}

/// How a scenario's figures are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScenarioFormat {
    /// For people.
    Human,
    /// One object with figures, lineage and the models' notes.
    Json,
    /// One row a figure.
    Csv,
    /// One page with charts and their text alternatives, complete in itself.
    Html,
}

/// `watch`.
#[derive(Debug, Args)]
pub struct Watch {
    /// Where.
    #[command(flatten)]
    pub target: Where,
    /// Print what falls due, lapses or dies on which day if nothing new is put on record, and end.
    #[arg(long)]
    pub dates: bool,
    /// With --dates: the last day that is looked at.
    #[arg(long, value_name = "DATE", requires = "dates")]
    pub until: Option<Date>,
    /// How it is printed; `ics` and `atom` are for --dates.
    #[arg(long, value_enum, default_value_t = WatchFormat::Human)]
    pub format: WatchFormat,
    /// Print notes too.
    #[arg(long)]
    pub notes: bool,
}

/// How `watch` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WatchFormat {
    /// For people.
    Human,
    /// JSON; while watching, one object a line for each check.
    Json,
    /// An iCalendar file (RFC 5545) to subscribe to.
    Ics,
    /// An Atom feed (RFC 4287).
    Atom,
}

/// `fix`.
#[derive(Debug, Args)]
pub struct Fix {
    /// Where.
    #[command(flatten)]
    pub target: Where,
    /// Write the proposals: those named by --only, else every one that is the only way to mend its finding.
    #[arg(long, conflicts_with = "ask")]
    pub apply: bool,
    /// Only these: a number of the list, a finding's code, or the id of a statement, source or actor.
    #[arg(long, value_name = "NUMBER|CODE|ID", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Ask of each proposal whether to write it; answers are lines of standard input, y for yes, q to stop asking.
    #[arg(long)]
    pub ask: bool,
    /// How proposals are printed.
    #[arg(long, value_enum, default_value_t = FixFormat::Human)]
    pub format: FixFormat,
}

/// How `fix` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FixFormat {
    /// Unified differences, each with its number and reason.
    Human,
    /// One JSON object.
    Json,
}

/// `fmt`.
#[derive(Debug, Args)]
pub struct Fmt {
    /// The dossier.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Write nothing; exit 1 where a file is not in canonical form.
    #[arg(long)]
    pub check: bool,
}

/// `review`.
#[derive(Debug, Args)]
pub struct Review {
    /// Where.
    #[command(flatten)]
    pub target: Where,
    /// Statements to sign, by id, after holding them against their sources.
    #[arg(long, value_name = "ID", value_delimiter = ',', requires = "by")]
    pub sign: Vec<String>,
    /// The person who signs.
    #[arg(long, value_name = "NAME", requires = "sign")]
    pub by: Option<String>,
    /// A remark kept beside the sign-off.
    #[arg(long, value_name = "TEXT", requires = "sign")]
    pub note: Option<String>,
    /// Exit 1 where a sign-off is void or wanted.
    #[arg(long)]
    pub strict: bool,
    /// How the list is printed.
    #[arg(long, value_enum, default_value_t = ReviewFormat::Human)]
    pub format: ReviewFormat,
}

/// How sign-offs are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// For people.
    Human,
    /// One JSON object.
    Json,
}

/// `merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The version that both come from (git's `%O`).
    pub base: PathBuf,
    /// Our version (git's `%A`); the result is written over it.
    pub ours: PathBuf,
    /// Their version (git's `%B`).
    pub theirs: PathBuf,
    /// What messages call the file (git's `%P`).
    #[arg(long, value_name = "PATH")]
    pub name: Option<PathBuf>,
}

/// `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A code such as D0201; all codes are listed if left out.
    pub code: Option<String>,
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// The new dossier's folder; its name becomes the dossier's id.
    pub folder: PathBuf,
}

/// `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell.
    pub shell: Shell,
}

/// `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// One verb; the command itself if left out.
    pub verb: Option<String>,
}
