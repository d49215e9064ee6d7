//! Shares of one whole that come to more than all of it.
//!
//! "Cars (60%), steel (30%) and ships (20%) made up exports" is 110%. Percentages of a list that the sentence calls
//! shares of one whole are added, each give or take half its last digit; more than 100 cannot be. A single share
//! of more than 100% of a total is asked about too.
//!
//! Grade: query, since the shares may be of different wholes or of overlapping groups.
//!
//! False alarms: answers of which several could be given, groups that overlap. Say so in the sentence.

use demarche_diagnostic::{Diagnostic, Grade};
use demarche_terms::Decimal;

use super::declare;
use super::clauses::{Figure, figure, is_percent, shown_bounds, sum};
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1004", Query, "shares come to more than the whole", "d1004_shares.rs");

lazy! {
    WHOLE = r"(?i)\b(made up|make up|makes up|account(s|ed|ing)? for|compris\w+|constitut\w+|shares?|breakdown|broke down|divided|split|of (the |all )?total|composition|consist\w+)\b";
    OVERLAPS = r"(?i)\b(overlap\w*|more than one|multiple|respondents|survey\w*|polls?|polled|compared|respectively|from|increase\w*|decreas\w*|growth|grew|rose|fell|declin\w*|rates?|tariffs?|dut(y|ies)|while|whereas|versus|than)\b";
    OF_TOTAL = r"(?i)^\s*of (the |all |its |their )?(total|whole|overall)\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    for passage in sheet.prose().filter(|passage| WHOLE.is_match(passage.text) && !OVERLAPS.is_match(passage.text)) {
        let percents: Vec<Figure<'_>> = passage.printed.iter().filter_map(figure).filter(|f| is_percent(f.number)).collect();
        match list(passage, &percents) {
            Some(list) => together(sheet, passage, list, found),
            None => percents.iter().for_each(|percent| alone(sheet, passage, percent, found)),
        }
    }
}

/// The percentages, where at least three of them stand in one list.
fn list<'f, 'a>(passage: &Passage<'_>, percents: &'f [Figure<'a>]) -> Option<&'f [Figure<'a>]> {
    let runs = percents.windows(2).all(|two| {
        let gap = passage.between(two[0].whole().end, two[1].whole().start);
        gap.len() <= 80 && gap.contains([',', ';']) || gap.contains(" and ")
    });
    let alike = percents.windows(2).all(|two| {
        passage.before(two[0].whole().start).ends_with('(') == passage.before(two[1].whole().start).ends_with('(')
    });
    (percents.len() >= 3 && runs && alike).then_some(percents)
}

fn together(sheet: &Sheet<'_>, passage: &Passage<'_>, list: &[Figure<'_>], found: &mut Vec<Diagnostic>) {
    let Some(added) = sum(list.iter().map(|percent| percent.bounds)) else { return };
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return };
    if added.0 <= Decimal::ONE_HUNDRED {
        return;
    }
    let words: Vec<&str> = list.iter().map(|percent| percent.printed.raw.as_str()).collect();
    let message = format!("the shares come to {}%: are they of one whole?", shown_bounds(added));
    let diagnostic = sheet.about(CODE, Grade::Query, passage, first.whole().start..last.whole().end, message);
    found.push(diagnostic.with_note(words.join(" + ")).with_help("correct a share, or say that the groups overlap"));
}

fn alone(sheet: &Sheet<'_>, passage: &Passage<'_>, percent: &Figure<'_>, found: &mut Vec<Diagnostic>) {
    if percent.bounds.0 > Decimal::ONE_HUNDRED && OF_TOTAL.is_match(passage.after(percent.whole().end)) {
        let message = format!("{} is more than the whole: of which total?", percent.printed.raw);
        let diagnostic = sheet.about(CODE, Grade::Query, passage, percent.whole(), message);
        found.push(diagnostic.with_help("correct the share, or name what it is compared with"));
    }
}
