//! The trade models, told.

use super::{About, Cell, Report, Table, Tell};
use crate::draws::Band;
use crate::number::{Elasticity, Sourced};
use crate::trade::{general, product};

/// Most rows of a long table that people are shown.
const SHOWN: usize = 20;

const BAND: [&str; 4] = ["5%", "50%", "95%", "probability of sign"];

fn band(band: &Band) -> Vec<Cell> {
    [band.p05, band.p50, band.p95, band.sign_probability].map(Cell::from).to_vec()
}

impl Tell for product::StudyOutcome {
    fn tell(&self) -> Report {
        let mut report = match (&self.outcome, &self.year) {
            (Some(outcome), _) => outcome.tell(),
            (None, Some(year)) => year.tell(),
            (None, None) => by_year(&self.years),
        };
        if let Some(bands) = &self.bands {
            report.tables.push(product_bands(bands));
            report.about.draws = bands.draws.told();
            // The elasticities are told with their spreads, and so once.
            let told = ["substitution ", "demand ", "supply of "];
            report.notes.retain(|note| !told.iter().any(|begins| note.starts_with(begins)));
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
                    state(s.quota).into(),
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
        let mut tables = vec![sources, market];
        tables.extend(self.linear.as_ref().map(|linear| self.beside(linear)));
        Report { title: self.product.clone(), about, tables, notes, outside: self.outside.clone() }
    }
}

/// Where a source stands with its quota, in a word.
fn state(quota: product::QuotaState) -> &'static str {
    match quota {
        product::QuotaState::None => "none",
        product::QuotaState::Unfilled => "unfilled",
        product::QuotaState::Filled => "filled",
        product::QuotaState::Exceeded => "exceeded",
    }
}

impl product::Outcome {
    /// The exact answer beside the linear one.
    fn beside(&self, linear: &product::LinearForm) -> Table {
        let columns = [
            "price received %",
            "price received, linear %",
            "price paid %",
            "price paid, linear %",
            "quantity %",
            "quantity, linear %",
        ];
        let mut table = Table::new("exact answer beside the linear form (GSIM)", &columns);
        let percent = |hat: f64| 100.0 * (hat - 1.0);
        for (exact, line) in self.sources.iter().zip(&linear.sources) {
            let cells = [
                percent(exact.producer_price),
                100.0 * line.producer_price,
                percent(exact.consumer_price),
                100.0 * line.consumer_price,
                percent(exact.quantity),
                100.0 * line.quantity,
            ];
            table.row(exact.name.clone(), cells.map(Cell::from).to_vec());
        }
        let index = [Cell::Empty, Cell::Empty, percent(self.price_index).into(), (100.0 * linear.price_index).into()];
        table.row("price index", [index.to_vec(), vec![Cell::Empty, Cell::Empty]].concat());
        table
    }
}

/// Several years side by side: rates and sales of each source, then the market.
fn by_year(years: &[product::YearOutcome]) -> Report {
    let Some(first) = years.first() else { return Report::default() };
    let names =
        |what: &str, of: &[(String, f64)]| of.iter().map(|(name, _)| format!("{what}: {name}")).collect::<Vec<_>>();
    let market = ["tariff revenue", "quota rent", "consumers, exact", "home producers", "home welfare"];
    let columns =
        [names("rate at the end", &first.last_rates), names("sales", &first.sales), market.map(str::to_owned).to_vec()]
            .concat();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut table = Table::new("by year", &columns);
    for year in years {
        let rates = year.last_rates.iter().map(|(_, rate)| *rate);
        let sales = year.sales.iter().map(|(_, value)| *value);
        let market = [year.revenue, year.rent, year.consumer_surplus, year.producer_surplus, year.home_welfare];
        table.row(year.year.to_string(), rates.chain(sales).chain(market).map(Cell::from).collect());
    }
    let regimes = years.iter().flat_map(|year| &year.regimes);
    let mut report = merged(regimes.map(|(_, outcome)| outcome.tell()), std::iter::empty(), vec![table]);
    report.notes.retain(|note| !note.starts_with("regimes mixed by days"));
    report.notes.push("each year is one equilibrium for each regime, mixed by days".to_owned());
    report
}

impl Tell for product::YearOutcome {
    fn tell(&self) -> Report {
        let bases = self.regimes.first().map_or(&[][..], |(_, outcome)| &outcome.sources);
        let mut sales = Table::new(format!("sales in {}", self.year), &["before", "after"]);
        for ((name, value), source) in self.sales.iter().zip(bases) {
            sales.row(name.clone(), vec![source.base.into(), (*value).into()]);
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
        let tables = vec![sales, market, self.regimes()];
        merged(self.regimes.iter().map(|(_, outcome)| outcome.tell()), days, tables)
    }
}

impl product::YearOutcome {
    /// What each regime does to each foreign source, money as if it held for a whole year.
    fn regimes(&self) -> Table {
        let columns = ["days", "rate", "shadow tariff", "quota", "quantity, new/old", "revenue a year", "rent a year"];
        let mut table = Table::new(format!("regimes of {}", self.year), &columns);
        for (at, (days, outcome)) in self.regimes.iter().enumerate() {
            for s in outcome.sources.iter().filter(|source| source.origin == product::Origin::Foreign) {
                let cells = vec![
                    (*days).into(),
                    s.rate.into(),
                    s.shadow_tariff.into(),
                    state(s.quota).into(),
                    s.quantity.into(),
                    s.revenue.into(),
                    s.rent.into(),
                ];
                table.row(format!("{}: {}", at + 1, s.name), cells);
            }
        }
        table
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
            let mut incomes = Table::new("bands of exact real income, percent", &BAND);
            let mut revenues = Table::new(format!("bands of tariff revenue, change, {}", bands.about.unit), &BAND);
            for country in &bands.countries {
                incomes.row(country.country.clone(), band(&country.real_income_percent));
                if country.revenue.p05 != 0.0 || country.revenue.p95 != 0.0 {
                    revenues.row(country.country.clone(), band(&country.revenue));
                }
            }
            let title = format!("bands of trade that the scenario touches, change, {}", bands.about.unit);
            let mut trade = Table::new(title, &BAND);
            for pair in &bands.trade {
                trade.row(format!("{} from {}", pair.importer, pair.exporter), band(&pair.change));
            }
            report.tables.extend([incomes, revenues, trade]);
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
            tables: vec![
                countries,
                flows.largest_changes(SHOWN),
                self.bilateral().largest_changes(SHOWN),
                sectors.largest_changes(SHOWN),
            ],
            notes: self.notes(),
            outside: self.scope(),
        }
    }
}

impl general::Outcome {
    fn bilateral(&self) -> Table {
        let title = format!("trade between two countries, {} net of tariffs", self.about.unit);
        let mut table = Table::new(title, &["before", "after", "change %"]);
        for b in self.bilateral.iter().filter(|b| b.value != [0.0, 0.0]) {
            let change = (b.value[0] > 0.0).then(|| 100.0 * (b.value[1] / b.value[0] - 1.0));
            table.row(
                format!("{} from {}", b.importer, b.exporter),
                vec![b.value[0].into(), b.value[1].into(), change.into()],
            );
        }
        table
    }

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
        notes.extend(thetas(&self.theta));
        notes.extend(self.corrections.iter().map(|c| format!("correction of the data: {c}")));
        notes
    }

    fn scope(&self) -> Vec<String> {
        let more = self.outside.iter().filter(|outside| !self.about.outside.contains(outside));
        self.about.outside.iter().chain(more).cloned().collect()
    }
}

/// The elasticities in words: sectors that share one in one line.
fn thetas(theta: &[(String, Sourced<Elasticity>)]) -> Vec<String> {
    let mut groups: Vec<(&Sourced<Elasticity>, Vec<&str>)> = Vec::new();
    for (sector, theta) in theta {
        match groups.iter_mut().find(|(known, _)| *known == theta) {
            Some((_, sectors)) => sectors.push(sector),
            None => groups.push((theta, vec![sector])),
        }
    }
    let lines = groups.iter().map(|(shared, sectors)| {
        let sectors = if sectors.len() == theta.len() { "every sector".to_owned() } else { sectors.join(", ") };
        let spread = if shared.log_sd == 0.0 { String::new() } else { format!(", log-sd {}", shared.log_sd) };
        format!("{sectors}: theta {}{spread} ({})", shared.median.get(), shared.source)
    });
    lines.collect()
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
