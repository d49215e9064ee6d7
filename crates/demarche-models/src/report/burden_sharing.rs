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
            "source",
        ];
        let mut table = Table::new("by year", &columns);
        for y in &self.years {
            if let Some(at_year_end) = y.foreign_at_year_end.filter(|end| y.foreign_at_mean != Some(*end)) {
                let words =
                    format!("at the rate of the last day of {}: {at_year_end:.1} {}", y.year, name(&self.foreign));
                table.explained.push((y.year.to_string(), words));
            }
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
                    y.source.as_str().into(),
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
            let row = |reading: &str| format!("{}: {reading}", demand.demand.name);
            for a in demand.answers.iter().filter(|answer| answer.explains_only) {
                let sums = [(a.local, &self.local), (a.foreign, &self.foreign)];
                let sums = sums.map(|(sum, unit)| sum.map(|sum| format!("{sum:.1} {}", name(unit))));
                let sums: Vec<String> = sums.into_iter().flatten().collect();
                let words = format!("at rates of the last day of a year: {}", sums.join(", "));
                table.explained.push((row(&a.reading.replace("year-end", "mean")), words));
            }
            for a in demand.answers.iter().filter(|answer| !answer.explains_only) {
                table.row(row(&a.reading), vec![a.local.into(), a.foreign.into(), a.more_percent.into()]);
            }
        }
        table
    }

    fn gaps(&self) -> Table {
        let mut table = Table::new("times without an agreement in force", &["from", "in force again", "days"]);
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
                let rung = step.rung.word().replace('-', " ");
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
