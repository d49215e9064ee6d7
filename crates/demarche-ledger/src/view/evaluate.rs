//! Formulas: interval arithmetic over statements and cells, with a watch on bases and releases.

use std::collections::BTreeMap;

use demarche_diagnostic::Diagnostic;
use demarche_terms::{Date, Edtf, Quantity, Unit, Value, ValueType};
use rust_decimal::prelude::ToPrimitive as _;

use super::View;
use super::compute::Trail;
use crate::arithmetic::{self, Undecided};
use crate::checks;
use crate::reading::formula::{Expr, Function, Operator};
use crate::reading::{Entry, literal};
use crate::tables::{Absent, Reference};

/// Why a formula gives nothing.
enum Stop {
    /// An input is not on record yet, or has no value for a reason that is reported elsewhere.
    Silent,
    Undecided(Undecided),
    Cell(String),
}

impl From<Undecided> for Stop {
    fn from(why: Undecided) -> Self {
        Self::Undecided(why)
    }
}

/// How often each input is used.
#[derive(Default)]
struct Used {
    statements: BTreeMap<usize, usize>,
}

impl View<'_> {
    pub(super) fn derive(&self, at: usize, entry: &Entry, trail: &mut Trail) -> Option<Value> {
        let formula = entry.formula.as_ref()?;
        let mut used = Used::default();
        let outcome = self.evaluate(formula, &mut used, trail).and_then(|result| self.as_value(at, result));
        self.used_again(&used, trail);
        self.mixed_bases(entry, &used, trail);
        mixed_releases(entry, trail);
        let finding: Diagnostic = match outcome {
            Ok(value) => return Some(value),
            Err(Stop::Silent) => return None,
            Err(Stop::Undecided(Undecided::Units(why))) => checks::d0412_units::finding(entry.content, &why),
            Err(Stop::Undecided(Undecided::Open(why))) => checks::d0413_undecided::finding(entry.content, &why),
            Err(Stop::Cell(why)) => checks::d0416_cell_missing::finding(entry.content, None, &why),
        };
        trail.say(finding);
        None
    }

    /// Says which inexact inputs stand in the formula more than once.
    fn used_again(&self, used: &Used, trail: &mut Trail) {
        let exact = |quantity: &Quantity| quantity.interval.single().is_some();
        let mut names: Vec<String> = Vec::new();
        for (input, times) in &used.statements {
            let known = matches!(&self.computed(*input).value, Some(Value::Quantity(quantity)) if exact(quantity));
            if *times > 1 && !known {
                names.push(self.entry(*input).id.to_string());
            }
        }
        for (at, (name, cell)) in trail.cells.iter().enumerate() {
            let again = trail.cells[..at].iter().any(|(earlier, _)| earlier == name);
            if again && !cell.quantity.as_ref().is_some_and(exact) && !names.contains(name) {
                names.push(name.clone());
            }
        }
        for name in names {
            trail.notes.push(format!(
                "`{name}` is used more than once, as if independent: the interval is the widest it can be"
            ));
        }
    }

    /// The result as a value of the statement's kind.
    fn as_value(&self, at: usize, result: Quantity) -> Result<Value, Stop> {
        let kind = self.ledger.kind_of(at).ok_or(Stop::Silent)?;
        if kind.value == ValueType::Count {
            let count =
                result.interval.single().filter(|value| value.fract().is_zero()).and_then(|value| value.to_u64());
            let count = count.ok_or_else(|| Undecided::Open("the result is no whole number of things".to_owned()))?;
            return Ok(Value::Count { at_least: count, at_most: Some(count) });
        }
        let (found, expected) = (result.unit.dimension(), literal::expected_dimension(kind));
        if found != expected {
            return Err(Undecided::Units(format!(
                "the result is {found} ({}), `{}` takes {expected}",
                result.unit, kind.id
            ))
            .into());
        }
        Ok(Value::Quantity(result))
    }

    fn evaluate(&self, expr: &Expr, used: &mut Used, trail: &mut Trail) -> Result<Quantity, Stop> {
        match expr {
            Expr::Number(quantity) => Ok(quantity.clone()),
            Expr::Statement(id, _) => self.statement_value(id.as_str(), used, trail),
            Expr::Cell(reference) => self.cell_value(reference, trail),
            Expr::Negate(inner) => Ok(arithmetic::negative(&self.evaluate(inner, used, trail)?)),
            Expr::Binary(operator, a, b) => {
                let (a, b) = self.both(a, b, used, trail)?;
                Ok(match operator {
                    Operator::Add => arithmetic::sum(&a, &b)?,
                    Operator::Subtract => arithmetic::sum(&a, &arithmetic::negative(&b))?,
                    Operator::Multiply => arithmetic::product(&a, &b)?,
                    Operator::Divide => arithmetic::quotient(&a, &b)?,
                })
            }
            Expr::Convert(amount, unit, rate) => self.convert(amount, unit, rate, used, trail),
            Expr::Call(function @ (Function::Days | Function::Years), arguments) => {
                let [a, b] = arguments.as_slice() else { return Err(Stop::Silent) };
                let (a, b) = (self.dates(a, used, trail), self.dates(b, used, trail));
                let measure = if *function == Function::Days { arithmetic::days } else { arithmetic::years };
                Ok(measure(a?, b?)?)
            }
            Expr::Call(function, arguments) => self.fold(*function, arguments, used, trail),
        }
    }

    /// Both sides, so that everything unseen is met before giving up.
    fn both(&self, a: &Expr, b: &Expr, used: &mut Used, trail: &mut Trail) -> Result<(Quantity, Quantity), Stop> {
        let (a, b) = (self.evaluate(a, used, trail), self.evaluate(b, used, trail));
        Ok((a?, b?))
    }

    fn convert(
        &self,
        amount: &Expr,
        unit: &Unit,
        rate: &Expr,
        used: &mut Used,
        trail: &mut Trail,
    ) -> Result<Quantity, Stop> {
        let (amount, rate) = self.both(amount, rate, used, trail)?;
        Ok(arithmetic::in_unit(&arithmetic::quotient(&amount, &rate)?, unit)?)
    }

    fn fold(
        &self,
        function: Function,
        arguments: &[Expr],
        used: &mut Used,
        trail: &mut Trail,
    ) -> Result<Quantity, Stop> {
        let values: Vec<_> = arguments.iter().map(|argument| self.evaluate(argument, used, trail)).collect();
        let values = values.into_iter().collect::<Result<Vec<Quantity>, Stop>>()?;
        let [first, rest @ ..] = values.as_slice() else { return Err(Stop::Silent) };
        let mut result = first.clone();
        for value in rest {
            result = match function {
                Function::Min => arithmetic::extreme(&result, value, false)?,
                Function::Max => arithmetic::extreme(&result, value, true)?,
                _ => arithmetic::sum(&result, value)?,
            };
        }
        Ok(match function {
            Function::Abs => arithmetic::absolute(&result),
            Function::Mean => arithmetic::quotient(&result, &arithmetic::number(values.len()))?,
            _ => result,
        })
    }

    fn statement_value(&self, id: &str, used: &mut Used, trail: &mut Trail) -> Result<Quantity, Stop> {
        let at = self.ledger.find(id).ok_or(Stop::Silent)?;
        *used.statements.entry(at).or_insert(0) += 1;
        self.rests_on(at, trail);
        if trail.unseen {
            return Err(Stop::Silent);
        }
        match &self.computed(at).value {
            Some(Value::Quantity(quantity)) => Ok(arithmetic::plain(quantity)?),
            Some(Value::Count { at_least, at_most }) => {
                let low = rust_decimal::Decimal::from(*at_least);
                let interval = match at_most {
                    Some(most) => demarche_terms::Interval::closed(low, rust_decimal::Decimal::from(*most)),
                    None => demarche_terms::Interval::above(low, true),
                };
                Ok(Quantity { interval, stated: interval.single(), unit: Unit::one() })
            }
            Some(_) => Err(Undecided::Units(format!("`{id}` is no number")).into()),
            None if self.computed(at).findings.is_empty() && !self.ledger.cut.contains(&at) => {
                Err(Undecided::Open(format!("`{id}` has no number")).into())
            }
            None => Err(Stop::Silent),
        }
    }

    fn cell_value(&self, reference: &Reference, trail: &mut Trail) -> Result<Quantity, Stop> {
        let table = self.ledger.table(&reference.table).ok_or(Stop::Silent)?;
        let name = cell_name(reference);
        match table.cell(reference, self.clocks.known_by) {
            Ok(cell) => {
                let quantity = cell.quantity.clone();
                let text = cell.text.clone();
                self.cell_used(&name, cell, trail);
                match quantity {
                    Some(quantity) => Ok(arithmetic::plain(&quantity)?),
                    None => Err(Undecided::Open(format!("{name} holds \"{text}\", which is no number")).into()),
                }
            }
            Err(Absent::Missing(why)) => Err(Stop::Cell(why)),
            Err(Absent::Unnamed(_)) => Err(Stop::Silent),
            Err(Absent::Later(day)) => {
                trail.unseen = true;
                trail.since(Some(day));
                Err(Stop::Silent)
            }
        }
    }

    /// The days that a part of `days()` or `years()` can mean.
    fn dates(&self, expr: &Expr, used: &mut Used, trail: &mut Trail) -> Result<(Date, Date), Stop> {
        let Expr::Statement(id, _) = expr else {
            return Err(Undecided::Units("days() and years() take statements with dates".to_owned()).into());
        };
        let at = self.ledger.find(id.as_str()).ok_or(Stop::Silent)?;
        *used.statements.entry(at).or_insert(0) += 1;
        self.rests_on(at, trail);
        if trail.unseen {
            return Err(Stop::Silent);
        }
        let computed = self.computed(at);
        let date: Option<&Edtf> = match &computed.value {
            Some(Value::Date(date)) => Some(date),
            _ => computed.valid.as_ref(),
        };
        let moment = date.and_then(Edtf::moment);
        moment
            .map(|moment| (moment.min, moment.max))
            .ok_or_else(|| Undecided::Open(format!("`{id}` has no closed date")).into())
    }

    /// Inputs of one dimension whose kinds know the same basis, and which differ in it.
    fn mixed_bases(&self, entry: &Entry, used: &Used, trail: &mut Trail) {
        let mut seen: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
        for at in used.statements.keys().copied() {
            let Some(kind) = self.ledger.kind_of(at) else { continue };
            let dimension = match &self.computed(at).value {
                Some(Value::Quantity(quantity)) => quantity.unit.dimension(),
                _ => continue,
            };
            for (name, _) in kind.with.iter().filter(|(_, rule)| rule.basis) {
                let basis = self.entry(at).with.get(name).map(|values| values.join(", ")).unwrap_or_default();
                match seen.get(&(dimension.clone(), name.clone())) {
                    Some((other, theirs)) if *theirs != basis => {
                        let (a, b) = (self.entry(*other).id.as_str(), self.entry(at).id.as_str());
                        let place = entry.content;
                        trail.say(checks::d0410_mixed_basis::finding(place, name, (a, theirs), (b, &basis)));
                    }
                    Some(_) => {}
                    None => {
                        seen.insert((dimension.clone(), name.clone()), (at, basis));
                    }
                }
            }
        }
    }
}

/// Cells of one table that come from different releases.
fn mixed_releases(entry: &Entry, trail: &mut Trail) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut findings = Vec::new();
    for (_, cell) in &trail.cells {
        let release = first.entry(cell.table.to_string()).or_insert_with(|| cell.vintage.clone());
        if *release != cell.vintage {
            let table = cell.table.as_str();
            findings.push(checks::d0411_mixed_release::finding(entry.content, table, release, &cell.vintage));
        }
    }
    findings.dedup();
    trail.findings.extend(findings);
}

/// A reference as it is written.
pub(super) fn cell_name(reference: &Reference) -> String {
    let filter: Vec<String> = reference.filter.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let vintage = reference.vintage.as_ref().map(|vintage| format!("@{vintage}")).unwrap_or_default();
    let column = reference.column.as_deref().unwrap_or_default();
    format!("{}[{}].{column}{vintage}", reference.table, filter.join(","))
}
