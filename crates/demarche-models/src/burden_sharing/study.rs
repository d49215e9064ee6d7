//! A burden-sharing study as one file.
//!
//! ```toml
//! local      = "NOK billion"
//! foreign    = "USD million"
//! first-year = 2017
//! last-year  = 2022
//! draws      = { seed = 1, count = 2000 }
//! outside    = ["goods given free of rent"]      # optional: printed with the result
//! without-agreement = { mean = 0.04, sd = 0.03, source = "past rounds" }   # optional
//! exchange          = { mean = 0.0, sd = 0.08, source = "past rates" }     # optional
//!
//! [[rate]]
//! year = 2018
//! mean = 8.13
//! year-end = 8.69
//! source = "central bank"
//!
//! [[payment]]
//! year = 2018
//! amount = 9.6
//! unit = "NOK billion"
//! source = "white paper 2018, page 1"
//!
//! [[index]]
//! name = "prices"
//! source = "statistics office"
//! growth = { "2017" = 0.018, "2018" = 0.027 }
//! assumed = { mean = 0.02, sd = 0.01, source = "central bank target" }
//!
//! [[agreement]]
//! name = "fifth"
//! first-year = 2018
//! last-year = 2022
//! source = "treaty series 12, article 2"
//! rule = { kind = "linked", index = "prices", lag = 2, cap = 0.04, floor = 0.0 }   # or "listed"
//! steps = [{ rung = "in-force", date = 2018-03-01, source = "gazette" }]
//!
//! [[definition]]
//! name = "non-personnel costs"
//! year = 2018
//! share = 0.5                    # or cost = …, unit = "USD million"
//! source = "testimony, page 3"
//!
//! [[demand]]
//! name = "50 percent more"
//! more = 0.5
//! base-year = 2018
//! pay-year = 2019
//! source = "press of that day"
//! ```

use std::collections::BTreeMap;

use demarche_terms::Rung;
use jiff::civil::Date;
use serde::Serialize;

use super::agreement::{Agreement, Gap, GrowthRule, Step, gaps};
use super::demand::{self, Definition, Demand, DemandOutcome, Denominator, Share, Units};
use super::money::{Exchange, Rates, Unit};
use super::path::{Assumption, Basis, Index, Path, Payment, Year};
use crate::draws::Draws;
use crate::error::ModelError;
use crate::form::{Fields, Form};
use crate::number::{FromNumber, Refused};
use crate::trade::product::read_draws;

/// A path of payments with the questions put to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What determines the path.
    pub path: Path,
    /// First year to report.
    pub first_year: i16,
    /// Last year to report.
    pub last_year: i16,
    /// Definitions of the share of cost.
    pub definitions: Vec<Definition>,
    /// Demands for more.
    pub demands: Vec<Demand>,
    /// What the figures leave out.
    pub outside: Vec<String>,
}

/// The answers of a study.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StudyOutcome {
    /// Unit of local amounts.
    pub local: Unit,
    /// Unit of foreign amounts.
    pub foreign: Unit,
    /// Seed and number of draws behind the bands.
    pub draws: Draws,
    /// The agreements, with their ladders and rules.
    pub agreements: Vec<Agreement>,
    /// Times between agreements.
    pub gaps: Vec<Gap>,
    /// The path.
    pub years: Vec<Year>,
    /// Shares of cost by definition.
    pub shares: Vec<Share>,
    /// Demands in all their readings.
    pub demands: Vec<DemandOutcome>,
    /// What the model cannot say, and what the figures leave out.
    pub outside: Vec<String>,
}

impl Study {
    /// Reads a study; `input` is the name that errors will show.
    ///
    /// # Errors
    /// The first value that is missing, refused or unknown, with its line.
    pub fn read(input: &str, text: &str) -> Result<Self, ModelError> {
        Self::of(&Form::parse(input, text)?)
    }

    /// The study that a form holds.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn of(form: &Form) -> Result<Self, ModelError> {
        let fields = form.fields();
        let draws = read_draws(&fields)?.unwrap_or(Draws { seed: 0, count: 2000 });
        let study = Self {
            path: Path {
                local: unit(&fields, "local")?,
                foreign: unit(&fields, "foreign")?,
                payments: each(&fields, "payment", payment)?,
                agreements: each(&fields, "agreement", agreement)?,
                indices: each(&fields, "index", index)?,
                rates: rates(&fields)?,
                without_agreement: assumption(&fields, "without-agreement")?,
                exchange: assumption(&fields, "exchange")?,
                draws,
            },
            first_year: fields.year("first-year")?,
            last_year: fields.year("last-year")?,
            definitions: each(&fields, "definition", definition)?,
            demands: each(&fields, "demand", demand)?,
            outside: fields.texts("outside")?,
        };
        let places =
            |key: &str| -> Result<Vec<_>, ModelError> { Ok(fields.tables(key)?.iter().map(Fields::place).collect()) };
        study.path.check(&places("payment")?, &places("agreement")?)?;
        if study.last_year < study.first_year {
            return Err(fields.refuse(
                "last-year",
                format!("a last year that does not come before the first, {}", study.first_year),
                study.last_year.to_string(),
                "exchange the two",
            ));
        }
        fields.finish()?;
        Ok(study)
    }

    /// Runs the study.
    ///
    /// # Errors
    /// As [`Path::years`].
    pub fn run(&self) -> Result<StudyOutcome, ModelError> {
        let years = self.path.years(self.first_year, self.last_year)?;
        let units = Units { local: &self.path.local, foreign: &self.path.foreign, rates: &self.path.rates };
        let shares: Vec<Share> =
            self.definitions.iter().filter_map(|definition| demand::share(definition, &years, units)).collect();
        let demands = self.demands.iter();
        Ok(StudyOutcome {
            local: self.path.local.clone(),
            foreign: self.path.foreign.clone(),
            draws: self.path.draws,
            agreements: self.path.agreements.clone(),
            gaps: gaps(&self.path.agreements),
            demands: demands.map(|demand| demand::answer(demand, &years, &shares, units)).collect(),
            outside: self.outside(&years, &shares),
            years,
            shares,
        })
    }

    /// The step that each agreement has reached on `day`, in the order of the input.
    pub fn ladder(&self, day: Date) -> Vec<(&str, Option<&Step>)> {
        let agreements = self.path.agreements.iter();
        agreements.map(|a| (a.name.as_str(), a.on(day))).collect()
    }

    fn outside(&self, years: &[Year], shares: &[Share]) -> Vec<String> {
        let unpaid = years.iter().filter(|year| year.basis == Basis::Outside);
        let unpaid =
            unpaid.map(|year| format!("outside the model: {}, which no agreement and no assumption covers", year.year));
        let idle = self
            .definitions
            .iter()
            .filter(|d| !shares.iter().any(|s| s.definition == d.name && s.year == d.year && s.source == d.source));
        let idle = idle.map(|d| {
            format!(
                "outside the model: the share of {} of {}, for want of a payment or a rate of \
                 that year",
                d.name, d.year
            )
        });
        self.outside.iter().cloned().chain(unpaid).chain(idle).collect()
    }
}

/// A growth rate or its spread: any finite number between -1 and 10.
struct Growth(f64);

impl FromNumber for Growth {
    fn from_number(value: f64) -> Result<Self, Refused> {
        crate::number::Rate::new(value).map(|rate| Self(rate.get()))
    }
}

fn each<T>(
    fields: &Fields<'_>,
    key: &str,
    read: fn(&Fields<'_>) -> Result<T, ModelError>,
) -> Result<Vec<T>, ModelError> {
    fields
        .tables(key)?
        .iter()
        .map(|table| {
            let value = read(table)?;
            table.finish()?;
            Ok(value)
        })
        .collect()
}

fn unit(fields: &Fields<'_>, key: &str) -> Result<Unit, ModelError> {
    Unit::parse(&fields.text(key)?, fields.place_of(key))
}

fn payment(fields: &Fields<'_>) -> Result<Payment, ModelError> {
    Ok(Payment {
        year: fields.year("year")?,
        amount: fields.number("amount")?,
        unit: unit(fields, "unit")?,
        source: fields.text("source")?,
    })
}

fn rates(fields: &Fields<'_>) -> Result<Rates, ModelError> {
    let mut rates = Rates::new();
    for (year, exchange) in each(fields, "rate", exchange)? {
        if rates.insert(year, exchange).is_some() {
            return Err(fields.refuse("rate", "one rate a year", format!("a second one of {year}"), "choose one"));
        }
    }
    Ok(rates)
}

fn exchange(fields: &Fields<'_>) -> Result<(i16, Exchange), ModelError> {
    let exchange =
        Exchange { mean: fields.number("mean")?, year_end: fields.number("year-end")?, source: fields.text("source")? };
    Ok((fields.year("year")?, exchange))
}

fn assumption(fields: &Fields<'_>, key: &str) -> Result<Option<Assumption>, ModelError> {
    if !fields.has(key) {
        return Ok(None);
    }
    let table = fields.table(key, "a table { mean = …, sd = …, source = \"…\" }")?;
    let (mean, sd): (Growth, crate::number::LogSd) = (table.number("mean")?, table.number("sd")?);
    let assumption = Assumption { mean: mean.0, sd: sd.get(), source: table.text("source")? };
    table.finish()?;
    Ok(Some(assumption))
}

fn index(fields: &Fields<'_>) -> Result<Index, ModelError> {
    let table = fields.table("growth", "a table { \"2018\" = 0.02, … }")?;
    let mut growth = BTreeMap::new();
    for year in table.keys() {
        let value: Growth = table.number(year)?;
        let year =
            year.parse().map_err(|_| table.refuse(year, "a year as key", format!("\"{year}\""), "write \"2018\""))?;
        growth.insert(year, value.0);
    }
    Ok(Index {
        name: fields.text("name")?,
        growth,
        assumed: assumption(fields, "assumed")?,
        source: fields.text("source")?,
    })
}

fn agreement(fields: &Fields<'_>) -> Result<Agreement, ModelError> {
    let agreement = Agreement {
        name: fields.text("name")?,
        first_year: fields.year("first-year")?,
        last_year: fields.year("last-year")?,
        rule: rule(&fields.table("rule", "a table { kind = \"listed\" } or linked")?)?,
        steps: each(fields, "steps", step)?,
        source: fields.text("source")?,
    };
    agreement.check(&fields.place())?;
    Ok(agreement)
}

fn rule(fields: &Fields<'_>) -> Result<GrowthRule, ModelError> {
    let rule = match fields.choice("kind", &["listed", "linked"])? {
        0 => GrowthRule::Listed,
        _ => GrowthRule::Linked {
            index: fields.text("index")?,
            lag: fields.integer("lag", 0, 10)? as i16,
            cap: fields.optional_number("cap")?,
            floor: fields.optional_number("floor")?,
        },
    };
    fields.finish()?;
    Ok(rule)
}

fn step(fields: &Fields<'_>) -> Result<Step, ModelError> {
    Ok(Step {
        rung: Rung::WORDS[fields.choice("rung", &Rung::WORDS.map(|(_, word)| word))?].0,
        date: fields.date("date")?,
        source: fields.text("source")?,
    })
}

fn definition(fields: &Fields<'_>) -> Result<Definition, ModelError> {
    let denominator = if fields.has("share") {
        Denominator::Share { share: fields.number("share")? }
    } else {
        Denominator::Cost { amount: fields.number("cost")?, unit: unit(fields, "unit")? }
    };
    Ok(Definition {
        name: fields.text("name")?,
        year: fields.year("year")?,
        denominator,
        source: fields.text("source")?,
    })
}

fn demand(fields: &Fields<'_>) -> Result<Demand, ModelError> {
    Ok(Demand {
        name: fields.text("name")?,
        more: fields.number("more")?,
        base_year: fields.year("base-year")?,
        pay_year: fields.year("pay-year")?,
        source: fields.text("source")?,
    })
}
