//! Burden-sharing, told.

use super::{About, Cell, Report, Table, Tell};
use crate::burden_sharing::{Basis, StudyOutcome};

impl Tell for StudyOutcome {
    fn tell(&self) -> Report {
        Report {
            title: format!("contributions, {} and {}", name(&self.local), name(&self.foreign)),
            tables: vec![self.years(), self.shares(), self.demands(), self.gaps(), self.ladder()],
            about: self.about(),
            notes: self.notes(),
            outside: self.demands.iter().flat_map(|d| &d.outside).chain(&self.outside).cloned().collect(),
        }
    }
}

fn name(unit: &crate::burden_sharing::Unit) -> String {
    let scale = match unit.scale {
        s if s >= 1e12 => " trillion",
        s if s >= 1e9 => " billion",
        s if s >= 1e6 => " million",
        s if s >= 1e3 => " thousand",
        _ => "",
    };
    format!("{}{scale}", unit.currency)
}

impl StudyOutcome {
    fn years(&self) -> Table {
        let columns = [
            "local",
            "local 5%",
            "local 95%",
            "foreign at mean rate",
            "foreign 5%",
            "foreign 95%",
            "growth %",
            "stands on",
            "agreement",
        ];
        let mut table = Table::new("by year", &columns);
        for y in &self.years {
            let basis = match y.basis {
                Basis::Published => "published",
                Basis::Rule => "rule",
                Basis::RuleAndAssumption => "rule and assumption",
                Basis::Assumption => "assumption",
                Basis::Outside => "outside the model",
            };
            table.row(
                y.year.to_string(),
                vec![
                    y.local.into(),
                    y.local_band.map(|b| b.p05).into(),
                    y.local_band.map(|b| b.p95).into(),
                    y.foreign_at_mean.into(),
                    y.foreign_band.map(|b| b.p05).into(),
                    y.foreign_band.map(|b| b.p95).into(),
                    y.growth_percent.into(),
                    basis.into(),
                    y.agreement.as_deref().map_or(Cell::Empty, Cell::from),
                ],
            );
        }
        table
    }

    fn shares(&self) -> Table {
        let columns = ["share %", "denominator, local", "denominator is", "source"];
        let mut table = Table::new("share of cost by definition", &columns);
        for s in &self.shares {
            let kind = if s.cost_is_implied { "implied by the share" } else { "published" };
            table.row(
                format!("{} {}", s.definition, s.year),
                vec![s.percent.into(), s.cost_local.into(), kind.into(), s.source.as_str().into()],
            );
        }
        table
    }

    fn demands(&self) -> Table {
        let mut table = Table::new("demands by reading", &["local", "foreign", "more than base %"]);
        for demand in &self.demands {
            for a in &demand.answers {
                table.row(
                    format!("{}: {}", demand.demand.name, a.reading),
                    vec![a.local.into(), a.foreign.into(), a.more_percent.into()],
                );
            }
        }
        table
    }

    fn gaps(&self) -> Table {
        let mut table = Table::new("times without an agreement in force", &["from", "until", "days"]);
        for g in &self.gaps {
            table.row(
                format!("between {} and {}", g.after, g.before),
                vec![g.from.to_string().into(), g.until.to_string().into(), f64::from(g.days).into()],
            );
        }
        table
    }

    fn ladder(&self) -> Table {
        let mut table = Table::new("instruments", &["day", "source"]);
        for agreement in &self.agreements {
            for step in &agreement.steps {
                let rung = format!("{:?}", step.rung).to_lowercase().replace("inforce", "in force");
                table.row(
                    format!("{}: {rung}", agreement.name),
                    vec![step.date.to_string().into(), step.source.as_str().into()],
                );
            }
        }
        table
    }

    fn notes(&self) -> Vec<String> {
        vec![
            "foreign amounts are at the mean rate of the year; those at its last day differ and \
             serve explanation only"
                .to_owned(),
            format!("bands: {}", self.draws.told()),
        ]
    }

    fn about(&self) -> About {
        let published = || self.years.iter().filter(|year| year.basis == Basis::Published).map(|year| year.year);
        let span = published().min().zip(published().max());
        About {
            closure: "amounts as agreed; where no agreement fixes a year, growth as assumed".to_owned(),
            basis: "agreed amounts".to_owned(),
            data_year: span.map_or_else(|| "none".to_owned(), |(first, last)| format!("{first}-{last}")),
            draws: self.draws.told(),
        }
    }
}
