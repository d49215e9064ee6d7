//! The base year: who sells how much of the product, at which rate.

use serde::Serialize;

use crate::error::{ModelError, Place};
use crate::form::{Fields, Form};
use crate::number::{Elasticity, Rate, Sourced, Supply, Value};

/// Whether a supplier stands behind the border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Imports: tariffs and quotas can reach them.
    Foreign,
    /// Home sales: no measure at the border reaches them.
    Domestic,
}

/// One source of the product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Supplier {
    /// Name of the country or group.
    pub name: String,
    /// Foreign or domestic.
    pub origin: Origin,
    /// Spending on it in the base year, duty paid, in the unit of the market.
    pub value: Value,
    /// Tariff in force in the base year.
    pub tariff: Rate,
    /// Elasticity of supply.
    pub supply: Sourced<Supply>,
}

/// A market in its base year; made only by [`Market::new`] or [`Market::from_form`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Market {
    product: String,
    basis: String,
    year: i16,
    unit: String,
    substitution: Sourced<Elasticity>,
    demand: Sourced<Elasticity>,
    suppliers: Vec<Supplier>,
    scope: Vec<String>,
}

/// What a market is about: the words that go with every figure.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// The product, with its code where there is one.
    pub product: String,
    /// What the values count, and where they were published.
    pub basis: String,
    /// Year of the values.
    pub year: i16,
    /// Currency and scale, such as `USD bn`.
    pub unit: String,
    /// What lies outside: printed with every result.
    pub scope: Vec<String>,
}

impl Market {
    /// A market from its parts.
    ///
    /// # Errors
    /// [`ModelError::Value`] if there is no supplier, a name comes twice, a domestic
    /// supplier has a tariff, or nothing is sold at all.
    pub fn new(
        about: About,
        substitution: Sourced<Elasticity>,
        demand: Sourced<Elasticity>,
        suppliers: Vec<Supplier>,
    ) -> Result<Self, ModelError> {
        let place = || Place::of(format!("market of {}", about.product));
        for (at, supplier) in suppliers.iter().enumerate() {
            check_supplier(supplier, &suppliers[..at], place())?;
        }
        if suppliers.iter().map(|s| s.value.get()).sum::<f64>() <= 0.0 {
            return Err(ModelError::Value {
                place: place(),
                expected: "at least one source with sales".into(),
                found: format!("{} sources without any", suppliers.len()),
                mend: "give each source its value in the base year".into(),
            });
        }
        Ok(Self {
            product: about.product,
            basis: about.basis,
            year: about.year,
            unit: about.unit,
            scope: about.scope,
            substitution,
            demand,
            suppliers,
        })
    }

    /// Reads the market part of a form: its words, elasticities and `[[source]]` tables.
    ///
    /// # Errors
    /// The first value that is missing or refused, with its line.
    pub fn from_form(form: &Form) -> Result<Self, ModelError> {
        Self::from_fields(&form.fields())
    }

    pub(super) fn from_fields(fields: &Fields<'_>) -> Result<Self, ModelError> {
        let about = About {
            product: fields.text("product")?,
            basis: fields.text("basis")?,
            year: fields.year("year")?,
            unit: fields.text("unit")?,
            scope: fields.texts("outside")?,
        };
        let (substitution, demand) = (fields.sourced("substitution")?, fields.sourced("demand")?);
        let mut suppliers = Vec::new();
        for source in fields.tables("source")? {
            let supplier = supplier(&source)?;
            source.finish()?;
            check_supplier(&supplier, &suppliers, source.place())?;
            suppliers.push(supplier);
        }
        Self::new(about, substitution, demand, suppliers).map_err(|error| error.at(&fields.place_of("source")))
    }

    /// The product.
    pub fn product(&self) -> &str {
        &self.product
    }

    /// What the values count.
    pub fn basis(&self) -> &str {
        &self.basis
    }

    /// Year of the values.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// Currency and scale of the values.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// What lies outside the model, as the input says.
    pub fn scope(&self) -> &[String] {
        &self.scope
    }

    /// Elasticity of substitution between sources.
    pub fn substitution(&self) -> &Sourced<Elasticity> {
        &self.substitution
    }

    /// Elasticity of demand for the product.
    pub fn demand(&self) -> &Sourced<Elasticity> {
        &self.demand
    }

    /// The sources, in the order of the input.
    pub fn suppliers(&self) -> &[Supplier] {
        &self.suppliers
    }

    /// Spending on all sources, duty paid.
    pub fn spending(&self) -> f64 {
        self.suppliers.iter().map(|s| s.value.get()).sum()
    }
}

fn supplier(fields: &Fields<'_>) -> Result<Supplier, ModelError> {
    let domestic = fields.flag("domestic")?;
    let tariff = fields.optional_number("tariff")?;
    Ok(Supplier {
        name: fields.text("name")?,
        origin: if domestic { Origin::Domestic } else { Origin::Foreign },
        value: fields.number("value")?,
        tariff: match tariff {
            Some(rate) => rate,
            None if domestic => Rate::new(0.0).map_err(|r| r.at(fields.place()))?,
            None => fields.number("tariff")?,
        },
        supply: fields.sourced("supply")?,
    })
}

fn check_supplier(supplier: &Supplier, before: &[Supplier], place: Place) -> Result<(), ModelError> {
    if before.iter().any(|s| s.name == supplier.name) {
        return Err(ModelError::Value {
            place,
            expected: "each source once".into(),
            found: format!("\"{}\" a second time", supplier.name),
            mend: "add the values up, or give the second its own name".into(),
        });
    }
    if supplier.origin == Origin::Domestic && supplier.tariff.get() != 0.0 {
        return Err(ModelError::Value {
            place,
            expected: format!("no tariff on the domestic source \"{}\"", supplier.name),
            found: supplier.tariff.get().to_string(),
            mend: "leave `tariff` out, or drop `domestic = true`".into(),
        });
    }
    Ok(())
}
