//! The trade models, told.

use super::{About, Cell, Report, Table, Tell};
use crate::draws::Band;
use crate::trade::{general, product};

const BAND: [&str; 4] = ["5%", "50%", "95%", "probability of sign"];

fn band(band: &Band) -> Vec<Cell> {
    [band.p05, band.p50, band.p95, band.sign_probability].map(Cell::from).to_vec()
}

impl Tell for product::StudyOutcome {
    fn tell(&self) -> Report {
        let mut report = match (&self.outcome, &self.year) {
            (Some(outcome), _) => outcome.tell(),
            (None, Some(year)) => year.tell(),
            (None, None) => Report::default(),
        };
        if let Some(bands) = &self.bands {
            report.tables.push(product_bands(bands));
            report.about.draws = bands.draws.told();
            report.notes.push(report.about.draws.clone());
            report.notes.extend(bands.elasticities.iter().cloned());
        }
        report
    }
}

impl Tell for product::Outcome {
    fn tell(&self) -> Report {
        let columns = [
            "before",
            "after",
            "quantity, new/old",
            "price paid, new/old",
            "price received, new/old",
            "rate",
            "shadow tariff",
            "quota",
            "revenue",
            "rent",
            "producers",
        ];
        let title = format!("sales by source, {} at world prices", self.unit);
        let mut sources = Table::new(title, &columns);
        for s in &self.sources {
            let quota = match s.quota {
                product::QuotaState::None => "none",
                product::QuotaState::Unfilled => "unfilled",
                product::QuotaState::Filled => "filled",
                product::QuotaState::Exceeded => "exceeded",
            };
            sources.row(
                s.name.clone(),
                vec![
                    s.base.into(),
                    s.after.into(),
                    s.quantity.into(),
                    s.consumer_price.into(),
                    s.producer_price.into(),
                    s.rate.into(),
                    s.shadow_tariff.into(),
                    quota.into(),
                    s.revenue.into(),
                    s.rent.into(),
                    s.producer_surplus.into(),
                ],
            );
        }
        let mut market = Table::new(format!("the market, {}", self.unit), &["change"]);
        for (name, value) in [
            ("price index, new/old less 1", self.price_index - 1.0),
            ("trade diverted to other sources", self.diversion),
            ("trade created at the cost of home sales", self.creation),
            ("tariff revenue", self.revenue),
            ("quota rent", self.rent),
            ("consumers, exact", self.consumer_surplus),
            ("consumers, Harberger trapezoid", self.consumer_surplus_harberger),
            ("Harberger triangle", self.harberger_triangle),
            ("home producers", self.producer_surplus),
            ("home welfare", self.home_welfare),
        ] {
            market.row(name, vec![value.into()]);
        }
        let mut notes: Vec<String> =
            self.measures.iter().map(|m| format!("measure on {}: {}", m.supplier, m.reason)).collect();
        notes.extend([
            self.closure.to_owned(),
            format!("data of {}: {}", self.data_year, self.basis),
            format!("substitution {} ({})", self.substitution.median.get(), self.substitution.source),
            format!("demand {} ({})", self.demand.median.get(), self.demand.source),
        ]);
        notes.extend(self.supply.iter().map(|s| format!("supply of {s}")));
        let about = About {
            closure: self.closure.to_owned(),
            basis: self.basis.clone(),
            data_year: self.data_year.to_string(),
            draws: String::new(),
        };
        Report {
            title: self.product.clone(),
            about,
            tables: vec![sources, market],
            notes,
            outside: self.outside.clone(),
        }
    }
}

impl Tell for product::YearOutcome {
    fn tell(&self) -> Report {
        let mut sales = Table::new(format!("sales in {}", self.year), &["after"]);
        for (name, value) in &self.sales {
            sales.row(name.clone(), vec![(*value).into()]);
        }
        let mut market = Table::new(format!("the market in {}", self.year), &["change"]);
        for (name, value) in [
            ("tariff revenue", self.revenue),
            ("quota rent", self.rent),
            ("consumers, exact", self.consumer_surplus),
            ("home producers", self.producer_surplus),
            ("home welfare", self.home_welfare),
        ] {
            market.row(name, vec![value.into()]);
        }
        let days = self.regimes.iter().map(|(days, _)| *days);
        merged(self.regimes.iter().map(|(_, outcome)| outcome.tell()), days, vec![sales, market])
    }
}

/// A year of several regimes: what their reports share, notes without repetition, and the days of each.
fn merged(regimes: impl Iterator<Item = Report>, days: impl Iterator<Item = u32>, tables: Vec<Table>) -> Report {
    let mut all = Report { tables, ..Report::default() };
    for report in regimes {
        (all.title, all.about) = (report.title, report.about);
        for note in report.notes {
            if !all.notes.contains(&note) && !note.starts_with("residuals: ") {
                all.notes.push(note);
            }
        }
        for outside in report.outside {
            if !all.outside.contains(&outside) {
                all.outside.push(outside);
            }
        }
    }
    let days: Vec<String> = days.map(|days| days.to_string()).collect();
    all.notes.push(format!("regimes mixed by days: {}", days.join(" + ")));
    all
}

fn product_bands(bands: &product::Bands) -> Table {
    let mut table = Table::new(format!("bands of the changes, {}", bands.unit), &BAND);
    for figure in &bands.figures {
        table.row(figure.figure.clone(), band(&figure.band));
    }
    table
}

impl Tell for general::StudyOutcome {
    fn tell(&self) -> Report {
        let mut report = match (&self.outcome, &self.year) {
            (Some(outcome), _) => outcome.tell(),
            (None, Some(year)) => year.tell(),
            (None, None) => Report::default(),
        };
        if let Some(bands) = &self.bands {
            let mut table = Table::new("bands of exact real income, percent", &BAND);
            for country in &bands.countries {
                table.row(country.country.clone(), band(&country.real_income_percent));
            }
            report.tables.push(table);
            report.about.draws = bands.draws.told();
            report.notes.push(report.about.draws.clone());
        }
        report
    }
}

impl Tell for general::Outcome {
    fn tell(&self) -> Report {
        let columns = [
            "real income, exact %",
            "real wage %",
            "first-order welfare %",
            "terms of trade %",
            "volume of trade %",
            "revenue",
            "rents",
            "imports before",
            "imports after",
            "exports before",
            "exports after",
        ];
        let mut countries = Table::new(format!("countries, values in {}", self.about.unit), &columns);
        for c in &self.countries {
            let cells = [
                c.real_income_percent,
                c.real_wage_percent,
                c.welfare_first_order_percent,
                c.terms_of_trade_first_order_percent,
                c.volume_of_trade_first_order_percent,
                c.revenue[1],
                c.rents,
                c.imports[0],
                c.imports[1],
                c.exports[0],
                c.exports[1],
            ];
            countries.row(c.country.clone(), cells.map(Cell::from).to_vec());
        }
        let columns = ["before", "after", "quantity, new/old", "tariff before", "tariff", "shadow tariff", "rent"];
        let title = format!("flows that the scenario touches, {} net of tariffs", self.about.unit);
        let mut flows = Table::new(title, &columns);
        for f in &self.flows {
            let cells = [f.value[0], f.value[1], f.quantity, f.tariff[0], f.tariff[1], f.shadow_tariff, f.rent];
            let name = format!("{} from {}, {}", f.importer, f.exporter, f.sector);
            flows.row(name, cells.map(Cell::from).to_vec());
        }
        let mut sectors = Table::new(format!("value added by sector, {}", self.about.unit), &["before", "after"]);
        for s in &self.sectors {
            sectors.row(format!("{}, {}", s.country, s.sector), s.value_added.map(Cell::from).to_vec());
        }
        Report {
            title: format!("the world economy after the scenario ({})", self.about.data),
            about: About {
                closure: self.closure_sentence.to_owned(),
                basis: self.about.data.clone(),
                data_year: self.about.year.to_string(),
                draws: String::new(),
            },
            tables: vec![countries, flows, sectors],
            notes: self.notes(),
            outside: self.scope(),
        }
    }
}

impl general::Outcome {
    fn notes(&self) -> Vec<String> {
        let q = &self.quality;
        let mut notes: Vec<String> = self.changes.iter().map(change).collect();
        notes.extend([
            self.closure_sentence.to_owned(),
            format!("data of {}: {}", self.about.year, self.about.data),
            "first-order welfare is the sum of the terms-of-trade and volume-of-trade terms that \
             papers print; exact real income is income over the price of consumption, and the two \
             may differ even in sign, because lost tariff revenue is income"
                .to_owned(),
            format!(
                "residuals: prices {:.1e}, spending {:.1e}, labour {:.1e}, Walras {:.1e}; the data \
                 were {:.1e} from a baseline in logs of wages",
                q.price_residual, q.spending_residual, q.labour_residual, q.walras_residual, q.baseline_moved
            ),
        ]);
        let mut shown: Vec<String> = Vec::new();
        for (sector, theta) in &self.theta {
            let words = format!("{} ({})", theta.median.get(), theta.source);
            match shown.iter_mut().find(|line| line.ends_with(&words)) {
                Some(line) => *line = line.replacen(": theta", &format!(", {sector}: theta"), 1),
                None => shown.push(format!("{sector}: theta {words}")),
            }
        }
        notes.extend(shown);
        notes.extend(self.corrections.iter().map(|c| format!("correction of the data: {c}")));
        notes
    }

    fn scope(&self) -> Vec<String> {
        let more = self.outside.iter().filter(|outside| !self.about.outside.contains(outside));
        self.about.outside.iter().chain(more).cloned().collect()
    }
}

fn change(change: &general::Change) -> String {
    let days = match (change.from, change.until) {
        (None, None) => String::new(),
        (from, until) => {
            let day = |day: Option<jiff::civil::Date>| day.map_or("…".to_owned(), |d| d.to_string());
            format!(" ({} to {})", day(from), day(until))
        }
    };
    format!(
        "change on {} of {} from {}{days}: {}",
        change.sectors.join(", "),
        change.importers.join(", "),
        change.exporters.join(", "),
        change.reason
    )
}

impl Tell for general::YearOutcome {
    fn tell(&self) -> Report {
        let columns = ["real income, exact %", "revenue", "rents", "imports", "exports"];
        let mut countries = Table::new(format!("countries in {}", self.year), &columns);
        for c in &self.countries {
            let cells = [c.real_income_percent, c.revenue, c.rents, c.imports, c.exports];
            countries.row(c.country.clone(), cells.map(Cell::from).to_vec());
        }
        let days = self.regimes.iter().map(|(days, _)| *days);
        merged(self.regimes.iter().map(|(_, outcome)| outcome.tell()), days, vec![countries])
    }
}
