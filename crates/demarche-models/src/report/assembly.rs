//! The assembly, told.

use super::{About, Cell, Report, Table, Tell};
use crate::assembly::{Allocation, RuleOutcome, StudyOutcome};

impl Tell for StudyOutcome {
    fn tell(&self) -> Report {
        let mut seats = Table::new(format!("seats on {}", self.chamber.day), &["seats"]);
        for (party, held) in &self.chamber.parties {
            seats.row(party.clone(), vec![(*held).into()]);
        }
        seats.row("enrolled", vec![self.chamber.enrolled.into()]);
        seats.row("by law", vec![self.chamber.by_law.into()]);
        let columns = ["votes needed", "of", "quorum", "within reach"];
        let mut thresholds = Table::new("thresholds", &columns);
        for r in &self.rules {
            let reach = if r.needed.possible { "yes" } else { "no" };
            thresholds.row(
                format!("{} ({})", r.rule.name, r.rule.law),
                vec![r.needed.votes.into(), r.needed.of.into(), r.needed.quorum.into(), reach.into()],
            );
        }
        let mut tables: Vec<Table> = self.allocations.iter().map(allocation).collect();
        tables.extend([seats, thresholds]);
        for rule in &self.rules {
            tables.push(coalitions(rule));
            tables.push(power(rule));
        }
        let (day, source) = &self.chamber.as_of;
        let mut notes = vec![format!("seats as of {day}: {source}"), self.assumes.to_owned()];
        notes.extend(
            self.rules.iter().filter(|r| r.coalitions.cut_off).map(|r| {
                format!("{}: only the first {} coalitions are listed", r.rule.name, r.coalitions.minimal.len())
            }),
        );
        notes.extend(self.not_in_force.iter().map(|rule| format!("{rule} is not in force on {}", self.chamber.day)));
        let about = About {
            closure: self.assumes.to_owned(),
            basis: source.clone(),
            data_year: day.to_string(),
            draws: String::new(),
        };
        let title = format!("the assembly on {}", self.chamber.day);
        Report { title, about, tables, notes, outside: self.outside.clone() }
    }
}

fn coalitions(outcome: &RuleOutcome) -> Table {
    let title = format!("minimal winning coalitions: {}", outcome.rule.name);
    let mut table = Table::new(title, &["votes", "partners"]);
    for (at, c) in outcome.coalitions.minimal.iter().enumerate() {
        let partners: Vec<String> = c.partners.iter().map(|p| format!("{} {}", p.party, p.votes)).collect();
        table.row((at + 1).to_string(), vec![c.votes.into(), partners.join(" + ").into()]);
    }
    table
}

fn power(outcome: &RuleOutcome) -> Table {
    let columns = ["seats", "Banzhaf", "Shapley-Shubik", "decisive"];
    let mut table = Table::new(format!("power: {}", outcome.rule.name), &columns);
    for p in &outcome.power {
        let decisive: Cell = if p.pivotal { p.decisive.into() } else { "never".into() };
        table.row(p.party.clone(), vec![p.seats.into(), p.banzhaf.into(), p.shapley_shubik.into(), decisive]);
    }
    table
}

fn allocation(allocation: &Allocation) -> Table {
    let columns = ["districts", "linked list", "parallel list", "total"];
    let mut table = Table::new(format!("seats from votes: {} ({})", allocation.name, allocation.law), &columns);
    for s in &allocation.seats {
        table.row(s.party.clone(), vec![s.districts.into(), s.linked.into(), s.parallel.into(), s.total.into()]);
    }
    table
}
