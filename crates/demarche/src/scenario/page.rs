//! A scenario's answers as its page shows them: figures, and charts of what the models' tables hold.

use demarche_brief::edition::Chart;
use demarche_models::report::{Cell, Report, Table};
use demarche_publish::charts::{BandRow, CoalitionRow, Picture};
use demarche_publish::{Pictured, RunPart, ScenarioFigure, ScenarioPage};
use demarche_terms::{Content, Value};

use super::{Answered, FigureStatement, Outcome};

/// Most coalitions that are drawn; the answer itself lists them all.
const COALITIONS: usize = 8;

impl Outcome {
    /// What the page shows.
    pub fn page(&self) -> ScenarioPage {
        let scenarios = self.workspace.ledger().scenarios();
        let clocks = self.clocks;
        ScenarioPage {
            titles: scenarios.iter().map(|one| (one.title.clone(), one.says.clone())).collect(),
            read_on: format!("Read on {}, as known by {}.", clocks.as_of, clocks.known_by),
            runs: self.answers.iter().map(|answer| self.part(answer)).collect(),
            outside: self.outside(),
        }
    }

    fn part(&self, answer: &Answered) -> RunPart {
        let own = |figure: &&FigureStatement| figure.run == answer.run && figure.scenario == answer.scenario;
        let figures: Vec<&FigureStatement> = self.figures.iter().filter(own).collect();
        let mut part = RunPart {
            name: answer.run.replace('-', " "),
            model: answer.model.to_owned(),
            not_run: String::new(),
            about: Vec::new(),
            figures: figures.iter().map(|figure| shown(figure)).collect(),
            charts: bands(&figures),
        };
        match &answer.report {
            Err(why) => part.not_run.clone_from(why),
            Ok(report) => {
                let about = &report.about;
                let rows = [
                    ("Closure", &about.closure),
                    ("Basis", &about.basis),
                    ("Data of", &about.data_year),
                    ("Bands", &about.draws),
                ];
                part.about = rows
                    .into_iter()
                    .filter(|(_, says)| !says.is_empty())
                    .map(|(word, says)| (word.to_owned(), says.clone()))
                    .collect();
                part.charts.extend(by_source(report));
                part.charts.extend(path(report));
                part.charts.extend(coalitions(report));
            }
        }
        part
    }
}

fn run_key(figure: &FigureStatement, key: &str) -> Option<String> {
    match &figure.resolved.statement.content {
        Content::Model { run, .. } => run.get(key).cloned(),
        _ => None,
    }
}

fn shown(figure: &FigureStatement) -> ScenarioFigure {
    ScenarioFigure {
        lineage: figure.lineage.clone(),
        banded: run_key(figure, "central").is_some(),
        sign: run_key(figure, "sign").unwrap_or_default(),
    }
}

/// One chart of bands for each unit in which figures with a band are counted.
fn bands(figures: &[&FigureStatement]) -> Vec<Pictured> {
    let mut by_unit: Vec<(String, Vec<BandRow>)> = Vec::new();
    for figure in figures {
        let Some(Value::Quantity(quantity)) = &figure.resolved.value else { continue };
        let (Some(central), Some(low), Some(high)) =
            (run_key(figure, "central"), quantity.interval.low, quantity.interval.high)
        else {
            continue;
        };
        // What is drawn and what is printed come from one decimal each.
        let number = |text: String| text.parse::<f64>().ok();
        let ends = (number(low.at.to_string()), number(central), number(high.at.to_string()));
        let (Some(low), Some(middle), Some(high)) = ends else { continue };
        let scale = if quantity.unit.is_ratio() { 1.0 } else { 1e9 };
        let unit = match quantity.unit.is_ratio() {
            true => "as a part of 1".to_owned(),
            false => format!("billion {}", quantity.unit.to_string().replace("/a", " a year")),
        };
        let row = BandRow {
            name: figure.resolved.statement.says.clone(),
            low: low / scale,
            middle: middle / scale,
            high: high / scale,
            shown: figure.lineage.value.clone(),
            band: figure.lineage.interval.clone(),
        };
        match by_unit.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, rows)) => rows.push(row),
            None => by_unit.push((unit, vec![row])),
        }
    }
    by_unit
        .into_iter()
        .map(|(unit, rows)| {
            let words: Vec<String> =
                rows.iter().map(|row| format!("{}: {} ({}).", row.name, row.shown, row.band)).collect();
            Pictured {
                title: format!("Figures with their bands, {unit}"),
                alt: words.join(" "),
                picture: Picture::Bands { axis: format!("5 to 95 percent of draws, middle ringed; {unit}"), rows },
            }
        })
        .collect()
}

fn table<'a>(report: &'a Report, begins: &str) -> Option<&'a Table> {
    report.tables.iter().find(|table| table.title.starts_with(begins) && !table.rows.is_empty())
}

fn number(table: &Table, cells: &[Cell], column: &str) -> Option<f64> {
    match cells.get(table.columns.iter().position(|name| name == column)?)? {
        Cell::Number(number) => Some(*number),
        _ => None,
    }
}

/// Sales by source before and after, as bars.
fn by_source(report: &Report) -> Option<Pictured> {
    let table = table(report, "sales by source")?;
    let mut bars = Vec::new();
    let mut words = Vec::new();
    for (name, cells) in &table.rows {
        let (before, after) = (number(table, cells, "before")?, number(table, cells, "after")?);
        words.push(format!("{name}: {before:.1} before, {after:.1} after."));
        bars.push((format!("{name}, before"), format!("{before:.1}")));
        bars.push((format!("{name}, after"), format!("{after:.1}")));
    }
    let axis = table.title.clone();
    Some(Pictured {
        title: "Sales by source, before and after".to_owned(),
        alt: format!("{axis}. {}", words.join(" ")),
        picture: Picture::Chart(Chart::Bars { axis, bars }),
    })
}

/// Contributions by year, with the band where no agreement fixes them.
fn path(report: &Report) -> Option<Pictured> {
    let table = table(report, "by year")?;
    let points = |column: &str| -> Vec<(String, String)> {
        table
            .rows
            .iter()
            .filter_map(|(year, cells)| Some((year.clone(), format!("{:.1}", number(table, cells, column)?))))
            .collect()
    };
    let middle = points("local");
    let words: Vec<String> = middle.iter().map(|(year, amount)| format!("{year}: {amount}.")).collect();
    let all = [("contribution", middle), ("5 percent", points("local 5%")), ("95 percent", points("local 95%"))];
    let series: Vec<(String, Vec<(String, String)>)> = all
        .into_iter()
        .filter(|(_, points)| !points.is_empty())
        .map(|(name, points)| (name.to_owned(), points))
        .collect();
    let axis = report.title.split(" and ").next().unwrap_or(&report.title).to_owned();
    Some(Pictured {
        title: "Contributions by year".to_owned(),
        alt: format!("{axis}. {}", words.join(" ")),
        picture: Picture::Chart(Chart::Lines { axis, series }),
    })
}

/// The smallest coalitions of each decision.
fn coalitions(report: &Report) -> Vec<Pictured> {
    let Some(seats) = report.tables.iter().find(|table| table.title.starts_with("seats on ")) else {
        return Vec::new();
    };
    let enrolled = seats.rows.iter().find(|(name, _)| name == "enrolled");
    let enrolled = enrolled.and_then(|(_, cells)| number(seats, cells, "seats")).unwrap_or(0.0) as u32;
    let thresholds = report.tables.iter().find(|table| table.title == "thresholds");
    let mut charts = Vec::new();
    for found in &report.tables {
        let Some(decision) = found.title.strip_prefix("minimal winning coalitions: ") else { continue };
        let needed = thresholds.and_then(|table| {
            let row = table.rows.iter().find(|(name, _)| name.starts_with(&format!("{decision} (")))?;
            number(table, &row.1, "votes needed")
        });
        let Some(needed) = needed.map(|votes| votes as u32) else { continue };
        let rows: Vec<CoalitionRow> =
            found.rows.iter().take(COALITIONS).filter_map(|(_, cells)| partners(found, cells)).collect();
        if rows.is_empty() {
            continue;
        }
        let more = found.rows.len().saturating_sub(rows.len());
        let words: Vec<String> = rows
            .iter()
            .map(|row| {
                let names: Vec<String> = row.partners.iter().map(|(name, votes)| format!("{name} {votes}")).collect();
                names.join(" + ")
            })
            .collect();
        let further = if more == 0 { String::new() } else { format!(" {more} further ones are not drawn.") };
        charts.push(Pictured {
            title: format!("Smallest coalitions that reach {needed} votes: {decision}"),
            alt: format!("{needed} of {enrolled} votes are needed. {}.{further}", words.join("; ")),
            picture: Picture::Coalitions { needed, seats: enrolled, rows },
        });
    }
    charts
}

/// "A 128 + B 29" as partners.
fn partners(table: &Table, cells: &[Cell]) -> Option<CoalitionRow> {
    let Cell::Text(text) = cells.get(table.columns.iter().position(|name| name == "partners")?)? else { return None };
    let partners: Option<Vec<(String, u32)>> = text
        .split(" + ")
        .map(|partner| {
            let (name, votes) = partner.rsplit_once(' ')?;
            Some((name.to_owned(), votes.parse().ok()?))
        })
        .collect();
    Some(CoalitionRow { partners: partners? })
}
