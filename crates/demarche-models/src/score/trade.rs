//! The references of the trade models.

use std::collections::BTreeMap;

use super::{Plain, Score, compare, figures};
use crate::error::{ModelError, Place};
use crate::form::{Fields, Form};
use crate::number::{Elasticity, Rate, Value};
use crate::trade::product::gsim::{self, World};
use crate::trade::product::schedule::{self, Schedule};
use crate::trade::{general, product};

type Data<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

pub(super) fn product(score: &mut Score) -> Result<(), ModelError> {
    let input = "references/product.toml";
    let form = Form::parse(input, include_str!("../../references/product.toml"))?;
    for case in form.fields().tables("case")? {
        let study = product::Study::read(input, &case.text("study")?)?;
        let outcome = study.market.respond(&study.policy)?;
        compare(&case, score, |figure| figures::product(&outcome, figure))?;
    }
    Ok(())
}

pub(super) fn general(data: Data<'_>, score: &mut Score) -> Result<(), ModelError> {
    let input = "references/general.toml";
    let form = Form::parse(input, include_str!("../../references/general.toml"))?;
    for case in form.fields().tables("case")? {
        let study = general::Study::read(input, &case.text("study")?)?;
        let Some(tables) = tables(&case, data)? else {
            skip(&case, score)?;
            continue;
        };
        let economy = study.calibrate(tables)?;
        let outcome = general::Baseline::solve(&economy, study.closure)?.respond(&study.scenario)?;
        compare(&case, score, |figure| figures::general(&outcome, figure))?;
    }
    Ok(())
}

/// Says that the data of a case are not at hand.
fn skip(case: &Fields<'_>, score: &mut Score) -> Result<(), ModelError> {
    score.skipped.push(format!("{}: {} is not among the data", case.text("name")?, case.text("path")?));
    Ok(())
}

fn tables(case: &Fields<'_>, data: Data<'_>) -> Result<Option<general::Tables>, ModelError> {
    let (path, year) = (case.text("path")?, case.year("year")?);
    if case.choice("data", &["wiod", "plain"])? == 0 {
        return data(&path).map(|bytes| general::wiod::read(&path, &bytes, year)).transpose();
    }
    let others: Vec<Plain> = case.numbers("alternatives")?;
    let others: Vec<i16> = others.iter().map(|year| year.0 as i16).collect();
    if data(&format!("{path}/regions.txt")).is_none() {
        return Ok(None);
    }
    let files = |file: &str| data(&format!("{path}/{file}"));
    general::plain::read(&files, &path, year, &others).map(Some)
}

pub(super) fn linear(data: Data<'_>, score: &mut Score) -> Result<(), ModelError> {
    let form = other()?;
    let case = form.fields().table("gsim", "the linear case")?;
    let path = case.text("path")?;
    let Some(bytes) = data(&path) else {
        return skip(&case, score);
    };
    let change = gsim::solve(&world(&case, &path, &bytes)?)?;
    compare(&case, score, |region| {
        let found = change.world_prices.iter().find(|(name, _)| name == region);
        found.map(|(_, price)| *price)
    })
}

fn other() -> Result<Form, ModelError> {
    Form::parse("references/other.toml", include_str!("../../references/other.toml"))
}

/// Reads rows `exporter,importer,value,power of the base tariff`.
fn world(case: &Fields<'_>, path: &str, bytes: &[u8]) -> Result<World, ModelError> {
    let mut cells: BTreeMap<(String, String), (Value, Rate)> = BTreeMap::new();
    let mut regions: Vec<String> = Vec::new();
    for record in csv::Reader::from_reader(bytes).records() {
        let record =
            record.map_err(|error| ModelError::Syntax { place: Place::of(path), message: error.to_string() })?;
        let place = Place { input: path.to_owned(), line: record.position().map(|p| p.line() as usize) };
        let text = |at: usize| record.get(at).unwrap_or("").to_owned();
        let number = |at: usize| text(at).parse().unwrap_or(f64::NAN);
        let value = Value::new(number(2)).map_err(|r| r.at(place.clone()))?;
        let rate = Rate::new(number(3) - 1.0).map_err(|r| r.at(place.clone()))?;
        if !regions.contains(&text(0)) {
            regions.push(text(0));
        }
        cells.insert((text(0), text(1)), (value, rate));
    }
    let free = case.texts("free")?;
    let zero = Rate::new(0.0).map_err(|r| r.at(case.place()))?;
    let cell = |i: &String, v: &String| cells.get(&(i.clone(), v.clone())).copied();
    let matrix = |pick: &dyn Fn(&String, &String) -> Option<Rate>| -> Vec<Vec<Rate>> {
        let row = |i: &String| regions.iter().filter_map(|v| pick(i, v)).collect();
        regions.iter().map(row).collect()
    };
    let base = |i: &String, v: &String| cell(i, v).map(|(_, rate)| rate);
    let after = |i: &String, v: &String| {
        let freed = i != v && free.contains(i) && free.contains(v);
        if freed { Some(zero) } else { base(i, v) }
    };
    let elasticity = |key: &str| case.number::<Elasticity>(key);
    Ok(World {
        trade: regions
            .iter()
            .map(|i| {
                let row = regions.iter().filter_map(|v| cell(i, v));
                row.map(|(value, _)| value).collect()
            })
            .collect(),
        before: matrix(&base),
        after: matrix(&after),
        demand: vec![elasticity("demand")?; regions.len()],
        supply: vec![elasticity("supply")?; regions.len()],
        substitution: elasticity("substitution")?,
        regions,
    })
}

pub(super) fn schedules(data: Data<'_>, score: &mut Score) -> Result<(), ModelError> {
    let form = other()?;
    for case in form.fields().tables("schedule")? {
        let path = case.text("path")?;
        let Some(bytes) = data(&path) else {
            skip(&case, score)?;
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        let schedule = schedule::read(&path, &text)?;
        compare(&case, score, |figure| match figure {
            "rates by equal cuts" => Some(by_equal_cuts(&schedule)),
            _ => {
                let (code, year) = figure.split_once(" in ")?;
                let line = schedule.lines.iter().find(|line| line.code == code)?;
                line.rate_in(year.parse().ok()?)
            }
        })?;
    }
    Ok(())
}

/// Percent of published yearly rates that the staging rule gives.
fn by_equal_cuts(schedule: &Schedule) -> f64 {
    let (mut same, mut all) = (0_u32, 0_u32);
    for line in &schedule.lines {
        let (Some(base), Some(cuts)) = (line.base, line.cuts()) else {
            continue;
        };
        for (year, rate) in &line.rates {
            let done = (year - line.first_year + 1).unsigned_abs();
            all += 1;
            same += u32::from((schedule::equal_cuts(base, cuts, done) - rate).abs() < 1e-9);
        }
    }
    100.0 * f64::from(same) / f64::from(all.max(1))
}
