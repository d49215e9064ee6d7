//! Shares by definition, and what "x percent more" means in each unit and definition.

use serde::Serialize;

use super::money::{Rates, Unit, to_foreign, to_local};
use super::path::Year;
use crate::number::{Part, Positive, Rate};

/// What a share is of.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Denominator {
    /// A published cost.
    Cost {
        /// The cost, in `unit`.
        amount: Positive,
        /// Its unit.
        unit: Unit,
    },
    /// A published share, from which the cost follows.
    Share {
        /// The share, above 0 and at most 1.
        share: Part,
    },
}

/// A definition of the share of cost, as one source gives it for one year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Definition {
    /// Its name, such as `non-personnel costs`.
    pub name: String,
    /// The year it was given for.
    pub year: i16,
    /// The cost, or the share.
    pub denominator: Denominator,
    /// Where it is published.
    pub source: String,
}

/// A share with its denominator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// Name of the definition.
    pub definition: String,
    /// The year.
    pub year: i16,
    /// The share in percent.
    pub percent: f64,
    /// The denominator in local units.
    pub cost_local: f64,
    /// Whether the share was published and the cost follows from it, not the other way round.
    pub cost_is_implied: bool,
    /// Where it is published.
    pub source: String,
}

/// A demand for more.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Demand {
    /// Who asks, and when.
    pub name: String,
    /// How much more, as a fraction: 0.5 for "50 percent more".
    pub more: Rate,
    /// The year whose payment is raised.
    pub base_year: i16,
    /// The year in which it would be paid.
    pub pay_year: i16,
    /// Where it is reported.
    pub source: String,
}

/// One reading of a demand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// What is raised.
    pub reading: String,
    /// The payment it asks for, in local units; none where it is fixed in foreign units and the year of payment has no
    /// rate yet.
    pub local: Option<f64>,
    /// The same in foreign units at the mean rate of the year of payment, if there is one.
    pub foreign: Option<f64>,
    /// How much more than the payment of the base year, in percent of local currency.
    pub more_percent: Option<f64>,
    /// Whether it rests on rates of the last day of a year: then it only explains another source's figure, and reports
    /// leave it out.
    pub explains_only: bool,
}

/// A demand in all its readings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DemandOutcome {
    /// The demand.
    pub demand: Demand,
    /// The readings that the inputs allow.
    pub answers: Vec<Answer>,
    /// Readings that they do not allow, and why.
    pub outside: Vec<String>,
}

/// The two units of a path with its rates.
#[derive(Clone, Copy)]
pub(super) struct Units<'a> {
    pub local: &'a Unit,
    pub foreign: &'a Unit,
    pub rates: &'a Rates,
}

impl Units<'_> {
    fn foreign(&self, local: f64, year: i16) -> Option<f64> {
        let rate = self.rates.get(&year)?.mean.get();
        Some(to_foreign(local, self.local, self.foreign, rate))
    }

    fn cost(&self, amount: f64, unit: &Unit, year: i16) -> Option<f64> {
        if unit.currency == self.local.currency {
            return Some(amount * unit.scale / self.local.scale);
        }
        let rate = self.rates.get(&year)?.mean.get();
        Some(to_local(amount, self.local, unit, rate))
    }
}

/// The share by a definition, if its year is on the path.
pub(super) fn share(definition: &Definition, years: &[Year], units: Units<'_>) -> Option<Share> {
    let year = years.iter().find(|y| y.year == definition.year)?;
    let paid = year.local?;
    let (percent, cost, implied) = match &definition.denominator {
        Denominator::Share { share } => (100.0 * share.get(), paid / share.get(), true),
        Denominator::Cost { amount, unit } => {
            let cost = units.cost(amount.get(), unit, definition.year)?;
            (100.0 * paid / cost, cost, false)
        }
    };
    Some(Share {
        definition: definition.name.clone(),
        year: definition.year,
        percent,
        cost_local: cost,
        cost_is_implied: implied,
        source: definition.source.clone(),
    })
}

/// Answers a demand in every reading.
pub(super) fn answer(demand: &Demand, years: &[Year], shares: &[Share], units: Units<'_>) -> DemandOutcome {
    let mut outcome = DemandOutcome { demand: demand.clone(), answers: Vec::new(), outside: Vec::new() };
    let base = years.iter().find(|y| y.year == demand.base_year);
    let Some(paid) = base.and_then(|year| year.local) else {
        outcome.outside.push(format!("outside the model: no payment of {} is known", demand.base_year));
        return outcome;
    };
    let more = 1.0 + demand.more.get();
    let reading = |reading: String, local: f64| Answer {
        reading,
        local: Some(local),
        foreign: units.foreign(local, demand.pay_year),
        more_percent: Some(100.0 * (local / paid - 1.0)),
        explains_only: false,
    };
    let mut add = |words: String, local: f64| outcome.answers.push(reading(words, local));
    add(format!("{} of {}", units.local.currency, demand.base_year), paid * more);
    let rates = [demand.base_year, demand.pay_year].map(|year| units.rates.get(&year));
    let mut missing = Vec::new();
    let foreign = &units.foreign.currency;
    let mut apart = Vec::new();
    if let [Some(then), Some(now)] = rates {
        add(format!("{foreign} of {} at mean rates", demand.base_year), paid * more * now.mean.get() / then.mean.get());
        let words = format!("{foreign} of {} at year-end rates", demand.base_year);
        let local = paid * more * now.year_end.get() / then.year_end.get();
        apart.push(Answer { explains_only: true, ..reading(words, local) });
    } else if let [Some(then), None] = rates {
        // The sum in foreign currency is known on the day of the demand, its worth in local currency is not.
        let sum = |rate: f64| Some(to_foreign(paid * more, units.local, units.foreign, rate));
        for (kind, rate, explains_only) in [("mean", then.mean, false), ("year-end", then.year_end, true)] {
            let reading = format!("{foreign} of {} at {kind} rates", demand.base_year);
            apart.push(Answer { reading, local: None, foreign: sum(rate.get()), more_percent: None, explains_only });
        }
        let (local, year) = (&units.local.currency, demand.pay_year);
        missing.push(format!(
            "outside the model: the {local} that a sum in {foreign} comes to, for want of a rate of {year}"
        ));
    } else {
        let years = match (demand.base_year, demand.pay_year) {
            (base, pay) if base == pay => base.to_string(),
            (base, pay) => format!("{base} or {pay}"),
        };
        missing.push(format!("outside the model: in {}, for want of a rate of {years}", units.foreign.currency));
    }
    for share in shares {
        let (name, year) = (&share.definition, share.year);
        let points = share.percent / 100.0 + demand.more.get();
        add(
            format!("the share of {name} of {year}, raised in proportion"),
            share.cost_local * share.percent / 100.0 * more,
        );
        add(format!("the share of {name} of {year}, raised by percentage points"), share.cost_local * points);
        add(format!("all of {name} of {year}, and the percentage on top"), share.cost_local * more);
    }
    outcome.answers.extend(apart);
    outcome.outside = missing;
    outcome
}
