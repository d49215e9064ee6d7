//! Finding the tables of a folder: which form, which year.

use std::collections::BTreeSet;

use super::economy::Tables;
use super::{plain, wiod};
use crate::error::{ModelError, Place};

/// Reads the tables of a folder in either of the two known forms.
///
/// `names` lists the files of the folder and `open` gives their bytes; `input` is the folder's
/// name in errors. A folder with `wiotYYYY.csv` or `wiotYYYY.csv.gz` is in the form of [`wiod`],
/// one with `xbilatYYYY.txt` in that of [`plain`]; other years of tariffs there become tables
/// that a scenario can name. `year` may be left out where there is only one.
///
/// # Errors
/// [`ModelError::Value`] if no form is recognised, if the year is not there, or if there are
/// several and none is named; otherwise as the two readers.
pub fn read(
    names: &[String],
    open: &dyn Fn(&str) -> Option<Vec<u8>>,
    input: &str,
    year: Option<i16>,
) -> Result<Tables, ModelError> {
    let world = years(names, "wiot", &[".csv", ".csv.gz"]);
    if !world.is_empty() {
        let year = choose(&world, input, year)?;
        let file = ["csv", "csv.gz"]
            .map(|end| format!("wiot{year}.{end}"))
            .into_iter()
            .find(|file| names.contains(file))
            .unwrap_or_default();
        let bytes = open(&file).ok_or_else(|| missing(input, &file, "the folder lists it"))?;
        return wiod::read(&format!("{input}/{file}"), &bytes, year);
    }
    let plain = years(names, "xbilat", &[".txt"]);
    if plain.is_empty() {
        return Err(ModelError::Value {
            place: Place::of(input),
            expected: "tables named wiotYYYY.csv (or .csv.gz), or xbilatYYYY.txt with the files \
                       beside it"
                .into(),
            found: format!("{} other files", names.len()),
            mend: "name the folder that holds the tables".into(),
        });
    }
    let year = choose(&plain, input, year)?;
    let others: Vec<i16> = years(names, "tariffs", &[".txt"]).into_iter().filter(|other| *other != year).collect();
    plain::read(open, input, year, &others)
}

fn years(names: &[String], start: &str, ends: &[&str]) -> BTreeSet<i16> {
    let year = |name: &String| {
        let rest = name.strip_prefix(start)?;
        ends.iter().find_map(|end| rest.strip_suffix(end)?.parse().ok())
    };
    names.iter().filter_map(year).collect()
}

fn choose(years: &BTreeSet<i16>, input: &str, year: Option<i16>) -> Result<i16, ModelError> {
    let list = || years.iter().map(i16::to_string).collect::<Vec<_>>().join(", ");
    match (year, years.len()) {
        (Some(year), _) if years.contains(&year) => Ok(year),
        (Some(year), _) => Err(ModelError::Value {
            place: Place::of(input),
            expected: format!("one of the years {}", list()),
            found: year.to_string(),
            mend: "choose a year that the folder has".into(),
        }),
        (None, 1) => Ok(years.iter().copied().next().unwrap_or_default()),
        (None, _) => Err(ModelError::Value {
            place: Place::of(input),
            expected: format!("one of the years {}", list()),
            found: "none named".into(),
            mend: "add `data-year = …` to the scenario, or name it on the command line".into(),
        }),
    }
}

fn missing(input: &str, file: &str, why: &str) -> ModelError {
    ModelError::Value {
        place: Place::of(format!("{input}/{file}")),
        expected: "this file".into(),
        found: "nothing".into(),
        mend: format!("it cannot be opened although {why}"),
    }
}
