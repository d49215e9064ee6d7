//! The references of burden-sharing.

use super::{Score, compare};
use crate::burden_sharing::{Path, Unit, Year, tables};
use crate::draws::Draws;
use crate::error::ModelError;
use crate::form::Form;

pub(super) fn contributions(data: &dyn Fn(&str) -> Option<Vec<u8>>, score: &mut Score) -> Result<(), ModelError> {
    let input = "references/burden.toml";
    let form = Form::parse(input, include_str!("../../references/burden.toml"))?;
    for case in form.fields().tables("case")? {
        let paths = [case.text("payments")?, case.text("rates")?];
        let (local, foreign) = (case.text("local")?, case.text("foreign")?);
        let (Some(payments), Some(rates)) = (data(&paths[0]), data(&paths[1])) else {
            score.skipped.push(format!("{}: {} is not among the data", case.text("name")?, paths[0]));
            continue;
        };
        let path = Path {
            local: Unit::parse(&local, case.place_of("local"))?,
            foreign: Unit::parse(&foreign, case.place_of("foreign"))?,
            payments: tables::payments(&paths[0], &String::from_utf8_lossy(&payments))?,
            agreements: Vec::new(),
            indices: Vec::new(),
            rates: tables::rates(&paths[1], &String::from_utf8_lossy(&rates))?,
            without_agreement: None,
            exchange: None,
            draws: Draws { seed: 0, count: 1 },
        };
        let years = path.years(1991, 2019)?;
        compare(&case, score, |name| figure(&years, name))?;
    }
    Ok(())
}

fn figure(years: &[Year], figure: &str) -> Option<f64> {
    let (figure, when) = figure.split_once(": ")?;
    let year = || years.iter().find(|y| y.year.to_string() == when);
    match figure {
        "growth percent" => year()?.growth_percent,
        "local" => year()?.local,
        "foreign" => year()?.foreign_at_mean,
        _ => {
            let pick: fn(&Year) -> Option<f64> = match figure {
                "years above 800 at mean rates" => |y| y.foreign_at_mean,
                "years above 800 at year-end rates" => |y| y.foreign_at_year_end,
                _ => return None,
            };
            let (first, last) = when.split_once('-')?;
            let span = first.parse::<i16>().ok()?..=last.parse::<i16>().ok()?;
            let above = years.iter().filter(|y| span.contains(&y.year) && pick(y).is_some_and(|v| v > 800.0));
            Some(above.count() as f64)
        }
    }
}
