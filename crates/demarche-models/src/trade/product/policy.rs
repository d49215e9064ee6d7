//! What is done at the border, to whom, and from which day to which.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::Serialize;

use super::market::{Market, Origin};
use super::staging;
use crate::error::{ModelError, Place, nearest};
use crate::form::{Fields, Form};
use crate::number::{Positive, Rate, Share};

/// The kinds of a single measure, as forms name them; [`staging`] knows those that become several.
const KINDS: [&str; 3] = ["tariff", "quota", "tariff-rate-quota"];

/// One measure on imports from one source.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Measure {
    /// An ad valorem tariff.
    Tariff {
        /// The rate, as a fraction.
        rate: Rate,
    },
    /// A cap on the quantity, beside a tariff.
    Quota {
        /// The tariff on what comes in.
        rate: Rate,
        /// The cap, as a ratio to the quantity of the base year (0.7 for 70 percent).
        cap: Positive,
        /// Share of the quota rent that exporters keep.
        rent_to_exporter: Share,
    },
    /// A low rate up to a quantity and a high rate beyond it.
    TariffRateQuota {
        /// The rate within the quota.
        within: Rate,
        /// The quota, as a ratio to the quantity of the base year.
        quota: Positive,
        /// The rate over the quota, never below the rate within.
        over: Rate,
        /// Share of the rent on the quota that exporters keep.
        rent_to_exporter: Share,
    },
}

impl Measure {
    /// The rate that every unit pays: the tariff, or the rate within the quota.
    pub fn first_rate(&self) -> f64 {
        match self {
            Self::Tariff { rate } | Self::Quota { rate, .. } => rate.get(),
            Self::TariffRateQuota { within, .. } => within.get(),
        }
    }

    /// Log of the cap, and of the extra wedge at which the cap gives way.
    pub(super) fn cap(&self) -> (f64, f64) {
        match self {
            Self::Tariff { .. } => (f64::INFINITY, f64::INFINITY),
            Self::Quota { cap, .. } => (libm::log(cap.get()), f64::INFINITY),
            Self::TariffRateQuota { within, quota, over, .. } => {
                (libm::log(quota.get()), libm::log1p(over.get()) - libm::log1p(within.get()))
            }
        }
    }

    pub(super) fn rent_to_exporter(&self) -> f64 {
        match self {
            Self::Tariff { .. } => 0.0,
            Self::Quota { rent_to_exporter, .. } | Self::TariffRateQuota { rent_to_exporter, .. } => {
                rent_to_exporter.get()
            }
        }
    }

    /// Reads a measure of one of [`KINDS`], by its index.
    fn from_fields(kind: usize, fields: &Fields<'_>) -> Result<Self, ModelError> {
        match kind {
            0 => Ok(Self::Tariff { rate: fields.number("rate")? }),
            1 => Ok(Self::Quota {
                rate: fields.number("rate")?,
                cap: fields.number("cap")?,
                rent_to_exporter: fields.number("rent-to-exporter")?,
            }),
            _ => {
                let (within, over): (Rate, Rate) = (fields.number("within")?, fields.number("over")?);
                if over < within {
                    return Err(fields.refuse(
                        "over",
                        "a rate over the quota that is not below the rate within it",
                        format!("{} over and {} within", over.get(), within.get()),
                        "exchange the two, or use a plain tariff",
                    ));
                }
                Ok(Self::TariffRateQuota {
                    within,
                    quota: fields.number("quota")?,
                    over,
                    rent_to_exporter: fields.number("rent-to-exporter")?,
                })
            }
        }
    }
}

/// A measure with the source it meets and the days on which it is in force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Treatment {
    /// Name of the supplier.
    pub supplier: String,
    /// The measure.
    pub measure: Measure,
    /// First day in force; none is since ever.
    pub from: Option<Date>,
    /// Last day in force; none is until further notice.
    pub until: Option<Date>,
    /// The proclamation, law or report it is taken from.
    pub reason: String,
}

impl Treatment {
    /// Whether the measure is in force on `day`.
    pub fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// All measures of a scenario, checked against a market; suppliers without one keep their base rate.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Policy {
    treatments: Vec<Treatment>,
}

/// The measure of each supplier in the order of the market; `None` keeps the base rate.
pub(super) type Regime = Vec<Option<Measure>>;

impl Policy {
    /// A policy from its treatments.
    ///
    /// # Errors
    /// [`ModelError::Unknown`] for a supplier that the market lacks; [`ModelError::Value`]
    /// for a domestic supplier, days in the wrong order, two measures for one supplier on
    /// one day, or a cap that supply cannot obey.
    pub fn new(market: &Market, treatments: Vec<Treatment>) -> Result<Self, ModelError> {
        let mut policy = Self::default();
        for treatment in treatments {
            let place = Place::of(format!("measure on {}", treatment.supplier));
            policy.add(market, treatment, place)?;
        }
        Ok(policy)
    }

    /// Reads the `[[measure]]` tables of a form.
    ///
    /// # Errors
    /// As [`Policy::new`], with the line.
    pub fn from_form(form: &Form, market: &Market) -> Result<Self, ModelError> {
        Self::from_fields(&form.fields(), market)
    }

    pub(super) fn from_fields(fields: &Fields<'_>, market: &Market) -> Result<Self, ModelError> {
        let mut policy = Self::default();
        for table in fields.tables("measure")? {
            let kind = table.choice("kind", &[&KINDS[..], &staging::KINDS].concat())?;
            let dated = match kind.checked_sub(KINDS.len()) {
                Some(staged) => staging::read(staged, &table)?,
                None => vec![(
                    Measure::from_fields(kind, &table)?,
                    table.optional_date("from")?,
                    table.optional_date("until")?,
                )],
            };
            let (suppliers, reason) = (table.texts("on")?, table.text("reason")?);
            if suppliers.is_empty() {
                return Err(table.refuse("on", "the sources that it meets", "none", "name them: on = [\"…\"]"));
            }
            for supplier in suppliers {
                for (measure, from, until) in dated.iter().copied() {
                    let treatment =
                        Treatment { supplier: supplier.clone(), measure, from, until, reason: reason.clone() };
                    policy.add(market, treatment, table.place_of("on"))?;
                }
            }
            table.finish()?;
        }
        Ok(policy)
    }

    /// The treatments, in the order of the input.
    pub fn treatments(&self) -> &[Treatment] {
        &self.treatments
    }

    /// The measures that bind whatever the day: those in force when days are left out.
    pub(super) fn undated(&self, market: &Market) -> Regime {
        self.regime(market, |_| true)
    }

    /// The measures in force on `day`.
    pub(super) fn on(&self, market: &Market, day: Date) -> Regime {
        self.regime(market, |treatment| treatment.in_force(day))
    }

    /// The regimes of a year in order, each with its number of days.
    pub(super) fn in_year(&self, market: &Market, year: i16) -> Vec<(u32, Regime)> {
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        let next = |day: Date| day.saturating_add(1.day());
        let mut starts: BTreeSet<Date> = self
            .treatments
            .iter()
            .flat_map(|t| [t.from, t.until.map(next)])
            .flatten()
            .filter(|day| (first..=last).contains(day))
            .collect();
        starts.insert(first);
        let mut ends: Vec<Date> = starts.iter().copied().skip(1).collect();
        ends.push(next(last));
        starts
            .iter()
            .zip(ends)
            .map(|(start, end)| {
                let days =
                    end.day_of_year() - start.day_of_year() + i16::from(end.year() > year) * start.days_in_year();
                (days.unsigned_abs().into(), self.on(market, *start))
            })
            .collect()
    }

    /// The treatments that make up a regime.
    pub(super) fn within(&self, market: &Market, regime: &Regime) -> Vec<Treatment> {
        let holds = |treatment: &&Treatment| {
            let mut suppliers = market.suppliers().iter().zip(regime);
            suppliers.any(|(s, measure)| s.name == treatment.supplier && *measure == Some(treatment.measure))
        };
        self.treatments.iter().filter(holds).cloned().collect()
    }

    fn regime(&self, market: &Market, counts: impl Fn(&Treatment) -> bool) -> Regime {
        let measure =
            |name: &str| self.treatments.iter().rev().find(|t| t.supplier == name && counts(t)).map(|t| t.measure);
        market.suppliers().iter().map(|s| measure(&s.name)).collect()
    }

    fn add(&mut self, market: &Market, treatment: Treatment, place: Place) -> Result<(), ModelError> {
        check(market, &treatment, &place)?;
        if let Some(other) = self.treatments.iter().find(|t| overlap(t, &treatment)) {
            return Err(ModelError::Value {
                place,
                expected: format!("one measure on \"{}\" at a time", treatment.supplier),
                found: format!("\"{}\" beside \"{}\"", treatment.reason, other.reason),
                mend: "end the one on the day before the other begins".into(),
            });
        }
        self.treatments.push(treatment);
        Ok(())
    }
}

fn check(market: &Market, treatment: &Treatment, place: &Place) -> Result<(), ModelError> {
    let names = || market.suppliers().iter().map(|s| s.name.as_str());
    let Some(supplier) = market.suppliers().iter().find(|s| s.name == treatment.supplier) else {
        return Err(ModelError::Unknown {
            place: place.clone(),
            kind: "source",
            name: treatment.supplier.clone(),
            nearest: nearest(&treatment.supplier, names()),
        });
    };
    let refuse = |expected: &str, found: String, mend: &str| ModelError::Value {
        place: place.clone(),
        expected: expected.to_owned(),
        found,
        mend: mend.to_owned(),
    };
    if supplier.origin == Origin::Domestic {
        return Err(refuse(
            "a foreign source",
            format!("the domestic source \"{}\"", supplier.name),
            "home sales do not cross the border",
        ));
    }
    if let (Some(from), Some(until)) = (treatment.from, treatment.until)
        && until < from
    {
        return Err(refuse(
            "a last day that does not come before the first",
            format!("{from} to {until}"),
            "exchange the two",
        ));
    }
    let capped = !matches!(treatment.measure, Measure::Tariff { .. });
    if capped && supplier.supply.median.get() == 0.0 {
        return Err(refuse(
            "a supply elasticity above zero where a quota is set",
            format!("a fixed supply of \"{}\"", supplier.name),
            "a cap cannot bind on a quantity that never moves",
        ));
    }
    Ok(())
}

fn overlap(a: &Treatment, b: &Treatment) -> bool {
    let starts = |t: &Treatment| t.from.unwrap_or(Date::MIN);
    let ends = |t: &Treatment| t.until.unwrap_or(Date::MAX);
    a.supplier == b.supplier && starts(a) <= ends(b) && starts(b) <= ends(a)
}
