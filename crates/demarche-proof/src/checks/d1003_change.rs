//! A printed change does not follow from the two figures beside it.
//!
//! "Rose from $100 million to $150 million, a 40% increase" gives both ends and the change. The change is worked
//! out from the ends as printed, each give or take half its last digit, and held against the percentage, or against
//! the difference ("up by $40 million from $100 million to $150 million").
//!
//! Grade: query, since the change may be of another basis (constant prices, another year).
//!
//! False alarms: a percentage of something else in the same breath. Put it into a sentence of its own, or name its basis.

use demarche_brief::printed::{Amount, Printed};
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_terms::Decimal;

use super::declare;
use super::clauses::{Bounds, Figure, apart, bounds, change, figure, is_percent, same_unit, shown_bounds};
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1003", Query, "a change does not follow from its figures", "d1003_change.rs");

lazy! {
    FROM = r"(?i)\bfrom\s*$";
    TO = r"(?i)^[^.;]{0,70}?\bto\s*(a (high|low|record|peak)( high| low)? of\s*)?$";
    // What joins the ends to the percentage that sums them up.
    SUMS_UP = r"(?i)^[^.;]{0,45}?(,|—|\()\s*(or|i\.e\.,?|that is,?)?\s*((a|an|up|down|by|for a|representing( a| an)?|which is( a| an)?|(an? )?(increase|decrease|decline|rise|drop|fall|gain|reduction|growth|change) of)\s*)*$";
    // What leads a change into its ends: "grew 20%, from".
    LEADS = r"(?i)^\s*(percent)?[,(—]?\s*(increase|decrease|decline|rise|drop|fall|gain|reduction|growth)?,?\s*from\s*$";
    FELL = r"(?i)\b(fell|fall|falls|decreas\w*|declin\w*|drop\w*|reduc\w*|down|lower\w*|shrank|shrunk|lost|cut)\b";
    OTHER_BASIS = r"(?i)\b(real terms|inflation|constant|annual(ly|ized)?|per year|a year|average|adjusted|compound)\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in sheet.prose().filter(|passage| !OTHER_BASIS.is_match(passage.text)) {
        let figures: Vec<Figure<'_>> = passage.printed.iter().filter_map(figure).collect();
        for pair in figures.windows(2) {
            let [from, to] = pair else { continue };
            let ends = FROM.is_match(passage.before(from.whole().start))
                && TO.is_match(passage.between(from.whole().end, to.whole().start))
                && same_unit(from.number, to.number);
            if ends && let Some(said) = said_change(passage, &figures, from, to) {
                hold(sheet, passage, (from, to), said, found);
            }
        }
    }
}

/// The figure that states the change between two ends: after them, or right before "from".
fn said_change<'f, 'a>(passage: &Passage<'_>, figures: &'f [Figure<'a>], from: &Figure<'_>, to: &Figure<'_>) -> Option<&'f Figure<'a>> {
    let of_ends = |said: &Figure<'_>| said.number.points || same_unit(said.number, from.number);
    let is_change = |said: &&Figure<'_>| is_percent(said.number) != is_percent(from.number) || of_ends(said);
    let is_change = |said: &&Figure<'_>| is_change(said) && (is_percent(said.number) || of_ends(said));
    let after = figures.iter().find(|said| said.whole().start >= to.whole().end);
    let after = after.filter(is_change).filter(|said| SUMS_UP.is_match(passage.between(to.whole().end, said.whole().start)));
    after.or_else(|| {
        let before = figures.iter().rev().find(|said| said.whole().end <= from.whole().start);
        before.filter(is_change).filter(|said| LEADS.is_match(passage.between(said.whole().end, from.whole().start)))
    })
}

fn hold(sheet: &Sheet<'_>, passage: &Passage<'_>, ends: (&Figure<'_>, &Figure<'_>), said: &Figure<'_>, found: &mut Vec<Diagnostic>) {
    let (from, to) = ends;
    let worked_out = if is_percent(said.number) { change(from.bounds, to.bounds) } else { difference(from.bounds, to.bounds) };
    let Some(worked_out) = worked_out else { return };
    let size = magnitude(worked_out);
    let allowed = magnitude(rounded_down(said.printed).unwrap_or(said.bounds));
    let falls = worked_out.1 < Decimal::ZERO;
    let says_fall = FELL.is_match(passage.text) || said.bounds.1 < Decimal::ZERO;
    if !apart(size, allowed) && (!falls || says_fall) {
        return;
    }
    let unit = if is_percent(said.number) { "%" } else { "" };
    let message = format!(
        "from {} to {} is a change of {}{unit}, the text says {}: of another basis or period?",
        from.printed.raw,
        to.printed.raw,
        shown_bounds(worked_out),
        said.printed.raw
    );
    let diagnostic = sheet.about(CODE, Grade::Query, passage, said.whole(), message);
    found.push(diagnostic.with_help("correct the figure, or name the basis on which the change is reckoned"));
}

fn difference(from: Bounds, to: Bounds) -> Option<Bounds> {
    Some((to.0.checked_sub(from.1)?, to.1.checked_sub(from.0)?))
}

fn magnitude(bounds: Bounds) -> Bounds {
    if bounds.1 < Decimal::ZERO {
        (bounds.1.abs(), bounds.0.abs())
    } else {
        (bounds.0.max(Decimal::ZERO), bounds.1)
    }
}

/// A percentage as writers round it: give or take a whole unit of its last digit.
fn rounded_down(printed: &Printed) -> Option<Bounds> {
    let Amount::Number(number) = &printed.amount else { return None };
    let last = number.digits?.last;
    let (low, high) = bounds(number.interval)?;
    Some((low.checked_sub(last / Decimal::TWO)?, high.checked_add(last / Decimal::TWO)?))
}
