//! What changes in the world: tariffs, trade costs, quotas, and from which day to which.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::Serialize;

use super::economy::{Economy, flow};
use crate::error::{ModelError, Place};
use crate::form::Fields;
use crate::number::{CostFactor, Positive, Rate, Share};

/// One measure on a flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Measure {
    /// A new tariff.
    Tariff {
        /// The rate, as a fraction.
        rate: Rate,
    },
    /// Points added to the tariff in force in the base year.
    Surcharge {
        /// The points, as a fraction.
        points: Rate,
    },
    /// The tariffs of another table of the data.
    Table {
        /// Name of the table.
        name: String,
    },
    /// Iceberg trade costs, new/old.
    TradeCost {
        /// The factor.
        factor: CostFactor,
    },
    /// A cap on the quantity of each flow, beside whatever tariff it pays.
    Quota {
        /// The cap, as a ratio to the quantity of the baseline.
        cap: Positive,
        /// Share of the rent that exporters keep.
        rent_to_exporter: Share,
    },
    /// A low rate up to a quantity of each flow, a high rate beyond it.
    TariffRateQuota {
        /// The rate within the quota.
        within: Rate,
        /// The quota, as a ratio to the quantity of the baseline.
        quota: Positive,
        /// The rate over the quota.
        over: Rate,
        /// Share of the rent on the quota that exporters keep.
        rent_to_exporter: Share,
    },
}

/// A measure with the flows it meets. Home sales are never met.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Importing countries.
    pub importers: Vec<String>,
    /// Exporting countries; `*` is all of them.
    pub exporters: Vec<String>,
    /// Sectors; `*` is all of them.
    pub sectors: Vec<String>,
    /// The measure.
    pub measure: Measure,
    /// First day in force; none is since ever.
    pub from: Option<Date>,
    /// Last day in force; none is until further notice.
    pub until: Option<Date>,
    /// The proclamation, law or report it is taken from.
    pub reason: String,
}

impl Change {
    fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Where a change and the names in it stand in their file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangePlace {
    change: Place,
    importers: Place,
    exporters: Place,
    sectors: Place,
}

impl ChangePlace {
    fn read(fields: &Fields<'_>) -> Self {
        let [importers, exporters, sectors] = ["importers", "exporters", "sectors"].map(|key| fields.place_of(key));
        Self { change: fields.place(), importers, exporters, sectors }
    }

    /// The place of a change that stands in no file, counted from 0.
    fn nth(at: usize) -> Self {
        let place = Place::of(format!("change {} of the scenario", at + 1));
        Self { change: place.clone(), importers: place.clone(), exporters: place.clone(), sectors: place }
    }
}

/// A set of changes. An empty scenario changes nothing.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Scenario {
    /// The changes; two of one sort may not meet one flow on one day.
    pub changes: Vec<Change>,
}

/// A quantity limit on one flow, ready for the solver.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limit {
    pub importer: usize,
    pub exporter: usize,
    pub sector: usize,
    /// Cap on quantity, ratio to the baseline.
    pub cap: f64,
    /// Log of the largest extra wedge; infinity for a quota.
    pub ln_ceiling: f64,
    pub rent_to_exporter: f64,
}

/// A scenario with its names resolved: what the equations see.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Resolved {
    /// New tariffs, `[j][n][i]`.
    pub tariffs: Vec<f64>,
    /// Trade costs new/old, by flow, only where they change.
    pub costs: Vec<(usize, f64)>,
    pub limits: Vec<Limit>,
    /// Flows touched by any change, in order, without repetition.
    pub touched: Vec<usize>,
}

impl Scenario {
    /// Reads the `[[change]]` tables of a form.
    ///
    /// # Errors
    /// The first value that is missing or refused, with its line.
    pub fn from_fields(fields: &Fields<'_>) -> Result<(Self, Vec<ChangePlace>), ModelError> {
        let (mut changes, mut places) = (Vec::new(), Vec::new());
        for table in fields.tables("change")? {
            changes.push(change(&table)?);
            places.push(ChangePlace::read(&table));
            table.finish()?;
        }
        Ok((Self { changes }, places))
    }

    /// Whether any change has days.
    pub fn is_dated(&self) -> bool {
        self.changes.iter().any(|c| c.from.is_some() || c.until.is_some())
    }

    /// The regimes of a year in order: days, the changes in force, and their places.
    pub(super) fn regimes(&self, year: i16, places: &[ChangePlace]) -> Vec<(u32, Self, Vec<ChangePlace>)> {
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        let next = |day: Date| day.saturating_add(1.day());
        let mut starts: Vec<Date> = self
            .changes
            .iter()
            .flat_map(|c| [c.from, c.until.map(next)])
            .flatten()
            .filter(|day| (first..=last).contains(day))
            .collect();
        starts.push(first);
        starts.sort_unstable();
        starts.dedup();
        let numbers: Vec<i16> = starts.iter().map(|d| d.day_of_year()).collect();
        let ends = numbers.iter().skip(1).copied();
        let lengths = ends
            .chain([first.days_in_year() + 1])
            .zip(&numbers)
            .map(|(end, start)| u32::from((end - start).unsigned_abs()));
        lengths
            .zip(&starts)
            .map(|(days, start)| {
                let (scenario, places) = self.on(*start, places);
                (days, scenario, places)
            })
            .collect()
    }

    fn on(&self, day: Date, places: &[ChangePlace]) -> (Self, Vec<ChangePlace>) {
        let in_force = || self.changes.iter().enumerate().filter(|(_, change)| change.in_force(day));
        let changes = in_force().map(|(_, change)| change.clone()).collect();
        let places = in_force().filter_map(|(at, _)| places.get(at).cloned()).collect();
        (Self { changes }, places)
    }

    /// Finds the flows of every change.
    ///
    /// `places` gives the place of each change in its file; it may be shorter.
    pub(super) fn resolve(&self, economy: &Economy, places: &[ChangePlace]) -> Result<Resolved, ModelError> {
        let mut resolved =
            Resolved { tariffs: economy.tariffs.clone(), costs: Vec::new(), limits: Vec::new(), touched: Vec::new() };
        let mut taken: Vec<(usize, Sort, usize)> = Vec::new();
        for (at, change) in self.changes.iter().enumerate() {
            let place = places.get(at).cloned().unwrap_or_else(|| ChangePlace::nth(at));
            let sorts = sorts(&change.measure);
            for line in lines(economy, change, &place)? {
                taken.extend(sorts.iter().map(|sort| (line.index, *sort, at)));
                resolved.apply(economy, &change.measure, line, &place.change)?;
            }
        }
        taken.sort_unstable();
        for pair in taken.windows(2) {
            if (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1) {
                return Err(self.conflict(economy, pair[0], pair[1].2, places));
            }
        }
        resolved.touched = taken.into_iter().map(|(index, _, _)| index).collect();
        resolved.touched.dedup();
        Ok(resolved)
    }

    fn conflict(
        &self,
        economy: &Economy,
        (index, _, one): (usize, Sort, usize),
        other: usize,
        places: &[ChangePlace],
    ) -> ModelError {
        let n = economy.countries.len();
        ModelError::Value {
            place: places.get(other).cloned().unwrap_or_else(|| ChangePlace::nth(other)).change,
            expected: format!(
                "one measure at a time on {} of {} from {}",
                economy.sectors[index / (n * n)],
                economy.countries[index / n % n],
                economy.countries[index % n]
            ),
            found: format!("\"{}\" beside \"{}\"", self.changes[other].reason, self.changes[one].reason),
            mend: "narrow one of the two, or give them days that do not overlap".into(),
        }
    }
}

/// What a measure acts on; two measures of one sort on one flow contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Tariff,
    Cost,
    Quantity,
}

fn sorts(measure: &Measure) -> &'static [Sort] {
    match measure {
        Measure::Tariff { .. } | Measure::Surcharge { .. } | Measure::Table { .. } => &[Sort::Tariff],
        Measure::TradeCost { .. } => &[Sort::Cost],
        Measure::Quota { .. } => &[Sort::Quantity],
        Measure::TariffRateQuota { .. } => &[Sort::Tariff, Sort::Quantity],
    }
}

#[derive(Clone, Copy)]
struct Line {
    index: usize,
    importer: usize,
    exporter: usize,
    sector: usize,
}

fn lines(economy: &Economy, change: &Change, place: &ChangePlace) -> Result<Vec<Line>, ModelError> {
    let all = |names: &[String]| names.iter().any(|name| name == "*");
    let countries = |names: &[String], place: &Place| -> Result<Vec<usize>, ModelError> {
        if all(names) {
            return Ok((0..economy.countries.len()).collect());
        }
        names.iter().map(|c| economy.country(c, place)).collect()
    };
    let importers = countries(&change.importers, &place.importers)?;
    let exporters = countries(&change.exporters, &place.exporters)?;
    let sectors: Vec<usize> = if all(&change.sectors) {
        (0..economy.sectors.len()).collect()
    } else {
        let named = change.sectors.iter().map(|s| economy.sector(s, &place.sectors));
        named.collect::<Result<_, _>>()?
    };
    let mut lines = Vec::new();
    for &sector in &sectors {
        for &importer in &importers {
            for &exporter in exporters.iter().filter(|e| **e != importer) {
                lines.push(Line {
                    index: flow(economy.countries.len(), sector, importer, exporter),
                    importer,
                    exporter,
                    sector,
                });
            }
        }
    }
    if lines.is_empty() {
        return Err(ModelError::Value {
            place: place.change.clone(),
            expected: "at least one flow between two countries".into(),
            found: "none".into(),
            mend: "name importers, exporters and sectors; home sales do not count".into(),
        });
    }
    Ok(lines)
}

impl Resolved {
    fn apply(&mut self, economy: &Economy, measure: &Measure, line: Line, place: &Place) -> Result<(), ModelError> {
        let mut limit = |cap: &Positive, ln_ceiling, rent: &Share| {
            self.limits.push(Limit {
                importer: line.importer,
                exporter: line.exporter,
                sector: line.sector,
                cap: cap.get(),
                ln_ceiling,
                rent_to_exporter: rent.get(),
            });
        };
        let tariff = &mut self.tariffs[line.index];
        match measure {
            Measure::Tariff { rate } => *tariff = rate.get(),
            Measure::Surcharge { points } => {
                let sum = Rate::new(*tariff + points.get()).map_err(|r| r.at(place.clone()))?;
                *tariff = sum.get();
            }
            Measure::Table { name } => {
                let table = economy.alternatives.get(name);
                *tariff = table.ok_or_else(|| ModelError::Unknown {
                    place: place.clone(),
                    kind: "tariff table",
                    name: name.clone(),
                    nearest: economy.alternatives.keys().next().cloned(),
                })?[line.index];
            }
            Measure::TradeCost { factor } => self.costs.push((line.index, factor.get())),
            Measure::Quota { cap, rent_to_exporter } => limit(cap, f64::INFINITY, rent_to_exporter),
            Measure::TariffRateQuota { within, quota, over, rent_to_exporter } => {
                *tariff = within.get();
                let ceiling = libm::log1p(over.get()) - libm::log1p(within.get());
                if ceiling < 0.0 {
                    return Err(ModelError::Value {
                        place: place.clone(),
                        expected: "a rate over the quota that is not below the rate within it".into(),
                        found: format!("{} over and {} within", over.get(), within.get()),
                        mend: "exchange the two, or use a plain tariff".into(),
                    });
                }
                limit(quota, ceiling, rent_to_exporter);
            }
        }
        Ok(())
    }
}

fn change(fields: &Fields<'_>) -> Result<Change, ModelError> {
    let kinds = ["tariff", "surcharge", "table", "trade-cost", "quota", "tariff-rate-quota"];
    let measure = match fields.choice("kind", &kinds)? {
        0 => Measure::Tariff { rate: fields.number("rate")? },
        1 => Measure::Surcharge { points: fields.number("points")? },
        2 => Measure::Table { name: fields.text("name")? },
        3 => Measure::TradeCost { factor: fields.number("factor")? },
        4 => Measure::Quota { cap: fields.number("cap")?, rent_to_exporter: fields.number("rent-to-exporter")? },
        _ => Measure::TariffRateQuota {
            within: fields.number("within")?,
            quota: fields.number("quota")?,
            over: fields.number("over")?,
            rent_to_exporter: fields.number("rent-to-exporter")?,
        },
    };
    let names = |key: &str| -> Result<Vec<String>, ModelError> {
        let names = fields.texts(key)?;
        if names.is_empty() {
            return Err(fields.refuse(
                key,
                format!("a list of names under `{key}`"),
                "nothing",
                "name them, or write [\"*\"] for all",
            ));
        }
        Ok(names)
    };
    Ok(Change {
        importers: names("importers")?,
        exporters: names("exporters")?,
        sectors: names("sectors")?,
        measure,
        from: fields.optional_date("from")?,
        until: fields.optional_date("until")?,
        reason: fields.text("reason")?,
    })
}
