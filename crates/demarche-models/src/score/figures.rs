//! Figures of outcomes by name, as references call them.

use crate::trade::{general, product};

/// A figure of a product outcome: `price index`, `revenue`, `quantity: SOURCE` and so on.
pub(super) fn product(outcome: &product::Outcome, figure: &str) -> Option<f64> {
    let (figure, name) = figure.split_once(": ").unwrap_or((figure, ""));
    let source = || outcome.sources.iter().find(|s| s.name == name);
    match figure {
        "price index" => Some(outcome.price_index),
        "revenue" => Some(outcome.revenue),
        "rent" => Some(outcome.rent),
        "consumer surplus" => Some(outcome.consumer_surplus),
        "quantity" => Some(source()?.quantity),
        "sales" => Some(source()?.after),
        "producer price" => Some(source()?.producer_price),
        "shadow tariff" => Some(source()?.shadow_tariff),
        _ => None,
    }
}

/// A figure of a world outcome: `real income: COUNTRY`, `trade: IMPORTER EXPORTER SECTOR`.
pub(super) fn general(outcome: &general::Outcome, figure: &str) -> Option<f64> {
    let (figure, name) = figure.split_once(": ")?;
    let country = || outcome.country(name);
    let flow = || {
        let mut names = name.split(' ');
        outcome.flow(names.next()?, names.next()?, names.next()?)
    };
    let share = |c: &general::CountryOutcome, at: usize| 100.0 * c.revenue[at] / c.income[at];
    match figure {
        "real income" => Some(country()?.real_income_percent),
        "real wage" => Some(country()?.real_wage_percent),
        "first-order welfare" => Some(country()?.welfare_first_order_percent),
        "first-order terms of trade" => Some(country()?.terms_of_trade_first_order_percent),
        "first-order volume of trade" => Some(country()?.volume_of_trade_first_order_percent),
        "revenue" => Some(country()?.revenue[1]),
        "revenue share before" => Some(share(country()?, 0)),
        "revenue share after" => Some(share(country()?, 1)),
        "trade before" => Some(flow()?.value[0]),
        "trade" => Some(flow()?.value[1]),
        _ => None,
    }
}
