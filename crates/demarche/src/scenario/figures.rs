//! Figures of a model's answer as statements.

use std::collections::BTreeMap;

use demarche_diagnostic::Diagnostic;
use demarche_ledger::{Figure, ModelFigure, ModelFigures, Run, Scenario};
use demarche_models::report::{Cell, Report};
use demarche_terms::{Clocks, SourceId};

use super::takes::Taken;
use super::{FigureStatement, d2005_figure};
use crate::Workspace;

/// Digits of a figure with a band: what a model says beyond them is noise.
const DIGITS: i32 = 4;

/// Digits of a figure without one.
const POINT: i32 = 5;

/// Takes the figures of one run from its answer; `rests` says what each rests on, by its id.
pub(crate) fn stated(
    scenario: &Scenario,
    run: &Run,
    report: &Report,
    rests: &BTreeMap<String, Taken>,
    figures: &mut ModelFigures,
    findings: &mut Vec<Diagnostic>,
) {
    let none = Taken::default();
    for figure in scenario.figures.iter().filter(|figure| figure.run == run.id) {
        match one(figure, run, report, rests.get(&figure.id.to_string()).unwrap_or(&none)) {
            Ok(stated) => {
                figures.insert(figure.id.to_string(), stated);
            }
            Err(why) => findings.push(d2005_figure::finding(figure.at, why)),
        }
    }
}

fn one(figure: &Figure, run: &Run, report: &Report, taken: &Taken) -> Result<ModelFigure, String> {
    // `1e9 USD/a` is a scale and a unit: people read 8.0e9 USD/a. A hundred for percents is multiplied out.
    let (scale, unit) = match figure.unit.split_once(' ') {
        Some((scale, unit)) if scale.starts_with("1e") => (&scale[1..], unit),
        _ => ("", figure.unit.as_str()),
    };
    let (factor, scale) = if scale == "e2" { (100.0, "") } else { (1.0, scale) };
    let scaled = |column: &str| number(report, figure, column).map(|number| factor * number);
    let central = scaled(&figure.column)?;
    let band = figure.band.as_ref();
    let ends = band.map(|(low, high)| (scaled(low), scaled(high)));
    let about = &report.about;
    let mut of_run: BTreeMap<String, String> = BTreeMap::new();
    let mut say = |key: &str, value: &str| {
        if !value.is_empty() {
            of_run.insert(key.to_owned(), value.to_owned());
        }
    };
    say("name", run.model.word());
    say("version", env!("CARGO_PKG_VERSION"));
    say("closure", &about.closure);
    say("data-year", &about.data_year);
    // A year of a path stands on an agreement, a rule or an assumption: the row says on which.
    let basis = match report.cell(&figure.table, &figure.row, "stands on") {
        Ok(Cell::Text(stands)) => format!("{}, {stands}", about.basis),
        _ => about.basis.clone(),
    };
    let beside = report.explained(&figure.table, &figure.row).map(|words| format!("; {words}"));
    say("basis", &(basis + &beside.unwrap_or_default()));
    if let Ok(Cell::Number(sign)) = report.cell(&figure.table, &figure.row, "probability of sign") {
        say("sign", &format!("keeps its sign in {:.0}% of draws", sign * 100.0));
    }
    // A year that is fixed has no band although others have one.
    let (literal, band) = match ends {
        Some((Ok(low), Ok(high))) if low < high => {
            say("central", &format!("{}{scale}", digits(central.clamp(low, high))));
            say("draws", &about.draws);
            let (low, high) = (digits_down(low), digits_up(high));
            (format!("[{low}{scale}, {high}{scale}]"), "5 to 95 percent of the draws")
        }
        Some((Err(why), _) | (_, Err(why))) if !why.ends_with(NO_NUMBER) => return Err(why),
        _ => (
            format!("{}{scale}", rounded(central, POINT, |scaled| scaled.round())),
            "none: a point, as exact as its inputs",
        ),
    };
    say("band", band);
    let literal = if unit.is_empty() { literal } else { format!("{literal} {unit}") };
    Ok(ModelFigure { literal, run: of_run, inputs: taken.inputs.clone(), cells: taken.cells.clone() })
}

/// How the sentence ends that says of a cell that it holds no number.
const NO_NUMBER: &str = "holds no number: the model cannot say";

fn number(report: &Report, figure: &Figure, column: &str) -> Result<f64, String> {
    match report.cell(&figure.table, &figure.row, column) {
        Ok(Cell::Number(number)) => Ok(*number),
        Ok(_) => Err(format!("\"{}\", row \"{}\", column \"{column}\" {NO_NUMBER}", figure.table, figure.row)),
        Err(none) => {
            let near = none.nearest.map(|near| format!("; did you mean \"{near}\"?"));
            let names = || format!("; it has \"{}\"", none.names.join("\", \""));
            Err(format!("the answer has no {} \"{}\"{}", none.sort, none.name, near.unwrap_or_else(names)))
        }
    }
}

/// A number with its significant digits; whole ones whole.
fn digits(number: f64) -> String {
    rounded(number, DIGITS, |scaled| scaled.round())
}

fn digits_down(number: f64) -> String {
    rounded(number, DIGITS, |scaled| scaled.floor())
}

fn digits_up(number: f64) -> String {
    rounded(number, DIGITS, |scaled| scaled.ceil())
}

fn rounded(number: f64, digits: i32, to_whole: fn(f64) -> f64) -> String {
    if number == 0.0 || (number == libm::trunc(number) && number.abs() < 1e6) {
        return format!("{number:.0}");
    }
    let size = libm::floor(libm::log10(number.abs())) as i32;
    let places = digits - 1 - size;
    let factor = libm::pow(10.0, f64::from(places.abs()));
    let scaled = if places >= 0 { to_whole(number * factor) / factor } else { to_whole(number / factor) * factor };
    format!("{scaled:.*}", places.max(0) as usize)
}

/// The figures as the overlaid dossier holds them.
pub(crate) fn held(workspace: &Workspace, clocks: Clocks, written_from: &[SourceId]) -> Vec<FigureStatement> {
    let ledger = workspace.ledger();
    let view = ledger.at(clocks, written_from);
    let mut all = Vec::new();
    for scenario in ledger.scenarios() {
        for figure in &scenario.figures {
            let (Some(resolved), Some(lineage)) = (view.resolve(&figure.id), view.lineage(&figure.id)) else {
                continue;
            };
            let kind = ledger.kind(&resolved.statement.predicate).map(|kind| kind.label.clone()).unwrap_or_default();
            let (scenario, run) = (scenario.name.clone(), figure.run.clone());
            all.push(FigureStatement { scenario, run, resolved, lineage, kind });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_four_digits_and_bands_never_shrink() {
        assert_eq!(digits(7.953_81), "7.954");
        assert_eq!(digits(128.0), "128");
        assert_eq!(digits(-3.555_018), "-3.555");
        assert_eq!(digits(1_234_567.8), "1235000");
        assert_eq!((digits_down(0.332_795), digits_up(0.332_795)), ("0.3327".to_owned(), "0.3328".to_owned()));
        assert_eq!((digits_down(-1.234_56), digits_up(-1.234_56)), ("-1.235".to_owned(), "-1.234".to_owned()));
    }
}
