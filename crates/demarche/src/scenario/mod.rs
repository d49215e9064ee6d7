//! Scenarios: the same dossier, were some of it otherwise.
//!
//! A scenario is laid over the dossier, never written into it. Its models take
//! statements and cells of the overlaid dossier as inputs, and what they say comes
//! back as statements of method `model`: value with band, and the run with model,
//! version, closure, basis and data year. So `why` leads from a figure down to
//! quoted words, and a brief that leans on one is checked like any other.

mod compare;
pub(crate) mod d2004_take;
pub(crate) mod d2005_figure;
mod diff;
mod figures;
mod page;
mod rests;
mod takes;

use std::collections::BTreeMap;
use std::path::Path;

use demarche_diagnostic::{Diagnostic, Grade};
use demarche_ledger::{Figure, Run, RunModel, Scenario, View};
use demarche_models::draws::Draws;
use demarche_models::form::{Form, Within};
use demarche_models::report::{Report, Tell};
use demarche_models::trade::{general, product};
use demarche_models::{ModelError, assembly, burden_sharing};
use demarche_terms::{Clocks, Lineage, Resolved, StatementId};

use crate::model::{refused, tables};
use crate::tree::Tree;
use crate::workspace::locate;
use crate::{HallError, Reading, Workspace};

pub use compare::{Comparison, compare};
pub use diff::{Difference, Move, SentenceChange, StatementChange, difference};

/// A scenario of the dossier, without having been run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name, as commands take it.
    pub name: String,
    /// Its title.
    pub title: String,
    /// From when it is otherwise.
    pub from: String,
    /// Statements that it changes, withdraws or adds.
    pub statements: usize,
    /// Models that it runs.
    pub models: Vec<&'static str>,
    /// Figures that it gives.
    pub figures: usize,
}

/// What a run of a model came to.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The scenario.
    pub scenario: String,
    /// The run.
    pub run: String,
    /// The model.
    pub model: &'static str,
    /// What it says; `None` where it was not run, with the reason.
    pub report: Result<Report, String>,
}

/// A figure of a scenario as the overlaid dossier holds it.
#[derive(Clone, Debug)]
pub struct FigureStatement {
    /// The scenario.
    pub scenario: String,
    /// The run.
    pub run: String,
    /// The statement on the clocks.
    pub resolved: Resolved,
    /// Its lineage down to inputs.
    pub lineage: Lineage,
    /// Label of its kind.
    pub kind: String,
}

/// Scenarios that were laid over a dossier and run.
pub struct Outcome {
    /// The dossier with the scenarios and their figures in it.
    pub workspace: Workspace,
    /// The clocks on which they were run.
    pub clocks: Clocks,
    /// What each run said.
    pub answers: Vec<Answered>,
    /// The figures, in the order of the files.
    pub figures: Vec<FigureStatement>,
    /// Scenarios that begin after the clocks, and so say nothing.
    pub ahead: Vec<String>,
    /// Errors that kept them from being run; with any, there are no figures.
    pub findings: Vec<Diagnostic>,
}

/// The scenarios of a dossier, by name; those with faults are listed as far as they can be read.
///
/// # Errors
/// [`HallError`] where the dossier cannot be opened.
pub fn scenarios(path: &Path) -> Result<(Workspace, Vec<Listed>), HallError> {
    let plain = Workspace::open(path)?;
    let names = plain.scenario_names()?;
    // Each is read alone, so that two that conflict are both listed.
    let mut listed = Vec::new();
    for name in names {
        let workspace = Workspace::under(path, std::slice::from_ref(&name))?;
        listed.extend(workspace.ledger().scenarios().iter().map(|scenario| Listed {
            name: scenario.name.clone(),
            title: scenario.title.clone(),
            from: scenario.from.map(|day| day.to_string()).unwrap_or_default(),
            statements: scenario.adds.len() + scenario.touches.len(),
            models: scenario.runs.iter().map(|run| run.model.word()).collect(),
            figures: scenario.figures.len(),
        }));
    }
    Ok((plain, listed))
}

/// Lays scenarios over the dossier at `path` and runs their models.
///
/// `world` is the folder of the tables for runs of the economy-wide model; without it they are not run and said so.
/// Without `--as-of` the clocks stand on the later of the brief's date and the day from which the scenarios hold.
///
/// # Errors
/// [`HallError`] for a name that is no scenario, a file that cannot be read, or a model that refuses its study.
pub fn run(path: &Path, names: &[String], reading: Reading, world: Option<&Path>) -> Result<Outcome, HallError> {
    let mut workspace = Workspace::under(path, names)?;
    let brief = workspace.brief_path();
    let (front, _) = workspace.brief(&brief)?;
    let from = workspace.ledger().scenarios().iter().filter_map(|scenario| scenario.from).max();
    let fallback = match front.front.date.max(from) {
        Some(day) => day,
        None => workspace.today()?,
    };
    let clocks = reading.clocks(fallback);
    let ahead = |scenario: &&Scenario| scenario.from.is_some_and(|from| from > clocks.as_of);
    let later: Vec<String> =
        workspace.ledger().scenarios().iter().filter(ahead).map(|scenario| scenario.name.clone()).collect();
    if !later.is_empty() {
        let names: Vec<String> = names.iter().filter(|name| !later.contains(name)).cloned().collect();
        workspace = Workspace::under(path, &names)?;
    }
    let mut findings: Vec<Diagnostic> =
        workspace.findings().iter().filter(|finding| finding.grade == Grade::Error).cloned().collect();
    if !findings.is_empty() {
        return Ok(Outcome { workspace, clocks, answers: Vec::new(), figures: Vec::new(), ahead: later, findings });
    }
    let written_from = front.front.written_from;
    let mut answers = Vec::new();
    let mut stated = demarche_ledger::ModelFigures::new();
    let view = workspace.ledger().at(clocks, &written_from);
    for scenario in workspace.ledger().scenarios() {
        for (at, run) in scenario.runs.iter().enumerate() {
            let (report, rests) = match put(&workspace, &view, scenario, at, run, world, &mut findings)? {
                Some(answer) => answer,
                None => continue,
            };
            if let Ok(report) = &report {
                figures::stated(scenario, run, report, &rests, &mut stated, &mut findings);
            }
            let (scenario, run, model) = (scenario.name.clone(), run.id.clone(), run.model.word());
            answers.push(Answered { scenario, run, model, report });
        }
    }
    drop(view);
    if findings.is_empty() {
        workspace.answer(stated);
        findings.extend(workspace.findings().iter().filter(|finding| finding.grade == Grade::Error).cloned());
    }
    let figures = if findings.is_empty() { figures::held(&workspace, clocks, &written_from) } else { Vec::new() };
    Ok(Outcome { workspace, clocks, answers, figures, ahead: later, findings })
}

/// A report, or why there is none, and what each figure of it rests on.
type Put = (Result<Report, String>, BTreeMap<String, takes::Taken>);

/// Draws that are enough to see whether an input moves a band.
const PROBES: u32 = 50;

/// Puts a run's study to its model; `None` where its inputs cannot be had, with findings.
fn put(
    workspace: &Workspace,
    view: &View<'_>,
    scenario: &Scenario,
    at: usize,
    run: &Run,
    world: Option<&Path>,
    findings: &mut Vec<Diagnostic>,
) -> Result<Option<Put>, HallError> {
    let sources = workspace.sources();
    let before = findings.len();
    let filled = takes::filled(sources.text(scenario.file), run, view, findings);
    if findings.len() > before {
        return Ok(None);
    }
    let name = sources.name(scenario.file);
    let told = |error: ModelError| refused(Path::new(name), error);
    let within = Within { list: "run".to_owned(), at, key: "study".to_owned() };
    let text = filled.text();
    let tables = match (run.model, world) {
        (RunModel::World, None) => {
            let why = "not run: it needs tables of the world economy; name their folder with --data";
            return Ok(Some((Err(why.to_owned()), BTreeMap::new())));
        }
        (RunModel::World, Some(folder)) => {
            let form = Form::parse_within(name, &text, &within).map_err(told)?;
            Some(tables(folder, general::Study::of(&form).map_err(told)?.data_year)?)
        }
        _ => None,
    };
    let ask = |text: &str, draws: Option<u32>| -> Result<Report, ModelError> {
        answer(run.model, &Form::parse_within(name, text, &within)?, tables.as_ref(), draws)
    };
    let report = ask(&text, None).map_err(told)?;
    let figures: Vec<&Figure> = scenario.figures.iter().filter(|figure| figure.run == run.id).collect();
    let rests = rests::of_figures(&figures, &filled, &|text| ask(text, Some(PROBES)).ok());
    Ok(Some((Ok(report), rests)))
}

/// What a model says to a study, with at most `most` draws where that is given.
fn answer(
    model: RunModel,
    form: &Form,
    tables: Option<&general::Tables>,
    most: Option<u32>,
) -> Result<Report, ModelError> {
    let fewer = |draws: &mut Draws| draws.count = most.map_or(draws.count, |most| draws.count.min(most));
    match model {
        RunModel::Product => {
            let mut study = product::Study::of(form)?;
            study.draws.iter_mut().for_each(fewer);
            Ok(study.run()?.tell())
        }
        RunModel::BurdenSharing => {
            let mut study = burden_sharing::Study::of(form)?;
            fewer(&mut study.path.draws);
            Ok(study.run()?.tell())
        }
        RunModel::World => {
            let mut study = general::Study::of(form)?;
            study.draws.iter_mut().for_each(fewer);
            let tables = tables.ok_or_else(|| ModelError::Value {
                place: form.fields().place(),
                expected: "tables of the world economy".to_owned(),
                found: "none".to_owned(),
                mend: "name their folder with --data".to_owned(),
            })?;
            let economy = study.calibrate(tables.clone())?;
            Ok(study.run(&economy)?.tell())
        }
        RunModel::Assembly => Ok(assembly::Study::of(form)?.run()?.tell()),
    }
}

impl Outcome {
    /// The clocks as a command is given them.
    pub fn reading(&self) -> Reading {
        Reading { as_of: Some(self.clocks.as_of), known_by: Some(self.clocks.known_by) }
    }

    /// Everything that the scenarios say lies outside: of the files first, then of each model, once each.
    pub fn outside(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let told = self.workspace.ledger().scenarios().iter().flat_map(|scenario| &scenario.outside);
        let models = self.answers.iter().flat_map(|answer| answer.report.iter().flat_map(|report| &report.outside));
        for outside in told.chain(models) {
            let outside = outside.strip_prefix("outside the model: ").unwrap_or(outside);
            if !all.iter().any(|known| known == outside) {
                all.push(outside.to_owned());
            }
        }
        all
    }

    /// The id of every figure.
    pub fn ids(&self) -> impl Iterator<Item = &StatementId> {
        self.figures.iter().map(|figure| &figure.resolved.statement.id)
    }
}

impl Workspace {
    /// Opens the dossier at `path` with scenarios laid over it; their figures are left out until models have answered.
    ///
    /// # Errors
    /// As [`Self::open`]; [`HallError::UnknownScenario`] with close spellings.
    pub fn under(path: &Path, names: &[String]) -> Result<Self, HallError> {
        let (root, target) = locate(path)?;
        let tree = Box::new(crate::Folder(root.clone()));
        Self::with(root, target, tree, names)
    }

    /// Names of the dossier's scenarios, in order.
    ///
    /// # Errors
    /// [`HallError::Io`] where the folder cannot be listed.
    pub fn scenario_names(&self) -> Result<Vec<String>, HallError> {
        names_in(self.tree())
    }
}

/// Names of the scenarios that a tree holds, in order.
pub(crate) fn names_in(tree: &dyn Tree) -> Result<Vec<String>, HallError> {
    let found = tree.list(Path::new("scenarios"), "toml")?;
    Ok(found.iter().filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect())
}

/// The names in `X+Y Z`, each once, in order.
pub fn named(arguments: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in arguments.iter().flat_map(|argument| argument.split('+')).map(str::trim) {
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
