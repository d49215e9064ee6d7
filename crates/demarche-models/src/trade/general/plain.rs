//! Reader for the plain replication files of Caliendo and Parro (2015).
//!
//! Whitespace-separated numbers, for `N` countries, `J` sectors, of which the
//! first `T` are traded:
//!
//! | file | rows by columns | content |
//! |---|---|---|
//! | `regions.txt`, `sectors.txt` | one name a line | order of everything below |
//! | `xbilatYYYY.txt` | `T N` by `N` | trade by sector, importer rows, exporter columns, thousand USD |
//! | `tariffsYYYY.txt` | `T N` by `N` | tariffs in percent, same order |
//! | `IO.txt` | `N J` by `J` | by country: share of input (row) in materials of user (column) |
//! | `B.txt`, `GO.txt` | `J` by `N` | value-added share; gross output in USD |
//! | `T.txt` | `T` | trade elasticity theta |
//!
//! Corrections made and reported: output below exports is lifted to exports;
//! input shares below zero become zero; columns of input shares that do not sum
//! to 1 are scaled; a user without inputs adds only value.

use std::collections::BTreeMap;

use super::economy::{About, Correction, Tables, check_size, flow, last_name};
use crate::error::{ModelError, Place};
use crate::number::{Elasticity, Rate, Share, Sourced, Value};

/// How far a column of input shares may be from 1 before it is refused.
const ROUNDING: f64 = 1e-3;

/// Reads the files of one folder.
///
/// `files` gives the bytes of a file by its name; `input` is the folder's name in errors;
/// `year` chooses `xbilatYYYY.txt` and `tariffsYYYY.txt`; the tariffs of the `alternatives`
/// can be named by a scenario as `YYYY`.
///
/// # Errors
/// [`ModelError::Value`] for a missing file or a bad number with its line,
/// [`ModelError::Shape`] for a table of another size.
pub fn read(
    files: &dyn Fn(&str) -> Option<Vec<u8>>,
    input: &str,
    year: i16,
    alternatives: &[i16],
) -> Result<Tables, ModelError> {
    let folder = Folder { files, input };
    let countries = folder.names("regions.txt")?;
    let sectors = folder.names("sectors.txt")?;
    let (n, j) = (countries.len(), sectors.len());
    check_size(Place::of(input), n, j)?;
    let theta = folder.column("T.txt")?;
    let traded = theta.len();
    if traded > j {
        return Err(folder.shape("T.txt", format!("at most {j} rows"), traded));
    }
    let mut corrections = Vec::new();
    let names = Names { countries: &countries, sectors: &sectors };
    let output = folder.values("GO.txt", j, n)?;
    let imports = folder.values(&format!("xbilat{year}.txt"), traded * n, n)?;
    let flows = flows(&imports, &output, names, &mut corrections);
    let value_added = folder.value_added(n, j)?;
    let materials = folder.table("IO.txt", n * j, j)?;
    let inputs = folder.inputs(materials, &value_added, names, &mut corrections)?;
    let tariffs = folder.tariffs(year, traded, n, j)?;
    let alternatives = alternatives
        .iter()
        .map(|other| Ok((other.to_string(), folder.tariffs(*other, traded, n, j)?)))
        .collect::<Result<BTreeMap<_, _>, ModelError>>()?;
    Ok(Tables {
        about: About {
            data: format!("replication files {}", last_name(input)),
            year,
            unit: "USD million".to_owned(),
            outside: vec![
                "outside the model: trade that the base year lacks; shares of nothing stay nothing".to_owned(),
                "outside the model: trade in services, which these files leave out".to_owned(),
            ],
        },
        theta: folder.elasticities(theta, j)?,
        countries,
        sectors,
        flows,
        tariffs,
        alternatives,
        inputs,
        value_added,
        corrections,
    })
}

#[derive(Clone, Copy)]
struct Names<'a> {
    countries: &'a [String],
    sectors: &'a [String],
}

/// Flows in million USD with home sales on the diagonal: output less exports. Imports come in thousand USD, output in USD.
fn flows(imports: &[f64], output: &[f64], names: Names<'_>, corrections: &mut Vec<Correction>) -> Vec<f64> {
    let (n, j) = (names.countries.len(), names.sectors.len());
    let mut flows = vec![0.0; j * n * n];
    for (cell, thousand) in flows.iter_mut().zip(imports) {
        *cell = thousand / 1e3;
    }
    for sector in 0..j {
        for country in 0..n {
            let own = flow(n, sector, country, country);
            flows[own] = 0.0;
            let exports: f64 = (0..n).map(|to| flows[flow(n, sector, to, country)]).sum();
            let made = output[sector * n + country] / 1e6;
            if made < exports {
                corrections.push(Correction {
                    reason: "output below exports, lifted to exports",
                    cell: format!("{} {}", names.countries[country], names.sectors[sector]),
                    was: made,
                    now: exports,
                });
            }
            flows[own] = (made - exports).max(0.0);
        }
    }
    flows
}

struct Folder<'a> {
    files: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    input: &'a str,
}

impl Folder<'_> {
    fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.input)
    }

    fn shape(&self, file: &str, expected: String, rows: usize) -> ModelError {
        ModelError::Shape { place: Place::of(self.path(file)), expected, found: format!("{rows} rows") }
    }

    fn text(&self, file: &str) -> Result<String, ModelError> {
        let bytes = (self.files)(file).ok_or_else(|| ModelError::Value {
            place: Place::of(self.path(file)),
            expected: "this file".into(),
            found: "nothing".into(),
            mend: "put it into the folder, or choose a year that the folder has".into(),
        })?;
        String::from_utf8(bytes).map_err(|error| ModelError::Syntax {
            place: Place::of(self.path(file)),
            message: format!("the file is not UTF-8 text: {error}"),
        })
    }

    fn names(&self, file: &str) -> Result<Vec<String>, ModelError> {
        let mut names: Vec<String> = Vec::new();
        for (at, line) in self.text(file)?.lines().enumerate() {
            let name = line.trim();
            if name.is_empty() {
                continue;
            }
            if names.iter().any(|known| known == name) {
                return Err(ModelError::Value {
                    place: Place::line(self.path(file), at + 1),
                    expected: "each name once".into(),
                    found: format!("\"{name}\" a second time"),
                    mend: "rename or remove one".into(),
                });
            }
            names.push(name.to_owned());
        }
        Ok(names)
    }

    /// A table of `rows` by `columns`, row by row.
    fn table(&self, file: &str, rows: usize, columns: usize) -> Result<Vec<f64>, ModelError> {
        let text = self.text(file)?;
        let mut cells = Vec::with_capacity(rows * columns);
        let mut count = 0;
        for (at, line) in text.lines().enumerate() {
            let before = cells.len();
            for cell in line.split_whitespace() {
                cells.push(self.number(file, at + 1, cell)?);
            }
            let width = cells.len() - before;
            if width == 0 {
                continue;
            }
            count += 1;
            if width != columns {
                return Err(ModelError::Shape {
                    place: Place::line(self.path(file), at + 1),
                    expected: format!("{columns} columns"),
                    found: format!("{width} columns"),
                });
            }
        }
        if count != rows {
            return Err(self.shape(file, format!("{rows} rows"), count));
        }
        Ok(cells)
    }

    /// A table of values of zero or more.
    fn values(&self, file: &str, rows: usize, columns: usize) -> Result<Vec<f64>, ModelError> {
        let table = self.table(file, rows, columns)?;
        for (at, value) in table.iter().enumerate() {
            Value::new(*value).map_err(|r| r.at(Place::line(self.path(file), at / columns.max(1) + 1)))?;
        }
        Ok(table)
    }

    fn column(&self, file: &str) -> Result<Vec<f64>, ModelError> {
        let rows = self.text(file)?.lines().filter(|l| !l.trim().is_empty()).count();
        self.table(file, rows, 1)
    }

    fn number(&self, file: &str, line: usize, cell: &str) -> Result<f64, ModelError> {
        match cell.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(ModelError::Value {
                place: Place::line(self.path(file), line),
                expected: "a finite number".into(),
                found: format!("\"{cell}\""),
                mend: "correct the cell".into(),
            }),
        }
    }

    fn value_added(&self, n: usize, j: usize) -> Result<Vec<f64>, ModelError> {
        let table = self.table("B.txt", j, n)?;
        let mut shares = vec![0.0; n * j];
        for (at, share) in table.into_iter().enumerate() {
            let (sector, country) = (at / n, at % n);
            shares[country * j + sector] =
                Share::new(share).map_err(|r| r.at(Place::line(self.path("B.txt"), sector + 1)))?.get();
        }
        Ok(shares)
    }

    /// Input shares of output: shares of materials times one less value added.
    fn inputs(
        &self,
        mut materials: Vec<f64>,
        value_added: &[f64],
        names: Names<'_>,
        corrections: &mut Vec<Correction>,
    ) -> Result<Vec<f64>, ModelError> {
        let (n, j) = (names.countries.len(), names.sectors.len());
        for country in 0..n {
            for user in 0..j {
                let cell = |k: usize| (country * j + k) * j + user;
                let label = || format!("{} {}", names.countries[country], names.sectors[user]);
                for k in 0..j {
                    let share = materials[cell(k)];
                    if share < 0.0 {
                        corrections.push(Correction {
                            reason: "input share below zero, set to zero",
                            cell: format!("{} from {}", label(), names.sectors[k]),
                            was: share,
                            now: 0.0,
                        });
                        materials[cell(k)] = 0.0;
                    }
                }
                let total: f64 = (0..j).map(|k| materials[cell(k)]).sum();
                let bought = 1.0 - value_added[country * j + user];
                if (total - 1.0).abs() > ROUNDING && bought > 0.0 {
                    return Err(ModelError::Value {
                        place: Place::line(self.path("IO.txt"), country * j + 1),
                        expected: format!(
                            "input shares of {} (lines {} to {}, column {}) that sum to 1",
                            label(),
                            country * j + 1,
                            (country + 1) * j,
                            user + 1
                        ),
                        found: total.to_string(),
                        mend: "check the order of rows and columns".into(),
                    });
                }
                if total > 0.0 && (total - 1.0).abs() > 1e-6 {
                    corrections.push(Correction {
                        reason: "input shares scaled to sum to 1",
                        cell: label(),
                        was: total,
                        now: 1.0,
                    });
                }
                for k in 0..j {
                    materials[cell(k)] *= if total > 0.0 { bought / total } else { 0.0 };
                }
            }
        }
        Ok(materials)
    }

    fn tariffs(&self, year: i16, traded: usize, n: usize, j: usize) -> Result<Vec<f64>, ModelError> {
        let file = format!("tariffs{year}.txt");
        let mut tariffs = vec![0.0; j * n * n];
        let percents = self.table(&file, traded * n, n)?;
        for (at, percent) in percents.into_iter().enumerate() {
            tariffs[at] =
                Rate::new(percent / 100.0).map_err(|r| r.at(Place::line(self.path(&file), at / n + 1)))?.get();
        }
        Ok(tariffs)
    }

    fn elasticities(&self, theta: Vec<f64>, sectors: usize) -> Result<Vec<Option<Sourced<Elasticity>>>, ModelError> {
        let source = format!("{}/T.txt", last_name(self.input));
        let mut elasticities = Vec::with_capacity(sectors);
        for (at, theta) in theta.into_iter().enumerate() {
            let value = Elasticity::new(theta).map_err(|r| r.at(Place::line(self.path("T.txt"), at + 1)))?;
            elasticities.push(Some(Sourced::fixed(value, source.clone())));
        }
        // A sector that is not traded has one source, so that its theta has no effect.
        let idle = Elasticity::new(5.0).map_err(|r| r.at(Place::of("theta without trade")))?;
        elasticities.resize(sectors, Some(Sourced::fixed(idle, "not traded: without effect")));
        Ok(elasticities)
    }
}
